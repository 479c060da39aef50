/* What holds for every pattern, asked of many: a query gives what its halves
 * give, the same each time, and nothing from outside; a pattern that is
 * written out gives what it gives when it is worked out anew, in the same
 * order. */
#include <stdlib.h>
#include <string.h>

#include "pattern/context.h"
#include "pattern/mini.h"
#include "pattern/ops.h"
#include "tests/pattern/show.h"
#include "tests/support/suite.h"

static const char *const texts[] = {
    "1",
    "1 2 3",
    "~ 1 [2 ~ 3]",
    "1*3 2",
    "[1 2]*2 3",
    "1/2 [2 3]/3",
    "1*1.5",
    "1*1.5 2",
    "<1 2 3> 4",
    "<1 [2 3] 4*3>",
    "<1 2>/1.5",
    "{1 2 3}%4",
    "{1 2, 3 4 5}",
    "1@3 2 _ 3!2",
    "1(3,8)",
    "<1 2>(<3 5>,8,<0 2>)",
    "[1(3,8,2) 2]*2",
    "[1,2,3]",
    "[1 2, 3 4 5] 6",
    "[1 2, 3]*2, 4*5",
    "1? 2*4? 3",
    "[1|2|3]*4",
    "0 .. 5",
    "[0 .. 3]*2 <5 .. 7>",
    "c'maj e'min7'ii",
    "<c'maj'5'o a'm9>*2",
    "1*<2 3> 4",
    "1 . 2 3 . 4*2",
};
enum { TEXTS = sizeof(texts) / sizeof(texts[0]) };

static const struct span spans[] = {
    {{0, 1}, {1, 1}},	{{0, 1}, {4, 1}},   {{-3, 1}, {2, 1}}, {{1, 3}, {7, 5}},
    {{-5, 4}, {-1, 8}}, {{1, 2}, {1, 2}},   {{3, 1}, {3, 1}},  {{7, 8}, {9, 8}},
    {{11, 1}, {23, 2}}, {{-1, 3}, {-1, 3}}, {{5, 16}, {3, 8}},
};
enum { SPANS = sizeof(spans) / sizeof(spans[0]) };

/* --- Making and asking --- */

typedef const struct pattern *maker(struct arena *a, size_t i);

struct job {
	struct arena *arena;
	maker *make;
	size_t i;
	const struct pattern *p;
	struct span s;
	struct events e;
};

static const struct pattern *of_text(struct arena *a, const char *text)
{
	struct diag_list errors;

	diag_init(&errors, a, text, strlen(text));
	return mini_parse(a, MINI_NOTE, text, strlen(text), 0, &errors);
}

static void make_it(void *ctx)
{
	struct job *j = ctx;

	j->p = j->make(j->arena, j->i);
}

static void ask_it(void *ctx)
{
	struct job *j = ctx;
	struct query q = {.arena = j->arena};

	j->e = pat_events(&q, j->p, j->s);
}

static bool made(struct job *j)
{
	return arena_run(j->arena, make_it, j) == ST_OK && j->p;
}

static struct events asked(struct job *j, struct span s)
{
	j->s = s;
	if (arena_run(j->arena, ask_it, j) != ST_OK)
		j->e = events_none();
	return j->e;
}

/* --- Comparing --- */

static bool same(const struct event *a, const struct event *b)
{
	return a->analog == b->analog && span_eq(a->part, b->part) &&
	       (a->analog || span_eq(a->whole, b->whole)) &&
	       value_cmp(a->value, b->value) == 0 &&
	       context_cmp(a->context, b->context) == 0;
}

static bool same_list(struct events a, struct events b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (!same(&a.at[i], &b.at[i]))
			return false;
	return true;
}

static int by_place(const void *x, const void *y)
{
	const struct event *a = x, *b = y;
	int c = rat_cmp(a->part.begin, b->part.begin);

	if (!c)
		c = rat_cmp(a->part.end, b->part.end);
	if (!c)
		c = rat_cmp(a->whole.begin, b->whole.begin);
	if (!c)
		c = rat_cmp(a->whole.end, b->whole.end);
	if (!c)
		c = value_cmp(a->value, b->value);
	return c ? c : context_cmp(a->context, b->context);
}

static struct events sorted(struct events e)
{
	if (e.n)
		qsort(e.at, e.n, sizeof(*e.at), by_place);
	events_defragment(&e);
	if (e.n)
		qsort(e.at, e.n, sizeof(*e.at), by_place);
	return e;
}

static void complain(const char *law, size_t i, struct span s)
{
	printf("     %s: pattern %zu, %lld/%lld to %lld/%lld\n", law, i,
	       (long long)s.begin.num, (long long)s.begin.den,
	       (long long)s.end.num, (long long)s.end.den);
}

/* --- The laws --- */

static bool inside(struct events e, struct span s)
{
	for (size_t i = 0; i < e.n; i++)
		if (rat_lt(e.at[i].part.begin, s.begin) ||
		    rat_lt(s.end, e.at[i].part.end))
			return false;
	return true;
}

static bool halves_agree(struct job *j, struct span s)
{
	struct rat mid = rat_mul(rat_add(s.begin, s.end), RAT(1, 2));
	struct query q = {.arena = j->arena};
	struct events all, left, right;

	if (rat_eq(s.begin, s.end))
		return true;
	all = asked(j, s);
	left = asked(j, SPAN(s.begin, mid));
	right = asked(j, SPAN(mid, s.end));
	for (size_t i = 0; i < right.n; i++)
		*events_add(&q, &left) = right.at[i];
	return same_list(sorted(all), sorted(left));
}

static int broken_laws(maker *make, size_t n)
{
	int bad = 0;

	for (size_t i = 0; i < n; i++) {
		struct job j = {.arena = show_arena(), .make = make, .i = i};

		CU_ASSERT_FATAL(made(&j));
		for (size_t k = 0; k < SPANS; k++) {
			struct events once = asked(&j, spans[k]);

			if (!same_list(once, asked(&j, spans[k])) ||
			    !inside(once, spans[k]) ||
			    !halves_agree(&j, spans[k])) {
				complain("laws", i, spans[k]);
				bad++;
			}
		}
		show_done();
	}
	return bad;
}

/* A live arena writes nothing out. */
static int differs_from_worked_out(maker *make, size_t n)
{
	struct arena anew;
	int bad = 0;

	for (size_t i = 0; i < n; i++) {
		struct job out = {.arena = show_arena(), .make = make, .i = i};
		struct job work = {.arena = &anew, .make = make, .i = i};

		arena_init(&anew, 0);
		anew.live = true;
		CU_ASSERT_FATAL(made(&out) && made(&work));
		for (size_t k = 0; k < SPANS; k++)
			if (!same_list(asked(&out, spans[k]),
				       asked(&work, spans[k]))) {
				complain("written out", i, spans[k]);
				bad++;
			}
		arena_finish(&anew);
		show_done();
	}
	return bad;
}

/* --- The patterns --- */

static const struct pattern *plain(struct arena *a, size_t i)
{
	return of_text(a, texts[i]);
}

static const struct pattern *moved(struct arena *a, size_t i)
{
	const struct pattern *p = of_text(a, texts[i / 9]);

	switch (i % 9) {
	case 0:
		return pat_rev(a, p);
	case 1:
		return pat_early(a, RAT(1, 4), p);
	case 2:
		return pat_late(a, RAT(5, 3), p);
	case 3:
		return pat_fast(a, RAT(3, 2), p);
	case 4:
		return pat_compress(a, SPAN(RAT(1, 4), RAT(2, 3)), p);
	case 5:
		return pat_segment(a, rat_int(3), p);
	case 6:
		return pat_fast_gap(a, rat_int(3), p);
	case 7:
		return pat_zoom(a, SPAN(RAT(1, 4), RAT(3, 4)), p);
	default:
		return pat_early(a, rat_int(2), p);
	}
}

static const struct pattern *paired(struct arena *a, size_t i)
{
	static const enum pat_structure from[] = {FROM_BOTH, FROM_LEFT,
						  FROM_RIGHT};
	const struct pattern *x = of_text(a, texts[i / 3 % TEXTS]);
	const struct pattern *y =
	    of_text(a, texts[(i / 3 * 7 + i / 3 / TEXTS) % TEXTS]);

	return pat_op(a, from[i % 3], OP_ADD, x, y);
}

static const struct pattern *quicker(struct arena *a, const void *ctx,
				     struct value v)
{
	return pat_fast(a, rat_from_double(v.f), ctx);
}

static const struct pattern *joined(struct arena *a, size_t i)
{
	const struct pattern *p = of_text(a, texts[i / 6 % TEXTS]);
	const struct pattern *by =
	    of_text(a, texts[(i / 6 * 5 + i / 6 / TEXTS) % TEXTS]);

	return pat_bind(a, (enum pat_join)(i % 6), quicker, p, by);
}

static const struct pattern *listed(struct arena *a, size_t i)
{
	const struct pattern *p[3];
	struct rat weight[] = {{1, 1}, {3, 2}, {1, 1}};

	for (size_t k = 0; k < 3; k++)
		p[k] = of_text(a, texts[(i / 4 * (k + 1) + k) % TEXTS]);
	switch (i % 4) {
	case 0:
		return pat_stack(a, 3, p);
	case 1:
		return pat_slowcat(a, 3, p);
	case 2:
		return pat_fastcat(a, 3, p);
	default:
		return pat_timecat(a, 3, weight, p);
	}
}

static void laws(void)
{
	CU_ASSERT_EQUAL(broken_laws(plain, TEXTS), 0);
	CU_ASSERT_EQUAL(broken_laws(moved, 9 * TEXTS), 0);
	CU_ASSERT_EQUAL(broken_laws(paired, 6 * TEXTS), 0);
	CU_ASSERT_EQUAL(broken_laws(listed, 4 * TEXTS), 0);
}

static void written_out(void)
{
	CU_ASSERT_EQUAL(differs_from_worked_out(plain, TEXTS), 0);
	CU_ASSERT_EQUAL(differs_from_worked_out(moved, 9 * TEXTS), 0);
	CU_ASSERT_EQUAL(differs_from_worked_out(paired, 9 * TEXTS), 0);
	CU_ASSERT_EQUAL(differs_from_worked_out(joined, 12 * TEXTS), 0);
	CU_ASSERT_EQUAL(differs_from_worked_out(listed, 4 * TEXTS), 0);
}

static CU_TestInfo tests[] = {
    {"a query gives what its halves give, always the same", laws},
    {"what is written out equals what is worked out anew", written_out},
    CU_TEST_INFO_NULL,
};

const struct suite suite_laws = {"laws", tests};
