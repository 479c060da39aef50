#include "pattern/core.h"

#include "pattern/flat.h"
#include "pattern/node.h"

struct app_node {
	struct pattern pattern;
	pat_app_fn *fn;
	const void *ctx;
	const struct pattern *x, *y;
};

/* --- The whole from one side --- */

/* A pure partner of an event within one cycle: there is just one value, and it
 * is there all the time. */
static bool one_value(const struct pattern *p, struct query *q, struct span s,
		      struct value *v, const struct context **c)
{
	if (p->run == signal_run) {
		const struct signal_node *n = (const struct signal_node *)p;

		*v = n->fn(q->arena, n->ctx, s);
		*c = NULL;
		return true;
	}
	if (p->run == pure_run) {
		const struct pure_node *n = (const struct pure_node *)p;

		*v = n->value;
		*c = n->context;
		return rat_le(s.end, rat_next_sam(s.begin));
	}
	return false;
}

/* The event that `with` and `other` make, whole from `with`; `left` is whose
 * value comes first. */
static void app_pair(struct query *q, const struct app_node *n, bool left,
		     const struct event *with, struct span part,
		     struct value value, const struct context *context,
		     struct events *out)
{
	struct event *e;
	struct value v = left ? n->fn(q->arena, n->ctx, with->value, value)
			      : n->fn(q->arena, n->ctx, value, with->value);

	if (v.kind == V_NONE)
		return;
	arena_step(q->arena);
	e = events_add(q, out);
	e->part = part;
	e->whole = with->whole;
	e->analog = with->analog;
	e->value = v;
	e->context = left ? context_join(q->arena, with->context, context)
			  : context_join(q->arena, context, with->context);
}

/* `own` gives the wholes, `other` is asked over each of them. Where all events
 * of own have one partner, they are changed in place. */
static void app_sided(struct query *q, const struct app_node *n, bool left,
		      const struct pattern *own, const struct pattern *other,
		      struct span s, struct events *out)
{
	struct events mine = events_none(), theirs = events_none();

	pat_query(q, own, s, &mine);
	for (size_t i = 0; i < mine.n; i++) {
		const struct event *e = &mine.at[i];
		struct span over = event_whole_or_part(e), part;
		const struct context *context;
		struct value v;

		if (one_value(other, q, over, &v, &context)) {
			if (span_intersect(e->part, over, &part))
				app_pair(q, n, left, e, part, v, context, out);
			continue;
		}
		theirs.n = 0;
		pat_query(q, other, over, &theirs);
		for (size_t j = 0; j < theirs.n; j++)
			if (span_intersect(e->part, theirs.at[j].part, &part))
				app_pair(q, n, left, e, part,
					 theirs.at[j].value,
					 theirs.at[j].context, out);
	}
	events_drop(q, &theirs);
	events_drop(q, &mine);
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
	return &n->pattern;
}
