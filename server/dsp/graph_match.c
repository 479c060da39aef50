/* What two graphs have in common: their trees are aligned slot by slot and bus
 * by bus, along each chain of effects by the longest common subsequence, so
 * that an effect that came or went leaves its neighbours' memory alone. Not in
 * the synth thread. */
#include <string.h>
#include "base/alloc.h"
#include "dsp/graph_world.h"

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

static const struct graph_ref *input(const struct graph *g, uint32_t unit,
				     int i)
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
		const struct graph_ref *r = input(g, unit, i);

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
		r = *input(g, r.index, way);
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
			align(m, *input(m->g, a, i), *input(m->old, b, i),
			      depth + 1);
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

static int find_root(const struct graph *g, const struct graph_root *like)
{
	for (uint32_t i = 0; i < g->spec.n_roots; i++)
		if (g->spec.roots[i].slot == like->slot &&
		    strcmp(g->spec.roots[i].name, like->name) == 0)
			return (int)i;
	return -1;
}

static void match(struct matching *m)
{
	for (uint32_t i = 0; i < m->g->spec.n_roots; i++) {
		const struct graph_root *r = &m->g->spec.roots[i];
		int old = find_root(m->old, r);

		if (old < 0)
			continue;
		m->new_root = i;
		m->old_root = (uint32_t)old;
		for (int c = 0; c < 2; c++)
			align(m, r->out[c], m->old->spec.roots[old].out[c], 0);
	}
}

/* --- What fades --- */

static bool same_source(const struct matching *m, const struct graph_ref *a,
			const struct graph_ref *b)
{
	if (a->from != b->from)
		return false;
	switch (a->from) {
	case GRAPH_NUMBER:
		return memcmp(&a->value, &b->value, sizeof(a->value)) == 0;
	case GRAPH_NODE:
		return a->channel == b->channel &&
		       m->s->old_of[a->index] == (int32_t)b->index;
	case GRAPH_PATTERN:
		return true; /* its value is set at the same frame */
	case GRAPH_PLAYED:
		return a->channel == b->channel &&
		       m->g->played[a->index] == m->old->played[b->index];
	case GRAPH_BUS:
		return a->channel == b->channel &&
		       m->g->buses[a->index] == m->old->buses[b->index];
	default:
		return a->index == b->index;
	}
}

/* Whether the old source, at some depth, hears what goes on in the new one. */
static bool hears_matched(const struct matching *m, const struct graph_ref *r,
			  int depth)
{
	const struct unit *u;

	if (r->from == GRAPH_PLAYED)
		return true;
	if (r->from != GRAPH_NODE || depth > 16)
		return false;
	if (m->s->new_of[r->index] >= 0)
		return true;
	u = &m->old->units[r->index];
	for (int i = 0; i < u->n_in; i++)
		if (hears_matched(m, input(m->old, r->index, i), depth + 1))
			return true;
	return false;
}

static void add_fade(struct matching *m, uint32_t unit, uint32_t in,
		     const struct graph_ref *a, const struct graph_ref *b)
{
	struct fade *f = &m->s->fades[m->s->n_fades++];

	f->unit = unit;
	f->in = (uint16_t)in;
	f->old = *b;
	f->law = a->from == GRAPH_NODE && b->from == GRAPH_NODE &&
			 !hears_matched(m, b, 0)
		     ? FADE_EQUAL_POWER
		     : FADE_EQUAL_GAIN;
}

/* With s->fades NULL they are counted. */
static uint32_t find_fades(struct matching *m)
{
	static const struct graph_ref nothing = {.from = GRAPH_NUMBER};
	uint32_t n = 0;

	for (uint32_t i = 0; i < m->g->spec.n_nodes; i++) {
		int32_t old = m->s->old_of[i];

		for (int k = 0; old >= 0 && k < m->g->units[i].n_in; k++) {
			const struct graph_ref *a = input(m->g, i, k);
			const struct graph_ref *b =
			    input(m->old, (uint32_t)old, k);

			if (same_source(m, a, b))
				continue;
			n++;
			if (m->s->fades)
				add_fade(m, i, (uint32_t)k, a, b);
		}
	}
	for (uint32_t i = 0; i < m->g->spec.n_roots; i++) {
		const struct graph_root *r = &m->g->spec.roots[i];
		int old = find_root(m->old, r);

		for (int c = 0; c < 2; c++) {
			const struct graph_ref *b =
			    old < 0 ? &nothing
				    : &m->old->spec.roots[old].out[c];

			if (same_source(m, &r->out[c], b))
				continue;
			n++;
			if (m->s->fades)
				add_fade(
				    m, m->g->spec.n_nodes + 2 * i + (uint32_t)c,
				    0, &r->out[c], b);
		}
	}
	return n;
}

static void find_gone(struct matching *m)
{
	for (uint32_t i = 0; i < m->old->spec.n_roots; i++) {
		const struct graph_root *r = &m->old->spec.roots[i];

		if (!r->slot || find_root(m->g, r) >= 0)
			continue;
		m->s->gone[m->s->n_gone++] = (struct gone){
		    m->old->root_place[i], {r->out[0], r->out[1]}};
	}
}

/* --- Ghosts --- */

static void want(const struct matching *m, bool *wanted,
		 const struct graph_ref *r)
{
	if (r->from == GRAPH_NODE && m->s->new_of[r->index] < 0)
		wanted[r->index] = true;
}

/* before[]: each old unit's place among the new ones. */
static void find_ghosts(struct matching *m, bool *wanted, uint32_t *before)
{
	for (uint32_t i = 0; i < m->s->n_fades; i++)
		want(m, wanted, &m->s->fades[i].old);
	for (uint32_t i = 0; i < m->s->n_gone; i++)
		for (int c = 0; c < 2; c++)
			want(m, wanted, &m->s->gone[i].out[c]);
	for (uint32_t i = m->old->spec.n_nodes; i-- > 0;)
		for (int k = 0; wanted[i] && k < m->old->units[i].n_in; k++)
			want(m, wanted, input(m->old, i, k));
	for (uint32_t i = 0; i < m->old->spec.n_nodes; i++) {
		if (m->s->new_of[i] >= 0)
			before[i] = (uint32_t)m->s->new_of[i] + 1;
		if (!wanted[i])
			continue;
		for (int k = 0; k < m->old->units[i].n_in; k++) {
			const struct graph_ref *r = input(m->old, i, k);

			if (r->from == GRAPH_NODE &&
			    before[r->index] > before[i])
				before[i] = before[r->index];
		}
		/* In the order of their places: few, and nearly sorted. */
		uint32_t at = m->s->n_ghosts++;

		for (; at > 0 && m->s->ghosts[at - 1].before > before[i]; at--)
			m->s->ghosts[at] = m->s->ghosts[at - 1];
		m->s->ghosts[at] = (struct ghost){i, before[i]};
	}
}

static size_t align64(size_t n)
{
	return (n + 63) & ~(size_t)63;
}

enum status graph_succeed(struct graph *g, const struct graph *old)
{
	uint32_t n = g->spec.n_nodes, n_old = old->spec.n_nodes, n_fades;
	struct succession s = {0};
	struct matching m = {g, old, &s, NULL, 0, 0};
	bool *scratch = mem_array(2 * (size_t)n_old + 1, sizeof(bool));
	uint32_t *before = mem_array((size_t)n_old + 1, sizeof(*before));
	int32_t *maps = mem_array((size_t)n + n_old + 1, sizeof(*maps));
	bool *takes = mem_array((size_t)n + 1, sizeof(bool));
	char *block = NULL;
	size_t size[6];

	if (!scratch || !before || !maps || !takes)
		goto nomem;
	s.old_of = maps;
	s.new_of = maps + n;
	s.takes_memory = takes;
	memset(maps, 0xff, ((size_t)n + n_old) * sizeof(*maps));
	m.taken = scratch;
	match(&m);
	n_fades = find_fades(&m);
	size[0] = align64(n_fades * sizeof(struct fade));
	size[1] = align64(n_old * sizeof(struct ghost));
	size[2] = align64(old->spec.n_roots * sizeof(struct gone));
	size[3] = align64(((size_t)n + n_old) * sizeof(*maps));
	size[4] = align64(n * sizeof(bool));
	block =
	    mem_array(size[0] + size[1] + size[2] + size[3] + size[4] + 1, 1);
	if (!block)
		goto nomem;
	s.block = block;
	s.fades = (struct fade *)block;
	s.ghosts = (struct ghost *)(block + size[0]);
	s.gone = (struct gone *)(block + size[0] + size[1]);
	find_fades(&m);
	find_gone(&m);
	find_ghosts(&m, scratch + n_old, before);
	block += size[0] + size[1] + size[2];
	s.old_of = memcpy(block, maps, ((size_t)n + n_old) * sizeof(*maps));
	s.new_of = s.old_of + n;
	s.takes_memory = memcpy(block + size[3], takes, n * sizeof(bool));
	g->next = s;
	mem_free(scratch);
	mem_free(before);
	mem_free(maps);
	mem_free(takes);
	return ST_OK;
nomem:
	mem_free(scratch);
	mem_free(before);
	mem_free(maps);
	mem_free(takes);
	return ST_NOMEM;
}
