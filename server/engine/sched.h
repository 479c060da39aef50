/* Look-ahead: patterns are asked for windows of cycle time that lie on a fixed
 * grid (1/16 cycle, halved until a window lasts no longer than the look-ahead),
 * so that no answer depends on when a thread woke. [control] */
#ifndef ENGINE_SCHED_H
#define ENGINE_SCHED_H

#include "engine/state.h"

/* Which events of a window sound, and when. */
struct stamps {
	/* What has sounded by this clock before `from` is not played again;
	 * NULL: all sounds that `clock` puts at `from` or later. */
	const struct clock *before;
	const struct clock *clock;
	uint64_t from;
	/* With `before`: what `clock` puts before `from` is skipped too, not
	 * played at `from`. */
	bool skip;
};

/* The end of the window that begins at (or contains) a position. */
struct rat sched_window_end(const struct engine *e, const struct clock *c,
			    struct rat at);
/* The begin of the window in which a position lies. */
struct rat sched_window_begin(const struct engine *e, const struct clock *c,
			      struct rat at);

/* Ask all slots for their windows until the one that holds `frame` is done. */
void sched_run_to(struct engine *e, uint64_t frame);
/* Keep look_ahead_s of events queued behind what is rendered. */
void sched_run(struct engine *e);
/* Queue what the slot plays in the windows from `begin` to `end`. A slot that
 * breaks its budget falls silent, and its author is told. */
void sched_slot(struct engine *e, struct slot *slot, struct rat begin,
		struct rat end, const struct stamps *stamps);

#endif
