#include "config.h"
#include "engine/render.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "base/alloc.h"
#include "engine/sound_file.h"
#include "engine/state.h"

enum { RATE = 48000 };

#define SILENCE 1e-5

struct stem {
	struct sound_file *file;
	float block[2 * BLOCK_FRAMES];
};

struct rendering {
	const struct render_options *o;
	struct engine *e;
	struct sound_file *file;
	struct stem *stem;
	uint16_t strips[RENDER_STEMS_MAX];
	float *blocks[RENDER_STEMS_MAX];
	size_t n_stems;
	bool accepted;
	uint64_t drop, left; /* frames of the master's delay; frames to go */
	double squares;
	struct render_result *to;
	char *why;
};

static void take(void *ctx, const struct eval_result *r)
{
	struct rendering *d = ctx;

	d->accepted = r->accepted;
	if (d->o->done)
		d->o->done(d->o->ctx, r);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* PATH-d1.wav of PATH.wav. */
static void stem_path(const char *path, const char *slot, char *to, size_t size)
{
	const char *dot = strrchr(path, '.');
	int len = dot ? (int)(dot - path) : (int)strlen(path);
	char name[64];
	size_t n = 0;

	for (; slot[n] && n < sizeof(name) - 1; n++)
		name[n] = slot[n] == '/' || slot[n] == ':' ? '_' : slot[n];
	name[n] = '\0';
	snprintf(to, size, "%.*s-%s%s", len, path, name, dot ? dot : "");
}

static bool open_stem(struct rendering *d, const struct slot *slot)
{
	struct stem *s = &d->stem[d->n_stems];
	char path[4096];

	stem_path(d->o->path, slot->name, path, sizeof(path));
	s->file = sound_file_new(path, d->to->rate_hz, d->why);
	if (!s->file)
		return false;
	d->strips[d->n_stems] = slot->strip;
	d->blocks[d->n_stems++] = s->block;
	return true;
}

static bool open_stems(struct rendering *d)
{
	const struct scope *s = engine_find_scope(d->e, "main");

	d->stem = mem_array(RENDER_STEMS_MAX, sizeof(*d->stem));
	if (!d->stem)
		return false;
	for (const struct slot *slot = s ? s->slots : NULL;
	     slot && d->n_stems < RENDER_STEMS_MAX; slot = slot->next)
		if (!open_stem(d, slot))
			return false;
	return true;
}

static bool open_files(struct rendering *d)
{
	if (!d->o->path)
		return true;
	d->file = sound_file_new(d->o->path, d->to->rate_hz, d->why);
	return d->file && (!d->o->stems || open_stems(d));
}

static enum status close_files(struct rendering *d, enum status st)
{
	if (d->file && sound_file_finish(d->file) != ST_OK)
		st = ST_IO;
	for (size_t i = 0; i < d->n_stems; i++)
		if (sound_file_finish(d->stem[i].file) != ST_OK)
			st = ST_IO;
	mem_free(d->stem);
	if (st == ST_IO && !*d->why)
		snprintf(d->why, 256, "%s can't be written", d->o->path);
	return st;
}

static void measure(struct rendering *d, const float *frames, size_t n)
{
	for (size_t i = 0; i < 2 * n; i++) {
		double x = fabs((double)frames[i]);

		d->squares += x * x;
		d->to->clipped_samples += x >= 1;
		d->to->peak = x > d->to->peak ? x : d->to->peak;
	}
}

static enum status put(struct rendering *d, const float *block)
{
	size_t from = d->drop < BLOCK_FRAMES ? (size_t)d->drop : BLOCK_FRAMES;
	size_t n = BLOCK_FRAMES - from;
	enum status st = ST_OK;

	n = n < d->left ? n : (size_t)d->left;
	d->drop -= from;
	d->left -= n;
	measure(d, block + 2 * from, n);
	if (d->file)
		st = sound_file_write(d->file, block + 2 * from, n);
	for (size_t i = 0; i < d->n_stems && st == ST_OK; i++)
		st = sound_file_write(d->stem[i].file,
				      d->stem[i].block + 2 * from, n);
	return st;
}

static enum status run(struct rendering *d)
{
	float block[2 * BLOCK_FRAMES];
	enum status st = ST_OK;

	while (d->left > 0 && st == ST_OK) {
		engine_step(d->e);
		if (d->n_stems > 0)
			dsp_block_stems(d->e->dsp, block, d->strips, d->blocks,
					(int)d->n_stems);
		else
			dsp_block(d->e->dsp, block);
		st = put(d, block);
	}
	return st;
}

static enum status evaluate(struct rendering *d)
{
	struct eval_request r = {.scope = "main",
				 .text = d->o->text,
				 .len = d->o->len,
				 .mode = EVAL_REPLACE,
				 .done = take,
				 .ctx = d};
	enum status st = engine_eval(d->e, &r, false);

	if (st == ST_OK && !d->accepted)
		st = ST_INVALID;
	return st;
}

static enum status render_with(struct rendering *d)
{
	const struct render_options *o = d->o;
	double begin;
	enum status st = evaluate(d);

	if (st != ST_OK)
		return st;
	d->left = o->cycles > 0 ? engine_frame_of_cycle(d->e, o->cycles)
				: (uint64_t)llrint(o->seconds * d->to->rate_hz);
	d->drop = dsp_latency(d->e->dsp);
	d->to->frames = d->left;
	if (!open_files(d))
		return close_files(d, ST_IO);
	begin = seconds();
	st = run(d);
	d->to->work_s = seconds() - begin;
	return close_files(d, st);
}

enum status render(const struct render_options *o, struct render_result *to,
		   char why[256])
{
	struct rendering d = {.o = o, .to = to, .why = why};
	struct engine_options options = {.sample_dirs = o->sample_dirs,
					 .n_sample_dirs = o->n_sample_dirs,
					 .offline = true};
	enum status st;

	why[0] = '\0';
	*to = (struct render_result){0};
	to->rate_hz = options.rate_hz = o->rate_hz > 0 ? o->rate_hz : RATE;
	if (!(o->cycles > 0) && !(o->seconds > 0)) {
		snprintf(why, 256, "nothing to render: give cycles or seconds");
		return ST_INVALID;
	}
	d.e = engine_new(&options);
	if (!d.e)
		return ST_NOMEM;
	engine_on_message(d.e, o->message, o->ctx);
	st = render_with(&d);
	engine_free(d.e);
	to->seconds = (double)to->frames / to->rate_hz;
	to->n_stems = d.n_stems;
	to->silent = to->peak < SILENCE;
	if (to->frames > 0)
		to->rms = sqrt(d.squares / (2.0 * (double)to->frames));
	return st;
}
