/* OSC packets: a message read with liblo, a bundle walked by hand. Nothing here
 * knows a method. [control] */
#ifndef NET_PACKET_H
#define NET_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lo/lo.h>
#include "base/status.h"

enum {
	PACKET_DEPTH = 16,	/* bundles within bundles */
	PACKET_MESSAGES = 1024, /* of one packet: done in one go */
	PACKET_WHY = 200,	/* bytes of a reason */
	PACKET_ADDRESS = 96	/* bytes of an address that are told back */
};

/* Time tags are 32.32 fixed-point seconds since 1900. 1 is "now". */
#define PACKET_NOW UINT64_C(1)

struct osc_message {
	const char *address; /* in the packet */
	lo_message lo;	     /* owned */
	const char *types;   /* without the comma */
	int argc;
	lo_arg **argv;	   /* may be misaligned, so that even &argv[i]->s is
			    wrong: use osc_number() & co */
	bool without_tags; /* the type tag string or its comma was missing */
};

/* What is wrong with a packet, for its sender. */
struct packet_error {
	char address[PACKET_ADDRESS]; /* of the message, as far as readable */
	char why[PACKET_WHY];
	bool within; /* in a bundle, of which nothing was done */
};

/* Read one message. ST_INVALID with `wrong` filled in. */
enum status osc_message_read(struct osc_message *m, const void *data, size_t n,
			     struct packet_error *wrong);
void osc_message_finish(struct osc_message *m);

/* A text argument (tags s S), in the message. */
const char *osc_text(const struct osc_message *m, int i);
/* A numeric argument (tags i h f d T F). */
bool osc_is_number(char type);
double osc_number(const struct osc_message *m, int i);
/* The same as a whole number: cut towards zero, kept within 64 bits. */
int64_t osc_integer(const struct osc_message *m, int i);
/* A text (tags s S), in the message. */
const char *osc_string(const struct osc_message *m, int i);
/* A time tag argument. */
uint64_t osc_time(const struct osc_message *m, int i);

/* Read a whole packet, and only when all of it is sound call fn for each
 * message in order, with the time tag of its bundle (0: not in a bundle, or
 * now). `index` counts the messages of the packet from 0, `of` is how many
 * there are. ST_INVALID: nothing was called. */
enum status packet_read(const void *data, size_t n,
			void (*fn)(void *ctx, struct osc_message *m,
				   uint64_t ntp, int index, int of),
			void *ctx, struct packet_error *wrong);

#endif
