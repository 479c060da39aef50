/* The inside of struct net, for the files of net/ alone. */
#ifndef NET_STATE_H
#define NET_STATE_H

#include "net/net.h"
#include "net/method.h"
#include "net/peer.h"

struct conn;
struct evaluation;
struct waiting;
struct later;
struct ipc_client;

enum { NET_SOCKETS = 4, NET_CONNS = 256, NET_UDP_PEERS = 1024 };

/* One bound socket. */
struct listener {
	struct ev_io io;
	struct net *net;
	int fd; /* -1: none */
	int port;
	bool local; /* a Unix socket: peers are known by their uid */
	bool rests; /* until the next tick: accept() has no room */
	bool told;  /* that it has none */
	char *path; /* of a Unix socket, removed at the end */
};

struct net {
	struct net_options o;
	struct listener udp[NET_SOCKETS], tcp[NET_SOCKETS], un, ipc;
	struct strbuf unix_path, ipc_path;
	/* Who talks to us */
	struct conn *conns;
	unsigned n_conns;
	struct peer *udp_peers; /* the one heard last stands first */
	unsigned n_udp_peers;
	struct ipc_client *ipc_clients;
	bool ready;
	uint64_t underruns;
	/* evals.c: texts that the engine has, requests that wait for them */
	struct evaluation *evals, **evals_end;
	struct waiting *waiting, **waiting_end;
	unsigned n_waiting;
	uint64_t eval_seq;
	struct peer *author; /* who sent the last text to "main", or NULL */
	/* later.c: requests whose time tag lies ahead */
	struct later *later;
	unsigned n_later;
	struct ev_timer later_timer;
	/* method_time.c */
	double taps[8];
	unsigned n_taps;
	/* Figures and habits */
	uint64_t messages, failures, late;
	bool dump, quiet;
	double started; /* ev_time() */
	double turn;	/* of the loop in which somebody was served: ev_now() */
	struct ev_timer tick;
	double beat;	/* the last one that was told */
	double metered; /* ev_time() of the last meters */
	/* method_record.c: who waits to hear that it began, that it ended */
	struct peer *starter, *stopper;
	unsigned char *datagram; /* room for the largest */
};

/* This turn of the loop has done enough for its senders: what else has come is
 * for the next, after the engine had its time. Never for the first who asks. */
bool net_turn_is_long(struct net *net);
/* A stretch of NTP time. */
double net_ntp_seconds(uint64_t ntp);

#endif
