check_PROGRAMS += tests/check-two_process
TESTS += tests/check-two_process
tests_check_two_process_SOURCES = tests/two_process/test_session.c
tests_check_two_process_LDADD = $(TEST_LIBS)
