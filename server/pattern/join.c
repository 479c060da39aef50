#include "pattern/core.h"

#include "pattern/flat.h"
#include "pattern/node.h"

struct join_node {
	struct pattern pattern;
	const struct pattern *outer; /* of V_PAT */
};

/* Where the inner pattern of an event is asked, and what it is then. */
typedef const struct pattern *inner_fn(struct query *q, const struct event *e,
				       struct span *over);
/* An event of the inner pattern made one of the join's; false drops it. */
typedef bool munge_fn(const struct event *outer, struct span s,
		      struct event *inner);

static void join_over(struct query *q, const struct pattern *p, struct span s,
		      struct events *out, inner_fn *inner, munge_fn *munge,
		      bool outer_first)
{
	const struct join_node *n = (const struct join_node *)p;
	struct events outer = events_none();

	pat_query(q, n->outer, s, &outer);
	for (size_t i = 0; i < outer.n; i++) {
		const struct event *o = &outer.at[i];
		size_t from = out->n, to = out->n;
		struct span over = s;
		const struct pattern *in;

		if (o->value.kind != V_PAT)
			continue;
		in = inner(q, o, &over);
		if (!in)
			continue;
		pat_query(q, in, over, out);
		for (; from < out->n; from++) {
			struct event *e = &out->at[from];

			if (!munge(o, s, e))
				continue;
			e->context =
			    outer_first
				? context_join(q->arena, o->context, e->context)
				: context_join(q->arena, e->context,
					       o->context);
			if (to != from)
				out->at[to] = *e;
			to++;
		}
		out->n = to;
	}
	events_drop(q, &outer);
}

/* --- Wholes from the inner pattern --- */

static const struct pattern *over_part(struct query *q, const struct event *e,
				       struct span *over)
{
	(void)q;
	*over = e->part;
	return e->value.pat;
}

static bool munge_inner(const struct event *o, struct span s, struct event *e)
{
	(void)o;
	return span_intersect(s, e->part, &e->part);
}

static void inner_run(struct query *q, const struct pattern *p, struct span s,
		      struct events *out)
{
	join_over(q, p, s, out, over_part, munge_inner, false);
}

/* --- Wholes from the outer one --- */

static const struct pattern *over_onset(struct query *q, const struct event *e,
					struct span *over)
{
	struct rat at = event_whole_or_part(e).begin;

	(void)q;
	*over = SPAN(at, at);
	return e->value.pat;
}

static bool munge_outer(const struct event *o, struct span s, struct event *e)
{
	e->whole = o->whole;
	e->analog = o->analog;
	return span_intersect(s, o->part, &e->part);
}

static void outer_run(struct query *q, const struct pattern *p, struct span s,
		      struct events *out)
{
	join_over(q, p, s, out, over_onset, munge_outer, true);
}

/* --- Wholes from both --- */

static bool munge_mix(const struct event *o, struct span s, struct event *e)
{
	(void)s;
	if (o->analog || e->analog)
		e->analog = true;
	else if (!span_intersect(o->whole, e->whole, &e->whole))
		return false;
	return span_intersect(o->part, e->part, &e->part);
}

static void mix_run(struct query *q, const struct pattern *p, struct span s,
		    struct events *out)
{
	join_over(q, p, s, out, over_part, munge_mix, false);
}

static const struct pattern *squeezed(struct query *q, const struct event *e,
				      struct span *over)
{
	*over = e->part;
	return pat_focus(q->arena, event_whole_or_part(e), e->value.pat);
}

static void squeeze_run(struct query *q, const struct pattern *p, struct span s,
			struct events *out)
{
	join_over(q, p, s, out, squeezed, munge_mix, false);
}

/* --- Anew at each onset --- */

static const struct pattern *restarted(struct query *q, const struct event *e,
				       struct span *over)
{
	(void)over;
	if (e->analog)
		return NULL;
	return pat_late(q->arena, e->whole.begin, e->value.pat);
}

static void restart_run(struct query *q, const struct pattern *p, struct span s,
			struct events *out)
{
	join_over(q, p, s, out, restarted, munge_mix, false);
}

static const struct pattern *phased(struct query *q, const struct event *e,
				    struct span *over)
{
	(void)over;
	if (e->analog)
		return NULL;
	return pat_late(q->arena, rat_frac(e->whole.begin), e->value.pat);
}

static void reset_run(struct query *q, const struct pattern *p, struct span s,
		      struct events *out)
{
	join_over(q, p, s, out, phased, munge_mix, false);
}

/* --- Making them --- */

struct bind_ctx {
	pat_bind_fn *fn;
	const void *ctx;
};

static struct value bind_value(struct arena *a, const void *ctx, struct value v)
{
	const struct bind_ctx *b = ctx;

	return value_pat(b->fn(a, b->ctx, v));
}

const struct pattern *pat_bind(struct arena *a, enum pat_join how,
			       pat_bind_fn *fn, const void *ctx,
			       const struct pattern *p)
{
	static pat_run_fn *const runs[] = {
	    [JOIN_INNER] = inner_run,	  [JOIN_OUTER] = outer_run,
	    [JOIN_MIX] = mix_run,	  [JOIN_SQUEEZE] = squeeze_run,
	    [JOIN_RESTART] = restart_run, [JOIN_RESET] = reset_run};
	struct join_node *n;
	struct pattern *flat;

	if (fn) {
		struct bind_ctx *b = ARENA_NEW(a, struct bind_ctx);

		b->fn = fn;
		b->ctx = ctx;
		p = pat_map(a, bind_value, b, p);
	}
	flat = flat_join(a, how, p);
	if (flat) {
		flat->steps = p->steps;
		return flat;
	}
	n = NODE_NEW(a, struct join_node, runs[how]);
	n->outer = p;
	if (how != JOIN_RESTART && how != JOIN_RESET)
		n->pattern.steps = p->steps;
	return &n->pattern;
}

const struct pattern *pat_param(struct arena *a, pat_bind_fn *fn,
				const void *ctx, const struct pattern *p)
{
	if (p->pure)
		return fn(a, ctx, *p->pure);
	return pat_bind(a, JOIN_INNER, fn, ctx, p);
}

const struct pattern *pat_param_squeeze(struct arena *a, pat_bind_fn *fn,
					const void *ctx,
					const struct pattern *p)
{
	return pat_bind(a, JOIN_SQUEEZE, fn, ctx, p);
}
