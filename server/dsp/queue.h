/* Stamped messages that wait for their frame, in the order that message.h
 * tells. All memory is taken at the start. */
#ifndef DSP_QUEUE_H
#define DSP_QUEUE_H

#include "base/status.h"
#include "dsp/message.h"
#include "rt/rt.h"

enum {
	/* What is not a voice still finds room when voices fill the queue. */
	QUEUE_RESERVE = 2048,
	QUEUE_PLACES = QUEUE_MAX + QUEUE_RESERVE,
};

struct queue_key {
	uint64_t at_frame, rank; /* rank: among equal frames */
	uint32_t place;
};

struct queue {
	struct queue_key *heap;	 /* the least is first */
	struct message *message; /* by place */
	uint32_t *free;		 /* places; the last n_free - 1 is next */
	uint32_t n, n_free, n_voices;
	uint64_t sequence;
};

/* ST_NOMEM. [control] */
enum status queue_init(struct queue *q);
void queue_finish(struct queue *q);
/* m is copied. false: no room. */
RT bool queue_add(struct queue *q, const struct message *m);
/* The next message, or NULL. It stays where it is until queue_remove(). */
RT const struct message *queue_first(const struct queue *q);
RT void queue_remove_first(struct queue *q);
/* Remove what `unwanted` says; its time is bounded by QUEUE_PLACES. */
RT void queue_purge(struct queue *q,
		    bool (*unwanted)(void *ctx, const struct message *m),
		    void *ctx);

#endif
