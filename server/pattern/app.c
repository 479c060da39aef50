#include "pattern/core.h"

#include <string.h>
#include "pattern/flat.h"
#include "pattern/node.h"

struct app_node {
	struct pattern pattern;
	pat_app_fn *fn;
	const void *ctx;
	const struct pattern *x, *y;
	/* Of what has no whole; what has one was tested below already. */
	const struct begin_test *tests;
};

/* --- The whole from one side --- */

static inline bool app_drops(const struct app_node *n, const struct event *own,
			     struct rat begin)
{
	return own->analog && !begin_passes(n->tests, begin);
}

static struct value app_value(struct query *q, const struct app_node *n,
			      bool left, struct value own, struct value other)
{
	return left ? n->fn(q->arena, n->ctx, own, other)
		    : n->fn(q->arena, n->ctx, other, own);
}

static const struct context *app_context(struct query *q, bool left,
					 const struct context *own,
					 const struct context *other)
{
	return left ? context_join(q->arena, own, other)
		    : context_join(q->arena, other, own);
}

/* Change the events from `from` on in place, as long as each has just one
 * partner, into places from `*to` on. Returns how far that went. */
static size_t app_in_place(struct query *q, const struct app_node *n, bool left,
			   const struct pattern *other, struct events *out,
			   size_t from, size_t *to)
{
	struct event partner;

	for (; from < out->n; from++) {
		struct event *e = &out->at[from];
		struct span over = event_whole_or_part(e);
		struct value v;

		if (!other->sample(q, other, over, &partner))
			break;
		if (!span_eq(e->part, over) &&
		    !span_intersect(over, e->part, &e->part))
			continue;
		if (app_drops(n, e, e->part.begin))
			continue;
		v = app_value(q, n, left, e->value, partner.value);
		if (v.kind == V_NONE)
			continue;
		if (*to != from)
			out->at[*to] = *e;
		e = &out->at[(*to)++];
		e->value = v;
		e->context = app_context(q, left, e->context, partner.context);
	}
	return from;
}

/* One of ours with all that it meets of `other`. */
static void app_meet_all(struct query *q, const struct app_node *n, bool left,
			 const struct event *own, const struct pattern *other,
			 struct events *theirs, struct events *out)
{
	theirs->n = 0;
	pat_query(q, other, event_whole_or_part(own), theirs);
	for (size_t i = 0; i < theirs->n; i++) {
		const struct event *o = &theirs->at[i];
		struct event *e;
		struct span part;
		struct value v;

		if (!span_intersect(o->part, own->part, &part) ||
		    app_drops(n, own, part.begin))
			continue;
		v = app_value(q, n, left, own->value, o->value);
		if (v.kind == V_NONE)
			continue;
		arena_step(q->arena);
		e = events_add(q, out);
		*e = *own;
		e->part = part;
		e->value = v;
		e->context = app_context(q, left, own->context, o->context);
	}
}

/* `own` gives the wholes, `other` is asked over each of them; `left`: own's
 * value comes first. */
static void app_sided(struct query *q, const struct app_node *n, bool left,
		      const struct pattern *own, const struct pattern *other,
		      struct span s, struct events *out)
{
	struct events mine = events_none(), theirs = events_none();
	size_t from = out->n, to = from;

	pat_query(q, own, s, out);
	if (other->sample)
		from = app_in_place(q, n, left, other, out, from, &to);
	if (from < out->n) {
		events_grow(q, &mine, out->n - from);
		mine.n = out->n - from;
		memcpy(mine.at, out->at + from, mine.n * sizeof(*mine.at));
	}
	out->n = to;
	for (size_t i = 0; i < mine.n; i++)
		app_meet_all(q, n, left, &mine.at[i], other, &theirs, out);
	events_drop(q, &theirs);
	events_drop(q, &mine);
}

/* Both have a short way: own over s, the other over own's whole. */
static bool app_sided_sample(struct query *q, const struct app_node *n,
			     bool left, const struct pattern *own,
			     const struct pattern *other, struct span s,
			     struct event *e)
{
	struct event o;

	if (!own->sample(q, own, s, e) || app_drops(n, e, s.begin) ||
	    !other->sample(q, other, event_whole_or_part(e), &o))
		return false;
	e->value = app_value(q, n, left, e->value, o.value);
	e->context = app_context(q, left, e->context, o.context);
	return e->value.kind != V_NONE;
}

static bool app_left_sample(struct query *q, const struct pattern *p,
			    struct span s, struct event *e)
{
	const struct app_node *n = (const struct app_node *)p;

	return app_sided_sample(q, n, true, n->x, n->y, s, e);
}

static bool app_right_sample(struct query *q, const struct pattern *p,
			     struct span s, struct event *e)
{
	const struct app_node *n = (const struct app_node *)p;

	return app_sided_sample(q, n, false, n->y, n->x, s, e);
}

static void app_left_run(struct query *q, const struct pattern *p,
			 struct span s, struct events *out)
{
	const struct app_node *n = (const struct app_node *)p;

	app_sided(q, n, true, n->x, n->y, s, out);
}

static void app_right_run(struct query *q, const struct pattern *p,
			  struct span s, struct events *out)
{
	const struct app_node *n = (const struct app_node *)p;

	app_sided(q, n, false, n->y, n->x, s, out);
}

/* --- The whole from both --- */

static void app_meet(struct query *q, const struct app_node *n,
		     const struct event *x, const struct event *y,
		     struct events *out)
{
	struct span part, whole = {RAT_ZERO, RAT_ZERO};
	bool analog = x->analog || y->analog;
	struct value v;
	struct event *e;

	if (!analog && !span_intersect(x->whole, y->whole, &whole))
		return;
	if (!span_intersect(x->part, y->part, &part))
		return;
	v = n->fn(q->arena, n->ctx, x->value, y->value);
	if (v.kind == V_NONE)
		return;
	arena_step(q->arena);
	e = events_add(q, out);
	e->part = part;
	e->whole = analog ? part : whole;
	e->analog = analog;
	e->value = v;
	e->context = context_join(q->arena, x->context, y->context);
}

/* First each of x with what of y goes with it: all of y for an analog one,
 * only what is digital else; then the analog ones of y with the digital of
 * x. */
static void app_both_run(struct query *q, const struct pattern *p,
			 struct span s, struct events *out)
{
	const struct app_node *n = (const struct app_node *)p;
	struct events xs = events_none(), ys = events_none();
	struct events other = events_none();

	pat_query(q, n->x, s, &xs);
	for (size_t i = 0; i < xs.n; i++) {
		const struct event *x = &xs.at[i];

		other.n = 0;
		pat_query(q, n->y, event_whole_or_part(x), &other);
		for (size_t j = 0; j < other.n; j++)
			if (x->analog || !other.at[j].analog)
				app_meet(q, n, x, &other.at[j], out);
	}
	pat_query(q, n->y, s, &ys);
	for (size_t i = 0; i < ys.n; i++) {
		const struct event *y = &ys.at[i];

		if (!y->analog)
			continue;
		other.n = 0;
		pat_query(q, n->x, y->part, &other);
		for (size_t j = 0; j < other.n; j++)
			if (!other.at[j].analog)
				app_meet(q, n, &other.at[j], y, out);
	}
	events_drop(q, &other);
	events_drop(q, &ys);
	events_drop(q, &xs);
}

struct pattern *app_filter_begin(struct arena *a, pat_begin_fn *keep,
				 const void *ctx, const struct pattern *p,
				 bool wholes)
{
	struct app_node *n;

	if (p->run != app_left_run && p->run != app_right_run)
		return NULL;
	n = arena_copy(a, p, sizeof(*n));
	if (!wholes)
		n->tests = begin_test_new(a, keep, ctx, n->tests);
	if (p->run == app_left_run)
		n->x = filter_begin(a, keep, ctx, n->x, true);
	else
		n->y = filter_begin(a, keep, ctx, n->y, true);
	if (!n->x->sample || !n->y->sample)
		n->pattern.sample = NULL;
	return &n->pattern;
}

const struct pattern *pat_app(struct arena *a, enum pat_structure from,
			      pat_app_fn *fn, const void *ctx,
			      const struct pattern *x, const struct pattern *y)
{
	static pat_run_fn *const runs[] = {[FROM_BOTH] = app_both_run,
					   [FROM_LEFT] = app_left_run,
					   [FROM_RIGHT] = app_right_run};
	struct pattern *flat = flat_app(a, from, fn, ctx, x, y);
	struct rat steps = from == FROM_BOTH   ? steps_lcm(x->steps, y->steps)
			   : from == FROM_LEFT ? x->steps
					       : y->steps;
	struct app_node *n;

	if (flat) {
		flat->steps = steps;
		return flat;
	}
	n = NODE_NEW(a, struct app_node, runs[from]);
	n->fn = fn;
	n->ctx = ctx;
	n->x = x;
	n->y = y;
	n->pattern.steps = steps;
	if (x->sample && y->sample)
		n->pattern.sample = from == FROM_LEFT	 ? app_left_sample
				    : from == FROM_RIGHT ? app_right_sample
							 : NULL;
	return &n->pattern;
}
