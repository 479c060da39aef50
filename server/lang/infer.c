#include "lang/infer.h"

#include <stdint.h>
#include <string.h>

/* A parameter or a let's binding, innermost first. Evaluation's environment
 * has one value for each, in the same order. */
struct local {
	const char *name;
	struct type *type;
	struct binding *binding;
	struct local *up;
};

void infer_init(struct infer *inf, struct arena *a, const struct names *names,
		struct diag_list *errors)
{
	*inf = (struct infer){.arena = a, .names = names, .errors = errors};
	types_init(&inf->types, a);
	inf->signatures = ARENA_ARRAY(a, struct signature *, INFER_SIGNATURES);
}

static struct type *infer(struct infer *inf, struct node *node);

static struct type *fresh(struct infer *inf)
{
	return type_var(&inf->types, 0);
}

static void fail(struct infer *inf, struct text_span at, const char *hint,
		 const char *message)
{
	inf->failed++;
	diag_error(inf->errors, at, hint, "%s", message);
}

/* --- Names --- */

static void unknown_name(struct infer *inf, struct node *node)
{
	struct nearest near;
	char hint[256];

	/* The search costs more than all else: not for what nobody will read. */
	if (inf->errors->errors + inf->errors->warnings >= DIAG_MAX) {
		inf->failed++;
		diag_error(inf->errors, node->at, NULL, "unknown name");
		return;
	}
	nearest_init(&near, node->name.s);
	inf->names->offer(inf->names->ctx, &near);
	for (struct local *l = inf->locals; l; l = l->up)
		if (l->name)
			nearest_offer(&near, l->name);
	nearest_hint(&near, hint, sizeof(hint));
	if (!hint[0] && node->name.s[0] == '~')
		strcpy(hint, "define the bus with ~name: ...");
	fail(inf, node->at, hint,
	     arena_printf(inf->arena, "unknown %s `%s`",
			  node->name.s[0] == '~' ? "bus" : "name",
			  node->name.s));
}

/* A copy of a general type with new variables in node->name.inst. */
static struct type *copy_general(struct infer *inf, const struct binding *b,
				 struct type *t, struct type **inst)
{
	struct type *f, *x;

	t = type_prune(t);
	if (t->kind == TYPE_VAR && t->var.general >= 0 && t->var.owner == b) {
		struct type **to = &inst[t->var.general];

		if (!*to)
			*to = type_var(&inf->types, t->var.classes);
		return *to;
	}
	if (t->kind != TYPE_APP)
		return t;
	arena_step(inf->arena);
	f = copy_general(inf, b, t->app.f, inst);
	x = copy_general(inf, b, t->app.x, inst);
	return f == t->app.f && x == t->app.x ? t : type_app(&inf->types, f, x);
}

static struct type *use_binding(struct infer *inf, struct node *node,
				struct binding *b)
{
	struct local *saved = inf->locals;
	struct diag_list *errors = inf->errors;

	node->name.binding = b;
	if (b->state == BINDING_RUNNING) {
		b->state = BINDING_BROKEN;
		fail(inf, node->at, NULL,
		     arena_printf(inf->arena,
				  "`%s` is defined by itself, without an end",
				  b->name));
	}
	if (b->state == BINDING_NEW) {
		inf->locals = (struct local *)b->scope;
		if (b->errors)
			inf->errors = b->errors;
		infer_binding(inf, b);
		inf->locals = saved;
		inf->errors = errors;
	}
	if (b->state == BINDING_BROKEN) {
		inf->failed++;
		return fresh(inf);
	}
	if (b->n_general == 0)
		return b->type;
	node->name.inst = ARENA_ARRAY(inf->arena, struct type *, b->n_general);
	return copy_general(inf, b, b->type, node->name.inst);
}

/* A row's type, read once: what has variables is a mould for its uses. */
struct signature {
	const char *text;
	struct type *type;
	struct binding mould; /* owns the variables; n_general of them */
};

static void generalise(struct infer *inf, struct binding *b, struct type *t);

static struct signature *read_signature(struct infer *inf, const char *text)
{
	struct signature *s = ARENA_NEW(inf->arena, struct signature);
	int level = inf->types.level;

	s->text = text;
	inf->types.level = level + 1;
	s->type = type_parse(&inf->types, text, NULL);
	inf->types.level = level;
	if (s->type)
		generalise(inf, &s->mould, s->type);
	return s;
}

static struct signature *find_signature(struct infer *inf, const char *text)
{
	size_t i = ((uintptr_t)text >> 3) % INFER_SIGNATURES;

	for (int tries = 0; tries < 8; tries++) {
		struct signature **at =
		    &inf->signatures[(i + (size_t)tries) % INFER_SIGNATURES];

		if (!*at)
			return *at = read_signature(inf, text);
		if ((*at)->text == text)
			return *at;
	}
	return read_signature(inf, text);
}

static struct type *row_type(struct infer *inf, struct node *node,
			     const char *text)
{
	struct signature *s = find_signature(inf, text);
	struct type **inst;

	if (!s->type) {
		fail(inf, node->at, NULL,
		     arena_printf(inf->arena,
				  "the signature of `%s` is broken: %s",
				  node->name.s, text));
		return fresh(inf);
	}
	if (s->mould.n_general == 0)
		return s->type;
	inst = ARENA_ARRAY(inf->arena, struct type *, s->mould.n_general);
	return copy_general(inf, &s->mould, s->type, inst);
}

static struct type *infer_name(struct infer *inf, struct node *node)
{
	const char *signature;
	struct binding *b;
	unsigned depth = 0;

	for (struct local *l = inf->locals; l; l = l->up, depth++) {
		arena_step(inf->arena);
		if (!l->name || strcmp(l->name, node->name.s) != 0)
			continue;
		node->name.ref = l->binding ? REF_BINDING : REF_LOCAL;
		node->name.depth = depth;
		if (!l->binding)
			return l->type;
		return use_binding(inf, node, l->binding);
	}
	b = inf->names->definition(inf->names->ctx, node->name.s);
	if (b) {
		node->name.ref = REF_DEFINITION;
		return use_binding(inf, node, b);
	}
	node->name.global = inf->names->row(inf->names->ctx, inf->arena,
					    node->name.s, &signature);
	if (node->name.global) {
		node->name.ref = REF_GLOBAL;
		return row_type(inf, node, signature);
	}
	unknown_name(inf, node);
	return fresh(inf);
}

/* --- Applications --- */

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

static const char *example(struct infer *inf, const struct node *f)
{
	const char *e =
	    is_row(f) ? inf->names->example(inf->names->ctx, f->name.global)
		      : NULL;

	return e && *e ? arena_printf(inf->arena, "for example: %s", e) : NULL;
}

static bool is_fraction(const struct node *node)
{
	return node->kind == NODE_FLOAT ||
	       (node->kind == NODE_NEGATE && is_fraction(node->items[0]));
}

static bool wants_whole(struct type *t)
{
	struct type *x = type_head(t) == CON_PATTERN ? type_last(t) : t;

	return x && type_head(x) == CON_INT;
}

static void wrong_argument(struct infer *inf, struct node *f, struct node *arg,
			   int index, struct type *want)
{
	const char *found = type_describe(inf->arena, arg->type);

	if (is_fraction(arg) && wants_whole(want))
		found = "a number with a fraction";
	for (; f->kind == NODE_APPLY; f = f->items[0])
		index += (int)f->n - 1;
	fail(inf, arg->at, example(inf, f),
	     arena_printf(inf->arena,
			  "argument %d of %s must be %s, but this is %s", index,
			  callee(inf, f), type_describe(inf->arena, want),
			  found));
}

static void too_many(struct infer *inf, struct node *f, struct node *arg,
		     int taken, struct type *t)
{
	const char *hint = example(inf, f);
	const char *message;

	if (taken == 0 && f->kind == NODE_NAME)
		message =
		    arena_printf(inf->arena, "%s is %s: it takes no arguments",
				 callee(inf, f), type_describe(inf->arena, t));
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
	fail(inf, arg->at, hint, message);
}

/* One argument to a function of type t: the type of the result, or NULL. */
static struct type *apply(struct infer *inf, struct node *f, struct type *t,
			  struct node *arg, int index)
{
	struct type *from, *to;
	struct type *ta = infer(inf, arg);

	t = type_prune(t);
	if (!type_is_arrow(t, &from, &to)) {
		to = fresh(inf);
		if (t->kind == TYPE_VAR &&
		    type_try(&inf->types, t, type_arrow(&inf->types, ta, to)))
			return to;
		too_many(inf, f, arg, index - 1, t);
		return NULL;
	}
	if (!type_try(&inf->types, from, ta))
		wrong_argument(inf, f, arg, index, from);
	return to;
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

static struct type *infer_apply(struct infer *inf, struct node *node)
{
	struct type *t = infer(inf, node->items[0]);

	if (node->items[1]->kind == NODE_TUPLE && node->items[1]->tight)
		spread_tight(inf, node, t);
	for (size_t i = 1; i < node->n; i++) {
		t = apply(inf, node->items[0], t, node->items[i], (int)i);
		if (!t) {
			for (i++; i < node->n; i++)
				infer(inf, node->items[i]);
			return fresh(inf);
		}
	}
	return t;
}

/* --- Operators --- */

static struct node *make(struct infer *inf, enum node_kind kind,
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
			  struct type *want)
{
	const char *found = type_describe(inf->arena, operand->type);

	if (is_fraction(operand) && wants_whole(want))
		found = "a number with a fraction";
	fail(inf, operand->at, example(inf, op),
	     arena_printf(inf->arena, "%s of `%s` must be %s, but this is %s",
			  side, op->name.s, type_describe(inf->arena, want),
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
	section = make(inf, NODE_SECTION, node->at, 2);
	section->items[0] = make(inf, NODE_NAME, node->items[0]->at, 0);
	section->items[0]->name.s = node->items[0]->name.s;
	section->items[1] = node->items[2];
	dot = make(inf, NODE_NAME, node->items[0]->at, 0);
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
	       type_can_unify(&inf->types, from, node->items[1]->type);
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

static struct type *infer_op(struct infer *inf, struct node *node)
{
	struct node *op = node->items[0];
	struct type *t = infer(inf, op), *left, *right, *rest, *result;
	struct type *tl = infer(inf, node->items[1]);
	struct type *tr;

	if (!type_is_arrow(t, &left, &rest) ||
	    !type_is_arrow(rest, &right, &result)) {
		left = fresh(inf);
		right = fresh(inf);
		result = fresh(inf);
		rest = type_arrow(&inf->types, right, result);
		if (!type_try(&inf->types, t,
			      type_arrow(&inf->types, left, rest))) {
			fail(inf, op->at, NULL,
			     arena_printf(inf->arena,
					  "`%s` can't be an operator: it is "
					  "no function of two arguments",
					  op->name.s));
			return fresh(inf);
		}
	}
	if (!type_try(&inf->types, left, tl)) {
		if (lift_operator(inf, node, left))
			return infer_op(inf, node);
		wrong_operand(inf, op, node->items[1], "the left side", left);
	}
	tr = infer(inf, node->items[2]);
	if (is_effect(inf, node, tr))
		return infer_effect(inf, node);
	if (!type_try(&inf->types, right, tr))
		wrong_operand(inf, op, node->items[2], "the right side", right);
	return result;
}

static struct type *infer_section(struct infer *inf, struct node *node)
{
	struct node *op = node->items[0];
	struct type *t = infer(inf, op), *left, *right, *rest, *result;
	struct type *tx = infer(inf, node->items[1]);

	if (!type_is_arrow(t, &left, &rest) ||
	    !type_is_arrow(rest, &right, &result)) {
		left = fresh(inf);
		right = fresh(inf);
		result = fresh(inf);
		rest = type_arrow(&inf->types, right, result);
		if (!type_try(&inf->types, t,
			      type_arrow(&inf->types, left, rest))) {
			/* ($ x) and the like: an operator of one argument */
			fail(inf, op->at, NULL,
			     arena_printf(inf->arena,
					  "`%s` can't be an operator: it is "
					  "no function of two arguments",
					  op->name.s));
			return fresh(inf);
		}
	}
	if (!type_try(&inf->types, node->left ? left : right, tx))
		wrong_operand(inf, op, node->items[1],
			      node->left ? "the left side" : "the right side",
			      node->left ? left : right);
	return type_arrow(&inf->types, node->left ? right : left, result);
}

/* --- Segments --- */

static struct node *make_apply(struct infer *inf, struct node *f,
			       struct node *x)
{
	struct text_span at = {f->at.from < x->at.from ? f->at.from
						       : x->at.from,
			       f->at.to > x->at.to ? f->at.to : x->at.to};
	struct node *node = make(inf, NODE_APPLY, at, 2);

	node->items[0] = f;
	node->items[1] = x;
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
		result = fresh(inf);
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
		struct node *node = make(inf, NODE_OP, seg[i]->at, 3);

		node->items[0] = make(inf, NODE_NAME, seg[i]->at, 0);
		node->items[0]->name.s = ".";
		node->items[1] = seg[i];
		node->items[2] = now;
		now = node;
	}
	return now;
}

static struct type *infer_segments(struct infer *inf, struct node *node)
{
	struct node **seg = node->items, *tree;
	size_t n = node->n, values = 0, value = n - 1;
	int failed = inf->failed;

	for (size_t i = 0; i < n; i++) {
		struct type *t = infer(inf, seg[i]);

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
		return fresh(inf); /* said already */
	} else {
		fail(inf, seg[value]->at,
		     "`#` joins controls, `+` adds, stack [a, b] plays both",
		     arena_printf(inf->arena,
				  "`$` joins functions to one value, but this "
				  "is %s and there is another value before it",
				  type_describe(inf->arena, seg[value]->type)));
		return fresh(inf);
	}
	*node = *tree;
	node->type = NULL;
	return infer(inf, node);
}

/* --- Functions and let --- */

static void push(struct infer *inf, const char *name, struct type *t,
		 struct binding *b)
{
	struct local *l = ARENA_NEW(inf->arena, struct local);

	*l = (struct local){name, t, b, inf->locals};
	inf->locals = l;
}

static struct type *infer_param(struct infer *inf, const struct param *p)
{
	struct type *part[4], *t;

	if (p->n == 0) {
		t = fresh(inf);
		push(inf, p->name, t, NULL);
		return t;
	}
	for (size_t i = 0; i < p->n && i < 4; i++)
		part[i] = infer_param(inf, &p->parts[i]);
	if (p->n > 4)
		fail(inf, p->at, NULL, "a tuple has at most four parts");
	return type_tuple(&inf->types, p->n > 4 ? 4 : p->n, part);
}

static struct type *infer_function(struct infer *inf, struct param *params,
				   size_t n, struct node *body)
{
	struct local *saved = inf->locals;
	struct type **from = ARENA_ARRAY(inf->arena, struct type *, n), *t;

	for (size_t i = 0; i < n; i++)
		from[i] = infer_param(inf, &params[i]);
	t = infer(inf, body);
	while (n-- > 0)
		t = type_arrow(&inf->types, from[n], t);
	inf->locals = saved;
	return t;
}

static void generalise(struct infer *inf, struct binding *b, struct type *t)
{
	t = type_prune(t);
	if (t->kind == TYPE_VAR && t->var.general < 0 &&
	    t->var.level > inf->types.level) {
		if (b->n_general % 8 == 0) {
			struct type **more = ARENA_ARRAY(
			    inf->arena, struct type *, b->n_general + 8);

			if (b->n_general)
				memcpy(more, b->general,
				       b->n_general * sizeof(*more));
			b->general = more;
		}
		b->general[b->n_general] = t;
		t->var.general = (int)b->n_general++;
		t->var.owner = b;
	} else if (t->kind == TYPE_APP) {
		arena_step(inf->arena);
		generalise(inf, b, t->app.f);
		generalise(inf, b, t->app.x);
	}
}

bool infer_binding(struct infer *inf, struct binding *b)
{
	int failed = inf->failed;
	struct type *t;

	b->state = BINDING_RUNNING;
	inf->types.level++;
	t = infer_function(inf, b->params, b->n_params, b->body);
	inf->types.level--;
	b->type = t;
	if (b->state == BINDING_BROKEN || inf->failed > failed) {
		b->state = BINDING_BROKEN;
		return false;
	}
	generalise(inf, b, t);
	b->state = BINDING_KNOWN;
	return true;
}

static struct type *infer_let(struct infer *inf, struct node *node)
{
	struct local *saved = inf->locals;
	struct type *t;
	size_t n = node->let.n_bindings;

	for (size_t i = 0; i < n; i++)
		push(inf, node->let.bindings[i].name, NULL,
		     &node->let.bindings[i]);
	for (size_t i = 0; i < n; i++)
		node->let.bindings[i].scope = inf->locals;
	for (size_t i = 0; i < n; i++)
		if (node->let.bindings[i].state == BINDING_NEW)
			infer_binding(inf, &node->let.bindings[i]);
	t = infer(inf, node->items[0]);
	inf->locals = saved;
	return t;
}

/* --- The rest --- */

static struct type *infer_list(struct infer *inf, struct node *node)
{
	struct type *of = fresh(inf);

	for (size_t i = 0; i < node->n; i++) {
		struct type *t;

		if (!node->items[i])
			continue;
		t = infer(inf, node->items[i]);
		if (type_try(&inf->types, of, t))
			continue;
		fail(inf, node->items[i]->at,
		     "all items of a list are of one kind",
		     arena_printf(inf->arena,
				  "the items before this are %s, but this is "
				  "%s",
				  type_describe(inf->arena, of),
				  type_describe(inf->arena, t)));
	}
	if (node->kind == NODE_RANGE &&
	    !type_constrain(&inf->types, of, CLASS_ENUM | CLASS_ORD))
		fail(inf, node->at, "[0 .. 7], [0, 0.25 .. 1]",
		     arena_printf(inf->arena,
				  "a range is of numbers, not of %s",
				  type_describe(inf->arena, of)));
	return type_list(&inf->types, of);
}

static struct type *infer_tuple(struct infer *inf, struct node *node)
{
	struct type *part[4];

	if (node->n > 4) {
		fail(inf, node->at, NULL, "a tuple has at most four parts");
		return fresh(inf);
	}
	for (size_t i = 0; i < node->n; i++)
		part[i] = infer(inf, node->items[i]);
	return type_tuple(&inf->types, node->n, part);
}

static struct type *infer_negate(struct infer *inf, struct node *node)
{
	struct type *t = infer(inf, node->items[0]);

	if (!type_constrain(&inf->types, t, CLASS_NUM))
		fail(inf, node->at, NULL,
		     arena_printf(inf->arena, "%s can't be negative",
				  type_describe(inf->arena, t)));
	return t;
}

static struct type *infer_if(struct infer *inf, struct node *node)
{
	struct type *c = infer(inf, node->items[0]);
	struct type *x = infer(inf, node->items[1]);
	struct type *y = infer(inf, node->items[2]);

	if (!type_try(&inf->types, c, type_con(CON_BOOL)))
		fail(inf, node->items[0]->at, "if x > 1 then ... else ...",
		     arena_printf(inf->arena,
				  "a condition is True or False, but this is "
				  "%s",
				  type_describe(inf->arena, c)));
	if (!type_try(&inf->types, x, y))
		fail(inf, node->items[2]->at, NULL,
		     arena_printf(inf->arena,
				  "`then` gives %s, but `else` gives %s",
				  type_describe(inf->arena, x),
				  type_describe(inf->arena, y)));
	return x;
}

static struct type *infer_typed(struct infer *inf, struct node *node)
{
	struct type *t = infer(inf, node->items[0]);
	struct type *want = type_parse(&inf->types, node->signature, NULL);

	if (!want)
		fail(inf, node->at, NULL,
		     arena_printf(inf->arena, "`%s` is not a type",
				  node->signature));
	else if (!type_try(&inf->types, want, t))
		fail(inf, node->items[0]->at, NULL,
		     arena_printf(inf->arena, "this is %s, not %s",
				  type_describe(inf->arena, t),
				  type_describe(inf->arena, want)));
	return want ? want : t;
}

static struct type *infer_keyword(struct infer *inf, struct node *node)
{
	infer(inf, node->items[0]);
	fail(inf, node->at, NULL,
	     arena_printf(inf->arena,
			  "`:%s`: this function has no parameters with names",
			  node->keyword));
	return fresh(inf);
}

static struct type *infer_kind(struct infer *inf, struct node *node)
{
	switch (node->kind) {
	case NODE_INT:
		return type_var(&inf->types, CLASS_NUM);
	case NODE_FLOAT:
		return type_var(&inf->types, CLASS_NUM | CLASS_FRACTIONAL);
	case NODE_STRING:
		return type_var(&inf->types, CLASS_STRING);
	case NODE_CHAR:
		return type_con(CON_CHAR);
	case NODE_NAME:
		return infer_name(inf, node);
	case NODE_APPLY:
		return infer_apply(inf, node);
	case NODE_OP:
		return infer_op(inf, node);
	case NODE_NEGATE:
		return infer_negate(inf, node);
	case NODE_SECTION:
		return infer_section(inf, node);
	case NODE_LAMBDA:
		return infer_function(inf, node->lambda.params,
				      node->lambda.n_params, node->items[0]);
	case NODE_LIST:
	case NODE_RANGE:
		return infer_list(inf, node);
	case NODE_TUPLE:
		return infer_tuple(inf, node);
	case NODE_IF:
		return infer_if(inf, node);
	case NODE_LET:
		return infer_let(inf, node);
	case NODE_SEGMENTS:
		return infer_segments(inf, node);
	case NODE_TYPED:
		return infer_typed(inf, node);
	case NODE_KEYWORD:
		return infer_keyword(inf, node);
	}
	return fresh(inf);
}

/* Each node once: rewriting may put a node that has its type into a new one. */
static struct type *infer(struct infer *inf, struct node *node)
{
	if (!node->type) {
		arena_step(inf->arena);
		arena_enter(inf->arena);
		node->type = infer_kind(inf, node);
		arena_leave(inf->arena);
	}
	return node->type;
}

bool infer_expression(struct infer *inf, struct node *node, struct type *want,
		      const char *what)
{
	int failed = inf->failed;
	struct type *t = infer(inf, node);

	if (inf->failed == failed && want && !type_try(&inf->types, want, t)) {
		struct type *from, *to;
		const char *hint = NULL;

		if (type_is_arrow(t, &from, &to))
			hint = "an argument is missing, or `$` and what it is "
			       "applied to";
		fail(inf, node->at, hint,
		     arena_printf(inf->arena, "%s needs %s, but this is %s",
				  what, type_describe(inf->arena, want),
				  type_describe(inf->arena, t)));
	}
	return inf->failed == failed;
}

void infer_defaults(struct infer *inf)
{
	struct type *bad;

	if (!type_default(&inf->types, &bad))
		fail(inf, (struct text_span){0, 0},
		     "say its type: (x :: Pattern Double)",
		     "it can't be told of which type something here is");
}
