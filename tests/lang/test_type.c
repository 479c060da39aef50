#include "lang/type.h"
#include "pattern/fn.h"
#include "tests/support/suite.h"

#include <string.h>

struct job {
	struct arena arena;
	void (*run)(struct types *t);
};

static void run(void *ctx)
{
	struct job *j = ctx;
	struct types t;

	types_init(&t, &j->arena);
	j->run(&t);
}

static void in_arena(void (*fn)(struct types *t))
{
	struct job j = {.run = fn};

	arena_init(&j.arena, 0);
	CU_ASSERT_EQUAL(arena_run(&j.arena, run, &j), ST_OK);
	arena_finish(&j.arena);
}

static struct type *read(struct types *t, const char *s)
{
	struct type *type = type_parse(t, s, NULL);

	CU_ASSERT_PTR_NOT_NULL_FATAL(type);
	return type;
}

static void print_back(struct types *t)
{
	static const char *const same[] = {
	    "Pattern Double",
	    "ControlPattern",
	    "(Pattern a -> Pattern a) -> Pattern a -> Pattern a",
	    "[(Rational, Pattern a)] -> Pattern a",
	    "String -> Pattern (Pattern a)",
	    "Maybe Int",
	    "Event a -> Bool",
	};

	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
		CU_ASSERT_STRING_EQUAL(type_print(t->arena, read(t, same[i])),
				       same[i]);
	CU_ASSERT_PTR_NULL(type_parse(t, "Pattern (", NULL));
	CU_ASSERT_PTR_NULL(type_parse(t, "[Int", NULL));
	CU_ASSERT_PTR_NULL(type_parse(t, "", NULL));
}

static void rows(struct types *t)
{
	for (const struct fn_family *const *f = fn_families; *f; f++)
		for (size_t i = 0; i < (*f)->n; i++)
			CU_ASSERT_PTR_NOT_NULL(
			    type_parse(t, (*f)->rows[i].type, NULL));
}

static bool fits(struct types *t, const char *x, const char *y)
{
	return type_can_unify(t, read(t, x), read(t, y));
}

static void unify(struct types *t)
{
	CU_ASSERT(fits(t, "a -> a", "Int -> b"));
	CU_ASSERT(!fits(t, "a -> a", "Int -> Bool"));
	CU_ASSERT(fits(t, "f Int", "Pattern a"));
	CU_ASSERT(fits(t, "f a", "Int -> Bool"));
	CU_ASSERT(!fits(t, "Pattern a", "[a]"));
	CU_ASSERT(fits(t, "Event a", "Event Int"));
	CU_ASSERT(!fits(t, "Event a", "Arc"));
}

static void endless(struct types *t)
{
	struct type *v = type_var(t, 0);

	CU_ASSERT(!type_try(t, v, type_pattern(t, v)));
	CU_ASSERT_PTR_EQUAL(type_prune(v), v);
}

static void classes(struct types *t)
{
	CU_ASSERT(fits(t, "Num a => a", "Pattern Double"));
	CU_ASSERT(!fits(t, "Num a => a", "Pattern Bool"));
	CU_ASSERT(fits(t, "Num a => a", "ControlPattern"));
	CU_ASSERT(!fits(t, "Fractional a => a", "Pattern Int"));
	CU_ASSERT(!fits(t, "Num a => a", "a -> a"));
	CU_ASSERT(fits(t, "IsString a => a", "ControlPattern"));
	CU_ASSERT(!fits(t, "IsString a => a", "Int"));
	CU_ASSERT(fits(t, "(Num a, IsString a) => a", "Pattern Note"));
	CU_ASSERT(!fits(t, "Functor f => f Int", "(Int, Int, Int)"));
	CU_ASSERT(!fits(t, "Eq a => a", "Int -> Int"));
}

static void defaults(struct types *t)
{
	struct type *n = type_var(t, CLASS_NUM);
	struct type *whole = type_var(t, CLASS_NUM | CLASS_INTEGRAL);
	struct type *text = type_var(t, CLASS_STRING);
	struct type *both = type_var(t, CLASS_STRING | CLASS_NUM);
	struct type *real = type_var(t, CLASS_NUM | CLASS_FLOATING);
	struct type *bad;

	CU_ASSERT(type_default(t, &bad));
	CU_ASSERT_EQUAL(type_head(n), CON_RATIONAL);
	CU_ASSERT_EQUAL(type_head(whole), CON_INT);
	CU_ASSERT_STRING_EQUAL(type_print(t->arena, text), "Pattern String");
	CU_ASSERT_STRING_EQUAL(type_print(t->arena, both), "Pattern Rational");
	CU_ASSERT_EQUAL(type_head(real), CON_DOUBLE);
	type_var(t, CLASS_INTEGRAL | CLASS_FLOATING);
	CU_ASSERT(!type_default(t, &bad));
}

static void test_print(void)
{
	in_arena(print_back);
}

static void test_rows(void)
{
	in_arena(rows);
}

static void test_unify(void)
{
	in_arena(unify);
	in_arena(endless);
}

static void test_classes(void)
{
	in_arena(classes);
}

static void test_defaults(void)
{
	in_arena(defaults);
}

static CU_TestInfo tests[] = {
    {"a signature is read and printed back", test_print},
    {"the signature of every row can be read", test_rows},
    {"types that fit become one, others leave no trace", test_unify},
    {"classes hold where Tidal has instances", test_classes},
    {"what nothing decides gets Tidal's defaults", test_defaults},
    CU_TEST_INFO_NULL,
};

const struct suite suite_type = {"lang/type", tests};
