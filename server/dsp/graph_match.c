/* What two graphs have in common: their trees are aligned slot by slot and bus
 * by bus, along each chain of effects by the longest common subsequence, so
 * that an effect that came or went leaves its neighbours' memory alone. Not in
 * the synth thread. */
#include "dsp/graph_match.h"

#include <string.h>

enum { SPINE_MOST = 64, DEPTH_MOST = 200 };

struct matching {
	struct graph *g;
	const struct graph *old;
	struct succession *s;
	bool *taken; /* memory of each old unit */
	uint32_t new_root, old_root;
};

/* The units of a chain, from its end to its source. */
struct spine {
	uint32_t unit[SPINE_MOST];
	int way[SPINE_MOST]; /* the input by which it goes on */
	int n;
	struct graph_ref end; /* what feeds the source's end */
};

/* --- Chains --- */

const struct graph_ref *graph_input(const struct graph *g, uint32_t unit, int i)
{
	return &g->spec.refs[g->units[unit].first_in + (uint32_t)i];
}

/* The input that is the sound's way: the first that is a unit of this root. */
static int way_of(const struct graph *g, uint32_t unit, uint32_t root)
{
	const struct ugen_row *row = g->units[unit].u.row;
	int audio = row->inputs * (row->flags & UGEN_STEREO_IN ? 2 : 1);
	int from = row->flags & UGEN_VARIADIC ? 1 : 0;

	for (int i = from; i < from + audio && i < g->units[unit].n_in; i++) {
		const struct graph_ref *r = graph_input(g, unit, i);

		if (r->from == GRAPH_NODE && g->units[r->index].root == root)
			return i;
	}
	return -1;
}

static void find_spine(const struct graph *g, struct graph_ref r, uint32_t root,
		       struct spine *s)
{
	s->n = 0;
	while (r.from == GRAPH_NODE && g->units[r.index].root == root &&
	       s->n < SPINE_MOST) {
		int way = way_of(g, r.index, root);

		s->unit[s->n] = r.index;
		s->way[s->n++] = way;
		if (way < 0)
			break;
		r = *graph_input(g, r.index, way);
	}
	s->end = r;
}

static bool alike(const struct matching *m, uint32_t a, uint32_t b)
{
	const struct unit *x = &m->g->units[a], *y = &m->old->units[b];

	return x->u.row == y->u.row && x->n_in == y->n_in &&
	       x->u.n_memory == y->u.n_memory;
}

static void align(struct matching *m, struct graph_ref a, struct graph_ref b,
		  int depth);

static void pair(struct matching *m, uint32_t a, uint32_t b, int way_a,
		 int way_b, int depth)
{
	const struct unit *x = &m->g->units[a];

	if (m->s->old_of[a] >= 0)
		return;
	if (x->u.n_memory && m->taken[b])
		return;
	m->s->old_of[a] = (int32_t)b;
	m->s->takes_memory[a] = x->u.n_memory > 0;
	m->taken[b] = true;
	if (m->s->new_of[b] < 0)
		m->s->new_of[b] = (int32_t)a;
	m->s->matched++;
	for (int i = 0; i < x->n_in; i++)
		if (i != way_a && i != way_b)
			align(m, *graph_input(m->g, a, i),
			      *graph_input(m->old, b, i), depth + 1);
}

/* The longest common subsequence of the rows of both. */
static void align_spines(struct matching *m, const struct spine *a,
			 const struct spine *b, int depth)
{
	unsigned char len[SPINE_MOST + 1][SPINE_MOST + 1];
	int i, j;

	memset(len, 0, sizeof(len));
	for (i = a->n - 1; i >= 0; i--)
		for (j = b->n - 1; j >= 0; j--) {
			unsigned char skip = len[i + 1][j] > len[i][j + 1]
						 ? len[i + 1][j]
						 : len[i][j + 1];
			unsigned char both = alike(m, a->unit[i], b->unit[j])
						 ? len[i + 1][j + 1] + 1
						 : 0;

			len[i][j] = both > skip ? both : skip;
		}
	for (i = j = 0; i < a->n && j < b->n;) {
		if (alike(m, a->unit[i], b->unit[j]) &&
		    len[i][j] == len[i + 1][j + 1] + 1) {
			pair(m, a->unit[i], b->unit[j], a->way[i], b->way[j],
			     depth);
			i++;
			j++;
		} else if (len[i + 1][j] >= len[i][j + 1]) {
			i++;
		} else {
			j++;
		}
	}
}

static void align(struct matching *m, struct graph_ref a, struct graph_ref b,
		  int depth)
{
	struct spine x, y;

	if (a.from != GRAPH_NODE || b.from != GRAPH_NODE || depth > DEPTH_MOST)
		return;
	find_spine(m->g, a, m->new_root, &x);
	find_spine(m->old, b, m->old_root, &y);
	align_spines(m, &x, &y, depth);
}

int graph_find_root(const struct graph *g, const struct graph_root *like)
{
	for (uint32_t i = 0; i < g->spec.n_roots; i++)
		if (g->spec.roots[i].slot == like->slot &&
		    strcmp(g->spec.roots[i].name, like->name) == 0)
			return (int)i;
	return -1;
}

void graph_match(struct graph *g, const struct graph *old, struct succession *s,
		 bool *taken)
{
	struct matching m = {g, old, s, taken, 0, 0};

	for (uint32_t i = 0; i < g->spec.n_roots; i++) {
		const struct graph_root *r = &g->spec.roots[i];
		int at = graph_find_root(old, r);

		if (at < 0)
			continue;
		m.new_root = i;
		m.old_root = (uint32_t)at;
		for (int c = 0; c < 2; c++)
			align(&m, r->out[c], old->spec.roots[at].out[c], 0);
	}
}
