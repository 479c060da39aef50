/* The inside of struct dsp, for the files of dsp/ alone. */
#ifndef DSP_WORLD_H
#define DSP_WORLD_H

#include "dsp/dsp.h"
#include "dsp/graph_world.h"
#include "dsp/limiter.h"
#include "dsp/mix.h"
#include "dsp/note.h"
#include "dsp/pool.h"
#include "dsp/queue.h"
#include "dsp/strip.h"
#include "rt/counter.h"

enum {
	INBOX_PLACES = 8192,
	OUTBOX_PLACES = 16384,
	/* Samples on their way home while the outbox is full. */
	OWED_PLACES = 2 * (INBOX_PLACES + QUEUE_PLACES + POOL_PLACES),
};

struct dsp {
	double rate_hz;
	struct counter frame; /* of the next block, for others to read */
	uint64_t now;	      /* the same, for the synth thread */
	uint64_t skip_rest;   /* frames passed that made no block yet */
	struct ring inbox, outbox;
	struct queue queue;
	struct pool pool;
	struct strip strip[SLOTS_MAX];
	uint64_t
	    strips_awake[SLOTS_MAX / 64]; /* a bit each: see world_wake() */
	struct offset_pace pace;
	struct mix mix[MIXES_MAX];
	uint64_t awake; /* a bit for each mix_is_awake() */
	uint64_t was_awake;
	struct ramp master;
	/* Of the block, and before it of the frames that are in the mixes'
	 * limiters: it holds for the same frames as everything else does. */
	float master_gain[LIMITER_LATENCY + BLOCK_FRAMES];
	uint32_t master_done; /* frames of the block's that are set */
	struct limiter limiter;
	struct graph *graph[GRAPHS_MAX];
	uint32_t graph_generation[GRAPHS_MAX];
	struct note note[NOTES_MAX + NOTES_SPARE];
	uint32_t n_notes;
	struct graph *owed_graphs; /* on their way home */
	/* Buses of the block in work and of the one before, by turns. */
	float board[2][BUSES_MAX][CHANNELS][BLOCK_FRAMES];
	bool board_live[2][BUSES_MAX];
	int board_now;
	uint64_t cleared; /* queued voices of all slots before this are off */
	struct sample **owed;
	uint32_t n_owed;
	bool purge;
	struct counter voices, queued, stolen, late, dropped, bad_numbers,
	    limited;
	struct peak peak;
};

/* The strip, which does not rest from now on. */
RT static inline struct strip *world_wake(struct dsp *d, uint16_t slot)
{
	d->strips_awake[slot / 64] |= (uint64_t)1 << slot % 64;
	return &d->strip[slot];
}

/* The next strip from `slot` on that is awake; SLOTS_MAX: there is none. */
RT static inline uint16_t world_awake(const struct dsp *d, uint16_t slot)
{
	while (slot < SLOTS_MAX) {
		uint64_t left = d->strips_awake[slot / 64] >> slot % 64;

		if (left)
			return (uint16_t)(slot + __builtin_ctzll(left));
		slot = (uint16_t)((slot / 64 + 1) * 64);
	}
	return SLOTS_MAX;
}

/* --- apply.c: messages --- */

/* Read the inbox into the queue. */
RT void apply_inbox(struct dsp *d);
/* Do all that is due at frame `at` of the block. */
RT void apply_due(struct dsp *d, uint32_t at);
/* The frame of the block at which the next message is due, or
 * BLOCK_FRAMES. */
RT uint32_t apply_next(const struct dsp *d);
/* Set master_gain up to frame `to`. */
RT void apply_master(struct dsp *d, uint32_t to);
/* Take what can't sound any more out of the queue, if something asked. */
RT void apply_purge(struct dsp *d);

/* --- reply.c: the way back --- */

RT void reply_send(struct dsp *d, enum reply_kind kind, uint16_t slot,
		   uint32_t generation, uint64_t frame);
/* A sample has one user less. */
RT void reply_ended(struct dsp *d, struct sample *owner);
/* A graph is the control thread's again; NULL is allowed. */
RT void reply_graph(struct dsp *d, struct graph *g);
/* Send what waits. */
RT void reply_owed(struct dsp *d);
/* How many more samples may come to be owed. */
RT uint32_t reply_room(const struct dsp *d);

#endif
