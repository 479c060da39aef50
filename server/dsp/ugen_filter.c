/* Filters of two poles: the state-variable filter in all its names. The
 * biquads of the audio EQ cookbook have the same response, so they are it. */
#include <math.h>
#include "dsp/approx.h"
#include "dsp/svf.h"
#include "dsp/wide.h"

enum response { LOW, HIGH, BAND, NOTCH };

/* The mix that makes the response, of what stands in g and damping. */
RT static WIDE_PART void fill_mix(enum response r, int n, struct svf_curve *c)
{
	for (int i = 0; i < n; i++) {
		float k = c->damping[i];

		c->dry[i] = r == HIGH || r == NOTCH ? 1 : 0;
		c->band[i] = r == LOW ? 0 : r == BAND ? k : -k;
		c->low[i] = r == LOW ? 1 : r == HIGH ? -1 : 0;
	}
}

RT static WIDE_PART void fill_g(const struct ugen *u, int at, int n,
				struct svf_curve *c)
{
	float room[UGEN_RUN];
	const float *hz = ugen_spread(u, at, n, room);
	float rate = u->rate_hz;

	for (int i = 0; i < n; i++)
		c->g[i] = svf_g(hz[i], rate);
}

/* Cutoff and q, between the ends of its parameter. */
RT static WIDE_PART void fill_q(const struct ugen *u, int at, int n,
				struct svf_curve *c, float least, float most)
{
	float room[UGEN_RUN];
	const float *q = ugen_spread(u, at + 1, n, room);

	fill_g(u, at, n, c);
	for (int i = 0; i < n; i++)
		c->damping[i] = 1 / ugen_clamp(q[i], least, most);
}

/* Cutoff and a resonance of 0 (q 0.5) to 1 (q 50). */
RT static WIDE_PART void fill_resonance(const struct ugen *u, int at, int n,
					struct svf_curve *c)
{
	float room[UGEN_RUN];
	const float *r = ugen_spread(u, at + 1, n, room);

	fill_g(u, at, n, c);
	for (int i = 0; i < n; i++)
		c->damping[i] = 2 - 1.98f * ugen_clamp(r[i], 0, 1);
}

#define WITH_Q(name_, response_)                                               \
	RT WIDE static void name_##_fill(const struct ugen *u, int at, int n,  \
					 struct svf_curve *c)                  \
	{                                                                      \
		fill_q(u, at, n, c, 0.1f, 100);                                \
		fill_mix(response_, n, c);                                     \
	}                                                                      \
	RT static void name_##_run(struct ugen *u, int n)                      \
	{                                                                      \
		run(u, n, name_##_fill);                                       \
	}
#define WITH_RESONANCE(name_, response_)                                       \
	RT WIDE static void name_##_fill(const struct ugen *u, int at, int n,  \
					 struct svf_curve *c)                  \
	{                                                                      \
		fill_resonance(u, at, n, c);                                   \
		fill_mix(response_, n, c);                                     \
	}                                                                      \
	RT static void name_##_run(struct ugen *u, int n)                      \
	{                                                                      \
		run(u, n, name_##_fill);                                       \
	}

RT static void run(struct ugen *u, int n, svf_fill *fill)
{
	float room[UGEN_RUN];

	svf_run(u->state, u, 1, 2, fill, ugen_spread(u, 0, n, room), u->out[0],
		n);
}

WITH_Q(low, LOW)
WITH_Q(high, HIGH)
WITH_Q(band, BAND)
WITH_Q(notch, NOTCH)
WITH_RESONANCE(svf_low, LOW)
WITH_RESONANCE(svf_high, HIGH)
WITH_RESONANCE(svf_band, BAND)
WITH_RESONANCE(svf_notch, NOTCH)

/* --- One knob: low-pass to the left of the middle, high-pass to its right ---
 */

RT static void djf_fill(const struct ugen *u, int at, int n,
			struct svf_curve *c)
{
	float room[UGEN_RUN];
	const float *value = ugen_spread(u, at, n, room);

	for (int i = 0; i < n; i++) {
		float v = 2 * ugen_clamp(value[i], 0, 1);
		bool high = v > 1;
		float way = v - (high ? 1 : 0); /* 20 Hz to 20 kHz */
		float wet = ugen_clamp(50 * fabsf(v - 1), 0, 1), k = 1.25f;
		float hz = 20 * approx_exp2(9.96578428f * way);

		c->g[i] = svf_g(hz, u->rate_hz);
		c->damping[i] = k;
		c->dry[i] = high ? 1 : 1 - wet;
		c->band[i] = high ? -k * wet : 0;
		c->low[i] = high ? -wet : wet;
	}
}

RT static void djf_run(struct ugen *u, int n)
{
	float room[UGEN_RUN];

	svf_run(u->state, u, 1, 1, djf_fill, ugen_spread(u, 0, n, room),
		u->out[0], n);
}

/* --- Three bells --- */

enum { BELLS = 3 };

RT static void bell_fill(const struct ugen *u, int at, int n,
			 struct svf_curve *c)
{
	float room[2][UGEN_RUN];
	const float *db = ugen_spread(u, at + 1, n, room[0]);
	const float *q = ugen_spread(u, at + 2, n, room[1]);

	fill_g(u, at, n, c);
	for (int i = 0; i < n; i++) {
		/* 10^(dB / 40) */
		float a =
		    approx_exp2(0.0830482024f * ugen_clamp(db[i], -24, 24));

		c->damping[i] = 1 / (ugen_clamp(q[i], 0.1f, 100) * a);
		c->dry[i] = 1;
		c->band[i] = c->damping[i] * (a * a - 1);
		c->low[i] = 0;
	}
}

RT static void eq_run(struct ugen *u, int n)
{
	/* Far beyond music: where gain and q jump while it rings. */
	static const float most = 10000;
	struct svf *f = u->state;
	float room[UGEN_RUN];
	const float *x = ugen_spread(u, 0, n, room);

	for (int b = 0; b < BELLS; b++) {
		svf_run(&f[b], u, 1 + 3 * b, 3, bell_fill, x, u->out[0], n);
		x = u->out[0];
		for (int i = 0; i < n; i++)
			u->out[0][i] = ugen_clamp(x[i], -most, most);
	}
}

#define CUTOFF UGEN_PARAM("cutoff", "Hz", 1, 96000, 1000, "where it begins")
#define CENTRE UGEN_PARAM("freq", "Hz", 1, 96000, 1000, "its middle")
#define BELL(n_, hz_)                                                          \
	UGEN_PARAM("freq" n_, "Hz", 1, 96000, hz_, "the middle of the bell"),  \
	    UGEN_PARAM("gain" n_, "dB", -24, 24, 0, "up or down there"),       \
	    UGEN_PARAM("q" n_, "", 0.1f, 100, 1, "how narrow it is")

static const struct ugen_param cutoff_q[] = {
    CUTOFF,
    UGEN_PARAM("q", "", 0.5f, 20, 1, "resonance; 0.7071 is as flat as can be")};
static const struct ugen_param cutoff_wide_q[] = {
    CUTOFF, UGEN_PARAM("q", "", 0.1f, 20, 1, "resonance")};
static const struct ugen_param freq_resonance[] = {
    CENTRE,
    UGEN_PARAM("resonance", "", 0, 1, 0.5f,
	       "0 none, 1 rings long: a q of 1 / (2 - 1.98 * resonance)")};
static const struct ugen_param freq_q[] = {
    CENTRE, UGEN_PARAM("q", "", 0.1f, 100, 1, "resonance")};
static const struct ugen_param ring_q[] = {
    CENTRE, UGEN_PARAM("q", "", 0.5f, 100, 10, "how narrow it is")};
static const struct ugen_param djf_params[] = {
    UGEN_PARAM("value", "", 0, 1, 0.5f,
	       "below 0.5 a low-pass, above a high-pass, 0.5 open")};
static const struct ugen_param eq_params[] = {BELL("1", 100), BELL("2", 1000),
					      BELL("3", 8000)};

#define FILTER(name_, run_)                                                    \
	.name = name_, .aliases = "", .inputs = 1, .run = run_,                \
	.flags = UGEN_SHARED, .state_bytes = sizeof(struct svf)
#define SIMPER "A. Simper, linear trapezoidal state variable filter, 2013"
#define RBJ "R. Bristow-Johnson, audio EQ cookbook"

static const struct ugen_row rows[] = {
    {FILTER("lpf", low_run), UGEN_PARAMS(cutoff_q),
     .summary = "takes away what is above the cutoff",
     .example = "out: saw 110 # lpf 800 4", .source = SIMPER},
    {FILTER("hpf", high_run), UGEN_PARAMS(cutoff_q),
     .summary = "takes away what is below the cutoff",
     .example = "out: saw 110 # hpf 800", .source = SIMPER},
    {FILTER("bpf", band_run), UGEN_PARAMS(cutoff_q),
     .summary = "leaves what is around the cutoff",
     .example = "out: saw 110 # bpf 800 4", .source = SIMPER},
    {FILTER("notch", notch_run), UGEN_PARAMS(cutoff_q),
     .summary = "takes away what is around the cutoff",
     .example = "out: saw 110 # notch 800 2", .source = SIMPER},
    {FILTER("rlpf", low_run), UGEN_PARAMS(cutoff_wide_q),
     .summary = "a low-pass that resonates",
     .example = "out: saw 110 * 0.3 # rlpf 800 8", .source = RBJ},
    {FILTER("rhpf", high_run), UGEN_PARAMS(cutoff_wide_q),
     .summary = "a high-pass that resonates",
     .example = "out: saw 110 * 0.3 # rhpf 800 8", .source = RBJ},
    {FILTER("resonz", band_run), UGEN_PARAMS(ring_q),
     .summary = "a band that rings, 1 at its middle",
     .example = "out: saw 110 # resonz 660 30", .source = RBJ},
    {FILTER("svf_lp", svf_low_run), UGEN_PARAMS(freq_resonance),
     .summary = "a low-pass with a resonance of 0 to 1",
     .example = "out: saw 110 * 0.3 # svf_lp 800 0.8", .source = SIMPER},
    {FILTER("svf_hp", svf_high_run), UGEN_PARAMS(freq_resonance),
     .summary = "a high-pass with a resonance of 0 to 1",
     .example = "out: saw 110 * 0.3 # svf_hp 800 0.8", .source = SIMPER},
    {FILTER("svf_bp", svf_band_run), UGEN_PARAMS(freq_resonance),
     .summary = "a band-pass with a resonance of 0 to 1",
     .example = "out: saw 110 * 0.3 # svf_bp 800 0.8", .source = SIMPER},
    {FILTER("svf_notch", svf_notch_run), UGEN_PARAMS(freq_resonance),
     .summary = "a notch with a resonance of 0 to 1",
     .example = "out: saw 110 * 0.3 # svf_notch 800 0.8", .source = SIMPER},
    {FILTER("bq_lp", low_run), UGEN_PARAMS(freq_q),
     .summary = "the cookbook's low-pass",
     .example = "out: saw 110 * 0.3 # bq_lp 800 2", .source = RBJ},
    {FILTER("bq_hp", high_run), UGEN_PARAMS(freq_q),
     .summary = "the cookbook's high-pass",
     .example = "out: saw 110 * 0.3 # bq_hp 800 2", .source = RBJ},
    {FILTER("bq_bp", band_run), UGEN_PARAMS(freq_q),
     .summary = "the cookbook's band-pass, 1 at its middle",
     .example = "out: saw 110 * 0.3 # bq_bp 800 2", .source = RBJ},
    {FILTER("bq_notch", notch_run), UGEN_PARAMS(freq_q),
     .summary = "the cookbook's notch",
     .example = "out: saw 110 * 0.3 # bq_notch 800 2", .source = RBJ},
    {FILTER("djf", djf_run), UGEN_PARAMS(djf_params),
     .summary = "one knob: low-pass below 0.5, high-pass above",
     .example = "out: saw 110 * 0.3 # djf \"0.3 0.5 0.7\"", .source = SIMPER},
    {.name = "parametric_eq",
     .aliases = "eq",
     .inputs = 1,
     .run = eq_run,
     .flags = UGEN_SHARED,
     .state_bytes = BELLS * sizeof(struct svf),
     UGEN_PARAMS(eq_params),
     .summary = "three bells: frequency, gain in dB and q of each",
     .example = "out: saw 110 * 0.3 # eq 100 6 1 800 -12 2 4000 3 1",
     .source = RBJ},
};

const struct ugen_family ugen_filter = UGEN_FAMILY("filter", "Filters", rows);
