/* Graphs for a scope's signals and its instruments. [control] */
#ifndef ENGINE_STAGE_GRAPH_H
#define ENGINE_STAGE_GRAPH_H

#include "engine/state.h"

/* A graph that writes to the strips of the scope's slots, hears those of
 * `played` (NULL: none) and has its buses' places on the board, at the engine's
 * rate. NULL without memory. */
struct graph *stage_graph(struct engine *e, const struct scope *s,
			  const struct graph_spec *spec,
			  const struct signal_played *played);

/* Whether a slot of the scope falls silent by itself when events stop, because
 * all that sounds in it are events, and effects on them. stops_all: those of
 * all slots stop, not only its own. False without memory. */
bool stage_rings_out(const struct scope *s, const char *slot, bool stops_all);

#endif
