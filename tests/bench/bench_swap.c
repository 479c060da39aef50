/* Change of code to the first changed frame handed to the callback, through
 * PortAudio on a JACK server with a dummy driver; without jackd on the null
 * device. And how long 20 lines take to be ready. */
#include "config.h"
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "audio/output.h"
#include "dsp/block.h"
#include "engine/engine.h"

enum { SWAPS = 200, ROW = 1000, JACK_FRAMES = 64 };

static struct engine *engine;
static struct output *output;
static struct ring tap;
static bool done, accepted;
static uint64_t frame;

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void take(void *ctx, const struct eval_result *r)
{
	(void)ctx;
	done = true;
	accepted = r->accepted;
	frame = r->frame;
	if (!accepted && r->program && r->program->diags.first)
		printf("%s\n", r->program->diags.first->message);
}

static void step(int timeout_ms)
{
	struct pollfd p = {.fd = engine_wake_fd(engine), .events = POLLIN};

	poll(&p, 1, timeout_ms);
	engine_step(engine);
}

static void eval(const char *text)
{
	struct eval_request r = {
	    .scope = "main", .text = text, .len = strlen(text), .done = take};

	done = false;
	engine_eval(engine, &r, false);
}

static void run_for(double s)
{
	double end = seconds() + s;
	struct sound_block b;

	while (seconds() < end) {
		step(5);
		while (ring_pop(&tap, &b, 1) == 1)
			;
	}
}

static pid_t start_jack(void)
{
	pid_t pid;
	char name[40];

	snprintf(name, sizeof(name), "phonon-bench-%d", (int)getpid());
	setenv("JACK_DEFAULT_SERVER", name, 1);
	setenv("JACK_NO_AUDIO_RESERVATION", "1", 1);
	pid = fork();
	if (pid == 0) {
		if (freopen("/dev/null", "w", stdout) &&
		    freopen("/dev/null", "w", stderr))
			execlp("jackd", "jackd", "-n", name, "-d", "dummy",
			       "-r", "48000", "-p", "64", (char *)NULL);
		_exit(127);
	}
	sleep(1); /* jackd tells nobody when it is ready */
	return pid;
}

static bool open_output(void)
{
	struct output_options o = {.quiet_priority = true};
	struct output_event e;
	struct pollfd p;
	char warning[200];

	output = output_new(&o);
	p = (struct pollfd){.fd = output_event_fd(output), .events = POLLIN};
	while (!output_poll(output, &e))
		if (poll(&p, 1, 10000) <= 0)
			return false;
	printf("%s, %u frames\n", e.text, e.state.frames);
	ring_init(&tap, sizeof(struct sound_block), 1 << 16);
	output_set_tap(output, &tap);
	engine_set_rate(engine, e.state.rate_hz);
	return output_start(output, engine_dsp(engine), warning) == ST_OK;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The first frame that sounds on a side, as rendered; 0: none yet. */
static uint64_t first_on(int side)
{
	struct sound_block b;

	while (ring_pop(&tap, &b, 1) == 1)
		for (uint64_t i = 0; i < BLOCK_FRAMES; i++)
			if (fabsf(b.samples[2 * i + (uint64_t)side]) > 1e-4f)
				return b.frame + i;
	return 0;
}

/* When the first changed frame goes to the callback: seen by looking without
 * pause. */
static double handed_over(int side)
{
	double give_up = seconds() + 1;
	uint32_t delay = dsp_latency(engine_dsp(engine));
	uint64_t at, ntp, f = 0;

	while (seconds() < give_up) {
		step(0);
		if (f == 0)
			f = first_on(side);
		if (f > 0 && output_time(output, &at, &ntp) &&
		    at + delay + JACK_FRAMES > f)
			break;
	}
	return seconds();
}

static void latency(void)
{
	static double ms[SWAPS];
	struct output_figures f;
	char text[80];
	double sent;

	eval("cps: 2\nd1 $ s \"rim*500\" # pan 0");
	run_for(0.5);
	for (int i = 0; i < SWAPS; i++) {
		snprintf(text, sizeof(text), "d1 $ s \"rim*500\" # pan %d",
			 (i + 1) % 2);
		run_for(0.02 + 0.0007 * (i % 10));
		sent = seconds();
		eval(text);
		ms[i] = 1e3 * (handed_over((i + 1) % 2) - sent);
	}
	qsort(ms, SWAPS, sizeof(double), by_size);
	output_figures(output, &f);
	printf("swap to first changed frame: median %.2f ms, worst of %d "
	       "%.2f ms; underruns %lu, of the driver %lu; filled to %u "
	       "frames\n",
	       ms[SWAPS / 2], SWAPS, ms[SWAPS - 1], (unsigned long)f.underruns,
	       (unsigned long)f.driver_underruns, f.target_frames);
}

static void many(void)
{
	struct output_figures before, after;
	char text[80];

	eval("d1 $ s \"bd*16\"");
	run_for(0.3);
	output_figures(output, &before);
	for (int i = 0; i < ROW; i++) {
		snprintf(text, sizeof(text), "d1 $ s \"bd*16\" # speed 1.%d",
			 i % 10);
		eval(text);
		while (!done)
			step(1);
	}
	output_figures(output, &after);
	printf(
	    "%d swaps in a row: %lu underruns, of the driver %lu\n", ROW,
	    (unsigned long)(after.underruns - before.underruns),
	    (unsigned long)(after.driver_underruns - before.driver_underruns));
}

static void ready(void)
{
	static double ms[100];
	char text[2000] = "";
	const struct engine_options o = {.rate_hz = 48000, .offline = true};
	struct engine *keep = engine;

	for (int i = 1; i <= 16; i++)
		sprintf(text + strlen(text),
			"d%d $ every 2 rev $ s \"bd*4 [sn cp]*2 hh(3,8)\" # "
			"pan \"0 1 %d\" # speed 1.5\n",
			i, i % 3);
	strcat(text, "cps: 0.5\n-- twenty\n-- lines\n-- long\n");
	engine = engine_new(&o);
	for (int i = 0; i < 100; i++) {
		double begin = seconds();

		eval(text);
		ms[i] = 1e3 * (seconds() - begin);
	}
	qsort(ms, 100, sizeof(double), by_size);
	printf("20 lines, received to offered: median %.2f ms, worst %.2f "
	       "ms\n",
	       ms[50], ms[99]);
	engine_free(engine);
	engine = keep;
}

int main(int argc, char **argv)
{
	const char *dir = argc > 1 ? argv[1] : "samples/kit";
	struct engine_options o = {.rate_hz = 48000,
				   .look_ahead_s = 0.1,
				   .sample_dirs = &dir,
				   .n_sample_dirs = 1};
	pid_t jack = start_jack();

	engine = engine_new(&o);
	ready();
	if (open_output()) {
		latency();
		many();
	}
	output_free(output);
	engine_free(engine);
	kill(jack, SIGTERM);
	waitpid(jack, NULL, 0);
	return 0;
}
