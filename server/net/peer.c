#include "config.h"

#include "net/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include "base/alloc.h"
#include "base/log.h"
#include "net/parts.h"
#include "net/reply.h"
#include "net/state.h"
#include "net/stream.h"

struct peer *peer_new(struct net *net, struct conn *conn)
{
	struct peer *p = mem_new(sizeof(*p));

	if (!p)
		return NULL;
	p->net = net;
	p->conn = conn;
	p->refs = 1;
	p->heard = ev_time();
	return p;
}

struct peer *peer_ref(struct peer *p)
{
	p->refs++;
	return p;
}

void peer_unref(struct peer *p)
{
	if (--p->refs)
		return;
	peer_forget_ids(p);
	parts_drop(p);
	mem_free(p);
}

void peer_name_address(const struct sockaddr_storage *a, char *to, size_t size)
{
	char text[INET6_ADDRSTRLEN] = "?";
	const struct sockaddr_in *v4 = (const void *)a;
	const struct sockaddr_in6 *v6 = (const void *)a;

	if (a->ss_family == AF_INET) {
		inet_ntop(AF_INET, &v4->sin_addr, text, sizeof(text));
		snprintf(to, size, "%s:%d", text, ntohs(v4->sin_port));
	} else if (a->ss_family == AF_INET6) {
		inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof(text));
		snprintf(to, size, "[%s]:%d", text, ntohs(v6->sin6_port));
	} else {
		snprintf(to, size, "a local client");
	}
}

bool peer_is_loopback(const struct sockaddr_storage *a)
{
	const struct sockaddr_in *v4 = (const void *)a;
	const struct sockaddr_in6 *v6 = (const void *)a;
	const unsigned char *b = v6->sin6_addr.s6_addr;

	if (a->ss_family == AF_INET)
		return ntohl(v4->sin_addr.s_addr) >> 24 == 127;
	if (a->ss_family != AF_INET6)
		return true;
	return IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr) ||
	       (IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr) && b[12] == 127);
}

/* --- UDP senders --- */

static bool same_sender(const struct peer *p, const struct listener *on,
			const struct sockaddr_storage *from, socklen_t len)
{
	const struct sockaddr_in *a = (const void *)&p->address;
	const struct sockaddr_in *b = (const void *)from;

	if (p->on != on || p->address_len != len)
		return false;
	if (from->ss_family == AF_INET)
		return a->sin_port == b->sin_port &&
		       a->sin_addr.s_addr == b->sin_addr.s_addr;
	return memcmp(&p->address, from, len) == 0;
}

/* The one that was silent longest makes room; what it has under way goes on.
 */
static void drop_oldest(struct net *net)
{
	struct peer **at = &net->udp_peers, *p;

	while (*at && (*at)->next)
		at = &(*at)->next;
	p = *at;
	if (!p)
		return;
	*at = NULL;
	net->n_udp_peers--;
	peer_unref(p);
}

struct peer *peer_udp(struct net *net, struct listener *on,
		      const struct sockaddr_storage *from, socklen_t len)
{
	struct peer **at = &net->udp_peers, *p;

	while (*at && !same_sender(*at, on, from, len))
		at = &(*at)->next;
	p = *at;
	if (p) {
		*at = p->next;
	} else {
		p = peer_new(net, NULL);
		if (!p)
			return NULL;
		p->on = on;
		memcpy(&p->address, from, len);
		p->address_len = len;
		p->conductor = peer_is_loopback(from);
		peer_name_address(from, p->where, sizeof(p->where));
		if (++net->n_udp_peers > NET_UDP_PEERS)
			drop_oldest(net);
	}
	p->next = net->udp_peers;
	net->udp_peers = p;
	p->heard = ev_now(net->o.loop);
	return p;
}

void peer_drop_all_udp(struct net *net)
{
	while (net->udp_peers)
		drop_oldest(net);
}

void peer_expire(struct net *net)
{
	double before = ev_now(net->o.loop) - PEER_IDS_SECONDS;

	for (struct peer *p = net->udp_peers; p; p = p->next)
		if (p->heard < before)
			p->topics = 0;
}

/* --- Sending --- */

static void send_datagram(struct peer *p, const void *packet, size_t n)
{
	ssize_t sent;

	if (!p->on || p->on->fd < 0)
		return;
	sent = sendto(p->on->fd, packet, n, MSG_DONTWAIT | MSG_NOSIGNAL,
		      (struct sockaddr *)&p->address, p->address_len);
	if (sent < 0)
		log_debug("an answer to %s could not be sent", p->where);
}

/* /phonon/part ,iiib number index count bytes. */
static void send_parts(struct peer *p, const unsigned char *packet, size_t n)
{
	enum { HEAD = 16 + 8 + 12 + 4, ROOM = PEER_DATAGRAM - HEAD };
	static int32_t number;
	struct strbuf part;
	int32_t count = (int32_t)((n + ROOM - 1) / ROOM);

	number = (number + 1) & INT32_MAX;
	strbuf_init(&part);
	for (int32_t i = 0; i < count; i++, packet += ROOM, n -= ROOM) {
		strbuf_reset(&part);
		reply_build(&part, "/phonon/part", "iiii", number, i, count,
			    (int32_t)(n < ROOM ? n : ROOM));
		if (part.failed)
			break;
		/* The last int is the length of what is a blob from here on. */
		part.text[16 + 4] = 'b';
		strbuf_add(&part, (const char *)packet, n < ROOM ? n : ROOM);
		if (!part.failed)
			send_datagram(p, part.text, part.len);
		if (n < ROOM)
			break;
	}
	strbuf_finish(&part);
}

void peer_send(struct peer *p, const void *packet, size_t n, bool droppable)
{
	if (p->conn)
		conn_send(p->conn, packet, n, droppable);
	else if (p->on && n <= PEER_DATAGRAM)
		send_datagram(p, packet, n);
	else if (p->on)
		send_parts(p, packet, n);
}

void peer_broadcast(struct net *net, enum topic topic, const void *packet,
		    size_t n)
{
	for (struct peer *p = net->udp_peers; p; p = p->next)
		if (p->topics & topic)
			peer_send(p, packet, n, true);
	conn_broadcast(net, topic, packet, n);
}

/* --- Answers by id --- */

struct strbuf *peer_remember(struct peer *p, int64_t id)
{
	struct answer *a;

	if (!p->answers)
		p->answers = mem_array(PEER_IDS, sizeof(*p->answers));
	if (!p->answers)
		return NULL;
	a = &p->answers[p->next_answer];
	p->next_answer = (p->next_answer + 1) % PEER_IDS;
	a->id = id;
	a->at = ev_time();
	strbuf_reset(&a->packets);
	return &a->packets;
}

bool peer_answer_again(struct peer *p, int64_t id)
{
	double oldest = ev_time() - PEER_IDS_SECONDS;
	uint32_t len;

	for (int i = 0; p->answers && i < PEER_IDS; i++) {
		struct answer *a = &p->answers[i];

		if (a->id != id || a->at < oldest || !a->packets.len)
			continue;
		for (size_t at = 0; at + 4 <= a->packets.len; at += 4 + len) {
			memcpy(&len, a->packets.text + at, 4);
			peer_send(p, a->packets.text + at + 4, len, false);
		}
		return true;
	}
	return false;
}

void peer_forget_ids(struct peer *p)
{
	for (int i = 0; p->answers && i < PEER_IDS; i++)
		strbuf_finish(&p->answers[i].packets);
	mem_free(p->answers);
	p->answers = NULL;
}
