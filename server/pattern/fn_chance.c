/* Chance: what happens to some events or in some cycles. */
#include "base/random.h"
#include "pattern/family.h"
#include "pattern/node.h"
#include "pattern/param.h"
#include "pattern/random.h"

/* --- Losing events --- */

struct degrade {
	double amount;
	bool below; /* keep what draws below the amount, not the others */
};

static bool degrade_keeps(const void *ctx, struct rat begin)
{
	const struct degrade *d = ctx;

	return (random_at(begin) < d->amount) == d->below;
}

static const struct pattern *degrade_new(struct arena *a, double amount,
					 bool below, const struct pattern *in)
{
	struct degrade *d = ARENA_NEW(a, struct degrade);

	d->amount = amount;
	d->below = below;
	return pat_filter_begin(a, degrade_keeps, d, in);
}

static const struct pattern *degrade_op(struct arena *a, struct value amount,
					const struct pattern *in)
{
	return degrade_new(a, value_to_double(amount), false, in);
}

static const struct pattern *undegrade_op(struct arena *a, struct value amount,
					  const struct pattern *in)
{
	return degrade_new(a, value_to_double(amount), true, in);
}

static const struct param_op degrade_by = {degrade_op, PARAM_KEEP_STEPS};
static const struct param_op undegrade_by = {undegrade_op, PARAM_KEEP_STEPS};

static struct value build_degrade(const struct call *c)
{
	return value_pat(degrade_new(c->arena, 0.5, false, arg_pat(c, 0)));
}

/* degradeOverBy: n cycles in a row get the same draws. */
struct over {
	const struct pattern *in, *draws;
};

static struct value draw_over(struct arena *a, const void *ctx, struct span s)
{
	int64_t n = *(const int64_t *)ctx, cycle = rat_floor(s.begin);
	int64_t turn = (cycle - floor_mod(cycle, n)) / n;

	(void)a;
	return value_float(
	    random_at(rat_add(rat_frac(s.begin), rat_int(turn))));
}

static const struct pattern *draws_over(struct arena *a, int64_t n)
{
	if (n < 1)
		return pat_silence();
	if (n == 1)
		return pat_rand(a, V_FLOAT);
	return pat_split_cycles(
	    a, pat_signal(a, draw_over, arena_copy(a, &n, sizeof(n))));
}

static struct value keep_above(struct arena *a, const void *ctx, struct value v,
			       struct value draw)
{
	(void)a;
	return draw.f > *(const double *)ctx ? v : (struct value){0};
}

static const struct pattern *over_bind(struct arena *a, const void *ctx,
				       struct value amount)
{
	const struct over *o = ctx;
	double x = value_to_double(amount);

	return pat_app(a, FROM_LEFT, keep_above, arena_copy(a, &x, sizeof(x)),
		       o->in, o->draws);
}

static struct value build_degrade_over_by(const struct call *c)
{
	struct over *o = ARENA_NEW(c->arena, struct over);
	struct rat n = rat_int(arg_int(c, 0));

	o->in = arg_pat(c, 2);
	o->draws = draws_over(c->arena, arg_int(c, 0));
	return value_pat(pat_bind(c->arena, JOIN_MIX, over_bind, o,
				  pat_slow(c->arena, n, arg_pat(c, 1))));
}

/* --- Fading --- */

/* How much is lost t cycles after the fade began, where it lasts one. */
static struct value fade_at(struct arena *a, const void *ctx, struct span s)
{
	double t = rat_to_double(s.begin);
	double x = t < 0 ? 0 : t > 1 ? 1 : t;

	(void)a;
	return value_float(*(const bool *)ctx ? 1 - x : x);
}

static const struct pattern *fade_bind(struct arena *a, const void *ctx,
				       struct value amount)
{
	return degrade_op(a, amount, ctx);
}

static const bool fade_in = true, fade_out = false;

static struct value fade(const struct call *c, struct rat from, struct rat dur,
			 const struct pattern *in)
{
	struct arena *a = c->arena;
	const struct pattern *env;

	env = pat_slow(a, dur, pat_signal(a, fade_at, c->row->aux));
	return value_pat(
	    pat_bind(a, JOIN_INNER, fade_bind, in, pat_late(a, from, env)));
}

static struct value build_fade(const struct call *c)
{
	return fade(c, RAT_ZERO, arg_rat(c, 0), arg_pat(c, 1));
}

static struct value build_fade_from(const struct call *c)
{
	return fade(c, arg_rat(c, 0), arg_rat(c, 1), arg_pat(c, 2));
}

/* --- Sometimes --- */

struct some {
	double amount;
	bool after; /* the function sees all events, not only the chosen */
};

/* The events of p that draw below the amounts (or the others). */
struct sift {
	const struct pattern *in;
	bool below;
};

static const struct pattern *sift_bind(struct arena *a, const void *ctx,
				       struct value amount)
{
	const struct sift *f = ctx;

	return degrade_new(a, value_to_double(amount), f->below, f->in);
}

static const struct pattern *sift(struct arena *a, const struct pattern *by,
				  bool below, const struct pattern *in)
{
	struct sift f = {in, below};

	return pat_keep_steps(
	    a, in, pat_param(a, sift_bind, arena_copy(a, &f, sizeof(f)), by));
}

static struct value sometimes(struct arena *a, const struct pattern *by,
			      bool after, const struct fn *f,
			      const struct pattern *in)
{
	const struct pattern *changed;

	changed = after ? sift(a, by, true, fn_on_pat(a, f, in))
			: fn_on_pat(a, f, sift(a, by, true, in));
	return value_pat(pat_overlay(a, sift(a, by, false, in), changed));
}

static const struct some by_before = {0, false}, by_after = {0, true};
static const struct some half = {0.5, false}, half_after = {0.5, true};
static const struct some often = {0.75, false}, often_after = {0.75, true};
static const struct some rarely = {0.25, false}, rarely_after = {0.25, true};
static const struct some seldom = {0.1, false};
static const struct some mostly = {0.9, false}, mostly_after = {0.9, true};

static struct value build_sometimes_by(const struct call *c)
{
	const struct some *s = c->row->aux;

	return sometimes(c->arena, arg_pat(c, 0), s->after, arg_fn(c, 1),
			 arg_pat(c, 2));
}

static struct value build_sometimes(const struct call *c)
{
	const struct some *s = c->row->aux;

	return sometimes(c->arena, pat_pure(c->arena, value_float(s->amount)),
			 s->after, arg_fn(c, 0), arg_pat(c, 1));
}

static struct value build_always(const struct call *c)
{
	return value_pat(fn_on_pat(c->arena, arg_fn(c, 0), arg_pat(c, 1)));
}

static struct value build_never(const struct call *c)
{
	return value_pat(arg_pat(c, 1));
}

/* --- Some cycles --- */

struct cycles {
	const struct pattern *in, *changed;
};

static bool draws_below(struct arena *a, const void *ctx, struct rat begin)
{
	(void)a;
	return random_at_double((double)rat_floor(begin)) <
	       *(const double *)ctx;
}

static const struct pattern *cycles_bind(struct arena *a, const void *ctx,
					 struct value amount)
{
	const struct cycles *p = ctx;
	double x = value_to_double(amount);

	return pat_when(a, draws_below, arena_copy(a, &x, sizeof(x)),
			p->changed, p->in);
}

static struct value some_cycles(struct arena *a, const struct pattern *by,
				const struct fn *f, const struct pattern *in)
{
	struct cycles *p = ARENA_NEW(a, struct cycles);

	p->in = in;
	p->changed = fn_on_pat(a, f, in);
	return value_pat(param_join(a, JOIN_INNER, cycles_bind, p, by));
}

static struct value build_some_cycles_by(const struct call *c)
{
	return some_cycles(c->arena, arg_pat(c, 0), arg_fn(c, 1),
			   arg_pat(c, 2));
}

static struct value build_some_cycles(const struct call *c)
{
	return some_cycles(c->arena, pat_pure(c->arena, value_float(0.5)),
			   arg_fn(c, 0), arg_pat(c, 1));
}

/* --- The rows --- */

#define CHANGE "(Pattern a -> Pattern a) -> Pattern a -> Pattern a"
#define BY "Pattern Double -> "
#define SOME(name, amount, example, aux, events)                               \
	{                                                                      \
		name, "", CHANGE, build_sometimes,                             \
		    "Change each event with a chance of " amount ".", example, \
		    events, 0, aux                                             \
	}
#define SOME_AFTER(name, amount, example, aux, events)                         \
	{                                                                      \
		name, "", CHANGE, build_sometimes,                             \
		    "change the whole pattern, then take each event of it "    \
		    "with a "                                                  \
		    "chance of " amount ".",                                   \
		    example, events, 0, aux                                    \
	}

static const struct fn_row rows[] = {
    {"degrade", "", "Pattern a -> Pattern a", build_degrade,
     "Lose about half of the events.", "degrade $ s \"hh*8\"",
     "0 1/8 {\"s\":\"hh\"}; 1/4 3/8 {\"s\":\"hh\"}; 3/8 1/2 {\"s\":\"hh\"}", 0,
     NULL},
    {"degradeBy", "", BY "Pattern a -> Pattern a", build_param,
     "Lose events with the given chance.", "degradeBy 0.3 $ s \"hh*8\"",
     "0 1/8 {\"s\":\"hh\"}; 1/8 1/4 {\"s\":\"hh\"}; 1/4 3/8 {\"s\":\"hh\"}; "
     "3/8 1/2 {\"s\":\"hh\"}; 7/8 1 {\"s\":\"hh\"}",
     0, &degrade_by},
    {"unDegradeBy", "", BY "Pattern a -> Pattern a", build_param,
     "Keep events with the given chance: exactly those that degradeBy loses.",
     "unDegradeBy 0.3 $ s \"hh*8\"",
     "1/2 5/8 {\"s\":\"hh\"}; 5/8 3/4 {\"s\":\"hh\"}; 3/4 7/8 {\"s\":\"hh\"}",
     0, &undegrade_by},
    {"degradeOverBy", "", "Int -> " BY "Pattern a -> Pattern a",
     build_degrade_over_by,
     "Lose events by chances spread over n cycles, which share their draws.",
     "degradeOverBy 2 \"0.2 0.8\" $ s \"hh*8\"",
     "0 1/8 {\"s\":\"hh\"}; 1/8 1/4 {\"s\":\"hh\"}; 1/4 3/8 {\"s\":\"hh\"}; "
     "3/8 1/2 {\"s\":\"hh\"}; 1/2 5/8 {\"s\":\"hh\"}; 3/4 7/8 {\"s\":\"hh\"}; "
     "7/8 1 {\"s\":\"hh\"}",
     0, NULL},
    {"fadeOut", "", "Time -> Pattern a -> Pattern a", build_fade,
     "Lose more and more events over the first n cycles.",
     "fadeOut 4 $ s \"hh*8\"",
     "0 1/8 {\"s\":\"hh\"}; 1/8 1/4 {\"s\":\"hh\"}; 1/4 3/8 {\"s\":\"hh\"}; "
     "3/8 1/2 {\"s\":\"hh\"}; 1/2 5/8 {\"s\":\"hh\"}; 5/8 3/4 {\"s\":\"hh\"}; "
     "3/4 7/8 {\"s\":\"hh\"}; 7/8 1 {\"s\":\"hh\"}",
     FN_QUERY_DEPENDENT, &fade_out},
    {"fadeIn", "", "Time -> Pattern a -> Pattern a", build_fade,
     "Lose fewer and fewer events over the first n cycles.",
     "rotL 2 $ fadeIn 4 $ s \"hh*8\"",
     "1/8 1/4 {\"s\":\"hh\"}; 3/8 1/2 {\"s\":\"hh\"}; 1/2 5/8 {\"s\":\"hh\"}; "
     "3/4 7/8 {\"s\":\"hh\"}; 7/8 1 {\"s\":\"hh\"}",
     FN_QUERY_DEPENDENT, &fade_in},
    {"fadeOutFrom", "", "Time -> Time -> Pattern a -> Pattern a",
     build_fade_from, "Lose more and more events from a cycle on, over n.",
     "fadeOutFrom 0 4 $ s \"hh*8\"",
     "0 1/8 {\"s\":\"hh\"}; 1/8 1/4 {\"s\":\"hh\"}; 1/4 3/8 {\"s\":\"hh\"}; "
     "3/8 1/2 {\"s\":\"hh\"}; 1/2 5/8 {\"s\":\"hh\"}; 5/8 3/4 {\"s\":\"hh\"}; "
     "3/4 7/8 {\"s\":\"hh\"}; 7/8 1 {\"s\":\"hh\"}",
     FN_QUERY_DEPENDENT, &fade_out},
    {"fadeInFrom", "", "Time -> Time -> Pattern a -> Pattern a",
     build_fade_from, "Lose fewer and fewer events from a cycle on, over n.",
     "fadeInFrom (-2) 4 $ s \"hh*8\"",
     "0 1/8 {\"s\":\"hh\"}; 1/4 3/8 {\"s\":\"hh\"}; 3/8 1/2 {\"s\":\"hh\"}",
     FN_QUERY_DEPENDENT, &fade_in},
    {"sometimesBy", "", BY CHANGE, build_sometimes_by,
     "Change events with the given chance.",
     "sometimesBy 0.3 (# speed 2) $ s \"hh*8\"",
     "0 1/8 {\"s\":\"hh\"}; 1/8 1/4 {\"s\":\"hh\"}; 1/4 3/8 {\"s\":\"hh\"}; "
     "3/8 1/2 {\"s\":\"hh\"}; 1/2 5/8 {\"s\":\"hh\",\"speed\":2.0}; 5/8 3/4 "
     "{\"s\":\"hh\",\"speed\":2.0}; 3/4 7/8 {\"s\":\"hh\",\"speed\":2.0}; 7/8 "
     "1 {\"s\":\"hh\"}",
     0, &by_before},
    {"sometimesBy'", "", BY CHANGE, build_sometimes_by,
     "Change the whole pattern, then take events of it with the given chance.",
     "sometimesBy' 0.3 (fast 2) $ s \"hh*4\"",
     "0 1/4 {\"s\":\"hh\"}; 1/4 1/2 {\"s\":\"hh\"}; 1/2 5/8 {\"s\":\"hh\"}; "
     "5/8 3/4 {\"s\":\"hh\"}; 3/4 7/8 {\"s\":\"hh\"}",
     0, &by_after},
    SOME("sometimes", "1 in 2", "sometimes (# speed 2) $ s \"hh*8\"", &half,
	 "0 1/8 {\"s\":\"hh\"}; 1/8 1/4 {\"s\":\"hh\",\"speed\":2.0}; 1/4 3/8 "
	 "{\"s\":\"hh\"}; 3/8 1/2 {\"s\":\"hh\"}; 1/2 5/8 "
	 "{\"s\":\"hh\",\"speed\":2.0}; 5/8 3/4 {\"s\":\"hh\",\"speed\":2.0}; "
	 "3/4 7/8 {\"s\":\"hh\",\"speed\":2.0}; 7/8 1 "
	 "{\"s\":\"hh\",\"speed\":2.0}"),
    SOME_AFTER("sometimes'", "1 in 2", "sometimes' (fast 2) $ s \"hh*4\"",
	       &half_after,
	       "0 1/4 {\"s\":\"hh\"}; 1/8 1/4 {\"s\":\"hh\"}; 1/4 1/2 "
	       "{\"s\":\"hh\"}; 1/2 5/8 {\"s\":\"hh\"}; 5/8 3/4 "
	       "{\"s\":\"hh\"}; 3/4 7/8 {\"s\":\"hh\"}; 7/8 1 {\"s\":\"hh\"}"),
    SOME("often", "3 in 4", "often (# speed 2) $ s \"hh*8\"", &often,
	 "0 1/8 {\"s\":\"hh\",\"speed\":2.0}; 1/8 1/4 "
	 "{\"s\":\"hh\",\"speed\":2.0}; 1/4 3/8 {\"s\":\"hh\",\"speed\":2.0}; "
	 "3/8 1/2 {\"s\":\"hh\",\"speed\":2.0}; 1/2 5/8 "
	 "{\"s\":\"hh\",\"speed\":2.0}; 5/8 3/4 {\"s\":\"hh\",\"speed\":2.0}; "
	 "3/4 7/8 {\"s\":\"hh\",\"speed\":2.0}; 7/8 1 "
	 "{\"s\":\"hh\",\"speed\":2.0}"),
    SOME_AFTER(
	"often'", "3 in 4", "often' (fast 2) $ s \"hh*4\"", &often_after,
	"0 1/8 {\"s\":\"hh\"}; 1/8 1/4 {\"s\":\"hh\"}; 1/4 3/8 {\"s\":\"hh\"}; "
	"3/8 1/2 {\"s\":\"hh\"}; 1/2 5/8 {\"s\":\"hh\"}; 5/8 3/4 "
	"{\"s\":\"hh\"}; 3/4 7/8 {\"s\":\"hh\"}; 7/8 1 {\"s\":\"hh\"}"),
    SOME("rarely", "1 in 4", "rarely (# speed 2) $ s \"hh*8\"", &rarely,
	 "0 1/8 {\"s\":\"hh\"}; 1/8 1/4 {\"s\":\"hh\"}; 1/4 3/8 "
	 "{\"s\":\"hh\"}; 3/8 1/2 {\"s\":\"hh\"}; 1/2 5/8 {\"s\":\"hh\"}; 5/8 "
	 "3/4 {\"s\":\"hh\",\"speed\":2.0}; 3/4 7/8 "
	 "{\"s\":\"hh\",\"speed\":2.0}; 7/8 1 {\"s\":\"hh\"}"),
    SOME_AFTER(
	"rarely'", "1 in 4", "rarely' (fast 2) $ s \"hh*4\"", &rarely_after,
	"0 1/4 {\"s\":\"hh\"}; 1/4 1/2 {\"s\":\"hh\"}; 1/2 3/4 {\"s\":\"hh\"}; "
	"5/8 3/4 {\"s\":\"hh\"}; 3/4 7/8 {\"s\":\"hh\"}"),
    SOME("almostNever", "1 in 10", "almostNever (# speed 2) $ s \"hh*8\"",
	 &seldom,
	 "0 1/8 {\"s\":\"hh\"}; 1/8 1/4 {\"s\":\"hh\"}; 1/4 3/8 "
	 "{\"s\":\"hh\"}; 3/8 1/2 {\"s\":\"hh\"}; 1/2 5/8 {\"s\":\"hh\"}; 5/8 "
	 "3/4 {\"s\":\"hh\"}; 3/4 7/8 {\"s\":\"hh\"}; 7/8 1 {\"s\":\"hh\"}"),
    SOME("almostNever'", "1 in 10", "almostNever' (# speed 2) $ s \"hh*8\"",
	 &seldom,
	 "0 1/8 {\"s\":\"hh\"}; 1/8 1/4 {\"s\":\"hh\"}; 1/4 3/8 "
	 "{\"s\":\"hh\"}; 3/8 1/2 {\"s\":\"hh\"}; 1/2 5/8 {\"s\":\"hh\"}; 5/8 "
	 "3/4 {\"s\":\"hh\"}; 3/4 7/8 {\"s\":\"hh\"}; 7/8 1 {\"s\":\"hh\"}"),
    SOME("almostAlways", "9 in 10", "almostAlways (# speed 2) $ s \"hh*8\"",
	 &mostly,
	 "0 1/8 {\"s\":\"hh\",\"speed\":2.0}; 1/8 1/4 "
	 "{\"s\":\"hh\",\"speed\":2.0}; 1/4 3/8 {\"s\":\"hh\",\"speed\":2.0}; "
	 "3/8 1/2 {\"s\":\"hh\",\"speed\":2.0}; 1/2 5/8 "
	 "{\"s\":\"hh\",\"speed\":2.0}; 5/8 3/4 {\"s\":\"hh\",\"speed\":2.0}; "
	 "3/4 7/8 {\"s\":\"hh\",\"speed\":2.0}; 7/8 1 "
	 "{\"s\":\"hh\",\"speed\":2.0}"),
    SOME_AFTER(
	"almostAlways'", "9 in 10", "almostAlways' (fast 2) $ s \"hh*4\"",
	&mostly_after,
	"0 1/8 {\"s\":\"hh\"}; 1/8 1/4 {\"s\":\"hh\"}; 1/4 3/8 {\"s\":\"hh\"}; "
	"3/8 1/2 {\"s\":\"hh\"}; 1/2 5/8 {\"s\":\"hh\"}; 5/8 3/4 "
	"{\"s\":\"hh\"}; 3/4 7/8 {\"s\":\"hh\"}; 7/8 1 {\"s\":\"hh\"}"),
    {"always", "", CHANGE, build_always, "Change everything.",
     "always (# speed 2) $ s \"hh*4\"",
     "0 1/4 {\"s\":\"hh\",\"speed\":2.0}; 1/4 1/2 "
     "{\"s\":\"hh\",\"speed\":2.0}; 1/2 3/4 {\"s\":\"hh\",\"speed\":2.0}; 3/4 "
     "1 {\"s\":\"hh\",\"speed\":2.0}",
     0, NULL},
    {"never", "", CHANGE, build_never, "Change nothing.",
     "never (# speed 2) $ s \"hh*4\"",
     "0 1/4 {\"s\":\"hh\"}; 1/4 1/2 {\"s\":\"hh\"}; 1/2 3/4 {\"s\":\"hh\"}; "
     "3/4 1 {\"s\":\"hh\"}",
     0, NULL},
    {"someCyclesBy", "somecyclesBy", BY CHANGE, build_some_cycles_by,
     "Change whole cycles with the given chance.",
     "someCyclesBy 0.6 (# speed 2) $ s \"hh*4\"",
     "0 1/4 {\"s\":\"hh\",\"speed\":2.0}; 1/4 1/2 "
     "{\"s\":\"hh\",\"speed\":2.0}; 1/2 3/4 {\"s\":\"hh\",\"speed\":2.0}; 3/4 "
     "1 {\"s\":\"hh\",\"speed\":2.0}",
     0, NULL},
    {"someCycles", "somecycles", CHANGE, build_some_cycles,
     "Change about every second cycle, at random.",
     "someCycles (# speed 2) $ s \"hh*4\"",
     "0 1/4 {\"s\":\"hh\"}; 1/4 1/2 {\"s\":\"hh\"}; 1/2 3/4 {\"s\":\"hh\"}; "
     "3/4 1 {\"s\":\"hh\"}",
     0, NULL},
};

const struct fn_family fn_family_chance = {"chance", "Chance", rows,
					   sizeof(rows) / sizeof(rows[0])};
