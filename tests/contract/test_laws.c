/* Laws between the building blocks, on patterns made by chance. */
#include <stdio.h>
#include "base/random.h"
#include "tests/contract/answer.h"
#include "tests/support/suite.h"

enum { ROUNDS = 300 };

struct chance {
	int64_t seed;
};

static uint32_t draw(struct chance *c, uint32_t n)
{
	c->seed = random_xorwise(c->seed);
	return (uint32_t)(((uint64_t)c->seed >> 3) % n);
}

static const struct pattern *leaf(struct arena *a, struct chance *c)
{
	static const char *const words[] = {"a", "b", "c", "d", "e"};

	if (draw(c, 5) == 0)
		return pat_silence();
	return pat_pure(a, value_str(words[draw(c, 5)]));
}

static const struct pattern *any(struct arena *a, struct chance *c, int depth)
{
	const struct pattern *p[4];
	struct rat weight[4];
	size_t n = 1 + draw(c, 4);

	if (depth == 0)
		return leaf(a, c);
	for (size_t i = 0; i < n; i++) {
		p[i] = any(a, c, depth - 1);
		weight[i] = rat_int(1 + draw(c, 3));
	}
	switch (draw(c, 7)) {
	case 0:
		return pat_stack(a, n, p);
	case 1:
		return pat_slowcat(a, n, p);
	case 2:
		return pat_timecat(a, n, weight, p);
	case 3:
		return pat_fast(a, rat_make(1 + draw(c, 6), 1 + draw(c, 4)),
				p[0]);
	case 4:
		return pat_late(a, rat_make(draw(c, 16), 8), p[0]);
	default:
		return pat_fastcat(a, n, p);
	}
}

/* Two ways that must be the same. */
typedef void law(struct arena *a, struct chance *c, const struct pattern *p,
		 const struct pattern **x, const struct pattern **y);

static void holds(const char *name, law *say)
{
	struct span far = SPAN(RAT(1000000, 1), RAT(2000003, 2));
	struct span near = SPAN(RAT(-3, 2), RAT(10, 3));
	struct chance c = {20240301};

	for (int i = 0; i < ROUNDS; i++) {
		const struct pattern *p, *one, *other;
		struct answer x, y;
		struct arena a;
		char text[1000];

		arena_init(&a, 64u << 20);
		p = any(&a, &c, 3);
		say(&a, &c, p, &one, &other);
		x = answer_to(&a, one, i % 4 ? near : far);
		y = answer_to(&a, other, i % 4 ? near : far);
		answer_settle(&a, &x);
		answer_settle(&a, &y);
		snprintf(text, sizeof(text), "%s, round %d: %s | %s", name, i,
			 answer_text(&a, &x), answer_text(&a, &y));
		CU_assertImplementation(answer_equal(&x, &y), __LINE__, text,
					__FILE__, "", CU_FALSE);
		arena_finish(&a);
	}
}

static struct rat some_rat(struct chance *c)
{
	return rat_make(1 + draw(c, 9), 1 + draw(c, 7));
}

static void rev_rev(struct arena *a, struct chance *c, const struct pattern *p,
		    const struct pattern **x, const struct pattern **y)
{
	(void)c;
	*x = pat_rev(a, pat_rev(a, p));
	*y = p;
}

static void rev_twice_is_nothing(void)
{
	holds("rev . rev", rev_rev);
}

static void fast_slow(struct arena *a, struct chance *c,
		      const struct pattern *p, const struct pattern **x,
		      const struct pattern **y)
{
	struct rat n = some_rat(c);

	*x = pat_fast(a, n, pat_slow(a, n, p));
	*y = p;
}

static void fast_undoes_slow(void)
{
	holds("fast n . slow n", fast_slow);
}

static void fast_fast(struct arena *a, struct chance *c,
		      const struct pattern *p, const struct pattern **x,
		      const struct pattern **y)
{
	struct rat m = some_rat(c), n = some_rat(c);

	*x = pat_fast(a, m, pat_fast(a, n, p));
	*y = pat_fast(a, rat_mul(m, n), p);
}

static void speeds_multiply(void)
{
	holds("fast m . fast n", fast_fast);
}

static void early_late(struct arena *a, struct chance *c,
		       const struct pattern *p, const struct pattern **x,
		       const struct pattern **y)
{
	struct rat t = some_rat(c);

	*x = pat_early(a, t, pat_late(a, t, p));
	*y = p;
}

static void early_undoes_late(void)
{
	holds("early t . late t", early_late);
}

static void zoom_all(struct arena *a, struct chance *c, const struct pattern *p,
		     const struct pattern **x, const struct pattern **y)
{
	struct span all = SPAN(RAT_ZERO, RAT_ONE);

	(void)c;
	*x = pat_zoom(a, all, p);
	*y = pat_compress(a, all, p);
}

static void zoom_and_compress_of_all_are_nothing(void)
{
	holds("zoom (0, 1)", zoom_all);
}

static void fast_of_stack(struct arena *a, struct chance *c,
			  const struct pattern *p, const struct pattern **x,
			  const struct pattern **y)
{
	const struct pattern *other = any(a, c, 2);
	struct rat n = some_rat(c);

	*x = pat_fast(a, n, pat_overlay(a, p, other));
	*y = pat_overlay(a, pat_fast(a, n, p), pat_fast(a, n, other));
}

static void fast_goes_through_stacks(void)
{
	holds("fast n of a stack", fast_of_stack);
}

static const struct pattern *same(struct arena *a, const void *ctx,
				  struct value v)
{
	(void)ctx;
	return pat_pure(a, v);
}

static void bind_pure(struct arena *a, struct chance *c,
		      const struct pattern *p, const struct pattern **x,
		      const struct pattern **y)
{
	(void)c;
	*x = pat_bind(a, JOIN_OUTER, same, NULL, p);
	*y = p;
}

static void outer_join_of_pures_is_nothing(void)
{
	holds("outerJoin . fmap pure", bind_pure);
}

static void repeat(struct arena *a, struct chance *c, const struct pattern *p,
		   const struct pattern **x, const struct pattern **y)
{
	const struct pattern *all[5];
	size_t n = 2 + draw(c, 3);

	for (size_t i = 0; i < n; i++)
		all[i] = p;
	*x = pat_fast(a, rat_int((int64_t)n), pat_slowcat(a, n, all));
	*y = pat_fastcat(a, n, all);
}

static void fastcat_is_a_fast_cat(void)
{
	holds("fast n . cat", repeat);
}

static CU_TestInfo tests[] = {
    {"reversing twice changes nothing", rev_twice_is_nothing},
    {"fast undoes slow", fast_undoes_slow},
    {"speeds multiply", speeds_multiply},
    {"early undoes late", early_undoes_late},
    {"zoom and compress of the whole cycle agree",
     zoom_and_compress_of_all_are_nothing},
    {"fast goes through a stack", fast_goes_through_stacks},
    {"the outer join of pure values is the pattern",
     outer_join_of_pures_is_nothing},
    {"fastcat is a sped up cat", fastcat_is_a_fast_cat},
    CU_TEST_INFO_NULL,
};

const struct suite suite_laws = {"laws", tests};
