#include "net/later.h"

#include "base/alloc.h"
#include "base/wall.h"
#include "net/state.h"
#include "net/stream.h"

/* In the order of their times. */
struct later {
	struct later *next;
	uint64_t ntp;
	struct peer *peer;
	struct osc_message m;
	char *address;
};

static void free_later(struct net *net, struct later *l)
{
	net->n_later--;
	l->peer->pending--;
	if (l->peer->conn)
		conn_settled(l->peer->conn);
	peer_unref(l->peer);
	osc_message_finish(&l->m);
	mem_free(l->address);
	mem_free(l);
}

static void set_timer(struct net *net)
{
	double wait;

	ev_timer_stop(net->o.loop, &net->later_timer);
	if (!net->later)
		return;
	wait = net_ntp_seconds(net->later->ntp) - net_ntp_seconds(wall_ntp());
	ev_now_update(net->o.loop);
	ev_timer_set(&net->later_timer, wait > 0 ? wait : 0, 0.);
	ev_timer_start(net->o.loop, &net->later_timer);
}

static void on_time(struct ev_loop *loop, struct ev_timer *w, int revents)
{
	struct net *net = w->data;
	uint64_t now = wall_ntp();
	struct later *l;

	(void)loop;
	(void)revents;
	while ((l = net->later) && l->ntp <= now) {
		net->later = l->next;
		dispatch_message(net, l->peer, &l->m, 0, false);
		free_later(net, l);
	}
	set_timer(net);
}

void later_init(struct net *net)
{
	ev_timer_init(&net->later_timer, on_time, 0., 0.);
	net->later_timer.data = net;
}

enum status later_add(struct net *net, struct peer *p, struct osc_message *m,
		      uint64_t ntp)
{
	struct later **at = &net->later, *l;

	if (net->n_later >= LATER_MAX ||
	    lo_message_length(m->lo, m->address) > LATER_BYTES)
		return ST_FULL;
	l = mem_new(sizeof(*l));
	if (l)
		l->address = mem_str(m->address);
	if (!l || !l->address) {
		mem_free(l);
		return ST_NOMEM;
	}
	l->ntp = ntp;
	l->m = *m;
	l->m.address = l->address;
	m->lo = NULL;
	l->peer = peer_ref(p);
	p->pending++;
	net->n_later++;
	while (*at && (*at)->ntp <= ntp)
		at = &(*at)->next;
	l->next = *at;
	*at = l;
	set_timer(net);
	return ST_OK;
}

void later_clear(struct net *net)
{
	struct later *l;

	while ((l = net->later)) {
		net->later = l->next;
		free_later(net, l);
	}
	set_timer(net);
}
