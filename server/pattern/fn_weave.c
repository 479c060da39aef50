/* Patterns of patterns: functions that take several patterns or functions and
 * choose among them, by turns or by name. */
#include <math.h>
#include <string.h>

#include "pattern/family.h"
#include "pattern/ops.h"
#include "pattern/param.h"

/* --- A function over a list of arguments --- */

static const struct pattern *call_2(struct arena *a, const struct fn *f,
				    struct value x, struct value y)
{
	struct value g = fn_call(a, f, x);

	return value_to_pat(a, fn_call(a, g.fn, y));
}

static const struct pattern *const *spread_all(const struct call *c,
					       const struct list *l)
{
	const struct pattern **p =
	    arena_alloc(c->arena, (l->n + 1) * sizeof(struct pattern *));

	for (size_t i = 0; i < l->n; i++)
		p[i] = call_2(c->arena, arg_fn(c, 0), l->at[i], c->args[2]);
	return p;
}

static struct value build_spread(const struct call *c)
{
	const struct list *l = arg_list(c, 1);

	return value_pat(pat_slowcat(c->arena, l->n, spread_all(c, l)));
}

static struct value build_fast_spread(const struct call *c)
{
	const struct list *l = arg_list(c, 1);

	return value_pat(pat_fastcat(c->arena, l->n, spread_all(c, l)));
}

static struct value build_spreadf(const struct call *c)
{
	const struct list *l = arg_list(c, 0);
	const struct pattern **p =
	    arena_alloc(c->arena, (l->n + 1) * sizeof(struct pattern *));

	for (size_t i = 0; i < l->n; i++)
		p[i] = value_to_pat(c->arena,
				    fn_call(c->arena, l->at[i].fn, c->args[1]));
	return value_pat(pat_slowcat(c->arena, l->n, p));
}

struct spread {
	const struct fn *f;
	struct value in;
};

static const struct pattern *bind_spread(struct arena *a, const void *ctx,
					 struct value v)
{
	const struct spread *s = ctx;

	return call_2(a, s->f, v, s->in);
}

static struct value build_spread_prime(const struct call *c)
{
	struct spread *s = ARENA_NEW(c->arena, struct spread);

	s->f = arg_fn(c, 0);
	s->in = c->args[2];
	return value_pat(
	    param_join(c->arena, JOIN_MIX, bind_spread, s, arg_pat(c, 1)));
}

/* --- Weaving --- */

/* One layer: f on the base slowed by t, early by i/n of it. */
static const struct pattern *thread(struct arena *a, struct rat t, size_t i,
				    size_t n, const struct pattern *p)
{
	return pat_early(a, rat_make((int64_t)i, (int64_t)n),
			 pat_fast(a, t, p));
}

static struct value build_weave_with(const struct call *c)
{
	struct arena *a = c->arena;
	struct rat t = arg_rat(c, 0);
	const struct pattern *base = pat_slow(a, t, arg_pat(c, 1)), **p;
	const struct list *l = arg_list(c, 2);

	if (!l->n)
		return value_pat(pat_silence());
	p = arena_alloc(a, l->n * sizeof(struct pattern *));
	for (size_t i = 0; i < l->n; i++)
		p[i] = thread(a, t, i, l->n, fn_on_pat(a, l->at[i].fn, base));
	return value_pat(pat_slow(a, t, pat_stack(a, l->n, p)));
}

static const struct pattern *weave(struct arena *a, struct rat t,
				   const struct pattern *base, size_t n,
				   const struct pattern *const *in)
{
	const struct pattern **p;

	if (!n)
		return pat_silence();
	p = arena_alloc(a, n * sizeof(struct pattern *));
	base = pat_slow(a, t, base);
	for (size_t i = 0; i < n; i++)
		p[i] = thread(a, t, i, n,
			      pat_op(a, FROM_LEFT, OP_SET, in[i], base));
	return pat_slow(a, t, pat_stack(a, n, p));
}

static struct value build_weave(const struct call *c)
{
	const struct list *l = arg_list(c, 2);

	return value_pat(weave(c->arena, arg_rat(c, 0), arg_pat(c, 1), l->n,
			       list_pats(c->arena, l)));
}

static struct value sine_at(struct arena *a, const void *ctx, struct span s)
{
	const double two_pi = 6.283185307179586;

	(void)a;
	(void)ctx;
	return value_float((sin(two_pi * rat_to_double(s.begin)) + 1) / 2);
}

static struct value to_shape(struct arena *a, const void *ctx, struct value v)
{
	(void)ctx;
	return value_map(map_one(a, control_named("shape"), v));
}

static struct value build_interlace(const struct call *c)
{
	struct arena *a = c->arena;
	const struct pattern *both[] = {arg_pat(c, 0), arg_pat(c, 1)};
	const struct pattern *depth =
	    pat_op(a, FROM_BOTH, OP_MUL, pat_signal(a, sine_at, NULL),
		   pat_pure(a, value_float(0.9)));

	return value_pat(
	    weave(a, RAT(16, 1), pat_map(a, to_shape, NULL, depth), 2, both));
}

/* Plain weave of two patterns: over and under, thread by thread. */
static const struct pattern *threads(struct arena *a, int64_t n, bool warp,
				     const struct pattern *p)
{
	int64_t rows = n / 2 * 2;
	size_t count = (size_t)(rows * n), k = 0;
	const struct pattern **all =
	    arena_alloc(a, (count + 1) * sizeof(struct pattern *));

	for (int64_t i = 0; i < (warp ? n : rows); i++)
		for (int64_t j = 0; j < (warp ? rows : n); j++) {
			int64_t row = warp ? j : i, at = warp ? i : j;
			int64_t m = row % 2 ? n - 1 - at : at;

			arena_step(a);
			all[k++] = pat_zoom(
			    a, SPAN(rat_make(m, n), rat_make(m + 1, n)), p);
		}
	return pat_slow(a, rat_int(n), pat_fastcat(a, k, all));
}

static const struct pattern *
apply_rev(struct arena *a, const struct transform *t, const struct pattern *p)
{
	(void)t;
	return pat_rev(a, p);
}

static const struct pattern *masked(struct arena *a, int64_t n, bool first,
				    const struct pattern *p)
{
	static const struct transform rev = {apply_rev};
	const struct pattern *on = pat_pure(a, value_bool(true));
	const struct pattern *both[] = {first ? on : pat_silence(),
					first ? pat_silence() : on};
	const struct pattern *b =
	    pat_fast(a, rat_make(n, 2), pat_fastcat(a, 2, both));

	return pat_mask(a, pat_every(a, 2, &rev, b), p);
}

static struct value build_tabby(const struct call *c)
{
	struct arena *a = c->arena;
	int64_t n = arg_int(c, 0);
	const struct pattern *both[2];

	if (n > 1000)
		arena_escape(a, ST_EVAL, "tabby: more than 1000 threads");
	if (n < 2)
		return value_pat(pat_silence());
	both[0] = masked(a, n, true, threads(a, n, true, arg_pat(c, 1)));
	both[1] = masked(a, n, false, threads(a, n, false, arg_pat(c, 2)));
	return value_pat(pat_stack(a, 2, both));
}

/* --- By name --- */

static const struct value *lookup(const struct list *l, const char *name,
				  size_t len)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct value *pair = l->at[i].list->at;

		if (pair[0].kind == V_STR && strlen(pair[0].s) == len &&
		    !memcmp(pair[0].s, name, len))
			return &pair[1];
	}
	return NULL;
}

static const struct pattern *bind_inhabit(struct arena *a, const void *ctx,
					  struct value v)
{
	const struct value *p;

	if (v.kind != V_STR)
		return pat_silence();
	p = lookup(ctx, v.s, strlen(v.s));
	return p ? value_to_pat(a, *p) : pat_silence();
}

static struct value build_inhabit(const struct call *c)
{
	return value_pat(pat_bind(c->arena, JOIN_SQUEEZE, bind_inhabit,
				  arg_list(c, 0), arg_pat(c, 1)));
}

struct ur {
	struct rat t;
	const struct list *patterns, *functions;
};

/* An event's word with its whole, for the join that places it. */
static bool with_whole(struct query *q, const void *ctx, struct event *e)
{
	(void)ctx;
	if (e->analog)
		return false;
	e->value = value_pair(q->arena, e->value,
			      value_pair(q->arena, value_rat(e->whole.begin),
					 value_rat(e->whole.end)));
	return true;
}

/* "name:function:..." cut at its colons, runs of them as one. */
static const char *next_word(const char *s, size_t *len)
{
	s += strspn(s, ":");
	*len = strcspn(s, ":");
	return s;
}

static const struct pattern *ur_function(struct arena *a, const struct ur *u,
					 const char *name, size_t len,
					 struct rat begin, struct rat end,
					 const struct pattern *p)
{
	const struct value *f = lookup(u->functions, name, len);
	struct rat n = rat_quotient(a, RAT_ONE, rat_sub(end, begin));

	p = pat_slow(a, n, p);
	if (f)
		p = fn_on_pat(a, f->fn, p);
	p = pat_fast(a, n, p);
	p = pat_bind(a, JOIN_INNER, NULL, NULL, pat_pure(a, value_pat(p)));
	return pat_late(a, begin, p);
}

static const struct pattern *bind_ur(struct arena *a, const void *ctx,
				     struct value v)
{
	const struct ur *u = ctx;
	const struct value *word = &v.list->at[0];
	const struct value *whole = v.list->at[1].list->at;
	const char *name = word->kind == V_STR ? word->s : "", *function;
	const struct value *found;
	const struct pattern *p;
	size_t len;

	name = next_word(name, &len);
	found = lookup(u->patterns, name, len);
	p = found ? pat_fast(a, u->t, value_to_pat(a, *found)) : pat_silence();
	function = next_word(name + len, &len);
	if (!len)
		return p;
	return ur_function(a, u, function, len, whole[0].r, whole[1].r, p);
}

static struct value build_ur(const struct call *c)
{
	struct ur *u = ARENA_NEW(c->arena, struct ur);
	const struct pattern *p;

	u->t = arg_rat(c, 0);
	u->patterns = arg_list(c, 2);
	u->functions = arg_list(c, 3);
	p = pat_map_events(c->arena, with_whole, NULL, arg_pat(c, 1));
	p = pat_bind(c->arena, JOIN_MIX, bind_ur, u, p);
	return value_pat(pat_slow(c->arena, u->t, p));
}

/* --- By number --- */

static const struct pattern *bind_squeeze(struct arena *a, const void *ctx,
					  struct value v)
{
	const struct list *l = ctx;

	return value_to_pat(a,
			    l->at[int_mod(a, value_to_int(v), (int64_t)l->n)]);
}

static struct value build_squeeze(const struct call *c)
{
	const struct list *l = arg_list(c, 1);

	if (!l->n)
		return value_pat(pat_silence());
	return value_pat(
	    pat_bind(c->arena, JOIN_SQUEEZE, bind_squeeze, l, arg_pat(c, 0)));
}

static const struct pattern *bind_select(struct arena *a, const void *ctx,
					 struct value v)
{
	const struct list *l = ctx;
	double x = value_to_double(v);

	if (!l->n)
		arena_escape(a, ST_EVAL, "select: the list is empty");
	x = x > 1 ? 1 : x > 0 ? x : 0;
	return value_to_pat(a, l->at[(size_t)(x * (double)(l->n - 1))]);
}

static struct value build_select(const struct call *c)
{
	return value_pat(
	    pat_param(c->arena, bind_select, arg_list(c, 1), arg_pat(c, 0)));
}

struct choice {
	const struct list *functions;
	const struct pattern *in;
};

static const struct pattern *bind_select_f(struct arena *a, const void *ctx,
					   struct value v)
{
	const struct choice *f = ctx;
	double x = value_to_double(v);
	size_t i;

	if (!f->functions->n)
		arena_escape(a, ST_EVAL, "selectF: the list is empty");
	x = x > 0.999999 ? 0.999999 : x > 0 ? x : 0;
	i = (size_t)(x * (double)f->functions->n);
	return fn_on_pat(a, f->functions->at[i].fn, f->in);
}

static const struct pattern *bind_pick_f(struct arena *a, const void *ctx,
					 struct value v)
{
	const struct choice *f = ctx;
	int64_t i = int_mod(a, value_to_int(v), (int64_t)f->functions->n);

	return fn_on_pat(a, f->functions->at[i].fn, f->in);
}

static struct value choice(const struct call *c, pat_bind_fn *bind)
{
	struct choice *f = ARENA_NEW(c->arena, struct choice);

	f->functions = arg_list(c, 1);
	f->in = arg_pat(c, 2);
	return value_pat(
	    param_join(c->arena, JOIN_INNER, bind, f, arg_pat(c, 0)));
}

static struct value build_select_f(const struct call *c)
{
	return choice(c, bind_select_f);
}

static struct value build_pick_f(const struct call *c)
{
	return choice(c, bind_pick_f);
}

#define SPREAD "(a -> t -> Pattern b) -> [a] -> t -> Pattern b"
#define FUNCTIONS "[Pattern a -> Pattern a]"

static const struct fn_row rows[] = {
    {"spread", "slowspread", SPREAD, build_spread,
     "Give a function another argument of a list in each cycle.",
     "spread fast [1, 2] $ s \"bd sn\"",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0, NULL},
    {"fastspread", "", SPREAD, build_fast_spread,
     "spread with all arguments within one cycle.",
     "fastspread fast [1, 2] $ s \"bd sn\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 5/8 {\"s\":\"bd\"}; "
     "5/8 3/4 {\"s\":\"sn\"}; 3/4 7/8 {\"s\":\"bd\"}; 7/8 1 {\"s\":\"sn\"}",
     0, NULL},
    {"spread'", "", "(a -> b -> Pattern c) -> Pattern a -> b -> Pattern c",
     build_spread_prime, "spread with a pattern of arguments.",
     "spread' rotL \"0 0.25\" $ s \"bd sn\"",
     "0 1/2 {\"s\":\"bd\"}; 1/2 3/4 {\"s\":\"sn\"}; 3/4 1 {\"s\":\"bd\"}", 0,
     NULL},
    {"spreadf", "", "[a -> Pattern b] -> a -> Pattern b", build_spreadf,
     "Apply another function of a list in each cycle.",
     "spreadf [rev, fast 2] $ s \"bd sn\"",
     "0 1/2 {\"s\":\"sn\"}; 1/2 1 {\"s\":\"bd\"}", 0, NULL},
    {"weave", "",
     "Time -> ControlPattern -> [ControlPattern] -> ControlPattern",
     build_weave,
     "Give a slow pattern of controls to several patterns, spread around it.",
     "weave 2 (pan \"0 1\") [s \"bd sn\", s \"hh*2\"]",
     "0 1/2 {\"pan\":0.0,\"s\":\"bd\"}; 0 1/2 {\"pan\":1.0,\"s\":\"hh\"}; 1/2 "
     "1 {\"pan\":0.0,\"s\":\"sn\"}; 1/2 1 {\"pan\":1.0,\"s\":\"hh\"}",
     0, NULL},
    {"weaveWith", "weave'", "Time -> Pattern a -> " FUNCTIONS " -> Pattern a",
     build_weave_with,
     "Weave a slow pattern with several functions, spread around it.",
     "weaveWith 2 (s \"bd sn\") [rev, fast 2]",
     "0 1/2 {\"s\":\"bd\"}; 0 1 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0, NULL},
    {"interlace", "", "ControlPattern -> ControlPattern -> ControlPattern",
     build_interlace, "Shift between two patterns by distortion.",
     "interlace (s \"bd sn\") (s \"hh*2\")",
     "0 1/2 {\"s\":\"bd\",\"shape\":0.45}; 0 1/2 "
     "{\"s\":\"hh\",\"shape\":0.45}; 1/2 1 {\"s\":\"hh\",\"shape\":0.362209}; "
     "1/2 1 {\"s\":\"sn\",\"shape\":0.537791}",
     0, NULL},
    {"tabby", "", "Int -> Pattern a -> Pattern a -> Pattern a", build_tabby,
     "Weave two patterns over and under, like cloth.",
     "tabby 2 (s \"bd sn\") (s \"hh cp\")",
     "0 1/2 {\"s\":\"hh\"}; 1/2 1 {\"s\":\"sn\"}", 0, NULL},
    {"inhabit", "", "[(String, Pattern a)] -> Pattern String -> Pattern a",
     build_inhabit, "Replace each word of a pattern with a pattern.",
     "inhabit [(\"a\", s \"bd sn\"), (\"b\", s \"hh*3\")] \"a b\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 2/3 {\"s\":\"hh\"}; "
     "2/3 5/6 {\"s\":\"hh\"}; 5/6 1 {\"s\":\"hh\"}",
     0, NULL},
    {"ur", "",
     "Time -> Pattern String -> [(String, Pattern a)] -> "
     "[(String, Pattern a -> Pattern a)] -> Pattern a",
     build_ur,
     "Compose: a pattern of names of patterns, each with an effect by name.",
     "ur 2 \"a b:r\" [(\"a\", s \"bd*2\"), (\"b\", s \"sn hh\")] "
     "[(\"r\", rev)]",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"bd\"}", 0, NULL},
    {"squeeze", "", "Pattern Int -> [Pattern a] -> Pattern a", build_squeeze,
     "Squeeze patterns, chosen by number, into the events that choose them.",
     "squeeze \"0 1\" [s \"bd sn\", s \"hh*3\"]",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 2/3 {\"s\":\"hh\"}; "
     "2/3 5/6 {\"s\":\"hh\"}; 5/6 1 {\"s\":\"hh\"}",
     0, NULL},
    {"select", "", "Pattern Double -> [Pattern a] -> Pattern a", build_select,
     "Choose among patterns by numbers from 0 to 1.",
     "select \"<0 1>\" [s \"bd sn\", s \"hh*3\"]",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0, NULL},
    {"selectF", "", "Pattern Double -> " FUNCTIONS " -> Pattern a -> Pattern a",
     build_select_f, "Choose among functions by numbers from 0 to 1.",
     "selectF \"<0 1>\" [rev, fast 2] $ s \"bd sn\"",
     "0 1/2 {\"s\":\"sn\"}; 1/2 1 {\"s\":\"bd\"}", 0, NULL},
    {"pickF", "", "Pattern Int -> " FUNCTIONS " -> Pattern a -> Pattern a",
     build_pick_f, "Choose among functions by number.",
     "pickF \"<0 1>\" [rev, fast 2] $ s \"bd sn\"",
     "0 1/2 {\"s\":\"sn\"}; 1/2 1 {\"s\":\"bd\"}", 0, NULL},
};

const struct fn_family fn_family_weave = {"weave", "Choosing and weaving", rows,
					  sizeof(rows) / sizeof(rows[0])};
