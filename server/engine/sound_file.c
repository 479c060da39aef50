#include "config.h"
#include "engine/sound_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sndfile.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include "base/alloc.h"

enum { SILENCE = 1024, HEADER_S = 5 };

struct sound_file {
	SNDFILE *file;
	int fd; /* of our own, for what libsndfile leaves out; or -1 */
	bool flac;
	size_t header_every, since_header; /* frames */
	uint64_t frames;
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

static const char *reason(int error)
{
	return error == EEXIST ? SOUND_FILE_EXISTS : strerror(error);
}

static bool open_file(struct sound_file *f, const char *path, bool replace,
		      SF_INFO *info, char why[256])
{
	int how = replace ? O_TRUNC : O_EXCL;
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | how, 0666);

	if (fd < 0) {
		snprintf(
		    why, 256, "%s %s%s", path,
		    errno == EEXIST ? "" : "can't be written: ", reason(errno));
		return false;
	}
	f->fd = f->flac ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;
	/* It closes fd in any case. */
	f->file = sf_open_fd(fd, SFM_WRITE, info, SF_TRUE);
	if (f->file)
		return true;
	snprintf(why, 256, "%s can't be written: %s", path, sf_strerror(NULL));
	if (f->fd >= 0)
		close(f->fd);
	return false;
}

struct sound_file *sound_file_new(const char *path, double rate_hz,
				  bool replace, char why[256])
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
	if (!f) {
		snprintf(why, 256, "%s: no memory", path);
		return NULL;
	}
	f->flac = (info.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_FLAC;
	f->header_every = HEADER_S * (size_t)rate_hz;
	if (!open_file(f, path, replace, &info, why)) {
		mem_free(f);
		return NULL;
	}
	sf_command(f->file, SFC_RF64_AUTO_DOWNGRADE, NULL, SF_TRUE);
	sf_command(f->file, SFC_SET_CLIPPING, NULL, SF_TRUE);
	return f;
}

/* What a machine that loses its power leaves behind can be played. */
static void keep_header(struct sound_file *f)
{
	if (f->flac || f->since_header < f->header_every)
		return;
	sf_command(f->file, SFC_UPDATE_HEADER_NOW, NULL, 0);
	f->since_header = 0;
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
		f->frames += (uint64_t)part;
		f->since_header += (size_t)part;
		if (frames)
			frames += 2 * part;
	}
	keep_header(f);
	return f->st;
}

/* The number of frames in a FLAC file's first block, which libsndfile leaves
 * open: 36 bits from the middle of byte 21 on. */
static bool put_length(const struct sound_file *f)
{
	unsigned char at[5];

	if (pread(f->fd, at, sizeof(at), 21) != sizeof(at))
		return false;
	at[0] = (unsigned char)((at[0] & 0xf0) | (f->frames >> 32 & 0x0f));
	for (int i = 1; i < 5; i++)
		at[i] = (unsigned char)(f->frames >> (8 * (4 - i)));
	return pwrite(f->fd, at, sizeof(at), 21) == sizeof(at);
}

enum status sound_file_finish(struct sound_file *f)
{
	enum status st = f->st;

	if (sf_close(f->file) != 0)
		st = ST_IO;
	if (f->fd >= 0) {
		if (!put_length(f))
			st = ST_IO;
		close(f->fd);
	}
	mem_free(f);
	return st;
}
