/* What follows a level: smoothing by one pole, up and down at two speeds. */
#ifndef DSP_FOLLOW_H
#define DSP_FOLLOW_H

#include "dsp/approx.h"
#include "dsp/ugen_family.h"

/* What is left after a frame of a difference that falls to 1 / e in `time`. */
RT static inline float follow_keep(float time, float rate_hz)
{
	float frames = time * rate_hz;

	return frames > 0.05f ? approx_exp(-1 / frames) : 0;
}

/* The same for frames [0, n) of input `at`: how many of keep[] differ (1 or
 * n). */
RT static inline int follow_fill(const struct ugen *u, int at, int n,
				 float *keep)
{
	int many = signal_constant(u->in[at]) ? 1 : n;

	for (int i = 0; i < many; i++)
		keep[i] = follow_keep(u->in[at].at[i], u->rate_hz);
	for (int i = many; i < n; i++)
		keep[i] = keep[0];
	return many;
}

#endif
