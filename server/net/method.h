/* The table of OSC methods. A family is a file method_*.c of functions that
 * ends in its rows. [control] */
#ifndef NET_METHOD_H
#define NET_METHOD_H

#include "base/strbuf.h"
#include "net/packet.h"

struct net;
struct peer;
struct method;

/* A message on its way through the dispatcher. */
struct request {
	struct net *net;
	struct peer *peer;
	const struct method *row;
	struct osc_message *m;
	uint64_t ntp;	  /* when it takes effect; 0: now */
	uint64_t arrived; /* time tag of its arrival */
	bool together;	  /* others of its packet hold from the same frame on */
	bool waited;	  /* for the texts before it */
};

enum method_flag {
	/* Takes the time tag itself; others wait for it. */
	METHOD_TIMED = 1,
	/* Done once the texts that came before are compiled; in a bundle, what
	 * is METHOD_TIMED too goes with them. */
	METHOD_AFTER_CODE = 2,
	METHOD_CONDUCTOR = 4,
};

struct method {
	const char *address;
	/* Type tags taken, one form between bars: s text, i whole number,
	 * n number, t time tag; "" is no argument. Numbers coerce. */
	const char *forms;
	unsigned flags;
	void (*call)(struct request *rq);
	const char *arguments; /* names, as the reference shows them */
	const char *reply;
	const char *summary;
	const char *example; /* as oscsend writes it, behind the address */
};

struct method_family {
	const char *title;
	const struct method *rows;
	size_t n;
};

/* All families in the order of the reference; ends with NULL. */
extern const struct method_family *const method_families[];

const struct method *method_find(const char *address);
/* Does one of the forms take these type tags? */
bool method_takes(const struct method *row, const char *types);
/* Help for a method, as text. */
void method_explain(const struct method *row, struct strbuf *to);
/* The whole reference (Markdown), and the header for clients. */
void method_reference(struct strbuf *to);
void method_header(struct strbuf *to);

/* A packet came from a peer: read it, do it, answer it. */
void dispatch_packet(struct net *net, struct peer *p, const void *packet,
		     size_t n);
/* Do one message now: its time has come, or (waited) the texts before it are
 * compiled, and it is done before all that came after it. */
void dispatch_message(struct net *net, struct peer *p, struct osc_message *m,
		      uint64_t ntp, bool waited);

#endif
