/* Kicks, snares, claps, rims and toms. */
#include "samples/source/synth.h"

/* p: pitch at the end, pitch sweep (times), sweep seconds, decay seconds,
 * drive, click. */
static void kick(struct take *t, const double *p)
{
	struct filter f = {0};
	double phase = 0;

	for (int i = 0; i < t->n; i++) {
		double s = at(i), hz = p[0] * (1 + p[1] * decay(s, p[2]));
		double body = sin(TAU * run(&phase, hz)) * decay(s, p[3]);
		double click =
		    lowpass(&f, noise(t), 5000, 0.7) * decay(s, 0.012) * p[5];

		body *= rise(s, 0.0008);
		t->left[i] = (float)(tanh((body + click) * p[4]) / tanh(p[4]));
	}
}

/* p: shell pitch, shell decay, snare decay, snare share, centre of the noise,
 * snap. */
static void snare(struct take *t, const double *p)
{
	struct filter low = {0}, high = {0};
	double a = 0, b = 0;

	for (int i = 0; i < t->n; i++) {
		double s = at(i), bend = 1 + 0.5 * decay(s, 0.03);
		double shell = sin(TAU * run(&a, p[0] * bend)) +
			       0.6 * sin(TAU * run(&b, p[0] * 1.83 * bend));
		double wires = highpass(&high, noise(t), 900, 0.7);

		wires = wires * 0.5 + bandpass(&low, wires, p[4], 0.8) * 1.6;
		t->left[i] = (float)tanh(
		    1.4 *
		    (shell * (1 - p[3]) * decay(s, p[1]) +
		     wires * p[3] * (decay(s, p[2]) + p[5] * decay(s, 0.02))));
	}
}

/* p: centre, q, spread of the hands in seconds, tail decay, number of hands */
static void clap(struct take *t, const double *p)
{
	struct filter f = {0}, h = {0};

	for (int i = 0; i < t->n; i++) {
		double s = at(i), env = 0, x;

		for (int k = 0; k < (int)p[4]; k++) {
			double from = k * p[2] * (1 + 0.13 * (k % 3));

			env =
			    fmax(env, decay(s - from, 0.02) * (0.7 + 0.1 * k));
		}
		env += decay(s - p[4] * p[2], p[3]) * 0.8;
		x = bandpass(&f, noise(t), p[0], p[1]);
		t->left[i] = (float)(highpass(&h, x, 500, 0.7) * env * 2);
	}
}

/* p: two pitches, decay, click */
static void rim(struct take *t, const double *p)
{
	struct filter f = {0};
	double a = 0, b = 0;

	for (int i = 0; i < t->n; i++) {
		double s = at(i);
		double x =
		    sin(TAU * run(&a, p[0])) * decay(s, p[2]) +
		    0.7 * sin(TAU * run(&b, p[1])) * decay(s, p[2] * 0.6);

		x += highpass(&f, noise(t), 2500, 0.7) * decay(s, 0.006) * p[3];
		t->left[i] = (float)tanh(1.5 * x);
	}
}

/* p: pitch, bend, decay, skin */
static void tom(struct take *t, const double *p)
{
	struct filter f = {0};
	double a = 0, b = 0;

	for (int i = 0; i < t->n; i++) {
		double s = at(i), bend = 1 + p[1] * decay(s, p[2] * 0.5);
		double x = sin(TAU * run(&a, p[0] * bend)) * decay(s, p[2]);

		x += 0.35 * sin(TAU * run(&b, p[0] * 1.59 * bend)) *
		     decay(s, p[2] * 0.4);
		x += bandpass(&f, noise(t), p[0] * 9, 0.8) * decay(s, 0.05) *
		     p[3];
		t->left[i] = (float)(tanh(1.3 * x) * rise(s, 0.0006));
	}
}

const struct voice voices_drums[] = {
    {"bd", 0.45, kick, {52, 5.5, 0.09, 0.45, 1.6, 0.35}},
    {"bd", 0.9, kick, {45, 2.2, 0.06, 0.95, 1.1, 0.1}},
    {"bd", 0.32, kick, {60, 7.5, 0.06, 0.3, 3.0, 0.6}},
    {"bd", 0.4, kick, {66, 1.6, 0.04, 0.35, 1.2, 0.8}},
    {"bd", 0.5, kick, {49, 9, 0.12, 0.5, 5.0, 0.2}},
    {"808bd", 1.4, kick, {43, 1.4, 0.05, 1.5, 1.0, 0.05}},
    {"808bd", 0.8, kick, {50, 1.4, 0.05, 0.8, 1.0, 0.1}},
    {"808bd", 2.2, kick, {38, 1.2, 0.06, 2.4, 1.3, 0.05}},
    {"sn", 0.3, snare, {185, 0.14, 0.24, 0.62, 3200, 0.4}},
    {"sn", 0.28, snare, {210, 0.1, 0.18, 0.7, 4800, 0.6}},
    {"sn", 0.45, snare, {165, 0.2, 0.42, 0.55, 2300, 0.3}},
    {"sn", 0.18, snare, {250, 0.08, 0.1, 0.5, 5500, 0.9}},
    {"cp", 0.45, clap, {1150, 1.6, 0.011, 0.32, 3}},
    {"cp", 0.35, clap, {1500, 2.2, 0.009, 0.2, 4}},
    {"cp", 0.7, clap, {950, 1.2, 0.014, 0.65, 3}},
    {"rim", 0.08, rim, {1720, 480, 0.035, 0.4}},
    {"rim", 0.07, rim, {2300, 640, 0.025, 0.6}},
    {"rim", 0.12, rim, {1300, 390, 0.06, 0.3}},
    {"lt", 0.6, tom, {82, 0.5, 0.55, 0.3}},
    {"lt", 0.8, tom, {72, 0.25, 0.8, 0.1}},
    {"lt", 0.4, tom, {90, 0.9, 0.35, 0.5}},
    {"mt", 0.5, tom, {124, 0.5, 0.48, 0.3}},
    {"mt", 0.7, tom, {112, 0.25, 0.7, 0.1}},
    {"mt", 0.35, tom, {135, 0.9, 0.3, 0.5}},
    {"ht", 0.45, tom, {186, 0.5, 0.4, 0.3}},
    {"ht", 0.6, tom, {170, 0.25, 0.58, 0.1}},
    {"ht", 0.3, tom, {204, 0.9, 0.26, 0.5}},
    {0},
};
