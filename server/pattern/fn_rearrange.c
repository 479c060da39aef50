/* The same events in another order: rotations, slices, fits and chords spread
 * out. */
#include <stdlib.h>

#include "pattern/context.h"
#include "pattern/family.h"
#include "pattern/node.h"
#include "pattern/param.h"

static int span_cmp(struct span x, struct span y)
{
	int c = rat_cmp(x.begin, y.begin);

	return c ? c : rat_cmp(x.end, y.end);
}

/* Analog events have no whole: they come first, all alike. */
static int whole_cmp(const struct event *x, const struct event *y)
{
	if (x->analog || y->analog)
		return y->analog - x->analog;
	return span_cmp(x->whole, y->whole);
}

struct ranked {
	const struct event *event;
	size_t at;
};

static int by_whole(const void *px, const void *py)
{
	const struct ranked *x = px, *y = py;
	int c = whole_cmp(x->event, y->event);

	return c ? c : (x->at > y->at) - (x->at < y->at);
}

static int by_source(const void *px, const void *py)
{
	const struct ranked *x = px, *y = py;
	int c = context_cmp(x->event->context, y->event->context);

	if (!c)
		c = whole_cmp(x->event, y->event);
	if (!c)
		c = span_cmp(x->event->part, y->event->part);
	if (!c)
		c = value_cmp(x->event->value, y->event->value);
	return c ? c : (x->at > y->at) - (x->at < y->at);
}

static struct ranked *rank(struct arena *a, const struct event *e, size_t n)
{
	struct ranked *r = arena_alloc(a, (n + 1) * sizeof(*r));

	for (size_t i = 0; i < n; i++)
		r[i] = (struct ranked){&e[i], i};
	return r;
}

/* --- Rotation of the values --- */

struct rot {
	struct pattern pattern;
	const struct pattern *in;
	int64_t by;
};

static bool adjacent(const struct event *x, const struct event *y)
{
	return whole_cmp(x, y) == 0 && value_eq(x->value, y->value) &&
	       (rat_eq(x->part.end, y->part.begin) ||
		rat_eq(y->part.end, x->part.begin));
}

/* Join each fragment with the first later one that touches it, once: so does
 * Tidal. r is sorted by whole; what was joined to another is marked NULL. */
static void join_fragments(struct arena *a, struct ranked *r, size_t n,
			   struct event *e)
{
	for (size_t i = 0; i < n; i++) {
		if (!r[i].event ||
		    (!r[i].event->analog &&
		     span_eq(r[i].event->part, r[i].event->whole)))
			continue;
		for (size_t j = i + 1; j < n; j++) {
			struct event *x = &e[r[i].at], *y = &e[r[j].at];

			arena_step(a);
			if (whole_cmp(x, y))
				break;
			if (!r[j].event || !adjacent(x, y))
				continue;
			x->part = SPAN(rat_min(x->part.begin, y->part.begin),
				       rat_max(x->part.end, y->part.end));
			r[j].event = NULL;
			break;
		}
	}
}

/* To the left by any number; to the right, as in Tidal, by no more than there
 * are. */
static size_t shift_of(int64_t by, size_t count)
{
	if (by >= 0)
		return (size_t)by % count;
	return by > -(int64_t)count ? (size_t)((int64_t)count + by) : 0;
}

static void rot_cycle(struct query *q, const struct rot *n, struct span s,
		      struct events *out)
{
	struct events e = events_none();
	struct rat sam = rat_sam(s.begin);
	struct ranked *r;
	size_t count = 0, shift;

	pat_query(q, n->in, SPAN(sam, rat_next_sam(s.begin)), &e);
	if (!e.n)
		return;
	r = rank(q->arena, e.at, e.n);
	qsort(r, e.n, sizeof(*r), by_whole);
	join_fragments(q->arena, r, e.n, e.at);
	for (size_t i = 0; i < e.n; i++)
		if (r[i].event)
			r[count++] = r[i];
	qsort(r, count, sizeof(*r), by_source);
	shift = shift_of(n->by, count);
	for (size_t i = 0; i < count; i++) {
		struct event to = *r[i].event;

		to.value = r[(i + shift) % count].event->value;
		if (span_intersect(to.part, s, &to.part))
			*events_add(q, out) = to;
	}
}

static void run_rot(struct query *q, const struct pattern *p, struct span s,
		    struct events *out)
{
	struct cut cut = cut_start(s);
	struct span part;

	while (cut_next(&cut, &part))
		rot_cycle(q, (const struct rot *)p, part, out);
}

static const struct pattern *do_rot(struct arena *a, struct value v,
				    const struct pattern *p)
{
	struct rot *n = ARENA_NEW(a, struct rot);

	n->pattern.run = run_rot;
	n->pattern.steps = p->steps;
	n->pattern.pure = p->pure;
	n->in = p;
	n->by = value_to_int(v);
	return &n->pattern;
}

static const struct param_op op_rot = {do_rot, PARAM_KEEP_STEPS};

/* --- Slices of a cycle, by number --- */

struct bite {
	int64_t n;
	const struct pattern *index, *in;
};

static const struct pattern *bind_slice(struct arena *a, const void *ctx,
					struct value v)
{
	const struct bite *b = ctx;
	int64_t i = int_mod(a, value_to_int(v), b->n);

	return pat_zoom(a, SPAN(rat_make(i, b->n), rat_make(i + 1, b->n)),
			b->in);
}

static const struct pattern *bind_bite(struct arena *a, const void *ctx,
				       struct value v)
{
	struct bite *b = arena_copy(a, ctx, sizeof(*b));

	b->n = value_to_int(v);
	return pat_bind(a, JOIN_SQUEEZE, bind_slice, b, b->index);
}

static struct value build_bite(const struct call *c)
{
	struct bite *b = ARENA_NEW(c->arena, struct bite);

	b->index = arg_pat(c, 1);
	b->in = arg_pat(c, 2);
	return value_pat(
	    param_join(c->arena, JOIN_INNER, bind_bite, b, arg_pat(c, 0)));
}

struct index {
	struct rat size;
	const struct pattern *in;
};

static const struct pattern *bind_index(struct arena *a, const void *ctx,
					struct value v)
{
	const struct index *x = ctx;
	struct rat at = rat_mul(value_to_rat(v), rat_sub(RAT_ONE, x->size));

	return pat_zoom(a, SPAN(at, rat_add(at, x->size)), x->in);
}

static struct value build_index(const struct call *c)
{
	struct index *x = ARENA_NEW(c->arena, struct index);

	x->size = arg_rat(c, 0);
	x->in = arg_pat(c, 2);
	return value_pat(
	    param_join(c->arena, JOIN_MIX, bind_index, x, arg_pat(c, 1)));
}

/* --- Values of a list, some new ones each cycle --- */

struct fit {
	int64_t per_cycle;
	const struct list *values;
	const struct pattern *in;
	enum value_kind kind;
};

static bool fit_event(struct query *q, const void *ctx, struct event *e)
{
	const struct fit *f = ctx;
	int64_t i =
	    value_to_int(e->value) + f->per_cycle * rat_floor(e->part.begin);

	i = int_mod(q->arena, i, (int64_t)f->values->n);
	e->value = value_as(f->values->at[i], f->kind);
	return true;
}

static const struct pattern *fit(struct arena *a, struct fit f)
{
	const struct pattern *p =
	    pat_map_events(a, fit_event, arena_copy(a, &f, sizeof(f)), f.in);

	return pat_keep_steps(a, f.in, p);
}

static const struct pattern *bind_fit(struct arena *a, const void *ctx,
				      struct value v)
{
	struct fit f = *(const struct fit *)ctx;

	f.per_cycle = value_to_int(v);
	return fit(a, f);
}

static struct value build_fit(const struct call *c)
{
	struct fit *f = ARENA_NEW(c->arena, struct fit);

	f->values = arg_list(c, 1);
	f->in = arg_pat(c, 2);
	f->kind = c->kind;
	return value_pat(pat_param(c->arena, bind_fit, f, arg_pat(c, 0)));
}

static struct value is_number(struct arena *a, const void *ctx, struct value v)
{
	(void)a;
	if (value_to_int(v) != *(const int64_t *)ctx)
		return (struct value){.kind = V_NONE};
	return value_bool(true);
}

/* The part of p that stands where `from` has the number i, stretched. */
static const struct pattern *cut_out(struct arena *a, int64_t i,
				     const struct pattern *from,
				     const struct pattern *p)
{
	const struct pattern *where =
	    pat_map_some(a, is_number, arena_copy(a, &i, sizeof(i)), from);

	return pat_stretch(a, pat_mask(a, where, p));
}

static const struct pattern *bind_fast(struct arena *a, const void *ctx,
				       struct value v)
{
	return pat_fast(a, value_to_rat(v), ctx);
}

static const struct pattern *fast(struct arena *a, const struct pattern *by,
				  const struct pattern *p)
{
	return pat_keep_steps(a, p, pat_param(a, bind_fast, p, by));
}

static struct value build_fit_prime(const struct call *c)
{
	struct arena *a = c->arena;
	int64_t n = arg_int(c, 1);
	const struct pattern *from = fast(a, arg_pat(c, 0), arg_pat(c, 2));
	const struct pattern *p = fast(a, arg_pat(c, 0), arg_pat(c, 4));
	struct list *parts;
	struct fit f = {.per_cycle = n, .in = arg_pat(c, 3)};

	if (n < 1 || n > 65536)
		arena_escape(a, ST_EVAL,
			     "fit': the number of parts is out of range");
	parts =
	    arena_alloc(a, sizeof(*parts) + (size_t)n * sizeof(parts->at[0]));
	parts->n = (size_t)n;
	parts->tuple = false;
	for (int64_t i = 0; i < n; i++)
		parts->at[i] = value_pat(cut_out(a, i, from, p));
	f.values = parts;
	return value_pat(pat_bind(a, JOIN_SQUEEZE, NULL, NULL, fit(a, f)));
}

/* --- One value for another --- */

static struct value swapped(struct arena *a, const void *ctx, struct value v)
{
	const struct fit *f = ctx;

	(void)a;
	for (size_t i = 0; i < f->values->n; i++) {
		const struct value *pair = f->values->at[i].list->at;
		struct value key = value_as(pair[0], v.kind);

		if (value_eq(key, v))
			return value_as(pair[1], f->kind);
	}
	return (struct value){.kind = V_NONE};
}

static struct value build_swap(const struct call *c)
{
	struct fit *f = ARENA_NEW(c->arena, struct fit);

	f->values = arg_list(c, 0);
	f->kind = c->kind;
	return value_pat(pat_map_some(c->arena, swapped, f, arg_pat(c, 1)));
}

static const struct fn_row rows[] = {
    {"rot", "", "(Ord a) => Pattern Int -> Pattern a -> Pattern a", build_param,
     "Move the values of each cycle along its rhythm.", "rot 1 $ n \"0 ~ 2 3\"",
     "0 1/4 {\"n\":2.0}; 1/2 3/4 {\"n\":3.0}; 3/4 1 {\"n\":0.0}", 0, &op_rot},
    {"bite", "", "Pattern Int -> Pattern Int -> Pattern a -> Pattern a",
     build_bite, "Cut each cycle in parts and play them by number.",
     "bite 4 \"0 2*2\" $ n \"0 .. 7\"",
     "0 1/4 {\"n\":0.0}; 1/4 1/2 {\"n\":1.0}; 1/2 5/8 {\"n\":4.0}; 5/8 3/4 "
     "{\"n\":5.0}; 3/4 7/8 {\"n\":4.0}; 7/8 1 {\"n\":5.0}",
     0, NULL},
    {"index", "", "(Real b) => b -> Pattern b -> Pattern c -> Pattern c",
     build_index, "Zoom into a part of the cycle of a given size, by place.",
     "index 0.5 \"<0 1>\" $ s \"bd sn hh cp\"",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0, NULL},
    {"fit", "", "Pattern Int -> [a] -> Pattern Int -> Pattern a", build_fit,
     "Choose among values by number, from further on in each cycle.",
     "s (fit 3 [\"bd\", \"sn\", \"hh\", \"cp\"] \"0 [~ 1] 2 1\")",
     "0 1/4 {\"s\":\"bd\"}; 3/8 1/2 {\"s\":\"sn\"}; 1/2 3/4 {\"s\":\"hh\"}; "
     "3/4 1 {\"s\":\"sn\"}",
     0, NULL},
    {"fit'", "",
     "Pattern Time -> Int -> Pattern Int -> Pattern Int -> Pattern a -> "
     "Pattern a",
     build_fit_prime,
     "Cut a pattern by the numbers of one pattern, play it by another's.",
     "fit' 1 2 \"0 1\" \"1 0\" $ s \"bd sn\"",
     "0 1/2 {\"s\":\"sn\"}; 1/2 1 {\"s\":\"bd\"}", 0, NULL},
    {"swap", "", "(Eq a) => [(a, b)] -> Pattern a -> Pattern b", build_swap,
     "Replace values by a list of pairs; what is not in it falls silent.",
     "n (swap [(0, 10), (3, 12)] \"0 3 1\")",
     "0 1/3 {\"n\":10.0}; 1/3 2/3 {\"n\":12.0}", 0, NULL},
};

const struct fn_family fn_family_rearrange = {
    "rearrange", "In another order", rows, sizeof(rows) / sizeof(rows[0])};
