/* The writer thread: records what the synth thread rendered, sample for sample,
 * without the master's delay; what an underrun skipped is silence. All work on
 * files is done there. */
#ifndef ENGINE_WRITER_H
#define ENGINE_WRITER_H

#include "engine/recording.h"
#include "rt/ring.h"

struct writer;

enum writer_state {
	WRITER_OPENS,  /* the file is being made */
	WRITER_RUNS,   /* blocks are taken */
	WRITER_FAILED, /* writer_why() tells; what comes is dropped */
	WRITER_DONE,   /* the files are finished: writer_free() is at once */
};

/* o is copied; folder (NULL: none is needed) is made, with those above it.
 * Begins with the first block that comes. NULL without memory. [control] */
struct writer *writer_new(const struct recording_options *o,
			  const char *folder);
enum writer_state writer_state(const struct writer *w);
/* Wait while it is WRITER_OPENS. [control] */
enum writer_state writer_wait(const struct writer *w);
/* One line for the user, in state FAILED, and in state DONE if it is not "".
 * [control] */
const char *writer_why(const struct writer *w);
const char *writer_path(const struct writer *w);
/* Where blocks (struct sound_block) go in: output_set_tap(). Holds ten seconds
 * of the mix, or of it and seven stems. */
struct ring *writer_ring(struct writer *w);
/* The owner of blocks to come is called so. [control] */
void writer_name(struct writer *w, uint32_t owner, const char *name);
/* Frames written so far. [any] */
uint64_t writer_frames(const struct writer *w);
double writer_rate(const struct writer *w);
/* Write what is still in the ring, and finish. The tap must be taken away
 * before. [control] */
void writer_stop(struct writer *w);
/* Stops it if need be, waits until it is done, frees. ST_IO: the files are not
 * whole. [control] */
enum status writer_free(struct writer *w);

#endif
