/* What the files of the evaluator share: the place where a tree is evaluated,
 * types as they are there, and literals. Private to compile/. */
#ifndef COMPILE_PLACE_H
#define COMPILE_PLACE_H

#include "compile/eval.h"

struct thunk;
struct sig;

/* Values of parameters and bindings, innermost first. */
struct env {
	struct value value;
	struct thunk *thunk; /* or a binding, asked for when it is needed */
	const struct env *up;
};

/* What the general types of a binding are in this use of it. */
struct uses {
	const struct binding *binding;
	struct type *const *actual;
	const struct uses *up;
};

/* A binding's value, in the environment it was written in. Kept once it is
 * known if it has no general types, and lives in the same arena. */
struct thunk {
	const struct binding *binding;
	const struct env *env;
	const struct uses *uses;
	const struct arena *home;
	bool known, running;
	struct value value;
	struct sig *bus; /* what stands for it in signals */
};

struct place {
	struct arena *arena;
	const struct env *env;
	const struct uses *uses;
};

struct value eval_node(const struct place *p, const struct node *node);

/* The type's head, with general variables as this use has them. */
struct type *type_actual(const struct uses *uses, struct type *t);
/* All of it, without general variables. */
struct type *type_settle(struct arena *a, const struct uses *uses,
			 struct type *t);
/* The constructor at its head, -1 for none; its last argument, or NULL. */
int type_actual_head(const struct uses *uses, struct type *t);
struct type *type_actual_last(const struct uses *uses, struct type *t);
/* What its items are, as rows want to know it. */
enum value_kind type_actual_kind(const struct uses *uses, struct type *t);

struct value literal_number(const struct place *p, struct type *t, double f,
			    struct rat exact, bool whole);
struct value literal_string(const struct place *p, const struct node *node);
struct value literal_negate(const struct place *p, const struct node *node);

#endif
