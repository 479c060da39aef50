/* The writer thread: a recording of what the synth thread rendered, sample for
 * sample, without the master's delay; what an underrun skipped is silence. */
#ifndef ENGINE_WRITER_H
#define ENGINE_WRITER_H

#include "engine/sound_file.h"
#include "rt/ring.h"

struct writer;

/* latency_frames: dsp_latency(). Begins with the first block that comes. NULL
 * with one line for the user in why. [control] */
struct writer *writer_new(const char *path, double rate_hz,
			  uint32_t latency_frames, char why[256]);
/* Where blocks (struct sound_block) go in: output_set_tap(). Holds ten
 * seconds. */
struct ring *writer_ring(struct writer *w);
/* Frames written so far. [any] */
uint64_t writer_frames(const struct writer *w);
/* Writes what is still in the ring, finishes the file, frees. The tap must be
 * taken away before. ST_IO: the file is not whole. [control] */
enum status writer_finish(struct writer *w);

#endif
