/* Spaces: eight lines that feed each other (lush, reverb_stereo), a room's
 * response (convolve), and a moment that stays (freeze). */
#include <math.h>
#include "dsp/lanes.h"
#include "dsp/reverb.h"
#include "dsp/wide.h"

/* --- lush: a network of eight delays --- */

enum { LINES = 8, DIFFUSERS = 3 };

/* Frames at 44.1 kHz. */
static const int line_frames[LINES] = {1447, 1693, 1951, 2221,
				       2477, 2749, 3049, 3371};
static const int diffuser_frames[2][DIFFUSERS] = {{149, 263, 421},
						  {157, 241, 433}};

struct lush {
	struct ring diffuser[2][DIFFUSERS];
	uint32_t before, line, before_mask, line_mask; /* places, in floats */
	uint32_t now, tick, phase;
	struct glide predelay, sway, open;
	float decay, damp, freeze; /* that these are for: */
	/* Losses, poles and the level of what comes in go in straight lines
	 * over the tick to where they are set. */
	float loss[LINES], loss_step[LINES], pole[LINES], pole_step[LINES];
	struct slide level, turn, loss_in[2][DIFFUSERS];
	float dull[LINES];
};

/* What is asked of the network at a frame. */
struct lush_settings {
	float decay, diffusion, damp, spin, wander, freeze;
};

static uint32_t lush_lay(struct lush *s, double rate_hz)
{
	uint32_t k = (uint32_t)line_floats(0.5 * rate_hz);
	uint32_t n = (uint32_t)line_floats(0.08 * rate_hz);
	uint32_t at = 2 * k + LINES * n;

	s->before = 0;
	s->before_mask = k - 1;
	s->line = 2 * k;
	s->line_mask = n - 1;
	for (int i = 0; i < 2 * DIFFUSERS; i++) {
		int frames = diffuser_frames[i / DIFFUSERS][i % DIFFUSERS];

		n = scaled(frames, rate_hz, 44100);
		s->diffuser[i / DIFFUSERS][i % DIFFUSERS] =
		    (struct ring){at, n, 0};
		at += n;
	}
	return at;
}

static size_t lush_memory(double rate_hz, const float *params)
{
	struct lush s;

	(void)params;
	return lush_lay(&s, rate_hz);
}

RT static void lush_start(struct ugen *u)
{
	struct lush *s = u->state;

	lush_lay(s, (double)u->rate_hz);
	s->decay = -1;
}

RT static inline int32_t line_length(int k, float rate_hz)
{
	return (int32_t)((double)line_frames[k] * (double)rate_hz / 44100 +
			 0.5);
}

/* To a value within the tick; the first one at once. */
RT static inline void move(float *at, float *step, float to, bool begun)
{
	if (!begun)
		*at = to;
	*step = (to - *at) * (1.0f / TICK);
}

/* Each line loses what its length asks for; the treble what it asks for when
 * its time is 1 - 0.9 damp of the rest's (J.-M. Jot). */
RT static void lush_tune(struct ugen *u, const struct lush_settings *to)
{
	struct lush *s = u->state;
	float per_frame = loss_of(to->decay, u->rate_hz);
	float treble = 1 - 0.9f * to->damp, mean;
	bool frozen = to->freeze > 0.5f, begun = s->decay > 0;

	slide_set(&s->turn, lesser(to->diffusion, 0.9f), begun);
	if (to->decay == s->decay && to->damp == s->damp &&
	    to->freeze == s->freeze) {
		memset(s->loss_step, 0, sizeof(s->loss_step));
		memset(s->pole_step, 0, sizeof(s->pole_step));
		slide_rest(s->loss_in[0], 2 * DIFFUSERS);
		slide_rest(&s->level, 1);
		return;
	}
	s->decay = to->decay;
	s->damp = to->damp;
	s->freeze = to->freeze;
	for (int k = 0; k < LINES; k++) {
		float loss = per_frame * (float)line_length(k, u->rate_hz);
		float pole = 0.17328f * loss * (1 - 1 / (treble * treble));

		move(&s->loss[k], &s->loss_step[k],
		     frozen ? 1 : approx_exp2(loss), begun);
		move(&s->pole[k], &s->pole_step[k],
		     frozen ? 0 : clampf(pole, 0, 0.9f), begun);
	}
	for (int side = 0; side < 2; side++)
		for (int i = 0; i < DIFFUSERS; i++)
			slide_set(&s->loss_in[side][i],
				  approx_exp2(per_frame *
					      (float)s->diffuser[side][i].len),
				  begun);
	mean = approx_exp2(per_frame * 0.055f * u->rate_hz);
	slide_set(&s->level, 0.7f * sqrtf(1 - mean * mean), begun);
}

/* The sum and difference of all, by pairs: keeps their energy. */
RT static inline void mix_lines(float y[LINES][TICK], int n)
{
	for (int step = 1; step < LINES; step *= 2)
		for (int k = 0; k < LINES; k++) {
			if (k & step)
				continue;
			for (int i = 0; i < n; i++) {
				float a = y[k][i], b = y[k + step][i];

				y[k][i] = (a + b) * 0.70710678f;
				y[k + step][i] = (a - b) * 0.70710678f;
			}
		}
}

/* What comes out of the lines; every other one sways. */
RT static void read_lines(struct ugen *u, int n, const float *depth,
			  uint32_t step, float y[LINES][TICK])
{
	struct lush *s = u->state;
	float delay[TICK];

	for (int k = 0; k < LINES; k++) {
		struct line l = {u->memory + s->line +
				     (size_t)k * (s->line_mask + 1),
				 s->line_mask, s->now};
		int32_t len = line_length(k, u->rate_hz);

		if (k & 1) {
			line_copy(&l, (uint32_t)len, n, y[k]);
			continue;
		}
		for (int i = 0; i < TICK; i++) {
			uint32_t p = s->phase + step * (uint32_t)i +
				     (uint32_t)k * 0x2aaaaaabu;

			delay[i] = (float)len + depth[i] * lfo_sine(p);
		}
		line_read_swaying(&l, delay, n, y[k]);
	}
}

/* The loss of four lines side by side, from frame i on; one alone is done in
 * the same steps. */
RT static inline void lose_four(struct lush *s, int k, int n,
				float y[LINES][TICK])
{
	lanes dull = lanes_load(s->dull + k), pole = lanes_load(s->pole + k);
	lanes loss = lanes_load(s->loss + k);
	lanes step = lanes_load(s->loss_step + k);
	lanes pole_step = lanes_load(s->pole_step + k);

	for (int i = 0; i < n; i += LANES_WIDE) {
		int left = n - i < LANES_WIDE ? n - i : LANES_WIDE;
		lanes x[LANES_WIDE];

		for (int j = 0; j < LANES_WIDE; j++)
			x[j] = lanes_load(y[k + j] + i);
		lanes_turn(x);
		for (int j = 0; j < left; j++) {
			dull = pole * dull + (lanes_all(1) - pole) * x[j];
			x[j] = loss * dull;
			loss += step;
			pole += pole_step;
		}
		lanes_turn(x);
		for (int j = 0; j < LANES_WIDE; j++)
			lanes_store(y[k + j] + i, x[j]);
	}
	lanes_store(s->dull + k, dull);
	lanes_store(s->loss + k, loss);
	lanes_store(s->pole + k, pole);
}

RT static void write_lines(struct ugen *u, int n, float in[2][TICK],
			   float y[LINES][TICK])
{
	struct lush *s = u->state;

	for (int k = 0; k < LINES; k += LANES_WIDE)
		lose_four(s, k, n, y);
	for (int k = 0; k < LINES; k++) {
		struct line l = {u->memory + s->line +
				     (size_t)k * (s->line_mask + 1),
				 s->line_mask, s->now};

		for (int i = 0; i < n; i++)
			y[k][i] += in[k & 1][i];
		line_write_block(&l, y[k], n);
	}
}

/* Both sides of the input, late, into in. late: frames, of each frame. */
RT static void lush_in(struct ugen *u, int at, int n, const float *late,
		       const float *open, float since, float in[2][TICK])
{
	struct lush *s = u->state;
	float room[UGEN_RUN];

	for (int side = 0; side < 2; side++) {
		struct line l = {u->memory + s->before +
				     (size_t)side * (s->before_mask + 1),
				 s->before_mask, s->now};

		const float *x = ugen_spread(u, side, at + n, room) + at;
		struct line now = l;

		line_write_block(&l, x, n);
		line_read_swaying(&now, late, n, in[side]);
		for (int i = 0; i < n; i++)
			in[side][i] *=
			    slide_at(&s->level, since + (float)i) * open[i];
		for (int i = 0; i < DIFFUSERS; i++)
			slide_allpass(&s->diffuser[side][i], u->memory,
				      &s->turn, &s->loss_in[side][i], since,
				      in[side], n);
	}
}

/* n frames, n <= TICK, of the settings since the last tick, `since` frames ago;
 * predelay: the input that says it in s. */
RT static void lush_part(struct ugen *u, const struct lush_settings *to, int at,
			 int n, int predelay, float since, float wet[2][TICK])
{
	struct lush *s = u->state;
	float in[2][TICK], y[LINES][TICK], room[UGEN_RUN];
	float late[TICK] = {0}, depth[TICK] = {0}, open[TICK], none = 0;
	struct signal t =
	    predelay ? u->in[predelay] : (struct signal){&none, 0};
	bool frozen = to->freeze > 0.5f;
	uint32_t step = lfo_step(0.1f + 2.9f * to->spin, u->rate_hz);
	float sway = frozen ? 0 : 0.001f * to->wander * u->rate_hz;

	if (signal_constant(t)) {
		glide_hold(&s->predelay, clampf(*t.at, 0, 0.5f), n, u->rate_hz,
			   late);
	} else {
		for (int i = 0; i < n; i++)
			room[i] = clampf(t.at[at + i], 0, 0.5f);
		glide_fill(&s->predelay, room, n, u->rate_hz, late);
	}
	for (int i = 0; i < n; i++)
		late[i] *= u->rate_hz;
	glide_hold(&s->sway, sway, n, u->rate_hz, depth);
	glide_hold(&s->open, !frozen, n, u->rate_hz, open);
	lush_in(u, at, n, late, open, since, in);
	read_lines(u, n, depth, step, y);
	for (int i = 0; i < n; i++) {
		wet[0][i] = 0.5f * (y[0][i] - y[2][i] + y[4][i] - y[6][i]);
		wet[1][i] = 0.5f * (y[1][i] - y[3][i] + y[5][i] - y[7][i]);
	}
	mix_lines(y, n);
	write_lines(u, n, in, y);
	s->phase += step * (uint32_t)n;
	s->now += (uint32_t)n;
}

RT static void lush_mix(struct ugen *u, int at, int n, int mix,
			float wet[2][TICK])
{
	float room[2][UGEN_RUN];
	const float *share = ugen_spread(u, mix, at + n, room[0]) + at;

	for (int side = 0; side < 2; side++) {
		const float *dry = ugen_spread(u, side, at + n, room[1]) + at;

		for (int i = 0; i < n; i++)
			u->out[side][at + i] =
			    dry[i] +
			    clampf(share[i], 0, 1) * (wet[side][i] - dry[i]);
	}
}

struct lush_unit {
	struct lush net;
	struct lush_settings now;
};

RT static void lush_run(struct ugen *u, int n)
{
	struct lush_unit *s = u->state;
	float wet[2][TICK], since;

	for (int at = 0, k; at < n; at += k) {
		if (s->net.tick == 0) {
			s->now = (struct lush_settings){
			    clampf(ugen_in(u, 2, at), 0.1f, 60),
			    unit_at(u, 3, at),
			    unit_at(u, 4, at),
			    unit_at(u, 5, at),
			    unit_at(u, 6, at),
			    ugen_in(u, 7, at)};
			lush_tune(u, &s->now);
		}
		since = (float)s->net.tick;
		k = until_tick(&s->net.tick, n - at);
		lush_part(u, &s->now, at, k, 9, since, wet);
		lush_mix(u, at, k, 8, wet);
	}
}

RT static void reverb_stereo_run(struct ugen *u, int n)
{
	struct lush_unit *s = u->state;
	float wet[2][TICK], since;

	for (int at = 0, k; at < n; at += k) {
		if (s->net.tick == 0) {
			s->now = (struct lush_settings){
			    clampf(ugen_in(u, 3, at), 0.1f, 60),
			    0.7f,
			    0.15f,
			    0.3f,
			    0.2f,
			    0};
			lush_tune(u, &s->now);
		}
		since = (float)s->net.tick;
		k = until_tick(&s->net.tick, n - at);
		lush_part(u, &s->now, at, k, 0, since, wet);
		lush_mix(u, at, k, 2, wet);
	}
}

/* --- convolve: the response of a room, as sparse pulses (velvet noise) --- */

enum { PARTS = 3 };

/* The later, the fewer pulses and the duller. */
static const struct {
	double from, to; /* s */
	int pulses;
	float hz; /* of its lowpass */
} room_part[PARTS] = {
    {0.004, 0.08, 110, 14000}, {0.08, 0.3, 120, 6000}, {0.3, 0.7, 110, 2500}};

enum { PULSES = 340 };

struct room {
	uint32_t now;
	float dull[2 * PARTS];
};

/* A pulse: how late, in frames; how loud. */
struct pulse {
	float late, gain;
};

static size_t room_memory(double rate_hz, const float *params)
{
	(void)params;
	return line_floats(0.72 * rate_hz) + UGEN_RUN +
	       2 * PULSES * sizeof(struct pulse) / sizeof(float);
}

/* The pulses stand behind the line. */
RT static struct pulse *room_pulses(const struct ugen *u)
{
	return (struct pulse *)(void *)(u->memory + u->n_memory) - 2 * PULSES;
}

RT static inline uint32_t room_mask(const struct ugen *u)
{
	return (uint32_t)line_floats(0.72 * (double)u->rate_hz) - 1;
}

/* One pulse at random in each of a part's even pieces; 60 dB in 0.9 s. */
RT static void room_start(struct ugen *u)
{
	struct pulse *p = room_pulses(u);
	uint32_t seed = 20;

	for (int side = 0; side < 2; side++)
		for (int k = 0; k < PARTS; k++)
			for (int i = 0; i < room_part[k].pulses; i++, p++) {
				double n = room_part[k].pulses, piece, t;

				piece =
				    (room_part[k].to - room_part[k].from) / n;
				seed = seed * 1664525 + 1013904223;
				t = room_part[k].from +
				    piece * (i + (double)seed * 0x1p-32);
				seed = seed * 1664525 + 1013904223;
				p->late =
				    (float)(int32_t)(t * (double)u->rate_hz);
				p->gain = 3.2f * (float)sqrt(piece) *
					  (float)exp(-7.6753 * t);
				if (seed >> 31)
					p->gain = -p->gain;
			}
}

RT static void room_write(struct ugen *u, int n)
{
	struct room *s = u->state;
	uint32_t mask = room_mask(u);

	for (int i = 0; i < n; i++) {
		uint32_t at = (s->now + (uint32_t)i) & mask;
		float x = 0.5f * (ugen_in(u, 0, i) + ugen_in(u, 1, i));

		u->memory[at] = x;
		if (at < UGEN_RUN) /* so that a run is in one piece */
			u->memory[at + mask + 1] = x;
	}
}

enum { OCTET = 8, OCTETS = 8 };
typedef float octet __attribute__((vector_size(4 * OCTET)));

/* All pulses of a part into 64 frames, which stay in registers meanwhile. */
RT static WIDE_PART void sum_pulses(const float *memory, uint32_t now,
				    uint32_t mask, const struct pulse *p,
				    int n_pulses, float *to)
{
	octet sum[OCTETS] = {{0}};

	for (int k = 0; k < n_pulses; k++) {
		uint32_t late = (uint32_t)(int32_t)p[k].late;
		const float *x = memory + ((now - late) & mask);

		for (int j = 0; j < OCTETS; j++) {
			octet y;

			memcpy(&y, x + OCTET * j, sizeof(y));
			sum[j] += p[k].gain * y;
		}
	}
	memcpy(to, sum, sizeof(sum));
}

enum { SIDES = 2, DULLED = SIDES * PARTS };

/* The pulses of each side's parts, as much as their lowpasses take. */
RT WIDE static void room_sums(struct ugen *u, const float *rest,
			      float sum[DULLED][UGEN_RUN])
{
	const struct room *s = u->state;
	const struct pulse *p = room_pulses(u);
	uint32_t mask = room_mask(u);

	for (int k = 0; k < DULLED; k++) {
		int pulses = room_part[k % PARTS].pulses;

		sum_pulses(u->memory, s->now, mask, p, pulses, sum[k]);
		for (int i = 0; i < UGEN_RUN; i++)
			sum[k][i] *= rest[k % PARTS];
		p += pulses;
	}
}

/* The lowpasses side by side, as each waits for itself. */
RT static void room_dull(struct room *s, const float *pole, int n,
			 float sum[DULLED][UGEN_RUN], float *wet[SIDES])
{
	float d[DULLED];

	memcpy(d, s->dull, sizeof(d));
	for (int i = 0; i < n; i++) {
		for (int k = 0; k < DULLED; k++)
			d[k] = pole[k % PARTS] * d[k] + sum[k][i];
		wet[0][i] = (d[0] + d[1]) + d[2];
		wet[1][i] = (d[3] + d[4]) + d[5];
	}
	memcpy(s->dull, d, sizeof(d));
}

RT static void room_run(struct ugen *u, int n)
{
	struct room *s = u->state;
	float sum[DULLED][UGEN_RUN], pole[PARTS], rest[PARTS];
	float room[2][UGEN_RUN];
	const float *mix = ugen_spread(u, 2, n, room[0]);

	room_write(u, n);
	for (int k = 0; k < PARTS; k++) {
		pole[k] = pole_of(room_part[k].hz, u->rate_hz);
		rest[k] = 1 - pole[k];
	}
	room_sums(u, rest, sum);
	room_dull(s, pole, n, sum, u->out);
	for (int side = 0; side < SIDES; side++) {
		const float *dry = ugen_spread(u, side, n, room[1]);
		float *restrict out = u->out[side];

		for (int i = 0; i < n; i++)
			out[i] =
			    dry[i] + clampf(mix[i], 0, 1) * (out[i] - dry[i]);
	}
	s->now += (uint32_t)n;
}

/* --- freeze --- */

struct freeze {
	uint32_t now, held; /* frames since it was held */
	bool holds;
	float level;
};

static const float moment = 0.4f; /* s that stay */

static size_t freeze_memory(double rate_hz, const float *params)
{
	(void)params;
	return line_floats(2.2 * (double)moment * rate_hz);
}

/* Two loops of the moment before it was held, half a loop apart. */
RT static float moment_at(const struct ugen *u, uint32_t length)
{
	const struct freeze *s = u->state;
	uint32_t mask = (uint32_t)u->n_memory - 1, half = length / 2;
	uint32_t a = s->held % length, b = (s->held + half) % length;
	float turn = approx_sin_quarter(
	    2 * fabsf((float)a / (float)length - 0.5f) * -1 + 1);
	float k = turn * turn, from_a, from_b;

	/* `now` stands while it is held. */
	from_a = u->memory[(s->now - length + a) & mask];
	from_b = u->memory[(s->now - length + b) & mask];
	return k * from_a + (1 - k) * from_b;
}

RT static void freeze_run(struct ugen *u, int n)
{
	struct freeze *s = u->state;
	uint32_t mask = (uint32_t)u->n_memory - 1;
	uint32_t length = (uint32_t)(int32_t)(moment * u->rate_hz);
	float step = 50 / u->rate_hz;

	for (int i = 0; i < n; i++) {
		bool holds = ugen_in(u, 1, i) > 0;
		float x = ugen_in(u, 0, i), y = 0;

		if (holds && !s->holds && s->level <= 0)
			s->held = 0;
		s->holds = holds;
		s->level = clampf(s->level + (holds ? step : -step), 0, 1);
		if (s->level > 0) {
			y = moment_at(u, length);
			s->held++;
		} else {
			u->memory[s->now++ & mask] = x;
		}
		u->out[0][i] = x + s->level * (y - x);
	}
}

static const struct ugen_param lush_params[] = {
    UGEN_PARAM("decay", "s", 0.1f, 60, 3, "until 60 dB are gone"),
    UGEN_PARAM("diffusion", "", 0, 1, 0.7f, "how soft it begins"),
    UGEN_PARAM("damp", "", 0, 1, 0.3f, "how much sooner the treble is gone"),
    UGEN_PARAM("spin", "", 0, 1, 0.3f, "how fast it sways; 1 is 3 Hz"),
    UGEN_PARAM("wander", "", 0, 1, 0.2f, "how far it sways; 1 is 1 ms"),
    UGEN_PARAM("freeze", "", 0, 1, 0, "over 0.5: what sounds stays for ever"),
    UGEN_PARAM("mix", "", 0, 1, 0.5f, "0 only dry, 1 only space"),
    UGEN_PARAM("predelay", "s", 0, 0.5f, 0.02f,
	       "how late it comes; the first of eight arguments"),
};
static const struct ugen_param stereo_params[] = {
    UGEN_PARAM("wet", "", 0, 1, 0.3f, "0 only dry, 1 only reverb"),
    UGEN_PARAM("time", "s", 0.1f, 60, 2, "until 60 dB are gone"),
};
static const struct ugen_param convolve_params[] = {
    UGEN_PARAM("mix", "", 0, 1, 0.5f, "0 only dry, 1 only room"),
};
static const struct ugen_param freeze_params[] = {
    UGEN_PARAM("trigger", "", 0, 1, 0, "while over 0 the moment stays"),
};

static const struct ugen_row rows[] = {
    {.name = "lush",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(lush_params),
     .flags = UGEN_STEREO_IN | UGEN_STEREO_OUT,
     .state_bytes = sizeof(struct lush_unit),
     .memory_floats = lush_memory,
     .start = lush_start,
     .run = lush_run,
     .summary = "a wide, soft space that can stand still",
     .example = "out: impulse 1 # lpf 3000 # lush 4",
     .source = "J.-M. Jot and A. Chaigne, feedback delay networks, 1991"},
    {.name = "reverb_stereo",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(stereo_params),
     .flags = UGEN_STEREO_IN | UGEN_STEREO_OUT,
     .state_bytes = sizeof(struct lush_unit),
     .memory_floats = lush_memory,
     .start = lush_start,
     .run = reverb_stereo_run,
     .summary = "a wide space, by its loudness and time alone",
     .example = "out: impulse 1 # lpf 3000 # reverb_stereo 0.4 2",
     .source = "feedback delay network"},
    {.name = "convolve",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(convolve_params),
     .flags = UGEN_STEREO_IN | UGEN_STEREO_OUT,
     .state_bytes = sizeof(struct room),
     .memory_floats = room_memory,
     .start = room_start,
     .run = room_run,
     .summary = "the response of a room that is built in",
     .example = "out: impulse 1 # lpf 3000 # convolve 0.4",
     .source = "velvet noise, M. Karjalainen and H. Jarvelainen, 2007"},
    {.name = "freeze",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(freeze_params),
     .state_bytes = sizeof(struct freeze),
     .memory_floats = freeze_memory,
     .run = freeze_run,
     .summary = "holds the last moment while its trigger is up",
     .example = "out: saw \"110 165 220\" * 0.2 # freeze (square 0.5)",
     .source = ""},
};

const struct ugen_family ugen_space = UGEN_FAMILY("space", "Spaces", rows);
