/* Exact time: num/den in lowest terms, den > 0. Where a result does not fit in
 * 64 bits it is the nearest value that does: never undefined, never wild. */
#ifndef BASE_RATIONAL_H
#define BASE_RATIONAL_H

#include <stdbool.h>
#include <stdint.h>

struct rat {
	int64_t num, den;
};

#define RAT(n, d) ((struct rat){(n), (d)})
#define RAT_ZERO ((struct rat){0, 1})
#define RAT_ONE ((struct rat){1, 1})

/* The parts of the operations that are not worth inlining: results of
 * 128-bit intermediates, reduced and rounded. */
struct rat rat_reduce128(__int128 num, __int128 den);
struct rat rat_add_slow(struct rat a, struct rat b);
struct rat rat_mul_slow(struct rat a, struct rat b);

/* num/den in lowest terms; den 0 gives 0/1. */
struct rat rat_make(int64_t num, int64_t den);
/* The nearest rational of a double: exact where it fits. NaN gives 0. */
struct rat rat_from_double(double x);
double rat_to_double(struct rat a);
/* The simplest rational within 1e-6 of x, as a person would write it. */
struct rat rat_simplest(double x);

/* The greatest common divisor; 0 of 0 and 0, x of x and 0. Of two times
 * INT64_MIN it wraps. */
int64_t rat_gcd(int64_t a, int64_t b);

static inline struct rat rat_int(int64_t n)
{
	return (struct rat){n, 1};
}

static inline struct rat rat_neg(struct rat a)
{
	return (struct rat){a.num == INT64_MIN ? INT64_MAX : -a.num, a.den};
}

static inline struct rat rat_add(struct rat a, struct rat b)
{
	int64_t n;

	/* A whole number changes no denominator. */
	if (b.den == 1 && !__builtin_mul_overflow(b.num, a.den, &n) &&
	    !__builtin_add_overflow(a.num, n, &n))
		return (struct rat){n, a.den};
	if (a.den == 1 && !__builtin_mul_overflow(a.num, b.den, &n) &&
	    !__builtin_add_overflow(b.num, n, &n))
		return (struct rat){n, b.den};
	return rat_add_slow(a, b);
}

static inline struct rat rat_sub(struct rat a, struct rat b)
{
	return rat_add(a, rat_neg(b));
}

static inline struct rat rat_mul(struct rat a, struct rat b)
{
	int64_t n;

	if (a.den == 1 && b.den == 1 &&
	    !__builtin_mul_overflow(a.num, b.num, &n))
		return (struct rat){n, 1};
	return rat_mul_slow(a, b);
}

/* 1/a; of 0 it is 0: callers say what division by zero means to them. */
static inline struct rat rat_inv(struct rat a)
{
	if (a.num > 0)
		return (struct rat){a.den, a.num};
	if (a.num == 0)
		return RAT_ZERO;
	return (struct rat){-a.den, a.num == INT64_MIN ? INT64_MAX : -a.num};
}

static inline struct rat rat_div(struct rat a, struct rat b)
{
	return rat_mul(a, rat_inv(b));
}

/* -1, 0 or 1. */
static inline int rat_cmp(struct rat a, struct rat b)
{
	__int128 x, y;

	if (a.den == b.den)
		return (a.num > b.num) - (a.num < b.num);
	x = (__int128)a.num * b.den;
	y = (__int128)b.num * a.den;
	return (x > y) - (x < y);
}

static inline bool rat_eq(struct rat a, struct rat b)
{
	return a.num == b.num && a.den == b.den;
}

static inline bool rat_lt(struct rat a, struct rat b)
{
	return rat_cmp(a, b) < 0;
}

static inline bool rat_le(struct rat a, struct rat b)
{
	return rat_cmp(a, b) <= 0;
}

static inline struct rat rat_min(struct rat a, struct rat b)
{
	return rat_cmp(b, a) < 0 ? b : a;
}

static inline struct rat rat_max(struct rat a, struct rat b)
{
	return rat_cmp(b, a) > 0 ? b : a;
}

/* The largest integer not above a, and the smallest not below. */
static inline int64_t rat_floor(struct rat a)
{
	int64_t q;

	/* Denominators of music are mostly powers of two: no division. */
	if ((a.den & (a.den - 1)) == 0)
		return a.num >> __builtin_ctzll((uint64_t)a.den);
	q = a.num / a.den;
	return a.num % a.den < 0 ? q - 1 : q;
}

static inline int64_t rat_ceil(struct rat a)
{
	int64_t f = rat_floor(a);

	return a.den == 1 || f == INT64_MAX ? f : f + 1;
}

/* The start of a's cycle (Tidal's sam) and of the next one. */
static inline struct rat rat_sam(struct rat a)
{
	return rat_int(rat_floor(a));
}

static inline struct rat rat_next_sam(struct rat a)
{
	int64_t f = rat_floor(a);

	return rat_int(f == INT64_MAX ? f : f + 1);
}

/* a minus its sam, in [0, 1). */
static inline struct rat rat_frac(struct rat a)
{
	if (a.den == 1)
		return RAT_ZERO;
	if ((a.den & (a.den - 1)) == 0)
		return (struct rat){a.num & (a.den - 1), a.den};
	a.num %= a.den;
	if (a.num < 0)
		a.num += a.den;
	return a;
}

/* a - b * floor(a / b); b 0 gives a. */
struct rat rat_mod(struct rat a, struct rat b);

#endif
