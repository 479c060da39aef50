#include "base/alloc.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Larger blocks are the system's at once; so much may lie idle. */
enum { KEEP_BLOCK = 4 << 20, KEEP_BYTES = 32 << 20 };

static atomic_long fail_after = -1;
static atomic_ulong count;

void mem_fail_after(long after)
{
	atomic_store(&fail_after, after);
}

unsigned long mem_count(void)
{
	return atomic_load_explicit(&count, memory_order_relaxed);
}

/* Whether this allocation is one that a test wants to fail. */
static int refused(void)
{
	long left = atomic_load_explicit(&fail_after, memory_order_relaxed);

	atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
	if (left < 0)
		return 0;
	if (left == 0)
		return 1;
	atomic_store(&fail_after, left - 1);
	return 0;
}

void *mem_new(size_t n)
{
	return refused() ? NULL : calloc(1, n ? n : 1);
}

void *mem_array(size_t n, size_t size)
{
	return refused() ? NULL : calloc(n ? n : 1, size);
}

void *mem_grow(void *p, size_t n)
{
	return refused() ? NULL : realloc(p, n ? n : 1);
}

char *mem_str(const char *s)
{
	size_t n = strlen(s) + 1;
	char *copy = mem_new(n);

	return copy ? memcpy(copy, s, n) : NULL;
}

void mem_keep(void)
{
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, KEEP_BLOCK);
	mallopt(M_TRIM_THRESHOLD, KEEP_BYTES);
#endif
}

void mem_free(void *p)
{
	free(p);
}
