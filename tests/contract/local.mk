check_PROGRAMS += tests/check-contract tests/print-rows
TESTS += tests/check-contract
tests_check_contract_SOURCES = tests/contract/main.c \
	tests/contract/answer.c tests/contract/answer.h \
	tests/contract/test_answers.c tests/contract/test_functions.c \
	tests/contract/test_laws.c
tests_check_contract_LDADD = $(TEST_LIBS)
tests_print_rows_SOURCES = tests/contract/print_rows.c \
	tests/contract/answer.c tests/contract/answer.h
tests_print_rows_LDADD = $(TEST_LIBS)
