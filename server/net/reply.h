/* Answers. types are OSC type tags: i h f d s t; the arguments follow as
 * int32_t, int64_t, double, double, const char *, uint64_t. [control] */
#ifndef NET_REPLY_H
#define NET_REPLY_H

#include <stdarg.h>
#include "net/method.h"

/* An OSC message as bytes, appended to `to`. */
void reply_build(struct strbuf *to, const char *address, const char *types,
		 ...);
void reply_vbuild(struct strbuf *to, const char *address, const char *types,
		  va_list ap);

/* /done "<address>" ... */
void reply_done(struct request *rq, const char *types, ...);
/* /fail "<address>" "why" ["hint"] */
void reply_fail(struct request *rq, const char *why, const char *hint);
/* Any other address. */
void reply_with(struct request *rq, const char *address, const char *types,
		...);
/* To a peer outside of a request. */
void reply_to(struct peer *p, bool droppable, const char *address,
	      const char *types, ...);
/* To all subscribers of a topic. */
void reply_all(struct net *net, unsigned topic, const char *address,
	       const char *types, ...);
/* A message of as many arguments as there are. */
struct reply_list {
	struct strbuf types, values;
};

void reply_list_init(struct reply_list *l);
void reply_list_text(struct reply_list *l, const char *text);
void reply_list_int(struct reply_list *l, int32_t n);
void reply_list_float(struct reply_list *l, double x);
/* Sends and empties it. */
void reply_list_send(struct request *rq, const char *address,
		     struct reply_list *l);
/* A status of the engine as /done or /fail. */
void reply_status(struct request *rq, int status, const char *not_found);

#endif
