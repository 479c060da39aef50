/* A gain that goes to its target in a straight line, a frame at a time: what
 * it is at a frame depends on the frames that are left, not on how the block
 * was cut. */
#ifndef DSP_RAMP_H
#define DSP_RAMP_H

#include <stdint.h>
#include "rt/rt.h"

struct ramp {
	float target, step;
	uint32_t left; /* frames to the target */
};

RT static inline float ramp_value(const struct ramp *r)
{
	return r->target - r->step * (float)r->left;
}

/* frames 0: at once. */
RT static inline void ramp_to(struct ramp *r, float target, uint32_t frames)
{
	float from = ramp_value(r);

	r->target = target;
	r->left = frames;
	r->step = frames ? (target - from) / (float)frames : 0;
}

/* to[i] *= the gain of the next n frames. */
RT static inline void ramp_apply(struct ramp *r, float *to, uint32_t n)
{
	uint32_t m = r->left < n ? r->left : n, left = r->left;

	for (uint32_t i = 0; i < m; i++)
		to[i] *= r->target - r->step * (float)(left - i);
	r->left = left - m;
	if (r->target != 1)
		for (uint32_t i = m; i < n; i++)
			to[i] *= r->target;
}

#endif
