/* A graph of unit generators: how the compiler describes one, and one that
 * runs. Its slots sound, its buses are heard by others, and a new graph takes
 * the place of an old one without a click: what is the same in both goes on. */
#ifndef DSP_GRAPH_H
#define DSP_GRAPH_H

#include "base/status.h"
#include "dsp/message.h"
#include "dsp/ugen.h"

/* --- What the compiler describes. Immutable. --- */

enum graph_from {
	GRAPH_NUMBER,  /* `value` */
	GRAPH_NODE,    /* output `channel` of an earlier node */
	GRAPH_PATTERN, /* value of pattern `index`, set by MSG_SET */
	GRAPH_PLAYED,  /* sum of the voices of event pattern `index` */
	GRAPH_BUS,     /* bus name `index`, as it was BLOCK_FRAMES ago */
	GRAPH_NOTE,    /* of an instrument: `index` is an enum graph_note */
};

/* What an instrument knows of the note it plays. */
enum graph_note {
	NOTE_GATE,  /* 1 while the note is held, then 0 */
	NOTE_FREQ,  /* Hz */
	NOTE_RATIO, /* to the pitch the bus has by itself: 2^(note / 12) */
	NOTE_VALUES,
};

struct graph_ref {
	uint8_t from;	 /* enum graph_from */
	uint8_t channel; /* 0 left or mono, 1 right */
	uint32_t index;
	float value;
};

struct graph_node {
	const struct ugen_row *row;
	uint64_t seed;	      /* of its place in its tree, for noise */
	uint32_t first_in;    /* in spec->refs */
	uint16_t n_in;	      /* at most UGEN_INPUTS */
	uint16_t root;	      /* the slot or bus that it was written in */
	size_t memory_floats; /* at the rate the spec was made for */
};

/* A slot or bus: where trees are told apart, matched and watched. */
struct graph_root {
	const char *name; /* "d1", "~bass" */
	bool slot;	  /* sounds: goes to a strip */
	bool heard;	  /* a bus that others read one block later, or notes */
	struct graph_ref out[2];
};

struct graph_spec {
	double rate_hz;
	const struct graph_node *nodes; /* each after what it reads */
	const struct graph_ref *refs;
	const struct graph_root *roots;
	const char *const *buses; /* names, for GRAPH_BUS */
	const float *initial;	  /* of each pattern, until it is set */
	uint32_t n_nodes, n_refs, n_roots, n_buses, n_patterns, n_played;
	bool envelope; /* of an instrument: closes by itself when the gate
			  does */
};

enum {
	GRAPH_NODES_MAX = 4096,
	BUSES_MAX = 256, /* of the board: heard buses of all scopes */
	GRAPHS_MAX = 64, /* one for each scope */
	NOTES_MAX = 128, /* instrument voices at once; the quietest is stolen */
	NO_PLACE = 0xFFFF,
};

/* Where a graph's ends are in the synth thread. */
struct graph_places {
	const uint16_t *roots;	/* slot: its strip; heard bus: its place on the
				   board; NO_PLACE: neither */
	const uint16_t *played; /* strip of each event pattern */
	const uint16_t *buses;	/* place on the board, or NO_PLACE: silence */
};

/* The floats of large memory that a unit with these inputs has at that rate.
 * [any] */
size_t graph_memory(const struct ugen_row *row, const struct graph_ref *in,
		    int n_audio, double rate_hz);

/* --- One that runs --- */

struct graph;

/* One block of memory for nodes, wires and small states, and the large
 * memories apart. Keeps what it needs of spec (names too). NULL without
 * memory. [control, compile] */
struct graph *graph_new(const struct graph_spec *spec,
			const struct graph_places *places);
void graph_free(struct graph *g);
/* Have g, which was not yet given away, take the place of old when it is
 * swapped in: matches their trees, prepares the fade. old may be running: only
 * what never changes in it is read. ST_NOMEM: g begins afresh. [control] */
enum status graph_succeed(struct graph *g, const struct graph *old);
/* How many of g's nodes go on from old's (of how many), for tests and replies.
 */
uint32_t graph_matched(const struct graph *g);
/* An instrument's voice: the values of its note and of its patterns, which
 * hold for all its life. Before it is given away. */
void graph_set_note(struct graph *g, enum graph_note which, float value);
void graph_set_pattern(struct graph *g, uint32_t pattern, float value);

#endif
