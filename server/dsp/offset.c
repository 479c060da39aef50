#include "dsp/offset.h"

#include <math.h>
#include "dsp/wide.h"

static const double lowpass_s = 0.2, turn_s = 0.5, back_s = 0.06;
static const double needed_from = 0.01, gone_below = 0.003;
static const double nothing = 1e-9;
static const float audible = 1e-7f;

RT void offset_pace_init(struct offset_pace *p, double rate_hz)
{
	double block_s = BLOCK_FRAMES / rate_hz;

	p->follow = 1 - exp(-block_s / lowpass_s);
	p->turn = (float)(block_s / turn_s);
	p->second = (uint32_t)(1 / block_s);
	p->back = (float)(1 - exp(-block_s / back_s));
}

WIDE RT static void watch(struct offset *o, const float *at, int step,
			  uint32_t n)
{
	int32_t sum = 0;

	for (uint32_t i = 0; i < n; i++) {
		float x = at[(int)i * step];

		x = x < 16 ? x : 16;
		x = x > -16 ? x : -16;
		sum += (int32_t)(x * 0x1p20f);
	}
	o->sum += sum;
}

RT void offset_watch(struct offset *o, const float *at, int step, uint32_t n)
{
	watch(o, at, step, n);
}

/* Whether the weight should grow. */
RT static bool is_needed(struct offset *o, const struct offset_pace *p)
{
	double level = fabs(o->slow[1]);
	bool on = o->weight > 0;

	if (on ? level >= gone_below : level < needed_from)
		o->blocks = 0;
	else
		o->blocks++;
	return on ? o->blocks < 2 * p->second : o->blocks >= p->second;
}

RT bool offset_turn(struct offset *o, const struct offset_pace *p)
{
	double mean = (double)o->sum / (BLOCK_FRAMES * 0x1p20);
	float to;

	o->now = o->next;
	if (!o->sum && o->slow[0] == 0 && o->slow[1] == 0 && o->weight == 0)
		return o->now != 0;
	o->sum = 0;
	o->slow[0] += (mean - o->slow[0]) * p->follow;
	o->slow[1] += (o->slow[0] - o->slow[1]) * p->follow;
	if (fabs(o->slow[0]) + fabs(o->slow[1]) < nothing)
		o->slow[0] = o->slow[1] = 0;
	to = o->weight + (is_needed(o, p) ? p->turn : -p->turn);
	o->weight = fminf(fmaxf(to, 0), 1);
	o->next = o->weight * (float)o->slow[1];
	if (fabsf(o->next) < audible)
		o->next = 0;
	return true;
}

RT bool offset_fill(const struct offset *o, float to[BLOCK_FRAMES])
{
	float step = (o->next - o->now) / BLOCK_FRAMES;

	if (o->now == 0 && o->next == 0)
		return false;
	for (int i = 0; i < BLOCK_FRAMES; i++)
		to[i] = -(o->now + step * (float)i);
	return true;
}
