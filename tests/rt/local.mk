check_PROGRAMS += tests/check-rt
TESTS += tests/check-rt
tests_check_rt_SOURCES = tests/rt/main.c tests/rt/test_handover.c \
	tests/rt/test_ring.c
tests_check_rt_LDADD = $(TEST_LIBS)
