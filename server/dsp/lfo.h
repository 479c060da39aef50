/* Slow movement inside effects: a phase of 32 bits, and values that glide to
 * where they are set. */
#ifndef DSP_LFO_H
#define DSP_LFO_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include "dsp/approx.h"

#define LFO_QUARTER 0x40000000u

static inline float clampf(float x, float least, float most)
{
	x = x > least ? x : least;
	return x < most ? x : most;
}

/* The step of the phase at hz, 0 to half the rate. */
RT static inline uint32_t lfo_step(float hz, float rate_hz)
{
	float share = clampf(hz / rate_hz, 0, 0.49f);

	return (uint32_t)(int64_t)((double)share * 0x1p32);
}

/* sin(2 pi phase). Error under 1e-7. */
RT static inline float lfo_sine(uint32_t phase)
{
	float x = (float)(int32_t)phase * 0x1p-30f;

	return approx_sin_quarter(fabsf(x) > 1 ? copysignf(2, x) - x : x);
}

/* A value that moves to where it is set within some 20 ms, and begins there. */
struct glide {
	float at;
	bool begun;
};

RT static inline float glide_to(struct glide *g, float to, float rate_hz)
{
	g->at = g->begun ? g->at + (to - g->at) * (100 / rate_hz) : to;
	g->begun = true;
	return g->at;
}

/* The same for n frames to the targets to[]. */
RT static inline void glide_fill(struct glide *g, const float *to, int n,
				 float rate_hz, float *out)
{
	for (int i = 0; i < n; i++)
		out[i] = glide_to(g, to[i], rate_hz);
}

/* The same for n frames to one target: it costs nothing once it is there. */
RT static inline void glide_hold(struct glide *g, float to, int n,
				 float rate_hz, float *out)
{
	float first = glide_to(g, to, rate_hz), next;

	next = first + (to - first) * (100 / rate_hz);
	out[0] = first;
	for (int i = 1; i < n; i++)
		out[i] = next == first ? first : glide_to(g, to, rate_hz);
}

/* tanh(x). Error under 1e-6. */
RT static inline float approx_tanh(float x)
{
	float e = approx_exp2(clampf(x, -15, 15) * 2.88539008f);

	return (e - 1) / (e + 1);
}

#endif
