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
/* The same, and each slot's strip apart (before the master's gain and limiter,
 * but as late as out is): stems[i], BLOCK_FRAMES frames, interleaved stereo, is
 * for slots[i]. Used by stem recordings and offline stems. */
RT void dsp_block_stems(struct dsp *d, float *out, const uint16_t *slots,
			float *const *stems, int n);
/* Let n frames pass in silence after an underrun: what should have begun in
 * them begins now, late (counted), and what sounds goes on where it would be
 * by now. n may be anything; the next block still begins at a multiple of
 * BLOCK_FRAMES of the absolute frame: what is left over is kept for the next
 * call. */
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
