/* Messages whose time tag lies ahead, of methods that can't place themselves on
 * a frame: kept until their time. [control] */
#ifndef NET_LATER_H
#define NET_LATER_H

#include <stdint.h>
#include "base/status.h"

struct net;
struct peer;
struct osc_message;

enum { LATER_MAX = 4096, LATER_BYTES = 4096 /* of one message */ };

void later_init(struct net *net);
/* Takes over what m holds. ST_FULL: too many wait, or it
 * is too long; ST_NOMEM. */
enum status later_add(struct net *net, struct peer *p, struct osc_message *m,
		      uint64_t ntp);
/* Drop all, of everybody. */
void later_clear(struct net *net);

#endif
