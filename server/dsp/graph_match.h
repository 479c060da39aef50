/* Which units of a new graph go on from an old one's. For the files of dsp/
 * alone; not in the synth thread. */
#ifndef DSP_GRAPH_MATCH_H
#define DSP_GRAPH_MATCH_H

#include "dsp/graph_world.h"

/* Fills s->old_of, s->new_of (-1 everywhere at first), s->takes_memory and
 * s->matched. taken: of each old unit, false. */
void graph_match(struct graph *g, const struct graph *old, struct succession *s,
		 bool *taken);
/* The root of that name and kind, or -1. */
int graph_find_root(const struct graph *g, const struct graph_root *like);
/* Input i of a unit. */
const struct graph_ref *graph_input(const struct graph *g, uint32_t unit,
				    int i);

#endif
