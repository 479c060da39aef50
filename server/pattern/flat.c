#include "pattern/flat.h"

#include <string.h>
#include "pattern/context.h"

enum {
	PERIOD_MAX = 64,  /* cycles */
	EVENTS_MAX = 512, /* in a period */
	BUCKETS_MAX = 4096,
};

/* Times are relative to the cycle that the event lies in. */
struct flat_event {
	struct span part, whole;
	struct value value;
	const struct context *context;
};

/* A query of several cycles gives the events by groups: all cycles of one, then
 * all of the next, as stacks and sequences do. A group's events in one cycle
 * are a bucket. */
struct flat_node {
	struct pattern pattern;
	uint32_t period, groups;
	const struct flat_event *at; /* by cycle, then group */
	const uint32_t *start;	     /* of each bucket, by cycle, then group */
	const bool *sorted; /* by cycle: begins and ends never go back */
	bool wide; /* some whole goes beyond the cycle that its part lies in */
};

/* --- Asking --- */

/* A time of the cycle as a time of all. */
static inline struct rat at_cycle(struct rat t, int64_t cycle)
{
	int64_t shift, num;

	if (__builtin_mul_overflow(cycle, t.den, &shift) ||
	    __builtin_add_overflow(t.num, shift, &num))
		return rat_add(t, rat_int(cycle));
	return (struct rat){num, t.den};
}

static inline void give(struct query *q, const struct flat_event *f,
			int64_t cycle, struct events *out)
{
	struct event *e = events_add(q, out);

	arena_step(q->arena);
	e->whole.begin = at_cycle(f->whole.begin, cycle);
	e->whole.end = at_cycle(f->whole.end, cycle);
	e->part.begin = at_cycle(f->part.begin, cycle);
	e->part.end = at_cycle(f->part.end, cycle);
	e->value = f->value;
	e->context = f->context;
	e->analog = false;
}

/* The first event of a sorted cycle that does not end before t. */
static uint32_t first_after(const struct flat_event *at, uint32_t low,
			    uint32_t high, struct rat t)
{
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (rat_le(at[mid].part.end, t))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* What lies in [begin, end), times of the cycle; begin == end: an instant. */
static void ask_part(struct query *q, const struct flat_node *n, uint32_t first,
		     uint32_t last, bool sorted, int64_t cycle, struct span s,
		     struct span asked, struct events *out)
{
	bool instant = rat_eq(s.begin, s.end);
	uint32_t i = sorted ? first_after(n->at, first, last, s.begin) : first;

	for (; i < last; i++) {
		const struct flat_event *f = &n->at[i];
		struct event *e;
		int c = rat_cmp(f->part.begin, s.end);

		if (instant ? c > 0 : c >= 0) {
			if (sorted)
				break;
			continue;
		}
		if (!sorted && rat_le(f->part.end, s.begin))
			continue;
		give(q, f, cycle, out);
		e = &out->at[out->n - 1];
		if (rat_lt(f->part.begin, s.begin))
			e->part.begin = asked.begin;
		if (rat_lt(s.end, f->part.end))
			e->part.end = asked.end;
	}
}

/* The events [first, last) of one cycle. */
static void ask_cycle(struct query *q, const struct flat_node *n,
		      uint32_t first, uint32_t last, bool sorted, int64_t cycle,
		      struct span s, struct events *out)
{
	struct span in = {at_cycle(s.begin, -cycle), at_cycle(s.end, -cycle)};

	if (in.begin.num <= 0 && rat_le(RAT_ONE, in.end)) {
		for (; first < last; first++)
			give(q, &n->at[first], cycle, out);
		return;
	}
	ask_part(q, n, first, last, sorted, cycle, in, s, out);
}

static void flat_run(struct query *q, const struct pattern *p, struct span s,
		     struct events *out)
{
	const struct flat_node *n = (const struct flat_node *)p;
	int64_t first, last;

	if (!span_cycles(s, &first, &last))
		return;
	if (last <= first + 1) {
		int64_t k = floor_mod(first, n->period);
		const uint32_t *start = n->start + k * n->groups;

		ask_cycle(q, n, start[0], start[n->groups], n->sorted[k], first,
			  s, out);
		return;
	}
	for (uint32_t g = 0; g < n->groups; g++)
		for (int64_t c = first; c < last; c++) {
			int64_t k = floor_mod(c, n->period);
			const uint32_t *start = n->start + k * n->groups + g;

			arena_step(q->arena);
			ask_cycle(q, n, start[0], start[1], n->sorted[k], c, s,
				  out);
		}
}

/* The event that covers s, when it is the only one there. */
static bool flat_sample(struct query *q, const struct pattern *p, struct span s,
			struct event *e)
{
	const struct flat_node *n = (const struct flat_node *)p;
	int64_t cycle = rat_floor(s.begin), k = floor_mod(cycle, n->period);
	const uint32_t *start = n->start + k * n->groups;
	uint32_t i = start[0], last = start[n->groups];
	struct span in;
	const struct flat_event *f;

	(void)q;
	if (!cycle_in_reach(cycle))
		return false;
	in = SPAN(at_cycle(s.begin, -cycle), at_cycle(s.end, -cycle));
	if (!n->sorted[k] || rat_lt(RAT_ONE, in.end))
		return false;
	i = first_after(n->at, i, last, in.begin);
	f = &n->at[i];
	if (i == last || rat_lt(in.begin, f->part.begin) ||
	    rat_lt(f->part.end, in.end))
		return false;
	if (i + 1 < last) {
		int c = rat_cmp(f[1].part.begin, in.end);

		if (c < 0 || (c == 0 && rat_eq(in.begin, in.end)))
			return false;
	}
	e->part = s;
	e->whole.begin = at_cycle(f->whole.begin, cycle);
	e->whole.end = at_cycle(f->whole.end, cycle);
	e->value = f->value;
	e->context = f->context;
	e->analog = false;
	return true;
}

bool is_flat(const struct pattern *p)
{
	return p->run == flat_run;
}

/* --- Writing out --- */

/* p as a flat node: itself, or a small one made in `own`. */
struct view {
	struct flat_node node;
	struct flat_event one;
	uint32_t start[2];
	bool sorted;
};

static const struct flat_node *view_of(const struct pattern *p, struct view *v)
{
	if (p->run == flat_run) {
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

/* The events of one cycle of a flat pattern. */
struct range {
	const struct flat_event *at, *end;
};

static struct range cycle_of(const struct flat_node *n, int64_t cycle)
{
	const uint32_t *start =
	    n->start + floor_mod(cycle, n->period) * n->groups;

	return (struct range){n->at + start[0], n->at + start[n->groups]};
}

static struct range bucket_of(const struct flat_node *n, int64_t cycle,
			      uint32_t group)
{
	const uint32_t *start =
	    n->start + floor_mod(cycle, n->period) * n->groups + group;

	return (struct range){n->at + start[0], n->at + start[1]};
}

/* Events on their way into a node, in any order of buckets. */
struct draft {
	struct arena *arena;
	uint32_t period, groups, n;
	bool too_big;
	struct flat_event at[EVENTS_MAX];
	uint32_t bucket[EVENTS_MAX];
};

/* NULL: too many cycles, or nothing is to be written out here. */
static struct draft *draft_new(struct arena *a, uint64_t period,
			       uint64_t groups)
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

static struct flat_event *draft_add(struct draft *d, uint32_t cycle,
				    uint32_t group)
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

static void draft_drop(struct draft *d)
{
	arena_give(d->arena, d, sizeof(*d));
}

static struct pattern *draft_done(struct draft *d)
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

static uint64_t gcd(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t t = a % b;

		a = b;
		b = t;
	}
	return a;
}

/* 0 when it is too long a period, or one of them was. */
static uint64_t common(uint64_t a, uint64_t b)
{
	uint64_t m = a && b ? a / gcd(a, b) * b : 0;

	return m > PERIOD_MAX ? 0 : m;
}

/* --- Together and one after the other --- */

static bool can_view(const struct pattern *p)
{
	return p->run == pure_run || p == pat_silence() ||
	       (p->run == flat_run && !((const struct flat_node *)p)->wide);
}

/* Views of n patterns in the arena; NULL when one has none. Their common
 * period. */
static const struct flat_node **views_of(struct arena *a, size_t n,
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

		v[i] = view_of(p[i], own);
		*period = common(*period, v[i]->period);
	}
	return v;
}

struct pattern *flat_stack(struct arena *a, size_t n,
			   const struct pattern *const *p)
{
	uint64_t period, groups = 0;
	const struct flat_node **v = views_of(a, n, p, &period);
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
				struct range r = bucket_of(v[i], c, g);

				for (; r.at < r.end; r.at++)
					*draft_add(d, c, group + g) = *r.at;
			}
	return draft_done(d);
}

static struct span scaled(struct span s, struct rat from, struct rat width)
{
	return SPAN(rat_add(from, rat_mul(s.begin, width)),
		    rat_add(from, rat_mul(s.end, width)));
}

static void add_squeezed(struct draft *d, struct range r, uint32_t cycle,
			 uint32_t group, struct rat from, struct rat width)
{
	for (; r.at < r.end; r.at++) {
		struct flat_event *e = draft_add(d, cycle, group);

		*e = *r.at;
		e->part = scaled(e->part, from, width);
		e->whole = scaled(e->whole, from, width);
	}
}

struct pattern *flat_fastcat(struct arena *a, size_t n,
			     const struct pattern *const *p)
{
	uint64_t period;
	const struct flat_node **v =
	    n <= EVENTS_MAX ? views_of(a, n, p, &period) : NULL;
	struct draft *d = v ? draft_new(a, period, 1) : NULL;

	if (!d)
		return NULL;
	for (uint32_t c = 0; c < d->period; c++)
		for (size_t i = 0; i < n && !d->too_big; i++)
			add_squeezed(d, cycle_of(v[i], c), c, 0,
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
	    n <= EVENTS_MAX ? views_of(a, n, p, &period) : NULL;
	struct draft *d = v ? draft_new(a, period, n ? n : 1) : NULL;

	if (!d)
		return NULL;
	for (size_t i = 0; i < n; i++)
		for (uint32_t c = 0; c < d->period && !d->too_big; c++)
			add_squeezed(d, cycle_of(v[i], c), c, (uint32_t)i,
				     from[i], rat_sub(to[i], from[i]));
	return draft_done(d);
}

struct pattern *flat_slowcat(struct arena *a, size_t n,
			     const struct pattern *const *p)
{
	uint64_t period;
	const struct flat_node **v =
	    n <= PERIOD_MAX ? views_of(a, n, p, &period) : NULL;
	struct draft *d = v ? draft_new(a, period * n, 1) : NULL;

	if (!d)
		return NULL;
	for (uint32_t c = 0; c < d->period && !d->too_big; c++) {
		struct range r = cycle_of(v[c % n], c / n);

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
		struct span whole = scaled(r.at->whole, base, width);
		int64_t cycle = rat_floor(whole.begin);
		struct rat back = rat_int(-cycle);
		struct flat_event *e;

		if (cycle < last || rat_lt(rat_int(cycle + 1), whole.end))
			d->too_big = true;
		last = cycle;
		if (d->too_big || cycle < 0 || cycle >= d->period)
			continue;
		e = draft_add(d, (uint32_t)cycle, group);
		*e = *r.at;
		e->whole = span_shift(whole, back);
		e->part = span_shift(scaled(r.at->part, base, width), back);
	}
}

struct pattern *flat_fast(struct arena *a, struct rat factor,
			  const struct pattern *p)
{
	struct view own;
	const struct flat_node *v = view_of(p, &own);
	struct rat inverse = rat_inv(factor);
	uint64_t period, inner;
	struct draft *d;

	if (!v || factor.num > EVENTS_MAX || factor.den > PERIOD_MAX)
		return NULL;
	period = (uint64_t)factor.den * v->period;
	period /= gcd((uint64_t)factor.num, period);
	inner = period * (uint64_t)factor.num / (uint64_t)factor.den;
	d = draft_new(a, period, v->groups);
	if (!d)
		return NULL;
	for (uint64_t c = 0; c < inner && !d->too_big; c++)
		for (uint32_t g = 0; g < v->groups; g++)
			add_moved(d, bucket_of(v, (int64_t)c, g), g,
				  rat_mul(rat_int((int64_t)c), inverse),
				  inverse);
	return draft_done(d);
}

struct pattern *flat_early(struct arena *a, struct rat by,
			   const struct pattern *p)
{
	struct view own;
	const struct flat_node *v = view_of(p, &own);
	struct draft *d = v ? draft_new(a, v->period, v->groups) : NULL;
	int64_t first = rat_floor(by);

	if (!d)
		return NULL;
	for (int64_t c = first; c <= first + d->period && !d->too_big; c++)
		for (uint32_t g = 0; g < v->groups; g++)
			add_moved(d, bucket_of(v, c, g), g,
				  rat_sub(rat_int(c), by), RAT_ONE);
	return draft_done(d);
}

/* --- Values --- */

/* Work that calls a function of the caller: where that has no answer for some
 * event (a division by zero), the pattern stays as it was, and the error
 * belongs to the query that meets the event. */
struct work {
	struct draft *d;
	const struct flat_node *x, *y;
	enum pat_structure from;
	enum pat_join how;
	pat_map_fn *map;
	pat_app_fn *app;
	const void *ctx;
	bool drop_none;
};

static struct pattern *try_work(struct work *w, void (*fn)(void *work))
{
	struct arena *a = w->d->arena;
	enum status st = arena_run(a, fn, w);
	char why[sizeof(a->why)];

	if (st == ST_OK)
		return draft_done(w->d);
	draft_drop(w->d);
	if (st == ST_EVAL)
		return NULL;
	memcpy(why, a->why, sizeof(why));
	arena_escape(a, st, "%s", why);
}

static void map_all(void *work)
{
	struct work *w = work;
	struct draft *d = w->d;

	for (uint32_t c = 0; c < d->period; c++)
		for (uint32_t g = 0; g < w->x->groups; g++) {
			struct range r = bucket_of(w->x, c, g);

			for (; r.at < r.end; r.at++) {
				struct value v =
				    w->map(d->arena, w->ctx, r.at->value);
				struct flat_event *e;

				if (w->drop_none && v.kind == V_NONE)
					continue;
				e = draft_add(d, c, g);
				*e = *r.at;
				e->value = v;
			}
		}
}

struct pattern *flat_map(struct arena *a, pat_map_fn *fn, const void *ctx,
			 bool drop_none, const struct pattern *p)
{
	struct view own;
	struct work w = {
	    .map = fn, .ctx = ctx, .drop_none = drop_none, .x = NULL};

	w.x = view_of(p, &own);
	w.d = w.x ? draft_new(a, w.x->period, w.x->groups) : NULL;
	return w.d ? try_work(&w, map_all) : NULL;
}

static bool meet(struct span a, struct span b, struct span *to)
{
	to->begin = rat_max(a.begin, b.begin);
	to->end = rat_min(a.end, b.end);
	return rat_lt(to->begin, to->end);
}

static void app_one(struct work *w, const struct flat_event *x,
		    const struct flat_event *y, uint32_t cycle, uint32_t group)
{
	struct arena *a = w->d->arena;
	struct flat_event *e;
	struct span part, whole;
	struct value v;

	if (!meet(x->part, y->part, &part) || !meet(x->whole, y->whole, &whole))
		return;
	v = w->app(a, w->ctx, x->value, y->value);
	if (v.kind == V_NONE)
		return;
	e = draft_add(w->d, cycle, group);
	e->part = part;
	e->whole = w->from == FROM_LEFT	   ? x->whole
		   : w->from == FROM_RIGHT ? y->whole
					   : whole;
	e->value = v;
	e->context = context_join(a, x->context, y->context);
}

static void app_all(void *work)
{
	struct work *w = work;
	bool right = w->from == FROM_RIGHT;
	const struct flat_node *own = right ? w->y : w->x;
	const struct flat_node *other = right ? w->x : w->y;

	for (uint32_t c = 0; c < w->d->period; c++)
		for (uint32_t g = 0; g < own->groups; g++) {
			struct range r = bucket_of(own, c, g);

			for (; r.at < r.end && !w->d->too_big; r.at++) {
				struct range o = cycle_of(other, c);

				for (; o.at < o.end; o.at++)
					if (right)
						app_one(w, o.at, r.at, c, g);
					else
						app_one(w, r.at, o.at, c, g);
			}
		}
}

/* One event after the other, none beside another. */
static bool in_line(const struct flat_node *n)
{
	for (uint32_t c = 0; c < n->period; c++) {
		struct range r = cycle_of(n, c);

		for (; r.at + 1 < r.end; r.at++)
			if (rat_lt(r.at[1].part.begin, r.at->part.end))
				return false;
	}
	return n->groups == 1;
}

/* An event of the slow pattern as one piece in each cycle that it touches. */
static void add_pieces(struct draft *d, const struct flat_event *f,
		       int64_t from, struct rat width)
{
	struct flat_event e = *f;
	struct rat at = rat_mul(rat_int(from), width);
	int64_t c, last;

	e.part = scaled(f->part, at, width);
	e.whole = scaled(f->whole, at, width);
	last = rat_ceil(e.part.end);
	for (c = rat_floor(e.part.begin); c < last && !d->too_big; c++) {
		struct rat back = rat_int(-c);
		struct flat_event *piece = draft_add(d, (uint32_t)c, 0);

		*piece = e;
		piece->whole = span_shift(e.whole, back);
		piece->part = span_shift(e.part, back);
		piece->part.begin = rat_max(piece->part.begin, RAT_ZERO);
		piece->part.end = rat_min(piece->part.end, RAT_ONE);
	}
}

/* A pattern slowed down so that events go over the ends of cycles, as it is
 * once it was asked cycle by cycle, for what cuts it there anyway. Events that
 * lie beside each other would change their order. */
static const struct flat_node *
view_cut(struct arena *a, const struct pattern *p, struct view *own)
{
	const struct flat_node *v;
	struct rat factor;
	struct draft *d;

	if (p->run == flat_run)
		return (const struct flat_node *)p;
	p = pat_slowed(p, &factor);
	v = p ? view_of(p, own) : NULL;
	if (!v || !in_line(v) || factor.num > PERIOD_MAX ||
	    v->period * (uint64_t)factor.num % (uint64_t)factor.den)
		return NULL;
	d = draft_new(
	    a, v->period * (uint64_t)factor.num / (uint64_t)factor.den, 1);
	if (!d)
		return NULL;
	for (uint32_t c = 0; c < v->period; c++)
		for (struct range r = cycle_of(v, c); r.at < r.end; r.at++)
			add_pieces(d, r.at, c, factor);
	return (const struct flat_node *)draft_done(d);
}

struct pattern *flat_app(struct arena *a, enum pat_structure from,
			 pat_app_fn *fn, const void *ctx,
			 const struct pattern *x, const struct pattern *y)
{
	struct view own_x, own_y;
	struct work w = {.app = fn, .ctx = ctx, .from = from};

	w.x = view_of(x, &own_x);
	w.y = view_of(y, &own_y);
	if (!w.x && w.y && from == FROM_LEFT && w.y->groups == 1)
		w.x = view_cut(a, x, &own_x);
	if (w.x && w.y)
		w.d = draft_new(a, common(w.x->period, w.y->period),
				from == FROM_RIGHT ? w.y->groups : w.x->groups);
	return w.d ? try_work(&w, app_all) : NULL;
}

/* --- Patterns of patterns --- */

static bool meet_join(enum pat_join how, const struct flat_event *o,
		      struct flat_event *e)
{
	struct span whole;

	switch (how) {
	case JOIN_OUTER:
		/* Asked for at the onset only. */
		if (rat_lt(o->whole.begin, e->part.begin) ||
		    rat_le(e->part.end, o->whole.begin))
			return false;
		e->part = o->part;
		e->whole = o->whole;
		return true;
	case JOIN_INNER:
		return meet(o->part, e->part, &e->part);
	default:
		if (!meet(o->whole, e->whole, &whole) ||
		    !meet(o->part, e->part, &e->part))
			return false;
		e->whole = whole;
		return true;
	}
}

static void join_one(struct work *w, const struct flat_event *o,
		     const struct flat_event *i, uint32_t cycle, uint32_t group)
{
	struct arena *a = w->d->arena;
	struct flat_event e = *i;

	if (w->how == JOIN_SQUEEZE) {
		struct rat width = rat_sub(o->whole.end, o->whole.begin);

		e.part = scaled(e.part, o->whole.begin, width);
		e.whole = scaled(e.whole, o->whole.begin, width);
	}
	if (!meet_join(w->how, o, &e))
		return;
	e.context = w->how == JOIN_OUTER
			? context_join(a, o->context, i->context)
			: context_join(a, i->context, o->context);
	*draft_add(w->d, cycle, group) = e;
}

static void add_uncollected(struct draft *d, uint32_t cycle, uint32_t group,
			    const struct flat_event *list)
{
	if (list->value.kind != V_LIST)
		return;
	for (size_t i = 0; i < list->value.list->n; i++) {
		struct flat_event *e = draft_add(d, cycle, group);

		*e = *list;
		e->value = list->value.list->at[i];
		e->context = context_leaf(list->context, i);
	}
}

/* The period of the outer pattern and all of its values; 0 when one of them
 * can't be written out. */
static uint64_t join_period(const struct flat_node *n)
{
	uint64_t period = n->period;
	uint32_t count = n->start[(size_t)n->period * n->groups];

	for (uint32_t i = 0; i < count; i++) {
		struct view own;
		const struct flat_node *v =
		    n->at[i].value.kind == V_PAT
			? view_of(n->at[i].value.pat, &own)
			: NULL;

		period = v ? common(period, v->period) : 0;
	}
	return period;
}

struct pattern *flat_join(struct arena *a, enum pat_join how,
			  const struct pattern *p)
{
	struct view own, inner;
	const struct flat_node *n = view_of(p, &own);
	struct work w = {.how = how};

	if (!n || a->live || how == JOIN_RESTART || how == JOIN_RESET)
		return NULL;
	w.d = draft_new(a, join_period(n), n->groups);
	if (!w.d)
		return NULL;
	for (uint32_t c = 0; c < w.d->period; c++)
		for (uint32_t g = 0; g < n->groups; g++) {
			struct range r = bucket_of(n, c, g);

			for (; r.at < r.end && !w.d->too_big; r.at++) {
				struct range i = cycle_of(
				    view_of(r.at->value.pat, &inner), c);

				for (; i.at < i.end; i.at++)
					join_one(&w, r.at, i.at, c, g);
			}
		}
	return draft_done(w.d);
}

struct pattern *flat_uncollect(struct arena *a, const struct pattern *p)
{
	struct view own;
	const struct flat_node *v = view_of(p, &own);
	struct draft *d = v ? draft_new(a, v->period, v->groups) : NULL;

	if (!d)
		return NULL;
	for (uint32_t c = 0; c < d->period; c++)
		for (uint32_t g = 0; g < v->groups; g++) {
			struct range r = bucket_of(v, c, g);

			for (; r.at < r.end && !d->too_big; r.at++)
				add_uncollected(d, c, g, r.at);
		}
	return draft_done(d);
}

/* --- Events made of events --- */

static void split_one(struct query *q, struct draft *d, flat_split_fn *fn,
		      const void *ctx, const struct flat_event *f,
		      uint32_t cycle, uint32_t group)
{
	struct event e = {.part = f->part,
			  .whole = f->whole,
			  .value = f->value,
			  .context = f->context};
	struct events out = events_none();

	fn(q, ctx, &e, &out);
	for (size_t i = 0; i < out.n; i++)
		*draft_add(d, cycle, group) =
		    (struct flat_event){out.at[i].part, out.at[i].whole,
					out.at[i].value, out.at[i].context};
	events_drop(q, &out);
}

struct pattern *flat_split(struct arena *a, flat_split_fn *fn, const void *ctx,
			   const struct pattern *p)
{
	struct view own;
	const struct flat_node *v =
	    p->run == flat_run ? (const struct flat_node *)p : view_of(p, &own);
	struct draft *d = v ? draft_new(a, v->period, v->groups) : NULL;
	struct query q = {.arena = a, .event_limit = EVENTS_MAX};

	if (!d)
		return NULL;
	for (uint32_t c = 0; c < d->period; c++)
		for (uint32_t g = 0; g < v->groups; g++) {
			struct range r = bucket_of(v, c, g);

			for (; r.at < r.end && !d->too_big; r.at++)
				split_one(&q, d, fn, ctx, r.at, c, g);
		}
	return draft_done(d);
}

/* --- Copies --- */

struct pattern *flat_copy(struct arena *a, const struct pattern *p)
{
	if (p->run != flat_run)
		return NULL;
	return arena_copy(a, p, sizeof(struct flat_node));
}

struct pattern *flat_context(struct arena *a, const struct context *context,
			     const struct pattern *p)
{
	struct view own;
	const struct flat_node *v = view_of(p, &own);
	struct draft *d = v ? draft_new(a, v->period, v->groups) : NULL;

	if (!d)
		return NULL;
	for (uint32_t c = 0; c < d->period; c++)
		for (uint32_t g = 0; g < v->groups; g++) {
			struct range r = bucket_of(v, c, g);

			for (; r.at < r.end; r.at++) {
				struct flat_event *e = draft_add(d, c, g);

				*e = *r.at;
				e->context = context;
			}
		}
	return draft_done(d);
}
