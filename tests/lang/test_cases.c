/* Small programs: good ones with what they play, bad ones with what is said
 * about them and where. */
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

static CU_TestInfo tests[] = {
    {"each good program plays what it must", good},
    {"replacing a scope removes and makes up what it must", replacing},
    {"each bad program gets its message at its place", bad},
    CU_TEST_INFO_NULL,
};

const struct suite suite_cases = {"lang/cases", tests};
