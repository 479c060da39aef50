#include "config.h"
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include "engine/state.h"
#include "tests/engine/hand.h"
#include "tests/support/suite.h"

static char folder[64];

static void write_sample(const char *bank, int frames, float level)
{
	SF_INFO info = {.samplerate = HAND_RATE,
			.channels = 1,
			.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
	char path[160];
	SNDFILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, bank);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/%s/0.wav", folder, bank);
	f = sf_open(path, SFM_WRITE, &info);
	for (int i = 0; i < frames; i++)
		sf_write_float(f, &level, 1);
	sf_close(f);
}

static void remove_samples(void)
{
	char command[100];

	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	if (system(command) != 0)
		fprintf(stderr, "%s stays\n", folder);
}

static const char *samples(void)
{
	if (*folder)
		return folder;
	snprintf(folder, sizeof(folder), "/tmp/phonon-test-XXXXXX");
	if (!mkdtemp(folder))
		exit(70);
	write_sample("click", 64, 0.5f);
	write_sample("soft", 64, 0.125f);
	write_sample("long", HAND_RATE, 0.5f);
	atexit(remove_samples);
	return folder;
}

static void hear(void *ctx, const char *scope, const char *slot,
		 const char *text)
{
	struct hand_player *h = ctx;

	(void)scope;
	(void)slot;
	snprintf(h->said, sizeof(h->said), "%s", text);
	snprintf(h->all_said + strlen(h->all_said),
		 sizeof(h->all_said) - strlen(h->all_said), "%s\n", text);
	h->n_said++;
}

/* A busy machine must not decide whether a sample is there in time. */
static void load(struct engine *e, const char *name)
{
	struct sample *s = loader_find(&e->loader, name);

	while (s && !loader_ask(&e->loader, s)) {
		nanosleep(&(struct timespec){0, 1000000}, NULL);
		loader_step(&e->loader);
	}
}

void hand_start(struct hand_player *h, bool offline)
{
	const char *dir = samples();
	struct engine_options o = {.rate_hz = HAND_RATE,
				   .sample_dirs = &dir,
				   .n_sample_dirs = 1,
				   .offline = offline};

	memset(h, 0, sizeof(*h));
	h->e = engine_new(&o);
	if (!h->e)
		exit(70);
	engine_on_message(h->e, hear, h);
	load(h->e, "click");
	load(h->e, "soft");
	load(h->e, "long");
}

void hand_finish(struct hand_player *h)
{
	engine_free(h->e);
	free(h->out);
}

static void take(void *ctx, const struct eval_result *r)
{
	struct hand_player *h = ctx;

	h->done = true;
	h->accepted = r->accepted;
	h->generation = r->generation;
	h->frame = r->frame;
	h->cycle = r->cycle;
	h->n_warnings = r->n_warnings;
	snprintf(h->warning, sizeof(h->warning), "%s",
		 r->n_warnings ? r->warnings[0] : "");
	snprintf(h->error, sizeof(h->error), "%s",
		 r->refusal ? r->refusal
		 : r->program && r->program->diags.first
		     ? r->program->diags.first->message
		     : "");
}

void hand_eval(struct hand_player *h, const char *text, enum eval_mode mode,
	       uint64_t frame)
{
	struct eval_request r = {.scope = "main",
				 .text = text,
				 .len = strlen(text),
				 .mode = mode,
				 .at = frame ? AT_FRAME : AT_NOW,
				 .frame = frame,
				 .done = take,
				 .ctx = h};

	h->done = false;
	CU_ASSERT_EQUAL(engine_eval(h->e, &r, false), ST_OK);
}

void hand_undo(struct hand_player *h, int steps)
{
	struct eval_request r = {
	    .scope = "main", .undo = steps, .done = take, .ctx = h};

	h->done = false;
	CU_ASSERT_EQUAL(engine_eval(h->e, &r, false), ST_OK);
}

static void block(struct hand_player *h)
{
	engine_step(h->e);
	if (h->frames + BLOCK_FRAMES > h->room) {
		h->room = h->room ? 2 * h->room : 1 << 16;
		h->out = realloc(h->out, h->room * 2 * sizeof(float));
	}
	dsp_block(engine_dsp(h->e), h->out + 2 * h->frames);
	h->frames += BLOCK_FRAMES;
}

void hand_run(struct hand_player *h, size_t frames)
{
	while (h->frames < frames)
		block(h);
}

/* The threads have their own time: between blocks they get some. */
void hand_wait(struct hand_player *h)
{
	struct timespec t = {0, 200000};

	while (!h->done) {
		block(h);
		nanosleep(&t, NULL);
	}
}

size_t hand_onsets(const struct hand_player *h, uint64_t *at, size_t max)
{
	uint32_t latency = dsp_latency(engine_dsp(h->e));
	size_t n = 0;
	int silent = 1;

	for (size_t i = 0; i < h->frames; i++) {
		int sounds =
		    fabsf(h->out[2 * i]) + fabsf(h->out[2 * i + 1]) > 1e-6f;

		/* A voice's own first frame is mute. */
		if (sounds && silent && n < max)
			at[n++] = i - latency - 1;
		silent = !sounds;
	}
	return n;
}
