/* Decoded sound, ready for the synth thread: immutable once `state` says so. */
#ifndef SAMPLE_SAMPLE_H
#define SAMPLE_SAMPLE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sample_state {
	SAMPLE_INDEXED, /* only its path is known */
	SAMPLE_LOADING,
	SAMPLE_READY,
	SAMPLE_FAILED, /* unreadable: said once */
};

/* Guard frames repeat the edge on both sides, so that 4-point interpolation
 * needs no tests: frames[-SAMPLE_GUARD .. n + SAMPLE_GUARD). */
enum { SAMPLE_GUARD = 4 };

/* How loud the rest of the file is, from each 64th of it on: see `rest`. */
enum { SAMPLE_RESTS = 64 };
/* Longer files are refused (six hours at 48 kHz). */
enum { SAMPLE_FRAMES_MAX = 1 << 30 };

struct sample {
	const char *bank; /* name of its folder */
	const char *path;
	unsigned index;	   /* in its bank, sorted by file name */
	size_t most_bytes; /* it may take: the budget of all */
	atomic_int state;
	bool too_long; /* SAMPLE_FAILED for that reason */
	/* Valid from SAMPLE_READY on. */
	const float *frames; /* interleaved, `channels` a frame; frame 0 */
	uint32_t n_frames;
	uint16_t channels; /* 1 or 2 */
	float rate_hz;
	/* The largest magnitude from part i on to the end (the first
	 * SAMPLE_RESTS), and up to the end of part i (the rest): with this a
	 * voice knows when nothing audible will come. */
	float rest[2 * SAMPLE_RESTS];
	/* Voices that may still read it; the control thread counts messages
	 * sent and voices ended. Memory goes only at 0. [control] */
	uint32_t users;
	uint64_t last_used; /* for eviction, in queries of the bank */
	size_t bytes;	    /* of its memory, once it is ready */
	void *memory;
	bool asked_for; /* it is in the bank's list of those */
};

#endif
