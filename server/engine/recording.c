#include "config.h"
#include "engine/recording.h"

#include <stdio.h>
#include <string.h>
#include "base/alloc.h"
#include "engine/sound_file.h"

enum { PATH = 4096, NAMES_TRIED = 100 };

/* A file and how far it is. */
struct track {
	struct sound_file *file;
	uint64_t frames;
};

struct stem {
	struct track track;
	char name[RECORDING_NAME];
	/* The blocks of one frame, added up until the frame is over. */
	float sum[2 * BLOCK_FRAMES];
	uint64_t frame;
	bool has;
};

struct owner {
	uint32_t owner;
	struct stem *stem; /* NULL: it has none */
};

struct recording {
	struct recording_options o;
	char path[PATH];
	struct track mix;
	struct stem *stem[RECORDING_STEMS_MAX];
	size_t n_stems;
	struct owner *owners;
	size_t n_owners, cap_owners;
	bool begun;
	uint64_t begin; /* frame of the first block */
	enum status st;
};

struct recording *recording_new(const struct recording_options *o,
				char why[RECORDING_WHY])
{
	struct recording *r = mem_new(sizeof(*r));

	snprintf(why, RECORDING_WHY, "the machine has no memory left");
	if (!r)
		return NULL;
	r->o = *o;
	snprintf(r->path, sizeof(r->path), "%s", o->path);
	r->mix.file = sound_file_new(r->path, o->rate_hz, o->replace, why);
	if (r->mix.file) {
		why[0] = '\0';
		return r;
	}
	mem_free(r);
	return NULL;
}

/* --- Writing --- */

/* Frames from `at` on (NULL: silence), no more than were asked for. */
static void put(struct recording *r, struct track *t, const float *at,
		uint64_t n)
{
	uint64_t most = r->o.frames ? r->o.frames - t->frames : n;

	n = n < most ? n : most;
	if (n == 0)
		return;
	if (sound_file_write(t->file, at, (size_t)n) == ST_OK)
		t->frames += n;
	else
		r->st = ST_IO;
}

static void pad(struct recording *r, struct track *t, uint64_t to)
{
	if (to > t->frames)
		put(r, t, NULL, to - t->frames);
}

/* A block in its place: what is missing before it is silence. */
static void put_block(struct recording *r, struct track *t, uint64_t frame,
		      const float *samples)
{
	uint64_t past = frame - r->begin, drop = r->o.latency_frames;
	uint64_t from = past < drop ? drop - past : 0;

	if (from >= BLOCK_FRAMES)
		return;
	pad(r, t, past + from - drop);
	put(r, t, samples + 2 * from, BLOCK_FRAMES - from);
}

static void flush(struct recording *r, struct stem *s)
{
	if (s->has)
		put_block(r, &s->track, s->frame, s->sum);
	s->has = false;
}

/* --- Stems --- */

/* PATH-d1.wav of PATH.wav; from the second try on PATH-d1-2.wav. */
static void stem_path(const struct recording *r, const char *name, int attempt,
		      char to[PATH])
{
	const char *dot = strrchr(r->path, '.');
	int len = dot ? (int)(dot - r->path) : (int)strlen(r->path);
	char number[16] = "";

	if (attempt > 1)
		snprintf(number, sizeof(number), "-%d", attempt);
	snprintf(to, PATH, "%.*s-%s%s%s", len, r->path, name, number,
		 dot ? dot : "");
}

static struct sound_file *open_stem(const struct recording *r, const char *name,
				    char why[RECORDING_WHY])
{
	struct sound_file *f = NULL;
	char path[PATH];

	for (int i = 1; !f && i <= NAMES_TRIED; i++) {
		stem_path(r, name, i, path);
		f = sound_file_new(path, r->o.rate_hz, r->o.replace, why);
		if (!f && !strstr(why, SOUND_FILE_EXISTS))
			break;
	}
	return f;
}

static struct stem *find_stem(const struct recording *r, const char *name)
{
	for (size_t i = 0; i < r->n_stems; i++)
		if (strcmp(r->stem[i]->name, name) == 0)
			return r->stem[i];
	return NULL;
}

static struct stem *add_stem(struct recording *r, const char *name,
			     char why[RECORDING_WHY])
{
	struct stem *s;

	if (r->n_stems == RECORDING_STEMS_MAX) {
		snprintf(why, RECORDING_WHY,
			 "there are %d stems already: %s is in the mix only",
			 RECORDING_STEMS_MAX, name);
		return NULL;
	}
	snprintf(why, RECORDING_WHY, "the machine has no memory left");
	s = mem_new(sizeof(*s));
	if (!s)
		return NULL;
	snprintf(s->name, sizeof(s->name), "%s", name);
	s->track.file = open_stem(r, name, why);
	if (!s->track.file) {
		mem_free(s);
		return NULL;
	}
	pad(r, &s->track, r->mix.frames);
	return r->stem[r->n_stems++] = s;
}

static struct owner *find_owner(const struct recording *r, uint32_t owner)
{
	for (size_t i = 0; i < r->n_owners; i++)
		if (r->owners[i].owner == owner)
			return &r->owners[i];
	return NULL;
}

static struct owner *add_owner(struct recording *r)
{
	size_t cap = r->cap_owners ? 2 * r->cap_owners : 64;
	struct owner *more;

	if (r->n_owners == r->cap_owners) {
		more = mem_grow(r->owners, cap * sizeof(*more));
		if (!more)
			return NULL;
		r->owners = more;
		r->cap_owners = cap;
	}
	return &r->owners[r->n_owners++];
}

/* What a file's name can't have becomes a line. */
static void clean_name(const char *name, char to[RECORDING_NAME])
{
	size_t n = 0;

	for (; name[n] && n < RECORDING_NAME - 1; n++)
		to[n] = strchr("/:\\", name[n]) || (unsigned char)name[n] < ' '
			    ? '_'
			    : name[n];
	to[n] = '\0';
}

enum status recording_name(struct recording *r, uint32_t owner,
			   const char *name, char why[RECORDING_WHY])
{
	struct owner *o = find_owner(r, owner);
	char clean[RECORDING_NAME];

	if (!r->o.stems || o)
		return ST_OK;
	clean_name(name, clean);
	o = add_owner(r);
	if (!o)
		return ST_NOMEM;
	o->owner = owner;
	o->stem = find_stem(r, clean);
	if (!o->stem)
		o->stem = add_stem(r, clean, why);
	return o->stem				   ? ST_OK
	       : r->n_stems == RECORDING_STEMS_MAX ? ST_LIMIT
						   : ST_IO;
}

static void take_stem(struct recording *r, const struct sound_block *b)
{
	struct owner *o = find_owner(r, b->owner);
	char why[RECORDING_WHY];
	struct stem *s;

	if (!o && recording_name(r, b->owner, "rest", why) == ST_NOMEM)
		return;
	o = o ? o : find_owner(r, b->owner);
	s = o ? o->stem : NULL;
	if (!s)
		return;
	if (s->has && s->frame != b->frame)
		flush(r, s);
	if (!s->has)
		memset(s->sum, 0, sizeof(s->sum));
	s->has = true;
	s->frame = b->frame;
	for (int i = 0; i < 2 * BLOCK_FRAMES; i++)
		s->sum[i] += b->samples[i];
}

/* Nothing of an earlier frame comes any more: stems that rest go along, a
 * second at a time. */
static void end_frame(struct recording *r)
{
	uint64_t second = (uint64_t)r->o.rate_hz;

	for (size_t i = 0; i < r->n_stems; i++) {
		flush(r, r->stem[i]);
		if (r->stem[i]->track.frames + second < r->mix.frames)
			pad(r, &r->stem[i]->track, r->mix.frames);
	}
}

enum status recording_take(struct recording *r, const struct sound_block *b)
{
	if (!r->begun)
		r->begin = b->frame;
	r->begun = true;
	if (b->owner != OWNER_MIX) {
		if (r->o.stems)
			take_stem(r, b);
		return r->st;
	}
	put_block(r, &r->mix, b->frame, b->samples);
	end_frame(r);
	return r->st;
}

uint64_t recording_frames(const struct recording *r)
{
	return r->mix.frames;
}

size_t recording_stems(const struct recording *r)
{
	return r->n_stems;
}

enum status recording_finish(struct recording *r)
{
	uint64_t longest = r->mix.frames;
	enum status st;

	for (size_t i = 0; i < r->n_stems; i++) {
		flush(r, r->stem[i]);
		if (r->stem[i]->track.frames > longest)
			longest = r->stem[i]->track.frames;
	}
	if (r->st == ST_OK)
		pad(r, &r->mix, longest);
	for (size_t i = 0; i < r->n_stems; i++) {
		if (r->st == ST_OK)
			pad(r, &r->stem[i]->track, longest);
		if (sound_file_finish(r->stem[i]->track.file) != ST_OK)
			r->st = ST_IO;
		mem_free(r->stem[i]);
	}
	if (sound_file_finish(r->mix.file) != ST_OK)
		r->st = ST_IO;
	st = r->st;
	mem_free(r->owners);
	mem_free(r);
	return st;
}
