/* One sounding sample: reads it, places it, shapes it, and closes its gate.
 * Everything here depends on the voice's own age, never on how the block was
 * cut. Formulas: SuperDirt's (its sampler, shape, envelope and gate). */
#ifndef DSP_VOICE_H
#define DSP_VOICE_H

#include "dsp/message.h"
#include "rt/rt.h"

struct voice {
	const float *frames;
	int64_t pos, step;   /* frames of the file, 32.32 fixed point */
	int64_t low, high;   /* the position wraps in between */
	uint32_t age;	     /* frames of output so far */
	uint32_t rise, fall; /* frames of the gate's slopes */
	uint32_t open;	     /* frames after which the gate is closed */
	uint32_t end;	   /* frames after which nothing comes: at most open */
	float left, right; /* of each channel, before shape */
	float gate;	   /* last of all */
	float shape;	   /* SuperDirt's k; 0: none */
	bool stereo, inside; /* inside: no position is outside of the file */
	bool glides;	     /* accelerate: step changes every block */
	bool envelope, loop, bad;
	float attack, hold, release, curve; /* attack ...: frames */
	uint32_t fade_left, fade_len;	    /* on its way out; len 0: is not */
	float fade_from;
	int32_t peak; /* of the block in work, before gate: level.h */
	float level;  /* out, in the last block: what stealing asks */
	double rate, end_rate;
	uint32_t len_frames, n_frames;
	const float *rest;
	struct sample *owner;
	uint64_t cut_id;
	int32_t cut;
	uint16_t slot, orbit;
	uint32_t cut_fade; /* frames */
	bool stolen;
};

/* Whether all its numbers can be played; else nothing may be started. */
RT bool voice_possible(const struct voice_start *s);
RT void voice_start(struct voice *v, const struct voice_start *s, uint16_t slot,
		    double rate_hz);
/* Tell the processor what voice_render(n) is going to read. */
RT void voice_prefetch(const struct voice *v, int n);
/* Add the next n frames (at most BLOCK_FRAMES). */
RT void voice_render(struct voice *v, float *left, float *right, int n);
/* The block is done: take its level. */
RT void voice_end_block(struct voice *v);
/* Nothing audible will come any more. */
RT bool voice_done(const struct voice *v);
/* Go silent within so many frames, unless it does so earlier anyhow. */
RT void voice_fade(struct voice *v, uint32_t frames);
/* The frames that a voice may live on once it is stopped from outside. */
RT uint32_t voice_release_frames(const struct voice *v, double rate_hz);
/* Let n frames pass unheard. */
RT void voice_skip(struct voice *v, uint64_t n);

#endif
