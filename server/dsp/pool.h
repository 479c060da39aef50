/* All voices: where new ones get their place, and which must go for them. */
#ifndef DSP_POOL_H
#define DSP_POOL_H

#include "dsp/voice.h"

enum {
	/* Places for stolen voices while they fade. */
	POOL_SPARE = 256,
	POOL_PLACES = VOICES_MAX + POOL_SPARE,
};

struct pool {
	struct voice voice[POOL_PLACES];
	uint16_t active[POOL_PLACES], free[POOL_PLACES]; /* places */
	uint32_t n_active, n_free;
	uint32_t n_stolen; /* of the active: on their way out for others */
};

RT void pool_init(struct pool *p);
RT static inline struct voice *pool_at(struct pool *p, uint32_t i)
{
	return &p->voice[p->active[i]];
}
/* Voices sounding, stolen ones not counted. */
RT static inline uint32_t pool_count(const struct pool *p)
{
	return p->n_active - p->n_stolen;
}
/* The quietest voice that is not stolen yet; NULL when there is none. */
RT struct voice *pool_quietest(struct pool *p);
/* Take the place of this voice for another within `frames`. */
RT void pool_steal(struct pool *p, struct voice *v, uint32_t frames);
/* A place for a new voice, the last in the order of playing; NULL: none. */
RT struct voice *pool_add(struct pool *p);
/* Voices of a place's index >= i move up, in their order. */
RT void pool_remove(struct pool *p, uint32_t i);

#endif
