/* The two processes as a performer's editor and the server know each other:
 * this one starts phonon-audio, talks to its IPC socket, and listens to what
 * it recorded. */
#include "tests/support/suite.h"

#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sndfile.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RATE = 48000, CYCLE = 2 * RATE, QUARTER = CYCLE / 4, ONSETS = 256 };
enum variant {
	UPDATE_GRAPH,
	HUSH,
	PANIC,
	SET_TEMPO,
	READY,
	UNDERRUN,
	SHUTDOWN
};

static char folder[64];

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void wait_until(double when)
{
	double left;

	while ((left = when - now_s()) > 0)
		poll(NULL, 0, (int)(left * 1000) + 1);
}

/* A bank of one file: 5 ms at a level, so that an onset has a sign. */
static void make_bank(const char *name, float level)
{
	SF_INFO info = {.samplerate = RATE,
			.channels = 1,
			.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
	float frames[RATE / 200];
	char path[160];
	SNDFILE *f;

	snprintf(path, sizeof(path), "%s/samples/%s", folder, name);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/samples/%s/0.wav", folder, name);
	for (size_t i = 0; i < sizeof(frames) / sizeof(*frames); i++)
		frames[i] = level;
	f = sf_open(path, SFM_WRITE, &info);
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	sf_writef_float(f, frames, sizeof(frames) / sizeof(*frames));
	sf_close(f);
}

static const char *in_folder(const char *name)
{
	static char path[4][128];
	static int k;

	k = (k + 1) % 4;
	snprintf(path[k], sizeof(path[k]), "%s/%s", folder, name);
	return path[k];
}

static pid_t start_server(void)
{
	const char *const args[] = {"phonon-audio",
				    "--null",
				    "--ipc",
				    in_folder("ipc.sock"),
				    "--unix",
				    in_folder("osc.sock"),
				    "-u",
				    "0",
				    "-t",
				    "0",
				    "-S",
				    "48000",
				    "--samples",
				    in_folder("samples"),
				    "--record",
				    "sound.wav",
				    NULL};
	pid_t pid = fork();

	if (pid == 0) {
		const char *program = getenv("PHONON_AUDIO");
		char path[1024];

		if (!realpath(program ? program : "./phonon-audio", path) ||
		    chdir(folder) != 0)
			_exit(126);
		execv(path, (char *const *)args);
		_exit(127);
	}
	return pid;
}

static int connect_to(const char *path, double patience_s)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	double end = now_s() + patience_s;

	snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
	while (now_s() < end) {
		int fd = socket(AF_UNIX, SOCK_STREAM, 0);

		if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
			return fd;
		close(fd);
		poll(NULL, 0, 5);
	}
	return -1;
}

static void put_u32(unsigned char *to, uint32_t x)
{
	for (int i = 0; i < 4; i++)
		to[i] = (unsigned char)(x >> 8 * i);
}

static uint32_t get_u32(const unsigned char *from)
{
	return (uint32_t)from[0] | (uint32_t)from[1] << 8 |
	       (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}

static void send_variant(int fd, enum variant v)
{
	unsigned char frame[8];

	put_u32(frame, 4);
	put_u32(frame + 4, v);
	CU_ASSERT_EQUAL(send(fd, frame, 8, MSG_NOSIGNAL), 8);
}

static void send_code(int fd, const char *code)
{
	uint32_t n = (uint32_t)strlen(code);
	unsigned char frame[512] = {0};

	put_u32(frame, 12 + n);
	put_u32(frame + 4, UPDATE_GRAPH);
	put_u32(frame + 8, n);
	memcpy(frame + 16, code, n);
	CU_ASSERT_EQUAL(send(fd, frame, 16 + n, MSG_NOSIGNAL), 16 + (long)n);
}

static int read_all(int fd, unsigned char *to, size_t n, double patience_s)
{
	double end = now_s() + patience_s;
	size_t have = 0;

	while (have < n) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		double left = end - now_s();
		ssize_t got;

		if (left <= 0 || poll(&p, 1, (int)(left * 1000) + 1) < 0)
			return -1;
		if (!p.revents)
			continue;
		got = recv(fd, to + have, n - have, 0);
		if (got <= 0)
			return -1;
		have += (size_t)got;
	}
	return 0;
}

/* The variant of the next frame; -1: none came. */
static int next_variant(int fd, double patience_s)
{
	unsigned char head[4], body[64];
	uint32_t n;

	if (read_all(fd, head, 4, patience_s) != 0)
		return -1;
	n = get_u32(head);
	if (n < 4 || n > sizeof(body) || read_all(fd, body, n, patience_s) != 0)
		return -1;
	return (int)get_u32(body);
}

static int count_until_closed(int fd, enum variant v)
{
	int n = 0, got;

	while ((got = next_variant(fd, 1)) >= 0)
		n += got == (int)v;
	return n;
}

struct onset {
	long frame;
	int sign; /* 1: bd, -1: sn */
};

struct sound {
	struct onset onset[ONSETS];
	int n;
	long frames, last_sound; /* the last frame that is not silent */
};

/* Onsets: the first loud frame after 10 ms of silence. */
static void listen_to(const char *path, struct sound *s)
{
	SF_INFO info = {0};
	SNDFILE *f = sf_open(path, SFM_READ, &info);
	long quiet = RATE;
	float x[2];

	memset(s, 0, sizeof(*s));
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	CU_ASSERT_EQUAL_FATAL(info.channels, 2);
	CU_ASSERT_EQUAL(info.samplerate, RATE);
	while (sf_readf_float(f, x, 1) == 1) {
		if (fabsf(x[0]) > 1e-3f) {
			if (quiet > RATE / 100 && s->n < ONSETS) {
				s->onset[s->n].frame = s->frames;
				s->onset[s->n++].sign = x[0] > 0 ? 1 : -1;
			}
			quiet = 0;
			s->last_sound = s->frames;
		} else {
			quiet++;
		}
		s->frames++;
	}
	sf_close(f);
}

/* The cycle's start, from the onset that four kicks at eighths of a cycle
 * begin with. */
static long find_cycle(const struct sound *s)
{
	const struct onset *o = s->onset;

	for (int i = 0; i + 4 < s->n; i++)
		if (o[i].sign > 0 && o[i + 1].sign > 0 && o[i + 2].sign > 0 &&
		    o[i + 3].sign > 0 && o[i + 4].sign < 0)
			return o[i].frame % CYCLE;
	return -1;
}

static long mod(long a, long b)
{
	return ((a % b) + b) % b;
}

/* Whether the onset is one of the first program (bd sn bd sn) or of the second
 * (bd*4 sn*2), within one frame. */
static int belongs(const struct onset *o, long cycle, int second)
{
	long at = mod(o->frame - cycle + 1, CYCLE) - 1;

	if (!second)
		return labs(at - (at + QUARTER / 2) / QUARTER * QUARTER) <= 1 &&
		       o->sign == ((at + 1) / QUARTER % 2 ? -1 : 1);
	if (at < CYCLE / 2 - 1)
		return mod(at + 1, QUARTER / 2) <= 2 && o->sign > 0;
	return mod(at + 1, QUARTER) <= 2 && o->sign < 0;
}

static void print_onsets(const struct sound *s, long cycle)
{
	printf("onsets, as cycle and frame in it:\n");
	for (int i = 0; i < s->n; i++) {
		long at = s->onset[i].frame - cycle;

		printf("  %2d: %s %ld + %ld\n", i,
		       s->onset[i].sign > 0 ? "bd" : "sn",
		       (at - mod(at, CYCLE)) / CYCLE, mod(at, CYCLE));
	}
}

static bool gaps_are_right(const struct sound *s)
{
	bool right = true;

	for (int i = 1; i < s->n; i++) {
		long gap = s->onset[i].frame - s->onset[i - 1].frame;

		right &= gap >= QUARTER / 2 - 2 && gap <= QUARTER + 2;
	}
	return right;
}

/* Every onset is where it belongs, none is missing, and from one frame on all
 * are the second program's. */
static void judge(const struct sound *s)
{
	long cycle = find_cycle(s);
	int change = -1, misplaced = 0;
	bool gaps;

	CU_ASSERT_FATAL(s->n >= 18);
	CU_ASSERT_FATAL(cycle >= 0);
	for (int i = 0; i < s->n && change < 0; i++)
		if (!belongs(&s->onset[i], cycle, 0))
			change = i;
	for (int i = change < 0 ? 0 : change; i < s->n; i++)
		misplaced += !belongs(&s->onset[i], cycle, 1);
	gaps = gaps_are_right(s);
	CU_ASSERT(change >= 9 && change <= 12);
	CU_ASSERT_EQUAL(misplaced, 0);
	CU_ASSERT(gaps);
	if (change < 9 || change > 12 || misplaced || !gaps)
		print_onsets(s, cycle);
}

/* The session, recorded; how often the server ran out of sound. */
static int perform(struct sound *sound)
{
	const char *tmp = getenv("TMPDIR");
	int status = -1, fd, underruns;
	double begun;
	pid_t pid;

	snprintf(folder, sizeof(folder), "%.30s/phonon-two.XXXXXX",
		 tmp ? tmp : "/tmp");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	mkdir(in_folder("samples"), 0700);
	make_bank("bd", 0.9f);
	make_bank("sn", -0.9f);
	pid = start_server();
	CU_ASSERT_FATAL(pid > 0);
	fd = connect_to(in_folder("ipc.sock"), 5);
	CU_ASSERT(fd >= 0);
	CU_ASSERT_EQUAL(next_variant(fd, 5), READY);
	begun = now_s();
	send_code(fd, "bpm: 120\no1: s \"bd sn bd sn\"");
	wait_until(begun + 5);
	send_code(fd, "o1: s \"bd*4 sn*2\"");
	wait_until(begun + 8);
	send_variant(fd, HUSH);
	wait_until(begun + 9);
	send_variant(fd, SHUTDOWN);
	underruns = count_until_closed(fd, UNDERRUN);
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	close(fd);
	listen_to(in_folder("sound.wav"), sound);
	return underruns;
}

/* A shared machine may stop a process for a third of a second: a hit that was
 * due then comes late, and the server says so. Such a session is played again;
 * the last is judged, whatever happened. */
static void session(void)
{
	struct sound sound;
	int underruns = perform(&sound);

	for (int more = 3; underruns > 0 && more > 0; more--) {
		printf("the machine stopped the server: once more\n");
		underruns = perform(&sound);
	}
	judge(&sound);
	/* Silence from the hush (8 s) on: nothing in the last half second. */
	CU_ASSERT(sound.frames > 8.5 * RATE);
	CU_ASSERT(sound.last_sound < sound.frames - RATE / 2);
}

static CU_TestInfo tests[] = {
    {"an editor's session sounds as it was written, to the frame", session},
    CU_TEST_INFO_NULL,
};

const struct suite suite_session = {"two_process/session", tests};

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {&suite_session, NULL};

	return suite_main(argc, argv, suites);
}
