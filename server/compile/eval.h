/* Trees with types to values. Works in whatever arena it is given: the
 * program's while it is compiled, a query's when a pattern calls a function
 * that somebody wrote. Escapes from it. [compile, control] */
#ifndef COMPILE_EVAL_H
#define COMPILE_EVAL_H

#include "base/diag.h"
#include "lang/tree.h"
#include "lang/type.h"
#include "pattern/value.h"

struct mini_scope;

/* Read the strings of a tree whose types are known into patterns of the arena,
 * so that their mistakes are found (in the list) and nothing is parsed later.
 * buses: what strings may play by ~name (NULL: nothing). */
void eval_prepare(struct arena *a, struct diag_list *errors,
		  const struct mini_scope *buses, struct node *node);
/* The value of a tree without free parameters. */
struct value eval(struct arena *a, const struct node *node);
/* Before anything that uses the definition is evaluated. */
void eval_define(struct arena *a, struct binding *b);
/* What a type's items are, as rows want to know it. */
enum value_kind eval_kind(struct type *t);

#endif
