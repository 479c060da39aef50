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

/* As the definition says, whatever short ways there are. */
static int64_t seed_by_definition(struct rat t)
{
	__int128 den = (__int128)t.den * 300;

	return random_xorwise((int64_t)(t.num % den * (1 << 29) / den));
}

static void exact_seeds(void)
{
	int64_t x = 12345;

	for (int i = 0; i < 20000; i++) {
		int k = i % 40;
		struct rat t;

		x = random_xorwise(x);
		t.num = x >> (i % 60);
		t.den = i % 2 ? INT64_C(1) << k : 1 + (x & 0xffffffff) % 99999;
		if (i % 7 == 0)
			t.den = INT64_C(1) << (k / 2);
		CU_ASSERT_EQUAL(random_seed(t), seed_by_definition(t));
	}
}

static CU_TestInfo tests[] = {
    {"matches the values that Tidal gives", known_values},
    {"repeats after 300 cycles", period},
    {"seeds are exact for any time", exact_seeds},
    CU_TEST_INFO_NULL,
};

const struct suite suite_random = {"base/random", tests};
