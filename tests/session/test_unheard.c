/* What a text is warned of that no voice hears. */
#include <stdio.h>
#include <string.h>
#include "compile/compile.h"
#include "engine/unheard.h"
#include "tests/support/suite.h"

/* What is offered instead is an effect that compiles. */
static void test_instead(void)
{
	int offered = 0;

	for (int id = 0; id < CONTROL_COUNT; id++) {
		const char *instead = unheard_instead((enum control_id)id);
		struct program *p;
		char text[128];

		if (!instead || !*instead)
			continue;
		offered++;
		snprintf(text, sizeof(text), "d1 $ s \"bd\" # %s", instead);
		CU_ASSERT_EQUAL_FATAL(compile_text(NULL, text, strlen(text),
						   EVAL_MERGE, NULL, &p),
				      ST_OK);
		if (p->diags.errors)
			printf("%s: %s\n", text, p->diags.first->message);
		CU_ASSERT_EQUAL_FATAL(p->diags.errors, 0);
		CU_ASSERT_EQUAL_FATAL(p->n_actions, 1);
		CU_ASSERT_PTR_NOT_NULL(p->actions[0].signal);
		program_free(p);
	}
	CU_ASSERT(offered >= 9);
}

static void test_said(void)
{
	static const enum control_id met[] = {CONTROL_ID_gain, CONTROL_ID_room,
					      CONTROL_ID_vowel};
	struct arena a;
	struct unheard u = {{false}};
	struct strbuf names, instead;

	strbuf_init(&names);
	strbuf_init(&instead);
	unheard_say(&u, &names, &instead);
	CU_ASSERT_EQUAL(names.len + instead.len, 0);
	arena_init(&a, 1 << 16);
	for (int i = 0; i < 3; i++)
		unheard_note(
		    &u, map_one(&a, &control_table[met[i]], value_float(1)));
	arena_finish(&a);
	unheard_say(&u, &names, &instead);
	CU_ASSERT_STRING_EQUAL(strbuf_str(&names), "`room`, `vowel`");
	CU_ASSERT_STRING_EQUAL(strbuf_str(&instead), "# reverb 0.6 0.3 0.3");
	strbuf_finish(&names);
	strbuf_finish(&instead);
}

static CU_TestInfo tests[] = {
    {"what is offered instead of a control compiles", test_instead},
    {"only what no voice hears is named", test_said},
    CU_TEST_INFO_NULL,
};

extern const struct suite suite_unheard;
const struct suite suite_unheard = {"unheard", tests};
