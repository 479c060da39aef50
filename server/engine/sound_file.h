/* A sound file that is being written: WAV with float samples (RF64 where it
 * grows over 4 GB) or FLAC with 24 bits, as the name's end says.
 * [writer, offline] */
#ifndef ENGINE_SOUND_FILE_H
#define ENGINE_SOUND_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/status.h"

struct sound_file;

/* Part of the reason where the name is taken. */
#define SOUND_FILE_EXISTS "is there already"

/* NULL with one line for the user in why. An old file of that name is replaced,
 * or else refused. */
struct sound_file *sound_file_new(const char *path, double rate_hz,
				  bool replace, char why[256]);
/* n frames, interleaved stereo; NULL: silence. ST_IO: the disk is full ... */
enum status sound_file_write(struct sound_file *f, const float *frames,
			     size_t n);
/* Finishes the file's header. ST_IO: not all of it was written. */
enum status sound_file_finish(struct sound_file *f);

#endif
