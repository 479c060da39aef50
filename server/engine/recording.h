/* The files of a recording: the mix, and beside it a stem for each slot, all of
 * one length and in step, whatever blocks come. [writer, offline] */
#ifndef ENGINE_RECORDING_H
#define ENGINE_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include "base/status.h"
#include "dsp/block.h"

struct recording;

enum {
	RECORDING_STEMS_MAX = 128,
	RECORDING_NAME = 64,
	RECORDING_WHY = 256,
};

struct recording_options {
	const char *path; /* .wav or .flac; a stem is PATH-SLOT.wav */
	bool stems;
	bool replace; /* old files; else their names are refused */
	double rate_hz;
	uint32_t latency_frames; /* dsp_latency(): dropped at the begin */
	uint64_t frames;	 /* no more than these; 0: all that come */
};

/* It begins with the first block that comes. NULL with one line for the user in
 * why. */
struct recording *recording_new(const struct recording_options *o,
				char why[RECORDING_WHY]);
/* A slot is there, and blocks of this owner are its own; two owners of one name
 * share a stem. Its file begins with silence up to here. ST_IO, ST_LIMIT with
 * why: it has no stem. */
enum status recording_name(struct recording *r, uint32_t owner,
			   const char *name, char why[RECORDING_WHY]);
/* The blocks of a frame: stems first, then the mix. Of an owner without a name:
 * goes to the stem "rest". ST_IO: something could not be written. */
enum status recording_take(struct recording *r, const struct sound_block *b);
/* Frames of the mix so far. */
uint64_t recording_frames(const struct recording *r);
size_t recording_stems(const struct recording *r);
/* Finishes all files: all are as long as the longest. ST_IO: not all of it was
 * written. */
enum status recording_finish(struct recording *r);

#endif
