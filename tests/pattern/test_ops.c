#include "pattern/ops.h"
#include "tests/pattern/show.h"
#include "tests/support/suite.h"

#include "base/strbuf.h"
#include "pattern/render.h"

struct sum {
	enum value_op op;
	struct value x, y, to;
};

static void add_up(void *ctx)
{
	struct sum *s = ctx;

	s->to = value_op(show_arena(), s->op, s->x, s->y);
}

static const char *sum(enum value_op op, struct value x, struct value y)
{
	struct sum s = {op, x, y, {0}};
	struct strbuf b;
	const char *text;

	if (arena_run(show_arena(), add_up, &s) != ST_OK)
		return "error";
	strbuf_init(&b);
	value_json(&b, s.to);
	text = arena_str(show_arena(), strbuf_str(&b));
	strbuf_finish(&b);
	return text;
}

static struct value one(const char *name, struct value v)
{
	return value_map(map_one(show_arena(), control_named(name), v));
}

static void numbers(void)
{
	CU_ASSERT_STRING_EQUAL(sum(OP_ADD, value_int(1), value_int(2)), "3");
	CU_ASSERT_STRING_EQUAL(sum(OP_ADD, value_int(1), value_float(2)),
			       "3.0");
	CU_ASSERT_STRING_EQUAL(sum(OP_MOD, value_int(-7), value_int(4)), "1");
	CU_ASSERT_STRING_EQUAL(sum(OP_MOD, value_float(-1.5), value_float(1)),
			       "0.5");
	CU_ASSERT_STRING_EQUAL(sum(OP_MOD, value_float(7), value_float(-2)),
			       "-1.0");
	CU_ASSERT_STRING_EQUAL(sum(OP_MOD, value_int(1), value_int(0)),
			       "error");
	CU_ASSERT_STRING_EQUAL(
	    sum(OP_DIV, value_rat(RAT(1, 2)), value_rat(RAT_ZERO)), "error");
	CU_ASSERT_STRING_EQUAL(
	    sum(OP_SUB, value_rat(RAT(1, 4)), value_rat(RAT(1, 3))),
	    "{\"r\":[-1,12]}");
	CU_ASSERT_STRING_EQUAL(sum(OP_CONCAT, value_str("a"), value_str("b")),
			       "\"ab\"");
	show_done();
}

static void maps(void)
{
	CU_ASSERT_STRING_EQUAL(
	    sum(OP_SUB, one("s", value_str("a")), one("n", value_note(1))),
	    "{\"n\":-1.0,\"s\":\"a\"}");
	CU_ASSERT_STRING_EQUAL(
	    sum(OP_DIV, one("s", value_str("a")), one("speed", value_float(4))),
	    "{\"s\":\"a\",\"speed\":0.25}");
	CU_ASSERT_STRING_EQUAL(
	    sum(OP_DIV, one("cut", value_int(6)), one("cut", value_int(2))),
	    "{\"cut\":12}");
	CU_ASSERT_STRING_EQUAL(
	    sum(OP_ADD, one("n", value_float(0.5)), one("n", value_note(2))),
	    "{\"n\":2.5}");
	CU_ASSERT_STRING_EQUAL(
	    sum(OP_MUL, one("n", value_note(2)), one("n", value_int(3))),
	    "{\"n\":2.0}");
	CU_ASSERT_STRING_EQUAL(
	    sum(OP_SET, one("s", value_str("a")), one("s", value_str("b"))),
	    "{\"s\":\"b\"}");
	CU_ASSERT_STRING_EQUAL(
	    sum(OP_KEEP, one("s", value_str("a")), one("n", value_note(1))),
	    "{\"n\":1.0,\"s\":\"a\"}");
	CU_ASSERT_STRING_EQUAL(
	    sum(OP_POW, one("n", value_note(1)), one("n", value_note(1))),
	    "error");
	show_done();
}

static void equality(void)
{
	CU_ASSERT(value_eq(value_float(1), value_int(1)));
	CU_ASSERT(value_eq(value_rat(RAT(1, 2)), value_float(0.5)));
	CU_ASSERT_FALSE(value_eq(value_note(1), value_float(1)));
	CU_ASSERT_FALSE(value_eq(value_note(1), value_int(1)));
	CU_ASSERT(value_cmp(value_str("z"), value_float(0)) < 0);
	CU_ASSERT(value_cmp(value_note(1), value_float(2)) < 0);
}

static CU_TestInfo tests[] = {
    {"numbers keep or promote their kind", numbers},
    {"controls are added key by key", maps},
    {"a note never equals a float", equality},
    CU_TEST_INFO_NULL,
};

const struct suite suite_ops = {"ops", tests};
