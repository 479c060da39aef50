/* Oscillators by formula: frequency and phase modulation, sums of harmonics in
 * closed form. */
#include <math.h>
#include "dsp/phase.h"
#include "dsp/ugen_family.h"
#include "dsp/wide.h"

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

RT WIDE static void fm_run(struct ugen *u, int n)
{
	struct fm *s = u->state;
	double k = phase_per_hz(u->rate_hz);
	uint32_t at[UGEN_RUN], mod[UGEN_RUN];
	float room[UGEN_RUN], *restrict out = u->out[0];
	const float *index = ugen_spread(u, 2, n, room);

	phase_fill32(&s->carrier, u->in[0], k, n, at);
	phase_fill32(&s->mod, u->in[1], k, n, mod);
	for (int i = 0; i < n; i++) {
		float angle = phase_sine32(mod[i]) * index[i];

		out[i] =
		    phase_sine32(at[i] + phase_of_angle(angle_clamp(angle)));
	}
}

RT WIDE static void pm_run(struct ugen *u, int n)
{
	struct fm *s = u->state;
	uint32_t at[UGEN_RUN];
	float room[2][UGEN_RUN], *restrict out = u->out[0];
	const float *mod = ugen_spread(u, 1, n, room[0]);
	const float *index = ugen_spread(u, 2, n, room[1]);

	phase_fill32(&s->carrier, u->in[0], phase_per_hz(u->rate_hz), n, at);
	for (int i = 0; i < n; i++) {
		float angle = mod[i] * index[i];

		out[i] =
		    phase_sine32(at[i] + phase_of_angle(angle_clamp(angle)));
	}
}

struct blip {
	uint64_t at;
};

RT static inline float blip_harmonics(float hz, float asked, float rate_hz)
{
	float most = 0.5f * rate_hz / greater(fabsf(hz), 1e-3f) - 1;

	most = most < 1000 ? most : 1000;
	asked = asked < most ? asked : most;
	return asked > 1 ? asked : 1;
}

/* The mean of `whole` cosines at half a phase: sin((2 whole + 1) x) over
 * sin(x), both precise near 0 and of the very same x. */
RT static inline float blip_sum(int32_t half, uint32_t whole)
{
	float below = phase_quarter((float)half * 0x1p-30f);
	float above = phase_sine32((uint32_t)half * (2 * whole + 1));
	float safe = half ? below : 1;

	return half ? 0.5f * (above / safe - 1) : (float)whole;
}

/* So many harmonics all the time. */
RT WIDE static void blip_still(const uint32_t *at, float m, float *out)
{
	uint32_t whole = (uint32_t)m;
	float rest = m - (float)whole, scale = 1 / m;

	for (int i = 0; i < UGEN_RUN; i++)
		out[i] = scale * blip_sum((int32_t)at[i] >> 1, whole);
	for (int i = 0; rest > 0 && i < UGEN_RUN; i++)
		out[i] +=
		    scale * rest *
		    phase_sine32(at[i] * (whole + 1) + (UINT32_C(1) << 30));
}

/* Moorer's discrete summation formula; of what is no whole harmonic so much of
 * the next. */
RT static void blip_run(struct ugen *u, int n)
{
	struct blip *p = u->state;
	struct signal hz = u->in[0], harm = u->in[1];
	uint32_t at[UGEN_RUN];

	phase_fill32(&p->at, hz, phase_per_hz(u->rate_hz), n, at);
	if (signal_constant(hz) && signal_constant(harm)) {
		blip_still(at,
			   blip_harmonics(signal_first(hz), signal_first(harm),
					  u->rate_hz),
			   u->out[0]);
		return;
	}
	for (int i = 0; i < n; i++) {
		float m = blip_harmonics(hz.at[i * hz.step],
					 harm.at[i * harm.step], u->rate_hz);
		uint32_t whole = (uint32_t)m;

		u->out[0][i] =
		    (blip_sum((int32_t)at[i] >> 1, whole) +
		     (m - (float)whole) * phase_sine32(at[i] * (whole + 1) +
						       (UINT32_C(1) << 30))) /
		    m;
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
