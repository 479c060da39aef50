/* Mixes: how a scope's strips are summed, and its own strip. */
#include "tests/dsp/rig.h"
#include "tests/support/suite.h"

#include <math.h>

static void send_mix(struct rig *r, uint64_t at, struct mix_setting s)
{
	struct message m = {.kind = MSG_MIX, .at_frame = at, .mix = s};

	rig_send(r, &m);
}

/* n voices of `level` on slots of their own. */
static struct rig *sounding(int n, float level)
{
	struct rig *r = rig_new(level);

	for (int i = 0; i < n; i++) {
		struct message m = rig_voice(r, 64);

		m.slot = (uint16_t)i;
		rig_send(r, &m);
	}
	return r;
}

static void own_strip(void)
{
	struct rig *r = sounding(2, 0.2f);

	send_mix(r, 1000, (struct mix_setting){.gain = 0.5f, .share = 1});
	send_mix(r, 3000,
		 (struct mix_setting){.gain = 1, .pan = 1, .share = 1});
	send_mix(r, 6000,
		 (struct mix_setting){.gain = 1, .share = 1, .mute = true});
	send_mix(r, 9000, (struct mix_setting){.gain = 1, .share = 1});
	rig_run(r, 12000);
	CU_ASSERT_DOUBLE_EQUAL(r->left[999], 0.4, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(r->left[1480], 0.3, 1e-3);
	CU_ASSERT_DOUBLE_EQUAL(r->left[2500], 0.2, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(r->left[5000], 0, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(r->right[5000], 0.4, 1e-6);
	CU_ASSERT_EQUAL(r->right[8000], 0);
	CU_ASSERT_DOUBLE_EQUAL(r->left[11000], 0.4, 1e-6);
	CU_ASSERT(rig_step(r, 200, 12000) < 0.4 / 900);
	rig_free(r);
}

static void shapes(void)
{
	static const struct mix_setting settings[] = {
	    {.gain = 1, .share = 1},
	    {.gain = 1, .share = 1.0f / 3},
	    {.gain = 1, .share = 0.57735f},
	    {.gain = 0.5f, .share = 1, .shape = MIX_TANH},
	    {.gain = 0.5f, .share = 1, .shape = MIX_HARD}};
	static const double want[] = {0.3, 0.1, 0.3 * 0.57735, 0, 0};

	for (int i = 0; i < 5; i++) {
		struct rig *r = sounding(3, i < 3 ? 0.1f : 0.6f);
		double to = i == 3 ? 0.5 * tanh(1.8) : i == 4 ? 0.5 : want[i];

		send_mix(r, 32, settings[i]);
		rig_run(r, 6000);
		CU_ASSERT_DOUBLE_EQUAL(r->left[5000], to, 1e-6);
		rig_free(r);
	}
}

/* What was in force before the first sound is there at once. */
static void at_once(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m = rig_voice(r, 640);

	send_mix(r, 640, (struct mix_setting){.gain = 0.25f, .share = 1});
	rig_send(r, &m);
	rig_run(r, 2048);
	for (int i = 700; i < 2000; i++)
		CU_ASSERT_DOUBLE_EQUAL(r->left[i], 0.125, 1e-7);
	rig_free(r);
}

/* The same at any place in a block. */
static void any_frame(void)
{
	for (uint64_t at = 2000; at < 2064; at += 9) {
		struct rig *r = sounding(1, 0.5f);

		send_mix(r, at, (struct mix_setting){.gain = 0, .share = 1});
		rig_run(r, 4096);
		CU_ASSERT_EQUAL(r->left[at - 1], 0.5f);
		CU_ASSERT_DOUBLE_EQUAL(r->left[at + 480], 0.25, 1e-4);
		CU_ASSERT_EQUAL(r->left[at + 960], 0);
		rig_free(r);
	}
}

static void meter(void)
{
	struct rig *r = sounding(1, 0.5f);
	float peak[2], rms[2];

	rig_run(r, 9600);
	dsp_meter(r->d, 0, peak, rms);
	CU_ASSERT_DOUBLE_EQUAL(peak[0], 0.5, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(rms[1], 0.5, 1e-5);
	rig_run(r, 9600);
	dsp_meter(r->d, 0, peak, rms);
	CU_ASSERT(peak[0] == 0 || rms[0] < 0.5f);
	rig_run(r, 9600);
	dsp_meter(r->d, 0, peak, rms);
	CU_ASSERT_EQUAL(peak[0] + peak[1] + rms[0] + rms[1], 0);
	rig_free(r);
}

static CU_TestInfo tests[] = {
    {"a scope has gain, balance and mute, without a step", own_strip},
    {"the ways to sum are as their formulas say", shapes},
    {"a setting before the first sound holds at once", at_once},
    {"a setting holds from its frame on", any_frame},
    {"the meter shows peak and RMS of the last 50 ms", meter},
    CU_TEST_INFO_NULL,
};

const struct suite suite_mix = {"dsp/mix", tests};
