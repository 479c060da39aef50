/* Maps, applications, joins and splits, written out. */
#include "pattern/flat_draft.h"

#include <string.h>
#include "pattern/context.h"

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
			struct range r = flat_bucket(w->x, c, g);

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

	w.x = flat_view(p, &own);
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
			struct range r = flat_bucket(own, c, g);

			for (; r.at < r.end && !w->d->too_big; r.at++) {
				struct range o = flat_cycle(other, c);

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
		struct range r = flat_cycle(n, c);

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

	flat_scale(&e, at, width);
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
	v = p ? flat_view(p, own) : NULL;
	if (!v || !in_line(v) || factor.num > PERIOD_MAX ||
	    v->period * (uint64_t)factor.num % (uint64_t)factor.den)
		return NULL;
	d = draft_new(
	    a, v->period * (uint64_t)factor.num / (uint64_t)factor.den, 1);
	if (!d)
		return NULL;
	for (uint32_t c = 0; c < v->period; c++)
		for (struct range r = flat_cycle(v, c); r.at < r.end; r.at++)
			add_pieces(d, r.at, c, factor);
	return (const struct flat_node *)draft_done(d);
}

struct pattern *flat_app(struct arena *a, enum pat_structure from,
			 pat_app_fn *fn, const void *ctx,
			 const struct pattern *x, const struct pattern *y)
{
	struct view own_x, own_y;
	struct work w = {.app = fn, .ctx = ctx, .from = from};

	w.x = flat_view(x, &own_x);
	w.y = flat_view(y, &own_y);
	if (!w.x && w.y && from == FROM_LEFT && w.y->groups == 1)
		w.x = view_cut(a, x, &own_x);
	if (w.x && w.y)
		w.d = draft_new(a, flat_common(w.x->period, w.y->period),
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

		flat_scale(&e, o->whole.begin, width);
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
			? flat_view(n->at[i].value.pat, &own)
			: NULL;

		period = v ? flat_common(period, v->period) : 0;
	}
	return period;
}

struct pattern *flat_join(struct arena *a, enum pat_join how,
			  const struct pattern *p)
{
	struct view own, inner;
	const struct flat_node *n = flat_view(p, &own);
	struct work w = {.how = how};

	if (!n || a->live || how == JOIN_RESTART || how == JOIN_RESET)
		return NULL;
	w.d = draft_new(a, join_period(n), n->groups);
	if (!w.d)
		return NULL;
	for (uint32_t c = 0; c < w.d->period; c++)
		for (uint32_t g = 0; g < n->groups; g++) {
			struct range r = flat_bucket(n, c, g);

			for (; r.at < r.end && !w.d->too_big; r.at++) {
				struct range i = flat_cycle(
				    flat_view(r.at->value.pat, &inner), c);

				for (; i.at < i.end; i.at++)
					join_one(&w, r.at, i.at, c, g);
			}
		}
	return draft_done(w.d);
}

struct pattern *flat_uncollect(struct arena *a, const struct pattern *p)
{
	struct view own;
	const struct flat_node *v = flat_view(p, &own);
	struct draft *d = v ? draft_new(a, v->period, v->groups) : NULL;

	if (!d)
		return NULL;
	for (uint32_t c = 0; c < d->period; c++)
		for (uint32_t g = 0; g < v->groups; g++) {
			struct range r = flat_bucket(v, c, g);

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
	const struct flat_node *v = p->run == flat_run
					? (const struct flat_node *)p
					: flat_view(p, &own);
	struct draft *d = v ? draft_new(a, v->period, v->groups) : NULL;
	struct query q = {.arena = a, .event_limit = EVENTS_MAX};

	if (!d)
		return NULL;
	for (uint32_t c = 0; c < d->period; c++)
		for (uint32_t g = 0; g < v->groups; g++) {
			struct range r = flat_bucket(v, c, g);

			for (; r.at < r.end && !d->too_big; r.at++)
				split_one(&q, d, fn, ctx, r.at, c, g);
		}
	return draft_done(d);
}
