/* Plucked strings: a delay line of one period that loses highs at each round.
 * The loss delays too, and an allpass fills what is missing to the period: both
 * are reckoned at the fundamental, which is in tune to its last digits. */
#include <math.h>
#include "dsp/approx.h"
#include "dsp/noise.h"
#include "dsp/ugen_family.h"

#define TAU 6.283185307179586
#define LOWEST_HZ 20.0f

/* What the loop is made of, for a pitch and a damping. */
struct tuning {
	float hz, damping; /* it was made for */
	uint32_t whole;	   /* frames of the delay line */
	float period;
	float loss, gain; /* of the lowpass; of a round */
	float pass;	  /* of the allpass */
};

struct string {
	uint64_t count;
	uint32_t write, burst; /* burst: frames of the pluck to come */
	float gate;
	float low, pass_in, pass_out;
	float block_in, block_out;
	float soft;
	struct tuning t;
};

static size_t string_memory(double rate_hz, const float *params)
{
	(void)params;
	return (size_t)(rate_hz / (double)LOWEST_HZ) + 8;
}

/* Damping 0 rings for 10 s, 0.5 for 1 s, 1 for 0.1 s; highs for less. */
RT static void tune(struct tuning *t, float hz, float damping, float rate_hz)
{
	double s, w, period, lag, d;

	t->hz = hz;
	t->damping = damping;
	damping = ugen_clamp(damping, 0, 1);
	hz = ugen_clamp(fabsf(hz), LOWEST_HZ, 0.2f * rate_hz);
	period = (double)rate_hz / (double)hz;
	w = TAU / period;
	s = 0.02 + 0.46 * (double)damping;
	lag = atan2(s * sin(w), 1 - s + s * cos(w)) / w;
	t->whole = (uint32_t)(period - lag - 0.3);
	d = period - lag - (double)t->whole;
	t->pass = (float)(sin((1 - d) * w / 2) / sin((1 + d) * w / 2));
	t->loss = (float)s;
	t->gain = approx_exp2(
	    -9.965784f / (hz * approx_exp2(3.321928f * (1 - 2 * damping))));
	t->period = (float)period;
}

/* One round of the loop, or a frame of the pluck. */
RT static inline float string_frame(struct ugen *u, struct string *s, bool soft)
{
	uint32_t size = (uint32_t)u->n_memory;
	uint32_t read =
	    s->write + (s->write < s->t.whole ? size : 0) - s->t.whole;
	float x = u->memory[read], y;

	y = s->t.gain * ((1 - s->t.loss) * x + s->t.loss * s->low);
	s->low = x;
	x = y;
	y = s->t.pass * (x - s->pass_out) + s->pass_in;
	s->pass_in = x;
	s->pass_out = y;
	if (s->burst) {
		s->burst--;
		y = noise_at(noise_key(u->seed, 0), (uint32_t)s->count++);
		s->soft += 0.35f * (y - s->soft);
		y = soft ? 1.6f * s->soft : y;
	}
	y = ugen_clamp(y, -4, 4);
	u->memory[s->write] = y;
	return y;
}

/* What stood `back` frames before the one just written. */
RT static inline float string_tap(const struct ugen *u, const struct string *s,
				  float back)
{
	uint32_t size = (uint32_t)u->n_memory, whole = (uint32_t)back;
	uint32_t a = s->write + (s->write < whole ? size : 0) - whole;
	uint32_t b = a ? a - 1 : size - 1;
	float f = back - (float)whole;

	return u->memory[a] + f * (u->memory[b] - u->memory[a]);
}

RT static inline float string_block(struct string *s, float x, float keep)
{
	float y = x - s->block_in + keep * s->block_out;

	s->block_in = x;
	s->block_out = y;
	return y;
}

RT static inline void string_run(struct ugen *u, int n, bool tapped)
{
	struct string *s = u->state;
	float keep = 1 - (float)(TAU * 8) / u->rate_hz;

	for (int i = 0; i < n; i++) {
		float gate = ugen_in(u, 0, i), hz = ugen_in(u, 1, i);
		float damping = ugen_in(u, 2, i), y;

		if (hz != s->t.hz || damping != s->t.damping || !s->t.whole)
			tune(&s->t, hz, damping, u->rate_hz);
		if (gate > 0 && s->gate <= 0) {
			s->burst = s->t.whole + 1;
			s->soft = 0;
		}
		s->gate = gate;
		y = string_frame(u, s, tapped);
		if (tapped) {
			float at = ugen_clamp(ugen_in(u, 3, i), 0.02f, 0.5f);

			y = 0.7f * (y - string_tap(u, s, at * s->t.period));
		}
		s->write = s->write + 1 < u->n_memory ? s->write + 1 : 0;
		u->out[0][i] = string_block(s, y, keep);
	}
}

RT static void pluck_run(struct ugen *u, int n)
{
	string_run(u, n, false);
}

RT static void waveguide_run(struct ugen *u, int n)
{
	string_run(u, n, true);
}

static const struct ugen_param pluck_params[] = {
    UGEN_PARAM("freq", "Hz", 20, 8000, 220, "the pitch of the string"),
    UGEN_PARAM("damping", "", 0, 1, 0.5,
	       "how soon it fades: 0 rings for 10 s, 1 for 0.1 s"),
};
static const struct ugen_param waveguide_params[] = {
    UGEN_PARAM("freq", "Hz", 20, 8000, 220, "the pitch of the string"),
    UGEN_PARAM("damping", "", 0, 1, 0.5,
	       "how soon it fades: 0 rings for 10 s, 1 for 0.1 s"),
    UGEN_PARAM("pickup", "", 0.02, 0.5, 0.2,
	       "where on the string one listens; 0.5 is its middle"),
};

static const struct ugen_row rows[] = {
    {.name = "pluck",
     .aliases = "",
     UGEN_PARAMS(pluck_params),
     .flags = UGEN_SYNTH | UGEN_GATED,
     .state_bytes = sizeof(struct string),
     .memory_floats = string_memory,
     .run = pluck_run,
     .summary = "a plucked string",
     .example = "out: pluck \"220 330 275\" 0.4 * 0.5",
     .source = "D. Jaffe and J. O. Smith after K. Karplus and A. Strong, 1983"},
    {.name = "waveguide",
     .aliases = "",
     UGEN_PARAMS(waveguide_params),
     .flags = UGEN_SYNTH | UGEN_GATED,
     .state_bytes = sizeof(struct string),
     .memory_floats = string_memory,
     .run = waveguide_run,
     .summary = "a softly plucked string, heard at one of its points",
     .example = "out: waveguide \"110 165\" 0.3 0.15 * 0.5",
     .source = "J. O. Smith, digital waveguides, 1992"},
};

const struct ugen_family ugen_string = UGEN_FAMILY("string", "Strings", rows);
