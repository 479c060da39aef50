/* The phase of an oscillator: 64 bits wide, 2^64 is a cycle, and it wraps by
 * itself: exact to a billionth of a hertz, at any frequency, for ever. */
#ifndef DSP_PHASE_H
#define DSP_PHASE_H

#include <math.h>
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
	return (uint64_t)(int64_t)step;
}

/* A fraction of a cycle as a phase. */
RT static inline uint64_t phase_of(float cycles)
{
	float part = cycles - floorf(cycles);

	return (uint64_t)(part * 0x1p32f) << 32;
}

/* An angle in radians as a phase; up to some thousand cycles. */
RT static inline uint64_t phase_of_angle(float radians)
{
	return (uint64_t)(int64_t)(radians *
				   (float)(0x1p40 / 6.283185307179586))
	       << 24;
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

/* sin(2 pi phase) from its upper 32 bits. */
RT static inline float phase_sine32(uint32_t phase)
{
	float x = (float)(int32_t)phase * 0x1p-30f; /* -2..2 */

	/* A triangle with the sine's zeros and peaks. */
	return phase_quarter(fabsf(x) > 1 ? copysignf(2, x) - x : x);
}

RT static inline float phase_sine(uint64_t phase)
{
	return phase_sine32((uint32_t)(phase >> 32));
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
