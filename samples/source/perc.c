/* Shakers, hand drums and wood. */
#include "samples/source/synth.h"

/* p: centre, attack seconds, decay, grains a second */
static void shaker(struct take *t, const double *p)
{
	struct filter f = {0}, h = {0};
	double grain = 0;

	for (int i = 0; i < t->n; i++) {
		double s = at(i), env = rise(s, p[1]) * decay(s - p[1], p[2]);

		if (s < p[1])
			env = rise(s, p[1]) * rise(s, p[1]);
		if (noise(t) * 0.5 + 0.5 < p[3] / RATE)
			grain = 1;
		grain *= 0.994;
		t->left[i] =
		    (float)(highpass(&h, bandpass(&f, noise(t), p[0], 0.9),
				     p[0] * 0.5, 0.7) *
			    env * (0.35 + grain) * 2);
	}
}

/* p: pitch, how much the pitch moves, over how many seconds, decay, slap,
 * share of the upper modes */
static void hand(struct take *t, const double *p)
{
	static const double mode[5] = {1, 2.0, 3.01, 4.0, 5.1};
	double phase[5] = {0};
	struct filter f = {0};

	for (int i = 0; i < t->n; i++) {
		double s = at(i), x = 0,
		       hz = p[0] * (1 + p[1] * decay(s, p[2]));

		for (int k = 0; k < 5; k++)
			x += sin(TAU * run(&phase[k], hz * mode[k])) *
			     pow(p[5], k) * decay(s, p[3] / (1 + 0.7 * k));
		x += bandpass(&f, noise(t), p[0] * 8, 0.9) * decay(s, 0.025) *
		     p[4];
		t->left[i] = (float)(tanh(x) * rise(s, 0.0007));
	}
}

/* The low drum whose pitch is pressed upwards after the stroke.
 * p: pitch, rise (times), seconds of the rise, decay */
static void bayan(struct take *t, const double *p)
{
	double a = 0, b = 0;

	for (int i = 0; i < t->n; i++) {
		double s = at(i), up = rise(s, p[2]);
		double hz = p[0] * (1 + p[1] * up * up * (3 - 2 * up));
		double x = sin(TAU * run(&a, hz)) * decay(s, p[3]);

		x += 0.3 * sin(TAU * run(&b, hz * 1.5)) * decay(s, p[3] * 0.3);
		t->left[i] = (float)(tanh(1.5 * x) * rise(s, 0.001));
	}
}

/* p: pitch, second mode, decay, q of the knock */
static void wood(struct take *t, const double *p)
{
	struct filter f = {0};
	double a = 0, b = 0;

	for (int i = 0; i < t->n; i++) {
		double s = at(i);
		double x = sin(TAU * run(&a, p[0])) * decay(s, p[2]) +
			   0.5 * sin(TAU * run(&b, p[0] * p[1])) *
			       decay(s, p[2] * 0.5);

		x += bandpass(&f, noise(t), p[0] * 2, p[3]) * decay(s, 0.01);
		t->left[i] = (float)(x * rise(s, 0.0004));
	}
}

/* p: pitch of the jingles, decay, hits */
static void tambourine(struct take *t, const double *p)
{
	static const double jingle[5] = {1, 1.27, 1.61, 2.05, 2.49};
	double phase[5] = {0};
	struct filter h = {0};

	for (int i = 0; i < t->n; i++) {
		double s = at(i), x = 0, env = decay(s, p[1]);

		for (int k = 1; k < (int)p[2]; k++)
			env += 0.6 * decay(s - 0.028 * k, p[1] * 0.6);
		for (int k = 0; k < 5; k++)
			x += square(&phase[k], p[0] * jingle[k], 0.5);
		x = highpass(&h, x * 0.12 + noise(t) * 0.5, 5500, 0.8);
		t->left[i] = (float)(x * env);
	}
}

const struct voice voices_perc[] = {
    {"shaker", 0.16, shaker, {6500, 0.03, 0.12, 2500}},
    {"shaker", 0.12, shaker, {8000, 0.015, 0.08, 4000}},
    {"shaker", 0.25, shaker, {5000, 0.06, 0.18, 1800}},
    {"tabla", 0.7, hand, {310, 0.02, 0.1, 0.65, 0.3, 0.62}},
    {"tabla", 0.5, hand, {330, 0.03, 0.05, 0.4, 0.6, 0.8}},
    {"tabla", 0.25, hand, {290, 0.05, 0.02, 0.14, 0.9, 0.5}},
    {"tabla", 0.9, bayan, {78, 0.45, 0.22, 0.85}},
    {"tabla", 0.5, bayan, {92, 0.15, 0.1, 0.45}},
    {"tabla", 1.0, bayan, {70, 0.9, 0.45, 0.95}},
    {"perc", 0.2, wood, {980, 2.43, 0.09, 3}},
    {"perc", 0.2, wood, {1310, 2.43, 0.07, 3}},
    {"perc", 0.15, wood, {2480, 1.51, 0.06, 6}},
    {"perc", 0.5, hand, {215, 0.12, 0.08, 0.4, 0.7, 0.4}},
    {"perc", 0.35, hand, {340, 0.1, 0.06, 0.25, 0.9, 0.4}},
    {"perc", 0.25, hand, {420, 0.1, 0.04, 0.18, 1.2, 0.5}},
    {"conga", 0.55, hand, {165, 0.08, 0.08, 0.45, 0.5, 0.35}},
    {"conga", 0.45, hand, {220, 0.08, 0.06, 0.35, 0.7, 0.35}},
    {"conga", 0.25, hand, {250, 0.12, 0.03, 0.15, 1.4, 0.55}},
    {"tamb", 0.35, tambourine, {3100, 0.2, 3}},
    {"tamb", 0.2, tambourine, {3300, 0.12, 1}},
    {"tamb", 0.5, tambourine, {2900, 0.3, 5}},
    {0},
};
