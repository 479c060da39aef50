/* Voices and noises. */
#include "samples/source/synth.h"

/* Five formants of a sung vowel: Hz, then level. */
struct vowel {
	double hz[5], level[5];
};

static const struct vowel vowels[] = {
    {{650, 1080, 2650, 2900, 3250}, {1, 0.50, 0.45, 0.4, 0.08}}, /* ah */
    {{400, 800, 2600, 2800, 3000}, {1, 0.32, 0.25, 0.25, 0.05}}, /* oh */
    {{290, 1870, 2800, 3250, 3540}, {1, 0.18, 0.13, 0.1, 0.03}}, /* ee */
    {{350, 600, 2700, 2900, 3300}, {1, 0.1, 0.14, 0.2, 0.05}},	 /* oo */
    {{400, 1700, 2600, 3200, 3580}, {1, 0.2, 0.25, 0.2, 0.1}},	 /* eh */
};

/* p: pitch, vowel from, vowel to, attack, release, breath, vibrato depth,
 * voices */
static void sing(struct take *t, const double *p)
{
	const struct vowel *a = &vowels[(int)p[1]], *b = &vowels[(int)p[2]];
	struct filter f[5] = {0};
	double phase[6], len = at(t->n);

	for (int k = 0; k < 6; k++)
		phase[k] = 0.5 + 0.5 * noise(t);
	for (int i = 0; i < t->n; i++) {
		double s = at(i), x = 0, y = 0, mix = s / len;
		double wave = sin(TAU * 5.3 * s) * rise(s - 0.15, 0.4);

		for (int k = 0; k < (int)p[7]; k++)
			x += saw(&phase[k], p[0] * (1 + 0.004 * (k - 1)) *
						(1 + p[6] * wave));
		x = x / sqrt(p[7]) + noise(t) * p[5];
		for (int k = 0; k < 5; k++) {
			double hz = a->hz[k] + (b->hz[k] - a->hz[k]) * mix;
			double g =
			    a->level[k] + (b->level[k] - a->level[k]) * mix;

			y += bandpass(&f[k], x, hz, hz / (60 + 0.03 * hz)) * g;
		}
		t->left[i] = (float)(y * rise(s, p[3]) * rise(len - s, p[4]));
	}
}

/* p: tilt (0 white, 1 pink, 2 brown), attack, release */
static void hiss(struct take *t, const double *p)
{
	double b[3] = {0}, c[3] = {0}, last[2] = {0}, len = at(t->n);

	for (int i = 0; i < t->n; i++) {
		double s = at(i), env = rise(s, p[1]) * rise(len - s, p[2]);
		double w[2] = {noise(t), noise(t)};

		for (int k = 0; k < 2; k++) {
			double *q = k ? c : b, white = w[k], x = white;

			/* Pink by three poles (P. Kellet). */
			q[0] = 0.99765 * q[0] + white * 0.0990460;
			q[1] = 0.96300 * q[1] + white * 0.2965164;
			q[2] = 0.57000 * q[2] + white * 1.0526913;
			if (p[0] == 1)
				x = (q[0] + q[1] + q[2] + white * 0.1848) * 0.3;
			last[k] = 0.995 * last[k] + 0.06 * white;
			if (p[0] == 2)
				x = last[k];
			(k ? t->right : t->left)[i] = (float)(x * env);
		}
	}
}

/* Dust on a record. p: clicks a second, hum */
static void crackle(struct take *t, const double *p)
{
	struct filter f = {0}, g = {0};
	double len = at(t->n);

	for (int i = 0; i < t->n; i++) {
		double s = at(i), u = 0.5 + 0.5 * noise(t), x = 0;

		if (u < p[0] / RATE)
			x = noise(t) * 8;
		x = bandpass(&f, x, 2600, 0.6) +
		    lowpass(&g, noise(t), 300, 0.7) * p[1];
		t->left[i] = (float)(x * rise(s, 0.01) * rise(len - s, 0.01));
	}
}

const struct voice voices_air[] = {
    {"vox", 1.2, sing, {130.813, 0, 0, 0.05, 0.3, 0.05, 0.004, 1}},
    {"vox", 1.2, sing, {130.813, 1, 0, 0.04, 0.3, 0.05, 0.004, 1}},
    {"vox", 1.2, sing, {261.626, 3, 2, 0.06, 0.3, 0.04, 0.006, 1}},
    {"vox", 2.5, sing, {130.813, 3, 0, 0.3, 0.8, 0.12, 0.003, 3}},
    {"vox", 0.3, sing, {130.813, 4, 0, 0.01, 0.1, 0.1, 0, 1}},
    {"noise", 1.0, hiss, {0, 0.005, 0.02}},
    {"noise", 1.0, hiss, {1, 0.005, 0.02}},
    {"noise", 1.0, hiss, {2, 0.005, 0.02}},
    {"noise", 2.0, crackle, {30, 0.02}},
    {0},
};
