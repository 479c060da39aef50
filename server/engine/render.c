#include "config.h"
#include "engine/render.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "base/alloc.h"
#include "engine/recording.h"
#include "engine/state.h"

enum { RATE = 48000 };

#define SILENCE 1e-5

struct rendering {
	const struct render_options *o;
	struct engine *e;
	struct recording *recording;
	bool accepted;
	uint64_t drop, left; /* frames of the master's delay; frames to go */
	double squares;
	enum status st;
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

static void name_stem(void *ctx, uint32_t owner, const char *name)
{
	struct rendering *d = ctx;
	char why[RECORDING_WHY];

	switch (recording_name(d->recording, owner, name, why)) {
	case ST_OK:
		break;
	case ST_LIMIT:
		if (d->o->message)
			d->o->message(d->o->ctx, "main", name, why);
		break;
	default:
		if (!*d->why)
			snprintf(d->why, RECORDING_WHY, "%s", why);
		d->st = ST_IO;
	}
}

static bool open_files(struct rendering *d)
{
	struct recording_options o = {.path = d->o->path,
				      .stems = d->o->stems,
				      .replace = true,
				      .rate_hz = d->to->rate_hz,
				      .latency_frames = dsp_latency(d->e->dsp),
				      .frames = d->left};

	if (!d->o->path)
		return true;
	d->recording = recording_new(&o, d->why);
	if (!d->recording)
		return false;
	if (o.stems)
		engine_on_strip(d->e, name_stem, d);
	return true;
}

static enum status close_files(struct rendering *d, enum status st)
{
	engine_on_strip(d->e, NULL, NULL);
	if (d->recording) {
		d->to->n_stems = recording_stems(d->recording);
		if (recording_finish(d->recording) != ST_OK)
			st = ST_IO;
	}
	if (d->st != ST_OK)
		st = d->st;
	if (st == ST_IO && !*d->why)
		snprintf(d->why, 256, "%s can't be written", d->o->path);
	return st;
}

static void measure(struct rendering *d, const float *frames, size_t n)
{
	for (size_t i = 0; i < 2 * n; i++) {
		double x = fabs((double)frames[i]);

		d->squares += x * x;
		d->to->peak = x > d->to->peak ? x : d->to->peak;
	}
}

/* What went into the files last, for the figures. */
static void count(struct rendering *d, const float *block)
{
	size_t from = d->drop < BLOCK_FRAMES ? (size_t)d->drop : BLOCK_FRAMES;
	size_t n = BLOCK_FRAMES - from;

	n = n < d->left ? n : (size_t)d->left;
	d->drop -= from;
	d->left -= n;
	measure(d, block + 2 * from, n);
}

static enum status put(struct rendering *d, struct sound_block *mix)
{
	struct sound_block stem;
	uint32_t strip = 0;

	while (d->o->stems && dsp_stem(d->e->dsp, &strip, &stem))
		recording_take(d->recording, &stem);
	return recording_take(d->recording, mix);
}

static enum status run(struct rendering *d)
{
	struct sound_block block = {.owner = OWNER_MIX};

	while (d->left > 0 && d->st == ST_OK) {
		engine_step(d->e);
		block.frame = dsp_frame(d->e->dsp);
		dsp_block(d->e->dsp, block.samples);
		count(d, block.samples);
		if (d->recording && put(d, &block) != ST_OK)
			d->st = ST_IO;
	}
	return d->st;
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
	struct dsp_figures figures;
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
	dsp_figures(d.e->dsp, &figures);
	to->limited_s = (double)figures.limited / to->rate_hz;
	engine_free(d.e);
	to->seconds = (double)to->frames / to->rate_hz;
	to->silent = to->peak < SILENCE;
	if (to->frames > 0)
		to->rms = sqrt(d.squares / (2.0 * (double)to->frames));
	return st;
}
