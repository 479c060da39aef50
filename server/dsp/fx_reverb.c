/* Reverbs after Schroeder: combs and allpasses (reverb), and a plate. */
#include <math.h>
#include "dsp/lanes.h"
#include "dsp/reverb.h"

/* --- reverb: eight combs and four allpasses a side --- */

enum { COMBS = 8, ALLPASSES = 4, LANES = 2 * COMBS };

/* Frames at 44.1 kHz; the right side has 23 more. */
static const int comb_frames[COMBS] = {1116, 1188, 1277, 1356,
				       1422, 1491, 1557, 1617};
static const int allpass_frames[ALLPASSES] = {556, 441, 341, 225};

struct reverb {
	struct ring comb[LANES], allpass[2][ALLPASSES];
	uint32_t tick;
	float room, damp; /* that the next are for */
	float gain[LANES], pole, dull[LANES];
};

/* Lays the rings one behind the other; how many floats they take. */
static uint32_t reverb_rings(struct reverb *s, double rate_hz)
{
	uint32_t at = 0;

	for (int i = 0; i < LANES; i++) {
		int more = i < COMBS ? 0 : 23;
		uint32_t n =
		    scaled(comb_frames[i % COMBS] + more, rate_hz, 44100);

		s->comb[i] = (struct ring){at, n, 0};
		at += n;
	}
	for (int i = 0; i < 2 * ALLPASSES; i++) {
		int more = i < ALLPASSES ? 0 : 23;
		uint32_t n = scaled(allpass_frames[i % ALLPASSES] + more,
				    rate_hz, 44100);

		s->allpass[i / ALLPASSES][i % ALLPASSES] =
		    (struct ring){at, n, 0};
		at += n;
	}
	return at;
}

static size_t reverb_memory(double rate_hz, const float *params)
{
	struct reverb s;

	(void)params;
	return reverb_rings(&s, rate_hz);
}

RT static void reverb_start(struct ugen *u)
{
	struct reverb *s = u->state;

	reverb_rings(s, (double)u->rate_hz);
	s->room = s->damp = -1;
}

/* The time of a room: that of a comb of 30.8 ms whose feedback is 0.7 + 0.28 *
 * room. All combs die away in this time. */
RT static void reverb_tune(struct ugen *u, int f)
{
	struct reverb *s = u->state;
	float room = unit_at(u, 2, f), damp = unit_at(u, 3, f);
	float rt60, per_frame;

	if (room == s->room && damp == s->damp)
		return;
	s->room = room;
	s->damp = damp;
	rt60 = -9.96578428f * 0.0308f / approx_log2(0.7f + 0.28f * room);
	per_frame = loss_of(rt60, u->rate_hz);
	for (int i = 0; i < LANES; i++)
		s->gain[i] = approx_exp2(per_frame * (float)s->comb[i].len);
	s->pole =
	    damp > 0
		? approx_exp2(approx_log2(0.4f * damp) * 44100 / u->rate_hz)
		: 0;
}

/* What comes back into each comb, softer and duller, and x: four combs side by
 * side. y: what came out of each; rubbish up to a multiple of four frames. */
RT static void feed_back(struct reverb *s, int n, const float *x,
			 float y[LANES][TICK])
{
	lanes p = lanes_all(s->pole), q = lanes_all(1 - s->pole);
	lanes dull[LANES / 4], gain[LANES / 4];

	for (int g = 0; g < LANES / 4; g++) {
		dull[g] = lanes_load(s->dull + 4 * g);
		gain[g] = lanes_load(s->gain + 4 * g);
	}
	for (int i = 0; i < n; i += 4) {
		int many = n - i < 4 ? n - i : 4;
		lanes in = lanes_load(x + i);

		for (int g = 0; g < LANES / 4; g++) {
			lanes r[4];

			for (int k = 0; k < 4; k++)
				r[k] = lanes_load(y[4 * g + k] + i);
			lanes_turn(r);
			for (int k = 0; k < many; k++) {
				dull[g] = q * r[k] + p * dull[g];
				r[k] = gain[g] * dull[g];
			}
			lanes_turn(r);
			for (int k = 0; k < 4; k++)
				lanes_store(y[4 * g + k] + i, r[k] + in);
		}
	}
	for (int g = 0; g < LANES / 4; g++)
		lanes_store(s->dull + 4 * g, dull[g]);
}

/* The sum of a side's combs. */
RT static void sum_combs(float y[COMBS][TICK], int n, float *restrict sum)
{
	for (int i = 0; i < n; i += 4) {
		lanes a = lanes_load(y[0] + i);

		for (int k = 1; k < COMBS; k++)
			a += lanes_load(y[k] + i);
		lanes_store(sum + i, a);
	}
}

RT static void reverb_part(struct ugen *u, int n, const float *x,
			   float wet[2][TICK])
{
	struct reverb *s = u->state;
	float y[LANES][TICK];

	for (int k = 0; k < LANES; k++) {
		for (int i = n; i & 3; i++)
			y[k][i] = 0;
		ring_get(&s->comb[k], u->memory, n, y[k]);
	}
	for (int side = 0; side < 2; side++)
		sum_combs(y + side * COMBS, n, wet[side]);
	feed_back(s, n, x, y);
	for (int k = 0; k < LANES; k++)
		ring_put(&s->comb[k], u->memory, y[k], n);
	for (int side = 0; side < 2; side++)
		for (int k = 0; k < ALLPASSES; k++)
			ring_allpass(&s->allpass[side][k], u->memory, 0.5f, 1,
				     wet[side], n);
}

RT static void reverb_run(struct ugen *u, int n)
{
	struct reverb *s = u->state;
	float room[3][UGEN_RUN], x[TICK] = {0}, wet[2][TICK];
	const float *in[2] = {ugen_spread(u, 0, n, room[0]),
			      ugen_spread(u, 1, n, room[1])};
	const float *mix = ugen_spread(u, 4, n, room[2]);

	for (int at = 0, k; at < n; at += k) {
		if (s->tick == 0)
			reverb_tune(u, at);
		k = until_tick(&s->tick, n - at);
		for (int i = 0; i < k; i++)
			x[i] = 0.045f * (in[0][at + i] + in[1][at + i]);
		reverb_part(u, k, x, wet);
		for (int side = 0; side < 2; side++)
			for (int i = 0; i < k; i++)
				u->out[side][at + i] =
				    in[side][at + i] +
				    clampf(mix[at + i], 0, 1) * wet[side][i];
	}
}

/* --- plate --- */

enum { DIFFUSERS = 4, PLATE_TAPS = 7 };

static const double plate_hz = 29761; /* of the frames that follow */
static const int diffuser_frames[DIFFUSERS] = {142, 107, 379, 277};
/* Of each half: swaying allpass, delay, allpass, delay. */
static const int tank_frames[2][4] = {{672, 4453, 1800, 3720},
				      {908, 4217, 2656, 3163}};
/* Where each side listens: half, ring (0 delay, 1 allpass, 2 delay), frames
 * ago, sign. */
static const int plate_taps[2][PLATE_TAPS][4] = {
    {{1, 0, 266, 1},
     {1, 0, 2974, 1},
     {1, 1, 1913, -1},
     {1, 2, 1996, 1},
     {0, 0, 1990, -1},
     {0, 1, 187, -1},
     {0, 2, 1066, -1}},
    {{0, 0, 353, 1},
     {0, 0, 3627, 1},
     {0, 1, 1228, -1},
     {0, 2, 2673, 1},
     {1, 0, 2111, -1},
     {1, 1, 335, -1},
     {1, 2, 121, -1}},
};

struct plate_half {
	uint32_t sway_first, sway_mask, phase;
	struct ring ring[3];
	float dull;
	struct slide loss_sway, loss[3];
};

struct plate {
	struct ring diffuser[DIFFUSERS];
	struct plate_half half[2];
	uint32_t before_mask, now, tick;
	struct glide before, sway;
	float depth; /* since the last tick */
	/* Of the input's allpasses, and of both in each half. */
	struct slide turn[DIFFUSERS], turn_half[2];
	float decay, damp; /* that these are for: */
	struct slide loss[DIFFUSERS], tap[2][PLATE_TAPS];
	struct slide pole, level;
};

static uint32_t plate_rings(struct plate *s, double rate_hz)
{
	uint32_t n = (uint32_t)line_floats(0.5 * rate_hz), at = n;

	s->before_mask = n - 1;
	for (int h = 0; h < 2; h++) {
		n = (uint32_t)line_floats((tank_frames[h][0] + 20) * rate_hz /
					  plate_hz);
		s->half[h].sway_first = at;
		s->half[h].sway_mask = n - 1;
		at += n;
		for (int i = 0; i < 3; i++) {
			n = scaled(tank_frames[h][i + 1], rate_hz, plate_hz);
			s->half[h].ring[i] = (struct ring){at, n, 0};
			at += n;
		}
	}
	for (int i = 0; i < DIFFUSERS; i++) {
		n = scaled(diffuser_frames[i], rate_hz, plate_hz);
		s->diffuser[i] = (struct ring){at, n, 0};
		at += n;
	}
	return at;
}

static size_t plate_memory(double rate_hz, const float *params)
{
	struct plate s;

	(void)params;
	return plate_rings(&s, rate_hz);
}

RT static void plate_start(struct ugen *u)
{
	struct plate *s = u->state;

	plate_rings(s, (double)u->rate_hz);
	s->decay = s->damp = -1;
}

RT static inline uint32_t tap_frames(int frames, float rate_hz)
{
	return scaled(frames, (double)rate_hz, plate_hz);
}

RT static void plate_taps_tune(struct plate *s, float per_frame, float rate_hz,
			       bool begun)
{
	for (int side = 0; side < 2; side++)
		for (int t = 0; t < PLATE_TAPS; t++) {
			const int *tap = plate_taps[side][t];
			float ago = (float)tap_frames(tap[2], rate_hz);

			slide_set(&s->tap[side][t],
				  0.6f * (float)tap[3] *
				      approx_exp2(per_frame * ago),
				  begun);
		}
}

/* How dense it is: the allpasses. */
RT static void plate_thicken(struct plate *s, float diffusion, bool begun)
{
	diffusion = lesser(diffusion, 0.9f);
	for (int i = 0; i < DIFFUSERS; i++)
		slide_set(&s->turn[i],
			  lesser(diffusion * (i < 2 ? 1.07f : 0.89f), 0.9f),
			  begun);
	slide_set(&s->turn_half[0], -diffusion, begun);
	slide_set(&s->turn_half[1], diffusion * 0.714f, begun);
}

RT static void plate_rest(struct plate *s)
{
	slide_rest(s->loss, DIFFUSERS);
	slide_rest(s->tap[0], 2 * PLATE_TAPS);
	slide_rest(&s->pole, 1);
	slide_rest(&s->level, 1);
	for (int h = 0; h < 2; h++) {
		slide_rest(&s->half[h].loss_sway, 1);
		slide_rest(s->half[h].loss, 3);
	}
}

/* Every delay of the plate loses what its length asks for: so the response is
 * that of a plate without loss times a curve that falls 60 dB in `decay`. */
RT static void plate_tune(struct ugen *u, int f)
{
	struct plate *s = u->state;
	float decay = clampf(ugen_in(u, 3, f), 0.1f, 10), per_frame, mean;
	float damp = unit_at(u, 5, f), scale = u->rate_hz / (float)plate_hz;
	bool begun = s->decay > 0;

	plate_thicken(s, unit_at(u, 4, f), begun);
	s->depth = glide_to(&s->sway, 16 * unit_at(u, 6, f), u->rate_hz / TICK);
	if (decay == s->decay && damp == s->damp) {
		plate_rest(s);
		return;
	}
	s->decay = decay;
	s->damp = damp;
	per_frame = loss_of(decay, u->rate_hz);
	for (int i = 0; i < DIFFUSERS; i++)
		slide_set(&s->loss[i],
			  approx_exp2(per_frame * (float)s->diffuser[i].len),
			  begun);
	for (int h = 0; h < 2; h++) {
		struct plate_half *half = &s->half[h];
		float frames = scale * (float)tank_frames[h][0];

		slide_set(&half->loss_sway, approx_exp2(per_frame * frames),
			  begun);
		for (int i = 0; i < 3; i++)
			slide_set(
			    &half->loss[i],
			    approx_exp2(per_frame * (float)half->ring[i].len),
			    begun);
	}
	plate_taps_tune(s, per_frame, u->rate_hz, begun);
	slide_set(&s->pole,
		  damp > 0 ? pole_of(20000 * approx_exp2(-5 * damp), u->rate_hz)
			   : 0,
		  begun);
	/* As loud for any decay, as far as noise goes. */
	mean = approx_exp2(per_frame * scale * 21000);
	slide_set(&s->level, sqrtf(1 - mean * mean), begun);
}

/* x through the allpass that sways. */
RT static void plate_sway(struct ugen *u, int h, float t, float depth, int n,
			  float *restrict x)
{
	struct plate *s = u->state;
	struct plate_half *half = &s->half[h];
	struct line l = {u->memory + half->sway_first, half->sway_mask, s->now};
	float scale = u->rate_hz / (float)plate_hz;
	float mid = (float)tank_frames[h][0] * scale, sway = depth * scale;
	float delay[TICK], late[TICK], w[TICK];
	uint32_t step = lfo_step(h ? 0.87f : 1.03f, u->rate_hz);
	uint32_t phase = half->phase;

	for (int i = 0; i < TICK; i++)
		delay[i] = mid + sway * lfo_sine(phase + step * (uint32_t)i);
	half->phase += step * (uint32_t)n;
	line_read_swaying(&l, delay, n, late);
	for (int i = 0; i < n; i++) {
		float now = t + (float)i, g = slide_at(&s->turn_half[0], now);
		float y = late[i] * slide_at(&half->loss_sway, now);

		w[i] = x[i] + g * y;
		x[i] = y - g * w[i];
	}
	line_write_block(&l, w, n);
}

/* One half of the tank; x goes in, what the other half gave is in it. */
RT static void plate_half_run(struct ugen *u, int h, float t, int n, float *x)
{
	struct plate *s = u->state;
	struct plate_half *half = &s->half[h];
	float y[TICK], dull = half->dull;

	plate_sway(u, h, t, s->depth, n, x);
	ring_get(&half->ring[0], u->memory, n, y);
	ring_put(&half->ring[0], u->memory, x, n);
	for (int i = 0; i < n; i++) {
		float now = t + (float)i;
		float in = y[i] * slide_at(&half->loss[0], now);

		dull = in + slide_at(&s->pole, now) * (dull - in);
		y[i] = dull;
	}
	half->dull = dull;
	slide_allpass(&half->ring[1], u->memory, &s->turn_half[1],
		      &half->loss[1], t, y, n);
	ring_put(&half->ring[2], u->memory, y, n);
}

RT static void plate_listen(struct ugen *u, float t0, int n, float wet[2][TICK])
{
	struct plate *s = u->state;
	float at[TICK];

	for (int side = 0; side < 2; side++) {
		memset(wet[side], 0, TICK * sizeof(float));
		for (int t = 0; t < PLATE_TAPS; t++) {
			const int *tap = plate_taps[side][t];

			ring_tap(&s->half[tap[0]].ring[tap[1]], u->memory,
				 tap_frames(tap[2], u->rate_hz), n, at);
			for (int i = 0; i < n; i++)
				wet[side][i] +=
				    slide_at(&s->tap[side][t], t0 + (float)i) *
				    at[i];
		}
	}
}

/* The input, late and without its attack, into x. */
RT static void plate_in(struct ugen *u, const float *const in[2],
			const float *ms, int n, float t, float *restrict x)
{
	struct plate *s = u->state;
	struct line before = {u->memory, s->before_mask, s->now}, now = before;
	float late[TICK] = {0}, mono[TICK];

	glide_fill(&s->before, ms, n, u->rate_hz, late);
	for (int i = 0; i < n; i++) {
		late[i] *= 1e-3f * u->rate_hz;
		mono[i] = 0.5f * (in[0][i] + in[1][i]);
	}
	line_write_block(&before, mono, n);
	line_read_swaying(&now, late, n, x);
	for (int i = 0; i < n; i++)
		x[i] *= slide_at(&s->level, t + (float)i);
	for (int i = 0; i < DIFFUSERS; i++)
		slide_allpass(&s->diffuser[i], u->memory, &s->turn[i],
			      &s->loss[i], t, x, n);
}

RT static void plate_part(struct ugen *u, const float *const dry[2],
			  const float *ms, float t, int n, float wet[2][TICK])
{
	struct plate *s = u->state;
	float x[TICK], in[2][TICK], cross[2][TICK];

	plate_in(u, dry, ms, n, t, x);
	plate_listen(u, t, n, wet);
	for (int h = 0; h < 2; h++)
		ring_get(&s->half[h].ring[2], u->memory, n, cross[h]);
	for (int h = 0; h < 2; h++) {
		for (int i = 0; i < n; i++)
			in[h][i] = x[i] + slide_at(&s->half[!h].loss[2],
						   t + (float)i) *
					      cross[!h][i];
		plate_half_run(u, h, t, n, in[h]);
	}
	s->now += (uint32_t)n;
}

RT static void plate_run(struct ugen *u, int n)
{
	struct plate *s = u->state;
	float room[4][UGEN_RUN], wet[2][TICK];
	const float *in[2] = {ugen_spread(u, 0, n, room[0]),
			      ugen_spread(u, 1, n, room[1])};
	const float *ms = ugen_spread(u, 2, n, room[2]);
	const float *mix = ugen_spread(u, 7, n, room[3]);

	for (int at = 0, k; at < n; at += k) {
		const float *dry[2] = {in[0] + at, in[1] + at};

		float t = (float)s->tick;

		if (s->tick == 0)
			plate_tune(u, at);
		k = until_tick(&s->tick, n - at);
		plate_part(u, dry, ms + at, t, k, wet);
		for (int side = 0; side < 2; side++)
			for (int i = 0; i < k; i++)
				u->out[side][at + i] =
				    dry[side][i] +
				    clampf(mix[at + i], 0, 1) *
					(wet[side][i] - dry[side][i]);
	}
}

static const struct ugen_param reverb_params[] = {
    UGEN_PARAM("room", "", 0, 1, 0.5f,
	       "its size; 60 dB are gone after -0.0924 / log10(0.7 + 0.28 * "
	       "room) seconds: 0 0.6 s, 0.5 1.2 s, 0.8 2.8 s, 1 10.5 s"),
    UGEN_PARAM("damp", "", 0, 1, 0.5f, "how dull its walls are"),
    UGEN_PARAM("mix", "", 0, 1, 0.3f, "how much of it is added"),
};
static const struct ugen_param plate_params[] = {
    UGEN_PARAM("predelay_ms", "ms", 0, 500, 10, "how late it comes"),
    UGEN_PARAM("decay", "s", 0.1f, 10, 2, "until 60 dB are gone"),
    UGEN_PARAM("diffusion", "", 0, 1, 0.7f, "how dense it is"),
    UGEN_PARAM("damp", "", 0, 1, 0.3f, "how soon the treble is gone"),
    UGEN_PARAM("mod", "", 0, 1, 0.3f, "how much it sways"),
    UGEN_PARAM("mix", "", 0, 1, 0.5f, "0 only dry, 1 only plate"),
};

static const struct ugen_row rows[] = {
    {.name = "reverb",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(reverb_params),
     .flags = UGEN_STEREO_IN | UGEN_STEREO_OUT,
     .state_bytes = sizeof(struct reverb),
     .memory_floats = reverb_memory,
     .start = reverb_start,
     .run = reverb_run,
     .summary = "a room, added to the dry sound",
     .example = "out: impulse 1 # lpf 3000 # reverb 0.7 0.5 0.3",
     .source = "Freeverb (Jezar at Dreampoint), all combs with one time"},
    {.name = "plate",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(plate_params),
     .flags = UGEN_STEREO_IN | UGEN_STEREO_OUT,
     .state_bytes = sizeof(struct plate),
     .memory_floats = plate_memory,
     .start = plate_start,
     .run = plate_run,
     .summary = "a steel plate: dense at once, bright, long",
     .example = "out: impulse 1 # lpf 3000 # plate 20 3",
     .source = "J. Dattorro, Effect Design part 1, 1997"},
};

const struct ugen_family ugen_reverb = UGEN_FAMILY("reverb", "Reverbs", rows);
