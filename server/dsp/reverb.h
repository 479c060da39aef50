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
