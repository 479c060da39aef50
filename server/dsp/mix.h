/* A mix: what the strips of one scope are summed into. How they are summed
 * (outmix), the scope's own gain and balance, and its limiter, so that no scope
 * can press down another. Lives in the synth thread. */
#ifndef DSP_MIX_H
#define DSP_MIX_H

#include "dsp/limiter.h"
#include "dsp/message.h"
#include "dsp/strip.h"
#include "rt/counter.h"

/* Gains that are on their way, frame by frame of the block. */
struct mix_curves {
	float share[BLOCK_FRAMES];
	float gain[CHANNELS][BLOCK_FRAMES];
	float part[MIX_SHAPES][BLOCK_FRAMES]; /* of each shape: in all 1 */
};

struct meter {
	uint32_t frames; /* of the reading in work */
	float peak[CHANNELS];
	double squares[CHANNELS];
	/* The last whole one, for others: peak and RMS of each side. */
	struct counter bits[2 * CHANNELS];
};

struct mix {
	bool live;	   /* a strip sounds in it */
	bool moves, bends; /* curves are needed; the sum is not plain */
	uint32_t done;	   /* frames of curves that are set */
	uint32_t rest;	   /* blocks without sound since the last */
	struct ramp share, gain[CHANNELS], part[MIX_SHAPES];
	struct mix_curves curves;
	struct limiter limiter;
	uint32_t clear; /* blocks in a row that the limiter left alone */
	struct meter meter;
	float sum[CHANNELS][BLOCK_FRAMES];
};

RT void mix_init(struct mix *m, double rate_hz);
RT void mix_begin(struct mix *m);
/* From frame `at` of the block on, reached after `frames`; at once where
 * nothing sounds. */
RT void mix_set(struct mix *m, uint32_t at, const struct mix_setting *to,
		uint32_t frames);
/* All settings of the block have come: strips may be added. */
RT void mix_ready(struct mix *m);
/* Add a strip that is live and has its own gain; it has the scope's too then
 * (but for a shape that is not plain). */
RT void mix_add(struct mix *m, struct strip *s);
/* Shape and limit: m->sum is LIMITER_LATENCY frames older then. */
RT void mix_end(struct mix *m, double rate_hz);
/* It sounds, or something of it may still come out. */
RT bool mix_is_awake(const struct mix *m);
RT void mix_panic(struct mix *m, uint32_t at, uint32_t frames);

#endif
