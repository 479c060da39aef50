/* A strip: what the voices and signals of one slot are summed into, its gain
 * and balance. Lives in the synth thread. */
#ifndef DSP_STRIP_H
#define DSP_STRIP_H

#include <stdbool.h>
#include "dsp/offset.h"
#include "dsp/ramp.h"

enum { LEFT, RIGHT, CHANNELS };

#define STRIP_MOST 2.0f /* 6 dB over full scale: what stays there runs away */

struct strip {
	uint32_t generation; /* the one that may start voices */
	uint32_t voices;     /* sounding in it */
	uint64_t cleared;    /* voices that came before this don't start */
	bool live, was_live; /* now, before: hold sound */
	bool watched;	     /* offset has something to do */
	bool inner;	     /* heard by a graph only */
	uint8_t mix;	     /* its scope's */
	/* Whose it is, and was a block ago: see struct sound_block. */
	uint32_t owner, was_owner;
	uint32_t done; /* frames of now that have their gain already */
	struct ramp gain[CHANNELS];
	float held;    /* how far it is held down: 1 not at all */
	uint32_t loud; /* blocks in a row */
	struct offset offset[CHANNELS];	      /* of its signals */
	float now[CHANNELS][BLOCK_FRAMES];    /* the block in work */
	float before[CHANNELS][BLOCK_FRAMES]; /* the one before it */
};

RT void strip_init(struct strip *s);
/* Nothing is in it or on its way: the begin and the end of a block change
 * nothing. */
RT static inline bool strip_rests(const struct strip *s)
{
	return !(s->live | s->was_live | s->watched) && s->held == 1 &&
	       !(s->done | s->gain[LEFT].left | s->gain[RIGHT].left) &&
	       s->was_owner == s->owner;
}
/* A new block: what was now is before. */
RT void strip_begin(struct strip *s);
/* Where voices add the rest of the block, from frame `at` on. */
RT float *strip_left(struct strip *s, uint32_t at);
RT float *strip_right(struct strip *s, uint32_t at);
/* From frame `at` of the block on: gain >= 0, pan -1..1 (a balance), reached
 * after `frames`; at once where nothing sounds. */
RT void strip_set(struct strip *s, uint32_t at, float gain, float pan,
		  bool mute, uint32_t frames);
enum strip_news {
	STRIP_WELL,
	STRIP_BAD,  /* it held a NaN, an infinity or the like: silent now */
	STRIP_LOUD, /* over STRIP_MOST for a quarter of a second */
};

/* Give the block its gain. What has been over STRIP_MOST for a tenth of a
 * second is held at full scale until it goes below that by itself: a strip that
 * runs away must not press down the others of its scope, which have one limiter
 * together. */
RT enum strip_news strip_end(struct strip *s, const struct offset_pace *pace);
/* At frame `at` of the block, begin to silence all that is in the strip
 * already: within `frames`. */
RT void strip_panic(struct strip *s, uint32_t at, uint32_t frames);

/* gain, pan and mute as a gain of each side. */
RT void strip_balance(float gain, float pan, bool mute, float to[CHANNELS]);

#endif
