#include "base/alloc.h"
#include "sample/bank.h"
#include "tests/sample/folder.h"
#include "tests/support/suite.h"

#include <math.h>
#include <sndfile.h>
#include <stdio.h>

static float wave(int frame, int channel)
{
	return 0.5f * (float)sin(frame * 0.05 * (channel + 1));
}

/* One file of bank "x" in a folder of its own. */
static struct sample *only(struct banks *b, const struct folder *f)
{
	CU_ASSERT_EQUAL(banks_add_folder(b, f->path), 1);
	return banks_find(b, "x", 0);
}

static void check(const char *name, int format, int rate, int channels,
		  double tolerance)
{
	struct banks *b = banks_new(0);
	struct sample *s;
	struct folder f;
	double worst = 0;

	folder_make(&f);
	folder_sound(&f, name, format, rate, channels, 5000, wave);
	s = only(b, &f);
	CU_ASSERT_EQUAL(sample_load(s), ST_OK);
	CU_ASSERT_EQUAL(s->state, SAMPLE_READY);
	CU_ASSERT_EQUAL(s->n_frames, 5000);
	CU_ASSERT_EQUAL(s->channels, channels > 1 ? 2 : 1);
	CU_ASSERT_EQUAL(s->rate_hz, (float)rate);
	for (int i = 0; i < 5000; i++)
		for (int c = 0; c < s->channels; c++)
			worst =
			    fmax(worst, fabs(s->frames[i * s->channels + c] -
					     (double)wave(i, c)));
	CU_ASSERT(worst < tolerance);
	for (int c = 0; c < s->channels; c++) {
		const float *end = s->frames + 5000 * s->channels;

		CU_ASSERT_EQUAL(s->frames[c - 4 * s->channels], s->frames[c]);
		CU_ASSERT_EQUAL(end[c + 3 * s->channels], end[c - s->channels]);
	}
	banks_free(b);
	folder_remove(&f);
}

static void formats(void)
{
	check("x/a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100, 1, 1e-4);
	check("x/a.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 96000, 2, 1e-9);
	check("x/a.wav", SF_FORMAT_WAVEX | SF_FORMAT_PCM_24, 48000, 6, 1e-6);
	check("x/a.aif", SF_FORMAT_AIFF | SF_FORMAT_PCM_16, 22050, 2, 1e-4);
	check("x/a.aifc", SF_FORMAT_AIFF | SF_FORMAT_FLOAT, 8000, 1, 1e-9);
	check("x/a.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44100, 2, 1e-4);
	check("x/a.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 44100, 1, 0.1);
}

static float broken(int frame, int channel)
{
	(void)channel;
	return frame == 7 ? NAN : frame == 8 ? -INFINITY : 0.25f;
}

static void not_numbers(void)
{
	struct banks *b = banks_new(0);
	struct sample *s;
	struct folder f;

	folder_make(&f);
	folder_sound(&f, "x/a.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 48000, 1,
		     100, broken);
	s = only(b, &f);
	CU_ASSERT_EQUAL(sample_load(s), ST_OK);
	CU_ASSERT_EQUAL(s->frames[6], 0.25f);
	CU_ASSERT_EQUAL(s->frames[7], 0);
	CU_ASSERT_EQUAL(s->frames[8], 0);
	banks_free(b);
	folder_remove(&f);
}

static float burst(int frame, int channel)
{
	(void)channel;
	return frame >= 3000 && frame < 3100 ? -0.5f : 0;
}

static void rests(void)
{
	struct banks *b = banks_new(0);
	struct sample *s;
	struct folder f;

	folder_make(&f);
	folder_sound(&f, "x/a.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 48000, 1,
		     6400, burst);
	s = only(b, &f);
	CU_ASSERT_EQUAL(sample_load(s), ST_OK);
	CU_ASSERT_EQUAL(s->rest[0], 0.5f);
	CU_ASSERT_EQUAL(s->rest[30], 0.5f);
	CU_ASSERT_EQUAL(s->rest[32], 0);
	CU_ASSERT_EQUAL(s->rest[63], 0);
	CU_ASSERT_EQUAL(s->rest[64], 0);
	CU_ASSERT_EQUAL(s->rest[64 + 28], 0);
	CU_ASSERT_EQUAL(s->rest[64 + 30], 0.5f);
	CU_ASSERT_EQUAL(s->rest[64 + 63], 0.5f);
	banks_free(b);
	folder_remove(&f);
}

static void unreadable(void)
{
	struct banks *b = banks_new(0);
	struct sample *s;
	struct folder f;
	FILE *file;

	folder_make(&f);
	file = fopen(folder_path(&f, "x/a.wav"), "w");
	fputs("RIFF\xff\xff\xff\x7fWAVEfmt and then nothing of use", file);
	fclose(file);
	s = only(b, &f);
	CU_ASSERT_EQUAL(sample_load(s), ST_INVALID);
	CU_ASSERT_EQUAL(s->state, SAMPLE_FAILED);
	remove(folder_path(&f, "x/a.wav"));
	CU_ASSERT_EQUAL(sample_load(s), ST_IO);
	banks_free(b);
	folder_remove(&f);
}

static void no_memory(void)
{
	struct banks *b = banks_new(0);
	enum status st = ST_NOMEM;
	struct sample *s;
	struct folder f;

	folder_make(&f);
	folder_sound(&f, "x/a.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 48000, 1,
		     40000, wave);
	s = only(b, &f);
	for (long after = 0; after < 100 && st; after++) {
		mem_fail_after(after);
		st = sample_load(s);
		mem_fail_after(-1);
		CU_ASSERT(st == ST_OK || st == ST_NOMEM);
		CU_ASSERT_EQUAL(s->state, st ? SAMPLE_FAILED : SAMPLE_READY);
	}
	CU_ASSERT_EQUAL(st, ST_OK);
	CU_ASSERT_EQUAL(s->n_frames, 40000);
	banks_free(b);
	folder_remove(&f);
}

static CU_TestInfo tests[] = {
    {"files of every format and rate come in whole", formats},
    {"what is not a number is silence", not_numbers},
    {"a sample knows how loud its rest is", rests},
    {"what is no sound file says so", unreadable},
    {"memory that runs out is no sample", no_memory},
    CU_TEST_INFO_NULL,
};

const struct suite suite_decode = {"sample/decode", tests};
