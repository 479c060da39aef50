/* How a graph takes another's place: what fades, and in which order the units
 * of both run meanwhile. Not in the synth thread. */
#include <string.h>
#include "base/alloc.h"
#include "dsp/graph_match.h"

struct succeeding {
	struct graph *g;
	const struct graph *old;
	struct succession *s;
	bool *taken;	    /* memory of each old unit */
	bool *common;	    /* each old unit: made of what goes on */
	bool *quiet;	    /* each new unit: begins in silence */
	uint32_t *fades_of; /* each new unit's first */
	/* Units of both in the order of their turns: new ones come first. */
	unsigned char *stage;
	uint32_t *path; /* from unit to unit that is heard by it */
	bool *as_old;	/* each on the path: heard as in the old graph */
	uint32_t n_path;
	bool parted;
};

/* --- What fades --- */

static bool same_source(const struct succeeding *m, const struct graph_ref *a,
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

/* --- What sounds --- */

/* Whether what stands there in the old graph is made of what goes on in the
 * new one. */
static bool is_common(const struct succeeding *m, const struct graph_ref *r)
{
	return r->from == GRAPH_PLAYED ||
	       (r->from == GRAPH_NODE && m->common[r->index]);
}

static void find_common(struct succeeding *m)
{
	for (uint32_t i = 0; i < m->old->spec.n_nodes; i++) {
		const struct unit *u = &m->old->units[i];

		m->common[i] = m->s->new_of[i] >= 0;
		for (int k = 0; k < u->n_in; k++)
			m->common[i] |= is_common(m, graph_input(m->old, i, k));
	}
}

/* Whether it is silence at the swap, in the new graph. */
static bool is_quiet(const struct succeeding *m, const struct graph_ref *r)
{
	if (r->from == GRAPH_NUMBER)
		return r->value == 0;
	if (r->from == GRAPH_NODE)
		return m->quiet[r->index];
	if (r->from != GRAPH_PLAYED)
		return false;
	for (uint32_t i = 0; i < m->old->spec.n_played; i++)
		if (m->old->played[i] == m->g->played[r->index])
			return false;
	return true;
}

static int audio_inputs(const struct ugen_row *row)
{
	return row->inputs * (row->flags & UGEN_STEREO_IN ? 2 : 1);
}

/* New units that hear silence alone (what has no state of its own must give
 * silence for it), or begin when they are struck. */
static bool begins_quiet(const struct succeeding *m, uint32_t unit)
{
	const struct unit *u = &m->g->units[unit];
	const struct ugen_row *row = u->u.row;
	int n = audio_inputs(row), quiet = 0;

	if (m->s->old_of[unit] >= 0 || row->flags & UGEN_VARIADIC)
		return false;
	if (n == 0)
		return row->flags & UGEN_GATED;
	for (int i = 0; i < n; i++)
		quiet += is_quiet(m, graph_input(m->g, unit, i));
	if (strcmp(row->name, "*") == 0)
		return quiet > 0;
	return quiet == n &&
	       (!(row->flags & UGEN_STATELESS) || strcmp(row->name, "+") == 0);
}

static void find_quiet(struct succeeding *m)
{
	for (uint32_t i = 0; i < m->g->spec.n_nodes; i++)
		m->quiet[i] = begins_quiet(m, i);
}

static enum fade_law law_of(const struct succeeding *m,
			    const struct graph_ref *a,
			    const struct graph_ref *b)
{
	if (a->from != GRAPH_NODE && b->from != GRAPH_NODE)
		return FADE_LINE;
	if (a->from != GRAPH_NODE || b->from != GRAPH_NODE || is_common(m, b))
		return FADE_EQUAL_GAIN;
	return FADE_EQUAL_POWER;
}

/* With s->fades NULL they are counted. */
static void add_fade(struct succeeding *m, uint32_t unit, uint32_t in,
		     const struct graph_ref *a, const struct graph_ref *b)
{
	struct fade *f = m->s->fades ? &m->s->fades[m->s->n_fades] : NULL;

	m->s->n_fades++;
	if (f)
		*f = (struct fade){.unit = unit,
				   .in = (uint16_t)in,
				   .old = *b,
				   .law = law_of(m, a, b)};
}

static const struct graph_ref nothing = {.from = GRAPH_NUMBER};

/* Numbers that the unit takes at once. */
static bool jumps(const struct unit *x, int k, const struct graph_ref *a,
		  const struct graph_ref *b)
{
	const struct ugen_row *row = x->u.row;
	bool values = (a->from == GRAPH_NUMBER || a->from == GRAPH_PATTERN) &&
		      (b->from == GRAPH_NUMBER || b->from == GRAPH_PATTERN);

	if (!values || row->flags & UGEN_VARIADIC)
		return false;
	for (int p = 0; p < row->n_params; p++)
		if (row->params[p].jumps &&
		    ugen_param_input(row, row->inputs, p) == k)
			return true;
	return false;
}

/* What goes on hears something else. */
static void fade_inputs(struct succeeding *m, uint32_t unit, uint32_t old)
{
	for (int k = 0; k < m->g->units[unit].n_in; k++) {
		const struct graph_ref *a = graph_input(m->g, unit, k);
		const struct graph_ref *b = graph_input(m->old, old, k);

		if (jumps(&m->g->units[unit], k, a, b))
			continue;
		if (!same_source(m, a, b))
			add_fade(m, unit, (uint32_t)k, a, b);
		else if (a->from == GRAPH_PATTERN)
			m->s->was[a->index] = (int32_t)b->index;
	}
}

/* What a delay hears first it gives out long after its own fade: nothing may
 * begin in there with an edge. */
static void fade_in_memory(struct succeeding *m, uint32_t unit)
{
	const struct unit *u = &m->g->units[unit];

	for (int k = 0; u->u.n_memory && k < audio_inputs(u->u.row); k++) {
		const struct graph_ref *a = graph_input(m->g, unit, k);

		if (!is_quiet(m, a))
			add_fade(m, unit, (uint32_t)k, a, &nothing);
	}
}

static void fade_root(struct succeeding *m, uint32_t root)
{
	const struct graph_root *r = &m->g->spec.roots[root];
	int old = graph_find_root(m->old, r);

	for (uint32_t c = 0; c < 2; c++) {
		const struct graph_ref *a = &r->out[c];
		const struct graph_ref *b =
		    old < 0 ? &nothing : &m->old->spec.roots[old].out[c];

		if (same_source(m, a, b)) {
			if (a->from == GRAPH_PATTERN)
				m->s->was[a->index] = (int32_t)b->index;
			continue;
		}
		if (old >= 0 || !is_quiet(m, a))
			add_fade(m, m->g->spec.n_nodes + 2 * root + c, 0, a, b);
	}
}

static void find_fades(struct succeeding *m)
{
	m->s->n_fades = 0;
	for (uint32_t i = 0; i < m->g->spec.n_nodes; i++) {
		m->fades_of[i] = m->s->n_fades;
		if (m->s->old_of[i] >= 0)
			fade_inputs(m, i, (uint32_t)m->s->old_of[i]);
		else
			fade_in_memory(m, i);
	}
	m->s->root_fade = m->s->n_fades;
	for (uint32_t i = 0; i < m->g->spec.n_roots; i++)
		fade_root(m, i);
}

static bool has_bus(const struct graph *g, uint16_t place)
{
	for (uint32_t i = 0; i < g->spec.n_roots; i++)
		if (!g->spec.roots[i].slot && g->root_place[i] == place)
			return true;
	return false;
}

static bool is_gone(const struct succeeding *m, uint32_t root)
{
	const struct graph_root *r = &m->old->spec.roots[root];
	uint16_t place = m->old->root_place[root];

	if (r->slot)
		return graph_find_root(m->g, r) < 0;
	return place < BUSES_MAX && !has_bus(m->g, place);
}

static void find_gone(struct succeeding *m)
{
	for (uint32_t i = 0; i < m->old->spec.n_roots; i++) {
		const struct graph_root *r = &m->old->spec.roots[i];

		if (!is_gone(m, i))
			continue;
		m->s->gone[m->s->n_gone++] = (struct gone){
		    r->slot, m->old->root_place[i], {r->out[0], r->out[1]}};
	}
}

/* --- Turns --- */

enum { TURN_NONE, TURN_NOW, TURN_OVER };

/* Old and new can't both go on here: they run apart. */
static void part(struct succeeding *m, uint32_t unit)
{
	int32_t old = m->s->old_of[unit];

	if (old < 0)
		return;
	if (m->s->new_of[old] == (int32_t)unit)
		m->s->new_of[old] = -1;
	if (m->s->takes_memory[unit])
		m->taken[old] = m->s->takes_memory[unit] = false;
	m->s->old_of[unit] = -1;
	m->s->matched--;
	m->parted = true;
}

/* What goes on would hear itself: two effects that changed places. One of them
 * that the old graph hears there is parted. */
static void break_ring(struct succeeding *m, uint32_t unit, bool as_old)
{
	uint32_t n = m->g->spec.n_nodes;

	if (as_old && unit < n) {
		part(m, unit);
		return;
	}
	for (uint32_t i = m->n_path; i-- > 0 && m->path[i] != unit;)
		if (m->as_old[i] && m->path[i] < n) {
			part(m, m->path[i]);
			return;
		}
}

static void take_turn(struct succeeding *m, uint32_t unit, bool as_old);

/* What the old graph feeds: a new unit where that goes on. */
static void hear_old(struct succeeding *m, const struct graph_ref *r)
{
	int32_t new;

	if (r->from != GRAPH_NODE)
		return;
	new = m->s->new_of[r->index];
	take_turn(m, new >= 0 ? (uint32_t) new : m->g->spec.n_nodes + r->index,
		  true);
}

static void hear(struct succeeding *m, uint32_t unit)
{
	uint32_t n = m->g->spec.n_nodes;

	if (unit >= n) {
		for (int k = 0; k < m->old->units[unit - n].n_in; k++)
			hear_old(m, graph_input(m->old, unit - n, k));
		return;
	}
	for (int k = 0; k < m->g->units[unit].n_in; k++) {
		const struct graph_ref *r = graph_input(m->g, unit, k);

		if (r->from == GRAPH_NODE)
			take_turn(m, r->index, false);
	}
	for (uint32_t i = m->fades_of[unit];
	     i < m->s->root_fade && m->s->fades[i].unit == unit; i++)
		hear_old(m, &m->s->fades[i].old);
}

static void add_turn(struct succeeding *m, uint32_t unit)
{
	uint32_t n = m->g->spec.n_nodes;
	struct turn *t = &m->s->turns[m->s->n_turns++];

	if (unit >= n) {
		*t = (struct turn){.unit = unit - n, .ghost = true};
		return;
	}
	*t = (struct turn){.unit = unit, .fade = m->fades_of[unit]};
	while (t->fade + t->n_fades < m->s->root_fade &&
	       m->s->fades[t->fade + t->n_fades].unit == unit)
		t->n_fades++;
}

/* A unit's turn comes after those of all that it hears. */
static void take_turn(struct succeeding *m, uint32_t unit, bool as_old)
{
	if (m->stage[unit] == TURN_NOW)
		break_ring(m, unit, as_old);
	if (m->stage[unit] != TURN_NONE)
		return;
	m->stage[unit] = TURN_NOW;
	m->path[m->n_path] = unit;
	m->as_old[m->n_path++] = as_old;
	hear(m, unit);
	m->n_path--;
	m->stage[unit] = TURN_OVER;
	add_turn(m, unit);
}

static void take_turns(struct succeeding *m)
{
	size_t n = m->g->spec.n_nodes + (size_t)m->old->spec.n_nodes;

	memset(m->stage, TURN_NONE, n);
	m->s->n_turns = 0;
	for (uint32_t i = 0; i < m->g->spec.n_nodes; i++)
		take_turn(m, i, false);
	for (uint32_t i = m->s->root_fade; i < m->s->n_fades; i++)
		hear_old(m, &m->s->fades[i].old);
	for (uint32_t i = 0; i < m->s->n_gone; i++)
		for (int c = 0; c < 2; c++)
			hear_old(m, &m->s->gone[i].out[c]);
}

/* --- All of it --- */

enum { ROUNDS_MOST = 16 };

/* Cuts a block into pieces: with at NULL it counts. */
static void *piece(char *at, size_t *used, size_t n, size_t size)
{
	size_t from = (*used + 63) & ~(size_t)63;

	*used = from + n * size;
	return at ? at + from : NULL;
}

#define PIECE(at, used, to, n) ((to) = piece(at, used, n, sizeof(*(to))))

/* Who goes on from whom. */
static size_t cut_maps(const struct succeeding *m, char *at)
{
	struct succession *s = m->s;
	size_t used = 0;

	PIECE(at, &used, s->old_of, m->g->spec.n_nodes);
	PIECE(at, &used, s->new_of, m->old->spec.n_nodes);
	PIECE(at, &used, s->was, m->g->spec.n_patterns);
	PIECE(at, &used, s->takes_memory, m->g->spec.n_nodes);
	PIECE(at, &used, s->gone, m->old->spec.n_roots);
	s->maps = at;
	return used + 1;
}

static size_t cut_fades(const struct succeeding *m, char *at)
{
	struct succession *s = m->s;
	size_t used = 0;

	PIECE(at, &used, s->fades, s->n_fades);
	PIECE(at, &used, s->turns,
	      m->g->spec.n_nodes + (size_t)m->old->spec.n_nodes);
	s->block = at;
	return used + 1;
}

static size_t cut_scratch(struct succeeding *m, char *at)
{
	size_t n = m->g->spec.n_nodes, n_old = m->old->spec.n_nodes, used = 0;

	PIECE(at, &used, m->taken, n_old);
	PIECE(at, &used, m->common, n_old);
	PIECE(at, &used, m->quiet, n);
	PIECE(at, &used, m->fades_of, n);
	PIECE(at, &used, m->stage, n + n_old);
	PIECE(at, &used, m->path, n + n_old);
	PIECE(at, &used, m->as_old, n + n_old);
	return used + 1;
}

/* Fades and turns of what goes on as it is found now. */
static bool plan(struct succeeding *m)
{
	char *block;

	mem_free(m->s->block);
	m->s->block = NULL;
	m->s->fades = NULL;
	memset(m->s->was, 0xff, m->g->spec.n_patterns * sizeof(*m->s->was));
	find_common(m);
	find_quiet(m);
	find_fades(m);
	block = mem_array(cut_fades(m, NULL), 1);
	if (!block)
		return false;
	cut_fades(m, block);
	find_fades(m);
	m->parted = false;
	take_turns(m);
	return true;
}

static void part_all(struct succeeding *m)
{
	for (uint32_t i = 0; i < m->g->spec.n_nodes; i++)
		part(m, i);
}

static enum status succeed(struct succeeding *m)
{
	graph_match(m->g, m->old, m->s, m->taken);
	find_gone(m);
	for (int i = 0; i < ROUNDS_MOST; i++) {
		if (!plan(m))
			return ST_NOMEM;
		if (!m->parted)
			return ST_OK;
	}
	part_all(m);
	return plan(m) ? ST_OK : ST_NOMEM;
}

enum status graph_succeed(struct graph *g, const struct graph *old)
{
	struct succession s = {0};
	struct succeeding m = {.g = g, .old = old, .s = &s};
	char *scratch = mem_array(cut_scratch(&m, NULL), 1);
	char *maps = mem_array(cut_maps(&m, NULL), 1);
	enum status status = ST_NOMEM;

	if (scratch && maps) {
		cut_scratch(&m, scratch);
		cut_maps(&m, maps);
		memset(s.old_of, 0xff, g->spec.n_nodes * sizeof(*s.old_of));
		memset(s.new_of, 0xff, old->spec.n_nodes * sizeof(*s.new_of));
		status = succeed(&m);
	}
	mem_free(scratch);
	if (status == ST_OK) {
		g->next = s;
	} else {
		mem_free(maps);
		mem_free(s.block);
	}
	return status;
}
