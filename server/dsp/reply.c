#include "dsp/world.h"

RT void reply_send(struct dsp *d, enum reply_kind kind, uint16_t slot,
		   uint32_t generation, uint64_t frame)
{
	struct reply r = {
	    .kind = kind,
	    .slot = slot,
	    .generation = generation,
	    .frame = frame,
	};

	ring_push(&d->outbox, &r, 1);
}

RT static bool send_ended(struct dsp *d, struct sample *owner)
{
	struct reply r = {.kind = RPL_VOICE_ENDED, .owner = owner};

	return ring_push(&d->outbox, &r, 1);
}

RT void reply_ended(struct dsp *d, struct sample *owner)
{
	if (d->n_owed > 0 || !send_ended(d, owner))
		d->owed[d->n_owed++] = owner;
}

RT static bool send_graph(struct dsp *d, struct graph *g)
{
	struct reply r = {.kind = RPL_GRAPH_ENDED, .graph = g};

	return ring_push(&d->outbox, &r, 1);
}

RT void reply_graph(struct dsp *d, struct graph *g)
{
	if (!g || send_graph(d, g))
		return;
	g->owed = d->owed_graphs;
	d->owed_graphs = g;
}

RT void reply_owed(struct dsp *d)
{
	while (d->owed_graphs) {
		struct graph *next = d->owed_graphs->owed;

		if (!send_graph(d, d->owed_graphs))
			break;
		d->owed_graphs = next;
	}
	while (d->n_owed > 0 && send_ended(d, d->owed[d->n_owed - 1]))
		d->n_owed--;
}

RT uint32_t reply_room(const struct dsp *d)
{
	return OWED_PLACES - d->n_owed - d->queue.n - d->pool.n_active;
}
