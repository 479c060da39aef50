/* Applications: functions and what they are applied to. */
#include "lang/advice.h"

#include <string.h>

static bool is_row(const struct node *node)
{
	return node->kind == NODE_NAME && node->name.ref == REF_GLOBAL;
}

static const char *callee(struct infer *inf, const struct node *f)
{
	return f->kind == NODE_NAME
		   ? arena_printf(inf->arena, "`%s`", f->name.s)
		   : "this function";
}

const char *infer_example(struct infer *inf, const struct node *f)
{
	const char *e =
	    is_row(f) ? inf->names->example(inf->names->ctx, f->name.global)
		      : NULL;

	return e && *e ? arena_printf(inf->arena, "for example: %s", e) : NULL;
}

bool infer_is_fraction(const struct node *node)
{
	return node->kind == NODE_FLOAT ||
	       (node->kind == NODE_NEGATE && infer_is_fraction(node->items[0]));
}

bool infer_wants_whole(struct type *t)
{
	struct type *x = type_head(t) == CON_PATTERN ? type_last(t) : t;

	return x && type_head(x) == CON_INT;
}

static void wrong_argument(struct infer *inf, const struct node *node,
			   struct node *arg, int index, struct type *want,
			   const char *hint)
{
	struct node *f = node->items[0];
	const char *found = type_describe(inf->arena, arg->type);

	if (infer_is_fraction(arg) && infer_wants_whole(want))
		found = "a number with a fraction";
	for (; f->kind == NODE_APPLY; f = f->items[0])
		index += (int)f->n - 1;
	hint = hint ? hint : advice_argument(inf, node, arg, want);
	infer_fail(inf, arg->at, hint ? hint : infer_example(inf, f),
		   arena_printf(inf->arena,
				"argument %d of %s must be %s, but this is %s",
				index, callee(inf, f),
				type_describe(inf->arena, want), found));
}

static void too_many(struct infer *inf, struct node *f, struct node *arg,
		     int taken, struct type *t)
{
	const char *hint = infer_example(inf, f);
	const char *message;

	if (taken == 0 && f->kind == NODE_NAME &&
	    type_prune(t)->kind == TYPE_VAR && !t->var.classes)
		message =
		    arena_printf(inf->arena,
				 "%s can't be applied to something that is "
				 "made of it",
				 callee(inf, f));
	else if (taken == 0 && f->kind == NODE_NAME)
		message =
		    arena_printf(inf->arena, "%s is %s: it takes no arguments",
				 callee(inf, f), type_describe(inf->arena, t));
	else if (taken == 0 && (f->kind == NODE_INT || f->kind == NODE_FLOAT))
		message = "an operator or a comma is missing before this",
		hint = "a sequence stands in quotes: \"0 1 2\"";
	else if (taken == 0)
		message = arena_printf(
		    inf->arena,
		    "%s can't be applied to something: an operator or a comma "
		    "is missing before this",
		    type_describe(inf->arena, t));
	else
		message =
		    arena_printf(inf->arena,
				 "%s takes %d argument%s, this is one "
				 "too many",
				 callee(inf, f), taken, taken == 1 ? "" : "s");
	infer_fail(inf, arg->at, hint, message);
}

/* One argument to a function of type t: the type of the result, or NULL. good:
 * no argument before it was wrong; before: mistakes before it was looked at. */
static struct type *apply(struct infer *inf, struct node *node, struct type *t,
			  int index, bool good, int before)
{
	struct type *from, *to;
	struct node *f = node->items[0], **at = &node->items[index];
	struct node *arg = *at;
	struct type *ta = infer_node(inf, arg);
	const char *swapped;

	t = type_prune(t);
	if (!type_is_arrow(t, &from, &to)) {
		to = infer_fresh(inf);
		if (t->kind == TYPE_VAR &&
		    type_try(&inf->types, t, type_arrow(&inf->types, ta, to)))
			return to;
		if (good && !advice_missing_hash(inf, node, (size_t)index, t))
			too_many(inf, f, arg, index - 1, t);
		return NULL;
	}
	if (type_head(from) == CON_SIGNAL && infer_to_signal(inf, at, true))
		return to;
	/* What has a mistake in it needs no other. */
	if (type_try(&inf->types, from, ta) || inf->failed > before)
		return to;
	if (advice_missing_dollar(inf, node, (size_t)index, from, to))
		return NULL;
	swapped =
	    good ? advice_swapped(inf, node, (size_t)index, from, to) : NULL;
	wrong_argument(inf, node, arg, index, from, swapped);
	return swapped ? NULL : to;
}

/* A function of patterns, applied to a signal: to all that plays in it. */
static bool is_pushed(struct infer *inf, struct type *t, struct node *arg)
{
	struct type *from, *to;

	return type_head(arg->type) == CON_SIGNAL &&
	       type_is_arrow(t, &from, &to) && type_head(from) != CON_SIGNAL &&
	       type_can_unify(&inf->types, from, type_control()) &&
	       type_can_unify(&inf->types, to, type_control());
}

/* Pattern a -> Pattern a: it can't tell what the patterns are of. */
static bool is_of_anything(const struct type *from, const struct type *to)
{
	struct type *x = type_last((struct type *)from);
	struct type *y = type_last((struct type *)to);

	return type_head((struct type *)from) == CON_PATTERN && x && x == y &&
	       x->kind == TYPE_VAR && x->var.classes == 0;
}

static struct type *push_down(struct infer *inf, struct node *node,
			      struct type *t)
{
	struct type *from, *to;
	struct node *f = node->items[0], *x = node->items[node->n - 1];
	bool any;

	if (node->n > 2) {
		f = infer_make(inf, NODE_APPLY, node->at, node->n - 1);
		memcpy(f->items, node->items,
		       (node->n - 1) * sizeof(*f->items));
		f->type = t;
	}
	type_is_arrow(t, &from, &to);
	any = is_of_anything(from, to);
	type_try(&inf->types, from, type_control());
	type_try(&inf->types, to, type_control());
	node->kind = NODE_PUSH;
	node->any = any;
	node->items = ARENA_ARRAY(inf->arena, struct node *, 2);
	node->n = 2;
	node->items[0] = f;
	node->items[1] = x;
	return type_con(CON_SIGNAL);
}

/* f(a, b): a tuple where f takes one, else two arguments. */
static void spread_tight(struct infer *inf, struct node *node, struct type *t)
{
	struct node *tuple = node->items[1], **items;
	struct type *from, *to;
	size_t n = node->n + tuple->n - 1;

	if (tuple->n == 0 || !type_is_arrow(t, &from, &to) ||
	    type_head(from) == -1 ||
	    (type_head(from) >= CON_TUPLE2 && type_head(from) <= CON_TUPLE4))
		return;
	items = ARENA_ARRAY(inf->arena, struct node *, n);
	items[0] = node->items[0];
	memcpy(items + 1, tuple->items, tuple->n * sizeof(*items));
	memcpy(items + 1 + tuple->n, node->items + 2,
	       (node->n - 2) * sizeof(*items));
	node->items = items;
	node->n = n;
}

struct type *infer_apply(struct infer *inf, struct node *node)
{
	struct type *t = infer_unit(inf, node), *from, *to;
	int failed, before;

	if (t)
		return t;
	t = infer_node(inf, node->items[0]);
	if (node->items[1]->kind == NODE_TUPLE && node->items[1]->tight) {
		if (type_is_arrow(t, &from, &to) &&
		    advice_tight_list(inf, node, from))
			return infer_fresh(inf);
		spread_tight(inf, node, t);
	}
	failed = inf->failed;
	for (size_t i = 1; i < node->n; i++) {
		before = inf->failed;
		infer_node(inf, node->items[i]);
		if (i + 1 == node->n && is_pushed(inf, t, node->items[i]))
			return push_down(inf, node, t);
		t = apply(inf, node, t, (int)i, inf->failed == failed, before);
		if (!t) {
			for (i++; i < node->n; i++)
				infer_node(inf, node->items[i]);
			return infer_fresh(inf);
		}
	}
	return t;
}
