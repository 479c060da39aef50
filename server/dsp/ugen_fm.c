/* Oscillators by formula: frequency and phase modulation, sums of harmonics in
 * closed form. */
#include <math.h>
#include "dsp/phase.h"
#include "dsp/ugen_family.h"

/* Indices beyond this are noise, and phases that lose their precision. */
#define ANGLE_MOST 1e4f

struct fm {
	uint64_t carrier, mod;
};

RT static inline float angle_clamp(float x)
{
	x = x > -ANGLE_MOST ? x : -ANGLE_MOST;
	return x < ANGLE_MOST ? x : ANGLE_MOST;
}

RT static void fm_run(struct ugen *u, int n)
{
	struct fm *s = u->state;
	double k = phase_per_hz(u->rate_hz);
	uint64_t at[UGEN_RUN], mod[UGEN_RUN];
	float room[UGEN_RUN];
	const float *index = ugen_spread(u, 2, n, room);

	phase_fill(&s->carrier, u->in[0], k, n, at);
	phase_fill(&s->mod, u->in[1], k, n, mod);
	for (int i = 0; i < n; i++) {
		float angle = phase_sine(mod[i]) * index[i];

		u->out[0][i] = phase_sine32((uint32_t)(at[i] >> 32) +
					    phase_of_angle(angle_clamp(angle)));
	}
}

RT static void pm_run(struct ugen *u, int n)
{
	struct fm *s = u->state;
	uint64_t at[UGEN_RUN];
	float room[2][UGEN_RUN];
	const float *mod = ugen_spread(u, 1, n, room[0]);
	const float *index = ugen_spread(u, 2, n, room[1]);

	phase_fill(&s->carrier, u->in[0], phase_per_hz(u->rate_hz), n, at);
	for (int i = 0; i < n; i++) {
		float angle = mod[i] * index[i];

		u->out[0][i] = phase_sine32((uint32_t)(at[i] >> 32) +
					    phase_of_angle(angle_clamp(angle)));
	}
}

/* sin(pi phase), -1/2 <= phase < 1/2, precise near 0 also relative to itself.
 */
RT static inline float half_sine(uint64_t phase)
{
	return phase_quarter((float)(int64_t)phase * 0x1p-63f);
}

/* sin(2 pi phase), precise near 0. */
RT static inline float close_sine(uint64_t phase)
{
	float x = (float)(int64_t)phase * 0x1p-62f;

	return phase_quarter(fabsf(x) > 1 ? copysignf(2, x) - x : x);
}

/* The mean of the first m cosines, and of the share of m's fraction of the
 * next. */
RT static inline float blip_at(uint64_t at, float m)
{
	uint64_t whole = (uint64_t)m;
	uint64_t half = (uint64_t)((int64_t)at >> 1);
	float d = half_sine(at), rest = m - (float)whole, sum = m;

	if (fabsf(d) > 1e-9f)
		sum = 0.5f * (close_sine(half * (2 * whole + 1)) / d - 1) +
		      rest * phase_sine(at * (whole + 1) + (UINT64_C(1) << 62));
	return sum / m;
}

struct blip {
	uint64_t at;
};

/* Moorer's discrete summation formula. */
RT static void blip_run(struct ugen *u, int n)
{
	struct blip *p = u->state;
	struct signal hz = u->in[0], harm = u->in[1];
	double k = phase_per_hz(u->rate_hz);

	for (int i = 0; i < n; i++) {
		float f = fmaxf(fabsf(hz.at[i * hz.step]), 1e-3f);
		float most = 0.5f * u->rate_hz / f - 1;
		float m = harm.at[i * harm.step];

		most = most < 1000 ? most : 1000;
		m = m < most ? m : most;
		m = m > 1 ? m : 1;
		u->out[0][i] = blip_at(p->at, m);
		p->at += phase_step(hz.at[i * hz.step], k);
	}
}

static const struct ugen_param blip_params[] = {
    UGEN_PARAM("freq", "Hz", -192000, 192000, 440, "how many periods a second"),
    UGEN_PARAM("harmonics", "", 1, 1000, 1000,
	       "how many harmonics sound, as far as the rate has room"),
};
static const struct ugen_param fm_params[] = {
    UGEN_PARAM("carrier", "Hz", -192000, 192000, 440, "the pitch"),
    UGEN_PARAM("mod", "Hz", -192000, 192000, 440, "the pitch that modulates"),
    UGEN_PARAM("index", "rad", -1000, 1000, 1, "how strongly: brightness"),
};
static const struct ugen_param pm_params[] = {
    UGEN_PARAM("carrier", "Hz", -192000, 192000, 440, "the pitch"),
    UGEN_PARAM("mod", "", -1000, 1000, 0, "the signal that modulates"),
    UGEN_PARAM("index", "rad", -1000, 1000, 1, "how strongly: brightness"),
};

static const struct ugen_row rows[] = {
    {.name = "blip",
     .aliases = "",
     UGEN_PARAMS(blip_params),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct blip),
     .run = blip_run,
     .summary = "a buzz of equally strong harmonics",
     .example = "out: blip 55 20 * 0.2",
     .source = "J. A. Moorer, discrete summation formulae, 1976"},
    {.name = "fm",
     .aliases = "",
     UGEN_PARAMS(fm_params),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct fm),
     .run = fm_run,
     .summary = "a sine whose frequency another sine modulates: bells, brass",
     .example = "out: fm 220 440 3 * 0.2",
     .source = "J. Chowning, 1973"},
    {.name = "pm",
     .aliases = "",
     UGEN_PARAMS(pm_params),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct fm),
     .run = pm_run,
     .summary = "a sine whose phase any signal modulates",
     .example = "out: pm 220 (saw 110) 2 * 0.2",
     .source = "J. Chowning, 1973"},
};

const struct ugen_family ugen_fm =
    UGEN_FAMILY("fm", "Modulated and summed sines", rows);
