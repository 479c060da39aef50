#include "config.h"
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "dsp/block.h"
#include "engine/writer.h"
#include "tests/support/suite.h"

enum { RATE = 48000, LATENCY = 60, BLOCKS = 1000, GAP_AT = 500, GAP = 3 };

static char path[64];

static const char *name(const char *end)
{
	static int n;

	snprintf(path, sizeof(path), "/tmp/phonon-test-%d-%d%s", (int)getpid(),
		 n++, end);
	return path;
}

/* Each frame says its number, as far as a float can. */
static float mark(uint64_t frame)
{
	return (float)(frame % 4096) / 8192;
}

static void record(struct writer *w)
{
	struct sound_block b;

	for (uint64_t i = 0; i < BLOCKS; i++) {
		b.frame = 6400 + 64 * (i < GAP_AT ? i : i + GAP);
		for (uint64_t k = 0; k < 64; k++)
			b.samples[2 * k] = b.samples[2 * k + 1] =
			    mark(b.frame + k);
		CU_ASSERT(ring_push(writer_ring(w), &b, 1));
	}
}

static void check(double tolerance)
{
	SF_INFO info = {0};
	SNDFILE *f = sf_open(path, SFM_READ, &info);
	float frame[2];
	int bad = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	CU_ASSERT_EQUAL(info.samplerate, RATE);
	CU_ASSERT_EQUAL(info.frames, 64 * (BLOCKS + GAP) - LATENCY);
	for (sf_count_t i = 0; i < info.frames; i++) {
		uint64_t at = 6400 + LATENCY + (uint64_t)i;
		bool gap =
		    at >= 6400 + 64 * GAP_AT && at < 6400 + 64 * (GAP_AT + GAP);

		sf_readf_float(f, frame, 1);
		bad += fabsf(frame[0] - (gap ? 0 : mark(at))) > tolerance;
	}
	CU_ASSERT_EQUAL(bad, 0);
	sf_close(f);
	unlink(path);
}

static void whole(void)
{
	char why[256];
	struct writer *w = writer_new(name(".wav"), RATE, LATENCY, why);

	CU_ASSERT_PTR_NOT_NULL_FATAL(w);
	record(w);
	CU_ASSERT_EQUAL(writer_finish(w), ST_OK);
	check(0);
	w = writer_new(name(".flac"), RATE, LATENCY, why);
	CU_ASSERT_PTR_NOT_NULL_FATAL(w);
	record(w);
	CU_ASSERT_EQUAL(writer_finish(w), ST_OK);
	check(1e-6);
}

static void refused(void)
{
	char why[256];

	CU_ASSERT_PTR_NULL(writer_new("/tmp/song.mp4", RATE, 0, why));
	CU_ASSERT_PTR_NOT_NULL(strstr(why, ".wav or .flac"));
	CU_ASSERT_PTR_NULL(writer_new("/nonexistent/song.wav", RATE, 0, why));
	CU_ASSERT_PTR_NOT_NULL(strstr(why, "/nonexistent/song.wav"));
}

static CU_TestInfo tests[] = {
    {"a recording has every frame in its place", whole},
    {"a name that can't be is refused", refused},
    CU_TEST_INFO_NULL,
};

const struct suite suite_writer = {"engine/writer", tests};
