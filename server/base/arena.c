#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/alloc.h"

enum { FIRST_BLOCK = 4096, LARGEST_STEP = 1 << 20 };

struct arena_block {
	struct arena_block *next;
	size_t size; /* of the memory behind this header */
	_Alignas(16) char memory[];
};

struct arena_guard {
	struct arena_guard *outer;
	enum status st;
	jmp_buf escape;
};

void arena_init(struct arena *a, size_t limit)
{
	memset(a, 0, sizeof(*a));
	a->limit = limit;
}

static void free_blocks(struct arena_block *b)
{
	while (b) {
		struct arena_block *next = b->next;

		mem_free(b);
		b = next;
	}
}

void arena_finish(struct arena *a)
{
	free_blocks(a->blocks);
	free_blocks(a->spare);
	a->blocks = a->spare = NULL;
	a->next = a->end = NULL;
	a->used = 0;
	memset(a->given, 0, sizeof(a->given));
}

/* The newest block, the largest of them mostly, is begun anew. */
void arena_reset(struct arena *a)
{
	struct arena_block *newest = a->blocks;

	while (newest && newest->next) {
		struct arena_block *b = newest->next;

		newest->next = b->next;
		b->next = a->spare;
		a->spare = b;
	}
	a->next = newest ? newest->memory : NULL;
	a->end = newest ? newest->memory + newest->size : NULL;
	a->steps = 0;
	a->live = false;
	memset(a->given, 0, sizeof(a->given));
}

enum status arena_run(struct arena *a, void (*fn)(void *ctx), void *ctx)
{
	struct arena_guard guard = {.outer = a->guard, .st = ST_OK};
	const unsigned depth = a->depth;

	a->guard = &guard;
	if (setjmp(guard.escape) == 0)
		fn(ctx);
	a->guard = guard.outer;
	a->depth = depth;
	return guard.st;
}

_Noreturn void arena_escape(struct arena *a, enum status st, const char *fmt,
			    ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(a->why, sizeof(a->why), fmt, ap);
	va_end(ap);
	if (!a->guard) {
		fprintf(stderr, "phonon: %s\n", a->why);
		abort();
	}
	a->guard->st = st;
	longjmp(a->guard->escape, 1);
}

_Noreturn void arena_pass(struct arena *a, enum status st)
{
	char why[sizeof(a->why)];

	memcpy(why, a->why, sizeof(why));
	arena_escape(a, st, "%s", why);
}

_Noreturn void arena_too_deep(struct arena *a)
{
	arena_escape(a, ST_LIMIT, "this goes more than %d deep into itself",
		     ARENA_DEPTH_MAX);
}

_Noreturn void arena_out_of_steps(struct arena *a)
{
	arena_escape(a, ST_LIMIT, "this takes more than %llu steps of work",
		     (unsigned long long)a->step_limit);
}

/* A spare block of at least n bytes, or a new one. */
static struct arena_block *take_block(struct arena *a, size_t n)
{
	size_t size = a->used ? a->used : FIRST_BLOCK;
	struct arena_block *b, **link;

	for (link = &a->spare; (b = *link); link = &b->next)
		if (b->size >= n) {
			*link = b->next;
			return b;
		}
	if (size > LARGEST_STEP)
		size = LARGEST_STEP;
	if (size < n)
		size = n;
	if (a->limit && a->used + size > a->limit) {
		size = n;
		if (n > a->limit || a->used > a->limit - n)
			arena_escape(a, ST_LIMIT,
				     "this takes more than %zu kB of memory",
				     a->limit / 1024);
	}
	b = mem_grow(NULL, sizeof(*b) + size);
	if (!b)
		arena_escape(a, ST_NOMEM, "the machine has no memory left");
	b->size = size;
	a->used += size;
	return b;
}

void *arena_slow(struct arena *a, size_t n)
{
	struct arena_block *b;

	if (n > SIZE_MAX / 4)
		arena_escape(a, ST_LIMIT, "this takes more than all memory");
	b = take_block(a, n);
	b->next = a->blocks;
	a->blocks = b;
	a->next = b->memory + n;
	a->end = b->memory + b->size;
	return b->memory;
}

/* Sizes are 1 kB and its doubles: one list of free buffers for each. */
enum { GIVEN_SMALLEST = 1024, GIVEN_CLASSES = 16 };

void *arena_take(struct arena *a, size_t *size)
{
	size_t n = GIVEN_SMALLEST;
	int step = 0;

	while (n < *size && step < GIVEN_CLASSES) {
		n *= 2;
		step++;
	}
	if (step < GIVEN_CLASSES) {
		void *buffer = a->given[step];

		*size = n;
		if (buffer) {
			memcpy(&a->given[step], buffer, sizeof(void *));
			return buffer;
		}
	}
	return arena_alloc(a, *size);
}

void arena_give(struct arena *a, void *buffer, size_t size)
{
	size_t n = GIVEN_SMALLEST;
	int step = 0;

	while (n < size && step < GIVEN_CLASSES) {
		n *= 2;
		step++;
	}
	if (step == GIVEN_CLASSES)
		return;
	memcpy(buffer, &a->given[step], sizeof(void *));
	a->given[step] = buffer;
}

void *arena_zero(struct arena *a, size_t n)
{
	return memset(arena_alloc(a, n), 0, n);
}

void *arena_copy(struct arena *a, const void *from, size_t n)
{
	return n ? memcpy(arena_alloc(a, n), from, n) : arena_alloc(a, n);
}

char *arena_strn(struct arena *a, const char *s, size_t n)
{
	char *copy = arena_alloc(a, n + 1);

	memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *arena_str(struct arena *a, const char *s)
{
	return arena_strn(a, s, strlen(s));
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *s;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	s = arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return s;
}
