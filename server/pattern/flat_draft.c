#include "pattern/flat_draft.h"

#include <string.h>

const struct flat_node *flat_view(const struct pattern *p, struct view *v)
{
	if (is_flat(p)) {
		const struct flat_node *n = (const struct flat_node *)p;

		return n->wide ? NULL : n;
	}
	if (p->run != pure_run && p != pat_silence())
		return NULL;
	memset(v, 0, sizeof(*v));
	v->node.period = v->node.groups = 1;
	v->node.at = &v->one;
	v->node.start = v->start;
	v->node.sorted = &v->sorted;
	v->sorted = true;
	if (p->run == pure_run) {
		const struct pure_node *pure = (const struct pure_node *)p;

		v->one.part = v->one.whole = SPAN(RAT_ZERO, RAT_ONE);
		v->one.value = pure->value;
		v->one.context = pure->context;
		v->start[1] = 1;
	}
	return &v->node;
}

struct draft *draft_new(struct arena *a, uint64_t period, uint64_t groups)
{
	size_t size = sizeof(struct draft);
	struct draft *d;

	if (a->live || !period || period > PERIOD_MAX || !groups ||
	    period * groups > BUCKETS_MAX)
		return NULL;
	d = arena_take(a, &size);
	d->arena = a;
	d->period = (uint32_t)period;
	d->groups = (uint32_t)groups;
	d->n = 0;
	d->too_big = false;
	return d;
}

struct flat_event *draft_add(struct draft *d, uint32_t cycle, uint32_t group)
{
	static struct flat_event nowhere;

	if (d->n == EVENTS_MAX) {
		d->too_big = true;
		return &nowhere;
	}
	arena_step(d->arena);
	d->bucket[d->n] = cycle * d->groups + group;
	return &d->at[d->n++];
}

static bool goes_on(const struct flat_event *a, const struct flat_event *b)
{
	return rat_le(a->part.begin, b->part.begin) &&
	       rat_le(a->part.end, b->part.end);
}

static void sort_buckets(const struct draft *d, struct flat_node *n)
{
	size_t buckets = (size_t)d->period * d->groups;
	uint32_t *start = ARENA_ARRAY(d->arena, uint32_t, buckets + 2);
	struct flat_event *at = arena_alloc(d->arena, (d->n + 1) * sizeof(*at));
	bool *sorted = arena_alloc(d->arena, d->period);

	/* Counted one place too far, so that filling the buckets moves each
	 * start to where it belongs. */
	for (uint32_t i = 0; i < d->n; i++)
		start[d->bucket[i] + 2]++;
	for (size_t i = 2; i < buckets + 2; i++)
		start[i] += start[i - 1];
	for (uint32_t i = 0; i < d->n; i++)
		at[start[d->bucket[i] + 1]++] = d->at[i];
	for (uint32_t c = 0; c < d->period; c++) {
		uint32_t i = start[c * d->groups];
		uint32_t last = start[(c + 1) * d->groups];

		sorted[c] = true;
		for (; i + 1 < last; i++)
			sorted[c] &= goes_on(&at[i], &at[i + 1]);
	}
	n->at = at;
	n->start = start;
	n->sorted = sorted;
}

static bool beyond(const struct draft *d)
{
	for (uint32_t i = 0; i < d->n; i++)
		if (d->at[i].whole.begin.num < 0 ||
		    rat_lt(RAT_ONE, d->at[i].whole.end))
			return true;
	return false;
}

void draft_drop(struct draft *d)
{
	arena_give(d->arena, d, sizeof(*d));
}

struct pattern *draft_done(struct draft *d)
{
	struct flat_node *n = NULL;

	if (!d->too_big) {
		n = NODE_NEW(d->arena, struct flat_node, flat_run);
		n->pattern.sample = flat_sample;
		n->period = d->period;
		n->groups = d->groups;
		n->wide = beyond(d);
		sort_buckets(d, n);
	}
	draft_drop(d);
	return n ? &n->pattern : NULL;
}

uint64_t flat_common(uint64_t a, uint64_t b)
{
	uint64_t m =
	    a && b ? a / (uint64_t)rat_gcd((int64_t)a, (int64_t)b) * b : 0;

	return m > PERIOD_MAX ? 0 : m;
}
