/* What rings and handovers take from the heap: apart, so that the objects of
 * the synth thread don't even name the allocator. */
#include <stdint.h>
#include <string.h>
#include "base/alloc.h"
#include "rt/handover.h"
#include "rt/ring.h"

static size_t round_up(size_t n)
{
	size_t power = 1;

	while (power < n && power <= SIZE_MAX / 4)
		power *= 2;
	return power;
}

enum status ring_init(struct ring *r, size_t item_size, size_t capacity)
{
	memset(r, 0, sizeof(*r));
	atomic_init(&r->written, 0);
	atomic_init(&r->read, 0);
	r->item_size = item_size;
	r->capacity = round_up(capacity);
	r->items = mem_array(r->capacity, item_size);
	if (!r->items)
		return ST_NOMEM;
	/* Touch every page now, so that none is missing later. */
	memset(r->items, 0, r->capacity * item_size);
	return ST_OK;
}

void ring_finish(struct ring *r)
{
	mem_free(r->items);
	r->items = NULL;
}

enum status handover_init(struct handover *h, size_t capacity)
{
	enum status st = ring_init(&h->there, sizeof(void *), capacity);

	h->back.items = NULL;
	h->out = 0;
	if (!st)
		st = ring_init(&h->back, sizeof(void *), 2 * h->there.capacity);
	if (st)
		handover_finish(h);
	return st;
}

void handover_finish(struct handover *h)
{
	ring_finish(&h->there);
	ring_finish(&h->back);
}
