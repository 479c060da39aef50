/* What turns a sound down or up by its own level, or by another's: left and
 * right as one, so that the picture stays where it is. Levels and gains are
 * counted in octaves (6.02 dB). */
#include <math.h>
#include <string.h>
#include "dsp/follow.h"
#include "dsp/lanes.h"
#include "dsp/wide.h"

static const float octaves_of_db = 0.166096405f;

/* Whether two inputs are one signal: a mono sound on both channels. */
RT static inline bool is_mono(const struct ugen *u, int at)
{
	return u->in[at].at == u->in[at + 1].at &&
	       u->in[at].step == u->in[at + 1].step;
}

/* The louder of two channels, in octaves above full scale. */
RT WIDE static void fill_levels(const struct ugen *u, int at, int n,
				float *level)
{
	float room[2][UGEN_RUN];
	const float *l = ugen_spread(u, at, n, room[0]);
	const float *r = ugen_spread(u, at + 1, n, room[1]);

	for (int i = 0; i < n; i++) {
		float a = fabsf(l[i]), b = fabsf(r[i]);

		a = a > b ? a : b;
		level[i] = approx_log2(a > 1e-6f ? a : 1e-6f);
	}
}

/* --- Down with the release, and smoothed by the attack --- */

/* The last frames before this run, the latest last. */
struct dynamics {
	float down[LANES_WIDE], held[LANES_WIDE], smooth[LANES_WIDE];
};

struct past {
	float at[LANES_WIDE + UGEN_RUN];
};

RT static WIDE_PART void recall(struct past *to, const float *past)
{
	memcpy(to->at, past, LANES_WIDE * sizeof(float));
}

RT static WIDE_PART void keep(const struct past *from, int n, float *past)
{
	memcpy(past, from->at + n, LANES_WIDE * sizeof(float));
}

/* Each frame from the one four before it, as what the three between them do is
 * known: the recursion waits for a quarter of the steps. A frame alone would
 * make max(x, let h + (1 - let) x) of h. */
RT static WIDE_PART void hold_still(const float *restrict down, int n,
				    float let, struct past *held)
{
	float most[UGEN_RUN], more[UGEN_RUN], rest = 1 - let;
	float four = let * let * (let * let);
	lanes h = lanes_load(held->at);

	for (int i = 0; i < UGEN_RUN; i++) {
		float m = down[i + 1], k = rest * m;

		for (int past = 2; past <= 4; past++) {
			float x = down[i + past], r = rest * x, less;

			less = let * m + r;
			m = x > less ? x : less;
			k = let * k + r;
		}
		most[i] = m;
		more[i] = k;
	}
	for (int i = 0; i < n; i += LANES_WIDE) {
		h = lanes_max(lanes_load(most + i),
			      lanes_all(four) * h + lanes_load(more + i));
		lanes_store(held->at + LANES_WIDE + i, h);
	}
}

/* The same for up y + (1 - up) x. */
RT static WIDE_PART void smooth_still(const float *restrict held, int n,
				      float up, struct past *smooth)
{
	float more[UGEN_RUN], rest = 1 - up, four = up * up * (up * up);
	lanes y = lanes_load(smooth->at);

	for (int i = 0; i < UGEN_RUN; i++)
		more[i] =
		    rest *
		    (((held[i + 1] * up + held[i + 2]) * up + held[i + 3]) *
			 up +
		     held[i + 4]);
	for (int i = 0; i < n; i += LANES_WIDE) {
		y = lanes_all(four) * y + lanes_load(more + i);
		lanes_store(smooth->at + LANES_WIDE + i, y);
	}
}

RT static WIDE_PART void follow_moving(const float *down, int n,
				       const float *let, const float *up,
				       struct past *held, struct past *smooth)
{
	float h = held->at[LANES_WIDE - 1], y = smooth->at[LANES_WIDE - 1];

	for (int i = 0; i < n; i++) {
		float less = let[i] * h + (1 - let[i]) * down[i];

		h = down[i] > less ? down[i] : less;
		y = up[i] * y + (1 - up[i]) * h;
		held->at[LANES_WIDE + i] = h;
		smooth->at[LANES_WIDE + i] = y;
	}
}

/* What is asked for in down[] comes after the attack, and goes with the
 * release (parameters at `attack` and after it); then as a gain. */
RT WIDE static void follow(struct ugen *u, int n, int attack, float *down)
{
	struct dynamics *d = u->state;
	float let[UGEN_RUN], up[UGEN_RUN];
	struct past asked, held, smooth;
	int moving = follow_fill(u, attack, n, up) - 1;

	moving += follow_fill(u, attack + 1, n, let) - 1;
	recall(&asked, d->down);
	recall(&held, d->held);
	recall(&smooth, d->smooth);
	memcpy(asked.at + LANES_WIDE, down, UGEN_RUN * sizeof(float));
	if (moving) {
		follow_moving(down, n, let, up, &held, &smooth);
	} else {
		hold_still(asked.at, n, let[0], &held);
		smooth_still(held.at, n, up[0], &smooth);
	}
	memcpy(down, smooth.at + LANES_WIDE, (size_t)n * sizeof(float));
	keep(&asked, n, d->down);
	keep(&held, n, d->held);
	keep(&smooth, n, d->smooth);
}

/* The input times 2^(up - down). */
RT WIDE static void turn(struct ugen *u, int n, const float *down,
			 const float *up)
{
	float gain[UGEN_RUN];
	int channels = is_mono(u, 0) ? 1 : 2;

	for (int i = 0; i < n; i++)
		gain[i] = approx_exp2(up[i] - down[i]);
	for (int c = 0; c < channels; c++) {
		float room[UGEN_RUN], *restrict out = u->out[c];
		const float *x = ugen_spread(u, c, n, room);

		for (int i = 0; i < n; i++)
			out[i] = x[i] * gain[i];
	}
	if (channels == 1)
		memcpy(u->out[1], u->out[0], (size_t)n * sizeof(float));
}

/* Above the threshold only 1 / ratio of what is too much is left. */
RT WIDE static void compress(struct ugen *u, int n, int level_at, int first,
			     const float *makeup)
{
	float room[2][UGEN_RUN], level[UGEN_RUN];
	const float *db = ugen_spread(u, first, n, room[0]);
	const float *ratio = ugen_spread(u, first + 1, n, room[1]);

	fill_levels(u, level_at, n, level);
	for (int i = 0; i < n; i++) {
		float over = level[i] - db[i] * octaves_of_db;
		float r = ratio[i] > 1 ? ratio[i] : 1;

		level[i] = (over > 0 ? over : 0) * (1 - 1 / r);
	}
	follow(u, n, first + 2, level);
	turn(u, n, level, makeup);
}

RT WIDE static void compressor_run(struct ugen *u, int n)
{
	float up[UGEN_RUN];

	for (int i = 0; i < n; i++)
		up[i] = ugen_clamp(ugen_in(u, 6, i), -60, 60) * octaves_of_db;
	compress(u, n, 0, 2, up);
}

RT static void sidechain_run(struct ugen *u, int n)
{
	static const float none[UGEN_RUN];

	compress(u, n, 2, 4, none);
}

enum { EXPAND_MOST_OCTAVES = 14 };

/* Below the threshold what is missing is multiplied by the ratio. What is held
 * is how far it is open, so that it opens with the attack. */
RT static void expander_run(struct ugen *u, int n)
{
	static const float none[UGEN_RUN];
	float room[2][UGEN_RUN], level[UGEN_RUN];
	const float *db = ugen_spread(u, 2, n, room[0]);
	const float *ratio = ugen_spread(u, 3, n, room[1]);

	fill_levels(u, 0, n, level);
	for (int i = 0; i < n; i++) {
		float under = level[i] - db[i] * octaves_of_db;
		float r = ratio[i] > 1 ? ratio[i] : 1;

		level[i] = ugen_clamp(under * (r - 1), -EXPAND_MOST_OCTAVES, 0);
	}
	follow(u, n, 4, level);
	for (int i = 0; i < n; i++)
		level[i] = -level[i];
	turn(u, n, level, none);
}

/* A compressor without an upper end, and a ceiling for what comes before it
 * has turned down. */
RT WIDE static void limiter_run(struct ugen *u, int n)
{
	static const float none[UGEN_RUN];
	float room[UGEN_RUN], down[UGEN_RUN], most[UGEN_RUN];
	float ceiling[UGEN_RUN];
	const float *threshold = ugen_spread(u, 2, n, room);

	fill_levels(u, 0, n, down);
	for (int i = 0; i < n; i++)
		most[i] = ugen_clamp(threshold[i], 0.001f, 10);
	ceiling[0] = approx_log2(ugen_clamp(threshold[0], 0.001f, 10));
	for (int i = 1; i < n; i++)
		ceiling[i] = ceiling[0];
	if (!signal_constant(u->in[2]))
		for (int i = 0; i < n; i++)
			ceiling[i] = approx_log2(most[i]);
	for (int i = 0; i < n; i++) {
		float over = down[i] - ceiling[i];

		down[i] = over > 0 ? over : 0;
	}
	follow(u, n, 3, down);
	turn(u, n, down, none);
	for (int c = 0; c < 2; c++) {
		float *restrict out = u->out[c];

		for (int i = 0; i < n; i++)
			out[i] = ugen_clamp(out[i], -most[i], most[i]);
	}
}

/* --- Transients --- */

struct shaper {
	float peak;		    /* rises at once */
	float quick, late, lasting; /* followers of it */
};

RT static inline float chase(float y, float x, float up, float down)
{
	float keep = x > y ? up : down;

	return keep * y + (1 - keep) * x;
}

/* A follower that is late shows where a sound begins, one that lasts shows
 * where it fades. */
RT static void shaper_run(struct ugen *u, int n)
{
	static const float none[UGEN_RUN];
	struct shaper s = *(struct shaper *)u->state;
	float rate = u->rate_hz, room[2][UGEN_RUN], down[UGEN_RUN];
	float begun[UGEN_RUN], fading[UGEN_RUN];
	float quick = follow_keep(0.001f, rate),
	      late = follow_keep(0.03f, rate);
	float falls = follow_keep(0.05f, rate), lasts = follow_keep(0.5f, rate);
	const float *attack = ugen_spread(u, 2, n, room[0]);
	const float *sustain = ugen_spread(u, 3, n, room[1]);

	for (int i = 0; i < n; i++) {
		float x =
		    greater(fabsf(ugen_in(u, 0, i)), fabsf(ugen_in(u, 1, i)));

		s.peak = chase(s.peak, x, 0, falls);
		x = s.peak;
		s.quick = chase(s.quick, x, quick, falls);
		s.late = chase(s.late, x, late, falls);
		s.lasting = chase(s.lasting, x, quick, lasts);
		begun[i] = (s.quick + 1e-5f) / (s.late + 1e-5f);
		fading[i] = (s.lasting + 1e-5f) / (s.quick + 1e-5f);
	}
	for (int i = 0; i < n; i++) {
		float a = ugen_clamp(approx_log2(begun[i]), 0, 1);
		float b = ugen_clamp(approx_log2(fading[i]), 0, 1);

		down[i] =
		    -octaves_of_db * (a * ugen_clamp(attack[i], -24, 24) +
				      b * ugen_clamp(sustain[i], -24, 24));
	}
	turn(u, n, down, none);
	*(struct shaper *)u->state = s;
}

#define THRESHOLD(initial_)                                                    \
	UGEN_PARAM("threshold_db", "dB", -100, 20, initial_,                   \
		   "the level at which it begins to work")
#define RATIO(initial_)                                                        \
	UGEN_PARAM("ratio", "", 1, 100, initial_, "how strongly, as in 4:1")
#define ATTACK(initial_)                                                       \
	UGEN_PARAM("attack", "s", 0, 2, initial_, "how fast it takes hold")
#define RELEASE(initial_)                                                      \
	UGEN_PARAM("release", "s", 0, 5, initial_, "how fast it lets go")

static const struct ugen_param comp_params[] = {
    THRESHOLD(-20), RATIO(4), ATTACK(0.01f), RELEASE(0.1f),
    UGEN_PARAM("makeup_db", "dB", -60, 60, 0, "gain after it")};
static const struct ugen_param side_params[] = {THRESHOLD(-20), RATIO(4),
						ATTACK(0.01f), RELEASE(0.1f)};
static const struct ugen_param expand_params[] = {
    THRESHOLD(-40), RATIO(2), ATTACK(0.005f), RELEASE(0.1f)};
static const struct ugen_param limiter_params[] = {
    UGEN_PARAM("threshold", "", 0.001f, 10, 1, "nothing is louder"),
    ATTACK(0.005f), RELEASE(0.05f)};
static const struct ugen_param shaper_params[] = {
    UGEN_PARAM("attack_db", "dB", -24, 24, 6, "gain where sounds begin"),
    UGEN_PARAM("sustain_db", "dB", -24, 24, 0, "gain where they fade")};

#define DYNAMICS(name_, aliases_, inputs_, run_, state_)                       \
	.name = name_, .aliases = aliases_, .inputs = inputs_, .run = run_,    \
	.flags = UGEN_SHARED | UGEN_STEREO_IN | UGEN_STEREO_OUT | UGEN_ALIKE,  \
	.state_bytes = sizeof(struct state_)
#define GIANNOULIS                                                             \
	"Giannoulis, Massberg, Reiss, dynamic range compression, 2012"

static const struct ugen_row rows[] = {
    {DYNAMICS("compressor", "comp", 1, compressor_run, dynamics),
     UGEN_PARAMS(comp_params), .summary = "turns down what is loud",
     .example = "out: saw 110 # comp -20 4 0.01 0.1 6", .source = GIANNOULIS},
    {DYNAMICS("sidechain_compressor", "sidechain_comp sc_comp sidechain", 2,
	      sidechain_run, dynamics),
     UGEN_PARAMS(side_params),
     .summary = "turns a sound down while another is loud",
     .example = "~kick: s \"bd*4\"\n"
		"out: saw 55 * 0.3 # sc_comp ~kick -30 8 0.005 0.2",
     .source = GIANNOULIS},
    {DYNAMICS("expander", "expand", 1, expander_run, dynamics),
     UGEN_PARAMS(expand_params), .summary = "turns down what is soft",
     .example = "out: s \"hh*8\" # expander -30 3 0.001 0.05",
     .source = GIANNOULIS},
    {DYNAMICS("transient_shaper", "tshaper transient", 1, shaper_run, shaper),
     UGEN_PARAMS(shaper_params),
     .summary = "more or less of how sounds begin, and of how they fade",
     .example = "out: s \"bd*4\" # tshaper 6 -6",
     .source = "difference of followers"},
    {DYNAMICS("limiter", "", 1, limiter_run, dynamics),
     UGEN_PARAMS(limiter_params), .summary = "lets nothing above a threshold",
     .example = "out: saw 110 * 2 # limiter 0.5", .source = GIANNOULIS},
};

const struct ugen_family ugen_dynamics =
    UGEN_FAMILY("dynamics", "Dynamics", rows);
