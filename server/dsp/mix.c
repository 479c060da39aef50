#include "dsp/mix.h"

#include <math.h>
#include <string.h>
#include "dsp/approx.h"
#include "dsp/level.h"
#include "dsp/wide.h"

static const double reading_s = 0.05;

RT void mix_init(struct mix *m, double rate_hz)
{
	memset(m, 0, sizeof(*m));
	m->share.target = m->part[MIX_PLAIN].target = 1;
	m->gain[LEFT].target = m->gain[RIGHT].target = 1;
	m->rest = 2;
	limiter_init(&m->limiter, rate_hz);
}

/* --- Settings --- */

RT static bool is_moving(const struct mix *m)
{
	uint32_t left =
	    m->share.left | m->gain[LEFT].left | m->gain[RIGHT].left;

	for (int i = 0; i < MIX_SHAPES; i++)
		left |= m->part[i].left;
	return left > 0;
}

RT void mix_begin(struct mix *m)
{
	m->live = false;
	m->done = 0;
	m->moves = is_moving(m);
	memset(m->sum, 0, sizeof(m->sum));
}

RT static void fill(struct ramp *r, float *to, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		to[i] = 1;
	ramp_apply(r, to, n);
}

RT static void fill_curves(struct mix *m, uint32_t to)
{
	uint32_t at = m->done, n = to - at;

	fill(&m->share, m->curves.share + at, n);
	for (int c = 0; c < CHANNELS; c++)
		fill(&m->gain[c], m->curves.gain[c] + at, n);
	for (int i = 0; i < MIX_SHAPES; i++)
		fill(&m->part[i], m->curves.part[i] + at, n);
	m->done = to;
}

RT bool mix_is_awake(const struct mix *m)
{
	return m->live || m->rest < 2 || m->moves ||
	       !limiter_is_idle(&m->limiter);
}

RT void mix_set(struct mix *m, uint32_t at, const struct mix_setting *to,
		uint32_t frames)
{
	float gain[CHANNELS];

	if (m->rest >= 2)
		frames = 0;
	fill_curves(m, at);
	m->moves = true;
	strip_balance(to->gain, to->pan, to->mute, gain);
	ramp_to(&m->share, to->share, frames);
	for (int c = 0; c < CHANNELS; c++)
		ramp_to(&m->gain[c], gain[c], frames);
	for (int i = 0; i < MIX_SHAPES; i++)
		ramp_to(&m->part[i], i == to->shape, frames);
}

RT void mix_ready(struct mix *m)
{
	if (m->moves)
		fill_curves(m, BLOCK_FRAMES);
	m->bends = m->part[MIX_PLAIN].target != 1;
	for (int i = 0; m->moves && i < BLOCK_FRAMES; i++)
		m->bends |= m->curves.part[MIX_PLAIN][i] != 1;
}

/* --- Sound --- */

/* x[] *= the ramp's values of this block. */
RT static void multiply(const struct mix *m, const struct ramp *r,
			const float *curve, float *x)
{
	if (m->moves)
		for (int i = 0; i < BLOCK_FRAMES; i++)
			x[i] *= curve[i];
	else if (r->target != 1)
		for (int i = 0; i < BLOCK_FRAMES; i++)
			x[i] *= r->target;
}

RT void mix_add(struct mix *m, struct strip *s)
{
	m->live = true;
	for (int c = 0; c < CHANNELS; c++) {
		float *x = s->now[c], *gain = m->curves.gain[c];

		multiply(m, &m->share, m->curves.share, x);
		if (!m->bends)
			multiply(m, &m->gain[c], gain, x);
		for (int i = 0; i < BLOCK_FRAMES; i++)
			m->sum[c][i] += x[i];
		if (m->bends)
			multiply(m, &m->gain[c], gain, x);
	}
}

/* tanh(x), good to 2e-7 of full scale. */
RT static inline float saturate(float x)
{
	return 1 - 2 / (1 + approx_exp2(x * 2.88539008f));
}

RT static inline float clamp(float x)
{
	x = x < 1 ? x : 1;
	return x > -1 ? x : -1;
}

WIDE RT static void bend_moving(const struct mix_curves *k, float *x)
{
	for (int i = 0; i < BLOCK_FRAMES; i++)
		x[i] = k->part[MIX_PLAIN][i] * x[i] +
		       k->part[MIX_TANH][i] * saturate(x[i]) +
		       k->part[MIX_HARD][i] * clamp(x[i]);
}

WIDE RT static void bend_tanh(float *x)
{
	for (int i = 0; i < BLOCK_FRAMES; i++)
		x[i] = saturate(x[i]);
}

RT static void bend_hard(float *x)
{
	for (int i = 0; i < BLOCK_FRAMES; i++)
		x[i] = clamp(x[i]);
}

RT static void bend(struct mix *m)
{
	for (int c = 0; c < CHANNELS; c++) {
		if (m->moves)
			bend_moving(&m->curves, m->sum[c]);
		else if (m->part[MIX_TANH].target > 0)
			bend_tanh(m->sum[c]);
		else
			bend_hard(m->sum[c]);
		multiply(m, &m->gain[c], m->curves.gain[c], m->sum[c]);
	}
}

/* --- Meter --- */

union number {
	float f;
	uint32_t bits;
};

RT static void show_reading(struct meter *t)
{
	for (int c = 0; c < CHANNELS; c++) {
		union number peak = {t->peak[c]};
		union number rms = {
		    (float)sqrt(t->squares[c] / (double)t->frames)};

		counter_set(&t->bits[c], peak.bits);
		counter_set(&t->bits[CHANNELS + c], rms.bits);
		t->peak[c] = 0;
		t->squares[c] = 0;
	}
	t->frames = 0;
}

WIDE RT static float squares(const float *x)
{
	float part[8] = {0}, sum = 0;

	for (int i = 0; i < BLOCK_FRAMES; i += 8)
		for (int k = 0; k < 8; k++)
			part[k] += x[i + k] * x[i + k];
	for (int k = 0; k < 8; k++)
		sum += part[k];
	return sum;
}

RT static void read_meter(struct mix *m, double rate_hz)
{
	struct meter *t = &m->meter;

	for (int c = 0; c < CHANNELS; c++) {
		float peak = level_of_bits(level_bits(m->sum[c], BLOCK_FRAMES));

		t->peak[c] = fmaxf(t->peak[c], peak);
		t->squares[c] += (double)squares(m->sum[c]);
	}
	t->frames += BLOCK_FRAMES;
	if (t->frames >= reading_s * rate_hz)
		show_reading(t);
}

RT void mix_end(struct mix *m, double rate_hz)
{
	if (m->bends && m->live)
		bend(m);
	m->clear = limiter_block(&m->limiter, m->sum, false) ? m->clear + 1 : 0;
	read_meter(m, rate_hz);
	m->rest = m->live ? 0 : m->rest + 1;
	if (mix_is_awake(m))
		return;
	m->meter.frames += m->meter.frames == 0;
	for (int c = 0; c < CHANNELS; c++) {
		m->meter.peak[c] = 0;
		m->meter.squares[c] = 0;
	}
	show_reading(&m->meter);
}

RT void mix_panic(struct mix *m, uint32_t at, uint32_t frames)
{
	limiter_panic(&m->limiter, (int)at - LIMITER_LATENCY, frames);
}
