/* Texts on their way from a sender to the players: compiled one after the
 * other, in the order they came, and what must not overtake them. [control] */
#ifndef ENGINE_REQUEST_H
#define ENGINE_REQUEST_H

#include "engine/player.h"

/* A text; done() is called once, later or (offline) from within. */
enum status request_eval(struct engine *e, const struct eval_request *r,
			 bool newest_only);
/* Make the change as soon as every text that came before it is done with: at
 * once if there is none. Takes it over. ST_FULL: too many wait; it is freed. */
enum status request_change(struct engine *e, struct change *c);
/* What comes between the two is one change. */
void request_begin_bundle(struct engine *e);
void request_end_bundle(struct engine *e);
/* True when a text of the scope (NULL: any) waits. */
bool request_is_waiting(const struct engine *e, const struct scope *s);
void request_forget(struct engine *e, const void *ctx);
/* Go on with what can go on. */
void request_step(struct engine *e);
/* The synth thread plays the generation since that frame. */
void request_swapped(struct engine *e, uint32_t swap, uint64_t frame);
/* Something waits for the clock: step again within a millisecond. */
bool request_is_hasty(const struct engine *e);
void request_finish(struct engine *e);

#endif
