#include "base/alloc.h"
#include "rt/counter.h"
#include "rt/ring.h"
#include "tests/support/suite.h"

#include <pthread.h>
#include <sched.h>

static void all_or_none(void)
{
	int in[10] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, out[10];
	struct ring r;

	CU_ASSERT_EQUAL(ring_init(&r, sizeof(int), 7), ST_OK);
	CU_ASSERT_EQUAL(ring_room(&r), 8);
	CU_ASSERT(ring_push(&r, in, 6));
	CU_ASSERT_FALSE(ring_push(&r, in, 3));
	CU_ASSERT_EQUAL(ring_count(&r), 6);
	CU_ASSERT_EQUAL(ring_pop(&r, out, 4), 4);
	CU_ASSERT_EQUAL(out[3], 4);
	CU_ASSERT(ring_push(&r, in, 6));
	CU_ASSERT_EQUAL(ring_room(&r), 0);
	CU_ASSERT_EQUAL(ring_pop(&r, out, 10), 8);
	CU_ASSERT_EQUAL(out[1], 6);
	CU_ASSERT_EQUAL(out[2], 1);
	CU_ASSERT_EQUAL(out[7], 6);
	CU_ASSERT_EQUAL(ring_pop(&r, out, 1), 0);
	ring_finish(&r);
}

/* --- Two threads --- */

enum { TOTAL = 200000, BATCH = 7 };

static void *write_batches(void *ctx)
{
	struct ring *r = ctx;
	unsigned items[BATCH];

	for (unsigned next = 0; next < TOTAL;) {
		for (unsigned i = 0; i < BATCH; i++)
			items[i] = next + i;
		if (ring_push(r, items, BATCH))
			next += BATCH;
		else
			sched_yield();
	}
	return NULL;
}

/* Whole batches, in order: what is there at once is a multiple of BATCH. */
static void two_threads(void)
{
	unsigned got[64], next = 0, torn = 0, wrong = 0;
	pthread_t writer;
	struct ring r;

	CU_ASSERT_EQUAL(ring_init(&r, sizeof(unsigned), 64), ST_OK);
	CU_ASSERT_EQUAL(pthread_create(&writer, NULL, write_batches, &r), 0);
	while (next < TOTAL) {
		size_t n = ring_pop(&r, got, 64);

		torn += n % BATCH != 0;
		for (size_t i = 0; i < n; i++)
			wrong += got[i] != next++;
		if (!n)
			sched_yield();
	}
	pthread_join(writer, NULL);
	CU_ASSERT_EQUAL(torn, 0);
	CU_ASSERT_EQUAL(wrong, 0);
	ring_finish(&r);
}

static void no_memory(void)
{
	struct ring r;

	mem_fail_after(0);
	CU_ASSERT_EQUAL(ring_init(&r, 8, 8), ST_NOMEM);
	mem_fail_after(-1);
	ring_finish(&r);
}

static void peaks(void)
{
	struct peak p = {0};
	struct counter c = {0};

	peak_raise(&p, 0.5f);
	peak_raise(&p, 0.25f);
	CU_ASSERT_EQUAL(peak_take(&p), 0.5f);
	CU_ASSERT_EQUAL(peak_take(&p), 0);
	counter_add(&c, 2);
	counter_add(&c, 3);
	CU_ASSERT_EQUAL(counter_get(&c), 5);
}

static CU_TestInfo tests[] = {
    {"a push that has no room for all takes none", all_or_none},
    {"two threads: batches arrive whole and in order", two_threads},
    {"a machine without memory says so", no_memory},
    {"a peak is the largest since it was taken", peaks},
    CU_TEST_INFO_NULL,
};

const struct suite suite_ring = {"rt/ring", tests};
