/* What hears a signal: its level, when it crosses a line, what it was. */
#include <math.h>
#include "dsp/follow.h"

/* --- Level over a window --- */

enum { WINDOW_SECONDS = 1, WINDOW_STEPS = 64 };

/* A power of two, that positions wrap by a mask. */
RT static size_t window_memory(double rate_hz, const float *params)
{
	size_t n = 64;

	(void)params;
	while ((double)n < rate_hz * WINDOW_SECONDS + 2)
		n *= 2;
	return n;
}

/* The sum of the squares within the window, in integers: what is added is
 * taken away to the last bit. */
struct window {
	int64_t sum;
	uint32_t at, many; /* frames so far, frames in the sum */
	float y;	   /* of a follower after it */
};

RT static inline int64_t whole(float square)
{
	return (int64_t)((double)square * 0x1p32);
}

/* One frame in, the mean level of the window out. A window that changes grows
 * or shrinks by so many frames at a time. */
RT static float window_step(struct ugen *u, struct window *w, float x,
			    float seconds)
{
	uint32_t mask = (uint32_t)u->n_memory - 1;
	float frames = ugen_clamp(seconds * u->rate_hz + 0.5f, 1,
				  u->rate_hz * WINDOW_SECONDS);
	uint32_t want = (uint32_t)frames;

	x = ugen_clamp(x, -64, 64);
	u->memory[w->at & mask] = x * x;
	w->sum += whole(x * x);
	w->many++;
	w->at++;
	for (int i = 0; i < WINDOW_STEPS && w->many > want; i++) {
		w->sum -= whole(u->memory[(w->at - w->many) & mask]);
		w->many--;
	}
	for (int i = 0; i < WINDOW_STEPS && w->many < want; i++) {
		w->many++;
		w->sum += whole(u->memory[(w->at - w->many) & mask]);
	}
	return (float)((double)w->sum * 0x1p-32 / (double)w->many);
}

RT static void rms_run(struct ugen *u, int n)
{
	for (int i = 0; i < n; i++)
		u->out[0][i] = sqrtf(window_step(u, u->state, ugen_in(u, 0, i),
						 ugen_in(u, 1, i)));
}

RT static inline float chase(float y, float x, float up, float down)
{
	float keep = x > y ? up : down;

	return keep * y + (1 - keep) * x;
}

RT static void amp_follower_run(struct ugen *u, int n)
{
	struct window *w = u->state;
	float up[UGEN_RUN], down[UGEN_RUN];

	follow_fill(u, 1, n, up);
	follow_fill(u, 2, n, down);
	for (int i = 0; i < n; i++) {
		float x = sqrtf(
		    window_step(u, w, ugen_in(u, 0, i), ugen_in(u, 3, i)));

		w->y = chase(w->y, x, up[i], down[i]);
		u->out[0][i] = w->y;
	}
}

struct follower {
	float y;
};

RT static void peak_follower_run(struct ugen *u, int n)
{
	struct follower *f = u->state;
	float up[UGEN_RUN], down[UGEN_RUN], y = f->y, room[UGEN_RUN];
	float to_up[UGEN_RUN], to_down[UGEN_RUN], *restrict out = u->out[0];
	const float *x = ugen_spread(u, 0, n, room);

	follow_fill(u, 1, n, up);
	follow_fill(u, 2, n, down);
	for (int i = 0; i < n; i++) {
		to_up[i] = (1 - up[i]) * fabsf(x[i]);
		to_down[i] = (1 - down[i]) * fabsf(x[i]);
	}
	/* What rises faster than it falls is the larger of both ways. */
	for (int i = 0; i < n; i++) {
		float rise = up[i] * y + to_up[i];
		float fall = down[i] * y + to_down[i];
		bool larger = (up[i] <= down[i]) == (rise > fall);

		y = larger ? rise : fall;
		out[i] = y;
	}
	f->y = y;
}

/* --- Lines that are crossed --- */

struct crossing {
	float held;
	uint32_t frames;
	bool open, begun;
};

RT static void schmidt_run(struct ugen *u, int n)
{
	struct crossing *c = u->state;

	for (int i = 0; i < n; i++) {
		float x = ugen_in(u, 0, i);

		if (x > ugen_in(u, 1, i))
			c->open = true;
		else if (x < ugen_in(u, 2, i))
			c->open = false;
		u->out[0][i] = c->open;
	}
}

/* Whether the trigger rises above 0 at this frame. */
RT static inline bool rises(struct crossing *c, float trigger)
{
	bool before = c->open;

	c->open = trigger > 0;
	return c->open && !before;
}

RT static void latch_run(struct ugen *u, int n)
{
	struct crossing *c = u->state;

	for (int i = 0; i < n; i++) {
		if (ugen_in(u, 1, i) > 0)
			c->held = ugen_in(u, 0, i);
		u->out[0][i] = c->held;
	}
}

RT static void sample_hold_run(struct ugen *u, int n)
{
	struct crossing *c = u->state;

	for (int i = 0; i < n; i++) {
		if (rises(c, ugen_in(u, 1, i)))
			c->held = ugen_in(u, 0, i);
		u->out[0][i] = c->held;
	}
}

RT static void timer_run(struct ugen *u, int n)
{
	struct crossing *c = u->state;

	for (int i = 0; i < n; i++) {
		if (rises(c, ugen_in(u, 0, i))) {
			if (c->begun)
				c->held = (float)c->frames / u->rate_hz;
			c->begun = true;
			c->frames = 0;
		}
		c->frames += c->frames < UINT32_MAX;
		u->out[0][i] = c->held;
	}
}

#define WINDOW                                                                 \
	UGEN_PARAM("window", "s", 0, WINDOW_SECONDS, 0.05f,                    \
		   "over how much time, at most 1 s")
#define RISE_AND_FALL                                                          \
	UGEN_PARAM("attack", "s", 0, 10, 0.01f, "how fast it rises"),          \
	    UGEN_PARAM("release", "s", 0, 10, 0.1f, "how fast it falls")

static const struct ugen_param rms_params[] = {WINDOW};
static const struct ugen_param peak_params[] = {RISE_AND_FALL};
static const struct ugen_param amp_params[] = {RISE_AND_FALL, WINDOW};
static const struct ugen_param schmidt_params[] = {
    UGEN_PARAM("high", "", -1000, 1000, 0.5f, "above it is 1"),
    UGEN_PARAM("low", "", -1000, 1000, -0.5f, "below it is 0 again"),
};

#define HEARS(name_, aliases_, inputs_, run_, state_)                          \
	.name = name_, .aliases = aliases_, .inputs = inputs_, .run = run_,    \
	.flags = UGEN_SHARED, .state_bytes = sizeof(struct state_),            \
	.source = ""

static const struct ugen_row rows[] = {
    {HEARS("rms", "", 1, rms_run, window), UGEN_PARAMS(rms_params),
     .memory_floats = window_memory,
     .summary = "the level over a window, as power has it",
     .example = "~d: s \"bd*4\"\nout: saw 110 * rms ~d 0.05"},
    {HEARS("peak_follower", "", 1, peak_follower_run, follower),
     UGEN_PARAMS(peak_params), .summary = "follows the peaks of a signal",
     .example = "~d: s \"bd*4\"\nout: saw 110 * peak_follower ~d 0.01 0.2"},
    {HEARS("amp_follower", "", 1, amp_follower_run, window),
     UGEN_PARAMS(amp_params), .memory_floats = window_memory,
     .summary = "follows the level of a signal over a window",
     .example = "~d: s \"bd*4\"\nout: saw 110 * amp_follower ~d 0.01 0.2 0.02"},
    {HEARS("schmidt", "schmitt", 1, schmidt_run, crossing),
     UGEN_PARAMS(schmidt_params),
     .summary = "1 from above high until below low, then 0",
     .example = "out: saw 110 * schmidt (sine 2) 0.3 -0.3 * 0.3"},
    {HEARS("latch", "", 2, latch_run, crossing),
     .summary = "goes along while the gate is open, else stays",
     .example = "out: saw (latch (sine 0.3 * 200 + 300) (square 4)) * 0.2"},
    {HEARS("sample_hold", "", 2, sample_hold_run, crossing),
     .summary = "keeps the value at each rise of the trigger",
     .example = "out: saw (sample_hold (sine 0.3 * 200 + 300) (square 4)) * "
		"0.2"},
    {HEARS("timer", "", 1, timer_run, crossing),
     .summary = "seconds between the last two rises of a trigger",
     .example = "out: saw (timer (square 2) * 440) * 0.2"},
};

const struct ugen_family ugen_analysis =
    UGEN_FAMILY("analysis", "Analysis", rows);
