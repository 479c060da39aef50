#include "config.h"

#include "net/listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "base/alloc.h"
#include "base/log.h"
#include "net/peer.h"
#include "net/state.h"

enum { BACKLOG = 64, UDP_BUFFER = 4 << 20 };

static enum status status_of(int error)
{
	switch (error) {
	case EADDRINUSE:
		return ST_BUSY;
	case EADDRNOTAVAIL:
	case EAFNOSUPPORT:
		return ST_NOTFOUND;
	case EACCES:
	case EPERM:
		return ST_DENIED;
	}
	return ST_IO;
}

/* A numeric address. */
static bool read_address(const char *text, int port,
			 struct sockaddr_storage *to, socklen_t *len)
{
	struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_PASSIVE};
	struct addrinfo *found;
	char service[12];

	snprintf(service, sizeof(service), "%d", port);
	if (getaddrinfo(text, service, &hints, &found) != 0)
		return false;
	memcpy(to, found->ai_addr, found->ai_addrlen);
	*len = found->ai_addrlen;
	freeaddrinfo(found);
	return true;
}

bool listen_is_address(const char *text)
{
	struct sockaddr_storage a;
	socklen_t len;

	return read_address(text, 0, &a, &len);
}

bool listen_is_loopback(const char *bind)
{
	struct sockaddr_storage a;
	socklen_t len;

	return !bind ||
	       (read_address(bind, 0, &a, &len) && peer_is_loopback(&a));
}

static void set_options(int fd, int type, int family)
{
	int on = 1, size = UDP_BUFFER;

	if (family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	if (type == SOCK_STREAM) {
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
		return;
	}
#ifdef SO_RCVBUFFORCE
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) ==
	    0)
		return;
#endif
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
}

static int port_of(int fd)
{
	struct sockaddr_storage a;
	socklen_t len = sizeof(a);

	if (getsockname(fd, (struct sockaddr *)&a, &len) != 0)
		return 0;
	return a.ss_family == AF_INET6
		   ? ntohs(((struct sockaddr_in6 *)&a)->sin6_port)
		   : ntohs(((struct sockaddr_in *)&a)->sin_port);
}

enum status listen_inet(struct listener *l, int type, const char *address,
			int port)
{
	struct sockaddr_storage a;
	socklen_t len;
	enum status st;
	int fd;

	if (!read_address(address, port, &a, &len))
		return ST_INVALID;
	fd = socket(a.ss_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return status_of(errno);
	set_options(fd, type, a.ss_family);
	if (bind(fd, (struct sockaddr *)&a, len) != 0 ||
	    (type == SOCK_STREAM && listen(fd, BACKLOG) != 0)) {
		st = status_of(errno);
		close(fd);
		return st;
	}
	l->fd = fd;
	l->port = port_of(fd);
	return ST_OK;
}

/* --- Unix sockets --- */

static bool unix_address(struct sockaddr_un *a, const char *path)
{
	*a = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof(a->sun_path))
		return false;
	strcpy(a->sun_path, path);
	return true;
}

/* Does a server answer there? */
static bool is_live(const struct sockaddr_un *a)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	bool live;

	if (fd < 0)
		return true;
	live = connect(fd, (const struct sockaddr *)a, sizeof(*a)) == 0 ||
	       (errno != ECONNREFUSED && errno != ENOENT);
	close(fd);
	return live;
}

/* Make room for our socket: only one that is ours and dead goes. */
static enum status clear_path(const struct sockaddr_un *a)
{
	struct stat st;

	if (lstat(a->sun_path, &st) != 0)
		return errno == ENOENT ? ST_OK : status_of(errno);
	if (!S_ISSOCK(st.st_mode))
		return ST_DENIED;
	if (is_live(a))
		return ST_BUSY;
	if (st.st_uid != geteuid() && geteuid() != 0)
		return ST_DENIED;
	return unlink(a->sun_path) == 0 ? ST_OK : ST_DENIED;
}

static int bind_private(const struct sockaddr_un *a)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	mode_t before;
	int error = 0;

	if (fd < 0)
		return -1;
	before = umask(0177);
	if (bind(fd, (const struct sockaddr *)a, sizeof(*a)) != 0 ||
	    listen(fd, BACKLOG) != 0)
		error = errno;
	umask(before);
	if (!error)
		return fd;
	close(fd);
	errno = error;
	return -1;
}

enum status listen_unix(struct listener *l, const char *path)
{
	struct sockaddr_un a;
	enum status st;

	if (!unix_address(&a, path))
		return ST_INVALID;
	st = clear_path(&a);
	if (st != ST_OK)
		return st;
	l->path = mem_str(path);
	if (!l->path)
		return ST_NOMEM;
	l->fd = bind_private(&a);
	if (l->fd >= 0) {
		l->local = true;
		return ST_OK;
	}
	st = status_of(errno);
	mem_free(l->path);
	l->path = NULL;
	return st;
}

void listen_close(struct listener *l)
{
	if (l->fd < 0)
		return;
	close(l->fd);
	l->fd = -1;
	if (l->path)
		unlink(l->path);
	mem_free(l->path);
	l->path = NULL;
}

void listen_failed(struct listener *l)
{
	if (errno != EMFILE && errno != ENFILE && errno != ENOBUFS &&
	    errno != ENOMEM)
		return;
	if (!l->told)
		log_warn("connections have to wait: %s", strerror(errno));
	l->told = l->rests = true;
	ev_io_stop(l->net->o.loop, &l->io);
}

void listen_resume(struct listener *l)
{
	if (!l->rests)
		return;
	l->rests = false;
	ev_io_start(l->net->o.loop, &l->io);
}

bool listen_peer_allowed(int fd)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);

	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0 &&
	       (peer.uid == geteuid() || peer.uid == 0);
}

/* A folder that is ours alone, made when it is missing. */
static bool private_folder(const char *path)
{
	struct stat st;

	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return false;
	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode) &&
	       st.st_uid == geteuid() && !(st.st_mode & 077);
}

bool listen_default_path(char *to, size_t size)
{
	const char *run = getenv("XDG_RUNTIME_DIR");
	char folder[80];

	if (run && run[0] == '/' && strlen(run) < sizeof(folder) - 8)
		snprintf(folder, sizeof(folder), "%.70s/phonon", run);
	else
		snprintf(folder, sizeof(folder), "/tmp/phonon-%ld",
			 (long)geteuid());
	snprintf(to, size, "%s/osc.sock", folder);
	return private_folder(folder);
}
