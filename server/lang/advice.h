/* What to say about a mistake beyond what is wrong: what the performer may have
 * meant. Private to lang/. */
#ifndef LANG_ADVICE_H
#define LANG_ADVICE_H

#include "lang/infer_node.h"

/* What a word of another language, or of another place in this one, is here;
 * NULL: it is none. */
const char *advice_word(struct arena *a, const char *name);

/* A name that nobody knows. */
void advice_unknown_name(struct infer *inf, struct node *node);
/* The type names something that is none: says so. */
bool advice_unknown_type(struct infer *inf, const struct node *node,
			 struct type *t);

/* f x g y, where `$` is missing before g: the last argument of f is the bare
 * function node->items[i], and more stands behind it. Says so. */
bool advice_missing_dollar(struct infer *inf, const struct node *node, size_t i,
			   struct type *want, struct type *to);
/* s "bd" speed 2: `#` is missing before one argument too many. Says so. */
bool advice_missing_hash(struct infer *inf, const struct node *node, size_t i,
			 struct type *result);
/* stack(a, b): a list is wanted. Says so. */
bool advice_tight_list(struct infer *inf, const struct node *node,
		       struct type *from);
/* Of a wrong argument, a hint; NULL: nothing better is known. */
const char *advice_argument(struct infer *inf, const struct node *node,
			    const struct node *arg, struct type *want);
/* Of a wrong argument, that it and the next have changed places; or NULL. */
const char *advice_swapped(struct infer *inf, const struct node *node, size_t i,
			   struct type *want, struct type *to);
/* A unit's name alone where a sound is wanted: how it is a tone; or NULL. */
const char *advice_tone(struct infer *inf, const struct node *left);
/* x # gain: a control without its value. A hint or NULL. */
const char *advice_value(struct infer *inf, const struct node *op,
			 const struct node *operand);
/* x # gain: 1.2. Says so. */
bool advice_colon(struct infer *inf, struct node *node);
/* off 0.25 # speed 2: a function that still needs one stands left of `#`. A
 * hint or NULL. */
const char *advice_left_of_hash(struct infer *inf, const struct node *node);
/* s("bd").fast(2): methods. Says how it is written here; the whole chain is
 * done with then. */
bool advice_methods(struct infer *inf, struct node *node);

#endif
