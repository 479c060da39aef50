#include "dsp/queue.h"

#include <stddef.h>

RT static bool below(const struct queue_key *a, const struct queue_key *b)
{
	return a->at_frame != b->at_frame ? a->at_frame < b->at_frame
					  : a->rank < b->rank;
}

/* Slot, then swaps, releases and the rest, then arrival, in one number. What is
 * for all slots comes first. */
RT static uint64_t rank(const struct message *m)
{
	bool all = m->slot == SLOT_ALL || m->kind == MSG_MASTER;
	uint64_t slot = all ? 0 : m->slot + 1u;

	uint64_t turn = m->kind == MSG_SWAP || m->kind == MSG_GRAPH ? 0
			: m->kind == MSG_RELEASE		    ? 1
								    : 2;

	return slot << 47 | turn << 45 |
	       (m->sequence & (((uint64_t)1 << 45) - 1));
}

RT static void sift_up(struct queue *q, uint32_t i, struct queue_key key)
{
	while (i > 0 && below(&key, &q->heap[(i - 1) / 2])) {
		q->heap[i] = q->heap[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	q->heap[i] = key;
}

RT static void sift_down(struct queue *q, uint32_t i, struct queue_key key)
{
	for (uint32_t child = 2 * i + 1; child < q->n; child = 2 * i + 1) {
		if (child + 1 < q->n &&
		    below(&q->heap[child + 1], &q->heap[child]))
			child++;
		if (!below(&q->heap[child], &key))
			break;
		q->heap[i] = q->heap[child];
		i = child;
	}
	q->heap[i] = key;
}

RT bool queue_add(struct queue *q, const struct message *m)
{
	struct queue_key key = {.at_frame = m->at_frame};

	if (!q->n_free || (m->kind == MSG_VOICE && q->n_voices == QUEUE_MAX))
		return false;
	key.place = q->free[--q->n_free];
	q->message[key.place] = *m;
	q->message[key.place].sequence = q->sequence++;
	key.rank = rank(&q->message[key.place]);
	q->n_voices += m->kind == MSG_VOICE;
	q->n++;
	sift_up(q, q->n - 1, key);
	return true;
}

RT const struct message *queue_first(const struct queue *q)
{
	return q->n ? &q->message[q->heap[0].place] : NULL;
}

/* The place is free; its key is the caller's to take out of the heap. */
RT static void leave(struct queue *q, uint32_t place)
{
	q->n_voices -= q->message[place].kind == MSG_VOICE;
	q->free[q->n_free++] = place;
}

RT void queue_remove_first(struct queue *q)
{
	leave(q, q->heap[0].place);
	if (--q->n)
		sift_down(q, 0, q->heap[q->n]);
}

RT void queue_purge(struct queue *q,
		    bool (*unwanted)(void *ctx, const struct message *m),
		    void *ctx)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < q->n; i++) {
		uint32_t place = q->heap[i].place;

		if (unwanted(ctx, &q->message[place]))
			leave(q, place);
		else
			q->heap[kept++] = q->heap[i];
	}
	q->n = kept;
	for (uint32_t i = kept / 2; i-- > 0;)
		sift_down(q, i, q->heap[i]);
}
