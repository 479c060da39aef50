/* Lists, pairs and optional values of the language, as its list functions and
 * others that take them apart see them. [any] */
#ifndef PATTERN_PLAIN_H
#define PATTERN_PLAIN_H

#include "pattern/fn.h"

/* A string is a list of characters: one that isn't empty is always a V_STR. */
struct value list_of(struct arena *a, size_t n, const struct value *at);
const struct list *as_list(struct arena *a, struct value v);
struct value list_map(struct arena *a, const struct fn *f, struct value l);
struct value list_append(struct arena *a, struct value x, struct value y);
struct value list_concat(struct arena *a, struct value lists);

struct value tuple_2(struct arena *a, struct value x, struct value y);
struct value just(struct arena *a, struct value v);
struct value nothing(struct arena *a);

struct const_fn {
	struct fn fn;
	struct value value;
};
/* A function that gives v for anything. */
const struct fn *fn_const(struct arena *a, struct value v);
struct value fn_call_2(struct arena *a, const struct fn *f, struct value x,
		       struct value y);

#endif
