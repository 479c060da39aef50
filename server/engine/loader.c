#include "engine/loader.h"

#include <stdlib.h>
#include <string.h>
#include "base/log.h"

enum { UNDER_WAY = 1024 };

static void load(void *item)
{
	struct sample *s = item;

	if (sample_load(s) != ST_OK)
		log_debug("%s can't be read", s->path);
}

enum status loader_start(struct loader *l, const char *const *dirs, size_t n,
			 size_t budget, bool here, struct wake *wake)
{
	l->here = here;
	l->banks = banks_new(budget);
	if (!l->banks)
		return ST_NOMEM;
	for (size_t i = 0; i < n; i++)
		if (banks_add_folder(l->banks, dirs[i]) < 0)
			log_warn("the sample folder %s can't be read", dirs[i]);
	if (here)
		return ST_OK;
	if (worker_start(&l->worker, "loader", 0, UNDER_WAY, load, wake) ==
	    ST_OK)
		return ST_OK;
	banks_free(l->banks);
	l->banks = NULL;
	return ST_NOMEM;
}

void loader_finish(struct loader *l)
{
	if (!l->banks)
		return;
	if (!l->here)
		worker_finish(&l->worker);
	banks_free(l->banks);
	l->banks = NULL;
}

bool loader_ask(struct loader *l, struct sample *s)
{
	int state = atomic_load_explicit(&s->state, memory_order_acquire);

	if (state == SAMPLE_READY || state == SAMPLE_FAILED)
		return true;
	if (l->here) {
		load(s);
		return true;
	}
	if (state == SAMPLE_INDEXED) {
		atomic_store(&s->state, SAMPLE_LOADING);
		if (!worker_give(&l->worker, s))
			atomic_store(&s->state, SAMPLE_INDEXED);
	}
	return false;
}

int loader_step(struct loader *l)
{
	int n = 0;

	while (!l->here && worker_take(&l->worker))
		n++;
	if (n > 0)
		banks_evict(l->banks);
	return n;
}

/* The bank's name of "bank:n" and n; false: no bank has so long a name. */
static bool split(const char *name, char bank[256], long *n)
{
	const char *colon = strrchr(name, ':');
	size_t len = colon ? (size_t)(colon - name) : strlen(name);

	if (len >= 256)
		return false;
	memcpy(bank, name, len);
	bank[len] = '\0';
	*n = colon ? strtol(colon + 1, NULL, 10) : 0;
	return true;
}

struct sample *loader_find(struct loader *l, const char *name)
{
	char bank[256];
	long n;

	return split(name, bank, &n) ? banks_find(l->banks, bank, n) : NULL;
}

void loader_look_again(struct loader *l, const char *name)
{
	struct sample *s = loader_find(l, name);
	char bank[256];
	long n;

	if (!s && split(name, bank, &n))
		banks_look(l->banks, bank);
	if (s && atomic_load(&s->state) == SAMPLE_FAILED)
		atomic_store(&s->state, SAMPLE_INDEXED);
}

void loader_hint(const struct loader *l, const char *name, char *to,
		 size_t size)
{
	struct nearest near;

	nearest_init(&near, name);
	banks_nearest(l->banks, &near);
	nearest_hint(&near, to, size);
}
