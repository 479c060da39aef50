/* From a packet to the function of its method, and the answers that every
 * method has in common. */
#include "net/method.h"

#include <stdio.h>
#include <string.h>
#include "base/log.h"
#include "base/nearest.h"
#include "base/wall.h"
#include "engine/engine.h"
#include "net/evals.h"
#include "net/later.h"
#include "net/pattern.h"
#include "net/reply.h"
#include "net/state.h"
#include "net/tree.h"

static const double late_seconds = 0.001;

const struct method *method_find(const char *address)
{
	for (int f = 0; method_families[f]; f++)
		for (size_t i = 0; i < method_families[f]->n; i++)
			if (!strcmp(method_families[f]->rows[i].address,
				    address))
				return &method_families[f]->rows[i];
	return NULL;
}

static bool form_takes(const char *form, size_t n, const char *types)
{
	if (strlen(types) != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		bool text = types[i] == 's' || types[i] == 'S';

		if (form[i] == 's'   ? !text
		    : form[i] == 't' ? types[i] != 't'
				     : !osc_is_number(types[i]))
			return false;
	}
	return true;
}

bool method_takes(const struct method *row, const char *types)
{
	const char *form = row->forms, *end;

	for (;; form = end + 1) {
		end = strchr(form, '|');
		if (!end)
			return form_takes(form, strlen(form), types);
		if (form_takes(form, (size_t)(end - form), types))
			return true;
	}
}

/* --- Refusals --- */

/* At most PEER_UNKNOWN a second, so that a wrong script isn't answered with a
 * flood. */
static bool may_answer_unknown(struct peer *p)
{
	double now = ev_now(p->net->o.loop);

	if (now - p->unknown_since >= 1) {
		p->unknown_since = now;
		p->unknown = 0;
	}
	return p->unknown++ < PEER_UNKNOWN;
}

static void answer_unknown(struct request *rq)
{
	struct tree_address a;
	struct nearest near;
	char hint[200];

	if (!may_answer_unknown(rq->peer))
		return;
	if (tree_read(rq->m->address, &a) && a.slot) {
		reply_fail(rq, "unknown command",
			   "a strip has gain, pan, mute and solo");
		return;
	}
	if (pattern_is(rq->m->address)) {
		reply_fail(rq, "unknown command",
			   "address patterns are not taken here");
		return;
	}
	nearest_init(&near, rq->m->address);
	for (int f = 0; method_families[f]; f++)
		for (size_t i = 0; i < method_families[f]->n; i++)
			nearest_offer(&near,
				      method_families[f]->rows[i].address);
	nearest_hint(&near, hint, sizeof(hint));
	reply_fail(rq, "unknown command", hint);
}

static void answer_wrong_types(struct request *rq)
{
	char why[240], hint[240];

	snprintf(why, sizeof(why), "wrong arguments: got ,%.40s, expected %s",
		 rq->m->types,
		 *rq->row->arguments ? rq->row->arguments : "none");
	snprintf(hint, sizeof(hint), "for instance: %s%s%s", rq->row->address,
		 *rq->row->example ? " " : "", rq->row->example);
	reply_fail(rq, why, hint);
}

static void tell_late(struct request *rq, double seconds)
{
	double now = ev_now(rq->net->o.loop);

	rq->net->late++;
	if (now - rq->peer->late_told < 1)
		return;
	rq->peer->late_told = now;
	reply_with(rq, "/late", "sd", rq->m->address, seconds);
}

/* A time tag in the past means now. */
static void check_time(struct request *rq)
{
	double seconds;

	if (!rq->ntp || rq->ntp > rq->arrived)
		return;
	seconds = net_ntp_seconds(rq->arrived - rq->ntp);
	if (seconds > late_seconds)
		tell_late(rq, seconds);
	rq->ntp = 0;
}

/* --- The way of a message --- */

/* True: it is kept and will be done later. */
static bool postpone(struct request *rq)
{
	enum status st;

	if (rq->ntp && !(rq->row->flags & METHOD_TIMED)) {
		st = later_add(rq->net, rq->peer, rq->m, rq->ntp);
		if (st != ST_OK)
			reply_fail(rq, "too much is scheduled for later",
				   "/clearSched drops it");
		return true;
	}
	if (rq->together && (rq->row->flags & METHOD_TIMED))
		return false;
	if ((rq->row->flags & METHOD_AFTER_CODE) && !rq->waited &&
	    evals_busy(rq->net)) {
		if (!evals_wait(rq->net, rq->peer, rq->m, rq->ntp))
			reply_fail(rq, "too much is under way: try again",
				   NULL);
		return true;
	}
	return false;
}

static void dispatch(struct request *rq)
{
	rq->row = method_find(rq->m->address);
	if (!rq->row)
		rq->row = tree_find(rq->m->address);
	if (!rq->row) {
		answer_unknown(rq);
		return;
	}
	if (!method_takes(rq->row, rq->m->types)) {
		answer_wrong_types(rq);
		return;
	}
	if ((rq->row->flags & METHOD_CONDUCTOR) && !rq->peer->conductor) {
		reply_fail(rq, "only a conductor may do this",
			   "conductors are on the server's own machine");
		return;
	}
	check_time(rq);
	if (!postpone(rq))
		rq->row->call(rq);
}

void dispatch_message(struct net *net, struct peer *p, struct osc_message *m,
		      uint64_t ntp, bool waited)
{
	struct request rq = {.net = net,
			     .peer = p,
			     .m = m,
			     .ntp = ntp,
			     .arrived = wall_ntp(),
			     .waited = waited};

	dispatch(&rq);
}

static void warn_tags(struct peer *p, const struct osc_message *m)
{
	if (!m->without_tags || p->warned_tags)
		return;
	p->warned_tags = true;
	log_warn("%s sends messages without type tags (%s); they are taken as "
		 "well as can be",
		 p->where, m->address);
}

static void dump(const struct peer *p, const struct osc_message *m)
{
	log_info("%s: %s ,%s", p->where, m->address, m->types);
}

/* One packet; its messages came at one time. */
struct arrival {
	struct peer *peer;
	uint64_t at;
	bool bundle; /* the engine was told that more than one comes */
};

static void on_message(void *ctx, struct osc_message *m, uint64_t ntp,
		       int index, int of)
{
	struct arrival *a = ctx;
	struct net *net = a->peer->net;
	struct request rq = {.net = net,
			     .peer = a->peer,
			     .m = m,
			     .ntp = ntp,
			     .arrived = a->at,
			     .together = of > 1};

	net->messages++;
	warn_tags(a->peer, m);
	if (net->dump)
		dump(a->peer, m);
	if (of > 1 && index == 0) {
		engine_begin_bundle(net->o.engine);
		a->bundle = true;
	}
	dispatch(&rq);
}

/* A request of ours that is malformed is answered as often as it comes;
 * rubbish no more often than unknown commands. */
static bool is_known(const char *address)
{
	return method_find(address) || !strcmp(address, "#bundle");
}

void dispatch_packet(struct net *net, struct peer *p, const void *packet,
		     size_t n)
{
	struct packet_error wrong;
	struct arrival a = {.peer = p, .at = wall_ntp()};
	char hint[64] = "";
	enum status st;

	peer_ref(p);
	st = packet_read(packet, n, on_message, &a, &wrong);
	if (a.bundle)
		engine_end_bundle(net->o.engine);
	if (st != ST_OK && (is_known(wrong.address) || may_answer_unknown(p))) {
		net->failures++;
		if (wrong.within)
			snprintf(hint, sizeof(hint),
				 "nothing of this bundle was done");
		reply_to(p, false, "/fail", *hint ? "sss" : "ss", wrong.address,
			 wrong.why, hint);
	}
	peer_unref(p);
}
