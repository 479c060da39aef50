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

RT void reply_owed(struct dsp *d)
{
	while (d->n_owed > 0 && send_ended(d, d->owed[d->n_owed - 1]))
		d->n_owed--;
}

RT uint32_t reply_room(const struct dsp *d)
{
	return OWED_PLACES - d->n_owed - d->queue.n - d->pool.n_active;
}
