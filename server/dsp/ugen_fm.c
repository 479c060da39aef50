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
 * next: the phase, and those of both sines. */
RT static inline float blip_at(uint64_t at, uint64_t close, uint64_t next,
			       float m, float rest)
{
	float d = half_sine(at), safe = fabsf(d) > 1e-9f ? d : 1;
	float sum =
	    0.5f * (close_sine(close) / safe - 1) + rest * phase_sine(next);

	return (fabsf(d) > 1e-9f ? sum : m) / m;
}

struct blip {
	uint64_t at;
};

RT static inline float blip_harmonics(float hz, float asked, float rate_hz)
{
	float most = 0.5f * rate_hz / fmaxf(fabsf(hz), 1e-3f) - 1;

	most = most < 1000 ? most : 1000;
	asked = asked < most ? asked : most;
	return asked > 1 ? asked : 1;
}

/* Moorer's discrete summation formula. */
RT static void blip_run(struct ugen *u, int n)
{
	struct blip *p = u->state;
	struct signal hz = u->in[0], harm = u->in[1];
	uint64_t at[UGEN_RUN], close[UGEN_RUN], next[UGEN_RUN];
	float m[UGEN_RUN], rest[UGEN_RUN];
	bool still = signal_constant(hz) && signal_constant(harm);

	phase_fill(&p->at, hz, phase_per_hz(u->rate_hz), n, at);
	for (int i = 0; i < n; i++) {
		uint64_t whole;

		m[i] = still && i
			   ? m[0]
			   : blip_harmonics(hz.at[i * hz.step],
					    harm.at[i * harm.step], u->rate_hz);
		whole = (uint64_t)(uint32_t)m[i];
		rest[i] = m[i] - (float)(uint32_t)whole;
		next[i] = at[i] * (whole + 1) + (UINT64_C(1) << 62);
		close[i] = (uint64_t)((int64_t)at[i] >> 1) * (2 * whole + 1);
	}
	for (int i = 0; i < n; i++)
		u->out[0][i] = blip_at(at[i], close[i], next[i], m[i], rest[i]);
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
