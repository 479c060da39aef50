/* Fitting sounds to time: the speed of a sound changes along with the time that
 * it gets. Semantics are TidalCycles'. */
#include "pattern/controls.h"
#include "pattern/family.h"
#include "pattern/node.h"
#include "pattern/param.h"

/* --- Time and speed together --- */

static const struct pattern *slow_bind(struct arena *a, const void *ctx,
				       struct value v)
{
	return pat_slow(a, value_to_rat(v), ctx);
}

static const struct pattern *fast_bind(struct arena *a, const void *ctx,
				       struct value v)
{
	return pat_fast(a, value_to_rat(v), ctx);
}

static struct value to_float(struct arena *a, const void *ctx, struct value v)
{
	(void)a;
	(void)ctx;
	return value_float(value_to_double(v));
}

static struct value inverse(struct arena *a, const void *ctx, struct value v)
{
	(void)ctx;
	return value_rat(rat_quotient(a, RAT_ONE, value_to_rat(v)));
}

static struct value build_loop_at(const struct call *c)
{
	struct arena *a = c->arena;
	const struct pattern *n = arg_pat(c, 0);
	const struct pattern *p = pat_param(a, slow_bind, arg_pat(c, 1), n);
	const struct pattern *speed;

	if (n->pure && value_to_rat(*n->pure).num == 0)
		return value_pat(pat_silence());
	speed = pat_map(a, to_float, NULL, pat_map(a, inverse, NULL, n));
	p = pat_control_by(a, OP_MUL, p, CONTROL_ID_speed, speed);
	return value_pat(pat_control_word(a, p, CONTROL_ID_unit, "c"));
}

const struct pattern *pat_hurry(struct arena *a, const struct pattern *by,
				const struct pattern *p)
{
	const struct pattern *fast =
	    pat_keep_steps(a, p, pat_param(a, fast_bind, p, by));

	return pat_control_by(a, OP_MUL, fast, CONTROL_ID_speed,
			      pat_map(a, to_float, NULL, by));
}

static struct value build_hurry(const struct call *c)
{
	return value_pat(pat_hurry(c->arena, arg_pat(c, 0), arg_pat(c, 1)));
}

/* --- smash: parts at several speeds in turn --- */

static struct value smash(struct arena *a, const struct list *times,
			  const struct pattern *p)
{
	const struct pattern **turns =
	    arena_alloc(a, (times->n + 1) * sizeof(struct pattern *));

	for (size_t i = 0; i < times->n; i++)
		turns[i] =
		    pat_param(a, slow_bind, p, value_to_pat(a, times->at[i]));
	return value_pat(pat_slowcat(a, times->n, turns));
}

static const struct pattern *striate_bind(struct arena *a, const void *ctx,
					  struct value v)
{
	return pat_striate(a, v.i, ctx);
}

static struct value build_smash(const struct call *c)
{
	return smash(
	    c->arena, arg_list(c, 1),
	    pat_param(c->arena, striate_bind, arg_pat(c, 2), arg_pat(c, 0)));
}

static struct value build_smash_chop(const struct call *c)
{
	return smash(c->arena, arg_list(c, 1),
		     pat_chop(c->arena, arg_int(c, 0), arg_pat(c, 2)));
}

/* --- bite and chew: parts of a pattern by number --- */

struct bite {
	int64_t n;
	const struct pattern *which, *in;
};

static const struct pattern *bite_part(struct arena *a, const void *ctx,
				       struct value v)
{
	const struct bite *b = ctx;
	int64_t i = int_mod(a, v.i, b->n);
	struct span part = {rat_make(i, b->n), rat_make(i + 1, b->n)};

	return pat_zoom(a, part, b->in);
}

static struct bite *bite_of(struct arena *a, const void *ctx, struct value n)
{
	struct bite *b = arena_copy(a, ctx, sizeof(struct bite));

	b->n = n.i;
	return b;
}

static const struct pattern *bite(struct arena *a, const void *ctx,
				  struct value n)
{
	const struct bite *b = bite_of(a, ctx, n);

	return pat_bind(a, JOIN_SQUEEZE, bite_part, b, b->which);
}

static struct bite *bite_args(const struct call *c)
{
	struct bite *b = ARENA_NEW(c->arena, struct bite);

	b->which = arg_pat(c, 1);
	b->in = arg_pat(c, 2);
	return b;
}

/* Patterns squeezed into events, their speed raised by as much. */
struct squeeze_up {
	struct pattern pattern;
	pat_bind_fn *fn; /* NULL: the events hold patterns */
	const void *ctx;
	const struct pattern *in;
};

static void squeeze_up_event(struct query *q, const struct squeeze_up *s,
			     const struct event *e, struct events *out)
{
	struct rat len = rat_sub(e->whole.end, e->whole.begin);
	struct rat begin = rat_frac(e->whole.begin);
	const struct pattern *p =
	    s->fn ? s->fn(q->arena, s->ctx, e->value) : e->value.pat;
	size_t i = out->n, n = i;

	p = pat_control_op(q->arena, OP_MUL, p, CONTROL_ID_speed,
			   rat_to_double(rat_inv(len)));
	p = pat_compress(q->arena, SPAN(begin, rat_add(begin, len)), p);
	pat_query(q, p, e->part, out);
	for (; i < out->n; i++) {
		struct event in = out->at[i];

		if (in.analog ||
		    !span_intersect(e->whole, in.whole, &in.whole) ||
		    !span_intersect(e->part, in.part, &in.part))
			continue;
		in.context = context_join(q->arena, in.context, e->context);
		out->at[n++] = in;
	}
	out->n = n;
}

static void run_squeeze_up(struct query *q, const struct pattern *p,
			   struct span s, struct events *out)
{
	const struct squeeze_up *up = (const struct squeeze_up *)p;
	struct events in = events_none();

	pat_query(q, up->in, s, &in);
	for (size_t i = 0; i < in.n; i++)
		if (!in.at[i].analog)
			squeeze_up_event(q, up, &in.at[i], out);
	events_drop(q, &in);
}

static const struct pattern *squeeze_up(struct arena *a, pat_bind_fn *fn,
					const void *ctx,
					const struct pattern *p)
{
	struct squeeze_up *s = NODE_NEW(a, struct squeeze_up, run_squeeze_up);

	s->pattern.steps = p->steps;
	s->fn = fn;
	s->ctx = ctx;
	s->in = p;
	return &s->pattern;
}

static struct value build_squeeze_join_up(const struct call *c)
{
	return value_pat(squeeze_up(c->arena, NULL, NULL, arg_pat(c, 0)));
}

static const struct pattern *chew(struct arena *a, const void *ctx,
				  struct value n)
{
	const struct bite *b = bite_of(a, ctx, n);

	return pat_control_op(a, OP_DIV, squeeze_up(a, bite_part, b, b->which),
			      CONTROL_ID_speed, (double)b->n);
}

static struct value build_chew(const struct call *c)
{
	return value_pat(param_join(c->arena, JOIN_INNER, chew, bite_args(c),
				    arg_pat(c, 0)));
}

static struct value zero_of(struct arena *a, const void *ctx, struct value v)
{
	(void)a;
	(void)ctx;
	(void)v;
	return value_int(0);
}

static const struct pattern *chop_bind(struct arena *a, const void *ctx,
				       struct value v)
{
	return pat_chop(a, v.i, ctx);
}

static struct value build_splat(const struct call *c)
{
	struct arena *a = c->arena;
	const struct pattern *p = arg_pat(c, 2);
	struct bite *b = ARENA_NEW(a, struct bite);

	b->which = pat_map(a, zero_of, NULL, p);
	b->in = arg_pat(c, 1);
	return value_pat(pat_op(
	    a, FROM_LEFT, OP_SET, pat_param(a, chop_bind, p, arg_pat(c, 0)),
	    param_join(a, JOIN_INNER, bite, b, pat_pure(a, value_int(1)))));
}

/* --- Rows --- */

#define CONTROLS "ControlPattern -> ControlPattern"

static const struct fn_row rows[] = {
    {"loopAt", "", "Pattern Time -> " CONTROLS, build_loop_at,
     "Make a sample last a number of cycles.", "loopAt 2 $ s \"break\"",
     "0 2 {\"s\":\"break\",\"speed\":0.5,\"unit\":\"c\"}", 0, NULL},
    {"hurry", "", "Pattern Rational -> " CONTROLS, build_hurry,
     "Speed up a pattern and the sounds in it.", "hurry 2 $ s \"bd sn\"",
     "0 1/4 {\"s\":\"bd\",\"speed\":2.0}; 1/4 1/2 "
     "{\"s\":\"sn\",\"speed\":2.0}; 1/2 3/4 {\"s\":\"bd\",\"speed\":2.0}; 3/4 "
     "1 {\"s\":\"sn\",\"speed\":2.0}",
     0, NULL},
    {"smash", "", "Pattern Int -> [Pattern Time] -> " CONTROLS, build_smash,
     "striate, then play the result slowed down by each number in turn.",
     "smash 2 [1, 2] $ s \"bd sn\"",
     "0 1/4 {\"begin\":0.0,\"end\":0.5,\"s\":\"bd\"}; 1/4 1/2 "
     "{\"begin\":0.0,\"end\":0.5,\"s\":\"sn\"}; 1/2 3/4 "
     "{\"begin\":0.5,\"end\":1.0,\"s\":\"bd\"}; 3/4 1 "
     "{\"begin\":0.5,\"end\":1.0,\"s\":\"sn\"}",
     0, NULL},
    {"smash'", "", "Int -> [Pattern Time] -> " CONTROLS, build_smash_chop,
     "chop, then play the result slowed down by each number in turn.",
     "smash' 2 [1, 2] $ s \"bd sn\"",
     "0 1/4 {\"begin\":0.0,\"end\":0.5,\"s\":\"bd\"}; 1/4 1/2 "
     "{\"begin\":0.5,\"end\":1.0,\"s\":\"bd\"}; 1/2 3/4 "
     "{\"begin\":0.0,\"end\":0.5,\"s\":\"sn\"}; 3/4 1 "
     "{\"begin\":0.5,\"end\":1.0,\"s\":\"sn\"}",
     0, NULL},
    {"chew", "", "Pattern Int -> Pattern Int -> " CONTROLS, build_chew,
     "bite that changes the speed of sounds along with their length.",
     "chew 4 \"0 [2 1]\" $ n \"0 .. 7\" # s \"drum\"",
     "0 1/4 {\"n\":0.0,\"s\":\"drum\",\"speed\":0.5}; 1/4 1/2 "
     "{\"n\":1.0,\"s\":\"drum\",\"speed\":0.5}; 1/2 5/8 "
     "{\"n\":4.0,\"s\":\"drum\",\"speed\":1.0}; 5/8 3/4 "
     "{\"n\":5.0,\"s\":\"drum\",\"speed\":1.0}; 3/4 7/8 "
     "{\"n\":2.0,\"s\":\"drum\",\"speed\":1.0}; 7/8 1 "
     "{\"n\":3.0,\"s\":\"drum\",\"speed\":1.0}",
     0, NULL},
    {"squeezeJoinUp", "", "Pattern ControlPattern -> ControlPattern",
     build_squeeze_join_up,
     "Squeeze each pattern into its event, its sounds faster by as much.",
     "squeezeJoinUp $ (\\x -> s \"a b\" # speed (pure x)) <$> \"1 [2 3]\"",
     "0 1/4 {\"s\":\"a\",\"speed\":2.0}; 1/4 1/2 {\"s\":\"b\",\"speed\":2.0}; "
     "1/2 5/8 {\"s\":\"a\",\"speed\":8.0}; 5/8 3/4 "
     "{\"s\":\"b\",\"speed\":8.0}; 3/4 7/8 {\"s\":\"a\",\"speed\":12.0}; 7/8 1 "
     "{\"s\":\"b\",\"speed\":12.0}",
     0, NULL},
    {"splat", "", "Pattern Int -> ControlPattern -> " CONTROLS, build_splat,
     "chop a pattern and play another one over each of its events.",
     "splat 2 (n \"0 1\") (s \"bd sn\")",
     "0 1/4 {\"begin\":0.0,\"end\":0.5,\"n\":0.0,\"s\":\"bd\"}; 1/4 1/2 "
     "{\"begin\":0.5,\"end\":1.0,\"n\":1.0,\"s\":\"bd\"}; 1/2 3/4 "
     "{\"begin\":0.0,\"end\":0.5,\"n\":0.0,\"s\":\"sn\"}; 3/4 1 "
     "{\"begin\":0.5,\"end\":1.0,\"n\":1.0,\"s\":\"sn\"}",
     0, NULL},
};

const struct fn_family fn_family_fit = {"fit", "Sounds fitted to time", rows,
					sizeof(rows) / sizeof(rows[0])};
