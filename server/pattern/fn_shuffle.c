/* Random order: permutations, choices between patterns, random structures,
 * Markov chains. */
#include <stdlib.h>
#include "base/random.h"
#include "pattern/family.h"
#include "pattern/node.h"
#include "pattern/number.h"
#include "pattern/param.h"
#include "pattern/random.h"

static int64_t seed_of_cycle(int64_t cycle)
{
	return cycle == 0 ? random_seed_double(9999999)
			  : random_seed(rat_int(cycle));
}

/* --- Permutations --- */

struct ranked {
	double by;
	int64_t i;
};

static int ranked_cmp(const void *x, const void *y)
{
	const struct ranked *a = x, *b = y;

	if (a->by != b->by)
		return a->by < b->by ? -1 : 1;
	return (a->i > b->i) - (a->i < b->i);
}

/* Few are sorted where they stand, as they come. */
static void ranked_sort(struct ranked *r, int64_t n)
{
	if (n > 32) {
		qsort(r, (size_t)n, sizeof(*r), ranked_cmp);
		return;
	}
	for (int64_t i = 1; i < n; i++) {
		struct ranked x = r[i];
		int64_t k = i;

		for (; k > 0 && r[k - 1].by > x.by; k--)
			r[k] = r[k - 1];
		r[k] = x;
	}
}

/* 0 .. n-1 in the order of the draws of a cycle. */
static const struct list *permutation(struct arena *a, int64_t cycle, int64_t n)
{
	struct ranked *r = arena_alloc(a, (size_t)n * sizeof(*r));
	struct list *l = list_new(a, (size_t)n);
	int64_t seed = seed_of_cycle(cycle);

	for (int64_t i = 0; i < n; i++) {
		arena_step(a);
		r[i] = (struct ranked){random_of_seed(seed), i};
		seed = random_xorwise(seed);
	}
	ranked_sort(r, n);
	for (int64_t i = 0; i < n; i++)
		l->at[i] = value_int(r[i].i);
	return l;
}

/* A list for each cycle. */
static const struct pattern *randrun_cycle(struct arena *a, const void *ctx,
					   int64_t cycle)
{
	return pat_of_list(a, permutation(a, cycle, *(const int64_t *)ctx));
}

static const struct pattern *randrun(struct arena *a, int64_t n)
{
	if (n < 1)
		return pat_silence();
	if (n > 100000)
		arena_escape(a, ST_EVAL, "more than 100000 random steps");
	return pat_by_cycle(a, randrun_cycle, arena_copy(a, &n, sizeof(n)));
}

static struct value build_randrun(const struct call *c)
{
	return value_pat(randrun(c->arena, arg_int(c, 0)));
}

/* --- Parts of a cycle in another order --- */

/* Cycle c plays cycle c div n (Tidal's repeatCycles). */
struct repeat {
	struct pattern pattern;
	const struct pattern *in;
	int64_t n;
};

static void repeat_run(struct query *q, const struct pattern *p, struct span s,
		       struct events *out)
{
	const struct repeat *r = (const void *)p;

	struct cut c = cut_start(s);

	while (cut_next(&c, &s)) {
		int64_t cycle = rat_floor(s.begin);
		int64_t own = (cycle - floor_mod(cycle, r->n)) / r->n;

		query_early(q, r->in, rat_int(own - cycle), s, out);
	}
}

static const struct pattern *repeat_new(struct arena *a, int64_t n,
					const struct pattern *in)
{
	struct repeat *r;

	if (n == 1)
		return in;
	r = ARENA_NEW(a, struct repeat);
	r->pattern.run = repeat_run;
	r->pattern.steps = in->steps;
	r->in = in;
	r->n = n;
	return &r->pattern;
}

struct pieces {
	const struct pattern *in;
	int64_t n;
};

/* The i-th of n pieces, wherever it is asked for within the cycle. */
static const struct pattern *piece_bind(struct arena *a, const void *ctx,
					struct value i)
{
	const struct pieces *p = ctx;
	struct span at = {rat_make(i.i, p->n), rat_make(i.i + 1, p->n)};

	return pat_fast(a, rat_int(p->n),
			repeat_new(a, p->n, pat_zoom(a, at, p->in)));
}

static const struct pattern *rearrange(struct arena *a,
				       const struct pattern *order, int64_t n,
				       const struct pattern *in)
{
	struct pieces *p = ARENA_NEW(a, struct pieces);

	p->in = in;
	p->n = n;
	return pat_bind(a, JOIN_INNER, piece_bind, p, order);
}

static const struct pattern *shuffle_op(struct arena *a, struct value n,
					const struct pattern *in)
{
	int64_t k = value_to_int(n);

	return k < 1 ? pat_silence() : rearrange(a, randrun(a, k), k, in);
}

static const struct pattern *scramble_op(struct arena *a, struct value n,
					 const struct pattern *in)
{
	int64_t k = value_to_int(n);
	const struct pattern *order;

	if (k < 1)
		return pat_silence();
	order = pat_irand(a, V_INT, pat_pure(a, value_int(k)));
	return rearrange(a, pat_segment(a, rat_int(k), order), k, in);
}

static const struct param_op shuffle = {shuffle_op, PARAM_KEEP_STEPS};
static const struct param_op scramble = {scramble_op, PARAM_KEEP_STEPS};

/* --- Choosing between patterns --- */

static const struct pattern *randcat_bind(struct arena *a, const void *ctx,
					  struct value by)
{
	return pat_early(a, value_to_rat(by), ctx);
}

static struct value build_randcat(const struct call *c)
{
	struct arena *a = c->arena;
	const struct list *l = arg_list(c, 0);
	const struct pattern *n = pat_pure(a, value_int((int64_t)l->n));
	const struct pattern *cat = pat_slowcat(a, l->n, list_pats(a, l));

	return value_pat(
	    pat_bind(a, JOIN_MIX, randcat_bind, cat,
		     pat_segment(a, RAT_ONE, pat_irand(a, V_INT, n))));
}

static struct value build_wrandcat(const struct call *c)
{
	struct arena *a = c->arena;
	const struct list *from = arg_list(c, 0);
	struct list *pairs = list_new(a, from->n);
	const struct pattern *draw =
	    pat_segment(a, RAT_ONE, pat_rand(a, V_FLOAT));

	for (size_t i = 0; i < from->n; i++) {
		const struct value *v = from->at[i].list->at;

		pairs->at[i] =
		    value_pair(a, value_pat(value_to_pat(a, v[0])), v[1]);
	}
	return value_pat(pat_bind(a, JOIN_MIX, NULL, NULL,
				  pat_wchoose(a, V_NONE, draw, pairs)));
}

struct spread {
	const struct fn *f;
	const struct list *list;
	struct value arg;
};

static const struct pattern *spread_bind(struct arena *a, const void *ctx,
					 struct value i)
{
	const struct spread *s = ctx;
	struct value f = fn_call(a, s->f, s->list->at[i.i]);

	return value_to_pat(a, fn_call(a, f.fn, s->arg));
}

static struct value build_spread_choose(const struct call *c)
{
	struct arena *a = c->arena;
	struct spread *s = ARENA_NEW(a, struct spread);
	const struct pattern *i;

	s->f = arg_fn(c, 0);
	s->list = arg_list(c, 1);
	s->arg = c->args[2];
	if (s->list->n == 0)
		return value_pat(pat_silence());
	i = pat_irand(a, V_INT, pat_pure(a, value_int((int64_t)s->list->n)));
	return value_pat(
	    pat_bind(a, JOIN_MIX, spread_bind, s, pat_segment(a, RAT_ONE, i)));
}

/* --- Random structure --- */

/* n steps of 1 to 3 units that fill a cycle, numbered. */
struct stripes {
	struct pattern pattern;
	int64_t n;
};

static int64_t stripe_units(int64_t cycle, int64_t i, int64_t n)
{
	struct rat at = rat_add(rat_int(cycle), rat_make(i, n));

	return 1 + (int64_t)(random_at(at) * 3);
}

static void stripes_cycle(struct query *q, int64_t n, struct span s,
			  struct events *out)
{
	int64_t cycle = rat_floor(s.begin), total = 0, sum = 0;

	for (int64_t i = 0; i < n; i++)
		total += stripe_units(cycle, i, n);
	for (int64_t i = 0; i < n; i++) {
		struct rat from = rat_int(cycle);
		int64_t len = stripe_units(cycle, i, n);
		struct event e = {.value = value_int(i)};

		arena_step(q->arena);
		e.whole.begin = rat_add(from, rat_make(sum, total));
		sum += len;
		e.whole.end = rat_add(from, rat_make(sum, total));
		if (span_intersect(s, e.whole, &e.part))
			*events_add(q, out) = e;
	}
}

static void stripes_run(struct query *q, const struct pattern *p, struct span s,
			struct events *out)
{
	struct cut c = cut_start(s);

	while (cut_next(&c, &s))
		stripes_cycle(q, ((const struct stripes *)p)->n, s, out);
}

static const struct pattern *rand_struct(struct arena *a, int64_t n)
{
	struct stripes *p;

	if (n < 1)
		return pat_silence();
	if (n > 100000)
		arena_escape(a, ST_EVAL, "more than 100000 random steps");
	p = ARENA_NEW(a, struct stripes);
	p->pattern.run = stripes_run;
	p->n = n;
	return &p->pattern;
}

static struct value build_rand_struct(const struct call *c)
{
	return value_pat(rand_struct(c->arena, arg_int(c, 0)));
}

/* Each event of `steps` filled with `in`, of which event number i plays the
 * cycle that i times the events of this cycle lie back. */
struct substruct {
	struct pattern pattern;
	const struct pattern *steps, *in;
};

static int64_t events_in_cycle(struct query *q, const struct pattern *p,
			       struct rat at)
{
	struct events e = events_none();

	pat_query(q, p, SPAN(rat_sam(at), rat_next_sam(at)), &e);
	return (int64_t)e.n;
}

static void fill_step(struct query *q, const struct substruct *u,
		      const struct event *step, int64_t count,
		      struct events *out)
{
	struct rat by = rat_mul(value_to_rat(step->value), rat_int(count));
	const struct pattern *p;
	size_t from = out->n;

	p = pat_compress_to(q->arena, step->whole,
			    pat_late(q->arena, by, u->in));
	pat_query(q, p, step->whole, out);
	for (size_t i = from; i < out->n; i++)
		out->at[i].context =
		    context_join(q->arena, step->context, out->at[i].context);
}

static void substruct_run(struct query *q, const struct pattern *p,
			  struct span s, struct events *out)
{
	const struct substruct *u = (const void *)p;
	const struct map *state = q->state;
	struct events steps = events_none();
	int64_t count;

	pat_query(q, u->steps, s, &steps);
	q->state = NULL;
	count = events_in_cycle(q, u->steps, s.begin);
	for (size_t i = 0; i < steps.n; i++)
		if (!steps.at[i].analog)
			fill_step(q, u, &steps.at[i], count, out);
	q->state = state;
}

static const struct pattern *substruct_new(struct arena *a,
					   const struct pattern *steps,
					   const struct pattern *in)
{
	struct substruct *u = ARENA_NEW(a, struct substruct);

	u->pattern.run = substruct_run;
	u->pattern.steps = in->steps;
	u->steps = steps;
	u->in = in;
	return &u->pattern;
}

static struct value build_substruct(const struct call *c)
{
	return value_pat(substruct_new(c->arena, arg_pat(c, 0), arg_pat(c, 1)));
}

static const struct pattern *stripe_op(struct arena *a, struct value n,
				       const struct pattern *in)
{
	return substruct_new(a, rand_struct(a, value_to_int(n)), in);
}

static const struct pattern *slow_bind(struct arena *a, const void *ctx,
				       struct value by)
{
	return pat_slow(a, value_to_rat(by), ctx);
}

static const struct pattern *stripe_bind(struct arena *a, const void *ctx,
					 struct value n)
{
	return stripe_op(a, n, ctx);
}

static const struct param_op stripe = {stripe_op, PARAM_SHORT};

static struct value build_slowstripe(const struct call *c)
{
	const struct pattern *n = arg_pat(c, 0), *p;

	p = pat_param(c->arena, stripe_bind, arg_pat(c, 1), n);
	return value_pat(pat_param(c->arena, slow_bind, p, n));
}

/* --- The rows --- */

static const struct fn_row rows[] = {
    {"shuffle", "", "Pattern Int -> Pattern a -> Pattern a", build_param,
     "Play n parts of the cycle in random order, each once.",
     "shuffle 4 $ n \"0 1 2 3\" # s \"drum\"",
     "0 1/4 {\"n\":3.0,\"s\":\"drum\"}; 1/4 1/2 {\"n\":2.0,\"s\":\"drum\"}; "
     "1/2 3/4 {\"n\":0.0,\"s\":\"drum\"}; 3/4 1 {\"n\":1.0,\"s\":\"drum\"}",
     0, &shuffle},
    {"scramble", "", "Pattern Int -> Pattern a -> Pattern a", build_param,
     "Fill n slots with random parts of the cycle, some more than once.",
     "scramble 4 $ n \"0 1 2 3\" # s \"drum\"",
     "0 1/4 {\"n\":2.0,\"s\":\"drum\"}; 1/4 1/2 {\"n\":2.0,\"s\":\"drum\"}; "
     "1/2 3/4 {\"n\":1.0,\"s\":\"drum\"}; 3/4 1 {\"n\":0.0,\"s\":\"drum\"}",
     0, &scramble},
    {"randrun", "", "Int -> Pattern Int", build_randrun,
     "The numbers below n in random order, each once a cycle.",
     "n (fromIntegral <$> randrun 4) # s \"drum\"",
     "0 1/4 {\"n\":3.0,\"s\":\"drum\"}; 1/4 1/2 {\"n\":2.0,\"s\":\"drum\"}; "
     "1/2 3/4 {\"n\":0.0,\"s\":\"drum\"}; 3/4 1 {\"n\":1.0,\"s\":\"drum\"}",
     0, NULL},
    {"randcat", "", "[Pattern a] -> Pattern a", build_randcat,
     "One pattern a cycle, in random order.",
     "randcat [s \"bd*2\", s \"sn\", s \"hh*3\"]", "0 1 {\"s\":\"sn\"}", 0,
     NULL},
    {"wrandcat", "", "[(Pattern a, Pattern Double)] -> Pattern a",
     build_wrandcat, "One pattern a cycle at random, by weights.",
     "wrandcat [(s \"bd*2\", 3), (s \"sn\", 1)]",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"bd\"}", 0, NULL},
    {"spreadChoose", "spreadr",
     "(t -> t1 -> Pattern b) -> [t] -> t1 -> Pattern b", build_spread_choose,
     "Call a function with one of a list's arguments, at random each cycle.",
     "spreadChoose fast [1, 2, 4] $ s \"bd sn\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 3/4 {\"s\":\"bd\"}; "
     "3/4 1 {\"s\":\"sn\"}",
     0, NULL},
    {"randStruct", "", "Int -> Pattern Int", build_rand_struct,
     "N numbered steps of random length in each cycle.",
     "n (fromIntegral <$> randStruct 3) # s \"drum\"",
     "0 2/7 {\"n\":0.0,\"s\":\"drum\"}; 2/7 4/7 {\"n\":1.0,\"s\":\"drum\"}; "
     "4/7 1 {\"n\":2.0,\"s\":\"drum\"}",
     0, NULL},
    {"substruct'", "", "Pattern Int -> Pattern a -> Pattern a", build_substruct,
     "Fill each step of a numbered structure with a pattern.",
     "substruct' \"0 [1 2]\" $ s \"bd sn\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 5/8 {\"s\":\"bd\"}; "
     "5/8 3/4 {\"s\":\"sn\"}; 3/4 7/8 {\"s\":\"bd\"}; 7/8 1 {\"s\":\"sn\"}",
     FN_QUERY_DEPENDENT | FN_UNCLIPPED, NULL},
    {"stripe", "", "Pattern Int -> Pattern a -> Pattern a", build_param,
     "Repeat a cycle n times in a cycle, at random lengths.",
     "stripe 2 $ s \"bd sn\"",
     "0 1/3 {\"s\":\"bd\"}; 1/3 2/3 {\"s\":\"sn\"}; 2/3 5/6 {\"s\":\"bd\"}; "
     "5/6 1 {\"s\":\"sn\"}",
     FN_QUERY_DEPENDENT | FN_UNCLIPPED, &stripe},
    {"slowstripe", "", "Pattern Int -> Pattern a -> Pattern a",
     build_slowstripe, "Repeat a cycle n times in n cycles, at random lengths.",
     "slowstripe 2 $ s \"bd sn\"",
     "0 2/3 {\"s\":\"bd\"}; 2/3 4/3 {\"s\":\"sn\"}",
     FN_QUERY_DEPENDENT | FN_UNCLIPPED, NULL},
};

const struct fn_family fn_family_shuffle = {"shuffle", "Random order", rows,
					    sizeof(rows) / sizeof(rows[0])};
