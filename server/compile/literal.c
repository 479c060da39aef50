/* Numbers and strings as what their types make of them. */
#include "compile/place.h"
#include "compile/sig.h"

#include "pattern/core.h"
#include "pattern/fn.h"
#include "pattern/mini.h"
#include "pattern/ops.h"

/* --- Types while evaluating --- */

/* The type's head, with general variables as this use has them. */
struct type *type_actual(const struct uses *uses, struct type *t)
{
	t = type_prune(t);
	while (t->kind == TYPE_VAR && t->var.general >= 0) {
		const struct uses *u = uses;

		while (u && u->binding != t->var.owner)
			u = u->up;
		if (!u || !u->actual[t->var.general])
			return t;
		t = type_prune(u->actual[t->var.general]);
		uses = u->up;
	}
	return t;
}

static bool has_general(struct type *t)
{
	t = type_prune(t);
	if (t->kind == TYPE_VAR)
		return t->var.general >= 0;
	return t->kind == TYPE_APP &&
	       (has_general(t->app.f) || has_general(t->app.x));
}

/* A type without general variables, for the uses of an inner binding. */
struct type *type_settle(struct arena *a, const struct uses *uses,
			 struct type *t)
{
	struct type *app;

	t = type_actual(uses, t);
	if (t->kind != TYPE_APP || !has_general(t))
		return t;
	app = arena_alloc(a, sizeof(*app));
	app->kind = TYPE_APP;
	app->app.f = type_settle(a, uses, t->app.f);
	app->app.x = type_settle(a, uses, t->app.x);
	return app;
}

int type_actual_head(const struct uses *uses, struct type *t)
{
	t = type_actual(uses, t);
	while (t->kind == TYPE_APP)
		t = type_actual(uses, t->app.f);
	return t->kind == TYPE_CON ? (int)t->con.id : -1;
}

struct type *type_actual_last(const struct uses *uses, struct type *t)
{
	t = type_actual(uses, t);
	return t->kind == TYPE_APP ? type_actual(uses, t->app.x) : NULL;
}

static enum value_kind scalar_kind(int con)
{
	switch (con) {
	case CON_DOUBLE:
		return V_FLOAT;
	case CON_NOTE:
		return V_NOTE;
	case CON_INT:
		return V_INT;
	case CON_RATIONAL:
		return V_RAT;
	case CON_BOOL:
		return V_BOOL;
	case CON_CHAR:
		return V_CHAR;
	case CON_MAP:
		return V_MAP;
	default:
		return V_NONE;
	}
}

enum value_kind type_actual_kind(const struct uses *uses, struct type *t)
{
	int con = type_actual_head(uses, t);

	while (con == CON_PATTERN || con == CON_LIST || con == CON_MAYBE) {
		t = type_actual_last(uses, t);
		if (con == CON_LIST && type_actual_head(uses, t) == CON_CHAR)
			return V_STR;
		con = type_actual_head(uses, t);
	}
	return scalar_kind(con);
}

enum value_kind eval_kind(struct type *t)
{
	return type_actual_kind(NULL, t);
}

/* --- Literals --- */

static struct value number_as(struct arena *a, enum value_kind kind, double f,
			      struct rat exact, bool whole)
{
	switch (kind) {
	case V_NOTE:
		return value_note(f);
	case V_INT:
		return value_int(rat_floor(exact));
	case V_RAT:
		return value_rat(exact);
	case V_MAP:
		if (whole)
			return value_map(map_one(a,
						 &control_table[CONTROL_ID_n],
						 value_int(rat_floor(exact))));
		return value_map(map_one(a, &control_table[CONTROL_ID_speed],
					 value_float(f)));
	default:
		return value_float(f);
	}
}

struct value literal_number(const struct place *p, struct type *t, double f,
			    struct rat exact, bool whole)
{
	if (type_actual_head(p->uses, t) == CON_PATTERN)
		return value_pat(pat_pure(
		    p->arena, literal_number(p, type_actual_last(p->uses, t), f,
					     exact, whole)));
	return number_as(p->arena, scalar_kind(type_actual_head(p->uses, t)), f,
			 exact, whole);
}

static bool mini_type_of(enum value_kind kind, enum mini_type *to)
{
	switch (kind) {
	case V_FLOAT:
		*to = MINI_DOUBLE;
		return true;
	case V_NOTE:
		*to = MINI_NOTE;
		return true;
	case V_INT:
		*to = MINI_INT;
		return true;
	case V_RAT:
		*to = MINI_RATIONAL;
		return true;
	case V_BOOL:
		*to = MINI_BOOL;
		return true;
	case V_CHAR:
		*to = MINI_CHAR;
		return true;
	case V_STR:
	case V_MAP:
		*to = MINI_STRING;
		return true;
	default:
		return false;
	}
}

/* A string where a control pattern stands is the argument of `s`. */
static const struct pattern *sounds(struct arena *a, const struct pattern *p)
{
	const struct fn_row *row = fn_find("s");
	struct value arg = value_pat(p);
	struct call call = {a, &arg, NULL, V_MAP, SHAPE_PATTERN};

	if (!row)
		arena_escape(a, ST_EVAL, "`s` is missing");
	call.row = row;
	return row->build(&call).pat;
}

/* NULL after mistakes. */
static const struct pattern *
read_string(struct arena *a, const struct node *node, enum value_kind kind,
	    const struct mini_scope *buses, struct diag_list *errors)
{
	enum mini_type type;
	const struct pattern *p;

	if (!mini_type_of(kind, &type))
		type = MINI_STRING;
	if (node->string.hz)
		type = MINI_FREQUENCY;
	p = mini_parse_in(a, type, node->string.s, node->string.len,
			  node->string.from, buses, errors);
	return p && kind == V_MAP ? sounds(a, p) : p;
}

struct value literal_string(const struct place *p, const struct node *node)
{
	struct diag_list errors;
	const struct pattern *pat = node->string.parsed;

	if (type_actual_head(p->uses, node->type) == CON_LIST)
		return value_str(node->string.s);
	if (!pat) {
		diag_init(&errors, p->arena, node->string.s, node->string.len);
		pat = read_string(p->arena, node,
				  type_actual_kind(p->uses, node->type), NULL,
				  &errors);
		if (!pat)
			arena_escape(p->arena, ST_EVAL, "\"%s\": %s",
				     node->string.s,
				     errors.first ? errors.first->message
						  : "can't be read");
	}
	return value_pat(pat);
}

struct value literal_negate(const struct place *p, const struct node *node)
{
	const struct node *x = node->items[0];
	struct value v;

	if (x->kind == NODE_INT)
		return literal_number(p, node->type, -(double)x->i,
				      rat_int(-x->i), true);
	if (x->kind == NODE_FLOAT)
		return literal_number(p, node->type, -x->real.f,
				      rat_neg(x->real.exact), false);
	v = eval_node(p, x);
	if (v.kind == V_SIGNAL)
		return value_signal(
		    sig_op(p->arena, "*", v.signal, sig_number(p->arena, -1)));
	return value_negate(p->arena, v);
}

/* --- Strings, before anything is evaluated --- */

/* One string of a tree. */
struct preparation {
	struct arena *arena;
	struct diag_list *errors;
	const struct mini_scope *buses;
	struct node *node;
};

static void prepare_string(void *ctx)
{
	struct preparation *p = ctx;

	p->node->string.parsed = read_string(
	    p->arena, p->node, eval_kind(p->node->type), p->buses, p->errors);
}

/* "<>": it can be read, but means nothing. */
static void prepare_safely(struct arena *a, struct diag_list *errors,
			   const struct mini_scope *buses, struct node *node)
{
	struct preparation p = {a, errors, buses, node};
	enum status st = arena_run(a, prepare_string, &p);

	if (st == ST_EVAL)
		diag_error(errors, node->at, NULL, "%s", a->why);
	else if (st != ST_OK)
		arena_pass(a, st);
}

void eval_prepare(struct arena *a, struct diag_list *errors,
		  const struct mini_scope *buses, struct node *node)
{
	if (node->kind == NODE_STRING && node->type &&
	    type_head(node->type) == CON_PATTERN &&
	    eval_kind(node->type) != V_NONE && !node->string.parsed)
		prepare_safely(a, errors, buses, node);
	if (node->kind == NODE_LET)
		for (size_t i = 0; i < node->let.n_bindings; i++)
			eval_prepare(a, errors, buses,
				     node->let.bindings[i].body);
	for (size_t i = 0; i < node->n; i++)
		if (node->items[i])
			eval_prepare(a, errors, buses, node->items[i]);
}
