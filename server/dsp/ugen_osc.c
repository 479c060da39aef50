/* Oscillators. Their phase is 64 bits wide and wraps by itself: exact to a
 * billionth of a hertz, at any frequency, for ever. */
#include <math.h>
#include "dsp/ugen_family.h"
#include "dsp/wavetable.h"

struct phase {
	uint64_t at;
};

/* The step of the phase for a frequency: 2^64 is a cycle. Beyond half the rate
 * there is nothing to hear, and nothing to fold back. */
RT static inline int64_t step_of(float hz, double per_hz)
{
	double step = (double)hz * per_hz;

	step = step < 0x1p63 - 1024 ? step : 0x1p63 - 1024;
	step = step > -0x1p63 + 1024 ? step : -0x1p63 + 1024;
	return (int64_t)step;
}

/* The phases of the next n frames into at[], and of the step when it is one
 * for all. */
RT static void fill_phases(struct ugen *u, int n, uint64_t *at)
{
	struct phase *p = u->state;
	struct signal hz = u->in[0];
	double k = 0x1p64 / (double)u->rate_hz;
	uint64_t now = p->at, lane[4], step;

	if (!signal_constant(hz)) {
		for (int i = 0; i < n; i++) {
			at[i] = now;
			now += (uint64_t)step_of(hz.at[i], k);
		}
		p->at = now;
		return;
	}
	step = (uint64_t)step_of(signal_first(hz), k);
	for (int j = 0; j < 4; j++)
		lane[j] = now + step * (uint64_t)j;
	for (int i = 0; i < UGEN_RUN; i += 4)
		for (int j = 0; j < 4; j++) {
			at[i + j] = lane[j];
			lane[j] += 4 * step;
		}
	p->at = now + step * (uint64_t)n;
}

/* sin(2 pi phase): a polynomial on a quarter (Chebyshev, error 1e-7). */
RT static inline float sine_at(uint64_t phase)
{
	float x = (float)(int32_t)(phase >> 32) * 0x1p-30f; /* -2..2 */
	float y, y2;

	/* Triangle with the sine's zeros and peaks: -1..1. */
	y = fabsf(x) > 1 ? copysignf(2, x) - x : x;
	y2 = y * y;
	return y *
	       (1.57079631847f +
		y2 * (-0.64596371106f +
		      y2 * (0.07968967928f +
			    y2 * (-0.00467376557f + y2 * 0.00015148419f))));
}

RT static void sine_run(struct ugen *u, int n)
{
	uint64_t at[UGEN_RUN];

	fill_phases(u, n, at);
	for (int i = 0; i < n; i++)
		u->out[0][i] = sine_at(at[i]);
}

/* A waveform from its tables; shared by saw, square and tri. */
RT static inline void table_run(struct ugen *u, int n, enum waveform w)
{
	double k = 0x1p64 / (double)u->rate_hz;
	uint64_t at[UGEN_RUN];
	float *out = u->out[0], hz = signal_first(u->in[0]);
	struct wavetable t = *wavetable_for(w, step_of(hz, k));

	fill_phases(u, n, at);
	if (signal_constant(u->in[0])) {
		for (int i = 0; i < n; i++)
			out[i] = wavetable_at(&t, at[i]);
		return;
	}
	for (int i = 0; i < n; i++) {
		int64_t step = step_of(u->in[0].at[i], k);

		out[i] = wavetable_at(wavetable_for(w, step), at[i]);
	}
}

RT static void saw_run(struct ugen *u, int n)
{
	table_run(u, n, WAVE_SAW);
}

RT static void square_run(struct ugen *u, int n)
{
	table_run(u, n, WAVE_SQUARE);
}

RT static void tri_run(struct ugen *u, int n)
{
	table_run(u, n, WAVE_TRI);
}

/* The difference of two saws is a pulse; its mean is taken out by itself. */
RT static void pulse_run(struct ugen *u, int n)
{
	struct phase *p = u->state;
	struct signal hz = u->in[0], width = u->in[1];
	double k = 0x1p64 / (double)u->rate_hz;

	for (int i = 0; i < n; i++) {
		int64_t step = step_of(hz.at[i * hz.step], k);
		const struct wavetable *t = wavetable_for(WAVE_SAW, step);
		uint64_t w = (uint64_t)(width.at[i * width.step] * 0x1p32f);

		u->out[0][i] = wavetable_at(t, p->at + (w << 32)) -
			       wavetable_at(t, p->at);
		p->at += (uint64_t)step;
	}
}

struct impulse {
	uint64_t at;
	uint32_t begun;
};

/* One frame of 1 at the start of each period. */
RT static void impulse_run(struct ugen *u, int n)
{
	struct impulse *p = u->state;
	struct signal hz = u->in[0];
	double k = 0x1p64 / (double)u->rate_hz;

	for (int i = 0; i < n; i++) {
		uint64_t step = (uint64_t)step_of(fabsf(hz.at[i * hz.step]), k);
		uint64_t before = p->at;

		u->out[0][i] = p->begun ? 0 : 1;
		p->at += step;
		p->begun = p->at >= before;
	}
}

/* The sum of n equal harmonics in closed form (Moorer's discrete summation
 * formula); near its zeros the limit. */
RT static void blip_run(struct ugen *u, int n)
{
	struct phase *p = u->state;
	struct signal hz = u->in[0], harm = u->in[1];
	double k = 0x1p64 / (double)u->rate_hz;

	for (int i = 0; i < n; i++) {
		float f = hz.at[i * hz.step], most;
		float m = floorf(harm.at[i * harm.step]);
		double half, d;

		most = floorf(0.5f * u->rate_hz / fmaxf(fabsf(f), 1e-3f));
		m = m > most ? most : m;
		m = m < 1 ? 1 : m;
		half = 3.141592653589793 *
		       ((double)(int64_t)(p->at) * 0x1p-64);
		d = sin(half);
		u->out[0][i] =
		    fabs(d) < 1e-7
			? 1
			: (float)((sin((2 * m + 1) * half) / d - 1) /
				  (2.0 * m));
		p->at += (uint64_t)step_of(f, k);
	}
}

static const struct ugen_param hz_440[] = {
    UGEN_PARAM("freq", "Hz", -192000, 192000, 440, "how many periods a second"),
};
static const struct ugen_param pulse_params[] = {
    UGEN_PARAM("freq", "Hz", -192000, 192000, 440, "how many periods a second"),
    UGEN_PARAM("width", "", 0, 1, 0.5, "the share of the period that is up"),
};
static const struct ugen_param blip_params[] = {
    UGEN_PARAM("freq", "Hz", -192000, 192000, 440, "how many periods a second"),
    UGEN_PARAM("harmonics", "", 1, 1000, 1000, "how many harmonics sound"),
};

static const struct ugen_row rows[] = {
    {.name = "sine",
     .aliases = "",
     .params = hz_440,
     .n_params = 1,
     .state_bytes = sizeof(struct phase),
     .run = sine_run,
     .summary = "a sine wave, -1 to 1",
     .example = "out: sine 220 * 0.2",
     .source = "minimax polynomial"},
    {.name = "saw",
     .aliases = "saw_hz",
     .params = hz_440,
     .n_params = 1,
     .state_bytes = sizeof(struct phase),
     .run = saw_run,
     .summary = "a sawtooth without aliases, -1 to 1",
     .example = "out: saw 110 * 0.2",
     .source = "mip-mapped wavetables"},
    {.name = "square",
     .aliases = "square_hz",
     .params = hz_440,
     .n_params = 1,
     .state_bytes = sizeof(struct phase),
     .run = square_run,
     .summary = "a square wave without aliases, -1 to 1",
     .example = "out: square 110 * 0.2",
     .source = "mip-mapped wavetables"},
    {.name = "tri",
     .aliases = "triangle triangle_hz",
     .params = hz_440,
     .n_params = 1,
     .state_bytes = sizeof(struct phase),
     .run = tri_run,
     .summary = "a triangle wave without aliases, -1 to 1",
     .example = "out: tri 220 * 0.3",
     .source = "mip-mapped wavetables"},
    {.name = "pulse",
     .aliases = "",
     .params = pulse_params,
     .n_params = 2,
     .state_bytes = sizeof(struct phase),
     .run = pulse_run,
     .summary = "a pulse wave whose width can move",
     .example = "out: pulse 110 0.3 * 0.2",
     .source = "difference of two sawtooths"},
    {.name = "impulse",
     .aliases = "",
     .params = hz_440,
     .n_params = 1,
     .state_bytes = sizeof(struct impulse),
     .run = impulse_run,
     .summary = "single frames of 1, freq times a second",
     .example = "out: impulse 4 # lpf 2000",
     .source = ""},
    {.name = "blip",
     .aliases = "",
     .params = blip_params,
     .n_params = 2,
     .state_bytes = sizeof(struct phase),
     .run = blip_run,
     .summary = "a buzz of equally strong harmonics",
     .example = "out: blip 55 20 * 0.2",
     .source = "J. A. Moorer, discrete summation formulae, 1976"},
};

const struct ugen_family ugen_osc = UGEN_FAMILY("osc", "Oscillators", rows);
