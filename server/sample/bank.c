#include "config.h"

#include "sample/bank.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/alloc.h"

struct bank {
	char *name;
	struct sample *sample;
	char **path;
	size_t n, room;
};

struct banks {
	struct bank **bank; /* in the order of their names */
	size_t n, room;
	char **root; /* folders that banks were looked for in */
	size_t n_roots, roots_room;
	struct sample **asked; /* that somebody asked for: may hold memory */
	size_t n_asked, asked_room;
	size_t budget_bytes;
	uint64_t queries;
};

static size_t default_budget(void)
{
	long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);

	if (pages <= 0 || size <= 0)
		return (size_t)512 << 20;
	return (size_t)pages / 4 * (size_t)size;
}

struct banks *banks_new(size_t budget_bytes)
{
	struct banks *b = mem_new(sizeof(*b));

	if (b)
		b->budget_bytes =
		    budget_bytes ? budget_bytes : default_budget();
	return b;
}

static void bank_free(struct bank *k)
{
	if (!k)
		return;
	for (size_t i = 0; i < k->n; i++) {
		if (k->sample)
			mem_free(k->sample[i].memory);
		mem_free(k->path[i]);
	}
	mem_free(k->sample);
	mem_free(k->path);
	mem_free(k->name);
	mem_free(k);
}

void banks_free(struct banks *b)
{
	if (!b)
		return;
	for (size_t i = 0; i < b->n; i++)
		bank_free(b->bank[i]);
	for (size_t i = 0; i < b->n_roots; i++)
		mem_free(b->root[i]);
	mem_free(b->root);
	mem_free(b->bank);
	mem_free(b->asked);
	mem_free(b);
}

/* Room for one more pointer in a growing array. */
static bool grow(void *array, size_t n, size_t *room)
{
	size_t more = *room ? *room * 2 : 16;
	void **at = array, *p;

	if (n < *room)
		return true;
	p = mem_grow(*at, more * sizeof(void *));
	if (!p)
		return false;
	*at = p;
	*room = more;
	return true;
}

/* --- Finding names --- */

/* Where the name stands or would stand. */
static size_t place_of(const struct banks *b, const char *name, bool *found)
{
	size_t low = 0, high = b->n;

	*found = false;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(b->bank[middle]->name, name);

		if (order == 0) {
			*found = true;
			return middle;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool remember(struct banks *b, struct sample *s)
{
	if (s->asked_for)
		return true;
	if (!grow(&b->asked, b->n_asked, &b->asked_room))
		return false;
	b->asked[b->n_asked++] = s;
	s->asked_for = true;
	return true;
}

struct sample *banks_find(struct banks *b, const char *name, long n)
{
	bool found;
	size_t i = place_of(b, name, &found);
	struct sample *s;
	long size;

	if (!found)
		return NULL;
	size = (long)b->bank[i]->n;
	n %= size;
	s = &b->bank[i]->sample[n < 0 ? n + size : n];
	s->last_used = ++b->queries;
	return remember(b, s) ? s : NULL;
}

void banks_nearest(const struct banks *b, struct nearest *near)
{
	for (size_t i = 0; i < b->n; i++)
		nearest_offer(near, b->bank[i]->name);
}

size_t banks_count(const struct banks *b)
{
	return b->n;
}

size_t banks_count_files(const struct banks *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		n += b->bank[i]->n;
	return n;
}

const char *bank_name(const struct banks *b, size_t i)
{
	return b->bank[i]->name;
}

size_t bank_size(const struct banks *b, size_t i)
{
	return b->bank[i]->n;
}

/* --- Reading folders --- */

static bool is_sound(const char *name)
{
	static const char *const endings[] = {".wav",  ".aif",	".aiff",
					      ".aifc", ".flac", ".ogg"};
	const char *dot = strrchr(name, '.');

	if (!dot || dot == name || name[0] == '.')
		return false;
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (strcasecmp(dot, endings[i]) == 0)
			return true;
	return false;
}

static char *join(const char *folder, const char *name)
{
	size_t n = strlen(folder) + strlen(name) + 2;
	char *path = mem_new(n);

	if (path)
		snprintf(path, n, "%s/%s", folder, name);
	return path;
}

/* Whether an entry is a file (or a folder) of its own or by a link. */
static bool is_kind(const char *folder, const struct dirent *e,
		    bool want_folder)
{
	struct stat st;
	char *path;
	bool ok;

	if (e->d_type == DT_REG || e->d_type == DT_DIR)
		return (e->d_type == DT_DIR) == want_folder;
	path = join(folder, e->d_name);
	ok = path && stat(path, &st) == 0 &&
	     (want_folder ? S_ISDIR(st.st_mode) : S_ISREG(st.st_mode));
	mem_free(path);
	return ok;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool add_file(struct bank *k, const char *folder, const char *name)
{
	char *path;

	if (!grow(&k->path, k->n, &k->room))
		return false;
	path = join(folder, name);
	if (!path)
		return false;
	k->path[k->n++] = path;
	return true;
}

static bool list_files(struct bank *k, const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *e;
	bool ok = true;

	/* A folder that can't be read is one without sound. */
	while (ok && dir && (e = readdir(dir)))
		if (is_sound(e->d_name) && is_kind(folder, e, false))
			ok = add_file(k, folder, e->d_name);
	if (dir)
		closedir(dir);
	return ok;
}

static bool fill(struct bank *k, size_t most_bytes)
{
	qsort(k->path, k->n, sizeof(*k->path), by_name);
	k->sample = mem_array(k->n, sizeof(*k->sample));
	if (!k->sample)
		return false;
	for (size_t i = 0; i < k->n; i++) {
		struct sample *s = &k->sample[i];

		s->bank = k->name;
		s->path = k->path[i];
		s->index = (unsigned)i;
		s->most_bytes = most_bytes;
		atomic_init(&s->state, SAMPLE_INDEXED);
	}
	return true;
}

/* The files of one folder as a bank. false: no memory. *to is NULL where
 * there are no sound files. */
static bool read_bank(const char *folder, const char *name, size_t most_bytes,
		      struct bank **to)
{
	struct bank *k = mem_new(sizeof(*k));
	bool ok = k && (k->name = mem_str(name)) && list_files(k, folder);

	*to = NULL;
	if (ok && k->n)
		ok = fill(k, most_bytes);
	if (ok && k->n)
		*to = k;
	else
		bank_free(k);
	return ok;
}

static bool insert(struct banks *b, size_t at, struct bank *k)
{
	if (!grow(&b->bank, b->n, &b->room))
		return false;
	memmove(b->bank + at + 1, b->bank + at, (b->n - at) * sizeof(k));
	b->bank[at] = k;
	b->n++;
	return true;
}

/* Adds its files to *files. false: no memory. */
static bool add_bank(struct banks *b, const char *path, const char *name,
		     long *files)
{
	bool found;
	size_t at = place_of(b, name, &found);
	struct bank *k;
	char *folder;
	bool ok;

	if (found)
		return true;
	folder = join(path, name);
	ok = folder && read_bank(folder, name, b->budget_bytes, &k);
	mem_free(folder);
	if (!ok || !k)
		return ok;
	if (!insert(b, at, k)) {
		bank_free(k);
		return false;
	}
	*files += (long)k->n;
	return true;
}

static bool add_root(struct banks *b, const char *path)
{
	char *copy;

	if (!grow(&b->root, b->n_roots, &b->roots_room))
		return false;
	copy = mem_str(path);
	if (copy)
		b->root[b->n_roots++] = copy;
	return copy;
}

bool banks_look(struct banks *b, const char *name)
{
	long files = 0;

	if (!*name || *name == '.' || strchr(name, '/'))
		return false;
	for (size_t i = 0; i < b->n_roots && !files; i++)
		if (!add_bank(b, b->root[i], name, &files))
			return false;
	return files > 0;
}

long banks_add_folder(struct banks *b, const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *e;
	long files = 0;
	bool ok = true;

	if (!dir)
		return -1;
	while (ok && (e = readdir(dir)))
		if (e->d_name[0] != '.' && is_kind(path, e, true))
			ok = add_bank(b, path, e->d_name, &files);
	closedir(dir);
	return ok && add_root(b, path) ? files : -1;
}

/* --- The budget --- */

static bool is_ready(struct sample *s)
{
	return atomic_load_explicit(&s->state, memory_order_acquire) ==
	       SAMPLE_READY;
}

size_t banks_bytes(const struct banks *b)
{
	size_t sum = 0;

	for (size_t i = 0; i < b->n_asked; i++)
		if (is_ready(b->asked[i]))
			sum += b->asked[i]->bytes;
	return sum;
}

static void unload(struct sample *s)
{
	atomic_store(&s->state, SAMPLE_INDEXED);
	s->frames = NULL;
	mem_free(s->memory);
	s->memory = NULL;
	s->bytes = 0;
}

static int by_use(const void *a, const void *b)
{
	const struct sample *x = *(struct sample *const *)a;
	const struct sample *y = *(struct sample *const *)b;

	return (x->last_used > y->last_used) - (x->last_used < y->last_used);
}

void banks_evict(struct banks *b)
{
	size_t sum = banks_bytes(b);

	if (sum <= b->budget_bytes)
		return;
	qsort(b->asked, b->n_asked, sizeof(*b->asked), by_use);
	for (size_t i = 0; i < b->n_asked && sum > b->budget_bytes; i++) {
		struct sample *s = b->asked[i];

		if (!is_ready(s) || s->users)
			continue;
		sum -= s->bytes;
		unload(s);
	}
}
