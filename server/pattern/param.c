#include "pattern/param.h"

#include <math.h>

const struct pattern *pat_keep_steps(struct arena *a,
				     const struct pattern *from,
				     const struct pattern *to)
{
	if (from->steps.den == to->steps.den &&
	    from->steps.num == to->steps.num)
		return to;
	return pat_with_steps(a, from->steps, to);
}

const struct pattern *pat_no_steps(struct arena *a, const struct pattern *to)
{
	return to->steps.den ? pat_with_steps(a, RAT(0, 0), to) : to;
}

static const struct pattern *bind_made(struct arena *a, const void *ctx,
				       struct value v)
{
	(void)a;
	(void)v;
	return ctx;
}

const struct pattern *param_join(struct arena *a, enum pat_join how,
				 pat_bind_fn *fn, const void *ctx,
				 const struct pattern *p)
{
	if (p->pure)
		return pat_bind(a, how, bind_made, fn(a, ctx, *p->pure), p);
	return pat_bind(a, how, fn, ctx, p);
}

struct value value_pair(struct arena *a, struct value x, struct value y)
{
	struct list *l = arena_alloc(a, sizeof(*l) + 2 * sizeof(l->at[0]));

	l->n = 2;
	l->tuple = true;
	l->at[0] = x;
	l->at[1] = y;
	return value_list(l);
}

static struct value app_pair(struct arena *a, const void *ctx, struct value x,
			     struct value y)
{
	(void)ctx;
	return value_pair(a, x, y);
}

static struct value app_triple(struct arena *a, const void *ctx,
			       struct value pair, struct value z)
{
	struct list *l = arena_alloc(a, sizeof(*l) + 3 * sizeof(l->at[0]));

	(void)ctx;
	l->n = 3;
	l->tuple = true;
	l->at[0] = pair.list->at[0];
	l->at[1] = pair.list->at[1];
	l->at[2] = z;
	return value_list(l);
}

const struct pattern *param_pair(struct arena *a, enum pat_structure from,
				 const struct pattern *x,
				 const struct pattern *y)
{
	return pat_app(a, from, app_pair, NULL, x, y);
}

const struct pattern *param_2(struct arena *a, pat_bind_fn *fn, const void *ctx,
			      const struct pattern *x, const struct pattern *y)
{
	if (x->pure && y->pure)
		return fn(a, ctx, value_pair(a, *x->pure, *y->pure));
	return pat_bind(a, JOIN_INNER, fn, ctx, param_pair(a, FROM_BOTH, x, y));
}

const struct pattern *param_3(struct arena *a, pat_bind_fn *fn, const void *ctx,
			      const struct pattern *x, const struct pattern *y,
			      const struct pattern *z)
{
	const struct pattern *xy;

	if (x->pure && y->pure && z->pure)
		return fn(a, ctx,
			  app_triple(a, NULL, value_pair(a, *x->pure, *y->pure),
				     *z->pure));
	xy = param_pair(a, FROM_BOTH, x, y);
	return pat_bind(a, JOIN_INNER, fn, ctx,
			pat_app(a, FROM_BOTH, app_triple, NULL, xy, z));
}

const struct pattern *param_2_join(struct arena *a, enum pat_structure from,
				   pat_bind_fn *fn, const void *ctx,
				   const struct pattern *x,
				   const struct pattern *y)
{
	const struct pattern *pairs = param_pair(a, from, x, y);

	if (x->pure && y->pure) {
		struct value v = value_pair(a, *x->pure, *y->pure);

		return pat_bind(a, JOIN_INNER, bind_made, fn(a, ctx, v), pairs);
	}
	return pat_bind(a, JOIN_INNER, fn, ctx, pairs);
}

/* --- Rows --- */

struct param_call {
	const void *op;
	const struct fn *f;
	const struct pattern *in;
};

static const struct pattern *lift(struct arena *a, enum param_how how,
				  pat_bind_fn *fn, const struct param_call *pc,
				  const struct pattern *x)
{
	switch (how) {
	case PARAM_SHORT:
		return pat_param(a, fn, pc, x);
	case PARAM_KEEP_STEPS:
		return pat_keep_steps(a, pc->in, pat_param(a, fn, pc, x));
	case PARAM_JOIN:
		return param_join(a, JOIN_INNER, fn, pc, x);
	case PARAM_SQUEEZE:
		return param_join(a, JOIN_SQUEEZE, fn, pc, x);
	case PARAM_PLAIN:
		break;
	}
	return pat_silence();
}

static const struct pattern *bind_op(struct arena *a, const void *ctx,
				     struct value v)
{
	const struct param_call *pc = ctx;
	const struct param_op *op = pc->op;

	return op->fn(a, v, pc->in);
}

struct value arg_plain(const struct call *c, int i)
{
	struct value v = c->args[i];

	return v.kind == V_PAT && v.pat->pure ? *v.pat->pure : v;
}

struct value build_param(const struct call *c)
{
	const struct param_op *op = c->row->aux;
	struct param_call *pc = ARENA_NEW(c->arena, struct param_call);

	pc->op = op;
	pc->in = arg_pat(c, 1);
	if (op->how == PARAM_PLAIN)
		return value_pat(op->fn(c->arena, arg_plain(c, 0), pc->in));
	return value_pat(lift(c->arena, op->how, bind_op, pc, arg_pat(c, 0)));
}

static const struct pattern *bind_with_op(struct arena *a, const void *ctx,
					  struct value v)
{
	const struct param_call *pc = ctx;
	const struct param_with_op *op = pc->op;

	return op->fn(a, v, pc->f, pc->in);
}

struct value build_param_with(const struct call *c)
{
	const struct param_with_op *op = c->row->aux;
	struct param_call *pc = ARENA_NEW(c->arena, struct param_call);

	pc->op = op;
	pc->f = arg_fn(c, 1);
	pc->in = arg_pat(c, 2);
	if (op->how == PARAM_PLAIN)
		return value_pat(
		    op->fn(c->arena, arg_plain(c, 0), pc->f, pc->in));
	return value_pat(
	    lift(c->arena, op->how, bind_with_op, pc, arg_pat(c, 0)));
}

struct value build_param_2(const struct call *c)
{
	const struct param_op *op = c->row->aux;
	struct param_call *pc = ARENA_NEW(c->arena, struct param_call);
	const struct pattern *x = arg_pat(c, 0), *y = arg_pat(c, 1);

	pc->op = op;
	pc->in = arg_pat(c, 2);
	if (op->how == PARAM_JOIN)
		return value_pat(
		    param_2_join(c->arena, FROM_BOTH, bind_op, pc, x, y));
	return value_pat(param_2(c->arena, bind_op, pc, x, y));
}

struct value build_param_0(const struct call *c)
{
	const struct param_0_op *op = c->row->aux;

	return value_pat(op->fn(c->arena, arg_pat(c, 0)));
}

/* --- Values --- */

const struct pattern *value_to_pat(struct arena *a, struct value v)
{
	return v.kind == V_PAT ? v.pat : pat_pure(a, v);
}

const struct pattern *const *list_pats(struct arena *a, const struct list *l)
{
	const struct pattern **p =
	    arena_alloc(a, (l->n + 1) * sizeof(struct pattern *));

	for (size_t i = 0; i < l->n; i++)
		p[i] = value_to_pat(a, l->at[i]);
	return p;
}

int64_t int_mod(struct arena *a, int64_t x, int64_t n)
{
	int64_t r;

	if (n == 0)
		arena_escape(a, ST_EVAL, "division by zero");
	if (n == -1)
		return 0;
	r = x % n;
	return r && (r < 0) != (n < 0) ? r + n : r;
}

struct rat rat_quotient(struct arena *a, struct rat x, struct rat y)
{
	if (y.num == 0)
		arena_escape(a, ST_EVAL, "division by zero");
	return rat_div(x, y);
}

int64_t floor_to_int(double x)
{
	x = floor(x);
	if (!(x > -9e18))
		return INT64_MIN;
	return x < 9e18 ? (int64_t)x : INT64_MAX;
}
