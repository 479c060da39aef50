#include "pattern/mono.h"

static int whole_cmp(const struct event *x, const struct event *y)
{
	int c;

	if (x->analog || y->analog)
		return (int)y->analog - (int)x->analog;
	c = rat_cmp(x->whole.begin, y->whole.begin);
	return c ? c : rat_cmp(x->whole.end, y->whole.end);
}

static bool is_sorted(const struct event *e, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (whole_cmp(&e[i - 1], &e[i]) > 0)
			return false;
	return true;
}

static void merge_sort(const struct event **at, const struct event **tmp,
		       size_t n)
{
	size_t half = n / 2, i = 0, j = half, k = 0;

	if (n < 2)
		return;
	merge_sort(at, tmp, half);
	merge_sort(at + half, tmp, n - half);
	if (whole_cmp(at[half - 1], at[half]) <= 0)
		return;
	for (; i < half; i++)
		tmp[i] = at[i];
	i = 0;
	while (i < half && j < n)
		at[k++] = whole_cmp(tmp[i], at[j]) <= 0 ? tmp[i++] : at[j++];
	while (i < half)
		at[k++] = tmp[i++];
}

void events_sort_wholes(struct query *q, struct events *out, size_t from)
{
	size_t n = out->n - from;
	struct event *e, *copy;
	const struct event **at;

	if (n < 2)
		return;
	e = &out->at[from];
	if (is_sorted(e, n))
		return;
	copy = arena_copy(q->arena, e, n * sizeof(*copy));
	at = arena_alloc(q->arena, 2 * n * sizeof(*at));
	for (size_t i = 0; i < n; i++)
		at[i] = &copy[i];
	merge_sort(at, at + n, n);
	for (size_t i = 0; i < n; i++)
		e[i] = *at[i];
}

struct mono {
	struct pattern pattern;
	const struct pattern *in;
};

/* What is left of e after everything up to `busy`; false: nothing. */
static bool shorten(struct event *e, struct rat busy)
{
	struct span w = event_whole_or_part(e);

	if (rat_le(busy, w.begin))
		return true;
	if (rat_le(w.end, busy))
		return false;
	e->whole = SPAN(busy, w.end);
	e->analog = false;
	return true;
}

static void mono_run(struct query *q, const struct pattern *p, struct span s,
		     struct events *out)
{
	size_t from = out->n, to = from;
	struct rat busy = RAT_ZERO;
	bool any = false;

	pat_query(q, ((const struct mono *)p)->in, s, out);
	events_sort_wholes(q, out, from);
	for (size_t i = from; i < out->n; i++) {
		struct event e = out->at[i];

		if (any && !shorten(&e, busy))
			continue;
		any = true;
		busy = event_whole_or_part(&e).end;
		if (span_intersect(event_whole_or_part(&e), e.part, &e.part))
			out->at[to++] = e;
	}
	out->n = to;
}

const struct pattern *pat_mono(struct arena *a, const struct pattern *in)
{
	struct mono *m = ARENA_NEW(a, struct mono);

	m->pattern.run = mono_run;
	m->in = in;
	return &m->pattern;
}
