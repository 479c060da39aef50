/* A phonon-audio of the tests' own, in a process of its own, on free ports and
 * sockets in a new folder; it plays into nothing unless it is asked to. */
#ifndef TESTS_NET_LIVE_H
#define TESTS_NET_LIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "base/strbuf.h"

struct live {
	pid_t pid;
	int port, tcp_port;
	char folder[64], ipc[100], unix_path[100];
	char log[100]; /* its stderr */
};

/* NULL-terminated options besides our own. False: it does not say
 * where it listens, or is not ready, within five seconds. */
bool live_start(struct live *s, const char *const *options);
/* The same through whatever sound device there is. */
bool live_start_aloud(struct live *s, const char *const *options);
/* SIGTERM; its exit status, -1 when it was killed by something else. Removes
 * the folder. */
int live_stop(struct live *s);
/* Run phonon-audio with these arguments to its end; exit status, and what it
 * wrote to stderr. */
int live_run(const char *const *arguments, char *to, size_t size);
/* Its memory in kB: RssAnon and RssFile. */
long live_memory(const struct live *s);

/* Sockets to it; -1 when it refuses. */
int live_udp(const struct live *s);
int live_tcp(const struct live *s);
int live_unix(const char *path);
/* Wait for up to so long and receive; as recv(), -1 when nothing comes. */
ssize_t live_receive(int fd, void *to, size_t n, double seconds);
/* Send one OSC message, with an int32 length on streams. */
void live_send(int fd, bool stream, const char *address, const char *types,
	       ...);
/* Until an answer to a /sync comes: all before it is done. False: none. */
bool live_sync(int fd, bool stream, int id);
double live_now(void);

#endif
