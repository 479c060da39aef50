/* Voices of instruments: each a graph of its own, as long as its note sounds.
 */
#ifndef DSP_NOTE_H
#define DSP_NOTE_H

#include "dsp/graph.h"
#include "dsp/strip.h"
#include "rt/rt.h"

struct dsp;

enum { NOTES_SPARE = 64 }; /* places for stolen ones while they fade */

struct note {
	struct graph *graph;
	uint16_t slot;
	uint32_t age, len, rise, fall, most; /* frames; most: after len */
	float gain[CHANNELS];
	uint32_t fade_len, fade_left; /* on its way out; len 0: is not */
	float fade_from;
	uint32_t quiet; /* frames in a row below what can be heard */
	float level;
	bool envelope, done, stolen;
};

RT bool note_possible(const struct note_start *s);
RT void note_start(struct dsp *d, const struct message *m);
/* Frames from `at` of the block on. */
RT void notes_run(struct dsp *d, uint32_t at, uint32_t n);
/* The block is done: what has ended goes home. */
RT void notes_collect(struct dsp *d);
/* Seconds < 0: each by its own rule. */
RT void notes_release(struct dsp *d, uint16_t slot, double seconds);
RT void notes_skip(struct dsp *d, uint64_t n);
/* All end here. */
RT void notes_end(struct dsp *d);

#endif
