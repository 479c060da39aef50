#include "compile/eval.h"

#include <math.h>
#include <string.h>
#include "compile/names.h"
#include "pattern/core.h"
#include "pattern/mini.h"
#include "pattern/ops.h"

struct thunk;

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
	bool known;
	struct value value;
};

struct place {
	struct arena *arena;
	const struct env *env;
	const struct uses *uses;
};

static struct value run(const struct place *p, const struct node *node);

/* --- Types while evaluating --- */

/* The type's head, with general variables as this use has them. */
static struct type *actual(const struct uses *uses, struct type *t)
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
static struct type *settle(struct arena *a, const struct uses *uses,
			   struct type *t)
{
	struct type *app;

	t = actual(uses, t);
	if (t->kind != TYPE_APP || !has_general(t))
		return t;
	app = arena_alloc(a, sizeof(*app));
	app->kind = TYPE_APP;
	app->app.f = settle(a, uses, t->app.f);
	app->app.x = settle(a, uses, t->app.x);
	return app;
}

static int head(const struct uses *uses, struct type *t)
{
	t = actual(uses, t);
	while (t->kind == TYPE_APP)
		t = actual(uses, t->app.f);
	return t->kind == TYPE_CON ? (int)t->con.id : -1;
}

static struct type *last(const struct uses *uses, struct type *t)
{
	t = actual(uses, t);
	return t->kind == TYPE_APP ? actual(uses, t->app.x) : NULL;
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

static enum value_kind kind_of(const struct uses *uses, struct type *t)
{
	int con = head(uses, t);

	while (con == CON_PATTERN || con == CON_LIST || con == CON_MAYBE) {
		t = last(uses, t);
		if (con == CON_LIST && head(uses, t) == CON_CHAR)
			return V_STR;
		con = head(uses, t);
	}
	return scalar_kind(con);
}

enum value_kind eval_kind(struct type *t)
{
	return kind_of(NULL, t);
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

static struct value number(const struct place *p, struct type *t, double f,
			   struct rat exact, bool whole)
{
	if (head(p->uses, t) == CON_PATTERN)
		return value_pat(pat_pure(
		    p->arena, number(p, last(p->uses, t), f, exact, whole)));
	return number_as(p->arena, scalar_kind(head(p->uses, t)), f, exact,
			 whole);
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
static const struct pattern *read_string(struct arena *a,
					 const struct node *node,
					 enum value_kind kind,
					 struct diag_list *errors)
{
	enum mini_type type;
	const struct pattern *p;

	if (!mini_type_of(kind, &type))
		type = MINI_STRING;
	p = mini_parse(a, type, node->string.s, node->string.len,
		       node->string.from, errors);
	return p && kind == V_MAP ? sounds(a, p) : p;
}

static struct value string(const struct place *p, const struct node *node)
{
	struct diag_list errors;
	const struct pattern *pat = node->string.parsed;

	if (head(p->uses, node->type) == CON_LIST)
		return value_str(node->string.s);
	if (!pat) {
		diag_init(&errors, p->arena, node->string.s, node->string.len);
		pat = read_string(p->arena, node, kind_of(p->uses, node->type),
				  &errors);
		if (!pat)
			arena_escape(p->arena, ST_EVAL, "\"%s\": %s",
				     node->string.s,
				     errors.first ? errors.first->message
						  : "can't be read");
	}
	return value_pat(pat);
}

static struct value negate(const struct place *p, const struct node *node)
{
	const struct node *x = node->items[0];
	struct value v;

	if (x->kind == NODE_INT)
		return number(p, node->type, -(double)x->i, rat_int(-x->i),
			      true);
	if (x->kind == NODE_FLOAT)
		return number(p, node->type, -x->real.f, rat_neg(x->real.exact),
			      false);
	v = run(p, x);
	return value_negate(p->arena, v);
}

/* --- Functions that somebody wrote --- */

struct closure {
	struct fn fn;
	const struct param *params;
	size_t n;
	const struct node *body;
	const struct env *env;
	const struct uses *uses;
};

static const struct env *extend(struct arena *a, const struct env *up,
				struct value v, struct thunk *thunk)
{
	struct env *e = arena_alloc(a, sizeof(*e));

	*e = (struct env){v, thunk, up};
	return e;
}

static const struct env *take(struct arena *a, const struct env *env,
			      const struct param *p, struct value v)
{
	if (p->n == 0)
		return extend(a, env, v, NULL);
	if (v.kind != V_LIST || v.list->n != p->n)
		arena_escape(a, ST_EVAL, "a tuple of %zu was expected", p->n);
	for (size_t i = 0; i < p->n; i++)
		env = take(a, env, &p->parts[i], v.list->at[i]);
	return env;
}

static struct value closure_new(const struct place *p,
				const struct param *params, size_t n,
				const struct node *body);

static struct value closure_call(struct arena *a, const struct fn *f,
				 struct value arg)
{
	const struct closure *c = (const struct closure *)f;
	struct place p = {a, take(a, c->env, c->params, arg), c->uses};

	if (c->n > 1)
		return closure_new(&p, c->params + 1, c->n - 1, c->body);
	return run(&p, c->body);
}

static struct value closure_new(const struct place *p,
				const struct param *params, size_t n,
				const struct node *body)
{
	struct closure *c = arena_alloc(p->arena, sizeof(*c));

	*c = (struct closure){{closure_call}, params, n, body, p->env, p->uses};
	return value_fn(&c->fn);
}

/* --- Rows --- */

struct row_fn {
	struct fn fn;
	const struct entry *entry;
	enum value_kind kind;
	enum call_shape shape;
	size_t n;
	struct value args[];
};

/* A string is a list of characters; rows see it as the one they ask for. */
static struct value fit(struct arena *a, const struct entry *e, size_t i,
			struct value v)
{
	struct list *l;
	size_t n;

	if (i >= 32 || (v.kind != V_LIST && v.kind != V_STR))
		return v;
	if ((e->strings >> i & 1) && v.kind == V_LIST && v.list->n == 0)
		return value_str("");
	if ((e->lists >> i & 1) && v.kind == V_STR) {
		n = strlen(v.s);
		l = arena_alloc(a, sizeof(*l) + n * sizeof(l->at[0]));
		l->n = n;
		l->tuple = false;
		for (size_t k = 0; k < n; k++)
			l->at[k] = value_char((unsigned char)v.s[k]);
		return value_list(l);
	}
	return v;
}

static struct value build(struct arena *a, const struct row_fn *r)
{
	struct call call = {a, r->args, r->entry->row, r->kind, r->shape};

	arena_step(a);
	return r->entry->row->build(&call);
}

static struct value row_call(struct arena *a, const struct fn *f,
			     struct value arg)
{
	const struct row_fn *r = (const struct row_fn *)f;
	size_t size = sizeof(*r) + r->entry->arity * sizeof(r->args[0]);
	struct row_fn *next = arena_alloc(a, size);

	*next = *r;
	memcpy(next->args, r->args, r->n * sizeof(r->args[0]));
	next->args[next->n] = fit(a, r->entry, r->n, arg);
	next->n++;
	if (next->n == r->entry->arity)
		return build(a, next);
	return value_fn(&next->fn);
}

static enum call_shape shape_of(int con)
{
	switch (con) {
	case CON_PATTERN:
		return SHAPE_PATTERN;
	case CON_LIST:
		return SHAPE_LIST;
	case CON_MAYBE:
		return SHAPE_MAYBE;
	case CON_ARROW:
		return SHAPE_FUNCTION;
	default:
		return SHAPE_PLAIN;
	}
}

static struct row_fn *row_of(const struct place *p, const struct node *name)
{
	const struct entry *e = name->name.global;
	struct row_fn *r =
	    arena_alloc(p->arena, sizeof(*r) + e->arity * sizeof(r->args[0]));
	struct type *t = actual(p->uses, name->type);

	for (int i = 0; i < e->arity && t->kind == TYPE_APP; i++)
		t = actual(p->uses, t->app.x);
	r->fn.call = row_call;
	r->entry = e;
	r->kind = kind_of(p->uses, t);
	r->shape = shape_of(head(p->uses, t));
	r->n = 0;
	return r;
}

/* --- Names --- */

static struct value force(struct arena *a, struct thunk *t,
			  const struct uses *uses)
{
	const struct binding *b = t->binding;
	struct place p = {a, t->env, uses ? uses : t->uses};
	struct value v;

	if (t->known)
		return t->value;
	arena_step(a);
	if (b->n_params)
		v = closure_new(&p, b->params, b->n_params, b->body);
	else
		v = run(&p, b->body);
	if (!uses && t->home == a) {
		t->known = true;
		t->value = v;
	}
	return v;
}

static struct value use(const struct place *p, const struct node *node,
			struct thunk *t)
{
	const struct binding *b = node->name.binding;
	struct type **settled;
	struct uses *u;

	if (b->n_general == 0)
		return force(p->arena, t, NULL);
	u = arena_alloc(p->arena, sizeof(*u));
	settled = ARENA_ARRAY(p->arena, struct type *, b->n_general);
	for (size_t i = 0; i < b->n_general; i++)
		if (node->name.inst[i])
			settled[i] =
			    settle(p->arena, p->uses, node->name.inst[i]);
	*u = (struct uses){b, settled, t->uses};
	return force(p->arena, t, u);
}

static struct value definition(const struct place *p, const struct node *node)
{
	return use(p, node, node->name.binding->thunk);
}

void eval_define(struct arena *a, struct binding *b)
{
	struct thunk *t = ARENA_NEW(a, struct thunk);

	t->binding = b;
	t->home = a;
	b->thunk = t;
}

static struct value name(const struct place *p, const struct node *node)
{
	const struct env *env = p->env;
	struct row_fn *r;

	switch (node->name.ref) {
	case REF_LOCAL:
	case REF_BINDING:
		for (unsigned i = 0; i < node->name.depth; i++)
			env = env->up;
		return env->thunk ? use(p, node, env->thunk) : env->value;
	case REF_DEFINITION:
		return definition(p, node);
	case REF_GLOBAL:
		r = row_of(p, node);
		return r->entry->arity ? value_fn(&r->fn) : build(p->arena, r);
	case REF_NONE:
		break;
	}
	arena_escape(p->arena, ST_EVAL, "`%s` has no meaning", node->name.s);
}

/* --- Applications --- */

static struct value call(const struct place *p, struct value f,
			 struct value arg)
{
	if (f.kind != V_FN)
		arena_escape(p->arena, ST_EVAL, "this is not a function");
	return fn_call(p->arena, f.fn, arg);
}

/* A row with all its arguments at once; NULL where it has not. */
static const struct entry *saturated(const struct node *f, size_t n)
{
	const struct entry *e;

	if (f->kind != NODE_NAME || f->name.ref != REF_GLOBAL)
		return NULL;
	e = f->name.global;
	return e->arity && e->arity <= n ? e : NULL;
}

static struct value apply(const struct place *p, const struct node *f,
			  struct node *const *args, size_t n)
{
	const struct entry *e = saturated(f, n);
	struct value v;
	size_t i = 0;

	if (e) {
		struct row_fn *r = row_of(p, f);

		for (; i < e->arity; i++)
			r->args[i] = fit(p->arena, e, i, run(p, args[i]));
		v = build(p->arena, r);
	} else {
		v = run(p, f);
	}
	for (; i < n; i++)
		v = call(p, v, run(p, args[i]));
	return v;
}

struct flip_fn {
	struct fn fn;
	struct value f, right;
};

static struct value flip_call(struct arena *a, const struct fn *fn,
			      struct value arg)
{
	const struct flip_fn *f = (const struct flip_fn *)fn;
	struct value half = fn_call(a, f->f.fn, arg);

	if (half.kind != V_FN)
		arena_escape(a, ST_EVAL, "this operator takes one argument");
	return fn_call(a, half.fn, f->right);
}

static struct value section(const struct place *p, const struct node *node)
{
	struct value f = run(p, node->items[0]), x = run(p, node->items[1]);
	struct flip_fn *flip;

	if (node->left)
		return call(p, f, x);
	flip = arena_alloc(p->arena, sizeof(*flip));
	*flip = (struct flip_fn){{flip_call}, f, x};
	return value_fn(&flip->fn);
}

/* --- Lists --- */

static struct value list(const struct place *p, const struct node *node)
{
	struct list *l =
	    arena_alloc(p->arena, sizeof(*l) + node->n * sizeof(l->at[0]));
	struct type *of =
	    node->kind == NODE_LIST ? last(p->uses, node->type) : NULL;

	if (node->kind == NODE_LIST && node->n &&
	    head(p->uses, of) == CON_CHAR) {
		char *s = arena_alloc(p->arena, node->n + 1);

		for (size_t i = 0; i < node->n; i++)
			s[i] = (char)run(p, node->items[i]).c;
		s[node->n] = '\0';
		return value_str(s);
	}
	l->n = node->n;
	l->tuple = node->kind == NODE_TUPLE;
	for (size_t i = 0; i < node->n; i++)
		l->at[i] = run(p, node->items[i]);
	return value_list(l);
}

enum { LONGEST_RANGE = 100000 };

static struct value pure_of(const struct place *p, struct value v)
{
	if (v.kind != V_PAT)
		return v;
	if (!v.pat->pure)
		arena_escape(p->arena, ST_EVAL,
			     "a range needs plain numbers at its ends");
	return *v.pat->pure;
}

static struct value range_item(const struct place *p, struct value from,
			       struct rat at, bool pattern)
{
	struct value v;

	if (from.kind == V_BOOL)
		v = value_bool(at.num != 0);
	else if (from.kind == V_CHAR)
		v = value_char((uint32_t)at.num);
	else
		v = value_as(value_rat(at), from.kind);
	return pattern ? value_pat(pat_pure(p->arena, v)) : v;
}

static struct rat end_of(struct value v)
{
	return v.kind == V_CHAR	  ? rat_int(v.c)
	       : v.kind == V_BOOL ? rat_int(v.b)
				  : rat_simplest(value_to_double(v));
}

static struct rat exact(struct value v)
{
	return v.kind == V_RAT	 ? v.r
	       : v.kind == V_INT ? rat_int(v.i)
				 : end_of(v);
}

/* Haskell's: a range of fractions goes on to half a step beyond its end. */
static struct value range(const struct place *p, const struct node *node)
{
	struct value first = run(p, node->items[0]);
	bool pattern = first.kind == V_PAT;
	struct value from = pure_of(p, first);
	struct rat at = exact(from), step = RAT_ONE, to, room;
	struct list *l;
	size_t n;

	if (node->items[1])
		step = rat_sub(exact(pure_of(p, run(p, node->items[1]))), at);
	to = exact(pure_of(p, run(p, node->items[2])));
	if (from.kind == V_FLOAT || from.kind == V_NOTE || from.kind == V_RAT)
		to = rat_add(to, rat_div(step, rat_int(2)));
	if (step.num == 0)
		arena_escape(p->arena, ST_EVAL,
			     "a range that stands still has no end");
	room = rat_div(rat_sub(to, at), step);
	if (room.num >= 0 && rat_lt(rat_int(LONGEST_RANGE), room))
		arena_escape(p->arena, ST_LIMIT, "a range has at most %d items",
			     LONGEST_RANGE);
	n = room.num < 0 ? 0 : (size_t)rat_floor(room) + 1;
	l = arena_alloc(p->arena, sizeof(*l) + n * sizeof(l->at[0]));
	l->n = n;
	l->tuple = false;
	for (size_t i = 0; i < n; i++) {
		arena_step(p->arena);
		l->at[i] = range_item(p, from, at, pattern);
		at = rat_add(at, step);
	}
	return value_list(l);
}

/* --- The rest --- */

static struct value let(const struct place *p, const struct node *node)
{
	struct place inner = *p;
	size_t n = node->let.n_bindings;
	struct thunk *thunks = ARENA_ARRAY(p->arena, struct thunk, n);

	for (size_t i = 0; i < n; i++)
		inner.env =
		    extend(p->arena, inner.env, (struct value){0}, &thunks[i]);
	for (size_t i = 0; i < n; i++)
		thunks[i] = (struct thunk){.binding = &node->let.bindings[i],
					   .env = inner.env,
					   .uses = p->uses,
					   .home = p->arena};
	return run(&inner, node->items[0]);
}

static struct value run_kind(const struct place *p, const struct node *node)
{
	switch (node->kind) {
	case NODE_INT:
		return number(p, node->type, (double)node->i, rat_int(node->i),
			      true);
	case NODE_FLOAT:
		return number(p, node->type, node->real.f, node->real.exact,
			      false);
	case NODE_STRING:
		return string(p, node);
	case NODE_CHAR:
		return value_char(node->c);
	case NODE_NAME:
		return name(p, node);
	case NODE_APPLY:
		return apply(p, node->items[0], node->items + 1, node->n - 1);
	case NODE_OP:
		return apply(p, node->items[0], node->items + 1, 2);
	case NODE_NEGATE:
		return negate(p, node);
	case NODE_SECTION:
		return section(p, node);
	case NODE_LAMBDA:
		return closure_new(p, node->lambda.params,
				   node->lambda.n_params, node->items[0]);
	case NODE_LIST:
	case NODE_TUPLE:
		return list(p, node);
	case NODE_RANGE:
		return range(p, node);
	case NODE_IF:
		return run(
		    p,
		    node->items[value_to_bool(run(p, node->items[0])) ? 1 : 2]);
	case NODE_LET:
		return let(p, node);
	case NODE_TYPED:
		return run(p, node->items[0]);
	case NODE_SEGMENTS:
	case NODE_KEYWORD:
		break;
	}
	arena_escape(p->arena, ST_EVAL, "this can't be evaluated");
}

static struct value run(const struct place *p, const struct node *node)
{
	struct value v;

	arena_step(p->arena);
	arena_enter(p->arena);
	v = run_kind(p, node);
	arena_leave(p->arena);
	return v;
}

struct value eval(struct arena *a, const struct node *node)
{
	struct place p = {a, NULL, NULL};

	return run(&p, node);
}

/* One string of a tree. */
struct preparation {
	struct arena *arena;
	struct diag_list *errors;
	struct node *node;
};

static void prepare_string(void *ctx)
{
	struct preparation *p = ctx;

	p->node->string.parsed =
	    read_string(p->arena, p->node, eval_kind(p->node->type), p->errors);
}

/* "<>": it can be read, but means nothing. */
static void prepare_safely(struct arena *a, struct diag_list *errors,
			   struct node *node)
{
	struct preparation p = {a, errors, node};
	enum status st = arena_run(a, prepare_string, &p);

	if (st == ST_EVAL)
		diag_error(errors, node->at, NULL, "%s", a->why);
	else if (st != ST_OK)
		arena_pass(a, st);
}

void eval_prepare(struct arena *a, struct diag_list *errors, struct node *node)
{
	if (node->kind == NODE_STRING && node->type &&
	    type_head(node->type) == CON_PATTERN &&
	    eval_kind(node->type) != V_NONE && !node->string.parsed)
		prepare_safely(a, errors, node);
	if (node->kind == NODE_LET)
		for (size_t i = 0; i < node->let.n_bindings; i++)
			eval_prepare(a, errors, node->let.bindings[i].body);
	for (size_t i = 0; i < node->n; i++)
		if (node->items[i])
			eval_prepare(a, errors, node->items[i]);
}
