/* By steps: functions that know how many steps a pattern has in a cycle, and
 * put patterns together so that all steps are of one length. */
#include <stdlib.h>

#include "pattern/family.h"
#include "pattern/node.h"
#include "pattern/param.h"

static const struct pattern *stepcat(struct arena *a, size_t n,
				     const struct pattern *const *p)
{
	struct rat *weight = arena_alloc(a, (n + 1) * sizeof(*weight));

	for (size_t i = 0; i < n; i++)
		weight[i] = steps_known(p[i]->steps) ? p[i]->steps : RAT_ONE;
	return pat_timecat(a, n, weight, p);
}

static struct value build_stepcat(const struct call *c)
{
	const struct list *l = arg_list(c, 0);

	return value_pat(stepcat(c->arena, l->n, list_pats(c->arena, l)));
}

/* --- A pattern of patterns, joined step by step --- */

struct step_node {
	struct pattern pattern;
	const struct pattern *outer; /* of patterns */
};

static int rat_order(const void *x, const void *y)
{
	return rat_cmp(*(const struct rat *)x, *(const struct rat *)y);
}

/* All begins and ends of the events' parts in cycle 0, each once. */
static size_t borders(struct arena *a, const struct events *e, struct rat **to)
{
	struct rat *t = arena_alloc(a, (e->n * 2 + 2) * sizeof(*t));
	size_t n = 0, k = 1;

	t[n++] = RAT_ZERO;
	t[n++] = RAT_ONE;
	for (size_t i = 0; i < e->n; i++) {
		t[n++] = e->at[i].part.begin;
		t[n++] = e->at[i].part.end;
	}
	qsort(t, n, sizeof(*t), rat_order);
	for (size_t i = 1; i < n; i++)
		if (!rat_eq(t[i], t[k - 1]))
			t[k++] = t[i];
	*to = t;
	return k;
}

/* What sounds in s: a stack of the patterns of the events there. */
static const struct pattern *slice(struct arena *a, const struct events *e,
				   struct span s)
{
	const struct pattern **all =
	    arena_alloc(a, (e->n + 1) * sizeof(struct pattern *));
	struct span part;
	size_t n = 0;

	for (size_t i = 0; i < e->n; i++) {
		arena_step(a);
		if (span_intersect(s, e->at[i].part, &part))
			all[n++] = e->at[i].value.pat;
	}
	return n ? pat_stack(a, n, all)
		 : pat_with_steps(a, RAT(0, 0), pat_silence());
}

/* The cycle of the outer pattern in which s begins, as a timecat: what has
 * steps takes their number, the rest its share of the cycle. NULL where
 * several have to share it and nothing has steps. */
static const struct pattern *
steps_of(struct query *q, const struct pattern *outer, int64_t cycle)
{
	struct arena *a = q->arena;
	struct events e = events_none();
	struct rat *t, *weight, steps = RAT_ZERO, share = RAT_ZERO, total;
	const struct pattern **p;
	size_t n;

	query_early(q, outer, rat_int(cycle), SPAN(RAT_ZERO, RAT_ONE), &e);
	n = borders(a, &e, &t) - 1;
	weight = arena_alloc(a, n * sizeof(*weight));
	p = arena_alloc(a, n * sizeof(struct pattern *));
	for (size_t i = 0; i < n; i++) {
		p[i] = slice(a, &e, SPAN(t[i], t[i + 1]));
		if (!steps_known(p[i]->steps))
			continue;
		steps = rat_add(steps, p[i]->steps);
		share = rat_add(share, rat_sub(t[i + 1], t[i]));
	}
	if (n > 1 && !share.num)
		return NULL;
	total = share.num ? rat_div(steps, share) : RAT_ONE;
	for (size_t i = 0; i < n; i++)
		weight[i] = steps_known(p[i]->steps)
				? p[i]->steps
				: rat_mul(total, rat_sub(t[i + 1], t[i]));
	return pat_timecat(a, n, weight, p);
}

static void run_step_join(struct query *q, const struct pattern *p,
			  struct span s, struct events *out)
{
	const struct step_node *n = (const struct step_node *)p;
	const struct pattern *in = steps_of(q, n->outer, rat_floor(s.begin));

	if (!in)
		arena_escape(q->arena, ST_EVAL,
			     "nothing here has steps to go by");
	pat_query(q, in, s, out);
}

static const struct pattern *step_join(struct arena *a,
				       const struct pattern *outer)
{
	struct step_node *n = NODE_NEW(a, struct step_node, run_step_join);
	struct query q = {.arena = a};
	const struct pattern *first = steps_of(&q, outer, 0);

	n->outer = outer;
	if (first)
		n->pattern.steps = first->steps;
	return &n->pattern;
}

static struct value build_step_join(const struct call *c)
{
	return value_pat(step_join(c->arena, arg_pat(c, 0)));
}

/* --- Patterned arguments join step by step --- */

struct step_op {
	const struct pattern *(*fn)(struct arena *a, struct rat n,
				    const struct pattern *p);
};

struct step_call {
	const struct step_op *op;
	const struct pattern *in;
};

static struct value map_step(struct arena *a, const void *ctx, struct value v)
{
	const struct step_call *s = ctx;

	return value_pat(s->op->fn(a, value_to_rat(v), s->in));
}

static struct value build_step(const struct call *c)
{
	struct arena *a = c->arena;
	const struct pattern *n = arg_pat(c, 0);
	struct step_call *s = ARENA_NEW(a, struct step_call);

	s->op = c->row->aux;
	s->in = arg_pat(c, 1);
	if (n->pure)
		return value_pat(s->op->fn(a, value_to_rat(*n->pure), s->in));
	return value_pat(step_join(a, pat_map(a, map_step, s, n)));
}

static struct rat magnitude(struct rat x)
{
	return x.num < 0 ? rat_neg(x) : x;
}

static const struct pattern *take(struct arena *a, struct rat n,
				  const struct pattern *p)
{
	struct span s = SPAN(RAT_ZERO, RAT_ONE);
	struct rat share;

	if (!steps_known(p->steps))
		return p;
	share = rat_quotient(a, n, p->steps);
	if (n.num >= 0)
		s.end = share;
	else
		s.begin = rat_add(RAT_ONE, share);
	return pat_with_steps(a, rat_min(magnitude(n), p->steps),
			      pat_zoom(a, s, p));
}

static const struct pattern *drop(struct arena *a, struct rat n,
				  const struct pattern *p)
{
	if (!steps_known(p->steps))
		return p;
	if (n.num >= 0)
		return take(a, rat_sub(p->steps, n), p);
	return take(a, rat_neg(rat_add(p->steps, n)), p);
}

static const struct pattern *expand(struct arena *a, struct rat n,
				    const struct pattern *p)
{
	if (!steps_known(p->steps))
		return p;
	return pat_with_steps(a, rat_mul(p->steps, n), p);
}

static const struct pattern *contract(struct arena *a, struct rat n,
				      const struct pattern *p)
{
	if (!steps_known(p->steps))
		return p;
	return pat_with_steps(a, rat_quotient(a, p->steps, n), p);
}

static const struct pattern *extend(struct arena *a, struct rat n,
				    const struct pattern *p)
{
	return expand(a, n, pat_fast(a, n, p));
}

static const struct step_op op_take = {take}, op_drop = {drop},
			    op_expand = {expand}, op_contract = {contract},
			    op_extend = {extend};

static struct value build_pace(const struct call *c)
{
	struct arena *a = c->arena;
	struct rat n = arg_rat(c, 0);
	const struct pattern *p = arg_pat(c, 1);

	if (!steps_known(p->steps))
		return value_pat(p);
	return value_pat(
	    pat_with_steps(a, n, pat_fast(a, rat_quotient(a, n, p->steps), p)));
}

/* --- One of each group in turn --- */

static int64_t gcd(int64_t x, int64_t y)
{
	while (y) {
		int64_t t = x % y;

		x = y;
		y = t;
	}
	return x;
}

static struct value build_stepalt(const struct call *c)
{
	struct arena *a = c->arena;
	const struct list *groups = arg_list(c, 0);
	const struct pattern **all;
	int64_t rounds = 1;
	size_t n, k = 0;

	for (size_t i = 0; i < groups->n; i++) {
		int64_t len = (int64_t)groups->at[i].list->n;

		if (!len)
			arena_escape(a, ST_EVAL, "stepalt: a group is empty");
		rounds = rounds / gcd(rounds, len) * len;
		if (rounds > 100000)
			arena_escape(a, ST_EVAL,
				     "stepalt: more than 100000 steps");
	}
	if (!groups->n)
		arena_escape(a, ST_EVAL, "stepalt: there are no groups");
	rounds *= (int64_t)groups->n;
	n = (size_t)rounds * groups->n;
	if (n > 1000000)
		arena_escape(a, ST_EVAL, "stepalt: more than 1000000 steps");
	all = arena_alloc(a, (n + 1) * sizeof(struct pattern *));
	for (int64_t r = 0; r < rounds; r++)
		for (size_t i = 0; i < groups->n; i++) {
			const struct list *g = groups->at[i].list;

			all[k++] = value_to_pat(a, g->at[(size_t)r % g->n]);
		}
	return value_pat(stepcat(a, k, all));
}

#define BY "Pattern Rational -> Pattern a -> Pattern a"
#define BY_TIME "Pattern Time -> Pattern a -> Pattern a"

static const struct fn_row rows[] = {
    {"stepcat", "", "[Pattern a] -> Pattern a", build_stepcat,
     "Play patterns after each other, each step as long as any other.",
     "stepcat [s \"bd sn hh\", s \"cp cp\"]",
     "0 1/5 {\"s\":\"bd\"}; 1/5 2/5 {\"s\":\"sn\"}; 2/5 3/5 {\"s\":\"hh\"}; "
     "3/5 4/5 {\"s\":\"cp\"}; 4/5 1 {\"s\":\"cp\"}",
     0, NULL},
    {"stepalt", "", "[[Pattern a]] -> Pattern a", build_stepalt,
     "stepcat of groups: one pattern of each in turn.",
     "stepalt [[s \"bd\", s \"sn\"], [s \"hh\"]]",
     "0 1/8 {\"s\":\"bd\"}; 1/8 1/4 {\"s\":\"hh\"}; 1/4 3/8 {\"s\":\"sn\"}; "
     "3/8 1/2 {\"s\":\"hh\"}; 1/2 5/8 {\"s\":\"bd\"}; 5/8 3/4 {\"s\":\"hh\"}; "
     "3/4 7/8 {\"s\":\"sn\"}; 7/8 1 {\"s\":\"hh\"}",
     0, NULL},
    {"steptake", "", BY_TIME, build_step,
     "The first steps of a pattern, or with a minus the last.",
     "steptake 2 $ s \"bd sn hh cp\"",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", FN_QUERY_DEPENDENT,
     &op_take},
    {"stepdrop", "", BY_TIME, build_step,
     "A pattern without its first steps, or with a minus the last.",
     "stepdrop 1 $ s \"bd sn hh cp\"",
     "0 1/3 {\"s\":\"bd\"}; 1/3 2/3 {\"s\":\"sn\"}; 2/3 1 {\"s\":\"hh\"}",
     FN_QUERY_DEPENDENT, &op_drop},
    {"expand", "", BY, build_step,
     "Give a pattern more steps, of the same length each.",
     "stepcat [expand 2 $ s \"bd sn\", s \"hh\"]",
     "0 2/5 {\"s\":\"bd\"}; 2/5 4/5 {\"s\":\"sn\"}; 4/5 1 {\"s\":\"hh\"}",
     FN_QUERY_DEPENDENT, &op_expand},
    {"contract", "", BY, build_step, "Give a pattern fewer steps.",
     "stepcat [contract 2 $ s \"bd sn\", s \"hh\"]",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 1 {\"s\":\"hh\"}",
     FN_QUERY_DEPENDENT, &op_contract},
    {"extend", "", BY, build_step,
     "Speed a pattern up and give it as many more steps.",
     "stepcat [extend 2 $ s \"bd sn\", s \"hh\"]",
     "0 1/5 {\"s\":\"bd\"}; 1/5 2/5 {\"s\":\"sn\"}; 2/5 3/5 {\"s\":\"bd\"}; "
     "3/5 4/5 {\"s\":\"sn\"}; 4/5 1 {\"s\":\"hh\"}",
     FN_QUERY_DEPENDENT, &op_extend},
    {"pace", "", "Rational -> Pattern a -> Pattern a", build_pace,
     "Play so many steps of a pattern in a cycle.", "pace 4 $ s \"bd sn hh\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 3/4 {\"s\":\"hh\"}; "
     "3/4 1 {\"s\":\"bd\"}",
     0, NULL},
    {"stepJoin", "", "Pattern (Pattern a) -> Pattern a", build_step_join,
     "A pattern of patterns as one: after each other, step by step.",
     "stepJoin $ fmap (\\x -> expand (pure x) $ s \"bd sn\") \"1 2\"",
     "0 1/6 {\"s\":\"bd\"}; 1/6 1/3 {\"s\":\"sn\"}; 1/3 2/3 {\"s\":\"bd\"}; "
     "2/3 1 {\"s\":\"sn\"}",
     FN_QUERY_DEPENDENT, NULL},
};

const struct fn_family fn_family_step = {"step", "By steps", rows,
					 sizeof(rows) / sizeof(rows[0])};
