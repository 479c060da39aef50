/* Graphs put together by hand, a node at a time. */
#ifndef TESTS_SKETCH_H
#define TESTS_SKETCH_H

#include "dsp/graph.h"
#include "tests/support/ugen_run.h"

enum { SKETCH_NODES = 1024, SKETCH_REFS = 16384, SKETCH_ROOTS = 256 };

struct sketch {
	struct graph_node nodes[SKETCH_NODES];
	struct graph_ref refs[SKETCH_REFS];
	struct graph_root roots[SKETCH_ROOTS];
	const char *buses[1];
	float initial[1];
	struct graph_spec spec;
};

static inline void sketch_begin(struct sketch *s)
{
	s->buses[0] = "~a";
	s->initial[0] = 0;
	s->spec = (struct graph_spec){.rate_hz = 48000,
				      .nodes = s->nodes,
				      .refs = s->refs,
				      .roots = s->roots,
				      .buses = s->buses,
				      .initial = s->initial,
				      .n_buses = 1,
				      .n_patterns = 1};
}

static inline struct graph_ref sketch_number(float value)
{
	return (struct graph_ref){.from = GRAPH_NUMBER, .value = value};
}

/* A node of the root that comes next: all audio inputs hear `in`, the gate is
 * open, the first parameter is `first`, the others as they are initially. */
static inline struct graph_ref sketch_node(struct sketch *s,
					   const struct ugen_row *row,
					   struct graph_ref in, float first)
{
	struct graph_node *node = &s->nodes[s->spec.n_nodes];
	float params[UGEN_INPUTS] = {0};
	int before = ugen_param_input(row, row->inputs, 0);

	*node = (struct graph_node){
	    .row = row,
	    .seed = s->spec.n_nodes + 1,
	    .first_in = s->spec.n_refs,
	    .n_in = (uint16_t)ugen_inputs(row, row->inputs),
	    .root = (uint16_t)s->spec.n_roots,
	};
	for (int i = 0; i < before; i++)
		s->refs[s->spec.n_refs++] = in;
	if (row->flags & UGEN_GATED)
		s->refs[s->spec.n_refs - 1] = sketch_number(1);
	for (int p = 0; p < row->n_params; p++) {
		params[p] = p == 0 ? first : ugen_initial(&row->params[p]);
		s->refs[s->spec.n_refs++] = sketch_number(params[p]);
	}
	if (row->memory_floats)
		node->memory_floats = row->memory_floats(48000, params);
	return (struct graph_ref){.from = GRAPH_NODE,
				  .index = s->spec.n_nodes++};
}

static inline void sketch_root(struct sketch *s, const char *name, bool slot,
			       struct graph_ref out)
{
	s->roots[s->spec.n_roots++] = (struct graph_root){
	    .name = name, .slot = slot, .heard = !slot, .out = {out, out}};
}

#endif
