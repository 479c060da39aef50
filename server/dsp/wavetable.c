#include "dsp/wavetable.h"

struct wavetable wavetables[WAVEFORMS][WAVETABLE_BUCKETS];

/* Which bucket of frequencies a step belongs to: its leading bit, and the two
 * after it. Bucket 0 holds all low ones, the last those near half the rate. */
RT static int bucket_of(uint64_t step)
{
	int top, octave;

	if (step < (UINT64_C(1) << (63 - WAVETABLE_OCTAVES)))
		return 0;
	if (step >> 63)
		return WAVETABLE_BUCKETS - 1;
	top = 63 - __builtin_clzll(step);
	octave = top - (63 - WAVETABLE_OCTAVES);
	return octave * WAVETABLE_STEPS + (int)((step >> (top - 2)) & (WAVETABLE_STEPS - 1));
}

RT const struct wavetable *wavetable_for(enum waveform w, int64_t inc)
{
	uint64_t step = inc < 0 ? -(uint64_t)inc : (uint64_t)inc;

	return &wavetables[w][bucket_of(step)];
}
