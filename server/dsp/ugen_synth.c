/* Synths that sound on: swarms of saws, moving pulses, vibrato, FM. */
#include <math.h>
#include "dsp/glide.h"
#include "dsp/noise.h"
#include "dsp/ugen_family.h"
#include "dsp/wide.h"

enum { SAWS = 7 };

struct supersaw {
	uint64_t at[SAWS];
};

RT static void supersaw_start(struct ugen *u)
{
	struct supersaw *s = u->state;

	for (uint32_t j = 0; j < SAWS; j++)
		s->at[j] = (uint64_t)noise_bits(noise_key(u->seed, 0), j) << 32;
}

/* Where voice j of so many lies, -1..1: not quite even, that they never meet.
 */
RT static inline float saw_place(int j, int voices)
{
	static const float off[SAWS] = {0, 0.07f, -0.05f, 0, 0.04f, -0.06f, 0};

	return 2 * (float)j / (float)(voices - 1) - 1 +
	       (j + 1 < voices ? off[j] : 0);
}

RT static inline int saw_voices(float x)
{
	return (int)(ugen_clamp(x, 2, SAWS) + 0.5f);
}

RT static inline float saw_hz(float hz, float detune, int j, int voices)
{
	return hz *
	       (1 + 0.06f * ugen_clamp(detune, 0, 1) * saw_place(j, voices));
}

/* Pitch and voices stand still: a voice after the other. */
RT static void supersaw_still(struct ugen *u, int n)
{
	struct supersaw *s = u->state;
	double k = phase_per_hz(u->rate_hz);
	int voices = saw_voices(signal_first(u->in[2]));
	float level = 1 / sqrtf((float)voices), sum[UGEN_RUN] = {0};
	float saw[UGEN_RUN];

	for (int j = 0; j < voices; j++) {
		float hz = saw_hz(signal_first(u->in[0]),
				  signal_first(u->in[1]), j, voices);
		struct wavetable t =
		    *wavetable_for(WAVE_SAW, phase_step(hz, k));
		uint32_t at[UGEN_RUN];

		phase_fill32(&s->at[j], (struct signal){&hz, 0}, k, n, at);
		wavetable_fill(&t, at, n, saw);
		for (int i = 0; i < n; i++)
			sum[i] += saw[i];
	}
	for (int i = 0; i < n; i++)
		u->out[0][i] = sum[i] * level;
}

/* Voices come and go: a frame after the other. */
RT static void supersaw_changing(struct ugen *u, int n)
{
	struct supersaw *s = u->state;
	double k = phase_per_hz(u->rate_hz);

	for (int i = 0; i < n; i++) {
		int voices = saw_voices(ugen_in(u, 2, i));
		float sum = 0;

		for (int j = 0; j < voices; j++) {
			uint64_t step =
			    phase_step(saw_hz(ugen_in(u, 0, i),
					      ugen_in(u, 1, i), j, voices),
				       k);

			sum += wavetable_at(wavetable_for(WAVE_SAW, step),
					    s->at[j]);
			s->at[j] += step;
		}
		u->out[0][i] = sum * (1 / sqrtf((float)voices));
	}
}

/* The pitch of each moves: a voice after the other. */
RT static void supersaw_moving(struct ugen *u, int n)
{
	struct supersaw *s = u->state;
	double k = phase_per_hz(u->rate_hz);
	int voices = saw_voices(signal_first(u->in[2]));
	float room[2][UGEN_RUN], hz[UGEN_RUN], sum[UGEN_RUN] = {0};
	float saw[UGEN_RUN];
	const float *pitch = ugen_spread(u, 0, n, room[0]);
	const float *detune = ugen_spread(u, 1, n, room[1]);

	for (int j = 0; j < voices; j++) {
		float place = saw_place(j, voices);

		for (int i = 0; i < n; i++)
			hz[i] =
			    pitch[i] *
			    (1 + 0.06f * ugen_clamp(detune[i], 0, 1) * place);
		glide_fill(WAVE_SAW, &s->at[j], hz, k, n, saw);
		for (int i = 0; i < n; i++)
			sum[i] += saw[i];
	}
	for (int i = 0; i < n; i++)
		u->out[0][i] = sum[i] * (1 / sqrtf((float)voices));
}

/* How many they are stays throughout the run. */
RT static bool keeps_voices(const struct ugen *u, int n)
{
	int first = saw_voices(signal_first(u->in[2]));

	for (int i = 1; i < n && u->in[2].step; i++)
		if (saw_voices(ugen_in(u, 2, i)) != first)
			return false;
	return true;
}

RT static void supersaw_run(struct ugen *u, int n)
{
	if (!keeps_voices(u, n))
		supersaw_changing(u, n);
	else if (u->in[0].step || u->in[1].step)
		supersaw_moving(u, n);
	else
		supersaw_still(u, n);
}

struct two {
	uint64_t at, lfo;
};

RT static void superpwm_run(struct ugen *u, int n)
{
	struct two *s = u->state;
	double k = phase_per_hz(u->rate_hz);
	uint64_t lfo[UGEN_RUN];

	phase_fill(&s->lfo, u->in[1], k, n, lfo);
	for (int i = 0; i < n; i++) {
		uint64_t step = phase_step(ugen_in(u, 0, i), k);
		float depth = 0.48f * ugen_clamp(ugen_in(u, 2, i), 0, 1);

		u->out[0][i] =
		    wavetable_pulse(wavetable_for(WAVE_SAW, step), s->at,
				    0.5f + depth * phase_sine(lfo[i]));
		s->at += step;
	}
}

RT static void superchip_run(struct ugen *u, int n)
{
	struct two *s = u->state;
	double k = phase_per_hz(u->rate_hz);
	uint64_t lfo[UGEN_RUN];
	float hz[UGEN_RUN];

	phase_fill(&s->lfo, u->in[1], k, n, lfo);
	for (int i = 0; i < n; i++) {
		float depth = ugen_clamp(ugen_in(u, 2, i), 0, 1);

		hz[i] = ugen_in(u, 0, i) * (1 + depth * phase_sine(lfo[i]));
	}
	glide_fill(WAVE_SQUARE, &s->at, hz, k, n, u->out[0]);
}

RT WIDE static void superfm_run(struct ugen *u, int n)
{
	struct two *s = u->state;
	double k = phase_per_hz(u->rate_hz);
	float room[3][UGEN_RUN], mod_hz[UGEN_RUN], *restrict out = u->out[0];
	uint32_t at[UGEN_RUN], lfo[UGEN_RUN];
	const float *hz = ugen_spread(u, 0, n, room[0]);
	const float *ratio = ugen_spread(u, 1, n, room[1]);
	const float *index = ugen_spread(u, 2, n, room[2]);
	bool still = signal_constant(u->in[0]) && signal_constant(u->in[1]);

	for (int i = 0; i < n; i++)
		mod_hz[i] = hz[i] * ratio[i];
	phase_fill32(&s->at, u->in[0], k, n, at);
	phase_fill32(&s->lfo, (struct signal){mod_hz, still ? 0 : 1}, k, n,
		     lfo);
	for (int i = 0; i < n; i++)
		out[i] = phase_sine32(
		    at[i] + phase_of_angle(phase_sine32(lfo[i]) *
					   ugen_clamp(index[i], -1000, 1000)));
}

#define PARAM_HZ                                                               \
	UGEN_PARAM("freq", "Hz", 0, 20000, 220, "the pitch it is played with")

static const struct ugen_param supersaw_params[] = {
    PARAM_HZ,
    UGEN_PARAM("detune", "", 0, 1, 0.3, "how far the saws lie apart"),
    UGEN_PARAM("voices", "", 2, 7, 7, "how many saws"),
};
static const struct ugen_param superpwm_params[] = {
    PARAM_HZ,
    UGEN_PARAM("rate", "Hz", 0, 1000, 0.5, "how fast the width moves"),
    UGEN_PARAM("depth", "", 0, 1, 0.8, "how far the width moves"),
};
static const struct ugen_param superchip_params[] = {
    PARAM_HZ,
    UGEN_PARAM("vib_rate", "Hz", 0, 1000, 5, "how fast the vibrato is"),
    UGEN_PARAM("depth", "", 0, 1, 0.05,
	       "how wide the vibrato is, as a share of the pitch"),
};
static const struct ugen_param superfm_params[] = {
    PARAM_HZ,
    UGEN_PARAM("ratio", "", 0, 64, 2, "the modulator's pitch to the note's"),
    UGEN_PARAM("index", "rad", -1000, 1000, 1, "how strongly: brightness"),
};

static const struct ugen_row rows[] = {
    {.name = "supersaw",
     .aliases = "",
     UGEN_PARAMS(supersaw_params),
     .flags = UGEN_SYNTH,
     .state_bytes = sizeof(struct supersaw),
     .start = supersaw_start,
     .run = supersaw_run,
     .summary = "a swarm of detuned sawtooths",
     .example = "out: supersaw 110 0.4 # lpf 2000",
     .source = "Roland JP-8000"},
    {.name = "superpwm",
     .aliases = "",
     UGEN_PARAMS(superpwm_params),
     .flags = UGEN_SYNTH,
     .state_bytes = sizeof(struct two),
     .run = superpwm_run,
     .summary = "a pulse wave whose width sways",
     .example = "out: superpwm 110 0.3 0.9 * 0.3",
     .source = "SuperDirt"},
    {.name = "superchip",
     .aliases = "",
     UGEN_PARAMS(superchip_params),
     .flags = UGEN_SYNTH,
     .state_bytes = sizeof(struct two),
     .run = superchip_run,
     .summary = "a square wave with vibrato, as of an old game",
     .example = "out: superchip 440 6 0.02 * 0.2",
     .source = "SuperDirt"},
    {.name = "superfm",
     .aliases = "",
     UGEN_PARAMS(superfm_params),
     .flags = UGEN_SYNTH,
     .state_bytes = sizeof(struct two),
     .run = superfm_run,
     .summary = "two-operator FM whose modulator follows the pitch",
     .example = "out: superfm 220 1.5 3 * 0.3",
     .source = "J. Chowning, 1973"},
};

const struct ugen_family ugen_synth = UGEN_FAMILY("synth", "Synths", rows);
