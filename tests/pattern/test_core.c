#include "tests/pattern/show.h"
#include "tests/support/suite.h"

#define SHOWS(p, from, to, text)                                               \
	CU_ASSERT_STRING_EQUAL(show((p), (from), (to)), (text))

static struct arena *a;

static void begin(void)
{
	a = show_arena();
}

static void pure_repeats(void)
{
	const struct pattern *p;

	begin();
	p = pat_pure(a, value_int(3));
	SHOWS(p, RAT_ZERO, rat_int(2), "0-1 3, 1-2 3");
	SHOWS(p, RAT(-1, 2), RAT(1, 2), "-1/2-0 3(-1-0), 0-1/2 3(0-1)");
	SHOWS(p, RAT_ONE, RAT_ONE, "1-1 3(1-2)");
	show_done();
}

static void sequences(void)
{
	const struct pattern *p, *q[2];
	struct rat w[] = {{1, 1}, {3, 1}};

	begin();
	p = letters("ab");
	SHOWS(p, RAT_ZERO, rat_int(1), "0-1/2 a, 1/2-1 b");
	SHOWS(p, RAT(1, 2), RAT(1, 2), "1/2-1/2 b(1/2-1)");
	q[0] = letters("x");
	q[1] = p;
	SHOWS(pat_timecat(a, 2, w, q), RAT_ZERO, RAT_ONE,
	      "0-1/4 x, 1/4-5/8 a, 5/8-1 b");
	SHOWS(pat_slowcat(a, 2, q), rat_int(-1), rat_int(2),
	      "-1--1/2 a, -1/2-0 b, 0-1 x, 1-3/2 a, 3/2-2 b");
	show_done();
}

static void cat_skips_nothing(void)
{
	const struct pattern *two[2];

	begin();
	two[0] = pat_slow(a, rat_int(2), letters("ab"));
	two[1] = letters("c");
	SHOWS(pat_slowcat(a, 2, two), RAT_ZERO, rat_int(4),
	      "0-1 a, 1-2 c, 2-3 b, 3-4 c");
	show_done();
}

static void times(void)
{
	const struct pattern *p;

	begin();
	p = letters("ab");
	SHOWS(pat_fast(a, rat_int(2), p), RAT_ZERO, RAT_ONE,
	      "0-1/4 a, 1/4-1/2 b, 1/2-3/4 a, 3/4-1 b");
	SHOWS(pat_late(a, RAT(1, 4), p), RAT_ZERO, RAT_ONE,
	      "0-1/4 b(-1/4-1/4), 1/4-3/4 a, 3/4-1 b(3/4-5/4)");
	SHOWS(pat_rev(a, p), RAT_ZERO, RAT_ONE, "1/2-1 a, 0-1/2 b");
	SHOWS(pat_fast(a, rat_int(-1), p), RAT_ZERO, RAT_ONE,
	      "1/2-1 a, 0-1/2 b");
	SHOWS(pat_fast(a, RAT_ZERO, p), RAT_ZERO, RAT_ONE, "");
	SHOWS(pat_compress(a, SPAN(RAT(1, 4), RAT(3, 4)), p), RAT_ZERO, RAT_ONE,
	      "1/4-1/2 a, 1/2-3/4 b");
	SHOWS(pat_zoom(a, SPAN(RAT(1, 2), RAT_ONE), p), RAT_ZERO, RAT_ONE,
	      "0-1 b");
	SHOWS(pat_zoom(a, SPAN(RAT(1, 4), RAT(3, 4)), p), RAT_ZERO, RAT_ONE,
	      "0-1/2 a(-1/2-1/2), 1/2-1 b(1/2-3/2)");
	SHOWS(pat_segment(a, rat_int(2), letters("c")), RAT_ZERO, RAT_ONE,
	      "0-1/2 c, 1/2-1 c");
	show_done();
}

static void what_crosses_a_cycle_keeps_its_proportions(void)
{
	struct rat w[] = {{1, 1}, {1, 1}};
	const struct pattern *p[2];

	begin();
	p[0] = pat_slow(a, rat_int(2), letters("a"));
	p[1] = letters("b");
	SHOWS(pat_timecat(a, 2, w, p), RAT_ZERO, rat_int(2),
	      "0-1/2 a(0-1), 1-3/2 a(0-1), 1/2-1 b, 3/2-2 b");
	show_done();
}

static struct value join_words(struct arena *to, const void *ctx,
			       struct value x, struct value y)
{
	(void)ctx;
	return value_str(arena_printf(to, "%s%s", x.s, y.s));
}

static struct value cycle_number(struct arena *to, const void *ctx,
				 struct span s)
{
	(void)to;
	(void)ctx;
	return value_str(s.begin.num < 1 ? "0" : "1");
}

static void applying(void)
{
	const struct pattern *x, *y, *sig;

	begin();
	x = letters("ab");
	y = letters("cde");
	SHOWS(pat_app(a, FROM_BOTH, join_words, NULL, x, y), RAT_ZERO, RAT_ONE,
	      "0-1/3 ac, 1/3-1/2 ad, 1/2-2/3 bd, 2/3-1 be");
	SHOWS(pat_app(a, FROM_LEFT, join_words, NULL, x, y), RAT_ZERO, RAT_ONE,
	      "0-1/3 ac(0-1/2), 1/3-1/2 ad(0-1/2), 1/2-2/3 bd(1/2-1), "
	      "2/3-1 be(1/2-1)");
	SHOWS(pat_app(a, FROM_RIGHT, join_words, NULL, x, y), RAT_ZERO, RAT_ONE,
	      "0-1/3 ac, 1/3-1/2 ad(1/3-2/3), 1/2-2/3 bd(1/3-2/3), 2/3-1 be");
	sig = pat_signal(a, cycle_number, NULL);
	SHOWS(pat_app(a, FROM_LEFT, join_words, NULL, x, sig), RAT_ZERO,
	      rat_int(1), "0-1/2 a0, 1/2-1 b1");
	SHOWS(pat_app(a, FROM_BOTH, join_words, NULL, x, sig), RAT_ZERO,
	      rat_int(1), "0-1/2 a0~, 1/2-1 b0~");
	SHOWS(pat_app(a, FROM_LEFT, join_words, NULL, x, letters("z")),
	      RAT(1, 4), RAT_ONE, "1/4-1/2 az(0-1/2), 1/2-1 bz");
	show_done();
}

static const struct pattern *faster(struct arena *to, const void *ctx,
				    struct value v)
{
	return pat_fast(to, value_to_rat(v), ctx);
}

static const struct pattern *numbers(int64_t x, int64_t y)
{
	const struct pattern *p[] = {pat_pure(a, value_int(x)),
				     pat_pure(a, value_int(y))};

	return pat_fastcat(a, 2, p);
}

static void joining(void)
{
	const struct pattern *p, *by;

	begin();
	p = letters("ab");
	by = numbers(1, 2);
	SHOWS(pat_bind(a, JOIN_INNER, faster, p, by), RAT_ZERO, RAT_ONE,
	      "0-1/2 a, 1/2-3/4 a, 3/4-1 b");
	SHOWS(pat_bind(a, JOIN_MIX, faster, p, by), RAT_ZERO, RAT_ONE,
	      "0-1/2 a, 1/2-3/4 a, 3/4-1 b");
	SHOWS(pat_bind(a, JOIN_OUTER, faster, p, by), RAT_ZERO, RAT_ONE,
	      "0-1/2 a, 1/2-1 a");
	SHOWS(pat_bind(a, JOIN_SQUEEZE, faster, p, by), RAT_ZERO, RAT_ONE,
	      "0-1/4 a, 1/4-1/2 b, 1/2-5/8 a, 5/8-3/4 b, 3/4-7/8 a, 7/8-1 b");
	SHOWS(pat_bind(a, JOIN_RESTART, faster, p, by), RAT_ZERO, RAT_ONE,
	      "0-1/2 a, 1/2-3/4 a, 3/4-1 b");
	SHOWS(pat_param(a, faster, p, pat_pure(a, value_int(2))), RAT_ZERO,
	      RAT_ONE, "0-1/4 a, 1/4-1/2 b, 1/2-3/4 a, 3/4-1 b");
	show_done();
}

static const struct pattern *endless(struct arena *to, const void *ctx,
				     int64_t cycle)
{
	(void)cycle;
	return pat_by_cycle(to, endless, ctx);
}

static void too_deep(void)
{
	begin();
	SHOWS(pat_by_cycle(a, endless, NULL), RAT_ZERO, RAT_ONE,
	      "error: these functions and patterns are nested more than 2000 deep");
	SHOWS(pat_fast(a, rat_int(1000000), letters("a")), RAT_ZERO, rat_int(1),
	      "error: this plays more than 10000 events at once");
	show_done();
}

static void steps(void)
{
	const struct pattern *p[2];
	struct rat w[] = {{1, 1}, {1, 2}};

	begin();
	p[0] = letters("ab");
	p[1] = letters("abc");
	CU_ASSERT(rat_eq(pat_fastcat(a, 2, p)->steps, rat_int(5)));
	CU_ASSERT(rat_eq(pat_stack(a, 2, p)->steps, rat_int(6)));
	CU_ASSERT(rat_eq(pat_timecat(a, 2, w, p)->steps, RAT(3, 2)));
	CU_ASSERT_EQUAL(pat_slowcat(a, 2, p)->steps.den, 0);
	CU_ASSERT_EQUAL(pat_overlay(a, p[0], p[1])->steps.den, 0);
	CU_ASSERT(rat_eq(pat_segment(a, rat_int(4), p[0])->steps, rat_int(4)));
	CU_ASSERT(rat_eq(pat_zoom(a, SPAN(RAT_ZERO, RAT(1, 2)), p[0])->steps,
			 RAT_ONE));
	show_done();
}

static void fragments(void)
{
	struct query q = {0};
	struct events e, more;
	const struct pattern *p;

	begin();
	q.arena = a;
	p = letters("ab");
	e = pat_events(&q, p, SPAN(RAT_ZERO, RAT(1, 4)));
	more = pat_events(&q, p, SPAN(RAT(1, 4), RAT_ONE));
	for (size_t i = 0; i < more.n; i++)
		*events_add(&q, &e) = more.at[i];
	CU_ASSERT_EQUAL(e.n, 3);
	events_defragment(&e);
	CU_ASSERT_EQUAL(e.n, 2);
	CU_ASSERT(span_eq(e.at[0].part, e.at[0].whole));
	show_done();
}

static CU_TestInfo tests[] = {
    {"a pure value repeats once a cycle", pure_repeats},
    {"sequences share their cycle by weight", sequences},
    {"cat skips nothing", cat_skips_nothing},
    {"time moves, turns and is cut", times},
    {"what crosses a cycle keeps its proportions in a sequence",
     what_crosses_a_cycle_keeps_its_proportions},
    {"applying takes wholes from either side or both", applying},
    {"joins take wholes from inside, outside, both", joining},
    {"nesting and numbers have a limit", too_deep},
    {"steps go the way of the pattern", steps},
    {"fragments of one event are joined", fragments},
    CU_TEST_INFO_NULL,
};

const struct suite suite_core = {"core", tests};
