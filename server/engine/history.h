/* What texts did to the statements of a scope, step by step, so that it can be
 * undone and done again. [control] */
#ifndef ENGINE_HISTORY_H
#define ENGINE_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/status.h"

/* What is kept of a scope; beyond either the oldest step goes. The newest is
 * kept however long it is. */
enum { HISTORY_STEPS = 256, HISTORY_BYTES = 8 << 20 };

/* One statement before and after; NULL: there was none. */
struct difference {
	char *name, *before, *after;
};

/* What one text did. */
struct step {
	struct difference *at;
	size_t n, bytes;
};

struct history {
	struct step steps[HISTORY_STEPS]; /* the oldest first */
	size_t n, now; /* steps[0 .. now) are done, the others are undone */
	size_t bytes;
	uint64_t serial; /* another number after every change */
};

void history_finish(struct history *h);

/* The statement of that name becomes `after` in the step that is being made.
 * Texts are copied. ST_NOMEM: the step is of no use. */
enum status step_note(struct step *s, const char *name, const char *before,
		      size_t before_len, const char *after, size_t after_len);
void step_finish(struct step *s);
/* What was undone is forgotten, and the step (taken over) is the newest. One
 * without differences is none. */
void history_push(struct history *h, struct step *s);
/* What can't be undone any more is forgotten: a step that was lost. */
void history_clear(struct history *h);

/* The way back: what must be evaluated for it. */
struct way {
	char *text; /* statements as they were, a blank line between two */
	size_t len;
	char **removed; /* names that were not there */
	size_t n_removed;
	int steps; /* that are undone, at most as many as were asked for; below
		      0: done again */
};

/* steps > 0: undo, < 0: redo. ST_NOTFOUND: there is nothing to undo (or redo).
 * ST_NOMEM. */
enum status history_way(const struct history *h, int steps, struct way *to);
void way_finish(struct way *w);
/* It was gone. */
void history_move(struct history *h, int steps);

#endif
