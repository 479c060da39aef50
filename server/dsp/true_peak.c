#include "dsp/true_peak.h"

#include <math.h>
#include "dsp/wide.h"

enum { PHASES = 7, COARSE = 3 };

/* What is louder at four times the rate may touch full scale between: a
 * band-limited signal falls from its peak no faster than a cosine of half the
 * rate, cos(pi / 8) after an eighth of a sample. */
static const float near_full = 0.92f;

/* At 4/8, 2/8, 6/8 of the way from a sample to the next, then the rest. */
static const float phase[PHASES][TRUE_PEAK_TAPS] = {
    {-0.0032718824f, 0.0068325334f, -0.012202234f, 0.01997371f,
     -0.031041337f,  0.046980202f,  -0.071096386f, 0.11201517f,
     -0.20162511f,   0.62828024f,   0.62828024f,   -0.20162511f,
     0.11201517f,    -0.071096386f, 0.046980202f,  -0.031041337f,
     0.01997371f,    -0.012202234f, 0.0068325334f, -0.0032718824f},
    {-0.0023584303f, 0.0049504356f,  -0.008888404f, 0.014641751f,
     -0.02294122f,   0.035118926f,   -0.054092604f, 0.087988313f,
     -0.17115518f,   0.88943586f,    0.29665948f,   -0.12247872f,
     0.072213735f,   -0.047087311f,  0.031604924f,  -0.021100081f,
     0.013679994f,   -0.0084072094f, 0.0047315474f, -0.0022770221f},
    {-0.0022770221f, 0.0047315474f, -0.0084072094f, 0.013679994f,
     -0.021100081f,  0.031604924f,  -0.047087311f,  0.072213735f,
     -0.12247872f,   0.29665948f,   0.88943586f,    -0.17115518f,
     0.087988313f,   -0.054092604f, 0.035118926f,   -0.02294122f,
     0.014641751f,   -0.008888404f, 0.0049504356f,  -0.0023584303f},
    {-0.0012902854f, 0.002715563f,  -0.0048893142f, 0.0080808993f,
     -0.012716333f,  0.019586287f,  -0.030462765f,  0.050464931f,
     -0.10304473f,   0.96417669f,   0.13786562f,    -0.061997664f,
     0.037473895f,   -0.024729726f, 0.016717828f,   -0.011215367f,
     0.0072974272f,  -0.004497509f, 0.0025373969f,  -0.0012240404f},
    {-0.0030507342f, 0.0063869734f, -0.011436659f, 0.01877897f,
     -0.029301509f,  0.044594307f,  -0.068064885f, 0.10888722f,
     -0.20318587f,   0.77408014f,   0.46458971f,   -0.17208464f,
     0.098669653f,   -0.063510525f, 0.042306263f,  -0.028101777f,
     0.018151985f,   -0.01112287f,  0.0062442074f, -0.0029976288f},
    {-0.0029976288f, 0.0062442074f, -0.01112287f,  0.018151985f,
     -0.028101777f,  0.042306263f,  -0.063510525f, 0.098669653f,
     -0.17208464f,   0.46458971f,   0.77408014f,   -0.20318587f,
     0.10888722f,    -0.068064885f, 0.044594307f,  -0.029301509f,
     0.01877897f,    -0.011436659f, 0.0063869734f, -0.0030507342f},
    {-0.0012240404f, 0.0025373969f,  -0.004497509f, 0.0072974272f,
     -0.011215367f,  0.016717828f,   -0.024729726f, 0.037473895f,
     -0.061997664f,  0.13786562f,    0.96417669f,   -0.10304473f,
     0.050464931f,   -0.030462765f,  0.019586287f,  -0.012716333f,
     0.0080808993f,  -0.0048893142f, 0.002715563f,  -0.0012902854f},
};

RT static inline void read_phase(const float *x, const float *c, float *gap)
{
	float y[TRUE_PEAK_RUN];

	for (int i = 0; i < TRUE_PEAK_RUN; i++)
		y[i] = 0;
	for (int k = 0; k < TRUE_PEAK_TAPS; k++)
		for (int i = 0; i < TRUE_PEAK_RUN; i++)
			y[i] += c[k] * x[i + k];
	for (int i = 0; i < TRUE_PEAK_RUN; i++) {
		float most = fabsf(y[i]);

		gap[i] = most > gap[i] ? most : gap[i];
	}
}

WIDE RT static void run(const float *x, float gap[TRUE_PEAK_RUN])
{
	float most = 0;

	for (int p = 0; p < COARSE; p++)
		read_phase(x, phase[p], gap);
	for (int i = 0; i < TRUE_PEAK_RUN; i++)
		most = gap[i] > most ? gap[i] : most;
	if (most < near_full)
		return;
	for (int p = COARSE; p < PHASES; p++)
		read_phase(x, phase[p], gap);
}

RT void true_peak_run(const float *x, float gap[TRUE_PEAK_RUN])
{
	run(x, gap);
}
