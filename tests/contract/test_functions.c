/* Every row of the function library: its example compiles, yields its events,
 * and obeys the laws of patterns. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/contract/answer.h"
#include "tests/support/suite.h"

typedef void row_check(struct arena *a, const struct fn_row *row,
		       const struct pattern *p);

static void fail(const struct fn_row *row, const char *what, const char *more)
{
	char text[1000];

	snprintf(text, sizeof(text), "%s (%s): %s %s", row->name, row->example,
		 what, more);
	CU_assertImplementation(CU_FALSE, __LINE__, text, __FILE__, "",
				CU_FALSE);
}

static void each_row(row_check *check)
{
	CU_assertImplementation(CU_TRUE, __LINE__, "", __FILE__, "", CU_FALSE);
	for (const struct fn_family *const *f = fn_families; *f; f++)
		for (size_t i = 0; i < (*f)->n; i++) {
			const struct fn_row *row = &(*f)->rows[i];
			const struct pattern *p;
			struct arena a;
			const char *why;

			if (row->flags & FN_NOT_A_PATTERN)
				continue;
			arena_init(&a, 256u << 20);
			p = expression(&a, row->example, &why);
			if (p)
				check(&a, row, p);
			arena_finish(&a);
		}
}

static void rows_are_complete(void)
{
	for (const struct fn_family *const *f = fn_families; *f; f++) {
		CU_ASSERT_TRUE((*f)->n > 0 && (*f)->title[0]);
		for (size_t i = 0; i < (*f)->n; i++) {
			const struct fn_row *row = &(*f)->rows[i];

			if (!row->name[0] || !row->type[0] || !row->build ||
			    !row->summary[0] || strlen(row->summary) > 160)
				fail(row, "is not complete", "");
			if (fn_find(row->name) != row)
				fail(row, "is there twice", "");
		}
	}
}

static void examples_compile(void)
{
	for (const struct fn_family *const *f = fn_families; *f; f++)
		for (size_t i = 0; i < (*f)->n; i++) {
			const struct fn_row *row = &(*f)->rows[i];
			struct arena a;
			const char *why;

			if (row->flags & FN_NOT_A_PATTERN)
				continue;
			arena_init(&a, 256u << 20);
			if (!expression(&a, row->example, &why))
				fail(row, "does not compile:", why);
			arena_finish(&a);
		}
}

/* Equal, numbers to six digits: they come from the machine's own functions. */
static bool same_events(const char *x, const char *y)
{
	while (*x && *y) {
		char *x_end, *y_end;
		double a, b;

		if (*x != *y &&
		    !(strchr("-.0123456789", *x) && strchr("-.0123456789", *y)))
			return false;
		a = strtod(x, &x_end);
		b = strtod(y, &y_end);
		if ((x_end == x) != (y_end == y) ||
		    fabs(a - b) > 1e-5 * fabs(a) + 1e-9)
			return false;
		x = x_end == x ? x + 1 : x_end;
		y = y_end == y ? y + 1 : y_end;
	}
	return *x == *y;
}

static void check_events(struct arena *a, const struct fn_row *row,
			 const struct pattern *p)
{
	const char *have = row_events(a, p);

	if (!same_events(have, row->events ? row->events : ""))
		fail(row, "yields", have);
}

static void examples_yield_their_events(void)
{
	each_row(check_events);
}

static void check_same(struct arena *a, const struct fn_row *row,
		       const struct pattern *p)
{
	struct span s = SPAN(RAT(1, 3), RAT(9, 4));
	struct answer x = answer_to(a, p, s), y = answer_to(a, p, s);

	if (x.status)
		fail(row, "has no answer:", x.why);
	else if (!answer_equal(&x, &y))
		fail(row, "answers differently the second time", "");
}

static void the_same_query_has_the_same_answer(void)
{
	each_row(check_same);
}

static const struct span spans[] = {
    {{0, 1}, {1, 1}},
    {{0, 1}, {4, 1}},
    {{1, 3}, {7, 5}},
    {{-1, 1}, {1, 2}},
    {{-7, 4}, {-5, 8}},
    {{5, 1}, {23, 4}},
    {{1, 8}, {3, 16}},
    {{1000000, 1}, {1000001, 1}},
    {{1000000, 1}, {4000007, 4}},
};
enum { SPANS = sizeof(spans) / sizeof(spans[0]) };

static bool stays_inside(struct arena *a, const struct pattern *p)
{
	for (size_t i = 0; i < SPANS; i++)
		if (answer_to(a, p, spans[i]).outside)
			return false;
	return true;
}

static void check_inside(struct arena *a, const struct fn_row *row,
			 const struct pattern *p)
{
	bool unclipped = row->flags & FN_UNCLIPPED;

	if (stays_inside(a, p) == unclipped)
		fail(row,
		     unclipped ? "is clipped in spite of its flag"
			       : "has events outside the query",
		     "");
}

static void nothing_is_outside_the_query(void)
{
	each_row(check_inside);
}

/* The first span that has another answer than its two parts. */
static const char *broken(struct arena *a, const struct pattern *p)
{
	static const struct rat cuts[] = {{1, 2}, {1, 3}, {5, 8}};

	for (size_t i = 0; i < SPANS * 3; i++) {
		struct span s = spans[i / 3];
		struct rat len = rat_sub(s.end, s.begin), mid;
		struct answer x = answer_to(a, p, s), y, z;

		mid = rat_add(s.begin, rat_mul(len, cuts[i % 3]));
		y = answer_to(a, p, SPAN(s.begin, mid));
		z = answer_to(a, p, SPAN(mid, s.end));
		y = answer_join(a, &y, &z);
		answer_settle(a, &x);
		answer_settle(a, &y);
		if (!answer_equal(&x, &y))
			return arena_printf(a, "%s | in two: %s",
					    answer_text(a, &x),
					    answer_text(a, &y));
	}
	return NULL;
}

/* Where the example itself does not show that Tidal's original depends on the
 * query. A signal shows it when it stands alone. */
static const struct {
	const char *row, *shown_by;
} exceptions[] = {
    {"whenmod", "whenmod 2 0.5 (# speed 2) $ s \"bd*4\""},
    {"steptake", "steptake \"<1 2>\" $ s \"bd sn hh cp\""},
    {"stepdrop", "stepdrop \"<1 2>\" $ s \"bd sn hh cp\""},
    {"expand", "expand \"1 <1 2>\" $ s \"bd sn\""},
    {"contract", "contract \"1 <1 2>\" $ s \"bd sn\""},
    {"extend", "extend \"1 <1 2>\" $ s \"bd sn\""},
    {"stepJoin",
     "stepJoin $ fmap (\\x -> expand (pure x) $ s \"bd sn\") \"1 <2 3>\""},
    {"irand", "irand 8"},
    {"brandBy", "brandBy 0.7"},
    {"perlinWith", "perlinWith (saw * 4)"},
    {"perlin2", "perlin2 (sine * 4)"},
    {"perlin2With", "perlin2With (cosine * 2) (sine * 2)"},
    {"choose", "choose [0, 2, 7]"},
    {"chooseBy", "chooseBy rand [0, 2, 7]"},
    {"wchoose", "wchoose [(0, 1), (4, 0.5)]"},
    {"wchooseBy", "wchooseBy rand [(0, 1), (4, 0.5)]"},
    {"sig", "sig (\\t -> t * t)"},
    {"smooth", "smooth \"0 1\""},
    {"mono", "mono $ n \"0*4, 5 [6 7]\""},
};

static bool depends(struct arena *a, const struct pattern *p)
{
	return answer_to(a, p, spans[1]).analog || broken(a, p);
}

static bool has_exception(struct arena *a, const struct fn_row *row)
{
	const struct pattern *p;
	const char *why;

	for (size_t i = 0; i < sizeof(exceptions) / sizeof(exceptions[0]); i++)
		if (!strcmp(exceptions[i].row, row->name)) {
			p = expression(a, exceptions[i].shown_by, &why);
			return p && depends(a, p);
		}
	p = expression(a, row->name, &why);
	return p && depends(a, p);
}

static void check_union(struct arena *a, const struct fn_row *row,
			const struct pattern *p)
{
	const char *how;

	if (row->flags & FN_QUERY_DEPENDENT) {
		if (!depends(a, p) && !has_exception(a, row))
			fail(row, "does not depend on the query", "");
		return;
	}
	how = broken(a, p);
	if (how)
		fail(row, "depends on how the query is cut:", how);
}

static void a_query_equals_the_union_of_its_parts(void)
{
	each_row(check_union);
}

/* Times far out stay as simple as they are near 0. */
static void check_far(struct arena *a, const struct fn_row *row,
		      const struct pattern *p)
{
	struct span s = SPAN(RAT(1000000, 1), RAT(1000002, 1));
	struct answer x = answer_to(a, p, s);

	if (x.status)
		fail(row, "has no answer far out:", x.why);
	for (size_t i = 0; i < x.n; i++)
		if (x.at[i].whole.begin.den > 1000000 ||
		    x.at[i].whole.end.den > 1000000)
			fail(row, "has no simple times far out", "");
}

static void times_are_exact_at_a_million_cycles(void)
{
	each_row(check_far);
}

static CU_TestInfo tests[] = {
    {"rows are complete and there once", rows_are_complete},
    {"examples compile", examples_compile},
    {"examples yield their events", examples_yield_their_events},
    {"the same query has the same answer", the_same_query_has_the_same_answer},
    {"nothing is outside the query", nothing_is_outside_the_query},
    {"a query equals the union of its parts",
     a_query_equals_the_union_of_its_parts},
    {"times are exact at a million cycles",
     times_are_exact_at_a_million_cycles},
    CU_TEST_INFO_NULL,
};

const struct suite suite_functions = {"functions", tests};
