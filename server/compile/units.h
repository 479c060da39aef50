/* Unit generators as the language and the evaluator see them. Private to
 * compile/. */
#ifndef COMPILE_UNITS_H
#define COMPILE_UNITS_H

#include "base/nearest.h"
#include "lang/unit.h"

struct arena;
struct place;
struct node;
struct value;

/* For inference. */
const struct unit *units_find(void *ctx, struct arena *a, const char *name);
void units_offer(struct nearest *near);
/* Parameters and inputs that a call may have; -1: no such unit. */
int units_arity(const char *name);

struct value signal_unit(const struct place *p, const struct node *node);
struct value signal_lift(const struct place *p, const struct node *node);
struct value signal_push(const struct place *p, const struct node *node);
/* `+ - * /` where a signal is on one side; false: none is. */
bool signal_arithmetic(struct arena *a, const char *op,
		       const struct value *args, struct value *to);

#endif
