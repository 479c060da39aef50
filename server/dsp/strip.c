#include "dsp/strip.h"

#include <math.h>
#include <string.h>
#include "dsp/level.h"

enum { HOLD_FRAMES = 16 };

RT void strip_init(struct strip *s)
{
	memset(s, 0, sizeof(*s));
	s->held = 1;
	s->gain[LEFT].target = 1;
	s->gain[RIGHT].target = 1;
}

RT void strip_begin(struct strip *s)
{
	s->was_live = s->live;
	s->was_owner = s->owner;
	if (s->live) {
		memcpy(s->before, s->now, sizeof(s->now));
		memset(s->now, 0, sizeof(s->now));
	}
	s->live = false;
	s->done = 0;
	for (int c = 0; s->watched && c < CHANNELS; c++)
		s->live |= offset_fill(&s->offset[c], s->now[c]);
}

RT float *strip_left(struct strip *s, uint32_t at)
{
	return s->now[LEFT] + at;
}

RT float *strip_right(struct strip *s, uint32_t at)
{
	return s->now[RIGHT] + at;
}

/* Give the frames up to `at` their gain. */
RT static void apply(struct strip *s, uint32_t at)
{
	for (int c = 0; c < CHANNELS; c++)
		ramp_apply(&s->gain[c], s->now[c] + s->done, at - s->done);
	s->done = at;
}

RT void strip_balance(float gain, float pan, bool mute, float to[CHANNELS])
{
	float quarter = 1.57079633f * fminf(fabsf(pan), 1);
	float other = mute ? 0 : gain * cosf(quarter), own = mute ? 0 : gain;

	to[LEFT] = pan > 0 ? other : own;
	to[RIGHT] = pan < 0 ? other : own;
}

RT void strip_set(struct strip *s, uint32_t at, float gain, float pan,
		  bool mute, uint32_t frames)
{
	float to[CHANNELS];

	strip_balance(gain, pan, mute, to);
	apply(s, at);
	if (!s->live && !s->was_live && !s->voices)
		frames = 0;
	/* What is on its way there already goes on as it does. */
	for (int c = 0; c < CHANNELS; c++)
		if (!frames || s->gain[c].target != to[c])
			ramp_to(&s->gain[c], to[c], frames);
}

/* To full scale, within the first frames of the block that is louder, and back
 * as slowly as the limiters. */
RT static void hold(struct strip *s, float peak, const struct offset_pace *pace)
{
	float from = s->held, to = peak > 1 ? 1 / peak : 1;
	uint32_t ramp = to < from ? HOLD_FRAMES : BLOCK_FRAMES;

	if (to > from)
		to = from + (to - from) * pace->back;
	if (to > 0.9999f)
		to = 1;
	for (int c = 0; c < CHANNELS; c++)
		for (uint32_t i = 0; i < BLOCK_FRAMES; i++) {
			float x = i < ramp ? (float)i / (float)ramp : 1;

			x = s->now[c][i] * (from + (to - from) * x);
			x = x < STRIP_MOST ? x : STRIP_MOST;
			s->now[c][i] = x > -STRIP_MOST ? x : -STRIP_MOST;
		}
	s->held = to;
}

RT enum strip_news strip_end(struct strip *s, const struct offset_pace *pace)
{
	int32_t bits;
	float peak;

	if (s->watched) {
		s->watched = offset_turn(&s->offset[LEFT], pace);
		s->watched |= offset_turn(&s->offset[RIGHT], pace);
	}
	apply(s, BLOCK_FRAMES);
	s->done = 0;
	bits = s->live ? level_bits(s->now[LEFT], CHANNELS * BLOCK_FRAMES) : 0;
	if (!level_sane(bits)) {
		memset(s->now, 0, sizeof(s->now));
		return STRIP_BAD;
	}
	peak = s->inner ? 0 : level_of_bits(bits);
	s->loud = peak > STRIP_MOST ? s->loud + 1 : 0;
	if (s->loud > pace->second / 10 || s->held < 1)
		hold(s, peak, pace);
	return s->loud == pace->second / 4 ? STRIP_LOUD : STRIP_WELL;
}

RT void strip_panic(struct strip *s, uint32_t at, uint32_t frames)
{
	uint32_t rest = BLOCK_FRAMES - at;

	apply(s, at);
	memset(s->offset, 0, sizeof(s->offset));
	for (int c = 0; c < CHANNELS; c++) {
		level_fade(s->before[c] + at, rest, 0, frames);
		level_fade(s->now[c], at, rest, frames);
	}
}
