#include "dsp/strip.h"

#include <math.h>
#include <string.h>
#include "dsp/level.h"

RT void strip_init(struct strip *s)
{
	memset(s, 0, sizeof(*s));
	s->gain[LEFT].target = 1;
	s->gain[RIGHT].target = 1;
}

RT void strip_begin(struct strip *s)
{
	s->was_live = s->live;
	if (s->live) {
		memcpy(s->before, s->now, sizeof(s->now));
		memset(s->now, 0, sizeof(s->now));
	}
	s->live = false;
	s->done = 0;
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

RT void strip_set(struct strip *s, uint32_t at, float gain, float pan,
		  bool mute, uint32_t frames)
{
	float quarter = 1.57079633f * fminf(fabsf(pan), 1);
	float other = mute ? 0 : gain * cosf(quarter), own = mute ? 0 : gain;

	apply(s, at);
	if (!s->live && !s->was_live && !s->voices)
		frames = 0;
	ramp_to(&s->gain[LEFT], pan > 0 ? other : own, frames);
	ramp_to(&s->gain[RIGHT], pan < 0 ? other : own, frames);
}

RT bool strip_end(struct strip *s)
{
	apply(s, BLOCK_FRAMES);
	if (!s->live)
		return true;
	if (level_sane(level_bits(s->now[LEFT], CHANNELS * BLOCK_FRAMES)))
		return true;
	memset(s->now, 0, sizeof(s->now));
	return false;
}

RT void strip_panic(struct strip *s, uint32_t at, uint32_t frames)
{
	uint32_t rest = BLOCK_FRAMES - at;

	apply(s, at);
	for (int c = 0; c < CHANNELS; c++) {
		level_fade(s->before[c] + at, rest, 0, frames);
		level_fade(s->now[c], at, rest, frames);
	}
}
