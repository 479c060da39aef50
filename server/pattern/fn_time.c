/* Speed and place: functions that move the events of a pattern in time by a
 * plain map of time. */
#include "pattern/family.h"
#include "pattern/param.h"

/* --- Speed --- */

static const struct pattern *do_fast(struct arena *a, struct value v,
				     const struct pattern *p)
{
	return pat_fast(a, value_to_rat(v), p);
}

static const struct pattern *do_slow(struct arena *a, struct value v,
				     const struct pattern *p)
{
	return pat_slow(a, value_to_rat(v), p);
}

static const struct pattern *do_fast_gap(struct arena *a, struct value v,
					 const struct pattern *p)
{
	return pat_fast_gap(a, value_to_rat(v), p);
}

static const struct param_op op_fast = {do_fast, PARAM_KEEP_STEPS};
static const struct param_op op_slow = {do_slow, PARAM_SHORT};
static const struct param_op op_fast_squeeze = {do_fast, PARAM_SQUEEZE};
static const struct param_op op_slow_squeeze = {do_slow, PARAM_SQUEEZE};
static const struct param_op op_fast_gap = {do_fast_gap, PARAM_SHORT};

/* --- Shifts --- */

static const struct pattern *do_rot_l(struct arena *a, struct value v,
				      const struct pattern *p)
{
	return pat_early(a, value_to_rat(v), p);
}

static const struct pattern *do_rot_r(struct arena *a, struct value v,
				      const struct pattern *p)
{
	return pat_late(a, value_to_rat(v), p);
}

static const struct param_op op_rot_l = {do_rot_l, PARAM_PLAIN};
static const struct param_op op_rot_r = {do_rot_r, PARAM_PLAIN};
static const struct param_op op_early = {do_rot_l, PARAM_KEEP_STEPS};
static const struct param_op op_late = {do_rot_r, PARAM_KEEP_STEPS};

static const struct pattern *bind_late(struct arena *a, const void *ctx,
				       struct value v)
{
	return pat_late(a, value_to_rat(v), ctx);
}

const struct pattern *pat_late_by(struct arena *a, const struct pattern *by,
				  const struct pattern *p)
{
	return pat_keep_steps(a, p, pat_param(a, bind_late, p, by));
}

static const struct param_0_op op_rev = {pat_rev};

/* --- Parts of a cycle --- */

static struct span arg_span(const struct call *c, int i)
{
	const struct list *l = arg_list(c, i);

	return SPAN(value_to_rat(l->at[0]), value_to_rat(l->at[1]));
}

static struct value build_arc(const struct call *c)
{
	return value_pair(c->arena, value_rat(arg_rat(c, 0)),
			  value_rat(arg_rat(c, 1)));
}

static struct value build_cycle_pos(const struct call *c)
{
	return value_rat(rat_frac(arg_rat(c, 0)));
}

static struct value build_sam(const struct call *c)
{
	return value_rat(rat_sam(arg_rat(c, 0)));
}

static struct value build_next_sam(const struct call *c)
{
	return value_rat(rat_next_sam(arg_rat(c, 0)));
}

static struct value build_zoom(const struct call *c)
{
	return value_pat(pat_zoom(c->arena, arg_span(c, 0), arg_pat(c, 1)));
}

static const struct pattern *do_zoompat(struct arena *a, struct value v,
					const struct pattern *p)
{
	return pat_zoom(
	    a, SPAN(value_to_rat(v.list->at[0]), value_to_rat(v.list->at[1])),
	    p);
}

static const struct param_op op_zoompat = {do_zoompat, PARAM_SHORT};

static const struct pattern *compress(struct arena *a, struct span to,
				      const struct pattern *p)
{
	if (rat_eq(to.begin, to.end))
		arena_escape(a, ST_EVAL,
			     "compress: the part of the cycle is empty");
	return pat_compress(a, to, p);
}

static struct value build_compress(const struct call *c)
{
	return value_pat(compress(c->arena, arg_span(c, 0), arg_pat(c, 1)));
}

const struct pattern *pat_compress_to(struct arena *a, struct span to,
				      const struct pattern *p)
{
	struct rat sam = rat_sam(to.begin);

	return compress(a, SPAN(rat_sub(to.begin, sam), rat_sub(to.end, sam)),
			p);
}

static struct value build_compress_to(const struct call *c)
{
	return value_pat(
	    pat_compress_to(c->arena, arg_span(c, 0), arg_pat(c, 1)));
}

static const struct pattern *do_linger(struct arena *a, struct value v,
				       const struct pattern *p)
{
	struct rat n = value_to_rat(v);
	struct span part = SPAN(RAT_ZERO, n);

	if (n.num < 0)
		part = SPAN(rat_add(RAT_ONE, n), RAT_ONE);
	return pat_fast(a, rat_quotient(a, RAT_ONE, n), pat_zoom(a, part, p));
}

static const struct pattern *do_trunc(struct arena *a, struct value v,
				      const struct pattern *p)
{
	struct span part = SPAN(RAT_ZERO, value_to_rat(v));

	return compress(a, part, pat_zoom(a, part, p));
}

static const struct param_op op_linger = {do_linger, PARAM_KEEP_STEPS};
static const struct param_op op_trunc = {do_trunc, PARAM_KEEP_STEPS};

static const struct pattern *do_segment(struct arena *a, struct value v,
					const struct pattern *p)
{
	return pat_segment(a, value_to_rat(v), p);
}

static const struct param_op op_segment = {do_segment, PARAM_SHORT};

/* --- A stretch of time --- */

struct play_for {
	struct pattern pattern;
	struct span span;
	const struct pattern *in;
};

static void run_play_for(struct query *q, const struct pattern *p,
			 struct span s, struct events *out)
{
	const struct play_for *n = (const struct play_for *)p;
	struct span part;

	if (span_intersect(n->span, s, &part))
		pat_query(q, n->in, part, out);
}

const struct pattern *pat_play_for(struct arena *a, struct span span,
				   const struct pattern *in)
{
	struct play_for *n = ARENA_NEW(a, struct play_for);

	n->pattern.run = run_play_for;
	n->span = span;
	n->in = in;
	return &n->pattern;
}

static struct value build_play_for(const struct call *c)
{
	return value_pat(pat_play_for(
	    c->arena, SPAN(arg_rat(c, 0), arg_rat(c, 1)), arg_pat(c, 2)));
}

/* The pattern at several durations, one behind the other. */
static struct value build_space_out(const struct call *c)
{
	struct arena *a = c->arena;
	const struct list *l = arg_list(c, 0);
	const struct pattern *p = arg_pat(c, 1);
	const struct pattern **parts =
	    arena_alloc(a, (l->n + 1) * sizeof(struct pattern *));
	struct rat sum = RAT_ZERO, at = RAT_ZERO;

	for (size_t i = 0; i < l->n; i++)
		sum = rat_add(sum, value_to_rat(l->at[i]));
	for (size_t i = 0; i < l->n; i++) {
		struct rat end = rat_add(at, value_to_rat(l->at[i]));

		parts[i] = compress(
		    a,
		    SPAN(rat_quotient(a, at, sum), rat_quotient(a, end, sum)),
		    p);
		at = end;
	}
	return value_pat(pat_slow(a, sum, pat_stack(a, l->n, parts)));
}

static const struct fn_row rows[] = {
    {"fast", "density", "Pattern Time -> Pattern a -> Pattern a", build_param,
     "Speed a pattern up: twice as fast plays two cycles in one.",
     "fast 2 $ s \"bd sn\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 3/4 {\"s\":\"bd\"}; "
     "3/4 1 {\"s\":\"sn\"}",
     0, &op_fast},
    {"slow", "sparsity", "Pattern Time -> Pattern a -> Pattern a", build_param,
     "Slow a pattern down: by two, it takes two cycles to play once.",
     "slow 2 $ s \"bd sn\"", "0 1 {\"s\":\"bd\"}", 0, &op_slow},
    {"fastSqueeze", "", "Pattern Time -> Pattern a -> Pattern a", build_param,
     "Like fast, but each speed plays whole cycles squeezed into its slot.",
     "fastSqueeze \"1 2\" $ s \"bd sn\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 5/8 {\"s\":\"bd\"}; "
     "5/8 3/4 {\"s\":\"sn\"}; 3/4 7/8 {\"s\":\"bd\"}; 7/8 1 {\"s\":\"sn\"}",
     0, &op_fast_squeeze},
    {"slowSqueeze", "", "Pattern Time -> Pattern a -> Pattern a", build_param,
     "Like slow, but each speed plays whole cycles squeezed into its slot.",
     "slowSqueeze \"1 2\" $ s \"bd sn\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 1 {\"s\":\"bd\"}", 0,
     &op_slow_squeeze},
    {"fastGap", "densityGap", "Pattern Time -> Pattern a -> Pattern a",
     build_param, "Speed each cycle up and leave the rest of it silent.",
     "fastGap 2 $ s \"bd sn\"", "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}",
     0, &op_fast_gap},
    {"rotL", "", "Time -> Pattern a -> Pattern a", build_param,
     "Shift a pattern back in time, so it begins with what came later.",
     "rotL 0.25 $ s \"bd sn hh cp\"",
     "0 1/4 {\"s\":\"sn\"}; 1/4 1/2 {\"s\":\"hh\"}; 1/2 3/4 {\"s\":\"cp\"}; "
     "3/4 1 {\"s\":\"bd\"}",
     0, &op_rot_l},
    {"rotR", "", "Time -> Pattern a -> Pattern a", build_param,
     "Shift a pattern forward in time: everything happens later.",
     "rotR 0.25 $ s \"bd sn hh cp\"",
     "0 1/4 {\"s\":\"cp\"}; 1/4 1/2 {\"s\":\"bd\"}; 1/2 3/4 {\"s\":\"sn\"}; "
     "3/4 1 {\"s\":\"hh\"}",
     0, &op_rot_r},
    {"early", "", "Pattern Time -> Pattern a -> Pattern a", build_param,
     "Play everything earlier by a pattern of times; the function of <~.",
     "early 0.25 $ s \"bd sn hh cp\"",
     "0 1/4 {\"s\":\"sn\"}; 1/4 1/2 {\"s\":\"hh\"}; 1/2 3/4 {\"s\":\"cp\"}; "
     "3/4 1 {\"s\":\"bd\"}",
     0, &op_early},
    {"late", "", "Pattern Time -> Pattern a -> Pattern a", build_param,
     "Play everything later by a pattern of times; the function of ~>.",
     "late 0.25 $ s \"bd sn hh cp\"",
     "0 1/4 {\"s\":\"cp\"}; 1/4 1/2 {\"s\":\"bd\"}; 1/2 3/4 {\"s\":\"sn\"}; "
     "3/4 1 {\"s\":\"hh\"}",
     0, &op_late},
    {"rev", "", "Pattern a -> Pattern a", build_param_0,
     "Play each cycle backwards.", "rev $ s \"bd sn hh\"",
     "0 1/3 {\"s\":\"hh\"}; 1/3 2/3 {\"s\":\"sn\"}; 2/3 1 {\"s\":\"bd\"}", 0,
     &op_rev},
    {"zoom", "", "(Time, Time) -> Pattern a -> Pattern a", build_zoom,
     "Stretch a part of each cycle over the whole cycle.",
     "zoom (0.25, 0.75) $ s \"bd sn hh cp\"",
     "0 1/2 {\"s\":\"sn\"}; 1/2 1 {\"s\":\"hh\"}", 0, NULL},
    {"zoomArc", "", "Arc -> Pattern a -> Pattern a", build_zoom,
     "zoom with the part written as an Arc.",
     "zoomArc (Arc 0.25 0.75) $ s \"bd sn hh cp\"",
     "0 1/2 {\"s\":\"sn\"}; 1/2 1 {\"s\":\"hh\"}", 0, NULL},
    {"zoompat", "", "Pattern Time -> Pattern Time -> Pattern a -> Pattern a",
     build_param_2, "zoom with patterns of begins and ends.",
     "zoompat 0.25 0.75 $ s \"bd sn hh cp\"",
     "0 1/2 {\"s\":\"sn\"}; 1/2 1 {\"s\":\"hh\"}", 0, &op_zoompat},
    {"compress", "", "(Time, Time) -> Pattern a -> Pattern a", build_compress,
     "Squash each cycle into a part of it; the rest is silent.",
     "compress (0.25, 0.75) $ s \"bd sn\"",
     "1/4 1/2 {\"s\":\"bd\"}; 1/2 3/4 {\"s\":\"sn\"}", 0, NULL},
    {"compressTo", "", "(Time, Time) -> Pattern a -> Pattern a",
     build_compress_to, "compress, with the part taken from any cycle.",
     "compressTo (0.25, 0.75) $ s \"bd sn\"",
     "1/4 1/2 {\"s\":\"bd\"}; 1/2 3/4 {\"s\":\"sn\"}", 0, NULL},
    {"linger", "", "Pattern Time -> Pattern a -> Pattern a", build_param,
     "Repeat the first part of each cycle, or with a minus the last part.",
     "linger 0.25 $ s \"bd sn hh cp\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"bd\"}; 1/2 3/4 {\"s\":\"bd\"}; "
     "3/4 1 {\"s\":\"bd\"}",
     0, &op_linger},
    {"trunc", "", "Pattern Time -> Pattern a -> Pattern a", build_param,
     "Play only the first part of each cycle.", "trunc 0.5 $ s \"bd sn hh cp\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}", 0, &op_trunc},
    {"segment", "discretise", "Pattern Time -> Pattern a -> Pattern a",
     build_param,
     "Sample a pattern a number of times a cycle: turns curves into steps.",
     "segment 4 $ pan saw",
     "0 1/4 {\"pan\":0.0}; 1/4 1/2 {\"pan\":0.25}; 1/2 3/4 {\"pan\":0.5}; 3/4 "
     "1 {\"pan\":0.75}",
     0, &op_segment},
    {"playFor", "", "Time -> Time -> Pattern a -> Pattern a", build_play_for,
     "Let a pattern sound only between two moments, counted in cycles.",
     "playFor 0.5 2 $ s \"bd*4\"",
     "1/2 3/4 {\"s\":\"bd\"}; 3/4 1 {\"s\":\"bd\"}", 0, NULL},
    {"spaceOut", "", "[Time] -> Pattern a -> Pattern a", build_space_out,
     "Repeat a pattern at several lengths, one after the other.",
     "spaceOut [1, 2, 1] $ s \"bd sn\"",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0, NULL},
    {"Arc", "", "Time -> Time -> Arc", build_arc,
     "A part of time, from a begin to an end.",
     "zoomArc (Arc 0.25 0.75) $ s \"bd sn hh cp\"", "", FN_NOT_A_PATTERN, NULL},
    {"cyclePos", "", "Time -> Time", build_cycle_pos,
     "Where in its cycle a time is, from 0 up to 1.",
     "filterWhen (\\t -> cyclePos t < 0.5) $ s \"bd sn hh cp\"", "",
     FN_NOT_A_PATTERN, NULL},
    {"sam", "", "Time -> Time", build_sam, "The begin of a time's cycle.",
     "filterWhen (\\t -> sam t > 0) $ s \"bd sn\"", "", FN_NOT_A_PATTERN, NULL},
    {"nextSam", "", "Time -> Time", build_next_sam,
     "The begin of the cycle after a time's.",
     "filterWhen (\\t -> nextSam t > 1) $ s \"bd sn\"", "", FN_NOT_A_PATTERN,
     NULL},
};

const struct fn_family fn_family_time = {"time", "Speed and place", rows,
					 sizeof(rows) / sizeof(rows[0])};
