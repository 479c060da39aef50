#include "config.h"

#include "net/net.h"

#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include "base/alloc.h"
#include "base/log.h"
#include "engine/engine.h"
#include "engine/mixer.h"
#include "net/evals.h"
#include "net/later.h"
#include "net/listen.h"
#include "net/record.h"
#include "net/reply.h"
#include "net/shim.h"
#include "net/shim_frame.h"
#include "net/state.h"
#include "net/stream.h"
#include "net/udp.h"

static const double tick_seconds = 0.02, expire_seconds = 1,
		    turn_seconds = 0.004;

double net_ntp_seconds(uint64_t ntp)
{
	return (double)ntp / 4294967296.0;
}

bool net_turn_is_long(struct net *net)
{
	if (net->turn != ev_now(net->o.loop)) {
		net->turn = ev_now(net->o.loop);
		return false;
	}
	return ev_time() - ev_now(net->o.loop) > turn_seconds;
}

/* --- Watchers --- */

static void on_udp(struct ev_loop *loop, struct ev_io *w, int revents)
{
	(void)loop;
	(void)revents;
	udp_receive(w->data);
}

static void on_connection(struct ev_loop *loop, struct ev_io *w, int revents)
{
	(void)loop;
	(void)revents;
	conn_accept(w->data);
}

static void on_ipc(struct ev_loop *loop, struct ev_io *w, int revents)
{
	(void)loop;
	(void)revents;
	shim_accept(w->data);
}

static void watch(struct net *net, struct listener *l,
		  void (*fn)(struct ev_loop *, struct ev_io *, int))
{
	if (l->fd < 0)
		return;
	l->net = net;
	ev_io_init(&l->io, fn, l->fd, EV_READ);
	l->io.data = l;
	ev_io_start(net->o.loop, &l->io);
}

static void tell_beat(struct net *net)
{
	double cycle = engine_cycle(net->o.engine);
	double beat = (double)(int64_t)(cycle * 4);

	if (beat == net->beat)
		return;
	net->beat = beat;
	reply_all(net, TOPIC_BEAT, "/phonon/beat", "df", beat / 4,
		  engine_tempo(net->o.engine));
}

static void each_listener(struct net *net, void (*fn)(struct listener *l))
{
	for (int i = 0; i < NET_SOCKETS; i++) {
		fn(&net->udp[i]);
		fn(&net->tcp[i]);
	}
	fn(&net->un);
	fn(&net->ipc);
}

static const double meter_seconds = 0.05;

static void tell_meter(void *ctx, const char *scope, const float peak[2],
		       const float rms[2])
{
	reply_all(ctx, TOPIC_METER, "/phonon/meter", "sffff", scope,
		  (double)peak[0], (double)peak[1], (double)rms[0],
		  (double)rms[1]);
}

/* Twenty times a second; late ones are not made up for. */
static void tell_meters(struct net *net)
{
	double now = ev_now(net->o.loop);

	if (now - net->metered < meter_seconds)
		return;
	net->metered = now - net->metered < 2 * meter_seconds
			   ? net->metered + meter_seconds
			   : now;
	mixer_meters(net->o.engine, tell_meter, net);
}

static void on_tick(struct ev_loop *loop, struct ev_timer *w, int revents)
{
	static unsigned turns;
	struct net *net = w->data;

	(void)loop;
	(void)revents;
	tell_beat(net);
	each_listener(net, listen_resume);
	tell_meters(net);
	if (++turns < expire_seconds / tick_seconds)
		return;
	turns = 0;
	peer_expire(net);
	conn_expire(net);
}

/* What the engine has to say: to who sent the code, and to subscribers. */
static void on_engine_message(void *ctx, const char *scope, const char *slot,
			      const char *text)
{
	struct net *net = ctx;

	log_info("%s %s: %s", scope ? scope : "", slot ? slot : "", text);
	scope = scope ? scope : "";
	if (net->author && !strcmp(scope, "main") &&
	    !(net->author->topics & TOPIC_LOG))
		reply_to(net->author, true, "/phonon/log", "sss", scope,
			 slot ? slot : "", text);
	reply_all(net, TOPIC_LOG, "/phonon/log", "sss", scope, slot ? slot : "",
		  text);
}

/* --- Opening --- */

static enum status refuse(char why[NET_WHY], enum status st, const char *what,
			  const char *address, int port)
{
	if (st == ST_BUSY)
		snprintf(why, NET_WHY,
			 "%s port %d on %s is in use by another program (a "
			 "phonon-audio that still runs?): choose another with "
			 "%s",
			 what, port, address,
			 what[0] == 'U' ? "-u PORT" : "-t PORT");
	else if (st == ST_NOTFOUND)
		snprintf(why, NET_WHY, "this machine has no address %s",
			 address);
	else if (st == ST_INVALID)
		snprintf(why, NET_WHY,
			 "%s is not an address: --bind takes one "
			 "in numbers, as 192.168.1.20",
			 address);
	else
		snprintf(why, NET_WHY, "%s port %d on %s can't be opened%s",
			 what, port, address,
			 st == ST_DENIED ? ": permission denied" : "");
	return st;
}

/* One kind of socket on all addresses. Without IPv6, v4 alone will do. */
static enum status open_inet(struct net *net, struct listener *to, int type,
			     int port, char why[NET_WHY])
{
	const char *addresses[] = {"127.0.0.1", "::1"};
	const char *what = type == SOCK_DGRAM ? "UDP" : "TCP";
	enum status st;

	if (net->o.bind) {
		st = listen_inet(to, type, net->o.bind, port);
		return st == ST_OK ? st
				   : refuse(why, st, what, net->o.bind, port);
	}
	for (int i = 0; i < 2; i++) {
		st = listen_inet(&to[i], type, addresses[i], port);
		if (st == ST_NOTFOUND && i)
			break;
		if (st != ST_OK)
			return refuse(why, st, what, addresses[i], port);
		port = to[i].port;
	}
	return ST_OK;
}

/* An explicit path must be free; where the default is taken the server runs
 * without. */
static enum status open_unix(struct listener *l, const char *path,
			     bool explicit_path, const char *option,
			     char why[NET_WHY])
{
	enum status st = listen_unix(l, path);
	const char *reason = st == ST_BUSY	? "another server answers there"
			     : st == ST_DENIED	? "it is not ours to remove"
			     : st == ST_INVALID ? "the path is too long"
						: "it can't be made";

	if (st == ST_OK)
		return st;
	snprintf(why, NET_WHY, "the socket %s is not available: %s", path,
		 reason);
	if (explicit_path)
		return st;
	log_warn("%s; going on without it (%s PATH chooses another)", why,
		 option);
	return ST_OK;
}

static enum status open_local(struct net *net, char why[NET_WHY])
{
	const char *ipc = net->o.ipc_path ? net->o.ipc_path : IPC_DEFAULT_PATH;
	char path[128];
	enum status st = ST_OK;

	if (!net->o.no_ipc)
		st = open_unix(&net->ipc, ipc, net->o.ipc_path != NULL, "--ipc",
			       why);
	if (st != ST_OK || net->o.no_unix)
		return st;
	if (net->o.unix_path)
		return open_unix(&net->un, net->o.unix_path, true, "--unix",
				 why);
	if (!listen_default_path(path, sizeof(path))) {
		log_warn("the folder of %s can't be used; going on without "
			 "this socket (--unix PATH chooses another)",
			 path);
		return ST_OK;
	}
	return open_unix(&net->un, path, false, "--unix", why);
}

static enum status open_all(struct net *net, char why[NET_WHY])
{
	enum status st;

	if (net->o.bind && !listen_is_address(net->o.bind))
		return refuse(why, ST_INVALID, "", net->o.bind, 0);
	if (!net->o.insecure && !listen_is_loopback(net->o.bind)) {
		snprintf(why, NET_WHY,
			 "%s can be reached from other machines, and whoever "
			 "reaches it can play: say --insecure if that is what "
			 "you want",
			 net->o.bind);
		return ST_DENIED;
	}
	st = open_inet(net, net->udp, SOCK_DGRAM, net->o.udp_port, why);
	if (st == ST_OK)
		st =
		    open_inet(net, net->tcp, SOCK_STREAM, net->o.tcp_port, why);
	if (st == ST_OK)
		st = open_local(net, why);
	return st;
}

static void set_empty(struct listener *l)
{
	l->fd = -1;
}

static void start(struct net *net)
{
	for (int i = 0; i < NET_SOCKETS; i++) {
		watch(net, &net->udp[i], on_udp);
		watch(net, &net->tcp[i], on_connection);
	}
	watch(net, &net->un, on_connection);
	watch(net, &net->ipc, on_ipc);
	later_init(net);
	ev_timer_init(&net->tick, on_tick, tick_seconds, tick_seconds);
	net->tick.data = net;
	ev_timer_start(net->o.loop, &net->tick);
	engine_on_message(net->o.engine, on_engine_message, net);
}

enum status net_open(struct net **out, const struct net_options *o,
		     char why[NET_WHY])
{
	struct net *net = mem_new(sizeof(*net));
	enum status st;

	snprintf(why, NET_WHY, "no memory");
	if (!net)
		return ST_NOMEM;
	net->o = *o;
	net->started = ev_time();
	each_listener(net, set_empty);
	net->datagram = mem_new(UDP_MAX);
	st = net->datagram ? open_all(net, why) : ST_NOMEM;
	if (st != ST_OK) {
		each_listener(net, listen_close);
		mem_free(net->datagram);
		mem_free(net);
		return st;
	}
	start(net);
	*out = net;
	return ST_OK;
}

void net_where(const struct net *net, struct strbuf *to)
{
	strbuf_printf(to, "UDP %d, TCP %d", net->udp[0].port, net->tcp[0].port);
	if (net->o.bind)
		strbuf_printf(to, " on %s", net->o.bind);
	if (net->un.path)
		strbuf_printf(to, ", %s", net->un.path);
	if (net->ipc.path)
		strbuf_printf(to, ", %s", net->ipc.path);
}

void net_ready(struct net *net)
{
	net->ready = true;
	shim_ready(net);
}

void net_underrun(struct net *net, uint64_t count)
{
	net->underruns = count;
	shim_underrun(net, count);
	reply_all(net, TOPIC_STATUS, "/phonon/underrun", "i", (int32_t)count);
}

void net_tell(struct net *net, const char *text)
{
	reply_all(net, TOPIC_LOG, "/phonon/log", "sss", "", "", text);
}

static void stop_watching(struct listener *l)
{
	if (l->fd >= 0 && l->net)
		ev_io_stop(l->net->o.loop, &l->io);
}

void net_close(struct net *net)
{
	if (!net)
		return;
	engine_on_message(net->o.engine, NULL, NULL);
	each_listener(net, stop_watching);
	ev_timer_stop(net->o.loop, &net->tick);
	shim_close_all(net);
	evals_drop_all(net);
	later_clear(net);
	conn_close_all(net);
	record_forget(net);
	peer_drop_all_udp(net);
	each_listener(net, listen_close);
	mem_free(net->datagram);
	mem_free(net);
}
