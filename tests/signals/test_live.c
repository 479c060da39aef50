/* Signals by the threads of a live engine, and played again offline. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "dsp/dsp.h"
#include "tests/signals/stage.h"
#include "tests/support/suite.h"

enum { RATE = 48000, TEXTS = 4, STRETCH = 256, BLOCKS = TEXTS * STRETCH };

static const char *const texts[TEXTS] = {
    "cps: 0.9\n~lfo: sine 3\n~echo: impulse 3 * 0.2 + ~echo * 0.6\n"
    "out: saw \"55 82.5 110\" # lpf (~lfo * 500 + 900) 2 * 0.3\nd2 $ ~echo",
    "out: saw \"55 82.5 110\" # lpf (~lfo * 700 + 900) 4 # reverb 0.7 0.5 0.3 "
    "* "
    "0.3\nd3 $ noise * gate \"1(5,8)\" * 0.1",
    "cps: 1.3\n~lfo: phasor 2\nd4 $ sine \"c4 e4 <g4 b4>\" * 0.2",
    "d2 $ supersaw \"55 [110,165]\" 0.4 # adsr 0.01 0.1 0.3 0.2 * 0.1\n"
    "out: sine (perlin * 300 + 200) * 0.2 # delay 0.2 0.5 0.5"};

struct player {
	struct engine *engine;
	uint64_t frame[TEXTS]; /* at which each took effect */
	int done, refused;
	float *out;
	size_t blocks;
};

static void done(void *ctx, const struct eval_result *r)
{
	struct player *p = ctx;

	if (!r->accepted)
		printf("     %s\n", r->refusal ? r->refusal
				    : r->program && r->program->diags.first
					? r->program->diags.first->message
					: "?");
	p->refused += !r->accepted;
	p->frame[p->done++] = r->frame;
}

static void open_player(struct player *p, bool offline)
{
	struct engine_options o = {.rate_hz = RATE, .offline = offline};

	*p = (struct player){.engine = engine_new(&o)};
	p->out = calloc(2 * BLOCKS * BLOCK_FRAMES, sizeof(float));
}

static void say(struct player *p, const char *text, enum eval_at at,
		uint64_t frame)
{
	struct eval_request r = {.scope = "main",
				 .text = text,
				 .len = strlen(text),
				 .mode = EVAL_MERGE,
				 .at = at,
				 .frame = frame,
				 .done = done,
				 .ctx = p};

	CU_ASSERT_EQUAL(engine_eval(p->engine, &r, false), ST_OK);
}

static void block(struct player *p)
{
	if (p->blocks < BLOCKS)
		dsp_block(engine_dsp(p->engine),
			  p->out + 2 * BLOCK_FRAMES * p->blocks++);
}

/* The control side comes every few blocks, the compiler when it is done. */
static void play_live(struct player *p)
{
	unsigned seed = 5;

	for (int i = 0; i < TEXTS; i++) {
		say(p, texts[i], AT_NOW, 0);
		while (p->done <= i) {
			struct pollfd fd = {engine_wake_fd(p->engine), POLLIN,
					    0};

			poll(&fd, 1, 1);
			engine_step(p->engine);
			block(p);
		}
		while (p->blocks < (size_t)(i + 1) * STRETCH) {
			seed = seed * 1664525 + 1013904223;
			for (unsigned k = 0; k <= seed >> 30; k++)
				block(p);
			engine_step(p->engine);
		}
	}
}

static void test_live(void)
{
	struct player live, off;
	size_t n, differ = 0;

	open_player(&live, false);
	play_live(&live);
	open_player(&off, true);
	for (int i = 0; i < TEXTS; i++) {
		while ((off.blocks + 2) * BLOCK_FRAMES <= live.frame[i]) {
			engine_step(off.engine);
			block(&off);
		}
		say(&off, texts[i], AT_FRAME, live.frame[i]);
	}
	while (off.blocks < BLOCKS) {
		engine_step(off.engine);
		block(&off);
	}
	CU_ASSERT_EQUAL(live.refused + off.refused, 0);
	CU_ASSERT(live.frame[TEXTS - 1] > 2 * STRETCH * BLOCK_FRAMES);
	n = 2 * BLOCKS * BLOCK_FRAMES;
	while (differ < n && live.out[differ] == off.out[differ])
		differ++;
	CU_ASSERT_EQUAL(differ, n);
	if (differ < n)
		printf("     frame %zu: %g and %g\n", differ / 2,
		       (double)live.out[differ], (double)off.out[differ]);
	engine_free(live.engine);
	engine_free(off.engine);
	free(live.out);
	free(off.out);
}

static CU_TestInfo tests[] = {
    {"live and offline are the same, sample for sample, through changes",
     test_live},
    CU_TEST_INFO_NULL,
};

const struct suite suite_live = {"live", tests};
