/* make-kit FOLDER: render the kit, one folder a bank, one file a variant.
 * The same files, to the bit, on every run. */
#include <errno.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "samples/source/synth.h"

enum { PEAK_MILLI = 900 };

static const struct voice *const families[] = {
    voices_drums, voices_metal,	 voices_perc, voices_tonal,
    voices_air,	  voices_breaks, NULL};

static void die(const char *what, const char *why)
{
	fprintf(stderr, "make-kit: %s: %s\n", what, why);
	exit(1);
}

static void make_folder(const char *path)
{
	if (mkdir(path, 0777) != 0 && errno != EEXIST)
		die(path, strerror(errno));
}

static float peak_of(const float *x, int n)
{
	float peak = 0;

	for (int i = 0; i < n; i++)
		peak = fmaxf(peak, fabsf(x[i]));
	return peak;
}

/* Whether the voice wrote to its right side. */
static int is_stereo(const struct take *t)
{
	return peak_of(t->right, t->n) > 0;
}

/* Loudest sample to 0.9, no DC, and the last 3 ms faded. */
static void finish(struct take *t)
{
	float *side[2] = {t->left, t->right}, peak = 1e-9f;
	int fade = RATE * 3 / 1000;

	for (int k = 0; k < 2; k++) {
		double mean = 0, out = 0, in = 0;

		for (int i = 0; i < t->n; i++) {
			double x = side[k][i];

			mean = x - in + 0.9995 * out;
			in = x;
			out = mean;
			side[k][i] = (float)out;
		}
		for (int i = 0; i < fade; i++)
			side[k][t->n - 1 - i] *= (float)i / (float)fade;
		peak = fmaxf(peak, peak_of(side[k], t->n));
	}
	for (int k = 0; k < 2; k++)
		for (int i = 0; i < t->n; i++)
			side[k][i] *= PEAK_MILLI / 1000.0f / peak;
}

static void write_file(const char *path, const struct take *t)
{
	int channels = is_stereo(t) ? 2 : 1;
	SF_INFO info = {.samplerate = RATE,
			.channels = channels,
			.format = SF_FORMAT_FLAC | SF_FORMAT_PCM_16};
	SNDFILE *f = sf_open(path, SFM_WRITE, &info);
	short frame[2];

	if (!f)
		die(path, sf_strerror(NULL));
	for (int i = 0; i < t->n; i++) {
		frame[0] = (short)lrintf(t->left[i] * 32767);
		frame[1] = (short)lrintf(t->right[i] * 32767);
		if (sf_writef_short(f, frame, 1) != 1)
			die(path, sf_strerror(f));
	}
	if (sf_close(f) != 0)
		die(path, "can't be finished");
}

static void render(const char *folder, const struct voice *v, int variant)
{
	struct take t = {.n = (int)(v->seconds * RATE),
			 .seed = 0x9E3779B97F4A7C15u * (unsigned)(variant + 1)};
	char path[1024];

	for (const char *c = v->bank; *c; c++)
		t.seed = t.seed * 31 + (unsigned char)*c;
	t.left = calloc((size_t)t.n, sizeof(float));
	t.right = calloc((size_t)t.n, sizeof(float));
	if (!t.left || !t.right)
		die(v->bank, "no memory");
	v->render(&t, v->p);
	finish(&t);
	snprintf(path, sizeof(path), "%s/%s", folder, v->bank);
	make_folder(path);
	snprintf(path, sizeof(path), "%s/%s/%02d.flac", folder, v->bank,
		 variant);
	write_file(path, &t);
	free(t.left);
	free(t.right);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		die("usage", "make-kit FOLDER");
	make_folder(argv[1]);
	for (int k = 0; families[k]; k++) {
		const char *bank = "";
		int variant = 0;

		for (const struct voice *v = families[k]; v->bank; v++) {
			variant = strcmp(bank, v->bank) ? 0 : variant + 1;
			bank = v->bank;
			render(argv[1], v, variant);
		}
	}
	return 0;
}
