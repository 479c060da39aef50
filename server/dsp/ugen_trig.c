/* Oscillators with an envelope of their own, to be played by events. */
#include "dsp/phase.h"
#include "dsp/ugen_env.h"
#include "dsp/wavetable.h"

enum wave { SINE, SAW, SQUARE, TRI };

struct trig {
	uint64_t at;
	struct env env;
};

RT static inline float wave_at(enum wave wave, uint64_t at, uint64_t step)
{
	if (wave == SINE)
		return phase_sine(at);
	return wavetable_at(wavetable_for(wave == SAW	   ? WAVE_SAW
					  : wave == SQUARE ? WAVE_SQUARE
							   : WAVE_TRI,
					  step),
			    at);
}

/* The envelope's times begin at input `times`; before it the gate and the
 * frequency, and the wave, if it can be chosen. */
RT static void run(struct ugen *u, int n, enum wave wave, int times)
{
	struct trig *s = u->state;
	double k = phase_per_hz(u->rate_hz);
	float shape[UGEN_RUN];
	struct ugen env = *u;

	for (int i = 0; i < 4; i++)
		env.in[1 + i] = u->in[times + i];
	env.state = &s->env;
	env.out[0] = shape;
	env_adsr_run(&env, n);
	for (int i = 0; i < n; i++) {
		uint64_t step = phase_step(ugen_in(u, 1, i), k);

		if (times == 3)
			wave = (enum wave)(
			    int)(ugen_clamp(ugen_in(u, 2, i), SINE, TRI) +
				 0.5f);
		u->out[0][i] = shape[i] * wave_at(wave, s->at, step);
		s->at += step;
	}
}

RT static void sine_run(struct ugen *u, int n)
{
	run(u, n, SINE, 2);
}

RT static void saw_run(struct ugen *u, int n)
{
	run(u, n, SAW, 2);
}

RT static void square_run(struct ugen *u, int n)
{
	run(u, n, SQUARE, 2);
}

RT static void tri_run(struct ugen *u, int n)
{
	run(u, n, TRI, 2);
}

RT static void synth_run(struct ugen *u, int n)
{
	run(u, n, SINE, 3);
}

#define NOTES                                                                  \
	UGEN_PARAM("notes", "Hz", 0, 20000, 440, "the pitch of each voice")
#define ENVELOPE                                                               \
	UGEN_PARAM("attack", "s", 0, 3600, 0.001f, "time to rise to 1"),       \
	    UGEN_PARAM("decay", "s", 0, 3600, 0.1f,                            \
		       "time to fall from there"),                             \
	    UGEN_PARAM("sustain", "", 0, 1, 0, "level while the event lasts"), \
	    UGEN_PARAM("release", "s", 0, 3600, 0.1f,                          \
		       "time to fall to 0 after it")

static const struct ugen_param trig_params[] = {NOTES, ENVELOPE};
static const struct ugen_param synth_params[] = {
    NOTES,
    {.name = "wave",
     .unit = "",
     .least = 0,
     .most = 3,
     .initial = 0,
     .summary = "the shape of the wave",
     .words = "sine saw square tri"},
    ENVELOPE};

#define TRIG(name_, run_)                                                      \
	.name = name_, .aliases = "", .flags = UGEN_SYNTH | UGEN_GATED,        \
	.run = run_, .state_bytes = sizeof(struct trig),                       \
	.source = "mip-mapped wavetables"

static const struct ugen_row rows[] = {
    {TRIG("sine_trig", sine_run), UGEN_PARAMS(trig_params),
     .summary = "a sine for each event, with an envelope",
     .example = "out: sine_trig \"c4 e4 g4 e4\" 0.01 0.2 * 0.3"},
    {TRIG("saw_trig", saw_run), UGEN_PARAMS(trig_params),
     .summary = "a sawtooth for each event, with an envelope",
     .example = "out: saw_trig \"c3 [e3,g3]\" 0.01 0.2 * 0.2"},
    {TRIG("square_trig", square_run), UGEN_PARAMS(trig_params),
     .summary = "a square wave for each event, with an envelope",
     .example = "out: square_trig \"110 ~ 220 165\" * 0.2"},
    {TRIG("tri_trig", tri_run), UGEN_PARAMS(trig_params),
     .summary = "a triangle wave for each event, with an envelope",
     .example = "out: tri_trig \"c4 e4\" 0.01 0.1 0.5 0.3 * 0.3"},
    {TRIG("synth", synth_run), UGEN_PARAMS(synth_params),
     .summary = "a voice for each event, of a wave that can be chosen",
     .example = "out: synth \"c3 e3 g3\" \"saw\" 0.01 0.2 * 0.2"},
};

const struct ugen_family ugen_trig =
    UGEN_FAMILY("trig", "Voices of oscillators", rows);
