/* Binding: UDP and TCP to an address, Unix sockets to a path. [control] */
#ifndef NET_LISTEN_H
#define NET_LISTEN_H

#include <stdbool.h>
#include <stddef.h>
#include "base/status.h"

struct listener;

/* An address in numbers. */
bool listen_is_address(const char *text);
/* The textual addresses that `bind` means: loopback, v4 and v6, for NULL. */
bool listen_is_loopback(const char *bind);
/* Bind a UDP (SOCK_DGRAM) or listening TCP (SOCK_STREAM) socket. port 0: any,
 * told in l->port. ST_BUSY, ST_NOTFOUND (the machine has no such address),
 * ST_INVALID (not an address), ST_DENIED, ST_IO. */
enum status listen_inet(struct listener *l, int type, const char *address,
			int port);
/* Bind a listening Unix socket, mode 0600. A socket that nobody answers on is
 * removed first, if it is our own; a live one never: ST_BUSY. ST_DENIED:
 * something else stands there. */
enum status listen_unix(struct listener *l, const char *path);
/* Close and, for a Unix socket, remove it. */
void listen_close(struct listener *l);

/* Is the peer of a Unix connection the server's own user, or root? */
bool listen_peer_allowed(int fd);
/* The default path of the OSC socket; makes its folder, mode 0700. False: there
 * is no safe place. */
bool listen_default_path(char *to, size_t size);

/* After accept() failed: where files or memory ran out, the listener rests
 * until listen_resume() and isn't told of the same client over and over. */
void listen_failed(struct listener *l);
void listen_resume(struct listener *l);

#endif
