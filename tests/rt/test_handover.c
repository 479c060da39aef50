#include "base/alloc.h"
#include "rt/handover.h"
#include "tests/support/suite.h"

#include <pthread.h>
#include <sched.h>

static void there_and_back(void)
{
	struct handover h;
	int a, b;

	CU_ASSERT_EQUAL(handover_init(&h, 2), ST_OK);
	CU_ASSERT(handover_offer(&h, &a));
	CU_ASSERT(handover_offer(&h, &b));
	CU_ASSERT_FALSE(handover_offer(&h, &a));
	CU_ASSERT_PTR_EQUAL(handover_take(&h), &a);
	CU_ASSERT_PTR_NULL(handover_collect(&h));
	handover_retire(&h, &a);
	CU_ASSERT_PTR_EQUAL(handover_collect(&h), &a);
	CU_ASSERT_PTR_EQUAL(handover_take(&h), &b);
	CU_ASSERT_PTR_NULL(handover_take(&h));
	handover_finish(&h);
}

/* However many objects the other side keeps, it can give all back. */
static void never_full(void)
{
	struct handover h;
	int objects[16], offered = 0, back = 0;

	CU_ASSERT_EQUAL(handover_init(&h, 4), ST_OK);
	while (offered < 16 && handover_offer(&h, &objects[offered])) {
		offered++;
		handover_take(&h);
	}
	CU_ASSERT(offered < 16);
	for (int i = 0; i < offered; i++)
		handover_retire(&h, &objects[i]);
	while (handover_collect(&h))
		back++;
	CU_ASSERT_EQUAL(back, offered);
	handover_finish(&h);
}

enum { TOTAL = 20000 };

static void *give_back(void *ctx)
{
	struct handover *h = ctx;

	for (int n = 0; n < TOTAL;) {
		int *object = handover_take(h);

		if (object) {
			*object += 1;
			handover_retire(h, object);
			n++;
		} else {
			sched_yield();
		}
	}
	return NULL;
}

static void two_threads(void)
{
	static int objects[TOTAL];
	int sum = 0, offered = 0, collected = 0;
	struct handover h;
	pthread_t other;

	CU_ASSERT_EQUAL(handover_init(&h, 8), ST_OK);
	CU_ASSERT_EQUAL(pthread_create(&other, NULL, give_back, &h), 0);
	while (collected < TOTAL) {
		int *object = handover_collect(&h);

		if (offered < TOTAL && handover_offer(&h, &objects[offered]))
			offered++;
		if (object) {
			sum += *object;
			collected++;
		} else {
			sched_yield();
		}
	}
	pthread_join(other, NULL);
	CU_ASSERT_EQUAL(sum, TOTAL);
	handover_finish(&h);
}

static void no_memory(void)
{
	struct handover h;

	for (long after = 0; after < 2; after++) {
		mem_fail_after(after);
		CU_ASSERT_EQUAL(handover_init(&h, 4), ST_NOMEM);
		mem_fail_after(-1);
	}
}

static CU_TestInfo tests[] = {
    {"objects go there and come back", there_and_back},
    {"the way back always has room", never_full},
    {"two threads: each object is seen once by the other", two_threads},
    {"a machine without memory says so", no_memory},
    CU_TEST_INFO_NULL,
};

const struct suite suite_handover = {"rt/handover", tests};
