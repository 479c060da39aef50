/* How loud a piece of sound is, and whether it is sound at all. */
#ifndef DSP_LEVEL_H
#define DSP_LEVEL_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "rt/rt.h"

/* The largest magnitude of n samples as the bits of that float: they compare
 * as the floats do, and infinities and NaNs are above all numbers. */
RT static inline int32_t level_bits(const float *x, int n)
{
	int32_t most = 0;

	for (int i = 0; i < n; i++) {
		int32_t bits;

		memcpy(&bits, x + i, sizeof(bits));
		bits &= 0x7fffffff;
		most = bits > most ? bits : most;
	}
	return most;
}

RT static inline float level_of_bits(int32_t bits)
{
	float f;

	memcpy(&f, &bits, sizeof(f));
	return f;
}

/* Below 180 dB above full scale, which no NaN or infinity is. */
RT static inline bool level_sane(int32_t bits)
{
	return bits < 0x4e6e6b28; /* 1e9f */
}

/* Fade n frames to silence: the first of them is the `past`th of a straight
 * line of `frames`. */
RT static inline void level_fade(float *x, uint32_t n, uint32_t past,
				 uint32_t frames)
{
	for (uint32_t i = 0; i < n; i++, past++)
		x[i] *=
		    past < frames ? 1 - (float)(past + 1) / (float)frames : 0;
}

#endif
