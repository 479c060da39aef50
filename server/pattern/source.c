#include "pattern/core.h"

#include "pattern/node.h"

static void silence_run(struct query *q, const struct pattern *p, struct span s,
			struct events *out)
{
	(void)q;
	(void)p;
	(void)s;
	(void)out;
}

const struct pattern *pat_silence(void)
{
	static const struct pattern silence = {.run = silence_run,
					       .steps = {1, 1}};

	return &silence;
}

void pure_run(struct query *q, const struct pattern *p, struct span s,
	      struct events *out)
{
	const struct pure_node *n = (const struct pure_node *)p;
	int64_t cycle, last;
	struct event *e;

	if (!span_cycles(s, &cycle, &last))
		return;
	for (; cycle < last; cycle++) {
		struct span whole = {rat_int(cycle), rat_int(cycle + 1)};

		arena_step(q->arena);
		e = events_add(q, out);
		e->whole = whole;
		e->part.begin = rat_max(s.begin, whole.begin);
		e->part.end = rat_min(s.end, whole.end);
		e->value = n->value;
		e->context = n->context;
		e->analog = false;
	}
}

static bool pure_sample(struct query *q, const struct pattern *p, struct span s,
			struct event *e)
{
	const struct pure_node *n = (const struct pure_node *)p;
	int64_t cycle = rat_floor(s.begin);

	(void)q;
	if (!cycle_in_reach(cycle) || !in_one_cycle(s))
		return false;
	e->part = s;
	e->whole = SPAN(rat_int(cycle), rat_int(cycle + 1));
	e->value = n->value;
	e->context = n->context;
	e->analog = false;
	return true;
}

const struct pattern *pat_pure_at(struct arena *a, struct value v,
				  const struct context *c)
{
	struct pure_node *n = NODE_NEW(a, struct pure_node, pure_run);

	n->pattern.sample = pure_sample;
	n->value = v;
	n->context = c;
	n->pattern.pure = &n->value;
	n->pattern.steps = RAT_ONE;
	return &n->pattern;
}

const struct pattern *pat_pure(struct arena *a, struct value v)
{
	return pat_pure_at(a, v, NULL);
}

bool pat_is_once(const struct pattern *p)
{
	return p->run == pure_run;
}

void signal_run(struct query *q, const struct pattern *p, struct span s,
		struct events *out)
{
	const struct signal_node *n = (const struct signal_node *)p;
	struct value v;
	struct event *e;

	if (rat_cmp(s.begin, s.end) > 0)
		return;
	v = n->fn(q->arena, n->ctx, s);
	e = events_add(q, out);
	e->part = e->whole = s;
	e->value = v;
	e->context = NULL;
	e->analog = true;
}

static bool signal_sample(struct query *q, const struct pattern *p,
			  struct span s, struct event *e)
{
	const struct signal_node *n = (const struct signal_node *)p;

	e->value = n->fn(q->arena, n->ctx, s);
	e->part = e->whole = s;
	e->context = NULL;
	e->analog = true;
	return true;
}

const struct pattern *pat_signal(struct arena *a, pat_signal_fn *fn,
				 const void *ctx)
{
	struct signal_node *n = NODE_NEW(a, struct signal_node, signal_run);

	n->pattern.sample = signal_sample;
	n->fn = fn;
	n->ctx = ctx;
	return &n->pattern;
}
