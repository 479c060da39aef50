/* Who has which place on the synth thread's board of buses, from which graphs
 * read what a bus was a block ago. [control] */
#ifndef ENGINE_BOARD_H
#define ENGINE_BOARD_H

#include "engine/state.h"

struct signals;

/* The bus's place: kept as long as the scope's signals name it. NO_PLACE where
 * there is none left (which is said). */
uint16_t board_take(struct engine *e, const struct scope *s, const char *bus);
/* NULL: it has none. */
struct board_place *board_find(struct engine *e, const struct scope *s,
			       const char *bus);
/* "alice.~bass", which s hears: a place for it, and the other's graph learns
 * of it. */
uint16_t board_foreign(struct engine *e, const struct scope *s,
		       const char *name);
/* Places that the scope's signals (NULL: it goes) no longer name. */
void board_leave(struct engine *e, const struct scope *s,
		 const struct signals *signals);

#endif
