/* What the three files of signals share: infer_signal.c, infer_unit.c and
 * infer_chain.c. */
#ifndef LANG_INFER_UNIT_H
#define LANG_INFER_UNIT_H

#include "lang/infer_node.h"

/* The node becomes that unit's, with `left` (NULL: what is in the call) as its
 * input. */
struct type *infer_call_unit(struct infer *inf, struct node *node,
			     const struct unit *u, struct node *left);
/* Of a name that is also a pattern function or a control: the unit is meant. */
bool infer_is_definite(struct infer *inf, const struct node *node,
		       const struct unit *u);
/* A bus that is nothing but a string: read anew where it stands. */
bool infer_is_string_bus(const struct node *node);

#endif
