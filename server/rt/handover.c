#include "rt/handover.h"

bool handover_offer(struct handover *h, void *object)
{
	if (h->out == h->back.capacity || !ring_push(&h->there, &object, 1))
		return false;
	h->out++;
	return true;
}

RT void *handover_take(struct handover *h)
{
	void *object;

	return ring_pop(&h->there, &object, 1) ? object : NULL;
}

RT void handover_retire(struct handover *h, void *object)
{
	ring_push(&h->back, &object, 1);
}

void *handover_collect(struct handover *h)
{
	void *object;

	if (!ring_pop(&h->back, &object, 1))
		return NULL;
	h->out--;
	return object;
}
