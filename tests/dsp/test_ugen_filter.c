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

/* The trapezoidal filters by their resonance: a damping of 2 to 0.02. */
static void check_resonance(const char *name, double (*ideal)(double, double))
{
	static const float resonances[] = {0, 0.3f, 0.8f, 1};
	static const double at[] = {0.3, 0.7, 0.95, 1, 1.1, 2};
	double worst = 0;

	for (int r = 0; r < 4; r++)
		for (int c = 0; c < 24; c++) {
			float p[] = {c < 12 ? 300 : 5000,
				     resonances[c / 6 % 4]};
			double hz = on_grid(at[c % 6] * (double)p[0], rates[r]);
			double w = warp(hz, (double)p[0], rates[r]);
			double want =
				   db(ideal(w, 1 / (2 - 1.98 * (double)p[1]))),
			       got;

			if (want < -40)
				continue;
			got = db(ugen_gain(name, rates[r], p, hz));
			worst = fmax(worst, fabs(got - want));
		}
	if (worst >= 0.1)
		printf("     %s: %.3f dB\n", name, worst);
	CU_ASSERT(worst < 0.1);
}

static void resonances(void)
{
	check_resonance("svf_lp", low);
	check_resonance("svf_hp", high);
	check_resonance("svf_bp", band);
	check_resonance("svf_notch", notch);
}

/* Far from the middle qs, too. */
static void narrow(void)
{
	static const struct {
		const char *name;
		double (*ideal)(double, double);
		float q;
	} f[] = {{"resonz", band, 100},	 {"resonz", band, 30},
		 {"resonz", band, 0.5f}, {"bq_bp", band, 100},
		 {"rlpf", low, 20},	 {"rlpf", low, 0.1f},
		 {"rhpf", high, 20},	 {"rhpf", high, 0.1f},
		 {"bq_lp", low, 0.1f},	 {"bq_notch", notch, 30},
		 {"lpf", low, 20},	 {"hpf", high, 0.5f}};
	static const double at[] = {0.5, 0.98, 1, 1.02, 2};

	for (int r = 0; r < 4; r++)
		for (int k = 0; k < 12 * 5; k++) {
			float p[] = {2000, f[k / 5].q};
			double hz = on_grid(2000 * at[k % 5], rates[r]);
			double w = warp(hz, 2000, rates[r]);
			double want = db(f[k / 5].ideal(w, (double)p[1]));

			if (want < -50)
				continue;
			CU_ASSERT_DOUBLE_EQUAL(
			    db(ugen_gain(f[k / 5].name, rates[r], p, hz)), want,
			    0.2);
		}
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

/* The cookbook's bell: its gain at the middle, its width by q. */
static double bell(double w, double gain_db, double q)
{
	double a = pow(10, gain_db / 40), up = w * a / q, down = w / (a * q);

	return cabs(1 - w * w + I * up) / cabs(1 - w * w + I * down);
}

static void bells(void)
{
	static const float p[] = {100, 6, 1, 1000, -12, 2, 8000, 3, 0.7f};
	static const double at[] = {50,	  100,	200,  500,  900,
				    1000, 1300, 4000, 8000, 12000};

	for (int r = 0; r < 4; r++)
		for (int k = 0; k < 10; k++) {
			double hz = on_grid(at[k], rates[r]), want = 0;

			for (int b = 0; b < 9; b += 3)
				want += db(
				    bell(warp(hz, (double)p[b], rates[r]),
					 (double)p[b + 1], (double)p[b + 2]));
			CU_ASSERT_DOUBLE_EQUAL(
			    db(ugen_gain("parametric_eq", rates[r], p, hz)),
			    want, 0.1);
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

/* Below the middle a low-pass, above it a high-pass, of q 0.8: 20 Hz to 20 kHz
 * over each half. */
static void one_knob(void)
{
	static const float values[] = {0.2f, 0.3f, 0.4f, 0.6f, 0.75f, 0.9f};

	for (int r = 0; r < 4; r++)
		for (int k = 0; k < 18; k++) {
			float v = values[k / 3];
			double way = 2 * (double)v - (v > 0.5f);
			double cutoff = 20 * pow(1000, way);
			double hz =
			    on_grid(cutoff * pow(2, k % 3 - 1), rates[r]);
			double w = warp(hz, cutoff, rates[r]);
			double want = v > 0.5f ? high(w, 0.8) : low(w, 0.8);

			if (hz < rates[r] * 0.45)
				CU_ASSERT_DOUBLE_EQUAL(
				    db(ugen_gain("djf", rates[r], &v, hz)),
				    db(want), 0.1);
		}
}

static void open_knob(void)
{
	float open = 0.5f;

	for (double hz = 30; hz < 20000; hz *= 3)
		CU_ASSERT_DOUBLE_EQUAL(db(ugen_gain("djf", 48000, &open, hz)),
				       0, 1e-3);
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
    {"filters with a resonance follow their response", resonances},
    {"the narrowest and widest follow theirs", narrow},
    {"the cutoff is where it is asked for", butterworth},
    {"bells are as high and as deep as asked", bells},
    {"the ladder follows its response", ladder},
    {"the comb rings at its pitch", comb},
    {"one knob sweeps a low-pass and a high-pass", one_knob},
    {"and is open in the middle", open_knob},
    {"the all-pass leaves levels alone", all_pass},
    CU_TEST_INFO_NULL,
};

const struct suite suite_ugen_filter = {"dsp/ugen_filter", tests};
