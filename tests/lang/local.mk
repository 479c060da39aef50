check_PROGRAMS += tests/check-lang
TESTS += tests/check-lang
tests_check_lang_SOURCES = tests/lang/main.c \
	tests/lang/cases.c tests/lang/cases.h \
	tests/lang/test_cases.c tests/lang/test_lex.c \
	tests/lang/test_limits.c tests/lang/test_type.c
tests_check_lang_LDADD = $(TEST_LIBS)
EXTRA_DIST += tests/lang/good tests/lang/bad tests/lang/replace
