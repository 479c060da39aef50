#include "tests/dsp/rig.h"
#include "tests/support/suite.h"

#include <math.h>

/* More voices than there are: the quietest goes, in 3 ms. */
static void steals(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m = rig_voice(r, 64);
	struct dsp_figures f;

	for (int i = 0; i < VOICES_MAX; i++) {
		m.voice.gate = i == 100 ? 0.0005f : 0.001f;
		m.slot = i == 100 ? 7 : 1;
		rig_send(r, &m);
	}
	m.at_frame = 2000;
	m.slot = 2;
	m.voice.gate = 0.002f;
	m.voice.fade_in = 0.001f;
	rig_send(r, &m);
	rig_run(r, 2048);
	dsp_figures(r->d, &f);
	CU_ASSERT_EQUAL(f.stolen, 1);
	CU_ASSERT_EQUAL(f.voices, VOICES_MAX);
	CU_ASSERT_EQUAL(r->last[RPL_STOLEN].slot, 7);
	CU_ASSERT_EQUAL(r->replies[RPL_VOICE_ENDED], 0);
	rig_run(r, 192);
	CU_ASSERT_EQUAL(r->replies[RPL_VOICE_ENDED], 1);
	CU_ASSERT(rig_step(r, 1000, r->n) < 1e-4f);
	rig_free(r);
}

/* A flood is neither too many voices nor a lost sample. */
static void flood(void)
{
	struct rig *r = rig_new(0.001f);
	struct message m = rig_voice(r, 64);
	struct dsp_figures f;

	for (uint32_t i = 0; i < 4000; i++) {
		m.at_frame = 64 + i / 2;
		rig_send(r, &m);
	}
	rig_run(r, 4096);
	dsp_figures(r->d, &f);
	CU_ASSERT_EQUAL(f.voices, VOICES_MAX);
	CU_ASSERT_EQUAL(f.stolen + f.dropped, 4000 - VOICES_MAX);
	rig_run(r, RIG_FILE);
	CU_ASSERT_EQUAL(r->replies[RPL_VOICE_ENDED], 4000);
	rig_free(r);
}

/* One voice sounds, a second with `cut` comes at 1000: is the first still
 * there at 1200? */
static bool survives(int32_t first, int32_t second, uint64_t other_id,
		     uint16_t other_orbit)
{
	struct rig *r = rig_new(0.5f);
	struct message m = rig_voice(r, 64);
	bool there;

	m.voice.cut = first;
	m.voice.cut_id = 1;
	m.voice.gain_right = 0;
	rig_send(r, &m);
	m.at_frame = 1000;
	m.slot = 1;
	m.voice.cut = second;
	m.voice.cut_id = other_id;
	m.voice.orbit = other_orbit;
	m.voice.gain_left = 0;
	m.voice.gain_right = 1;
	rig_send(r, &m);
	rig_run(r, 2048);
	there = r->left[1200] != 0;
	CU_ASSERT_EQUAL(r->left[999], 0.5f);
	if (!there) {
		CU_ASSERT_EQUAL(r->left[1049], 0);
		CU_ASSERT(rig_step(r, 900, 990) == 0);
		CU_ASSERT(r->left[1010] > 0.3f);
	}
	rig_free(r);
	return there;
}

static void cut_groups(void)
{
	CU_ASSERT_FALSE(survives(1, 1, 1, 0));
	CU_ASSERT_FALSE(survives(1, 1, 2, 0));
	CU_ASSERT_FALSE(survives(-1, 1, 2, 0));
	CU_ASSERT_FALSE(survives(-1, -1, 1, 0));
	CU_ASSERT_FALSE(survives(1, -1, 1, 0));
	CU_ASSERT(survives(-1, -1, 2, 0));
	CU_ASSERT(survives(1, 2, 1, 0));
	CU_ASSERT(survives(1, 0, 1, 0));
	CU_ASSERT(survives(0, 1, 1, 0));
	CU_ASSERT(survives(1, 1, 1, 3));
}

/* A fifth of the length, 10 to 500 ms; long loops at most 10 s. */
static void release_rule(void)
{
	static const struct {
		uint32_t len, release;
		bool loop;
	} cases[] = {{4800, 960, false},   {1200, 480, false},
		     {40000, 8000, false}, {480000, 24000, false},
		     {60000, 12000, true}, {24000, 4800, true}};

	for (int i = 0; i < 6; i++) {
		struct rig *r = rig_new(0.5f);
		struct message m = rig_voice(r, 64);
		uint32_t at = 64 + cases[i].len / 2;

		m.voice.len_frames = cases[i].len;
		m.voice.loop = cases[i].loop;
		m.voice.rate = m.voice.end_rate = 0.01;
		rig_send(r, &m);
		m = (struct message){.kind = MSG_RELEASE, .at_frame = at};
		if (at > 30000)
			m.at_frame = at = 30000;
		m.release.seconds = -1;
		rig_send(r, &m);
		rig_run(r, RIG_FRAMES - 64);
		CU_ASSERT_EQUAL(r->left[at - 1], 0.5f);
		CU_ASSERT_DOUBLE_EQUAL(r->left[at + cases[i].release / 2], 0.25,
				       2e-3);
		CU_ASSERT(r->left[at + cases[i].release] < 1e-4f);
		rig_free(r);
	}
}

static CU_TestInfo tests[] = {
    {"a full pool steals the quietest voice in 3 ms", steals},
    {"a flood of voices brings every sample home", flood},
    {"cut groups: which voice ends which", cut_groups},
    {"a stopped voice lives on by the release rule", release_rule},
    CU_TEST_INFO_NULL,
};

const struct suite suite_pool = {"dsp/pool", tests};
