/* One pattern after the other, and patterns at the same time. */
#include <math.h>

#include "pattern/family.h"
#include "pattern/ops.h"
#include "pattern/param.h"

/* --- After each other --- */

static struct value build_cat(const struct call *c)
{
	const struct list *l = arg_list(c, 0);

	return value_pat(pat_slowcat(c->arena, l->n, list_pats(c->arena, l)));
}

static struct value build_fastcat(const struct call *c)
{
	const struct list *l = arg_list(c, 0);

	return value_pat(pat_fastcat(c->arena, l->n, list_pats(c->arena, l)));
}

static const struct pattern *append(const struct call *c)
{
	const struct pattern *both[] = {arg_pat(c, 0), arg_pat(c, 1)};

	return pat_slowcat(c->arena, 2, both);
}

static struct value build_append(const struct call *c)
{
	return value_pat(append(c));
}

static struct value build_fast_append(const struct call *c)
{
	return value_pat(pat_fast(c->arena, RAT(2, 1), append(c)));
}

static struct value build_timecat(const struct call *c)
{
	struct arena *a = c->arena;
	const struct list *l = arg_list(c, 0);
	const struct pattern **p =
	    arena_alloc(a, (l->n + 1) * sizeof(struct pattern *));
	struct rat *weight = arena_alloc(a, (l->n + 1) * sizeof(*weight));

	for (size_t i = 0; i < l->n; i++) {
		weight[i] = value_to_rat(l->at[i].list->at[0]);
		p[i] = value_to_pat(a, l->at[i].list->at[1]);
	}
	return value_pat(pat_timecat(a, l->n, weight, p));
}

/* Parts of a cycle for two patterns: the first until t, the second from t. */
static const struct pattern *do_wedge(struct arena *a, struct value v,
				      const struct pattern *first,
				      const struct pattern *second)
{
	struct rat t = value_to_rat(v), rest = rat_sub(RAT_ONE, t);

	if (t.num == 0)
		return second;
	if (rest.num == 0)
		return first;
	return pat_overlay(
	    a, pat_fast_gap(a, rat_inv(t), first),
	    pat_late(a, t, pat_fast_gap(a, rat_inv(rest), second)));
}

struct two {
	const struct pattern *first, *second;
};

static const struct pattern *bind_wedge(struct arena *a, const void *ctx,
					struct value v)
{
	const struct two *t = ctx;

	return do_wedge(a, v, t->first, t->second);
}

static struct value build_wedge(const struct call *c)
{
	struct two *t = ARENA_NEW(c->arena, struct two);

	t->first = arg_pat(c, 1);
	t->second = arg_pat(c, 2);
	return value_pat(
	    param_join(c->arena, JOIN_INNER, bind_wedge, t, arg_pat(c, 0)));
}

/* --- A plan of when patterns sound --- */

static const struct pattern *seq(struct arena *a, const struct list *l)
{
	const struct pattern **p =
	    arena_alloc(a, (l->n + 1) * sizeof(struct pattern *));

	for (size_t i = 0; i < l->n; i++) {
		const struct value *t = l->at[i].list->at;
		struct span s = SPAN(value_to_rat(t[0]), value_to_rat(t[1]));

		p[i] = pat_play_for(
		    a, s, pat_late(a, rat_sam(s.begin), value_to_pat(a, t[2])));
	}
	return pat_stack(a, l->n, p);
}

static struct value build_seq(const struct call *c)
{
	return value_pat(seq(c->arena, arg_list(c, 0)));
}

static const struct pattern *
apply_first(struct arena *a, const struct transform *t, const struct pattern *p)
{
	(void)t;
	return pat_loop_first(a, p);
}

static const struct pattern *bind_loop(struct arena *a, const void *ctx,
				       struct value v)
{
	static const struct transform first = {apply_first};
	struct rat n = rat_quotient(a, RAT_ONE, value_to_rat(v));

	return pat_inside(a, n, &first, ctx);
}

static struct value build_seq_loop(const struct call *c)
{
	struct arena *a = c->arena;
	const struct list *l = arg_list(c, 0);
	struct rat begin = RAT_ZERO, end = RAT_ZERO;

	if (!l->n)
		arena_escape(a, ST_EVAL, "seqPLoop: the list is empty");
	for (size_t i = 0; i < l->n; i++) {
		struct rat b = value_to_rat(l->at[i].list->at[0]);
		struct rat e = value_to_rat(l->at[i].list->at[1]);

		begin = i ? rat_min(begin, b) : b;
		end = i ? rat_max(end, e) : e;
	}
	return value_pat(
	    param_join(a, JOIN_INNER, bind_loop, pat_early(a, begin, seq(a, l)),
		       pat_pure(a, value_rat(rat_sub(end, begin)))));
}

/* --- At the same time --- */

static struct value build_stack(const struct call *c)
{
	const struct list *l = arg_list(c, 0);

	return value_pat(pat_stack(c->arena, l->n, list_pats(c->arena, l)));
}

static struct value build_overlay(const struct call *c)
{
	return value_pat(pat_overlay(c->arena, arg_pat(c, 0), arg_pat(c, 1)));
}

const struct pattern *pat_superimpose(struct arena *a,
				      const struct transform *t,
				      const struct pattern *p)
{
	const struct pattern *both[] = {p, transform_apply(a, t, p)};

	return pat_stack(a, 2, both);
}

static struct value build_superimpose(const struct call *c)
{
	struct transform_fn t = transform_of_fn(arg_fn(c, 0));

	return value_pat(
	    pat_superimpose(c->arena, &t.transform, arg_pat(c, 1)));
}

static struct value build_layer(const struct call *c)
{
	struct arena *a = c->arena;
	const struct list *l = arg_list(c, 0);
	const struct pattern **p =
	    arena_alloc(a, (l->n + 1) * sizeof(struct pattern *));

	for (size_t i = 0; i < l->n; i++)
		p[i] = value_to_pat(a, fn_call(a, l->at[i].fn, c->args[1]));
	return value_pat(pat_stack(a, l->n, p));
}

static const struct pattern *do_off(struct arena *a, struct value v,
				    const struct fn *f, const struct pattern *p)
{
	const struct pattern *both[2] = {p};

	both[1] = fn_on_pat(a, f, pat_late(a, value_to_rat(v), p));
	return pat_stack(a, 2, both);
}

static const struct param_with_op op_off = {do_off, PARAM_JOIN};

struct off_add {
	const struct pattern *add, *in;
};

static const struct pattern *bind_off_add(struct arena *a, const void *ctx,
					  struct value v)
{
	const struct off_add *o = ctx;
	const struct pattern *both[2] = {o->in};

	both[1] = pat_op(a, FROM_BOTH, OP_ADD,
			 pat_late(a, value_to_rat(v), o->in), o->add);
	return pat_stack(a, 2, both);
}

static struct value build_off_add(const struct call *c)
{
	struct off_add *o = ARENA_NEW(c->arena, struct off_add);

	o->add = arg_pat(c, 1);
	o->in = arg_pat(c, 2);
	return value_pat(
	    param_join(c->arena, JOIN_INNER, bind_off_add, o, arg_pat(c, 0)));
}

static struct value build_stackwith(const struct call *c)
{
	struct arena *a = c->arena;
	const struct pattern *with = arg_pat(c, 0), **p;
	const struct list *l = arg_list(c, 1);

	if (!l->n)
		return value_pat(pat_silence());
	p = arena_alloc(a, l->n * sizeof(struct pattern *));
	for (size_t i = 0; i < l->n; i++)
		p[i] = pat_op(
		    a, FROM_LEFT, OP_SET, value_to_pat(a, l->at[i]),
		    pat_early(a, rat_make((int64_t)i, (int64_t)l->n), with));
	return value_pat(pat_stack(a, l->n, p));
}

/* --- A function again and again --- */

static size_t depth_of(struct arena *a, int64_t n)
{
	if (n > 100000)
		arena_escape(a, ST_EVAL,
			     "the depth is at most 100000, not %lld",
			     (long long)n);
	return n > 0 ? (size_t)n : 0;
}

static struct value build_soak(const struct call *c)
{
	struct arena *a = c->arena;
	size_t n = depth_of(a, arg_int(c, 0));
	const struct fn *f = arg_fn(c, 1);
	const struct pattern *p = arg_pat(c, 2);
	const struct pattern **all =
	    arena_alloc(a, (n + 1) * sizeof(struct pattern *));

	for (size_t i = 0; i < n; i++) {
		all[i] = p;
		if (i + 1 < n)
			p = fn_on_pat(a, f, p);
	}
	return value_pat(pat_slowcat(a, n, all));
}

static struct value build_snowball(const struct call *c)
{
	struct arena *a = c->arena;
	size_t n = depth_of(a, arg_int(c, 0));
	const struct fn *combine = arg_fn(c, 1), *f = arg_fn(c, 2);
	const struct pattern *p = arg_pat(c, 3), *sum = p;
	const struct pattern **all =
	    arena_alloc(a, (n + 1) * sizeof(struct pattern *));

	for (size_t i = 0; i < n; i++) {
		all[i] = sum;
		if (i + 1 < n) {
			struct value part;

			p = fn_on_pat(a, f, p);
			part = fn_call(a, combine, value_pat(sum));
			sum = fn_on_pat(a, part.fn, p);
		}
	}
	return value_pat(pat_slowcat(a, n, all));
}

/* --- Patterns of plain values --- */

/* The values as patterns of the kind that the place asks for. */
static const struct pattern *const *pures(const struct call *c,
					  const struct list *l)
{
	const struct pattern **p =
	    arena_alloc(c->arena, (l->n + 1) * sizeof(struct pattern *));

	for (size_t i = 0; i < l->n; i++)
		p[i] = pat_pure(c->arena, value_as(l->at[i], c->kind));
	return p;
}

static struct value build_from_list(const struct call *c)
{
	const struct list *l = arg_list(c, 0);

	return value_pat(pat_slowcat(c->arena, l->n, pures(c, l)));
}

static struct value build_fast_from_list(const struct call *c)
{
	const struct list *l = arg_list(c, 0);

	return value_pat(pat_fastcat(c->arena, l->n, pures(c, l)));
}

/* [0, 1 .. last] as Haskell counts: fractions run half a step further. */
static const struct pattern *count_to(struct arena *a, struct value last)
{
	double end =
	    floor(value_to_double(last) + (last.kind == V_INT ? 0 : 0.5));
	size_t n = end < 0 ? 0 : (size_t)(end < 1e6 ? end : 1e6) + 1;
	const struct pattern **p =
	    arena_alloc(a, (n + 1) * sizeof(struct pattern *));

	if (end > 1e6)
		arena_escape(a, ST_EVAL, "a run of more than a million");
	for (size_t i = 0; i < n; i++)
		p[i] = pat_pure(a, value_as(value_int((int64_t)i), last.kind));
	return pat_fastcat(a, n, p);
}

static struct value less(struct value v, int64_t by)
{
	switch (v.kind) {
	case V_FLOAT:
	case V_NOTE:
		v.f -= (double)by;
		break;
	case V_RAT:
		v.r = rat_sub(v.r, rat_int(by));
		break;
	default:
		v = value_int(value_to_int(v) - by);
		break;
	}
	return v;
}

static const struct pattern *bind_run(struct arena *a, const void *ctx,
				      struct value v)
{
	(void)ctx;
	return count_to(a, less(v, 1));
}

static struct value build_run(const struct call *c)
{
	const struct pattern *n = arg_pat(c, 0);
	const struct pattern *p =
	    param_join(c->arena, JOIN_MIX, bind_run, NULL, n);

	if (!n->pure)
		return value_pat(pat_no_steps(c->arena, p));
	return value_pat(pat_with_steps(c->arena, value_to_rat(*n->pure), p));
}

static const struct pattern *bind_scan(struct arena *a, const void *ctx,
				       struct value v)
{
	double last = floor(value_to_double(v) + (v.kind == V_INT ? 0 : 0.5));
	size_t n = depth_of(a, last < 1 ? 0 : floor_to_int(last));
	const struct pattern **p =
	    arena_alloc(a, (n + 1) * sizeof(struct pattern *));

	(void)ctx;
	for (size_t i = 0; i < n; i++)
		p[i] = count_to(a, value_as(value_int((int64_t)i), v.kind));
	return pat_slowcat(a, n, p);
}

static struct value build_scan(const struct call *c)
{
	return value_pat(
	    param_join(c->arena, JOIN_MIX, bind_scan, NULL, arg_pat(c, 0)));
}

/* A value that may be missing is a list of one or none. */
static struct value build_from_maybes(const struct call *c)
{
	const struct list *l = arg_list(c, 0);
	const struct pattern **p =
	    arena_alloc(c->arena, (l->n + 1) * sizeof(struct pattern *));

	for (size_t i = 0; i < l->n; i++) {
		const struct list *m = l->at[i].list;

		p[i] = m->n ? pat_pure(c->arena, value_as(m->at[0], c->kind))
			    : pat_silence();
	}
	return value_pat(pat_fastcat(c->arena, l->n, p));
}

static struct value build_silence(const struct call *c)
{
	(void)c;
	return value_pat(pat_silence());
}

static struct value build_nothing(const struct call *c)
{
	return value_pat(pat_with_steps(c->arena, RAT_ZERO, pat_silence()));
}

#define TWO "Pattern a -> Pattern a -> Pattern a"
#define WITH_FUNCTION "(Pattern a -> Pattern a) -> Pattern a -> Pattern a"

static const struct fn_row rows[] = {
    {"cat", "slowcat slowCat", "[Pattern a] -> Pattern a", build_cat,
     "Play one cycle of each pattern in turn.", "cat [s \"bd sn\", s \"hh*4\"]",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0, NULL},
    {"fastcat", "fastCat", "[Pattern a] -> Pattern a", build_fastcat,
     "Play a cycle of each pattern, all within one cycle.",
     "fastcat [s \"bd sn\", s \"hh*4\"]",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 5/8 {\"s\":\"hh\"}; "
     "5/8 3/4 {\"s\":\"hh\"}; 3/4 7/8 {\"s\":\"hh\"}; 7/8 1 {\"s\":\"hh\"}",
     0, NULL},
    {"append", "slowAppend slowappend", TWO, build_append,
     "Play a cycle of one pattern, then one of the other.",
     "append (s \"bd sn\") (s \"hh*4\")",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0, NULL},
    {"fastAppend", "fastappend", TWO, build_fast_append,
     "Play both patterns within one cycle, one after the other.",
     "fastAppend (s \"bd sn\") (s \"hh*4\")",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 5/8 {\"s\":\"hh\"}; "
     "5/8 3/4 {\"s\":\"hh\"}; 3/4 7/8 {\"s\":\"hh\"}; 7/8 1 {\"s\":\"hh\"}",
     0, NULL},
    {"timecat", "timeCat", "[(Time, Pattern a)] -> Pattern a", build_timecat,
     "Play patterns after each other, each with its share of the cycle.",
     "timecat [(1, s \"bd*4\"), (2, s \"sn*2\")]",
     "0 1/12 {\"s\":\"bd\"}; 1/12 1/6 {\"s\":\"bd\"}; 1/6 1/4 {\"s\":\"bd\"}; "
     "1/4 1/3 {\"s\":\"bd\"}; 1/3 2/3 {\"s\":\"sn\"}; 2/3 1 {\"s\":\"sn\"}",
     0, NULL},
    {"wedge", "", "Pattern Time -> " TWO, build_wedge,
     "Squash one pattern into the first part of the cycle, one into the rest.",
     "wedge (1/4) (s \"bd sn\") (s \"hh*3\")",
     "0 1/8 {\"s\":\"bd\"}; 1/8 1/4 {\"s\":\"sn\"}; 1/4 1/2 {\"s\":\"hh\"}; "
     "1/2 3/4 {\"s\":\"hh\"}; 3/4 1 {\"s\":\"hh\"}",
     0, NULL},
    {"seqP", "", "[(Time, Time, Pattern a)] -> Pattern a", build_seq,
     "Say from which cycle to which each pattern plays.",
     "seqP [(0, 2, s \"bd sn\"), (1, 3, s \"hh*4\")]",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0, NULL},
    {"seqPLoop", "", "[(Time, Time, Pattern a)] -> Pattern a", build_seq_loop,
     "seqP that begins again when it is over.",
     "seqPLoop [(0, 2, s \"bd sn\"), (1, 3, s \"hh*4\")]",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0, NULL},
    {"stack", "", "[Pattern a] -> Pattern a", build_stack,
     "Play patterns at the same time.", "stack [s \"bd*2\", s \"~ sn\"]",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0,
     NULL},
    {"overlay", "", TWO, build_overlay, "Play two patterns at the same time.",
     "overlay (s \"bd sn\") (s \"cp*3\")",
     "0 1/3 {\"s\":\"cp\"}; 0 1/2 {\"s\":\"bd\"}; 1/3 2/3 {\"s\":\"cp\"}; 1/2 "
     "1 {\"s\":\"sn\"}; 2/3 1 {\"s\":\"cp\"}",
     0, NULL},
    {"superimpose", "", WITH_FUNCTION, build_superimpose,
     "Play a changed copy of a pattern on top of it.",
     "superimpose (fast 2) $ s \"bd sn\"",
     "0 1/4 {\"s\":\"bd\"}; 0 1/2 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 "
     "3/4 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}; 3/4 1 {\"s\":\"sn\"}",
     0, NULL},
    {"layer", "", "[a -> Pattern b] -> a -> Pattern b", build_layer,
     "Play a pattern changed by each of several functions at once.",
     "layer [rev, fast 2] $ s \"bd sn\"",
     "0 1/4 {\"s\":\"bd\"}; 0 1/2 {\"s\":\"sn\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 "
     "3/4 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"bd\"}; 3/4 1 {\"s\":\"sn\"}",
     0, NULL},
    {"off", "", "Pattern Time -> " WITH_FUNCTION, build_param_with,
     "Play a changed copy of a pattern later, on top of it.",
     "off 0.125 (|+ n 12) $ n \"0 4\"",
     "-3/8 1/8 {\"n\":16.0}; 0 1/2 {\"n\":0.0}; 1/8 5/8 {\"n\":12.0}; 1/2 1 "
     "{\"n\":4.0}; 5/8 9/8 {\"n\":16.0}",
     0, &op_off},
    {"offadd", "", "(Num a) => Pattern Time -> " TWO, build_off_add,
     "Play a copy of a pattern of numbers later, with a number added.",
     "n (offadd 0.125 12 \"0 4\")",
     "0 1/8 {\"n\":16.0}; 0 1/2 {\"n\":0.0}; 1/8 5/8 {\"n\":12.0}; 1/2 1 "
     "{\"n\":4.0}; 5/8 1 {\"n\":16.0}",
     0, NULL},
    {"stackwith", "", "(Unionable a) => Pattern a -> [Pattern a] -> Pattern a",
     build_stackwith,
     "Give controls to several patterns, further on in them for each.",
     "stackwith (n \"0 1\") [s \"bd\", s \"hh*2\"]",
     "0 1/2 {\"n\":1.0,\"s\":\"hh\"}; 0 1 {\"n\":0.0,\"s\":\"bd\"}; 0 1 "
     "{\"n\":1.0,\"s\":\"bd\"}; 1/2 1 {\"n\":0.0,\"s\":\"hh\"}",
     0, NULL},
    {"soak", "", "Int -> " WITH_FUNCTION, build_soak,
     "Apply a function once more in each cycle, up to a depth.",
     "soak 4 (fast 2) $ s \"bd sn\"",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0, NULL},
    {"snowball", "",
     "Int -> (Pattern a -> Pattern a -> Pattern a) -> " WITH_FUNCTION,
     build_snowball,
     "Like soak, and each cycle is combined with the one before.",
     "snowball 4 (overlay) (fast 2) $ s \"bd sn\"",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0, NULL},
    {"fromList", "", "[a] -> Pattern a", build_from_list,
     "One value of a list a cycle.", "n (fromList [0, 4, 7])",
     "0 1 {\"n\":0.0}", 0, NULL},
    {"fastFromList", "listToPat", "[a] -> Pattern a", build_fast_from_list,
     "All values of a list in each cycle.", "n (fastFromList [0, 4, 7])",
     "0 1/3 {\"n\":0.0}; 1/3 2/3 {\"n\":4.0}; 2/3 1 {\"n\":7.0}", 0, NULL},
    {"run", "", "(Enum a, Num a, Real a) => Pattern a -> Pattern a", build_run,
     "Count from 0 up to, and not including, a number in each cycle.",
     "n (run 4)",
     "0 1/4 {\"n\":0.0}; 1/4 1/2 {\"n\":1.0}; 1/2 3/4 {\"n\":2.0}; 3/4 1 "
     "{\"n\":3.0}",
     0, NULL},
    {"scan", "", "(Enum a, Num a) => Pattern a -> Pattern a", build_scan,
     "Like run, from one number in the first cycle to all in the last.",
     "n (scan 4)", "0 1 {\"n\":0.0}", 0, NULL},
    {"fromMaybes", "", "[Maybe a] -> Pattern a", build_from_maybes,
     "All values of a list in each cycle; Nothing is a rest.",
     "s (fromMaybes [Just \"bd\", Nothing, Just \"sn\"])",
     "0 1/3 {\"s\":\"bd\"}; 2/3 1 {\"s\":\"sn\"}", 0, NULL},
    {"silence", "empty", "Pattern a", build_silence, "Nothing.",
     "overlay silence $ s \"bd\"", "0 1 {\"s\":\"bd\"}", 0, NULL},
    {"nothing", "", "Pattern a", build_nothing,
     "Nothing, and of no length in stepcat.", "overlay nothing $ s \"bd\"",
     "0 1 {\"s\":\"bd\"}", 0, NULL},
};

const struct fn_family fn_family_cat = {"cat", "After and with each other",
					rows, sizeof(rows) / sizeof(rows[0])};
