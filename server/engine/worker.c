#include "config.h"
#include "engine/worker.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

/* All but what a signal may have interrupted. */
static void wait_for(sem_t *s)
{
	while (sem_wait(s) != 0)
		;
}

static void *run(void *arg)
{
	struct worker *w = arg;
	void *item;

	if (w->nice)
		setpriority(PRIO_PROCESS, (id_t)gettid(), w->nice);
	for (;;) {
		wait_for(&w->waiting);
		if (atomic_load(&w->stop))
			return NULL;
		if (ring_pop(&w->in, &item, 1) == 0)
			continue;
		w->work(item);
		/* No more than capacity are under way: there is room. */
		ring_push(&w->out, &item, 1);
		if (w->wake)
			wake_up(w->wake);
	}
}

/* Signals belong to the control thread. */
static int start_thread(struct worker *w)
{
	sigset_t all, before;
	int error;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&w->thread, NULL, run, w);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error;
}

enum status worker_start(struct worker *w, const char *name, int nice,
			 size_t capacity, void (*work)(void *item),
			 struct wake *wake)
{
	w->capacity = capacity;
	w->under_way = 0;
	w->wake = wake;
	w->nice = nice;
	w->work = work;
	atomic_store(&w->stop, false);
	if (ring_init(&w->in, sizeof(void *), capacity) != ST_OK)
		return ST_NOMEM;
	if (ring_init(&w->out, sizeof(void *), capacity) != ST_OK) {
		ring_finish(&w->in);
		return ST_NOMEM;
	}
	sem_init(&w->waiting, 0, 0);
	if (start_thread(w) != 0) {
		worker_finish(w);
		return ST_NOMEM;
	}
	pthread_setname_np(w->thread, name);
	w->running = true;
	return ST_OK;
}

void worker_stop(struct worker *w)
{
	if (!w->running)
		return;
	atomic_store(&w->stop, true);
	sem_post(&w->waiting);
	pthread_join(w->thread, NULL);
	w->running = false;
}

void worker_finish(struct worker *w)
{
	worker_stop(w);
	ring_finish(&w->in);
	ring_finish(&w->out);
	sem_destroy(&w->waiting);
}

bool worker_give(struct worker *w, void *item)
{
	if (w->under_way == w->capacity || !ring_push(&w->in, &item, 1))
		return false;
	w->under_way++;
	sem_post(&w->waiting);
	return true;
}

void *worker_take(struct worker *w)
{
	void *item = NULL;

	/* Behind a stopped thread what it left comes back too. */
	if (ring_pop(&w->out, &item, 1) == 0 && !w->running)
		ring_pop(&w->in, &item, 1);
	w->under_way -= item != NULL;
	return item;
}
