/* Stacks, sequences, rates and shifts, written out. */
#include "pattern/flat_draft.h"

/* --- Together and one after the other --- */

static bool can_view(const struct pattern *p)
{
	return p->run == pure_run || p == pat_silence() ||
	       (p->run == flat_run && !((const struct flat_node *)p)->wide);
}

/* Views of n patterns in the arena; NULL when one has none. Their flat_common
 * period. */
static const struct flat_node **flat_views(struct arena *a, size_t n,
					   const struct pattern *const *p,
					   uint64_t *period)
{
	const struct flat_node **v;

	*period = 1;
	if (a->live)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (!can_view(p[i]))
			return NULL;
	v = ARENA_ARRAY(a, const struct flat_node *, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct view *own =
		    p[i]->run == flat_run ? NULL : arena_alloc(a, sizeof(*own));

		v[i] = flat_view(p[i], own);
		*period = flat_common(*period, v[i]->period);
	}
	return v;
}

struct pattern *flat_stack(struct arena *a, size_t n,
			   const struct pattern *const *p)
{
	uint64_t period, groups = 0;
	const struct flat_node **v = flat_views(a, n, p, &period);
	uint32_t group = 0;
	struct draft *d;

	for (size_t i = 0; v && i < n; i++)
		groups += v[i]->groups;
	d = v ? draft_new(a, period, groups) : NULL;
	if (!d)
		return NULL;
	for (size_t i = 0; i < n && !d->too_big; group += v[i++]->groups)
		for (uint32_t c = 0; c < d->period; c++)
			for (uint32_t g = 0; g < v[i]->groups; g++) {
				struct range r = flat_bucket(v[i], c, g);

				for (; r.at < r.end; r.at++)
					*draft_add(d, c, group + g) = *r.at;
			}
	return draft_done(d);
}

/* In place: a span that comes back by value costs more than the reckoning. */
static void scale(struct span *s, struct rat from, struct rat width)
{
	s->begin = rat_add(from, rat_mul(s->begin, width));
	s->end = rat_add(from, rat_mul(s->end, width));
}

void flat_scale(struct flat_event *e, struct rat from, struct rat width)
{
	bool entire = span_eq(e->part, e->whole);

	scale(&e->whole, from, width);
	if (entire)
		e->part = e->whole;
	else
		scale(&e->part, from, width);
}

static void add_squeezed(struct draft *d, struct range r, uint32_t cycle,
			 uint32_t group, struct rat from, struct rat width)
{
	for (; r.at < r.end; r.at++) {
		struct flat_event *e = draft_add(d, cycle, group);

		*e = *r.at;
		flat_scale(e, from, width);
	}
}

struct pattern *flat_fastcat(struct arena *a, size_t n,
			     const struct pattern *const *p)
{
	uint64_t period;
	const struct flat_node **v =
	    n <= EVENTS_MAX ? flat_views(a, n, p, &period) : NULL;
	struct draft *d = v ? draft_new(a, period, 1) : NULL;

	if (!d)
		return NULL;
	for (uint32_t c = 0; c < d->period; c++)
		for (size_t i = 0; i < n && !d->too_big; i++)
			add_squeezed(d, flat_cycle(v[i], c), c, 0,
				     rat_make((int64_t)i, (int64_t)n),
				     RAT(1, (int64_t)n));
	return draft_done(d);
}

struct pattern *flat_timecat(struct arena *a, size_t n, const struct rat *from,
			     const struct rat *to,
			     const struct pattern *const *p)
{
	uint64_t period;
	const struct flat_node **v =
	    n <= EVENTS_MAX ? flat_views(a, n, p, &period) : NULL;
	struct draft *d = v ? draft_new(a, period, n ? n : 1) : NULL;

	if (!d)
		return NULL;
	for (size_t i = 0; i < n; i++)
		for (uint32_t c = 0; c < d->period && !d->too_big; c++)
			add_squeezed(d, flat_cycle(v[i], c), c, (uint32_t)i,
				     from[i], rat_sub(to[i], from[i]));
	return draft_done(d);
}

struct pattern *flat_slowcat(struct arena *a, size_t n,
			     const struct pattern *const *p)
{
	uint64_t period;
	const struct flat_node **v =
	    n <= PERIOD_MAX ? flat_views(a, n, p, &period) : NULL;
	struct draft *d = v ? draft_new(a, period * n, 1) : NULL;

	if (!d)
		return NULL;
	for (uint32_t c = 0; c < d->period && !d->too_big; c++) {
		struct range r = flat_cycle(v[c % n], c / n);

		for (; r.at < r.end; r.at++)
			*draft_add(d, c, 0) = *r.at;
	}
	return draft_done(d);
}

/* --- Time --- */

/* A bucket whose cycle begins at base and goes by in `width`, as far as it lies
 * in the draft's period. The attempt ends when an event no longer lies within
 * one cycle, or when the cycles would give the events in another order. */
static void add_moved(struct draft *d, struct range r, uint32_t group,
		      struct rat base, struct rat width)
{
	int64_t last = INT64_MIN;

	for (; r.at < r.end && !d->too_big; r.at++) {
		struct flat_event e = *r.at;
		struct rat back;
		int64_t cycle;

		flat_scale(&e, base, width);
		cycle = rat_floor(e.whole.begin);
		if (cycle < last || rat_lt(rat_int(cycle + 1), e.whole.end))
			d->too_big = true;
		last = cycle;
		if (d->too_big || cycle < 0 || cycle >= d->period)
			continue;
		back = rat_int(-cycle);
		e.whole = span_shift(e.whole, back);
		e.part = span_shift(e.part, back);
		*draft_add(d, (uint32_t)cycle, group) = e;
	}
}

struct pattern *flat_fast(struct arena *a, struct rat factor,
			  const struct pattern *p)
{
	struct view own;
	const struct flat_node *v = flat_view(p, &own);
	struct rat inverse = rat_inv(factor);
	uint64_t period, inner;
	struct draft *d;

	if (!v || factor.num > EVENTS_MAX || factor.den > PERIOD_MAX)
		return NULL;
	period = (uint64_t)factor.den * v->period;
	period /= (uint64_t)rat_gcd(factor.num, (int64_t)period);
	inner = period * (uint64_t)factor.num / (uint64_t)factor.den;
	d = draft_new(a, period, v->groups);
	if (!d)
		return NULL;
	for (uint64_t c = 0; c < inner && !d->too_big; c++)
		for (uint32_t g = 0; g < v->groups; g++)
			add_moved(d, flat_bucket(v, (int64_t)c, g), g,
				  rat_mul(rat_int((int64_t)c), inverse),
				  inverse);
	return draft_done(d);
}

struct pattern *flat_early(struct arena *a, struct rat by,
			   const struct pattern *p)
{
	struct view own;
	const struct flat_node *v = flat_view(p, &own);
	struct draft *d = v ? draft_new(a, v->period, v->groups) : NULL;
	int64_t first = rat_floor(by);

	if (!d)
		return NULL;
	for (int64_t c = first; c <= first + d->period && !d->too_big; c++)
		for (uint32_t g = 0; g < v->groups; g++)
			add_moved(d, flat_bucket(v, c, g), g,
				  rat_sub(rat_int(c), by), RAT_ONE);
	return draft_done(d);
}
