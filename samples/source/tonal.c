/* Basses, plucks, pads and stabs. All sound a C unless they say otherwise, so
 * that `note` counts from there. */
#include "samples/source/synth.h"

#include <stdlib.h>

/* p: pitch, cutoff (times pitch), resonance, filter decay, decay, sub, drive,
 * 0 saw .. 1 square */
static void bass(struct take *t, const double *p)
{
	struct filter f = {0};
	double a = 0, b = 0, c = 0;

	for (int i = 0; i < t->n; i++) {
		double s = at(i);
		double x = (1 - p[7]) * saw(&a, p[0]) +
			   p[7] * square(&b, p[0] * 1.003, 0.5);

		x = 0.7 * x + p[5] * sin(TAU * run(&c, p[0]));
		x = lowpass(&f, x, p[0] * (1.5 + p[1] * decay(s, p[3])), p[2]);
		x = tanh(p[6] * x) / tanh(p[6]) * decay(s, p[4]);
		t->left[i] = (float)(x * rise(s, 0.002));
	}
}

/* A plucked string (Karplus and Strong, with a fractional delay and a loss
 * filter). p: pitch, seconds to fall by 60 dB, brightness 0..1, where it is
 * plucked 0..1, body resonance */
static void string(struct take *t, const double *p)
{
	double length = RATE / p[0] - 0.5 * (1 - p[2]), old = 0;
	double loss = pow(0.001, 1 / (p[0] * p[1]));
	int n = (int)length, pick = (int)(length * p[3]) + 1;
	double frac = length - n, *line = calloc((size_t)n + 2, sizeof(*line));
	struct filter f = {0}, body = {0};

	if (!line)
		abort();
	for (int i = 0; i < n; i++)
		line[i] = lowpass(&f, noise(t), 900 + 9000 * p[2], 0.6);
	for (int i = n - 1; i >= pick; i--)
		line[i] -= line[i - pick];
	for (int i = 0; i < t->n; i++) {
		double x = line[i % n], next = line[(i + 1) % n], y;

		y = x + frac * (next - x);
		y = old + (0.5 + 0.5 * p[2]) * (y - old);
		old = y;
		line[i % n] = y * loss;
		x += p[4] * bandpass(&body, x, 220, 1.2);
		t->left[i] = (float)(x * rise(at(i), 0.0004));
	}
	free(line);
}

/* Two operators. p: pitch, ratio, index, index decay, decay, second voice
 * detuned by cents */
static void bell(struct take *t, const double *p)
{
	double c = 0, m = 0, d = 0, e = 0, detune = pow(2, p[5] / 1200);

	for (int i = 0; i < t->n; i++) {
		double s = at(i), index = p[2] * decay(s, p[3]);
		double x =
		    sin(TAU * (run(&c, p[0]) +
			       index / TAU * sin(TAU * run(&m, p[0] * p[1]))));
		double y = sin(TAU * run(&d, p[0] * detune)) +
			   0.3 * sin(TAU * run(&e, p[0] * 2 / detune));

		x = (x + 0.4 * y) * decay(s, p[4]);
		t->left[i] = (float)(x * rise(s, 0.001));
	}
}

/* Many detuned saws in stereo under a slow filter.
 * p: pitch, detune in cents, attack, cutoff from, cutoff to, second note
 * (times), third note (times), how far they shine 0..1 */
static void pad(struct take *t, const double *p)
{
	struct filter fl = {0}, fr = {0};
	double phase[18], len = at(t->n);

	for (int k = 0; k < 18; k++)
		phase[k] = 0.5 + 0.5 * noise(t);
	for (int i = 0; i < t->n; i++) {
		double s = at(i), l = 0, r = 0, cut;
		double env = rise(s, p[2]) * rise(len - s, len * 0.4);

		for (int k = 0; k < 18; k++) {
			double note = k % 3 == 0 ? 1 : p[4 + k % 3];
			double off = (k / 3 - 2.5) * p[1] / 2.5;
			double x =
			    saw(&phase[k], p[0] * note * pow(2, off / 1200));

			*(k & 1 ? &l : &r) += x;
			*(k & 1 ? &r : &l) += 0.35 * x;
		}
		cut = p[3] + (p[4] - p[3]) * sin(3.14159 * s / len);
		t->left[i] = (float)(lowpass(&fl, l, cut, 0.9) * env);
		t->right[i] = (float)(lowpass(&fr, r, cut * 1.06, 0.9) * env);
	}
}

/* A chord that opens and shuts. p: pitch, three ratios, cutoff, decay,
 * resonance, drive */
static void stab(struct take *t, const double *p)
{
	struct filter fl = {0}, fr = {0};
	double phase[8] = {0, 0.3, 0.6, 0.9, 0.2, 0.5, 0.8, 0.1};

	for (int i = 0; i < t->n; i++) {
		double s = at(i), l = 0, r = 0, env = decay(s, p[5]), cut;

		for (int k = 0; k < 4; k++) {
			double hz = p[0] * (k ? p[k] : 1);

			l += saw(&phase[k], hz * 1.003);
			r += saw(&phase[k + 4], hz * 0.997);
		}
		cut = 200 + p[4] * decay(s, p[5] * 0.7);
		l = lowpass(&fl, l, cut, p[6]);
		r = lowpass(&fr, r, cut, p[6]);
		t->left[i] = (float)(tanh(p[7] * l) * env * rise(s, 0.002));
		t->right[i] = (float)(tanh(p[7] * r) * env * rise(s, 0.002));
	}
}

/* C major over an octave and a bit, as arpy-like banks have it. */
#define ARPY(hz)                                                               \
	{                                                                      \
		"arpy", 0.9, bell,                                             \
		{                                                              \
			hz, 2, 2.2, 0.25, 0.8, 6                               \
		}                                                              \
	}

const struct voice voices_tonal[] = {
    {"bass", 0.7, bass, {65.406, 14, 1.6, 0.25, 0.9, 0.6, 1.8, 0}},
    {"bass", 0.9, bass, {65.406, 6, 0.8, 0.3, 1.2, 1.0, 1.2, 1}},
    {"bass", 0.5, bass, {65.406, 24, 4.0, 0.15, 0.6, 0.4, 2.5, 0}},
    {"bass", 1.4, bass, {65.406, 2, 0.7, 0.2, 1.8, 1.4, 1.0, 0.5}},
    {"bassdm", 0.5, bass, {65.406, 30, 2.5, 0.08, 0.5, 0.8, 4.0, 0.3}},
    {"bassdm", 0.4, bass, {65.406, 18, 5.0, 0.12, 0.4, 0.5, 3.0, 1}},
    {"bassdm", 0.8, bass, {65.406, 10, 1.2, 0.5, 0.8, 1.0, 6.0, 0}},
    ARPY(261.626),
    ARPY(293.665),
    ARPY(329.628),
    ARPY(349.228),
    ARPY(391.995),
    ARPY(440.0),
    ARPY(493.883),
    ARPY(523.251),
    ARPY(587.330),
    ARPY(659.255),
    ARPY(783.991),
    {"pluck", 1.6, string, {130.813, 1.8, 0.5, 0.13, 0.6}},
    {"pluck", 1.2, string, {261.626, 1.2, 0.75, 0.21, 0.3}},
    {"pluck", 1.0, string, {130.813, 0.6, 0.3, 0.4, 1.2}},
    {"gtr", 2.4, string, {130.813, 3.2, 0.62, 0.11, 0.9}},
    {"gtr", 2.0, string, {196.0, 2.6, 0.7, 0.17, 0.7}},
    {"gtr", 0.5, string, {130.813, 0.25, 0.4, 0.08, 1.0}},
    {"casio", 0.8, bell, {261.626, 1, 1.4, 0.6, 0.9, 0}},
    {"casio", 0.8, bell, {261.626, 3, 1.1, 0.3, 0.8, 4}},
    {"casio", 1.2, bell, {261.626, 3.5, 2.4, 0.5, 1.3, 2}},
    {"pad", 4.0, pad, {130.813, 11, 0.9, 400, 2200, 1.5, 2.0, 0}},
    {"pad", 4.0, pad, {130.813, 16, 0.5, 900, 4200, 1.1892, 1.4983, 0}},
    {"pad", 5.0, pad, {65.406, 9, 1.4, 250, 1400, 1.4983, 2.0, 0}},
    {"stab", 0.6, stab, {130.813, 1.1892, 1.4983, 1.7818, 5000, 0.5, 1.6, 0.5}},
    {"stab", 0.4, stab, {130.813, 1.2599, 1.4983, 1.8877, 7500, 0.3, 1.1, 0.7}},
    {"stab", 0.9, stab, {130.813, 1.1892, 1.4142, 1.7818, 3200, 0.8, 3.0, 0.4}},
    {0},
};
