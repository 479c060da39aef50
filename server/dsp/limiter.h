/* A limiter, of a scope or of the master: sees LIMITER_LATENCY frames ahead,
 * leaves alone what is below full scale (bit for bit), also between its
 * samples, and lets nothing above it out. Gain: the least that any frame within
 * sight needs, let go slowly, smoothed by a running mean as long as the
 * look-ahead. */
#ifndef DSP_LIMITER_H
#define DSP_LIMITER_H

#include <stdbool.h>
#include <stdint.h>
#include "dsp/strip.h"
#include "dsp/true_peak.h"

enum {
	LIMITER_LATENCY = BLOCK_FRAMES / 2,
	/* What is left of it once a frame's surroundings are known. */
	LIMITER_SIGHT = LIMITER_LATENCY - TRUE_PEAK_AHEAD,
	LIMITER_QUEUE = 64,
};

struct limiter {
	float delay[CHANNELS][LIMITER_LATENCY]; /* what is still to come out */
	int32_t before; /* level_bits() of the block before */
	float gap;	/* the last that was measured */
	uint32_t idle;	/* frames since it last worked */
	double held;	/* gain after the slow release */
	double release; /* part of the way back a frame */
	/* Candidates for the least of the last LIMITER_SIGHT + 1: both frame
	 * and gain grow along this queue. */
	uint32_t frame, first, last;
	uint32_t at[LIMITER_QUEUE];
	float need[LIMITER_QUEUE];
	/* The running mean, in integers: they add up to 1 exactly. */
	int64_t mean[LIMITER_SIGHT], sum;
};

RT void limiter_init(struct limiter *l, double rate_hz);
/* One block (finite) becomes the one LIMITER_LATENCY frames before it. known:
 * nothing in it is above full scale, that was measured elsewhere. True: so it
 * is, and what came out had its bits. */
RT bool limiter_block(struct limiter *l, float io[CHANNELS][BLOCK_FRAMES],
		      bool known);
/* It holds nothing back: a silent block would come out as it is. */
RT bool limiter_is_idle(const struct limiter *l);
/* Begin to silence what is inside, from the frame `from` of the next block
 * that comes out (below 0: it began so long ago). */
RT void limiter_panic(struct limiter *l, int from, uint32_t frames);

#endif
