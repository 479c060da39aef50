#include "dsp/pool.h"

#include <string.h>

RT void pool_init(struct pool *p)
{
	memset(p, 0, sizeof(*p));
	for (uint32_t i = 0; i < POOL_PLACES; i++)
		p->free[i] = (uint16_t)(POOL_PLACES - 1 - i);
	p->n_free = POOL_PLACES;
}

RT struct voice *pool_quietest(struct pool *p)
{
	struct voice *quietest = NULL;

	for (uint32_t i = 0; i < p->n_active; i++) {
		struct voice *v = pool_at(p, i);

		if (!v->stolen && (!quietest || v->level < quietest->level))
			quietest = v;
	}
	return quietest;
}

RT void pool_steal(struct pool *p, struct voice *v, uint32_t frames)
{
	voice_fade(v, frames);
	v->stolen = true;
	p->n_stolen++;
}

RT struct voice *pool_add(struct pool *p)
{
	uint16_t place;

	if (!p->n_free)
		return NULL;
	place = p->free[--p->n_free];
	p->active[p->n_active++] = place;
	return &p->voice[place];
}

RT void pool_remove(struct pool *p, uint32_t i)
{
	uint16_t place = p->active[i];

	p->n_stolen -= p->voice[place].stolen;
	p->free[p->n_free++] = place;
	p->n_active--;
	memmove(p->active + i, p->active + i + 1,
		(p->n_active - i) * sizeof(p->active[0]));
}
