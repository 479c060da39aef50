#include "config.h"
#include <malloc.h>
#include <math.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "tests/engine/hand.h"
#include "tests/support/suite.h"

enum { MAX = 4096 };

static uint64_t at[MAX];

/* bd*4 at 0.5 cps: every half second. */
static void on_the_grid(void)
{
	struct hand_player h;
	size_t n;

	hand_start(&h, true);
	hand_eval(&h, "cps 0.5\nd1 click*4", EVAL_MERGE, 0);
	CU_ASSERT(h.done && h.accepted);
	CU_ASSERT_EQUAL(h.n_warnings, 0);
	hand_run(&h, 4 * HAND_RATE);
	n = hand_onsets(&h, at, MAX);
	CU_ASSERT_EQUAL(n, 8);
	for (size_t i = 0; i < n; i++)
		CU_ASSERT_EQUAL(at[i], i * HAND_RATE / 2);
	hand_finish(&h);
}

/* Old events before F, new ones from F on, none twice, none lost. */
static void swap(void)
{
	struct hand_player h;
	size_t n;

	for (int step = 0; step < 40; step++) {
		uint64_t f = 20000 + (uint64_t)step * 997;

		if (step == 39)
			f = HAND_RATE; /* on an event of both */
		hand_start(&h, true);
		hand_eval(&h, "cps 0.5\nd1 click*4", EVAL_MERGE, 0);
		hand_eval(&h, "d1 soft*16", EVAL_MERGE, f);
		hand_run(&h, 2 * HAND_RATE);
		n = hand_onsets(&h, at, MAX);
		for (size_t i = 0; i < n; i++)
			CU_ASSERT_EQUAL(at[i] % (at[i] < f ? 24000 : 6000), 0);
		for (size_t i = 1; i < n; i++)
			CU_ASSERT(at[i] - at[i - 1] <= (at[i] < f ? 24000
							: at[i - 1] < f
							    ? 24000
							    : 6000));
		CU_ASSERT_EQUAL(n,
				(f + 23999) / 24000 + (16 - (f + 5999) / 6000));
		hand_finish(&h);
	}
}

static double largest_step(const struct hand_player *h)
{
	double step = 0;

	for (size_t i = 2; i < 2 * h->frames; i++)
		step = fmax(step, fabs((double)h->out[i] - h->out[i - 2]));
	return step;
}

/* Now and then two between two blocks, the threads at their own pace. */
static void a_thousand_swaps(void)
{
	struct hand_player h, calm;
	char text[60];
	size_t n, frames, off = 0;

	hand_start(&h, false);
	hand_eval(&h, "cps 0.5\nd1 click*16", EVAL_MERGE, 0);
	hand_wait(&h);
	hand_run(&h, HAND_RATE / 2);
	for (int i = 0; i < 1000; i++) {
		snprintf(text, sizeof(text), "d1 click*16 # pan %g",
			 0.4 + i % 3 * 0.1);
		if (i % 7 == 0)
			hand_eval(&h, "d1 click*16", EVAL_MERGE, 0);
		hand_eval(&h, text, EVAL_MERGE, 0);
		hand_wait(&h);
		hand_run(&h, h.frames + 64 * (size_t)(i % 23));
	}
	n = hand_onsets(&h, at, MAX);
	for (size_t i = 0; i < n; i++)
		off += llabs((long long)(at[i] - at[0] - 6000 * i)) > 1;
	CU_ASSERT_EQUAL(off, 0);
	frames = h.frames;
	hand_start(&calm, true);
	hand_eval(&calm, "cps 0.5\nd1 click*16 # pan 0.4", EVAL_MERGE, 0);
	hand_run(&calm, HAND_RATE);
	CU_ASSERT(n >= (frames - HAND_RATE) / 6000);
	CU_ASSERT(largest_step(&h) <= largest_step(&calm) + 1e-6);
	hand_finish(&h);
	hand_finish(&calm);
}

/* Queued events are stamped anew: the beat before F keeps its time, the next
 * comes as the new tempo has it. */
static void tempo(void)
{
	struct hand_player h;

	hand_start(&h, true);
	hand_eval(&h, "cps 0.5\nd1 click*4", EVAL_MERGE, 0);
	hand_eval(&h, "cps 1", EVAL_MERGE, 36000);
	hand_run(&h, 2 * HAND_RATE);
	CU_ASSERT_EQUAL(hand_onsets(&h, at, MAX), 7);
	CU_ASSERT_EQUAL(at[1], 24000);
	CU_ASSERT_EQUAL(at[2], 42000);
	CU_ASSERT_EQUAL(at[3], 54000);
	hand_finish(&h);
}

/* A window that the old tempo began is not cut into billions by the new. */
static void tempo_near_zero(void)
{
	struct hand_player h;

	hand_start(&h, true);
	hand_eval(&h, "cps 1\nd1 click*4", EVAL_MERGE, 0);
	hand_run(&h, 1000);
	CU_ASSERT_EQUAL(engine_set_tempo(h.e, 1e-30, 0, 0), ST_OK);
	hand_run(&h, 4000);
	hand_eval(&h, "d1 click*8", EVAL_MERGE, 5000);
	hand_run(&h, 2 * HAND_RATE);
	CU_ASSERT_EQUAL(hand_onsets(&h, at, MAX), 1);
	hand_eval(&h, "cps 1\nd1 click*8", EVAL_MERGE, 2 * HAND_RATE);
	hand_run(&h, 3 * HAND_RATE);
	CU_ASSERT_EQUAL(hand_onsets(&h, at, MAX), 9);
	hand_finish(&h);
}

static void tempo_many_times(void)
{
	struct hand_player h;
	uint64_t f = 0;
	size_t n;
	double cycle, cps = 0.5;
	uint64_t anchor = 0;

	hand_start(&h, true);
	hand_eval(&h, "cps 0.5\nd1 click*64", EVAL_MERGE, 0);
	hand_run(&h, BLOCK_FRAMES);
	/* Each onset is where the engine says that its cycle is. */
	for (int i = 1; i < 100; i++) {
		char text[40];

		f += 1000 + (uint64_t)i * 37;
		snprintf(text, sizeof(text), "cps %g", 0.3 + i % 7 * 0.2);
		hand_eval(&h, text, EVAL_MERGE, f);
	}
	hand_run(&h, f + HAND_RATE);
	n = hand_onsets(&h, at, MAX);
	CU_ASSERT(n > 100);
	f = 0;
	cycle = 0;
	for (size_t i = 0, k = 1; i < n; i++) {
		double c;

		while (k < 100 && f + 1000 + k * 37 <= at[i]) {
			f += 1000 + k * 37;
			cycle += (double)(f - anchor) * cps / HAND_RATE;
			anchor = f;
			cps = 0.3 + k % 7 * 0.2;
			k++;
		}
		c = cycle + (double)(at[i] - anchor) * cps / HAND_RATE;
		CU_ASSERT_EQUAL(llround(c * 64), (long long)i);
		CU_ASSERT_DOUBLE_EQUAL(c * 64, i, 64.0 * cps / HAND_RATE * 5);
	}
	hand_finish(&h);
}

static void jump(void)
{
	struct hand_player h;

	hand_start(&h, true);
	hand_eval(&h, "cps 0.5\nd1 click ~ ~ ~", EVAL_MERGE, 0);
	hand_eval(&h, "cycle 3.5", EVAL_MERGE, 30000);
	hand_run(&h, 4 * HAND_RATE);
	CU_ASSERT_EQUAL(hand_onsets(&h, at, MAX), 3);
	CU_ASSERT_EQUAL(at[1], 30000 + HAND_RATE);
	hand_finish(&h);
}

/* Before the frame of both lies another position, where nothing is to be
 * played any more. */
static void jump_and_tempo(void)
{
	struct hand_player h;

	hand_start(&h, true);
	hand_eval(&h, "cps 1\nd1 click*4", EVAL_MERGE, 0);
	hand_run(&h, 2 * HAND_RATE);
	for (int i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(engine_set_cycle(h.e, i ? -1e9 : 1e9, 0),
				ST_OK);
		CU_ASSERT_EQUAL(engine_set_cycle(h.e, 0.125, 0), ST_OK);
		CU_ASSERT_EQUAL(engine_set_tempo(h.e, i ? 1 : 0.5, 0, 0),
				ST_OK);
		hand_run(&h, (size_t)(4 + 2 * i) * HAND_RATE);
	}
	CU_ASSERT_EQUAL(hand_onsets(&h, at, MAX), 8 + 4 + 8);
	CU_ASSERT_EQUAL(at[8], 2 * HAND_RATE + HAND_RATE / 4);
	CU_ASSERT_EQUAL(at[12], 4 * HAND_RATE + HAND_RATE / 8);
	hand_finish(&h);
}

static void hush(void)
{
	struct hand_player h;
	size_t n;

	hand_start(&h, true);
	hand_eval(&h, "cps 0.5\nd1 click*8\nd2 click*8", EVAL_MERGE, 0);
	hand_run(&h, HAND_RATE);
	CU_ASSERT_EQUAL(engine_hush(h.e, "main", "d7", -1, 0), ST_NOTFOUND);
	CU_ASSERT_EQUAL(engine_hush(h.e, "main", NULL, -1, 0), ST_OK);
	hand_run(&h, 2 * HAND_RATE);
	n = hand_onsets(&h, at, MAX);
	CU_ASSERT(at[n - 1] < HAND_RATE + HAND_RATE / 100);
	CU_ASSERT_EQUAL(engine_unhush(h.e, "main", "d1", 0), ST_OK);
	hand_run(&h, 3 * HAND_RATE);
	CU_ASSERT(hand_onsets(&h, at, MAX) >= n + 3);
	engine_panic(h.e);
	n = hand_onsets(&h, at, MAX);
	hand_run(&h, 4 * HAND_RATE);
	CU_ASSERT_EQUAL(hand_onsets(&h, at, MAX), n);
	hand_finish(&h);
}

static void replace(void)
{
	struct hand_player h;
	struct engine_figures f;

	hand_start(&h, true);
	hand_eval(&h, "cps 0.5\nd1 click*4\nd2 soft*4", EVAL_MERGE, 0);
	hand_eval(&h, "d2 click*8", EVAL_REPLACE, 0);
	hand_run(&h, HAND_RATE);
	engine_figures(h.e, &f);
	CU_ASSERT_EQUAL(f.slots, 1);
	CU_ASSERT_PTR_NULL(engine_slot_text(h.e, "main", "d1"));
	CU_ASSERT_STRING_EQUAL(engine_slot_text(h.e, "main", "d2"), "click*8");
	hand_finish(&h);
}

static void wrong(void)
{
	struct hand_player h;

	hand_start(&h, true);
	hand_eval(&h, "cps 0.5\nd1 click*4", EVAL_MERGE, 0);
	hand_eval(&h, "oops", EVAL_MERGE, 0);
	CU_ASSERT(h.done && !h.accepted);
	CU_ASSERT_STRING_EQUAL(h.error, "what is oops");
	hand_eval(&h, "d1 click*100", EVAL_CHECK, 0);
	CU_ASSERT(h.done && h.accepted);
	hand_eval(&h, "d1 click*9999999", EVAL_MERGE, 0);
	CU_ASSERT(h.done && !h.accepted);
	hand_run(&h, HAND_RATE);
	CU_ASSERT_EQUAL(hand_onsets(&h, at, MAX), 2);
	hand_finish(&h);
}

static void budget(void)
{
	struct hand_player h;
	size_t n;

	hand_start(&h, true);
	hand_eval(&h, "cps 4\nheavy click*2\nd1 click*2", EVAL_MERGE, 0);
	CU_ASSERT(h.accepted);
	hand_run(&h, 3 * HAND_RATE);
	CU_ASSERT_EQUAL(h.n_said, 1);
	CU_ASSERT_PTR_NOT_NULL(strstr(h.said, "d9 is muted"));
	n = hand_onsets(&h, at, MAX);
	CU_ASSERT_EQUAL(n, 24);
	hand_finish(&h);
}

static void missing(void)
{
	struct hand_player h;

	hand_start(&h, true);
	hand_eval(&h, "d1 clik*8 click", EVAL_MERGE, 0);
	CU_ASSERT_STRING_EQUAL(h.warning,
			       "there is no sample clik: did you mean click?");
	hand_run(&h, HAND_RATE);
	hand_eval(&h, "d1 [~ click]*4 # s clack", EVAL_MERGE, 0);
	CU_ASSERT_STRING_EQUAL(h.warning, "there is no sample clack: did you "
					  "mean click?");
	hand_run(&h, 4 * HAND_RATE);
	CU_ASSERT_EQUAL(h.n_said, 0);
	/* Too far ahead for the answer. */
	hand_eval(&h, "d1 click # s <click!9 clunk>", EVAL_MERGE, 0);
	hand_run(&h, 24 * HAND_RATE);
	CU_ASSERT_EQUAL(h.n_said, 1);
	CU_ASSERT_PTR_NOT_NULL(strstr(h.said, "there is no sample clunk"));
	hand_finish(&h);
}

static void once(void)
{
	struct hand_player h;
	struct engine_figures f;

	hand_start(&h, true);
	hand_eval(&h, "cps 0.5", EVAL_MERGE, 0);
	hand_eval(&h, "once click*4", EVAL_MERGE, 12345);
	hand_run(&h, 5 * HAND_RATE);
	CU_ASSERT_EQUAL(hand_onsets(&h, at, MAX), 4);
	for (uint64_t i = 0; i < 4; i++)
		CU_ASSERT_EQUAL(at[i], 12345 + i * 24000);
	engine_figures(h.e, &f);
	CU_ASSERT_EQUAL(f.slots, 0);
	hand_finish(&h);
}

/* The threads decide when the change comes, and nothing else. */
static void live_and_offline(void)
{
	static const char first[] = "cps 0.9\nd1 click*7 # pan 0.2 0.7 # speed "
				    "0.7\nd2 soft(5,8) # speed 1.3",
			  second[] = "d1 long*5 # speed 3 # pan 0.9\nd3 "
				     "click*16 # gain 0.8 1",
			  third[] = "cps 1.25\nd2 click*11 # pan 0.1";
	struct hand_player live, off;
	uint64_t f1, f2, f3;
	size_t n = 4 * HAND_RATE;

	hand_start(&live, false);
	hand_eval(&live, first, EVAL_MERGE, 0);
	hand_wait(&live);
	f1 = live.frame;
	hand_run(&live, HAND_RATE + 64 * 7);
	hand_eval(&live, second, EVAL_MERGE, 0);
	hand_wait(&live);
	f2 = live.frame;
	CU_ASSERT(live.accepted);
	hand_run(&live, 2 * HAND_RATE);
	hand_eval(&live, third, EVAL_MERGE, 0);
	hand_wait(&live);
	f3 = live.frame;
	hand_run(&live, n);

	hand_start(&off, true);
	hand_eval(&off, first, EVAL_MERGE, f1);
	hand_eval(&off, second, EVAL_MERGE, f2);
	hand_eval(&off, third, EVAL_MERGE, f3);
	hand_run(&off, n);
	CU_ASSERT(f1 > 0 && f2 > HAND_RATE && f3 > 2 * HAND_RATE);
	CU_ASSERT_EQUAL(memcmp(live.out, off.out, n * 2 * sizeof(float)), 0);
	CU_ASSERT(hand_onsets(&off, at, MAX) > 10);
	hand_finish(&live);
	hand_finish(&off);
}

static void no_growth(void)
{
	struct hand_player h;
	char text[80];
	size_t used = 0;

	hand_start(&h, true);
	for (int i = 0; i < 10000; i++) {
		snprintf(text, sizeof(text), "d%d click*%d # pan 0.%d",
			 1 + i % 4, 1 + i % 16, i % 10);
		hand_eval(&h, text, i % 7 ? EVAL_MERGE : EVAL_REPLACE, 0);
		hand_run(&h, 64 * (size_t)(i % 500 + 1));
		h.frames = h.frames > 16384 ? 0 : h.frames;
		if (i == 2000)
			used = mallinfo2().uordblks;
	}
	CU_ASSERT(mallinfo2().uordblks < used + 100000);
	hand_finish(&h);
}

static void order(void)
{
	struct hand_player h;

	hand_start(&h, false);
	hand_eval(&h, "d1 click*16", EVAL_MERGE, 0);
	CU_ASSERT_EQUAL(engine_hush(h.e, "main", NULL, -1, 0), ST_OK);
	hand_wait(&h);
	hand_run(&h, HAND_RATE);
	CU_ASSERT(hand_onsets(&h, at, MAX) <= 1);
	CU_ASSERT_EQUAL(engine_hush(h.e, "main", NULL, -1, 0), ST_OK);
	hand_eval(&h, "d1 click*16", EVAL_MERGE, 0);
	hand_wait(&h);
	hand_run(&h, 2 * HAND_RATE);
	CU_ASSERT(hand_onsets(&h, at, MAX) >= 8);
	hand_finish(&h);
}

/* --- Bundles --- */

/* The frames of the answers in the order they came. */
static uint64_t frames[8];
static bool taken[8];
static size_t n_answers;

static void note(void *ctx, const struct eval_result *r)
{
	(void)ctx;
	taken[n_answers % 8] = r->accepted;
	frames[n_answers++ % 8] = r->frame;
}

static void ask(struct hand_player *h, const char *text, enum eval_mode mode)
{
	struct eval_request r = {.scope = "main",
				 .text = text,
				 .len = strlen(text),
				 .mode = mode,
				 .done = note};

	CU_ASSERT_EQUAL(engine_eval(h->e, &r, false), ST_OK);
}

static void run_to_answers(struct hand_player *h, size_t n)
{
	struct timespec t = {0, 200000};

	while (n_answers < n) {
		hand_run(h, h->frames + BLOCK_FRAMES);
		nanosleep(&t, NULL);
	}
}

/* Of many tries, each while another frame is rendered. */
static void bundle(void)
{
	struct hand_player h;

	hand_start(&h, false);
	hand_eval(&h, "cps 0.5", EVAL_MERGE, 0);
	hand_wait(&h);
	for (int i = 0; i < 50; i++) {
		n_answers = 0;
		engine_begin_bundle(h.e);
		ask(&h, "d1 click*16", EVAL_MERGE);
		ask(&h, "d2 soft*16", EVAL_MERGE);
		engine_hush(h.e, "main", "d3", -1, 0);
		if (i % 2)
			engine_set_tempo(h.e, 0.5 + i * 0.01, 0, 0);
		ask(&h, "d4 long", EVAL_MERGE);
		CU_ASSERT_EQUAL(n_answers, 0);
		engine_end_bundle(h.e);
		run_to_answers(&h, 3);
		CU_ASSERT(taken[0] && taken[1] && taken[2]);
		CU_ASSERT_EQUAL(frames[0], frames[1]);
		CU_ASSERT_EQUAL(frames[0], frames[2]);
		CU_ASSERT(frames[0] < h.frames + 8 * BLOCK_FRAMES);
	}
	hand_finish(&h);
}

/* What is new in two slots begins at one frame: with both on the same grid, no
 * onset is that of one slot alone. */
static void bundle_sounds(void)
{
	struct hand_player h;
	size_t n;

	hand_start(&h, true);
	engine_begin_bundle(h.e);
	ask(&h, "cps 0.5\nd1 click*4", EVAL_MERGE);
	engine_hush(h.e, "main", NULL, 0.001, 0);
	ask(&h, "d2 soft*8", EVAL_MERGE);
	engine_strip(h.e, ACT_MUTE, "main", "d1", 0);
	engine_strip(h.e, ACT_UNMUTE, "main", "d1", 0);
	engine_set_tempo(h.e, 1, 0, 0);
	engine_end_bundle(h.e);
	hand_run(&h, HAND_RATE);
	n = hand_onsets(&h, at, MAX);
	CU_ASSERT_EQUAL(n, 8);
	for (size_t i = 0; i < n; i++)
		CU_ASSERT_EQUAL(at[i], i * HAND_RATE / 8);
	CU_ASSERT_EQUAL(h.n_said, 0);
	hand_finish(&h);
}

static double loudest(const struct hand_player *h, size_t from, size_t n)
{
	double loud = 0;

	for (size_t i = 2 * from; i < 2 * (from + n); i++)
		loud = fmax(loud, fabs((double)h->out[i]));
	return loud;
}

/* The hush ends what sounds, not what begins. */
static void bundle_hush(void)
{
	struct hand_player h, plain;
	uint32_t late;

	hand_start(&plain, true);
	hand_eval(&plain, "cps 1\nd1 long", EVAL_MERGE, 0);
	hand_run(&plain, HAND_RATE / 2);
	hand_start(&h, true);
	hand_eval(&h, "cps 1\nd1 soft", EVAL_MERGE, 0);
	engine_begin_bundle(h.e);
	engine_hush(h.e, "main", NULL, 0.001, 0);
	ask(&h, "d1 long", EVAL_MERGE);
	engine_end_bundle(h.e);
	hand_run(&h, HAND_RATE / 2);
	late = dsp_latency(engine_dsp(h.e));
	CU_ASSERT_DOUBLE_EQUAL(loudest(&h, late + 4000, 100),
			       loudest(&plain, late + 4000, 100), 1e-6);
	CU_ASSERT(loudest(&h, late + 4000, 100) > 0.01);
	hand_finish(&h);
	hand_finish(&plain);
}

static void bundle_with_mistake(void)
{
	struct hand_player h;

	hand_start(&h, true);
	n_answers = 0;
	engine_begin_bundle(h.e);
	ask(&h, "cps 1\nd1 click*4", EVAL_MERGE);
	ask(&h, "oops", EVAL_MERGE);
	ask(&h, "d2 click*4", EVAL_CHECK);
	ask(&h, "d3 soft*8", EVAL_MERGE);
	engine_end_bundle(h.e);
	CU_ASSERT_EQUAL(n_answers, 4);
	CU_ASSERT(!taken[0] || !taken[1]);
	hand_run(&h, HAND_RATE);
	CU_ASSERT_EQUAL(hand_onsets(&h, at, MAX), 8);
	CU_ASSERT_PTR_NULL(engine_slot_text(h.e, "main", "d2"));
	hand_finish(&h);
}

/* A text that becomes the whole scope takes out what its bundle brought. */
static void bundle_replace(void)
{
	struct hand_player h;

	hand_start(&h, true);
	engine_begin_bundle(h.e);
	ask(&h, "cps 1\nd1 click*4", EVAL_MERGE);
	ask(&h, "d2 soft*8", EVAL_REPLACE);
	engine_end_bundle(h.e);
	hand_run(&h, HAND_RATE);
	CU_ASSERT_EQUAL(hand_onsets(&h, at, MAX), 8);
	CU_ASSERT_PTR_NULL(engine_slot_text(h.e, "main", "d1"));
	CU_ASSERT_PTR_NOT_NULL(engine_slot_text(h.e, "main", "d2"));
	hand_finish(&h);
}

static void see_refusal(void *ctx, const struct eval_result *r)
{
	*(bool *)ctx = r->refusal && !r->accepted;
}

static void position_of_others(void)
{
	struct hand_player h;
	bool refused = false;
	struct eval_request rq = {.scope = "main",
				  .text = "cycle 3.5",
				  .len = 9,
				  .mode = EVAL_MERGE,
				  .at = AT_NOW,
				  .stays = true,
				  .done = see_refusal,
				  .ctx = &refused};

	hand_start(&h, true);
	CU_ASSERT_EQUAL(engine_eval(h.e, &rq, false), ST_OK);
	hand_run(&h, 1000);
	CU_ASSERT_TRUE(refused);
	CU_ASSERT(engine_cycle(h.e) < 1);
	rq.stays = false;
	CU_ASSERT_EQUAL(engine_eval(h.e, &rq, false), ST_OK);
	hand_run(&h, 2000);
	CU_ASSERT_FALSE(refused);
	CU_ASSERT(engine_cycle(h.e) > 3);
	hand_finish(&h);
}

static CU_TestInfo tests[] = {
    {"events begin on their frame", on_the_grid},
    {"a new program takes over at its frame and at no other", swap},
    {"a thousand swaps in a row move no onset", a_thousand_swaps},
    {"who may not set the position has such a text refused",
     position_of_others},
    {"a new tempo stamps queued events anew", tempo},
    {"a tempo near zero keeps nobody waiting", tempo_near_zero},
    {"a hundred changes of tempo lose no beat", tempo_many_times},
    {"the position can jump", jump},
    {"a tempo at the frame of a jump plays on from there", jump_and_tempo},
    {"hush, unhush and panic", hush},
    {"a text in replace mode becomes the whole scope", replace},
    {"a text with a mistake changes nothing", wrong},
    {"a slot that breaks its budget is muted, the others play on", budget},
    {"a missing sample is said once, with what is near", missing},
    {"once plays one cycle from its frame on", once},
    {"live and offline are the same, sample for sample", live_and_offline},
    {"ten thousand evaluations leave no memory behind", no_growth},
    {"a hush keeps its place among texts", order},
    {"what stands in a bundle holds from one frame on", bundle},
    {"a bundle may hush, mute and change the tempo as well", bundle_sounds},
    {"a hush before a text in a bundle ends only what sounded", bundle_hush},
    {"a text with a mistake is left out of its bundle", bundle_with_mistake},
    {"a text knows what its bundle defined before it", bundle_replace},
    CU_TEST_INFO_NULL,
};

const struct suite suite_engine = {"engine/engine", tests};
