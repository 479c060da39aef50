/* Where samples are looked for. */
#ifndef PATHS_H
#define PATHS_H

#include <stdbool.h>
#include <stddef.h>

enum { PATHS_MAX = 64, PATHS_TEXT = 8192 };

struct paths {
	const char *at[PATHS_MAX];
	size_t n;
	char text[PATHS_TEXT]; /* of those that the environment names */
};

/* The folders of the search path that are there: first those given (a missing
 * one of these is a warning), then $PHONON_SAMPLE_PATH, the user's data folder,
 * and the kit: as it was installed with this program, wherever that was moved
 * to, or as it stands beside it where it was built. A folder counts once. */
void paths_samples(struct paths *p, const char *const *given, size_t n);

/* The folder for recordings: as given, or the default; false: there is none, or
 * its name is too long. */
bool paths_recordings(char *to, size_t size, const char *given);

#endif
