#include "dsp/limiter.h"

#include <math.h>
#include <string.h>
#include "dsp/level.h"

enum {
	PAST = TRUE_PEAK_TAPS - 1, /* samples of the block before */
	RUN = TRUE_PEAK_RUN,
};

static const double one_in_q30 = 0x1p30;
static const double release_s = 0.06;
/* What has to be held is held so far below full scale (0.18 dB): the gain moves
 * while the peak passes, and the measure reads a little too little. */
static const float held_at = 0.98f;

RT void limiter_init(struct limiter *l, double rate_hz)
{
	memset(l, 0, sizeof(*l));
	l->idle = 2 * LIMITER_LATENCY + 1;
	l->held = 1;
	l->release = 1 - exp(-1 / (release_s * rate_hz));
	for (int i = 0; i < LIMITER_SIGHT; i++)
		l->mean[i] = 1 << 30;
	l->sum = (int64_t)LIMITER_SIGHT << 30;
}

/* --- What a frame needs --- */

RT static inline float larger(float a, float b)
{
	return a > b ? a : b;
}

/* x: PAST samples of the block before, then the block. */
RT static void measure_gaps(const float *x, float gap[BLOCK_FRAMES])
{
	for (int at = 0; at < BLOCK_FRAMES; at += RUN) {
		float most = level_of_bits(level_bits(x + at, RUN + PAST));

		if (most * TRUE_PEAK_MOST > 1)
			true_peak_run(x + at, gap + at);
	}
}

/* peak[i]: of the frame TRUE_PEAK_AHEAD before i, with the gaps on both
 * sides. */
RT static void measure(struct limiter *l, float in[CHANNELS][BLOCK_FRAMES],
		       float peak[BLOCK_FRAMES])
{
	float x[PAST + BLOCK_FRAMES], gap[BLOCK_FRAMES] = {0};

	for (int i = 0; i < BLOCK_FRAMES; i++)
		peak[i] = 0;
	for (int c = 0; c < CHANNELS; c++) {
		memcpy(x, l->delay[c] + LIMITER_LATENCY - PAST,
		       PAST * sizeof(float));
		memcpy(x + PAST, in[c], BLOCK_FRAMES * sizeof(float));
		measure_gaps(x, gap);
		for (int i = 0; i < BLOCK_FRAMES; i++)
			peak[i] = larger(peak[i],
					 fabsf(x[i + PAST - TRUE_PEAK_AHEAD]));
	}
	for (int i = 0; i < BLOCK_FRAMES; i++)
		peak[i] =
		    larger(peak[i], larger(gap[i], i ? gap[i - 1] : l->gap));
	l->gap = gap[BLOCK_FRAMES - 1];
}

/* --- Gain --- */

/* The least gain that the last LIMITER_SIGHT + 1 frames need. */
RT static float least(struct limiter *l, float need)
{
	const uint32_t mask = LIMITER_QUEUE - 1;

	while (l->first != l->last && l->need[(l->last - 1) & mask] >= need)
		l->last--;
	l->at[l->last & mask] = l->frame;
	l->need[l->last++ & mask] = need;
	if (l->frame - l->at[l->first & mask] > LIMITER_SIGHT)
		l->first++;
	l->frame++;
	return l->need[l->first & mask];
}

/* The gain for the frame LIMITER_SIGHT ago, given what this one needs. */
RT static float gain(struct limiter *l, float need)
{
	int64_t *slot = &l->mean[l->frame % LIMITER_SIGHT];
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
	return (float)((double)l->sum / ((int64_t)LIMITER_SIGHT << 30));
}

RT static void find_gains(struct limiter *l, const float peak[BLOCK_FRAMES],
			  float to[BLOCK_FRAMES])
{
	for (int i = 0; i < BLOCK_FRAMES; i++)
		to[i] = gain(l, peak[i] > 1 ? held_at / peak[i] : 1);
}

RT bool limiter_is_idle(const struct limiter *l)
{
	return l->idle > 2 * LIMITER_LATENCY;
}

/* No peak, and none between the samples, comes near full scale. */
RT static bool is_low(struct limiter *l, float in[CHANNELS][BLOCK_FRAMES])
{
	int32_t now = level_bits(in[LEFT], CHANNELS * BLOCK_FRAMES);
	int32_t most = now > l->before ? now : l->before;

	l->before = now;
	return level_of_bits(most) * TRUE_PEAK_MOST <= 1;
}

RT static bool is_below(const float peak[BLOCK_FRAMES])
{
	return level_bits(peak, BLOCK_FRAMES) <= 0x3f800000; /* 1.0f */
}

/* io goes in, what is LIMITER_LATENCY older comes out. */
RT static void turn(struct limiter *l, float io[CHANNELS][BLOCK_FRAMES])
{
	float late[LIMITER_LATENCY];
	const size_t half = sizeof(late);

	for (int c = 0; c < CHANNELS; c++) {
		memcpy(late, io[c] + BLOCK_FRAMES - LIMITER_LATENCY, half);
		memmove(io[c] + LIMITER_LATENCY, io[c],
			(BLOCK_FRAMES - LIMITER_LATENCY) * sizeof(float));
		memcpy(io[c], l->delay[c], half);
		memcpy(l->delay[c], late, half);
	}
}

RT static inline float clamp(float x)
{
	x = x < 1 ? x : 1;
	return x > -1 ? x : -1;
}

RT static void apply(float io[CHANNELS][BLOCK_FRAMES],
		     const float by[BLOCK_FRAMES])
{
	for (int c = 0; c < CHANNELS; c++)
		for (int i = 0; i < BLOCK_FRAMES; i++)
			io[c][i] = clamp(io[c][i] * by[i]);
}

RT bool limiter_block(struct limiter *l, float io[CHANNELS][BLOCK_FRAMES],
		      bool known)
{
	float peak[BLOCK_FRAMES], by[BLOCK_FRAMES];
	bool idle = limiter_is_idle(l), low = is_low(l, io);

	if (idle && (low || known)) {
		l->gap = 0;
		turn(l, io);
		return true;
	}
	measure(l, io, peak);
	if (idle && is_below(peak)) {
		turn(l, io);
		return true;
	}
	find_gains(l, peak, by);
	turn(l, io);
	apply(io, by);
	return false;
}

RT void limiter_panic(struct limiter *l, int from, uint32_t frames)
{
	for (int c = 0; c < CHANNELS; c++)
		if (from < 0)
			level_fade(l->delay[c], LIMITER_LATENCY,
				   (uint32_t)-from, frames);
		else if (from < LIMITER_LATENCY)
			level_fade(l->delay[c] + from,
				   LIMITER_LATENCY - (uint32_t)from, 0, frames);
}
