/* A delay line: a ring whose length is a power of two, and taps that stand
 * between its frames. A tap reads six frames (Lagrange, fifth order): exact at
 * whole frames, never louder than what it reads, to 1e-3 of a frame below a
 * quarter of the rate. */
#ifndef DSP_LINE_H
#define DSP_LINE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "dsp/approx.h"
#include "dsp/ugen.h"
#include "dsp/wide.h"

enum {
	LINE_POINTS = 6,
	LINE_LEAST = 3, /* frames: the shortest delay a tap can have */
};

struct line {
	float *at;
	uint32_t mask;
	uint32_t now; /* where the current frame goes (not masked) */
};

struct tap {
	uint32_t newest; /* the delay of the newest frame it reads */
	float w[LINE_POINTS];
};

/* The floats of a line for delays of up to so many frames. */
static inline size_t line_floats(double frames)
{
	size_t n = 64;

	while ((double)n < frames + UGEN_RUN + LINE_POINTS)
		n *= 2;
	return n;
}

/* A delay of so many frames (double: to 0.01 frame however long), clamped to
 * what the line holds. */
RT static inline struct tap line_tap(const struct line *l, double frames)
{
	double most = (double)l->mask - LINE_POINTS;
	struct tap t;
	uint32_t whole;
	float x, a, b, c, d, e, f;

	frames = frames > LINE_LEAST ? frames : LINE_LEAST;
	frames = frames < most ? frames : most;
	whole = (uint32_t)(int32_t)frames;
	x = (float)(frames - (double)whole);
	a = x + 2, b = x + 1, c = x, d = x - 1, e = x - 2, f = x - 3;
	t.newest = whole - 2;
	t.w[0] = b * c * (d * e) * f * (-1.0f / 120);
	t.w[1] = a * c * (d * e) * f * (1.0f / 24);
	t.w[2] = a * b * (d * e) * f * (-1.0f / 12);
	t.w[3] = a * b * (c * e) * f * (1.0f / 12);
	t.w[4] = a * b * (c * d) * f * (-1.0f / 24);
	t.w[5] = a * b * (c * d) * e * (1.0f / 120);
	return t;
}

/* What the tap reads at the current frame. */
RT static inline float line_read(const struct line *l, const struct tap *t)
{
	const float *at = l->at;
	uint32_t k = l->now - t->newest, m = l->mask;
	const float *w = t->w;

	return w[0] * at[k & m] + w[1] * at[(k - 1) & m] +
	       w[2] * at[(k - 2) & m] + w[3] * at[(k - 3) & m] +
	       w[4] * at[(k - 4) & m] + w[5] * at[(k - 5) & m];
}

/* n frames from `delay` frames ago on (delay >= n: before any is written). */
RT static inline void line_copy(const struct line *l, uint32_t delay, int n,
				float *to)
{
	uint32_t from = (l->now - delay) & l->mask, k = l->mask + 1 - from;

	k = k < (uint32_t)n ? k : (uint32_t)n;
	memcpy(to, l->at + from, k * sizeof(float));
	memcpy(to + k, l->at, ((uint32_t)n - k) * sizeof(float));
}

/* What the tap reads in the next n frames; t->newest >= n. */
RT static inline void line_read_block(const struct line *l, const struct tap *t,
				      int n, float *to)
{
	float x[UGEN_RUN + LINE_POINTS];
	const float *w = t->w;

	line_copy(l, t->newest + LINE_POINTS - 1, n + LINE_POINTS - 1, x);
	for (int i = 0; i < n; i++)
		to[i] = w[0] * x[i + 5] + w[1] * x[i + 4] + w[2] * x[i + 3] +
			w[3] * x[i + 2] + w[4] * x[i + 1] + w[5] * x[i];
}

/* The taps of a run, one a frame. */
struct line_taps {
	float weight[LINE_POINTS][UGEN_RUN];
	int32_t newest[UGEN_RUN];
};

/* Of delay[i] frames (each read up to UGEN_RUN, finite or not), as line_tap()
 * but with the delay as a float. */
RT static WIDE_PART void line_weigh(const struct line *l, const float *delay,
				    struct line_taps *t)
{
	float most = (float)(int32_t)(l->mask - LINE_POINTS);

	for (int i = 0; i < UGEN_RUN; i++) {
		float frames = delay[i], x, a, b, c, d, e, f;

		frames = frames > LINE_LEAST ? frames : LINE_LEAST;
		frames = frames < most ? frames : most;
		t->newest[i] = (int32_t)frames - 2;
		x = frames - (float)(t->newest[i] + 2);
		a = x + 2, b = x + 1, c = x, d = x - 1, e = x - 2, f = x - 3;
		t->weight[0][i] = b * c * (d * e) * f * (-1.0f / 120);
		t->weight[1][i] = a * c * (d * e) * f * (1.0f / 24);
		t->weight[2][i] = a * b * (d * e) * f * (-1.0f / 12);
		t->weight[3][i] = a * b * (c * e) * f * (1.0f / 12);
		t->weight[4][i] = a * b * (c * d) * f * (-1.0f / 24);
		t->weight[5][i] = a * b * (c * d) * e * (1.0f / 120);
	}
}

/* What tap i reads whose newest frame stands at k. */
RT static WIDE_PART float line_read_tap(const struct line *l,
					const struct line_taps *t, int i,
					uint32_t k)
{
	const float *at = l->at;
	uint32_t m = l->mask;

	if ((k & m) >= LINE_POINTS - 1) {
		at += k & m;
		return t->weight[0][i] * at[0] + t->weight[1][i] * at[-1] +
		       t->weight[2][i] * at[-2] + t->weight[3][i] * at[-3] +
		       t->weight[4][i] * at[-4] + t->weight[5][i] * at[-5];
	}
	return t->weight[0][i] * at[k & m] + t->weight[1][i] * at[(k - 1) & m] +
	       t->weight[2][i] * at[(k - 2) & m] +
	       t->weight[3][i] * at[(k - 3) & m] +
	       t->weight[4][i] * at[(k - 4) & m] +
	       t->weight[5][i] * at[(k - 5) & m];
}

/* What such taps read at the frames from l->now on: none reads what is not
 * written yet. */
RT static WIDE_PART void line_read_swaying(const struct line *l,
					   const float *delay, int n, float *to)
{
	struct line_taps t;

	line_weigh(l, delay, &t);
	for (int i = 0; i < n; i++)
		to[i] = line_read_tap(l, &t, i,
				      l->now + (uint32_t)(i - t.newest[i]));
}

RT static inline void line_write(struct line *l, float x)
{
	l->at[l->now++ & l->mask] = x;
}

RT static inline void line_write_block(struct line *l, const float *x, int n)
{
	uint32_t to = l->now & l->mask, k = l->mask + 1 - to;

	k = k < (uint32_t)n ? k : (uint32_t)n;
	memcpy(l->at + to, x, k * sizeof(float));
	memcpy(l->at, x + k, ((uint32_t)n - k) * sizeof(float));
	l->now += (uint32_t)n;
}

#endif
