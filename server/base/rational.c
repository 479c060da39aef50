#include "base/rational.h"

#include <math.h>

typedef unsigned __int128 u128;

static uint64_t gcd64(uint64_t a, uint64_t b)
{
	int shift;

	if (!a || !b)
		return a | b;
	shift = __builtin_ctzll(a | b);
	a >>= __builtin_ctzll(a);
	do {
		uint64_t d;

		b >>= __builtin_ctzll(b);
		/* Without a jump: which one is larger can't be guessed. */
		d = a > b ? a - b : b - a;
		a = a > b ? b : a;
		b = d;
	} while (b);
	return a << shift;
}

static u128 gcd128(u128 a, u128 b)
{
	while (b >> 64) {
		u128 t = a % b;

		a = b;
		b = t;
	}
	if (!b)
		return a;
	return gcd64((uint64_t)b, (uint64_t)(a % b));
}

/* The last convergent or semi-convergent of n/d that fits in 63 bits: nearer
 * than any other fraction with a denominator no larger. */
static struct rat nearest(u128 n, u128 d)
{
	const u128 max = INT64_MAX;
	u128 p0 = 0, q0 = 1, p1 = 1, q1 = 0;

	if (n / d >= max)
		return (struct rat){INT64_MAX, 1};
	while (d) {
		u128 a = n / d, t = n % d, room;

		room = q1 ? (max - q0) / q1 : max;
		if (p1 && (max - p0) / p1 < room)
			room = (max - p0) / p1;
		if (a > room) {
			if (room * 2 > a) {
				p0 += room * p1;
				q0 += room * q1;
				return (struct rat){(int64_t)p0, (int64_t)q0};
			}
			break;
		}
		t = p0 + a * p1;
		p0 = p1;
		p1 = t;
		t = q0 + a * q1;
		q0 = q1;
		q1 = t;
		t = n % d;
		n = d;
		d = t;
	}
	return (struct rat){(int64_t)p1, (int64_t)q1};
}

struct rat rat_reduce128(__int128 num, __int128 den)
{
	bool neg = (num < 0) != (den < 0);
	u128 n = num < 0 ? -(u128)num : (u128)num;
	u128 d = den < 0 ? -(u128)den : (u128)den, g;
	struct rat r;

	if (!n || !d)
		return RAT_ZERO;
	g = gcd128(n, d);
	n /= g;
	d /= g;
	if (n > INT64_MAX || d > INT64_MAX)
		r = nearest(n, d);
	else
		r = (struct rat){(int64_t)n, (int64_t)d};
	return neg ? rat_neg(r) : r;
}

static uint64_t magnitude(int64_t x)
{
	return x < 0 ? -(uint64_t)x : (uint64_t)x;
}

int64_t rat_gcd(int64_t a, int64_t b)
{
	return (int64_t)gcd64(magnitude(a), magnitude(b));
}

/* Fractions whose products, and the sum of two of those, stay within 64 bits:
 * numerators of 32 bits with their sign, denominators of 31. */
static inline bool small(struct rat a, struct rat b)
{
	const uint64_t half = UINT64_C(1) << 31;
	uint64_t num = ((uint64_t)a.num + half) | ((uint64_t)b.num + half);

	return !(num >> 32 | (uint64_t)(a.den | b.den) >> 31);
}

static inline bool power_of_two(int64_t d)
{
	return (d & (d - 1)) == 0;
}

static inline int zeros(int64_t n)
{
	return __builtin_ctzll((uint64_t)n);
}

/* n/d in lowest terms; d > 0. */
static struct rat reduce(int64_t n, int64_t d)
{
	uint64_t g;

	if (n == 0)
		return RAT_ZERO;
	if (power_of_two(d)) {
		int k = zeros(n) < zeros(d) ? zeros(n) : zeros(d);

		return (struct rat){n >> k, d >> k};
	}
	g = gcd64(magnitude(n), (uint64_t)d);
	if (g == 1)
		return (struct rat){n, d};
	if (!((magnitude(n) | (uint64_t)d) >> 32)) {
		int64_t m = (uint32_t)magnitude(n) / (uint32_t)g;

		return (struct rat){n < 0 ? -m : m, (uint32_t)d / (uint32_t)g};
	}
	return (struct rat){n / (int64_t)g, d / (int64_t)g};
}

struct rat rat_make(int64_t num, int64_t den)
{
	if (den > 0 && num > INT64_MIN)
		return reduce(num, den);
	return rat_reduce128(num, den);
}

/* Two powers of two that differ: the numerator over the larger is odd, so the
 * sum is in lowest terms already. */
static inline struct rat add_powers(struct rat a, struct rat b)
{
	if (a.den < b.den)
		return (struct rat){
		    a.num * (1LL << (zeros(b.den) - zeros(a.den))) + b.num,
		    b.den};
	return (struct rat){
	    b.num * (1LL << (zeros(a.den) - zeros(b.den))) + a.num, a.den};
}

struct rat rat_add_slow(struct rat a, struct rat b)
{
	if (small(a, b)) {
		if (a.den == b.den)
			return reduce(a.num + b.num, a.den);
		if (power_of_two(a.den) && power_of_two(b.den))
			return add_powers(a, b);
		return reduce(a.num * b.den + b.num * a.den, a.den * b.den);
	}
	/* Two products of 63 bits and their sum fit in 127. */
	return rat_reduce128((__int128)a.num * b.den + (__int128)b.num * a.den,
			     (__int128)a.den * b.den);
}

struct rat rat_mul_slow(struct rat a, struct rat b)
{
	if (a.num == 0 || b.num == 0)
		return RAT_ZERO;
	if (small(a, b))
		return reduce(a.num * b.num, a.den * b.den);
	return rat_reduce128((__int128)a.num * b.num, (__int128)a.den * b.den);
}

struct rat rat_mod(struct rat a, struct rat b)
{
	if (b.num == 0)
		return a;
	return rat_sub(a, rat_mul(b, rat_int(rat_floor(rat_div(a, b)))));
}

struct rat rat_from_double(double x)
{
	int exp;
	double m;

	if (isnan(x))
		return RAT_ZERO;
	if (x >= 0x1p63)
		return rat_int(INT64_MAX);
	if (x <= -0x1p63)
		return rat_int(-INT64_MAX);
	m = frexp(x, &exp) * 0x1p53; /* x = m * 2^(exp - 53), m an integer */
	exp -= 53;
	if (exp >= 0)
		return rat_int((int64_t)x);
	if (exp < -120)
		return RAT_ZERO;
	return rat_reduce128((__int128)m, (__int128)1 << -exp);
}

double rat_to_double(struct rat a)
{
	return (double)a.num / (double)a.den;
}

struct rat rat_simplest(double x)
{
	double v = fabs(x), f = v;
	int64_t p0 = 0, q0 = 1, p1 = 1, q1 = 0;

	if (isnan(x) || v > 1e12)
		return rat_from_double(x);
	for (int i = 0; i < 32; i++) {
		int64_t a = (int64_t)floor(f), t;

		t = a * p1 + p0;
		p0 = p1;
		p1 = t;
		t = a * q1 + q0;
		q0 = q1;
		q1 = t;
		if (fabs((double)p1 / (double)q1 - v) < 1e-6)
			break;
		f = 1 / (f - floor(f));
	}
	return (struct rat){x < 0 ? -p1 : p1, q1};
}
