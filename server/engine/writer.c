#include "config.h"
#include "engine/writer.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include "base/alloc.h"
#include "dsp/block.h"

enum { HOLDS_S = 10, NAP_MS = 20, BATCH = 64 };

struct writer {
	struct ring ring;
	struct sound_file *file;
	pthread_t thread;
	atomic_bool stop;
	atomic_uint_fast64_t frames;
	uint64_t next; /* frame that comes next */
	uint32_t drop; /* frames of the master's delay that are left */
	bool begun;
	struct sound_block batch[BATCH];
};

static void put(struct writer *w, const float *frames, uint64_t n)
{
	if (sound_file_write(w->file, frames, (size_t)n) == ST_OK)
		atomic_fetch_add(&w->frames, n);
}

static void take(struct writer *w, const struct sound_block *b)
{
	uint32_t from = w->drop < BLOCK_FRAMES ? w->drop : BLOCK_FRAMES;

	if (w->begun && b->frame > w->next)
		put(w, NULL, b->frame - w->next);
	w->begun = true;
	w->next = b->frame + BLOCK_FRAMES;
	w->drop -= from;
	put(w, b->samples + 2 * from, BLOCK_FRAMES - from);
}

static void drain(struct writer *w)
{
	size_t n;

	while ((n = ring_pop(&w->ring, w->batch, BATCH)) > 0)
		for (size_t i = 0; i < n; i++)
			take(w, &w->batch[i]);
}

static void *run(void *arg)
{
	struct writer *w = arg;
	struct timespec nap = {0, NAP_MS * 1000000L};

	while (!atomic_load(&w->stop)) {
		drain(w);
		nanosleep(&nap, NULL);
	}
	drain(w);
	return NULL;
}

static bool start(struct writer *w, double rate_hz)
{
	sigset_t all, before;
	int error;

	if (ring_init(&w->ring, sizeof(struct sound_block),
		      (size_t)(HOLDS_S * rate_hz / BLOCK_FRAMES)) != ST_OK)
		return false;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&w->thread, NULL, run, w);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (error)
		ring_finish(&w->ring);
	return !error;
}

struct writer *writer_new(const char *path, double rate_hz,
			  uint32_t latency_frames, char why[256])
{
	struct writer *w = mem_new(sizeof(*w));

	snprintf(why, 256, "the machine has no memory left");
	if (!w)
		return NULL;
	w->drop = latency_frames;
	w->file = sound_file_new(path, rate_hz, why);
	if (w->file && start(w, rate_hz))
		return w;
	if (w->file)
		sound_file_finish(w->file);
	mem_free(w);
	return NULL;
}

struct ring *writer_ring(struct writer *w)
{
	return &w->ring;
}

uint64_t writer_frames(const struct writer *w)
{
	return atomic_load(&w->frames);
}

enum status writer_finish(struct writer *w)
{
	enum status st;

	atomic_store(&w->stop, true);
	pthread_join(w->thread, NULL);
	st = sound_file_finish(w->file);
	ring_finish(&w->ring);
	mem_free(w);
	return st;
}
