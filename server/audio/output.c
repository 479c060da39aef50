#include "config.h"
#include "audio/output.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>
#include "audio/device.h"
#include "audio/feed.h"
#include "base/alloc.h"

#define LATENCY_MAX_S 0.03

enum { PRIORITY = 70, START_BUFFERS_S = 2 };

struct output {
	struct feed feed;
	bool has_feed;
	double latency_max_s;
	bool quiet_priority;
	/* The callback is in output_pull(): the feed may not be taken away. */
	atomic_int inside;
	atomic_bool attached;
	sem_t wanted; /* posted by the callback: the ring has room */
	pthread_t synth;
	bool running;
	atomic_bool stop;
	struct device *device;
};

struct output *output_new(const struct output_options *o)
{
	struct output *out = mem_new(sizeof(*out));

	if (!out)
		return NULL;
	out->latency_max_s =
	    o->latency_max_s > 0 ? o->latency_max_s : LATENCY_MAX_S;
	out->quiet_priority = o->quiet_priority;
	sem_init(&out->wanted, 0, 0);
	out->device = device_new(out, &o->device, o->null_only);
	if (!out->device) {
		sem_destroy(&out->wanted);
		mem_free(out);
		return NULL;
	}
	return out;
}

void output_free(struct output *o)
{
	if (!o)
		return;
	output_stop(o);
	/* A device that hangs may still call back: then it all stays. */
	if (!device_free(o->device))
		return;
	if (o->has_feed)
		feed_finish(&o->feed);
	sem_destroy(&o->wanted);
	mem_free(o);
}

int output_event_fd(const struct output *o)
{
	return device_event_fd(o->device);
}

bool output_poll(struct output *o, struct output_event *to)
{
	return device_poll(o->device, to);
}

/* --- The synth thread --- */

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Render what the ring wants. */
static void fill(struct output *o)
{
	struct feed *f = &o->feed;
	double block_s = BLOCK_FRAMES / f->rate_hz, begin = seconds(), now;
	float cpu = atomic_load(&f->cpu);

	while (!atomic_load(&o->stop) && feed_fill(f)) {
		now = seconds();
		cpu += 0.005f * ((float)((now - begin) / block_s) - cpu);
		begin = now;
	}
	atomic_store(&f->cpu, cpu);
}

static void *synthesise(void *arg)
{
	struct output *o = arg;

	while (!atomic_load(&o->stop)) {
		fill(o);
		while (sem_wait(&o->wanted) != 0)
			;
	}
	return NULL;
}

static void ask_priority(struct output *o, char warning[200])
{
	struct sched_param p = {.sched_priority = PRIORITY};
	int error = pthread_setschedparam(o->synth, SCHED_FIFO, &p);

	if (error != 0 && !o->quiet_priority)
		snprintf(warning, 200,
			 "no real-time priority (%s): under load the sound may "
			 "break up; \"phonon doctor\" says how to get it",
			 strerror(error));
}

static enum status start_thread(struct output *o)
{
	sigset_t all, before;
	int error;

	atomic_store(&o->stop, false);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&o->synth, NULL, synthesise, o);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (error != 0)
		return ST_NOMEM;
	pthread_setname_np(o->synth, "synth");
	o->running = true;
	return ST_OK;
}

/* From here on the callback plays silence of its own. */
static void detach(struct output *o)
{
	struct timespec short_time = {0, 100000};

	atomic_store(&o->attached, false);
	while (atomic_load(&o->inside) > 0)
		nanosleep(&short_time, NULL);
}

static enum status prepare_feed(struct output *o, double rate_hz)
{
	struct ring *tap = atomic_load(&o->feed.tap);
	bool stems = atomic_load(&o->feed.tap_stems);

	if (o->has_feed && o->feed.rate_hz != rate_hz) {
		feed_finish(&o->feed);
		o->has_feed = false;
	}
	if (o->has_feed)
		return ST_OK;
	if (feed_init(&o->feed, rate_hz, o->latency_max_s) != ST_OK)
		return ST_NOMEM;
	o->has_feed = true;
	atomic_store(&o->feed.tap, tap);
	atomic_store(&o->feed.tap_stems, stems);
	return ST_OK;
}

enum status output_start(struct output *o, struct dsp *dsp, char warning[200])
{
	struct backend_state state;

	warning[0] = '\0';
	if (!device_state(o->device, &state))
		return ST_INVALID;
	if (o->running && o->feed.dsp == dsp)
		return ST_OK;
	output_stop(o);
	if (prepare_feed(o, state.rate_hz) != ST_OK)
		return ST_NOMEM;
	feed_restart(&o->feed, dsp);
	atomic_store(&o->feed.hardware, state.frames);
	/* A full ring before the first callback empties it. */
	while (feed_fill(&o->feed))
		;
	if (start_thread(o) != ST_OK)
		return ST_NOMEM;
	ask_priority(o, warning);
	atomic_store(&o->feed.live, true);
	atomic_store(&o->attached, true);
	return ST_OK;
}

void output_stop(struct output *o)
{
	if (!o->running)
		return;
	detach(o);
	atomic_store(&o->feed.live, false);
	atomic_store(&o->stop, true);
	sem_post(&o->wanted);
	pthread_join(o->synth, NULL);
	o->running = false;
}

/* --- The callback --- */

void output_pull(struct output *o, float *to, uint32_t n, uint64_t heard_ntp,
		 bool driver_underrun)
{
	atomic_fetch_add(&o->inside, 1);
	if (atomic_load(&o->attached)) {
		feed_pull(&o->feed, to, n, heard_ntp, driver_underrun);
		sem_post(&o->wanted);
	} else {
		memset(to, 0, sizeof(float) * 2 * n);
	}
	atomic_fetch_sub(&o->inside, 1);
}

/* --- What there is to know --- */

bool output_time(struct output *o, uint64_t *frame, uint64_t *ntp)
{
	struct feed *f = &o->feed;
	uint64_t before, after;

	if (!o->running)
		return false;
	for (int i = 0; i < 100; i++) {
		before = atomic_load(&f->stamp_sequence);
		*frame = atomic_load(&f->stamp_frame);
		*ntp = atomic_load(&f->stamp_ntp);
		after = atomic_load(&f->stamp_sequence);
		if (before == after && before % 2 == 0)
			break;
	}
	if (*ntp == 0 || *frame < dsp_latency(f->dsp))
		return false;
	*frame -= dsp_latency(f->dsp);
	return true;
}

void output_panic(struct output *o)
{
	atomic_fetch_add(&o->feed.panics, 1);
}

void output_set_tap(struct output *o, struct ring *tap, bool stems)
{
	atomic_store(&o->feed.tap_stems, stems);
	atomic_store(&o->feed.tap, tap);
}

bool output_tap_is_idle(const struct output *o)
{
	return !atomic_load(&o->feed.tapping);
}

void output_figures(struct output *o, struct output_figures *to)
{
	struct feed *f = &o->feed;

	*to = (struct output_figures){.running = o->running};
	if (!o->has_feed)
		return;
	to->underruns = atomic_load(&f->underruns);
	to->missed_frames = atomic_load(&f->missed);
	to->driver_underruns = atomic_load(&f->driver_underruns);
	to->excused = atomic_load(&f->excused);
	to->target_frames = feed_target(f);
	to->filled_frames = (uint32_t)ring_count(&f->ring);
	to->cpu = (double)atomic_load(&f->cpu);
}
