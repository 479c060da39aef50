#include "config.h"

#include "tests/net/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "net/framing.h"
#include "net/packet.h"
#include "net/reply.h"
#include "net/state.h"
#include "tests/net/fake_engine.h"
#include "tests/support/suite.h"

static void on_quit(void *ctx)
{
	struct harness *h = ctx;

	h->quits++;
}

void harness_start(struct harness *h)
{
	struct net_options o = {.quit = on_quit, .ctx = h};
	char why[NET_WHY];

	memset(h, 0, sizeof(*h));
	strcpy(h->folder, "/tmp/phonon-test-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(h->folder));
	snprintf(h->unix_path, sizeof(h->unix_path), "%s/osc", h->folder);
	snprintf(h->ipc_path, sizeof(h->ipc_path), "%s/ipc", h->folder);
	o.unix_path = h->unix_path;
	o.ipc_path = h->ipc_path;
	o.loop = h->loop = ev_loop_new(EVFLAG_AUTO);
	CU_ASSERT_EQUAL_FATAL(net_open(&h->net, &o, why), ST_OK);
}

void harness_stop(struct harness *h)
{
	net_close(h->net);
	ev_loop_destroy(h->loop);
	rmdir(h->folder);
}

static int connect_unix(const char *path)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(a.sun_path, sizeof(a.sun_path), "%s", path);
	CU_ASSERT_EQUAL_FATAL(connect(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	return fd;
}

int harness_connect(struct harness *h, enum via via)
{
	struct sockaddr_in a = {.sin_family = AF_INET,
				.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd;

	if (via == VIA_UNIX)
		return connect_unix(h->unix_path);
	fd = socket(AF_INET, via == VIA_UDP ? SOCK_DGRAM : SOCK_STREAM, 0);
	a.sin_port = htons((uint16_t)(via == VIA_UDP ? h->net->udp[0].port
						     : h->net->tcp[0].port));
	CU_ASSERT_EQUAL_FATAL(connect(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	return fd;
}

int harness_connect_ipc(struct harness *h)
{
	return connect_unix(h->ipc_path);
}

void harness_turn(struct harness *h)
{
	/* On one machine, what was sent has arrived: a turn accepts, one reads,
	 * one writes; large answers take more. */
	for (int i = 0; i < 12; i++)
		ev_run(h->loop, EVRUN_NOWAIT);
}

void client_write(struct harness *h, int fd, const void *bytes, size_t n)
{
	CU_ASSERT_EQUAL(send(fd, bytes, n, MSG_NOSIGNAL), (ssize_t)n);
	harness_turn(h);
}

void client_send(struct harness *h, int fd, enum via via, const char *address,
		 const char *types, ...)
{
	struct strbuf packet, wire;
	va_list ap;

	strbuf_init(&packet);
	strbuf_init(&wire);
	va_start(ap, types);
	reply_vbuild(&packet, address, types, ap);
	va_end(ap);
	if (via == VIA_UDP)
		strbuf_add(&wire, packet.text, packet.len);
	else
		frame_write(&wire, FRAMING_LENGTH, packet.text, packet.len);
	client_write(h, fd, wire.text, wire.len);
	strbuf_finish(&wire);
	strbuf_finish(&packet);
}

static void add_argument(struct strbuf *to, const struct osc_message *m, int i)
{
	if (m->types[i] == 's')
		strbuf_printf(to, "|%s", osc_text(m, i));
	else if (m->types[i] == 't')
		strbuf_puts(to, "|t");
	else if (m->types[i] == 'b')
		strbuf_printf(to, "|blob %u",
			      lo_blob_datasize((lo_blob)m->argv[i]));
	else
		strbuf_printf(to, "|%g", osc_number(m, i));
}

static void add_message(struct strbuf *to, const void *packet, size_t n)
{
	struct osc_message m;
	struct packet_error wrong;

	CU_ASSERT_EQUAL_FATAL(osc_message_read(&m, packet, n, &wrong), ST_OK);
	strbuf_printf(to, "%s,%s", m.address, m.types);
	for (int i = 0; i < m.argc; i++)
		add_argument(to, &m, i);
	strbuf_putc(to, '\n');
	osc_message_finish(&m);
}

const char *client_read(struct harness *h, int fd, enum via via)
{
	static char text[1 << 16];
	static unsigned char bytes[1 << 16];
	struct strbuf lines;
	struct frame_reader r;
	const char *why;
	size_t used;
	ssize_t n;

	harness_turn(h);
	strbuf_init(&lines);
	frame_reader_init(&r, FRAME_MAX);
	while ((n = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT)) > 0) {
		if (via == VIA_UDP) {
			add_message(&lines, bytes, (size_t)n);
			continue;
		}
		for (size_t at = 0;; at += used) {
			if (frame_feed(&r, bytes + at, (size_t)n - at, &used,
				       &why) != FRAME_WHOLE)
				break;
			add_message(&lines, r.frame.text, r.frame.len);
		}
	}
	if (n == 0)
		strbuf_puts(&lines, "closed\n");
	snprintf(text, sizeof(text), "%s", strbuf_str(&lines));
	strbuf_finish(&lines);
	frame_reader_finish(&r);
	return text;
}

int harness_begin(struct harness *h, enum via via)
{
	int fd;

	fake_engine_reset();
	harness_start(h);
	fd = harness_connect(h, via);
	harness_turn(h);
	return fd;
}

void harness_end(struct harness *h, int fd)
{
	close(fd);
	harness_turn(h);
	harness_stop(h);
}
