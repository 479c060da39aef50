/* Rendering a program to a file: the steps of the control and the synth thread
 * in one thread, as fast as they go. [offline] */
#ifndef ENGINE_RENDER_H
#define ENGINE_RENDER_H

#include "engine/engine.h"

struct render_options {
	const char *text;
	size_t len;
	double cycles, seconds; /* one of them; the other 0 */
	const char *path;	/* .wav or .flac; NULL: only the figures */
	bool stems; /* also PATH-SLOT.wav for each slot, before the limiters */
	double rate_hz; /* 0: 48000 */
	const char *const *sample_dirs;
	size_t n_sample_dirs;
	/* The program's mistakes and warnings: asked once; NULL: nobody. */
	void (*done)(void *ctx, const struct eval_result *r);
	/* What the engine says while it plays (missing samples ...). */
	void (*message)(void *ctx, const char *scope, const char *slot,
			const char *text);
	void *ctx;
};

struct render_result {
	uint64_t frames;
	double rate_hz, seconds;
	double peak, rms; /* linear; full scale is 1 */
	double limited_s; /* for so long a limiter held it below full scale */
	bool silent;	  /* not a sample over -100 dB */
	size_t n_stems;
	double work_s; /* time of the machine that it took, without loading */
};

/* ST_INVALID: the program has errors (done() was told), or neither cycles nor
 * seconds are positive; ST_IO with why: a file can't be written. */
enum status render(const struct render_options *o, struct render_result *to,
		   char why[256]);

#endif
