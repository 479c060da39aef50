/* The compile thread: a text and what its scope holds go in, a checked program
 * comes out. */
#ifndef ENGINE_COMPILER_H
#define ENGINE_COMPILER_H

#include "engine/code.h"
#include "engine/scope.h"
#include "engine/worker.h"

/* Budgets of one slot in one look-ahead window; compile.h has those of a
 * text. */
enum {
	WINDOW_STEPS = 50000,
	WINDOW_EVENTS = 2000,
	WINDOW_BYTES = 16 << 20,
	CHECK_CYCLES = 2, /* played for a try before a program is accepted */
};

/* One text on its way. What it refers to is held until it comes back. */
struct job {
	char *text;
	size_t len;
	enum eval_mode mode;
	struct rat cycle; /* about where it will begin to play */
	struct scope_view scope;
	struct scope_entry *entries;
	struct code **held;
	size_t n_held;
	char **removed;
	size_t n_removed;
	enum status st;		 /* of compile_text() */
	struct program *program; /* the caller's to free */
};

/* rate_hz: of the output. A job for the text (copied) in the scope as it is now
 * (NULL: an empty one). NULL without memory. [control] */
struct job *job_new(const struct scope *s, const char *text, size_t len,
		    enum eval_mode mode, struct rat cycle, double rate_hz);
/* What the job finds in the scope is as if the code were in force already.
 * False: no memory. [control] */
bool job_add(struct job *j, struct code *code);
/* The names that the way says are removed: taken over from it. [control] */
void job_remove(struct job *j, struct way *way);
void job_free(struct job *j);
/* Compile and try. [compile, offline] */
void job_work(void *job);

#endif
