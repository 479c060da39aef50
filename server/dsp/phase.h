/* The phase of an oscillator: 64 bits wide, 2^64 is a cycle, and it wraps by
 * itself: exact to a billionth of a hertz, at any frequency, for ever. Steps
 * leave its lower 16 bits alone, so that vectors of 32 bits can reckon with it.
 */
#ifndef DSP_PHASE_H
#define DSP_PHASE_H

#include <math.h>
#include <string.h>
#include "dsp/approx.h"
#include "dsp/ugen.h"

/* What a phase moves by in a frame for 1 Hz. */
RT static inline double phase_per_hz(float rate_hz)
{
	return 0x1p64 / (double)rate_hz;
}

/* The step of the phase for a frequency. Beyond half the rate there is nothing
 * to hear, and nothing to fold back. */
RT static inline uint64_t phase_step(float hz, double per_hz)
{
	double step = (double)hz * per_hz;

	step = step < 0x1p63 - 1024 ? step : 0x1p63 - 1024;
	step = step > -0x1p63 + 1024 ? step : -0x1p63 + 1024;
	return (uint64_t)(int64_t)step & ~UINT64_C(0xffff);
}

/* An angle as a phase of 32 bits; |radians| under a million. */
RT static inline uint32_t phase_of_angle(float radians)
{
	float turns = radians * 0.15915494309f;

	turns -= approx_round(turns);
	return (uint32_t)(int32_t)(turns * 0x1p31f) * 2u;
}

/* sin of x quarter turns, -1 <= x <= 1: a Chebyshev polynomial, error 1e-7. */
RT static inline float phase_quarter(float x)
{
	float y = x * x;

	return x * (1.57079631847f +
		    y * (-0.64596371106f +
			 y * (0.07968967928f +
			      y * (-0.00467376557f + y * 0.00015148419f))));
}

/* sin(2 pi phase) from its upper 32 bits. The second and the third quarter are
 * folded back upon the first and the fourth: in integers, which the compiler
 * makes vectors of. */
RT static inline float phase_sine32(uint32_t phase)
{
	uint32_t fold = (uint32_t)((int32_t)(phase ^ phase << 1) >> 31);

	phase ^= fold & 0x7fffffffu;
	return phase_quarter((float)(int32_t)phase * 0x1p-30f);
}

RT static inline float phase_sine(uint64_t phase)
{
	return phase_sine32((uint32_t)(phase >> 32));
}

typedef uint32_t phase_lanes __attribute__((vector_size(16)));

/* The upper halves of the phases of the next n frames into at[UGEN_RUN]. At a
 * constant frequency the lower halves' 16 bits are summed apart: their carry is
 * exact. */
RT static inline void phase_fill32(uint64_t *phase, struct signal hz,
				   double per_hz, int n, uint32_t *at)
{
	uint64_t now = *phase, step;
	phase_lanes high, low, high_step, low_step;

	if (!signal_constant(hz)) {
		for (int i = 0; i < n; i++) {
			at[i] = (uint32_t)(now >> 32);
			now += phase_step(hz.at[i], per_hz);
		}
		for (int i = n; i < UGEN_RUN; i++)
			at[i] = 0;
		*phase = now;
		return;
	}
	step = phase_step(signal_first(hz), per_hz);
	for (int j = 0; j < 4; j++) {
		uint64_t lane = now + step * (uint64_t)j;

		high[j] = (uint32_t)(lane >> 32);
		low[j] = (uint32_t)(lane >> 16) & 0xffff;
		high_step[j] = (uint32_t)((4 * step) >> 32);
		low_step[j] = (uint32_t)((4 * step) >> 16) & 0xffff;
	}
	for (int i = 0; i < UGEN_RUN; i += 4) {
		phase_lanes x = high + (low >> 16);

		memcpy(at + i, &x, sizeof(x));
		high += high_step;
		low += low_step;
	}
	*phase = now + step * (uint64_t)n;
}

/* The phases of the next n frames into at[UGEN_RUN]. */
RT static inline void phase_fill(uint64_t *phase, struct signal hz,
				 double per_hz, int n, uint64_t *at)
{
	uint64_t now = *phase, lane[4], step;

	if (!signal_constant(hz)) {
		for (int i = 0; i < n; i++) {
			at[i] = now;
			now += phase_step(hz.at[i], per_hz);
		}
		*phase = now;
		return;
	}
	step = phase_step(signal_first(hz), per_hz);
	for (int j = 0; j < 4; j++)
		lane[j] = now + step * (uint64_t)j;
	for (int i = 0; i < UGEN_RUN; i += 4)
		for (int j = 0; j < 4; j++) {
			at[i + j] = lane[j];
			lane[j] += 4 * step;
		}
	*phase = now + step * (uint64_t)n;
}

#endif
