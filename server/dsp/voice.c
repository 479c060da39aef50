#include "dsp/voice.h"
#include "dsp/approx.h"

#include <math.h>
#include <stddef.h>
#include <string.h>
#include "dsp/gate.h"
#include "dsp/hermite.h"
#include "dsp/level.h"

enum {
	FRAMES_LIMIT = 1 << 30, /* of a file: positions fit into 32.32 */
	REST_PARTS = 64,	/* as in struct sample */
};
static const double fixed_one = 0x1p32;
static const double rate_limit = 0x1p20;
static const float inaudible = 1e-4f; /* -80 dB */

RT static int64_t fixed(double frames)
{
	return llrint(fmax(fmin(frames, FRAMES_LIMIT), -FRAMES_LIMIT) *
		      fixed_one);
}

RT static int64_t fixed_rate(double rate)
{
	return llrint(fmax(fmin(rate, rate_limit), -rate_limit) * fixed_one);
}

RT bool voice_possible(const struct voice_start *s)
{
	double sum = s->begin + s->end + s->rate + s->end_rate +
		     (double)s->fade_in + s->fade_out + s->gain_left +
		     s->gain_right + s->gate + s->shape + s->attack + s->hold +
		     s->release + s->curve;

	return isfinite(sum) && s->frames && s->n_frames > 0 &&
	       s->n_frames <= FRAMES_LIMIT && s->begin < s->end &&
	       s->len_frames > 0 && s->cut != INT32_MIN && s->channels >= 1 &&
	       s->channels <= 2;
}

/* Into low..high again: at the end that playing begins with, inclusive. */
RT static void wrap(struct voice *v)
{
	int64_t span = v->high - v->low;

	if (v->step >= 0 && v->pos >= v->high)
		v->pos -= (v->pos - v->low) / span * span;
	else if (v->step < 0 && v->pos <= v->low)
		v->pos += (v->high - v->pos) / span * span;
}

/* Accelerate: the rate is a line over len_frames, and each block of the
 * voice's own age takes the value that the line has at the block's end. */
RT static void glide(struct voice *v)
{
	double at = fmin(1, ((double)v->age + BLOCK_FRAMES) / v->len_frames);

	v->step = fixed_rate(v->rate + (v->end_rate - v->rate) * at);
}

RT static void start_source(struct voice *v, const struct voice_start *s)
{
	v->frames = s->frames;
	v->n_frames = s->n_frames;
	v->stereo = s->channels == 2;
	v->rest = s->rest;
	v->low = fixed(s->begin);
	v->high = fixed(s->end);
	if (v->high <= v->low)
		v->high = v->low + 1;
	v->inside = v->low >= 0 && v->high <= (int64_t)s->n_frames << 32;
	v->len_frames = s->len_frames < 1u << 31 ? s->len_frames : 1u << 31;
	v->rate = s->rate;
	v->end_rate = s->end_rate;
	v->glides = s->rate != s->end_rate;
	v->loop = s->loop;
	v->step = fixed_rate(s->rate);
	if (v->glides)
		glide(v);
	/* The first frame, which the gate mutes, already has the second's
	 * position. */
	v->pos = (s->rate >= 0 ? v->low : v->high) + v->step;
	wrap(v);
}

RT static uint32_t frames_of(double seconds, double rate_hz)
{
	return (uint32_t)fmax(0, fmin(seconds * rate_hz, 0x1p30));
}

RT static void start_gate(struct voice *v, const struct voice_start *s,
			  double rate_hz)
{
	/* Each slope takes a frame at least: the first frame is mute. */
	uint32_t rise = frames_of(s->fade_in, rate_hz);
	uint32_t fall = frames_of(s->fade_out, rate_hz);

	v->rise = rise ? rise : 1;
	v->fall = fall ? fall : 1;
	v->open = v->rise + v->fall + 1;
	if (v->open < v->len_frames)
		v->open = v->len_frames;
	v->gate = s->gate;
	v->end = v->open;
	v->cut_fade = v->fall;
}

RT static float segment(double seconds, double rate_hz)
{
	return greater(1, floorf((float)(seconds * rate_hz)));
}

RT static void start_envelope(struct voice *v, const struct voice_start *s,
			      double rate_hz)
{
	v->envelope = s->envelope;
	if (!s->envelope)
		return;
	v->attack = segment(s->attack, rate_hz);
	v->hold = segment(s->hold, rate_hz);
	v->release = segment(s->release, rate_hz);
	v->curve = s->curve;
	if (v->attack + v->hold + v->release < (float)v->open)
		v->end = (uint32_t)(v->attack + v->hold + v->release);
}

/* Shape works on the placed channels: with it, they are kept apart from the
 * gate. */
RT static void start_gains(struct voice *v, const struct voice_start *s)
{
	float shape = greater(s->shape, -0.99f);

	v->left = s->gain_left;
	v->right = s->gain_right;
	v->shape = s->shape != 0
		       ? 2 * lesser(shape, 1) / greater(1 - shape, 4e-10f)
		       : 0;
	/* Until it was heard: as if the file's peak were half of full scale. */
	v->level = 0.5f * v->gate * greater(fabsf(v->left), fabsf(v->right));
}

RT void voice_start(struct voice *v, const struct voice_start *s, uint16_t slot,
		    double rate_hz)
{
	memset(v, 0, sizeof(*v));
	v->slot = slot;
	v->owner = s->owner;
	v->orbit = s->orbit;
	v->cut = s->cut;
	v->cut_id = s->cut_id;
	start_source(v, s);
	start_gate(v, s, rate_hz);
	start_envelope(v, s, rate_hz);
	start_gains(v, s);
}

/* --- Reading --- */

/* How many of the next n frames come before the position wraps. */
RT static int run_length(const struct voice *v, int n)
{
	int64_t last = v->pos + v->step * (n - 1);

	if (v->step >= 0 ? last < v->high : last > v->low)
		return n;
	if (v->step >= 0)
		return (int)((v->high - v->pos + v->step - 1) / v->step);
	return (int)((v->pos - v->low - v->step - 1) / -v->step);
}

RT static void read_frames(const struct voice *v, int64_t pos, float *y,
			   float *z, int n)
{
	if (v->stereo)
		hermite_stereo(v->frames, pos, v->step, y, z, n);
	else
		hermite_mono(v->frames, pos, v->step, y, n);
}

/* Positions may be outside of the file, where its edge goes on. */
RT static void read_outside(const struct voice *v, float *y, float *z, int n)
{
	const int64_t least = -((int64_t)1 << 32);
	const int64_t most = (int64_t)v->n_frames << 32;
	int64_t pos = v->pos;

	for (int i = 0; i < n; i++, pos += v->step)
		read_frames(v,
			    pos < least	 ? least
			    : pos > most ? most
					 : pos,
			    y + i, z + i, 1);
}

/* How many frames one call may read: to the end of the voice's own block where
 * the rate changes, to the wrap, and its first frame apart. */
RT static int stretch(const struct voice *v, uint32_t age, int n)
{
	int most = n;

	if (age == 0)
		most = 1;
	else if (v->glides && most > BLOCK_FRAMES - (int)(age % BLOCK_FRAMES))
		most = BLOCK_FRAMES - (int)(age % BLOCK_FRAMES);
	return run_length(v, most);
}

/* The next n frames as the file has them; the voice's age moves on. */
RT static void read_source(struct voice *v, float *y, float *z, int n)
{
	for (int done = 0, m; done < n; done += m) {
		m = stretch(v, v->age, n - done);
		if (v->inside)
			read_frames(v, v->pos, y + done, z + done, m);
		else
			read_outside(v, y + done, z + done, m);
		if (v->age > 0)
			v->pos += v->step * m;
		v->age += (uint32_t)m;
		if (v->glides && v->age % BLOCK_FRAMES == 0)
			glide(v);
		wrap(v);
	}
}

RT void voice_prefetch(const struct voice *v, int n)
{
	const ptrdiff_t line = 64, most = 16;
	const ptrdiff_t frame = (v->stereo ? 2 : 1) * (ptrdiff_t)sizeof(float);
	ptrdiff_t from = (v->pos >> 32) * frame;
	ptrdiff_t to = ((v->pos + v->step * n) >> 32) * frame;
	ptrdiff_t low = (from < to ? from : to) - frame;
	ptrdiff_t high = (from < to ? to : from) + 2 * frame;

	if (high > low + most * line)
		high = low + most * line;
	for (; low <= high; low += line)
		__builtin_prefetch((const char *)v->frames + low);
}

/* --- Output --- */

/* The usual case: nothing but two gains. */
RT static void add_plain(const struct voice *v, float *restrict left,
			 float *restrict right, const float *restrict y,
			 const float *restrict z, int n)
{
	const float to_left = v->left * v->gate, to_right = v->right * v->gate;

	for (int i = 0; i < n; i++) {
		left[i] += y[i] * to_left;
		right[i] += z[i] * to_right;
	}
}

RT static void add_shaped(float *restrict to, const float *restrict y,
			  float gain, float k, const float *restrict gate,
			  int n)
{
	for (int i = 0; i < n; i++) {
		float x = y[i] * gain;

		float bend = greater(1 + k * fabsf(x), 1e-3f);

		to[i] += (1 + k) * x / bend * gate[i];
	}
}

RT static void add_gated(float *restrict to, const float *restrict y,
			 float gain, const float *restrict gate, int n)
{
	for (int i = 0; i < n; i++)
		to[i] += y[i] * gain * gate[i];
}

RT static void add_full(struct voice *v, uint32_t age, float *left,
			float *right, const float *y, const float *z, int n)
{
	float gate[BLOCK_FRAMES];

	gate_fill(v, age, gate, n);
	if (v->shape != 0) {
		add_shaped(left, y, v->left, v->shape, gate, n);
		add_shaped(right, z, v->right, v->shape, gate, n);
	} else {
		add_gated(left, y, v->left, gate, n);
		add_gated(right, z, v->right, gate, n);
	}
}

RT static bool plain(const struct voice *v, uint32_t age, int n)
{
	return !v->envelope && v->shape == 0 && !v->fade_len &&
	       age >= v->rise && age + (uint32_t)n <= v->open - v->fall;
}

RT void voice_render(struct voice *v, float *left, float *right, int n)
{
	float y[BLOCK_FRAMES], z_room[BLOCK_FRAMES];
	float *z = v->stereo ? z_room : y;
	uint32_t age = v->age;
	int32_t peak;

	if (v->bad || age >= v->end)
		return;
	read_source(v, y, z, n);
	peak = level_bits(y, n);
	if (v->stereo) {
		int32_t other = level_bits(z, n);

		peak = other > peak ? other : peak;
	}
	v->peak = peak > v->peak ? peak : v->peak;
	v->bad = !level_sane(peak);
	if (v->bad)
		return;
	if (plain(v, age, n))
		add_plain(v, left, right, y, z, n);
	else
		add_full(v, age, left, right, y, z, n);
	if (v->fade_len)
		v->fade_left -=
		    v->fade_left < (uint32_t)n ? v->fade_left : (uint32_t)n;
}

/* --- Ends --- */

/* What one unit of the file makes at most of the output from here on. */
RT static float most_gain(const struct voice *v)
{
	float place = greater(fabsf(v->left), fabsf(v->right));

	return place * (1 + fabsf(v->shape)) * fabsf(v->gate);
}

RT void voice_end_block(struct voice *v)
{
	float gate;

	if (v->bad || v->age == 0)
		return;
	gate_fill(v, v->age - 1, &gate, 1);
	gate *=
	    level_of_bits(v->peak) * greater(fabsf(v->left), fabsf(v->right));
	/* A voice that has just begun may be at the foot of its attack. */
	v->level = v->age < 1024 ? greater(v->level, gate) : gate;
	v->peak = 0;
}

/* Whether the rest of the file, which is read once to its end, is silent. */
RT static bool rest_inaudible(const struct voice *v)
{
	double left = (double)v->end - v->age - 1;
	int64_t room = v->step >= 0 ? v->high - v->pos : v->pos - v->low;
	int64_t part;

	if (!v->rest || !v->inside || v->glides || v->step == 0 ||
	    left * fabs((double)v->step) >= (double)room)
		return false;
	part = (v->pos >> 32) * REST_PARTS / v->n_frames;
	part = part > REST_PARTS - 1 ? REST_PARTS - 1 : part;
	/* 2: the curve overshoots what it goes through. */
	return 2 * most_gain(v) *
		   (v->step > 0 ? v->rest[part] : v->rest[REST_PARTS + part]) <
	       inaudible;
}

RT bool voice_done(const struct voice *v)
{
	return v->bad || v->age >= v->end ||
	       (v->fade_len && v->fade_left == 0) || rest_inaudible(v);
}

RT void voice_fade(struct voice *v, uint32_t frames)
{
	float from = v->fade_len ? gate_fade(v, 0) : 1;

	if (frames == 0)
		frames = 1;
	if (v->fade_len && v->fade_left <= frames)
		return;
	v->fade_from = from;
	v->fade_len = frames;
	v->fade_left = frames;
}

RT uint32_t voice_release_frames(const struct voice *v, double rate_hz)
{
	double sounding = v->end / rate_hz;
	double most = v->loop && sounding >= 1 ? 10 : 0.5;

	return frames_of(fmax(0.01, fmin(0.2 * sounding, most)), rate_hz);
}

/* The way of a gliding voice over n frames, in frames of the file. */
RT static double way(const struct voice *v, uint64_t n)
{
	double from = (double)v->age / v->len_frames;
	double to = ((double)v->age + (double)n) / v->len_frames;
	double risen = fmin(to, 1), flat = fmax(to - fmax(from, 1), 0);
	double middle = from < 1 ? (from + risen) / 2 : 0;
	double slope = from < 1 ? risen - from : 0;
	double bend = v->end_rate - v->rate;

	return v->len_frames *
	       (slope * (v->rate + bend * middle) + flat * v->end_rate);
}

RT void voice_skip(struct voice *v, uint64_t n)
{
	if (v->age >= v->end || n >= v->end - v->age) {
		v->age = v->end;
		return;
	}
	v->pos += v->glides ? fixed(way(v, n)) : fixed(v->rate * (double)n);
	wrap(v);
	v->age += (uint32_t)n;
	if (v->glides)
		glide(v);
	if (v->fade_len)
		v->fade_left -= n < v->fade_left ? (uint32_t)n : v->fade_left;
}
