#include "base/random.h"
#include "tests/support/suite.h"

static void known_values(void)
{
	CU_ASSERT_EQUAL(random_at(rat_int(0)), 0.5);
	CU_ASSERT_DOUBLE_EQUAL(random_at(rat_int(1)), 0.5177721455693245,
			       1e-15);
	CU_ASSERT_DOUBLE_EQUAL(random_at(rat_make(1, 4)), 0.6295689214020967,
			       1e-15);
	CU_ASSERT_DOUBLE_EQUAL(random_at_double(0.25), 0.6295689214020967,
			       1e-15);
}

static void period(void)
{
	for (int i = 1; i < 50; i++)
		CU_ASSERT_EQUAL(random_at(rat_make(i, 7)),
				random_at(rat_make(i + 2100, 7)));
}

static CU_TestInfo tests[] = {
    {"matches the values that Tidal gives", known_values},
    {"repeats after 300 cycles", period},
    CU_TEST_INFO_NULL,
};

const struct suite suite_random = {"base/random", tests};
