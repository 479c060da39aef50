check_PROGRAMS += tests/check-docs
TESTS += tests/check-docs
tests_check_docs_SOURCES = tests/docs/main.c tests/docs/test_language.c
tests_check_docs_LDADD = $(TEST_LIBS)
