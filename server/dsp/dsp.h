/* The synth thread's whole world: the queue of stamped messages, voices,
 * strips, master. One object, all memory taken at its creation. */
#ifndef DSP_DSP_H
#define DSP_DSP_H

#include "dsp/message.h"
#include "rt/ring.h"

struct dsp;

/* NULL without memory. rate_hz 8000..384000. [control] */
struct dsp *dsp_new(double rate_hz);
void dsp_free(struct dsp *d);

/* Messages go in here (items: struct message), replies come out (struct
 * reply). The control thread writes and reads; offline one thread does all. */
struct ring *dsp_inbox(struct dsp *d);
struct ring *dsp_outbox(struct dsp *d);

/* Render the next block: BLOCK_FRAMES frames, interleaved stereo, already
 * limited: never above 0 dBFS. Reads the inbox first. */
RT void dsp_block(struct dsp *d, float *out);
/* The same, and each slot's strip apart (before the master): stems[i] is for
 * slots[i]; NULL none. Used by stem recordings and offline stems. */
RT void dsp_block_stems(struct dsp *d, float *out, const uint16_t *slots,
			float *const *stems, int n);
/* Let n frames pass in silence after an underrun: what should have begun in
 * them begins now, late (counted). n may be anything; the next block still
 * begins at a multiple of BLOCK_FRAMES of the absolute frame. */
RT void dsp_skip(struct dsp *d, uint64_t n);
/* The absolute frame of the next block. [any] */
RT uint64_t dsp_frame(const struct dsp *d);
/* Frames by which the master's look-ahead delays all sound (at most 64): the
 * clock, recordings and renders subtract it. */
RT uint32_t dsp_latency(const struct dsp *d);

struct dsp_figures {
	uint32_t voices; /* sounding now */
	uint32_t queued; /* messages waiting */
	uint64_t stolen, late, dropped, bad_numbers;
	float peak; /* of the master since the last call */
};
/* [any] */
void dsp_figures(struct dsp *d, struct dsp_figures *to);

#endif
