/* Operators, their sections, and the segments between `$`. */
#include "lang/advice.h"

#include <string.h>

/* --- Operators --- */

struct node *infer_make(struct infer *inf, enum node_kind kind,
			struct text_span at, size_t n)
{
	struct node *node = ARENA_NEW(inf->arena, struct node);

	arena_step(inf->arena);
	node->kind = kind;
	node->at = at;
	node->n = n;
	node->items = ARENA_ARRAY(inf->arena, struct node *, n);
	return node;
}

static void wrong_operand(struct infer *inf, struct node *op,
			  struct node *operand, const char *side,
			  struct type *want, const char *hint)
{
	const char *found = type_describe(inf->arena, operand->type);

	if (type_head(operand->type) == CON_SIGNAL &&
	    strcmp(op->name.s, "#") == 0) {
		infer_fail(inf, operand->at,
			   "behind a signal stand effects, gain, amp and pan: "
			   "saw 110 # lpf 800 2",
			   "controls belong to events, but this is a signal");
		return;
	}
	if (infer_is_fraction(operand) && infer_wants_whole(want))
		found = "a number with a fraction";
	infer_fail(inf, operand->at, hint ? hint : infer_example(inf, op),
		   arena_printf(inf->arena,
				"%s of `%s` must be %s, but this is %s", side,
				op->name.s, type_describe(inf->arena, want),
				found));
}

/* `f # x` with a function on the left is the function that does f, then # x. */
static bool lift_operator(struct infer *inf, struct node *node,
			  struct type *left)
{
	struct type *from, *to;
	struct node *section, *dot, **items;

	if (!type_is_arrow(node->items[1]->type, &from, &to) ||
	    !type_can_unify(&inf->types, to, left) ||
	    strcmp(node->items[0]->name.s, ".") == 0)
		return false;
	section = infer_make(inf, NODE_SECTION, node->at, 2);
	section->items[0] = infer_make(inf, NODE_NAME, node->items[0]->at, 0);
	section->items[0]->name.s = node->items[0]->name.s;
	section->items[1] = node->items[2];
	dot = infer_make(inf, NODE_NAME, node->items[0]->at, 0);
	dot->name.s = ".";
	items = ARENA_ARRAY(inf->arena, struct node *, 3);
	items[0] = dot;
	items[1] = section;
	items[2] = node->items[1];
	node->items = items;
	return true;
}

/* `x # f` with a function of patterns on the right, a modifier bus: f of x. */
static bool is_effect(struct infer *inf, const struct node *node,
		      struct type *right)
{
	struct type *from, *to;

	return strcmp(node->items[0]->name.s, "#") == 0 &&
	       type_is_arrow(right, &from, &to) &&
	       (type_head(from) == CON_SIGNAL ||
		type_can_unify(&inf->types, from, node->items[1]->type));
}

static struct type *infer_effect(struct infer *inf, struct node *node)
{
	struct node **items = ARENA_ARRAY(inf->arena, struct node *, 2);

	items[0] = node->items[2];
	items[1] = node->items[1];
	node->kind = NODE_APPLY;
	node->items = items;
	node->n = 2;
	return infer_apply(inf, node);
}

/* `saw # lpf 800`: what is wrong is the left side. */
static const char *right_of_tone(struct infer *inf, const struct node *node)
{
	return node->items[1]->kind == NODE_NAME
		   ? advice_left_of_hash(inf, node)
		   : NULL;
}

struct type *infer_op(struct infer *inf, struct node *node)
{
	struct node *op = node->items[0];
	struct type *t = infer_chain(inf, node), *left, *right, *rest, *result;
	struct type *tl, *tr;

	if (t)
		return t;
	if (advice_colon(inf, node))
		return infer_fresh(inf);
	t = infer_node(inf, op);
	infer_signal_sides(inf, node);
	tl = infer_node(inf, node->items[1]);
	if (!type_is_arrow(t, &left, &rest) ||
	    !type_is_arrow(rest, &right, &result)) {
		left = infer_fresh(inf);
		right = infer_fresh(inf);
		result = infer_fresh(inf);
		rest = type_arrow(&inf->types, right, result);
		if (!type_try(&inf->types, t,
			      type_arrow(&inf->types, left, rest))) {
			infer_fail(
			    inf, op->at, NULL,
			    arena_printf(inf->arena,
					 "`%s` can't be an operator: it is "
					 "no function of two arguments",
					 op->name.s));
			return infer_fresh(inf);
		}
	}
	if (!type_try(&inf->types, left, tl)) {
		if (lift_operator(inf, node, left))
			return infer_op(inf, node);
		if (advice_methods(inf, node))
			return infer_fresh(inf);
		wrong_operand(inf, op, node->items[1], "the left side", left,
			      advice_left_of_hash(inf, node));
	}
	tr = infer_node(inf, node->items[2]);
	if (is_effect(inf, node, tr))
		return infer_effect(inf, node);
	if (!type_try(&inf->types, right, tr))
		wrong_operand(inf, op, node->items[2], "the right side", right,
			      advice_value(inf, op, node->items[2])
				  ? advice_value(inf, op, node->items[2])
				  : right_of_tone(inf, node));
	return result;
}

struct type *infer_section(struct infer *inf, struct node *node)
{
	struct node *op = node->items[0];
	struct type *t = infer_effect_section(inf, node);
	struct type *left, *right, *rest, *result, *tx;

	if (t)
		return t;
	t = infer_node(inf, op);
	tx = infer_node(inf, node->items[1]);

	if (!type_is_arrow(t, &left, &rest) ||
	    !type_is_arrow(rest, &right, &result)) {
		left = infer_fresh(inf);
		right = infer_fresh(inf);
		result = infer_fresh(inf);
		rest = type_arrow(&inf->types, right, result);
		if (!type_try(&inf->types, t,
			      type_arrow(&inf->types, left, rest))) {
			/* ($ x) and the like: an operator of one argument */
			infer_fail(
			    inf, op->at, NULL,
			    arena_printf(inf->arena,
					 "`%s` can't be an operator: it is "
					 "no function of two arguments",
					 op->name.s));
			return infer_fresh(inf);
		}
	}
	if (!type_try(&inf->types, node->left ? left : right, tx))
		wrong_operand(inf, op, node->items[1],
			      node->left ? "the left side" : "the right side",
			      node->left ? left : right, NULL);
	return type_arrow(&inf->types, node->left ? right : left, result);
}

/* --- Segments --- */

static struct node *make_apply(struct infer *inf, struct node *f,
			       struct node *x)
{
	struct text_span at = {f->at.from < x->at.from ? f->at.from
						       : x->at.from,
			       f->at.to > x->at.to ? f->at.to : x->at.to};
	struct node *node = infer_make(inf, NODE_APPLY, at, 2);

	node->items[0] = f;
	node->items[1] = x;
	node->dollar = true;
	return node;
}

/* Can the segments first..n-1 be applied to each other from the right, as
 * Tidal reads them? */
static bool reads_as_tidal(struct infer *inf, struct node **seg, size_t n)
{
	struct types *t = &inf->types;
	size_t mark = type_trial_begin(t);
	struct type *now = seg[n - 1]->type, *result;
	bool ok = true;

	for (size_t i = n - 1; ok && i-- > 0; now = result) {
		result = infer_fresh(inf);
		ok = type_unify(t, seg[i]->type, type_arrow(t, now, result));
	}
	type_trial_end(t, mark);
	return ok;
}

static struct node *tidal_tree(struct infer *inf, struct node **seg, size_t n)
{
	struct node *now = seg[n - 1];

	for (size_t i = n - 1; i-- > 0;)
		now = make_apply(inf, seg[i], now);
	return now;
}

/* Functions behind the value: each takes those behind it as arguments as long
 * as it takes functions (`jux $ rev`). Returns how many segments it is. */
static size_t function_group(struct infer *inf, struct node **seg, size_t n)
{
	size_t used = 1;

	for (size_t i = 2; i <= n; i++) {
		struct type *from, *to;

		if (!type_is_arrow(seg[i - 2]->type, &from, &to) ||
		    type_head(from) != CON_ARROW)
			break;
		if (reads_as_tidal(inf, seg, i))
			used = i;
	}
	return used;
}

static struct node *phonon_tree(struct infer *inf, struct node **seg, size_t n,
				size_t value)
{
	struct node *now = seg[value];
	size_t i = value + 1;

	while (i < n) {
		size_t used = function_group(inf, seg + i, n - i);

		now = make_apply(inf, tidal_tree(inf, seg + i, used), now);
		i += used;
	}
	for (i = value; i-- > 0;)
		now = make_apply(inf, seg[i], now);
	return now;
}

static struct node *composition(struct infer *inf, struct node **seg, size_t n)
{
	struct node *now = seg[n - 1];

	for (size_t i = n - 1; i-- > 0;) {
		struct node *node = infer_make(inf, NODE_OP, seg[i]->at, 3);

		node->items[0] = infer_make(inf, NODE_NAME, seg[i]->at, 0);
		node->items[0]->name.s = ".";
		node->items[1] = seg[i];
		node->items[2] = now;
		now = node;
	}
	return now;
}

struct type *infer_segments(struct infer *inf, struct node *node)
{
	struct node **seg = node->items, *tree;
	size_t n = node->n, values = 0, value = n - 1;
	int failed = inf->failed;

	for (size_t i = 0; i < n; i++) {
		struct type *t = infer_node(inf, seg[i]);

		if (type_head(t) != CON_ARROW) {
			if (values++ == 1 && type_head(t) != -1)
				value = i;
			else if (values == 1)
				value = i;
		}
	}
	if (type_head(seg[n - 1]->type) != CON_ARROW && values == 1)
		tree = tidal_tree(inf, seg, n);
	else if (reads_as_tidal(inf, seg, n))
		tree = tidal_tree(inf, seg, n);
	else if (values == 0)
		tree = composition(inf, seg, n);
	else if (values == 1)
		tree = phonon_tree(inf, seg, n, value);
	else if (inf->failed > failed) {
		return infer_fresh(inf); /* said already */
	} else {
		infer_fail(
		    inf, seg[value]->at,
		    "`#` joins controls, `+` adds, stack [a, b] plays both",
		    arena_printf(inf->arena,
				 "`$` joins functions to one value, but this "
				 "is %s and there is another value before it",
				 type_describe(inf->arena, seg[value]->type)));
		return infer_fresh(inf);
	}
	*node = *tree;
	node->type = NULL;
	return infer_node(inf, node);
}
