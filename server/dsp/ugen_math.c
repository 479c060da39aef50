/* Arithmetic, ranges, choice, and places between left and right. */
#include <math.h>
#include "dsp/approx.h"
#include "dsp/phase.h"
#include "dsp/ugen_family.h"

/* A unit that is an expression of its inputs a, b, c at the same frame. */
#define OF_ONE(name_, expression_)                                             \
	RT static void name_(struct ugen *u, int n)                            \
	{                                                                      \
		float room[UGEN_RUN], *restrict out = u->out[0];               \
		const float *as = ugen_spread(u, 0, n, room);                  \
                                                                               \
		for (int i = 0; i < n; i++) {                                  \
			float a = as[i];                                       \
                                                                               \
			out[i] = expression_;                                  \
		}                                                              \
	}
#define OF_TWO(name_, expression_)                                             \
	RT static void name_(struct ugen *u, int n)                            \
	{                                                                      \
		float room[2][UGEN_RUN], *restrict out = u->out[0];            \
		const float *as = ugen_spread(u, 0, n, room[0]);               \
		const float *bs = ugen_spread(u, 1, n, room[1]);               \
                                                                               \
		for (int i = 0; i < n; i++) {                                  \
			float a = as[i], b = bs[i];                            \
                                                                               \
			out[i] = expression_;                                  \
		}                                                              \
	}
#define OF_THREE(name_, expression_)                                           \
	RT static void name_(struct ugen *u, int n)                            \
	{                                                                      \
		float room[3][UGEN_RUN], *restrict out = u->out[0];            \
		const float *as = ugen_spread(u, 0, n, room[0]);               \
		const float *bs = ugen_spread(u, 1, n, room[1]);               \
		const float *cs = ugen_spread(u, 2, n, room[2]);               \
                                                                               \
		for (int i = 0; i < n; i++) {                                  \
			float a = as[i], b = bs[i], c = cs[i];                 \
                                                                               \
			out[i] = expression_;                                  \
		}                                                              \
	}

RT static inline float over(float a, float b)
{
	float y = a / (b == 0 ? 1 : b);

	return b == 0 ? 0 : y;
}

RT static inline float wrap(float x, float low, float high)
{
	float span = high - low, y;

	y = x - span * approx_floor(over(x - low, span));
	return ugen_clamp(y, low, high > low ? high : low);
}

RT static inline float fold(float x, float low, float high)
{
	float span = high - low, y;

	y = over(x - low, 2 * span);
	y = 2 * span * (y - approx_floor(y));
	y = low + (y > span ? 2 * span - y : y);
	return ugen_clamp(y, low, high > low ? high : low);
}

/* tanh. Error under 3e-7. */
RT static inline float hyperbolic(float a)
{
	float e = approx_exp(2 * ugen_clamp(a, -10, 10)), a2 = a * a;
	float small = a * (1 - a2 * (1 / 3.0f - a2 * (2 / 15.0f)));

	return fabsf(a) < 0.1f ? small : 1 - 2 / (e + 1);
}

RT static inline float between(float a, float b, float share)
{
	share = ugen_clamp(share, 0, 1);
	return b + share * (a - b);
}

OF_TWO(add_run, a + b)
OF_TWO(subtract_run, a - b)
OF_TWO(multiply_run, a *b)
OF_TWO(divide_run, over(a, b))
OF_ONE(negate_run, -a)
OF_ONE(abs_run, fabsf(a))
OF_ONE(floor_run, approx_floor(a))
OF_ONE(sqrt_run, sqrtf(a > 0 ? a : 0))
OF_ONE(sin_run, phase_sine32(phase_of_angle(ugen_clamp(a, -1e5f, 1e5f))))
OF_ONE(cos_run,
       phase_sine32(phase_of_angle(ugen_clamp(a, -1e5f, 1e5f)) + 0x40000000u))
OF_ONE(tanh_run, hyperbolic(a))
OF_TWO(min_run, a < b ? a : b)
OF_TWO(max_run, a > b ? a : b)
OF_THREE(clip_run, ugen_clamp(a, b, c))
OF_THREE(wrap_run, wrap(a, b, c))
OF_THREE(fold_run, fold(a, b, c))
OF_THREE(range_run, b + (0.5f * a + 0.5f) * (c - b))
OF_ONE(mtof_run, 440 * approx_exp2((a - 69) * (1 / 12.0f)))
OF_ONE(ftom_run, 69 + 12 * approx_log2((a > 1e-3f ? a : 1e-3f) / 440))
OF_THREE(if_run, a > 0.5f ? b : c)
OF_THREE(wedge_run, between(b, c, a))

/* --- Any number of inputs --- */

RT static void mix_run(struct ugen *u, int n)
{
	int many = (int)signal_first(u->in[0]);
	float room[UGEN_RUN], *restrict out = u->out[0];

	for (int i = 0; i < n; i++)
		out[i] = 0;
	for (int k = 1; k <= many; k++) {
		const float *x = ugen_spread(u, k, n, room);

		for (int i = 0; i < n; i++)
			out[i] += x[i];
	}
}

/* The index is the first of the inputs, what it chooses from the others. */
RT static void select_run(struct ugen *u, int n)
{
	int many = (int)signal_first(u->in[0]) - 1;
	float span = (float)many;

	for (int i = 0; i < n; i++) {
		float x = approx_floor(ugen_in(u, 1, i) + 0.5f);
		int at = (int)(x - span * approx_floor(x / span));

		at = at < 0 ? 0 : at < many ? at : many - 1;
		u->out[0][i] = ugen_in(u, 2 + at, i);
	}
}

/* --- Left and right --- */

/* Gains of equal power for a position of -1..1: once where it is constant. */
struct sides {
	float a[UGEN_RUN], b[UGEN_RUN];
};

RT static void fill_sides(struct signal where, int n, struct sides *to)
{
	int many = signal_constant(where) ? 1 : n;

	for (int i = 0; i < many; i++) {
		float p = 0.5f + 0.5f * ugen_clamp(where.at[i], -1, 1);

		to->a[i] = approx_sin_quarter(1 - p);
		to->b[i] = approx_sin_quarter(p);
	}
	for (int i = many; i < n; i++) {
		to->a[i] = to->a[0];
		to->b[i] = to->b[0];
	}
}

RT static void pan2_run(struct ugen *u, int n)
{
	float room[UGEN_RUN];
	const float *x = ugen_spread(u, 0, n, room);
	float *restrict l = u->out[0], *restrict r = u->out[1];
	struct sides sides;

	fill_sides(u->in[1], n, &sides);
	for (int i = 0; i < n; i++) {
		l[i] = x[i] * sides.a[i];
		r[i] = x[i] * sides.b[i];
	}
}

RT static void pan_run(struct ugen *u, int n)
{
	float room[3][UGEN_RUN];
	const float *xl = ugen_spread(u, 0, n, room[0]);
	const float *xr = ugen_spread(u, 1, n, room[1]);
	const float *where = ugen_spread(u, 2, n, room[2]);
	float *restrict l = u->out[0], *restrict r = u->out[1];

	for (int i = 0; i < n; i++) {
		l[i] = xl[i] * ugen_clamp(1 - where[i], 0, 1);
		r[i] = xr[i] * ugen_clamp(1 + where[i], 0, 1);
	}
}

RT static void widener_run(struct ugen *u, int n)
{
	float room[3][UGEN_RUN];
	const float *xl = ugen_spread(u, 0, n, room[0]);
	const float *xr = ugen_spread(u, 1, n, room[1]);
	const float *width = ugen_spread(u, 2, n, room[2]);
	float *restrict l = u->out[0], *restrict r = u->out[1];

	for (int i = 0; i < n; i++) {
		float mid = 0.5f * (xl[i] + xr[i]);
		float side = 0.5f * (xl[i] - xr[i]);

		side *= ugen_clamp(width[i], 0, 2);
		l[i] = mid + side;
		r[i] = mid - side;
	}
}

RT static void xfade_run(struct ugen *u, int n)
{
	float room[2][UGEN_RUN], *restrict out = u->out[0];
	const float *a = ugen_spread(u, 0, n, room[0]);
	const float *b = ugen_spread(u, 1, n, room[1]);
	struct sides sides;

	fill_sides(u->in[2], n, &sides);
	for (int i = 0; i < n; i++)
		out[i] = a[i] * sides.a[i] + b[i] * sides.b[i];
}

#define MOST 1000000
static const struct ugen_param low_high[] = {
    UGEN_PARAM("low", "", -MOST, MOST, -1, "the lower end"),
    UGEN_PARAM("high", "", -MOST, MOST, 1, "the upper end"),
};
static const struct ugen_param range_params[] = {
    UGEN_PARAM("low", "", -MOST, MOST, NAN, "where -1 goes"),
    UGEN_PARAM("high", "", -MOST, MOST, NAN, "where 1 goes"),
};
static const struct ugen_param place[] = {
    UGEN_PARAM("position", "", -1, 1, 0, "-1 left, 0 centre, 1 right"),
};
static const struct ugen_param fade_place[] = {
    UGEN_PARAM("position", "", -1, 1, 0, "-1 the first, 1 the second"),
};
static const struct ugen_param width_params[] = {
    UGEN_PARAM("width", "", 0, 2, 1, "0 mono, 1 as it is, 2 twice as wide"),
};
static const struct ugen_param amp_params[] = {
    UGEN_PARAM("amount", "", -MOST, MOST, NAN, "what it is multiplied by"),
};

/* A row without state; its parameters are given apart. */
#define PLAIN(name_, aliases_, inputs_, flags_, run_)                          \
	.name = name_, .aliases = aliases_, .inputs = inputs_,                 \
	.flags = UGEN_STATELESS | (flags_), .run = run_

static const struct ugen_row rows[] = {
    {PLAIN("+", "", 2, UGEN_HIDDEN, add_run), .summary = "sum"},
    {PLAIN("-", "", 2, UGEN_HIDDEN, subtract_run), .summary = "difference"},
    {PLAIN("*", "", 2, UGEN_HIDDEN, multiply_run), .summary = "product"},
    {PLAIN("/", "", 2, UGEN_HIDDEN, divide_run),
     .summary = "quotient; 0 where it is divided by 0"},
    {PLAIN("neg", "", 1, UGEN_HIDDEN, negate_run), .summary = "upside down"},
    {PLAIN("pan", "", 1, UGEN_HIDDEN | UGEN_STEREO_IN | UGEN_STEREO_OUT,
	   pan_run),
     UGEN_PARAMS(place), .summary = "balance: both as they are at the centre"},
    {PLAIN("abs", "", 1, 0, abs_run), .summary = "without its sign",
     .example = "out: abs (sine 110) * 0.2", .source = ""},
    {PLAIN("floor", "", 1, 0, floor_run),
     .summary = "the whole number at or below",
     .example = "out: saw (floor (sine 0.5 * 4) * 50 + 300) * 0.2",
     .source = ""},
    {PLAIN("sqrt", "", 1, 0, sqrt_run),
     .summary = "square root; 0 of what is below 0",
     .example = "out: sqrt (abs (sine 110)) * 0.2", .source = ""},
    {PLAIN("sin", "", 1, 0, sin_run), .summary = "sine of an angle in radians",
     .example = "out: sin (saw 110 * 3) * 0.2", .source = ""},
    {PLAIN("cos", "", 1, 0, cos_run),
     .summary = "cosine of an angle in radians",
     .example = "out: cos (saw 110 * 3) * 0.2", .source = ""},
    {PLAIN("tanh", "", 1, 0, tanh_run),
     .summary = "bends towards -1 and 1, never beyond",
     .example = "out: tanh (sine 110 * 3) * 0.2", .source = ""},
    {PLAIN("clip", "", 1, 0, clip_run), UGEN_PARAMS(low_high),
     .summary = "cuts off what is beyond low and high",
     .example = "out: sine 110 * 4 # clip -0.2 0.2", .source = ""},
    {PLAIN("fold", "", 1, 0, fold_run), UGEN_PARAMS(low_high),
     .summary = "mirrors at low and high what is beyond them",
     .example = "out: sine 110 * 4 # fold -0.2 0.2", .source = ""},
    {PLAIN("wrap", "", 1, 0, wrap_run), UGEN_PARAMS(low_high),
     .summary = "comes back at low where it leaves at high, and the reverse",
     .example = "out: sine 110 * 4 # wrap -0.2 0.2", .source = ""},
    {PLAIN("range", "", 1, 0, range_run), UGEN_PARAMS(range_params),
     .summary = "takes -1..1 to low..high",
     .example = "out: saw 110 # lpf (range 300 3000 (sine 0.5))", .source = ""},
    {PLAIN("min", "", 2, 0, min_run), .summary = "the lesser of two",
     .example = "out: min (sine 110) (sine 165) * 0.2", .source = ""},
    {PLAIN("max", "", 2, 0, max_run), .summary = "the greater of two",
     .example = "out: max (sine 110) (sine 165) * 0.2", .source = ""},
    {PLAIN("mtof", "midicps", 1, 0, mtof_run),
     .summary = "frequency of a note's number: 69 is 440 Hz",
     .example = "out: saw (mtof \"45 52\") * 0.2", .source = ""},
    {PLAIN("ftom", "cpsmidi", 1, 0, ftom_run),
     .summary = "number of the note of a frequency: 440 Hz is 69",
     .example = "out: saw (mtof (ftom 440 - 12)) * 0.2", .source = ""},
    {PLAIN("amp", "", 1, 0, multiply_run), UGEN_PARAMS(amp_params),
     .summary = "louder or softer: multiplies",
     .example = "out: saw 110 # amp 0.2", .source = ""},
    {PLAIN("if", "", 3, 0, if_run),
     .summary = "the second where the first is above 0.5, else the third",
     .example = "out: if (square 2) (saw 110) (saw 165) * 0.2", .source = ""},
    {PLAIN("select", "", 2, UGEN_VARIADIC, select_run),
     .summary = "the one that the index, rounded, says; it wraps around",
     .example = "out: select \"0 1 2\" (saw 110) (tri 110) (sine 110) * 0.2",
     .source = ""},
    {PLAIN("mix", "", 1, UGEN_VARIADIC, mix_run), .summary = "the sum of all",
     .example = "out: mix (saw 110) (saw 165) (saw 220) * 0.1", .source = ""},
    {PLAIN("xfade", "", 2, 0, xfade_run), UGEN_PARAMS(fade_place),
     .summary = "from one to the other at equal power",
     .example = "out: xfade (saw 110) (tri 165) (sine 0.5) * 0.2",
     .source = "equal power"},
    {PLAIN("wedge", "", 3, 0, wedge_run),
     .summary = "a share of the second, the rest of the third",
     .example = "out: wedge 0.7 (saw 110) (tri 165) * 0.2", .source = ""},
    {PLAIN("sew", "", 3, 0, if_run),
     .summary = "the second while the first is true, else the third",
     .example = "out: sew (square 2) (saw 110) (tri 165) * 0.2", .source = ""},
    {PLAIN("stitch", "", 3, 0, if_run),
     .summary = "the second while the first is true, else the third",
     .example = "out: stitch (square 2) (saw 110) (tri 165) * 0.2",
     .source = ""},
    {PLAIN("pan2", "", 1, UGEN_STEREO_OUT, pan2_run), UGEN_PARAMS(place),
     .summary = "places a sound between left and right at equal power",
     .example = "out: saw 110 * 0.2 # pan2 (sine 0.5)",
     .source = "equal power"},
    {PLAIN("widener", "width", 1, UGEN_STEREO_IN | UGEN_STEREO_OUT | UGEN_ALIKE,
	   widener_run),
     UGEN_PARAMS(width_params),
     .summary = "narrower or wider: the difference of left and right",
     .example = "out: saw 110 * 0.2 # pan2 (sine 0.5) # widener 1.5",
     .source = "mid and side"},
};

const struct ugen_family ugen_math =
    UGEN_FAMILY("math", "Math, choice and place", rows);
