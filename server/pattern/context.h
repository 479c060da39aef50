/* Reading contexts: the places in the text that an event comes from. */
#ifndef PATTERN_CONTEXT_H
#define PATTERN_CONTEXT_H

#include "pattern/pattern.h"

/* How many places; the i-th of them from the left, or NULL. */
size_t context_count(const struct context *c);
const struct context *context_leaf(const struct context *c, size_t i);
/* Up to max places into to, from the left; how many. */
size_t context_leaves(const struct context *c, const struct context **to,
		      size_t max);
/* Tidal's derived order: the lists of places compared item by item, each by
 * column, line, end column, end line inside its own string. */
int context_cmp(const struct context *x, const struct context *y);
/* The same place as a leaf. */
const struct context *context_at(struct arena *a, struct text_span at, int line,
				 int column, int end_line, int end_column);

#endif
