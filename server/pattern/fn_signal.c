/* Continuous patterns and what shapes numbers: oscillators, envelopes, ranges,
 * rounding, smoothing, runs of numbers. */
#include <math.h>
#include "pattern/core.h"
#include "pattern/fn.h"
#include "pattern/mono.h"
#include "pattern/number.h"
#include "pattern/ops.h"
#include "pattern/param.h"

static const double two_pi = 6.283185307179586;

/* --- Oscillators --- */

/* One period a cycle. `exact` serves patterns of rationals, where Tidal
 * computes without rounding; NULL where it doesn't. */
struct wave {
	double (*at)(double t);
	struct rat (*exact)(struct rat t);
};

static double phase(double t)
{
	return t - floor(t);
}

static double wave_sine2(double t)
{
	return sin(two_pi * t);
}

static double wave_sine(double t)
{
	return (wave_sine2(t) + 1) / 2;
}

static double wave_cosine(double t)
{
	return wave_sine(t - 0.25);
}

static double wave_cosine2(double t)
{
	return wave_sine2(t - 0.25);
}

static double wave_isaw(double t)
{
	return 1 - phase(t);
}

static double wave_saw2(double t)
{
	return phase(t) * 2 - 1;
}

static double wave_isaw2(double t)
{
	return -wave_saw2(t);
}

static double wave_square(double t)
{
	return floor(phase(t) * 2);
}

static double wave_square2(double t)
{
	return wave_square(t) * 2 - 1;
}

static struct rat exact_isaw(struct rat t)
{
	return rat_sub(RAT_ONE, rat_frac(t));
}

static struct rat exact_saw2(struct rat t)
{
	return rat_sub(rat_mul(rat_frac(t), rat_int(2)), RAT_ONE);
}

static struct rat exact_isaw2(struct rat t)
{
	return rat_neg(exact_saw2(t));
}

static const struct wave sine = {wave_sine, NULL};
static const struct wave sine2 = {wave_sine2, NULL};
static const struct wave cosine = {wave_cosine, NULL};
static const struct wave cosine2 = {wave_cosine2, NULL};
static const struct wave saw = {phase, rat_frac};
static const struct wave saw2 = {wave_saw2, exact_saw2};
static const struct wave isaw = {wave_isaw, exact_isaw};
static const struct wave isaw2 = {wave_isaw2, exact_isaw2};
static const struct wave square = {wave_square, NULL};
static const struct wave square2 = {wave_square2, NULL};

struct osc {
	const struct wave *wave;
	enum value_kind kind;
};

static struct value osc_at(struct arena *a, const void *ctx, struct span s)
{
	const struct osc *o = ctx;

	if (o->kind == V_RAT && o->wave->exact)
		return value_rat(o->wave->exact(s.begin));
	return number_of_double(a, o->kind,
				o->wave->at(rat_to_double(s.begin)));
}

static const struct pattern *osc_new(struct arena *a, const struct wave *wave,
				     enum value_kind kind)
{
	struct osc o = {wave, kind};

	return pat_signal(a, osc_at, arena_copy(a, &o, sizeof(o)));
}

static struct value build_osc(const struct call *c)
{
	return value_pat(osc_new(c->arena, c->row->aux, c->kind));
}

/* A triangle is its two halves, one after the other: as in Tidal, a query
 * that spans both gets an event of each. */
struct tri {
	const struct wave *up, *down;
};

static const struct tri tri = {&saw, &isaw};
static const struct tri tri2 = {&saw2, &isaw2};

static struct value build_tri(const struct call *c)
{
	const struct tri *t = c->row->aux;
	const struct pattern *half[] = {osc_new(c->arena, t->up, c->kind),
					osc_new(c->arena, t->down, c->kind)};

	return value_pat(pat_fastcat(c->arena, 2, half));
}

/* --- Envelopes --- */

static double clamp01(double x)
{
	return x < 0 ? 0 : x > 1 ? 1 : x;
}

static double env_l(double t)
{
	return clamp01(t);
}

static double env_lr(double t)
{
	return 1 - clamp01(t);
}

static double env_eq(double t)
{
	return sqrt(sin(two_pi / 4 * clamp01(1 - t)));
}

static double env_eqr(double t)
{
	return sqrt(cos(two_pi / 4 * clamp01(1 - t)));
}

static const struct wave envL = {env_l, NULL};
static const struct wave envLR = {env_lr, NULL};
static const struct wave envEq = {env_eq, NULL};
static const struct wave envEqR = {env_eqr, NULL};

/* --- Signals by a function --- */

static struct value sig_at(struct arena *a, const void *ctx, struct span s)
{
	return fn_call(a, ctx, value_rat(s.begin));
}

static struct value build_sig(const struct call *c)
{
	return value_pat(pat_signal(c->arena, sig_at, arg_fn(c, 0)));
}

/* --- Ranges --- */

struct range {
	struct pattern pattern;
	const struct pattern *in;
	struct value from, width; /* numbers of any kind */
};

static struct value scale_to(struct arena *a, struct value v, struct value from,
			     struct value width)
{
	return value_op(a, OP_ADD, value_op(a, OP_MUL, v, width), from);
}

static void range_run(struct query *q, const struct pattern *p, struct span s,
		      struct events *out)
{
	const struct range *r = (const void *)p;
	size_t from = out->n;

	pat_query(q, r->in, s, out);
	for (size_t i = from; i < out->n; i++) {
		struct value *v = &out->at[i].value;

		if (v->kind == V_FLOAT && r->from.kind == V_FLOAT)
			v->f = v->f * r->width.f + r->from.f;
		else
			*v = scale_to(q->arena, *v, r->from, r->width);
	}
	events_cut_cycles(q, out, from);
}

static bool range_sample(struct query *q, const struct pattern *p,
			 struct span s, struct event *e)
{
	const struct range *r = (const void *)p;

	if (rat_lt(rat_next_sam(s.begin), s.end) ||
	    !r->in->sample(q, r->in, s, e))
		return false;
	if (e->value.kind == V_FLOAT && r->from.kind == V_FLOAT)
		e->value.f = e->value.f * r->width.f + r->from.f;
	else
		e->value = scale_to(q->arena, e->value, r->from, r->width);
	return true;
}

/* Both ends are plain numbers: no join, but the cuts that one leaves. */
static const struct pattern *range_plain(struct arena *a, struct value from,
					 struct value to,
					 const struct pattern *in)
{
	struct range *r = ARENA_NEW(a, struct range);

	r->pattern.run = range_run;
	r->pattern.sample = in->sample ? range_sample : NULL;
	r->pattern.steps = in->steps;
	r->in = in;
	r->from = from;
	r->width = value_op(a, OP_SUB, to, from);
	if (from.kind == V_FLOAT && r->width.kind != V_FLOAT)
		r->width = value_float(value_to_double(r->width));
	return &r->pattern;
}

static struct value range_of_pair(struct arena *a, const void *ctx,
				  struct value ends, struct value v)
{
	struct value from = ends.list->at[0], to = ends.list->at[1];

	(void)ctx;
	return scale_to(a, v, from, value_op(a, OP_SUB, to, from));
}

static struct value build_range(const struct call *c)
{
	const struct pattern *from = arg_pat(c, 0), *to = arg_pat(c, 1);
	const struct pattern *in = arg_pat(c, 2);

	if (from->pure && to->pure)
		return value_pat(
		    range_plain(c->arena, *from->pure, *to->pure, in));
	return value_pat(pat_app(c->arena, FROM_RIGHT, range_of_pair, NULL,
				 param_pair(c->arena, FROM_RIGHT, from, to),
				 in));
}

/* fn over a list or a pattern: what Haskell's functors are here. */
static struct value map_functor(struct arena *a, pat_map_fn *fn,
				const void *ctx, struct value in)
{
	struct list *l;

	if (in.kind != V_LIST)
		return value_pat(pat_map(a, fn, ctx, value_to_pat(a, in)));
	l = list_new(a, in.list->n);
	l->tuple = in.list->tuple;
	for (size_t i = 0; i < l->n; i++)
		l->at[i] = fn(a, ctx, in.list->at[i]);
	return value_list(l);
}

struct rangex {
	double from, width; /* of the logarithms */
};

static struct value rangex_map(struct arena *a, const void *ctx, struct value v)
{
	const struct rangex *r = ctx;

	return number_of_double(a, v.kind,
				exp(value_to_double(v) * r->width + r->from));
}

static struct value build_rangex(const struct call *c)
{
	struct rangex r = {.from = log(arg_double(c, 0))};

	r.width = log(arg_double(c, 1)) - r.from;
	return map_functor(c->arena, rangex_map,
			   arena_copy(c->arena, &r, sizeof(r)), c->args[2]);
}

/* --- Rounding --- */

enum rounding { ROUND_EVEN, ROUND_DOWN, ROUND_UP };

struct quantise {
	struct value steps; /* of 1 */
	enum rounding how;
};

static double round_double(double x, enum rounding how)
{
	if (how == ROUND_EVEN)
		return nearbyint(x) + 0.0;
	return (how == ROUND_DOWN ? floor(x) : ceil(x)) + 0.0;
}

static int64_t round_rat(struct rat x, enum rounding how)
{
	int64_t f = rat_floor(x);
	int c = rat_cmp(rat_sub(x, rat_int(f)), RAT(1, 2));

	if (how == ROUND_EVEN)
		return c > 0 || (c == 0 && f % 2) ? f + 1 : f;
	return how == ROUND_DOWN ? f : rat_ceil(x);
}

static struct value quantise_map(struct arena *a, const void *ctx,
				 struct value v)
{
	const struct quantise *z = ctx;
	double n = value_to_double(z->steps);

	if (v.kind == V_RAT) {
		struct rat by = value_to_rat(z->steps);

		if (by.num == 0)
			arena_escape(a, ST_EVAL, "quantise by zero");
		v.r = rat_div(rat_int(round_rat(rat_mul(v.r, by), z->how)), by);
		return v;
	}
	return number_of_double(
	    a, v.kind, round_double(value_to_double(v) * n, z->how) / n);
}

static struct value build_quantise(const struct call *c)
{
	const enum rounding *how = c->row->aux;
	struct quantise z = {c->args[0], *how};

	return map_functor(c->arena, quantise_map,
			   arena_copy(c->arena, &z, sizeof(z)), c->args[1]);
}

static const enum rounding round_even = ROUND_EVEN;
static const enum rounding round_down = ROUND_DOWN;
static const enum rounding round_up = ROUND_UP;

/* --- Smoothing --- */

struct smooth {
	struct pattern pattern;
	const struct pattern *mono;
};

/* The first event at an instant; false when there is none. */
static bool first_at(struct query *q, const struct pattern *p, struct rat t,
		     struct event *to)
{
	struct events found = events_none();

	pat_query(q, p, SPAN(t, t), &found);
	if (found.n)
		*to = found.at[0];
	return found.n > 0;
}

/* x on its way to y: x + (y - x) * part. */
static struct value tween(struct arena *a, struct value x, struct value y,
			  struct rat part)
{
	struct value way = value_op(a, OP_SUB, y, x);

	return value_op(
	    a, OP_ADD, x,
	    value_op(a, OP_MUL, way, number_of_rat(a, x.kind, part)));
}

static struct rat position_in(struct span whole, struct rat t)
{
	if (rat_eq(whole.begin, whole.end))
		return RAT_ZERO;
	return rat_div(rat_sub(t, whole.begin),
		       rat_sub(whole.end, whole.begin));
}

static void smooth_run(struct query *q, const struct pattern *p, struct span s,
		       struct events *out)
{
	const struct pattern *mono = ((const struct smooth *)p)->mono;
	struct rat mid = rat_mul(rat_add(s.begin, s.end), RAT(1, 2));
	struct event e, next, *to;
	struct span whole;

	if (!first_at(q, mono, mid, &e))
		return;
	whole = event_whole_or_part(&e);
	if (first_at(q, mono, whole.end, &next))
		e.value = tween(q->arena, e.value, next.value,
				position_in(whole, e.part.begin));
	e.whole = e.part = s;
	e.analog = false;
	to = events_add(q, out);
	*to = e;
}

static struct value build_smooth(const struct call *c)
{
	struct smooth *m = ARENA_NEW(c->arena, struct smooth);

	m->pattern.run = smooth_run;
	m->mono = pat_mono(c->arena, arg_pat(c, 0));
	return value_pat(&m->pattern);
}

static struct value build_mono(const struct call *c)
{
	return value_pat(pat_mono(c->arena, arg_pat(c, 0)));
}

/* --- The rows --- */

#define FRACTIONAL "(Fractional a) => Pattern a"
#define REAL "(Fractional a, Real a) => Pattern a"

static const struct fn_row rows[] = {
    {"sine", "", FRACTIONAL, build_osc,
     "A sine wave between 0 and 1, one period a cycle.",
     "s \"hh*8\" # pan sine",
     "0 1/8 {\"pan\":0.5,\"s\":\"hh\"}; 1/8 1/4 "
     "{\"pan\":0.853553,\"s\":\"hh\"}; 1/4 3/8 {\"pan\":1.0,\"s\":\"hh\"}; 3/8 "
     "1/2 {\"pan\":0.853553,\"s\":\"hh\"}; 1/2 5/8 {\"pan\":0.5,\"s\":\"hh\"}; "
     "5/8 3/4 {\"pan\":0.146447,\"s\":\"hh\"}; 3/4 7/8 "
     "{\"pan\":0.0,\"s\":\"hh\"}; 7/8 1 {\"pan\":0.146447,\"s\":\"hh\"}",
     0, &sine},
    {"sine2", "", FRACTIONAL, build_osc,
     "A sine wave between -1 and 1, one period a cycle.", "segment 4 $ sine2",
     "0 1/4 {\"speed\":0.0}; 1/4 1/2 {\"speed\":1.0}; 1/2 3/4 "
     "{\"speed\":1.22465e-16}; 3/4 1 {\"speed\":-1.0}",
     0, &sine2},
    {"cosine", "", FRACTIONAL, build_osc,
     "A sine wave between 0 and 1 that starts a quarter of a cycle later.",
     "s \"hh*8\" # pan cosine",
     "0 1/8 {\"pan\":0.0,\"s\":\"hh\"}; 1/8 1/4 "
     "{\"pan\":0.146447,\"s\":\"hh\"}; 1/4 3/8 {\"pan\":0.5,\"s\":\"hh\"}; 3/8 "
     "1/2 {\"pan\":0.853553,\"s\":\"hh\"}; 1/2 5/8 {\"pan\":1.0,\"s\":\"hh\"}; "
     "5/8 3/4 {\"pan\":0.853553,\"s\":\"hh\"}; 3/4 7/8 "
     "{\"pan\":0.5,\"s\":\"hh\"}; 7/8 1 {\"pan\":0.146447,\"s\":\"hh\"}",
     0, &cosine},
    {"cosine2", "", FRACTIONAL, build_osc,
     "A sine wave between -1 and 1 that starts a quarter of a cycle later.",
     "segment 4 $ cosine2",
     "0 1/4 {\"speed\":-1.0}; 1/4 1/2 {\"speed\":0.0}; 1/2 3/4 "
     "{\"speed\":1.0}; 3/4 1 {\"speed\":1.22465e-16}",
     0, &cosine2},
    {"saw", "", REAL, build_osc, "A ramp from 0 up to 1 in each cycle.",
     "s \"bd*4\" # pan saw",
     "0 1/4 {\"pan\":0.0,\"s\":\"bd\"}; 1/4 1/2 {\"pan\":0.25,\"s\":\"bd\"}; "
     "1/2 3/4 {\"pan\":0.5,\"s\":\"bd\"}; 3/4 1 {\"pan\":0.75,\"s\":\"bd\"}",
     0, &saw},
    {"saw2", "", REAL, build_osc, "A ramp from -1 up to 1 in each cycle.",
     "segment 4 $ saw2", "0 1/4 -1.0; 1/4 1/2 -0.5; 1/2 3/4 0.0; 3/4 1 0.5", 0,
     &saw2},
    {"isaw", "", REAL, build_osc, "A ramp from 1 down to 0 in each cycle.",
     "s \"bd*4\" # pan isaw",
     "0 1/4 {\"pan\":1.0,\"s\":\"bd\"}; 1/4 1/2 {\"pan\":0.75,\"s\":\"bd\"}; "
     "1/2 3/4 {\"pan\":0.5,\"s\":\"bd\"}; 3/4 1 {\"pan\":0.25,\"s\":\"bd\"}",
     0, &isaw},
    {"isaw2", "", REAL, build_osc, "A ramp from 1 down to -1 in each cycle.",
     "segment 4 $ isaw2", "0 1/4 1.0; 1/4 1/2 0.5; 1/2 3/4 0.0; 3/4 1 -0.5", 0,
     &isaw2},
    {"tri", "", REAL, build_tri,
     "Up from 0 to 1 in the first half of each cycle, back in the second.",
     "s \"bd*4\" # pan tri",
     "0 1/4 {\"pan\":0.0,\"s\":\"bd\"}; 1/4 1/2 {\"pan\":0.5,\"s\":\"bd\"}; "
     "1/2 3/4 {\"pan\":1.0,\"s\":\"bd\"}; 3/4 1 {\"pan\":0.5,\"s\":\"bd\"}",
     0, &tri},
    {"tri2", "", REAL, build_tri,
     "Up from -1 to 1 in the first half of each cycle, back in the second.",
     "segment 4 $ tri2", "0 1/4 -1.0; 1/4 1/2 0.0; 1/2 3/4 1.0; 3/4 1 0.0", 0,
     &tri2},
    {"square", "", FRACTIONAL, build_osc,
     "0 in the first half of each cycle, 1 in the second.",
     "s \"bd*4\" # pan square",
     "0 1/4 {\"pan\":0.0,\"s\":\"bd\"}; 1/4 1/2 {\"pan\":0.0,\"s\":\"bd\"}; "
     "1/2 3/4 {\"pan\":1.0,\"s\":\"bd\"}; 3/4 1 {\"pan\":1.0,\"s\":\"bd\"}",
     0, &square},
    {"square2", "", FRACTIONAL, build_osc,
     "-1 in the first half of each cycle, 1 in the second.",
     "segment 4 $ square2",
     "0 1/4 {\"speed\":-1.0}; 1/4 1/2 {\"speed\":-1.0}; 1/2 3/4 "
     "{\"speed\":1.0}; 3/4 1 {\"speed\":1.0}",
     0, &square2},
    {"envL", "", "Pattern Double", build_osc,
     "From 0 up to 1 during cycle 0, then 1 for ever.",
     "s \"bd*4\" # gain envL",
     "0 1/4 {\"gain\":0.0,\"s\":\"bd\"}; 1/4 1/2 {\"gain\":0.25,\"s\":\"bd\"}; "
     "1/2 3/4 {\"gain\":0.5,\"s\":\"bd\"}; 3/4 1 {\"gain\":0.75,\"s\":\"bd\"}",
     0, &envL},
    {"envLR", "", "Pattern Double", build_osc,
     "From 1 down to 0 during cycle 0, then 0 for ever.",
     "s \"bd*4\" # gain envLR",
     "0 1/4 {\"gain\":1.0,\"s\":\"bd\"}; 1/4 1/2 {\"gain\":0.75,\"s\":\"bd\"}; "
     "1/2 3/4 {\"gain\":0.5,\"s\":\"bd\"}; 3/4 1 {\"gain\":0.25,\"s\":\"bd\"}",
     0, &envLR},
    {"envEq", "", "Pattern Double", build_osc,
     "An equal-power fade from 1 to 0 during cycle 0.",
     "s \"bd*4\" # gain envEq",
     "0 1/4 {\"gain\":1.0,\"s\":\"bd\"}; 1/4 1/2 "
     "{\"gain\":0.961187,\"s\":\"bd\"}; 1/2 3/4 "
     "{\"gain\":0.840896,\"s\":\"bd\"}; 3/4 1 {\"gain\":0.618614,\"s\":\"bd\"}",
     0, &envEq},
    {"envEqR", "", "Pattern Double", build_osc,
     "An equal-power fade from 0 to 1 during cycle 0.",
     "s \"bd*4\" # gain envEqR",
     "0 1/4 {\"gain\":7.82511e-09,\"s\":\"bd\"}; 1/4 1/2 "
     "{\"gain\":0.618614,\"s\":\"bd\"}; 1/2 3/4 "
     "{\"gain\":0.840896,\"s\":\"bd\"}; 3/4 1 {\"gain\":0.961187,\"s\":\"bd\"}",
     0, &envEqR},
    {"sig", "", "(Time -> a) -> Pattern a", build_sig,
     "A continuous pattern from a function of time in cycles.",
     "segment 4 $ sig (\\t -> t * t)",
     "0 1/4 {\"r\":[0,1]}; 1/4 1/2 {\"r\":[1,16]}; 1/2 3/4 {\"r\":[1,4]}; 3/4 "
     "1 {\"r\":[9,16]}",
     0, NULL},
    {"range", "", "(Num a) => Pattern a -> Pattern a -> Pattern a -> Pattern a",
     build_range, "Stretch a pattern of 0 to 1 to other limits.",
     "s \"bd*4\" # pan (range 0.2 0.8 saw)",
     "0 1/4 {\"pan\":0.2,\"s\":\"bd\"}; 1/4 1/2 {\"pan\":0.35,\"s\":\"bd\"}; "
     "1/2 3/4 {\"pan\":0.5,\"s\":\"bd\"}; 3/4 1 {\"pan\":0.65,\"s\":\"bd\"}",
     0, NULL},
    {"rangex", "", "(Functor f, Floating b) => b -> b -> f b -> f b",
     build_rangex,
     "Stretch 0 to 1 to other limits exponentially, as suits frequencies.",
     "s \"bd*4\" # cutoff (rangex 100 1600 saw)",
     "0 1/4 {\"cutoff\":100.0,\"s\":\"bd\"}; 1/4 1/2 "
     "{\"cutoff\":200.0,\"s\":\"bd\"}; 1/2 3/4 "
     "{\"cutoff\":400.0,\"s\":\"bd\"}; 3/4 1 {\"cutoff\":800.0,\"s\":\"bd\"}",
     0, NULL},
    {"quantise", "qround", "(Functor f, RealFrac b) => b -> f b -> f b",
     build_quantise, "Round numbers to the nearest of n steps per unit.",
     "segment 4 $ quantise 2 saw",
     "0 1/4 0.0; 1/4 1/2 0.0; 1/2 3/4 0.5; 3/4 1 1.0", 0, &round_even},
    {"qfloor", "", "(Functor f, RealFrac b) => b -> f b -> f b", build_quantise,
     "Round numbers down to one of n steps per unit.",
     "segment 4 $ qfloor 2 saw",
     "0 1/4 0.0; 1/4 1/2 0.0; 1/2 3/4 0.5; 3/4 1 0.5", 0, &round_down},
    {"qceiling", "", "(Functor f, RealFrac b) => b -> f b -> f b",
     build_quantise, "Round numbers up to one of n steps per unit.",
     "segment 4 $ qceiling 2 saw",
     "0 1/4 0.0; 1/4 1/2 0.5; 1/2 3/4 0.5; 3/4 1 1.0", 0, &round_up},
    {"smooth", "", "(Fractional a) => Pattern a -> Pattern a", build_smooth,
     "Glide in straight lines from each number to the next.",
     "s \"bd*4\" # pan (smooth \"0 1\")",
     "0 1/4 {\"pan\":0.25,\"s\":\"bd\"}; 1/4 1/2 {\"pan\":0.75,\"s\":\"bd\"}; "
     "1/2 3/4 {\"pan\":0.75,\"s\":\"bd\"}; 3/4 1 {\"pan\":0.25,\"s\":\"bd\"}",
     0, NULL},
    {"mono", "", "Pattern a -> Pattern a", build_mono,
     "Let only one event play at a time: the earlier one wins.",
     "mono $ s \"[bd, ~ sn]\"", "0 1 {\"s\":\"bd\"}", 0, NULL},
};

const struct fn_family fn_family_signal = {
    "signal", "Signals and numbers", rows, sizeof(rows) / sizeof(rows[0])};
