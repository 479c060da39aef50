/* Chords played note by note: arpeggios and rolls. */
#include <string.h>
#include "base/nearest.h"
#include "pattern/arp.h"
#include "pattern/family.h"
#include "pattern/mono.h"
#include "pattern/number.h"
#include "pattern/param.h"

/* --- Modes: in which order the n notes of a chord are played --- */

/* An order of indices, built up by the modes. */
struct order {
	struct arena *arena;
	size_t n, cap;
	size_t *at;
};

static void order_add(struct order *o, size_t i)
{
	size_t *old = o->at;

	if (o->n == o->cap) {
		o->cap = o->cap ? 2 * o->cap : 16;
		o->at = arena_alloc(o->arena, o->cap * sizeof(*o->at));
		if (o->n)
			memcpy(o->at, old, o->n * sizeof(*old));
	}
	o->at[o->n++] = i;
}

/* i, i+1 ... below end. */
static void order_up(struct order *o, size_t i, size_t end)
{
	for (; i < end; i++)
		order_add(o, i);
}

/* end-1, end-2 ... down to i. */
static void order_down(struct order *o, size_t i, size_t end)
{
	while (end > i)
		order_add(o, --end);
}

static void mode_up(struct order *o, size_t n)
{
	order_up(o, 0, n);
}

static void mode_down(struct order *o, size_t n)
{
	order_down(o, 0, n);
}

static void mode_updown(struct order *o, size_t n)
{
	order_up(o, 0, n - 1);
	order_down(o, 1, n);
}

static void mode_downup(struct order *o, size_t n)
{
	order_down(o, 1, n);
	order_up(o, 0, n - 1);
}

static void mode_up_and_down(struct order *o, size_t n)
{
	order_up(o, 0, n);
	order_down(o, 0, n);
}

static void mode_down_and_up(struct order *o, size_t n)
{
	order_down(o, 0, n);
	order_up(o, 0, n);
}

/* First, last, second, last but one ... */
static size_t inwards(size_t i, size_t n)
{
	return i % 2 ? n - 1 - i / 2 : i / 2;
}

static void mode_converge(struct order *o, size_t n)
{
	for (size_t i = 0; i < n; i++)
		order_add(o, inwards(i, n));
}

static void mode_diverge(struct order *o, size_t n)
{
	for (size_t i = n; i-- > 0;)
		order_add(o, inwards(i, n));
}

static void mode_disconverge(struct order *o, size_t n)
{
	mode_converge(o, n);
	for (size_t i = n - 1; i-- > 0;)
		order_add(o, inwards(i, n));
}

/* The highest after each of the others. */
static void mode_pinkyup(struct order *o, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++) {
		order_add(o, i);
		order_add(o, n - 1);
	}
}

/* The lowest before each of the others. */
static void mode_thumbup(struct order *o, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		order_add(o, 0);
		order_add(o, i);
	}
}

/* Up, without the last; then back, without the first. */
static void order_there_and_back(struct order *o)
{
	size_t n = o->n;

	if (n == 0)
		return;
	n--;
	for (size_t i = n; i > 0; i--)
		order_add(o, o->at[i]);
	/* the last of the way up stands at n: take it out */
	memmove(&o->at[n], &o->at[n + 1], (o->n - n - 1) * sizeof(*o->at));
	o->n--;
}

static void mode_pinkyupdown(struct order *o, size_t n)
{
	mode_pinkyup(o, n);
	order_there_and_back(o);
}

static void mode_thumbupdown(struct order *o, size_t n)
{
	mode_thumbup(o, n);
	order_there_and_back(o);
}

typedef void arp_mode(struct order *o, size_t n);

static const struct {
	const char *name;
	arp_mode *mode;
} modes[] = {
    {"up", mode_up},
    {"down", mode_down},
    {"updown", mode_updown},
    {"downup", mode_downup},
    {"up&down", mode_up_and_down},
    {"down&up", mode_down_and_up},
    {"converge", mode_converge},
    {"diverge", mode_diverge},
    {"disconverge", mode_disconverge},
    {"pinkyup", mode_pinkyup},
    {"pinkyupdown", mode_pinkyupdown},
    {"thumbup", mode_thumbup},
    {"thumbupdown", mode_thumbupdown},
};

static arp_mode *mode_or_null(const char *name)
{
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (strcmp(modes[i].name, name) == 0)
			return modes[i].mode;
	return NULL;
}

/* An unknown name plays up, as in Tidal. */
static arp_mode *mode_find(const char *name)
{
	arp_mode *mode = mode_or_null(name);

	return mode ? mode : mode_up;
}

bool arp_knows(const char *name)
{
	return mode_or_null(name);
}

void arp_each(void (*fn)(void *ctx, const char *name), void *ctx)
{
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		fn(ctx, modes[i].name);
}

void arp_hint(const char *name, char *to, size_t size)
{
	struct nearest near;

	nearest_init(&near, name);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		nearest_offer(&near, modes[i].name);
	nearest_hint(&near, to, size);
}

/* --- Spreading chords out --- */

struct arp {
	struct pattern pattern;
	const struct pattern *in;
	arp_mode *mode;	     /* or NULL and ... */
	const struct fn *fn; /* ... a function from list to list */
};

/* The order that a function of the language makes of the numbers of the notes:
 * whatever it does with the list, it can't see what is in it. */
static void order_by_fn(struct order *o, const struct fn *fn, size_t n)
{
	struct list *l = list_new(o->arena, n);
	struct value to;

	for (size_t i = 0; i < n; i++)
		l->at[i] = value_int((int64_t)i);
	to = fn_call(o->arena, fn, value_list(l));
	for (size_t i = 0; to.kind == V_LIST && i < to.list->n; i++) {
		int64_t k = value_to_int(to.list->at[i]);

		if (k >= 0 && (size_t)k < n)
			order_add(o, (size_t)k);
	}
}

/* The n events of one chord, spread out behind `out`. */
static void spread_chord(struct query *q, const struct arp *p, struct order *o,
			 const struct event *chord, size_t n,
			 struct events *out)
{
	struct span whole = chord->whole, step = {whole.begin, whole.begin};
	struct rat width;

	o->n = 0;
	if (p->fn)
		order_by_fn(o, p->fn, n);
	else
		p->mode(o, n);
	if (o->n == 0)
		return;
	width =
	    rat_div(rat_sub(whole.end, whole.begin), rat_int((int64_t)o->n));
	for (size_t i = 0; i < o->n; i++) {
		struct event e = chord[o->at[i]];

		arena_step(q->arena);
		step.begin = step.end;
		step.end = rat_add(step.begin, width);
		e.whole = step;
		if (span_intersect(step, e.part, &e.part))
			*events_add(q, out) = e;
	}
}

static void arp_run(struct query *q, const struct pattern *p, struct span s,
		    struct events *out)
{
	const struct arp *arp = (const void *)p;
	struct order order = {.arena = q->arena};
	struct events in = events_none();
	size_t n;

	pat_query(q, arp->in, s, &in);
	events_sort_wholes(q, &in, 0);
	for (size_t i = 0; i < in.n; i += n) {
		const struct event *e = &in.at[i];

		n = 1;
		if (e->analog)
			continue;
		while (i + n < in.n && span_eq(e[n].whole, e->whole))
			n++;
		spread_chord(q, arp, &order, e, n, out);
	}
}

static const struct pattern *arp_new(struct arena *a, arp_mode *mode,
				     const struct fn *fn,
				     const struct pattern *in)
{
	struct arp *p = ARENA_NEW(a, struct arp);

	p->pattern.run = arp_run;
	p->pattern.steps = in->steps;
	p->in = in;
	p->mode = mode;
	p->fn = fn;
	return &p->pattern;
}

const struct pattern *pat_spread_chords(struct arena *a,
					const struct pattern *in)
{
	return arp_new(a, mode_up, NULL, in);
}

static const struct pattern *arp_op(struct arena *a, struct value mode,
				    const struct pattern *in)
{
	return arp_new(a, mode_find(mode.kind == V_STR ? mode.s : ""), NULL,
		       in);
}

static const struct param_op arp = {arp_op, PARAM_SHORT};

static const struct param_0_op arpeggiate = {pat_spread_chords};

static struct value build_arp_with(const struct call *c)
{
	return value_pat(arp_new(c->arena, NULL, arg_fn(c, 0), arg_pat(c, 1)));
}

/* --- Rolls --- */

struct roll {
	struct pattern pattern;
	const struct pattern *in;
	struct rat over; /* of an event's length; negative: from the end */
};

static void reverse_events(struct event *e, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		struct event t = e[i];

		e[i] = e[n - 1 - i];
		e[n - 1 - i] = t;
	}
}

/* Start a note later; false: its part is over before. */
static bool roll_note(struct event *e, struct rat by)
{
	if (e->analog)
		return true;
	e->whole.begin = rat_add(e->whole.begin, by);
	return span_intersect(e->whole, e->part, &e->part);
}

/* From one of n notes to the next, where the roll takes `over` of a whole. */
static struct rat roll_step(struct span whole, struct rat over, size_t n)
{
	return rat_div(rat_mul(rat_sub(whole.end, whole.begin), over),
		       rat_int((int64_t)n));
}

static bool same_whole(const struct event *x, const struct event *y)
{
	if (x->analog || y->analog)
		return x->analog && y->analog;
	return span_eq(x->whole, y->whole);
}

/* Roll the neighbours in e[0..n) that share a whole; how many are left. */
static size_t roll_all(struct event *e, size_t n, struct rat over)
{
	size_t to = 0, many;

	for (size_t i = 0; i < n; i += many) {
		struct event first = e[i];
		struct rat by = RAT_ZERO, step = RAT_ZERO;

		many = 1;
		while (i + many < n && same_whole(&first, &e[i + many]))
			many++;
		if (!first.analog)
			step = roll_step(first.whole, over, many);
		for (size_t k = 0; k < many; k++) {
			struct event note = e[i + k];

			if (roll_note(&note, by))
				e[to++] = note;
			by = rat_add(by, step);
		}
	}
	return to;
}

static void roll_run(struct query *q, const struct pattern *p, struct span s,
		     struct events *out)
{
	const struct roll *r = (const void *)p;
	size_t from = out->n;

	pat_query(q, r->in, s, out);
	if (out->n == from)
		return;
	if (r->over.num <= 0)
		reverse_events(&out->at[from], out->n - from);
	if (r->over.num == 0)
		return;
	out->n = from + roll_all(&out->at[from], out->n - from,
				 r->over.num < 0 ? rat_neg(r->over) : r->over);
}

static const struct pattern *roll_new(struct arena *a, struct rat over,
				      const struct pattern *in)
{
	struct roll *r = ARENA_NEW(a, struct roll);

	r->pattern.run = roll_run;
	r->pattern.steps = in->steps;
	r->in = in;
	r->over = over;
	return &r->pattern;
}

static const struct pattern *roll_bind(struct arena *a, const void *in,
				       struct value over)
{
	return roll_new(a, value_to_rat(over), in);
}

static const struct pattern *
rolled_by(struct arena *a, const struct pattern *over, const struct pattern *in)
{
	if (over->pure)
		return param_join(a, JOIN_INNER, roll_bind, in, over);
	return pat_bind(a, JOIN_INNER, roll_bind, in,
			pat_segment(a, RAT_ONE, over));
}

static struct value build_rolled(const struct call *c)
{
	return value_pat(rolled_by(
	    c->arena, pat_pure(c->arena, value_rat(RAT(1, 4))), arg_pat(c, 0)));
}

static struct value build_rolled_by(const struct call *c)
{
	return value_pat(rolled_by(c->arena, arg_pat(c, 0), arg_pat(c, 1)));
}

static struct value build_rolled_with(const struct call *c)
{
	return value_pat(roll_new(c->arena, arg_rat(c, 0), arg_pat(c, 1)));
}

/* --- The rows --- */

static const struct fn_row rows[] = {
    {"arp", "", "Pattern String -> Pattern a -> Pattern a", build_param,
     "Play chords note by note: up, down, updown, converge, diverge, pinkyup, "
     "thumbup and more ways.",
     "arp \"updown\" $ n \"c'maj e'min\" # s \"superpiano\"",
     "0 1/8 {\"n\":0.0,\"s\":\"superpiano\"}; 1/8 1/4 "
     "{\"n\":4.0,\"s\":\"superpiano\"}; 1/4 3/8 "
     "{\"n\":7.0,\"s\":\"superpiano\"}; 3/8 1/2 "
     "{\"n\":4.0,\"s\":\"superpiano\"}; 1/2 5/8 "
     "{\"n\":4.0,\"s\":\"superpiano\"}; 5/8 3/4 "
     "{\"n\":7.0,\"s\":\"superpiano\"}; 3/4 7/8 "
     "{\"n\":11.0,\"s\":\"superpiano\"}; 7/8 1 "
     "{\"n\":7.0,\"s\":\"superpiano\"}",
     0, &arp},
    {"arpeggiate", "arpg", "Pattern a -> Pattern a", build_param_0,
     "Play chords note by note, upwards.", "arpeggiate $ n \"c'maj e'min\"",
     "0 1/6 {\"n\":0.0}; 1/6 1/3 {\"n\":4.0}; 1/3 1/2 {\"n\":7.0}; 1/2 2/3 "
     "{\"n\":4.0}; 2/3 5/6 {\"n\":7.0}; 5/6 1 {\"n\":11.0}",
     0, &arpeggiate},
    {"arpWith", "", "([e] -> [e]) -> Pattern a -> Pattern a", build_arp_with,
     "Play chords note by note, in the order that a function of lists makes.",
     "arpWith reverse $ n \"c'maj e'min\"",
     "0 1/6 {\"n\":7.0}; 1/6 1/3 {\"n\":4.0}; 1/3 1/2 {\"n\":0.0}; 1/2 2/3 "
     "{\"n\":11.0}; 2/3 5/6 {\"n\":7.0}; 5/6 1 {\"n\":4.0}",
     0, NULL},
    {"rolled", "", "Pattern a -> Pattern a", build_rolled,
     "Start the notes of a chord one after the other, as when strumming.",
     "rolled $ n \"[0,4,7]\" # s \"superpiano\"",
     "0 1 {\"n\":0.0,\"s\":\"superpiano\"}; 1/12 1 "
     "{\"n\":4.0,\"s\":\"superpiano\"}; 1/6 1 {\"n\":7.0,\"s\":\"superpiano\"}",
     0, NULL},
    {"rolledBy", "", "Pattern Rational -> Pattern a -> Pattern a",
     build_rolled_by,
     "Strum chords over a fraction of their length; negative: downwards.",
     "rolledBy \"-0.5\" $ n \"[0,4,7]\" # s \"superpiano\"",
     "0 1 {\"n\":7.0,\"s\":\"superpiano\"}; 1/6 1 "
     "{\"n\":4.0,\"s\":\"superpiano\"}; 1/3 1 {\"n\":0.0,\"s\":\"superpiano\"}",
     0, NULL},
    {"rolledWith", "", "Rational -> Pattern a -> Pattern a", build_rolled_with,
     "RolledBy with a plain number.",
     "rolledWith 0.5 $ n \"[0,4,7]\" # s \"superpiano\"",
     "0 1 {\"n\":0.0,\"s\":\"superpiano\"}; 1/6 1 "
     "{\"n\":4.0,\"s\":\"superpiano\"}; 1/3 1 {\"n\":7.0,\"s\":\"superpiano\"}",
     FN_QUERY_DEPENDENT, NULL},
};

const struct fn_family fn_family_arp = {"arp", "Arpeggios", rows,
					sizeof(rows) / sizeof(rows[0])};
