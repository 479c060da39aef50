/* Patterns: pure functions from a span of cycle time to events.
 *
 * A pattern is a node: its first member is a struct pattern, whose query
 * function appends the events of a span to a list. Nodes are immutable, live
 * in an arena, and may be shared and queried any number of times. Source of
 * the model and of every semantic detail: TidalCycles 1.10.
 *
 * Cheap by construction: a transformation queries its input into the list it
 * was given and then changes, in place, the events that were added:
 *
 *	size_t from = out->n;
 *	pat_query(q, node->in, span, out);
 *	for (size_t i = from; i < out->n; i++) ...
 *
 * All of it [control, compile, any]: no state but the query's. */
#ifndef PATTERN_PATTERN_H
#define PATTERN_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/rational.h"
#include "pattern/value.h"

struct span {
	struct rat begin, end; /* end may equal begin: an instant */
};

/* The places in the text that an event comes from: a leaf, or two contexts
 * joined. NULL is none. See context.h for reading it. */
struct context {
	const struct context *left, *right; /* both NULL: a leaf */
	struct text_span at;
	/* A leaf: its place inside its own string, lines and columns from 1.
	 * What orders events by their source (rot) looks at these. */
	int line, column, end_line, end_column;
};

struct event {
	struct span part;  /* what was asked for of it */
	struct span whole; /* all of it; meaningless when analog */
	struct value value;
	const struct context *context;
	bool analog; /* a sample of something continuous: it has no whole */
};

/* Events in the query's arena. */
struct events {
	struct event *at;
	size_t n, cap;
};

/* One question to a pattern, and all it may use to answer. */
struct query {
	struct arena *arena; /* events, temporary nodes; budget by arena_step */
	const struct map *state; /* what `cF`, `^name`, `in0` ... read */
	size_t event_limit;	 /* in one list; 0: none. Beyond it: ST_LIMIT */
	int depth; /* of nested queries; too deep escapes with ST_LIMIT. After
		      an escape it is wrong: a query is for one question */
};

struct pattern {
	void (*run)(struct query *q, const struct pattern *p, struct span s,
		    struct events *out);
	/* The short way where the answer is one event with all of s as its
	 * part: filled in, and true. False: ask run. NULL: no short way. This
	 * is what nearly every event asks of a control or a signal. */
	bool (*sample)(struct query *q, const struct pattern *p, struct span s,
		       struct event *e);
	struct rat steps; /* steps a cycle, for the stepwise functions; den 0:
			     it has none */
	const struct value *pure; /* the value, if this is pat_pure() */
};

enum { QUERY_DEPTH_MAX = 2000 };

void pat_too_deep(struct query *q);
void events_grow(struct query *q, struct events *out, size_t room);

/* Append the events of p in s. Escapes from q->arena (base/arena.h) when the
 * budget is used up or the pattern divides by zero. */
static inline void pat_query(struct query *q, const struct pattern *p,
			     struct span s, struct events *out)
{
	if (++q->depth > QUERY_DEPTH_MAX)
		pat_too_deep(q);
	arena_step(q->arena);
	q->arena->live = true;
	p->run(q, p, s, out);
	q->depth--;
}

static inline bool pat_sample(struct query *q, const struct pattern *p,
			      struct span s, struct event *e)
{
	return p->sample && p->sample(q, p, s, e);
}

/* A fresh place at the end of the list; counts a step of the budget. */
static inline struct event *events_add(struct query *q, struct events *out)
{
	if (out->n == out->cap)
		events_grow(q, out, 1);
	return &out->at[out->n++];
}

/* The onset is in the part: this event is what gets played. */
static inline bool event_has_onset(const struct event *e)
{
	return !e->analog && rat_eq(e->part.begin, e->whole.begin);
}

/* The whole, or the part where there is none (Tidal's wholeOrPart). */
static inline struct span event_whole_or_part(const struct event *e)
{
	return e->analog ? e->part : e->whole;
}

#define SPAN(b, e) ((struct span){(b), (e)})

static inline bool span_eq(struct span a, struct span b)
{
	return rat_eq(a.begin, b.begin) && rat_eq(a.end, b.end);
}

/* The common part of a and b. False when there is none: spans that only touch
 * have none, save that an instant lies in what begins with it (Tidal's
 * subArc). */
bool span_intersect_slow(struct span a, struct span b, struct span *to);

static inline bool span_intersect(struct span a, struct span b, struct span *to)
{
	/* b, not an instant, within a: nearly all that is asked. */
	if (rat_lt(b.begin, b.end) && rat_le(a.begin, b.begin) &&
	    rat_le(b.end, a.end)) {
		*to = b;
		return true;
	}
	return span_intersect_slow(a, b, to);
}

const struct context *context_join_slow(struct arena *a,
					const struct context *x,
					const struct context *y);

/* The places of x, then those of y. */
static inline const struct context *
context_join(struct arena *a, const struct context *x, const struct context *y)
{
	if (!x || !y)
		return x ? x : y;
	return context_join_slow(a, x, y);
}

/* Before querying: one list for a call. */
static inline struct events events_none(void)
{
	return (struct events){0};
}

/* The list's memory may be used again: for lists that only lived within one
 * run function. The list is empty after it. */
static inline void events_drop(struct query *q, struct events *e)
{
	if (e->at)
		arena_give(q->arena, e->at, e->cap * sizeof(*e->at));
	*e = (struct events){0};
}

#endif
