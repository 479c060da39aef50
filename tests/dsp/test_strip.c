#include "dsp/limiter.h"
#include "tests/dsp/rig.h"
#include "tests/support/suite.h"

#include <math.h>

static struct message strip(uint64_t at, float gain, float pan, bool mute)
{
	return (struct message){
	    .kind = MSG_STRIP,
	    .at_frame = at,
	    .strip = {.gain = gain, .pan = pan, .mute = mute}};
}

/* Straight lines of 20 ms from where it is, also when it changes its mind. */
static void ramps(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m = rig_voice(r, 64);

	rig_send(r, &m);
	m = strip(1000, 0.5f, 0, false);
	rig_send(r, &m);
	m = strip(3000, 1, 0, true);
	rig_send(r, &m);
	m = strip(3480, 1, 0, false);
	rig_send(r, &m);
	rig_run(r, 6400);
	CU_ASSERT_EQUAL(r->left[1000], 0.5f);
	CU_ASSERT_DOUBLE_EQUAL(r->left[1480], 0.375, 1e-4);
	CU_ASSERT_EQUAL(r->left[1960], 0.25f);
	CU_ASSERT_DOUBLE_EQUAL(r->left[3480], 0.125, 1e-3);
	CU_ASSERT_EQUAL(r->left[4440], 0.5f);
	CU_ASSERT(rig_step(r, 200, 6000) < 0.5 / 900);
	rig_free(r);
}

static void balance(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m = rig_voice(r, 64), s = strip(64, 1, 0, false);

	rig_send(r, &s);
	s = strip(1000, 1, 1, false);
	rig_send(r, &s);
	s = strip(3000, 1, -0.5f, false);
	rig_send(r, &s);
	rig_send(r, &m);
	rig_run(r, 6400);
	CU_ASSERT_EQUAL(r->left[900], 0.5f);
	CU_ASSERT_EQUAL(r->right[900], 0.5f);
	CU_ASSERT_DOUBLE_EQUAL(r->left[2500], 0, 1e-6);
	CU_ASSERT_EQUAL(r->right[2500], 0.5f);
	CU_ASSERT_EQUAL(r->left[5000], 0.5f);
	CU_ASSERT_DOUBLE_EQUAL(r->right[5000], 0.5 * cos(0.785398), 1e-6);
	rig_free(r);
}

/* A strip that was muted before anything sounded lets nothing out. */
static void mute_first(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m[2] = {strip(640, 1, 0, true), rig_voice(r, 640)};

	rig_send_many(r, m, 2);
	rig_run(r, 2048);
	CU_ASSERT_EQUAL(rig_onset(r), r->n);
	rig_free(r);
}

static void master(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m = rig_voice(r, 64);

	rig_send(r, &m);
	m = (struct message){.kind = MSG_MASTER, .at_frame = 1010};
	m.master.gain = 0;
	m.master.seconds = 0.05f;
	rig_send(r, &m);
	rig_run(r, 6400);
	CU_ASSERT_EQUAL(r->left[1009], 0.5f);
	CU_ASSERT_DOUBLE_EQUAL(r->left[1010 + 1200], 0.25, 1e-3);
	CU_ASSERT_EQUAL(r->left[1010 + 2400], 0);
	CU_ASSERT(rig_step(r, 200, 6000) < 0.5 / 2300);
	rig_free(r);
}

/* --- The limiter --- */

static void fill_sine(struct rig *r, float peak)
{
	for (int i = -RIG_GUARD; i < RIG_FILE + RIG_GUARD; i++)
		r->file[i] = peak * (float)sin(i * 0.0577);
}

static void transparent(void)
{
	struct rig *r = rig_new(0);
	struct message m = rig_voice(r, 64);
	int changed = 0;

	fill_sine(r, 0.9999f);
	rig_send(r, &m);
	rig_run(r, RIG_FILE);
	for (int i = 1; i < RIG_FILE - 100; i++)
		changed += r->left[64 + i] != r->file[i];
	CU_ASSERT_EQUAL(changed, 0);
	rig_free(r);
}

/* Bursts of every loudness: nothing passes full scale, the shape stays, and
 * what comes long after is untouched. */
static void ceiling(void)
{
	static const float peaks[] = {1.01f, 2, 30, 1e4f, 1e8f};

	for (int k = 0; k < 5; k++) {
		struct rig *r = rig_new(0);
		struct message m = rig_voice(r, 64);
		float most = 0;

		fill_sine(r, peaks[k]);
		m.voice.len_frames = 3000;
		rig_send(r, &m);
		m.at_frame = 50000;
		m.voice.gate = 0.5f / peaks[k];
		rig_send(r, &m);
		rig_run(r, RIG_FRAMES - 64);
		for (uint32_t i = 0; i < 40000; i++)
			most = fmaxf(most, fabsf(r->left[i]));
		CU_ASSERT(most <= 1);
		CU_ASSERT(most > 0.8f);
		CU_ASSERT_DOUBLE_EQUAL(r->left[50500],
				       0.5 / peaks[k] * (double)r->file[500],
				       1e-6);
		rig_free(r);
	}
}

/* A single frame far above: the gain comes down before it, without a step in
 * the quiet sound around it. */
static void one_frame(void)
{
	struct rig *r = rig_new(0.1f);
	struct message m = rig_voice(r, 64);

	r->file[2000] = 4;
	rig_send(r, &m);
	rig_run(r, RIG_FILE);
	CU_ASSERT_DOUBLE_EQUAL(r->left[2064], 0.98, 0.01);
	CU_ASSERT(rig_step(r, 200, 2060) < 0.1 / LIMITER_SIGHT);
	CU_ASSERT(rig_step(r, 2070, RIG_FILE - 100) < 0.1 / LIMITER_SIGHT);
	CU_ASSERT_EQUAL(r->left[2064 - 70], 0.1f);
	rig_free(r);
}

static CU_TestInfo tests[] = {
    {"a strip's gain moves in 20 ms, without a step", ramps},
    {"the centre of a balance leaves both sides alone", balance},
    {"a mute before the first sound is complete", mute_first},
    {"the master's gain takes its time", master},
    {"below full scale the master changes no bit", transparent},
    {"nothing above full scale leaves", ceiling},
    {"the limiter looks ahead", one_frame},
    CU_TEST_INFO_NULL,
};

const struct suite suite_strip = {"dsp/strip", tests};
