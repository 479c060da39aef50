/* Effects that move: rings, tremolo, and delays and allpasses that sway. */
#include "dsp/lfo.h"
#include "dsp/line.h"
#include "dsp/ugen_family.h"

#define TWO_PI 6.2831853f

RT static inline float unit_at(const struct ugen *u, int i, int f)
{
	return clampf(ugen_in(u, i, f), 0, 1);
}

/* The phases of the next n frames, at the rate that input `in` gives. */
RT static void fill_phases(const struct ugen *u, int in, uint32_t *phase, int n,
			   uint32_t *to)
{
	struct signal hz = u->in[in];
	uint32_t step = lfo_step(signal_first(hz), u->rate_hz);

	if (signal_constant(hz)) {
		for (int i = 0; i < n; i++)
			to[i] = *phase + step * (uint32_t)i;
		*phase += step * (uint32_t)n;
		return;
	}
	for (int i = 0; i < n; i++) {
		to[i] = *phase;
		*phase += lfo_step(hz.at[i], u->rate_hz);
	}
}

RT static void ring_run(struct ugen *u, int n)
{
	uint32_t at[UGEN_RUN];

	fill_phases(u, 1, u->state, n, at);
	for (int i = 0; i < n; i++)
		u->out[0][i] = ugen_in(u, 0, i) * lfo_sine(at[i]);
}

RT static void ring_mod_run(struct ugen *u, int n)
{
	for (int i = 0; i < n; i++)
		u->out[0][i] = ugen_in(u, 0, i) * ugen_in(u, 1, i);
}

RT static void fmcrossmod_run(struct ugen *u, int n)
{
	for (int i = 0; i < n; i++) {
		float turn = ugen_in(u, 1, i) * ugen_in(u, 2, i);
		float x = 4 * (turn - approx_floor(turn)) - 2; /* -2..2 */

		/* -cos(pi x / 2) */
		x = fabsf(clampf(x, -2, 2)) - 1;
		u->out[0][i] = ugen_in(u, 0, i) * approx_sin_quarter(x);
	}
}

RT static void tremolo_run(struct ugen *u, int n)
{
	uint32_t at[UGEN_RUN];

	fill_phases(u, 1, u->state, n, at);
	for (int i = 0; i < n; i++) {
		float down = 0.5f - 0.5f * lfo_sine(at[i] + LFO_QUARTER);

		u->out[0][i] = ugen_in(u, 0, i) * (1 - unit_at(u, 2, i) * down);
	}
}

/* A parameter of 0..1 that glides. */
RT static void fill_glide(const struct ugen *u, int in, struct glide *g, int n,
			  float *to)
{
	float room[UGEN_RUN];

	if (signal_constant(u->in[in])) {
		glide_hold(g, unit_at(u, in, 0), n, u->rate_hz, to);
		return;
	}
	for (int i = 0; i < n; i++)
		room[i] = unit_at(u, in, i);
	glide_fill(g, room, n, u->rate_hz, to);
}

struct vibrato {
	struct glide sway;
	uint32_t phase, now;
};

static const float vibrato_seconds = 0.12f; /* of the most sway */

static size_t vibrato_memory(double rate_hz, const float *params)
{
	(void)params;
	return line_floats((double)vibrato_seconds * 2.1 * rate_hz);
}

/* The speed of reading sways between 1 - r and 1 + r, r = 2^(depth / 12) - 1:
 * the place of the tap sways by r / (2 pi hz). */
RT WIDE static void vibrato_run(struct ugen *u, int n)
{
	struct vibrato *s = u->state;
	struct line l = {u->memory, (uint32_t)u->n_memory - 1, s->now};
	struct line read = l;
	bool still = signal_constant(u->in[1]) && signal_constant(u->in[2]);
	uint32_t at[UGEN_RUN];
	float sway[UGEN_RUN], room[UGEN_RUN], delay[UGEN_RUN] = {0};

	fill_phases(u, 1, &s->phase, n, at);
	for (int i = 0; i < (still ? 1 : n); i++) {
		float hz = greater(ugen_in(u, 1, i), 0.01f);
		float semi = clampf(ugen_in(u, 2, i), 0, 12);

		sway[i] = lesser((approx_exp2(semi / 12) - 1) / (TWO_PI * hz),
				 vibrato_seconds);
	}
	if (still)
		glide_hold(&s->sway, sway[0], n, u->rate_hz, delay);
	else
		glide_fill(&s->sway, sway, n, u->rate_hz, delay);
	for (int i = 0; i < n; i++)
		delay[i] = LINE_LEAST + delay[i] * u->rate_hz *
					    (1 - lfo_sine(at[i] + LFO_QUARTER));
	line_write_block(&l, ugen_spread(u, 0, n, room), n);
	line_read_swaying(&read, delay, n, u->out[0]);
	s->now = l.now;
}

enum { STAGES_MOST = 12 };

struct phaser {
	uint32_t phase;
	float last, z[STAGES_MOST];
};

/* The coefficients of the allpasses: their corner sways about 800 Hz, by two
 * octaves at the most. */
RT static void fill_corners(struct ugen *u, int n, float *a)
{
	struct phaser *s = u->state;
	uint32_t at[UGEN_RUN];

	fill_phases(u, 1, &s->phase, n, at);
	for (int i = 0; i < n; i++) {
		float octaves = 2 * unit_at(u, 2, i) * lfo_sine(at[i]);
		float f = 800 * approx_exp2(octaves) / u->rate_hz, t;

		t = approx_tan_pi(lesser(f, 0.45f));
		a[i] = (t - 1) / (t + 1);
	}
}

/* Between two whole numbers of stages it is between what both give. */
RT static void phaser_run(struct ugen *u, int n)
{
	struct phaser *s = u->state;
	float a[UGEN_RUN];

	fill_corners(u, n, a);
	for (int i = 0; i < n; i++) {
		float x = ugen_in(u, 0, i), in, y;
		float fb = clampf(ugen_in(u, 3, i), -0.95f, 0.95f);
		float stages = clampf(ugen_in(u, 4, i), 2, STAGES_MOST);
		int whole = (int)stages;
		float share = stages - (float)whole;

		y = x + fb * s->last;
		for (int k = 0; k < whole; k++) {
			in = y;
			y = a[i] * in + s->z[k];
			s->z[k] = in - a[i] * y;
		}
		if (share > 0) {
			float more = a[i] * y + s->z[whole];

			s->z[whole] = y - a[i] * more;
			y += share * (more - y);
		}
		s->last = y;
		u->out[0][i] = 0.5f * (x + y);
	}
}

struct flanger {
	struct glide depth;
	uint32_t phase, now;
};

static size_t flanger_memory(double rate_hz, const float *params)
{
	(void)params;
	return line_floats(0.0075 * rate_hz);
}

RT WIDE static void flanger_run(struct ugen *u, int n)
{
	struct flanger *s = u->state;
	struct line l = {u->memory, (uint32_t)u->n_memory - 1, s->now};
	struct line_taps t;
	uint32_t at[UGEN_RUN];
	float depth[UGEN_RUN], delay[UGEN_RUN] = {0}, room[2][UGEN_RUN];
	const float *x = ugen_spread(u, 0, n, room[0]);
	const float *back = ugen_spread(u, 3, n, room[1]);

	fill_phases(u, 2, &s->phase, n, at);
	fill_glide(u, 1, &s->depth, n, depth);
	for (int i = 0; i < n; i++) {
		float off =
		    depth[i] * (0.5f - 0.5f * lfo_sine(at[i] + LFO_QUARTER));

		delay[i] = (0.0003f + 0.0065f * off) * u->rate_hz;
	}
	line_weigh(&l, delay, &t);
	for (int i = 0; i < n; i++) {
		float y =
		    line_read_tap(&l, &t, i, l.now - (uint32_t)t.newest[i]);

		line_write(&l, x[i] + clampf(back[i], -0.95f, 0.95f) * y);
		u->out[0][i] = 0.5f * (x[i] + y);
	}
	s->now = l.now;
}

enum { CHORUS_VOICES = 3 };

/* Chorus and fat chorus: for each side a line that some voices read. */
struct chorus {
	struct glide apart, depth;
	uint32_t phase[2 * CHORUS_VOICES];
	uint32_t now;
};

static size_t chorus_memory(double rate_hz, const float *params)
{
	(void)params;
	return 2 * line_floats(0.05 * rate_hz);
}

RT static struct line side_of(const struct ugen *u, uint32_t now, int side)
{
	size_t half = u->n_memory / 2;

	return (struct line){u->memory + half * (size_t)side,
			     (uint32_t)half - 1, now};
}

/* The side's input goes into its line; the line as voices read it. */
RT static struct line write_side(const struct ugen *u, uint32_t now, int side,
				 int n, const float *x)
{
	struct line l = side_of(u, now, side), read = l;

	line_write_block(&l, x, n);
	read.now++;
	return read;
}

/* Two voices a side, a quarter of the sway from one to the next. */
RT WIDE static void chorus_run(struct ugen *u, int n)
{
	struct chorus *s = u->state;
	uint32_t at[UGEN_RUN];
	float depth[UGEN_RUN] = {0}, room[2][UGEN_RUN],
	      delay[2][UGEN_RUN] = {0};
	float y[2][UGEN_RUN];
	const float *mix = ugen_spread(u, 4, n, room[0]);

	fill_phases(u, 2, &s->phase[0], n, at);
	fill_glide(u, 3, &s->depth, n, depth);
	for (int side = 0; side < 2; side++) {
		const float *x = ugen_spread(u, side, n, room[1]);
		struct line l = write_side(u, s->now, side, n, x);
		uint32_t ahead = side ? LFO_QUARTER : 0;

		for (int i = 0; i < n; i++) {
			float sway =
			    0.006f * depth[i] * lfo_sine(at[i] + ahead);

			delay[0][i] = (0.0121f + sway) * u->rate_hz;
			delay[1][i] = (0.0173f - sway) * u->rate_hz;
		}
		for (int v = 0; v < 2; v++)
			line_read_swaying(&l, delay[v], n, y[v]);
		for (int i = 0; i < n; i++)
			u->out[side][i] =
			    x[i] + clampf(mix[i], 0, 1) *
				       (0.7071f * (y[0][i] + y[1][i]) - x[i]);
	}
	s->now += (uint32_t)n;
}

/* The sway of each voice has its own speed. */
RT static void fill_sway(struct ugen *u, int voice, int n, float *sway)
{
	struct chorus *s = u->state;
	uint32_t *p = &s->phase[voice], at[UGEN_RUN];
	uint32_t start = (uint32_t)voice * 0x2aaaaaab;
	float k = 0.27f * (float)voice;
	uint32_t step = lfo_step(0.5f + k * unit_at(u, 3, 0), u->rate_hz);

	for (int i = 0; i < n; i++) {
		if (!signal_constant(u->in[3]))
			step =
			    lfo_step(0.5f + k * unit_at(u, 3, i), u->rate_hz);
		at[i] = *p + start;
		*p += step;
	}
	for (int i = 0; i < n; i++)
		sway[i] = 0.004f * lfo_sine(at[i]);
}

RT WIDE static void fchorus_run(struct ugen *u, int n)
{
	struct chorus *s = u->state;
	float apart[UGEN_RUN], depth[UGEN_RUN], room[UGEN_RUN];
	float delay[UGEN_RUN] = {0}, sway[UGEN_RUN], y[UGEN_RUN];

	fill_glide(u, 2, &s->apart, n, apart);
	fill_glide(u, 4, &s->depth, n, depth);
	for (int side = 0; side < 2; side++) {
		const float *x = ugen_spread(u, side, n, room);
		struct line l = write_side(u, s->now, side, n, x);

		for (int i = 0; i < n; i++)
			u->out[side][i] = 0.5f * x[i];
		for (int v = side; v < 2 * CHORUS_VOICES; v += 2) {
			float k = 0.006f * (float)v;

			fill_sway(u, v, n, sway);
			for (int i = 0; i < n; i++)
				delay[i] = (0.006f + k * apart[i] +
					    depth[i] * sway[i]) *
					   u->rate_hz;
			line_read_swaying(&l, delay, n, y);
			for (int i = 0; i < n; i++)
				u->out[side][i] += 0.4f * y[i];
		}
	}
	s->now += (uint32_t)n;
}

static const struct ugen_param ring_params[] = {
    UGEN_PARAM("freq", "Hz", 0, 20000, 440, "of the sine it is multiplied by"),
};
static const struct ugen_param cross_params[] = {
    UGEN_PARAM("depth", "", 0, 100, 1, "turns of phase at a modulator of 1"),
};
static const struct ugen_param tremolo_params[] = {
    UGEN_PARAM("rate", "Hz", 0, 1000, 5, "how often it gets soft"),
    UGEN_PARAM("depth", "", 0, 1, 0.5f, "how soft; 1 is down to silence"),
};
static const struct ugen_param vibrato_params[] = {
    UGEN_PARAM("rate", "Hz", 0.01f, 100, 5, "how often the pitch sways"),
    UGEN_PARAM("depth", "semitones", 0, 12, 0.3f, "how far"),
};
static const struct ugen_param phaser_params[] = {
    UGEN_PARAM("rate", "Hz", 0, 100, 0.5f, "how often the notches sway"),
    UGEN_PARAM("depth", "", 0, 1, 0.7f, "how far; 1 is two octaves"),
    UGEN_PARAM("feedback", "", -0.95f, 0.95f, 0.3f, "how sharp they are"),
    UGEN_PARAM("stages", "", 2, STAGES_MOST, 4, "twice as many as notches"),
};
static const struct ugen_param flanger_params[] = {
    UGEN_PARAM("depth", "", 0, 1, 0.5f, "how far it sways; 1 is 6.5 ms"),
    UGEN_PARAM("rate", "Hz", 0, 100, 0.3f, "how often"),
    UGEN_PARAM("feedback", "", -0.95f, 0.95f, 0.5f, "how metallic it gets"),
};
static const struct ugen_param chorus_params[] = {
    UGEN_PARAM("rate", "Hz", 0, 100, 0.8f, "how often the voices sway"),
    UGEN_PARAM("depth", "", 0, 1, 0.5f, "how far; 1 is 6 ms"),
    UGEN_PARAM("mix", "", 0, 1, 0.3f, "0 only dry, 1 only voices"),
};
static const struct ugen_param fchorus_params[] = {
    UGEN_PARAM("separation", "", 0, 1, 0.5f, "how far apart the voices are"),
    UGEN_PARAM("variation", "", 0, 1, 0.5f, "how differently they sway"),
    UGEN_PARAM("mod", "", 0, 1, 0.5f, "how far they sway; 1 is 4 ms"),
};

static const struct ugen_row rows[] = {
    {.name = "ring",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(ring_params),
     .state_bytes = sizeof(uint32_t),
     .run = ring_run,
     .summary = "times a sine: bells and robots",
     .example = "out: saw 110 * 0.2 # ring 170",
     .source = "ring modulators"},
    {.name = "ring_mod",
     .aliases = "",
     .inputs = 2,
     .flags = UGEN_STATELESS,
     .run = ring_mod_run,
     .summary = "one sound times another",
     .example = "out: ring_mod (saw 110) (sine 170) * 0.2",
     .source = "ring modulators"},
    {.name = "fmcrossmod",
     .aliases = "",
     .inputs = 2,
     UGEN_PARAMS(cross_params),
     .flags = UGEN_STATELESS,
     .run = fmcrossmod_run,
     .summary = "the carrier times the cosine of the modulator",
     .example = "out: fmcrossmod (saw 110) (sine 70) 0.8 * 0.2",
     .source = "cross modulation"},
    {.name = "tremolo",
     .aliases = "trem",
     .inputs = 1,
     UGEN_PARAMS(tremolo_params),
     .state_bytes = sizeof(uint32_t),
     .run = tremolo_run,
     .summary = "loudness that sways",
     .example = "out: saw 110 * 0.2 # tremolo 5 0.7",
     .source = ""},
    {.name = "vibrato",
     .aliases = "vib",
     .inputs = 1,
     UGEN_PARAMS(vibrato_params),
     .state_bytes = sizeof(struct vibrato),
     .memory_floats = vibrato_memory,
     .run = vibrato_run,
     .summary = "pitch that sways",
     .example = "out: saw 110 * 0.2 # vibrato 5 0.4",
     .source = "delay that sways"},
    {.name = "phaser",
     .aliases = "ph",
     .inputs = 1,
     UGEN_PARAMS(phaser_params),
     .state_bytes = sizeof(struct phaser),
     .run = phaser_run,
     .summary = "notches that sweep up and down",
     .example = "out: saw 110 * 0.2 # phaser 0.4 0.8 0.5 6",
     .source = "first-order allpasses in a row"},
    {.name = "flanger",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(flanger_params),
     .state_bytes = sizeof(struct flanger),
     .memory_floats = flanger_memory,
     .run = flanger_run,
     .summary = "a jet that flies by: a comb that sways",
     .example = "out: saw 110 * 0.2 # flanger 0.6 0.25 0.6",
     .source = "J. Dattorro, Effect Design part 2, 1997"},
    {.name = "chorus",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(chorus_params),
     .flags = UGEN_STEREO_IN | UGEN_STEREO_OUT,
     .state_bytes = sizeof(struct chorus),
     .memory_floats = chorus_memory,
     .run = chorus_run,
     .summary = "some of the same, wide and alive",
     .example = "out: saw 110 * 0.2 # chorus 0.8 0.5 0.5",
     .source = "J. Dattorro, Effect Design part 2, 1997"},
    {.name = "fchorus",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(fchorus_params),
     .flags = UGEN_STEREO_IN | UGEN_STEREO_OUT,
     .state_bytes = sizeof(struct chorus),
     .memory_floats = chorus_memory,
     .run = fchorus_run,
     .summary = "a fat chorus of six voices",
     .example = "out: saw 110 * 0.2 # fchorus 0.5 0.5 0.5",
     .source = ""},
};

const struct ugen_family ugen_mod =
    UGEN_FAMILY("mod", "Modulation effects", rows);
