#define _XOPEN_SOURCE 700
#include "tests/sample/folder.h"

#include <ftw.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void folder_make(struct folder *f)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(f->path, sizeof(f->path), "%s/phonon-test.XXXXXX",
		 tmp ? tmp : "/tmp");
	if (!mkdtemp(f->path))
		abort();
}

static int remove_one(const char *path, const struct stat *st, int kind,
		      struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

void folder_remove(const struct folder *f)
{
	nftw(f->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *folder_path(const struct folder *f, const char *name)
{
	static char path[1024];

	snprintf(path, sizeof(path), "%s/%s", f->path, name);
	for (char *p = path + strlen(f->path) + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		mkdir(path, 0777);
		*p = '/';
	}
	return path;
}

void folder_touch(const struct folder *f, const char *name)
{
	FILE *file = fopen(folder_path(f, name), "w");

	if (!file || fclose(file))
		abort();
}

void folder_sound(const struct folder *f, const char *name, int format,
		  int rate_hz, int channels, int n,
		  float (*value)(int frame, int channel))
{
	SF_INFO info = {
	    .samplerate = rate_hz, .channels = channels, .format = format};
	SNDFILE *file = sf_open(folder_path(f, name), SFM_WRITE, &info);
	float frame[16];

	if (!file)
		abort();
	for (int i = 0; i < n; i++) {
		for (int c = 0; c < channels; c++)
			frame[c] = value(i, c);
		sf_writef_float(file, frame, 1);
	}
	sf_close(file);
}
