/* A thread that takes pointers from the control thread one by one, works on
 * each, and gives it back. */
#ifndef ENGINE_WORKER_H
#define ENGINE_WORKER_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include "engine/wake.h"
#include "rt/ring.h"

struct worker {
	struct ring in, out;	    /* of void * */
	size_t capacity, under_way; /* [control] */
	sem_t waiting;
	pthread_t thread;
	bool running;
	atomic_bool stop;
	struct wake *wake; /* told when something came back; NULL: nobody */
	int nice;	   /* of the thread, where it may be had */
	void (*work)(void *item);
};

/* work() runs in the new thread, named `name`, of that niceness; capacity items
 * may be under way. On failure nothing is left behind. [control] */
enum status worker_start(struct worker *w, const char *name, int nice,
			 size_t capacity, void (*work)(void *item),
			 struct wake *wake);
/* Ends the thread after what it works on; items not done come back by
 * worker_take(). */
void worker_stop(struct worker *w);
void worker_finish(struct worker *w);
/* False: too many are under way. [control] */
bool worker_give(struct worker *w, void *item);
/* The next one that is done, or NULL. [control] */
void *worker_take(struct worker *w);

#endif
