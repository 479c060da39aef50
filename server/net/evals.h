/* Texts that the engine is compiling, and requests that wait for them: what a
 * sender says after a text is done after it. [control] */
#ifndef NET_EVALS_H
#define NET_EVALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "engine/engine.h"

struct net;
struct peer;
struct osc_message;

/* One text of an OSC sender. */
struct eval_call {
	struct peer *peer;
	const char *request; /* the address that the answer names */
	const char *scope;
	const char *text;
	size_t len;
	int64_t id;
	bool has_id;
	enum eval_mode mode;
	enum eval_at at;
	double multiple;
	uint64_t ntp;
	int undo; /* steps back, below 0 on again: no text then */
};

/* Answer that a text can't be taken, in the form of its errors; hint may be
 * NULL. */
void evals_refuse(const struct eval_call *call, const char *why,
		  const char *hint);

/* Hand a text to the engine; its answer follows by itself. */
void evals_start(struct net *net, const struct eval_call *call);
/* A text of the shim: no answer; of several that wait the newest is taken. */
void evals_start_shim(struct net *net, const char *text, size_t len);
/* Is a text with this id of this peer under way? Then it will be answered once
 * more. */
bool evals_answer_twice(struct net *net, const struct peer *p, int64_t id);

/* Texts are under way. */
bool evals_busy(const struct net *net);
/* Do a message once the texts that are under way now are done. Takes over what
 * m holds. False: too many wait, or there is no memory. */
bool evals_wait(struct net *net, struct peer *p, struct osc_message *m,
		uint64_t ntp);
void evals_drop_all(struct net *net);

#endif
