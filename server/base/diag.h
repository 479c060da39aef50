/* A user's mistake, with its place. Lines and columns count from 1, columns in
 * characters (UTF-8 code points); end is behind the last character. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

/* A piece of the text, in bytes from its start. */
struct text_span {
	uint32_t from, to;
};

struct diag {
	struct text_span span;
	int line, column, end_line, end_column;
	bool warning;
	const char *message; /* what was found and what was expected */
	const char *hint;    /* how to mend it, "" when nobody knows */
	struct diag *next;
};

/* The mistakes of one text, in the order of their places once sorted; at most
 * DIAG_MAX are kept, the rest are counted. */
struct diag_list {
	struct arena *arena;
	const char *text;
	size_t len;
	struct diag *first;
	int errors, warnings, dropped;
};

enum { DIAG_MAX = 20 };

void diag_init(struct diag_list *l, struct arena *a, const char *text,
	       size_t len);
/* Messages and hints are copied into the list's arena. hint may be NULL.
 * A second error at the same place is dropped; where the list is full, errors
 * take the place of warnings. Returns the new one or NULL. */
struct diag *diag_error(struct diag_list *l, struct text_span at,
			const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
struct diag *diag_warn(struct diag_list *l, struct text_span at,
		       const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Line and column of a byte of the text. */
void diag_place(const char *text, size_t len, uint32_t at, int *line,
		int *column);

#endif
