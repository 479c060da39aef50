/* Graphs from what a program says of them: where they write and read. */
#include "engine/stage_graph.h"

#include <string.h>
#include "base/alloc.h"
#include "engine/board.h"
#include "engine/stage.h"

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

/* --- What rings out --- */

/* What comes from somewhere: numbers, events and effects on them, or something
 * that sounds by itself. */
enum sounding { NUMBERS, EVENTS, SOUNDS };

struct listening {
	const struct signals *signals;
	const char *slot;
	bool stops_all;
	unsigned char *node, *root;
};

static bool is_own(const struct listening *l, uint32_t played)
{
	const char *name = l->signals->played[played].name;
	size_t len = strlen(l->slot);

	return l->stops_all ||
	       (strncmp(name, l->slot, len) == 0 && name[len] == '/');
}

static unsigned char bus_of(const struct listening *l, const char *bus)
{
	const struct graph_spec *spec = l->signals->spec;

	for (uint32_t i = 0; i < spec->n_roots; i++)
		if (!spec->roots[i].slot &&
		    strcmp(spec->roots[i].name, bus) == 0)
			return l->root[i];
	return SOUNDS; /* somebody else's */
}

static unsigned char what_of(const struct listening *l, struct graph_ref ref)
{
	switch (ref.from) {
	case GRAPH_NODE:
		return l->node[ref.index];
	case GRAPH_PLAYED:
		return is_own(l, ref.index) ? EVENTS : SOUNDS;
	case GRAPH_BUS:
		return bus_of(l, l->signals->spec->buses[ref.index]);
	default:
		return NUMBERS;
	}
}

/* A source sounds; a product is silent when one factor is; anything else is
 * what sounds most of what it is made of. */
static unsigned char what_is(const struct listening *l,
			     const struct graph_node *n)
{
	const struct graph_ref *in = l->signals->spec->refs + n->first_in;
	bool product = strcmp(n->row->name, "*") == 0, events = false;
	int n_in = n->row->flags & UGEN_VARIADIC ? n->n_in : n->row->inputs;
	unsigned char most = n->row->inputs == 0 ? SOUNDS : NUMBERS;

	for (int i = 0; i < n_in && i < n->n_in; i++) {
		unsigned char x = what_of(l, in[i]);

		most = x > most ? x : most;
		events |= x == EVENTS;
	}
	return product && events ? EVENTS : most;
}

/* Buses hear themselves and each other: until nothing changes any more. */
static void listen(const struct listening *l)
{
	const struct graph_spec *spec = l->signals->spec;

	for (bool changed = true; changed;) {
		changed = false;
		for (uint32_t i = 0; i < spec->n_nodes; i++)
			l->node[i] = what_is(l, &spec->nodes[i]);
		for (uint32_t i = 0; i < spec->n_roots; i++) {
			unsigned char x = what_of(l, spec->roots[i].out[0]);
			unsigned char y = what_of(l, spec->roots[i].out[1]);

			x = x > y ? x : y;
			changed |= x > l->root[i];
			l->root[i] = x > l->root[i] ? x : l->root[i];
		}
	}
}

bool stage_rings_out(const struct scope *s, const char *slot, bool stops_all)
{
	const struct signals *signals = s->stage ? s->stage->signals : NULL;
	struct listening l = {signals, slot, stops_all, NULL, NULL};
	bool rings = false;

	if (!signals)
		return false;
	l.node = mem_new(signals->spec->n_nodes + signals->spec->n_roots);
	if (!l.node)
		return false;
	l.root = l.node + signals->spec->n_nodes;
	listen(&l);
	for (uint32_t i = 0; i < signals->spec->n_roots; i++)
		if (signals->spec->roots[i].slot &&
		    strcmp(signals->spec->roots[i].name, slot) == 0)
			rings = l.root[i] == EVENTS;
	mem_free(l.node);
	return rings;
}
