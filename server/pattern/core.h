/* The building blocks of patterns that the function library is made of. All
 * return nodes in the arena; arguments are kept by reference and must live as
 * long. Names and semantics are TidalCycles' where it has them. */
#ifndef PATTERN_CORE_H
#define PATTERN_CORE_H

#include "pattern/pattern.h"

/* --- Sources --- */
const struct pattern *pat_silence(void); /* one static node */
/* v once a cycle; its `pure` is set. */
const struct pattern *pat_pure(struct arena *a, struct value v);
/* The same, from a place in the text. */
const struct pattern *pat_pure_at(struct arena *a, struct value v,
				  const struct context *c);
/* Whether p is one of these: `pure` stays where events become more or fewer
 * (fast 4). */
bool pat_is_once(const struct pattern *p);
/* A continuous pattern: one analog event a query, the value at the begin of
 * the span. fn must be pure; ctx is kept. */
typedef struct value pat_signal_fn(struct arena *a, const void *ctx,
				   struct span s);
const struct pattern *pat_signal(struct arena *a, pat_signal_fn *fn,
				 const void *ctx);
/* What the query's state has under that name, as a value or a pattern, in
 * values of that kind; what is of no such kind is dropped (Tidal's cF_, cS_
 * ...). */
const struct pattern *pat_state(struct arena *a, const char *name,
				enum value_kind kind);
/* v as Tidal's getF, getI, getN, getR, getS, getB read it, or V_NONE. */
struct value value_get(struct value v, enum value_kind kind);

/* --- Combining --- */
const struct pattern *pat_stack(struct arena *a, size_t n,
				const struct pattern *const *p);
const struct pattern *pat_overlay(struct arena *a, const struct pattern *x,
				  const struct pattern *y);
/* Tidal's cat: pattern i plays its own cycle c div n. */
const struct pattern *pat_slowcat(struct arena *a, size_t n,
				  const struct pattern *const *p);
const struct pattern *pat_fastcat(struct arena *a, size_t n,
				  const struct pattern *const *p);
/* One cycle of each in a cycle, in proportion to weight[]. */
const struct pattern *pat_timecat(struct arena *a, size_t n,
				  const struct rat *weight,
				  const struct pattern *const *p);

/* --- Time --- */
/* Factor 0: silence; negative: rev of the positive. */
const struct pattern *pat_fast(struct arena *a, struct rat factor,
			       const struct pattern *p);
const struct pattern *pat_slow(struct arena *a, struct rat factor,
			       const struct pattern *p);
/* `by <~ p` and `by ~> p`. */
const struct pattern *pat_early(struct arena *a, struct rat by,
				const struct pattern *p);
const struct pattern *pat_late(struct arena *a, struct rat by,
			       const struct pattern *p);
const struct pattern *pat_rev(struct arena *a, const struct pattern *p);
const struct pattern *pat_fast_gap(struct arena *a, struct rat factor,
				   const struct pattern *p);
const struct pattern *pat_compress(struct arena *a, struct span to,
				   const struct pattern *p);
/* compress, for an event's whole: only in the cycle it begins in (Tidal's
 * focus / compressArc as squeezeJoin uses them). */
const struct pattern *pat_focus(struct arena *a, struct span to,
				const struct pattern *p);
const struct pattern *pat_zoom(struct arena *a, struct span to,
			       const struct pattern *p);
/* segment n: n samples a cycle of whatever p is. */
const struct pattern *pat_segment(struct arena *a, struct rat n,
				  const struct pattern *p);
/* Queries of p never cross a cycle's border. */
const struct pattern *pat_split_cycles(struct arena *a,
				       const struct pattern *p);

/* --- Values and events --- */
/* Asked when the node is made for a value that is known then (pure), else in
 * queries. Steps and pure stay, the latter mapped. */
typedef struct value pat_map_fn(struct arena *a, const void *ctx,
				struct value v);
const struct pattern *pat_map(struct arena *a, pat_map_fn *fn, const void *ctx,
			      const struct pattern *p);
/* Keep the events for which keep() holds; keep may change the event (its
 * times too). The query is passed on as it is. */
typedef bool pat_event_fn(struct query *q, const void *ctx, struct event *e);
const struct pattern *pat_map_events(struct arena *a, pat_event_fn *fn,
				     const void *ctx, const struct pattern *p);
/* Keep the events whose whole (their part where they have none) begins where
 * keep() says so, and of those what lies in their whole. As the test sees
 * nothing else, it is done before the work of
 * what only gives values to events. Steps stay. */
typedef bool pat_begin_fn(const void *ctx, struct rat begin);
const struct pattern *pat_filter_begin(struct arena *a, pat_begin_fn *keep,
				       const void *ctx,
				       const struct pattern *p);
/* Tidal's filterOnsets, filterDigital, filterAnalog. */
const struct pattern *pat_filter_onsets(struct arena *a,
					const struct pattern *p);
const struct pattern *pat_filter_digital(struct arena *a,
					 const struct pattern *p);
/* All events with this context and no other (setContext). */
const struct pattern *pat_with_context(struct arena *a, const struct context *c,
				       const struct pattern *p);
/* Drop what is V_NONE after fn (Tidal's filterJust . fmap). */
const struct pattern *pat_map_some(struct arena *a, pat_map_fn *fn,
				   const void *ctx, const struct pattern *p);
/* Each event of a list (V_LIST) as events of its values; the i-th has the i-th
 * place of the list's context (uncollect). */
const struct pattern *pat_uncollect(struct arena *a, const struct pattern *p);
/* A different pattern for each cycle: fn is asked once for each cycle that a
 * query touches, with the query's arena. */
typedef const struct pattern *pat_cycle_fn(struct arena *a, const void *ctx,
					   int64_t cycle);
const struct pattern *pat_by_cycle(struct arena *a, pat_cycle_fn *fn,
				   const void *ctx);

/* --- Two patterns --- */
enum pat_structure { FROM_BOTH, FROM_LEFT, FROM_RIGHT };
/* The values of both where they overlap: <*> (wholes intersected), <*
 * (structure from x), *> (from y). fn may return V_NONE to drop the event.
 * Order of events: for each of the left (FROM_RIGHT: right), in query order,
 * those of the other, as in Tidal. */
typedef struct value pat_app_fn(struct arena *a, const void *ctx,
				struct value x, struct value y);
const struct pattern *pat_app(struct arena *a, enum pat_structure from,
			      pat_app_fn *fn, const void *ctx,
			      const struct pattern *x, const struct pattern *y);

/* --- Patterns of patterns --- */
enum pat_join {
	JOIN_INNER,   /* wholes from the inner patterns (innerJoin) */
	JOIN_OUTER,   /* wholes from the outer pattern */
	JOIN_MIX,     /* both: intersection (unwrap) */
	JOIN_SQUEEZE, /* a cycle of the inner squeezed into the outer's event */
	JOIN_RESTART, /* inner begins with its cycle 0 at the outer's onset, as
			 in `restart` (trigZeroJoin) */
	JOIN_RESET, /* inner's cycle begins at the outer's onset, as in `reset`
		       (trigJoin) */
};
/* p's values turned into patterns by fn (in the query's arena) and joined.
 * fn NULL: the values are V_PAT already. */
typedef const struct pattern *pat_bind_fn(struct arena *a, const void *ctx,
					  struct value v);
const struct pattern *pat_bind(struct arena *a, enum pat_join how,
			       pat_bind_fn *fn, const void *ctx,
			       const struct pattern *p);
/* Tidal's tParam: a patterned argument. A pure p calls fn at once, without a
 * join (nothing is cut); else JOIN_INNER. Nearly every function of the library
 * with a `Pattern Time` or `Pattern Int` argument is this over a plain one. */
const struct pattern *pat_param(struct arena *a, pat_bind_fn *fn,
				const void *ctx, const struct pattern *p);
/* The same with JOIN_SQUEEZE (tParamSqueeze). */
const struct pattern *pat_param_squeeze(struct arena *a, pat_bind_fn *fn,
					const void *ctx,
					const struct pattern *p);

/* --- Steps --- */
const struct pattern *pat_with_steps(struct arena *a, struct rat steps,
				     const struct pattern *p);

/* --- Answers --- */
/* p in s as Tidal's stream and tests see it, in q's arena. */
struct events pat_events(struct query *q, const struct pattern *p,
			 struct span s);
/* Join fragments of one event that touch (same whole, value, context). */
void events_defragment(struct events *e);

#endif
