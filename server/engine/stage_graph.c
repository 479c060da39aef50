/* Graphs from what a program says of them: where they write and read. */
#include "engine/stage_graph.h"

#include <string.h>
#include "base/alloc.h"
#include "engine/board.h"

static uint16_t strip_of(const struct scope *s, const char *slot)
{
	const struct slot *found = scope_slot(s, slot);

	return found ? found->strip : NO_PLACE;
}

struct places {
	struct graph_places of;
	uint16_t *room;
};

/* A bus that nobody here hears may have a listener elsewhere. */
static uint16_t root_place(struct engine *e, const struct scope *s,
			   const struct graph_root *r)
{
	const struct board_place *p;

	if (r->slot)
		return strip_of(s, r->name);
	if (r->heard)
		return board_take(e, s, r->name);
	p = board_find(e, s, r->name);
	return p && p->foreign ? (uint16_t)(p - e->board) : NO_PLACE;
}

static bool find_places(struct engine *e, const struct scope *s,
			const struct graph_spec *spec,
			const struct signal_played *played, struct places *to)
{
	size_t n = spec->n_roots + spec->n_played + (size_t)spec->n_buses;
	uint16_t *at = mem_array(n + 1, sizeof(*at));

	if (!at)
		return false;
	to->room = at;
	to->of = (struct graph_places){at, at + spec->n_roots,
				       at + spec->n_roots + spec->n_played};
	for (uint32_t i = 0; i < spec->n_buses; i++)
		at[spec->n_roots + spec->n_played + i] =
		    strstr(spec->buses[i], ".~")
			? board_foreign(e, s, spec->buses[i])
			: board_take(e, s, spec->buses[i]);
	for (uint32_t i = 0; i < spec->n_roots; i++)
		at[i] = root_place(e, s, &spec->roots[i]);
	for (uint32_t i = 0; i < spec->n_played; i++)
		at[spec->n_roots + i] =
		    played ? strip_of(s, played[i].name) : NO_PLACE;
	return true;
}

/* The memories that a spec asks for are of the rate it was made for. */
static struct graph *new_graph(struct engine *e, const struct graph_spec *spec,
			       const struct graph_places *places)
{
	struct graph_spec at_rate = *spec;
	struct graph_node *nodes;
	struct graph *g;

	if (spec->rate_hz == e->clock.rate_hz)
		return graph_new(spec, places);
	nodes = mem_array(spec->n_nodes + 1, sizeof(*nodes));
	if (!nodes)
		return NULL;
	for (uint32_t i = 0; i < spec->n_nodes; i++) {
		nodes[i] = spec->nodes[i];
		nodes[i].memory_floats =
		    graph_memory(nodes[i].row, spec->refs + nodes[i].first_in,
				 nodes[i].row->inputs, e->clock.rate_hz);
	}
	at_rate.nodes = nodes;
	at_rate.rate_hz = e->clock.rate_hz;
	g = graph_new(&at_rate, places);
	mem_free(nodes);
	return g;
}

struct graph *stage_graph(struct engine *e, const struct scope *s,
			  const struct graph_spec *spec,
			  const struct signal_played *played)
{
	struct places places;
	struct graph *g;

	if (!find_places(e, s, spec, played, &places))
		return NULL;
	g = new_graph(e, spec, &places.of);
	mem_free(places.room);
	return g;
}
