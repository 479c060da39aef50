#include <string.h>
#include "pattern/mono.h"
#include "pattern/number.h"
#include "pattern/param.h"
#include "pattern/scale.h"
#include "tests/pattern/call.h"
#include "tests/support/suite.h"

#define SHOWS(v, from, to, text)                                               \
	CU_ASSERT_STRING_EQUAL(show((v).pat, (from), (to)), (text))
#define SHOWS_CYCLE(v, text) SHOWS(v, RAT_ZERO, RAT_ONE, text)

static void scales_sorted(void)
{
	for (size_t i = 0; i < scale_count; i++) {
		const struct scale *s = &scale_table[i];

		CU_ASSERT_PTR_EQUAL(scale_find(s->name), s);
		CU_ASSERT_EQUAL(s->notes[0], 0);
		for (size_t k = 1; k < s->n; k++)
			CU_ASSERT(s->notes[k] > s->notes[k - 1] &&
				  s->notes[k] < 12);
	}
	CU_ASSERT_PTR_NULL(scale_find("nosuch"));
	CU_ASSERT_PTR_NULL(scale_find("Major"));
}

static void scale_hints(void)
{
	char hint[80];

	scale_hint("minr", hint, sizeof(hint));
	CU_ASSERT_PTR_NOT_NULL(strstr(hint, "minor"));
}

static struct value degrees(int64_t from, int64_t to)
{
	return value_pat(pat_of_list(
	    show_arena(),
	    number_range(show_arena(), value_int(from), value_int(to))));
}

static void degrees_of_scales(void)
{
	SHOWS_CYCLE(CALL("scale", V_NOTE, value_str("minPent"), degrees(-1, 5)),
		    "0-1/7 -2.0, 1/7-2/7 0.0, 2/7-3/7 3.0, 3/7-4/7 5.0, "
		    "4/7-5/7 7.0, 5/7-6/7 10.0, 6/7-1 12.0");
	SHOWS_CYCLE(CALL("scale", V_RAT, value_str("rast"), degrees(2, 3)),
		    "0-1/2 {\"r\":[7,2]}, 1/2-1 {\"r\":[5,1]}");
	SHOWS_CYCLE(CALL("scale", V_INT, value_str("nosuch"), degrees(0, 1)),
		    "0-1/2 0, 1/2-1 12");
	show_done();
}

static void one_name_a_cycle(void)
{
	const struct pattern *slow =
	    pat_slow(show_arena(), rat_int(2), degrees(2, 2).pat);

	/* the name repeats each cycle, so a longer event is in two parts */
	SHOWS(CALL("scale", V_INT, value_str("major"), value_pat(slow)),
	      RAT_ZERO, rat_int(2), "0-1 4(0-2), 1-2 4(0-2)");
	show_done();
}

static struct value major_notes(void)
{
	struct list *l = list_new(show_arena(), 3);

	l->at[0] = value_int(0);
	l->at[1] = value_int(4);
	l->at[2] = value_int(7);
	return value_list(l);
}

static const char *list_text(struct value v)
{
	return show(pat_of_list(show_arena(), v.list), RAT_ZERO, RAT_ONE);
}

static void moved_degrees(void)
{
	static const char last[] = "0-1/3 0, 1/3-2/3 4, 2/3-1 8";

	CU_ASSERT_STRING_EQUAL(
	    list_text(CALL("raiseDegree", V_INT, value_int(1), major_notes())),
	    "0-1/3 0, 1/3-2/3 5, 2/3-1 7");
	CU_ASSERT_STRING_EQUAL(
	    list_text(CALL("raiseDegree", V_INT, value_int(9), major_notes())),
	    last);
	CU_ASSERT_STRING_EQUAL(
	    list_text(CALL("lowerDegrees", V_INT, value_int(0), value_int(1),
			   major_notes())),
	    "0-1/3 -1, 1/3-2/3 3, 2/3-1 7");
	show_done();
}

/* n letters at once. */
static struct value chord(const char *letters_text)
{
	const struct pattern *note[8];
	char one[2] = "";
	size_t n = strlen(letters_text);

	for (size_t i = 0; i < n; i++) {
		one[0] = letters_text[i];
		note[i] = letters(one);
	}
	return value_pat(pat_stack(show_arena(), n, note));
}

/* The letters that a mode makes of "abcd". */
static const char *arp_letters(const char *mode, const char *notes)
{
	static char to[64];
	struct query q = {.arena = show_arena()};
	struct value v = CALL("arp", V_NONE, value_str(mode), chord(notes));
	struct events e = pat_events(&q, v.pat, SPAN(RAT_ZERO, RAT_ONE));
	size_t n = 0;

	for (; n < e.n; n++)
		to[n] = e.at[n].value.s[0];
	to[n] = '\0';
	return to;
}

static void arp_modes(void)
{
	static const struct {
		const char *mode, *four, *one;
	} of[] = {
	    {"up", "abcd", "a"},
	    {"down", "dcba", "a"},
	    {"updown", "abcdcb", ""},
	    {"downup", "dcbabc", ""},
	    {"up&down", "abcddcba", "aa"},
	    {"down&up", "dcbaabcd", "aa"},
	    {"converge", "adbc", "a"},
	    {"diverge", "cbda", "a"},
	    {"disconverge", "adbcbda", "a"},
	    {"pinkyup", "adbdcd", ""},
	    {"pinkyupdown", "adbdcdcdbd", ""},
	    {"thumbup", "abacad", ""},
	    {"thumbupdown", "abacadacab", ""},
	    {"nosuch", "abcd", "a"},
	};

	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
		CU_ASSERT_STRING_EQUAL(arp_letters(of[i].mode, "abcd"),
				       of[i].four);
		CU_ASSERT_STRING_EQUAL(arp_letters(of[i].mode, "a"), of[i].one);
	}
	show_done();
}

static void rolls(void)
{
	SHOWS_CYCLE(CALL("rolledBy", V_NONE, value_rat(RAT(1, 2)), chord("ab")),
		    "0-1 a, 1/4-1 b");
	SHOWS_CYCLE(
	    CALL("rolledBy", V_NONE, value_rat(RAT(-1, 2)), chord("ab")),
	    "0-1 b, 1/4-1 a");
	SHOWS_CYCLE(CALL("rolledBy", V_NONE, value_rat(RAT_ZERO), chord("ab")),
		    "0-1 b, 0-1 a");
	show_done();
}

static void monophonic(void)
{
	const struct pattern *two[] = {letters("ab"), letters("xyz")};

	SHOWS_CYCLE(
	    value_pat(pat_mono(show_arena(), pat_stack(show_arena(), 2, two))),
	    "0-1/3 x, 1/3-1/2 a, 1/2-2/3 y, 2/3-1 b");
	show_done();
}

static void smoothed(void)
{
	struct list *l = list_new(show_arena(), 2);
	struct value p;

	l->at[0] = value_float(0);
	l->at[1] = value_float(1);
	p = CALL("smooth", V_FLOAT, value_pat(pat_of_list(show_arena(), l)));

	SHOWS(p, RAT_ZERO, RAT(1, 2), "0-1/2 0.5");
	SHOWS(p, RAT(1, 2), RAT_ONE, "1/2-1 0.5");
	show_done();
}

static void oscillators(void)
{
	struct rat t = RAT(1, 3), end = RAT(2, 3);

	SHOWS(CALL("saw", V_RAT, {0}), t, end, "1/3-2/3 {\"r\":[1,3]}~");
	SHOWS(CALL("isaw2", V_RAT, {0}), t, end, "1/3-2/3 {\"r\":[1,3]}~");
	SHOWS(CALL("square", V_INT, {0}), RAT(1, 2), RAT_ONE, "1/2-1 1~");
	SHOWS(CALL("tri", V_RAT, {0}), RAT_ZERO, RAT_ONE,
	      "0-1/2 {\"r\":[0,1]}~, 1/2-1 {\"r\":[1,1]}~");
	show_done();
}

static void lists_as_patterns(void)
{
	struct value p = degrees(0, 2);

	SHOWS(p, RAT(1, 2), RAT(7, 6),
	      "1/2-2/3 1(1/3-2/3), 2/3-1 2, 1-7/6 0(1-4/3)");
	SHOWS(p, RAT(2, 3), RAT(2, 3), "2/3-2/3 2(2/3-1)");
	SHOWS(p, rat_int(-1), RAT(-5, 6), "-1--5/6 0(-1--2/3)");
	show_done();
}

static void ranges_of_numbers(void)
{
	struct arena *a = show_arena();

	CU_ASSERT_EQUAL(number_range(a, value_int(0), value_int(3))->n, 4);
	CU_ASSERT_EQUAL(number_range(a, value_int(3), value_int(0))->n, 0);
	CU_ASSERT_EQUAL(number_range(a, value_float(0), value_float(2.5))->n,
			4);
	CU_ASSERT_EQUAL(
	    number_range(a, value_rat(RAT_ZERO), value_rat(RAT(5, 2)))->n, 4);
	CU_ASSERT_EQUAL(number_range(a, value_float(0), value_float(2.4))->n,
			3);
	show_done();
}

static CU_TestInfo tests[] = {
    {"scales are sorted by name and rise within an octave", scales_sorted},
    {"a wrong scale name gets a hint", scale_hints},
    {"degrees wrap at the octave", degrees_of_scales},
    {"one scale name for all cycles cuts like a pattern", one_name_a_cycle},
    {"degrees are moved like Tidal's", moved_degrees},
    {"arp knows all modes", arp_modes},
    {"rolls start notes one after the other", rolls},
    {"mono lets the earlier event win", monophonic},
    {"smooth goes straight from value to value", smoothed},
    {"oscillators are exact for rationals", oscillators},
    {"a list plays once a cycle", lists_as_patterns},
    {"a range of numbers ends where Haskell's does", ranges_of_numbers},
    CU_TEST_INFO_NULL,
};

const struct suite suite_harmony = {"pattern/harmony", tests};
