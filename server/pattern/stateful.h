/* The state of a playing scope: a map from names to values. Patterns read it
 * (`cF`, `in0`, `^name`): it comes with the query. Events may change it
 * (`nTake`, `nCount`): such a control holds a V_STATE until its event is
 * played. */
#ifndef PATTERN_STATEFUL_H
#define PATTERN_STATEFUL_H

#include "pattern/pattern.h"

/* What a V_STATE is. */
struct state_fn {
	/* The value of the event that plays now. *state is read, and replaced
	 * by the state after it. Works in the arena; may escape. */
	struct value (*call)(struct arena *a, const struct state_fn *f,
			     const struct map **state);
};

/* Names of the state that the engine sets. */
#define STATE_KEY_CPS "_cps" /* V_FLOAT: cycles a second */
#define STATE_KEY_TRIGGER                                                      \
	"_t_pattern" /* V_RAT: the cycle at which the pattern of               \
		       the slot began to play */

/* The same state with one name set. */
const struct map *state_set(struct arena *a, const struct map *state,
			    const char *name, struct value v);

/* Give each V_STATE in the events its value, in the order in which they play:
 * *state is threaded through, and is the state after them all at the end (in
 * the arena a). Where an event has no onset in its part, such keys are dropped.
 * The events are sorted by the begin of their parts first. Nothing happens, and
 * nothing is sorted, where no event holds a V_STATE. */
void events_resolve_state(struct arena *a, const struct map **state,
			  struct events *e);

/* A copy of the state that refers to nothing outside the arena, to be kept
 * longer than the program that made it. Patterns in it are left out. */
const struct map *state_copy(struct arena *a, const struct map *state);

/* A V_STATE that yields fn of what the other yields. ctx is kept. */
struct value value_state_map(struct arena *a, struct value state,
			     struct value (*fn)(struct arena *a,
						const void *ctx,
						struct value v),
			     const void *ctx);

#endif
