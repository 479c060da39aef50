/* What the files of type inference share. Private to lang/. */
#ifndef LANG_INFER_NODE_H
#define LANG_INFER_NODE_H

#include "lang/infer.h"

/* The type of a tree, found once. */
struct type *infer_node(struct infer *inf, struct node *node);
struct type *infer_apply(struct infer *inf, struct node *node);
struct type *infer_op(struct infer *inf, struct node *node);
struct type *infer_section(struct infer *inf, struct node *node);
struct type *infer_segments(struct infer *inf, struct node *node);

/* A new variable. */
struct type *infer_fresh(struct infer *inf);
/* A mistake in the text that is looked at. */
void infer_fail(struct infer *inf, struct text_span at, const char *hint,
		const char *message);
/* "for example: ..." of what a tree names, or NULL. */
const char *infer_example(struct infer *inf, const struct node *f);
/* A number that is written with a fraction; a type that has none. */
bool infer_is_fraction(const struct node *node);
bool infer_wants_whole(struct type *t);

#endif
