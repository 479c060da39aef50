/* Random values. All randomness is a function of time (base/random.h), so a
 * piece sounds the same each time it is played from the same cycle. */
#include <math.h>
#include "base/random.h"
#include "pattern/core.h"
#include "pattern/fn.h"
#include "pattern/node.h"
#include "pattern/number.h"
#include "pattern/ops.h"
#include "pattern/param.h"
#include "pattern/random.h"

/* --- Noise --- */

static struct value rand_at(struct arena *a, const void *ctx, struct span s)
{
	return number_of_double(a, *(const enum value_kind *)ctx,
				random_at(s.begin));
}

const struct pattern *pat_rand(struct arena *a, enum value_kind kind)
{
	return pat_signal(a, rand_at, arena_copy(a, &kind, sizeof(kind)));
}

static struct value build_rand(const struct call *c)
{
	return value_pat(pat_rand(c->arena, c->kind));
}

static struct value brand_at(struct arena *a, const void *ctx, struct span s)
{
	(void)a;
	(void)ctx;
	return value_bool(random_at(s.begin) < 0.5);
}

static struct value build_brand(const struct call *c)
{
	return value_pat(pat_signal(c->arena, brand_at, NULL));
}

/* The sum of two coins of Gauss, folded into 0 .. 1 (Box and Muller). */
static struct value normal_at(struct arena *a, const void *ctx, struct span s)
{
	double u1 = fmax(0.001, random_at(s.begin));
	double u2 = random_at(rat_add(s.begin, rat_int(1000)));
	double x = sqrt(-2 * log(u1)) * cos(6.283185307179586 * u2) + 3;

	return number_of_double(a, *(const enum value_kind *)ctx,
				fmax(-3, fmin(3, x)) / 6);
}

/* Drawn once, where the query begins, and then cut at the cycles. */
struct normal {
	struct pattern pattern;
	const struct pattern *draw;
};

static void normal_run(struct query *q, const struct pattern *p, struct span s,
		       struct events *out)
{
	size_t from = out->n;
	struct cut cut = cut_start(s);
	struct span piece;
	struct event drawn;

	pat_query(q, ((const struct normal *)p)->draw, s, out);
	if (out->n == from)
		return;
	drawn = out->at[--out->n];
	while (cut_next(&cut, &piece)) {
		struct event *e = events_add(q, out);

		*e = drawn;
		e->part = piece;
	}
}

static bool normal_sample(struct query *q, const struct pattern *p,
			  struct span s, struct event *e)
{
	const struct pattern *draw = ((const struct normal *)p)->draw;

	return rat_le(s.end, rat_int(rat_floor(s.begin) + 1)) &&
	       draw->sample(q, draw, s, e);
}

static struct value build_normal(const struct call *c)
{
	struct normal *n = NODE_NEW(c->arena, struct normal, normal_run);

	n->draw = pat_signal(c->arena, normal_at,
			     arena_copy(c->arena, &c->kind, sizeof(c->kind)));
	n->pattern.sample = normal_sample;
	return value_pat(&n->pattern);
}

/* --- A draw for each event of an argument --- */

typedef struct value draw_fn(struct arena *a, enum value_kind kind,
			     double random, struct value arg);

struct draw {
	struct pattern pattern;
	const struct pattern *in;
	draw_fn *fn;
	enum value_kind kind;
};

static void draw_run(struct query *q, const struct pattern *p, struct span s,
		     struct events *out)
{
	const struct draw *d = (const void *)p;
	size_t from = out->n;

	pat_query(q, d->in, s, out);
	for (size_t i = from; i < out->n; i++) {
		struct event *e = &out->at[i];

		e->value = d->fn(q->arena, d->kind, random_at(e->part.begin),
				 e->value);
		e->analog = true;
	}
}

static const struct pattern *draw_new(struct arena *a, draw_fn *fn,
				      enum value_kind kind,
				      const struct pattern *in)
{
	struct draw *d = ARENA_NEW(a, struct draw);

	d->pattern.run = draw_run;
	d->pattern.steps = in->steps;
	d->in = in;
	d->fn = fn;
	d->kind = kind;
	return &d->pattern;
}

static struct value draw_int(struct arena *a, enum value_kind kind,
			     double random, struct value n)
{
	return number_of_int(a, kind,
			     (int64_t)floor(random * (double)value_to_int(n)));
}

static struct value draw_bool(struct arena *a, enum value_kind kind,
			      double random, struct value amount)
{
	(void)a;
	(void)kind;
	return value_bool(random < value_to_double(amount));
}

const struct pattern *pat_irand(struct arena *a, enum value_kind kind,
				const struct pattern *n)
{
	return draw_new(a, draw_int, kind, n);
}

static struct value build_irand(const struct call *c)
{
	return value_pat(pat_irand(c->arena, c->kind, arg_pat(c, 0)));
}

static struct value build_brand_by(const struct call *c)
{
	return value_pat(draw_new(c->arena, draw_bool, V_BOOL, arg_pat(c, 0)));
}

/* --- Perlin noise --- */

static double smoother_step(double x)
{
	return x * x * x * (x * (x * 6 - 15) + 10);
}

static double mix(double x, double a, double b)
{
	return a + smoother_step(x) * (b - a);
}

static double perlin1(double t)
{
	double cycle = floor(t);

	return mix(t - cycle, random_at_double(cycle),
		   random_at_double(cycle + 1));
}

static struct value perlin_at(struct arena *a, const void *ctx, struct span s)
{
	return number_of_double(a, *(const enum value_kind *)ctx,
				perlin1(rat_to_double(s.begin)));
}

static struct value build_perlin(const struct call *c)
{
	return value_pat(
	    pat_signal(c->arena, perlin_at,
		       arena_copy(c->arena, &c->kind, sizeof(c->kind))));
}

/* The input is used three times with both structures each time, as in Tidal:
 * where it has chords the parts of the sum are those of all combinations. */
static struct value perlin_fraction(struct arena *a, const void *ctx,
				    struct value x, struct value y)
{
	(void)a;
	(void)ctx;
	return value_float(value_to_double(x) - floor(value_to_double(y)));
}

static struct value perlin_from(struct arena *a, const void *ctx,
				struct value x, struct value y)
{
	(void)ctx;
	return value_pair(
	    a, x, value_float(random_at_double(floor(value_to_double(y)))));
}

static struct value perlin_to(struct arena *a, const void *ctx,
			      struct value pair, struct value y)
{
	const struct value *v = pair.list->at;

	return number_of_double(
	    a, *(const enum value_kind *)ctx,
	    mix(v[0].f, v[1].f,
		random_at_double(floor(value_to_double(y)) + 1)));
}

static struct value build_perlin_with(const struct call *c)
{
	struct arena *a = c->arena;
	const struct pattern *in = arg_pat(c, 0), *p;

	p = pat_app(a, FROM_BOTH, perlin_fraction, NULL, in, in);
	p = pat_app(a, FROM_BOTH, perlin_from, NULL, p, in);
	return value_pat(pat_app(a, FROM_BOTH, perlin_to,
				 arena_copy(a, &c->kind, sizeof(c->kind)), p,
				 in));
}

/* How much the gradient of a corner adds at the distance (dx, dy) from it. */
static double corner(double x, double y, double dx, double dy)
{
	double angle = 6.283185307179586 * random_at_double(x + 0.0001 * y);

	return cos(angle) * dx + sin(angle) * dy;
}

static double perlin_2d(double x, double y)
{
	double cx = floor(x), cy = floor(y), fx = x - cx, fy = y - cy;
	double sx = smoother_step(fx), sy = smoother_step(fy);
	double sum = (1 - sx) * (1 - sy) * corner(cx, cy, fx, fy) +
		     sx * (1 - sy) * corner(cx + 1, cy, fx - 1, fy) +
		     (1 - sx) * sy * corner(cx, cy + 1, fx, fy - 1) +
		     sx * sy * corner(cx + 1, cy + 1, fx - 1, fy - 1);

	return (sum + 1) / 2;
}

static struct value perlin2_app(struct arena *a, const void *ctx,
				struct value x, struct value y)
{
	(void)a;
	(void)ctx;
	return value_float(perlin_2d(value_to_double(x), value_to_double(y)));
}

static struct value time_at(struct arena *a, const void *ctx, struct span s)
{
	(void)a;
	(void)ctx;
	return value_float(rat_to_double(s.begin));
}

static struct value build_perlin2(const struct call *c)
{
	return value_pat(pat_app(c->arena, FROM_BOTH, perlin2_app, NULL,
				 pat_signal(c->arena, time_at, NULL),
				 arg_pat(c, 0)));
}

static struct value build_perlin2_with(const struct call *c)
{
	return value_pat(pat_app(c->arena, FROM_BOTH, perlin2_app, NULL,
				 arg_pat(c, 0), arg_pat(c, 1)));
}

/* --- Choosing from lists --- */

struct choose {
	struct pattern pattern;
	const struct pattern *in; /* 0 .. 1: where in the list */
	const struct list *list;
	enum value_kind kind;
};

static void choose_run(struct query *q, const struct pattern *p, struct span s,
		       struct events *out)
{
	const struct choose *c = (const void *)p;
	int64_t n = (int64_t)c->list->n;
	size_t from = out->n;

	pat_query(q, c->in, s, out);
	for (size_t i = from; i < out->n; i++) {
		struct event *e = &out->at[i];
		double at = value_to_double(e->value) * (double)n;
		int64_t k = floor_to_int(at) % n;

		e->value = number_as(c->list->at[k < 0 ? k + n : k], c->kind);
	}
	events_cut_cycles(q, out, from);
}

static const struct pattern *choose_new(const struct call *c,
					const struct pattern *in,
					const struct list *list)
{
	struct choose *p;

	if (list->n == 0)
		return pat_silence();
	p = ARENA_NEW(c->arena, struct choose);
	p->pattern.run = choose_run;
	p->pattern.steps = in->steps;
	p->in = in;
	p->list = list;
	p->kind = c->kind;
	return &p->pattern;
}

static struct value build_choose_by(const struct call *c)
{
	return value_pat(choose_new(c, arg_pat(c, 0), arg_list(c, 1)));
}

static struct value build_choose(const struct call *c)
{
	return value_pat(
	    choose_new(c, pat_rand(c->arena, V_FLOAT), arg_list(c, 0)));
}

static struct value build_cycle_choose(const struct call *c)
{
	return value_pat(pat_segment(c->arena, RAT_ONE, build_choose(c).pat));
}

/* --- Choosing by weight --- */

struct wchoose {
	struct value *values;
	enum value_kind kind;
};

/* The first value whose weight, added to those before it, is beyond `at`. */
static struct value weighted(struct arena *a, const struct wchoose *w,
			     const struct list *sums, double at)
{
	for (size_t i = 0; i < sums->n; i++)
		if (value_to_double(sums->at[i]) > at)
			return number_as(w->values[i], w->kind);
	arena_escape(a, ST_EVAL, "wchoose: no weight is left to choose from");
}

static struct value weighted_app(struct arena *a, const void *ctx,
				 struct value r_sums, struct value total)
{
	const struct value *v = r_sums.list->at;

	return weighted(a, ctx, v[1].list,
			value_to_double(v[0]) * value_to_double(total));
}

static struct value append(struct arena *a, const void *ctx, struct value list,
			   struct value v)
{
	const struct list *from = list.list;
	struct list *to = list_new(a, from->n + 1);

	(void)ctx;
	for (size_t i = 0; i < from->n; i++)
		to->at[i] = from->at[i];
	to->at[from->n] = v;
	return value_list(to);
}

/* The pattern of the running sums of the weights, as lists, and of the last
 * sum. */
static const struct pattern *running_sums(struct arena *a,
					  const struct list *pairs,
					  const struct pattern **total)
{
	const struct pattern *sums, *sum = NULL;

	sums = pat_pure(a, value_list(list_new(a, 0)));
	*total = pat_pure(a, value_float(0));
	for (size_t i = 0; i < pairs->n; i++) {
		const struct pattern *w =
		    value_to_pat(a, pairs->at[i].list->at[1]);

		sum = sum ? pat_op(a, FROM_BOTH, OP_ADD, sum, w) : w;
		sums = pat_app(a, FROM_BOTH, append, NULL, sums, sum);
		*total = pat_op(a, FROM_BOTH, OP_ADD, *total, w);
	}
	return sums;
}

const struct pattern *pat_wchoose(struct arena *a, enum value_kind kind,
				  const struct pattern *in,
				  const struct list *pairs)
{
	struct wchoose *w = ARENA_NEW(a, struct wchoose);
	const struct pattern *sums, *total;

	w->values = ARENA_ARRAY(a, struct value, pairs->n);
	w->kind = kind;
	for (size_t i = 0; i < pairs->n; i++)
		w->values[i] = pairs->at[i].list->at[0];
	sums = running_sums(a, pairs, &total);
	return pat_app(a, FROM_LEFT, weighted_app, w,
		       param_pair(a, FROM_LEFT, in, sums), total);
}

static struct value build_wchoose_by(const struct call *c)
{
	return value_pat(
	    pat_wchoose(c->arena, c->kind, arg_pat(c, 0), arg_list(c, 1)));
}

static struct value build_wchoose(const struct call *c)
{
	return value_pat(pat_wchoose(
	    c->arena, c->kind, pat_rand(c->arena, V_FLOAT), arg_list(c, 0)));
}

/* --- The generator itself --- */

/* Of an exact time, or of a Double. */
static int64_t seed_of(struct value t)
{
	return t.kind == V_FLOAT || t.kind == V_NOTE
		   ? random_seed_double(t.f)
		   : random_seed(value_to_rat(t));
}

static struct value build_xorwise(const struct call *c)
{
	return value_int(random_xorwise(arg_int(c, 0)));
}

static struct value build_time_to_int_seed(const struct call *c)
{
	return value_int(seed_of(c->args[0]));
}

static struct value build_int_seed_to_rand(const struct call *c)
{
	return number_result(
	    c,
	    number_of_double(c->arena, c->kind, random_of_seed(arg_int(c, 0))));
}

static bool is_zero(struct value t)
{
	return value_to_double(t) == 0;
}

static struct value build_time_to_rand(const struct call *c)
{
	double r =
	    is_zero(c->args[0]) ? 0.5 : random_of_seed(seed_of(c->args[0]));

	return number_result(c, number_of_double(c->arena, c->kind, r));
}

static struct value rands_of_seed(const struct call *c, int64_t seed, int64_t n)
{
	struct list *l;

	if (n > 1000000)
		arena_escape(c->arena, ST_EVAL,
			     "a list of more than a million numbers");
	l = list_new(c->arena, n < 0 ? 0 : (size_t)n);
	for (size_t i = 0; i < l->n; i++) {
		l->at[i] =
		    number_of_double(c->arena, c->kind, random_of_seed(seed));
		seed = random_xorwise(seed);
	}
	return value_list(l);
}

static struct value build_time_to_rands(const struct call *c)
{
	int64_t seed = is_zero(c->args[0]) ? random_seed_double(9999999)
					   : seed_of(c->args[0]);

	return rands_of_seed(c, seed, arg_int(c, 1));
}

static struct value build_seed_to_rands(const struct call *c)
{
	return rands_of_seed(c, arg_int(c, 0), arg_int(c, 1));
}

/* --- The rows --- */

static const struct fn_row rows[] = {
    {"rand", "", "(Fractional a) => Pattern a", build_rand,
     "Random numbers from 0 up to 1, another at each moment.",
     "s \"hh*4\" # pan rand",
     "0 1/4 {\"pan\":0.5,\"s\":\"hh\"}; 1/4 1/2 "
     "{\"pan\":0.629569,\"s\":\"hh\"}; 1/2 3/4 "
     "{\"pan\":0.259138,\"s\":\"hh\"}; 3/4 1 {\"pan\":0.200526,\"s\":\"hh\"}",
     0, NULL},
    {"irand", "", "(Num a) => Pattern Int -> Pattern a", build_irand,
     "Random whole numbers from 0 up to below n.", "s \"drum*4\" # n (irand 8)",
     "0 1/4 {\"n\":4.0,\"s\":\"drum\"}; 1/4 1/2 {\"n\":5.0,\"s\":\"drum\"}; "
     "1/2 3/4 {\"n\":2.0,\"s\":\"drum\"}; 3/4 1 {\"n\":1.0,\"s\":\"drum\"}",
     0, NULL},
    {"brand", "", "Pattern Bool", build_brand, "Random truth, even chances.",
     "mask (segment 4 brand) $ s \"hh*4\"",
     "1/2 3/4 {\"s\":\"hh\"}; 3/4 1 {\"s\":\"hh\"}", 0, NULL},
    {"brandBy", "", "Pattern Double -> Pattern Bool", build_brand_by,
     "Random truth with the given chance of true.",
     "mask (segment 4 (brandBy 0.7)) $ s \"hh*4\"",
     "0 1/4 {\"s\":\"hh\"}; 1/4 1/2 {\"s\":\"hh\"}; 1/2 3/4 {\"s\":\"hh\"}; "
     "3/4 1 {\"s\":\"hh\"}",
     0, NULL},
    {"normal", "", "(Floating a, Ord a) => Pattern a", build_normal,
     "Random numbers around a half, far ones rare (a bell curve).",
     "s \"hh*4\" # pan normal",
     "0 1/4 {\"pan\":0.424617,\"s\":\"hh\"}; 1/4 1/2 "
     "{\"pan\":0.5,\"s\":\"hh\"}; 1/2 3/4 {\"pan\":0.5,\"s\":\"hh\"}; 3/4 1 "
     "{\"pan\":0.5,\"s\":\"hh\"}",
     0, NULL},
    {"perlin", "", "(Fractional a) => Pattern a", build_perlin,
     "Smooth noise that reaches a new random number each cycle.",
     "s \"hh*4\" # pan perlin",
     "0 1/4 {\"pan\":0.5,\"s\":\"hh\"}; 1/4 1/2 "
     "{\"pan\":0.50184,\"s\":\"hh\"}; 1/2 3/4 {\"pan\":0.508886,\"s\":\"hh\"}; "
     "3/4 1 {\"pan\":0.515932,\"s\":\"hh\"}",
     0, NULL},
    {"perlinWith", "", "(Fractional a) => Pattern Double -> Pattern a",
     build_perlin_with, "Smooth noise read at the numbers of a pattern.",
     "s \"hh*4\" # pan (perlinWith (saw * 4))",
     "0 1/4 {\"pan\":0.5,\"s\":\"hh\"}; 1/4 1/2 "
     "{\"pan\":0.517772,\"s\":\"hh\"}; 1/2 3/4 "
     "{\"pan\":0.0360173,\"s\":\"hh\"}; 3/4 1 {\"pan\":0.802608,\"s\":\"hh\"}",
     0, NULL},
    {"perlin2", "", "Pattern Double -> Pattern Double", build_perlin2,
     "Smooth noise of two dimensions: the cycle count and a pattern.",
     "s \"hh*4\" # pan (perlin2 (sine * 4))",
     "0 1/4 {\"pan\":0.5,\"s\":\"hh\"}; 1/4 1/2 "
     "{\"pan\":0.458939,\"s\":\"hh\"}; 1/2 3/4 "
     "{\"pan\":0.620519,\"s\":\"hh\"}; 3/4 1 {\"pan\":0.572544,\"s\":\"hh\"}",
     0, NULL},
    {"perlin2With", "", "Pattern Double -> Pattern Double -> Pattern Double",
     build_perlin2_with, "Smooth noise of two dimensions, both patterns.",
     "s \"hh*4\" # pan (perlin2With (cosine * 2) (sine * 2))",
     "0 1/4 {\"pan\":0.5,\"s\":\"hh\"}; 1/4 1/2 {\"pan\":0.5,\"s\":\"hh\"}; "
     "1/2 3/4 {\"pan\":0.5,\"s\":\"hh\"}; 3/4 1 {\"pan\":0.5,\"s\":\"hh\"}",
     0, NULL},
    {"choose", "", "[a] -> Pattern a", build_choose,
     "Pick from a list at random, anew at each moment.",
     "s \"drum*4\" # n (choose [0, 2, 7])",
     "0 1/4 {\"n\":2.0,\"s\":\"drum\"}; 1/4 1/2 {\"n\":2.0,\"s\":\"drum\"}; "
     "1/2 3/4 {\"n\":0.0,\"s\":\"drum\"}; 3/4 1 {\"n\":0.0,\"s\":\"drum\"}",
     0, NULL},
    {"chooseBy", "", "Pattern Double -> [a] -> Pattern a", build_choose_by,
     "Pick from a list by a pattern of numbers from 0 to 1.",
     "s (chooseBy \"0 0.25 0.5\" [\"bd\", \"sn\", \"hh\", \"cp\"])",
     "0 1/3 {\"s\":\"bd\"}; 1/3 2/3 {\"s\":\"sn\"}; 2/3 1 {\"s\":\"hh\"}", 0,
     NULL},
    {"cycleChoose", "", "[a] -> Pattern a", build_cycle_choose,
     "Pick from a list at random, once a cycle.",
     "s \"drum*2\" # n (cycleChoose [0, 2, 7])",
     "0 1/2 {\"n\":2.0,\"s\":\"drum\"}; 1/2 1 {\"n\":2.0,\"s\":\"drum\"}", 0,
     NULL},
    {"wchoose", "", "[(a, Pattern Double)] -> Pattern a", build_wchoose,
     "Pick at random from values with weights.",
     "s \"drum*4\" # n (wchoose [(0, 1), (4, 0.5), (7, 2)])",
     "0 1/4 {\"n\":7.0,\"s\":\"drum\"}; 1/4 1/2 {\"n\":7.0,\"s\":\"drum\"}; "
     "1/2 3/4 {\"n\":0.0,\"s\":\"drum\"}; 3/4 1 {\"n\":0.0,\"s\":\"drum\"}",
     0, NULL},
    {"wchooseBy", "", "Pattern Double -> [(a, Pattern Double)] -> Pattern a",
     build_wchoose_by,
     "Pick from values with weights by a pattern of numbers from 0 to 1.",
     "s (wchooseBy \"0 0.25 0.9\" [(\"bd\", 1), (\"sn\", 2)])",
     "0 1/3 {\"s\":\"bd\"}; 1/3 2/3 {\"s\":\"bd\"}; 2/3 1 {\"s\":\"sn\"}", 0,
     NULL},
    {"timeToRand", "", "(RealFrac a, Fractional b) => a -> b",
     build_time_to_rand, "The random number of a moment.",
     "n (pure (timeToRand 0.25))", "", FN_NOT_A_PATTERN, NULL},
    {"timeToRands", "", "(RealFrac a, Fractional b) => a -> Int -> [b]",
     build_time_to_rands, "N random numbers of one moment.",
     "n (listToPat (timeToRands 1 4))", "", FN_NOT_A_PATTERN, NULL},
    {"timeToRands'", "", "(Fractional a) => Int -> Int -> [a]",
     build_seed_to_rands, "N random numbers that follow a seed.",
     "n (listToPat (timeToRands' 12345 4))", "", FN_NOT_A_PATTERN, NULL},
    {"timeToIntSeed", "", "(RealFrac a) => a -> Int", build_time_to_int_seed,
     "The seed of a moment.", "n (pure (fromIntegral (timeToIntSeed 0.25)))",
     "", FN_NOT_A_PATTERN, NULL},
    {"intSeedToRand", "", "(Fractional a) => Int -> a", build_int_seed_to_rand,
     "The random number of a seed.", "n (pure (intSeedToRand 12345))", "",
     FN_NOT_A_PATTERN, NULL},
    {"xorwise", "", "Int -> Int", build_xorwise,
     "One step of the random number generator.",
     "n (pure (fromIntegral (xorwise 1)))", "", FN_NOT_A_PATTERN, NULL},
};

const struct fn_family fn_family_random = {"random", "Random values", rows,
					   sizeof(rows) / sizeof(rows[0])};
