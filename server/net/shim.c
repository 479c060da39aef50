#include "config.h"

#include "net/shim.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/alloc.h"
#include "base/log.h"
#include "engine/engine.h"
#include "net/evals.h"
#include "net/listen.h"
#include "net/reply.h"
#include "net/shim_frame.h"
#include "net/state.h"

enum { READ_BYTES = 1 << 16, QUEUE_BYTES = 4096, CLIENTS = 64 };

struct ipc_client {
	struct ev_io reading, writing;
	struct net *net;
	struct ipc_client *next;
	struct ipc_reader reader;
	struct strbuf out;
	int fd;
};

static void close_client(struct ipc_client *c)
{
	struct ipc_client **at = &c->net->ipc_clients;

	while (*at != c)
		at = &(*at)->next;
	*at = c->next;
	ev_io_stop(c->net->o.loop, &c->reading);
	ev_io_stop(c->net->o.loop, &c->writing);
	close(c->fd);
	ipc_reader_finish(&c->reader);
	strbuf_finish(&c->out);
	mem_free(c);
}

/* Write what goes; false: the client is gone. */
static bool flush(struct ipc_client *c)
{
	ssize_t n;

	while (c->out.len) {
		n = send(c->fd, c->out.text, c->out.len,
			 MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
			ev_io_start(c->net->o.loop, &c->writing);
			return true;
		}
		if (n < 0)
			return false;
		memmove(c->out.text, c->out.text + n, c->out.len - (size_t)n);
		c->out.len -= (size_t)n;
	}
	ev_io_stop(c->net->o.loop, &c->writing);
	return true;
}

/* Who doesn't read gets no more Underruns. */
static void tell(struct ipc_client *c, const struct ipc_message *m)
{
	if (c->out.len > QUEUE_BYTES)
		return;
	ipc_write(&c->out, m);
	flush(c);
}

static void tell_all(struct net *net, const struct ipc_message *m)
{
	for (struct ipc_client *c = net->ipc_clients; c; c = c->next)
		tell(c, m);
}

/* --- What a client wants --- */

static void set_tempo(struct net *net, double cps)
{
	if (engine_set_tempo(net->o.engine, cps, 0, 0) != ST_OK) {
		log_warn("IPC: a tempo of %g cycles a second is out of range",
			 cps);
		return;
	}
	reply_all(net, TOPIC_TEMPO, "/phonon/tempo", "ff", cps, cps * 240);
}

static void update(struct net *net, const struct ipc_message *m)
{
	if (m->too_long)
		log_warn("IPC: a text of %zu bytes is too long: 1 MiB is the "
			 "most",
			 m->len);
	else
		evals_start_shim(net, m->text, m->len);
}

static void shutdown_asked(struct net *net)
{
	if (net->o.no_quit || !net->o.quit)
		log_warn("IPC: a Shutdown was refused");
	else
		net->o.quit(net->o.ctx);
}

static void act(struct net *net, const struct ipc_message *m)
{
	net->messages++;
	switch (m->variant) {
	case IPC_UPDATE_GRAPH:
		update(net, m);
		break;
	case IPC_HUSH:
		engine_hush(net->o.engine, "ipc", NULL, -1, 0);
		break;
	case IPC_PANIC:
		engine_panic(net->o.engine);
		break;
	case IPC_SET_TEMPO:
		set_tempo(net, m->cps);
		break;
	case IPC_SHUTDOWN:
		shutdown_asked(net);
		break;
	default:
		log_debug("IPC: a client sent what only servers say");
	}
}

/* False: the client broke the format. */
static bool take(struct ipc_client *c, const unsigned char *data, size_t n)
{
	struct ipc_message m;
	const char *why = "";
	size_t used;

	for (;; data += used, n -= used)
		switch (ipc_feed(&c->reader, data, n, &used, &m, &why)) {
		case IPC_MORE:
			return true;
		case IPC_BAD:
			log_warn("IPC: a client sent %s; it is disconnected",
				 why);
			c->net->failures++;
			return false;
		case IPC_WHOLE:
			act(c->net, &m);
		}
}

/* --- Connections --- */

static void on_readable(struct ev_loop *loop, struct ev_io *w, int revents)
{
	struct ipc_client *c = w->data;
	unsigned char data[READ_BYTES];
	ssize_t n = recv(c->fd, data, sizeof(data), MSG_DONTWAIT);

	(void)loop;
	(void)revents;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0 || !take(c, data, (size_t)n))
		close_client(c);
}

static void on_writable(struct ev_loop *loop, struct ev_io *w, int revents)
{
	(void)loop;
	(void)revents;
	if (!flush(w->data))
		close_client(w->data);
}

static void add_client(struct net *net, int fd)
{
	struct ipc_client *c = mem_new(sizeof(*c));

	if (!c) {
		close(fd);
		return;
	}
	c->net = net;
	c->fd = fd;
	c->next = net->ipc_clients;
	net->ipc_clients = c;
	ipc_reader_init(&c->reader);
	strbuf_init(&c->out);
	ev_io_init(&c->reading, on_readable, fd, EV_READ);
	ev_io_init(&c->writing, on_writable, fd, EV_WRITE);
	c->reading.data = c->writing.data = c;
	ev_io_start(net->o.loop, &c->reading);
	if (net->ready)
		tell(c, &(struct ipc_message){.variant = IPC_READY});
}

static bool room(const struct net *net)
{
	int n = 0;

	for (struct ipc_client *c = net->ipc_clients; c; c = c->next)
		n++;
	return n < CLIENTS;
}

void shim_accept(struct listener *l)
{
	int fd;

	while ((fd = accept4(l->fd, NULL, NULL,
			     SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
		if (listen_peer_allowed(fd) && room(l->net)) {
			add_client(l->net, fd);
			continue;
		}
		log_warn("IPC: a connection was refused");
		close(fd);
	}
	listen_failed(l);
}

void shim_ready(struct net *net)
{
	tell_all(net, &(struct ipc_message){.variant = IPC_READY});
}

void shim_underrun(struct net *net, uint64_t count)
{
	tell_all(net, &(struct ipc_message){.variant = IPC_UNDERRUN,
					    .count = count});
}

void shim_close_all(struct net *net)
{
	struct ipc_message bye = {.variant = IPC_SHUTDOWN};

	while (net->ipc_clients) {
		tell(net->ipc_clients, &bye);
		close_client(net->ipc_clients);
	}
}
