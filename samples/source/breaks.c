/* Two bars of a drummer, to be cut into pieces: made of the kit's own drums. */
#include <stdlib.h>
#include <string.h>
#include "samples/source/synth.h"

enum { STEPS = 32 };

/* A stroke for each sixteenth: a letter's place in the alphabet is how loud,
 * `.` is none. */
struct part {
	const char *bank;
	int variant;
	double gain, pan; /* pan: -1..1 */
	const char *strokes;
};

static const struct part loops[][6] = {
    {{"bd", 0, 1.0, 0, "z.z.......zz....z.z.......z....."},
     {"sn", 0, 0.8, 0.1, "....z..e.e..z..e....z..e.e....z."},
     {"hh", 0, 0.35, 0.4, "z.q.z.q.z.q.z.q.z.q.z.q.z.q.z..."},
     {"cr", 0, 0.2, -0.4, "..............................z."}},
    {{"bd", 3, 1.0, 0, "z.....z...z.....z..z..z...z....."},
     {"sn", 3, 0.7, 0.1, "....z.......z..f....z..f.e..z.gm"},
     {"hh", 1, 0.3, 0.4, "zmqmzmqmzmqmzmqmzmqmzmqmzmqmzm.."},
     {"oh", 0, 0.3, 0.4, "..............................z."}},
    {{"bd", 2, 1.0, 0, "z..z..z...z.z...z..z..z.z...z..."},
     {"rim", 0, 0.5, -0.3, "..z..z....z..z....z..z....z..z.."},
     {"sn", 1, 0.7, 0.1, "....z.......z.......z.......z.mz"},
     {"shaker", 0, 0.5, 0.5, "zkpkzkpkzkpkzkpkzkpkzkpkzkpkzkpk"},
     {"tabla", 3, 0.5, -0.5, "......z.......z.......z.z.....z."}},
};

static const struct voice *find(const char *bank, int variant)
{
	static const struct voice *const families[] = {
	    voices_drums, voices_metal, voices_perc, NULL};

	for (int k = 0; families[k]; k++)
		for (const struct voice *v = families[k]; v->bank; v++)
			if (!strcmp(v->bank, bank) && variant-- == 0)
				return v;
	abort();
}

/* Add a stroke; what would stand beyond the end comes back at the begin, so
 * that it can be looped. */
static void strike(struct take *t, const struct take *one, int from,
		   double gain, double pan)
{
	float left = (float)(gain * fmin(1, 1 - pan));
	float right = (float)(gain * fmin(1, 1 + pan));

	for (int i = 0; i < one->n; i++) {
		int to = (from + i) % t->n;

		t->left[to] += left * one->left[i];
		t->right[to] += right * one->left[i];
	}
}

/* The kit's drums have their own levels until they are finished: each stroke
 * is brought to full scale. */
static void play_part(struct take *t, const struct part *part, double swing)
{
	const struct voice *v = find(part->bank, part->variant);
	struct take one = {.n = (int)(v->seconds * RATE), .seed = t->seed};
	double step = (double)t->n / STEPS, peak = 1e-9;

	one.left = calloc((size_t)one.n, sizeof(float));
	one.right = calloc((size_t)one.n, sizeof(float));
	if (!one.left || !one.right)
		abort();
	v->render(&one, v->p);
	for (int i = 0; i < one.n; i++)
		peak = fmax(peak, fabs(one.left[i]));
	for (int i = 0; i < STEPS; i++) {
		double at = (i + (i % 2 ? swing : 0)) * step;
		char c = part->strokes[i];

		if (c != '.')
			strike(t, &one, (int)at,
			       part->gain * (c - 'a' + 1) / 26 / peak,
			       part->pan);
	}
	free(one.left);
	free(one.right);
}

/* p: which loop, how late every other sixteenth is, in steps */
static void loop(struct take *t, const double *p)
{
	const struct part *parts = loops[(int)p[0]];

	for (int i = 0; i < 6 && parts[i].bank; i++)
		play_part(t, &parts[i], p[1]);
	for (int i = 0; i < t->n; i++) {
		t->left[i] = tanhf(1.4f * t->left[i]);
		t->right[i] = tanhf(1.4f * t->right[i]);
	}
}

const struct voice voices_breaks[] = {
    {"break", 3.6, loop, {0, 0.12}}, /* 133 beats a minute */
    {"break", 2.9, loop, {1, 0}},    /* 166 */
    {"break", 4.4, loop, {2, 0.25}}, /* 109 */
    {0},
};
