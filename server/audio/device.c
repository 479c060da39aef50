#include "config.h"
#include "audio/device.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>
#include "base/alloc.h"

enum {
	EVENTS = 16,
	WATCH_MS = 100,	  /* between two looks at a device */
	REOPEN_MS = 2000, /* between two tries to have it back */
	HANG_MS = 1500,	  /* to close, then it hangs */
	TEXT = 400,
};

struct device {
	struct output *out;
	struct backend_options options;
	char *name; /* options.device, copied */
	bool null_only;
	struct ring events; /* to [control] */
	int event_fd;
	pthread_t thread;
	sem_t ending; /* posted: end */
	sem_t ended;
	atomic_bool stop;
	const struct backend *open; /* [device] */
	double rate_hz;		    /* of what was opened last [device] */
	bool hangs;		    /* PortAudio never came back from close() */
	bool is_open;
	struct backend_state state; /* [control] */
};

/* --- In the device thread --- */

static void tell(struct device *d, const struct output_event *e)
{
	uint64_t one = 1;

	if (!ring_push(&d->events, e, 1))
		return;
	if (write(d->event_fd, &one, sizeof(one)) < 0)
		return;
}

static void deadline(struct timespec *t, int ms)
{
	clock_gettime(CLOCK_REALTIME, t);
	t->tv_sec += ms / 1000;
	t->tv_nsec += ms % 1000 * 1000000L;
	if (t->tv_nsec >= 1000000000L) {
		t->tv_nsec -= 1000000000L;
		t->tv_sec++;
	}
}

/* True when it is time to end. */
static bool wait_ms(struct device *d, int ms)
{
	struct timespec t;

	deadline(&t, ms);
	sem_timedwait(&d->ending, &t);
	return atomic_load(&d->stop);
}

static void *close_it(void *backend)
{
	((const struct backend *)backend)->close();
	return NULL;
}

/* False: it hangs, and is left alone for ever. */
static bool close_backend(const struct backend *b)
{
	struct timespec t;
	pthread_t closer;

	if (pthread_create(&closer, NULL, close_it, (void *)(uintptr_t)b) != 0)
		return false;
	deadline(&t, HANG_MS);
	if (pthread_timedjoin_np(closer, NULL, &t) == 0)
		return true;
	pthread_detach(closer);
	return false;
}

/* --- Opening and losing --- */

/* Open, let go of the device before, start. On failure nothing plays. */
static bool change_to(struct device *d, const struct backend *b,
		      struct output_event *e, char why[256])
{
	struct backend_options o = d->options;

	/* A new rate would start the sound anew. */
	if (b == &backend_null && o.rate_hz <= 0)
		o.rate_hz = d->rate_hz;
	why[0] = '\0';
	if (b->open(&o, d->out, &e->state, why) != ST_OK)
		return false;
	if (d->open)
		d->open->close();
	d->open = NULL;
	if (b->start(why) != ST_OK)
		return false;
	d->open = b;
	d->rate_hz = e->state.rate_hz;
	e->kind = OUTPUT_OPENED;
	return true;
}

/* PortAudio; once that hangs in a JACK client whose server died, a client of
 * our own. */
static const struct backend *real(const struct device *d)
{
	return d->hangs ? &backend_jack : &backend_portaudio;
}

static bool change_to_null(struct device *d, const char *why)
{
	struct output_event e = {.kind = OUTPUT_FAILED};
	char why_null[256];

	if (change_to(d, &backend_null, &e, why_null))
		snprintf(e.text, TEXT, "sound goes to %s%s%s", e.state.name,
			 *why ? ": " : "", why);
	else
		snprintf(e.text, TEXT, "no sound: %s; %s", why, why_null);
	tell(d, &e);
	return d->open;
}

/* The first that opens. */
static void open_some(struct device *d)
{
	struct output_event e = {.kind = OUTPUT_FAILED};
	char why[256] = "";

	if (d->null_only || !change_to(d, real(d), &e, why)) {
		change_to_null(d, why);
		return;
	}
	snprintf(e.text, TEXT, "sound goes to %s%s%s", e.state.name,
		 *why ? ": " : "", why);
	tell(d, &e);
}

/* The device went away: time goes on without it, at once; closing takes as
 * long as it takes. */
static void lose(struct device *d)
{
	struct output_event e = {.kind = OUTPUT_LOST};
	const struct backend *gone = d->open;

	gone->leave();
	d->open = NULL;
	snprintf(e.text, TEXT,
		 "the sound device is gone: it is looked for every %d s",
		 REOPEN_MS / 1000);
	tell(d, &e);
	change_to_null(d, "");
	d->hangs = !close_backend(gone) || d->hangs;
}

/* Back from the null device to a real one; meanwhile the null device goes on.
 */
static bool try_again(struct device *d)
{
	struct output_event e = {.kind = OUTPUT_OPENED};
	char why[256];

	if (change_to(d, real(d), &e, why)) {
		snprintf(e.text, TEXT, "sound goes to %s again", e.state.name);
		tell(d, &e);
		return true;
	}
	if (!d->open)
		change_to_null(d, why);
	return false;
}

static void watch(struct device *d)
{
	bool lost = false;
	int since = 0;

	while (!wait_ms(d, WATCH_MS)) {
		since += WATCH_MS;
		if (d->open && !d->open->alive()) {
			lose(d);
			lost = true;
			since = 0;
		} else if (lost && since >= REOPEN_MS) {
			lost = !try_again(d);
			since = 0;
		}
	}
}

static void *run(void *arg)
{
	struct device *d = arg;

	open_some(d);
	watch(d);
	if (d->open)
		d->open->leave();
	if (d->open && !close_backend(d->open))
		d->hangs = true;
	sem_post(&d->ended);
	return NULL;
}

/* --- For the control thread --- */

static enum status start(struct device *d)
{
	sigset_t all, before;
	int error;

	d->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (d->event_fd < 0 ||
	    ring_init(&d->events, sizeof(struct output_event), EVENTS) != ST_OK)
		return ST_NOMEM;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&d->thread, NULL, run, d);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error ? ST_NOMEM : ST_OK;
}

static void finish(struct device *d)
{
	ring_finish(&d->events);
	if (d->event_fd >= 0)
		close(d->event_fd);
	sem_destroy(&d->ending);
	sem_destroy(&d->ended);
	mem_free(d->name);
	mem_free(d);
}

struct device *device_new(struct output *out, const struct backend_options *o,
			  bool null_only)
{
	struct device *d = mem_new(sizeof(*d));

	if (!d)
		return NULL;
	d->out = out;
	d->options = *o;
	d->null_only = null_only;
	sem_init(&d->ending, 0, 0);
	sem_init(&d->ended, 0, 0);
	d->name = o->device ? mem_str(o->device) : NULL;
	d->options.device = d->name;
	if ((o->device && !d->name) || start(d) != ST_OK) {
		finish(d);
		return NULL;
	}
	return d;
}

bool device_free(struct device *d)
{
	struct timespec t;

	atomic_store(&d->stop, true);
	sem_post(&d->ending);
	deadline(&t, HANG_MS + 500);
	if (sem_timedwait(&d->ended, &t) != 0) {
		pthread_detach(d->thread);
		return false;
	}
	pthread_join(d->thread, NULL);
	if (d->hangs)
		return false;
	finish(d);
	return true;
}

int device_event_fd(const struct device *d)
{
	return d->event_fd;
}

bool device_poll(struct device *d, struct output_event *to)
{
	uint64_t n;

	if (ring_pop(&d->events, to, 1) == 0) {
		/* A signal that comes between is seen the next time. */
		if (read(d->event_fd, &n, sizeof(n)) < 0)
			return false;
		if (ring_pop(&d->events, to, 1) == 0)
			return false;
	}
	d->is_open = to->kind == OUTPUT_OPENED;
	if (d->is_open)
		d->state = to->state;
	return true;
}

bool device_state(const struct device *d, struct backend_state *to)
{
	*to = d->state;
	return d->is_open;
}
