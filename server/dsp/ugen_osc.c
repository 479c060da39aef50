/* Oscillators: sines, and band-limited waves from tables. */
#include <math.h>
#include <string.h>
#include "dsp/glide.h"
#include "dsp/ugen_family.h"
#include "dsp/wide.h"

struct phase {
	uint64_t at;
};

/* The frequency of in[0], moved by the semitones of in[1]; room holds it when
 * it has to be reckoned. */
RT static struct signal moved_hz(const struct ugen *u, int n, float *room)
{
	struct signal hz = u->in[0], by = u->in[1];

	if (signal_constant(by)) {
		float ratio;

		if (signal_first(by) == 0)
			return hz;
		ratio = approx_exp2(signal_first(by) * (1 / 12.0f));
		if (signal_constant(hz))
			n = 1;
		for (int i = 0; i < n; i++)
			room[i] = hz.at[i] * ratio;
		return (struct signal){room, hz.step};
	}
	for (int i = 0; i < n; i++)
		room[i] =
		    hz.at[i * hz.step] * approx_exp2(by.at[i] * (1 / 12.0f));
	return (struct signal){room, 1};
}

RT WIDE static void sine_run(struct ugen *u, int n)
{
	struct phase *p = u->state;
	uint32_t at[UGEN_RUN];
	float room[UGEN_RUN], *out = u->out[0];

	phase_fill32(&p->at, moved_hz(u, n, room), phase_per_hz(u->rate_hz), n,
		     at);
	for (int i = 0; i < UGEN_RUN; i++)
		out[i] = phase_sine32(at[i]);
}

/* A waveform from its tables. */
RT static inline void table_run(struct ugen *u, int n, enum waveform w,
				struct signal hz)
{
	struct phase *p = u->state;
	double k = phase_per_hz(u->rate_hz);
	float *out = u->out[0];

	if (signal_constant(hz)) {
		uint64_t step = phase_step(signal_first(hz), k);
		struct wavetable t = *wavetable_for(w, step);
		uint32_t at[UGEN_RUN];

		phase_fill32(&p->at, hz, k, n, at);
		wavetable_fill(&t, at, n, out);
		return;
	}
	glide_fill(w, &p->at, hz.at, k, n, out);
}

RT static void saw_run(struct ugen *u, int n)
{
	float room[UGEN_RUN];

	table_run(u, n, WAVE_SAW, moved_hz(u, n, room));
}

RT static void square_run(struct ugen *u, int n)
{
	float room[UGEN_RUN];

	table_run(u, n, WAVE_SQUARE, moved_hz(u, n, room));
}

RT static void tri_run(struct ugen *u, int n)
{
	float room[UGEN_RUN];

	table_run(u, n, WAVE_TRI, moved_hz(u, n, room));
}

RT static void soft_saw_run(struct ugen *u, int n)
{
	table_run(u, n, WAVE_SOFT, u->in[0]);
}

RT static void organ_run(struct ugen *u, int n)
{
	table_run(u, n, WAVE_ORGAN, u->in[0]);
}

RT static void pulse_run(struct ugen *u, int n)
{
	struct phase *p = u->state;
	struct signal hz = u->in[0], width = u->in[1];
	double k = phase_per_hz(u->rate_hz);
	uint64_t now = p->at, step = phase_step(signal_first(hz), k);
	struct wavetable t = *wavetable_for(WAVE_SAW, step);

	for (int i = 0; i < n; i++) {
		if (hz.step) {
			step = phase_step(hz.at[i], k);
			t = *wavetable_for(WAVE_SAW, step);
		}
		u->out[0][i] =
		    wavetable_pulse(&t, now, width.at[i * width.step]);
		now += step;
	}
	p->at = now;
}

/* One frame of 1 at the start of each period. */
struct impulse {
	uint64_t at;
	uint32_t begun;
};

/* The phase reaches no end in these frames, so all of them are 0. */
RT static bool impulse_rests(const struct impulse *p, uint64_t step, int n)
{
	return p->begun && step <= (UINT64_MAX - p->at) / (uint64_t)n;
}

RT static void impulse_run(struct ugen *u, int n)
{
	struct impulse *p = u->state;
	struct signal hz = u->in[0];
	double k = phase_per_hz(u->rate_hz);
	uint64_t step = phase_step(fabsf(signal_first(hz)), k), at = p->at;
	uint32_t begun = p->begun;

	if (!hz.step && impulse_rests(p, step, n)) {
		memset(u->out[0], 0, (size_t)n * sizeof(float));
		p->at = at + step * (uint64_t)n;
		return;
	}
	for (int i = 0; i < n; i++) {
		uint64_t before = at;

		if (hz.step)
			step = phase_step(fabsf(hz.at[i]), k);
		u->out[0][i] = begun ? 0 : 1;
		at += step;
		begun = at >= before;
	}
	p->at = at;
	p->begun = begun;
}

enum vco_wave { VCO_SAW, VCO_SQUARE, VCO_TRI, VCO_SINE };

RT static inline float vco_at(int wave, float width, uint64_t now,
			      uint64_t step)
{
	if (wave == VCO_SINE)
		return phase_sine(now);
	if (wave == VCO_TRI)
		return wavetable_at(wavetable_for(WAVE_TRI, step), now);
	if (wave == VCO_SQUARE)
		return wavetable_pulse(wavetable_for(WAVE_SAW, step), now,
				       width);
	return wavetable_at(wavetable_for(WAVE_SAW, step), now);
}

RT static void vco_run(struct ugen *u, int n)
{
	struct phase *p = u->state;
	struct signal hz = u->in[0];
	double k = phase_per_hz(u->rate_hz);

	for (int i = 0; i < n; i++) {
		uint64_t step = phase_step(hz.at[i * hz.step], k);
		float wave = ugen_in(u, 1, i);

		wave = wave > 0 ? wave : 0;
		wave = wave < VCO_SINE ? wave : VCO_SINE;
		u->out[0][i] =
		    vco_at((int)(wave + 0.5f), ugen_in(u, 2, i), p->at, step);
		p->at += step;
	}
}

/* Sine, triangle, saw, square, and what lies between two of them. */
RT static inline float morph_at(float where, uint64_t now, uint64_t step)
{
	float a, b, f;

	where = where > 0 ? where * 3 : 0;
	where = where < 3 ? where : 3;
	if (where < 1) {
		a = phase_sine(now);
		b = wavetable_at(wavetable_for(WAVE_TRI, step), now);
		f = where;
	} else if (where < 2) {
		a = wavetable_at(wavetable_for(WAVE_TRI, step), now);
		b = -wavetable_at(wavetable_for(WAVE_SAW, step), now);
		f = where - 1;
	} else {
		a = -wavetable_at(wavetable_for(WAVE_SAW, step), now);
		b = wavetable_at(wavetable_for(WAVE_SQUARE, step), now);
		f = where - 2;
	}
	return a + f * (b - a);
}

RT static void wavetable_run(struct ugen *u, int n)
{
	struct phase *p = u->state;
	double k = phase_per_hz(u->rate_hz);

	for (int i = 0; i < n; i++) {
		uint64_t step = phase_step(ugen_in(u, 0, i), k);

		u->out[0][i] = morph_at(ugen_in(u, 1, i), p->at, step);
		p->at += step;
	}
}

#define PARAM_HZ                                                               \
	UGEN_PARAM("freq", "Hz", -192000, 192000, 440,                         \
		   "how many periods a second")

static const struct ugen_param hz[] = {PARAM_HZ};
static const struct ugen_param hz_offset[] = {
    PARAM_HZ,
    UGEN_PARAM("offset", "semitones", -120, 120, 0, "how much higher"),
};
static const struct ugen_param pulse_params[] = {
    PARAM_HZ,
    UGEN_PARAM("width", "", 0, 1, 0.5, "the share of the period that is up"),
};
static const struct ugen_param vco_params[] = {
    PARAM_HZ,
    {.name = "wave",
     .unit = "",
     .least = 0,
     .most = 3,
     .initial = 0,
     .summary = "the shape of the wave",
     .words = "saw square tri sine"},
    UGEN_PARAM("pw", "", 0, 1, 0.5, "the share of the square that is up"),
};
static const struct ugen_param wavetable_params[] = {
    PARAM_HZ,
    UGEN_PARAM("position", "", 0, 1, 0.5,
	       "from sine over triangle and saw to square"),
};

static const struct ugen_row rows[] = {
    {.name = "sine",
     .aliases = "",
     UGEN_PARAMS(hz_offset),
     .flags = UGEN_SHARED | UGEN_SWELLS,
     .state_bytes = sizeof(struct phase),
     .run = sine_run,
     .summary = "a sine wave, -1 to 1",
     .example = "out: sine 220 * 0.2",
     .source = "minimax polynomial"},
    {.name = "saw",
     .aliases = "saw_hz",
     UGEN_PARAMS(hz_offset),
     .flags = UGEN_SHARED | UGEN_SWELLS,
     .state_bytes = sizeof(struct phase),
     .run = saw_run,
     .summary = "a sawtooth without aliases, -1 to 1",
     .example = "out: saw 110 * 0.2",
     .source = "mip-mapped wavetables"},
    {.name = "square",
     .aliases = "square_hz",
     UGEN_PARAMS(hz_offset),
     .flags = UGEN_SHARED | UGEN_SWELLS,
     .state_bytes = sizeof(struct phase),
     .run = square_run,
     .summary = "a square wave without aliases, -1 to 1",
     .example = "out: square 110 * 0.2",
     .source = "mip-mapped wavetables"},
    {.name = "tri",
     .aliases = "triangle triangle_hz",
     UGEN_PARAMS(hz_offset),
     .flags = UGEN_SHARED | UGEN_SWELLS,
     .state_bytes = sizeof(struct phase),
     .run = tri_run,
     .summary = "a triangle wave without aliases, -1 to 1",
     .example = "out: tri 220 * 0.3",
     .source = "mip-mapped wavetables"},
    {.name = "pulse",
     .aliases = "",
     UGEN_PARAMS(pulse_params),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct phase),
     .run = pulse_run,
     .summary = "a pulse wave whose width can move",
     .example = "out: pulse 110 0.3 * 0.2",
     .source = "difference of two sawtooths"},
    {.name = "impulse",
     .aliases = "",
     UGEN_PARAMS(hz),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct impulse),
     .run = impulse_run,
     .summary = "single frames of 1, freq times a second",
     .example = "out: impulse 4 # lpf 2000",
     .source = "overflow of a phase"},
    {.name = "soft_saw",
     .aliases = "soft_saw_hz",
     UGEN_PARAMS(hz),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct phase),
     .run = soft_saw_run,
     .summary = "a mellow sawtooth: its harmonics fall twice as fast",
     .example = "out: soft_saw 110 * 0.3",
     .source = "mip-mapped wavetables"},
    {.name = "organ",
     .aliases = "organ_hz",
     UGEN_PARAMS(hz),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct phase),
     .run = organ_run,
     .summary = "a drawbar organ: harmonics 1 2 3 4 6 8",
     .example = "out: organ 220 * 0.3",
     .source = "mip-mapped wavetables"},
    {.name = "vco",
     .aliases = "",
     UGEN_PARAMS(vco_params),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct phase),
     .run = vco_run,
     .summary = "an oscillator whose waveform can be chosen while it sounds",
     .example = "out: vco 110 1 0.3 * 0.2",
     .source = "mip-mapped wavetables"},
    {.name = "wavetable",
     .aliases = "",
     UGEN_PARAMS(wavetable_params),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct phase),
     .run = wavetable_run,
     .summary = "moves from sine over triangle and saw to square",
     .example = "out: wavetable 110 (sine 0.2 * 0.5 + 0.5) * 0.2",
     .source = "mip-mapped wavetables"},
};

const struct ugen_family ugen_osc = UGEN_FAMILY("osc", "Oscillators", rows);
