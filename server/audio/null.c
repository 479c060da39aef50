/* The null device: plays into nothing, at the right speed. */
#include "config.h"
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include "audio/output.h"
#include "base/wall.h"

/* Above the synth thread, as the callbacks of a sound card's driver. */
enum { PRIORITY = 75 };
enum { RATE = 48000, FRAMES = 256, FRAMES_MAX = 8192, LATE_MAX_NS = 500000000 };

static struct {
	struct output *out;
	unsigned frames;
	double rate_hz;
	pthread_t thread;
	bool running; /* [device] */
	atomic_bool stop;
	float buffer[2 * FRAMES_MAX];
} device;

static int64_t monotonic_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void sleep_until(int64_t ns)
{
	struct timespec t = {ns / 1000000000, ns % 1000000000};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) ==
	       EINTR)
		;
}

/* Buffers are due on a grid that started once, so that no error adds up; a
 * machine that slept starts a new one. Where a sound card would have played out
 * its buffer, it says that it lost time. */
static void *pace(void *unused)
{
	int64_t start = monotonic_ns(), due, late;
	int64_t period = (int64_t)(device.frames * 1e9 / device.rate_hz);
	uint64_t frames = 0, wait;

	(void)unused;
	while (!atomic_load(&device.stop)) {
		due = start + (int64_t)((double)frames * 1e9 / device.rate_hz);
		sleep_until(due);
		late = monotonic_ns() - due;
		if (late > LATE_MAX_NS) {
			start = monotonic_ns();
			frames = 0;
		}
		wait =
		    (uint64_t)((double)device.frames / device.rate_hz * 0x1p32);
		output_pull(device.out, device.buffer, device.frames,
			    wall_ntp() + wait, late > period);
		frames += device.frames;
	}
	return NULL;
}

static enum status null_open(const struct backend_options *o,
			     struct output *out, struct backend_state *state,
			     char why[256])
{
	device.out = out;
	device.rate_hz = o->rate_hz > 0 ? o->rate_hz : RATE;
	device.frames = o->frames > 0 ? o->frames : FRAMES;
	if (device.frames > FRAMES_MAX)
		device.frames = FRAMES_MAX;
	*state = (struct backend_state){
	    .rate_hz = device.rate_hz,
	    .frames = device.frames,
	    .latency_s = device.frames / device.rate_hz,
	};
	snprintf(state->name, sizeof(state->name), "the null device");
	(void)why;
	return ST_OK;
}

static enum status null_start(char why[256])
{
	atomic_store(&device.stop, false);
	device.running = true;
	if (pthread_create(&device.thread, NULL, pace, NULL) == 0) {
		pthread_setschedparam(
		    device.thread, SCHED_FIFO,
		    &(struct sched_param){.sched_priority = PRIORITY});
		return ST_OK;
	}
	device.running = false;
	snprintf(why, 256, "the null device can't have a thread");
	return ST_NOMEM;
}

static void null_leave(void)
{
	if (!device.running)
		return;
	atomic_store(&device.stop, true);
	pthread_join(device.thread, NULL);
	device.running = false;
}

static bool null_alive(void)
{
	return true;
}

const struct backend backend_null = {"null",	 null_open,  null_start,
				     null_leave, null_leave, null_alive};
