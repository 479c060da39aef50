#include "pattern/core.h"

#include "pattern/flat.h"
#include "pattern/node.h"

/* --- Values --- */

struct map_node {
	struct pattern pattern;
	const struct pattern *in;
	pat_map_fn *fn;
	const void *ctx;
};

static void map_run(struct query *q, const struct pattern *p, struct span s,
		    struct events *out)
{
	const struct map_node *n = (const struct map_node *)p;
	size_t from = out->n;

	pat_query(q, n->in, s, out);
	for (; from < out->n; from++) {
		struct event *e = &out->at[from];

		e->value = n->fn(q->arena, n->ctx, e->value);
	}
}

static bool map_sample(struct query *q, const struct pattern *p, struct span s,
		       struct event *e)
{
	const struct map_node *n = (const struct map_node *)p;

	if (!pat_sample(q, n->in, s, e))
		return false;
	e->value = n->fn(q->arena, n->ctx, e->value);
	return true;
}

static struct map_node *map_node_new(struct arena *a, pat_run_fn *run,
				     pat_map_fn *fn, const void *ctx,
				     const struct pattern *p)
{
	struct map_node *n = NODE_NEW(a, struct map_node, run);

	n->in = p;
	n->fn = fn;
	n->ctx = ctx;
	n->pattern.steps = p->steps;
	return n;
}

const struct pattern *pat_map(struct arena *a, pat_map_fn *fn, const void *ctx,
			      const struct pattern *p)
{
	struct pattern *n;

	if (p->run == pure_run) {
		const struct pure_node *in = (const struct pure_node *)p;
		const struct pattern *pure =
		    pat_pure_at(a, fn(a, ctx, in->value), in->context);

		return rat_eq(p->steps, RAT_ONE)
			   ? pure
			   : pat_with_steps(a, p->steps, pure);
	}
	n = flat_map(a, fn, ctx, false, p);
	if (!n) {
		n = &map_node_new(a, map_run, fn, ctx, p)->pattern;
		n->sample = p->sample ? map_sample : NULL;
	}
	n->steps = p->steps;
	if (p->pure) {
		struct value v = fn(a, ctx, *p->pure);

		n->pure = arena_copy(a, &v, sizeof(v));
	}
	return n;
}

const struct pattern *pat_mapped(const struct pattern *p, pat_map_fn *fn,
				 const void **ctx)
{
	const struct map_node *n = (const struct map_node *)p;

	if (p->run != map_run || n->fn != fn)
		return NULL;
	*ctx = n->ctx;
	return n->in;
}

static void map_some_run(struct query *q, const struct pattern *p,
			 struct span s, struct events *out)
{
	const struct map_node *n = (const struct map_node *)p;
	size_t from = out->n, to = out->n;

	pat_query(q, n->in, s, out);
	for (; from < out->n; from++) {
		struct event *e = &out->at[from];
		struct value v = n->fn(q->arena, n->ctx, e->value);

		if (v.kind == V_NONE)
			continue;
		if (to != from)
			out->at[to] = *e;
		out->at[to++].value = v;
	}
	out->n = to;
}

const struct pattern *pat_map_some(struct arena *a, pat_map_fn *fn,
				   const void *ctx, const struct pattern *p)
{
	struct pattern *n = flat_map(a, fn, ctx, true, p);

	if (!n)
		n = &map_node_new(a, map_some_run, fn, ctx, p)->pattern;
	n->steps = p->steps;
	if (p->pure) {
		struct value v = fn(a, ctx, *p->pure);

		if (v.kind != V_NONE)
			n->pure = arena_copy(a, &v, sizeof(v));
	}
	return n;
}

/* --- Events --- */

struct events_node {
	struct pattern pattern;
	const struct pattern *in;
	pat_event_fn *fn;
	const void *ctx;
};

static void events_run(struct query *q, const struct pattern *p, struct span s,
		       struct events *out)
{
	const struct events_node *n = (const struct events_node *)p;
	size_t from = out->n, to = out->n;

	pat_query(q, n->in, s, out);
	for (; from < out->n; from++) {
		struct event e = out->at[from];

		if (n->fn(q, n->ctx, &e))
			out->at[to++] = e;
	}
	out->n = to;
}

static struct events_node *events_new(struct arena *a, pat_event_fn *fn,
				      const void *ctx, const struct pattern *p)
{
	struct events_node *n = NODE_NEW(a, struct events_node, events_run);

	n->in = p;
	n->fn = fn;
	n->ctx = ctx;
	n->pattern.steps = p->steps;
	return n;
}

const struct pattern *pat_map_events(struct arena *a, pat_event_fn *fn,
				     const void *ctx, const struct pattern *p)
{
	return &events_new(a, fn, ctx, p)->pattern;
}

static bool keep_onsets(struct query *q, const void *ctx, struct event *e)
{
	(void)q;
	(void)ctx;
	return event_has_onset(e);
}

static bool keep_digital(struct query *q, const void *ctx, struct event *e)
{
	(void)q;
	(void)ctx;
	return !e->analog;
}

const struct pattern *pat_filter_onsets(struct arena *a,
					const struct pattern *p)
{
	struct events_node *n = events_new(a, keep_onsets, NULL, p);

	n->pattern.pure = p->pure;
	return &n->pattern;
}

const struct pattern *pat_filter_digital(struct arena *a,
					 const struct pattern *p)
{
	struct events_node *n;

	if (is_flat(p) || p->run == pure_run)
		return p;
	n = events_new(a, keep_digital, NULL, p);
	n->pattern.pure = p->pure;
	return &n->pattern;
}

static bool set_context(struct query *q, const void *ctx, struct event *e)
{
	(void)q;
	e->context = ctx;
	return true;
}

const struct pattern *pat_with_context(struct arena *a, const struct context *c,
				       const struct pattern *p)
{
	struct pattern *n = flat_context(a, c, p);

	if (!n)
		n = &events_new(a, set_context, c, p)->pattern;
	n->steps = p->steps;
	n->pure = p->pure;
	return n;
}

/* --- Steps --- */

struct steps_node {
	struct pattern pattern;
	const struct pattern *in;
};

static void steps_run(struct query *q, const struct pattern *p, struct span s,
		      struct events *out)
{
	const struct pattern *in = ((const struct steps_node *)p)->in;

	in->run(q, in, s, out);
}

static bool steps_sample(struct query *q, const struct pattern *p,
			 struct span s, struct event *e)
{
	const struct pattern *in = ((const struct steps_node *)p)->in;

	return in->sample(q, in, s, e);
}

const struct pattern *pat_with_steps(struct arena *a, struct rat steps,
				     const struct pattern *p)
{
	struct steps_node *n;
	struct pattern *flat;

	if (rat_eq(p->steps, steps))
		return p;
	flat = flat_copy(a, p);
	if (flat) {
		flat->steps = steps;
		return flat;
	}
	if (p->run == pure_run) {
		struct pure_node *pure = arena_copy(a, p, sizeof(*pure));

		pure->pattern.steps = steps;
		pure->pattern.pure = &pure->value;
		return &pure->pattern;
	}
	n = NODE_NEW(a, struct steps_node, steps_run);
	n->in = p->run == steps_run ? ((const struct steps_node *)p)->in : p;
	n->pattern.sample = n->in->sample ? steps_sample : NULL;
	n->pattern.steps = steps;
	n->pattern.pure = p->pure;
	return &n->pattern;
}

/* --- Events by where they begin --- */

struct filter_node {
	struct pattern pattern;
	const struct pattern *in;
	const struct begin_test *tests;
	bool wholes; /* what has no whole isn't tested */
};

const struct begin_test *begin_test_new(struct arena *a, pat_begin_fn *keep,
					const void *ctx,
					const struct begin_test *next)
{
	struct begin_test test = {keep, ctx, next};

	return arena_copy(a, &test, sizeof(test));
}

/* The test is a draw of chance over the whole: a part that strayed from it, as
 * compress leaves them of what is longer than a cycle, meets none. */
static bool filter_keeps(const struct filter_node *n, struct event *e)
{
	if (e->analog)
		return n->wholes || begin_passes(n->tests, e->part.begin);
	return begin_passes(n->tests, e->whole.begin) &&
	       span_intersect(e->whole, e->part, &e->part);
}

static void filter_run(struct query *q, const struct pattern *p, struct span s,
		       struct events *out)
{
	const struct filter_node *n = (const struct filter_node *)p;
	size_t from = out->n, to = from;

	pat_query(q, n->in, s, out);
	for (; from < out->n; from++) {
		struct event *e = &out->at[from];

		if (!filter_keeps(n, e))
			continue;
		if (to != from)
			out->at[to] = *e;
		to++;
	}
	out->n = to;
}

static bool filter_sample(struct query *q, const struct pattern *p,
			  struct span s, struct event *e)
{
	const struct filter_node *n = (const struct filter_node *)p;

	return n->in->sample(q, n->in, s, e) && filter_keeps(n, e) &&
	       span_eq(e->part, s);
}

/* Another test in the place of one or more. */
static struct pattern *filter_again(struct arena *a, pat_begin_fn *keep,
				    const void *ctx, const struct pattern *p)
{
	struct filter_node *n = arena_copy(a, p, sizeof(*n));

	n->tests = begin_test_new(a, keep, ctx, n->tests);
	return &n->pattern;
}

static struct pattern *filter_mapped(struct arena *a, pat_begin_fn *keep,
				     const void *ctx, const struct pattern *p,
				     bool wholes)
{
	struct map_node *n = arena_copy(a, p, sizeof(*n));

	n->in = filter_begin(a, keep, ctx, n->in, wholes);
	n->pattern.sample = n->in->sample ? map_sample : NULL;
	return &n->pattern;
}

static struct pattern *filter_below(struct arena *a, pat_begin_fn *keep,
				    const void *ctx, const struct pattern *p,
				    bool wholes)
{
	if (p->run == steps_run)
		p = ((const struct steps_node *)p)->in;
	if (p->run == filter_run &&
	    ((const struct filter_node *)p)->wholes == wholes)
		return filter_again(a, keep, ctx, p);
	if (p->run == map_run)
		return filter_mapped(a, keep, ctx, p, wholes);
	return app_filter_begin(a, keep, ctx, p, wholes);
}

const struct pattern *filter_begin(struct arena *a, pat_begin_fn *keep,
				   const void *ctx, const struct pattern *p,
				   bool wholes)
{
	struct pattern *below = filter_below(a, keep, ctx, p, wholes);
	struct filter_node *n;

	if (!below) {
		n = NODE_NEW(a, struct filter_node, filter_run);
		n->in = p;
		n->tests = begin_test_new(a, keep, ctx, NULL);
		n->wholes = wholes;
		n->pattern.sample = p->sample ? filter_sample : NULL;
		below = &n->pattern;
	}
	below->steps = p->steps;
	below->pure = NULL;
	return below;
}

const struct pattern *pat_filter_begin(struct arena *a, pat_begin_fn *keep,
				       const void *ctx, const struct pattern *p)
{
	return filter_begin(a, keep, ctx, p, false);
}

/* --- Cycle by cycle --- */

struct cycle_node {
	struct pattern pattern;
	pat_cycle_fn *fn;
	const void *ctx;
};

static void cycle_run(struct query *q, const struct pattern *p, struct span s,
		      struct events *out)
{
	const struct cycle_node *n = (const struct cycle_node *)p;
	struct cut cut = cut_start(s);
	struct span piece;

	while (cut_next(&cut, &piece))
		pat_query(q, n->fn(q->arena, n->ctx, rat_floor(piece.begin)),
			  piece, out);
}

const struct pattern *pat_by_cycle(struct arena *a, pat_cycle_fn *fn,
				   const void *ctx)
{
	struct cycle_node *n = NODE_NEW(a, struct cycle_node, cycle_run);

	n->fn = fn;
	n->ctx = ctx;
	return &n->pattern;
}
