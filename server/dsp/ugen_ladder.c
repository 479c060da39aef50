/* Filters that are not of two poles: the ladder, the comb, the all-pass. */
#include <math.h>
#include "dsp/approx.h"
#include "dsp/lanes.h"
#include "dsp/svf.h"
#include "dsp/wide.h"

/* --- Ladder --- */

struct ladder {
	float s[4];
	/* Standing still: what for, and what the states take from the next
	 * frame's input. */
	float hz, resonance, back;
	bool still;
};

/* Near tanh, exact at its ends. */
RT static inline float soften(float x)
{
	float y = ugen_clamp(x, -3, 3), y2 = y * y;

	return y * (27 + y2) / (27 + 9 * y2);
}

/* What a cutoff and a resonance make of the ladder. With u what goes into the
 * first pole, pole i gives power[i] * u and what the states add; that is folded
 * so that a frame waits for little. */
struct ladder_gains {
	float power[4]; /* G^(i + 1), G = g / (1 + g) */
	float state[4]; /* G^i / (1 + g) */
	float back[4];	/* of each state in u */
	float in;	/* of the input in u */
};

RT static inline struct ladder_gains ladder_gains(float g, float k)
{
	struct ladder_gains c;
	float one = 1 / (1 + g), G = g * one;

	c.power[0] = G;
	c.state[0] = one;
	for (int i = 1; i < 4; i++) {
		c.power[i] = c.power[i - 1] * G;
		c.state[i] = c.state[i - 1] * G;
	}
	c.in = 1 / (1 + k * c.power[3]);
	for (int i = 0; i < 4; i++)
		c.back[i] = k * c.in * c.state[3 - i];
	return c;
}

/* Four one-pole filters in a ring without delay; what goes in is softened, so
 * that the ring never grows beyond it. */
RT static inline float ladder_step(struct ladder *l, float x,
				   const struct ladder_gains *c)
{
	float *s = l->s, y[4], u;

	u = x * c->in - ((c->back[0] * s[0] + c->back[1] * s[1]) +
			 (c->back[2] * s[2] + c->back[3] * s[3]));
	u = soften(u);
	y[0] = c->state[0] * s[0];
	y[1] = c->state[1] * s[0] + c->state[0] * s[1];
	y[2] = c->state[2] * s[0] + c->state[1] * s[1] + c->state[0] * s[2];
	y[3] = (c->state[3] * s[0] + c->state[2] * s[1]) +
	       (c->state[1] * s[2] + c->state[0] * s[3]);
	for (int i = 0; i < 4; i++) {
		y[i] += c->power[i] * u;
		s[i] = 2 * y[i] - s[i];
	}
	return y[3];
}

RT static struct ladder_gains ladder_at(const struct ugen *u, int i)
{
	return ladder_gains(svf_g(ugen_in(u, 1, i), u->rate_hz),
			    4 * ugen_clamp(ugen_in(u, 2, i), 0, 1));
}

/* The same for gains that stay: the states go on by one matrix, and what they
 * will take from the next input is known before they are. */
struct ladder_still {
	lanes next[4];	  /* of each state in those after it */
	lanes by_in, out; /* of the softened input in them; of them in y[3] */
	lanes back;	  /* of the states in what is taken next ... */
	float back_in;	  /* ... and of the softened input */
};

RT static struct ladder_still ladder_still(const struct ladder_gains *c)
{
	struct ladder_still m = {.back_in = 0};

	for (int j = 0; j < 4; j++) {
		float back = 0;

		for (int i = j; i < 4; i++)
			m.next[j][i] = 2 * c->state[i - j] - (i == j ? 1 : 0);
		for (int i = 0; i < 4; i++)
			back += c->back[i] * m.next[j][i];
		m.back[j] = back;
		m.by_in[j] = 2 * c->power[j];
		m.out[j] = c->state[3 - j];
		m.back_in += c->back[j] * m.by_in[j];
	}
	return m;
}

RT static inline float lanes_sum(lanes x)
{
	return (x[0] + x[1]) + (x[2] + x[3]);
}

RT static void ladder_run_still(struct ladder *l, const float *x, int n,
				const struct ladder_gains *c, float *out)
{
	struct ladder_still m = ladder_still(c);
	lanes s = lanes_load(l->s);
	float back = l->back;

	for (int i = 0; i < n; i++) {
		float u = soften(x[i] * c->in - back);

		back = lanes_sum(m.back * s) + m.back_in * u;
		out[i] = lanes_sum(m.out * s) + c->power[3] * u;
		s = ((m.next[0] * lanes_all(s[0]) +
		      m.next[1] * lanes_all(s[1])) +
		     (m.next[2] * lanes_all(s[2]) +
		      m.next[3] * lanes_all(s[3]))) +
		    m.by_in * lanes_all(u);
	}
	lanes_store(l->s, s);
	l->back = back;
}

/* The gains of each frame, each in a row. */
struct ladder_moving {
	float power[4][UGEN_RUN], state[4][UGEN_RUN], back[4][UGEN_RUN];
	float in[UGEN_RUN];
};

RT WIDE static void fill_moving(const struct ugen *u, int n,
				struct ladder_moving *m)
{
	float room[2][UGEN_RUN], rate = u->rate_hz;
	const float *hz = ugen_spread(u, 1, n, room[0]);
	const float *resonance = ugen_spread(u, 2, n, room[1]);

	for (int i = 0; i < n; i++) {
		float k = 4 * ugen_clamp(resonance[i], 0, 1);
		float g = svf_g(hz[i], rate), one = 1 / (1 + g), G = g * one;
		float s1 = one * G, s2 = s1 * G, s3 = s2 * G;
		float in = 1 / (1 + k * (G * G * (G * G))), back = k * in;

		m->in[i] = in;
		m->power[0][i] = G;
		m->power[1][i] = G * G;
		m->power[2][i] = G * G * G;
		m->power[3][i] = G * G * (G * G);
		m->state[0][i] = one;
		m->state[1][i] = s1;
		m->state[2][i] = s2;
		m->state[3][i] = s3;
		m->back[0][i] = back * s3;
		m->back[1][i] = back * s2;
		m->back[2][i] = back * s1;
		m->back[3][i] = back * one;
	}
}

RT static void ladder_run_moving(struct ladder *l, struct ugen *u,
				 const float *x, int n)
{
	struct ladder_moving m;

	fill_moving(u, n, &m);
	for (int i = 0; i < n; i++) {
		struct ladder_gains c = {.in = m.in[i]};

		for (int k = 0; k < 4; k++) {
			c.power[k] = m.power[k][i];
			c.state[k] = m.state[k][i];
			c.back[k] = m.back[k][i];
		}
		u->out[0][i] = ladder_step(l, x[i], &c);
	}
}

RT static void ladder_run(struct ugen *u, int n)
{
	struct ladder l = *(struct ladder *)u->state;
	float hz = ugen_in(u, 1, 0), resonance = ugen_in(u, 2, 0);
	struct ladder_gains c = ladder_at(u, 0);
	float room[UGEN_RUN];
	const float *x = ugen_spread(u, 0, n, room);

	if (signal_constant(u->in[1]) && signal_constant(u->in[2])) {
		if (!l.still || l.hz != hz || l.resonance != resonance)
			l.back = (c.back[0] * l.s[0] + c.back[1] * l.s[1]) +
				 (c.back[2] * l.s[2] + c.back[3] * l.s[3]);
		l.still = true;
		l.hz = hz;
		l.resonance = resonance;
		ladder_run_still(&l, x, n, &c, u->out[0]);
		*(struct ladder *)u->state = l;
		return;
	}
	l.still = false;
	ladder_run_moving(&l, u, x, n);
	*(struct ladder *)u->state = l;
}

/* --- Comb --- */

enum { COMB_LEAST_HZ = 10 };

/* A power of two, that positions wrap by a mask. */
RT static size_t comb_memory(double rate_hz, const float *params)
{
	size_t n = 64;

	(void)params;
	while ((double)n < rate_hz / COMB_LEAST_HZ + 8)
		n *= 2;
	return n;
}

struct comb {
	uint32_t at;
};

/* What was written `frames` >= 2 ago, between frames by a cubic (Lagrange: it
 * never amplifies). */
RT static inline float ago(const float *memory, uint32_t mask, uint32_t at,
			   float frames)
{
	uint32_t whole = (uint32_t)frames;
	float d = frames - (float)whole; /* from tap b to tap c */
	float a = memory[(at - whole + 1) & mask];
	float b = memory[(at - whole) & mask];
	float c = memory[(at - whole - 1) & mask];
	float e = memory[(at - whole - 2) & mask];

	return -d * (d - 1) * (d - 2) * (1 / 6.0f) * a +
	       (d + 1) * (d - 1) * (d - 2) * 0.5f * b +
	       -(d + 1) * d * (d - 2) * 0.5f * c +
	       (d + 1) * d * (d - 1) * (1 / 6.0f) * e;
}

/* A comb that stands still and is longer than the run: all of what comes out
 * was written before. */
RT static void comb_still(struct ugen *u, int n, float frames, float back)
{
	struct comb *c = u->state;
	uint32_t mask = (uint32_t)u->n_memory - 1, whole = (uint32_t)frames;
	uint32_t from = c->at - whole - 2;
	float d = frames - (float)whole, in[UGEN_RUN + 3], room[UGEN_RUN];
	const float *x = ugen_spread(u, 0, n, room);
	float *restrict out = u->out[0];
	float wa = -d * (d - 1) * (d - 2) * (1 / 6.0f);
	float wb = (d + 1) * (d - 1) * (d - 2) * 0.5f;
	float wc = -(d + 1) * d * (d - 2) * 0.5f;
	float we = (d + 1) * d * (d - 1) * (1 / 6.0f);

	for (int i = 0; i < n + 3; i++)
		in[i] = u->memory[(from + (uint32_t)i) & mask];
	for (int i = 0; i < n; i++)
		out[i] = x[i] + back * (wa * in[i + 3] + wb * in[i + 2] +
					wc * in[i + 1] + we * in[i]);
	for (int i = 0; i < n; i++)
		u->memory[(c->at + (uint32_t)i) & mask] = out[i];
	c->at += (uint32_t)n;
}

RT static void comb_run(struct ugen *u, int n)
{
	struct comb *c = u->state;
	uint32_t mask = (uint32_t)u->n_memory - 1;
	float most = u->rate_hz / COMB_LEAST_HZ, frames, back;
	float hz = greater(signal_first(u->in[1]), COMB_LEAST_HZ);

	frames = ugen_clamp(u->rate_hz / hz, 2, most);
	back = ugen_clamp(signal_first(u->in[2]), -0.99f, 0.99f);
	if (signal_constant(u->in[1]) && signal_constant(u->in[2]) &&
	    frames >= (float)(n + 2)) {
		comb_still(u, n, frames, back);
		return;
	}
	for (int i = 0; i < n; i++) {
		float y;

		hz = greater(ugen_in(u, 1, i), COMB_LEAST_HZ);
		if (u->in[1].step)
			frames = ugen_clamp(u->rate_hz / hz, 2, most);
		back = ugen_clamp(ugen_in(u, 2, i), -0.99f, 0.99f);
		y = ugen_in(u, 0, i) +
		    back * ago(u->memory, mask, c->at, frames);
		u->memory[c->at & mask] = y;
		u->out[0][i] = y;
		c->at++;
	}
}

/* --- All-pass --- */

struct allpass {
	double x, y;
};

RT static void allpass_run(struct ugen *u, int n)
{
	struct allpass *a = u->state;

	for (int i = 0; i < n; i++) {
		double c = ugen_clamp(ugen_in(u, 1, i), -0.999f, 0.999f);
		double x = ugen_in(u, 0, i);

		a->y = (c * x + a->x) - c * a->y;
		a->x = x;
		u->out[0][i] = (float)a->y;
	}
}

static const struct ugen_param ladder_params[] = {
    UGEN_PARAM("cutoff", "Hz", 1, 96000, 1000, "where it begins"),
    UGEN_PARAM("resonance", "", 0, 1, 0.5f, "at 1 it sings by itself"),
};
static const struct ugen_param comb_params[] = {
    UGEN_PARAM("freq", "Hz", COMB_LEAST_HZ, 96000, 110, "what it rings at"),
    UGEN_PARAM("feedback", "", -0.99f, 0.99f, 0.8f, "how long it rings"),
};
static const struct ugen_param allpass_params[] = {
    UGEN_PARAM("coefficient", "", -1, 1, 0.5f, "where it turns the phase"),
};

static const struct ugen_row rows[] = {
    {.name = "moog_ladder",
     .aliases = "moog moog_hz",
     .inputs = 1,
     .run = ladder_run,
     UGEN_PARAMS(ladder_params),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct ladder),
     .summary = "four poles in a ring that sings at full resonance",
     .example = "out: saw 55 # moog 800 0.8 * 0.5",
     .source = "V. Zavalishin, the art of VA filter design, 2012"},
    {.name = "comb",
     .aliases = "",
     .inputs = 1,
     .run = comb_run,
     UGEN_PARAMS(comb_params),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct comb),
     .memory_floats = comb_memory,
     .summary = "an echo so short that it has a pitch",
     .example = "out: impulse 2 # comb 220 0.95",
     .source = "M. R. Schroeder, 1962"},
    {.name = "allpass",
     .aliases = "",
     .inputs = 1,
     .run = allpass_run,
     UGEN_PARAMS(allpass_params),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct allpass),
     .summary = "turns phases and leaves levels alone",
     .example = "~a: saw 110\nout: (~a + ~a # allpass 0.5) * 0.2",
     .source = "first-order all-pass"},
};

const struct ugen_family ugen_ladder =
    UGEN_FAMILY("ladder", "Ladder, comb and all-pass", rows);
