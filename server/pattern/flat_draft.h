/* How patterns are written out: views of what they are made of, and drafts of
 * what comes of it. For the files flat*.c alone. */
#ifndef PATTERN_FLAT_DRAFT_H
#define PATTERN_FLAT_DRAFT_H

#include "pattern/flat.h"

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

/* p as a flat node: itself, or a small one made in `own`. */
struct view {
	struct flat_node node;
	struct flat_event one;
	uint32_t start[2];
	bool sorted;
};

/* NULL: p can't be taken as one, or its events go beyond their cycles. */
const struct flat_node *flat_view(const struct pattern *p, struct view *own);
/* The common period of two; 0 when it is too long, or one of them was. */
uint64_t flat_common(uint64_t a, uint64_t b);

/* The events of one cycle of a flat pattern. */
struct range {
	const struct flat_event *at, *end;
};

static inline struct range flat_cycle(const struct flat_node *n, int64_t cycle)
{
	const uint32_t *start =
	    n->start + floor_mod(cycle, n->period) * n->groups;

	return (struct range){n->at + start[0], n->at + start[n->groups]};
}

static inline struct range flat_bucket(const struct flat_node *n, int64_t cycle,
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
struct draft *draft_new(struct arena *a, uint64_t period, uint64_t groups);
/* A place for one more event; what is too much goes nowhere. */
struct flat_event *draft_add(struct draft *d, uint32_t cycle, uint32_t group);
/* The pattern; NULL: it was too big. The draft is gone either way. */
struct pattern *draft_done(struct draft *d);
void draft_drop(struct draft *d);

/* An event of the cycle in that part of it. */
void flat_scale(struct flat_event *e, struct rat from, struct rat width);
/* What answers for a written-out pattern. */
void flat_run(struct query *q, const struct pattern *p, struct span s,
	      struct events *out);
bool flat_sample(struct query *q, const struct pattern *p, struct span s,
		 struct event *to);

#endif
