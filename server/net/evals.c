#include "net/evals.h"

#include <stdio.h>
#include <string.h>
#include "base/alloc.h"
#include "base/log.h"
#include "net/reply.h"
#include "net/state.h"
#include "net/stream.h"

enum { WAITING_MAX = 8192 }; /* requests for texts */

struct evaluation {
	struct evaluation *next;
	struct net *net;
	struct peer *peer; /* NULL: the shim */
	uint64_t seq;
	int64_t id;
	bool has_id;
	bool check;
	unsigned copies; /* answers owed */
	char request[32];
	char scope[40];
};

/* A message that waits. */
struct waiting {
	struct waiting *next;
	uint64_t after; /* the last text that it waits for */
	struct peer *peer;
	struct osc_message m;
	char *address;
	uint64_t ntp;
};

static void link_evaluation(struct net *net, struct evaluation *ev)
{
	if (!net->evals)
		net->evals_end = &net->evals;
	*net->evals_end = ev;
	net->evals_end = &ev->next;
	ev->seq = ++net->eval_seq;
}

static void unlink_evaluation(struct net *net, struct evaluation *ev)
{
	struct evaluation **at = &net->evals;

	while (*at != ev)
		at = &(*at)->next;
	*at = ev->next;
	if (!ev->next)
		net->evals_end = at;
}

/* --- Answers --- */

/* One message of an answer: kept for later, and sent as often as it is owed. */
static void answer(struct evaluation *ev, struct strbuf *memory,
		   const struct strbuf *packet)
{
	uint32_t len = (uint32_t)packet->len;

	if (packet->failed)
		return;
	if (memory) {
		strbuf_add(memory, (const char *)&len, 4);
		strbuf_add(memory, packet->text, packet->len);
		if (memory->failed)
			strbuf_reset(memory);
	}
	for (unsigned i = 0; i < ev->copies; i++)
		peer_send(ev->peer, packet->text, packet->len, false);
}

/* /fail request message id line column end_line end_column hint number of */
static void answer_error(struct evaluation *ev, struct strbuf *memory,
			 const struct diag *d, int number, int of)
{
	struct strbuf packet;

	strbuf_init(&packet);
	reply_build(&packet, "/fail", "ssiiiiisii", ev->request, d->message,
		    (int32_t)ev->id, d->line, d->column, d->end_line,
		    d->end_column, d->hint ? d->hint : "", number, of);
	answer(ev, memory, &packet);
	strbuf_finish(&packet);
}

static void answer_errors(struct evaluation *ev, struct strbuf *memory,
			  const struct diag_list *l)
{
	const struct diag *last = NULL;
	int number = 0, kept = 0;
	char message[64];

	for (const struct diag *d = l->first; d; d = d->next)
		kept += !d->warning;
	for (const struct diag *d = l->first; d; d = d->next)
		if (!d->warning) {
			answer_error(ev, memory, d, ++number,
				     kept + (kept < l->errors));
			last = d;
		}
	if (last && kept < l->errors) {
		struct diag more = *last;

		snprintf(message, sizeof(message), "and %d more mistakes",
			 l->errors - kept);
		more.message = message;
		more.hint = "";
		answer_error(ev, memory, &more, kept + 1, kept + 1);
	}
}

static void answer_other(struct evaluation *ev, struct strbuf *memory,
			 const char *why)
{
	struct diag d = {.line = 1,
			 .column = 1,
			 .end_line = 1,
			 .end_column = 1,
			 .message = why};

	answer_error(ev, memory, &d, 1, 1);
}

void evals_refuse(const struct eval_call *call, const char *why,
		  const char *hint)
{
	call->peer->net->failures++;
	reply_to(call->peer, false, "/fail", "ssiiiiisii", call->request, why,
		 (int32_t)call->id, 1, 1, 1, 1, hint ? hint : "", 1, 1);
}

static void add_warning(struct strbuf *to, const struct diag *d)
{
	strbuf_printf(to, "line %d, column %d: %s", d->line, d->column,
		      d->message);
	if (d->hint && *d->hint)
		strbuf_printf(to, " (%s)", d->hint);
}

/* The warnings' texts stand behind their number, as many as go into one
 * datagram. */
struct warnings {
	struct strbuf texts; /* each with its NUL */
	int n, kept;
};

static void keep_warning(struct warnings *w, const char *text, size_t room)
{
	w->n++;
	if (w->texts.len + strlen(text) + 8 > room)
		return;
	strbuf_add(&w->texts, text, strlen(text) + 1);
	w->kept++;
}

static void collect_warnings(struct warnings *w, const struct eval_result *r,
			     size_t room)
{
	struct strbuf line;

	strbuf_init(&line);
	for (const struct diag *d = r->program->diags.first; d; d = d->next) {
		if (!d->warning)
			continue;
		strbuf_reset(&line);
		add_warning(&line, d);
		keep_warning(w, strbuf_str(&line), room);
	}
	for (size_t i = 0; i < r->n_warnings; i++)
		keep_warning(w, r->warnings[i], room);
	strbuf_finish(&line);
}

static void pad4(struct strbuf *b)
{
	static const char zeros[4];

	strbuf_add(b, zeros, (4 - b->len % 4) % 4);
}

/* A /done whose number of arguments is only known now: built by hand from its
 * fixed part. */
static void build_done(struct strbuf *packet, const struct evaluation *ev,
		       const struct eval_result *r, const char *slots,
		       const struct warnings *w)
{
	struct strbuf fixed;
	const char *text = strbuf_str(&w->texts);

	strbuf_init(&fixed);
	reply_build(&fixed, "/done", "siidsi", ev->request, (int32_t)ev->id,
		    (int32_t)r->generation, r->cycle, slots, w->n);
	strbuf_add(packet, "/done\0\0\0,siidsi", 15);
	for (int i = 0; i < w->kept; i++)
		strbuf_putc(packet, 's');
	strbuf_putc(packet, '\0');
	pad4(packet);
	if (!fixed.failed)
		strbuf_add(packet, fixed.text + 16, fixed.len - 16);
	for (int i = 0; i < w->kept; i++, text += strlen(text) + 1) {
		strbuf_add(packet, text, strlen(text) + 1);
		pad4(packet);
	}
	packet->failed = packet->failed || fixed.failed;
	strbuf_finish(&fixed);
}

static void join_slots(struct strbuf *to, const struct eval_result *r)
{
	for (size_t i = 0; i < r->n_slots; i++)
		strbuf_printf(to, "%s%s", i ? " " : "", r->slots[i]);
	if (to->len > PEER_DATAGRAM / 2)
		to->text[to->len = PEER_DATAGRAM / 2] = '\0';
}

static void answer_done(struct evaluation *ev, struct strbuf *memory,
			const struct eval_result *r)
{
	struct strbuf packet, slots;
	struct warnings w = {.n = 0};

	strbuf_init(&packet);
	strbuf_init(&slots);
	strbuf_init(&w.texts);
	join_slots(&slots, r);
	collect_warnings(&w, r, PEER_DATAGRAM - 128 - slots.len);
	build_done(&packet, ev, r, strbuf_str(&slots), &w);
	answer(ev, memory, &packet);
	if (!ev->check)
		reply_all(ev->net, TOPIC_CODE, "/phonon/changed", "ssids",
			  ev->scope, ev->peer->where, (int32_t)r->generation,
			  r->cycle, strbuf_str(&slots));
	strbuf_finish(&w.texts);
	strbuf_finish(&slots);
	strbuf_finish(&packet);
}

static void answer_peer(struct evaluation *ev, const struct eval_result *r)
{
	struct strbuf *memory =
	    ev->has_id ? peer_remember(ev->peer, ev->id) : NULL;

	if (!r->accepted)
		ev->net->failures++;
	if (r->steps)
		ev->id = r->steps < 0 ? -r->steps : r->steps;
	if (!r->program || r->refusal)
		answer_other(ev, memory,
			     r->refusal ? r->refusal
					: "the server has no memory left");
	else if (r->program->diags.errors)
		answer_errors(ev, memory, &r->program->diags);
	else if (!r->accepted && !ev->check)
		answer_other(ev, memory,
			     r->n_warnings ? r->warnings[0]
					   : "a newer text took its place");
	else
		answer_done(ev, memory, r);
}

/* The shim has no message for errors: they go to the server's terminal. */
static void answer_shim(const struct eval_result *r)
{
	if (!r->program)
		return;
	for (const struct diag *d = r->program->diags.first; d; d = d->next)
		log_warn("code over IPC, line %d, column %d: %s%s%s", d->line,
			 d->column, d->message, d->hint && *d->hint ? ": " : "",
			 d->hint ? d->hint : "");
	for (size_t i = 0; i < r->n_warnings; i++)
		log_warn("code over IPC: %s", r->warnings[i]);
}

/* --- What waits --- */

static void free_waiting(struct waiting *w)
{
	osc_message_finish(&w->m);
	peer_unref(w->peer);
	mem_free(w->address);
	mem_free(w);
}

static void do_waiting(struct net *net, struct waiting *w)
{
	w->peer->pending--;
	dispatch_message(net, w->peer, &w->m, w->ntp, true);
	if (w->peer->conn)
		conn_settled(w->peer->conn);
	free_waiting(w);
}

/* The oldest text under way, or one that never comes. */
static uint64_t oldest(const struct net *net)
{
	return net->evals ? net->evals->seq : UINT64_MAX;
}

static void release(struct net *net)
{
	struct waiting *w;

	while ((w = net->waiting) && w->after < oldest(net)) {
		net->waiting = w->next;
		net->n_waiting--;
		do_waiting(net, w);
	}
}

bool evals_wait(struct net *net, struct peer *p, struct osc_message *m,
		uint64_t ntp)
{
	struct waiting *w =
	    net->n_waiting < WAITING_MAX ? mem_new(sizeof(*w)) : NULL;

	if (!w)
		return false;
	w->address = mem_str(m->address);
	if (!w->address) {
		mem_free(w);
		return false;
	}
	w->m = *m;
	w->m.address = w->address;
	m->lo = NULL;
	w->ntp = ntp;
	w->peer = peer_ref(p);
	p->pending++;
	if (!net->waiting)
		net->waiting_end = &net->waiting;
	w->after = net->eval_seq;
	*net->waiting_end = w;
	net->waiting_end = &w->next;
	net->n_waiting++;
	return true;
}

bool evals_busy(const struct net *net)
{
	return net->evals;
}

/* --- Texts --- */

static void free_evaluation(struct evaluation *ev)
{
	if (ev->peer)
		peer_unref(ev->peer);
	mem_free(ev);
}

static void on_done(void *ctx, const struct eval_result *r)
{
	struct evaluation *ev = ctx;
	struct net *net = ev->net;

	unlink_evaluation(net, ev);
	if (ev->peer) {
		answer_peer(ev, r);
		ev->peer->pending--;
		if (ev->peer->conn)
			conn_settled(ev->peer->conn);
	} else {
		answer_shim(r);
	}
	free_evaluation(ev);
	release(net);
}

static void start(struct net *net, struct evaluation *ev,
		  const struct eval_request *rq, bool newest_only)
{
	static const char *const why[] = {
	    [ST_NOMEM] = "the server has no memory left",
	    [ST_LIMIT] = "the text is too long: 1 MiB is the most",
	    [ST_FULL] = "too many texts wait to be compiled: try again",
	};
	enum status st;

	ev->net = net;
	link_evaluation(net, ev);
	st = engine_eval(net->o.engine, rq, newest_only);
	if (st == ST_OK)
		return;
	unlink_evaluation(net, ev);
	net->failures++;
	if (ev->peer) {
		ev->peer->pending--;
		answer_other(ev, NULL,
			     (size_t)st < sizeof(why) / sizeof(*why) && why[st]
				 ? why[st]
				 : "the text can't be taken now");
	}
	free_evaluation(ev);
}

static void keep_author(struct net *net, struct peer *p)
{
	if (net->author)
		peer_unref(net->author);
	net->author = p ? peer_ref(p) : NULL;
}

void evals_start(struct net *net, const struct eval_call *call)
{
	struct evaluation *ev = mem_new(sizeof(*ev));
	struct eval_request rq = {.scope = call->scope,
				  .author = call->peer->where,
				  .text = call->text,
				  .len = call->len,
				  .mode = call->mode,
				  .at = call->at,
				  .multiple = call->multiple,
				  .ntp = call->ntp,
				  .undo = call->undo,
				  .stays = !call->peer->conductor,
				  .done = on_done,
				  .ctx = ev};

	if (!ev) {
		reply_to(call->peer, false, "/fail", "ss", call->request,
			 "the server has no memory left");
		return;
	}
	ev->peer = peer_ref(call->peer);
	ev->peer->pending++;
	keep_author(net, call->peer);
	ev->id = call->id;
	ev->has_id = call->has_id;
	ev->check = call->mode == EVAL_CHECK;
	ev->copies = 1;
	snprintf(ev->request, sizeof(ev->request), "%s", call->request);
	snprintf(ev->scope, sizeof(ev->scope), "%s", call->scope);
	start(net, ev, &rq, false);
}

void evals_start_shim(struct net *net, const char *text, size_t len)
{
	struct evaluation *ev = mem_new(sizeof(*ev));
	struct eval_request rq = {.scope = "ipc",
				  .text = text,
				  .len = len,
				  .mode = EVAL_REPLACE,
				  .at = AT_NOW,
				  .done = on_done,
				  .ctx = ev};

	if (!ev) {
		log_error("no memory for a text over IPC");
		return;
	}
	snprintf(ev->scope, sizeof(ev->scope), "ipc");
	start(net, ev, &rq, true);
}

bool evals_answer_twice(struct net *net, const struct peer *p, int64_t id)
{
	for (struct evaluation *ev = net->evals; ev; ev = ev->next)
		if (ev->peer == p && ev->has_id && ev->id == id) {
			ev->copies++;
			return true;
		}
	return false;
}

void evals_drop_all(struct net *net)
{
	struct evaluation *ev;
	struct waiting *w;

	keep_author(net, NULL);
	while ((ev = net->evals)) {
		net->evals = ev->next;
		engine_forget(net->o.engine, ev);
		free_evaluation(ev);
	}
	while ((w = net->waiting)) {
		net->waiting = w->next;
		free_waiting(w);
	}
}
