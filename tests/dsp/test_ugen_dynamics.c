/* Compressors and followers against what they are told. */
#include <math.h>
#include "tests/support/suite.h"
#include "tests/support/ugen_run.h"

enum { N = 96000 };
static float x[N], side[N], y[N];
static const double rates[] = {44100, 48000, 96000, 192000};

static float from_db(double db)
{
	return (float)pow(10, db / 20);
}

static void tone(double rate, double level_db)
{
	for (int i = 0; i < N; i++)
		x[i] =
		    from_db(level_db) * (float)sin(2 * M_PI * 1000 / rate * i);
}

/* Peak of the last tenth in dB. */
static double got(void)
{
	float most = 1e-9f;

	for (int i = N - N / 10; i < N; i++)
		most = fmaxf(most, fabsf(y[i]));
	return 20 * log10(most);
}

static void play(const char *name, double rate, const float *params)
{
	const float *in[] = {x, side};

	CU_ASSERT(ugen_play(name, rate, params, in, NULL, y, N));
}

static void curve(void)
{
	static const float p[] = {-20, 4, 0.005f, 0.1f, 3};

	for (int r = 0; r < 4; r++)
		for (double db = -40; db <= 0; db += 5) {
			double want = db > -20 ? -20 + (db + 20) / 4 : db;

			tone(rates[r], db);
			play("compressor", rates[r], p);
			CU_ASSERT_DOUBLE_EQUAL(got(), want + 3, 0.4);
		}
}

static void expands(void)
{
	static const float p[] = {-20, 2, 0.005f, 0.1f};

	for (int r = 0; r < 4; r++)
		for (double db = -40; db <= 0; db += 10) {
			double want = db < -20 ? -20 + (db + 20) * 2 : db;

			tone(rates[r], db);
			play("expander", rates[r], p);
			CU_ASSERT_DOUBLE_EQUAL(got(), want, 0.4);
		}
}

static void limits(void)
{
	static const float p[] = {0.5f, 0.005f, 0.05f};

	for (int r = 0; r < 4; r++)
		for (double db = -20; db <= 20; db += 10) {
			tone(rates[r], db);
			play("limiter", rates[r], p);
			CU_ASSERT_DOUBLE_EQUAL(got(), fmin(db, -6.02), 0.4);
			for (int i = 0; i < N; i++)
				if (fabsf(y[i]) > 0.5f)
					CU_FAIL_FATAL("above the threshold");
		}
}

static void by_another(void)
{
	static const float p[] = {-20, 4, 0.005f, 0.1f};

	tone(48000, -30);
	for (int i = 0; i < N; i++)
		side[i] = 0;
	play("sidechain_compressor", 48000, p);
	CU_ASSERT_DOUBLE_EQUAL(got(), -30, 0.1);
	for (int i = 0; i < N; i++)
		side[i] = i & 1 ? 1 : -1;
	play("sidechain_compressor", 48000, p);
	CU_ASSERT_DOUBLE_EQUAL(got(), -45, 0.1);
}

static void attack(void)
{
	static const float p[] = {-20, 100, 0.01f, 0.1f, 0};

	for (int i = 0; i < N; i++)
		x[i] = i < 48000 ? 0.01f : 1;
	play("compressor", 48000, p);
	/* After its attack it is 63 % of 19.8 dB down. */
	CU_ASSERT_DOUBLE_EQUAL(20 * log10(y[48480]), -0.632 * 19.8, 0.2);
}

static void transients(void)
{
	static const float p[] = {12, 0};

	tone(48000, -6);
	for (int i = 0; i < N / 2; i++)
		x[i] = 0;
	play("transient_shaper", 48000, p);
	CU_ASSERT_DOUBLE_EQUAL(got(), -6, 0.3);
	CU_ASSERT(fabsf(y[N / 2 + 60]) > 2 * fabsf(x[N / 2 + 60]));
}

static void rms(void)
{
	static const float window[] = {0.1f};

	for (int r = 0; r < 4; r++) {
		tone(rates[r], -20);
		play("rms", rates[r], window);
		CU_ASSERT_DOUBLE_EQUAL(y[N - 1], 0.1 * M_SQRT1_2, 1e-4);
	}
}

static void crossings(void)
{
	static const float high_low[] = {0.5f, -0.5f};

	for (int i = 0; i < N; i++) {
		x[i] = (float)sin(2 * M_PI * i / 1000.0);
		side[i] = i % 480 < 100;
	}
	play("schmidt", 48000, high_low);
	CU_ASSERT_EQUAL(y[83], 0);
	CU_ASSERT_EQUAL(y[84], 1);
	CU_ASSERT_EQUAL(y[583], 1);
	CU_ASSERT_EQUAL(y[584], 0);
	play("sample_hold", 48000, NULL);
	CU_ASSERT_EQUAL(y[480], x[480]);
	CU_ASSERT_EQUAL(y[959], x[480]);
	play("latch", 48000, NULL);
	CU_ASSERT_EQUAL(y[530], x[530]);
	CU_ASSERT_EQUAL(y[700], x[579]);
	for (int i = 0; i < N; i++)
		x[i] = i % 480 < 100;
	play("timer", 48000, NULL);
	CU_ASSERT_DOUBLE_EQUAL(y[5000], 0.01, 1e-7);
}

static CU_TestInfo tests[] = {
    {"a compressor's curve", curve},
    {"an expander's curve", expands},
    {"a limiter's curve, and nothing above it", limits},
    {"turned down by another", by_another},
    {"the attack takes its time", attack},
    {"beginnings are lifted, what lasts is not", transients},
    {"power over a window", rms},
    {"lines that are crossed", crossings},
    CU_TEST_INFO_NULL,
};

const struct suite suite_ugen_dynamics = {"dsp/ugen_dynamics", tests};
