/* Noises: white, pink, brown. */
#include <math.h>
#include "dsp/noise.h"
#include "dsp/ugen_family.h"

#define TAU 6.283185307179586
#define WHITE_RMS 0.57735026919 /* of even odds between -1 and 1 */

RT static void fill_white(uint64_t *count, uint64_t seed, int n, float *out)
{
	struct noise_key k = noise_key(seed, (uint32_t)(*count >> 32));
	uint32_t at = (uint32_t)*count;

	/* The key changes with each lap of the count: not within a run. */
	if (at > UINT32_MAX - UGEN_RUN) {
		for (int i = 0; i < n; i++) {
			k = noise_key(seed, (uint32_t)(*count >> 32));
			out[i] = noise_at(k, (uint32_t)(*count)++);
		}
		return;
	}
	for (int i = 0; i < n; i++)
		out[i] = noise_at(k, at + (uint32_t)i);
	*count += (uint64_t)n;
}

RT static void noise_run(struct ugen *u, int n)
{
	fill_white(u->state, u->seed, n, u->out[0]);
}

/* --- Pink: real poles and zeros by turns, two octaves apart, so that the
 * slope is half a pole's; as a sum of one-pole filters. --- */

enum { POLES = 8 };

struct pink {
	float pole[POLES], part[POLES], y[POLES];
	float through;
	uint64_t count;
};

static const double pink_rms = 0.2;

/* Partial fractions of prod(1 - zero/z) / prod(1 - pole/z). */
RT static double pink_parts(const double *pole, const double *zero,
			    double *part)
{
	double through = 1;

	for (int k = 0; k < POLES; k++) {
		part[k] = 1;
		for (int j = 0; j < POLES; j++) {
			part[k] *= 1 - zero[j] / pole[k];
			if (j != k)
				part[k] /= 1 - pole[j] / pole[k];
		}
		through -= part[k];
	}
	return through;
}

/* The mean square of its output for white noise of mean square 1. */
RT static double pink_power(const double *pole, const double *part,
			    double through)
{
	double sum = through * through;

	for (int i = 0; i < POLES; i++) {
		sum += 2 * through * part[i];
		for (int j = 0; j < POLES; j++)
			sum += part[i] * part[j] / (1 - pole[i] * pole[j]);
	}
	return sum;
}

RT static void pink_start(struct ugen *u)
{
	struct pink *p = u->state;
	double pole[POLES], zero[POLES], part[POLES], through, gain;
	/* From 8 Hz to a quarter of the rate. */
	double ratio = pow((double)u->rate_hz * 0.25 / 8, 1.0 / (POLES - 0.5));
	double hz = 8;

	for (int k = 0; k < POLES; k++, hz *= ratio) {
		pole[k] = exp(-TAU * hz / (double)u->rate_hz);
		zero[k] = exp(-TAU * hz * sqrt(ratio) / (double)u->rate_hz);
	}
	through = pink_parts(pole, zero, part);
	gain = pink_rms / WHITE_RMS / sqrt(pink_power(pole, part, through));
	for (int k = 0; k < POLES; k++) {
		p->pole[k] = (float)pole[k];
		p->part[k] = (float)(part[k] * gain);
	}
	p->through = (float)(through * gain);
}

RT static void pink_run(struct ugen *u, int n)
{
	struct pink p = *(struct pink *)u->state;
	float white[UGEN_RUN];

	fill_white(&p.count, u->seed, n, white);
	for (int i = 0; i < n; i++) {
		float sum[POLES];

		for (int k = 0; k < POLES; k++) {
			p.y[k] = p.y[k] * p.pole[k] + white[i];
			sum[k] = p.y[k] * p.part[k];
		}
		u->out[0][i] = p.through * white[i] +
			       ((sum[0] + sum[4]) + (sum[1] + sum[5])) +
			       ((sum[2] + sum[6]) + (sum[3] + sum[7]));
	}
	*(struct pink *)u->state = p;
}

/* --- Brown: an integrator that leaks below 10 Hz. --- */

struct brown {
	uint64_t count;
	float y, keep, take;
};

static const double brown_rms = 0.25, brown_hz = 10;

RT static void brown_start(struct ugen *u)
{
	struct brown *b = u->state;
	double keep = exp(-TAU * brown_hz / (double)u->rate_hz);

	b->keep = (float)keep;
	b->take = (float)(brown_rms / WHITE_RMS * sqrt(1 - keep * keep));
}

RT static void brown_run(struct ugen *u, int n)
{
	struct brown *b = u->state;
	float y = b->y, keep = b->keep, white[UGEN_RUN];

	fill_white(&b->count, u->seed, n, white);
	for (int i = 0; i < n; i++)
		white[i] *= b->take;
	for (int i = 0; i < n; i++) {
		y = y * keep + white[i];
		u->out[0][i] = y;
	}
	b->y = y;
}

static const struct ugen_row rows[] = {
    {.name = "noise",
     .aliases = "white_noise white",
     .state_bytes = sizeof(uint64_t),
     .run = noise_run,
     .summary = "white noise: all frequencies alike, -1 to 1",
     .example = "out: noise * 0.1",
     .source = "hash of a counter"},
    {.name = "pink",
     .aliases = "pink_noise",
     .state_bytes = sizeof(struct pink),
     .start = pink_start,
     .run = pink_run,
     .summary = "pink noise: all octaves alike, softer highs",
     .example = "out: pink * 0.3",
     .source = "alternating poles and zeros"},
    {.name = "brown",
     .aliases = "brown_noise",
     .state_bytes = sizeof(struct brown),
     .start = brown_start,
     .run = brown_run,
     .summary = "brown noise: a deep rumble, 6 dB an octave",
     .example = "out: brown * 0.3",
     .source = "leaky integrator"},
};

const struct ugen_family ugen_noise = UGEN_FAMILY("noise", "Noises", rows);
