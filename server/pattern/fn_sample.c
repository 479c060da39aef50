/* Cutting samples into parts and fitting them to time: chop, striate, slice,
 * splice, loopAt, hurry and their relatives. Semantics are TidalCycles'. */
#include "base/random.h"
#include "pattern/controls.h"
#include "pattern/family.h"
#include "pattern/node.h"
#include "pattern/param.h"
#include "pattern/stateful.h"

#include <math.h>

#define KEY(name) (&control_table[CONTROL_ID_##name])

/* --- Maps with a part of a sample --- */

/* A map to be copied often, each time with another begin and end. */
struct range_map {
	const struct map *map;
	size_t begin, end; /* places of the keys */
};

static size_t place_of(const struct map *m, const struct control *key)
{
	size_t i = 0;

	while (control_cmp(m->at[i].key, key) != 0)
		i++;
	return i;
}

static struct range_map range_map(struct arena *a, const struct map *m)
{
	struct range_map r;

	m = map_set(a, m, KEY(begin), value_float(0));
	r.map = map_set(a, m, KEY(end), value_float(1));
	r.begin = place_of(r.map, KEY(begin));
	r.end = place_of(r.map, KEY(end));
	return r;
}

static struct value range_value(struct arena *a, const struct range_map *r,
				double begin, double end)
{
	size_t size = sizeof(struct map) + r->map->n * sizeof(struct map_entry);
	struct map *m = arena_copy(a, r->map, size);

	m->at[r->begin].value = value_float(begin);
	m->at[r->end].value = value_float(end);
	return value_map(m);
}

static bool get_float(const struct map *m, const struct control *key,
		      double *to)
{
	const struct value *v = map_get(m, key);
	struct value x = {.kind = V_NONE};

	if (v)
		x = value_get(*v, V_FLOAT);
	if (x.kind == V_NONE)
		return false;
	*to = x.f;
	return true;
}

/* --- chop --- */

struct chop {
	struct pattern pattern;
	const struct pattern *in;
	int64_t n;
};

/* One event's parts that lie in its own part. */
static void chop_event(struct query *q, const struct event *e, int64_t n,
		       struct events *out)
{
	struct span all = event_whole_or_part(e), piece;
	struct rat len = rat_sub(all.end, all.begin), step;
	struct range_map map = range_map(q->arena, e->value.map);
	double begin = 0, end = 1;
	int64_t i;

	if (len.num <= 0)
		return;
	if (!get_float(e->value.map, KEY(begin), &begin) ||
	    !get_float(e->value.map, KEY(end), &end)) {
		begin = 0;
		end = 1;
	}
	step = rat_mul(len, rat_make(1, n));
	i = rat_floor(rat_div(rat_sub(e->part.begin, all.begin), step));
	piece.end = rat_add(all.begin, rat_mul(step, rat_int(i)));
	for (; i < n; i++) {
		struct event *to;
		struct span part;

		piece.begin = piece.end;
		piece.end = rat_add(piece.begin, step);
		if (!span_intersect(e->part, piece, &part))
			break;
		to = events_add(q, out);
		*to = *e;
		to->part = part;
		to->whole = piece;
		to->value = range_value(
		    q->arena, &map, begin + (double)i / n * (end - begin),
		    begin + (double)(i + 1) / n * (end - begin));
	}
}

static void run_chop(struct query *q, const struct pattern *p, struct span s,
		     struct events *out)
{
	const struct chop *c = (const struct chop *)p;
	struct events in = events_none();

	pat_query(q, c->in, s, &in);
	for (size_t i = 0; i < in.n; i++)
		chop_event(q, &in.at[i], c->n, out);
	events_drop(q, &in);
}

static struct rat times_steps(const struct pattern *p, int64_t n)
{
	return p->steps.den ? rat_mul(p->steps, rat_int(n)) : p->steps;
}

const struct pattern *pat_chop(struct arena *a, int64_t n,
			       const struct pattern *p)
{
	struct chop *c;

	if (n <= 0)
		return pat_with_steps(a, times_steps(p, n), pat_silence());
	c = NODE_NEW(a, struct chop, run_chop);
	c->pattern.steps = times_steps(p, n);
	c->in = p;
	c->n = n;
	return &c->pattern;
}

static const struct pattern *chop(struct arena *a, struct value v,
				  const struct pattern *p)
{
	return pat_chop(a, v.i, p);
}

static const struct param_op op_chop = {chop, PARAM_SHORT};
static const struct param_op op_chop_plain = {chop, PARAM_PLAIN};

/* --- striate --- */

struct striate {
	struct pattern pattern;
	const struct pattern *in;
	int64_t n;
	/* Part i is slot * i to slot * i + length, all divided by `by`. */
	double slot, length, by;
};

static struct value part_of_value(struct arena *a, const struct striate *s,
				  int64_t i, struct value v)
{
	struct range_map map = range_map(a, v.map);
	double begin = 0, end = 1;
	double from = s->slot * (double)i / s->by;
	double to = (s->slot * (double)i + s->length) / s->by;

	get_float(v.map, KEY(begin), &begin);
	get_float(v.map, KEY(end), &end);
	return range_value(a, &map, from * (end - begin) + begin,
			   to * (end - begin) + begin);
}

/* One cycle of the fast time: part i of a cycle of the input. */
static void striate_cycle(struct query *q, const struct striate *s,
			  struct span piece, struct events *out)
{
	int64_t cycle = rat_floor(piece.begin), i = floor_mod(cycle, s->n);
	struct rat by = rat_int(cycle - (cycle - i) / s->n);
	struct rat n = rat_make(1, s->n);
	size_t k = out->n;

	pat_query(q, s->in, span_shift(piece, rat_neg(by)), out);
	for (; k < out->n; k++) {
		struct event *e = &out->at[k];

		event_shift(e, by);
		e->part.begin = rat_mul(e->part.begin, n);
		e->part.end = rat_mul(e->part.end, n);
		e->whole.begin = rat_mul(e->whole.begin, n);
		e->whole.end = rat_mul(e->whole.end, n);
		e->value = part_of_value(q->arena, s, i, e->value);
	}
}

static void run_striate(struct query *q, const struct pattern *p,
			struct span span, struct events *out)
{
	const struct striate *s = (const struct striate *)p;
	struct rat n = rat_int(s->n);
	struct span piece;
	struct cut cut;

	span = SPAN(rat_mul(span.begin, n), rat_mul(span.end, n));
	if (s->n == 1) {
		size_t k = out->n;

		pat_query(q, s->in, span, out);
		for (; k < out->n; k++)
			out->at[k].value =
			    part_of_value(q->arena, s, 0, out->at[k].value);
		return;
	}
	for (cut = cut_start(span); cut_next(&cut, &piece);)
		striate_cycle(q, s, piece, out);
}

static const struct pattern *striate_parts(struct arena *a, int64_t n,
					   double slot, double length,
					   double by, const struct pattern *p)
{
	struct striate *s;

	if (n <= 0)
		return pat_with_steps(a, times_steps(p, n), pat_silence());
	s = NODE_NEW(a, struct striate, run_striate);
	s->pattern.steps = times_steps(p, n);
	s->in = p;
	s->n = n;
	s->slot = slot;
	s->length = length;
	s->by = by;
	return &s->pattern;
}

static const struct pattern *striate(struct arena *a, struct value v,
				     const struct pattern *p)
{
	return striate_parts(a, v.i, 1, 1, (double)v.i, p);
}

static const struct pattern *striate_by(struct arena *a, struct value v,
					const struct pattern *p)
{
	int64_t n = v.list->at[0].i;
	double length = value_to_double(v.list->at[1]);

	return striate_parts(a, n, (1 - length) / (double)(n - 1), length, 1,
			     p);
}

static const struct param_op op_striate = {striate, PARAM_SHORT};
static const struct param_op op_striate_by = {striate_by, PARAM_SHORT};

/* --- gap --- */

static const struct pattern *gap(struct arena *a, struct value v,
				 const struct pattern *p)
{
	const struct pattern *both[2];
	const struct map *one = map_one(a, KEY(n), value_int(1));

	both[0] = pat_pure(a, value_map(one));
	both[1] = pat_silence();
	return pat_op(a, FROM_BOTH, OP_SET,
		      pat_fast(a, rat_int(v.i), pat_slowcat(a, 2, both)),
		      chop(a, v, p));
}

static const struct param_op op_gap = {gap, PARAM_SHORT};

/* --- slice --- */

static struct value slice_begin(struct arena *a, const void *ctx,
				struct value i, struct value n)
{
	(void)ctx;
	return value_float((double)int_mod(a, i.i, n.i) / (double)n.i);
}

static struct value slice_width(struct arena *a, const void *ctx,
				struct value n)
{
	(void)a;
	(void)ctx;
	return value_float(1 / (double)n.i);
}

static const struct pattern *slice(struct arena *a, const struct pattern *n,
				   const struct pattern *i,
				   const struct pattern *p)
{
	const struct pattern *begin =
	    pat_app(a, FROM_LEFT, slice_begin, NULL, i, n);
	const struct pattern *end = pat_op(a, FROM_BOTH, OP_ADD, begin,
					   pat_map(a, slice_width, NULL, n));
	const struct pattern *range = pat_control_by(
	    a, OP_SET, pat_control(a, KEY(begin), begin), CONTROL_ID_end, end);

	return pat_op(a, FROM_LEFT, OP_SET, range, p);
}

static struct value build_slice(const struct call *c)
{
	return value_pat(
	    slice(c->arena, arg_pat(c, 0), arg_pat(c, 1), arg_pat(c, 2)));
}

/* The slice's own speed, so that it lasts as long as its event. */
static bool fit_slice(struct query *q, const void *ctx, struct event *e)
{
	struct span all = event_whole_or_part(e);
	double length = rat_to_double(rat_sub(all.end, all.begin));
	double speed = 1 / (double)*(const int64_t *)ctx / length;
	const struct value *v = map_get(e->value.map, KEY(speed));

	if (v && v->kind == V_FLOAT)
		speed *= v->f;
	e->value = value_map(
	    map_set(q->arena, e->value.map, KEY(speed), value_float(speed)));
	return true;
}

struct splice {
	const struct pattern *slices, *in;
};

static const struct pattern *unit_c(struct arena *a)
{
	return pat_pure(a, value_map(map_one(a, KEY(unit), value_str("c"))));
}

static const struct pattern *splice(struct arena *a, const void *ctx,
				    struct value v)
{
	const struct splice *s = ctx;
	int64_t *n = ARENA_NEW(a, int64_t);
	const struct pattern *p = slice(a, pat_pure(a, v), s->slices, s->in);

	*n = v.i;
	return pat_op(a, FROM_LEFT, OP_SET, pat_map_events(a, fit_slice, n, p),
		      unit_c(a));
}

static struct value build_splice(const struct call *c)
{
	struct splice *s = ARENA_NEW(c->arena, struct splice);
	const struct pattern *n = arg_pat(c, 0);

	s->slices = arg_pat(c, 1);
	s->in = arg_pat(c, 2);
	return value_pat(pat_keep_steps(
	    c->arena, n, param_join(c->arena, JOIN_INNER, splice, s, n)));
}

struct randslice {
	int64_t n;
	const struct pattern *in;
};

static struct value random_slice(struct arena *a, const void *ctx,
				 struct span s)
{
	const struct randslice *r = ctx;

	(void)a;
	return value_int((int64_t)floor(random_at(s.begin) * (double)r->n));
}

static const struct pattern *one_slice(struct arena *a, const void *ctx,
				       struct value v)
{
	const struct randslice *r = ctx;
	const struct pattern *p = pat_control_op(
	    a, OP_SET, r->in, CONTROL_ID_begin, (double)v.i / (double)r->n);

	return pat_control_op(a, OP_SET, p, CONTROL_ID_end,
			      (double)(v.i + 1) / (double)r->n);
}

static const struct pattern *randslice(struct arena *a, struct value v,
				       const struct pattern *p)
{
	struct randslice *r = ARENA_NEW(a, struct randslice);

	r->n = v.i;
	r->in = p;
	return pat_with_steps(a, times_steps(p, v.i),
			      pat_bind(a, JOIN_INNER, one_slice, r,
				       pat_signal(a, random_slice, r)));
}

static const struct param_op op_randslice = {randslice, PARAM_SHORT};

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
	const struct pattern *speed =
	    pat_map(a, to_float, NULL, pat_map(a, inverse, NULL, n));

	p = pat_control_by(a, OP_MUL, p, CONTROL_ID_speed, speed);
	return value_pat(pat_op(a, FROM_LEFT, OP_SET, p, unit_c(a)));
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
	return striate(a, v, ctx);
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
		     chop(c->arena, value_int(arg_int(c, 0)), arg_pat(c, 2)));
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
	return chop(a, v, ctx);
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

/* --- grain --- */

static struct value build_grain(const struct call *c)
{
	const struct pattern *begin = arg_pat(c, 0);
	const struct pattern *end =
	    pat_op(c->arena, FROM_BOTH, OP_ADD, begin, arg_pat(c, 1));

	return value_pat(pat_control_by(
	    c->arena, OP_SET, pat_control(c->arena, KEY(begin), begin),
	    CONTROL_ID_end, end));
}

/* --- Rows --- */

#define CONTROLS "ControlPattern -> ControlPattern"
#define BY_INT "Pattern Int -> " CONTROLS

static const struct fn_row rows[] = {
    {"chop", "", BY_INT, build_param,
     "Cut each sample into a number of parts, played in its place.",
     "chop 2 $ s \"bd sn\"", "", 0, &op_chop},
    {"_chop", "", "Int -> " CONTROLS, build_param,
     "chop by a number that is no pattern.", "_chop 2 $ s \"bd\"", "", 0,
     &op_chop_plain},
    {"striate", "", BY_INT, build_param,
     "Play the whole pattern a number of times a cycle, each time the next "
     "part "
     "of every sample.",
     "striate 2 $ s \"bd sn\"", "", 0, &op_striate},
    {"striateBy", "striate'", "Pattern Int -> Pattern Double -> " CONTROLS,
     build_param_2, "striate with parts of a length of their own.",
     "striateBy 2 0.75 $ s \"bd sn\"", "", 0, &op_striate_by},
    {"gap", "", BY_INT, build_param,
     "Cut each sample into parts and leave out every other one.",
     "gap 4 $ s \"bd\"", "", 0, &op_gap},
    {"slice", "", "Pattern Int -> Pattern Int -> " CONTROLS, build_slice,
     "Cut samples into a number of parts and play those of the second pattern.",
     "slice 4 \"0 2\" $ s \"break\"", "", 0, NULL},
    {"splice", "", "Pattern Int -> Pattern Int -> " CONTROLS, build_splice,
     "slice, each part at the speed at which it fills its event.",
     "splice 4 \"0 2\" $ s \"break\"", "", 0, NULL},
    {"randslice", "", BY_INT, build_param,
     "Play a random one of a number of parts of each sample.",
     "randslice 8 $ s \"break\"", "", FN_QUERY_DEPENDENT, &op_randslice},
    {"loopAt", "", "Pattern Time -> " CONTROLS, build_loop_at,
     "Make a sample last a number of cycles.", "loopAt 2 $ s \"break\"", "", 0,
     NULL},
    {"hurry", "", "Pattern Rational -> " CONTROLS, build_hurry,
     "Speed up a pattern and the sounds in it.", "hurry 2 $ s \"bd sn\"", "", 0,
     NULL},
    {"smash", "", "Pattern Int -> [Pattern Time] -> " CONTROLS, build_smash,
     "striate, then play the result slowed down by each number in turn.",
     "smash 2 [1, 2] $ s \"bd sn\"", "", 0, NULL},
    {"smash'", "", "Int -> [Pattern Time] -> " CONTROLS, build_smash_chop,
     "chop, then play the result slowed down by each number in turn.",
     "smash' 2 [1, 2] $ s \"bd sn\"", "", 0, NULL},
    {"chew", "", "Pattern Int -> Pattern Int -> " CONTROLS, build_chew,
     "bite that changes the speed of sounds along with their length.",
     "chew 4 \"0 [2 1]\" $ n \"0 .. 7\" # s \"drum\"", "", 0, NULL},
    {"squeezeJoinUp", "", "Pattern ControlPattern -> ControlPattern",
     build_squeeze_join_up,
     "Squeeze each pattern into its event, its sounds faster by as much.",
     "squeezeJoinUp $ (\\x -> s \"a b\" # speed (pure x)) <$> \"1 [2 3]\"", "",
     0, NULL},
    {"splat", "", "Pattern Int -> ControlPattern -> " CONTROLS, build_splat,
     "chop a pattern and play another one over each of its events.",
     "splat 2 (n \"0 1\") (s \"bd sn\")", "", 0, NULL},
    {"grain", "", "Pattern Double -> Pattern Double -> ControlPattern",
     build_grain, "Part of a sample by where it begins and how long it is.",
     "grain 0.25 0.5", "", 0, NULL},
};

const struct fn_family fn_family_sample = {"sample", "Parts of samples", rows,
					   sizeof(rows) / sizeof(rows[0])};
