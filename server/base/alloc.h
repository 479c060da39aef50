/* The only doors to the heap. [any thread but synth and callback] */
#ifndef BASE_ALLOC_H
#define BASE_ALLOC_H

#include <stddef.h>

/* n zeroed bytes, or NULL when there are none. n may be 0. */
void *mem_new(size_t n);
/* n * size zeroed bytes, or NULL when there are none or n * size overflows. */
void *mem_array(size_t n, size_t size);
/* p resized to n bytes (new bytes are not zeroed), or NULL, p untouched. */
void *mem_grow(void *p, size_t n);
/* A copy of the string, or NULL. */
char *mem_str(const char *s);
void mem_free(void *p);

/* Keep the memory of what is freed for what comes next, some megabytes of it:
 * a program is as large as the one before, and new pages cost more than
 * compiling. Once, at the start. */
void mem_keep(void);
/* Tests only: the call after the next `after` allocations fails, and all that
 * follow; a negative number ends it. */
void mem_fail_after(long after);
/* How many allocations were made so far by this process. */
unsigned long mem_count(void);

#endif
