/* Cutting samples into parts and fitting them to time: chop, striate, slice,
 * splice, loopAt, hurry and their relatives. Semantics are TidalCycles'. */
#include "base/random.h"
#include "pattern/controls.h"
#include "pattern/family.h"
#include "pattern/flat.h"
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

/* More parts than that are not worth being written out. */
enum { CHOP_FLAT_MAX = 128 };

/* One event's parts that lie in its own part. */
static void chop_event(struct query *q, const void *ctx, const struct event *e,
		       struct events *out)
{
	const int64_t n = *(const int64_t *)ctx;
	struct span all = event_whole_or_part(e), in, piece;
	struct rat len = rat_sub(all.end, all.begin), step;
	struct range_map map = range_map(q->arena, e->value.map);
	double begin = 0, end = 1;
	int64_t i;

	/* A part may have strayed from its whole: compress does that. */
	if (len.num <= 0 || !span_intersect(all, e->part, &in))
		return;
	if (!get_float(e->value.map, KEY(begin), &begin) ||
	    !get_float(e->value.map, KEY(end), &end)) {
		begin = 0;
		end = 1;
	}
	step = rat_mul(len, rat_make(1, n));
	i = rat_floor(rat_div(rat_sub(in.begin, all.begin), step));
	piece.end = rat_add(all.begin, rat_mul(step, rat_int(i)));
	for (; i < n; i++) {
		struct event *to;
		struct span part;

		piece.begin = piece.end;
		piece.end = rat_add(piece.begin, step);
		if (!span_intersect(in, piece, &part))
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
		chop_event(q, &c->n, &in.at[i], out);
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
	struct pattern *flat;

	if (n <= 0)
		return pat_with_steps(a, times_steps(p, n), pat_silence());
	flat = n <= CHOP_FLAT_MAX ? flat_split(a, chop_event, &n, p) : NULL;
	if (flat) {
		flat->steps = times_steps(p, n);
		return flat;
	}
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

const struct pattern *pat_striate(struct arena *a, int64_t n,
				  const struct pattern *p)
{
	return striate_parts(a, n, 1, 1, (double)n, p);
}

static const struct pattern *striate(struct arena *a, struct value v,
				     const struct pattern *p)
{
	return pat_striate(a, v.i, p);
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

static const struct pattern *splice(struct arena *a, const void *ctx,
				    struct value v)
{
	const struct splice *s = ctx;
	int64_t *n = ARENA_NEW(a, int64_t);
	const struct pattern *p = slice(a, pat_pure(a, v), s->slices, s->in);

	*n = v.i;
	return pat_control_word(a, pat_map_events(a, fit_slice, n, p),
				CONTROL_ID_unit, "c");
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
     "chop 2 $ s \"bd sn\"",
     "0 1/4 {\"begin\":0.0,\"end\":0.5,\"s\":\"bd\"}; 1/4 1/2 "
     "{\"begin\":0.5,\"end\":1.0,\"s\":\"bd\"}; 1/2 3/4 "
     "{\"begin\":0.0,\"end\":0.5,\"s\":\"sn\"}; 3/4 1 "
     "{\"begin\":0.5,\"end\":1.0,\"s\":\"sn\"}",
     0, &op_chop},
    {"_chop", "", "Int -> " CONTROLS, build_param,
     "chop by a number that is no pattern.", "_chop 2 $ s \"bd\"",
     "0 1/2 {\"begin\":0.0,\"end\":0.5,\"s\":\"bd\"}; 1/2 1 "
     "{\"begin\":0.5,\"end\":1.0,\"s\":\"bd\"}",
     0, &op_chop_plain},
    {"striate", "", BY_INT, build_param,
     "Play the whole pattern a number of times a cycle, each time the next "
     "part "
     "of every sample.",
     "striate 2 $ s \"bd sn\"",
     "0 1/4 {\"begin\":0.0,\"end\":0.5,\"s\":\"bd\"}; 1/4 1/2 "
     "{\"begin\":0.0,\"end\":0.5,\"s\":\"sn\"}; 1/2 3/4 "
     "{\"begin\":0.5,\"end\":1.0,\"s\":\"bd\"}; 3/4 1 "
     "{\"begin\":0.5,\"end\":1.0,\"s\":\"sn\"}",
     0, &op_striate},
    {"striateBy", "striate'", "Pattern Int -> Pattern Double -> " CONTROLS,
     build_param_2, "striate with parts of a length of their own.",
     "striateBy 2 0.75 $ s \"bd sn\"",
     "0 1/4 {\"begin\":0.0,\"end\":0.75,\"s\":\"bd\"}; 1/4 1/2 "
     "{\"begin\":0.0,\"end\":0.75,\"s\":\"sn\"}; 1/2 3/4 "
     "{\"begin\":0.25,\"end\":1.0,\"s\":\"bd\"}; 3/4 1 "
     "{\"begin\":0.25,\"end\":1.0,\"s\":\"sn\"}",
     0, &op_striate_by},
    {"gap", "", BY_INT, build_param,
     "Cut each sample into parts and leave out every other one.",
     "gap 4 $ s \"bd\"",
     "0 1/4 {\"begin\":0.0,\"end\":0.25,\"n\":1,\"s\":\"bd\"}; 1/2 3/4 "
     "{\"begin\":0.5,\"end\":0.75,\"n\":1,\"s\":\"bd\"}",
     0, &op_gap},
    {"slice", "", "Pattern Int -> Pattern Int -> " CONTROLS, build_slice,
     "Cut samples into a number of parts and play those of the second pattern.",
     "slice 4 \"0 2\" $ s \"break\"",
     "0 1/2 {\"begin\":0.0,\"end\":0.25,\"s\":\"break\"}; 1/2 1 "
     "{\"begin\":0.5,\"end\":0.75,\"s\":\"break\"}",
     0, NULL},
    {"splice", "", "Pattern Int -> Pattern Int -> " CONTROLS, build_splice,
     "slice, each part at the speed at which it fills its event.",
     "splice 4 \"0 2\" $ s \"break\"",
     "0 1/2 "
     "{\"begin\":0.0,\"end\":0.25,\"s\":\"break\",\"speed\":0.5,\"unit\":\"c\"}"
     "; 1/2 1 "
     "{\"begin\":0.5,\"end\":0.75,\"s\":\"break\",\"speed\":0.5,\"unit\":"
     "\"c\"}",
     0, NULL},
    {"randslice", "", BY_INT, build_param,
     "Play a random one of a number of parts of each sample.",
     "randslice 8 $ s \"break\"",
     "0 1 {\"begin\":0.5,\"end\":0.625,\"s\":\"break\"}", FN_QUERY_DEPENDENT,
     &op_randslice},
    {"grain", "", "Pattern Double -> Pattern Double -> ControlPattern",
     build_grain, "Part of a sample by where it begins and how long it is.",
     "grain 0.25 0.5", "0 1 {\"begin\":0.25,\"end\":0.75}", 0, NULL},
};

const struct fn_family fn_family_sample = {"sample", "Parts of samples", rows,
					   sizeof(rows) / sizeof(rows[0])};
