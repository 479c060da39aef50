/* A client in the test's own process: bytes in, bytes out, the server's loop
 * turned in between. */
#ifndef TESTS_NET_CLIENT_H
#define TESTS_NET_CLIENT_H

#include <stddef.h>
#include <stdint.h>
#include <lo/lo.h>
#include "base/strbuf.h"
#include "net/net.h"

enum via { VIA_UDP, VIA_TCP, VIA_UNIX };

struct harness {
	struct ev_loop *loop;
	struct net *net;
	char folder[64], unix_path[100], ipc_path[100];
	int quits;
};

/* A server on free ports and sockets in a new folder. */
void harness_start(struct harness *h);
void harness_stop(struct harness *h);
int harness_connect(struct harness *h, enum via via);
/* The tests' own engine anew, a server, and a connection to it; and the end of
 * both. */
int harness_begin(struct harness *h, enum via via);
void harness_end(struct harness *h, int fd);
int harness_connect_ipc(struct harness *h);
/* Turn the loop until it has had nothing to do for a few turns. */
void harness_turn(struct harness *h);

/* One OSC message as bytes; types and arguments as reply_build(). */
void client_send(struct harness *h, int fd, enum via via, const char *address,
		 const char *types, ...);
void client_write(struct harness *h, int fd, const void *bytes, size_t n);
/* Everything that has come back, as "/done,ss|/tempo|..." lines: address, tags
 * and arguments separated by bars, a line each message. int32 framing on
 * streams. In a static buffer. */
const char *client_read(struct harness *h, int fd, enum via via);

#endif
