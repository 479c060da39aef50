#include "pattern/pattern.h"

#include <string.h>
#include "pattern/core.h"

enum { FIRST_ROOM = 9 }; /* events that fit in the smallest buffer */

void pat_too_deep(struct query *q)
{
	arena_escape(
	    q->arena, ST_LIMIT,
	    "these functions and patterns are nested more than %d deep",
	    QUERY_DEPTH_MAX);
}

void events_grow(struct query *q, struct events *out, size_t room)
{
	size_t want = out->cap ? out->cap * 2 : FIRST_ROOM;
	size_t size;
	struct event *at;

	if (q->event_limit && out->n + room > q->event_limit)
		arena_escape(q->arena, ST_LIMIT,
			     "this plays more than %zu events at once",
			     q->event_limit);
	if (want < out->n + room)
		want = out->n + room;
	size = want * sizeof(*at);
	at = arena_take(q->arena, &size);
	if (out->n)
		memcpy(at, out->at, out->n * sizeof(*at));
	if (out->at)
		arena_give(q->arena, out->at, out->cap * sizeof(*at));
	/* The whole buffer belongs to the list; a multiple of the event's size
	 * is not needed to give it back, its class is. */
	out->at = at;
	out->cap = size / sizeof(*at);
}

bool span_intersect_slow(struct span a, struct span b, struct span *to)
{
	struct span s = {rat_max(a.begin, b.begin), rat_min(a.end, b.end)};
	int c = rat_cmp(s.begin, s.end);

	if (c > 0)
		return false;
	if (c == 0) {
		/* Only touching: the end of something is not in it. */
		if (rat_eq(s.end, a.end) && rat_lt(a.begin, a.end))
			return false;
		if (rat_eq(s.end, b.end) && rat_lt(b.begin, b.end))
			return false;
	}
	*to = s;
	return true;
}

struct events pat_events(struct query *q, const struct pattern *p,
			 struct span s)
{
	struct events out = events_none();

	pat_query(q, p, s, &out);
	return out;
}

/* Two fragments of one event that touch. */
static bool adjacent(const struct event *a, const struct event *b)
{
	return a->analog == b->analog &&
	       (a->analog || span_eq(a->whole, b->whole)) &&
	       (rat_eq(a->part.end, b->part.begin) ||
		rat_eq(b->part.end, a->part.begin)) &&
	       value_eq(a->value, b->value);
}

static void join_parts(struct event *to, const struct event *from)
{
	to->part.begin = rat_min(to->part.begin, from->part.begin);
	to->part.end = rat_max(to->part.end, from->part.end);
}

void events_defragment(struct events *e)
{
	size_t kept = 0;

	for (size_t i = 0; i < e->n; i++) {
		struct event *v = &e->at[i];
		bool joined = false;

		/* Whole events have no fragments to look for. */
		if (v->analog || !span_eq(v->part, v->whole))
			for (size_t j = kept; j-- > 0 && !joined;)
				if (adjacent(&e->at[j], v)) {
					join_parts(&e->at[j], v);
					joined = true;
				}
		if (!joined)
			e->at[kept++] = *v;
	}
	e->n = kept;
}
