check_PROGRAMS += tests/check-base
TESTS += tests/check-base
tests_check_base_SOURCES = tests/base/main.c tests/base/test_arena.c \
	tests/base/test_control.c \
	tests/base/test_random.c tests/base/test_rational.c
tests_check_base_LDADD = $(TEST_LIBS)
