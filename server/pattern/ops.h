/* Arithmetic on values, as Tidal's Num, Fractional ... instances do it, control
 * maps included: per key, a key on one side only is kept (after the operator's
 * own preparation), strings and bools keep the left value. */
#ifndef PATTERN_OPS_H
#define PATTERN_OPS_H

#include "pattern/core.h"

enum value_op {
	OP_SET,	 /* the right value; for maps: union, right wins: |> */
	OP_KEEP, /* the left value; for maps: union, left wins: |< */
	OP_ADD,
	OP_SUB,
	OP_MUL,
	OP_DIV,
	OP_MOD,
	OP_POW,
	OP_CONCAT, /* strings: |++| */
	OP_BITAND,
	OP_BITOR, /* .&. .|. of ints */
	OP_LT,
	OP_GT,
	OP_LE,
	OP_GE,
	OP_EQ,
	OP_NE,
	OP_AND,
	OP_OR,
};

/* Escapes with ST_EVAL on division of rationals or integers by zero. */
struct value value_op(struct arena *a, enum value_op op, struct value x,
		      struct value y);
/* The op on two patterns: `|+|`, `|+`, `+|` by `from`. */
const struct pattern *pat_op(struct arena *a, enum pat_structure from,
			     enum value_op op, const struct pattern *x,
			     const struct pattern *y);
/* The negative; of a map or a pattern, that of each of its numbers. */
struct value value_negate(struct arena *a, struct value v);

#endif
