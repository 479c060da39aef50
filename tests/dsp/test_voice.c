#include "tests/dsp/rig.h"
#include "tests/support/suite.h"

#include <math.h>
#include <string.h>

/* A file whose value is its frame's number, so that the sound tells what was
 * read. */
static struct rig *counting(void)
{
	struct rig *r = rig_new(0);

	for (int i = 0; i < RIG_FILE; i++)
		r->file[i] = (float)i / RIG_FILE;
	for (int i = 0; i < RIG_GUARD; i++) {
		r->file[-1 - i] = r->file[0];
		r->file[RIG_FILE + i] = r->file[RIG_FILE - 1];
	}
	return r;
}

/* Which frame of the file is heard at frame i. */
static double heard(const struct rig *r, uint32_t i)
{
	return (double)r->left[i] * RIG_FILE;
}

static void onset(void)
{
	for (uint32_t at = 64; at < 192; at += 7) {
		struct rig *r = rig_new(0.5f);
		struct message m = rig_voice(r, at);

		rig_send(r, &m);
		rig_run(r, 256);
		/* The gate mutes the first frame. */
		CU_ASSERT_EQUAL(rig_onset(r), at + 1);
		rig_free(r);
	}
}

static void levels(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m = rig_voice(r, 64);

	m.voice.gain_left = 0.25f;
	m.voice.gain_right = 0.75f;
	m.voice.gate = 0.4f;
	rig_send(r, &m);
	rig_run(r, 1024);
	CU_ASSERT_DOUBLE_EQUAL(r->left[500], 0.5 * 0.25 * 0.4, 1e-7);
	CU_ASSERT_DOUBLE_EQUAL(r->right[500], 0.5 * 0.75 * 0.4, 1e-7);
	rig_free(r);
}

static void reading(void)
{
	static const double rates[] = {1, 0.37, 1.9};

	for (int k = 0; k < 3; k++) {
		struct rig *r = counting();
		struct message m = rig_voice(r, 64);

		m.voice.rate = m.voice.end_rate = rates[k];
		rig_send(r, &m);
		rig_run(r, 4096);
		for (uint32_t i = 7; i < 4000; i += 333)
			CU_ASSERT_DOUBLE_EQUAL(heard(r, 64 + i), i * rates[k],
					       0.01);
		rig_free(r);
	}
}

static void backwards(void)
{
	struct rig *r = counting();
	struct message m = rig_voice(r, 64);

	m.voice.rate = m.voice.end_rate = -1;
	m.voice.gate = 0.5f; /* a step to full scale would overshoot it */
	rig_send(r, &m);
	rig_run(r, 4096);
	for (uint32_t i = 1; i < 4000; i += 333)
		CU_ASSERT_DOUBLE_EQUAL(2 * heard(r, 64 + i),
				       RIG_FILE - (double)i, 0.01);
	rig_free(r);
}

/* Also where the part is shorter than a step. */
static void round_and_round(void)
{
	struct rig *r = counting();
	struct message m = rig_voice(r, 64);

	m.voice.begin = 100;
	m.voice.end = 200;
	m.voice.loop = true;
	rig_send(r, &m);
	m.slot = 1;
	m.voice.end = 100.25;
	m.voice.rate = m.voice.end_rate = -3;
	m.voice.gain_left = 0;
	rig_send(r, &m);
	rig_run(r, 2048);
	for (uint32_t i = 1; i < 1900; i += 77)
		CU_ASSERT_DOUBLE_EQUAL(heard(r, 64 + i), 100 + i % 100, 0.01);
	CU_ASSERT_DOUBLE_EQUAL((r->right[1000] - r->left[1000]) * RIG_FILE,
			       100.1, 0.2);
	rig_free(r);
}

static void accelerates(void)
{
	struct rig *r = counting();
	struct message m = rig_voice(r, 64);
	uint32_t len = 8192;

	m.voice.end_rate = 2;
	m.voice.len_frames = len;
	rig_send(r, &m);
	rig_run(r, len);
	for (uint32_t i = 640; i < len - 600; i += 640) {
		double x = (double)i / len;
		/* Steps of 64 frames at the value of each step's end. */
		double at = len * (x + x * x / 2) + i * 32.0 / len;

		CU_ASSERT_DOUBLE_EQUAL(heard(r, 64 + i), at, 1);
	}
	rig_free(r);
}

static void outside(void)
{
	struct rig *r = counting();
	struct message m = rig_voice(r, 64);

	m.voice.begin = -3000;
	m.voice.end = RIG_FILE + 50000.0;
	m.voice.rate = m.voice.end_rate = 16;
	rig_send(r, &m);
	rig_run(r, 4096);
	CU_ASSERT_DOUBLE_EQUAL(heard(r, 64 + 100), 0, 0.01);
	CU_ASSERT_DOUBLE_EQUAL(heard(r, 64 + 1000), 13000, 0.1);
	CU_ASSERT_DOUBLE_EQUAL(heard(r, 64 + 2000), RIG_FILE - 1, 0.01);
	rig_free(r);
}

static void stereo(void)
{
	struct rig *r = rig_new(0);
	struct message m = rig_voice(r, 64);

	for (int i = -2; i < RIG_FILE / 2; i++) {
		r->file[2 * i] = 0.25f;
		r->file[2 * i + 1] = -0.5f;
	}
	m.voice.channels = 2;
	m.voice.n_frames = RIG_FILE / 2;
	m.voice.end = RIG_FILE / 2;
	m.voice.rate = m.voice.end_rate = 0.7;
	rig_send(r, &m);
	rig_run(r, 1024);
	CU_ASSERT_DOUBLE_EQUAL(r->left[500], 0.25, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(r->right[500], -0.5, 1e-6);
	rig_free(r);
}

static void gate(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m = rig_voice(r, 100);

	m.voice.len_frames = 1000;
	m.voice.fade_in = m.voice.fade_out = 0.001f;
	rig_send(r, &m);
	rig_run(r, 2048);
	CU_ASSERT_DOUBLE_EQUAL(r->left[100 + 24], 0.25, 1e-3);
	CU_ASSERT_EQUAL(r->left[100 + 48], 0.5f);
	CU_ASSERT_EQUAL(r->left[100 + 950], 0.5f);
	CU_ASSERT_DOUBLE_EQUAL(r->left[100 + 976], 0.25, 1e-3);
	CU_ASSERT_EQUAL(rig_end(r), 100 + 999);
	CU_ASSERT(rig_step(r, 64, 2000) < 0.5 * 3.2 / 96);
	CU_ASSERT_EQUAL(r->replies[RPL_VOICE_ENDED], 1);
	CU_ASSERT_PTR_EQUAL(r->last[RPL_VOICE_ENDED].owner, r);
	rig_free(r);
}

static void envelope(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m = rig_voice(r, 64);

	m.voice.envelope = true;
	m.voice.attack = 0.01f;
	m.voice.hold = 0.02f;
	m.voice.release = 0.03f;
	rig_send(r, &m);
	rig_run(r, 8192);
	CU_ASSERT_DOUBLE_EQUAL(r->left[64 + 240], 0.25, 1e-4);
	CU_ASSERT_DOUBLE_EQUAL(r->left[64 + 1000], 0.5, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(r->left[64 + 480 + 960 + 720], 0.25, 1e-4);
	CU_ASSERT(rig_end(r) <= 64 + 480 + 960 + 1440);
	CU_ASSERT_EQUAL(r->replies[RPL_VOICE_ENDED], 1);
	rig_free(r);
}

static void shape(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m = rig_voice(r, 64);
	double k = 2 * 0.3 / 0.7, x = 0.5 * 0.7;

	m.voice.shape = 0.3f;
	m.voice.gain_left = 0.7f;
	m.voice.gate = 0.4f;
	rig_send(r, &m);
	rig_run(r, 1024);
	CU_ASSERT_DOUBLE_EQUAL(r->left[500], 0.4 * (1 + k) * x / (1 + k * x),
			       1e-6);
	rig_free(r);
}

/* The same voice, once in whole blocks and once with a message that changes
 * nothing at every third frame. */
static void cut_blocks(void)
{
	static float once[RIG_FRAMES];
	struct message nothing = {.kind = MSG_SWAP, .slot = 9};

	for (int round = 0; round < 2; round++) {
		struct rig *r = counting();
		struct message m = rig_voice(r, 77);

		m.voice.rate = 1.23;
		m.voice.end_rate = 0.4;
		m.voice.shape = 0.2f;
		m.voice.envelope = true;
		m.voice.attack = m.voice.release = 0.05f;
		m.voice.fade_in = 0.001f;
		m.voice.end = 3000;
		rig_send(r, &m);
		m.voice.shape = 0;
		m.voice.envelope = false;
		m.slot = 3;
		rig_send(r, &m);
		for (uint64_t at = 64; round && at < 6000; at += 3) {
			nothing.at_frame = at;
			rig_send(r, &nothing);
		}
		rig_run(r, 8192);
		if (round == 0)
			memcpy(once, r->left, sizeof(once));
		else
			CU_ASSERT_EQUAL(memcmp(once, r->left, sizeof(once)), 0);
		rig_free(r);
	}
}

/* The file's second half is silence: the voice goes home early, and a file
 * that has a last word is heard to its end. */
static void silence(void)
{
	for (int word = 0; word < 2; word++) {
		struct rig *r = rig_new(0);
		struct message m = rig_voice(r, 64);
		float rest[128];

		for (int i = 0; i < RIG_FILE / 2; i++)
			r->file[i] = 0.5f;
		if (word)
			r->file[RIG_FILE - 100] = 0.5f;
		for (int i = 0; i < 64; i++) {
			rest[i] = i < 32 || word ? 0.5f : 0;
			rest[64 + i] = 0.5f;
		}
		m.voice.rest = rest;
		rig_send(r, &m);
		rig_run(r, RIG_FILE * 3 / 4);
		CU_ASSERT_EQUAL(r->replies[RPL_VOICE_ENDED], word ? 0 : 1);
		rig_run(r, RIG_FILE / 2);
		CU_ASSERT_EQUAL(r->replies[RPL_VOICE_ENDED], 1);
		CU_ASSERT_EQUAL(rig_end(r) > 64 + RIG_FILE - 110, word);
		rig_free(r);
	}
}

static void bad_numbers(void)
{
	static const float bad[] = {NAN, INFINITY, -INFINITY, 1e30f};

	for (int i = 0; i < 4; i++) {
		struct rig *r = rig_new(0.25f);
		struct message m = rig_voice(r, 64);
		struct dsp_figures f;

		rig_send(r, &m);
		m.slot = 1;
		m.voice.frames = r->file + 300;
		m.voice.n_frames = 1000;
		m.voice.end = m.voice.len_frames = 1000;
		r->file[310] = bad[i];
		m.voice.channels = 1;
		r->file[1300] = 0.25f;
		rig_send(r, &m);
		rig_run(r, 256);
		dsp_figures(r->d, &f);
		CU_ASSERT_EQUAL(f.bad_numbers, 1);
		CU_ASSERT_EQUAL(r->last[RPL_BAD_NUMBER].slot, 1);
		/* The other slot sounds on. */
		CU_ASSERT_EQUAL(r->left[200], 0.25f);
		CU_ASSERT_EQUAL(f.voices, 1);
		rig_free(r);
	}
}

static CU_TestInfo tests[] = {
    {"a voice begins at its frame", onset},
    {"each side has its gain, and the gate is last", levels},
    {"the rate says what is read", reading},
    {"a negative rate reads backwards from the end", backwards},
    {"the position wraps between begin and end", round_and_round},
    {"accelerate is a line in steps of a block", accelerates},
    {"outside of the file its edge goes on", outside},
    {"a stereo file keeps its sides", stereo},
    {"the gate opens and closes in raised cosines", gate},
    {"attack, hold and release are straight lines", envelope},
    {"shape works on the placed sound", shape},
    {"how a block is cut changes no sample", cut_blocks},
    {"a voice ends when only silence is left", silence},
    {"a bad number ends its voice alone", bad_numbers},
    CU_TEST_INFO_NULL,
};

const struct suite suite_voice = {"dsp/voice", tests};
