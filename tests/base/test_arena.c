#include "base/alloc.h"
#include "base/arena.h"
#include "tests/support/suite.h"

#include <string.h>

static void spend(void *ctx)
{
	for (;;)
		arena_alloc(ctx, 1000);
}

static void work(void *ctx)
{
	for (;;)
		arena_step(ctx);
}

static void ask(void *ctx)
{
	arena_escape(ctx, ST_EVAL, "no %s", "answer");
}

static void limits(void)
{
	struct arena a;

	arena_init(&a, 1 << 20);
	CU_ASSERT_EQUAL(arena_run(&a, spend, &a), ST_LIMIT);
	CU_ASSERT(a.used <= 1 << 20);
	arena_reset(&a);
	a.step_limit = 1000;
	CU_ASSERT_EQUAL(arena_run(&a, work, &a), ST_LIMIT);
	CU_ASSERT_EQUAL(arena_run(&a, ask, &a), ST_EVAL);
	CU_ASSERT_STRING_EQUAL(a.why, "no answer");
	arena_finish(&a);
}

static void no_memory(void)
{
	struct arena a;

	arena_init(&a, 0);
	mem_fail_after(3);
	CU_ASSERT_EQUAL(arena_run(&a, spend, &a), ST_NOMEM);
	mem_fail_after(-1);
	arena_finish(&a);
}

static void reuse(void)
{
	struct arena a;
	size_t used;

	arena_init(&a, 0);
	for (int i = 0; i < 100; i++)
		memset(arena_alloc(&a, 777), i, 777);
	used = a.used;
	for (int round = 0; round < 50; round++) {
		arena_reset(&a);
		for (int i = 0; i < 100; i++)
			memset(arena_alloc(&a, 777), i, 777);
	}
	CU_ASSERT_EQUAL(a.used, used);
	arena_finish(&a);
}

static CU_TestInfo tests[] = {
    {"an escape ends the run with its reason", limits},
    {"a machine without memory ends the run", no_memory},
    {"a reset arena takes no more from the heap", reuse},
    CU_TEST_INFO_NULL,
};

const struct suite suite_arena = {"base/arena", tests};
