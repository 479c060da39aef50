/* Four floats side by side, for recursions that run in parallel: four delays,
 * each with its own memory, go through their feedback in one vector. */
#ifndef DSP_LANES_H
#define DSP_LANES_H

#include <stdint.h>
#include <string.h>
#include "rt/rt.h"

typedef float lanes __attribute__((vector_size(16)));

enum { LANES_WIDE = 4 };

RT static inline lanes lanes_load(const float *at)
{
	lanes x;

	memcpy(&x, at, sizeof(x));
	return x;
}

/* Two floats from each of two places. */
RT static inline lanes lanes_pairs(const float *a, const float *b)
{
	typedef double two __attribute__((vector_size(16)));
	double first, second;

	memcpy(&first, a, sizeof(first));
	memcpy(&second, b, sizeof(second));
	return (lanes)(two){first, second};
}

RT static inline void lanes_store(float *at, lanes x)
{
	memcpy(at, &x, sizeof(x));
}

RT static inline lanes lanes_all(float x)
{
	return (lanes){x, x, x, x};
}

/* The greater of each two. */
RT static inline lanes lanes_max(lanes a, lanes b)
{
	typedef int32_t bits __attribute__((vector_size(16)));
	bits first = a > b;

	return (lanes)((first & (bits)a) | (~first & (bits)b));
}

/* Four rows of four become four columns. */
RT static inline void lanes_turn(lanes r[4])
{
	lanes a = __builtin_shufflevector(r[0], r[1], 0, 4, 1, 5);
	lanes b = __builtin_shufflevector(r[2], r[3], 0, 4, 1, 5);
	lanes c = __builtin_shufflevector(r[0], r[1], 2, 6, 3, 7);
	lanes d = __builtin_shufflevector(r[2], r[3], 2, 6, 3, 7);

	r[0] = __builtin_shufflevector(a, b, 0, 1, 4, 5);
	r[1] = __builtin_shufflevector(a, b, 2, 3, 6, 7);
	r[2] = __builtin_shufflevector(c, d, 0, 1, 4, 5);
	r[3] = __builtin_shufflevector(c, d, 2, 3, 6, 7);
}

#endif
