#include "config.h"

#include "tests/bench/wakes.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

enum { PRIORITY = 80, PERIOD_NS = 1333333 };

static pthread_t thread;
static atomic_bool stop;
static long wakes, late;
static int64_t worst;

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void *run(void *unused)
{
	int64_t due = now_ns(), by;

	(void)unused;
	for (wakes = late = worst = 0; !atomic_load(&stop); wakes++) {
		struct timespec t;

		due += PERIOD_NS;
		t.tv_sec = due / 1000000000;
		t.tv_nsec = due % 1000000000;
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
		by = now_ns() - due;
		late += by > PERIOD_NS;
		worst = by > worst ? by : worst;
	}
	return NULL;
}

void wakes_start(void)
{
	struct sched_param p = {.sched_priority = PRIORITY};

	atomic_store(&stop, false);
	pthread_create(&thread, NULL, run, NULL);
	pthread_setschedparam(thread, SCHED_FIFO, &p);
}

void wakes_print(void)
{
	atomic_store(&stop, true);
	pthread_join(thread, NULL);
	printf("  (meanwhile a bare real-time thread came more than a buffer "
	       "late %ld times of %ld, at worst %.1f ms)\n",
	       late, wakes, (double)worst / 1e6);
}
