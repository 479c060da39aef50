#include "pattern/core.h"

#include "pattern/flat.h"
#include "pattern/node.h"

/* --- Straight lines: fast, slow, early, late and what they are made of --- */

struct line_node {
	struct pattern pattern;
	const struct pattern *in;
	/* The input's time is t * scale + shift. */
	struct rat scale, shift, inverse;
};

static inline struct rat line_in(const struct line_node *n, struct rat t)
{
	t = rat_mul(t, n->scale);
	return n->shift.num ? rat_add(t, n->shift) : t;
}

static inline struct rat line_out(const struct line_node *n, struct rat t)
{
	if (n->shift.num)
		t = rat_sub(t, n->shift);
	return rat_mul(t, n->inverse);
}

static void line_run(struct query *q, const struct pattern *p, struct span s,
		     struct events *out)
{
	const struct line_node *n = (const struct line_node *)p;
	size_t from = out->n;

	if (rat_eq(n->scale, RAT_ONE)) {
		struct rat back = rat_neg(n->shift);

		pat_query(q, n->in, span_shift(s, n->shift), out);
		for (; from < out->n; from++)
			event_shift(&out->at[from], back);
		return;
	}
	pat_query(q, n->in, SPAN(line_in(n, s.begin), line_in(n, s.end)), out);
	for (; from < out->n; from++) {
		struct event *e = &out->at[from];
		bool entire = !e->analog && span_eq(e->part, e->whole);

		e->part =
		    SPAN(line_out(n, e->part.begin), line_out(n, e->part.end));
		if (entire)
			e->whole = e->part;
		else if (!e->analog)
			e->whole = SPAN(line_out(n, e->whole.begin),
					line_out(n, e->whole.end));
	}
}

static bool line_sample(struct query *q, const struct pattern *p, struct span s,
			struct event *e)
{
	const struct line_node *n = (const struct line_node *)p;

	if (!n->in->sample(q, n->in,
			   SPAN(line_in(n, s.begin), line_in(n, s.end)), e))
		return false;
	e->part = s;
	e->whole = e->analog ? s
			     : SPAN(line_out(n, e->whole.begin),
				    line_out(n, e->whole.end));
	return true;
}

/* Beyond it the reckoning with fractions has no room left. */
#define FASTEST 1000000000000LL

static void check_speed(struct arena *a, struct rat scale)
{
	if (scale.num / FASTEST >= scale.den)
		arena_escape(a, ST_EVAL, "this is more than %lld times as fast",
			     (long long)FASTEST);
}

/* p with its time t * scale + shift; scale > 0. Steps and pure stay. */
static const struct pattern *line_new(struct arena *a, struct rat scale,
				      struct rat shift, const struct pattern *p)
{
	struct line_node *n;
	struct rat steps = p->steps;
	const struct value *pure = p->pure;
	struct pattern *flat = NULL;

	check_speed(a, scale);
	if (rat_eq(scale, RAT_ONE) && !shift.num)
		return p;
	if (rat_eq(scale, RAT_ONE))
		flat = flat_early(a, shift, p);
	else if (!shift.num)
		flat = flat_fast(a, scale, p);
	if (flat) {
		flat->steps = steps;
		flat->pure = pure;
		return flat;
	}
	if (p->run == line_run) {
		const struct line_node *in = (const struct line_node *)p;

		shift = line_in(in, shift);
		scale = rat_mul(scale, in->scale);
		check_speed(a, scale);
		p = in->in;
	}
	if (p == pat_silence() && rat_eq(steps, p->steps))
		return p;
	n = NODE_NEW(a, struct line_node, line_run);
	n->in = p;
	n->pattern.sample = p->sample ? line_sample : NULL;
	n->scale = scale;
	n->shift = shift;
	n->inverse = rat_inv(scale);
	n->pattern.steps = steps;
	n->pattern.pure = pure;
	return &n->pattern;
}

const struct pattern *pat_slowed(const struct pattern *p, struct rat *factor)
{
	const struct line_node *n = (const struct line_node *)p;

	if (p->run != line_run || n->shift.num)
		return NULL;
	*factor = n->inverse;
	return n->in;
}

const struct pattern *pat_fast(struct arena *a, struct rat factor,
			       const struct pattern *p)
{
	if (factor.num == 0)
		return pat_silence();
	if (factor.num < 0)
		return pat_rev(a, pat_fast(a, rat_neg(factor), p));
	return line_new(a, factor, RAT_ZERO, p);
}

const struct pattern *pat_slow(struct arena *a, struct rat factor,
			       const struct pattern *p)
{
	return pat_fast(a, rat_inv(factor), p);
}

const struct pattern *pat_early(struct arena *a, struct rat by,
				const struct pattern *p)
{
	return line_new(a, RAT_ONE, by, p);
}

const struct pattern *pat_late(struct arena *a, struct rat by,
			       const struct pattern *p)
{
	return pat_early(a, rat_neg(by), p);
}

const struct pattern *pat_focus(struct arena *a, struct span to,
				const struct pattern *p)
{
	struct rat width = rat_sub(to.end, to.begin);
	struct rat factor = rat_inv(width);

	if (width.num == 0)
		arena_escape(a, ST_EVAL,
			     "an event without length can't hold "
			     "a pattern");
	p = pat_early(a, rat_sam(to.begin), p);
	return pat_late(a, to.begin, pat_fast(a, factor, p));
}

/* --- Backwards --- */

struct one_node {
	struct pattern pattern;
	const struct pattern *in;
};

static struct one_node *one_new(struct arena *a, pat_run_fn *run,
				const struct pattern *p)
{
	struct one_node *n = NODE_NEW(a, struct one_node, run);

	n->in = p;
	n->pattern.steps = p->steps;
	n->pattern.pure = p->pure;
	return n;
}

static struct span mirror(struct span s, struct rat both)
{
	return SPAN(rat_sub(both, s.end), rat_sub(both, s.begin));
}

static void rev_run(struct query *q, const struct pattern *p, struct span s,
		    struct events *out)
{
	const struct one_node *n = (const struct one_node *)p;
	struct cut cut = cut_start(s);
	struct span piece;

	while (cut_next(&cut, &piece)) {
		int64_t cycle = rat_floor(piece.begin);
		struct rat both;
		size_t from = out->n;

		if (!cycle_in_reach(cycle))
			return;
		both = rat_int(2 * cycle + 1);
		pat_query(q, n->in, mirror(piece, both), out);
		for (; from < out->n; from++) {
			struct event *e = &out->at[from];

			e->part = mirror(e->part, both);
			if (!e->analog)
				e->whole = mirror(e->whole, both);
		}
	}
}

/* Never written out: an instant finds what ends there, as the mirrored one
 * finds what begins. */
const struct pattern *pat_rev(struct arena *a, const struct pattern *p)
{
	return &one_new(a, rev_run, p)->pattern;
}

/* --- With gaps --- */

struct gap_node {
	struct pattern pattern;
	const struct pattern *in;
	struct rat factor, inverse;
};

/* A query's time: the cycle goes by faster, and then stands still. */
static struct rat gap_in(const struct gap_node *n, struct rat t)
{
	struct rat sam = rat_sam(t);

	t = rat_mul(n->factor, rat_sub(t, sam));
	return rat_add(sam, rat_min(t, RAT_ONE));
}

/* Both ends by the cycle that the begin lies in: an event that goes over a
 * cycle's end keeps its proportions and leaves its place, as in Tidal. */
static struct span gap_out(const struct gap_node *n, struct span s)
{
	struct rat sam = rat_sam(s.begin);

	return SPAN(rat_add(sam, rat_mul(rat_sub(s.begin, sam), n->inverse)),
		    rat_add(sam, rat_mul(rat_sub(s.end, sam), n->inverse)));
}

static void gap_run(struct query *q, const struct pattern *p, struct span s,
		    struct events *out)
{
	const struct gap_node *n = (const struct gap_node *)p;
	struct cut cut = cut_start(s);
	struct span piece;

	while (cut_next(&cut, &piece)) {
		struct span in = {gap_in(n, piece.begin), gap_in(n, piece.end)};
		size_t from = out->n;

		if (rat_eq(in.begin, rat_next_sam(piece.begin)))
			continue;
		pat_query(q, n->in, in, out);
		for (; from < out->n; from++) {
			struct event *e = &out->at[from];

			e->part = gap_out(n, e->part);
			if (!e->analog)
				e->whole = gap_out(n, e->whole);
		}
	}
}

const struct pattern *pat_fast_gap(struct arena *a, struct rat factor,
				   const struct pattern *p)
{
	struct gap_node *n;

	if (factor.num == 0)
		return pat_silence();
	n = NODE_NEW(a, struct gap_node, gap_run);
	n->in = p;
	n->factor = rat_max(factor, RAT_ONE);
	n->inverse = rat_inv(n->factor);
	n->pattern.steps = p->steps;
	n->pattern.pure = p->pure;
	return &n->pattern;
}

const struct pattern *pat_compress(struct arena *a, struct span to,
				   const struct pattern *p)
{
	struct rat width = rat_sub(to.end, to.begin);
	struct pattern *flat;

	if (width.num < 0 || rat_lt(RAT_ONE, to.begin) ||
	    rat_lt(RAT_ONE, to.end) || to.begin.num < 0 || to.end.num < 0)
		return pat_silence();
	if (width.num == 0)
		arena_escape(a, ST_EVAL,
			     "a pattern can't be compressed into no time");
	flat = flat_timecat(a, 1, &to.begin, &to.end, &p);
	if (flat) {
		flat->steps = p->steps;
		flat->pure = p->pure;
		return flat;
	}
	return pat_late(a, to.begin, pat_fast_gap(a, rat_inv(width), p));
}

/* --- A part of the cycle --- */

struct zoom_node {
	struct pattern pattern;
	const struct pattern *in;
	struct rat begin, width, inverse;
};

static struct span zoom_in(const struct zoom_node *n, struct span s)
{
	struct rat sam = rat_sam(s.begin), base = rat_add(sam, n->begin);

	return SPAN(rat_add(base, rat_mul(rat_sub(s.begin, sam), n->width)),
		    rat_add(base, rat_mul(rat_sub(s.end, sam), n->width)));
}

static struct span zoom_out(const struct zoom_node *n, struct span s)
{
	struct rat sam = rat_sam(s.begin), base = rat_add(sam, n->begin);

	return SPAN(rat_add(sam, rat_mul(rat_sub(s.begin, base), n->inverse)),
		    rat_add(sam, rat_mul(rat_sub(s.end, base), n->inverse)));
}

static void zoom_run(struct query *q, const struct pattern *p, struct span s,
		     struct events *out)
{
	const struct zoom_node *n = (const struct zoom_node *)p;
	struct cut cut = cut_start(s);
	struct span piece;

	while (cut_next(&cut, &piece)) {
		size_t from = out->n;

		pat_query(q, n->in, zoom_in(n, piece), out);
		for (; from < out->n; from++) {
			struct event *e = &out->at[from];

			e->part = zoom_out(n, e->part);
			if (!e->analog)
				e->whole = zoom_out(n, e->whole);
		}
	}
}

const struct pattern *pat_zoom(struct arena *a, struct span to,
			       const struct pattern *p)
{
	struct zoom_node *n;

	if (rat_le(to.end, to.begin))
		return pat_with_steps(a, RAT_ZERO, pat_silence());
	n = NODE_NEW(a, struct zoom_node, zoom_run);
	n->in = p;
	n->begin = to.begin;
	n->width = rat_sub(to.end, to.begin);
	n->inverse = rat_inv(n->width);
	if (steps_known(p->steps))
		n->pattern.steps = rat_mul(p->steps, n->width);
	n->pattern.pure = p->pure;
	return &n->pattern;
}

/* --- Cells --- */

static struct value right_value(struct arena *a, const void *ctx,
				struct value x, struct value y)
{
	(void)a;
	(void)ctx;
	(void)x;
	return y;
}

const struct pattern *pat_segment(struct arena *a, struct rat n,
				  const struct pattern *p)
{
	const struct pattern *cells =
	    pat_fast(a, n, pat_pure(a, value_bool(true)));

	return pat_with_steps(
	    a, n, pat_app(a, FROM_LEFT, right_value, NULL, cells, p));
}

static void split_run(struct query *q, const struct pattern *p, struct span s,
		      struct events *out)
{
	const struct one_node *n = (const struct one_node *)p;
	struct cut cut = cut_start(s);
	struct span piece;

	while (cut_next(&cut, &piece))
		pat_query(q, n->in, piece, out);
}

const struct pattern *pat_split_cycles(struct arena *a, const struct pattern *p)
{
	return &one_new(a, split_run, p)->pattern;
}
