/* The server's ears: OSC over UDP, TCP and a Unix socket, and the IPC shim, all
 * on one libev loop in the control thread. [control] */
#ifndef NET_NET_H
#define NET_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ev.h>
#include "base/status.h"
#include "base/strbuf.h"

struct engine;
struct net;

enum { NET_DEFAULT_PORT = 7770, NET_WHY = 256 };

/* What the owner of the sound output knows and net/ tells on. */
struct net_output {
	bool ready; /* sound can be heard */
	const char *device;
	double rate_hz, latency_s;
	uint32_t buffer_frames; /* the sound's own, besides the device's */
	double load, peak_load; /* of one core, 0..1 */
	uint64_t underruns, driver_underruns;
	const char *recording; /* a file's name, or NULL */
};

struct net_options {
	struct ev_loop *loop;
	struct engine *engine;
	const char *bind;      /* an address; NULL: loopback, v4 and v6 */
	int udp_port;	       /* 0: any free one */
	int tcp_port;	       /* 0: any free one */
	const char *unix_path; /* NULL: the default, which may be in use */
	const char *ipc_path;  /* NULL: the default, which may be in use */
	bool no_ipc, no_unix;
	bool insecure; /* bind beyond loopback without a password */
	bool no_quit;  /* neither /quit nor Shutdown ends the server */
	/* Help for a name the server knows beyond the protocol, appended; false
	 * when it is not known (then nearest names may be in `to`). */
	bool (*explain)(struct strbuf *to, const char *name);
	/* What the word that ends at a text's n-th byte may become, separated
	 * by blanks. */
	void (*complete)(void *ctx, struct strbuf *to, const char *text,
			 size_t n);
	void (*output)(void *ctx, struct net_output *to);
	/* A recording in the folder for them; `name` is checked there. ST_OK:
	 * net_recording_begun() will tell; else why, for the user. NULL: there
	 * are none. */
	enum status (*record)(void *ctx, const char *name, bool stems,
			      char why[NET_WHY]);
	/* ST_OK: net_recording_ended() will tell. */
	enum status (*record_stop)(void *ctx, char why[NET_WHY]);
	void (*quit)(void *ctx);
	void *ctx;
};

/* Open all sockets or none. ST_BUSY: an address is taken, ST_DENIED: it may not
 * be bound, ST_IO: else; why: a line for the user. The strings of the options
 * must live as long as the net. */
enum status net_open(struct net **out, const struct net_options *o,
		     char why[NET_WHY]);
/* "udp 7770, tcp 7770, /run/..." */
void net_where(const struct net *net, struct strbuf *to);
/* Sound can be heard: Ready to the clients of the shim, old and new. */
void net_ready(struct net *net);
/* The output's count of underruns grew. */
void net_underrun(struct net *net, uint64_t count);
/* A recording runs, or why (not NULL) it does not. */
void net_recording_begun(struct net *net, const char *path, const char *why);
/* It is finished; why (not NULL): it is not whole. */
void net_recording_ended(struct net *net, const char *path, double seconds,
			 const char *why);
/* One line to all who listen to the log. */
void net_tell(struct net *net, const char *text);
/* Say goodbye (Shutdown), write out what can be written at once, close all. */
void net_close(struct net *net);

#endif
