/* A sender: a connection, or on UDP an address and port. It outlives its
 * connection while requests of its are under way; what is sent to it then is
 * dropped. [control] */
#ifndef NET_PEER_H
#define NET_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include "base/strbuf.h"

struct net;
struct conn;
struct listener;
struct part;

enum {
	PEER_IDS = 64,	       /* answers kept */
	PEER_IDS_SECONDS = 60, /* for so long */
	PEER_DATAGRAM = 1200,  /* bytes of a UDP answer */
	PEER_UNKNOWN = 5,      /* unknown addresses answered a second */
	PEER_PARTS = 8,	       /* texts in parts under way */
	PEER_WHERE = 80
};

/* What a peer may subscribe to. */
enum topic {
	TOPIC_STATUS = 1,
	TOPIC_CODE = 2,
	TOPIC_TEMPO = 4,
	TOPIC_LOG = 8,
	TOPIC_BEAT = 16,
	TOPIC_METER = 32,
	TOPIC_ALL = 63,
	TOPICS = 6
};

/* The answer to a request that had an id: messages, each behind its length. */
struct answer {
	int64_t id;
	double at; /* ev_time() */
	struct strbuf packets;
};

struct peer {
	struct net *net;
	unsigned refs;
	struct conn *conn;   /* NULL on UDP, and once it is closed */
	struct listener *on; /* UDP: the socket it came in on */
	struct sockaddr_storage address;
	socklen_t address_len;
	struct peer *next; /* of the UDP peers */
	double heard;	   /* ev_time() of its last packet */
	bool conductor;
	char where[PEER_WHERE]; /* for the log: "127.0.0.1:4711" */
	/* Its session */
	struct answer *answers; /* PEER_IDS of them, or NULL */
	unsigned next_answer;
	struct part *parts;
	unsigned pending; /* requests without an answer yet */
	unsigned topics;  /* subscriptions: enum topic */
	bool warned_tags;
	unsigned unknown; /* unknown addresses in this second */
	double unknown_since, late_told;
};

struct peer *peer_new(struct net *net, struct conn *conn);
struct peer *peer_ref(struct peer *p);
void peer_unref(struct peer *p);

/* The peer of a datagram, made when it is new; NULL without memory. */
struct peer *peer_udp(struct net *net, struct listener *on,
		      const struct sockaddr_storage *from, socklen_t len);
void peer_drop_all_udp(struct net *net);
/* Subscriptions of UDP peers lapse when they are silent. */
void peer_expire(struct net *net);

/* Send one OSC packet. On UDP, one of more than PEER_DATAGRAM bytes goes in
 * numbered parts (/phonon/part). `droppable`: a subscription. */
void peer_send(struct peer *p, const void *packet, size_t n, bool droppable);
/* The same to everybody who subscribed to a topic. */
void peer_broadcast(struct net *net, enum topic topic, const void *packet,
		    size_t n);

/* Answers by id: remembered, and sent again. */
struct strbuf *peer_remember(struct peer *p, int64_t id);
bool peer_answer_again(struct peer *p, int64_t id);
void peer_forget_ids(struct peer *p);

/* Text of a socket address. */
void peer_name_address(const struct sockaddr_storage *a, char *to, size_t size);
bool peer_is_loopback(const struct sockaddr_storage *a);

#endif
