/* Signals to a graph: nodes in an order in which each stands behind what it
 * reads, constants folded, equal units once, what nothing hears left out. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "compile/signals.h"
#include "pattern/core.h"

/* A list that grows in the arena. */
#define LIST(type)                                                             \
	struct {                                                               \
		type *at;                                                      \
		size_t n, cap;                                                 \
	}

struct builder {
	struct arena *arena;
	double rate_hz;
	LIST(struct graph_node) nodes;
	LIST(struct graph_ref) refs;
	LIST(struct graph_root) roots;
	LIST(const char *) buses;
	LIST(struct signal_pattern) patterns;
	LIST(struct signal_played) played;
	LIST(struct signal_instrument) instruments;
	LIST(const struct sig *) instrument_of; /* what each was made of */
	LIST(struct sig *) wanted; /* buses that instruments hear */
	struct builder *main;	   /* of an instrument; else NULL */
	uint16_t root;
	uint32_t in_root; /* nodes of the root so far */
	uint32_t n_played_in_root;
	bool envelope;
	uint32_t *equal; /* open addressing: nodes + 1 by what they are */
};

enum { EQUAL_SIZE = 2 * GRAPH_NODES_MAX };

static void *grow(struct arena *a, void *at, size_t n, size_t *cap, size_t size)
{
	void *more;

	if (n < *cap)
		return at;
	*cap = *cap ? *cap * 2 : 16;
	more = arena_alloc(a, *cap * size);
	if (n)
		memcpy(more, at, n * size);
	return more;
}

#define ADD(b, list)                                                           \
	((b)->list.at = grow((b)->arena, (b)->list.at, (b)->list.n,            \
			     &(b)->list.cap, sizeof(*(b)->list.at)),           \
	 memset(&(b)->list.at[(b)->list.n], 0, sizeof(*(b)->list.at)),         \
	 &(b)->list.at[(b)->list.n++])

/* --- Nodes --- */

static uint64_t mix(uint64_t h, uint64_t x)
{
	h = (h ^ x) * UINT64_C(0x9E3779B97F4A7C15);
	return h ^ h >> 29;
}

static uint64_t hash_text(const char *s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	while (*s)
		h = (h ^ (unsigned char)*s++) * UINT64_C(0x100000001b3);
	return h;
}

static uint64_t hash_ref(uint64_t h, const struct graph_ref *r)
{
	uint32_t bits;

	memcpy(&bits, &r->value, sizeof(bits));
	return mix(mix(h, (uint64_t)r->from << 40 | (uint64_t)r->channel << 32 |
			      r->index),
		   bits);
}

static bool ref_eq(const struct graph_ref *x, const struct graph_ref *y)
{
	return x->from == y->from && x->channel == y->channel &&
	       x->index == y->index &&
	       memcmp(&x->value, &y->value, sizeof(x->value)) == 0;
}

static struct graph_ref number_ref(double value)
{
	return (struct graph_ref){.from = GRAPH_NUMBER, .value = (float)value};
}

static bool all_numbers(const struct graph_ref *in, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (in[i].from != GRAPH_NUMBER)
			return false;
	return true;
}

static struct graph_ref fold(const struct ugen_row *row,
			     const struct graph_ref *in, size_t n, double rate)
{
	float value[UGEN_INPUTS], out[2][UGEN_RUN] = {{0}};
	struct ugen u = {
	    .row = row, .out = {out[0], out[1]}, .rate_hz = (float)rate};

	for (size_t i = 0; i < n; i++) {
		value[i] = in[i].value;
		u.in[i] = (struct signal){&value[i], 0};
	}
	row->run(&u, 1);
	return number_ref(isfinite(out[0][0]) ? out[0][0] : 0);
}

static uint32_t find_equal(struct builder *b, const struct ugen_row *row,
			   const struct graph_ref *in, size_t n, size_t *slot)
{
	uint64_t h = mix(0, (uint64_t)(uintptr_t)row);

	if (!b->equal)
		b->equal = ARENA_ARRAY(b->arena, uint32_t, EQUAL_SIZE);
	for (size_t i = 0; i < n; i++)
		h = hash_ref(h, &in[i]);
	for (*slot = h % EQUAL_SIZE; b->equal[*slot];
	     *slot = (*slot + 1) % EQUAL_SIZE) {
		const struct graph_node *node =
		    &b->nodes.at[b->equal[*slot] - 1];
		const struct graph_ref *other = &b->refs.at[node->first_in];
		size_t i = 0;

		if (node->row != row || node->n_in != n)
			continue;
		while (i < n && ref_eq(&in[i], &other[i]))
			i++;
		if (i == n)
			return b->equal[*slot];
	}
	return 0;
}

static struct graph_ref node_ref(uint32_t index, int channel)
{
	return (struct graph_ref){
	    .from = GRAPH_NODE, .channel = (uint8_t)channel, .index = index};
}

static struct graph_ref add_node(struct builder *b, const struct ugen_row *row,
				 const struct graph_ref *in, size_t n,
				 size_t n_audio)
{
	bool shared = row->flags & (UGEN_STATELESS | UGEN_SHARED);
	struct graph_node *node;
	size_t slot = 0;
	uint32_t same;

	if (row->flags & UGEN_STATELESS && !(row->flags & UGEN_STEREO_OUT) &&
	    all_numbers(in, n))
		return fold(row, in, n, b->rate_hz);
	same = shared ? find_equal(b, row, in, n, &slot) : 0;
	if (same)
		return node_ref(same - 1, 0);
	if (b->nodes.n >= GRAPH_NODES_MAX)
		arena_escape(b->arena, ST_LIMIT,
			     "all signals together have at most %d units",
			     GRAPH_NODES_MAX);
	arena_step(b->arena);
	node = ADD(b, nodes);
	*node = (struct graph_node){
	    .row = row,
	    .seed = mix(hash_text(b->roots.at[b->root].name), b->in_root++),
	    .first_in = (uint32_t)b->refs.n,
	    .n_in = (uint16_t)n,
	    .root = b->root,
	    .memory_floats = graph_memory(row, in, (int)n_audio, b->rate_hz)};
	for (size_t i = 0; i < n; i++)
		*ADD(b, refs) = in[i];
	if (shared)
		b->equal[slot] = (uint32_t)b->nodes.n;
	b->envelope |= row->flags & UGEN_GATED;
	return node_ref((uint32_t)b->nodes.n - 1, 0);
}

/* --- Leaves --- */

static struct graph_ref pattern_ref(struct builder *b, const struct pattern *p,
				    enum ugen_lift lift, float least,
				    float most)
{
	struct graph_ref r = {.from = GRAPH_PATTERN};

	for (; r.index < b->patterns.n; r.index++) {
		const struct signal_pattern *old = &b->patterns.at[r.index];

		if (old->pattern == p && old->lift == lift &&
		    old->least == least && old->most == most)
			return r;
	}
	*ADD(b, patterns) = (struct signal_pattern){p, lift, least, most};
	return r;
}

static struct graph_ref bus_ref(struct builder *b, const char *name,
				int channel)
{
	struct graph_ref r = {.from = GRAPH_BUS, .channel = (uint8_t)channel};

	for (; r.index < b->buses.n; r.index++)
		if (strcmp(b->buses.at[r.index], name) == 0)
			return r;
	*ADD(b, buses) = name;
	return r;
}

static void build(struct builder *b, struct sig *s);

static void set_out(struct sig *s, struct graph_ref left,
		    struct graph_ref right, int channels)
{
	s->out[0] = left;
	s->out[1] = right;
	s->channels = channels;
}

static uint16_t add_root(struct builder *b, const char *name, bool slot)
{
	*ADD(b, roots) = (struct graph_root){.name = name, .slot = slot};
	return (uint16_t)(b->roots.n - 1);
}

/* What a root is made of, while another one is in work. */
static void build_root(struct builder *b, uint16_t root, struct sig *s)
{
	uint16_t saved = b->root;
	uint32_t in_root = b->in_root, played = b->n_played_in_root;

	b->root = root;
	b->in_root = b->n_played_in_root = 0;
	build(b, s);
	memcpy(b->roots.at[root].out, s->out, sizeof(s->out));
	b->root = saved;
	b->in_root = in_root;
	b->n_played_in_root = played;
}

static void build_bus(struct builder *b, struct sig *s)
{
	struct sig *in = (struct sig *)s->in[0];
	const struct sig *end = in;
	uint16_t root;

	while (end && end != s && end->kind == SIG_BUS)
		end = end->in[0];
	if (!end || end == s)
		arena_escape(b->arena, ST_EVAL, "`%s` is nothing but itself",
			     s->name);
	if (b->main) {
		*ADD(b->main, wanted) = s;
		set_out(s, bus_ref(b, s->name, 0), bus_ref(b, s->name, 1), 2);
		return;
	}
	root = add_root(b, s->name, false);
	s->building = true;
	s->heard = false;
	build_root(b, root, in);
	s->building = false;
	b->roots.at[root].heard = s->heard;
	set_out(s, in->out[0], in->out[1], in->channels);
}

/* --- Instruments --- */

static const struct graph_spec *spec_of(struct builder *b)
{
	struct graph_spec *spec = ARENA_NEW(b->arena, struct graph_spec);
	float *initial = ARENA_ARRAY(b->arena, float, b->patterns.n + 1);

	for (size_t i = 0; i < b->patterns.n; i++)
		initial[i] = fmaxf(b->patterns.at[i].least, 0);
	*spec = (struct graph_spec){
	    .rate_hz = b->rate_hz,
	    .nodes = b->nodes.at,
	    .refs = b->refs.at,
	    .roots = b->roots.at,
	    .buses = b->buses.at,
	    .initial = initial,
	    .n_nodes = (uint32_t)b->nodes.n,
	    .n_refs = (uint32_t)b->refs.n,
	    .n_roots = (uint32_t)b->roots.n,
	    .n_buses = (uint32_t)b->buses.n,
	    .n_patterns = (uint32_t)b->patterns.n,
	    .n_played = (uint32_t)b->played.n,
	    .envelope = b->envelope,
	};
	return spec;
}

/* The signal as one voice's graph. */
static int add_instrument(struct builder *b, const char *name,
			  const struct sig *of)
{
	struct builder *main = b->main ? b->main : b;
	struct builder voice = {
	    .arena = b->arena, .rate_hz = b->rate_hz, .main = main};
	struct signal_instrument *i;

	for (size_t k = 0; k < main->instruments.n; k++)
		if (main->instrument_of.at[k] == of)
			return (int)k;
	build_root(&voice, add_root(&voice, name, true), (struct sig *)of);
	*ADD(main, instrument_of) = of;
	i = ADD(main, instruments);
	*i = (struct signal_instrument){.name = name,
					.spec = spec_of(&voice),
					.patterns = voice.patterns.at,
					.freq_hz = 261.6255653f};
	return (int)main->instruments.n - 1;
}

/* The synth of a note with another pitch than the note's. */
static const struct sig *with_pitch(struct builder *b, const struct sig *s,
				    const struct sig *pitch)
{
	struct sig *copy;

	if (!s || (s->kind == SIG_NOTE && s->note == NOTE_FREQ))
		return s ? pitch : NULL;
	if (s->kind != SIG_UNIT)
		return s;
	copy = arena_copy(b->arena, s, sizeof(*s));
	copy->owner = NULL;
	copy->in = ARENA_ARRAY(b->arena, const struct sig *, s->n_in + 1);
	arena_enter(b->arena);
	for (size_t i = 0; i < s->n_in; i++)
		copy->in[i] = with_pitch(b, s->in[i], pitch);
	arena_leave(b->arena);
	return copy;
}

/* A synth's notes inside of an instrument: the pitch that holds at the note's
 * onset, and the note's own envelope. */
static void build_inner(struct builder *b, struct sig *s)
{
	struct sig *inner =
	    (struct sig *)with_pitch(b, s->instrument, s->pitch);

	build(b, inner);
	set_out(s, inner->out[0], inner->out[1], inner->channels);
}

static void build_played(struct builder *b, struct sig *s)
{
	struct graph_ref r = {.from = GRAPH_PLAYED};
	struct signal_played played = {
	    .name = s->name, .pattern = s->pattern, .instrument = -1};

	if (b->main && s->instrument) {
		build_inner(b, s);
		return;
	}
	if (b->main)
		arena_escape(b->arena, ST_EVAL,
			     "an instrument plays notes, it can't play events "
			     "of its own: `%s`",
			     b->roots.at[0].name);
	if (s->instrument)
		played.instrument =
		    add_instrument(b, s->bare->row->name, s->instrument);
	for (; r.index < b->played.n; r.index++)
		if (b->played.at[r.index].pattern == s->pattern)
			break;
	if (r.index == b->played.n) {
		if (!played.name)
			played.name = arena_printf(b->arena, "%s/%u",
						   b->roots.at[b->root].name,
						   ++b->n_played_in_root);
		*ADD(b, played) = played;
	}
	set_out(s, r, r, 2);
	s->out[1].channel = 1;
}

/* --- Units --- */

/* Numbers of a list as it was written. */
static void list_refs(struct builder *b, const struct ugen_param *p,
		      const char *text, struct graph_ref *to)
{
	int n = 0;
	char *end;

	for (const char *at = text ? text : ""; *at; at = end) {
		double x = strtod(at, &end);

		if (end == at) {
			if (!at[strspn(at, " \t\n")])
				break;
			arena_escape(b->arena, ST_EVAL,
				     "the %s are numbers: \"1 0.5 0.25\", not "
				     "\"%s\"",
				     p->name, text);
		}
		if (n == p->items)
			arena_escape(b->arena, ST_EVAL, "the %s are at most %d",
				     p->name, p->items);
		to[++n] = number_ref(fmin(fmax(x, p->least), p->most));
	}
	to[0] = number_ref(n);
	while (n < p->items)
		to[++n] = number_ref(0);
}

static struct graph_ref param_ref(struct builder *b, const struct ugen_param *p,
				  struct sig *s, int channel)
{
	if (!s)
		return number_ref(p->initial);
	if (s->kind == SIG_NUMBER)
		return number_ref(fmin(fmax(s->value, p->least), p->most));
	if (s->kind == SIG_PATTERN)
		return pattern_ref(b, s->pattern, s->lift, p->least, p->most);
	return s->out[channel];
}

static struct graph_ref gate_ref(struct builder *b, const struct sig *s);

/* All inputs of one instance: `channel` of what is mono inside. */
static size_t inputs_of(struct builder *b, const struct sig *s,
			struct graph_ref *to, int channel)
{
	const struct ugen_row *row = s->row;
	bool pairs = row->flags & UGEN_STEREO_IN;
	size_t n = 0;

	if (row->flags & UGEN_VARIADIC)
		to[n++] = number_ref((double)s->n_audio);
	for (size_t i = 0; i < s->n_audio; i++) {
		to[n++] = s->in[i]->out[pairs ? 0 : channel];
		if (pairs)
			to[n++] = s->in[i]->out[1];
	}
	if (row->flags & UGEN_GATED)
		to[n++] = gate_ref(b, s);
	for (int i = 0; i < row->n_params; i++) {
		const struct ugen_param *p = &row->params[i];

		if (p->items) {
			list_refs(b, p, s->text[i], to + n);
			n += (size_t)p->items;
			n++;
			continue;
		}
		to[n++] = param_ref(
		    b, p, (struct sig *)s->in[s->n_audio + (size_t)i], channel);
	}
	return n;
}

static struct value one(struct arena *a, const void *ctx, struct value v)
{
	(void)a;
	(void)ctx;
	(void)v;
	return value_float(1);
}

static struct graph_ref gate_ref(struct builder *b, const struct sig *s)
{
	const struct pattern *p = s->pattern;

	if (b->main)
		return (struct graph_ref){.from = GRAPH_NOTE,
					  .index = NOTE_GATE};
	if (s->row->flags & UGEN_OPEN)
		return number_ref(1);
	if (!p)
		p = pat_pure(b->arena, value_float(1));
	else
		p = pat_map(b->arena, one, NULL, p);
	return pattern_ref(b, p, LIFT_GATE, 0, 1);
}

/* The pitch of a bus that is played as an instrument. */
static void transpose(struct builder *b, const struct sig *s,
		      struct graph_ref *in)
{
	const struct ugen_row *row = s->row;
	struct graph_ref pair[2];
	int at;

	if (!b->main || row->inputs > 0 || row->n_params == 0 ||
	    strcmp(row->params[0].unit, "Hz") != 0)
		return;
	at = ugen_param_input(row, (int)s->n_audio, 0);
	if (in[at].from == GRAPH_NOTE ||
	    (in[at].from == GRAPH_NUMBER && fabsf(in[at].value) < 20))
		return;
	pair[0] = in[at];
	pair[1] = (struct graph_ref){.from = GRAPH_NOTE, .index = NOTE_RATIO};
	in[at] = add_node(b, ugen_find("*"), pair, 2, 2);
}

static int channels_of(const struct sig *s)
{
	int channels = 1;

	for (size_t i = 0; i < s->n_in; i++)
		if (s->in[i] && s->in[i]->channels > channels)
			channels = s->in[i]->channels;
	return channels;
}

static struct graph_ref instance(struct builder *b, const struct sig *s,
				 int channel)
{
	struct graph_ref in[UGEN_INPUTS];
	size_t n = inputs_of(b, s, in, channel);

	transpose(b, s, in);
	return add_node(b, s->row, in, n, s->n_audio);
}

static void check_inputs(struct builder *b, const struct sig *s)
{
	if (ugen_inputs(s->row, (int)s->n_audio) > UGEN_INPUTS)
		arena_escape(b->arena, ST_LIMIT,
			     "`%s` takes fewer signals than these",
			     s->row->name);
}

static void build_unit(struct builder *b, struct sig *s)
{
	unsigned stereo = s->row->flags & (UGEN_STEREO_IN | UGEN_STEREO_OUT);
	struct graph_ref left, right;

	check_inputs(b, s);
	for (size_t i = 0; i < s->n_in; i++)
		if (s->in[i])
			build(b, (struct sig *)s->in[i]);
	left = right = instance(b, s, 0);
	if (s->row->flags & UGEN_ALIKE && s->in[0]->channels == 1) {
		set_out(s, left, left, 1);
		return;
	}
	if (stereo & UGEN_STEREO_OUT) {
		right.channel = 1;
		set_out(s, left, right, 2);
		return;
	}
	if (!stereo && channels_of(s) == 2) {
		right = instance(b, s, 1);
		set_out(s, left, right, 2);
		return;
	}
	set_out(s, left, left, 1);
}

static void build_leaf(struct builder *b, struct sig *s)
{
	struct graph_ref r;

	if (s->kind == SIG_FOREIGN) {
		set_out(s, bus_ref(b, s->name, 0), bus_ref(b, s->name, 1), 2);
		return;
	}
	if (s->kind == SIG_NUMBER)
		r = number_ref(s->value);
	else if (s->kind == SIG_NOTE)
		r = (struct graph_ref){.from = GRAPH_NOTE,
				       .index = (uint32_t)s->note};
	else
		r = pattern_ref(b, s->pattern, s->lift, -1e9f, 1e9f);
	set_out(s, r, r, 1);
}

static void build(struct builder *b, struct sig *s)
{
	if (s->owner == b && s->kind == SIG_BUS && s->building) {
		s->heard = true;
		set_out(s, bus_ref(b, s->name, 0), bus_ref(b, s->name, 1), 2);
		return;
	}
	if (s->owner == b)
		return;
	s->owner = b;
	s->building = false;
	arena_step(b->arena);
	arena_enter(b->arena);
	if (s->kind == SIG_BUS)
		build_bus(b, s);
	else if (s->kind == SIG_PLAYED)
		build_played(b, s);
	else if (s->kind == SIG_UNIT)
		build_unit(b, s);
	else
		build_leaf(b, s);
	arena_leave(b->arena);
}

/* --- All of it --- */

/* Buses that are heard by instruments alone. */
static void build_wanted(struct builder *b)
{
	for (size_t i = 0; i < b->wanted.n; i++) {
		struct sig *bus = b->wanted.at[i];

		bus->owner = NULL;
		build(b, bus);
		for (size_t k = 0; k < b->roots.n; k++)
			if (!b->roots.at[k].slot &&
			    strcmp(b->roots.at[k].name, bus->name) == 0)
				b->roots.at[k].heard = true;
	}
}

static bool has_root(const struct builder *b, const char *name)
{
	for (size_t k = 0; k < b->roots.n; k++)
		if (strcmp(b->roots.at[k].name, name) == 0)
			return true;
	return false;
}

const struct signals *signals_build(struct arena *a, double rate_hz,
				    const struct signal_slot *slots, size_t n,
				    const struct signal_slot *voices,
				    size_t n_voices)
{
	struct builder *b = ARENA_NEW(a, struct builder);
	struct signals *to = ARENA_NEW(a, struct signals);

	b->arena = a;
	b->rate_hz = rate_hz > 0 ? rate_hz : 48000;
	for (size_t i = 0; i < n; i++)
		build_root(b, add_root(b, slots[i].name, true),
			   (struct sig *)slots[i].sig);
	for (size_t i = 0; i < n_voices; i++)
		add_instrument(b, voices[i].name, voices[i].sig);
	for (size_t i = 0; i < b->wanted.n; i++)
		if (has_root(b, b->wanted.at[i]->name))
			b->wanted.at[i]->owner = b;
	build_wanted(b);
	*to = (struct signals){.spec = spec_of(b),
			       .patterns = b->patterns.at,
			       .played = b->played.at,
			       .instruments = b->instruments.at,
			       .n_instruments = b->instruments.n};
	return to;
}
