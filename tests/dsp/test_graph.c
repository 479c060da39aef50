#include "tests/dsp/rig.h"
#include "tests/support/sketch.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A memory that is heard: what came a hundred frames ago, half as loud, goes
 * round. */
static size_t echo_floats(double rate_hz, const float *params)
{
	(void)rate_hz;
	(void)params;
	return 100;
}

RT static void echo_run(struct ugen *u, int n)
{
	uint32_t *at = u->state;

	for (int i = 0; i < n; i++) {
		float *m = &u->memory[*at];

		u->out[0][i] = *m;
		*m = 0.5f * *m + 0.25f * u->in[0].at[i * u->in[0].step];
		*at = (*at + 1) % 100;
	}
}

RT static void rubbish_run(struct ugen *u, int n)
{
	for (int i = 0; i < n; i++)
		u->out[0][i] = NAN;
}

static const struct ugen_row echo = {.name = "echo",
				     .inputs = 1,
				     .state_bytes = sizeof(uint32_t),
				     .memory_floats = echo_floats,
				     .run = echo_run};
static const struct ugen_row rubbish = {.name = "rubbish", .run = rubbish_run};

static const uint16_t strips[] = {0, 1}, board[] = {0};
static const struct graph_places places = {.roots = strips, .buses = board};

static struct sketch *sketch_new(void)
{
	struct sketch *s = calloc(1, sizeof(*s));

	if (!s)
		abort();
	sketch_begin(s);
	return s;
}

/* The graph of the first scope is this one from frame `at` on. It is the
 * world's until it comes home. */
static struct graph *play(struct rig *r, const struct sketch *s,
			  const struct graph *old, uint64_t at)
{
	struct graph *g = graph_new(&s->spec, &places);
	struct message m = {.at_frame = at,
			    .kind = MSG_GRAPH,
			    .slot = SLOTS_MAX,
			    .generation = 1,
			    .graph = g};

	if (!g || (old && graph_succeed(g, old)))
		abort();
	rig_send(r, &m);
	return g;
}

static void set(struct rig *r, uint64_t at, float value, uint32_t every,
		bool line)
{
	struct message m = {.at_frame = at,
			    .kind = MSG_SET,
			    .slot = SLOTS_MAX,
			    .generation = 1,
			    .set = {.n = 1, .every = every, .line = line}};

	m.set.value[0] = value;
	rig_send(r, &m);
}

/* Cut the blocks at uneven frames. */
static void cut(struct rig *r, uint64_t from, uint64_t to)
{
	for (uint64_t at = from; at < to; at += 23) {
		struct message m = {.at_frame = at,
				    .kind = MSG_STRIP,
				    .slot = 9,
				    .strip = {.gain = 1}};

		rig_send(r, &m);
	}
}

static void swap_same(void)
{
	enum { SWAPS = 100, EVERY = 192, FRAMES = (SWAPS + 10) * EVERY };
	struct rig *once = rig_new(0), *often = rig_new(0);
	struct sketch *s = sketch_new();
	struct graph *g[SWAPS + 1];
	struct graph_ref x = sketch_number(0);

	x = sketch_node(s, ugen_find("saw"), x, 110);
	x = sketch_node(s, ugen_find("lpf"), x, 800);
	x = sketch_node(s, &echo, x, 0);
	sketch_root(s, "d1", true, x);
	sketch_root(s, "d2", true, sketch_node(s, ugen_find("sine"), x, 220));
	play(once, s, NULL, 64);
	rig_run(once, FRAMES);
	g[0] = play(often, s, NULL, 64);
	for (int i = 0; i < SWAPS; i++) {
		rig_run(often, EVERY);
		g[i + 1] = play(often, s, g[i], STAMP_NOW);
		CU_ASSERT_EQUAL(graph_matched(g[i + 1]), 4);
	}
	rig_run(often, FRAMES - SWAPS * EVERY);
	CU_ASSERT_EQUAL(often->replies[RPL_GRAPH_ENDED], SWAPS);
	CU_ASSERT(rig_onset(once) < 300);
	CU_ASSERT_EQUAL(memcmp(once->left, often->left, FRAMES * sizeof(float)),
			0);
	rig_free(once);
	rig_free(often);
	for (int i = 0; i < SWAPS; i++)
		graph_free(g[i]);
	free(s);
}

static void glide(void)
{
	struct rig *r = rig_new(0);
	struct sketch *s = sketch_new(), *t = sketch_new();
	struct graph *a;

	sketch_root(s, "d1", true, sketch_number(0.5f));
	sketch_root(t, "d1", true, sketch_number(0.2f));
	a = play(r, s, NULL, 64);
	rig_run(r, 512);
	play(r, t, a, 700);
	rig_run(r, 2048);
	CU_ASSERT_DOUBLE_EQUAL(r->left[699], 0.5, 1e-5);
	CU_ASSERT_DOUBLE_EQUAL(r->left[700 + 480], 0.35, 1e-3);
	CU_ASSERT_DOUBLE_EQUAL(r->left[700 + 960], 0.2, 1e-5);
	CU_ASSERT(rig_step(r, 600, 2000) < 4e-4f);
	CU_ASSERT_EQUAL(r->replies[RPL_GRAPH_ENDED], 1);
	CU_ASSERT_PTR_EQUAL(r->last[RPL_GRAPH_ENDED].graph, a);
	rig_free(r);
	graph_free(a);
	free(s);
	free(t);
}

static void bus(void)
{
	struct rig *r = rig_new(0);
	struct sketch *s = sketch_new();
	struct graph_places to = {.roots = (const uint16_t[]){0, 0},
				  .buses = board};
	struct message m = {.at_frame = 64,
			    .kind = MSG_GRAPH,
			    .slot = SLOTS_MAX,
			    .generation = 1};

	sketch_root(s, "~a", false, (struct graph_ref){.from = GRAPH_PATTERN});
	sketch_root(s, "d1", true, (struct graph_ref){.from = GRAPH_BUS});
	m.graph = graph_new(&s->spec, &to);
	rig_send(r, &m);
	set(r, 200, 0.5f, 1, false);
	cut(r, 100, 400);
	rig_run(r, 512);
	CU_ASSERT_EQUAL(rig_onset(r), 200 + BLOCK_FRAMES);
	CU_ASSERT_DOUBLE_EQUAL(r->left[200 + BLOCK_FRAMES], 0.5, 1e-5);
	rig_free(r);
	free(s);
}

static void lines(void)
{
	struct rig *whole = rig_new(0), *parts = rig_new(0);
	struct rig *both[] = {whole, parts};
	struct sketch *s = sketch_new();

	sketch_root(s, "d1", true, (struct graph_ref){.from = GRAPH_PATTERN});
	cut(parts, 65, 600);
	for (int i = 0; i < 2; i++) {
		play(both[i], s, NULL, 64);
		set(both[i], 100, 0.5f, 200, true);
		rig_run(both[i], 1024);
	}
	CU_ASSERT_DOUBLE_EQUAL(whole->left[100], 0, 3e-3);
	CU_ASSERT_DOUBLE_EQUAL(whole->left[200], 0.25, 3e-3);
	CU_ASSERT_DOUBLE_EQUAL(whole->left[400], 0.5, 1e-5);
	CU_ASSERT_EQUAL(memcmp(whole->left, parts->left, 1024 * sizeof(float)),
			0);
	for (int i = 0; i < 2; i++)
		rig_free(both[i]);
	free(s);
}

static void bad_numbers(void)
{
	struct rig *r = rig_new(0);
	struct sketch *s = sketch_new();

	sketch_root(s, "d1", true, sketch_number(0.25f));
	sketch_root(s, "d2", true,
		    sketch_node(s, &rubbish, sketch_number(0), 0));
	play(r, s, NULL, 64);
	rig_run(r, 512);
	CU_ASSERT(r->replies[RPL_BAD_NUMBER] > 0);
	CU_ASSERT_EQUAL(r->last[RPL_BAD_NUMBER].slot, 1);
	CU_ASSERT_DOUBLE_EQUAL(r->left[400], 0.25, 1e-5);
	rig_free(r);
	free(s);
}

/* Levels one after the other, quicker than fades: all are gone through. */
static void hurry(void)
{
	enum { SWAPS = 5 };
	static const float level[SWAPS] = {0.5f, -0.5f, 0.3f, -0.3f, 0.4f};
	struct rig *r = rig_new(0);
	struct sketch *s = sketch_new();
	struct graph *g[SWAPS];

	for (int i = 0; i < SWAPS; i++) {
		sketch_begin(s);
		sketch_root(s, "d1", true, sketch_number(level[i]));
		g[i] = play(r, s, i ? g[i - 1] : NULL, 64 + 100 * (uint64_t)i);
	}
	rig_run(r, 8192);
	CU_ASSERT_DOUBLE_EQUAL(r->left[63], 0, 1e-6);
	CU_ASSERT(rig_step(r, 66, 8192) < 2e-3f);
	CU_ASSERT_DOUBLE_EQUAL(r->left[8000], level[SWAPS - 1], 1e-5);
	CU_ASSERT_EQUAL(r->replies[RPL_GRAPH_ENDED], SWAPS - 1);
	rig_free(r);
	for (int i = 0; i + 1 < SWAPS; i++)
		graph_free(g[i]);
	free(s);
}

static void fade_out(void)
{
	struct rig *r = rig_new(0);
	struct sketch *s = sketch_new();
	struct message none = {.at_frame = 1000,
			       .kind = MSG_GRAPH,
			       .slot = SLOTS_MAX,
			       .generation = 2};
	struct graph *g;

	sketch_root(s, "d1", true, sketch_number(0.5f));
	g = play(r, s, NULL, 64);
	rig_send(r, &none);
	rig_run(r, 4096);
	CU_ASSERT(rig_step(r, 66, 4096) < 2e-3f);
	CU_ASSERT_DOUBLE_EQUAL(r->left[900], 0.5, 1e-5);
	CU_ASSERT_DOUBLE_EQUAL(r->left[1000 + 480], 0.25, 1e-3);
	CU_ASSERT_EQUAL(r->left[1000 + 1100], 0);
	CU_ASSERT_EQUAL(r->replies[RPL_GRAPH_ENDED], 1);
	rig_free(r);
	graph_free(g);
	free(s);
}

static CU_TestInfo tests[] = {
    {"a graph swapped a hundred times for its like gives the same samples",
     swap_same},
    {"a number that was changed glides, and the old graph comes home", glide},
    {"graphs that come quicker than they fade wait for each other", hurry},
    {"a graph that is taken away fades out", fade_out},
    {"a bus is heard one block later, however blocks are cut", bus},
    {"a line of values is the same however blocks are cut", lines},
    {"bad numbers silence their own slot alone", bad_numbers},
    CU_TEST_INFO_NULL,
};
const struct suite suite_graph = {"graph", tests};
