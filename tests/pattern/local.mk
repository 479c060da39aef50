check_PROGRAMS += tests/check-pattern
TESTS += tests/check-pattern
tests_check_pattern_SOURCES = tests/pattern/main.c \
	tests/pattern/call.h \
	tests/pattern/show.c tests/pattern/show.h \
	tests/pattern/test_control.c tests/pattern/test_core.c \
	tests/pattern/test_corpus.c tests/pattern/test_harmony.c \
	tests/pattern/test_laws.c tests/pattern/test_mini.c \
	tests/pattern/test_ops.c tests/pattern/test_random.c
tests_check_pattern_LDADD = $(TEST_LIBS)
