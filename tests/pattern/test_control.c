#include <string.h>

#include "base/strbuf.h"
#include "pattern/controls.h"
#include "pattern/fn.h"
#include "pattern/render.h"
#include "pattern/stateful.h"
#include "tests/pattern/call.h"
#include "tests/pattern/show.h"
#include "tests/support/suite.h"

static const struct pattern *sounds(const char *text)
{
	return pat_control(show_arena(), control_named("s"), letters(text));
}

static struct value word(const char *s)
{
	return value_str(s);
}

static const struct pattern *words(const char *s)
{
	return pat_pure(show_arena(), word(s));
}

#define SAME(p, text) CU_ASSERT_STRING_EQUAL(show((p), RAT_ZERO, RAT_ONE), text)

static void parts_of_words(void)
{
	SAME(CALL("s", V_NONE, value_pat(words("bd:3"))).pat,
	     "0-1 {\"n\":3.0,\"s\":\"bd\"}");
	SAME(CALL("s", V_NONE, value_pat(words("bd:x:4"))).pat,
	     "0-1 {\"s\":\"bd\"}");
	SAME(CALL("s", V_NONE, value_pat(words("::bd"))).pat,
	     "0-1 {\"s\":\"bd\"}");
	SAME(CALL("nrpn", V_NONE, value_pat(words("4:5.5"))).pat,
	     "0-1 {\"nrpn\":4}");
	show_done();
}

static void aliases(void)
{
	CU_ASSERT_PTR_EQUAL(fn_find("lpf"), fn_find("cutoff"));
	CU_ASSERT_PTR_EQUAL(fn_find("lpfbus"), fn_find("cutoffbus"));
	CU_ASSERT_PTR_EQUAL(fn_find("lpfrecv"), fn_find("cutoffrecv"));
	CU_ASSERT_PTR_NOT_NULL(fn_find("noteTake"));
	CU_ASSERT_PTR_NULL(fn_find("vowelCount"));
}

static void chopped(void)
{
	const struct pattern *p = sounds("ab");

	p = pat_control_op(show_arena(), OP_SET, p, CONTROL_ID_begin, 0.5);
	SAME(CALL("chop", V_NONE, value_int(2), value_pat(sounds("ab"))).pat,
	     "0-1/4 {\"begin\":0.0,\"end\":0.5,\"s\":\"a\"}, "
	     "1/4-1/2 {\"begin\":0.5,\"end\":1.0,\"s\":\"a\"}, "
	     "1/2-3/4 {\"begin\":0.0,\"end\":0.5,\"s\":\"b\"}, "
	     "3/4-1 {\"begin\":0.5,\"end\":1.0,\"s\":\"b\"}");
	SAME(CALL("chop", V_NONE, value_int(1), value_pat(p)).pat,
	     "0-1/2 {\"begin\":0.0,\"end\":1.0,\"s\":\"a\"}, "
	     "1/2-1 {\"begin\":0.0,\"end\":1.0,\"s\":\"b\"}");
	p = pat_control_op(show_arena(), OP_SET, p, CONTROL_ID_end, 1);
	SAME(CALL("chop", V_NONE, value_int(1), value_pat(p)).pat,
	     "0-1/2 {\"begin\":0.5,\"end\":1.0,\"s\":\"a\"}, "
	     "1/2-1 {\"begin\":0.5,\"end\":1.0,\"s\":\"b\"}");
	SAME(CALL("chop", V_NONE, value_int(0), value_pat(p)).pat, "");
	show_done();
}

static void striated(void)
{
	SAME(CALL("striate", V_NONE, value_int(2), value_pat(sounds("a"))).pat,
	     "0-1/2 {\"begin\":0.0,\"end\":0.5,\"s\":\"a\"}, "
	     "1/2-1 {\"begin\":0.5,\"end\":1.0,\"s\":\"a\"}");
	show_done();
}

static void echoes(void)
{
	SAME(CALL("stut", V_NONE, value_int(2), value_float(0.5),
		  value_rat(RAT(1, 2)), value_pat(sounds("a~")))
		 .pat,
	     "0-1/2 {\"s\":\"a\"}, 1/2-1 {\"gain\":0.75,\"s\":\"a\"}");
	SAME(CALL("echo", V_NONE, value_int(2), value_rat(RAT(1, 2)),
		  value_float(0.5), value_pat(sounds("a~")))
		 .pat,
	     "1/2-1 {\"gain\":0.5,\"s\":\"a\"}, 0-1/2 {\"s\":\"a\"}");
	show_done();
}

/* Three events with a state of their own; the second has no onset. */
static void state_from_event_to_event(void)
{
	struct arena *a = show_arena();
	struct value list =
	    value_list(arena_alloc(a, sizeof(struct list) + 2 * sizeof(list)));
	struct list *l = (struct list *)list.list;
	const struct map *state = NULL;
	struct query q = {.arena = a};
	struct events e;
	struct value p;

	l->n = 2;
	l->tuple = false;
	l->at[0] = value_int(5);
	l->at[1] = value_int(6);
	p = CALL("nTake", V_NONE, word("x"), list);
	e = pat_events(&q,
		       pat_op(a, FROM_LEFT, OP_ADD, p.pat,
			      pat_control_pure(a, CONTROL_ID_n, 1)),
		       SPAN(RAT(1, 2), RAT(4, 1)));
	events_resolve_state(a, &state, &e);
	CU_ASSERT_EQUAL(e.n, 4);
	CU_ASSERT_EQUAL(e.at[0].value.map->n, 0);
	CU_ASSERT_EQUAL(map_get_name(e.at[1].value.map, "n")->f, 6);
	CU_ASSERT_EQUAL(map_get_name(e.at[2].value.map, "n")->f, 7);
	CU_ASSERT_EQUAL(map_get_name(e.at[3].value.map, "n")->f, 6);
	state = state_copy(a, state);
	CU_ASSERT_EQUAL(map_get_name(state, "x")->list->n, 1);
	show_done();
}

static struct value history(const struct pattern *to,
			    const struct pattern *from)
{
	struct list *l =
	    arena_alloc(show_arena(), sizeof(*l) + 2 * sizeof(l->at[0]));

	l->n = 2;
	l->tuple = false;
	l->at[0] = value_pat(to);
	l->at[1] = value_pat(from);
	return value_list(l);
}

static void transitions(void)
{
	struct value two = history(sounds("ab"), sounds("cd"));

	SAME(CALL("jumpIn'", V_NONE, value_int(0), value_rat(RAT(1, 4)), two)
		 .pat,
	     "0-1/2 {\"s\":\"c\"}, 1/2-1 {\"s\":\"d\"}");
	SAME(
	    CALL("jumpIn", V_NONE, value_int(0), value_rat(RAT(1, 4)), two).pat,
	    "0-1/2 {\"s\":\"c\"}, 1/2-1 {\"s\":\"b\"}");
	SAME(
	    CALL("wait", V_NONE, value_rat(RAT(2, 1)), value_rat(RAT_ZERO), two)
		.pat,
	    "");
	SAME(
	    CALL("histpan", V_NONE, value_int(2), value_rat(RAT_ZERO), two).pat,
	    "0-1/2 {\"pan\":0.0,\"s\":\"a\"}, "
	    "1/2-1 {\"pan\":0.0,\"s\":\"b\"}, "
	    "0-1/2 {\"pan\":0.5,\"s\":\"c\"}, "
	    "1/2-1 {\"pan\":0.5,\"s\":\"d\"}");
	show_done();
}

/* Where the pattern's cycle 0 goes when it was evaluated at that time. */
static struct rat begin_of(const char *row, struct rat at)
{
	struct arena *a = show_arena();
	const struct map *state =
	    state_set(a, NULL, STATE_KEY_TRIGGER, value_rat(at));
	struct query q = {.arena = a, .state = state};
	const struct pattern *p = CALL(row, V_NONE, value_pat(sounds("a"))).pat;
	struct events e = pat_events(&q, p, SPAN(RAT_ZERO, RAT(1, 8)));

	CU_ASSERT_EQUAL_FATAL(e.n, 1);
	return rat_frac(e.at[0].whole.begin);
}

static void triggers(void)
{
	CU_ASSERT_TRUE(rat_eq(begin_of("trigger", RAT(19, 8)), RAT(3, 8)));
	CU_ASSERT_TRUE(rat_eq(begin_of("qtrigger", RAT(19, 8)), RAT_ZERO));
	SAME(CALL("trigger", V_NONE, value_pat(sounds("ab"))).pat,
	     "0-1/2 {\"s\":\"a\"}, 1/2-1 {\"s\":\"b\"}");
	show_done();
}

static void sound_and_time(void)
{
	SAME(CALL("loopAt", V_NONE, value_rat(RAT(2, 1)),
		  value_pat(sounds("ab")))
		 .pat,
	     "0-1 {\"s\":\"a\",\"speed\":0.5,\"unit\":\"c\"}");
	SAME(
	    CALL("loopAt", V_NONE, value_rat(RAT_ZERO), value_pat(sounds("ab")))
		.pat,
	    "");
	SAME(CALL("hurry", V_NONE, value_rat(RAT(2, 1)), value_pat(sounds("a")))
		 .pat,
	     "0-1/2 {\"s\":\"a\",\"speed\":2.0}, "
	     "1/2-1 {\"s\":\"a\",\"speed\":2.0}");
	show_done();
}

static void no_name_twice(void)
{
	for (const struct fn_family *const *f = fn_families; *f; f++)
		for (size_t i = 0; i < (*f)->n; i++)
			if (fn_find((*f)->rows[i].name) != &(*f)->rows[i])
				CU_FAIL_FATAL((*f)->rows[i].name);
}

static CU_TestInfo tests[] = {
    {"words split at colons, numbers only where they are numbers",
     parts_of_words},
    {"an alias is the same row", aliases},
    {"chop cuts each event and honours a range", chopped},
    {"striate plays the next part each time", striated},
    {"stut and echo count the original", echoes},
    {"state goes from event to event, and nowhere without an onset",
     state_from_event_to_event},
    {"a transition goes from the old pattern to the new", transitions},
    {"a trigger begins where its pattern was evaluated", triggers},
    {"a sound's speed follows the time it gets", sound_and_time},
    {"no name is given twice", no_name_twice},
    CU_TEST_INFO_NULL,
};

const struct suite suite_control = {"control", tests};
