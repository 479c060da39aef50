/* Who waits for a recording. [control] */
#ifndef NET_RECORD_H
#define NET_RECORD_H

struct net;

/* Nobody is told any more. */
void record_forget(struct net *net);

#endif
