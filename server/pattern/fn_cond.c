/* Now and then: functions that apply another one in some cycles, or while a
 * pattern of booleans says so. */
#include <stdlib.h>

#include "pattern/family.h"
#include "pattern/node.h"
#include "pattern/param.h"

/* --- In some cycles --- */

struct when_node {
	struct pattern pattern;
	when_test *test;
	const void *ctx;
	const struct pattern *yes, *no;
};

static void run_when(struct query *q, const struct pattern *p, struct span s,
		     struct events *out)
{
	const struct when_node *w = (const struct when_node *)p;

	struct cut cut = cut_start(s);
	struct span part;

	while (cut_next(&cut, &part))
		pat_query(
		    q, w->test(q->arena, w->ctx, part.begin) ? w->yes : w->no,
		    part, out);
}

static struct when_node *when(struct arena *a, when_test *test, const void *ctx,
			      const struct pattern *yes,
			      const struct pattern *no)
{
	struct when_node *w = NODE_NEW(a, struct when_node, run_when);

	w->test = test;
	w->ctx = ctx;
	w->yes = yes;
	w->no = no;
	return w;
}

const struct pattern *pat_when(struct arena *a, when_test *test,
			       const void *ctx, const struct pattern *yes,
			       const struct pattern *no)
{
	struct when_node *w = when(a, test, ctx, yes, no);

	w->pattern.steps = no->steps;
	w->pattern.pure = no->pure;
	return &w->pattern;
}

struct turn {
	int64_t n, at;
};

static bool is_turn(struct arena *a, const void *ctx, struct rat begin)
{
	const struct turn *t = ctx;

	return int_mod(a, rat_floor(begin), t->n) == t->at;
}

static const struct pattern *every_at(struct arena *a, struct turn t,
				      const struct pattern *yes,
				      const struct pattern *no)
{
	return pat_when(a, is_turn, arena_copy(a, &t, sizeof(t)), yes, no);
}

const struct pattern *pat_every(struct arena *a, int64_t n,
				const struct transform *t,
				const struct pattern *p)
{
	const struct pattern *both;

	if (n == 0)
		return p;
	both = every_at(a, (struct turn){n, 0}, transform_apply(a, t, p), p);
	return pat_bind(a, JOIN_INNER, NULL, NULL,
			pat_pure(a, value_pat(both)));
}

static const struct pattern *do_every(struct arena *a, struct value v,
				      const struct fn *f,
				      const struct pattern *p)
{
	int64_t n = value_to_int(v);

	if (n == 0)
		return p;
	return every_at(a, (struct turn){n, 0}, fn_on_pat(a, f, p), p);
}

static const struct param_with_op op_every = {do_every, PARAM_JOIN};

struct condition {
	const struct fn *f;
	const struct pattern *in, *second;
	int64_t n;
};

static const struct pattern *bind_every_at(struct arena *a, const void *ctx,
					   struct value v)
{
	const struct condition *e = ctx;

	return every_at(a, (struct turn){e->n, value_to_int(v)},
			fn_on_pat(a, e->f, e->in), e->in);
}

static const struct pattern *bind_every(struct arena *a, const void *ctx,
					struct value v)
{
	const struct condition *e = ctx;
	struct condition *at = arena_copy(a, e, sizeof(*e));

	at->n = value_to_int(v);
	return param_join(a, JOIN_MIX, bind_every_at, at, e->second);
}

static struct value build_every_at(const struct call *c)
{
	struct condition *e = ARENA_NEW(c->arena, struct condition);

	e->second = arg_pat(c, 1);
	e->f = arg_fn(c, 2);
	e->in = arg_pat(c, 3);
	return value_pat(
	    param_join(c->arena, JOIN_MIX, bind_every, e, arg_pat(c, 0)));
}

static struct value build_fold_every(const struct call *c)
{
	const struct list *l = arg_list(c, 0);
	const struct fn *f = arg_fn(c, 1);
	const struct pattern *p = arg_pat(c, 2);

	for (size_t i = l->n; i-- > 0;)
		p = do_every(c->arena, l->at[i], f, p);
	return value_pat(p);
}

/* A test that is a function of the language. */
static bool test_cycle(struct arena *a, const void *ctx, struct rat begin)
{
	return value_to_bool(fn_call(a, ctx, value_int(rat_floor(begin))));
}

static bool test_time(struct arena *a, const void *ctx, struct rat begin)
{
	return value_to_bool(fn_call(a, ctx, value_rat(begin)));
}

static struct value build_when(const struct call *c)
{
	const struct pattern *p = arg_pat(c, 2);

	return value_pat(pat_when(c->arena, test_cycle, arg_fn(c, 0),
				  fn_on_pat(c->arena, arg_fn(c, 1), p), p));
}

static struct value build_when_t(const struct call *c)
{
	const struct pattern *p = arg_pat(c, 2);

	return value_pat(pat_when(c->arena, test_time, arg_fn(c, 0),
				  fn_on_pat(c->arena, arg_fn(c, 1), p), p));
}

static struct value build_ifp(const struct call *c)
{
	struct arena *a = c->arena;
	const struct pattern *p = arg_pat(c, 3);
	struct when_node *w =
	    when(a, test_cycle, arg_fn(c, 0), fn_on_pat(a, arg_fn(c, 1), p),
		 fn_on_pat(a, arg_fn(c, 2), p));

	w->pattern.steps = p->steps;
	return value_pat(&w->pattern);
}

struct remainder {
	struct rat of, from;
};

static bool is_remainder(struct arena *a, const void *ctx, struct rat begin)
{
	const struct remainder *r = ctx;

	(void)a;
	return !rat_lt(rat_mod(begin, r->of), r->from);
}

static const struct pattern *bind_whenmod(struct arena *a, const void *ctx,
					  struct value v)
{
	const struct condition *w = ctx;
	struct remainder r;

	r.of = value_to_rat(v.list->at[0]);
	r.from = value_to_rat(v.list->at[1]);
	rat_quotient(a, RAT_ONE, r.of);
	return pat_when(a, is_remainder, arena_copy(a, &r, sizeof(r)),
			fn_on_pat(a, w->f, w->in), w->in);
}

static struct value build_whenmod(const struct call *c)
{
	struct condition *w = ARENA_NEW(c->arena, struct condition);

	w->f = arg_fn(c, 2);
	w->in = arg_pat(c, 3);
	return value_pat(param_2_join(c->arena, FROM_BOTH, bind_whenmod, w,
				      arg_pat(c, 0), arg_pat(c, 1)));
}

/* --- While a pattern says so --- */

struct sew {
	struct pattern pattern;
	const struct pattern *when, *yes, *no;
};

/* An event's part and place in its list. */
struct placed {
	struct span part;
	size_t at;
	struct rat reached; /* the latest end of this and all before it */
};

/* One side of a sew: its events in the hull of all the booleans, and their
 * parts by begin, to find what overlaps without looking at all. */
struct seam {
	struct events events;
	struct placed *parts;
	size_t *found;
	bool asked;
};

static int by_begin(const void *px, const void *py)
{
	const struct placed *x = px, *y = py;
	int c = rat_cmp(x->part.begin, y->part.begin);

	return c ? c : (x->at > y->at) - (x->at < y->at);
}

static int by_place(const void *px, const void *py)
{
	size_t x = *(const size_t *)px, y = *(const size_t *)py;

	return (x > y) - (x < y);
}

static void seam_ask(struct query *q, struct seam *m, const struct pattern *p,
		     struct span hull)
{
	bool sorted = true;
	size_t n;

	if (m->asked)
		return;
	m->asked = true;
	pat_query(q, p, hull, &m->events);
	n = m->events.n;
	m->parts = arena_alloc(q->arena, (n + 1) * sizeof(*m->parts));
	m->found = arena_alloc(q->arena, (n + 1) * sizeof(*m->found));
	for (size_t i = 0; i < n; i++) {
		m->parts[i].part = m->events.at[i].part;
		m->parts[i].at = i;
		if (i && by_begin(&m->parts[i - 1], &m->parts[i]) > 0)
			sorted = false;
	}
	if (!sorted)
		qsort(m->parts, n, sizeof(*m->parts), by_begin);
	for (size_t i = 0; i < n; i++) {
		struct rat end = m->parts[i].part.end;

		m->parts[i].reached =
		    i ? rat_max(m->parts[i - 1].reached, end) : end;
	}
}

/* The first that may reach into what begins then. */
static size_t seam_first(const struct seam *m, struct rat begin)
{
	size_t low = 0, high = m->events.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (rat_lt(m->parts[mid].reached, begin))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Append what of the seam lies in part, in the order of the seam. */
static void seam_match(struct query *q, const struct seam *m, struct span part,
		       struct events *out)
{
	size_t n = 0;
	struct span common;

	for (size_t i = seam_first(m, part.begin); i < m->events.n; i++) {
		if (rat_lt(part.end, m->parts[i].part.begin))
			break;
		if (span_intersect(part, m->parts[i].part, &common))
			m->found[n++] = m->parts[i].at;
	}
	qsort(m->found, n, sizeof(*m->found), by_place);
	for (size_t i = 0; i < n; i++) {
		struct event e = m->events.at[m->found[i]];

		span_intersect(part, e.part, &e.part);
		*events_add(q, out) = e;
	}
}

static void run_sew(struct query *q, const struct pattern *p, struct span s,
		    struct events *out)
{
	const struct sew *n = (const struct sew *)p;
	struct events bools = events_none();
	struct seam yes = {0}, no = {0};
	struct span hull = s;

	pat_query(q, n->when, s, &bools);
	for (size_t i = 0; i < bools.n; i++) {
		struct span part = bools.at[i].part;

		hull.begin = i ? rat_min(hull.begin, part.begin) : part.begin;
		hull.end = i ? rat_max(hull.end, part.end) : part.end;
	}
	for (size_t i = 0; i < bools.n; i++) {
		bool on = value_to_bool(bools.at[i].value);
		struct seam *m = on ? &yes : &no;

		seam_ask(q, m, on ? n->yes : n->no, hull);
		seam_match(q, m, bools.at[i].part, out);
	}
}

const struct pattern *pat_sew(struct arena *a, const struct pattern *b,
			      const struct pattern *yes,
			      const struct pattern *no)
{
	struct sew *n = ARENA_NEW(a, struct sew);

	n->pattern.run = run_sew;
	n->when = b;
	n->yes = yes;
	n->no = no;
	return &n->pattern;
}

static struct value build_sew(const struct call *c)
{
	return value_pat(
	    pat_sew(c->arena, arg_pat(c, 0), arg_pat(c, 1), arg_pat(c, 2)));
}

static struct value build_while(const struct call *c)
{
	const struct pattern *p = arg_pat(c, 2);

	return value_pat(pat_sew(c->arena, arg_pat(c, 0),
				 fn_on_pat(c->arena, arg_fn(c, 1), p), p));
}

static struct value build_stitch(const struct call *c)
{
	struct arena *a = c->arena;
	const struct pattern *b = arg_pat(c, 0);

	return value_pat(
	    pat_overlay(a, pat_struct(a, b, arg_pat(c, 1)),
			pat_struct(a, pat_inv(a, b), arg_pat(c, 2))));
}

#define WITH_FUNCTION "(Pattern a -> Pattern a) -> Pattern a -> Pattern a"
#define TWO "Pattern a -> Pattern a -> Pattern a"

static const struct fn_row rows[] = {
    {"every", "", "Pattern Int -> " WITH_FUNCTION, build_param_with,
     "Apply a function in the first of every so many cycles.",
     "every 3 rev $ s \"bd sn hh\"",
     "0 1/3 {\"s\":\"hh\"}; 1/3 2/3 {\"s\":\"sn\"}; 2/3 1 {\"s\":\"bd\"}", 0,
     &op_every},
    {"every'", "", "Pattern Int -> Pattern Int -> " WITH_FUNCTION,
     build_every_at, "every, in another than the first of the cycles.",
     "every' 3 1 rev $ s \"bd sn hh\"",
     "0 1/3 {\"s\":\"bd\"}; 1/3 2/3 {\"s\":\"sn\"}; 2/3 1 {\"s\":\"hh\"}", 0,
     NULL},
    {"foldEvery", "", "[Int] -> " WITH_FUNCTION, build_fold_every,
     "Apply a function every so many cycles, for each number of a list.",
     "foldEvery [2, 3] (fast 2) $ s \"bd sn\"",
     "0 1/8 {\"s\":\"bd\"}; 1/8 1/4 {\"s\":\"sn\"}; 1/4 3/8 {\"s\":\"bd\"}; "
     "3/8 1/2 {\"s\":\"sn\"}; 1/2 3/4 {\"s\":\"bd\"}; 3/4 1 {\"s\":\"sn\"}",
     0, NULL},
    {"when", "", "(Int -> Bool) -> " WITH_FUNCTION, build_when,
     "Apply a function in the cycles whose number passes a test.",
     "when (> 2) rev $ s \"bd sn hh\"",
     "0 1/3 {\"s\":\"bd\"}; 1/3 2/3 {\"s\":\"sn\"}; 2/3 1 {\"s\":\"hh\"}", 0,
     NULL},
    {"whenT", "", "(Time -> Bool) -> " WITH_FUNCTION, build_when_t,
     "Apply a function when the time at which a query begins passes a test.",
     "whenT (> 2) rev $ s \"bd sn hh\"",
     "0 1/3 {\"s\":\"bd\"}; 1/3 2/3 {\"s\":\"sn\"}; 2/3 1 {\"s\":\"hh\"}",
     FN_QUERY_DEPENDENT, NULL},
    {"ifp", "", "(Int -> Bool) -> (Pattern a -> Pattern a) -> " WITH_FUNCTION,
     build_ifp,
     "Apply one function or another, by a test on the cycle's number.",
     "ifp (> 2) (fast 2) rev $ s \"bd sn hh\"",
     "0 1/3 {\"s\":\"hh\"}; 1/3 2/3 {\"s\":\"sn\"}; 2/3 1 {\"s\":\"bd\"}", 0,
     NULL},
    {"whenmod", "", "Pattern Time -> Pattern Time -> " WITH_FUNCTION,
     build_whenmod,
     "Apply a function from one cycle on in each group of cycles.",
     "whenmod 4 2 rev $ s \"bd sn hh\"",
     "0 1/3 {\"s\":\"bd\"}; 1/3 2/3 {\"s\":\"sn\"}; 2/3 1 {\"s\":\"hh\"}",
     FN_QUERY_DEPENDENT, NULL},
    {"while", "", "Pattern Bool -> " WITH_FUNCTION, build_while,
     "Apply a function while a pattern of booleans is true.",
     "while \"1 0\" (# speed 2) $ s \"bd*4\"",
     "0 1/4 {\"s\":\"bd\",\"speed\":2.0}; 1/4 1/2 "
     "{\"s\":\"bd\",\"speed\":2.0}; 1/2 3/4 {\"s\":\"bd\"}; 3/4 1 "
     "{\"s\":\"bd\"}",
     0, NULL},
    {"sew", "", "Pattern Bool -> " TWO, build_sew,
     "Switch between two patterns by a pattern of booleans.",
     "sew \"t f\" (s \"bd*4\") (s \"hh*4\")",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"bd\"}; 1/2 3/4 {\"s\":\"hh\"}; "
     "3/4 1 {\"s\":\"hh\"}",
     0, NULL},
    {"stitch", "", "Pattern Bool -> " TWO, build_stitch,
     "Give a rhythm of booleans one pattern where true, one where false.",
     "stitch \"t f t t\" (s \"bd\") (s \"hh\")",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"hh\"}; 1/2 3/4 {\"s\":\"bd\"}; "
     "3/4 1 {\"s\":\"bd\"}",
     0, NULL},
};

const struct fn_family fn_family_cond = {"cond", "Now and then", rows,
					 sizeof(rows) / sizeof(rows[0])};
