/* How long something takes, whatever else the machine does. */
#ifndef TESTS_TIMING_H
#define TESTS_TIMING_H

#include <stdlib.h>
#include <time.h>

/* CPU seconds of this thread so far. */
static inline double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static inline int double_cmp(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

/* Of n times, which are sorted by it. */
static inline double median(double *x, size_t n)
{
	qsort(x, n, sizeof(*x), double_cmp);
	return x[n / 2];
}

#endif
