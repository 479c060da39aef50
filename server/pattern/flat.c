#include "pattern/flat_draft.h"

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

void flat_run(struct query *q, const struct pattern *p, struct span s,
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
bool flat_sample(struct query *q, const struct pattern *p, struct span s,
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
	const struct flat_node *v = flat_view(p, &own);
	struct draft *d = v ? draft_new(a, v->period, v->groups) : NULL;

	if (!d)
		return NULL;
	for (uint32_t c = 0; c < d->period; c++)
		for (uint32_t g = 0; g < v->groups; g++) {
			struct range r = flat_bucket(v, c, g);

			for (; r.at < r.end; r.at++) {
				struct flat_event *e = draft_add(d, c, g);

				*e = *r.at;
				e->context = context;
			}
		}
	return draft_done(d);
}
