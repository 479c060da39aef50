#include "config.h"

#include "paths.h"

#include <stdio.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/log.h"

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool same_folder(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

static void add(struct paths *p, const char *path)
{
	if (p->n == PATHS_MAX || !is_folder(path))
		return;
	for (size_t i = 0; i < p->n; i++)
		if (same_folder(p->at[i], path))
			return;
	p->at[p->n++] = path;
}

/* Room for a text of n bytes that lives as long as p; NULL when it is full. */
static char *keep(struct paths *p, size_t *used, const char *text, size_t n)
{
	char *at = p->text + *used;

	if (n >= PATHS_TEXT - *used)
		return NULL;
	memcpy(at, text, n);
	at[n] = '\0';
	*used += n + 1;
	return at;
}

static void add_copy(struct paths *p, size_t *used, const char *text, size_t n)
{
	char *copy = n ? keep(p, used, text, n) : NULL;

	if (copy)
		add(p, copy);
}

static void add_environment(struct paths *p, size_t *used)
{
	const char *list = getenv("PHONON_SAMPLE_PATH");
	size_t n;

	for (; list && *list; list += n + (list[n] == ':')) {
		n = strcspn(list, ":");
		add_copy(p, used, list, n);
	}
}

static void add_data_folder(struct paths *p, size_t *used)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	char path[1024];

	if (data && *data)
		snprintf(path, sizeof(path), "%s/phonon/samples", data);
	else if (home)
		snprintf(path, sizeof(path), "%s/.local/share/phonon/samples",
			 home);
	else
		return;
	add_copy(p, used, path, strlen(path));
}

/* What stands at `rest` from the folder of this program. */
static void add_beside(struct paths *p, size_t *used, const char *rest)
{
	char path[1024];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 64);

	while (n > 0 && path[n - 1] != '/')
		n--;
	if (n <= 0)
		return;
	strcpy(path + n, rest);
	add_copy(p, used, path, strlen(path));
}

static void add_kit(struct paths *p, size_t *used)
{
	size_t before = p->n;

	add_beside(p, used, "../share/phonon/samples");
	if (p->n == before)
		add(p, PHONON_DATADIR "/samples");
	if (p->n == before)
		add_beside(p, used, "samples/kit");
}

bool paths_recordings(char *to, size_t size, const char *given)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	int n;

	if (given && *given)
		n = snprintf(to, size, "%s", given);
	else if (data && *data)
		n = snprintf(to, size, "%s/phonon/recordings", data);
	else if (home && *home)
		n = snprintf(to, size, "%s/.local/share/phonon/recordings",
			     home);
	else
		return false;
	return n > 0 && (size_t)n < size;
}

void paths_samples(struct paths *p, const char *const *given, size_t n)
{
	size_t used = 0;

	p->n = 0;
	for (size_t i = 0; i < n; i++) {
		if (!is_folder(given[i]))
			log_warn("there is no folder %s for samples", given[i]);
		add(p, given[i]);
	}
	add_environment(p, &used);
	add_data_folder(p, &used);
	add_kit(p, &used);
}
