#include "clients/common/connection.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>
#include "clients/common/parts.h"
#include "osc-spec/protocol.h"

enum { PACKET_MAX = 1 << 20, DATAGRAM_MAX = 65507 };

#define TEXT_OF(x) TEXT_OF_(x)
#define TEXT_OF_(x) #x

/* "host", "host:port", "[::1]:port" into two strings. */
static void split_host(char *text, const char **host, const char **port)
{
	char *colon = strrchr(text, ':'), *close = strchr(text, ']');

	if (text[0] == '[' && close) {
		*host = text + 1;
		*close = '\0';
		if (close[1] == ':')
			*port = close + 2;
	} else if (colon && strchr(text, ':') == colon) {
		*colon = '\0';
		*host = text;
		*port = colon + 1;
	} else {
		*host = text;
	}
}

void connection_set_host(struct connection *c, char *text)
{
	split_host(text, &c->host, &c->port);
}

void connection_init(struct connection *c)
{
	static char from_environment[256];
	const char *host = getenv("PHONON_HOST");

	*c = (struct connection){.host = "localhost",
				 .port = TEXT_OF(OSC_PORT),
				 .patience_s = 3,
				 .fd = -1};
	if (host && *host) {
		snprintf(from_environment, sizeof(from_environment), "%s",
			 host);
		connection_set_host(c, from_environment);
	}
}

void connection_close(struct connection *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
	parts_free(c->parts);
	c->parts = NULL;
}

static void no_server(const struct connection *c, const char *why)
{
	fprintf(stderr,
		"phonon: no server answers at %s, port %s (%s): %s\n"
		"Start one with `phonon-audio`, or say where it is with --host "
		"and --port.\n",
		c->host, c->port, c->tcp ? "TCP" : "UDP", why);
}

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* connect() that gives up after the connection's patience. */
static int connect_in_time(const struct connection *c, int fd,
			   const struct addrinfo *a)
{
	struct pollfd p = {.fd = fd, .events = POLLOUT};
	int error = 0;
	socklen_t size = sizeof(error);

	if (connect(fd, a->ai_addr, a->ai_addrlen) == 0)
		return 0;
	if (errno != EINPROGRESS)
		return errno;
	if (poll(&p, 1, (int)(c->patience_s * 1000)) <= 0)
		return ETIMEDOUT;
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
	return error;
}

/* A datagram socket connects to anything. Where another address is left, an
 * empty datagram asks whether anybody is here: on this machine the refusal is
 * there at once. */
static int knock(const struct connection *c, int fd, const struct addrinfo *a)
{
	int error = 0;
	socklen_t size = sizeof(error);

	if (c->tcp || !a->ai_next)
		return 0;
	if (send(fd, "", 0, 0) < 0)
		return errno;
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
	return error;
}

static bool open_line(struct connection *c, int *exit_status)
{
	struct addrinfo hints = {.ai_socktype =
				     c->tcp ? SOCK_STREAM : SOCK_DGRAM};
	struct addrinfo *list, *a;
	int error = getaddrinfo(c->host, c->port, &hints, &list);

	if (error) {
		fprintf(stderr, "phonon: %s, port %s: %s\n", c->host, c->port,
			gai_strerror(error));
		*exit_status = EX_NOHOST;
		return false;
	}
	for (a = list; a && c->fd < 0; a = a->ai_next) {
		int fd = socket(a->ai_family, a->ai_socktype | SOCK_NONBLOCK,
				a->ai_protocol);

		if (fd < 0)
			continue;
		error = connect_in_time(c, fd, a);
		if (!error)
			error = knock(c, fd, a);
		if (error)
			close(fd);
		else
			c->fd = fd;
	}
	freeaddrinfo(list);
	if (c->fd >= 0)
		return true;
	no_server(c, strerror(error));
	*exit_status = EX_UNAVAILABLE;
	return false;
}

/* All bytes, waiting while the line is full. */
static bool write_all(struct connection *c, const unsigned char *p, size_t n)
{
	double end = now_s() + c->patience_s;

	while (n) {
		struct pollfd line = {.fd = c->fd, .events = POLLOUT};
		ssize_t done = send(c->fd, p, n, MSG_NOSIGNAL);

		if (done > 0) {
			p += done;
			n -= (size_t)done;
		} else if (errno != EAGAIN || now_s() > end) {
			return false;
		} else {
			poll(&line, 1, 100);
		}
	}
	return true;
}

bool connection_send(struct connection *c, const char *path, lo_message m,
		     int *exit_status)
{
	size_t n = lo_message_length(m, path);
	unsigned char *packet = malloc(n + 4);
	bool ok = false;

	*exit_status = EX_OSERR;
	if (packet) {
		lo_message_serialise(m, path, packet + 4, NULL);
		for (int i = 0; i < 4; i++)
			packet[i] = (unsigned char)(n >> (24 - 8 * i));
	}
	lo_message_free(m);
	if (!packet)
		return false;
	if (c->fd < 0 && !open_line(c, exit_status)) {
		free(packet);
		return false;
	}
	if (!c->tcp && n > DATAGRAM_MAX) {
		fputs("phonon: this is too long for a datagram: use --tcp\n",
		      stderr);
		*exit_status = EX_DATAERR;
	} else if (c->tcp ? write_all(c, packet, n + 4)
			  : send(c->fd, packet + 4, n, 0) == (ssize_t)n) {
		ok = true;
	} else {
		no_server(c, strerror(errno));
		*exit_status = EX_UNAVAILABLE;
	}
	free(packet);
	return ok;
}

/* n bytes of the stream before `end`; false: errno says why. */
static bool read_all(struct connection *c, unsigned char *to, size_t n,
		     double end)
{
	for (size_t have = 0; have < n;) {
		struct pollfd p = {.fd = c->fd, .events = POLLIN};
		double left = end - now_s();
		ssize_t got;

		if (left <= 0 || poll(&p, 1, (int)(left * 1000) + 1) == 0) {
			errno = ETIMEDOUT;
			return false;
		}
		got = recv(c->fd, to + have, n - have, 0);
		if (got == 0)
			errno = ECONNRESET;
		if (got == 0 || (got < 0 && errno != EAGAIN))
			return false;
		if (got > 0)
			have += (size_t)got;
	}
	return true;
}

/* One packet into buffer; its length, or 0 with errno. */
static size_t read_packet(struct connection *c, unsigned char *buffer,
			  double end)
{
	struct pollfd p = {.fd = c->fd, .events = POLLIN};
	unsigned char head[4];
	size_t n = 0;
	ssize_t got;

	if (c->tcp) {
		if (!read_all(c, head, 4, end))
			return 0;
		for (int i = 0; i < 4; i++)
			n = n << 8 | head[i];
		errno = EMSGSIZE;
		return n && n <= PACKET_MAX && read_all(c, buffer, n, end) ? n
									   : 0;
	}
	errno = ETIMEDOUT;
	if (poll(&p, 1, (int)((end - now_s()) * 1000) + 1) <= 0)
		return 0;
	got = recv(c->fd, buffer, PACKET_MAX, 0);
	return got > 0 ? (size_t)got : 0;
}

/* The next message, put together from its parts where it came in several.
 * NULL: errno says why, 0 that it can't be read. */
static lo_message next_message(struct connection *c, double end, char *path,
			       size_t size)
{
	static unsigned char buffer[PACKET_MAX];
	const unsigned char *packet = buffer;
	size_t n;
	int result = 0;
	lo_message m;

	while ((n = read_packet(c, buffer, end))) {
		packet = buffer;
		if (strncmp((const char *)buffer, "/phonon/part", n) == 0)
			packet = parts_take(&c->parts, buffer, &n);
		if (!packet)
			continue;
		m = lo_message_deserialise((void *)(uintptr_t)packet, n,
					   &result);
		snprintf(path, size, "%s", m ? (const char *)packet : "");
		errno = 0;
		return m;
	}
	return NULL;
}

lo_message connection_wait(struct connection *c, double seconds, char *path,
			   size_t size)
{
	return next_message(c, now_s() + seconds, path, size);
}

lo_message connection_receive(struct connection *c, char *path, size_t size,
			      int *exit_status)
{
	lo_message m = connection_wait(c, c->patience_s, path, size);

	if (m)
		return m;
	if (errno == 0) {
		fputs("phonon: the server's answer can't be read\n", stderr);
		*exit_status = EX_PROTOCOL;
	} else if (errno == ETIMEDOUT) {
		no_server(c, "it said nothing in time");
		*exit_status = EX_TEMPFAIL;
	} else {
		no_server(c, strerror(errno));
		*exit_status = EX_UNAVAILABLE;
	}
	return NULL;
}

const char *answer_string(lo_message m, int i)
{
	const char *types = lo_message_get_types(m);

	if (i >= lo_message_get_argc(m) || (types[i] != 's' && types[i] != 'S'))
		return "";
	/* Not ->s: OSC aligns to 4 bytes, lo_arg to 8. */
	return (const char *)lo_message_get_argv(m)[i];
}

double answer_number(lo_message m, int i)
{
	if (i >= lo_message_get_argc(m))
		return 0;
	return (double)lo_hires_val((lo_type)lo_message_get_types(m)[i],
				    lo_message_get_argv(m)[i]);
}

/* Whether an answer belongs to a request. */
static bool answers(const char *path, lo_message m, const char *request)
{
	size_t n = strlen(request);

	if (strcmp(path, "/done") == 0 || strcmp(path, "/fail") == 0)
		return strcmp(answer_string(m, 0), request) == 0;
	return strncmp(path, request, n) == 0 &&
	       strcmp(path + n, ".reply") == 0;
}

lo_message connection_ask(struct connection *c, const char *request,
			  lo_message m, char *path, size_t size,
			  int *exit_status)
{
	if (!connection_send(c, request, m, exit_status))
		return NULL;
	while ((m = connection_receive(c, path, size, exit_status))) {
		if (answers(path, m, request))
			return m;
		lo_message_free(m);
	}
	return NULL;
}
