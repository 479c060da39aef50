#include "config.h"

#include "tests/net/live.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "net/framing.h"
#include "net/reply.h"

enum { WORDS = 40 };

double live_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* stderr into a file: a pipe that nobody reads would stop the server. */
static pid_t spawn(const char *const *words, const char *log)
{
	const char *program = getenv("PHONON_AUDIO");
	pid_t pid = fork();
	int fd;

	if (pid)
		return pid;
	fd = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	dup2(fd, STDERR_FILENO);
	close(fd);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	execv(program ? program : "./phonon-audio", (char *const *)words);
	_exit(127);
}

ssize_t live_receive(int fd, void *to, size_t n, double seconds)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	if (poll(&p, 1, (int)(seconds * 1000)) <= 0)
		return -1;
	return read(fd, to, n);
}

/* What it has written so far. */
static void read_log(const char *path, char *to, size_t size)
{
	FILE *f = fopen(path, "r");
	size_t n = f ? fread(to, 1, size - 1, f) : 0;

	to[n] = '\0';
	if (f)
		fclose(f);
}

/* "... listens on UDP 1234, TCP 1234, ..." */
static void read_ports(struct live *s)
{
	char text[2048];
	double end = live_now() + 5;

	while (live_now() < end) {
		read_log(s->log, text, sizeof(text));
		if (strchr(text, '\n') && strstr(text, "UDP ") &&
		    sscanf(strstr(text, "UDP "), "UDP %d, TCP %d", &s->port,
			   &s->tcp_port) == 2)
			return;
		usleep(1000);
	}
}

/* Sound can be heard, and the clock of the output is known. */
static bool wait_ready(const struct live *s)
{
	int fd = live_unix(s->ipc);
	char got[16];
	bool ready = live_receive(fd, got, sizeof(got), 5) >= 8;

	close(fd);
	return ready;
}

static void add(const char **words, int *n, const char *a, const char *b)
{
	words[(*n)++] = a;
	if (b)
		words[(*n)++] = b;
	words[*n] = NULL;
}

static bool start(struct live *s, bool aloud, const char *const *options)
{
	const char *words[WORDS];
	int n = 0;

	*s = (struct live){.pid = 0};
	strcpy(s->folder, "/tmp/phonon-live-XXXXXX");
	if (!mkdtemp(s->folder))
		return false;
	snprintf(s->ipc, sizeof(s->ipc), "%s/ipc", s->folder);
	snprintf(s->unix_path, sizeof(s->unix_path), "%s/osc", s->folder);
	snprintf(s->log, sizeof(s->log), "%s/log", s->folder);
	add(words, &n, "phonon-audio", aloud ? NULL : "--null");
	add(words, &n, "-u", "0");
	add(words, &n, "--ipc", s->ipc);
	add(words, &n, "--unix", s->unix_path);
	for (; options && *options; options++)
		add(words, &n, *options, NULL);
	s->pid = spawn(words, s->log);
	if (s->pid > 0)
		read_ports(s);
	return s->port && wait_ready(s);
}

bool live_start(struct live *s, const char *const *options)
{
	return start(s, false, options);
}

bool live_start_aloud(struct live *s, const char *const *options)
{
	return start(s, true, options);
}

static int wait_for(pid_t pid)
{
	int status = -1;

	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

int live_stop(struct live *s)
{
	int status = -1;

	if (s->pid > 0) {
		kill(s->pid, SIGTERM);
		status = wait_for(s->pid);
	}
	unlink(s->log);
	rmdir(s->folder);
	return status;
}

int live_run(const char *const *arguments, char *to, size_t size)
{
	char log[] = "/tmp/phonon-run-XXXXXX";
	const char *words[WORDS];
	int n = 0, status = -1;
	pid_t pid;

	close(mkstemp(log));
	add(words, &n, "phonon-audio", NULL);
	for (; *arguments; arguments++)
		add(words, &n, *arguments, NULL);
	pid = spawn(words, log);
	if (pid > 0)
		status = wait_for(pid);
	read_log(log, to, size);
	unlink(log);
	return status;
}

long live_memory(const struct live *s)
{
	char path[64], line[128];
	long kb, sum = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)s->pid);
	f = fopen(path, "r");
	if (!f)
		return -1;
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "RssAnon: %ld", &kb) == 1 ||
		    sscanf(line, "RssFile: %ld", &kb) == 1)
			sum += kb;
	fclose(f);
	return sum;
}

/* --- Sockets --- */

static int inet(int type, int port)
{
	struct sockaddr_in a = {.sin_family = AF_INET,
				.sin_port = htons((uint16_t)port),
				.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, type, 0);

	if (connect(fd, (struct sockaddr *)&a, sizeof(a)) == 0)
		return fd;
	close(fd);
	return -1;
}

int live_udp(const struct live *s)
{
	return inet(SOCK_DGRAM, s->port);
}

int live_tcp(const struct live *s)
{
	return inet(SOCK_STREAM, s->tcp_port);
}

int live_unix(const char *path)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(a.sun_path, sizeof(a.sun_path), "%s", path);
	if (connect(fd, (struct sockaddr *)&a, sizeof(a)) == 0)
		return fd;
	close(fd);
	return -1;
}

void live_send(int fd, bool stream, const char *address, const char *types, ...)
{
	struct strbuf packet, wire;
	va_list ap;

	strbuf_init(&packet);
	strbuf_init(&wire);
	va_start(ap, types);
	reply_vbuild(&packet, address, types, ap);
	va_end(ap);
	if (stream)
		frame_write(&wire, FRAMING_LENGTH, packet.text, packet.len);
	else
		strbuf_add(&wire, packet.text, packet.len);
	if (send(fd, wire.text, wire.len, MSG_NOSIGNAL) < 0)
		perror("send");
	strbuf_finish(&wire);
	strbuf_finish(&packet);
}

/* The answer to /sync is searched for in all that comes: "/synced" and the id
 * are 16 bytes. */
bool live_sync(int fd, bool stream, int id)
{
	unsigned char want[16] = "/synced\0,i\0\0", got[1 << 16];
	size_t kept = 0;
	double end = live_now() + 10;
	ssize_t n;

	live_send(fd, stream, "/sync", "i", id);
	want[14] = (unsigned char)(id >> 8);
	want[15] = (unsigned char)id;
	while (live_now() < end) {
		n = live_receive(fd, got + kept, sizeof(got) - kept, 10);
		if (n <= 0)
			return false;
		kept += (size_t)n;
		if (memmem(got, kept, want, sizeof(want)))
			return true;
		if (kept > sizeof(want)) {
			memmove(got, got + kept - sizeof(want), sizeof(want));
			kept = sizeof(want);
		}
	}
	return false;
}
