/* A client's line to the server: OSC over UDP, or over TCP with a length
 * before each packet. */
#ifndef COMMON_CONNECTION_H
#define COMMON_CONNECTION_H

#include <lo/lo.h>
#include <stdbool.h>

struct connection {
	const char *host, *port; /* as the user gave them */
	bool tcp;
	double patience_s;   /* for an answer */
	int fd;		     /* -1 until it is needed */
	struct parts *parts; /* of a long answer, as far as they are there */
};

/* The default: $PHONON_HOST (host or host:port) or localhost, port 7770. */
void connection_init(struct connection *c);
/* Host, or host:port, or [host]:port. Keeps pointers into text, which it
 * changes. */
void connection_set_host(struct connection *c, char *text);
void connection_close(struct connection *c);
/* Send a message and free it. Opens the line at the first call. false: said on
 * stderr why, with what to do about it; *exit_status is set (sysexits). */
bool connection_send(struct connection *c, const char *path, lo_message m,
		     int *exit_status);
/* The next answer, to be freed; its address goes into path. NULL: none came in
 * time, said on stderr, *exit_status is set. */
lo_message connection_receive(struct connection *c, char *path, size_t size,
			      int *exit_status);
/* The same within `seconds`; what doesn't come is not talked about. */
lo_message connection_wait(struct connection *c, double seconds, char *path,
			   size_t size);
/* Send, and take the first answer to that request: "/done", "/fail" or
 * "<path>.reply"; answers to other things are skipped. */
lo_message connection_ask(struct connection *c, const char *request,
			  lo_message m, char *path, size_t size,
			  int *exit_status);

/* Argument i of a message as what it says; "" and 0 where there is none. */
const char *answer_string(lo_message m, int i);
double answer_number(lo_message m, int i);

#endif
