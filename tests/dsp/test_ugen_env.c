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

/* The same by another input than a gate's: the signal before an asr, the
 * pattern of tar, tadsr and env_trig, which is their first parameter. */
static bool play_by(const char *name, double rate, const float *rest)
{
	const struct ugen_row *row = ugen_find(name);
	float *const to[2] = {out, NULL};
	struct signal in[UGEN_INPUTS] = {{gate, 1}};
	int n = row ? ugen_inputs(row, row->inputs) : 0;

	for (int i = 1; i < n; i++)
		in[i] = (struct signal){&rest[i - 1], 0};
	return row &&
	       ugen_play_inputs(row, rate, row->inputs, in, UGEN_RUN, N, to);
}

static void times_by_patterns(void)
{
	static const char *const names[] = {"asr", "tar", "tadsr", "env_trig"};
	static const float two[] = {0.01f, 0.03f},
			   four[] = {0.01f, 0, 1, 0.03f};

	for (int r = 0; r < 4; r++)
		for (int k = 0; k < 4; k++) {
			int a = (int)lrint(0.01 * rates[r]);
			int rel = (int)lrint(0.03 * rates[r]);

			open_gate(100, 20000);
			CU_ASSERT(
			    play_by(names[k], rates[r], k < 2 ? two : four));
			CU_ASSERT_EQUAL(out[99], 0);
			CU_ASSERT(abs(first_at_least(1, 0) - (100 + a)) <= 1);
			CU_ASSERT_EQUAL(out[19999], 1);
			CU_ASSERT(
			    abs(first_at_most(0, 20000) - (20000 + rel)) <= 1);
		}
}

static void lines(void)
{
	static const float line[] = {2, 4, 0.5f}, xline[] = {100, 400, 0.1f},
			   curve[] = {0, 1, 0.1f, 4},
			   segments[21] = {4, 0, 1, 0.5f, 0, 0,	    0,
					   0, 0, 0, 0,	  2, 0.01f, 0.02f};

	CU_ASSERT(ugen_play("line", 48000, line, NULL, NULL, out, N));
	CU_ASSERT_EQUAL(out[0], 3);
	for (int r = 0; r < 4; r++) {
		int ten = (int)lrint(0.01 * rates[r]);

		CU_ASSERT(
		    ugen_play("xline", rates[r], xline, NULL, NULL, out, N));
		CU_ASSERT_DOUBLE_EQUAL(out[5 * ten], 200, 0.2);
		CU_ASSERT(abs(first_at_least(400, 0) - 10 * ten) <= 1);
		CU_ASSERT(
		    ugen_play("curve", rates[r], curve, NULL, NULL, out, N));
		CU_ASSERT_DOUBLE_EQUAL(out[5 * ten],
				       (exp(2) - 1) / (exp(4) - 1), 1e-3);
		CU_ASSERT(abs(first_at_least(1, 0) - 10 * ten) <= 1);
		CU_ASSERT(ugen_play("segments", rates[r], segments, NULL, NULL,
				    out, N));
		CU_ASSERT_EQUAL(out[0], 0);
		CU_ASSERT_DOUBLE_EQUAL(out[ten], 1, 2e-3);
		CU_ASSERT_DOUBLE_EQUAL(out[2 * ten], 0.75, 1e-3);
		CU_ASSERT_DOUBLE_EQUAL(out[3 * ten], 0.5, 1e-3);
		CU_ASSERT(abs(first_at_most(0, 3 * ten) - 5 * ten) <= 1);
	}
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
    {"those played by a pattern or a signal take theirs", times_by_patterns},
    {"lines arrive when they should", lines},
    {"a glide is 60 dB near after its time", lag},
    CU_TEST_INFO_NULL,
};

const struct suite suite_ugen_env = {"dsp/ugen_env", tests};
