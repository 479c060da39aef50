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
struct node *infer_make(struct infer *inf, enum node_kind kind,
			struct text_span at, size_t n);
struct type *infer_function(struct infer *inf, struct param *params, size_t n,
			    struct node *body);
/* Parameters and let's names. */
void infer_offer_locals(const struct infer *inf, struct nearest *near);
/* The name is a parameter's or a let's. */
bool infer_is_local(const struct infer *inf, const char *name);

/* --- Signals: infer_signal.c, infer_unit.c, infer_chain.c --- */

/* The unit generator that a name means where it is not something else; NULL. */
const struct unit *infer_unit_of(struct infer *inf, const struct node *name);
/* An application or a name that means a unit generator becomes a NODE_UNIT;
 * NULL where it doesn't. */
struct type *infer_unit(struct infer *inf, struct node *node);
/* An operator with others around it: effects take all that stands before them.
 * NULL: nothing of that kind is there. */
struct type *infer_chain(struct infer *inf, struct node *node);
/* (# reverb 0.5 0.3): the function that puts its argument there. NULL: it is no
 * effect. */
struct type *infer_effect_section(struct infer *inf, struct node *node);
/* What stands there can be a signal, and now is one. False: it can't. */
bool infer_to_signal(struct infer *inf, struct node **at, bool pitch);
/* What a bus is made of: a control whose name is a source, too, is that. */
void infer_bus(struct infer *inf, struct node *body);
/* `+ - * /` with a signal on one side: the other becomes one, too. */
void infer_signal_sides(struct infer *inf, struct node *node);

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
