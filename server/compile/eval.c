#include "compile/place.h"

#include <string.h>
#include "compile/names.h"
#include "compile/sig.h"
#include "compile/units.h"
#include "pattern/core.h"

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
	return eval_node(&p, c->body);
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
	if ((e->args.strings >> i & 1) && v.kind == V_LIST && v.list->n == 0)
		return value_str("");
	if ((e->args.lists >> i & 1) && v.kind == V_STR) {
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
	struct value v;

	arena_step(a);
	if (r->entry->args.n == 2 && !r->entry->row->name[1] &&
	    signal_arithmetic(a, r->entry->row->name, r->args, &v))
		return v;
	return r->entry->row->build(&call);
}

static struct value row_call(struct arena *a, const struct fn *f,
			     struct value arg)
{
	const struct row_fn *r = (const struct row_fn *)f;
	size_t size = sizeof(*r) + r->entry->args.n * sizeof(r->args[0]);
	struct row_fn *next = arena_alloc(a, size);

	*next = *r;
	memcpy(next->args, r->args, r->n * sizeof(r->args[0]));
	next->args[next->n] = fit(a, r->entry, r->n, arg);
	next->n++;
	if (next->n == r->entry->args.n)
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
	    arena_alloc(p->arena, sizeof(*r) + e->args.n * sizeof(r->args[0]));
	struct type *t = type_actual(p->uses, name->type);

	for (int i = 0; i < e->args.n && t->kind == TYPE_APP; i++)
		t = type_actual(p->uses, t->app.x);
	r->fn.call = row_call;
	r->entry = e;
	r->kind = type_actual_kind(p->uses, t);
	r->shape = shape_of(type_actual_head(p->uses, t));
	r->n = 0;
	return r;
}

/* --- Names --- */

/* A bus of signals, which may be asked for while it is found out. */
static struct sig *bus_of(struct arena *a, struct thunk *t)
{
	struct sig *bus = t->bus;

	if (!bus) {
		bus = sig_new(a, SIG_BUS);
		bus->name = t->binding->name;
		bus->in = ARENA_ARRAY(a, const struct sig *, 1);
		bus->n_in = 1;
		t->bus = bus;
	}
	return bus;
}

static struct value force(struct arena *a, struct thunk *t,
			  const struct uses *uses)
{
	const struct binding *b = t->binding;
	struct place p = {a, t->env, uses ? uses : t->uses};
	struct value v;

	if (t->known)
		return t->value;
	arena_step(a);
	if (t->running)
		return value_signal(bus_of(a, t));
	if (b->n_params) {
		v = closure_new(&p, b->params, b->n_params, b->body);
	} else {
		t->running = *b->name == '~';
		v = eval_node(&p, b->body);
		t->running = false;
	}
	if (v.kind == V_SIGNAL && *b->name == '~') {
		struct sig *bus = bus_of(a, t);

		bus->in[0] = v.signal;
		v = value_signal(bus);
		if (uses || t->home != a)
			t->bus = NULL;
	}
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
			    type_settle(p->arena, p->uses, node->name.inst[i]);
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

/* A bus of another scope: found when it is played. */
static struct value foreign(struct arena *a, const char *bus)
{
	struct sig *s = sig_new(a, SIG_FOREIGN);

	s->name = arena_str(a, bus);
	return value_signal(s);
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
		return r->entry->args.n ? value_fn(&r->fn) : build(p->arena, r);
	case REF_FOREIGN:
		return foreign(p->arena, node->name.s);
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
	return e->args.n && e->args.n <= n ? e : NULL;
}

static struct value apply(const struct place *p, const struct node *f,
			  struct node *const *args, size_t n)
{
	const struct entry *e = saturated(f, n);
	struct value v;
	size_t i = 0;

	if (e) {
		struct row_fn *r = row_of(p, f);

		for (; i < e->args.n; i++)
			r->args[i] = fit(p->arena, e, i, eval_node(p, args[i]));
		v = build(p->arena, r);
	} else {
		v = eval_node(p, f);
	}
	for (; i < n; i++)
		v = call(p, v, eval_node(p, args[i]));
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
	struct value f = eval_node(p, node->items[0]),
		     x = eval_node(p, node->items[1]);
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
	struct type *of = node->kind == NODE_LIST
			      ? type_actual_last(p->uses, node->type)
			      : NULL;

	if (node->kind == NODE_LIST && node->n &&
	    type_actual_head(p->uses, of) == CON_CHAR) {
		char *s = arena_alloc(p->arena, node->n + 1);

		for (size_t i = 0; i < node->n; i++)
			s[i] = (char)eval_node(p, node->items[i]).c;
		s[node->n] = '\0';
		return value_str(s);
	}
	l->n = node->n;
	l->tuple = node->kind == NODE_TUPLE;
	for (size_t i = 0; i < node->n; i++)
		l->at[i] = eval_node(p, node->items[i]);
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
	struct value first = eval_node(p, node->items[0]);
	bool pattern = first.kind == V_PAT;
	struct value from = pure_of(p, first);
	struct rat at = exact(from), step = RAT_ONE, to, room;
	struct list *l;
	size_t n;

	if (node->items[1])
		step = rat_sub(exact(pure_of(p, eval_node(p, node->items[1]))),
			       at);
	to = exact(pure_of(p, eval_node(p, node->items[2])));
	if (from.kind == V_FLOAT || from.kind == V_NOTE || from.kind == V_RAT)
		to = rat_add(to, rat_div(step, rat_int(2)));
	if (step.num == 0)
		arena_escape(p->arena, ST_EVAL,
			     "a range that stands still has no end");
	room = rat_div(rat_sub(to, at), step);
	if (room.num >= 0 && rat_lt(rat_int(LONGEST_RANGE), room))
		arena_escape(p->arena, ST_EVAL, "a range has at most %d items",
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
	return eval_node(&inner, node->items[0]);
}

static struct value run_kind(const struct place *p, const struct node *node)
{
	switch (node->kind) {
	case NODE_INT:
		return literal_number(p, node->type, (double)node->i,
				      rat_int(node->i), true);
	case NODE_FLOAT:
		return literal_number(p, node->type, node->real.f,
				      node->real.exact, false);
	case NODE_STRING:
		return literal_string(p, node);
	case NODE_CHAR:
		return value_char(node->c);
	case NODE_NAME:
		return name(p, node);
	case NODE_APPLY:
		return apply(p, node->items[0], node->items + 1, node->n - 1);
	case NODE_OP:
		return apply(p, node->items[0], node->items + 1, 2);
	case NODE_NEGATE:
		return literal_negate(p, node);
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
		return eval_node(
		    p, node->items[value_to_bool(eval_node(p, node->items[0]))
				       ? 1
				       : 2]);
	case NODE_LET:
		return let(p, node);
	case NODE_TYPED:
		return eval_node(p, node->items[0]);
	case NODE_UNIT:
		return signal_unit(p, node);
	case NODE_LIFT:
		return signal_lift(p, node);
	case NODE_PUSH:
		return signal_push(p, node);
	case NODE_SEGMENTS:
	case NODE_KEYWORD:
		break;
	}
	arena_escape(p->arena, ST_EVAL, "this can't be evaluated");
}

struct value eval_node(const struct place *p, const struct node *node)
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

	return eval_node(&p, node);
}
