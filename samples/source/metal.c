/* Hats, cymbals and bells. */
#include "samples/source/synth.h"

/* Six squares out of tune with each other: the metal of analogue drum
 * machines. */
static double plate(double phase[6], double hz)
{
	static const double ratio[6] = {1,	1.342, 1.4871,
					1.6532, 1.962, 2.6379};
	double x = 0;

	for (int k = 0; k < 6; k++)
		x += square(&phase[k], hz * ratio[k], 0.5);
	return x / 6;
}

/* p: pitch of the plate, highpass, decay, share of noise, attack seconds */
static void hat(struct take *t, const double *p)
{
	struct filter h = {0}, g = {0};
	double phase[6] = {0, 0.21, 0.43, 0.64, 0.1, 0.87};

	for (int i = 0; i < t->n; i++) {
		double s = at(i), x = plate(phase, p[0]) * (1 - p[3]) * 1.8;

		x += noise(t) * p[3] * 0.8;
		x = highpass(&h, x, p[1], 0.9);
		x = highpass(&g, x, p[1] * 0.8, 0.7);
		x *= 0.75 * decay(s, p[2]) + 0.4 * decay(s, p[2] * 0.2);
		t->left[i] = (float)(x * rise(s, p[4]));
	}
}

/* p: lowest partial, number of partials, decay, bell, brightness */
static void cymbal(struct take *t, const double *p)
{
	double phase[48] = {0}, hz[48], long_[48];
	struct filter f = {0};
	int n = (int)p[1];

	for (int k = 0; k < n; k++) {
		double r = 0.5 + 0.5 * noise(t);

		hz[k] = p[0] * pow(1.11, k) * (1 + 0.05 * r);
		long_[k] = p[2] * (0.35 + 0.9 * r) * pow(0.985, k);
		phase[k] = r;
	}
	for (int i = 0; i < t->n; i++) {
		double s = at(i), x = 0, y = 0, air;

		for (int k = 0; k < n; k++) {
			double v =
			    sin(TAU * run(&phase[k], fmin(hz[k], 17000)));

			v *= decay(s, long_[k]) * (k == 3 ? 1 + p[3] : 1);
			if (k % 2)
				x += v;
			else
				y += v;
		}
		air = highpass(&f, noise(t), 6000, 0.7) * decay(s, p[2] * 0.5);
		air *= p[4] * rise(s, 0.002);
		t->left[i] = (float)((x + 0.6 * y) / n * 2 + air);
		t->right[i] = (float)((y + 0.6 * x) / n * 2 + air);
	}
}

/* p: two pitches, decay, q */
static void cowbell(struct take *t, const double *p)
{
	struct filter f = {0};
	double a = 0, b = 0;

	for (int i = 0; i < t->n; i++) {
		double s = at(i),
		       x = square(&a, p[0], 0.5) + square(&b, p[1], 0.5);

		x = bandpass(&f, x, p[1] * 1.1, p[3]);
		x *= 0.5 * decay(s, p[2]) + 0.7 * decay(s, 0.06);
		t->left[i] = (float)x;
	}
}

const struct voice voices_metal[] = {
    {"hh", 0.12, hat, {420, 7200, 0.07, 0.45, 0.0005}},
    {"hh", 0.09, hat, {530, 8200, 0.045, 0.7, 0.0005}},
    {"hh", 0.2, hat, {380, 6500, 0.13, 0.35, 0.0008}},
    {"hh", 0.07, hat, {610, 9500, 0.03, 0.9, 0.0003}},
    {"oh", 0.6, hat, {420, 7000, 0.55, 0.4, 0.001}},
    {"oh", 0.8, hat, {500, 7800, 0.75, 0.65, 0.001}},
    {"oh", 0.45, hat, {370, 6200, 0.4, 0.3, 0.001}},
    {"808oh", 0.5, hat, {400, 6800, 0.45, 0.1, 0.001}},
    {"808oh", 0.8, hat, {400, 6800, 0.8, 0.1, 0.001}},
    {"808oh", 0.35, hat, {400, 6800, 0.3, 0.1, 0.001}},
    {"cr", 2.4, cymbal, {310, 40, 2.2, 0.2, 0.5}},
    {"cr", 1.7, cymbal, {420, 36, 1.5, 0.1, 0.8}},
    {"cr", 3.0, cymbal, {260, 42, 3.0, 0.3, 0.35}},
    {"ride", 1.6, cymbal, {380, 30, 1.7, 2.0, 0.12}},
    {"ride", 1.4, cymbal, {460, 26, 1.4, 5.0, 0.08}},
    {"ride", 2.0, cymbal, {340, 34, 2.2, 1.0, 0.2}},
    {"cb", 0.4, cowbell, {540, 800, 0.35, 1.6}},
    {"cb", 0.3, cowbell, {587, 845, 0.22, 2.2}},
    {"cb", 0.6, cowbell, {435, 655, 0.55, 1.4}},
    {0},
};
