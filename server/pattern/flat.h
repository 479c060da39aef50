/* Patterns written out: all events of a period of cycles, in the order that a
 * query gives them. What is made of such patterns alone by sequences, rates,
 * maps, applications and joins is written out again while a program is built,
 * so a query only copies events, whatever the pattern was made of.
 *
 * Only patterns whose events' parts never go over the end of a cycle can be
 * written out, and only small ones. Where wholes do go over it, few operations
 * take them. Nothing is written out in an arena that answers queries:
 * there the work would not pay. Private to pattern/. */
#ifndef PATTERN_FLAT_H
#define PATTERN_FLAT_H

#include "pattern/node.h"

/* Each of these is the pattern of core.h with the same name, written out; NULL
 * where that can't be done. Steps and pure are the caller's to set, on the node
 * that was just made. */
struct pattern *flat_stack(struct arena *a, size_t n,
			   const struct pattern *const *p);
/* Pattern i in the part from[i]..to[i] of the cycle. */
struct pattern *flat_timecat(struct arena *a, size_t n, const struct rat *from,
			     const struct rat *to,
			     const struct pattern *const *p);
/* Equal shares, given in order of time. */
struct pattern *flat_fastcat(struct arena *a, size_t n,
			     const struct pattern *const *p);
struct pattern *flat_slowcat(struct arena *a, size_t n,
			     const struct pattern *const *p);
struct pattern *flat_fast(struct arena *a, struct rat factor,
			  const struct pattern *p);
struct pattern *flat_early(struct arena *a, struct rat by,
			   const struct pattern *p);
struct pattern *flat_map(struct arena *a, pat_map_fn *fn, const void *ctx,
			 bool drop_none, const struct pattern *p);
struct pattern *flat_app(struct arena *a, enum pat_structure from,
			 pat_app_fn *fn, const void *ctx,
			 const struct pattern *x, const struct pattern *y);
struct pattern *flat_join(struct arena *a, enum pat_join how,
			  const struct pattern *p);
struct pattern *flat_uncollect(struct arena *a, const struct pattern *p);
/* Each event turned into others that lie within its part, digital ones. */
typedef void flat_split_fn(struct query *q, const void *ctx,
			   const struct event *e, struct events *out);
struct pattern *flat_split(struct arena *a, flat_split_fn *fn, const void *ctx,
			   const struct pattern *p);
/* The same events, for another step count or context. */
struct pattern *flat_copy(struct arena *a, const struct pattern *p);
struct pattern *flat_context(struct arena *a, const struct context *c,
			     const struct pattern *p);
bool is_flat(const struct pattern *p);

#endif
