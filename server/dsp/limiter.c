#include "dsp/limiter.h"

#include <math.h>
#include <string.h>
#include "dsp/level.h"

static const double one_in_q30 = 0x1p30;
static const double release_s = 0.06;

RT void limiter_init(struct limiter *l, double rate_hz)
{
	memset(l, 0, sizeof(*l));
	l->idle = 2 * LIMITER_LATENCY + 1;
	l->held = 1;
	l->release = 1 - exp(-1 / (release_s * rate_hz));
	for (int i = 0; i < LIMITER_LATENCY; i++)
		l->mean[i] = 1 << 30;
	l->sum = (int64_t)LIMITER_LATENCY << 30;
}

/* The least gain that the last LIMITER_LATENCY + 1 frames need. */
RT static float least(struct limiter *l, float need)
{
	const uint32_t mask = LIMITER_QUEUE - 1;

	while (l->first != l->last && l->need[(l->last - 1) & mask] >= need)
		l->last--;
	l->at[l->last & mask] = l->frame;
	l->need[l->last++ & mask] = need;
	if (l->frame - l->at[l->first & mask] > LIMITER_LATENCY)
		l->first++;
	l->frame++;
	return l->need[l->first & mask];
}

/* The gain for the frame LIMITER_LATENCY ago, given what this one needs. */
RT static float gain(struct limiter *l, float need)
{
	int64_t *slot = &l->mean[l->frame % LIMITER_LATENCY];
	float target = least(l, need);

	if (target <= l->held)
		l->held = target;
	else
		l->held += (target - l->held) * l->release;
	if (target == 1 && l->held > 0.99999)
		l->held = 1;
	l->idle = l->held < 1 ? 0 : l->idle + 1;
	l->sum -= *slot;
	*slot = (int64_t)(l->held * one_in_q30);
	l->sum += *slot;
	return (float)((double)l->sum / ((int64_t)LIMITER_LATENCY << 30));
}

RT static float clamp(float x)
{
	return fminf(fmaxf(x, -1), 1);
}

RT static void work(struct limiter *l, const float *left, const float *right,
		    float *out)
{
	for (int i = 0; i < BLOCK_FRAMES; i++) {
		float peak = fmaxf(fabsf(left[i]), fabsf(right[i]));
		float g = gain(l, peak > 1 ? 1 / peak : 1);

		out[2 * i] = clamp(l->delay[LEFT][i] * g);
		out[2 * i + 1] = clamp(l->delay[RIGHT][i] * g);
	}
}

RT static bool quiet(const float *x)
{
	return level_bits(x, BLOCK_FRAMES) <= 0x3f800000; /* 1.0f */
}

RT void limiter_block(struct limiter *l, const float *left, const float *right,
		      float *out)
{
	if (l->idle <= 2 * LIMITER_LATENCY || !quiet(left) || !quiet(right))
		work(l, left, right, out);
	else
		for (int i = 0; i < BLOCK_FRAMES; i++) {
			out[2 * i] = l->delay[LEFT][i];
			out[2 * i + 1] = l->delay[RIGHT][i];
		}
	memcpy(l->delay[LEFT], left, sizeof(l->delay[LEFT]));
	memcpy(l->delay[RIGHT], right, sizeof(l->delay[RIGHT]));
}

RT void limiter_panic(struct limiter *l, uint32_t at, uint32_t frames)
{
	for (int c = 0; c < CHANNELS; c++)
		level_fade(l->delay[c] + at, BLOCK_FRAMES - at, 0, frames);
}
