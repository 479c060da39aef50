#include "config.h"
#include "engine/writer.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include "base/alloc.h"

enum { HOLDS_S = 10, STEMS_HELD = 8, NAP_MS = 20, BATCH = 64, NAMES = 1024 };

struct slot_name {
	uint32_t owner;
	char name[RECORDING_NAME];
};

struct writer {
	struct recording_options o;
	char *path, *folder;
	struct ring ring, names;
	pthread_t thread;
	atomic_int state;
	atomic_bool stop;
	atomic_uint_fast64_t frames;
	struct recording *recording;
	char why[RECORDING_WHY]; /* the thread's until the state says so */
	enum status st;
	struct sound_block batch[BATCH];
};

/* --- In the thread --- */

/* The folder and those above it; what is wrong is seen when the file is made.
 */
static void make_folder(char *path)
{
	for (char *at = path + 1; *at; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		mkdir(path, 0777);
		*at = '/';
	}
	mkdir(path, 0777);
}

static void set_state(struct writer *w, enum writer_state state)
{
	atomic_store_explicit(&w->state, (int)state, memory_order_release);
}

static void open_files(struct writer *w)
{
	if (w->folder)
		make_folder(w->folder);
	w->recording = recording_new(&w->o, w->why);
	set_state(w, w->recording ? WRITER_RUNS : WRITER_FAILED);
}

static void fail(struct writer *w)
{
	w->st = ST_IO;
	if (writer_state(w) == WRITER_FAILED)
		return;
	snprintf(w->why, sizeof(w->why),
		 "%.200s is not whole: is the disk full?", w->path);
	set_state(w, WRITER_FAILED);
}

static void take_names(struct writer *w)
{
	char why[RECORDING_WHY];
	struct slot_name n;

	while (ring_pop(&w->names, &n, 1) > 0)
		if (recording_name(w->recording, n.owner, n.name, why) == ST_IO)
			fail(w);
}

static void drain(struct writer *w)
{
	size_t n;

	while ((n = ring_pop(&w->ring, w->batch, BATCH)) > 0) {
		/* Named before the first of its blocks was made. */
		take_names(w);
		for (size_t i = 0; i < n && w->st == ST_OK; i++)
			if (recording_take(w->recording, &w->batch[i]) != ST_OK)
				fail(w);
		atomic_store(&w->frames, recording_frames(w->recording));
	}
	take_names(w);
}

static void finish(struct writer *w)
{
	drain(w);
	if (recording_finish(w->recording) != ST_OK)
		fail(w);
}

static void *run(void *arg)
{
	struct writer *w = arg;
	struct timespec nap = {0, NAP_MS * 1000000L};

	open_files(w);
	while (!atomic_load(&w->stop)) {
		if (w->recording)
			drain(w);
		nanosleep(&nap, NULL);
	}
	if (w->recording)
		finish(w);
	set_state(w, WRITER_DONE);
	return NULL;
}

/* --- For the control thread --- */

static bool start(struct writer *w)
{
	size_t room = (size_t)(HOLDS_S * w->o.rate_hz / BLOCK_FRAMES);
	sigset_t all, before;
	int error;

	if (w->o.stems)
		room *= STEMS_HELD;
	if (ring_init(&w->ring, sizeof(struct sound_block), room) != ST_OK ||
	    ring_init(&w->names, sizeof(struct slot_name), NAMES) != ST_OK)
		return false;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&w->thread, NULL, run, w);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return !error;
}

static void discard(struct writer *w)
{
	ring_finish(&w->ring);
	ring_finish(&w->names);
	mem_free(w->path);
	mem_free(w->folder);
	mem_free(w);
}

struct writer *writer_new(const struct recording_options *o, const char *folder)
{
	struct writer *w = mem_new(sizeof(*w));

	if (!w)
		return NULL;
	w->o = *o;
	w->o.path = w->path = mem_str(o->path);
	w->folder = folder ? mem_str(folder) : NULL;
	if (w->path && (!folder || w->folder) && start(w))
		return w;
	discard(w);
	return NULL;
}

enum writer_state writer_state(const struct writer *w)
{
	return (enum writer_state)atomic_load_explicit(&w->state,
						       memory_order_acquire);
}

enum writer_state writer_wait(const struct writer *w)
{
	struct timespec nap = {0, 1000000};

	while (writer_state(w) == WRITER_OPENS)
		nanosleep(&nap, NULL);
	return writer_state(w);
}

const char *writer_why(const struct writer *w)
{
	return w->why;
}

const char *writer_path(const struct writer *w)
{
	return w->path;
}

struct ring *writer_ring(struct writer *w)
{
	return &w->ring;
}

void writer_name(struct writer *w, uint32_t owner, const char *name)
{
	struct slot_name n = {.owner = owner};

	snprintf(n.name, sizeof(n.name), "%s", name);
	ring_push(&w->names, &n, 1);
}

uint64_t writer_frames(const struct writer *w)
{
	return atomic_load(&w->frames);
}

double writer_rate(const struct writer *w)
{
	return w->o.rate_hz;
}

void writer_stop(struct writer *w)
{
	atomic_store(&w->stop, true);
}

enum status writer_free(struct writer *w)
{
	enum status st;

	writer_stop(w);
	pthread_join(w->thread, NULL);
	st = w->st;
	discard(w);
	return st;
}
