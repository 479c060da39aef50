/* Effects against what they promise: delay times, decays, aliases. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "tests/support/suite.h"
#include "tests/support/ugen_run.h"

static const double rates[] = {44100, 48000, 96000, 192000};

enum { RATES = 4 };

static float *floats(int n)
{
	return calloc((size_t)n, sizeof(float));
}

/* How late a sine of a 48th of the rate comes out of a delay, in frames, less
 * than 48. */
static double late(double rate, float seconds)
{
	int n = (int)(rate * ((double)seconds + 0.02)) / 48 * 48 + 960;
	float params[] = {seconds, 0, 1}, *x = floats(n), *y = floats(n);
	const float *in[] = {x};
	double re = 0, im = 0, w = 2 * M_PI / 48;

	for (int i = 0; i < n; i++)
		x[i] = (float)sin(w * i);
	CU_ASSERT(ugen_play("delay", rate, params, in, NULL, y, n));
	for (int i = n - 480; i < n; i++) {
		re += (double)y[i] * sin(w * i);
		im -= (double)y[i] * cos(w * i);
	}
	free(x);
	free(y);
	return atan2(im, re) / w;
}

static void times(void)
{
	static const float seconds[] = {0.0003f, 0.00123f, 0.0101f, 0.25f,
					0.333f};
	double worst = 0;

	for (int r = 0; r < RATES; r++)
		for (int i = 0; i < 5; i++) {
			double want = (double)seconds[i] * rates[r];
			double off = late(rates[r], seconds[i]) - want;

			off -= 48 * round(off / 48);
			worst = fmax(worst, fabs(off));
		}
	printf("     delay: off by at most %.5f frames\n", worst);
	CU_ASSERT(worst < 0.01);
}

static void echoes(void)
{
	enum { N = 4096, T = 480 };
	static const float params[] = {0.01f, 0.5f, 1};
	static float x[N] = {1}, y[N];
	const float *in[] = {x};

	CU_ASSERT(ugen_play("delay", 48000, params, in, NULL, y, N));
	for (int k = 1; k < 8; k++)
		CU_ASSERT_DOUBLE_EQUAL(y[k * T], pow(0.5, k - 1), 1e-3);
	CU_ASSERT_DOUBLE_EQUAL(y[T / 2], 0, 1e-6);
}

/* Seconds until 60 dB are gone: from -5 and -35 dB of what is left of the
 * response to an impulse (Schroeder). */
static double decay_of(const char *name, double rate, const float *params,
		       double about)
{
	int n = (int)(rate * (1.2 * about + 0.3)), at5, at35;
	float *x = floats(n), *y = floats(n);
	const float *in[] = {x};
	double sum = 0, all, left;

	x[0] = 1;
	CU_ASSERT(ugen_play(name, rate, params, in, NULL, y, n));
	for (int i = 1; i < n; i++)
		sum += (double)y[i] * (double)y[i];
	all = left = sum;
	for (at5 = 1; at5 < n && left > all * pow(10, -0.5); at5++)
		left -= (double)y[at5] * (double)y[at5];
	for (at35 = at5; at35 < n && left > all * pow(10, -3.5); at35++)
		left -= (double)y[at35] * (double)y[at35];
	free(x);
	free(y);
	return 2 * (at35 - at5) / rate;
}

static void decays(const char *name, float *params, int which,
		   const float *values, double (*asked)(float))
{
	double worst = 0;

	for (int r = 0; r < RATES; r++)
		for (int i = 0; i < 4; i++) {
			double want = asked(values[i]), got;

			params[which] = values[i];
			got = decay_of(name, rates[r], params, want);
			if (fabs(got / want - 1) > 0.1)
				printf("     %s %g at %g Hz: %.3f s, not "
				       "%.3f\n",
				       name, (double)values[i], rates[r], got,
				       want);
			worst = fmax(worst, fabs(got / want - 1));
		}
	printf("     %s: decay off by at most %.1f %%\n", name, worst * 100);
	CU_ASSERT(worst < 0.1);
}

static double of_room(float room)
{
	return -0.0924 / log10(0.7 + 0.28 * (double)room);
}

static double as_asked(float seconds)
{
	return (double)seconds;
}

static void rooms(void)
{
	static const float room[] = {0, 0.5f, 0.8f, 1};
	float params[] = {0, 0, 1};

	decays("reverb", params, 0, room, of_room);
}

static const float seconds[] = {0.5f, 1, 2, 5};

static void plates(void)
{
	float params[] = {0, 0, 0.7f, 0, 0.3f, 1};

	decays("plate", params, 1, seconds, as_asked);
}

static void networks(void)
{
	float lush[] = {0, 0.7f, 0, 0.3f, 0.2f, 0, 1, 0};

	decays("lush", lush, 0, seconds, as_asked);
}

static void halls(void)
{
	float params[] = {1, 0};

	decays("reverb_stereo", params, 1, seconds, as_asked);
}

/* Where its first echo stands, in frames, by the sum of what is around it. */
static double first_echo(const char *name, double rate, const float *params,
			 double about)
{
	int n = (int)(2 * about);
	float *x = floats(n), *y = floats(n);
	const float *in[] = {x, x};
	double sum = 0, at = 0;

	x[0] = 1;
	CU_ASSERT(ugen_play(name, rate, params, in, NULL, y, n));
	for (int i = (int)about - 20; i < (int)about + 20; i++) {
		sum += (double)y[i];
		at += (double)y[i] * i;
	}
	free(x);
	free(y);
	return at / sum;
}

static void taps(void)
{
	static const float multitap[] = {0.25f, 2, 0, 1};
	static const float pingpong[] = {0.1f, 0, 1, 0, 1};

	for (int r = 0; r < RATES; r++) {
		CU_ASSERT_DOUBLE_EQUAL(first_echo("multitap", rates[r],
						  multitap, 0.125 * rates[r]),
				       0.125 * rates[r], 0.01);
		CU_ASSERT_DOUBLE_EQUAL(
		    first_echo("pingpong", rates[r], pingpong, 0.1 * rates[r]),
		    0.1 * rates[r], 0.01);
	}
}

/* The loudest of what is no harmonic of 5 kHz, against 5 kHz, in dB. */
static double alias(double rate, int period)
{
	enum { N = 8192 };
	static const float params[] = {10, 1};
	static float x[N], y[N];
	const float *in[] = {x};
	double most = 0, first = 0;

	for (int i = 0; i < N; i++)
		x[i] = (float)sin(2 * M_PI * 5000 * (i % period) / rate);
	CU_ASSERT(ugen_play("distort", rate, params, in, NULL, y, N));
	for (int k = 1; k < period / 2; k++) {
		double hz = k * rate / period, re = 0, im = 0, level;
		double odd = hz / 10000 - 0.5;

		for (int i = 4096; i < 4096 + period; i++) {
			re += (double)y[i] * cos(2 * M_PI * k * i / period);
			im += (double)y[i] * sin(2 * M_PI * k * i / period);
		}
		level = hypot(re, im);
		if (fabs(hz - 5000) < 1)
			first = level;
		else if (fabs(odd - round(odd)) > 1e-3)
			most = fmax(most, level);
	}
	return 20 * log10(most / first);
}

static void aliases(void)
{
	double a = alias(44100, 441), b = alias(48000, 48);

	printf("     distort: aliases of 5 kHz at %.1f and %.1f dB\n", a, b);
	CU_ASSERT(a < -60);
	CU_ASSERT(b < -60);
}

/* 1000 Hz from 48000: each frame 48 times. */
static void decimates(void)
{
	enum { N = 4800 };
	static const float params[] = {24, 1000};
	static float x[N], y[N];
	const float *in[] = {x};
	int changes = 0;

	for (int i = 0; i < N; i++)
		x[i] = (float)i / N;
	CU_ASSERT(ugen_play("bitcrush", 48000, params, in, NULL, y, N));
	for (int i = 1; i < N; i++)
		changes += y[i] != y[i - 1];
	CU_ASSERT_EQUAL(changes, N / 48 - 1);
}

static CU_TestInfo tests[] = {
    {"a delay's time is right to 0.01 frame", times},
    {"its echoes are as loud as the feedback says", echoes},
    {"a room's time is that of its size", rooms},
    {"a plate dies away in the time asked for", plates},
    {"a network dies away in the time asked for", networks},
    {"a stereo hall dies away in the time asked for", halls},
    {"taps stand where they are asked for", taps},
    {"distortion has no aliases", aliases},
    {"bitcrush takes as many frames as its rate", decimates},
    CU_TEST_INFO_NULL,
};

const struct suite suite_fx = {"dsp/fx", tests};
