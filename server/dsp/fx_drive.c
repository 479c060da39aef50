/* Distortion and less of everything: bits, rate. */
#include <string.h>
#include "dsp/lfo.h"
#include "dsp/ugen_family.h"
#include "dsp/wide.h"

/* Half-band filters by windowed sinc (Kaiser), 72 and 66 dB: each the odd half
 * of one side, the middle is 0.5. */
static const float half_14[] = {
    0.31703686f,  -0.10224573f, 0.05739912f,  -0.03706070f, 0.02513365f,
    -0.01725651f, 0.01175483f,	-0.00783232f, 0.00504166f,  -0.00309331f,
    0.00177763f,  -0.00093138f, 0.00042310f,  -0.00014690f};
static const float half_4[] = {0.30405587f, -0.06961717f, 0.01815335f,
			       -0.00259205f};
static const float half_3[] = {0.29398042f, -0.04918573f, 0.00520531f};

/* The last way down: nothing of what is over 0.26 of the doubled rate is left
 * to fold back (-66 dB). */
static const float last[] = {
    -0.00002595f, -0.00026839f, -0.00006315f, 0.00054958f,  0.00036214f,
    -0.00086604f, -0.00099299f, 0.00106264f,  0.00204109f,  -0.00088484f,
    -0.00349379f, 0.00000000f,	0.00517731f,  0.00194783f,  -0.00670831f,
    -0.00525564f, 0.00747311f,	0.01006811f,  -0.00663484f, -0.01629679f,
    0.00314220f,  0.02357680f,	0.00434343f,  -0.03127985f, -0.01785328f,
    0.03858958f,  0.04182110f,	-0.04462913f, -0.09208587f, 0.04861590f,
    0.31352675f,  0.45008255f,	0.31352675f,  0.04861590f,  -0.09208587f,
    -0.04462913f, 0.04182110f,	0.03858958f,  -0.01785328f, -0.03127985f,
    0.00434343f,  0.02357680f,	0.00314220f,  -0.01629679f, -0.00663484f,
    0.01006811f,  0.00747311f,	-0.00525564f, -0.00670831f, 0.00194783f,
    0.00517731f,  0.00000000f,	-0.00349379f, -0.00088484f, 0.00204109f,
    0.00106264f,  -0.00099299f, -0.00086604f, 0.00036214f,  0.00054958f,
    -0.00006315f, -0.00026839f, -0.00002595f};

enum {
	LAST = 63,
	HALF_MOST = 14,
	HALF_PAST = 2 * HALF_MOST - 1,
	PAD = 2,	     /* frames at eight times the rate that make ... */
	LATE = 34,	     /* ... the whole way this many frames long */
	MOST = 4 * UGEN_RUN, /* frames that a filter takes */
};

/* What a stage up and down remembers. */
struct half {
	float up[HALF_PAST], even[HALF_PAST], odd[HALF_MOST];
};

/* past[0..n_past) before x[0..n) into to; the last of them become past. */
RT static WIDE_PART void with_past(float *past, int n_past, const float *x,
				   int n, float *to)
{
	memcpy(to, past, (size_t)n_past * sizeof(float));
	memcpy(to + n_past, x, (size_t)n * sizeof(float));
	memcpy(past, to + n, (size_t)n_past * sizeof(float));
}

typedef float octet __attribute__((vector_size(32)));

enum { OCTET = 8, SLACK = OCTET }; /* buffers are so much longer */

#define OCTET_AT(x_)                                                           \
	({                                                                     \
		octet o_;                                                      \
		memcpy(&o_, x_, sizeof(o_));                                   \
		o_;                                                            \
	})

/* Between each two frames of x (with its past) the one in the middle; to and x
 * have slack. */
RT static WIDE_PART void middles(const float *c, int k, const float *x, int n,
				 float *to)
{
	for (int i = 0; i < n; i += OCTET) {
		octet sum =
		    c[0] * (OCTET_AT(x + i + k - 1) + OCTET_AT(x + i + k));

		for (int j = 2; j <= k; j++)
			sum += c[j - 1] * (OCTET_AT(x + i + k - j) +
					   OCTET_AT(x + i + k - 1 + j));
		memcpy(to + i, &sum, sizeof(sum));
	}
}

RT static WIDE_PART void half_up(struct half *h, const float *c, int k,
				 const float *x, int n, float *to)
{
	float at[HALF_PAST + MOST + SLACK], mid[MOST + SLACK];

	with_past(h->up, 2 * k - 1, x, n, at);
	middles(c, k, at, n, mid);
	for (int i = 0; i < n; i++) {
		to[2 * i] = 2 * mid[i];
		to[2 * i + 1] = at[i + k];
	}
}

RT static WIDE_PART void half_down(struct half *h, const float *c, int k,
				   const float *x, int n, float *to)
{
	float even[MOST], odd[MOST], at[HALF_PAST + MOST + SLACK];
	float late[HALF_MOST + MOST];

	for (int i = 0; i < n; i++) {
		even[i] = x[2 * i];
		odd[i] = x[2 * i + 1];
	}
	with_past(h->even, 2 * k - 1, even, n, at);
	with_past(h->odd, k, odd, n, late);
	middles(c, k, at, n, to);
	for (int i = 0; i < n; i++)
		to[i] += 0.5f * late[i];
}

/* Every other frame of x, after the last filter, which is symmetric; to has
 * slack. */
RT static WIDE_PART void last_down(float *past, const float *x, int n,
				   float *to)
{
	float at[LAST - 1 + 2 * UGEN_RUN];
	float part[2][LAST / 2 + 1 + UGEN_RUN + SLACK];

	with_past(past, LAST - 1, x, 2 * n, at);
	for (int i = 0; i < n + LAST / 2; i++) {
		part[0][i] = at[2 * i];
		part[1][i] = at[2 * i + 1];
	}
	for (int i = 0; i < n; i += OCTET) {
		const float *even = part[0] + i, *odd = part[1] + i;
		octet sum = last[LAST / 2] * OCTET_AT(odd + LAST / 4);

		for (int j = 0; j < LAST / 4; j++) {
			sum += last[2 * j] * (OCTET_AT(even + j) +
					      OCTET_AT(even + LAST / 2 - j));
			sum += last[2 * j + 1] *
			       (OCTET_AT(odd + j) +
				OCTET_AT(odd + LAST / 2 - 1 - j));
		}
		sum += last[LAST / 2 - 1] * (OCTET_AT(even + LAST / 4) +
					     OCTET_AT(even + LAST / 4 + 1));
		memcpy(to + i, &sum, sizeof(sum));
	}
}

/* x, or 4.97 with its sign where it is beyond: in integers, which takes half
 * the time. */
RT static WIDE_PART float held(float x)
{
	const int32_t most = 0x409f0a3d; /* 4.97f */
	int32_t bits, size;

	memcpy(&bits, &x, sizeof(bits));
	size = bits & 0x7fffffff;
	size = size < most ? size : most;
	bits = (int32_t)((uint32_t)size | ((uint32_t)bits & 0x80000000u));
	memcpy(&x, &bits, sizeof(x));
	return x;
}

/* tanh by Lambert's continued fraction, within 1e-4; where it is held it has
 * all but reached +-1. */
RT static WIDE_PART float saturate(float x)
{
	float y = held(x), y2 = y * y;

	return y * (135135 + y2 * (17325 + y2 * (378 + y2))) /
	       (135135 + y2 * (62370 + y2 * (3150 + y2 * 28)));
}

struct distort {
	float last[LAST - 1];
	struct half first, second, third;
	float pad[PAD], dry[LATE], drive;
	bool begun;
};

/* tanh(drive * x) at eight times the rate; drive moves evenly over a frame. */
RT static WIDE_PART void shape(struct ugen *u, int n, float *x)
{
	struct distort *s = u->state;
	float to = clampf(ugen_in(u, 1, 0), 1, 100);

	if (signal_constant(u->in[1]) && s->begun && s->drive == to) {
		for (int i = 0; i < 8 * n; i++)
			x[i] = saturate(x[i] * to);
		return;
	}
	for (int i = 0; i < n; i++) {
		to = clampf(ugen_in(u, 1, i), 1, 100);
		if (!s->begun)
			s->drive = to;
		s->begun = true;
		for (int k = 0; k < 8; k++)
			x[8 * i + k] = saturate(
			    x[8 * i + k] *
			    (s->drive +
			     (to - s->drive) * ((float)(k + 1) * 0.125f)));
		s->drive = to;
	}
}

RT WIDE static void distort_run(struct ugen *u, int n)
{
	struct distort *s = u->state;
	float x[UGEN_RUN + SLACK], x2[2 * UGEN_RUN + SLACK];
	float x4[4 * UGEN_RUN + SLACK];
	float x8[8 * UGEN_RUN], padded[8 * UGEN_RUN + PAD];
	float dry[UGEN_RUN + LATE];

	for (int i = 0; i < n; i++)
		x[i] = ugen_in(u, 0, i);
	half_up(&s->first, half_14, 14, x, n, x2);
	half_up(&s->second, half_4, 4, x2, 2 * n, x4);
	half_up(&s->third, half_3, 3, x4, 4 * n, x8);
	shape(u, n, x8);
	with_past(s->pad, PAD, x8, 8 * n, padded);
	half_down(&s->third, half_3, 3, padded, 4 * n, x4);
	half_down(&s->second, half_4, 4, x4, 2 * n, x2);
	last_down(s->last, x2, n, x);
	memcpy(dry, s->dry, sizeof(s->dry));
	for (int i = 0; i < n; i++)
		dry[LATE + i] = ugen_in(u, 0, i);
	for (int i = 0; i < n; i++) {
		float mix = clampf(ugen_in(u, 2, i), 0, 1);

		u->out[0][i] = dry[i] + mix * (x[i] - dry[i]);
	}
	memcpy(s->dry, dry + n, sizeof(s->dry));
}

/* A frame that is held until it is time for the next. */
struct hold {
	float held, from, smooth;
	float left; /* frames until the next */
};

/* The frames between two that are taken: `rate` in Hz, or a share of the
 * rate up to 1, or one in so many up to 64. */
RT static inline float every(float rate, float rate_hz)
{
	if (rate > 64)
		return greater(rate_hz / rate, 1);
	if (rate > 1)
		return rate;
	return 1 / greater(rate, 1e-4f);
}

/* Whether the input of this frame is taken. */
RT static inline bool takes(struct hold *s, float every)
{
	bool now;

	s->left = s->left < every ? s->left : every;
	now = s->left < 1;
	s->left = (now ? s->left + every : s->left) - 1;
	return now;
}

/* To one of 2^bits steps between -1 and 1, and on beyond. */
RT static inline float crush(float x, float bits)
{
	float steps = 0.5f * approx_exp2(clampf(bits, 1, 24));

	return approx_floor(x * steps + 0.5f) / steps;
}

RT static void bitcrush_run(struct ugen *u, int n)
{
	struct hold *s = u->state;

	for (int i = 0; i < n; i++) {
		float gap = every(ugen_in(u, 2, i), u->rate_hz);

		if (takes(s, gap))
			s->held = crush(ugen_in(u, 0, i), ugen_in(u, 1, i));
		u->out[0][i] = s->held;
	}
}

RT static void coarse_run(struct ugen *u, int n)
{
	struct hold *s = u->state;

	for (int i = 0; i < n; i++) {
		float gap =
		    approx_floor(clampf(ugen_in(u, 1, i), 1, 10000) + 0.5f);

		if (takes(s, gap))
			s->held = ugen_in(u, 0, i);
		u->out[0][i] = s->held;
	}
}

/* From frame to held frame by a line that takes `smooth` of the time. */
RT static void decimator_run(struct ugen *u, int n)
{
	struct hold *s = u->state;

	for (int i = 0; i < n; i++) {
		float gap = clampf(ugen_in(u, 1, i), 1, 10000), slope, done;
		float smooth = clampf(ugen_in(u, 2, i), 0, 1);

		if (takes(s, gap)) {
			s->from = s->held;
			s->held = ugen_in(u, 0, i);
			s->smooth = 0;
		}
		s->smooth += 1;
		slope = smooth * gap;
		done = s->smooth < slope ? s->smooth / slope : 1;
		u->out[0][i] = s->from + done * (s->held - s->from);
	}
}

static const struct ugen_param distort_params[] = {
    UGEN_PARAM("drive", "", 1, 100, 5, "how hard: gain before the curve"),
    UGEN_PARAM("mix", "", 0, 1, 0.5f, "0 only clean, 1 only distorted"),
};
static const struct ugen_param bitcrush_params[] = {
    UGEN_PARAM("bits", "", 1, 24, 8, "how many bits are left"),
    UGEN_PARAM("rate", "Hz", 0.0001f, 192000, 8000,
	       "new frames a second; up to 64: one frame in so many; up to 1: "
	       "a share of the rate"),
};
static const struct ugen_param coarse_params[] = {
    UGEN_PARAM("n", "", 1, 10000, 4, "only one frame in so many is new"),
};
static const struct ugen_param decimator_params[] = {
    UGEN_PARAM("factor", "", 1, 10000, 4, "only one frame in so many is new"),
    UGEN_PARAM("smooth", "", 0, 1, 0, "how much of the way there is a slope"),
};

static const struct ugen_row rows[] = {
    {.name = "distort",
     .aliases = "distortion dist",
     .inputs = 1,
     UGEN_PARAMS(distort_params),
     .state_bytes = sizeof(struct distort),
     .run = distort_run,
     .summary = "warm distortion without aliases; 34 frames late",
     .example = "out: saw 110 # distort 8 0.7 * 0.2",
     .source = "tanh at eight times the rate, half-band filters"},
    {.name = "bitcrush",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(bitcrush_params),
     .state_bytes = sizeof(struct hold),
     .run = bitcrush_run,
     .summary = "fewer bits, lower rate: old samplers and games",
     .example = "out: saw 110 * 0.2 # bitcrush 6 8000",
     .source = ""},
    {.name = "coarse",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(coarse_params),
     .state_bytes = sizeof(struct hold),
     .run = coarse_run,
     .summary = "holds one frame in n: harsh and metallic",
     .example = "out: saw 110 * 0.2 # coarse 8",
     .source = "SuperDirt"},
    {.name = "decimator",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(decimator_params),
     .state_bytes = sizeof(struct hold),
     .run = decimator_run,
     .summary = "a lower rate, with steps or slopes",
     .example = "out: saw 110 * 0.2 # decimator 8 0.5",
     .source = ""},
};

const struct ugen_family ugen_drive = UGEN_FAMILY("drive", "Distortion", rows);
