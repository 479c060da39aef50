/* A small workshop for rendering samples: oscillators, envelopes, filters and
 * resonators, one value at a time. Speed does not matter here, sound does. */
#ifndef SAMPLES_SYNTH_H
#define SAMPLES_SYNTH_H

#include <math.h>
#include <stdint.h>

enum { RATE = 44100 };

#define TAU 6.283185307179586

/* A stereo take of n frames that a voice fills; left and right are zeroed. */
struct take {
	float *left, *right;
	int n;
	uint64_t seed;
};

/* The time of frame i in seconds. */
static inline double at(int i)
{
	return (double)i / RATE;
}

/* White noise, -1..1, from the take's own seed (xorshift64). */
static inline double noise(struct take *t)
{
	t->seed ^= t->seed << 13;
	t->seed ^= t->seed >> 7;
	t->seed ^= t->seed << 17;
	return (double)(int64_t)t->seed / 9223372036854775808.0;
}

/* Falls from 1 by 60 dB in `seconds`. */
static inline double decay(double time, double seconds)
{
	return time < 0 ? 0 : exp(-6.907755 * time / seconds);
}

/* 0 to 1 in `seconds`, then 1. */
static inline double rise(double time, double seconds)
{
	return time >= seconds ? 1 : time < 0 ? 0 : time / seconds;
}

/* State-variable filter (trapezoidal; A. Simper). */
struct filter {
	double ic1, ic2;
	double low, band, high;
};

static inline void filter_run(struct filter *f, double x, double hz, double q)
{
	double g = tan(3.141592653589793 * fmin(hz, RATE * 0.45) / RATE);
	double k = 1 / q, a1 = 1 / (1 + g * (g + k));
	double v3 = x - f->ic2, v1 = a1 * f->ic1 + a1 * g * v3;
	double v2 = f->ic2 + a1 * g * f->ic1 + a1 * g * g * v3;

	f->ic1 = 2 * v1 - f->ic1;
	f->ic2 = 2 * v2 - f->ic2;
	f->low = v2;
	f->band = k * v1;
	f->high = x - k * v1 - v2;
}

static inline double lowpass(struct filter *f, double x, double hz, double q)
{
	filter_run(f, x, hz, q);
	return f->low;
}

static inline double bandpass(struct filter *f, double x, double hz, double q)
{
	filter_run(f, x, hz, q);
	return f->band;
}

static inline double highpass(struct filter *f, double x, double hz, double q)
{
	filter_run(f, x, hz, q);
	return f->high;
}

/* A phase in cycles that runs at hz; returns it, 0..1, before the step. */
static inline double run(double *phase, double hz)
{
	double p = *phase;

	*phase = p + hz / RATE;
	*phase -= floor(*phase);
	return p;
}

/* Correction of a step at phase 0 (two-point polyBLEP). */
static inline double step_blep(double p, double dt)
{
	if (p < dt) {
		p /= dt;
		return p + p - p * p - 1;
	}
	if (p > 1 - dt) {
		p = (p - 1) / dt;
		return p * p + p + p + 1;
	}
	return 0;
}

static inline double saw(double *phase, double hz)
{
	double p = run(phase, hz);

	return 2 * p - 1 - step_blep(p, hz / RATE);
}

static inline double square(double *phase, double hz, double width)
{
	double p = run(phase, hz), q = p + 1 - width;

	q -= floor(q);
	return (p < width ? 1 : -1) + step_blep(p, hz / RATE) -
	       step_blep(q, hz / RATE);
}

/* One row of the kit: a bank's voice in several variants. */
struct voice {
	const char *bank;
	double seconds;
	void (*render)(struct take *t, const double *p);
	double p[8]; /* what they mean, the function says */
};

/* The families; each ends with a row without a bank. */
extern const struct voice voices_drums[], voices_metal[], voices_perc[],
    voices_tonal[], voices_air[], voices_breaks[];

#endif
