#include "rt/ring.h"

#include <string.h>

/* Copy n items between a flat array and the ring, from position `at` on. */
RT static void to_ring(struct ring *r, size_t at, const unsigned char *from,
		       size_t n)
{
	size_t start = at & (r->capacity - 1);
	size_t first = n < r->capacity - start ? n : r->capacity - start;

	memcpy(r->items + start * r->item_size, from, first * r->item_size);
	memcpy(r->items, from + first * r->item_size,
	       (n - first) * r->item_size);
}

RT static void from_ring(const struct ring *r, size_t at, unsigned char *to,
			 size_t n)
{
	size_t start = at & (r->capacity - 1);
	size_t first = n < r->capacity - start ? n : r->capacity - start;

	memcpy(to, r->items + start * r->item_size, first * r->item_size);
	memcpy(to + first * r->item_size, r->items, (n - first) * r->item_size);
}

RT bool ring_push(struct ring *r, const void *items, size_t n)
{
	size_t written =
	    atomic_load_explicit(&r->written, memory_order_relaxed);
	size_t read = atomic_load_explicit(&r->read, memory_order_acquire);

	if (n > r->capacity - (written - read))
		return false;
	to_ring(r, written, items, n);
	atomic_store_explicit(&r->written, written + n, memory_order_release);
	return true;
}

RT size_t ring_pop(struct ring *r, void *to, size_t n)
{
	size_t read = atomic_load_explicit(&r->read, memory_order_relaxed);
	size_t written =
	    atomic_load_explicit(&r->written, memory_order_acquire);

	if (n > written - read)
		n = written - read;
	from_ring(r, read, to, n);
	atomic_store_explicit(&r->read, read + n, memory_order_release);
	return n;
}

RT size_t ring_count(const struct ring *r)
{
	/* The reader's side first: it can't pass what is read of the other. */
	size_t read = atomic_load_explicit(&r->read, memory_order_acquire);
	size_t written =
	    atomic_load_explicit(&r->written, memory_order_acquire);
	size_t n = written - read;

	return n < r->capacity ? n : r->capacity;
}

RT size_t ring_room(const struct ring *r)
{
	return r->capacity - ring_count(r);
}
