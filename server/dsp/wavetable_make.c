#include "dsp/wavetable.h"

#include <math.h>
#include <stdbool.h>
#include "base/alloc.h"

enum {
	LONG_BITS = 13,	 /* tables of more than SHORT_MOST harmonics */
	SHORT_BITS = 11, /* the others */
	SHORT_MOST = 64,
	MOST_HARMONICS = 1024,
};

#define TAU 6.283185307179586

static bool made;

/* Harmonics that stay below half the rate for all steps of a bucket. */
static int harmonics_of(int bucket)
{
	double octave = bucket / WAVETABLE_STEPS,
	       part = bucket % WAVETABLE_STEPS;
	double upper = exp2(octave - WAVETABLE_OCTAVES - 1) *
		       (1 + (part + 1) / WAVETABLE_STEPS);
	int n = (int)floor(0.5 / upper);

	return n > MOST_HARMONICS ? MOST_HARMONICS : n < 1 ? 1 : n;
}

static double level(enum waveform w, int k)
{
	static const double pi = 3.141592653589793;
	static const double drawbar[9] = {0, 0.4,  0.25, 0.16, 0.12,
					  0, 0.08, 0,	 0.06};

	switch (w) {
	case WAVE_SAW:
		return -2 / pi / k;
	case WAVE_SQUARE:
		return k % 2 ? 4 / pi / k : 0;
	case WAVE_SOFT:
		return -0.98538 / k / k;
	case WAVE_ORGAN:
		return k < 9 ? drawbar[k] : 0;
	default:
		return k % 2 ? 8 / pi / pi / k / k * (k % 4 == 1 ? 1 : -1) : 0;
	}
}

/* The last harmonic that is worth its place. */
static int most_of(enum waveform w)
{
	return w == WAVE_ORGAN ? 8 : w == WAVE_SOFT ? 256 : MOST_HARMONICS;
}

/* Add harmonic k to the first half of a period of n points, ends included: the
 * second one mirrors it, as all of them are sines. */
static void add_harmonic(double *sum, const double *sine, int n, double a,
			 int k)
{
	for (int i = 0; i <= n / 2; i++)
		sum[i] += a * sine[(i * k) & (n - 1)];
}

static double sum_at(const double *sum, int n, int i)
{
	i &= n - 1;
	return i <= n / 2 ? sum[i] : -sum[n - i];
}

/* The period whose first half sum is, thinned to 2^bits points; without memory
 * without points. */
static struct wavetable table_of(const double *sum, int bits)
{
	int n = 1 << LONG_BITS, points = 1 << bits, stride = n / points;
	float *t = mem_array((size_t)points + 1, sizeof(*t));

	for (int i = 0; t && i <= points; i++)
		t[i] = (float)sum_at(sum, n, i * stride);
	return (struct wavetable){.points = t,
				  .shift = (uint32_t)(32 - bits),
				  .mask = (UINT32_C(1) << (32 - bits)) - 1,
				  .scale = ldexpf(1, bits - 32)};
}

/* All tables of one waveform, from the poorest to the richest. */
static bool make_waveform(enum waveform w, double *sum, const double *sine)
{
	int have = 0, n = 1 << LONG_BITS;
	struct wavetable last = {0};

	for (int i = 0; i <= n / 2; i++)
		sum[i] = 0;
	for (int b = WAVETABLE_BUCKETS - 1; b >= 0; b--) {
		int want = harmonics_of(b);

		want = want < most_of(w) ? want : most_of(w);
		if (want != have || !last.points) {
			while (have < want) {
				double a = level(w, ++have);

				if (a != 0)
					add_harmonic(sum, sine, n, a, have);
			}
			last = table_of(sum, want > SHORT_MOST ? LONG_BITS
							       : SHORT_BITS);
			if (!last.points)
				return false;
		}
		wavetables[w][b] = last;
	}
	return true;
}

enum status wavetable_init(void)
{
	int n = 1 << LONG_BITS;
	double *sine, *sum;
	bool ok;

	if (made)
		return ST_OK;
	sine = mem_array((size_t)n, sizeof(*sine));
	sum = mem_array((size_t)n, sizeof(*sum));
	ok = sine && sum;
	for (int i = 0; ok && i < n; i++)
		sine[i] = sin(TAU * i / n);
	for (int w = 0; ok && w < WAVEFORMS; w++)
		ok = make_waveform((enum waveform)w, sum, sine);
	mem_free(sine);
	mem_free(sum);
	made = ok;
	return ok ? ST_OK : ST_NOMEM;
}
