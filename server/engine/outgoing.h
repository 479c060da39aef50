/* Messages on their way to the synth thread: what its inbox has no room for
 * waits here, in order. [control] */
#ifndef ENGINE_OUTGOING_H
#define ENGINE_OUTGOING_H

#include <stddef.h>
#include "base/status.h"
#include "dsp/message.h"
#include "rt/ring.h"

enum { OUTGOING_GROUPS = 64 };

struct outgoing {
	struct message *at;
	size_t n, cap, sent;
	/* [first, end) are pushed at once, so that they take effect in one
	 * block. */
	struct {
		size_t first, end;
	} group[OUTGOING_GROUPS];
	size_t n_groups;
	size_t opened; /* where the group that is being made begins */
	bool failed;   /* a message found no memory since the last look */
};

void outgoing_finish(struct outgoing *o);
/* A zeroed message at the end, or NULL without memory. */
struct message *outgoing_add(struct outgoing *o);
/* What is added from open to close goes as one (at most 1,024). */
void outgoing_open(struct outgoing *o);
void outgoing_close(struct outgoing *o);
/* As many as there is room for. True when nothing waits any more. */
bool outgoing_flush(struct outgoing *o, struct ring *inbox);
/* Drop the waiting voices of a slot (or SLOT_ALL); their samples have one user
 * less. Where a group waits it drops none. */
void outgoing_forget(struct outgoing *o, uint16_t slot);
/* Drop what was added from place `from` on. */
void outgoing_cut(struct outgoing *o, size_t from);

#endif
