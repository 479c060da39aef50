#include "engine/memory.h"

enum { MOST_BYTES = 1 << 20 };

void memory_finish(struct memory *m)
{
	arena_finish(&m->arena[0]);
	arena_finish(&m->arena[1]);
	*m = (struct memory){0};
}

const struct map *memory_state(const struct memory *m, struct arena *a,
			       double cps, struct rat trigger)
{
	const struct map *state = m->state ? m->state : map_new(a, 0);

	state = state_set(a, state, STATE_KEY_CPS, value_float(cps));
	return state_set(a, state, STATE_KEY_TRIGGER, value_rat(trigger));
}

struct copy {
	struct arena *to;
	const struct map *from, *made;
};

static void copy(void *ctx)
{
	struct copy *c = ctx;

	c->made = state_copy(c->to, c->from);
}

bool memory_keep(struct memory *m, const struct map *state)
{
	struct arena *to = &m->arena[!m->at];
	struct copy c = {.to = to, .from = state};

	to->limit = MOST_BYTES;
	arena_reset(to);
	if (arena_run(to, copy, &c) != ST_OK)
		return false;
	m->at = !m->at;
	m->state = c.made;
	return true;
}
