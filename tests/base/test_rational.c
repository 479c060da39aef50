#include "base/rational.h"
#include "tests/support/suite.h"

#include <math.h>

static uint64_t state = 88172645463325252u;

static int64_t any(int bits)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (int64_t)state >> (64 - bits);
}

static void laws(void)
{
	for (int i = 0; i < 20000; i++) {
		int bits = 3 + i % 20;
		struct rat a = rat_make(any(bits), any(bits) | 1);
		struct rat b = rat_make(any(bits), any(bits) | 1);

		CU_ASSERT(a.den > 0 && b.den > 0);
		CU_ASSERT(rat_eq(rat_sub(rat_add(a, b), b), a));
		CU_ASSERT(rat_eq(rat_add(a, b), rat_add(b, a)));
		if (b.num)
			CU_ASSERT(rat_eq(rat_mul(rat_div(a, b), b), a));
		CU_ASSERT_EQUAL(rat_cmp(a, b), -rat_cmp(b, a));
		CU_ASSERT_DOUBLE_EQUAL(rat_to_double(rat_mul(a, b)),
				       rat_to_double(a) * rat_to_double(b),
				       1e-9 * fabs(rat_to_double(a)) *
					       fabs(rat_to_double(b)) +
					   1e-300);
		CU_ASSERT(rat_le(rat_sam(a), a) && rat_lt(a, rat_next_sam(a)));
		CU_ASSERT(rat_eq(rat_add(rat_sam(a), rat_frac(a)), a));
	}
}

static void beyond(void)
{
	struct rat big = rat_make(INT64_MAX, 3), r;

	r = rat_mul(big, big);
	CU_ASSERT(r.num == INT64_MAX && r.den == 1);
	r = rat_add(rat_make(1, INT64_MAX), rat_make(1, INT64_MAX - 1));
	CU_ASSERT(r.num > 0 && r.den > 0);
	CU_ASSERT_DOUBLE_EQUAL(rat_to_double(r) * 0x1p62, 1, 1e-6);
	r = rat_add(rat_make(1000000, 1), rat_make(1, 3));
	CU_ASSERT(rat_eq(r, rat_make(3000001, 3)));
	for (int i = 0; i < 20000; i++) {
		struct rat a = rat_make(any(63), any(62) | 1);
		struct rat b = rat_make(any(63), any(62) | 1);
		double want = rat_to_double(a) + rat_to_double(b);

		r = rat_add(a, b);
		CU_ASSERT(r.den > 0);
		if (fabs(want) < 1e18)
			CU_ASSERT_DOUBLE_EQUAL(rat_to_double(r), want,
					       1e-9 * fabs(want) + 1e-9);
	}
}

static void doubles(void)
{
	CU_ASSERT(rat_eq(rat_from_double(0.25), rat_make(1, 4)));
	CU_ASSERT(rat_eq(rat_from_double(-3), rat_int(-3)));
	CU_ASSERT(rat_eq(rat_from_double(1e300), rat_int(INT64_MAX)));
	CU_ASSERT_EQUAL(rat_to_double(rat_from_double(0.1)), 0.1);
	CU_ASSERT(rat_eq(rat_from_double(NAN), RAT_ZERO));
	CU_ASSERT(rat_eq(rat_simplest(1 / 3.0), rat_make(1, 3)));
	CU_ASSERT(rat_eq(rat_simplest(-0.125), rat_make(-1, 8)));
}

static void divisors(void)
{
	CU_ASSERT_EQUAL(rat_gcd(12, 18), 6);
	CU_ASSERT_EQUAL(rat_gcd(-12, 18), 6);
	CU_ASSERT_EQUAL(rat_gcd(12, -18), 6);
	CU_ASSERT_EQUAL(rat_gcd(0, 7), 7);
	CU_ASSERT_EQUAL(rat_gcd(7, 0), 7);
	CU_ASSERT_EQUAL(rat_gcd(0, 0), 0);
	CU_ASSERT_EQUAL(rat_gcd(INT64_MAX, INT64_MAX - 1), 1);
	CU_ASSERT_EQUAL(rat_gcd(INT64_MIN, 6), 2);
}

static CU_TestInfo tests[] = {
    {"arithmetic obeys the laws of fractions", laws},
    {"a result beyond 64 bits is the nearest that fits", beyond},
    {"doubles become the fraction they are", doubles},
    {"the greatest common divisor is that of the magnitudes", divisors},
    CU_TEST_INFO_NULL,
};

const struct suite suite_rational = {"base/rational", tests};
