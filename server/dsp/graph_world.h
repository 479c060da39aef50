/* The inside of a running graph, for the files of dsp/ alone. */
#ifndef DSP_GRAPH_WORLD_H
#define DSP_GRAPH_WORLD_H

#include "dsp/graph.h"

struct dsp;

/* The value of a pattern as it goes on. */
struct cell {
	float value;	  /* now */
	float step;	  /* a frame, on a line */
	uint32_t left;	  /* frames to the next point */
	uint32_t every;	  /* frames from point to point */
	uint16_t at, n;	  /* points that were reached, of how many */
	bool line, moves; /* moves: buffer holds this run */
	/* It goes over from what the old graph's pattern was in its place. */
	bool soft;	     /* as soon as it runs, if there was one */
	float glide;	     /* what was, less what is */
	uint32_t glide_left; /* frames, of the fade's length */
	float point[SET_POINTS];
	float buffer[BLOCK_FRAMES];
};

/* An input that is looked for in each run: all but constants and wires. */
struct dynamic {
	struct signal *to;
	struct graph_ref ref;
};

struct unit {
	struct ugen u;
	uint16_t root, n_in;
	uint32_t first_in;
	void *block; /* u.memory stands in it; goes with it */
};

enum fade_law {
	FADE_LINE,	 /* of numbers: a glide */
	FADE_EQUAL_GAIN, /* of sounds that have something in common */
	FADE_EQUAL_POWER,
};

/* An input, or a root's output, that goes over from what the old graph fed it
 * to what the new one does. */
struct fade {
	uint32_t unit; /* index; n_units + 2 * root + channel: an output */
	uint16_t in;
	enum fade_law law;
	struct graph_ref old; /* as the old graph has it */
	struct signal from;
	float mix[BLOCK_FRAMES];
};

/* While the fade lasts: a unit of the new graph with its fades, or a ghost, one
 * of the old graph that is heard until then. */
struct turn {
	uint32_t unit, fade, n_fades;
	bool ghost;
};

/* A slot, or a bus that was heard, that the new graph has no more. What fades
 * out may hear such a bus, its own last block even. */
struct gone {
	bool slot;
	uint16_t place; /* its strip, or on the board */
	struct graph_ref out[2];
};

/* How one graph takes another's place. */
struct succession {
	int32_t *old_of;    /* of each new unit: the old one, or -1 */
	int32_t *new_of;    /* of each old unit */
	int32_t *was;	    /* of each new pattern: the old one in its place */
	bool *takes_memory; /* of each new unit */
	struct fade *fades; /* by unit, ascending */
	uint32_t n_fades, root_fade; /* the first of those of outputs */
	struct turn *turns;	     /* each after those that it hears */
	uint32_t n_turns;
	struct gone *gone;
	uint32_t n_gone, matched;
	void *maps, *block;
};

struct graph {
	struct graph_spec spec; /* its own copy */
	struct unit *units;
	struct signal (*out)[2]; /* of each root */
	uint16_t *root_place, *played, *buses;
	uint32_t *hold; /* frames that each root stays silent: it ran away */
	struct cell *cells;
	struct dynamic *dynamics;
	uint32_t n_dynamics;
	float *numbers; /* of each ref that is one */
	float note[NOTE_VALUES];
	float *silence;
	struct succession next; /* from an old graph, when it is swapped in */
	struct graph *old;	/* while it fades */
	uint32_t fade_left, fade_len;
	bool muted;
	uint32_t generation;  /* of its values */
	struct graph *later;  /* waits until this one's fade is over */
	bool closes, closing; /* it will fade to silence; it does */
	struct graph *owed;   /* the next on its way home */
};

/* The next n frames, at frame `at` of the block. */
RT void graph_run(struct graph *g, struct dsp *d, uint32_t at, uint32_t n);
/* g takes the place of old (NULL: of nothing). old goes home after the fade. */
RT void graph_take_over(struct graph *g, struct graph *old);
/* The fade is over before its time: g->old, to be sent home, or NULL. */
RT struct graph *graph_end_fade(struct graph *g);
/* waits: g is not swapped in yet. */
RT void graph_set(struct graph *g, const struct set_points *s, bool waits);
/* It fades to silence from here on: over when fade_left is 0. */
RT void graph_close(struct graph *g);
/* The next n frames of one that waits: its values go on. */
RT void graph_wait(struct graph *g, uint32_t n);
/* Every unit as at its birth. */
RT void graph_reset(struct graph *g);
/* A ref of g as a signal of this run. */
RT struct signal graph_signal(struct graph *g, struct dsp *d,
			      const struct graph_ref *r, uint32_t at);
/* The sound of an instrument's slot: its first root. */
RT void graph_run_note(struct graph *g, struct dsp *d, uint32_t at, uint32_t n,
		       struct signal out[2]);

#endif
