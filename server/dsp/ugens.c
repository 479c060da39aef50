#include <stdatomic.h>
#include <string.h>
#include "dsp/ugen.h"

extern const struct ugen_family ugen_osc;
extern const struct ugen_family ugen_fm;
extern const struct ugen_family ugen_noise;
extern const struct ugen_family ugen_string;
extern const struct ugen_family ugen_trig;
extern const struct ugen_family ugen_synth;
extern const struct ugen_family ugen_drum;
extern const struct ugen_family ugen_spectral;
extern const struct ugen_family ugen_grain;
extern const struct ugen_family ugen_filter;
extern const struct ugen_family ugen_ladder;
extern const struct ugen_family ugen_env;
extern const struct ugen_family ugen_line;
extern const struct ugen_family ugen_dynamics;
extern const struct ugen_family ugen_analysis;
extern const struct ugen_family ugen_math;
extern const struct ugen_family ugen_delay;
extern const struct ugen_family ugen_mod;
extern const struct ugen_family ugen_drive;
extern const struct ugen_family ugen_reverb;
extern const struct ugen_family ugen_space;

/* One a line: */
/* clang-format off */
const struct ugen_family *const ugen_families[] = {
    &ugen_osc,
    &ugen_fm,
    &ugen_noise,
    &ugen_string,
    &ugen_trig,
    &ugen_synth,
    &ugen_drum,
    &ugen_spectral,
    &ugen_grain,
    &ugen_filter,
    &ugen_ladder,
    &ugen_env,
    &ugen_line,
    &ugen_dynamics,
    &ugen_analysis,
    &ugen_math,
    &ugen_delay,
    &ugen_reverb,
    &ugen_space,
    &ugen_mod,
    &ugen_drive,
    NULL,
};
/* clang-format on */

static bool has_name(const char *names, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = names; at && *at;) {
		size_t n = strcspn(at, " ");

		if (n == len && memcmp(at, name, n) == 0)
			return true;
		at += n + strspn(at + n, " ");
	}
	return false;
}

/* Rows by the hash of their names and aliases, open addressing. Whoever asks
 * first fills it; two at once write the same. */
enum { NAMES_PLACES = 1024 };
static _Atomic(const struct ugen_row *) by_name[NAMES_PLACES];
static atomic_bool filled;

static uint32_t hash(const char *s, size_t n)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return h ^ h >> 15;
}

static void put_name(const char *name, size_t n, const struct ugen_row *row)
{
	uint32_t at = hash(name, n) % NAMES_PLACES;
	const struct ugen_row *there;

	while ((there = atomic_load(&by_name[at])) && there != row)
		at = (at + 1) % NAMES_PLACES;
	atomic_store(&by_name[at], row);
}

static void put_row(const struct ugen_row *row)
{
	put_name(row->name, strlen(row->name), row);
	for (const char *at = row->aliases; *at;) {
		size_t n = strcspn(at, " ");

		put_name(at, n, row);
		at += n + strspn(at + n, " ");
	}
}

static void fill(void)
{
	for (int f = 0; ugen_families[f]; f++)
		for (size_t i = 0; i < ugen_families[f]->n; i++)
			put_row(&ugen_families[f]->rows[i]);
	atomic_store(&filled, true);
}

const struct ugen_row *ugen_find(const char *name)
{
	uint32_t at = hash(name, strlen(name)) % NAMES_PLACES;
	const struct ugen_row *row;

	if (!atomic_load(&filled))
		fill();
	for (; (row = atomic_load(&by_name[at])); at = (at + 1) % NAMES_PLACES)
		if (strcmp(row->name, name) == 0 ||
		    has_name(row->aliases, name))
			return row;
	return NULL;
}

/* Inputs before the first parameter. */
static int inputs_before(const struct ugen_row *row, int audio)
{
	return (row->flags & UGEN_VARIADIC ? 1 : 0) +
	       audio * (row->flags & UGEN_STEREO_IN ? 2 : 1) +
	       (row->flags & UGEN_GATED ? 1 : 0);
}

int ugen_param_input(const struct ugen_row *row, int audio, int param)
{
	int at = inputs_before(row, audio);

	for (int i = 0; i < param; i++)
		at += 1 + row->params[i].items;
	return at;
}

int ugen_inputs(const struct ugen_row *row, int audio)
{
	return ugen_param_input(row, audio, row->n_params);
}
