/* Echoes. A delay time that moves slowly is followed (it bends the pitch); one
 * that jumps is faded to, so that it never clicks. */
#include "dsp/lfo.h"
#include "dsp/line.h"
#include "dsp/ugen_family.h"

enum {
	DELAY_SECONDS = 4,
	JUMP = 8, /* frames: more from one frame to the next is a jump */
	TAPS_MOST = 8,
};

/* Where a line is read: a time in frames, and where it was before a jump. */
struct head {
	double at, old;
	int32_t fade; /* frames left of the fade from old */
	bool begun;
};

RT static inline int32_t fade_frames(const struct ugen *u)
{
	return (int32_t)(u->rate_hz * 0.02f);
}

/* How far a time goes in a frame that is followed: one that stands still only
 * jumps. */
RT static inline double followed(struct signal time)
{
	return signal_constant(time) ? 0 : JUMP;
}

/* Every frame. */
RT static inline void head_move(struct head *h, double to, double follow,
				int32_t fade)
{
	if (!h->begun)
		h->at = to;
	h->begun = true;
	h->fade -= h->fade > 0;
	if (fabs(to - h->at) <= follow) {
		h->at = to;
	} else if (h->fade == 0) {
		h->old = h->at;
		h->at = to;
		h->fade = fade;
	}
}

RT static inline float head_read(const struct head *h, const struct line *l,
				 double more, int32_t fade)
{
	struct tap t = line_tap(l, h->at + more);
	float y = line_read(l, &t), old;

	if (h->fade == 0)
		return y;
	t = line_tap(l, h->old + more);
	old = line_read(l, &t);
	return y + (old - y) * ((float)h->fade / (float)fade);
}

/* Whether the head stands still at `to` over n frames that only read what was
 * written before them. */
RT static inline bool head_still(const struct head *h, struct signal time,
				 double to, double shortest, int n)
{
	return signal_constant(time) && h->begun && h->fade == 0 &&
	       h->at == to && shortest >= n + LINE_POINTS;
}

RT static inline double frames_of(const struct ugen *u, struct signal s, int f)
{
	double x = (double)s.at[f * s.step] * (double)u->rate_hz;
	double most = DELAY_SECONDS * (double)u->rate_hz;

	x = x > LINE_LEAST ? x : LINE_LEAST;
	return x < most ? x : most;
}

RT static inline float feedback_at(const struct ugen *u, int i, int f)
{
	return clampf(ugen_in(u, i, f), -0.99f, 0.99f);
}

RT static inline float unit_at(const struct ugen *u, int i, int f)
{
	return clampf(ugen_in(u, i, f), 0, 1);
}

static size_t delay_memory(double rate_hz, const float *params)
{
	(void)params;
	return line_floats(DELAY_SECONDS * rate_hz);
}

static size_t two_lines_memory(double rate_hz, const float *params)
{
	return 2 * delay_memory(rate_hz, params);
}

RT static inline struct line line_part(const struct ugen *u, uint32_t now,
				       int part, int parts)
{
	size_t n = u->n_memory / (size_t)parts;

	return (struct line){u->memory + n * (size_t)part, (uint32_t)n - 1,
			     now};
}

struct delay {
	struct head head;
	uint32_t now;
};

RT static void delay_block(struct ugen *u, struct line *l, int n)
{
	struct delay *s = u->state;
	struct tap t = line_tap(l, s->head.at);
	float wet[UGEN_RUN], x[UGEN_RUN], *restrict out = u->out[0];
	float room[3][UGEN_RUN];
	const float *dry = ugen_spread(u, 0, n, room[0]);
	const float *back = ugen_spread(u, 2, n, room[1]);
	const float *mix = ugen_spread(u, 3, n, room[2]);

	line_read_block(l, &t, n, wet);
	for (int i = 0; i < n; i++) {
		x[i] = dry[i] + clampf(back[i], -0.99f, 0.99f) * wet[i];
		out[i] = dry[i] + clampf(mix[i], 0, 1) * (wet[i] - dry[i]);
	}
	line_write_block(l, x, n);
}

RT static void delay_run(struct ugen *u, int n)
{
	struct delay *s = u->state;
	struct line l = line_part(u, s->now, 0, 1);
	int32_t fade = fade_frames(u);
	double to = frames_of(u, u->in[1], 0);

	if (head_still(&s->head, u->in[1], to, to, n)) {
		delay_block(u, &l, n);
		s->now = l.now;
		return;
	}
	for (int i = 0; i < n; i++) {
		float dry = ugen_in(u, 0, i), wet;

		head_move(&s->head, frames_of(u, u->in[1], i),
			  followed(u->in[1]), fade);
		wet = head_read(&s->head, &l, 0, fade);
		line_write(&l, dry + feedback_at(u, 2, i) * wet);
		u->out[0][i] = dry + unit_at(u, 3, i) * (wet - dry);
	}
	s->now = l.now;
}

struct tape {
	struct head head;
	uint32_t now, wow, flutter;
	float dark;
};

/* How far the tape is from its place, in frames, when its speed sways by
 * depth / 10 at hz. */
RT static inline float sway(float hz, float depth, float most, float rate_hz)
{
	float amount = depth * 0.1f / (6.2831853f * greater(hz, 0.01f));

	return lesser(amount * rate_hz, most);
}

/* Where the head stands in each frame: whole frames, and what is left over of
 * them as a float, so that a sway is exact however long the delay is. */
struct tape_course {
	int32_t whole[UGEN_RUN], fade[UGEN_RUN];
	float rest[UGEN_RUN], quarter[UGEN_RUN], off[UGEN_RUN];
	double old[UGEN_RUN];
};

RT static void tape_move(struct ugen *u, int n, struct tape_course *c)
{
	struct tape *s = u->state;
	int32_t fade = fade_frames(u);

	for (int i = 0; i < n; i++) {
		head_move(&s->head, frames_of(u, u->in[1], i),
			  followed(u->in[1]), fade);
		c->whole[i] = (int32_t)(s->head.at * 0.5);
		c->rest[i] = (float)(s->head.at - (double)c->whole[i]);
		c->quarter[i] = (float)s->head.at * 0.25f;
		c->fade[i] = s->head.fade;
		c->old[i] = s->head.old;
	}
}

/* The phases of a sway, at the rate that input `in` gives. */
RT static WIDE_PART void fill_sway(const struct ugen *u, int in,
				   uint32_t *phase, int n,
				   struct tape_course *c)
{
	float room[2][UGEN_RUN], rate = u->rate_hz;
	const float *hz = ugen_spread(u, in, n, room[0]);
	const float *depth = ugen_spread(u, in + 1, n, room[1]);
	uint32_t at[UGEN_RUN];
	uint32_t step = lfo_step(signal_first(u->in[in]), rate);

	for (int i = 0; i < n; i++) {
		if (u->in[in].step)
			step = lfo_step(hz[i], rate);
		at[i] = *phase;
		*phase += step;
	}
	for (int i = 0; i < n; i++)
		c->off[i] +=
		    sway(hz[i], clampf(depth[i], 0, 1), c->quarter[i], rate) *
		    lfo_sine(at[i]);
}

RT WIDE static void tape_taps(struct ugen *u, const struct line *l, int n,
			      struct tape_course *c, struct line_taps *t)
{
	struct tape *s = u->state;
	int32_t most = (int32_t)l->mask - LINE_POINTS;
	float delay[UGEN_RUN] = {0};

	for (int i = 0; i < n; i++)
		c->off[i] = 0;
	fill_sway(u, 3, &s->wow, n, c);
	fill_sway(u, 5, &s->flutter, n, c);
	for (int i = 0; i < n; i++)
		delay[i] =
		    lesser(c->rest[i] + c->off[i], (float)(most - c->whole[i]));
	line_weigh(l, delay, t);
}

RT static inline float tape_read(const struct line *l,
				 const struct tape_course *c,
				 const struct line_taps *t, int i, int32_t fade)
{
	uint32_t newest = (uint32_t)(c->whole[i] + t->newest[i]);
	float y = line_read_tap(l, t, i, l->now - newest), old;
	struct tap before;

	if (c->fade[i] == 0)
		return y;
	before = line_tap(l, c->old[i] + (double)c->off[i]);
	old = line_read(l, &before);
	return y + (old - y) * ((float)c->fade[i] / (float)fade);
}

RT static void tape_run(struct ugen *u, int n)
{
	struct tape *s = u->state;
	struct line l = line_part(u, s->now, 0, 1);
	struct tape_course c;
	struct line_taps t;
	int32_t fade = fade_frames(u);
	float dull = approx_exp(-6.2831853f * lesser(7000 / u->rate_hz, 1));

	tape_move(u, n, &c);
	tape_taps(u, &l, n, &c, &t);
	for (int i = 0; i < n; i++) {
		float dry = ugen_in(u, 0, i), wet, drive, in;

		wet = tape_read(&l, &c, &t, i, fade);
		s->dark = wet + dull * (s->dark - wet);
		wet = s->dark;
		drive = 0.001f + 3 * unit_at(u, 7, i);
		in = dry + feedback_at(u, 2, i) * wet;
		line_write(&l, approx_tanh(in * drive) / drive);
		u->out[0][i] = dry + unit_at(u, 8, i) * (wet - dry);
	}
	s->now = l.now;
}

struct multitap {
	struct head head; /* of the last tap */
	int32_t taps, old_taps;
	uint32_t now;
};

RT static inline int32_t taps_at(const struct ugen *u, int f)
{
	return (int32_t)(clampf(ugen_in(u, 2, f), 2, TAPS_MOST) + 0.5f);
}

/* The k-th tap of `taps` gets softer; all together are as loud as one. */
RT static inline float tap_gain(int32_t taps, int32_t k)
{
	float n = (float)taps;

	return (n + 1 - (float)k) /
	       sqrtf(n * (n + 1) * (2 * n + 1) * (1.0f / 6));
}

RT static float read_taps(const struct line *l, double at, int32_t taps,
			  float *last)
{
	float sum = 0;

	*last = 0;
	for (int32_t k = 1; k <= taps; k++) {
		struct tap t = line_tap(l, at * (double)k / (double)taps);

		*last = line_read(l, &t);
		sum += tap_gain(taps, k) * *last;
	}
	return sum;
}

RT static void multitap_block(struct ugen *u, struct line *l, int n)
{
	struct multitap *s = u->state;
	float sum[UGEN_RUN] = {0}, last[UGEN_RUN], x[UGEN_RUN];

	for (int32_t k = 1; k <= s->taps; k++) {
		double at = s->head.at * (double)k / (double)s->taps;
		struct tap t = line_tap(l, at);
		float gain = tap_gain(s->taps, k);

		line_read_block(l, &t, n, last);
		for (int i = 0; i < n; i++)
			sum[i] += gain * last[i];
	}
	for (int i = 0; i < n; i++) {
		float dry = ugen_in(u, 0, i);

		x[i] = dry + feedback_at(u, 3, i) * last[i];
		u->out[0][i] = dry + unit_at(u, 4, i) * (sum[i] - dry);
	}
	line_write_block(l, x, n);
}

/* A new number of taps is a jump, too. */
RT static void multitap_move(struct ugen *u, int i, int32_t fade)
{
	struct multitap *s = u->state;
	int32_t taps = taps_at(u, i);

	if (!s->head.begun)
		s->taps = s->old_taps = taps;
	head_move(&s->head, frames_of(u, u->in[1], i), followed(u->in[1]),
		  fade);
	if (s->head.fade == fade)
		s->old_taps = s->taps;
	if (taps != s->taps && s->head.fade == 0) {
		s->old_taps = s->taps;
		s->head.old = s->head.at;
		s->head.fade = fade;
	}
	if (s->head.fade == fade || s->head.fade == 0)
		s->taps = taps;
}

RT static void multitap_frame(struct ugen *u, struct line *l, int i,
			      int32_t fade)
{
	struct multitap *s = u->state;
	float dry = ugen_in(u, 0, i), wet, last, old, old_last, k;

	multitap_move(u, i, fade);
	wet = read_taps(l, s->head.at, s->taps, &last);
	if (s->head.fade > 0) {
		k = (float)s->head.fade / (float)fade;
		old = read_taps(l, s->head.old, s->old_taps, &old_last);
		wet += (old - wet) * k;
		last += (old_last - last) * k;
	}
	line_write(l, dry + feedback_at(u, 3, i) * last);
	u->out[0][i] = dry + unit_at(u, 4, i) * (wet - dry);
}

RT static void multitap_run(struct ugen *u, int n)
{
	struct multitap *s = u->state;
	struct line l = line_part(u, s->now, 0, 1);
	double to = frames_of(u, u->in[1], 0);

	if (signal_constant(u->in[2]) && s->taps == taps_at(u, 0) &&
	    head_still(&s->head, u->in[1], to, to / s->taps, n))
		multitap_block(u, &l, n);
	else
		for (int i = 0; i < n; i++)
			multitap_frame(u, &l, i, fade_frames(u));
	s->now = l.now;
}

/* Two lines that feed each other; both have the head's time. */
RT static void pingpong_read(struct ugen *u, struct line *l, int n,
			     float wet[2][UGEN_RUN])
{
	struct delay *s = u->state;
	struct tap t = line_tap(&l[0], s->head.at);

	line_read_block(&l[0], &t, n, wet[0]);
	line_read_block(&l[1], &t, n, wet[1]);
}

RT static inline void pingpong_frame(struct ugen *u, struct line *l, int i,
				     float a, float b)
{
	float left = ugen_in(u, 0, i), right = ugen_in(u, 1, i);
	float x = (left + right) * 0.5f, fb = feedback_at(u, 3, i);
	float near = 0.5f + 0.5f * unit_at(u, 4, i), side = unit_at(u, 5, i);
	float mix = unit_at(u, 6, i);

	line_write(&l[0], x * (1 - side) + fb * b);
	line_write(&l[1], x * side + fb * a);
	u->out[0][i] = left + mix * (near * a + (1 - near) * b - left);
	u->out[1][i] = right + mix * (near * b + (1 - near) * a - right);
}

RT static void pingpong_run(struct ugen *u, int n)
{
	struct delay *s = u->state;
	struct line l[2] = {line_part(u, s->now, 0, 2),
			    line_part(u, s->now, 1, 2)};
	int32_t fade = fade_frames(u);
	double to = frames_of(u, u->in[2], 0);
	float wet[2][UGEN_RUN];

	if (head_still(&s->head, u->in[2], to, to, n)) {
		pingpong_read(u, l, n, wet);
		for (int i = 0; i < n; i++)
			pingpong_frame(u, l, i, wet[0][i], wet[1][i]);
		s->now = l[0].now;
		return;
	}
	for (int i = 0; i < n; i++) {
		head_move(&s->head, frames_of(u, u->in[2], i),
			  followed(u->in[2]), fade);
		wet[0][0] = head_read(&s->head, &l[0], 0, fade);
		wet[1][0] = head_read(&s->head, &l[1], 0, fade);
		pingpong_frame(u, l, i, wet[0][0], wet[1][0]);
	}
	s->now = l[0].now;
}

#define TIME_PARAM(summary_)                                                   \
	{                                                                      \
		.name = "time", .unit = "s", .most = DELAY_SECONDS,            \
		.initial = 0.25f, .summary = summary_, .jumps = true           \
	}
#define FEEDBACK_PARAM                                                         \
	UGEN_PARAM("feedback", "", -0.99f, 0.99f, 0.5f,                        \
		   "how loud each echo is against the one before")
#define MIX_PARAM(initial_)                                                    \
	UGEN_PARAM("mix", "", 0, 1, initial_, "0 only dry, 1 only echoes")

static const struct ugen_param delay_params[] = {
    TIME_PARAM("from one echo to the next; at least 3 frames"),
    FEEDBACK_PARAM,
    MIX_PARAM(0.5f),
};
static const struct ugen_param tape_params[] = {
    TIME_PARAM("from one echo to the next; at least 3 frames"),
    FEEDBACK_PARAM,
    UGEN_PARAM("wow_rate", "Hz", 0, 20, 0.5f, "how fast the tape sways"),
    UGEN_PARAM("wow_depth", "", 0, 1, 0.02f,
	       "how much; 1 is a tenth faster and slower"),
    UGEN_PARAM("flutter_rate", "Hz", 0, 100, 6, "how fast it trembles"),
    UGEN_PARAM("flutter_depth", "", 0, 1, 0.05f,
	       "how much; 1 is a tenth faster and slower"),
    UGEN_PARAM("saturation", "", 0, 1, 0.3f, "how soon the tape is full"),
    MIX_PARAM(0.5f),
};
static const struct ugen_param multitap_params[] = {
    TIME_PARAM("to the last tap; the others divide it evenly"),
    {.name = "taps",
     .unit = "",
     .least = 2,
     .most = TAPS_MOST,
     .initial = 4,
     .summary = "how many echoes in that time",
     .jumps = true},
    FEEDBACK_PARAM,
    MIX_PARAM(0.6f),
};
static const struct ugen_param pingpong_params[] = {
    TIME_PARAM("from one side to the other"),
    FEEDBACK_PARAM,
    UGEN_PARAM("width", "", 0, 1, 0.8f, "0 in the middle, 1 hard at the sides"),
    UGEN_PARAM("channel", "", 0, 1, 0, "where it begins: 0 left, 1 right"),
    MIX_PARAM(0.7f),
};

static const struct ugen_row rows[] = {
    {.name = "delay",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(delay_params),
     .state_bytes = sizeof(struct delay),
     .memory_floats = delay_memory,
     .run = delay_run,
     .summary = "echoes; their time may move, and bends their pitch",
     .example = "out: impulse 1 # lpf 3000 # delay 0.375 0.6 0.5",
     .source = "Lagrange interpolation, T. Laakso et al. 1996"},
    {.name = "tapedelay",
     .aliases = "tape",
     .inputs = 1,
     UGEN_PARAMS(tape_params),
     .state_bytes = sizeof(struct tape),
     .memory_floats = delay_memory,
     .run = tape_run,
     .summary = "echoes from an old tape: swaying, dull and warm",
     .example = "out: impulse 1 # lpf 3000 # tapedelay 0.3 0.6",
     .source = "tape echo machines"},
    {.name = "multitap",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(multitap_params),
     .state_bytes = sizeof(struct multitap),
     .memory_floats = delay_memory,
     .run = multitap_run,
     .summary = "a row of two to eight echoes that repeats",
     .example = "out: impulse 0.5 # lpf 3000 # multitap 0.8 5 0.5 0.6",
     .source = "multitap delays"},
    {.name = "pingpong",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(pingpong_params),
     .flags = UGEN_STEREO_IN | UGEN_STEREO_OUT,
     .state_bytes = sizeof(struct delay),
     .memory_floats = two_lines_memory,
     .run = pingpong_run,
     .summary = "echoes that jump from side to side",
     .example = "out: impulse 1 # lpf 3000 # pingpong 0.25 0.6",
     .source = "ping-pong delays"},
};

const struct ugen_family ugen_delay = UGEN_FAMILY("delay", "Delays", rows);
