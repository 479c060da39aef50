/* Drums: each rise of the gate strikes; they fade by themselves. */
#include <math.h>
#include "dsp/approx.h"
#include "dsp/noise.h"
#include "dsp/phase.h"
#include "dsp/ugen_family.h"
#include "dsp/wavetable.h"

#define SILENT 1e-6f

/* What is kept from frame to frame of what falls by 40 dB in `seconds`. */
RT static inline float keep_of(float seconds, float rate_hz)
{
	return approx_exp2(-6.643856f /
			   (ugen_clamp(seconds, 0.001f, 60) * rate_hz));
}

/* Whether the gate rises with this frame. */
RT static inline bool strikes(float *before, float gate)
{
	bool rises = gate > 0 && *before <= 0;

	*before = gate;
	return rises;
}

struct kick {
	uint64_t at;
	uint32_t count;
	float gate, amp, bend, click;
};

RT static void kick_run(struct ugen *u, int n)
{
	struct kick *s = u->state;
	struct noise_key key = noise_key(u->seed, 0);
	double k = phase_per_hz(u->rate_hz);
	float keep = 0, bend = keep_of(0.06f, u->rate_hz);
	float click = keep_of(0.008f, u->rate_hz);

	for (int i = 0; i < n; i++) {
		float hz = ugen_in(u, 1, i), env = ugen_in(u, 2, i);

		if (i == 0 || u->in[3].step)
			keep = keep_of(ugen_in(u, 3, i), u->rate_hz);
		if (strikes(&s->gate, ugen_in(u, 0, i))) {
			s->amp = s->bend = s->click = 1;
			s->at = 0;
		}
		u->out[0][i] = 0;
		if (s->amp < SILENT)
			continue;
		u->out[0][i] = s->amp * phase_sine(s->at) +
			       s->click * ugen_clamp(ugen_in(u, 4, i), 0, 1) *
				   noise_at(key, s->count++);
		s->at += phase_step(hz * (1 + 8 * env * s->bend), k);
		s->amp *= keep;
		s->bend *= bend;
		s->click *= click;
	}
}

/* --- A highpass of two poles (trapezoidal state variable) --- */

struct high {
	float a, b;
};

RT static inline float high_frame(struct high *s, float x, float g)
{
	float k = 1.2f, v3 = x - s->b;
	float v1 = (s->a + g * v3) / (1 + g * (g + k));
	float v2 = s->b + g * v1;

	s->a = 2 * v1 - s->a;
	s->b = 2 * v2 - s->b;
	return x - k * v1 - v2;
}

RT static inline float high_g(float hz, float rate_hz)
{
	float x = hz / rate_hz;

	return approx_tan_pi(x < 0.45f ? x : 0.45f);
}

struct snare {
	uint64_t at, at2;
	uint32_t count;
	float gate, amp, tone;
	struct high high;
};

RT static void snare_run(struct ugen *u, int n)
{
	struct snare *s = u->state;
	struct noise_key key = noise_key(u->seed, 0);
	double k = phase_per_hz(u->rate_hz);
	float keep = 0, tone = keep_of(0.09f, u->rate_hz);
	float g = high_g(1400, u->rate_hz);

	for (int i = 0; i < n; i++) {
		float hz = ugen_in(u, 1, i), body, rattle;

		if (i == 0 || u->in[3].step)
			keep = keep_of(ugen_in(u, 3, i), u->rate_hz);
		if (strikes(&s->gate, ugen_in(u, 0, i))) {
			s->amp = s->tone = 1;
			s->at = s->at2 = 0;
		}
		u->out[0][i] = 0;
		if (s->amp < SILENT && s->tone < SILENT)
			continue;
		body = 0.6f * phase_sine(s->at) + 0.35f * phase_sine(s->at2);
		rattle = high_frame(&s->high, noise_at(key, s->count++), g);
		u->out[0][i] =
		    s->tone * body +
		    s->amp * ugen_clamp(ugen_in(u, 2, i), 0, 1) * rattle;
		hz *= 1 + 0.4f * s->tone * s->tone;
		s->at += phase_step(hz, k);
		s->at2 += phase_step(hz * 1.83f, k);
		s->amp *= keep;
		s->tone *= tone;
	}
}

/* --- Six squares that no scale knows, and the highs of them --- */

enum { METALS = 6 };

struct hat {
	uint64_t at[METALS];
	uint32_t count;
	float gate, amp;
	struct high high[2];
};

RT static void hat_run(struct ugen *u, int n)
{
	static const float hz[METALS] = {821, 1218, 1478, 2091, 2160, 3200};
	struct hat *s = u->state;
	struct noise_key key = noise_key(u->seed, 0);
	struct wavetable table[METALS];
	uint64_t step[METALS];
	float keep = 0, g = 0;

	for (int j = 0; j < METALS; j++) {
		step[j] = phase_step(hz[j], phase_per_hz(u->rate_hz));
		table[j] = *wavetable_for(WAVE_SQUARE, step[j]);
	}
	for (int i = 0; i < n; i++) {
		float sum = 0;

		if (i == 0 || u->in[2].step)
			keep = keep_of(ugen_in(u, 2, i), u->rate_hz);
		if (i == 0 || u->in[1].step)
			g = high_g(
			    3000 + 6000 * ugen_clamp(ugen_in(u, 1, i), 0, 1),
			    u->rate_hz);
		if (strikes(&s->gate, ugen_in(u, 0, i)))
			s->amp = 1;
		u->out[0][i] = 0;
		if (s->amp < SILENT)
			continue;
		for (int j = 0; j < METALS; j++) {
			sum += wavetable_at(&table[j], s->at[j]);
			s->at[j] += step[j];
		}
		sum = 0.3f * sum + 0.5f * noise_at(key, s->count++);
		sum = high_frame(&s->high[0], sum, g);
		u->out[0][i] = s->amp * high_frame(&s->high[1], sum, g);
		s->amp *= keep;
	}
}

static const struct ugen_param kick_params[] = {
    UGEN_PARAM("freq", "Hz", 10, 2000, 60, "the pitch it falls to"),
    UGEN_PARAM("pitch_env", "", 0, 4, 0.5, "how far it falls"),
    UGEN_PARAM("sustain", "s", 0.001, 10, 0.3, "until it fell by 40 dB"),
    UGEN_PARAM("noise", "", 0, 1, 0.1, "how loud the click is"),
};
static const struct ugen_param snare_params[] = {
    UGEN_PARAM("freq", "Hz", 10, 4000, 180, "the pitch of the drum"),
    UGEN_PARAM("snappy", "", 0, 1, 0.8, "how loud the wires are"),
    UGEN_PARAM("sustain", "s", 0.001, 10, 0.08,
	       "until the wires fell by 40 dB"),
};
static const struct ugen_param hat_params[] = {
    UGEN_PARAM("bright", "", 0, 1, 0.7, "how much of the lows is cut"),
    UGEN_PARAM("sustain", "s", 0.001, 10, 0.05, "until it fell by 40 dB"),
};

static const struct ugen_row rows[] = {
    {.name = "superkick",
     .aliases = "",
     UGEN_PARAMS(kick_params),
     .flags = UGEN_SYNTH | UGEN_GATED,
     .state_bytes = sizeof(struct kick),
     .run = kick_run,
     .summary = "a bass drum: a sine that falls, and a click",
     .example = "out: superkick \"60 ~ 65 ~\"",
     .source = "Roland TR-808, SuperDirt"},
    {.name = "supersnare",
     .aliases = "",
     UGEN_PARAMS(snare_params),
     .flags = UGEN_SYNTH | UGEN_GATED,
     .state_bytes = sizeof(struct snare),
     .run = snare_run,
     .summary = "a snare drum: two sines and noise",
     .example = "out: supersnare \"~ 180\"",
     .source = "Roland TR-808, SuperDirt"},
    {.name = "superhat",
     .aliases = "",
     UGEN_PARAMS(hat_params),
     .flags = UGEN_SYNTH | UGEN_GATED,
     .state_bytes = sizeof(struct hat),
     .run = hat_run,
     .summary = "a hi-hat: six squares and noise, without their lows",
     .example = "out: superhat \"0.7*8\" 0.04 * 0.5",
     .source = "Roland TR-808, SuperDirt"},
};

const struct ugen_family ugen_drum = UGEN_FAMILY("drum", "Drums", rows);
