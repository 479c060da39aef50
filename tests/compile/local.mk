check_PROGRAMS += tests/check-corpus
TESTS += tests/check-corpus
tests_check_corpus_SOURCES = tests/compile/corpus.c
tests_check_corpus_LDADD = $(TEST_LIBS)
