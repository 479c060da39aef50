/* Waveforms whose pitch moves from frame to frame. */
#ifndef DSP_GLIDE_H
#define DSP_GLIDE_H

#include "dsp/phase.h"
#include "dsp/wavetable.h"

/* n frames of a waveform into out[UGEN_RUN], by the frequency of each. Mostly
 * one table serves them all, and then the look-up is that of a pitch that
 * stands; either way gives the same samples. */
RT static inline void glide_fill(enum waveform w, uint64_t *phase,
				 const float *hz, double per_hz, int n,
				 float *out)
{
	uint64_t now = *phase, step[UGEN_RUN], least = UINT64_MAX, most = 0;
	uint32_t at[UGEN_RUN];
	const struct wavetable *t;

	for (int i = 0; i < n; i++) {
		uint64_t size;

		step[i] = phase_step(hz[i], per_hz);
		size = step[i] >> 63 ? -step[i] : step[i];
		least = size < least ? size : least;
		most = size > most ? size : most;
		at[i] = (uint32_t)(now >> 32);
		now += step[i];
	}
	for (int i = n; i < UGEN_RUN; i++)
		at[i] = 0;
	t = wavetable_for(w, least);
	if (t == wavetable_for(w, most)) {
		wavetable_fill(t, at, n, out);
	} else {
		now = *phase;
		for (int i = 0; i < n; i++) {
			out[i] = wavetable_at(wavetable_for(w, step[i]), now);
			now += step[i];
		}
	}
	*phase = now;
}

#endif
