/* Whole cycles: functions that choose which cycle of a pattern is played, and
 * those that look at more or less than one at a time. */
#include "pattern/family.h"
#include "pattern/node.h"
#include "pattern/param.h"

void query_early(struct query *q, const struct pattern *p, struct rat by,
		 struct span s, struct events *out)
{
	size_t from = out->n;

	if (by.num == 0) {
		pat_query(q, p, s, out);
		return;
	}
	pat_query(q, p, span_shift(s, by), out);
	by = rat_neg(by);
	for (; from < out->n; from++)
		event_shift(&out->at[from], by);
}

static const struct pattern *
apply_fn(struct arena *a, const struct transform *t, const struct pattern *p)
{
	return fn_on_pat(a, ((const struct transform_fn *)t)->fn, p);
}

struct transform_fn transform_of_fn(const struct fn *f)
{
	return (struct transform_fn){{apply_fn}, f};
}

/* --- Turns: cycle c plays cycle c div n, from another place in it --- */

struct turn {
	struct pattern pattern;
	const struct pattern *in;
	int64_t n;
	struct rat step; /* earlier by so much in each cycle of n */
};

static void run_turn(struct query *q, const struct pattern *p, struct span s,
		     struct events *out)
{
	const struct turn *t = (const struct turn *)p;

	struct cut cut = cut_start(s);
	struct span part;

	while (cut_next(&cut, &part)) {
		int64_t cycle = rat_floor(part.begin);
		int64_t i = int_mod(q->arena, cycle, t->n);
		int64_t own = (cycle - i) / t->n;
		struct rat by = rat_mul(rat_int(i), t->step);

		query_early(q, t->in, rat_sub(by, rat_int(cycle - own)), part,
			    out);
	}
}

/* Tidal's cat of n times p, the i-th earlier by i * step. */
static const struct pattern *turn(struct arena *a, int64_t n, struct rat step,
				  const struct pattern *in)
{
	struct turn *t;

	if (n <= 0)
		return pat_silence();
	if (n == 1)
		return in;
	t = ARENA_NEW(a, struct turn);
	t->pattern.run = run_turn;
	t->in = in;
	t->n = n;
	t->step = step;
	return &t->pattern;
}

static const struct pattern *do_iter(struct arena *a, struct value v,
				     const struct pattern *p)
{
	int64_t n = value_to_int(v);

	return turn(a, n, n > 0 ? rat_make(1, n) : RAT_ZERO, p);
}

static const struct pattern *do_iter_back(struct arena *a, struct value v,
					  const struct pattern *p)
{
	int64_t n = value_to_int(v);

	return turn(a, n, n > 0 ? rat_make(-1, n) : RAT_ZERO, p);
}

static const struct pattern *do_repeat(struct arena *a, struct value v,
				       const struct pattern *p)
{
	return turn(a, value_to_int(v), RAT_ZERO, p);
}

static const struct param_op op_iter = {do_iter, PARAM_KEEP_STEPS};
static const struct param_op op_iter_back = {do_iter_back, PARAM_KEEP_STEPS};
static const struct param_op op_repeat = {do_repeat, PARAM_SHORT};
static const struct param_op op_fast_repeat = {do_repeat, PARAM_PLAIN};

/* --- Every other cycle --- */

static const struct pattern *do_palindrome(struct arena *a,
					   const struct pattern *p)
{
	const struct pattern *both[] = {p, pat_rev(a, p)};

	return pat_slowcat(a, 2, both);
}

static bool is_odd(struct arena *a, const void *ctx, struct rat begin)
{
	(void)ctx;
	return int_mod(a, rat_floor(begin), 2) == 1;
}

static const struct pattern *do_brak(struct arena *a, const struct pattern *p)
{
	const struct pattern *half[] = {p, pat_silence()};
	const struct pattern *off =
	    pat_late(a, RAT(1, 4), pat_fastcat(a, 2, half));

	return pat_when(a, is_odd, NULL, off, p);
}

static const struct param_0_op op_palindrome = {do_palindrome};
static const struct param_0_op op_brak = {do_brak};

/* --- The first cycle again and again --- */

struct one_in {
	struct pattern pattern;
	const struct pattern *in;
};

static void run_loop_first(struct query *q, const struct pattern *p,
			   struct span s, struct events *out)
{
	const struct pattern *in = ((const struct one_in *)p)->in;

	struct cut cut = cut_start(s);
	struct span part;

	while (cut_next(&cut, &part))
		query_early(q, in, rat_neg(rat_sam(part.begin)), part, out);
}

static const struct pattern *one_in(struct arena *a, const struct pattern *in,
				    void (*run)(struct query *,
						const struct pattern *,
						struct span, struct events *))
{
	struct one_in *n = ARENA_NEW(a, struct one_in);

	n->pattern.run = run;
	n->pattern.steps = in->steps;
	n->in = in;
	return &n->pattern;
}

const struct pattern *pat_loop_first(struct arena *a, const struct pattern *p)
{
	struct one_in *n = (struct one_in *)one_in(a, p, run_loop_first);

	n->pattern.pure = p->pure;
	return &n->pattern;
}

static const struct pattern *apply_loop_first(struct arena *a,
					      const struct transform *t,
					      const struct pattern *p)
{
	(void)t;
	return pat_loop_first(a, p);
}

/* --- More or less than a cycle at a time --- */

const struct pattern *pat_inside(struct arena *a, struct rat n,
				 const struct transform *t,
				 const struct pattern *p)
{
	return pat_fast(a, n, transform_apply(a, t, pat_slow(a, n, p)));
}

static const struct pattern *do_inside(struct arena *a, struct value v,
				       const struct fn *f,
				       const struct pattern *p)
{
	struct transform_fn t = transform_of_fn(f);

	return pat_inside(a, value_to_rat(v), &t.transform, p);
}

static const struct pattern *do_outside(struct arena *a, struct value v,
					const struct fn *f,
					const struct pattern *p)
{
	struct transform_fn t = transform_of_fn(f);

	return pat_inside(a, rat_quotient(a, RAT_ONE, value_to_rat(v)),
			  &t.transform, p);
}

static const struct pattern *do_time_loop(struct arena *a, struct value v,
					  const struct pattern *p)
{
	static const struct transform t = {apply_loop_first};

	return pat_inside(a, rat_quotient(a, RAT_ONE, value_to_rat(v)), &t, p);
}

static const struct param_0_op op_loop_first = {pat_loop_first};
static const struct param_op op_time_loop = {do_time_loop, PARAM_JOIN};
static const struct param_with_op op_inside = {do_inside, PARAM_JOIN};
static const struct param_with_op op_outside = {do_outside, PARAM_JOIN};

/* --- Without the silence at its ends --- */

static struct span hull_of_cycle(struct query *q, const struct pattern *in,
				 struct rat sam)
{
	struct events e = events_none();
	struct span hull = SPAN(RAT_ZERO, RAT_ONE), w;
	struct rat first;

	pat_query(q, in, SPAN(sam, rat_next_sam(sam)), &e);
	for (size_t i = 0; i < e.n; i++) {
		w = event_whole_or_part(&e.at[i]);
		hull.begin = i ? rat_min(hull.begin, w.begin) : w.begin;
		hull.end = i ? rat_max(hull.end, w.end) : w.end;
	}
	first = rat_sam(hull.begin);
	return SPAN(rat_sub(hull.begin, first), rat_sub(hull.end, first));
}

static void run_stretch(struct query *q, const struct pattern *p, struct span s,
			struct events *out)
{
	const struct pattern *in = ((const struct one_in *)p)->in;

	struct cut cut = cut_start(s);
	struct span part;

	while (cut_next(&cut, &part)) {
		struct span hull = hull_of_cycle(q, in, rat_sam(part.begin));

		pat_query(q, pat_zoom(q->arena, hull, in), part, out);
	}
}

const struct pattern *pat_stretch(struct arena *a, const struct pattern *p)
{
	return one_in(a, p, run_stretch);
}

static const struct param_0_op op_stretch = {pat_stretch};

#define TIMES "Pattern Time -> "
#define TURNS "Pattern Int -> "
#define ON_PATTERN "Pattern a -> Pattern a"

static const struct fn_row rows[] = {
    {"iter", "", "Pattern Int -> Pattern c -> Pattern c", build_param,
     "Cut the cycle in parts and begin one part further in each cycle.",
     "iter 4 $ s \"bd sn hh cp\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 3/4 {\"s\":\"hh\"}; "
     "3/4 1 {\"s\":\"cp\"}",
     0, &op_iter},
    {"iter'", "", "Pattern Int -> Pattern c -> Pattern c", build_param,
     "Cut the cycle in parts and begin one part earlier in each cycle.",
     "iter' 4 $ s \"bd sn hh cp\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 3/4 {\"s\":\"hh\"}; "
     "3/4 1 {\"s\":\"cp\"}",
     0, &op_iter_back},
    {"repeatCycles", "", TURNS ON_PATTERN, build_param,
     "Play each cycle of a pattern a number of times before the next.",
     "repeatCycles 3 $ s \"<bd sn>\"", "0 1 {\"s\":\"bd\"}", 0, &op_repeat},
    {"fastRepeatCycles", "", "Int -> " ON_PATTERN, build_param,
     "repeatCycles with a plain number.", "fastRepeatCycles 3 $ s \"<bd sn>\"",
     "0 1 {\"s\":\"bd\"}", 0, &op_fast_repeat},
    {"palindrome", "", ON_PATTERN, build_param_0,
     "Play each cycle forwards, then backwards.",
     "palindrome $ s \"bd sn hh cp\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 3/4 {\"s\":\"hh\"}; "
     "3/4 1 {\"s\":\"cp\"}",
     0, &op_palindrome},
    {"brak", "", ON_PATTERN, build_param_0,
     "Squash every other cycle to half and shift it, like a breakbeat.",
     "brak $ s \"bd sn\"", "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0,
     &op_brak},
    {"loopFirst", "", ON_PATTERN, build_param_0,
     "Play the first cycle again and again.", "loopFirst $ s \"<bd sn> hh\"",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"hh\"}", 0, &op_loop_first},
    {"timeLoop", "", TIMES ON_PATTERN, build_param,
     "Loop the first cycles of a pattern.", "timeLoop 2 $ s \"<bd sn hh>\"",
     "0 1 {\"s\":\"bd\"}", 0, &op_time_loop},
    {"inside", "", TIMES "(Pattern a1 -> Pattern a) -> Pattern a1 -> Pattern a",
     build_param_with,
     "Apply a function to fractions of the cycle instead of the whole.",
     "inside 2 rev $ s \"bd sn hh cp\"",
     "0 1/4 {\"s\":\"sn\"}; 1/4 1/2 {\"s\":\"bd\"}; 1/2 3/4 {\"s\":\"cp\"}; "
     "3/4 1 {\"s\":\"hh\"}",
     0, &op_inside},
    {"outside", "",
     TIMES "(Pattern a1 -> Pattern a) -> Pattern a1 -> Pattern a",
     build_param_with,
     "Apply a function to several cycles as if they were one.",
     "outside 2 rev $ s \"<bd sn> hh\"",
     "0 1/2 {\"s\":\"hh\"}; 1/2 1 {\"s\":\"sn\"}", 0, &op_outside},
    {"stretch", "", ON_PATTERN, build_param_0,
     "Leave out the silence at the ends of each cycle.",
     "stretch $ s \"~ bd sn ~\"", "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}",
     0, &op_stretch},
};

const struct fn_family fn_family_cycle = {"cycle", "Whole cycles", rows,
					  sizeof(rows) / sizeof(rows[0])};
