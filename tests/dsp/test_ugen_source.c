/* Oscillators, noises, strings, drums: their pitch, spectrum and level. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "tests/support/suite.h"
#include "tests/support/ugen_run.h"

static const double rates[] = {44100, 48000, 96000, 192000};

enum { FRAMES = 400000 };

static float out[FRAMES], gates[FRAMES];

/* The line at hz of x[0..n), Hann window: amplitude, and its phase at x[0]. */
static double line(const float *x, int n, double rate, double hz, double *phase)
{
	double re = 0, im = 0, w = 2 * M_PI * hz / rate;

	for (int i = 0; i < n; i++) {
		double v = (double)x[i] * (1 - cos(2 * M_PI * i / n));

		re += v * cos(w * i);
		im -= v * sin(w * i);
	}
	if (phase)
		*phase = atan2(im, re);
	return hypot(re, im) * 2 / n;
}

/* The pitch near hz, in cents off it, by the phase of two windows. */
static double cents_off(const float *x, int n, int apart, double rate,
			double hz)
{
	double a, b, turns;

	line(x, n, rate, hz, &a);
	line(x + apart, n, rate, hz, &b);
	turns = (b - a) / (2 * M_PI) - hz * apart / rate;
	turns -= round(turns);
	return 1200 * log2(1 + turns * rate / apart / hz);
}

/* Every oscillator, with what else it takes behind its frequency. */
static const struct {
	const char *name;
	float rest[3];
} oscillators[] = {
    {"sine", {0}},	   {"saw", {0}},	  {"square", {0}},
    {"tri", {0}},	   {"pulse", {0.3f}},	  {"pulse", {0.05f}},
    {"soft_saw", {0}},	   {"organ", {0}},	  {"vco", {0, 0.5f}},
    {"vco", {1, 0.2f}},	   {"vco", {2, 0.5f}},	  {"vco", {3, 0.5f}},
    {"wavetable", {0}},	   {"wavetable", {0.3f}}, {"wavetable", {1}},
    {"blip", {1000}},	   {"blip", {5}},	  {"fm", {100, 0}},
    {"pm", {0, 1}},	   {"supersaw", {0, 7}},  {"superpwm", {0.5f, 0}},
    {"superchip", {5, 0}}, {"superfm", {2, 0}},
};

enum { OSCILLATORS = sizeof(oscillators) / sizeof(*oscillators) };

static bool play_oscillator(int k, double rate, double hz, int n)
{
	const float *rest = oscillators[k].rest;
	float p[] = {(float)hz, rest[0], rest[1], rest[2]};

	return ugen_play(oscillators[k].name, rate, p, NULL, NULL, out, n);
}

static double oscillator_off(int k, double rate, double hz)
{
	int n = hz < 100 ? 65536 : 16384;

	CU_ASSERT(play_oscillator(k, rate, hz, 3 * n));
	return cents_off(out, n, 2 * n, rate, hz);
}

static void pitch(void)
{
	static const double hz[] = {27.5, 440, 3951.07};

	for (int r = 0; r < 4; r++)
		for (int k = 0; k < OSCILLATORS; k++)
			for (int f = 0; f < 3; f++) {
				double off = oscillator_off(k, rates[r], hz[f]);

				CU_ASSERT(fabs(off) < 0.1);
				if (fabs(off) >= 0.1)
					printf("     %s: %g cents\n",
					       oscillators[k].name, off);
			}
}

static void semitones(void)
{
	static const float p[] = {220, 7};

	CU_ASSERT(ugen_play("saw", 48000, p, NULL, NULL, out, 200000));
	CU_ASSERT(fabs(cents_off(out, 65536, 100000, 48000,
				 220 * exp2(7 / 12.0))) < 0.1);
}

/* A frequency of num / den of the rate repeats after den frames: all lines are
 * multiples of rate / den, and what is no multiple of num of them is an alias.
 */
static double alias_db(int k, double rate, int num, int den)
{
	double worst = 0, first = 0;
	int n = 19200 / den * den;

	play_oscillator(k, rate, rate * num / den, 4800 + n);
	for (int line = 1; line <= den / 2; line++) {
		double re = 0, im = 0, a;

		for (int i = 0; i < n; i++) {
			double w = 2 * M_PI * line * i / den;

			re += (double)out[4800 + i] * cos(w);
			im += (double)out[4800 + i] * sin(w);
		}
		a = hypot(re, im);
		if (line == num)
			first = a;
		else if (line % num)
			worst = fmax(worst, a);
	}
	return 20 * log10(worst / first);
}

/* 5 kHz at 48 kHz, and as far up at the other rates; and lower and higher. */
static void alias(void)
{
	static const int at[][2] = {{5, 48}, {11, 96}, {7, 240}, {13, 48}};

	for (int k = 0; k < OSCILLATORS; k++)
		for (int r = 0; r < 4; r++) {
			double db = alias_db(k, rates[r], at[r][0], at[r][1]);

			if (r == 1)
				db = fmax(db, alias_db(k, 48000, 5, 48));
			if (getenv("FIGURES"))
				printf("     alias of %s: %.1f dB\n",
				       oscillators[k].name, db);
			CU_ASSERT(db < -60);
		}
}

/* The sum that the closed formula stands for. */
static void harmonics(void)
{
	static const float p[] = {1000, 5};
	double worst = 0;

	ugen_play("blip", 48000, p, NULL, NULL, out, 4800);
	for (int i = 0; i < 4800; i++) {
		double sum = 0;

		for (int k = 1; k <= 5; k++)
			sum += cos(2 * M_PI * k * i / 48) / 5;
		worst = fmax(worst, fabs(sum - (double)out[i]));
	}
	CU_ASSERT(worst < 1e-4);
}

static void spectrum(const char *name, double rate, double *db)
{
	enum { N = 4096, WINDOWS = 90 };

	ugen_play(name, rate, NULL, NULL, NULL, out, FRAMES);
	for (int k = 0; k < 6; k++) {
		double sum = 0, hz = 200 << k;

		for (int w = 0; w < WINDOWS; w++)
			for (int side = -2; side <= 2; side += 2)
				sum += pow(line(out + w * N, N, rate,
						hz + side * rate / N, NULL),
					   2);
		db[k] = 10 * log10(sum);
	}
}

static void slopes(void)
{
	static const char *const names[] = {"noise", "pink", "brown"};

	for (int k = 0; k < 3; k++) {
		double db[6], mean = 0, power = 0;

		spectrum(names[k], 48000, db);
		CU_ASSERT_DOUBLE_EQUAL((db[5] - db[0]) / 5, -3.01 * k, 0.4);
		for (int i = 0; i < FRAMES; i++) {
			mean += (double)out[i] / FRAMES;
			power += (double)(out[i] * out[i]) / FRAMES;
		}
		CU_ASSERT(fabs(mean) < 0.03);
		CU_ASSERT(power > 0.01 && power < 0.5);
	}
}

static void strings(void)
{
	static const char *const names[] = {"pluck", "waveguide"};
	static const float hz[] = {41.2f, 110, 261.626f, 440, 1318.51f, 3520};
	double worst = 0;

	for (int r = 0; r < 4; r++)
		for (int k = 0; k < 2; k++)
			for (int f = 0; f < 6; f++) {
				float p[] = {hz[f], 0.1f, 0.13f};
				int n = (int)(rates[r] * 8 / (double)hz[f]);
				double off;

				n = n < 8192 ? 8192 : n;
				ugen_play(names[k], rates[r], p, NULL, NULL,
					  out, 4 * n);
				off = cents_off(out + n, n, n, rates[r],
						(double)hz[f]);
				worst = fmax(worst, fabs(off));
				CU_ASSERT(fabs(off) < 1);
			}
	if (getenv("FIGURES"))
		printf("     strings: %.3f cents\n", worst);
}

static float loudest(int from, int to)
{
	float most = 0;

	for (int i = from; i < to; i++)
		most = fmaxf(most, fabsf(out[i]));
	return most;
}

/* A rise strikes, again and again; between, they fade by themselves. */
static void drums(void)
{
	static const char *const names[] = {"superkick", "supersnare",
					    "superhat", "pluck"};

	for (int i = 0; i < FRAMES; i++)
		gates[i] = i >= 1000 && i % 150000 < 140000;
	for (int k = 0; k < 4; k++) {
		ugen_play(names[k], 48000, NULL, NULL, gates, out, FRAMES);
		CU_ASSERT_EQUAL(loudest(0, 1000), 0);
		CU_ASSERT(loudest(1000, 3000) > 0.2f);
		CU_ASSERT(loudest(1000, 3000) < 2);
		CU_ASSERT(loudest(145000, 150000) < 1e-3f);
		CU_ASSERT(loudest(150000, 152000) > 0.2f);
	}
}

static float input[FRAMES];

/* The power within 30 Hz, as lines half a hertz apart: 96000 frames at 48 kHz.
 */
static double power_near(const float *x, double hz)
{
	double sum = 0;

	for (int k = -60; k <= 60; k++)
		sum += pow(line(x, 96000, 48000, hz + k * 0.5, NULL), 2);
	return sum / 3;
}

static double power_of(const float *x, int n)
{
	double sum = 0;

	for (int i = 0; i < n; i++)
		sum += (double)(x[i] * x[i]) / n;
	return sum;
}

/* The octave is there, the input is not; the windows pulse at 20 Hz. */
static void shifted(void)
{
	static const float up[] = {12};
	const float *in[] = {input};

	for (int i = 0; i < FRAMES; i++)
		input[i] = (float)sin(2 * M_PI * 500 * i / 48000);
	CU_ASSERT(ugen_play("pitch_shift", 48000, up, in, NULL, out, 120000));
	CU_ASSERT(power_of(out + 9600, 96000) > 0.15);
	CU_ASSERT(power_near(out + 9600, 1000) >
		  0.9 * power_of(out + 9600, 96000));
	CU_ASSERT(line(out + 9600, 96000, 48000, 500, NULL) < 0.01);
}

/* Each formant passes as loud as it is said, what lies between does not. */
static void vowels(void)
{
	static const float a[] = {0};
	static const float wide[] = {500, 1500, 4000, 50, 50, 50};

	CU_ASSERT_DOUBLE_EQUAL(ugen_gain("vowel", 48000, a, 730), 2, 0.2);
	CU_ASSERT(ugen_gain("vowel", 48000, a, 1700) < 0.3);
	for (int r = 0; r < 4; r++) {
		CU_ASSERT_DOUBLE_EQUAL(
		    ugen_gain("formant", rates[r], wide, 500), 2, 0.1);
		CU_ASSERT_DOUBLE_EQUAL(
		    ugen_gain("formant", rates[r], wide, 4000), 0.7, 0.05);
	}
}

static void additives(void)
{
	static const float p[18] = {300, 3, 1, 0, 0.25f};

	CU_ASSERT(ugen_play("additive", 48000, p, NULL, NULL, out, 48000));
	CU_ASSERT_DOUBLE_EQUAL(line(out, 48000, 48000, 300, NULL), 1, 1e-3);
	CU_ASSERT(line(out, 48000, 48000, 600, NULL) < 1e-4);
	CU_ASSERT_DOUBLE_EQUAL(line(out, 48000, 48000, 900, NULL), 0.25, 1e-3);
}

/* Grains of a sine are about as loud, at the pitch asked. */
static void grains(void)
{
	static const float p[] = {200, 1, 2};
	const float *in[] = {input};
	double power, near;

	for (int i = 0; i < FRAMES; i++)
		input[i] = (float)sin(2 * M_PI * 500 * i / 48000);
	CU_ASSERT(ugen_play("granular", 48000, p, in, NULL, out, 240000));
	power = power_of(out + 96000, 96000);
	near = power_near(out + 96000, 1000);
	if (getenv("FIGURES"))
		printf("     grains: power %.3f, near %.3f\n", power, near);
	CU_ASSERT(power > 0.1 && power < 1.5);
	CU_ASSERT(near > power * 0.8);
	CU_ASSERT(line(out + 96000, 96000, 48000, 500, NULL) < 0.02);
}

static void vocodes(void)
{
	static const float p[] = {16};
	const float *in[] = {input, gates};

	for (int i = 0; i < 96000; i++) {
		input[i] = (float)sin(2 * M_PI * 1000 * i / 48000);
		gates[i] = (float)(i % 480) / 240 - 1;
	}
	CU_ASSERT(ugen_play("vocoder", 48000, p, in, NULL, out, 96000));
	if (getenv("FIGURES"))
		printf("     vocoder: 1000 Hz %.4f, 5000 Hz %.5f\n",
		       line(out + 48000, 48000, 48000, 1000, NULL),
		       line(out + 48000, 48000, 48000, 5000, NULL));
	CU_ASSERT(line(out + 48000, 48000, 48000, 1000, NULL) >
		  20 * line(out + 48000, 48000, 48000, 5000, NULL));
	CU_ASSERT(line(out + 48000, 48000, 48000, 1000, NULL) > 0.02);
}

static CU_TestInfo tests[] = {
    {"oscillators keep their pitch to a tenth of a cent", pitch},
    {"an offset is in semitones", semitones},
    {"oscillators have no aliases above -60 dB", alias},
    {"a blip is the sum of its harmonics", harmonics},
    {"noises fall as they should, and have no mean", slopes},
    {"strings are in tune to a cent", strings},
    {"each rise of the gate strikes, and it fades by itself", drums},
    {"a pitch shifter shifts the pitch", shifted},
    {"formants are where they are said to be", vowels},
    {"harmonics are as loud as they are said to be", additives},
    {"grains play at the pitch asked", grains},
    {"a vocoder speaks where its modulator does", vocodes},
    CU_TEST_INFO_NULL,
};

const struct suite suite_ugen_source = {"dsp/ugen_source", tests};
