/* The synth thread's whole world: the queue of stamped messages, voices,
 * strips, master. One object, all memory taken at its creation. */
#ifndef DSP_DSP_H
#define DSP_DSP_H

#include <stdbool.h>
#include "dsp/block.h"
#include "dsp/message.h"
#include "rt/ring.h"

struct dsp;

/* NULL without memory. rate_hz 8000..384000. [control] */
struct dsp *dsp_new(double rate_hz);
void dsp_free(struct dsp *d);

/* Messages go in here (items: struct message; at least 8192 have room), replies
 * come out (struct reply). The control thread writes and reads; offline one
 * thread does all. A reply that finds no room is lost, save RPL_VOICE_ENDED,
 * which waits. */
struct ring *dsp_inbox(struct dsp *d);
struct ring *dsp_outbox(struct dsp *d);

/* Render the next block: BLOCK_FRAMES frames, interleaved stereo, already
 * limited: never above 0 dBFS. Reads the inbox first. Sets the processor's
 * handling of denormals for itself alone. */
RT void dsp_block(struct dsp *d, float *out);
/* What the block that dsp_block() gave last is made of: the next strip from
 * *strip (0 at first) on that has an owner and sounds in it, with its slot's
 * and its scope's gains, before the limiters and the master's gain: their sum
 * is the block where those are idle and outmix is no curve. False: no more.
 * *strip is where to go on. */
RT bool dsp_stem(const struct dsp *d, uint32_t *strip, struct sound_block *to);
/* Let n frames pass in silence after an underrun: what should have begun in
 * them begins now, late (counted), and what sounds goes on where it would be
 * by now. n may be anything; the next block still begins at a multiple of
 * BLOCK_FRAMES of the absolute frame: what is left over is kept for the next
 * call. */
RT void dsp_skip(struct dsp *d, uint64_t n);
/* Peak and RMS of both sides of a mix after its limiter, over the last 50 ms.
 * [any] */
void dsp_meter(const struct dsp *d, uint32_t mix, float peak[2], float rms[2]);
/* The absolute frame of the next block. [any] */
RT uint64_t dsp_frame(const struct dsp *d);
/* Frames by which the master's look-ahead delays all sound (at most 64): the
 * clock, recordings and renders subtract it. */
RT uint32_t dsp_latency(const struct dsp *d);

struct dsp_figures {
	uint32_t voices; /* sounding now */
	uint32_t queued; /* messages waiting */
	uint64_t stolen, late, dropped, bad_numbers;
	uint64_t limited; /* frames of blocks in which a limiter worked */
	float peak;	  /* of the master since the last call */
};
/* [any] */
void dsp_figures(struct dsp *d, struct dsp_figures *to);

#endif
