/* Cases of the conformance folder `dirt`: control maps as JSON, each rendered
 * alone through the event's translation and the synth step. */
#ifndef TESTS_ENGINE_DIRT_H
#define TESTS_ENGINE_DIRT_H

#include "base/arena.h"
#include "base/status.h"
#include "pattern/value.h"
#include "sample/bank.h"

struct dirt_case {
	char name[64], kind[16];
	const struct map *params;
};

/* The next case of a JSON text (a list of objects) at *at, which moves on.
 * false: there are no more. Works in an arena_run() of a. */
bool dirt_next(struct arena *a, const char **at, struct dirt_case *to);
/* Whether all its controls are among those that sample voices know, and its
 * sound is a bank. */
bool dirt_is_plain(const struct dirt_case *c, struct banks *b);
/* `seconds` of the case as float stereo in a WAV file at 48 kHz; frame 0 is
 * the event's time. */
enum status dirt_render(const struct dirt_case *c, struct banks *b,
			double seconds, const char *path);

#endif
