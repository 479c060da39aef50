#include "base/random.h"

#include <math.h>

int64_t random_xorwise(int64_t x)
{
	uint64_t a = (uint64_t)x ^ ((uint64_t)x << 13);
	uint64_t b = a ^ (uint64_t)((int64_t)a >> 17);

	return (int64_t)(b ^ (b << 5));
}

/* The same for den = 2^k, without a division by what is not a constant. */
static int64_t seed_of_binary(int64_t num, int k)
{
	uint64_t m = num < 0 ? -(uint64_t)num : (uint64_t)num;
	uint64_t frac = (m >> k) % 300 << k | (m & ((UINT64_C(1) << k) - 1));
	int64_t part = (int64_t)((frac << (29 - k)) / 300);

	return random_xorwise(num < 0 ? -part : part);
}

/* frac and trunc, towards zero, of time / 300 in 2^29 parts. */
int64_t random_seed(struct rat time)
{
	int k = __builtin_ctzll((uint64_t)time.den);
	__int128 den, frac;

	if (time.den >> k == 1 && k <= 29)
		return seed_of_binary(time.num, k);
	if (time.den < (1 << 24)) {
		int64_t small = time.den * 300;

		return random_xorwise(time.num % small * (1 << 29) / small);
	}
	den = (__int128)time.den * 300;
	frac = time.num % den;
	return random_xorwise((int64_t)(frac * (1 << 29) / den));
}

int64_t random_seed_double(double time)
{
	double x = time / 300;

	return random_xorwise((int64_t)((x - trunc(x)) * 0x1p29));
}

double random_of_seed(int64_t seed)
{
	return (double)(seed & ((1 << 29) - 1)) / 0x1p29;
}

double random_at(struct rat time)
{
	return time.num == 0 ? 0.5 : random_of_seed(random_seed(time));
}

double random_at_double(double time)
{
	return time == 0 ? 0.5 : random_of_seed(random_seed_double(time));
}

void random_many(double time, double *to, int n)
{
	int64_t seed = random_seed_double(time == 0 ? 9999999 : time);

	for (int i = 0; i < n; i++) {
		to[i] = random_of_seed(seed);
		seed = random_xorwise(seed);
	}
}
