#include "tests/fuzz/sound.h"

#include <math.h>
#include <stdlib.h>
#include "dsp/dsp.h"
#include "dsp/graph.h"
#include "rt/ring.h"
#include "tests/fuzz/targets.h"

enum { BLOCKS = 7, FLOATS_MOST = 8 << 20 };

struct sound {
	struct dsp *dsp;
	struct graph *last; /* the synth thread's */
};

struct sound *sound_new(void)
{
	struct sound *s = calloc(1, sizeof(*s));

	MUST(s);
	s->dsp = dsp_new(48000);
	MUST(s->dsp);
	return s;
}

void sound_free(struct sound *s)
{
	dsp_free(s->dsp);
	free(s);
}

static uint16_t bus_place(const char *name)
{
	unsigned h = 5381;

	while (*name)
		h = h * 33 + (unsigned char)*name++;
	return (uint16_t)(h % BUSES_MAX);
}

static struct graph *make(const struct graph_spec *spec)
{
	size_t n = spec->n_roots + spec->n_played + (size_t)spec->n_buses;
	uint16_t *room = calloc(n + 1, sizeof(*room)), *at = room;
	struct graph_places to = {room, room + spec->n_roots,
				  room + spec->n_roots + spec->n_played};
	size_t floats = 0;
	struct graph *g;

	MUST(room);
	for (uint32_t i = 0; i < spec->n_roots; i++)
		*at++ = spec->roots[i].slot ? (uint16_t)(i % 8)
					    : bus_place(spec->roots[i].name);
	for (uint32_t i = 0; i < spec->n_played; i++)
		*at++ = NO_PLACE;
	for (uint32_t i = 0; i < spec->n_buses; i++)
		*at++ = bus_place(spec->buses[i]);
	for (uint32_t i = 0; i < spec->n_nodes; i++)
		floats += spec->nodes[i].memory_floats;
	g = floats > FLOATS_MOST ? NULL : graph_new(spec, &to);
	free(room);
	return g;
}

static void send(struct sound *s, const struct message *m)
{
	MUST(ring_push(dsp_inbox(s->dsp), m, 1));
}

static void send_graph(struct sound *s, const struct graph_spec *spec)
{
	struct message m = {.kind = MSG_GRAPH, .slot = SLOTS_MAX};

	m.graph = make(spec);
	if (!m.graph)
		return;
	if (s->last)
		MUST(graph_succeed(m.graph, s->last) == ST_OK);
	s->last = m.graph;
	send(s, &m);
}

static void send_note(struct sound *s, const struct graph_spec *spec)
{
	struct message m = {.kind = MSG_NOTE,
			    .slot = 9,
			    .note = {.len_frames = 100,
				     .release_frames = 100,
				     .gain_left = 0.5f,
				     .gain_right = 0.5f}};

	m.note.graph = make(spec);
	if (m.note.graph)
		send(s, &m);
}

static void take_home(struct sound *s)
{
	struct reply r;

	while (ring_pop(dsp_outbox(s->dsp), &r, 1))
		if (r.kind == RPL_GRAPH_ENDED)
			graph_free(r.graph);
}

void sound_play(struct sound *s, const struct signals *signals)
{
	float block[2 * BLOCK_FRAMES];

	if (signals) {
		send_graph(s, signals->spec);
		for (size_t i = 0; i < signals->n_instruments; i++)
			send_note(s, signals->instruments[i].spec);
	}
	for (int b = 0; b < BLOCKS; b++) {
		dsp_block(s->dsp, block);
		for (int i = 0; i < 2 * BLOCK_FRAMES; i++)
			MUST(fabsf(block[i]) <= 1);
		take_home(s);
	}
}
