/* Envelopes: their times to the frame, and where they begin. */
#include <math.h>
#include <stdlib.h>
#include "tests/support/suite.h"
#include "tests/support/ugen_run.h"

enum { N = 50000 };
static float gate[N], out[N];
static const double rates[] = {44100, 48000, 96000, 192000};

/* Open in [from, to). */
static void open_gate(int from, int to)
{
	for (int i = 0; i < N; i++)
		gate[i] = i >= from && i < to;
}

static int first_at_least(float level, int from)
{
	while (from < N && out[from] < level)
		from++;
	return from;
}

static int first_at_most(float level, int from)
{
	while (from < N && out[from] > level)
		from++;
	return from;
}

static void adsr_times(void)
{
	static const float params[] = {0.01f, 0.02f, 0.5f, 0.05f};

	for (int r = 0; r < 4; r++) {
		int a = (int)lrint(0.01 * rates[r]);
		int d = (int)lrint(0.02 * rates[r]);
		int rel = (int)lrint(0.05 * rates[r]);

		open_gate(100, 20000);
		CU_ASSERT(
		    ugen_play("adsr", rates[r], params, NULL, gate, out, N));
		CU_ASSERT_EQUAL(out[99], 0);
		CU_ASSERT(abs(first_at_least(1, 0) - (100 + a)) <= 1);
		CU_ASSERT(abs(first_at_most(0.5f, 100 + a) - (100 + a + d)) <=
			  1);
		CU_ASSERT_EQUAL(out[19999], 0.5f);
		CU_ASSERT(abs(first_at_most(0, 20000) - (20000 + rel)) <= 1);
		CU_ASSERT(out[20000 + rel - 2] > 0);
	}
}

static void ad_times(void)
{
	static const float params[] = {0.01f, 0.03f};

	for (int r = 0; r < 4; r++) {
		int a = 10 + (int)lrint(0.01 * rates[r]);
		int d = a + (int)lrint(0.03 * rates[r]);

		open_gate(10, 12);
		CU_ASSERT(
		    ugen_play("ad", rates[r], params, NULL, gate, out, N));
		CU_ASSERT(abs(first_at_least(1, 0) - a) <= 1);
		CU_ASSERT(abs(first_at_most(0, a) - d) <= 1);
		open_gate(10, 20000);
		CU_ASSERT(
		    ugen_play("ar", rates[r], params, NULL, gate, out, N));
		CU_ASSERT(abs(first_at_least(1, 0) - a) <= 1);
		CU_ASSERT(out[19999] > 0.999f);
		CU_ASSERT(abs(first_at_most(0, 20000) - (20000 + d - a)) <= 1);
	}
}

static void again(void)
{
	static const float params[] = {0.1f, 0.1f, 0.5f, 1};
	float most = 0;

	for (int i = 0; i < N; i++)
		gate[i] = i % 3000 < 2000;
	CU_ASSERT(ugen_play("adsr", 48000, params, NULL, gate, out, N));
	for (int i = 1; i < N; i++)
		most = fmaxf(most, fabsf(out[i] - out[i - 1]));
	CU_ASSERT(most < 1.0f / 4000);
	CU_ASSERT(out[2999] > 0.3f);
	CU_ASSERT_DOUBLE_EQUAL(out[3000], out[2999], 1e-3);
}

static void lines(void)
{
	static const float line[] = {2, 4, 0.5f}, xline[] = {100, 400, 0.5f},
			   segments[21] = {4, 0, 1, 0.5f, 0, 0,	    0,
					   0, 0, 0, 0,	  2, 0.01f, 0.02f};

	CU_ASSERT(ugen_play("line", 48000, line, NULL, NULL, out, N));
	CU_ASSERT_EQUAL(out[0], 3);
	CU_ASSERT(ugen_play("xline", 48000, xline, NULL, NULL, out, N));
	CU_ASSERT_DOUBLE_EQUAL(out[12000], 200, 1e-2);
	CU_ASSERT_DOUBLE_EQUAL(out[40000], 400, 1e-2);
	CU_ASSERT(ugen_play("segments", 48000, segments, NULL, NULL, out, N));
	CU_ASSERT_EQUAL(out[0], 0);
	CU_ASSERT_DOUBLE_EQUAL(out[480], 1, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(out[480 + 960], 0.5, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(out[480 + 480], 0.75, 1e-6);
	CU_ASSERT_EQUAL(out[480 + 960 + 960], 0);
}

static void lag(void)
{
	static const float params[] = {0.1f};
	const float *x[] = {gate};

	open_gate(1000, N);
	CU_ASSERT(ugen_play("lag", 48000, params, x, NULL, out, N));
	CU_ASSERT_EQUAL(out[999], 0);
	CU_ASSERT_DOUBLE_EQUAL(out[5800], 0.999, 1e-4);
}

static CU_TestInfo tests[] = {
    {"attack, decay and release take their times to the frame", adsr_times},
    {"a stroke rises and falls by itself", ad_times},
    {"a new start goes on from the level reached", again},
    {"lines arrive when they should", lines},
    {"a glide is 60 dB near after its time", lag},
    CU_TEST_INFO_NULL,
};

const struct suite suite_ugen_env = {"dsp/ugen_env", tests};
