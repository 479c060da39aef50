#include "base/random.h"

#include <math.h>

int64_t random_xorwise(int64_t x)
{
	uint64_t a = (uint64_t)x ^ ((uint64_t)x << 13);
	uint64_t b = a ^ (uint64_t)((int64_t)a >> 17);

	return (int64_t)(b ^ (b << 5));
}

int64_t random_seed(struct rat time)
{
	/* frac and trunc towards zero of time / 300; nearly always the
	 * products fit in 64 bits, whose division is far quicker */
	if (time.den < (1 << 24)) {
		int64_t small = time.den * 300;

		return random_xorwise(time.num % small * (1 << 29) / small);
	}
	__int128 den = (__int128)time.den * 300;
	__int128 frac = time.num % den;

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
