/* What the files of the engine share: one engine. [control] */
#ifndef ENGINE_STATE_H
#define ENGINE_STATE_H

#include "dsp/dsp.h"
#include "dsp/graph.h"
#include "engine/clock.h"
#include "engine/compiler.h"
#include "engine/engine.h"
#include "engine/loader.h"
#include "engine/outgoing.h"
#include "engine/scope.h"
#include "engine/wake.h"

struct change;
struct request;

/* Who has a place on the synth thread's board of buses. */
struct board_place {
	char *name;
	const struct scope *scope; /* NULL: it is no more */
	uint64_t idle_from;	   /* nobody names it since that frame; 0: in
				      use */
	bool foreign;		   /* another scope hears it: kept for good */
	unsigned bad_numbers;
};

enum { BAD_NUMBERS_SAID = 3 }; /* of a slot or graph */

struct engine {
	double look_ahead_s;
	bool offline;
	uint64_t (*now_ntp)(void);
	struct clock clock;
	struct dsp *dsp;
	struct loader loader;
	struct wake wake;
	struct worker compiler;
	struct scope *scopes;

	/* Look-ahead: everything before `horizon` was queried. */
	struct rat horizon;
	struct arena arena; /* of one window of one slot */
	struct outgoing outgoing;

	struct slot *strips[SLOTS_MAX]; /* who has a strip, or NULL */
	struct scope *mixes[MIXES_MAX]; /* who has a mix */
	uint32_t last_owner;		/* of struct sound_block */
	uint64_t strip_free[SLOTS_MAX]; /* frame from which on it is free */
	bool stage_taken[GRAPHS_MAX];
	struct board_place board[BUSES_MAX];
	uint32_t last_swap;   /* generation of the last MSG_SWAP */
	uint64_t last_change; /* frame of the last change made */
	uint64_t generation;  /* of the last accepted text */

	struct change *changes;	 /* for later, in order of their time */
	struct request *first;	 /* texts and what waits behind them */
	struct request *replies; /* swapped, but not yet known since when */
	struct request *making;	 /* the text that takes effect now */
	size_t n_requests;
	uint32_t bundle; /* the last one */
	bool in_bundle;	 /* what comes belongs to it */

	uint64_t evaluations, late, dropped, stolen, bad_numbers;
	uint64_t evicted; /* frame of the last look at the memory budget */

	void (*on_message)(void *ctx, const char *scope, const char *slot,
			   const char *text);
	void *message_ctx;
	void (*on_strip)(void *ctx, uint32_t owner, const char *name);
	void *strip_ctx;
	void (*on_panic)(void *ctx);
	void *panic_ctx;
};

/* A message to whoever sends code to the scope: with the answer to the text
 * that it is about, where one takes effect just now. */
void engine_say(struct engine *e, const struct scope *scope, const char *slot,
		const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* Ask for c (NULL: there was no memory), of that slot, at that time. */
enum status engine_change_slot(struct engine *e, struct change *c,
			       const char *target, uint64_t ntp);
/* The scope of that name, new if need be; NULL without memory. */
struct scope *engine_scope(struct engine *e, const char *name);
struct scope *engine_find_scope(const struct engine *e, const char *name);

#endif
