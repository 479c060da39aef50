/* A region that is freed as a whole: one for a compiled program, one for the
 * events of a look-ahead window.
 *
 * Code that works inside an arena never checks for failure: when the arena has
 * no memory left, has used up its limit, or the work asks for something that
 * has no answer, arena_escape() leaves to the arena_run() that began the work.
 * So such code may own nothing but memory of arenas. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/status.h"

struct arena_block;
struct arena_guard;

struct arena {
	char *next, *end; /* what is left of the newest block */
	struct arena_block *blocks;
	struct arena_block *spare;  /* blocks kept by arena_reset() */
	size_t used;		    /* bytes taken from the heap by blocks */
	size_t limit;		    /* of `used`; 0: none */
	uint64_t steps, step_limit; /* see arena_step(); 0: none */
	struct arena_guard *guard;
	unsigned depth;	 /* of work within work: see arena_enter() */
	void *given[16]; /* see arena_give() */
	bool live;	 /* used for answers since the last reset: work that
			    only pays when it is asked for often is left out */
	char why[192];	 /* the message of the last escape, for ST_EVAL/LIMIT */
};

/* limit in bytes, 0 for none. Allocates nothing yet. */
void arena_init(struct arena *a, size_t limit);
void arena_finish(struct arena *a);
/* Forget all, keep the blocks for the next round, steps back to 0. */
void arena_reset(struct arena *a);

/* Run fn(ctx); ST_OK, or what arena_escape() was given (the message is in
 * a->why). Runs may nest: an escape ends the innermost. */
enum status arena_run(struct arena *a, void (*fn)(void *ctx), void *ctx);
/* Leave the innermost arena_run() of this arena. Aborts outside of one. */
_Noreturn void arena_escape(struct arena *a, enum status st, const char *fmt,
			    ...) __attribute__((format(printf, 3, 4)));

/* Leave the next one, too, for the same reason. */
_Noreturn void arena_pass(struct arena *a, enum status st);

void *arena_slow(struct arena *a, size_t n);

/* n bytes, aligned for anything, not zeroed. Never NULL: escapes instead. */
static inline void *arena_alloc(struct arena *a, size_t n)
{
	char *p = a->next;

	n = (n + 15) & ~(size_t)15;
	if (n > (size_t)(a->end - p))
		return arena_slow(a, n);
	a->next = p + n;
	return p;
}

/* Buffers that come and go while the arena lives on. arena_take: at least
 * *size bytes, *size set to what it is; arena_give: such a buffer back, with
 * its size or down to half of it. What is never given back goes with the
 * arena. */
void *arena_take(struct arena *a, size_t *size);
void arena_give(struct arena *a, void *buffer, size_t size);

void *arena_zero(struct arena *a, size_t n);
void *arena_copy(struct arena *a, const void *from, size_t n);
/* A copy of n bytes with a NUL behind them. */
char *arena_strn(struct arena *a, const char *s, size_t n);
char *arena_str(struct arena *a, const char *s);
char *arena_printf(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

_Noreturn void arena_out_of_steps(struct arena *a);
/* Count one unit of work (an event, a node, a call); escapes with ST_LIMIT
 * when step_limit is reached. Every loop whose length a program decides calls
 * it. */
static inline void arena_step(struct arena *a)
{
	if (++a->steps == a->step_limit)
		arena_out_of_steps(a);
}

/* Deeper than this the C stack might not last. */
enum { ARENA_DEPTH_MAX = 3000 };
_Noreturn void arena_too_deep(struct arena *a);
/* Around work that may do the same work again inside of itself, as deep as a
 * program asks for; an escape sets the depth right. */
static inline void arena_enter(struct arena *a)
{
	if (++a->depth > ARENA_DEPTH_MAX)
		arena_too_deep(a);
}

static inline void arena_leave(struct arena *a)
{
	a->depth--;
}

#define ARENA_NEW(a, type) ((type *)arena_zero((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_zero((a), sizeof(type) * (n)))

#endif
