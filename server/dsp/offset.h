/* Takes a signal's constant part (DC) away, once it has lasted: what has none
 * passes bit for bit. It watches the mean of each block through two lowpasses
 * of a fifth of a second; where that stays above -40 dB for a second, it is
 * subtracted from then on, as a line through the block (a highpass of about
 * half a hertz), until it was gone for two seconds. */
#ifndef DSP_OFFSET_H
#define DSP_OFFSET_H

#include <stdbool.h>
#include <stdint.h>
#include "rt/rt.h"

struct offset {
	int64_t sum;	 /* of the block in work, in 2^-20 */
	double slow[2];	 /* the means of blocks, through each lowpass */
	float now, next; /* taken away at the begin and the end of a block */
	float weight;	 /* 0: nothing is taken away, 1: all */
	uint32_t blocks; /* since it was needed (or not any more) */
};

/* How fast strips go, from block to block, at one rate. */
struct offset_pace {
	double follow;	 /* part of the way to the new mean */
	float turn;	 /* step of the weight */
	uint32_t second; /* blocks */
	float back;	 /* part of the way back of a strip held down */
};

RT void offset_pace_init(struct offset_pace *p, double rate_hz);
/* n more frames of the block; at[i * step] is one. The order of pieces does not
 * matter. */
RT void offset_watch(struct offset *o, const float *at, int step, uint32_t n);
/* The block is over. False: nothing is left to do until there is a signal. */
RT bool offset_turn(struct offset *o, const struct offset_pace *p);
/* The next block has something to be taken away; then to[] = what is to be
 * added to it. */
RT bool offset_fill(const struct offset *o, float to[BLOCK_FRAMES]);

#endif
