/* The two ends of the output ring: the synth thread's and the callback's.
 * Memory is the owner's (output.c). */
#ifndef AUDIO_FEED_H
#define AUDIO_FEED_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include "dsp/dsp.h"
#include "rt/ring.h"

enum {
	FEED_SECONDS = 2,
	FEED_SHRINK_S = 10, /* without an underrun: a block less */
	FEED_SHRINK_MAX_S = 640,
	FEED_NEAR = 3, /* callbacks: as far as the driver's word reaches */
};

struct feed {
	struct ring ring; /* of stereo frames */
	double rate_hz;
	double latency_max_s;
	atomic_uint hardware; /* frames of the callback's last buffer */
	atomic_bool live;     /* the callback may empty the ring */

	/* The callback's. Frames: asked for, missed in underruns, given back
	 * by dropping the odd frames that are no whole block. */
	atomic_uint_fast64_t asked, missed, repaid;
	/* Ours, the driver's, and those of ours that the driver's made: its
	 * callbacks came late and then too close together. */
	atomic_uint_fast64_t underruns, driver_underruns, excused;
	unsigned doubtful;  /* underruns that the driver may still own up to */
	unsigned since_own; /* callbacks since the first of them, */
	unsigned
	    since_driver; /* and since the driver's last; FEED_NEAR: long */
	float last[2];
	uint32_t fade_in; /* frames of it that are left */
	uint32_t mute;	  /* frames of silence that are left */
	unsigned panics_seen;
	float level; /* of the panic's ramp */

	/* The synth thread's. */
	struct dsp *dsp;
	uint64_t start;		      /* dsp's frame when it began to feed */
	atomic_uint_fast64_t skipped; /* of what was missed */
	uint64_t underruns_seen, calm_since;
	double calm_s;	   /* the target shrinks after so long */
	bool shrank;	   /* since the last underrun */
	atomic_uint extra; /* frames over a hardware buffer */
	_Atomic float cpu;

	atomic_uint panics; /* [control] */
	/* Where the callback was: odd while it is written. */
	atomic_uint_fast64_t stamp_sequence, stamp_frame, stamp_ntp;
	_Atomic(struct ring *) tap;
	atomic_bool tap_stems;
	atomic_bool tapping;
};

/* ST_NOMEM. [control] */
enum status feed_init(struct feed *f, double rate_hz, double latency_max_s);
void feed_finish(struct feed *f);
/* Empty, with dsp at its frame; while neither end runs. [control] */
void feed_restart(struct feed *f, struct dsp *dsp);

/* Frames that the ring should hold. [any] */
RT uint32_t feed_target(const struct feed *f);
/* Render one block if the ring wants it; false: it is full enough. [synth] */
RT bool feed_fill(struct feed *f);
/* [callback] */
RT void feed_pull(struct feed *f, float *to, uint32_t n, uint64_t heard_ntp,
		  bool driver_underrun);

#endif
