#include "config.h"

#include "net/stream.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/alloc.h"
#include "base/log.h"
#include "net/framing.h"
#include "net/listen.h"
#include "net/reply.h"
#include "net/state.h"

enum {
	READ_BYTES = 1 << 13,
	PAUSE_BYTES = 1 << 18, /* queued answers: don't read on */
	RESUME_BYTES = 1 << 16,
	DROP_BYTES = 1 << 16 /* queued answers: no subscriptions */
};

struct conn {
	struct ev_io reading, writing;
	struct net *net;
	struct peer *peer;
	struct conn *next, *prev;
	struct frame_reader frames;
	struct strbuf out;
	size_t written; /* of out */
	int fd;
	bool ended;	  /* the other side sends no more */
	bool broken;	  /* close once `out` is written and read */
	double broken_at; /* ev_time() */
	bool busy;	  /* inside of its packets: not to be freed */
};

static void close_conn(struct conn *c)
{
	struct net *net = c->net;

	ev_io_stop(net->o.loop, &c->reading);
	ev_io_stop(net->o.loop, &c->writing);
	close(c->fd);
	if (c->prev)
		c->prev->next = c->next;
	else
		net->conns = c->next;
	if (c->next)
		c->next->prev = c->prev;
	net->n_conns--;
	c->peer->conn = NULL;
	peer_unref(c->peer);
	frame_reader_finish(&c->frames);
	strbuf_finish(&c->out);
	mem_free(c);
}

static size_t queued(const struct conn *c)
{
	return c->out.len - c->written;
}

/* Write what the socket takes. False: the connection is broken. */
static bool flush(struct conn *c)
{
	ssize_t n;

	while (queued(c)) {
		n = send(c->fd, c->out.text + c->written, queued(c),
			 MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN || errno == EWOULDBLOCK;
		c->written += (size_t)n;
	}
	if (c->out.cap > RESUME_BYTES)
		strbuf_finish(&c->out);
	else
		strbuf_reset(&c->out);
	c->written = 0;
	return true;
}

/* Start and stop the watchers as the queues demand; close what is done. */
static void settle(struct conn *c)
{
	struct ev_loop *loop = c->net->o.loop;
	bool finished = c->ended && (c->broken || !c->peer->pending);

	if (c->busy)
		return;
	if (!flush(c) || c->out.failed || (finished && !queued(c))) {
		close_conn(c);
		return;
	}
	if (queued(c))
		ev_io_start(loop, &c->writing);
	else
		ev_io_stop(loop, &c->writing);
	if (c->broken && !queued(c))
		shutdown(c->fd, SHUT_WR);
	if (c->ended || queued(c) > PAUSE_BYTES)
		ev_io_stop(loop, &c->reading);
	else if (queued(c) <= RESUME_BYTES)
		ev_io_start(loop, &c->reading);
}

void conn_settled(struct conn *c)
{
	settle(c);
}

void conn_send(struct conn *c, const void *packet, size_t n, bool droppable)
{
	if (c->broken || (droppable && queued(c) > DROP_BYTES))
		return;
	if (c->written > PAUSE_BYTES) {
		size_t rest = queued(c);

		memmove(c->out.text, c->out.text + c->written, rest);
		c->out.len = rest;
		c->written = 0;
	}
	frame_write(&c->out, c->frames.framing, packet, n);
	if (!c->busy)
		ev_io_start(c->net->o.loop, &c->writing);
}

void conn_broadcast(struct net *net, enum topic topic, const void *packet,
		    size_t n)
{
	for (struct conn *c = net->conns; c; c = c->next)
		if (c->peer->topics & topic)
			peer_send(c->peer, packet, n, true);
}

static void refuse(struct conn *c, const char *why)
{
	c->net->failures++;
	log_debug("%s: %s", c->peer->where, why);
	reply_to(c->peer, false, "/fail", "ss", "", why);
	c->broken = true;
	c->broken_at = ev_time();
}

/* Closing with bytes unread would take the /fail back: read on for a while, but
 * not for ever. */
void conn_expire(struct net *net)
{
	struct conn *c, *next;

	for (c = net->conns; c; c = next) {
		next = c->next;
		if (c->broken && ev_time() - c->broken_at > 1)
			close_conn(c);
	}
}

/* The packets in a piece of the stream. */
static void take(struct conn *c, const unsigned char *data, size_t n)
{
	const char *why = "";
	size_t used;

	while (!c->broken) {
		switch (frame_feed(&c->frames, data, n, &used, &why)) {
		case FRAME_MORE:
			return;
		case FRAME_BAD:
			refuse(c, why);
			return;
		case FRAME_WHOLE:
			dispatch_packet(c->net, c->peer, c->frames.frame.text,
					c->frames.frame.len);
		}
		data += used;
		n -= used;
	}
}

static void on_readable(struct ev_loop *loop, struct ev_io *w, int revents)
{
	struct conn *c = w->data;
	unsigned char data[READ_BYTES];
	ssize_t n;

	(void)revents;
	if (net_turn_is_long(c->net))
		return;
	n = recv(c->fd, data, sizeof(data), MSG_DONTWAIT);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	c->peer->heard = ev_now(loop);
	if (n < 0) {
		close_conn(c);
		return;
	}
	if (n == 0) {
		c->ended = true;
	} else if (!c->broken) {
		c->busy = true;
		take(c, data, (size_t)n);
		c->busy = false;
	}
	settle(c);
}

static void on_writable(struct ev_loop *loop, struct ev_io *w, int revents)
{
	(void)loop;
	(void)revents;
	settle(w->data);
}

static struct conn *new_conn(struct listener *l, int fd)
{
	struct conn *c = mem_new(sizeof(*c));

	if (!c)
		return NULL;
	c->peer = peer_new(l->net, c);
	if (!c->peer) {
		mem_free(c);
		return NULL;
	}
	c->net = l->net;
	c->fd = fd;
	frame_reader_init(&c->frames, FRAME_MAX);
	strbuf_init(&c->out);
	c->next = l->net->conns;
	if (c->next)
		c->next->prev = c;
	l->net->conns = c;
	l->net->n_conns++;
	ev_io_init(&c->reading, on_readable, fd, EV_READ);
	ev_io_init(&c->writing, on_writable, fd, EV_WRITE);
	c->reading.data = c->writing.data = c;
	ev_io_start(l->net->o.loop, &c->reading);
	return c;
}

static void set_up(struct listener *l, int fd,
		   const struct sockaddr_storage *from)
{
	struct conn *c;
	int on = 1;

	if (l->net->n_conns >= NET_CONNS ||
	    (l->local && !listen_peer_allowed(fd))) {
		log_warn("a connection was refused: %s",
			 l->net->n_conns >= NET_CONNS ? "too many are open"
						      : "it is another user's");
		close(fd);
		return;
	}
	if (!l->local) {
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	}
	c = new_conn(l, fd);
	if (!c) {
		close(fd);
		return;
	}
	c->peer->conductor = l->local || peer_is_loopback(from);
	peer_name_address(from, c->peer->where, sizeof(c->peer->where));
}

void conn_accept(struct listener *l)
{
	struct sockaddr_storage from;
	socklen_t len;
	int fd;

	for (;;) {
		len = sizeof(from);
		memset(&from, 0, sizeof(from));
		fd = accept4(l->fd, (struct sockaddr *)&from, &len,
			     SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0) {
			listen_failed(l);
			return;
		}
		l->told = false;
		set_up(l, fd, &from);
	}
}

void conn_close_all(struct net *net)
{
	while (net->conns) {
		flush(net->conns);
		close_conn(net->conns);
	}
}
