/* One writer thread, one reader thread, fixed-size items, no locks. Capacity is
 * a power of two. What one ring_push() wrote becomes visible as a whole. */
#ifndef RT_RING_H
#define RT_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include "base/status.h"
#include "rt/rt.h"

struct ring {
	unsigned char *items;
	size_t item_size, capacity; /* capacity in items */
	/* Each on a cache line of its own. */
	char apart[64];
	atomic_size_t written; /* items ever, by the writer */
	char apart_too[64];
	atomic_size_t read; /* items ever, by the reader */
	char apart_also[64];
};

/* capacity is rounded up to a power of two. ST_NOMEM. [control] */
enum status ring_init(struct ring *r, size_t item_size, size_t capacity);
void ring_finish(struct ring *r);
/* All n items or none: false when there is no room for all. [writer] */
RT bool ring_push(struct ring *r, const void *items, size_t n);
/* Up to n items into to; how many there were. [reader] */
RT size_t ring_pop(struct ring *r, void *to, size_t n);
/* Items waiting / room left; exact for the side that may change it. [any] */
RT size_t ring_count(const struct ring *r);
RT size_t ring_room(const struct ring *r);

#endif
