/* What reverbs share. Their settings are heard every TICK frames, counted by
 * the unit: coefficients never depend on how frames are cut into runs. */
#ifndef DSP_REVERB_H
#define DSP_REVERB_H

#include "dsp/lfo.h"
#include "dsp/line.h"
#include "dsp/ring.h"
#include "dsp/ugen_family.h"

enum { TICK = UGEN_RUN };

/* Frames of a run up to the next tick, at most so many; *tick counts. Before
 * it: *tick == 0 is when settings are heard. */
RT static inline int until_tick(uint32_t *tick, int left)
{
	int n = TICK - (int)*tick;

	n = n < left ? n : left;
	*tick = (*tick + (uint32_t)n) % TICK;
	return n;
}

/* A setting that goes to its next value in a straight line over the tick. */
struct slide {
	float from, step, to;
};

/* At a tick; the first one at once. */
RT static inline void slide_set(struct slide *s, float to, bool begun)
{
	s->from = begun ? s->to : to;
	s->to = to;
	s->step = (to - s->from) * (1.0f / TICK);
}

/* At a tick that sets nothing new. */
RT static inline void slide_rest(struct slide *s, int n)
{
	for (int i = 0; i < n; i++)
		slide_set(&s[i], s[i].to, true);
}

/* So many frames after the tick. */
RT static inline float slide_at(const struct slide *s, float t)
{
	return s->from + s->step * t;
}

/* An allpass around the ring, the first of its n frames t frames after the
 * tick: x becomes its output. `loss` is what its delay leaves of what goes
 * through it. */
RT static inline void slide_allpass(struct ring *r, float *memory,
				    const struct slide *g,
				    const struct slide *loss, float t, float *x,
				    int n)
{
	float y[UGEN_RUN], w[UGEN_RUN];

	ring_get(r, memory, n, y);
	for (int i = 0; i < n; i++) {
		float now = t + (float)i, turn = slide_at(g, now);
		float late = y[i] * slide_at(loss, now);

		w[i] = x[i] + turn * late;
		x[i] = late - turn * w[i];
	}
	ring_put(r, memory, w, n);
}

/* So many frames at base_hz, at this rate; no ring is shorter than a part. */
RT static inline uint32_t scaled(double frames, double rate_hz, double base_hz)
{
	uint32_t n = (uint32_t)(int32_t)(frames * rate_hz / base_hz + 0.5);

	return n > TICK ? n : TICK;
}

/* What is left after so many frames when 60 dB are gone after rt60 s, is
 * 2^(loss_of() * frames). */
RT static inline float loss_of(float rt60, float rate_hz)
{
	return -9.96578428f / (rt60 * rate_hz);
}

/* A frequency as the pole of a one-pole lowpass. */
RT static inline float pole_of(float hz, float rate_hz)
{
	return approx_exp(-6.2831853f * lesser(hz / rate_hz, 0.5f));
}

RT static inline float unit_at(const struct ugen *u, int i, int f)
{
	return clampf(ugen_in(u, i, f), 0, 1);
}

#endif
