/* Lines of the cycle, curves that start when the gate opens, and a glide. */
#include <math.h>
#include "dsp/approx.h"
#include "dsp/ugen_env.h"
#include "dsp/wide.h"

struct course {
	uint32_t at; /* frames since it began */
	bool open;
};

/* Whether the gate opens at frame i. */
RT static bool opens(struct course *c, float gate)
{
	bool before = c->open;

	c->open = gate > 0;
	return c->open && !before;
}

/* The share of the way that is gone at each frame, 0..1; the duration is
 * input d. */
RT static void fill_course(struct ugen *u, int n, int d, float *at)
{
	struct course *c = u->state;

	for (int i = 0; i < n; i++) {
		float most = ugen_in(u, d, i) * u->rate_hz;

		if (opens(c, ugen_in(u, 0, i)))
			c->at = 0;
		at[i] = (float)c->at < most ? (float)c->at / most : 1;
		c->at += c->at < UINT32_MAX;
	}
}

/* How much of the cycle is gone is the last input. */
RT static void line_run(struct ugen *u, int n)
{
	for (int i = 0; i < n; i++) {
		float from = ugen_in(u, 0, i), to = ugen_in(u, 1, i);

		u->out[0][i] =
		    from + ugen_clamp(ugen_in(u, 2, i), 0, 1) * (to - from);
	}
}

RT static void phasor_run(struct ugen *u, int n)
{
	for (int i = 0; i < n; i++)
		u->out[0][i] = ugen_in(u, 0, i);
}

/* Both ends away from 0, on the side of the first. */
RT WIDE static void xline_run(struct ugen *u, int n)
{
	float at[UGEN_RUN], room[2][UGEN_RUN];
	const float *first = ugen_spread(u, 1, n, room[0]);
	const float *last = ugen_spread(u, 2, n, room[1]);

	fill_course(u, n, 3, at);
	for (int i = 0; i < n; i++) {
		float from = first[i], to = last[i], y;
		float a = greater(fabsf(from), 1e-5f);
		float b = greater(from < 0 ? -to : to, 1e-5f);

		y = a * approx_exp2(at[i] * approx_log2(b / a));
		u->out[0][i] = copysignf(y, from);
	}
}

RT static float bend(float at, float shape)
{
	shape = ugen_clamp(shape, -20, 20);
	if (fabsf(shape) < 0.01f)
		return at + 0.5f * shape * at * (at - 1);
	return (1 - approx_exp(shape * at)) / (1 - approx_exp(shape));
}

RT static void curve_run(struct ugen *u, int n)
{
	float at[UGEN_RUN];

	fill_course(u, n, 3, at);
	for (int i = 0; i < n; i++) {
		float from = ugen_in(u, 1, i), to = ugen_in(u, 2, i);

		u->out[0][i] =
		    from + bend(at[i], ugen_in(u, 4, i)) * (to - from);
	}
}

/* --- Segments --- */

enum { LEVELS = 10, TIMES = 9, LENGTH_OF_LEVELS = 1, LENGTH_OF_TIMES = 12 };

struct segments {
	struct slope slope;
	uint32_t next; /* the level it goes to after this one; 0: not begun */
	bool open;
};

RT static float list_item(struct ugen *u, int length, int item, int i,
			  float none)
{
	int many = (int)ugen_in(u, length, i);

	if (many < 1)
		return none;
	return ugen_in(u, length + 1 + (item < many ? item : many - 1), i);
}

/* Past the end of a segment: the next one, or the last level. */
RT static void next_segment(struct ugen *u, struct segments *s, int i)
{
	int levels = (int)ugen_in(u, LENGTH_OF_LEVELS, i);

	while (!s->slope.left && (int)s->next < levels) {
		float from = s->slope.to;
		int k = (int)s->next;
		float t = list_item(u, LENGTH_OF_TIMES, k - 1, i, 0.1f);

		slope_begin(&s->slope, from,
			    list_item(u, LENGTH_OF_LEVELS, k, i, 0),
			    slope_frames(t, u->rate_hz));
		s->next++;
	}
}

RT static void segments_run(struct ugen *u, int n)
{
	struct segments *s = u->state;

	for (int i = 0; i < n; i++) {
		bool open = ugen_in(u, 0, i) > 0;

		if (open && !s->open) {
			float first = list_item(u, LENGTH_OF_LEVELS, 0, i, 0);

			slope_begin(&s->slope, first, first, 0);
			s->next = 1;
		}
		s->open = open;
		if (s->next && !s->slope.left)
			next_segment(u, s, i);
		u->out[0][i] = slope_level(&s->slope);
		s->slope.left -= s->slope.left > 0;
	}
}

/* --- Lag --- */

struct lag {
	double y;
	bool begun;
};

/* What is left of a step after a frame, when -60 dB are left after `time`. */
RT static double lag_keep(float time, float rate_hz)
{
	float frames = time * rate_hz;

	return frames > 0.1f ? approx_exp2(-9.96578428f / frames) : 0;
}

RT static void lag_run(struct ugen *u, int n)
{
	struct lag *l = u->state;
	double y = l->begun ? l->y : ugen_in(u, 0, 0);
	struct signal x = u->in[0], time = u->in[1];
	double keep = lag_keep(signal_first(time), u->rate_hz);

	l->begun = true;
	if (signal_constant(time)) {
		for (int i = 0; i < n; i++) {
			y = keep * y + (1 - keep) * x.at[i * x.step];
			u->out[0][i] = (float)y;
		}
	} else {
		for (int i = 0; i < n; i++) {
			keep = lag_keep(time.at[i], u->rate_hz);
			y = keep * y + (1 - keep) * x.at[i * x.step];
			u->out[0][i] = (float)y;
		}
	}
	l->y = y;
}

#define MOST 1000000
#define FROM_TO(from_, to_)                                                    \
	UGEN_PARAM("from", "", -MOST, MOST, from_, "where it starts"),         \
	    UGEN_PARAM("to", "", -MOST, MOST, to_, "where it ends")
#define DURATION UGEN_PARAM("duration", "s", 0, 3600, 1, "how long it takes")

#define SPEED                                                                  \
	{                                                                      \
		.name = "speed", .unit = "", .least = 0, .most = 1024,         \
		.initial = 1, .summary = "how many times a cycle",             \
		.lift = LIFT_RAMP                                              \
	}

static const struct ugen_param line_params[] = {FROM_TO(0, 1), SPEED};
static const struct ugen_param phasor_params[] = {SPEED};
static const struct ugen_param xline_params[] = {FROM_TO(1, 0.01f), DURATION};
static const struct ugen_param curve_params[] = {
    FROM_TO(0, 1), DURATION,
    UGEN_PARAM("shape", "", -20, 20, 0,
	       "0 straight, above 0 late, below 0 early")};
static const struct ugen_param segments_params[] = {
    {.name = "levels",
     .unit = "",
     .least = -MOST,
     .most = MOST,
     .initial = 0,
     .items = LEVELS,
     .summary = "the levels it goes through, the first at once"},
    {.name = "times",
     .unit = "s",
     .least = 0,
     .most = 3600,
     .initial = 0.1f,
     .items = TIMES,
     .summary = "how long it takes from each to the next; the last repeats"},
};
static const struct ugen_param lag_params[] = {
    UGEN_PARAM("time", "s", 0, 3600, 0.1f,
	       "after which 60 dB of a step are "
	       "gone"),
};

#define LINE(name_, run_, state_)                                              \
	.name = name_, .aliases = "", .run = run_,                             \
	.flags = UGEN_GATED | UGEN_ENVELOPE,                                   \
	.state_bytes = sizeof(struct state_), .source = ""

static const struct ugen_row rows[] = {
    {.name = "line",
     .aliases = "",
     UGEN_PARAMS(line_params),
     .flags = UGEN_STATELESS | UGEN_ENVELOPE,
     .run = line_run,
     .summary = "a straight line from one value to another in each cycle",
     .example = "out: saw 110 * 0.3 # lpf (line 300 3000)",
     .source = ""},
    {.name = "phasor",
     .aliases = "",
     UGEN_PARAMS(phasor_params),
     .flags = UGEN_STATELESS,
     .run = phasor_run,
     .summary = "rises from 0 to 1 in each cycle, and begins again",
     .example = "out: saw 110 * 0.3 # lpf (phasor 2 * 2000 + 300)",
     .source = ""},
    {LINE("curve", curve_run, course), UGEN_PARAMS(curve_params),
     .summary = "a line that bends, then the value at its end",
     .example = "out: saw 110 * 0.3 # lpf (curve 300 3000 1 4)"},
    {LINE("xline", xline_run, course), UGEN_PARAMS(xline_params),
     .summary = "from one value to another by equal ratios",
     .example = "out: saw 110 * 0.3 # lpf (xline 8000 200 1)"},
    {LINE("segments", segments_run, segments), UGEN_PARAMS(segments_params),
     .summary = "straight lines from level to level",
     .example = "out: saw 110 * 0.3 # segments \"0 1 0.3 0\" \"0.01 0.1 0.3\""},
    {.name = "lag",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(lag_params),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct lag),
     .run = lag_run,
     .summary = "glides towards its input instead of jumping",
     .example = "out: saw (\"110 220 165\" # lag 0.2) * 0.2",
     .source = "one pole"},
};

const struct ugen_family ugen_line = UGEN_FAMILY("line", "Lines", rows);
