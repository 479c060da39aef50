/* Spectra made and shaped: sums of harmonics, formants, vowels, a vocoder. */
#include <math.h>
#include "dsp/approx.h"
#include "dsp/phase.h"
#include "dsp/ugen_family.h"
#include "dsp/wide.h"

enum { HARMONICS = 16 };

struct additive {
	uint64_t at;
};

RT WIDE static void additive_run(struct ugen *u, int n)
{
	struct additive *s = u->state;
	struct signal hz = u->in[0];
	float *out = u->out[0], half = 0.5f * u->rate_hz;
	int count = (int)ugen_clamp(signal_first(u->in[1]), 0, HARMONICS);
	uint32_t p[UGEN_RUN];
	float hz_room[UGEN_RUN], a_room[UGEN_RUN];
	const float *f = ugen_spread(u, 0, n, hz_room);

	phase_fill32(&s->at, hz, phase_per_hz(u->rate_hz), n, p);
	for (int i = 0; i < n; i++)
		out[i] = 0;
	for (int k = 1; k <= count; k++) {
		const float *a;

		if (!u->in[1 + k].step && signal_first(u->in[1 + k]) == 0)
			continue;
		a = ugen_spread(u, 1 + k, n, a_room);
		for (int i = 0; i < n; i++) {
			float level = fabsf(f[i]) * (float)k < half ? a[i] : 0;

			out[i] += level * phase_sine32(p[i] * (uint32_t)k);
		}
	}
}

/* --- Three bandpasses of peak 1 side by side (trapezoidal state variable) ---
 */

enum { FORMANTS = 4 }; /* three, and one that is silent: a whole vector */

struct formants {
	float a[FORMANTS], b[FORMANTS];
};

struct bands {
	float g[FORMANTS], k[FORMANTS], r[FORMANTS], level[FORMANTS];
};

static const float formant_level[3] = {2, 1.2f, 0.7f};

RT static inline void band_set(struct bands *c, int j, float hz, float width,
			       float rate_hz)
{
	hz = ugen_clamp(hz, 20, 0.45f * rate_hz);
	c->g[j] = approx_tan_pi(hz / rate_hz);
	c->k[j] = ugen_clamp(width / hz, 0.005f, 4);
	c->r[j] = 1 / (1 + c->g[j] * (c->g[j] + c->k[j]));
	c->level[j] = formant_level[j] * c->k[j];
}

RT static inline float formants_frame(struct formants *s, const struct bands *c,
				      float x)
{
	float v[FORMANTS];

	for (int j = 0; j < FORMANTS; j++) {
		float v1 = (s->a[j] + c->g[j] * (x - s->b[j])) * c->r[j];
		float v2 = s->b[j] + c->g[j] * v1;

		s->a[j] = 2 * v1 - s->a[j];
		s->b[j] = 2 * v2 - s->b[j];
		v[j] = v1 * c->level[j];
	}
	return (v[0] + v[1]) + (v[2] + v[3]);
}

RT static void formant_run(struct ugen *u, int n)
{
	struct formants s = *(struct formants *)u->state;
	struct bands c = {0};
	bool moves = false;

	for (int k = 1; k <= 6; k++)
		moves = moves || u->in[k].step;
	for (int i = 0; i < n; i++) {
		for (int j = 0; (i == 0 || moves) && j < 3; j++)
			band_set(&c, j, ugen_in(u, 1 + j, i),
				 ugen_in(u, 4 + j, i), u->rate_hz);
		u->out[0][i] = formants_frame(&s, &c, ugen_in(u, 0, i));
	}
	*(struct formants *)u->state = s;
}

RT static void vowel_set(struct bands *c, float vowel, float rate_hz)
{
	static const float hz[5][3] = {{730, 1090, 2440},
				       {530, 1840, 2480},
				       {270, 2290, 3010},
				       {570, 840, 2410},
				       {300, 870, 2240}};
	static const float width[3] = {60, 80, 100};
	int low;
	float f;

	vowel = ugen_clamp(vowel, 0, 4);
	low = vowel < 3 ? (int)vowel : 3;
	f = vowel - (float)low;
	for (int j = 0; j < 3; j++)
		band_set(c, j, hz[low][j] + f * (hz[low + 1][j] - hz[low][j]),
			 width[j], rate_hz);
}

RT static void vowel_run(struct ugen *u, int n)
{
	struct formants s = *(struct formants *)u->state;
	struct bands c = {0};

	for (int i = 0; i < n; i++) {
		if (i == 0 || u->in[1].step)
			vowel_set(&c, ugen_in(u, 1, i), u->rate_hz);
		u->out[0][i] = formants_frame(&s, &c, ugen_in(u, 0, i));
	}
	*(struct formants *)u->state = s;
}

/* --- A bank of bandpasses listens, another one speaks --- */

enum { BANDS = 32 };

/* One bandpass of each band. */
struct section {
	float a[BANDS], b[BANDS];
};

struct bank {
	int bands;
	float g[BANDS], k[BANDS], r[BANDS], level[BANDS];
	struct section hear[2], speak[2]; /* one after the other */
};

/* After a change of how many bands there are, both for a while. */
struct vocoder {
	struct bank now, old;
	int fade; /* frames that the old one is still heard */
};

static const float bank_fade_s = 0.01f;

/* Bands from 100 Hz to 10 kHz, as wide as they lie apart. */
RT static void bank_set(struct bank *s, int bands, float rate_hz)
{
	float top = lesser(10000, 0.4f * rate_hz);
	float octaves = log2f(top / 100) / (float)(bands - 1);
	float width = exp2f(octaves / 2) - exp2f(-octaves / 2);

	s->bands = bands;
	for (int j = 0; j < BANDS; j++) {
		float hz = j < bands ? 100 * exp2f(octaves * (float)j) : 1000;

		s->g[j] = approx_tan_pi(hz / rate_hz);
		s->k[j] = j < bands ? ugen_clamp(1.55f * width, 0.05f, 2) : 0;
		s->r[j] = 1 / (1 + s->g[j] * (s->g[j] + s->k[j]));
		if (j < bands)
			continue;
		s->r[j] = s->level[j] = 0;
		for (int h = 0; h < 2; h++) {
			s->hear[h].a[j] = s->hear[h].b[j] = 0;
			s->speak[h].a[j] = s->speak[h].b[j] = 0;
		}
	}
}

RT static inline float section_frame(struct section *s, const struct bank *v,
				     int i, float x)
{
	float y = (s->a[i] + v->g[i] * (x - s->b[i])) * v->r[i];

	s->b[i] += 2 * v->g[i] * y;
	s->a[i] = 2 * y - s->a[i];
	return y * v->k[i];
}

RT static inline float bank_frame(struct bank *s, float m, float c, float rise,
				  float fall)
{
	float sum[4] = {0};

	for (int b = 0; b < s->bands; b += 4)
		for (int j = 0; j < 4; j++) {
			int i = b + j;
			float heard = section_frame(&s->hear[0], s, i, m);
			float said = section_frame(&s->speak[0], s, i, c);
			float d;

			heard = section_frame(&s->hear[1], s, i, heard);
			said = section_frame(&s->speak[1], s, i, said);
			d = fabsf(heard) - s->level[i];
			s->level[i] += (d > 0 ? rise : fall) * d;
			sum[j] += said * s->level[i];
		}
	return 4 * ((sum[0] + sum[1]) + (sum[2] + sum[3]));
}

/* A fade is never cut off: the next change waits for its end. */
RT static void vocoder_change(struct vocoder *s, int bands, int fade,
			      float rate_hz)
{
	if (s->fade > 0 || bands == s->now.bands)
		return;
	if (s->now.bands > 0) {
		s->old = s->now;
		s->fade = fade;
	}
	bank_set(&s->now, bands, rate_hz);
}

RT static void vocoder_run(struct ugen *u, int n)
{
	struct vocoder *s = u->state;
	float rise = 1 - approx_exp(-1 / (0.003f * u->rate_hz));
	float fall = 1 - approx_exp(-1 / (0.02f * u->rate_hz));
	int fade = (int)(bank_fade_s * u->rate_hz);

	for (int i = 0; i < n; i++) {
		float m = ugen_in(u, 0, i), c = ugen_in(u, 1, i), old;

		vocoder_change(
		    s, (int)(ugen_clamp(ugen_in(u, 2, i), 2, BANDS) + 0.5f),
		    fade, u->rate_hz);
		u->out[0][i] = bank_frame(&s->now, m, c, rise, fall);
		if (s->fade == 0)
			continue;
		old = bank_frame(&s->old, m, c, rise, fall);
		u->out[0][i] +=
		    (old - u->out[0][i]) * (float)s->fade-- / (float)fade;
	}
}

static const struct ugen_param additive_params[] = {
    UGEN_PARAM("freq", "Hz", -192000, 192000, 440, "the pitch"),
    {.name = "amps",
     .unit = "",
     .least = -1,
     .most = 1,
     .initial = 1,
     .summary = "how loud each harmonic is, from the first",
     .items = HARMONICS},
};
static const struct ugen_param formant_params[] = {
    UGEN_PARAM("f1", "Hz", 20, 20000, 730, "the first formant"),
    UGEN_PARAM("f2", "Hz", 20, 20000, 1090, "the second formant"),
    UGEN_PARAM("f3", "Hz", 20, 20000, 2440, "the third formant"),
    UGEN_PARAM("bw1", "Hz", 5, 10000, 60, "how wide the first is"),
    UGEN_PARAM("bw2", "Hz", 5, 10000, 80, "how wide the second is"),
    UGEN_PARAM("bw3", "Hz", 5, 10000, 100, "how wide the third is"),
};
static const struct ugen_param vowel_params[] = {
    {.name = "vowel",
     .unit = "",
     .least = 0,
     .most = 4,
     .initial = 0,
     .summary = "the vowel, or what lies between two",
     .words = "a e i o u"},
};
static const struct ugen_param vocoder_params[] = {
    {.name = "bands",
     .unit = "",
     .least = 2,
     .most = BANDS,
     .initial = 16,
     .summary = "how many bands",
     .jumps = true},
};

static const struct ugen_row rows[] = {
    {.name = "additive",
     .aliases = "",
     UGEN_PARAMS(additive_params),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct additive),
     .run = additive_run,
     .summary = "a sum of harmonics, each as loud as you say",
     .example = "out: additive 110 \"1 0.5 0.3 0.2\" * 0.2",
     .source = "sum of sines"},
    {.name = "formant",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(formant_params),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct formants),
     .run = formant_run,
     .summary = "three resonances, as of a mouth",
     .example = "out: saw 110 # formant 730 1090 2440 60 80 100",
     .source = "D. Klatt, parallel formant synthesis, 1980"},
    {.name = "vowel",
     .aliases = "",
     .inputs = 1,
     UGEN_PARAMS(vowel_params),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct formants),
     .run = vowel_run,
     .summary = "lets a sound speak a vowel",
     .example = "out: vowel (saw 110) \"a e i o u\"",
     .source = "G. Peterson and H. Barney, 1952"},
    {.name = "vocoder",
     .aliases = "",
     .inputs = 2,
     UGEN_PARAMS(vocoder_params),
     .flags = UGEN_SHARED,
     .state_bytes = sizeof(struct vocoder),
     .run = vocoder_run,
     .summary = "the second sound speaks as the first",
     .example = "out: vocoder (s \"bd sn\") (saw 110) 16",
     .source = "H. Dudley, 1939"},
};

const struct ugen_family ugen_spectral =
    UGEN_FAMILY("spectral", "Spectra", rows);
