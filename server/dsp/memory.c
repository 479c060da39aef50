/* What the synth thread's world takes from the heap, all at once: apart, so
 * that the objects of the synth thread don't even name the allocator. */
#include <string.h>
#include "base/alloc.h"
#include "dsp/wavetable.h"
#include "dsp/world.h"

void queue_finish(struct queue *q)
{
	mem_free(q->heap);
	mem_free(q->message);
	mem_free(q->free);
	q->heap = NULL;
	q->message = NULL;
	q->free = NULL;
}

enum status queue_init(struct queue *q)
{
	memset(q, 0, sizeof(*q));
	q->heap = mem_array(QUEUE_PLACES, sizeof(*q->heap));
	q->message = mem_array(QUEUE_PLACES, sizeof(*q->message));
	q->free = mem_array(QUEUE_PLACES, sizeof(*q->free));
	if (!q->heap || !q->message || !q->free) {
		queue_finish(q);
		return ST_NOMEM;
	}
	/* Touch every page now, so that none is missing later. */
	memset(q->heap, 0, QUEUE_PLACES * sizeof(*q->heap));
	memset(q->message, 0, QUEUE_PLACES * sizeof(*q->message));
	for (uint32_t i = 0; i < QUEUE_PLACES; i++)
		q->free[i] = QUEUE_PLACES - 1 - i;
	q->n_free = QUEUE_PLACES;
	return ST_OK;
}

struct dsp *dsp_new(double rate_hz)
{
	struct dsp *d = wavetable_init() ? NULL : mem_new(sizeof(*d));

	if (!d)
		return NULL;
	d->rate_hz = rate_hz;
	d->owed = mem_array(OWED_PLACES, sizeof(struct sample *));
	if (!d->owed || queue_init(&d->queue) ||
	    ring_init(&d->inbox, sizeof(struct message), INBOX_PLACES) ||
	    ring_init(&d->outbox, sizeof(struct reply), OUTBOX_PLACES)) {
		dsp_free(d);
		return NULL;
	}
	pool_init(&d->pool);
	for (int i = 0; i < SLOTS_MAX; i++)
		strip_init(&d->strip[i]);
	for (int i = 0; i < MIXES_MAX; i++)
		mix_init(&d->mix[i], rate_hz);
	offset_pace_init(&d->pace, rate_hz);
	d->master.target = 1;
	limiter_init(&d->limiter, rate_hz);
	return d;
}

/* Graphs that sound, that wait for their turn and that are on their way home.
 */
static void free_graphs(struct dsp *d)
{
	const struct message *m;
	struct message in;
	struct reply out;

	for (int i = 0; i < GRAPHS_MAX; i++) {
		while (d->graph[i]) {
			struct graph *later = d->graph[i]->later;

			graph_free(d->graph[i]->old);
			graph_free(d->graph[i]);
			d->graph[i] = later;
		}
	}
	for (uint32_t i = 0; i < d->n_notes; i++)
		graph_free(d->note[i].graph);
	while (d->queue.heap && (m = queue_first(&d->queue))) {
		if (m->kind == MSG_GRAPH)
			graph_free(m->graph);
		if (m->kind == MSG_NOTE)
			graph_free(m->note.graph);
		queue_remove_first(&d->queue);
	}
	while (d->inbox.items && ring_pop(&d->inbox, &in, 1)) {
		if (in.kind == MSG_GRAPH)
			graph_free(in.graph);
		if (in.kind == MSG_NOTE)
			graph_free(in.note.graph);
	}
	while (d->outbox.items && ring_pop(&d->outbox, &out, 1))
		if (out.kind == RPL_GRAPH_ENDED)
			graph_free(out.graph);
	while (d->owed_graphs) {
		struct graph *next = d->owed_graphs->owed;

		graph_free(d->owed_graphs);
		d->owed_graphs = next;
	}
}

void dsp_free(struct dsp *d)
{
	if (!d)
		return;
	free_graphs(d);
	ring_finish(&d->inbox);
	ring_finish(&d->outbox);
	queue_finish(&d->queue);
	mem_free(d->owed);
	mem_free(d);
}
