#include "pattern/core.h"

#include "pattern/flat.h"
#include "pattern/node.h"

struct many_node {
	struct pattern pattern;
	size_t n;
	const struct pattern *at[];
};

static struct many_node *many_new(struct arena *a, pat_run_fn *run, size_t n,
				  const struct pattern *const *p)
{
	struct many_node *m =
	    node_new(a, sizeof(*m) + n * sizeof(m->at[0]), run);

	m->n = n;
	for (size_t i = 0; i < n; i++)
		m->at[i] = p[i];
	return m;
}

struct rat steps_lcm(struct rat a, struct rat b)
{
	struct rat d, x, y;

	if (!steps_known(a) || !steps_known(b))
		return (struct rat){0, 0};
	if (!a.num || !b.num)
		return RAT_ZERO;
	d = rat_mul(rat_int(a.den / rat_gcd(a.den, b.den)), rat_int(b.den));
	x = rat_mul(a, d);
	y = rat_mul(b, d);
	return rat_div(rat_mul(rat_int(x.num / rat_gcd(x.num, y.num)), y), d);
}

/* --- Together --- */

static void stack_run(struct query *q, const struct pattern *p, struct span s,
		      struct events *out)
{
	const struct many_node *m = (const struct many_node *)p;

	for (size_t i = 0; i < m->n; i++)
		pat_query(q, m->at[i], s, out);
}

const struct pattern *pat_stack(struct arena *a, size_t n,
				const struct pattern *const *p)
{
	struct pattern *m = flat_stack(a, n, p);
	struct rat steps = n ? p[0]->steps : (struct rat){0, 0};

	for (size_t i = 1; i < n; i++)
		steps = steps_lcm(steps, p[i]->steps);
	if (!m)
		m = &many_new(a, stack_run, n, p)->pattern;
	m->steps = steps;
	return m;
}

const struct pattern *pat_overlay(struct arena *a, const struct pattern *x,
				  const struct pattern *y)
{
	const struct pattern *both[] = {x, y};
	const struct pattern *flat = flat_stack(a, 2, both);

	return flat ? flat : &many_new(a, stack_run, 2, both)->pattern;
}

/* --- One after the other --- */

static void slowcat_run(struct query *q, const struct pattern *p, struct span s,
			struct events *out)
{
	const struct many_node *m = (const struct many_node *)p;
	int64_t n = (int64_t)m->n;
	struct cut cut = cut_start(s);
	struct span piece;

	while (cut_next(&cut, &piece)) {
		int64_t cycle = rat_floor(piece.begin);
		int64_t i = floor_mod(cycle, n);
		struct rat offset;
		size_t from = out->n;

		if (!cycle_in_reach(cycle))
			return;
		offset = rat_int(cycle - (cycle - i) / n);
		pat_query(q, m->at[i], span_shift(piece, rat_neg(offset)), out);
		if (!offset.num)
			continue;
		for (; from < out->n; from++)
			event_shift(&out->at[from], offset);
	}
}

const struct pattern *pat_slowcat(struct arena *a, size_t n,
				  const struct pattern *const *p)
{
	const struct pattern *flat;

	if (n == 0)
		return pat_silence();
	if (n == 1)
		return p[0];
	flat = flat_slowcat(a, n, p);
	return flat ? flat : &many_new(a, slowcat_run, n, p)->pattern;
}

const struct pattern *pat_fastcat(struct arena *a, size_t n,
				  const struct pattern *const *p)
{
	struct rat steps = RAT_ZERO;
	struct pattern *flat;

	if (n == 1)
		return p[0];
	for (size_t i = 0; i < n && steps_known(steps); i++)
		steps = steps_known(p[i]->steps) ? rat_add(steps, p[i]->steps)
						 : p[i]->steps;
	flat = flat_fastcat(a, n, p);
	if (flat) {
		flat->steps = steps;
		return flat;
	}
	return pat_with_steps(
	    a, steps, pat_fast(a, rat_int((int64_t)n), pat_slowcat(a, n, p)));
}

/* --- In proportion --- */

struct seq_step {
	struct rat begin, end; /* in the cycle */
	struct rat scale;      /* 1 / (end - begin) */
	const struct pattern *in;
};

struct seq_node {
	struct pattern pattern;
	size_t n;
	struct seq_step at[];
};

/* A time of the step's pattern, as Tidal's fastGap places it: by the cycle
 * that the span it belongs to begins in. */
static struct span squeeze_in(const struct seq_step *st, struct span s)
{
	struct rat sam = rat_sam(s.begin);
	struct rat base = rat_add(sam, st->begin);
	struct rat width = rat_inv(st->scale);

	return SPAN(rat_add(base, rat_mul(rat_sub(s.begin, sam), width)),
		    rat_add(base, rat_mul(rat_sub(s.end, sam), width)));
}

static void step_query(struct query *q, const struct seq_step *st,
		       int64_t cycle, struct span s, struct events *out)
{
	struct rat sam = rat_int(cycle);
	struct span cell = {rat_add(sam, st->begin), rat_add(sam, st->end)};
	struct span in;
	size_t from = out->n;

	if (!span_intersect(cell, s, &s))
		return;
	in.begin =
	    rat_add(sam, rat_mul(rat_sub(s.begin, cell.begin), st->scale));
	in.end = rat_add(sam, rat_mul(rat_sub(s.end, cell.begin), st->scale));
	pat_query(q, st->in, in, out);
	for (; from < out->n; from++) {
		struct event *e = &out->at[from];

		e->part = squeeze_in(st, e->part);
		if (!e->analog)
			e->whole = squeeze_in(st, e->whole);
	}
}

static void seq_run(struct query *q, const struct pattern *p, struct span s,
		    struct events *out)
{
	const struct seq_node *n = (const struct seq_node *)p;
	int64_t first, last;

	if (!span_cycles(s, &first, &last))
		return;
	for (size_t i = 0; i < n->n; i++)
		for (int64_t c = first; c < last; c++) {
			arena_step(q->arena);
			step_query(q, &n->at[i], c, s, out);
		}
}

/* The shares that are more than nothing: where each begins and ends. */
struct shares {
	size_t n;
	struct rat total;
	struct rat *from, *to;
	const struct pattern **p;
};

static void share_out(struct arena *a, struct shares *s, size_t n,
		      const struct rat *weight, const struct pattern *const *p)
{
	struct rat at = RAT_ZERO;

	s->n = 0;
	s->total = RAT_ZERO;
	s->from = ARENA_ARRAY(a, struct rat, n + 1);
	s->to = ARENA_ARRAY(a, struct rat, n + 1);
	s->p = ARENA_ARRAY(a, const struct pattern *, n + 1);
	for (size_t i = 0; i < n; i++)
		s->total = rat_add(s->total, weight[i]);
	for (size_t i = 0; i < n; i++) {
		if (weight[i].num <= 0)
			continue;
		s->from[s->n] = rat_div(at, s->total);
		at = rat_add(at, weight[i]);
		s->to[s->n] = rat_div(at, s->total);
		s->p[s->n] = p[i];
		if (rat_le(s->to[s->n], RAT_ONE) &&
		    rat_lt(s->from[s->n], s->to[s->n]))
			s->n++;
	}
}

const struct pattern *pat_timecat(struct arena *a, size_t n,
				  const struct rat *weight,
				  const struct pattern *const *p)
{
	struct shares s;
	struct pattern *flat;
	struct seq_node *seq;

	if (n == 1)
		return p[0];
	share_out(a, &s, n, weight, p);
	flat = flat_timecat(a, s.n, s.from, s.to, s.p);
	if (flat) {
		flat->steps = s.total;
		return flat;
	}
	seq = node_new(a, sizeof(*seq) + s.n * sizeof(seq->at[0]), seq_run);
	seq->pattern.steps = s.total;
	seq->n = s.n;
	for (size_t i = 0; i < s.n; i++)
		seq->at[i] = (struct seq_step){
		    s.from[i], s.to[i], rat_inv(rat_sub(s.to[i], s.from[i])),
		    s.p[i]};
	return &seq->pattern;
}
