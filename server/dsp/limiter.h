/* The master's limiter: sees BLOCK_FRAMES ahead, leaves alone what is below
 * full scale (bit for bit), and lets nothing above it out. Gain: the least
 * that any frame within sight needs, let go slowly, smoothed by a running mean
 * as long as the look-ahead. */
#ifndef DSP_LIMITER_H
#define DSP_LIMITER_H

#include <stdint.h>
#include "dsp/strip.h"

enum { LIMITER_LATENCY = BLOCK_FRAMES, LIMITER_QUEUE = 128 };

struct limiter {
	float delay[CHANNELS][BLOCK_FRAMES]; /* the block before */
	uint32_t idle;			     /* frames since it last worked */
	double held;			     /* gain after the slow release */
	double release;			     /* part of the way back a frame */
	/* Candidates for the least of the last LIMITER_LATENCY + 1: both frame
	 * and gain grow along this queue. */
	uint32_t frame, first, last;
	uint32_t at[LIMITER_QUEUE];
	float need[LIMITER_QUEUE];
	/* The running mean, in integers: they add up to 1 exactly. */
	int64_t mean[LIMITER_LATENCY], sum;
};

RT void limiter_init(struct limiter *l, double rate_hz);
/* One block in (left, right: finite), the block before it out, interleaved. */
RT void limiter_block(struct limiter *l, const float *left, const float *right,
		      float *out);
/* At frame `at` of the block to come, begin to silence what is inside. */
RT void limiter_panic(struct limiter *l, uint32_t at, uint32_t frames);

#endif
