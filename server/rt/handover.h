/* Whole objects cross here: forward to the synth thread, and, once it is done
 * with them, back to be freed. At most as many objects are out as the way back
 * has room for, so handover_retire() can't fail. */
#ifndef RT_HANDOVER_H
#define RT_HANDOVER_H

#include "rt/ring.h"

struct handover {
	struct ring there, back;
	size_t out; /* offered and not collected yet [control] */
};

/* capacity: objects that may wait to be taken. ST_NOMEM. [control] */
enum status handover_init(struct handover *h, size_t capacity);
/* Objects still inside are the caller's: collect and take them first. */
void handover_finish(struct handover *h);
/* false: too many are out; the object stays with the caller. [control] */
bool handover_offer(struct handover *h, void *object);
/* The next object offered, or NULL. [synth] */
RT void *handover_take(struct handover *h);
/* Give an object back to be freed. [synth] */
RT void handover_retire(struct handover *h, void *object);
/* The next object to free, or NULL. [control] */
void *handover_collect(struct handover *h);

#endif
