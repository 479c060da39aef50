/* Band-limited waveforms: for each waveform a set of single-cycle tables with
 * fewer and fewer harmonics, so that no oscillator ever reaches beyond half the
 * rate. Shared by all oscillators, made once. */
#ifndef DSP_WAVETABLE_H
#define DSP_WAVETABLE_H

#include <stdint.h>
#include "base/status.h"
#include "dsp/lanes.h"
#include "rt/rt.h"

enum waveform {
	WAVE_SAW,
	WAVE_SQUARE,
	WAVE_TRI,
	WAVE_SOFT,  /* a saw whose harmonics fall as 1/k^2 */
	WAVE_ORGAN, /* drawbars: harmonics 1 2 3 4 6 8 */
	WAVEFORMS
};

/* One cycle in 2^bits points, and one more that repeats the first. */
struct wavetable {
	const float *points;
	uint32_t shift, mask; /* of the upper 32 bits of a phase */
	float scale;
};

enum {
	WAVETABLE_OCTAVES = 12,
	WAVETABLE_STEPS = 4, /* sets of tables an octave */
	WAVETABLE_BUCKETS = WAVETABLE_OCTAVES * WAVETABLE_STEPS,
};

/* Filled by wavetable_init(). */
extern struct wavetable wavetables[WAVEFORMS][WAVETABLE_BUCKETS];

/* Make the tables; again: nothing happens. ST_NOMEM. [control, before any
 * synth thread runs] */
enum status wavetable_init(void);

/* The richest table for a phase that steps by step (2^64 is a cycle; the sign
 * does not matter): by the step's leading bit, and the two after it. Bucket 0
 * holds all low ones, the last those near half the rate. */
RT static inline const struct wavetable *wavetable_for(enum waveform w,
						       uint64_t step)
{
	int top, bucket;

	step = step >> 63 ? -step : step;
	step |= UINT64_C(1) << (63 - WAVETABLE_OCTAVES);
	top = 63 - __builtin_clzll(step);
	bucket = (top - (63 - WAVETABLE_OCTAVES)) * WAVETABLE_STEPS +
		 (int)((step >> (top - 2)) & (WAVETABLE_STEPS - 1));
	return &wavetables[w][bucket < WAVETABLE_BUCKETS
				  ? bucket
				  : WAVETABLE_BUCKETS - 1];
}

/* The waveform at a phase, by linear interpolation: the tables are long enough
 * for it (error below -80 dB). */
RT static inline float wavetable_at(const struct wavetable *t, uint64_t phase)
{
	uint32_t p = (uint32_t)(phase >> 32);
	const float *at = t->points + (p >> t->shift);

	return at[0] +
	       (float)(int32_t)(p & t->mask) * t->scale * (at[1] - at[0]);
}

/* At the phases of a run (their upper 32 bits): what can be reckoned in vectors
 * apart from what is looked up. */
RT static inline void wavetable_fill(const struct wavetable *t,
				     const uint32_t *phase, int n, float *out)
{
	uint32_t place[BLOCK_FRAMES];
	float part[BLOCK_FRAMES];

	for (int i = 0; i < BLOCK_FRAMES; i++) {
		place[i] = phase[i] >> t->shift;
		part[i] = (float)(int32_t)(phase[i] & t->mask) * t->scale;
	}
	for (int i = 0; i < n; i += LANES_WIDE) {
		lanes x =
		    lanes_pairs(t->points + place[i], t->points + place[i + 1]);
		lanes y = lanes_pairs(t->points + place[i + 2],
				      t->points + place[i + 3]);
		lanes a = __builtin_shufflevector(x, y, 0, 2, 4, 6);
		lanes b = __builtin_shufflevector(x, y, 1, 3, 5, 7);

		lanes_store(out + i, a + lanes_load(part + i) * (b - a));
	}
}

/* The difference of two saws is a pulse, up for `width` (0..1) of the period;
 * it has no mean. */
RT static inline float wavetable_pulse(const struct wavetable *saw,
				       uint64_t phase, float width)
{
	width = width > 0 ? width : 0;
	width = width < 1 ? width : 1;
	return wavetable_at(saw, phase - ((uint64_t)(width * 0x1p32f) << 32)) -
	       wavetable_at(saw, phase);
}

#endif
