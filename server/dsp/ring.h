/* Delays of a whole number of frames, read and written in pieces that are
 * shorter than they are. */
#ifndef DSP_RING_H
#define DSP_RING_H

#include <stdint.h>
#include <string.h>
#include "rt/rt.h"

struct ring {
	uint32_t first; /* where it begins in the unit's memory, floats */
	uint32_t len;	/* its delay */
	uint32_t now;	/* 0..len - 1: the oldest frame, where the next goes */
};

/* n <= len frames from place `from` on. */
RT static inline void ring_copy(const struct ring *r, const float *memory,
				uint32_t from, uint32_t n, float *to)
{
	const float *at = memory + r->first;
	uint32_t k = r->len - from;

	if (k >= n) {
		memcpy(to, at + from, n * sizeof(float));
		return;
	}
	memcpy(to, at + from, k * sizeof(float));
	memcpy(to + k, at, (n - k) * sizeof(float));
}

/* The next n frames that come out: of r->len frames ago. */
RT static inline void ring_get(const struct ring *r, const float *memory, int n,
			       float *to)
{
	ring_copy(r, memory, r->now, (uint32_t)n, to);
}

/* n frames of `ago` frames ago, n <= ago <= len, before they are written. */
RT static inline void ring_tap(const struct ring *r, const float *memory,
			       uint32_t ago, int n, float *to)
{
	uint32_t from = r->now + r->len - ago;

	ring_copy(r, memory, from < r->len ? from : from - r->len, (uint32_t)n,
		  to);
}

RT static inline void ring_put(struct ring *r, float *memory, const float *x,
			       int n)
{
	float *at = memory + r->first;
	uint32_t k = r->len - r->now;

	if (k > (uint32_t)n) {
		memcpy(at + r->now, x, (uint32_t)n * sizeof(float));
		r->now += (uint32_t)n;
		return;
	}
	memcpy(at + r->now, x, k * sizeof(float));
	memcpy(at, x + k, ((uint32_t)n - k) * sizeof(float));
	r->now = (uint32_t)n - k;
}

/* An allpass around the ring: x becomes its output. `loss` is what its delay
 * leaves of what goes through it. */
RT static inline void ring_allpass(struct ring *r, float *memory, float g,
				   float loss, float *x, int n)
{
	float y[UGEN_RUN], w[UGEN_RUN];

	ring_get(r, memory, n, y);
	for (int i = 0; i < n; i++) {
		float late = y[i] * loss;

		w[i] = x[i] + g * late;
		x[i] = late - g * w[i];
	}
	ring_put(r, memory, w, n);
}

#endif
