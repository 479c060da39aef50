#include "pattern/mini.h"

#include <stdlib.h>
#include <string.h>
#include "tests/pattern/show.h"
#include "tests/support/suite.h"

static struct diag_list errors;

struct text {
	enum mini_type type;
	const char *s;
	size_t len;
	uint32_t at;
	const struct mini_scope *scope;
	const struct pattern *p;
};

static void parse(void *ctx)
{
	struct text *t = ctx;

	diag_init(&errors, show_arena(), t->s, t->len);
	t->p = mini_parse_in(show_arena(), t->type, t->s, t->len, t->at,
			     t->scope, &errors);
}

static const struct pattern *mini(enum mini_type type, const char *s)
{
	struct text t = {.type = type, .s = s, .len = strlen(s)};

	CU_ASSERT_EQUAL(arena_run(show_arena(), parse, &t), ST_OK);
	return t.p;
}

/* "column-end message" of the only error; "" when there is none. */
static const char *mistake(enum mini_type type, const char *s)
{
	const char *text;

	if (mini(type, s))
		return "";
	CU_ASSERT_EQUAL(errors.errors, 1);
	text = arena_printf(show_arena(), "%d-%d %s", errors.first->column,
			    errors.first->end_column, errors.first->message);
	return text;
}

#define MISTAKE(type, s, text) CU_ASSERT_STRING_EQUAL(mistake(type, s), text)

static void places(void)
{
	MISTAKE(MINI_STRING, "bd sn]",
		"6-7 found ']', expected a word or the end");
	MISTAKE(MINI_STRING, "bd [sn",
		"4-5 '[' is never closed: found the end, expected a word or "
		"']'");
	MISTAKE(MINI_STRING, "bd(3,8)*2 sn",
		"10-12 found ' s', expected the "
		"end");
	MISTAKE(MINI_INT, "1 1.5", "3-6 found '1.5', expected a whole number");
	MISTAKE(MINI_BOOL, "t x", "3-4 found 'x', expected t or f or the end");
	MISTAKE(MINI_STRING, "bd*",
		"4-4 found the end, expected a number or a pattern of numbers");
	MISTAKE(MINI_NOTE, "c' maj", "3-5 found ' m', expected a chord's name");
	show_done();
}

static void too_much(void)
{
	size_t n = 1000000;
	char *many = malloc(n);
	struct text t = {.type = MINI_NOTE, .s = many, .len = n};

	CU_ASSERT_FATAL(many != NULL);
	MISTAKE(MINI_STRING, "bd!1000000",
		"3-11 a sequence has at most 10000 steps");
	MISTAKE(MINI_STRING, "bd*1e9",
		"3-7 this is more than 1000000 times in a cycle");
	memset(many, '[', n);
	CU_ASSERT_EQUAL(arena_run(show_arena(), parse, &t), ST_OK);
	CU_ASSERT(t.p == NULL && errors.errors == 1);
	memset(many, '1', n);
	for (size_t i = 1; i < n; i += 2)
		many[i] = ' ';
	CU_ASSERT_EQUAL(arena_run(show_arena(), parse, &t), ST_EVAL);
	free(many);
	show_done();
}

static void not_too_much(void)
{
	struct text t = {.type = MINI_STRING, .s = "<>", .len = 2};

	CU_ASSERT_STRING_EQUAL(
	    show(mini(MINI_STRING, "[bd*1000]*1000"), RAT_ZERO, RAT_ONE),
	    "error: this plays more than 10000 events at once");
	CU_ASSERT_EQUAL(arena_run(show_arena(), parse, &t), ST_EVAL);
	show_done();
}

static void frequencies(void)
{
	CU_ASSERT_STRING_EQUAL(
	    show(mini(MINI_FREQUENCY, "a4 220 a5"), RAT_ZERO, RAT_ONE),
	    "0-1/3 440.0, 1/3-2/3 220.0, 2/3-1 880.0");
	CU_ASSERT_STRING_EQUAL(
	    show(mini(MINI_FREQUENCY, "[a4 440]'five"), RAT_ZERO, RAT(1, 4)),
	    "0-1/4 440.0(0-1/2), 0-1/4 659.2551138257398(0-1/2)");
	show_done();
}

static bool only_bass(void *ctx, const char *name, size_t len)
{
	(void)ctx;
	return len == 4 && memcmp(name, "bass", 4) == 0;
}

static void buses(void)
{
	const struct mini_scope scope = {only_bass, NULL};
	struct text t = {.type = MINI_STRING,
			 .s = "~bass(3,4) ~ ~lead",
			 .len = 18,
			 .scope = &scope};

	CU_ASSERT_EQUAL(arena_run(show_arena(), parse, &t), ST_OK);
	CU_ASSERT_STRING_EQUAL(
	    show(t.p, RAT_ZERO, RAT_ONE),
	    "0-1/16 ~bass, 1/16-1/8 ~bass, 1/8-3/16 ~bass, 3/4-1 lead");
	CU_ASSERT(errors.errors == 0 && errors.warnings == 1);
	CU_ASSERT_EQUAL(errors.first->column, 14);
	CU_ASSERT_STRING_EQUAL(
	    show(mini(MINI_STRING, "~bass"), RAT_ZERO, RAT_ONE), "1/2-1 bass");
	CU_ASSERT_EQUAL(errors.warnings, 0);
	show_done();
}

static struct value value_of(struct arena *a, const struct map *state,
			     const char *text)
{
	struct query q = {.arena = a, .state = state};
	struct events e =
	    pat_events(&q, mini(MINI_DOUBLE, text), SPAN(RAT_ZERO, RAT_ONE));

	return e.n == 1 ? e.at[0].value : (struct value){0};
}

static void states(void)
{
	struct arena *a = show_arena();
	const struct map *m =
	    map_one(a, control_make(a, "hello", CONTROL_FLOAT), value_int(3));

	CU_ASSERT(value_eq(value_of(a, m, "^hello"), value_float(3)));
	CU_ASSERT_EQUAL(value_of(a, m, "^nobody").kind, V_NONE);
	CU_ASSERT_EQUAL(value_of(a, NULL, "^hello").kind, V_NONE);
	show_done();
}

static void contexts(void)
{
	struct text t = {
	    .type = MINI_STRING, .s = "bd\n\tsn", .len = 6, .at = 100};
	struct query q = {.arena = show_arena()};
	struct events e;

	CU_ASSERT_EQUAL(arena_run(show_arena(), parse, &t), ST_OK);
	e = pat_events(&q, t.p, SPAN(RAT_ZERO, RAT_ONE));
	CU_ASSERT_FATAL(e.n == 2 && e.at[1].context);
	CU_ASSERT_EQUAL(e.at[0].context->at.from, 100);
	CU_ASSERT_EQUAL(e.at[1].context->at.from, 104);
	CU_ASSERT_EQUAL(e.at[1].context->line, 2);
	CU_ASSERT_EQUAL(e.at[1].context->column, 9);
	show_done();
}

static CU_TestInfo tests[] = {
    {"a mistake has its place and says what was expected", places},
    {"what is too long or too deep is an error", too_much},
    {"what plays too much is an error when it is asked", not_too_much},
    {"frequencies are numbers or scientific pitch", frequencies},
    {"a bus in reach is a word, any other a rest and a word", buses},
    {"names with ^ read the state of the query", states},
    {"events know their place in the text and in their string", contexts},
    CU_TEST_INFO_NULL,
};

const struct suite suite_mini = {"mini", tests};
