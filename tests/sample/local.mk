check_PROGRAMS += tests/check-sample
TESTS += tests/check-sample
tests_check_sample_SOURCES = tests/sample/main.c \
	tests/sample/folder.c tests/sample/folder.h \
	tests/sample/test_bank.c tests/sample/test_decode.c
tests_check_sample_LDADD = $(TEST_LIBS)
