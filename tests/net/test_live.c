#include "config.h"

#include <math.h>
#include <signal.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/wall.h"
#include "net/framing.h"
#include "net/packet.h"
#include "net/reply.h"
#include "net/shim_frame.h"
#include "net/state.h"
#include "tests/bench/jack.h"
#include "tests/net/live.h"
#include "tests/support/suite.h"

static struct live server;

static void begin(const char *const *options)
{
	CU_ASSERT_FATAL(live_start(&server, options));
}

static void end(void)
{
	CU_ASSERT_EQUAL(live_stop(&server), 0);
}

/* The next answer over UDP, its address and its text arguments. */
static const char *next_answer(int fd)
{
	static char text[4096];
	unsigned char bytes[4096];
	struct packet_error wrong;
	struct osc_message m;
	size_t used;
	ssize_t n = live_receive(fd, bytes, sizeof(bytes), 5);

	if (n <= 0 || osc_message_read(&m, bytes, (size_t)n, &wrong) != ST_OK)
		return "nothing";
	used = (size_t)snprintf(text, sizeof(text), "%s", m.address);
	for (int i = 0; i < m.argc && used < sizeof(text); i++)
		used +=
		    (size_t)(m.types[i] == 's'
				 ? snprintf(text + used, sizeof(text) - used,
					    " %s", osc_text(&m, i))
				 : snprintf(text + used, sizeof(text) - used,
					    " %g", osc_number(&m, i)));
	osc_message_finish(&m);
	return text;
}

#define HEARD(fd, part) CU_ASSERT_PTR_NOT_NULL(strstr(next_answer(fd), part))

static void test_code(void)
{
	int fd;

	begin(NULL);
	fd = live_udp(&server);
	live_send(fd, false, "/phonon/code", "si", "d1 $ n \"0 1\"", 77);
	HEARD(fd, "/done /phonon/code 77 1 ");
	live_send(fd, false, "/phonon/code", "si", "d1 $ n \"0 1\"", 77);
	HEARD(fd, "/done /phonon/code 77 1 ");
	live_send(fd, false, "/phonon/code", "si", "d1 $ n \"0 [1\"", 78);
	HEARD(fd, "/fail /phonon/code");
	live_send(fd, false, "/phonon/get", "s", "d1");
	HEARD(fd, "/phonon/get.reply d1 d1 $ n \"0 1\"");
	live_send(fd, false, "/tempo", "fs", 240.0, "bpm");
	HEARD(fd, "/done /tempo 1");
	live_send(fd, false, "/tempo", "");
	HEARD(fd, "/tempo.reply 1 240");
	live_send(fd, false, "/mute", "s", "d1");
	HEARD(fd, "/done /mute");
	live_send(fd, false, "/mute", "s", "d9");
	HEARD(fd, "/fail /mute no such slot");
	live_send(fd, false, "/hush", "");
	HEARD(fd, "/done /hush");
	live_send(fd, false, "/phonon/help", "s", "every");
	HEARD(fd, "/phonon/help.reply every every ::");
	live_send(fd, false, "/phonon/status", "");
	HEARD(fd, "\"slots\":1");
	close(fd);
	end();
}

static void test_undo(void)
{
	int fd;

	begin(NULL);
	fd = live_udp(&server);
	live_send(fd, false, "/phonon/undo", "");
	HEARD(fd, "/fail /phonon/undo there is nothing to undo");
	live_send(fd, false, "/phonon/code", "s", "d1 $ n \"0 1\"");
	HEARD(fd, "/done /phonon/code 0 1 ");
	live_send(fd, false, "/phonon/code", "s", "d1 $ n \"2\"\nd2 $ n 3");
	HEARD(fd, "/done /phonon/code 0 2 ");
	live_send(fd, false, "/phonon/code", "s", "d2 $ n 4");
	live_send(fd, false, "/phonon/undo", "i", 2);
	HEARD(fd, "/done /phonon/code 0 3 ");
	HEARD(fd, "/done /phonon/undo 2 4 ");
	live_send(fd, false, "/phonon/get", "s", "d1");
	HEARD(fd, "/phonon/get.reply d1 d1 $ n \"0 1\"");
	live_send(fd, false, "/phonon/get", "s", "d2");
	HEARD(fd, "/fail /phonon/get no such slot");
	live_send(fd, false, "/phonon/redo", "i", 1);
	HEARD(fd, "/done /phonon/redo 1 5 ");
	live_send(fd, false, "/phonon/get", "s", "d2");
	HEARD(fd, "/phonon/get.reply d2 d2 $ n 3");
	live_send(fd, false, "/phonon/undo", "i", 0);
	HEARD(fd, "/fail /phonon/undo steps are 1 to 1000");
	close(fd);
	end();
}

static void completes(int fd, const char *text, const char *with)
{
	live_send(fd, false, "/phonon/complete", "sii", text, 1,
		  (int)strlen(text) + 1);
	HEARD(fd, with);
}

static void test_help(void)
{
	int fd;

	begin(NULL);
	fd = live_udp(&server);
	live_send(fd, false, "/phonon/help", "s", "hush");
	HEARD(fd, "hush [slot]");
	live_send(fd, false, "/phonon/help", "s", "every");
	HEARD(fd, "every ::");
	completes(fd, "hus", "/phonon/complete.reply hush");
	completes(fd, "d1 $ fastG", "/phonon/complete.reply fastGap");
	completes(fd, "d1 $ hus", "/phonon/complete.reply");
	completes(fd, "d1 $ n (scale \"mixo", "mixolydian");
	completes(fd, "d1 $ arp \"pinkyupd", "pinkyupdown");
	completes(fd, "d1 $ n \"c'maj1", ".reply maj11 maj13");
	completes(fd, "d1 $ s \"bd\" # reverb :m", "complete.reply mix");
	completes(fd, "~verb: noise d1 $ ~ve", "complete.reply verb");
	completes(fd, "let zebra = 3 d1 $ n ze", "complete.reply zebra");
	/* More mistakes than are said one by one. */
	live_send(fd, false, "/phonon/code", "si",
		  "a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 "
		  "c0 c1",
		  79);
	for (int i = 0; i < 20; i++)
		HEARD(fd, "unknown name");
	HEARD(fd, "and 2 more mistakes");
	close(fd);
	end();
}

static void add_element(struct strbuf *to, const char *text)
{
	struct strbuf m;

	strbuf_init(&m);
	reply_build(&m, "/phonon/code", "s", text);
	frame_write(to, FRAMING_LENGTH, m.text, m.len);
	strbuf_finish(&m);
}

static double cycle_of(const char *answer)
{
	double cycle = -1;

	CU_ASSERT_EQUAL(sscanf(answer, "/done /phonon/code 0 %*d %lf", &cycle),
			1);
	return cycle;
}

/* Two texts for one time; the cycle at which they take effect. */
static double send_bundle(int fd, uint64_t at)
{
	struct strbuf b;
	double first, second;

	strbuf_init(&b);
	strbuf_add(&b, "#bundle", 8);
	for (int i = 7; i >= 0; i--)
		strbuf_putc(&b, (char)(at >> 8 * i & 0xff));
	add_element(&b, "d1 $ n \"0*8\"");
	add_element(&b, "d2 $ n \"0*8\"");
	CU_ASSERT_EQUAL(send(fd, b.text, b.len, 0), (ssize_t)b.len);
	first = cycle_of(next_answer(fd));
	second = cycle_of(next_answer(fd));
	CU_ASSERT_EQUAL(first, second);
	strbuf_finish(&b);
	return first;
}

/* A whole cycle rarely falls on a frame; what is told is the cycle. */
static void test_at_cycle(void)
{
	int fd;

	begin(NULL);
	fd = live_udp(&server);
	live_send(fd, false, "/tempo", "f", 0.7);
	HEARD(fd, "/done /tempo");
	live_send(fd, false, "/phonon/code", "siss", "d1 $ n \"0*8\"", 0,
		  "merge", "cycle");
	CU_ASSERT_EQUAL(cycle_of(next_answer(fd)), 1);
	live_send(fd, false, "/phonon/code", "sisf", "d1 $ n \"0*8\"", 0,
		  "replace", 3.0);
	CU_ASSERT_EQUAL(cycle_of(next_answer(fd)), 3);
	close(fd);
	end();
}

static void test_bundle(void)
{
	double ahead;
	int fd;

	begin(NULL);
	fd = live_udp(&server);
	CU_ASSERT_TRUE(live_sync(fd, false, 1));
	ahead = send_bundle(fd, wall_ntp() + (UINT64_C(20) << 32));
	CU_ASSERT(ahead > 0.1);
	for (int i = 0; i < 20; i++) {
		double now = send_bundle(fd, 1);

		CU_ASSERT(now < ahead);
	}
	close(fd);
	end();
}

/* --- Rubbish --- */

static uint32_t noise_state = 12345;

static uint32_t noise(void)
{
	noise_state = noise_state * 1664525u + 1013904223u;
	return noise_state >> 8;
}

static void random_bytes(unsigned char *to, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = (unsigned char)noise();
}

/* A good message with a few bytes turned, or cut short. */
static size_t bent_message(unsigned char *to, size_t size)
{
	struct strbuf m;
	size_t n;

	strbuf_init(&m);
	reply_build(&m, "/phonon/code", "sisf", "d1 $ n \"0 1 2\"", 5, "merge",
		    4.0);
	n = m.len < size ? m.len : size;
	memcpy(to, m.text, n);
	strbuf_finish(&m);
	for (int i = 0; i < 3; i++)
		to[noise() % n] = (unsigned char)noise();
	return noise() % 4 ? n : noise() % n;
}

static void throw_datagrams(void)
{
	unsigned char bytes[2048];
	int fd = live_udp(&server);
	size_t n;

	for (int i = 0; i < 2000; i++) {
		n = i % 2 ? bent_message(bytes, sizeof(bytes))
			  : noise() % sizeof(bytes);
		if (i % 2 == 0)
			random_bytes(bytes, n);
		send(fd, bytes, n, MSG_NOSIGNAL);
	}
	close(fd);
}

static void throw_at(int fd, size_t n)
{
	unsigned char bytes[4096];

	if (fd < 0)
		return;
	random_bytes(bytes, sizeof(bytes));
	send(fd, bytes, n, MSG_NOSIGNAL);
	if (noise() % 2)
		shutdown(fd, SHUT_WR);
	close(fd);
}

static void throw_claims(void)
{
	static const char osc[] = "\5\365\341\0/hush\0\0\0";
	static const char ipc[] = "\377\377\377\377\0\0\0\0";
	char got[256];
	int fd = live_tcp(&server);

	send(fd, osc, 12, MSG_NOSIGNAL);
	CU_ASSERT(live_receive(fd, got, sizeof(got), 5) > 8);
	CU_ASSERT(!memcmp(got + 4, "/fail", 6));
	CU_ASSERT_EQUAL(live_receive(fd, got, sizeof(got), 5), 0);
	close(fd);
	fd = live_unix(server.ipc);
	send(fd, ipc, 8, MSG_NOSIGNAL);
	while (live_receive(fd, got, sizeof(got), 5) > 0)
		;
	CU_ASSERT_EQUAL(recv(fd, got, sizeof(got), MSG_DONTWAIT), 0);
	close(fd);
}

static void test_rubbish(void)
{
	int fd;

	begin(NULL);
	fd = live_tcp(&server);
	live_send(fd, true, "/phonon/code", "s", "d1 $ n \"0*8\"");
	CU_ASSERT_TRUE(live_sync(fd, true, 1));
	throw_datagrams();
	for (int i = 0; i < 100; i++) {
		throw_at(live_tcp(&server), noise() % 4096);
		throw_at(live_unix(server.unix_path), noise() % 4096);
		throw_at(live_unix(server.ipc), noise() % 4096);
	}
	throw_claims();
	CU_ASSERT_TRUE(live_sync(fd, true, 2));
	live_send(fd, true, "/phonon/get", "s", "d1");
	CU_ASSERT_TRUE(live_sync(fd, true, 3));
	close(fd);
	end();
}

static void test_half(void)
{
	char got[4096];
	size_t used = 0;
	ssize_t n;
	int fd;

	begin(NULL);
	fd = live_tcp(&server);
	live_send(fd, true, "/phonon/code", "si", "d1 $ n \"0\"", 9);
	shutdown(fd, SHUT_WR);
	while ((n = live_receive(fd, got + used, sizeof(got) - used, 5)) > 0)
		used += (size_t)n;
	CU_ASSERT_EQUAL(n, 0);
	CU_ASSERT_PTR_NOT_NULL(memmem(got, used, "/done", 5));
	close(fd);
	end();
}

/* --- A great many messages --- */

/* 10,000 a second for a second, in pieces of 10 ms. */
static void test_many(void)
{
	enum { PIECES = 100, EACH = 100 };
	int udp, tcp, asked = 0;
	double start;
	char got[4096];

	begin(NULL);
	udp = live_udp(&server);
	tcp = live_tcp(&server);
	live_send(tcp, true, "/phonon/code", "s", "d1 $ n \"0*8\"");
	CU_ASSERT_TRUE(live_sync(tcp, true, 1));
	start = live_now();
	for (int i = 0; i < PIECES; i++) {
		for (int k = 0; k < EACH / 2; k++, asked++) {
			live_send(udp, false, "/unmute", "s", "d1");
			live_send(tcp, true, "/unmute", "s", "d1");
			while (recv(udp, got, sizeof(got), MSG_DONTWAIT) > 0 ||
			       recv(tcp, got, sizeof(got), MSG_DONTWAIT) > 0)
				;
		}
		while (live_now() < start + 0.01 * (i + 1))
			usleep(500);
	}
	CU_ASSERT_TRUE(live_sync(tcp, true, 2));
	CU_ASSERT_TRUE(live_sync(udp, false, 3));
	close(udp);
	udp = live_udp(&server);
	live_send(udp, false, "/phonon/status", "");
	{
		const char *answer = next_answer(udp);
		const char *at = strstr(answer, "\"messages\":");
		int n = at ? atoi(at + 11) : 0;

		CU_ASSERT_EQUAL(n, 2 * asked + 5);
	}
	close(udp);
	close(tcp);
	end();
}

/* --- Start and end --- */

static void test_busy(void)
{
	char port[16], said[1024];
	const char *const again[] = {"--null", "-u", port, NULL};
	const char *const ipc[] = {
	    "--null", "-u",	  "0", "--unix", "/tmp/phonon-none/osc",
	    "--ipc",  server.ipc, NULL};

	begin(NULL);
	snprintf(port, sizeof(port), "%d", server.port);
	CU_ASSERT_EQUAL(live_run(again, said, sizeof(said)), 75);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, port));
	CU_ASSERT_EQUAL(live_run(ipc, said, sizeof(said)), 75);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, server.ipc));
	end();
}

static void test_options(void)
{
	static const char *const wrong[][4] = {
	    {"--nosuch", NULL},	  {"-u", "x", NULL},   {"-u", NULL},
	    {"-S", "10", NULL},	  {"word", NULL},      {"--render", "x", NULL},
	    {"-Z", "64.5", NULL}, {"--", "word", NULL}};
	static const char *const name[] = {"--null", "--bind", "localhost",
					   NULL};
	char said[1024];

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		CU_ASSERT_EQUAL(live_run(wrong[i], said, sizeof(said)), 64);
		CU_ASSERT_PTR_NOT_NULL(strstr(said, "phonon-audio: "));
	}
	CU_ASSERT_EQUAL(live_run(name, said, sizeof(said)), 64);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "in numbers"));
}

static void test_beyond(void)
{
	static const char *const open_door[] = {"--bind", "0.0.0.0", "-u",
						"0",	  "--null",  NULL};
	char said[1024];

	CU_ASSERT_EQUAL(live_run(open_door, said, sizeof(said)), 77);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "--insecure"));
}

static void test_quit(void)
{
	struct stat st;
	int fd, status;

	begin(NULL);
	fd = live_udp(&server);
	live_send(fd, false, "/quit", "");
	HEARD(fd, "/done /quit");
	CU_ASSERT_EQUAL(waitpid(server.pid, &status, 0), server.pid);
	CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	CU_ASSERT_NOT_EQUAL(stat(server.ipc, &st), 0);
	close(fd);
	server.pid = 0;
	live_stop(&server);
}

/* The loudest frame of those of the file from `from` on; of the last, where it
 * is negative. */
static float loudest(const char *path, sf_count_t from)
{
	SF_INFO info = {0};
	SNDFILE *f = sf_open(path, SFM_READ, &info);
	float most = 0, frame[2];

	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	sf_seek(f, from, from < 0 ? SEEK_END : SEEK_SET);
	while (sf_readf_float(f, frame, 1) == 1)
		most = fmaxf(most, fabsf(frame[0]));
	sf_close(f);
	return most;
}

/* As a terminal's Ctrl-C and the script that it ends as well. */
static void test_fade(void)
{
	char path[80];
	const char *const options[] = {"--record", path, NULL};
	int fd, status;

	snprintf(path, sizeof(path), "/tmp/phonon-live-%d.wav", (int)getpid());
	begin(options);
	fd = live_udp(&server);
	live_send(fd, false, "/phonon/code", "s", "o1: saw 110 * 0.5");
	HEARD(fd, "/done /phonon/code");
	usleep(200000);
	kill(server.pid, SIGINT);
	usleep(5000);
	kill(server.pid, SIGTERM);
	CU_ASSERT_EQUAL(waitpid(server.pid, &status, 0), server.pid);
	CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	CU_ASSERT(loudest(path, 0) > 0.1f);
	CU_ASSERT(loudest(path, -64) < 0.001f);
	close(fd);
	server.pid = 0;
	live_stop(&server);
	unlink(path);
}

/* Wait until the server said it so many times. */
static bool said_in_time(const char *text, int times, double seconds)
{
	double until = live_now() + seconds;
	int n = 0;

	while (n < times && live_now() < until) {
		char *log = suite_read_file(server.log, NULL), *at = log;

		for (n = 0; at && (at = strstr(at, text)); at++)
			n++;
		free(log);
		usleep(20000);
	}
	return n >= times;
}

static void test_jack(void)
{
	pid_t jack = jack_start();
	int fd;

	if (!jack) {
		suite_skip("there is no jackd");
		return;
	}
	CU_ASSERT_FATAL(live_start_aloud(&server, NULL));
	CU_ASSERT(said_in_time("sound goes to JACK", 1, 1));
	fd = live_udp(&server);
	for (int i = 0; i < 2; i++) {
		kill(jack, SIGKILL);
		waitpid(jack, NULL, 0);
		CU_ASSERT(live_sync(fd, false, i));
		CU_ASSERT(said_in_time("goes to the null device", i + 1, 5));
		jack = jack_start();
		CU_ASSERT(said_in_time("goes to JACK again", i + 1, 10));
		CU_ASSERT(live_sync(fd, false, 10 + i));
	}
	close(fd);
	end();
	jack_stop(jack);
}

/* --- Recordings --- */

static sf_count_t frames_of(const char *folder, const char *name)
{
	SF_INFO info = {0};
	char path[128];
	SNDFILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = sf_open(path, SFM_READ, &info);
	unlink(path);
	if (!f)
		return -1;
	sf_close(f);
	return info.frames;
}

static void test_record(void)
{
	char folder[] = "/tmp/phonon-rec-XXXXXX", deep[64];
	const char *options[] = {"--recordings", deep, NULL};
	sf_count_t n;
	int fd;

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	snprintf(deep, sizeof(deep), "%s/new", folder);
	begin(options);
	fd = live_udp(&server);
	live_send(fd, false, "/phonon/record/stop", "");
	HEARD(fd, "/fail /phonon/record/stop there is no recording");
	live_send(fd, false, "/phonon/record/start", "s", "../a.wav");
	HEARD(fd, "/fail /phonon/record/start a recording's name");
	live_send(fd, false, "/phonon/record/start", "s", "a.ogg");
	HEARD(fd, "the name should end in .wav or .flac");
	live_send(fd, false, "/phonon/code", "s", "d1 $ sine 100 * 0.1");
	HEARD(fd, "/done /phonon/code");
	live_send(fd, false, "/phonon/record/start", "ss", "a.wav", "stems");
	HEARD(fd, "/new/a.wav");
	live_send(fd, false, "/phonon/record/start", "s", "b.wav");
	HEARD(fd, "/new/a.wav is being recorded");
	live_send(fd, false, "/phonon/status", "");
	HEARD(fd, "/new/a.wav");
	usleep(300000);
	live_send(fd, false, "/phonon/code", "s", "d2 $ sine 200 * 0.1");
	HEARD(fd, "/done /phonon/code");
	usleep(300000);
	live_send(fd, false, "/phonon/record/stop", "");
	HEARD(fd, "/done /phonon/record/stop");
	live_send(fd, false, "/phonon/record/start", "s", "a.wav");
	HEARD(fd, "a.wav is there already");
	n = frames_of(deep, "a.wav");
	CU_ASSERT(n > 24000 && n < 20 * 48000);
	CU_ASSERT_EQUAL(frames_of(deep, "a-d1.wav"), n);
	CU_ASSERT_EQUAL(frames_of(deep, "a-d2.wav"), n);
	/* The end of the server finishes what is being recorded. */
	live_send(fd, false, "/phonon/record/start", "s", "b.flac");
	HEARD(fd, "/new/b.flac");
	usleep(300000);
	close(fd);
	end();
	CU_ASSERT(frames_of(deep, "b.flac") > 9600);
	CU_ASSERT_EQUAL(rmdir(deep), 0);
	rmdir(folder);
}

/* Hands on the mixer, of a server that plays. */
static void test_mixer(void)
{
	int fd;

	begin(NULL);
	fd = live_udp(&server);
	live_send(fd, false, "/phonon/code", "s",
		  "d1 $ sine 100 * 0.5\nd2 $ sine 200 * 0.1");
	HEARD(fd, "/done /phonon/code");
	live_send(fd, false, "/phonon/main/d1/gain", "f", 0.5);
	HEARD(fd, "/done /phonon/main/d1/gain 1");
	live_send(fd, false, "/phonon/code", "s", "d1 $ sine 100 * 0.5 + 0");
	HEARD(fd, "/done /phonon/code");
	live_send(fd, false, "/phonon/main/d1/gain", "");
	HEARD(fd, "/phonon/main/d1/gain.reply 0.5");
	live_send(fd, false, "/phonon/main/d[2-9]/mute", "i", 1);
	HEARD(fd, "/done /phonon/main/d[2-9]/mute 1");
	usleep(200000);
	live_send(fd, false, "/phonon/notify", "is", 1, "meter");
	HEARD(fd, "/done /phonon/notify");
	HEARD(fd, "/phonon/meter main 0.2");
	close(fd);
	end();
}

static CU_TestInfo tests[] = {
    {"a running server answers what it is asked", test_code},
    {"help and completion know what may stand there", test_help},
    {"texts are undone and done again over OSC", test_undo},
    {"a text for a cycle takes effect at that cycle", test_at_cycle},
    {"the texts of a bundle take effect at one time", test_bundle},
    {"no rubbish on any socket stops the server", test_rubbish},
    {"a half-closed connection is answered", test_half},
    {"ten thousand messages a second are all done", test_many},
    {"a port or socket that is taken ends the start with 75", test_busy},
    {"wrong options end the start with 64", test_options},
    {"an address beyond the machine needs --insecure", test_beyond},
    {"recordings begin, end and are refused over OSC", test_record},
    {"the mixer of a running server obeys", test_mixer},
    {"/quit ends the server with 0 and leaves no socket", test_quit},
    {"two signals do not cut the fade at the end", test_fade},
    {"a JACK server that dies and comes back is found again", test_jack},
    CU_TEST_INFO_NULL,
};

extern const struct suite suite_phonon;
static const struct suite suite_live = {"live", tests};

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {&suite_live, &suite_phonon,
						     NULL};

	signal(SIGPIPE, SIG_IGN);
	return suite_main(argc, argv, suites);
}
