#include "config.h"

#include "serve.h"

#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <ev.h>
#include "audio/output.h"
#include "base/log.h"
#include "dsp/dsp.h"
#include "engine/engine.h"
#include "complete.h"
#include "explain.h"
#include "net/net.h"
#include "options.h"
#include "paths.h"
#include "record.h"

enum {
	EX_OK = 0,
	EX_USAGE = 64,
	EX_OSERR = 71,
	EX_CANTCREAT = 73,
	EX_IOERR = 74,
	EX_TEMPFAIL = 75,
	EX_NOPERM = 77
};

static const double default_rate_hz = 48000, watch_seconds = 0.01,
		    fade_seconds = 0.05;

struct server {
	const struct options *o;
	struct ev_loop *loop;
	struct engine *engine;
	struct output *output;
	struct net *net;
	struct ev_io wake, events;
	struct ev_timer watch, end;
	struct ev_signal interrupt, terminate;
	struct backend_state device;
	struct record record;
	char recordings[1024]; /* the folder */
	bool running, ready, ending;
	uint64_t underruns;
	int status;
};

/* --- What net/ asks for --- */

static void tell_output(void *ctx, struct net_output *to)
{
	struct server *s = ctx;
	struct output_figures f;

	output_figures(s->output, &f);
	*to = (struct net_output){.ready = s->ready,
				  .device = s->device.name,
				  .rate_hz = s->device.rate_hz,
				  .latency_s = s->device.latency_s,
				  .buffer_frames = f.target_frames,
				  .load = f.cpu,
				  .peak_load = f.cpu,
				  .underruns = f.underruns,
				  .driver_underruns = f.driver_underruns,
				  .recording = record_path(&s->record)};
}

static enum status on_record(void *ctx, const char *name, bool stems,
			     char why[NET_WHY])
{
	struct server *s = ctx;

	return record_start(&s->record, name, stems,
			    s->running ? s->device.rate_hz : 0, why);
}

static enum status on_record_stop(void *ctx, char why[NET_WHY])
{
	struct server *s = ctx;

	return record_stop(&s->record, why);
}

static void on_panic(void *ctx)
{
	struct server *s = ctx;

	output_panic(s->output);
}

/* Fade, then leave the loop. A second signal (of the terminal and of a script
 * around this program) must not cut the fade. */
static void end(struct server *s)
{
	if (!s->running) {
		ev_break(s->loop, EVBREAK_ALL);
		return;
	}
	if (s->ending)
		return;
	s->ending = true;
	engine_fade(s->engine, 0, fade_seconds);
	ev_now_update(s->loop);
	ev_timer_set(&s->end,
		     fade_seconds + fmin(s->device.latency_s, 1) +
			 2 * watch_seconds,
		     0.);
	ev_timer_start(s->loop, &s->end);
}

static void on_quit(void *ctx)
{
	end(ctx);
}

/* --- The sound device --- */

static void no_sound(struct server *s)
{
	log_error("the sound can't be started: no memory");
	s->status = EX_OSERR;
	end(s);
}

/* --record begins with the first sound. A device of another rate comes too late
 * for a file: the recording is finished then. */
static void record(struct server *s, double rate_before)
{
	char why[RECORD_WHY];

	if (s->running && s->device.rate_hz != rate_before)
		record_new_rate(&s->record);
	if (!s->o->record || s->running)
		return;
	if (record_file(&s->record, s->o->record, s->o->stems,
			s->device.rate_hz, why) == ST_OK)
		return;
	log_error("%s", why);
	s->status = EX_CANTCREAT;
	end(s);
}

static void opened(struct server *s, const struct output_event *ev)
{
	double rate_before = s->device.rate_hz;

	char warning[200] = "";

	s->device = ev->state;
	log_info("%s", ev->text);
	output_stop(s->output);
	if (engine_set_rate(s->engine, ev->state.rate_hz) != ST_OK) {
		no_sound(s);
		return;
	}
	record(s, rate_before);
	if (s->status != EX_OK)
		return;
	if (output_start(s->output, engine_dsp(s->engine), warning) != ST_OK) {
		no_sound(s);
		return;
	}
	if (*warning && !s->running)
		log_warn("%s", warning);
	s->running = true;
}

static void take_event(struct server *s, const struct output_event *ev)
{
	switch (ev->kind) {
	case OUTPUT_OPENED:
		opened(s, ev);
		break;
	case OUTPUT_LOST:
		log_warn("%s", ev->text);
		break;
	case OUTPUT_FAILED:
		log_error("%s", ev->text);
		break;
	}
}

static void on_output(struct ev_loop *loop, struct ev_io *w, int revents)
{
	struct server *s = w->data;
	struct output_event ev;

	(void)loop;
	(void)revents;
	while (output_poll(s->output, &ev))
		take_event(s, &ev);
}

/* --- The loop --- */

static void on_wake(struct ev_loop *loop, struct ev_io *w, int revents)
{
	struct server *s = w->data;

	(void)loop;
	(void)revents;
	engine_step(s->engine);
}

/* The clock of the output, its underruns, the moment when it first sounds. */
static void on_watch(struct ev_loop *loop, struct ev_timer *w, int revents)
{
	struct server *s = w->data;
	struct output_figures f;
	uint64_t frame, ntp;

	(void)loop;
	(void)revents;
	if (s->running && output_time(s->output, &frame, &ntp)) {
		engine_set_output_time(s->engine, frame, ntp);
		if (!s->ready) {
			s->ready = true;
			net_ready(s->net);
		}
	}
	output_figures(s->output, &f);
	if (f.underruns > s->underruns) {
		s->underruns = f.underruns;
		net_underrun(s->net, f.underruns);
	}
	engine_step(s->engine);
	record_step(&s->record);
}

static void on_end(struct ev_loop *loop, struct ev_timer *w, int revents)
{
	(void)w;
	(void)revents;
	ev_break(loop, EVBREAK_ALL);
}

static void on_signal(struct ev_loop *loop, struct ev_signal *w, int revents)
{
	(void)loop;
	(void)revents;
	end(w->data);
}

static void watch_all(struct server *s)
{
	ev_io_init(&s->wake, on_wake, engine_wake_fd(s->engine), EV_READ);
	ev_io_init(&s->events, on_output, output_event_fd(s->output), EV_READ);
	ev_timer_init(&s->watch, on_watch, 0., watch_seconds);
	ev_timer_init(&s->end, on_end, 0., 0.);
	ev_signal_init(&s->interrupt, on_signal, SIGINT);
	ev_signal_init(&s->terminate, on_signal, SIGTERM);
	s->wake.data = s->events.data = s->watch.data = s;
	s->end.data = s->interrupt.data = s->terminate.data = s;
	ev_io_start(s->loop, &s->wake);
	ev_io_start(s->loop, &s->events);
	ev_timer_start(s->loop, &s->watch);
	ev_signal_start(s->loop, &s->interrupt);
	ev_signal_start(s->loop, &s->terminate);
}

/* --- Start and stop --- */

static bool start_engine(struct server *s)
{
	struct paths paths;
	struct engine_options eo = {
	    .look_ahead_s = s->o->look_ahead_ms / 1000,
	    .rate_hz = s->o->rate_hz > 0 ? s->o->rate_hz : default_rate_hz};

	paths_samples(&paths, s->o->samples.at, s->o->samples.n);
	eo.sample_dirs = paths.at;
	eo.n_sample_dirs = paths.n;
	s->engine = engine_new(&eo);
	if (!s->engine) {
		log_error("the server can't start: no memory");
		s->status = EX_OSERR;
		return false;
	}
	engine_on_panic(s->engine, on_panic, s);
	return true;
}

static int exit_status(enum status st)
{
	switch (st) {
	case ST_BUSY:
		return EX_TEMPFAIL;
	case ST_DENIED:
		return EX_NOPERM;
	case ST_INVALID:
	case ST_NOTFOUND:
		return EX_USAGE;
	default:
		return EX_OSERR;
	}
}

static void complete_for(void *ctx, struct strbuf *to, const char *text,
			 size_t n)
{
	const struct server *s = ctx;

	complete_word(to, s->engine, text, n);
}

static bool start_net(struct server *s)
{
	const struct options *o = s->o;
	struct net_options no = {.loop = s->loop,
				 .engine = s->engine,
				 .bind = o->bind,
				 .udp_port = o->udp_port,
				 .tcp_port = o->tcp_port,
				 .unix_path = o->unix_path,
				 .ipc_path = o->ipc,
				 .insecure = o->insecure,
				 .no_quit = o->no_shutdown,
				 .explain = explain_name,
				 .complete = complete_for,
				 .output = tell_output,
				 .record = on_record,
				 .record_stop = on_record_stop,
				 .quit = on_quit,
				 .ctx = s};
	struct strbuf where;
	char why[NET_WHY];
	enum status st = net_open(&s->net, &no, why);

	if (st != ST_OK) {
		log_error("%s", why);
		s->status = exit_status(st);
		return false;
	}
	strbuf_init(&where);
	s->record.net = s->net;
	net_where(s->net, &where);
	log_info("phonon-audio " PACKAGE_VERSION " listens on %s",
		 strbuf_str(&where));
	strbuf_finish(&where);
	return true;
}

/* The power of two next to a time. */
static unsigned frames_of(double ms, double rate_hz)
{
	if (ms <= 0)
		return 0;
	return 1U << (unsigned)fmax(4,
				    fmin(13, round(log2(ms / 1000 * rate_hz))));
}

static bool start_output(struct server *s)
{
	const struct options *o = s->o;
	double rate_hz = o->rate_hz > 0 ? o->rate_hz : default_rate_hz;
	struct output_options oo = {
	    .device = {.device = o->device,
		       .rate_hz = o->rate_hz,
		       .frames = o->frames > 0
				     ? (unsigned)o->frames
				     : frames_of(o->latency_ms, rate_hz)},
	    .null_only = o->null_device,
	    .latency_max_s = o->latency_max_ms / 1000};

	s->output = output_new(&oo);
	if (!s->output) {
		log_error("the server can't start: no memory");
		s->status = EX_OSERR;
	}
	s->record.engine = s->engine;
	s->record.output = s->output;
	s->record.whole = true;
	if (paths_recordings(s->recordings, sizeof(s->recordings),
			     o->recordings))
		s->record.folder = s->recordings;
	return s->output;
}

/* --- The control thread's turn comes soon --- */

/* Below every thread of sound, those of JACK's clients included. */
enum { PRIORITY = 2, RUNAWAY_US = 200000 };

static pthread_t control;

/* It never came to rest: then others go first. */
static void on_runaway(int signal)
{
	struct sched_param p = {0};

	(void)signal;
	pthread_setschedparam(control, SCHED_OTHER, &p);
}

/* Where it can't be had, answers come later under load, and that is all. New
 * threads don't have it from this one. */
static void ask_priority(void)
{
	struct sched_param p = {.sched_priority = PRIORITY};
	struct rlimit limit = {RUNAWAY_US, RLIM_INFINITY};
	struct sigaction runaway = {.sa_handler = on_runaway,
				    .sa_flags = SA_RESTART};

	control = pthread_self();
	if (sigaction(SIGXCPU, &runaway, NULL) == 0 &&
	    setrlimit(RLIMIT_RTTIME, &limit) == 0)
		pthread_setschedparam(control, SCHED_RR | SCHED_RESET_ON_FORK,
				      &p);
}

static void stop(struct server *s)
{
	net_close(s->net);
	s->record.net = NULL;
	if (s->output) {
		output_stop(s->output);
		record_finish(&s->record);
		if (!s->record.whole)
			s->status = EX_IOERR;
		output_free(s->output);
	}
	engine_free(s->engine);
}

int serve(const struct options *o)
{
	struct server s = {.o = o, .loop = ev_default_loop(EVFLAG_AUTO)};

	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a file too large is a full disk */
	if (start_engine(&s) && start_net(&s) && start_output(&s)) {
		watch_all(&s);
		ask_priority();
		ev_run(s.loop, 0);
	}
	stop(&s);
	return s.status;
}
