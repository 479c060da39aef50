/* Connections over TCP and the Unix socket. Answers are queued; who does not
 * read them is not read from either, so nothing of his grows without bound.
 * [control] */
#ifndef NET_STREAM_H
#define NET_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include "net/peer.h"

struct conn;
struct listener;

/* A listener's socket is readable: take its connections. */
void conn_accept(struct listener *l);
/* Queue one packet. A droppable one is dropped when the queue is long. */
void conn_send(struct conn *c, const void *packet, size_t n, bool droppable);
void conn_broadcast(struct net *net, enum topic topic, const void *packet,
		    size_t n);
/* A request was answered: a half-closed connection may be done. */
void conn_settled(struct conn *c);
/* Close the broken ones whose time is over. Call once a second. */
void conn_expire(struct net *net);
/* Write what can be written at once and close all. */
void conn_close_all(struct net *net);

#endif
