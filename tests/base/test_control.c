#include "base/control.h"
#include "tests/support/suite.h"

#include <string.h>

static void sorted(void)
{
	for (int i = 1; i < CONTROL_COUNT; i++)
		if (strcmp(control_table[i - 1].name, control_table[i].name) >=
		    0)
			CU_FAIL(control_table[i].name);
	for (int i = 0; i < CONTROL_COUNT; i++)
		CU_ASSERT_PTR_EQUAL(control_named(control_table[i].name),
				    &control_table[i]);
}

static void aliases(void)
{
	CU_ASSERT_PTR_EQUAL(control_find("lpf"), control_named("cutoff"));
	CU_ASSERT_PTR_EQUAL(control_find("dt"), control_named("delaytime"));
	CU_ASSERT_PTR_EQUAL(control_find("delayt"), control_named("delaytime"));
	CU_ASSERT_PTR_NULL(control_named("lpf"));
	CU_ASSERT_PTR_NULL(control_find("nosuch"));
	CU_ASSERT_PTR_NULL(control_find("delayt dt"));
}

static void made(void)
{
	const struct control *same, *other;
	struct arena a;

	arena_init(&a, 0);
	same = control_make(&a, "cut", CONTROL_INT);
	other = control_make(&a, "cut", CONTROL_FLOAT);
	CU_ASSERT_PTR_EQUAL(same, control_named("cut"));
	CU_ASSERT_PTR_NOT_EQUAL(other, same);
	CU_ASSERT_EQUAL(control_cmp(other, same), 0);
	CU_ASSERT_TRUE(control_cmp(control_make(&a, "cus", CONTROL_INT), same) <
		       0);
	arena_finish(&a);
}

static void explained(void)
{
	for (int i = 0; i < CONTROL_COUNT; i++) {
		const struct control *c = &control_table[i];

		if (!c->summary[0] || !c->unit || !c->range || !c->initial)
			CU_FAIL(c->name);
	}
}

static CU_TestInfo tests[] = {
    {"the table is sorted by name", sorted},
    {"an alias leads to its control", aliases},
    {"controls of one name are one key, whatever their kind", made},
    {"every control says what it does", explained},
    CU_TEST_INFO_NULL,
};

const struct suite suite_control = {"control", tests};
