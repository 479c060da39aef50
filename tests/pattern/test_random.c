#include "base/random.h"
#include "pattern/number.h"
#include "pattern/param.h"
#include "tests/pattern/call.h"
#include "tests/support/suite.h"

#define SHOWS(v, from, to, text)                                               \
	CU_ASSERT_STRING_EQUAL(show((v).pat, (from), (to)), (text))

static struct value word(const char *text)
{
	return value_pat(letters(text));
}

static struct value numbers(const double *x, size_t n)
{
	struct list *l = list_new(show_arena(), n);

	for (size_t i = 0; i < n; i++)
		l->at[i] = value_float(x[i]);
	return value_list(l);
}

static struct value pattern_of_numbers(const double *x, size_t n)
{
	return value_pat(pat_of_list(show_arena(), numbers(x, n).list));
}

static void degrade_and_undegrade(void)
{
	struct value p = word("abcdefgh");

	SHOWS(CALL("degradeBy", V_NONE, value_float(0.5), p), RAT_ZERO, RAT_ONE,
	      "0-1/8 a, 1/4-3/8 c, 3/8-1/2 d");
	SHOWS(CALL("unDegradeBy", V_NONE, value_float(0.5), p), RAT_ZERO,
	      RAT_ONE, "1/8-1/4 b, 1/2-5/8 e, 5/8-3/4 f, 3/4-7/8 g, 7/8-1 h");
	SHOWS(CALL("degradeBy", V_NONE, value_float(0), p), RAT_ZERO, RAT(1, 4),
	      "0-1/8 a, 1/8-1/4 b");
	show_done();
}

static void fragments_agree(void)
{
	struct value p =
	    CALL("degradeBy", V_NONE, value_float(0.5), word("abcdefgh"));

	SHOWS(p, RAT(5, 16), RAT(6, 16), "5/16-3/8 c(1/4-3/8)");
	SHOWS(p, RAT(3, 16), RAT(4, 16), "");
	show_done();
}

static void over_cycles(void)
{
	struct value p = CALL("degradeOverBy", V_NONE, value_int(2),
			      value_float(0.55), word("abcd"));

	/* cycle 1 has the draws of cycle 0 */
	SHOWS(p, RAT_ZERO, rat_int(2), "1/4-1/2 b, 5/4-3/2 b");
	show_done();
}

static void choices(void)
{
	const double at[] = {0, 0.25, 0.5, 1}, of[] = {10, 11, 12, 13};

	SHOWS(CALL("chooseBy", V_FLOAT, pattern_of_numbers(at, 4),
		   numbers(of, 4)),
	      RAT_ZERO, RAT_ONE,
	      "0-1/4 10.0, 1/4-1/2 11.0, 1/2-3/4 12.0, 3/4-1 10.0");
	SHOWS(CALL("chooseBy", V_FLOAT, pattern_of_numbers(at, 4),
		   numbers(of, 0)),
	      RAT_ZERO, RAT_ONE, "");
	show_done();
}

static void weights(void)
{
	const double at[] = {0, 0.24, 0.25, 0.99};
	struct list *l = list_new(show_arena(), 2);

	l->at[0] = value_pair(show_arena(), value_int(7), value_float(1));
	l->at[1] = value_pair(show_arena(), value_int(9), value_float(3));
	SHOWS(
	    CALL("wchooseBy", V_INT, pattern_of_numbers(at, 4), value_list(l)),
	    RAT_ZERO, RAT_ONE, "0-1/4 7, 1/4-1/2 7, 1/2-3/4 9, 3/4-1 9");
	show_done();
}

static void permutations(void)
{
	struct value p = CALL("randrun", V_INT, value_int(4));
	double r[4];
	int first = 0;

	random_many(3, r, 4);
	for (int i = 1; i < 4; i++)
		if (r[i] < r[first])
			first = i;
	for (int64_t c = -5; c < 5; c++) {
		struct query q = {.arena = show_arena()};
		struct events e =
		    pat_events(&q, p.pat, SPAN(rat_int(c), rat_int(c + 1)));
		unsigned seen = 0;

		CU_ASSERT_EQUAL_FATAL(e.n, 4);
		for (size_t i = 0; i < 4; i++)
			seen |= 1u << e.at[i].value.i;
		CU_ASSERT_EQUAL(seen, 15);
		if (c == 3)
			CU_ASSERT_EQUAL(e.at[0].value.i, first);
	}
	SHOWS(CALL("randrun", V_INT, value_int(0)), RAT_ZERO, RAT_ONE, "");
	show_done();
}

static void markov_equal_sums(void)
{
	/* of states that end at the same sum the last is taken */
	const double a[] = {1, 0}, b[] = {0, 0, 1}, c[] = {1};
	struct list *m = list_new(show_arena(), 3);

	m->at[0] = numbers(a, 2);
	m->at[1] = numbers(b, 3);
	m->at[2] = numbers(c, 1);
	SHOWS(
	    CALL("markovPat", V_INT, value_int(4), value_int(0), value_list(m)),
	    RAT_ZERO, RAT_ONE, "0-1/4 0, 1/4-1/2 1, 1/2-3/4 2, 3/4-1 0");
	show_done();
}

static void steps_shared_out(void)
{
	const double of[] = {1, 2}, even[] = {0}, odd[] = {1};
	struct value n = value_int(4);

	SHOWS(CALL("permstep", V_FLOAT, n, numbers(of, 2),
		   pattern_of_numbers(even, 1)),
	      RAT_ZERO, RAT_ONE,
	      "0-1/4 1.0, 1/4-1/2 1.0, 1/2-3/4 2.0, 3/4-1 2.0");
	SHOWS(CALL("permstep", V_FLOAT, n, numbers(of, 2),
		   pattern_of_numbers(odd, 1)),
	      RAT_ZERO, RAT_ONE,
	      "0-1/4 1.0, 1/4-1/2 1.0, 1/2-3/4 1.0, 3/4-1 2.0");
	show_done();
}

static void normal_is_drawn_once(void)
{
	SHOWS(CALL("normal", V_FLOAT, value_float(0)), RAT_ZERO, rat_int(2),
	      "0-1 0.42461738824387246~, 1-2 0.42461738824387246~");
	show_done();
}

static CU_TestInfo tests[] = {
    {"degradeBy and unDegradeBy share the events out", degrade_and_undegrade},
    {"a part of an event is lost when the event is", fragments_agree},
    {"degradeOverBy repeats its draws", over_cycles},
    {"chooseBy reads its list by numbers from 0 to 1", choices},
    {"wchooseBy counts the weights", weights},
    {"randrun gives each number once a cycle", permutations},
    {"markovPat takes the last of states with equal sums", markov_equal_sums},
    {"permstep goes from even to uneven", steps_shared_out},
    {"normal is drawn once and cut at cycles", normal_is_drawn_once},
    CU_TEST_INFO_NULL,
};

const struct suite suite_fn_random = {"pattern/fn_random", tests};
