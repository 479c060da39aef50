/* What the files that make patterns share: nodes, and cutting spans at cycles.
 * Private to pattern/. */
#ifndef PATTERN_NODE_H
#define PATTERN_NODE_H

#include "pattern/core.h"

typedef void pat_run_fn(struct query *q, const struct pattern *p, struct span s,
			struct events *out);

typedef bool pat_sample_fn(struct query *q, const struct pattern *p,
			   struct span s, struct event *e);

/* A zeroed node of the type, whose first member is a struct pattern: it has no
 * steps and is not pure. */
#define NODE_NEW(a, type, run) ((type *)node_new((a), sizeof(type), (run)))

static inline void *node_new(struct arena *a, size_t size, pat_run_fn *run)
{
	struct pattern *p = arena_zero(a, size);

	p->run = run;
	return p;
}

static inline bool steps_known(struct rat steps)
{
	return steps.den != 0;
}

/* The smallest multiple of both (Tidal's lcmr); none where one is none. */
struct rat steps_lcm(struct rat a, struct rat b);

/* What pat_pure() makes. */
struct pure_node {
	struct pattern pattern;
	struct value value;
	const struct context *context;
};
pat_run_fn pure_run;

/* What begins at a time is kept when all of them say so. */
struct begin_test {
	pat_begin_fn *keep;
	const void *ctx;
	const struct begin_test *next;
};

const struct begin_test *begin_test_new(struct arena *a, pat_begin_fn *keep,
					const void *ctx,
					const struct begin_test *next);

static inline bool begin_passes(const struct begin_test *t, struct rat begin)
{
	while (t && t->keep(t->ctx, begin))
		t = t->next;
	return !t;
}

/* pat_filter_begin(); `wholes`: only of what has a whole. */
const struct pattern *filter_begin(struct arena *a, pat_begin_fn *keep,
				   const void *ctx, const struct pattern *p,
				   bool wholes);
/* The same done to the side of an application that gives the wholes; NULL where
 * p is no such application. */
struct pattern *app_filter_begin(struct arena *a, pat_begin_fn *keep,
				 const void *ctx, const struct pattern *p,
				 bool wholes);

/* The pattern that p is pat_map() of with fn, and its ctx; NULL where it is no
 * such pattern. */
const struct pattern *pat_mapped(const struct pattern *p, pat_map_fn *fn,
				 const void **ctx);

/* What p plays slowed down by the factor and nothing else; NULL where it is no
 * such pattern. */
const struct pattern *pat_slowed(const struct pattern *p, struct rat *factor);

struct signal_node {
	struct pattern pattern;
	pat_signal_fn *fn;
	const void *ctx;
};
pat_run_fn signal_run;

/* The pieces of a span, cut where cycles begin; an instant is one piece. */
struct cut {
	struct span rest;
	bool done;
};

static inline struct cut cut_start(struct span s)
{
	return (struct cut){s, rat_cmp(s.begin, s.end) > 0};
}

static inline bool cut_next(struct cut *c, struct span *piece)
{
	struct rat next;

	if (c->done)
		return false;
	*piece = c->rest;
	next = rat_next_sam(c->rest.begin);
	if (rat_cmp(c->rest.end, next) <= 0 ||
	    rat_cmp(next, c->rest.begin) <= 0) {
		c->done = true;
	} else {
		piece->end = next;
		c->rest.begin = next;
	}
	return true;
}

/* Cycles further away than this answer with silence: arithmetic on them would
 * leave 64 bits. */
#define CYCLE_MAX (INT64_C(1) << 61)

static inline bool cycle_in_reach(int64_t cycle)
{
	return cycle > -CYCLE_MAX && cycle < CYCLE_MAX;
}

/* The cycles [first, last) that s touches; an instant touches one. False where
 * there is none in reach. */
static inline bool span_cycles(struct span s, int64_t *first, int64_t *last)
{
	*first = rat_floor(s.begin);
	*last = rat_ceil(s.end);
	if (!cycle_in_reach(*first) || !cycle_in_reach(*last) ||
	    rat_cmp(s.begin, s.end) > 0)
		return false;
	if (*last <= *first)
		*last = *first + 1;
	return true;
}

static inline bool in_one_cycle(struct span s)
{
	return rat_le(s.end, rat_next_sam(s.begin));
}

/* a mod n, never negative. n > 0. */
static inline int64_t floor_mod(int64_t a, int64_t n)
{
	int64_t m;

	/* Periods are mostly powers of two, 1 above all: no division. */
	if ((n & (n - 1)) == 0)
		return a & (n - 1);
	m = a % n;
	return m < 0 ? m + n : m;
}

static inline struct span span_shift(struct span s, struct rat by)
{
	return SPAN(rat_add(s.begin, by), rat_add(s.end, by));
}

/* The times of an event moved. */
static inline void event_shift(struct event *e, struct rat by)
{
	e->part = span_shift(e->part, by);
	if (!e->analog)
		e->whole = span_shift(e->whole, by);
}

#endif
