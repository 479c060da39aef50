/* Making a graph, and freeing it. Not in the synth thread. */
#include <string.h>
#include "base/alloc.h"
#include "dsp/graph_world.h"

size_t graph_memory(const struct ugen_row *row, const struct graph_ref *in,
		    int n_audio, double rate_hz)
{
	float param[UGEN_INPUTS] = {0};

	if (!row->memory_floats)
		return 0;
	for (int i = 0; i < row->n_params; i++) {
		const struct graph_ref *r =
		    &in[ugen_param_input(row, n_audio, i)];

		param[i] =
		    r->from == GRAPH_NUMBER ? r->value : row->params[i].most;
	}
	return row->memory_floats(rate_hz, param);
}

/* Cuts one block into pieces: first counts, then gives. */
struct cut {
	char *at;
	size_t used;
};

static void *piece(struct cut *c, size_t n, size_t size)
{
	size_t from = (c->used + 63) & ~(size_t)63;

	c->used = from + n * size;
	return c->at ? c->at + from : NULL;
}

#define PIECE(cut, to, n) ((to) = piece(cut, n, sizeof(*(to))))

static const char *copy_name(struct cut *c, const char *name)
{
	size_t n = strlen(name) + 1;
	char *to = piece(c, n, 1);

	return to ? memcpy(to, name, n) : NULL;
}

static int outputs(const struct ugen_row *row)
{
	return row->flags & UGEN_STEREO_OUT ? 2 : 1;
}

static void cut_spec(struct cut *c, struct graph_spec *to,
		     const struct graph_spec *s)
{
	struct graph_node *nodes;
	struct graph_ref *refs;
	struct graph_root *roots;
	const char **buses;

	PIECE(c, nodes, s->n_nodes);
	PIECE(c, refs, s->n_refs);
	PIECE(c, roots, s->n_roots);
	PIECE(c, buses, s->n_buses);
	if (c->at) {
		if (s->n_nodes)
			memcpy(nodes, s->nodes, s->n_nodes * sizeof(*nodes));
		if (s->n_refs)
			memcpy(refs, s->refs, s->n_refs * sizeof(*refs));
		if (s->n_roots)
			memcpy(roots, s->roots, s->n_roots * sizeof(*roots));
		*to = *s;
		to->nodes = nodes;
		to->refs = refs;
		to->roots = roots;
		to->buses = buses;
		to->initial = NULL;
	}
	for (uint32_t i = 0; i < s->n_roots; i++) {
		const char *name = copy_name(c, s->roots[i].name);

		if (c->at)
			roots[i].name = name;
	}
	for (uint32_t i = 0; i < s->n_buses; i++) {
		const char *name = copy_name(c, s->buses[i]);

		if (c->at)
			buses[i] = name;
	}
}

static void cut_units(struct cut *c, struct graph *g,
		      const struct graph_spec *s)
{
	for (uint32_t i = 0; i < s->n_nodes; i++) {
		const struct graph_node *node = &s->nodes[i];
		char *state = piece(c, node->row->state_bytes, 1);
		float *out[2] = {NULL, NULL};

		for (int k = 0; k < outputs(node->row); k++)
			PIECE(c, out[k], BLOCK_FRAMES);
		if (!c->at)
			continue;
		g->units[i] = (struct unit){
		    .u = {.row = node->row,
			  .out = {out[0], out[1] ? out[1] : out[0]},
			  .state = state,
			  .n_memory = node->memory_floats,
			  .rate_hz = (float)s->rate_hz,
			  .seed = node->seed},
		    .root = node->root,
		    .n_in = node->n_in,
		    .first_in = node->first_in,
		};
	}
}

/* The whole graph in one block; with at NULL its size is found. */
static struct graph *cut_graph(struct cut *c, const struct graph_spec *s)
{
	struct graph *g, measure = {0};

	PIECE(c, g, 1);
	if (!g)
		g = &measure;
	cut_spec(c, &g->spec, s);
	PIECE(c, g->units, s->n_nodes);
	PIECE(c, g->out, s->n_roots);
	PIECE(c, g->root_place, s->n_roots);
	PIECE(c, g->hold, s->n_roots);
	PIECE(c, g->played, s->n_played);
	PIECE(c, g->buses, s->n_buses);
	PIECE(c, g->cells, s->n_patterns);
	PIECE(c, g->dynamics, s->n_refs + 2 * (size_t)s->n_roots);
	PIECE(c, g->silence, 1);
	cut_units(c, g, s);
	return c->at ? g : NULL;
}

static void connect(struct graph *g, struct signal *to,
		    const struct graph_ref *r)
{
	switch (r->from) {
	case GRAPH_NUMBER:
		*to = (struct signal){&r->value, 0};
		break;
	case GRAPH_NODE:
		*to = (struct signal){g->units[r->index].u.out[r->channel], 1};
		break;
	case GRAPH_NOTE:
		*to = (struct signal){&g->note[r->index], 0};
		break;
	case GRAPH_PATTERN:
		*to = (struct signal){&g->cells[r->index].value, 0};
		g->dynamics[g->n_dynamics++] = (struct dynamic){to, *r};
		break;
	default:
		*to = (struct signal){g->silence, 0};
		g->dynamics[g->n_dynamics++] = (struct dynamic){to, *r};
		break;
	}
}

static bool take_memories(struct graph *g)
{
	for (uint32_t i = 0; i < g->spec.n_nodes; i++) {
		struct ugen *u = &g->units[i].u;
		size_t bytes = u->n_memory * sizeof(float);
		void *block;

		if (!u->n_memory)
			continue;
		block = mem_array(bytes + 64, 1);
		if (!block)
			return false;
		/* Touch every page now, so that none is missing later. */
		memset(block, 0, bytes + 64);
		g->units[i].block = block;
		u->memory = (float *)(((uintptr_t)block + 63) & ~(uintptr_t)63);
	}
	return true;
}

static void connect_all(struct graph *g)
{
	for (uint32_t i = 0; i < g->spec.n_nodes; i++)
		for (uint32_t k = 0; k < g->units[i].n_in; k++)
			connect(g, &g->units[i].u.in[k],
				&g->spec.refs[g->units[i].first_in + k]);
	for (uint32_t i = 0; i < g->spec.n_roots; i++)
		for (int c = 0; c < 2; c++)
			connect(g, &g->out[i][c], &g->spec.roots[i].out[c]);
	for (uint32_t i = 0; i < g->spec.n_nodes; i++)
		if (g->units[i].u.row->start)
			g->units[i].u.row->start(&g->units[i].u);
}

struct graph *graph_new(const struct graph_spec *spec,
			const struct graph_places *places)
{
	struct cut cut = {NULL, 0};
	struct graph *g;

	cut_graph(&cut, spec);
	g = mem_array(cut.used, 1);
	if (!g)
		return NULL;
	cut = (struct cut){(char *)g, 0};
	cut_graph(&cut, spec);
	for (uint32_t i = 0; i < spec->n_roots; i++)
		g->root_place[i] = places ? places->roots[i] : NO_PLACE;
	for (uint32_t i = 0; i < spec->n_played; i++)
		g->played[i] = places ? places->played[i] : NO_PLACE;
	for (uint32_t i = 0; i < spec->n_buses; i++)
		g->buses[i] = places ? places->buses[i] : NO_PLACE;
	for (uint32_t i = 0; i < spec->n_patterns; i++)
		g->cells[i].value = spec->initial ? spec->initial[i] : 0;
	g->note[NOTE_GATE] = 1;
	g->note[NOTE_RATIO] = 1;
	g->note[NOTE_FREQ] = 261.6255653f;
	if (!take_memories(g)) {
		graph_free(g);
		return NULL;
	}
	connect_all(g);
	g->fade_len = (uint32_t)(0.02 * spec->rate_hz);
	return g;
}

void graph_free(struct graph *g)
{
	if (!g)
		return;
	for (uint32_t i = 0; i < g->spec.n_nodes; i++)
		mem_free(g->units[i].block);
	mem_free(g->next.block);
	mem_free(g->next.maps);
	mem_free(g);
}

void graph_set_note(struct graph *g, enum graph_note which, float value)
{
	g->note[which] = value;
}

void graph_set_pattern(struct graph *g, uint32_t pattern, float value)
{
	g->cells[pattern].value = value;
}

uint32_t graph_matched(const struct graph *g)
{
	return g->next.matched;
}
