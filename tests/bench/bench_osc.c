/* The server's sockets: how fast it starts, what it weighs, how soon a frame on
 * the IPC socket is done, and 10,000 messages a second for a minute (or for as
 * many seconds as the first argument says) over UDP and over TCP while it
 * plays. */
#include "config.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include "net/shim_frame.h"
#include "tests/bench/jack.h"
#include "tests/bench/wakes.h"
#include "tests/net/live.h"

enum { FRAMES = 1000, RATE = 10000, PIECE = 100, BANKS = 100, FILES = 20 };

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* --- Start --- */

static void each_file(const char *folder, void (*fn)(const char *path))
{
	char path[200];

	for (int b = 0; b < BANKS; b++)
		for (int f = 0; f < FILES; f++) {
			snprintf(path, sizeof(path), "%s/b%d", folder, b);
			mkdir(path, 0700);
			snprintf(path, sizeof(path), "%s/b%d/%d.wav", folder, b,
				 f);
			fn(path);
		}
}

static void make_file(const char *path)
{
	FILE *f = fopen(path, "w");

	if (f)
		fclose(f);
}

static void drop_file(const char *path)
{
	char folder[200];

	unlink(path);
	snprintf(folder, sizeof(folder), "%s", path);
	*strrchr(folder, '/') = '\0';
	rmdir(folder);
}

/* From the start of the process to Ready on the IPC socket. */
static double time_start(struct live *s, const char *const *options)
{
	double start = live_now();
	char got[16];
	int fd;

	if (!live_start(s, options))
		return -1;
	fd = live_unix(s->ipc);
	if (live_receive(fd, got, sizeof(got), 5) != 8)
		return -1;
	close(fd);
	return live_now() - start;
}

static void bench_start(void)
{
	char folder[] = "/tmp/phonon-bench-XXXXXX";
	const char *const options[] = {"--samples", folder, NULL};
	double times[5];
	long memory = 0;
	struct live s;

	if (!mkdtemp(folder))
		return;
	each_file(folder, make_file);
	for (int i = 0; i < 5; i++) {
		times[i] = time_start(&s, options);
		memory = live_memory(&s);
		live_stop(&s);
	}
	each_file(folder, drop_file);
	rmdir(folder);
	qsort(times, 5, sizeof(*times), by_size);
	printf("osc: start to Ready with %d sample files: median %.1f ms, "
	       "worst of 5 %.1f ms\n",
	       BANKS * FILES, times[2] * 1e3, times[4] * 1e3);
	printf("osc: idle memory (RssAnon + RssFile): %.1f MB\n",
	       (double)memory / 1e3);
}

/* --- A frame on the IPC socket --- */

static void print_times(const char *what, double times[FRAMES])
{
	qsort(times, FRAMES, sizeof(*times), by_size);
	printf("osc: %s: median %.3f ms, 99 %% %.3f ms, worst of %d %.3f ms\n",
	       what, times[FRAMES / 2] * 1e3, times[FRAMES * 99 / 100] * 1e3,
	       FRAMES, times[FRAMES - 1] * 1e3);
}

static void echo(int fd)
{
	char got[8];

	while (live_receive(fd, got, sizeof(got), 1) > 0)
		send(fd, got, sizeof(got), MSG_NOSIGNAL);
	_exit(0);
}

/* Like the server's control thread, so that both sides are woken alike. */
static void hurry(bool on)
{
	struct sched_param p = {.sched_priority = on ? 2 : 0};

	sched_setscheduler(0, on ? SCHED_RR : SCHED_OTHER, &p);
}

/* What the machine itself makes of it: a process that only sends back. Prints
 * the server's times as multiples of its. */
static void bench_echo(const double server[FRAMES])
{
	double times[FRAMES];
	char got[8] = "";
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
		return;
	if (fork() == 0) {
		close(pair[0]);
		echo(pair[1]);
	}
	close(pair[1]);
	for (int i = 0; i < FRAMES; i++) {
		usleep(1000);
		times[i] = live_now();
		send(pair[0], got, sizeof(got), MSG_NOSIGNAL);
		live_receive(pair[0], got, sizeof(got), 5);
		times[i] = live_now() - times[i];
	}
	close(pair[0]);
	print_times("the same with a process that only sends back", times);
	printf("osc: a frame takes %.2f times as long as that in the median, "
	       "%.2f times at worst\n",
	       server[FRAMES / 2] / times[FRAMES / 2],
	       server[FRAMES - 1] / times[FRAMES - 1]);
}

/* SetTempo, until a subscriber hears of it: the way there, the work, and the
 * way back. */
static void bench_ipc(const struct live *s, double times[FRAMES])
{
	int ipc = live_unix(s->ipc), osc = live_unix(s->unix_path);
	char got[512];

	live_send(osc, true, "/phonon/notify", "is", 1, "tempo");
	live_sync(osc, true, 1);
	for (int i = 0; i < FRAMES; i++) {
		struct ipc_message m = {.variant = IPC_SET_TEMPO,
					.cps = 0.5f + (float)(i % 2) / 16};
		struct strbuf wire;

		strbuf_init(&wire);
		ipc_write(&wire, &m);
		usleep(1000);
		times[i] = live_now();
		if (send(ipc, wire.text, wire.len, MSG_NOSIGNAL) < 0 ||
		    live_receive(osc, got, sizeof(got), 5) <= 0)
			puts("osc: a frame was lost");
		times[i] = live_now() - times[i];
		strbuf_finish(&wire);
	}
	print_times("frame on the IPC socket to its effect told on another",
		    times);
	close(ipc);
	close(osc);
}

/* --- Many messages --- */

/* Answers that came: their 32-bit lengths on a stream, datagrams else. */
struct counter {
	unsigned char rest[4];
	size_t n_rest, skip;
	long answers;
};

static void count_stream(struct counter *c, const unsigned char *p, size_t n)
{
	while (n) {
		size_t take = c->skip < n ? c->skip : n;

		c->skip -= take;
		p += take;
		n -= take;
		if (!n)
			return;
		c->rest[c->n_rest++] = *p++;
		n--;
		if (c->n_rest < 4)
			continue;
		c->n_rest = 0;
		c->skip = (size_t)c->rest[2] << 8 | c->rest[3];
		c->answers++;
	}
}

static void drain(int fd, bool stream, struct counter *c)
{
	unsigned char got[1 << 16];
	ssize_t n;

	while ((n = recv(fd, got, sizeof(got), MSG_DONTWAIT)) > 0) {
		if (stream)
			count_stream(c, got, (size_t)n);
		else
			c->answers++;
	}
}

static long figure(int fd, const char *name)
{
	char got[4096] = "", key[40];
	ssize_t n;
	char *at;

	live_send(fd, false, "/phonon/status", "");
	n = live_receive(fd, got, sizeof(got) - 1, 5);
	for (ssize_t i = 0; i < n; i++)
		got[i] = got[i] ? got[i] : ' ';
	snprintf(key, sizeof(key), "\"%s\":", name);
	at = strstr(got, key);
	return at ? atol(at + strlen(key)) : -1;
}

/* Datagrams that the kernel threw away before the socket of a port. */
static long drops(int port)
{
	FILE *f = fopen("/proc/net/udp", "r");
	char line[256];
	unsigned local;
	long n = 0;

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, " %*d: %*x:%x", &local) == 1 &&
		    local == (unsigned)port && strrchr(line, ' '))
			n = atol(line + strlen(line) -
				 strlen(strrchr(line, ' ')));
	if (f)
		fclose(f);
	return n;
}

static int port_of(int fd)
{
	struct sockaddr_in a;
	socklen_t len = sizeof(a);

	getsockname(fd, (struct sockaddr *)&a, &len);
	return ntohs(a.sin_port);
}

/* What counts against the server, before and after. */
struct toll {
	long underruns, driver, messages; /* asking counts as three of them */
};

static struct toll toll(int fd)
{
	return (struct toll){figure(fd, "underruns"),
			     figure(fd, "driver_underruns"),
			     figure(fd, "messages")};
}

static void print_many(const struct live *s, int fd, bool stream, int seconds,
		       long answers, long sent, const struct toll *before,
		       const struct toll *after)
{
	printf("osc: %d messages a second for %d s over %s: %ld sent, %ld "
	       "received, %ld answers came back, %ld underruns, %ld of the "
	       "driver\n",
	       RATE, seconds, stream ? "TCP" : "UDP", sent,
	       after->messages - before->messages - 3, answers,
	       after->underruns - before->underruns,
	       after->driver - before->driver);
	if (!stream)
		printf("osc: datagrams that the kernel dropped: %ld at the "
		       "server's socket, %ld at the bench's own\n",
		       drops(s->port), drops(port_of(fd)));
}

static void bench_rest(const struct live *s, int seconds)
{
	int fd = live_udp(s);
	struct toll before = toll(fd), after;

	sleep((unsigned)seconds);
	after = toll(fd);
	printf("osc: before that, %d s at rest: %ld underruns, %ld of the "
	       "driver\n",
	       seconds, after.underruns - before.underruns,
	       after.driver - before.driver);
	close(fd);
}

static void bench_many(const struct live *s, bool stream, int seconds)
{
	int fd = stream ? live_tcp(s) : live_udp(s), other = live_udp(s);
	int buffer = 4 << 20;
	struct toll before = toll(other), after;
	struct counter c = {.n_rest = 0};
	double start = live_now();
	long sent = 0;

	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof(buffer));
	while (sent < (long)RATE * seconds) {
		for (int i = 0; i < PIECE; i++, sent++)
			live_send(fd, stream, "/unmute", "s", "d1");
		drain(fd, stream, &c);
		while (live_now() < start + (double)sent / RATE)
			usleep(200);
	}
	for (int i = 0; i < 200 && c.answers < sent; i++) {
		struct pollfd p = {.fd = fd, .events = POLLIN};

		poll(&p, 1, 50);
		drain(fd, stream, &c);
	}
	after = toll(other);
	print_many(s, fd, stream, seconds, c.answers, sent, &before, &after);
	close(fd);
	close(other);
}

int main(int argc, char **argv)
{
	int seconds = argc > 1 ? atoi(argv[1]) : 60;
	struct live s;
	double times[FRAMES];
	pid_t jack;
	int fd;

	bench_start();
	jack = jack_start();
	if (!live_start_aloud(&s, NULL))
		return 1;
	hurry(true);
	bench_ipc(&s, times);
	bench_echo(times);
	hurry(false);
	fd = live_udp(&s);
	live_send(fd, false, "/phonon/code", "s", "d1 $ n \"0*16\" # s \"bd\"");
	live_sync(fd, false, 9);
	close(fd);
	wakes_start();
	bench_rest(&s, seconds / 6 + 1);
	wakes_print();
	for (int stream = 0; stream < 2; stream++) {
		wakes_start();
		bench_many(&s, stream, seconds);
		wakes_print();
	}
	live_stop(&s);
	jack_stop(jack);
	return 0;
}
