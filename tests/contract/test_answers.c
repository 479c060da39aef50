/* Answers that are easily got wrong: steps, parts that strayed from their
 * whole, chance where nothing has a whole, operators on patterns. */
#include <stdio.h>
#include <string.h>
#include "tests/contract/answer.h"
#include "tests/support/suite.h"

struct answered {
	const char *expression;
	const char *events; /* of cycle 0; NULL: an error when it is asked */
};

static const struct answered answered[] = {
    {"stepcat [n \"0 2\" ||+ n \"10 20\", n \"1\"]",
     "0 1/5 {\"n\":10.0}; 1/5 2/5 {\"n\":20.0}; 2/5 3/5 {\"n\":12.0}; 3/5 4/5 "
     "{\"n\":22.0}; 4/5 1 {\"n\":1.0}"},
    {"stepcat [\"0 0.25\" ~> n \"0 1 2\", n 9]",
     "0 1/4 {\"n\":0.0}; 3/16 7/16 {\"n\":0.0}; 1/4 1/2 {\"n\":1.0}; 7/16 "
     "11/16 {\"n\":1.0}; 11/16 15/16 {\"n\":2.0}; 3/4 1 {\"n\":9.0}"},
    {"stepcat [_every 2 rev $ n \"0 1 2\", n 9]",
     "0 1/4 {\"n\":2.0}; 1/4 1/2 {\"n\":1.0}; 1/2 3/4 {\"n\":0.0}; 3/4 1 "
     "{\"n\":9.0}"},
    {"1 <~ (degradeBy 0 $ s \"a hh/2\")", "0 1/2 {\"s\":\"a\"}"},
    {"1 <~ s \"a hh/2?0.1\"", "-1/2 1/2 {\"s\":\"hh\"}; 0 1/2 {\"s\":\"a\"}"},
    {"1 <~ (chop 2 $ s \"a hh/2\")",
     "0 1/4 {\"begin\":0.0,\"end\":0.5,\"s\":\"a\"}; 1/4 1/2 "
     "{\"begin\":0.5,\"end\":1.0,\"s\":\"a\"}"},
    {"1 <~ (rolled $ s \"a hh/2\")", "0 1/2 {\"s\":\"a\"}"},
    {"n (1 <~ scale \"major\" \"0 1/2\")", "0 1/2 {\"n\":0.0}"},
    {"pan (1 <~ range 1 2 \"0 1/2\")", "0 1/2 {\"pan\":1.0}"},
    {"degradeBy 0.5 $ mask \"1 1 1 1\" saw", "~0 1/2 0.0"},
    {"-saw", "~0 1 -0.0"},
    {"n (\"1\" <> \"2 3\")",
     "0 1/2 {\"n\":2.0}; 0 1 {\"n\":1.0}; 1/2 1 {\"n\":3.0}"},
    {"contract \"1 2\" saw", NULL},
    {"steptake \"1 2\" $ n (run \"<3 5>\")", NULL},
};

static const char *answer(struct arena *a, const struct answered *x)
{
	const char *why = "";
	const struct pattern *p = expression(a, x->expression, &why);
	struct answer got;

	if (!p)
		return why;
	if (x->events)
		return row_events(a, p);
	got = answer_to(a, p, SPAN(RAT_ZERO, RAT_ONE));
	return got.status == ST_EVAL ? "error" : "no error";
}

static void answers_are_right(void)
{
	for (size_t i = 0; i < sizeof(answered) / sizeof(answered[0]); i++) {
		const struct answered *x = &answered[i];
		const char *want = x->events ? x->events : "error", *got;
		struct arena a;
		char text[1000];

		arena_init(&a, 256u << 20);
		got = answer(&a, x);
		snprintf(text, sizeof(text), "%s: %s", x->expression, got);
		CU_assertImplementation(strcmp(got, want) == 0, __LINE__, text,
					__FILE__, "", CU_FALSE);
		arena_finish(&a);
	}
}

static CU_TestInfo tests[] = {
    {"answers that are easily got wrong", answers_are_right},
    CU_TEST_INFO_NULL,
};

const struct suite suite_answers = {"answers", tests};
