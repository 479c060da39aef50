/* The limiters of scopes and of the master. */
#include "dsp/limiter.h"
#include "tests/dsp/rig.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SPAN = 48, FINE = 16, MOST = 1 << 14 };

#define PI 3.14159265358979

/* The loudest that a perfect reconstruction of x[from..to) gets, by windowed
 * sines of SPAN samples to each side. */
static double true_peak_of(const float *x, uint32_t from, uint32_t to)
{
	static double kernel[FINE][2 * SPAN];
	double most = 0;

	for (int p = 0; p < FINE; p++)
		for (int k = 0; k < 2 * SPAN; k++) {
			double t = k - SPAN + 1 - (double)p / FINE;
			double w = 0.5 + 0.5 * cos(PI * t / (SPAN + 1));

			kernel[p][k] = t == 0 ? 1 : sin(PI * t) / (PI * t) * w;
		}
	for (uint32_t i = from + SPAN; i + SPAN < to; i++)
		for (int p = 0; p < FINE; p++) {
			double sum = 0;

			for (int k = 0; k < 2 * SPAN; k++)
				sum += kernel[p][k] *
				       (double)x[i + (uint32_t)k - SPAN + 1];
			most = fmax(most, fabs(sum));
		}
	return most;
}

static void play_file(struct rig *r, float (*shape)(int i, double f), double f,
		      double gain)
{
	struct message m = rig_voice(r, 64);

	for (int i = -RIG_GUARD; i < RIG_FILE + RIG_GUARD; i++)
		r->file[i] = shape(i, f);
	m.voice.gate = (float)gain;
	rig_send(r, &m);
	rig_run(r, RIG_FILE);
}

static float sine(int i, double f)
{
	return (float)sin(2 * PI * f * i + PI / 4);
}

/* Bursts of a chord, which come and go. */
static float chord(int i, double f)
{
	double x = sin(2 * PI * f * i) + sin(2 * PI * f * 1.26 * i) +
		   sin(2 * PI * f * 1.5 * i);

	return (float)(x / 3 * exp(-(i % 3000) / 700.0));
}

/* Band-limited steps. */
static float square(int i, double f)
{
	double x = 0;

	for (int k = 1; k * f < 0.4; k += 2)
		x += sin(2 * PI * f * k * i) / k;
	return (float)x;
}

static float noise(int i, double f)
{
	static unsigned seed = 7;
	static double low;

	(void)i;
	seed = seed * 1664525 + 1013904223;
	low += f * ((double)(seed >> 8) / (1 << 23) - 1 - low);
	return (float)low;
}

/* In dB over full scale, the worst of all; that of white noise lies close to
 * half the rate, where no short filter sees it. */
static void ceiling(void)
{
	static const struct {
		float (*shape)(int i, double f);
		double f;
	} cases[] = {{sine, 0.25},   {sine, 0.2},   {sine, 0.3331},
		     {sine, 0.36},   {sine, 0.01},  {sine, 0.125},
		     {chord, 0.02},  {chord, 0.09}, {square, 0.003},
		     {square, 0.01}, {noise, 0.6},  {noise, 0.1}};
	double worst = -100, wild = -100;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		for (int gain = 1; gain <= 16; gain *= 4) {
			struct rig *r = rig_new(0);
			double db;

			play_file(r, cases[i].shape, cases[i].f, gain * 1.2);
			for (uint32_t k = 0; k < r->n; k++)
				CU_ASSERT(fabsf(r->left[k]) <= 1);
			db = 20 * log10(true_peak_of(r->left, 0, MOST));
			if (cases[i].shape == noise)
				wild = fmax(wild, db);
			else
				worst = fmax(worst, db);
			rig_free(r);
		}
	printf("     limiter: true peak at most %+.2f dB, of white noise "
	       "%+.2f dB\n",
	       worst, wild);
	CU_ASSERT(worst < 0.2);
	CU_ASSERT(wild < 0.9);
}

/* Sines whose samples are far below what they reach between them. */
static void below(void)
{
	static const double f[] = {0.25, 0.1, 0.0577 / 2 / PI, 0.3, 0.2, 0.35};
	int changed = 0;

	for (size_t k = 0; k < sizeof(f) / sizeof(*f); k++) {
		struct rig *r = rig_new(0);

		/* Silent ends: the onset would overshoot. */
		for (int i = 0; i < RIG_FILE; i++)
			r->file[i] = 0.998f * sine(i, f[k]) *
				     (float)sin(PI * i / RIG_FILE);
		struct message m = rig_voice(r, 64);

		rig_send(r, &m);
		rig_run(r, RIG_FILE);
		for (int i = 60; i < RIG_FILE - 100; i++)
			changed += r->left[64 + i] != r->file[i];
		rig_free(r);
	}
	CU_ASSERT_EQUAL(changed, 0);
}

/* A scope far too loud on the left, another on the right: its bits stay. */
static void apart(void)
{
	struct rig *r = rig_new(0);
	struct message s = {.kind = MSG_STRIP, .slot = 1}, m;
	int changed = 0;

	for (int i = 0; i < RIG_FILE; i++)
		r->file[i] = 0.5f * sine(i, 0.01);
	s.strip.gain = 1;
	s.strip.mix = 5;
	s.strip.owner = 1;
	rig_send(r, &s);
	m = rig_voice(r, 64);
	m.voice.gate = 30;
	m.voice.gain_right = 0;
	rig_send(r, &m);
	m = rig_voice(r, 64);
	m.slot = 1;
	m.voice.gain_left = 0;
	rig_send(r, &m);
	rig_run(r, RIG_FILE);
	for (int i = 60; i < RIG_FILE - 100; i++)
		changed += r->right[64 + i] != r->file[i];
	CU_ASSERT_EQUAL(changed, 0);
	rig_free(r);
}

/* Both at full scale on one side: the sum is limited, and each still counts. */
static void together(void)
{
	struct rig *r = rig_new(0);
	struct message s = {.kind = MSG_STRIP, .slot = 1}, m;
	double most;

	for (int i = 0; i < RIG_FILE; i++)
		r->file[i] = sine(i, 0.21);
	s.strip.gain = 1;
	s.strip.mix = 5;
	s.strip.owner = 1;
	rig_send(r, &s);
	for (uint16_t slot = 0; slot < 2; slot++) {
		m = rig_voice(r, 64);
		m.slot = slot;
		m.voice.gate = 20;
		rig_send(r, &m);
	}
	rig_run(r, RIG_FILE);
	most = true_peak_of(r->left, 0, MOST);
	CU_ASSERT(most < 1.02 && most > 0.9);
	rig_free(r);
}

static void release(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m = rig_voice(r, 64);
	double before, after;

	for (int i = 0; i < RIG_FILE; i++)
		r->file[i] = i >= 2000 && i < 2010 ? 1 : 0.25f;
	m.voice.gate = 2;
	rig_send(r, &m);
	rig_run(r, RIG_FILE);
	before = (double)r->left[64 + 1900];
	after = (double)r->left[64 + 2010 + (int)(0.06 * 48000)];
	CU_ASSERT_DOUBLE_EQUAL(before, 0.5, 1e-6);
	/* After 60 ms it is back by 1 - 1/e. */
	CU_ASSERT_DOUBLE_EQUAL(1 - after / 0.5, (1 - 0.45) / 2.718, 0.03);
	rig_free(r);
}

static CU_TestInfo tests[] = {
    {"what leaves stays at full scale between its samples too", ceiling},
    {"what is below full scale between its samples passes bit for bit", below},
    {"a scope that is too loud leaves the others alone", apart},
    {"two scopes at full scale are limited together", together},
    {"the gain comes back in 60 ms", release},
    CU_TEST_INFO_NULL,
};

const struct suite suite_limiter = {"dsp/limiter", tests};
