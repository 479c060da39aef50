#include "pattern/number.h"

#include <math.h>
#include <string.h>
#include "pattern/core.h"

struct value number_of_double(struct arena *a, enum value_kind kind, double x)
{
	switch (kind) {
	case V_NOTE:
		return value_note(x);
	case V_INT:
		return value_int((int64_t)floor(x));
	case V_RAT:
		return value_rat(rat_from_double(x));
	case V_MAP:
		return value_map(map_one(a, &control_table[CONTROL_ID_speed],
					 value_float(x)));
	default:
		return value_float(x);
	}
}

struct value number_of_int(struct arena *a, enum value_kind kind, int64_t i)
{
	switch (kind) {
	case V_NOTE:
		return value_note((double)i);
	case V_INT:
		return value_int(i);
	case V_RAT:
		return value_rat(rat_int(i));
	case V_MAP:
		return value_map(
		    map_one(a, &control_table[CONTROL_ID_n], value_int(i)));
	default:
		return value_float((double)i);
	}
}

struct value number_of_rat(struct arena *a, enum value_kind kind, struct rat r)
{
	if (kind == V_RAT)
		return value_rat(r);
	if (kind == V_INT)
		return value_int(rat_floor(r));
	return number_of_double(a, kind, rat_to_double(r));
}

struct value number_as(struct value v, enum value_kind kind)
{
	if (v.kind == kind || kind < V_FLOAT || kind > V_RAT)
		return v;
	return value_as(v, kind);
}

struct list *list_new(struct arena *a, size_t n)
{
	struct list *l = arena_alloc(a, sizeof(*l) + n * sizeof(struct value));

	l->n = n;
	l->tuple = false;
	return l;
}

/* How many numbers `[from .. to]` has. */
static size_t range_count(struct arena *a, struct value from, struct value to)
{
	double n;

	if (from.kind == V_INT)
		n = (double)value_to_int(to) - (double)from.i + 1;
	else if (from.kind == V_RAT)
		n = (double)rat_floor(
			rat_add(rat_sub(value_to_rat(to), from.r), RAT(1, 2))) +
		    1;
	else
		n = floor(value_to_double(to) + 0.5 - from.f) + 1;
	if (!(n > 0))
		return 0;
	if (n > 1e6)
		arena_escape(a, ST_EVAL,
			     "a list of more than a million "
			     "numbers");
	return (size_t)n;
}

const struct list *number_range(struct arena *a, struct value from,
				struct value to)
{
	size_t n = range_count(a, from, to);
	struct list *l = list_new(a, n);

	for (size_t i = 0; i < n; i++) {
		struct value v = from;

		if (v.kind == V_INT)
			v.i += (int64_t)i;
		else if (v.kind == V_RAT)
			v.r = rat_add(v.r, rat_int((int64_t)i));
		else
			v.f += (double)i;
		arena_step(a);
		l->at[i] = v;
	}
	return l;
}

struct pat_list {
	struct pattern pattern;
	const struct list *list;
};

/* cycle + i/n. */
static struct rat step_at(int64_t cycle, int64_t i, int64_t n)
{
	if (cycle > INT32_MAX || cycle < INT32_MIN)
		return rat_reduce128((__int128)cycle * n + i, n);
	return rat_make(cycle * n + i, n);
}

/* The steps of one cycle that touch s, which lies within that cycle. */
static void list_cycle(struct query *q, const struct list *l, int64_t cycle,
		       struct span s, struct events *out)
{
	int64_t n = (int64_t)l->n;
	struct rat count = rat_int(n);
	bool instant = rat_eq(s.begin, s.end);
	int64_t i = rat_floor(rat_mul(rat_sub(s.begin, rat_int(cycle)), count));
	int64_t last = rat_ceil(rat_mul(rat_sub(s.end, rat_int(cycle)), count));

	if (instant)
		last = i + 1;
	for (; i < last && i < n; i++) {
		struct rat b = step_at(cycle, i, n);
		struct rat e = step_at(cycle, i + 1, n);
		struct event *ev;

		arena_step(q->arena);
		ev = events_add(q, out);
		ev->whole = SPAN(b, e);
		ev->part = SPAN(rat_max(b, s.begin), rat_min(e, s.end));
		ev->value = l->at[i];
		ev->context = NULL;
		ev->analog = false;
	}
}

static void list_run(struct query *q, const struct pattern *p, struct span s,
		     struct events *out)
{
	const struct list *l = ((const struct pat_list *)p)->list;
	int64_t cycle = rat_floor(s.begin);

	do {
		struct span in = SPAN(rat_max(s.begin, rat_int(cycle)),
				      rat_min(s.end, rat_int(cycle + 1)));

		list_cycle(q, l, cycle++, in, out);
	} while (rat_lt(rat_int(cycle), s.end));
}

const struct pattern *pat_of_list(struct arena *a, const struct list *l)
{
	struct pat_list *p;

	if (l->n == 0)
		return pat_silence();
	if (l->n == 1)
		return pat_pure(a, l->at[0]);
	p = ARENA_NEW(a, struct pat_list);
	p->pattern.run = list_run;
	p->pattern.steps = rat_int((int64_t)l->n);
	p->list = l;
	return &p->pattern;
}

/* The part lies in the cycle that it begins in, and in its whole. */
static bool is_cut(const struct event *e)
{
	if (rat_lt(rat_next_sam(e->part.begin), e->part.end))
		return false;
	return e->analog || (rat_le(e->whole.begin, e->part.begin) &&
			     rat_le(e->part.end, e->whole.end));
}

static void add_cut(struct query *q, struct events *out, struct event e)
{
	struct rat end;

	if (!e.analog && !span_intersect(e.whole, e.part, &e.part))
		return;
	end = e.part.end;
	do {
		e.part.end = rat_min(end, rat_next_sam(e.part.begin));
		arena_step(q->arena);
		*events_add(q, out) = e;
		e.part.begin = e.part.end;
	} while (rat_lt(e.part.begin, end));
}

void events_cut_cycles(struct query *q, struct events *out, size_t from)
{
	size_t i = from, n = out->n;
	struct event *rest;

	while (i < n && is_cut(&out->at[i]))
		i++;
	if (i == n)
		return;
	rest = arena_copy(q->arena, &out->at[i], (n - i) * sizeof(*rest));
	out->n = i;
	for (size_t k = 0; k < n - i; k++)
		add_cut(q, out, rest[k]);
}
