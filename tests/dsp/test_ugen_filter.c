/* Filters against their analytic responses. */
#include <complex.h>
#include <math.h>
#include <stdio.h>
#include "tests/support/suite.h"
#include "tests/support/ugen_run.h"

static const double rates[] = {44100, 48000, 96000, 192000};

/* Where the bilinear transform puts hz on the analog axis, relative to the
 * cutoff. */
static double warp(double hz, double cutoff, double rate)
{
	return tan(M_PI * hz / rate) / tan(M_PI * cutoff / rate);
}

static double db(double gain)
{
	return 20 * log10(gain);
}

/* Analog prototypes at s = j w. */
static double low(double w, double q)
{
	return 1 / cabs(1 - w * w + I * w / q);
}

static double high(double w, double q)
{
	return w * w * low(w, q);
}

static double band(double w, double q)
{
	return w / q * low(w, q);
}

static double notch(double w, double q)
{
	return fabs(1 - w * w) * low(w, q);
}

/* The frequency that ugen_gain measures at. */
static double on_grid(double hz, double rate)
{
	return round(hz / rate * 32768) / 32768 * rate;
}

static void check(const char *name, double (*ideal)(double, double))
{
	static const float cutoffs[] = {100, 1000, 8000},
			   qs[] = {0.7071f, 1, 8};
	static const double at[] = {0.25, 0.5, 0.9, 1, 1.1, 2};
	double worst = 0;

	for (int r = 0; r < 4; r++)
		for (int c = 0; c < 9; c++)
			for (int k = 0; k < 6; k++) {
				float p[] = {cutoffs[c / 3], qs[c % 3]};
				double hz = on_grid(at[k] * p[0], rates[r]);
				double w = warp(hz, p[0], rates[r]);
				double want = db(ideal(w, p[1])), got;

				if (want < -40)
					continue;
				got = db(ugen_gain(name, rates[r], p, hz));
				worst = fmax(worst, fabs(got - want));
			}
	if (worst >= 0.1)
		printf("     %s: %.3f dB\n", name, worst);
	CU_ASSERT(worst < 0.1);
}

static void two_poles(void)
{
	check("lpf", low);
	check("hpf", high);
	check("bpf", band);
	check("notch", notch);
	check("bq_lp", low);
	check("bq_hp", high);
	check("bq_bp", band);
	check("bq_notch", notch);
	check("rlpf", low);
	check("rhpf", high);
	check("resonz", band);
}

/* Cutoff where one asked for it: -3.01 dB for Butterworth. */
static void butterworth(void)
{
	for (int r = 0; r < 4; r++)
		for (float hz = 50; hz < 20000; hz *= 3) {
			double at = on_grid(hz, rates[r]);
			float p[] = {(float)at, 0.70710678f};

			CU_ASSERT_DOUBLE_EQUAL(
			    db(ugen_gain("lpf", rates[r], p, at)), -3.0103,
			    0.02);
		}
}

static void bells(void)
{
	float p[] = {100, 6, 1, 1000, -12, 2, 8000, 3, 1};

	for (int r = 0; r < 4; r++) {
		double at = on_grid(1000, rates[r]);
		float q[] = {100, 0, 1, (float)at, -12, 2, 8000, 0, 1};

		CU_ASSERT_DOUBLE_EQUAL(
		    db(ugen_gain("parametric_eq", rates[r], q, at)), -12, 0.05);
		CU_ASSERT_DOUBLE_EQUAL(
		    db(ugen_gain("parametric_eq", rates[r], p, 100)), 6, 0.3);
	}
}

/* Small signals see the linear ladder. */
static void ladder(void)
{
	for (int r = 0; r < 4; r++)
		for (int k = 0; k < 4; k++) {
			float p[] = {1000, 0.3f * (float)k};
			double hz = on_grid(500 + 300 * k, rates[r]);
			double w = warp(hz, 1000, rates[r]);
			double complex s = 1 + I * w;
			double want = 1 / cabs(s * s * s * s + 4 * p[1]);

			CU_ASSERT_DOUBLE_EQUAL(
			    db(ugen_gain("moog", rates[r], p, hz)), db(want),
			    0.1);
		}
}

static void comb(void)
{
	for (int r = 0; r < 4; r++) {
		double hz = on_grid(440, rates[r]);
		float p[] = {(float)hz, 0.9f}, none[] = {(float)hz, 0};

		CU_ASSERT_DOUBLE_EQUAL(db(ugen_gain("comb", rates[r], p, hz)),
				       20, 0.2);
		CU_ASSERT_DOUBLE_EQUAL(
		    db(ugen_gain("comb", rates[r], none, hz)), 0, 0.01);
	}
}

static void one_knob(void)
{
	float open = 0.5f, low_pass = 0.3f, high_pass = 0.8f;

	CU_ASSERT_DOUBLE_EQUAL(db(ugen_gain("djf", 48000, &open, 300)), 0,
			       1e-3);
	CU_ASSERT_DOUBLE_EQUAL(db(ugen_gain("djf", 48000, &open, 15000)), 0,
			       1e-3);
	CU_ASSERT(db(ugen_gain("djf", 48000, &low_pass, 15000)) < -30);
	CU_ASSERT(db(ugen_gain("djf", 48000, &high_pass, 50)) < -30);
}

static void all_pass(void)
{
	float c = 0.7f;

	for (double hz = 50; hz < 20000; hz *= 2)
		CU_ASSERT_DOUBLE_EQUAL(db(ugen_gain("allpass", 48000, &c, hz)),
				       0, 1e-3);
}

static CU_TestInfo tests[] = {
    {"two poles follow their response within 0.1 dB", two_poles},
    {"the cutoff is where it is asked for", butterworth},
    {"bells are as high and as deep as asked", bells},
    {"the ladder follows its response", ladder},
    {"the comb rings at its pitch", comb},
    {"one knob: open in the middle", one_knob},
    {"the all-pass leaves levels alone", all_pass},
    CU_TEST_INFO_NULL,
};

const struct suite suite_ugen_filter = {"dsp/ugen_filter", tests};
