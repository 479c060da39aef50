/* A scope's signals: the graph that plays them, its control patterns, and what
 * it hears. [control] */
#ifndef ENGINE_STAGE_H
#define ENGINE_STAGE_H

#include "engine/sched.h"

/* The last value of a pattern that was queued. */
struct known_value {
	float value;
	uint64_t at_frame;
	bool known;
};

struct stage {
	uint16_t place;	     /* its graph is of slot SLOTS_MAX + place */
	uint32_t generation; /* of its queued values */
	struct code *code;   /* whose signals they are; held */
	const struct signals *signals;
	struct graph *graph; /* the synth thread's; only for graph_succeed() */
	struct graph *fresh; /* to be offered */
	bool dirty;	     /* its values must be queued anew */
	bool *broken;	     /* patterns that broke their budget */
	struct known_value *known; /* of each pattern */
	bool silenced;		   /* by a panic: it needs a fresh graph */
	unsigned bad_numbers;
	uint64_t faded; /* frame at which the last fade is over */
};

/* The scope plays these signals from the next offer on: makes their graph. The
 * slots and played patterns have their strips. False without memory or place:
 * the old ones play on. */
bool stage_set(struct engine *e, struct scope *s, struct code *code);
/* The same signals with nothing of what sounded: after a panic. */
void stage_renew(struct engine *e, struct scope *s);
void stage_free(struct engine *e, struct scope *s);
/* Queue what its patterns say from `begin` to `end`. */
void stage_window(struct engine *e, struct scope *s, struct rat begin,
		  struct rat end, const struct stamps *stamps);
/* Queue the graph (or only its generation) and the values that hold at
 * stamps->from, with that stamp. */
void stage_swap(struct engine *e, struct scope *s, const struct stamps *stamps,
		uint64_t at_frame);
/* Another graph would have to wait for more than one fade. */
bool stage_waits(const struct engine *e, const struct stage *st);
/* What was offered is on its way. */
void stage_settle(struct engine *e, struct scope *s, uint64_t frame);
/* A graph came home. */
void stage_ended(struct engine *e, struct graph *g);
/* A root that is no slot, of the graph in that place, made a number that is
 * none: say which. */
void stage_bad_number(struct engine *e, uint16_t place, uint32_t root);
/* The scope's instrument of that name: its number, or -1. */
int stage_instrument(const struct scope *s, const char *name);
/* "did you mean ...", or "". */
void stage_hint(const struct scope *s, const char *name, char *to, size_t size);
/* An event that an instrument of the slot's scope plays. */
void stage_note(struct engine *e, struct slot *slot, int instrument,
		const struct event *ev, const struct stamps *stamps,
		uint64_t at_frame);

#endif
