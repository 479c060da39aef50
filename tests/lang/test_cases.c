/* Small programs: good ones with what they play, bad ones with what is said
 * about them and where. */
#include <stdio.h>
#include <string.h>
#include "compile/compile.h"
#include "lang/command.h"
#include "tests/lang/cases.h"
#include "tests/support/suite.h"

static void good(void)
{
	CU_ASSERT(cases_run("tests/lang/good", false) >= 150);
}

static void replacing(void)
{
	CU_ASSERT(cases_run("tests/lang/replace", true) >= 8);
}

static void bad(void)
{
	CU_ASSERT(cases_run("tests/lang/bad", false) >= 300);
}

/* What help shows of a statement is one. */
static void statements(void)
{
	const struct command *row;

	for (size_t i = 0; (row = command_at(i)); i++) {
		struct program *p;

		CU_ASSERT_EQUAL_FATAL(compile_text(NULL, row->example,
						   strlen(row->example),
						   EVAL_MERGE, NULL, &p),
				      ST_OK);
		if (p->diags.errors)
			printf("%s: %s\n", row->example,
			       p->diags.first->message);
		CU_ASSERT_EQUAL(p->diags.errors, 0);
		CU_ASSERT_EQUAL(
		    strncmp(row->example, row->name, strlen(row->name)), 0);
		CU_ASSERT(command_row(row->name) == row);
		program_free(p);
	}
	CU_ASSERT(command_row("o16") == command_row("d1"));
	CU_ASSERT_PTR_NULL(command_row("d17"));
	CU_ASSERT_PTR_NULL(command_find("let"));
}

static CU_TestInfo tests[] = {
    {"each good program plays what it must", good},
    {"replacing a scope removes and makes up what it must", replacing},
    {"each bad program gets its message at its place", bad},
    {"each statement's row has an example that is one", statements},
    CU_TEST_INFO_NULL,
};

const struct suite suite_cases = {"lang/cases", tests};
