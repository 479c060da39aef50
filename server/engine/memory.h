/* What a slot's events have counted so far (`nCount`, `nTake`): it lives on
 * from window to window, and longer than the program that began it. [control,
 * offline] */
#ifndef ENGINE_MEMORY_H
#define ENGINE_MEMORY_H

#include "pattern/stateful.h"

struct memory {
	struct arena arena[2]; /* one holds the state, one takes the next */
	int at;
	const struct map *state; /* NULL: nothing yet */
};

/* All zero is a memory without anything. */
void memory_finish(struct memory *m);
/* The state for a query: what was kept, with the engine's own names set. */
const struct map *memory_state(const struct memory *m, struct arena *a,
			       double cps, struct rat trigger);
/* Keep a state. false: no room (the old one stays). */
bool memory_keep(struct memory *m, const struct map *state);

#endif
