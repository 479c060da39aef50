/* Change of code to the first changed frame handed to the callback: from
 * sending the packet to a server of its own, which plays through PortAudio on a
 * JACK server with a dummy driver, to the JACK cycle that hears the change. And
 * how long 20 lines take to be ready. */
#include "config.h"
#include <math.h>
#include <portaudio.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "audio/noise.h"
#include "engine/engine.h"
#include "tests/bench/jack.h"
#include "tests/bench/wakes.h"
#include "tests/net/live.h"

enum { SWAPS = 200, ROW = 1000, RATE = 48000 };

/* Which side is listened for (-1: none), and when it was first heard. */
static atomic_int side = -1;
static _Atomic double heard;

static int listen(const void *in, void *out, unsigned long frames,
		  const PaStreamCallbackTimeInfo *time,
		  PaStreamCallbackFlags flags, void *unused)
{
	int wanted = atomic_load(&side);
	const float *x = in;

	(void)out;
	(void)time;
	(void)flags;
	(void)unused;
	for (unsigned long i = 0; wanted >= 0 && i < frames; i++)
		if (fabsf(x[2 * i + (unsigned long)wanted]) > 1e-4f) {
			atomic_store(&heard, live_now());
			atomic_store(&side, -1);
			break;
		}
	return paContinue;
}

/* The server is a client of JACK like us: its outputs are an input. */
static PaStream *open_ear(void)
{
	PaStreamParameters p = {.channelCount = 2, .sampleFormat = paFloat32};
	PaStream *stream = NULL;
	PaError error;

	noise_off();
	error = Pa_Initialize();
	p.device = paNoDevice;
	for (int i = 0; error == paNoError && i < Pa_GetDeviceCount(); i++)
		if (Pa_GetDeviceInfo(i)->maxInputChannels >= 2 &&
		    strstr(Pa_GetDeviceInfo(i)->name, "phonon"))
			p.device = i;
	if (p.device != paNoDevice)
		error = Pa_OpenStream(&stream, &p, NULL, RATE, JACK_FRAMES,
				      paNoFlag, listen, NULL);
	if (stream && error == paNoError)
		error = Pa_StartStream(stream);
	noise_on();
	return error == paNoError ? stream : NULL;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static long figure(int fd, const char *name)
{
	char got[4096] = "", key[40], *at = NULL;
	ssize_t n;

	live_send(fd, false, "/phonon/status", "");
	while ((n = live_receive(fd, got, sizeof(got) - 1, 5)) > 0) {
		snprintf(key, sizeof(key), "\"%s\":", name);
		at = memmem(got, (size_t)n, key, strlen(key));
		if (at)
			break;
	}
	return at ? atol(at + strlen(key)) : -1;
}

static void print_underruns(int fd, long ours, long drivers)
{
	printf("%ld underruns, %ld of the driver; filled to %ld frames\n",
	       figure(fd, "underruns") - ours,
	       figure(fd, "driver_underruns") - drivers,
	       figure(fd, "buffer_frames"));
}

/* The tails of the change before must be over. */
static double one_swap(int fd, int to, int i)
{
	char text[80];
	double sent, end;

	snprintf(text, sizeof(text), "d1 $ s \"rim*500\" # pan %d", to);
	usleep((useconds_t)(250000 + 700 * (i % 10)));
	atomic_store(&side, to);
	sent = live_now();
	end = sent + 1;
	live_send(fd, false, "/phonon/code", "s", text);
	while (atomic_load(&side) >= 0 && live_now() < end)
		usleep(500);
	live_sync(fd, false, i);
	return atomic_load(&side) >= 0 ? 1 : atomic_load(&heard) - sent;
}

static void latency(const struct live *s)
{
	static double times[SWAPS];
	int fd = live_udp(s);
	long ours, drivers;

	live_send(fd, false, "/phonon/code", "s",
		  "cps: 2\nd1 $ s \"rim*500\" # pan 0");
	live_sync(fd, false, 1);
	ours = figure(fd, "underruns");
	drivers = figure(fd, "driver_underruns");
	for (int i = 0; i < SWAPS; i++)
		times[i] = one_swap(fd, (i + 1) % 2, i);
	qsort(times, SWAPS, sizeof(*times), by_size);
	printf("swap, from sending the packet to the first changed frame: "
	       "best %.2f ms, median %.2f ms, 95 %% %.2f ms, worst of %d %.2f "
	       "ms; ",
	       times[0] * 1e3, times[SWAPS / 2] * 1e3,
	       times[SWAPS * 95 / 100] * 1e3, SWAPS, times[SWAPS - 1] * 1e3);
	print_underruns(fd, ours, drivers);
	close(fd);
}

static void many(const struct live *s)
{
	int fd = live_udp(s);
	long ours = figure(fd, "underruns");
	long drivers = figure(fd, "driver_underruns");
	char text[80];

	for (int i = 0; i < ROW; i++) {
		snprintf(text, sizeof(text), "d1 $ s \"bd*16\" # speed 1.%d",
			 i % 10);
		live_send(fd, false, "/phonon/code", "s", text);
		live_sync(fd, false, i);
	}
	printf("%d swaps in a row: ", ROW);
	print_underruns(fd, ours, drivers);
	close(fd);
}

/* --- 20 lines --- */

static void take(void *ctx, const struct eval_result *r)
{
	(void)ctx;
	if (!r->accepted && r->program && r->program->diags.first)
		printf("%s\n", r->program->diags.first->message);
}

static void eval(struct engine *engine, const char *text)
{
	struct eval_request r = {
	    .scope = "main", .text = text, .len = strlen(text), .done = take};

	engine_eval(engine, &r, false);
}

static void ready(void)
{
	static double ms[100];
	char text[2000] = "";
	const struct engine_options o = {.rate_hz = 48000, .offline = true};
	struct engine *engine;

	for (int i = 1; i <= 16; i++)
		sprintf(text + strlen(text),
			"d%d $ every 2 rev $ s \"bd*4 [sn cp]*2 hh(3,8)\" # "
			"pan \"0 1 %d\" # speed 1.5\n",
			i, i % 3);
	strcat(text, "cps: 0.5\n-- twenty\n-- lines\n-- long\n");
	engine = engine_new(&o);
	for (int i = 0; i < 100; i++) {
		double begin = live_now();

		eval(engine, text);
		ms[i] = 1e3 * (live_now() - begin);
	}
	qsort(ms, 100, sizeof(double), by_size);
	printf("20 lines, received to offered: median %.2f ms, worst %.2f "
	       "ms\n",
	       ms[50], ms[99]);
	engine_free(engine);
}

int main(int argc, char **argv)
{
	const char *dir = argc > 1 ? argv[1] : "samples/kit";
	const char *const options[] = {"--samples", dir, NULL};
	pid_t jack;
	PaStream *ear;
	struct live s;

	ready();
	jack = jack_start();
	if (!jack || !live_start_aloud(&s, options))
		return 1;
	ear = open_ear();
	if (ear) {
		wakes_start();
		latency(&s);
		wakes_print();
		wakes_start();
		many(&s);
		wakes_print();
		Pa_AbortStream(ear);
	} else {
		puts("swap: the server's ports are not to be found in JACK");
	}
	live_stop(&s);
	jack_stop(jack);
	return ear ? 0 : 1;
}
