/* A strip: what the voices of one slot are summed into, its gain and balance.
 * Lives in the synth thread. */
#ifndef DSP_STRIP_H
#define DSP_STRIP_H

#include <stdbool.h>
#include "dsp/ramp.h"

enum { LEFT, RIGHT, CHANNELS };

struct strip {
	uint32_t generation; /* the one that may start voices */
	uint32_t voices;     /* sounding in it */
	uint64_t cleared;    /* voices that came before this don't start */
	bool live, was_live; /* now, before: hold sound */
	bool inner;	     /* heard by a graph only */
	uint32_t done;	     /* frames of now that have their gain already */
	struct ramp gain[CHANNELS];
	float now[CHANNELS][BLOCK_FRAMES];    /* the block in work */
	float before[CHANNELS][BLOCK_FRAMES]; /* the one before it */
};

RT void strip_init(struct strip *s);
/* A new block: what was now is before. */
RT void strip_begin(struct strip *s);
/* Where voices add the rest of the block, from frame `at` on. */
RT float *strip_left(struct strip *s, uint32_t at);
RT float *strip_right(struct strip *s, uint32_t at);
/* From frame `at` of the block on: gain >= 0, pan -1..1 (a balance), reached
 * after `frames`; at once where nothing sounds. */
RT void strip_set(struct strip *s, uint32_t at, float gain, float pan,
		  bool mute, uint32_t frames);
/* Give the block its gain. false: it held a NaN, an infinity or the like, and
 * is silent now. */
RT bool strip_end(struct strip *s);
/* At frame `at` of the block, begin to silence all that is in the strip
 * already: within `frames`. */
RT void strip_panic(struct strip *s, uint32_t at, uint32_t frames);

#endif
