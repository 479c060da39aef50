#include "config.h"
#include "engine/sound_file.h"

#include <sndfile.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "base/alloc.h"

enum { SILENCE = 1024 };

struct sound_file {
	SNDFILE *file;
	enum status st;
};

static int format_of(const char *path)
{
	const char *dot = strrchr(path, '.');

	if (dot && strcasecmp(dot, ".wav") == 0)
		return SF_FORMAT_RF64 | SF_FORMAT_FLOAT;
	if (dot && strcasecmp(dot, ".flac") == 0)
		return SF_FORMAT_FLAC | SF_FORMAT_PCM_24;
	return 0;
}

struct sound_file *sound_file_new(const char *path, double rate_hz,
				  char why[256])
{
	SF_INFO info = {.samplerate = (int)rate_hz,
			.channels = 2,
			.format = format_of(path)};
	struct sound_file *f;

	if (!info.format) {
		snprintf(why, 256, "%s: the name should end in .wav or .flac",
			 path);
		return NULL;
	}
	f = mem_new(sizeof(*f));
	if (f)
		f->file = sf_open(path, SFM_WRITE, &info);
	if (!f || !f->file) {
		snprintf(why, 256, "%s: %s", path,
			 f ? sf_strerror(NULL) : "no memory");
		mem_free(f);
		return NULL;
	}
	sf_command(f->file, SFC_RF64_AUTO_DOWNGRADE, NULL, SF_TRUE);
	sf_command(f->file, SFC_SET_CLIPPING, NULL, SF_TRUE);
	return f;
}

enum status sound_file_write(struct sound_file *f, const float *frames,
			     size_t n)
{
	static const float silence[2 * SILENCE];
	sf_count_t part;

	for (; n > 0 && f->st == ST_OK; n -= (size_t)part) {
		part = frames || n < SILENCE ? (sf_count_t)n : SILENCE;
		if (sf_writef_float(f->file, frames ? frames : silence, part) !=
		    part)
			f->st = ST_IO;
	}
	return f->st;
}

enum status sound_file_finish(struct sound_file *f)
{
	enum status st = f->st;

	if (sf_close(f->file) != 0)
		st = ST_IO;
	mem_free(f);
	return st;
}
