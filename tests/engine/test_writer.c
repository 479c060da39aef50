#include "config.h"
#include <math.h>
#include <signal.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
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

static struct writer *open_writer(const char *file, bool stems)
{
	struct recording_options o = {.path = file,
				      .stems = stems,
				      .rate_hz = RATE,
				      .latency_frames = LATENCY};
	struct writer *w = writer_new(&o, NULL);

	CU_ASSERT_PTR_NOT_NULL_FATAL(w);
	writer_wait(w);
	return w;
}

static void record(struct writer *w)
{
	struct sound_block b = {.owner = OWNER_MIX};

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
	struct writer *w = open_writer(name(".wav"), false);

	CU_ASSERT_EQUAL(writer_state(w), WRITER_RUNS);
	record(w);
	CU_ASSERT_EQUAL(writer_free(w), ST_OK);
	check(0);
	w = open_writer(name(".flac"), false);
	record(w);
	CU_ASSERT_EQUAL(writer_free(w), ST_OK);
	check(1e-6);
}

static void refused(void)
{
	static const char *const cases[][2] = {
	    {"/tmp/song.mp4", ".wav or .flac"},
	    {"/nonexistent/song.wav", "/nonexistent/song.wav"},
	};
	struct writer *w;

	for (int i = 0; i < 2; i++) {
		w = open_writer(cases[i][0], false);
		CU_ASSERT_EQUAL(writer_state(w), WRITER_FAILED);
		CU_ASSERT_PTR_NOT_NULL(strstr(writer_why(w), cases[i][1]));
		writer_free(w);
	}
	w = open_writer(name(".wav"), false);
	CU_ASSERT_EQUAL(writer_free(w), ST_OK);
	w = open_writer(path, false);
	CU_ASSERT_EQUAL(writer_state(w), WRITER_FAILED);
	CU_ASSERT_PTR_NOT_NULL(strstr(writer_why(w), "is there already"));
	writer_free(w);
	unlink(path);
}

/* As a disk that is full: the file may not grow any more. */
static void disk_full(void)
{
	struct rlimit before, small = {100000, RLIM_INFINITY};
	struct writer *w = open_writer(name(".wav"), false);

	getrlimit(RLIMIT_FSIZE, &before);
	small.rlim_max = before.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &small);
	record(w);
	for (int i = 0; i < 5000 && writer_state(w) == WRITER_RUNS; i++)
		usleep(1000);
	CU_ASSERT_EQUAL(writer_state(w), WRITER_FAILED);
	CU_ASSERT_PTR_NOT_NULL(strstr(writer_why(w), "disk full"));
	CU_ASSERT_EQUAL(writer_free(w), ST_IO);
	setrlimit(RLIMIT_FSIZE, &before);
	unlink(path);
}

/* Stems of which blocks are missing, at a gap and before their slot came. */
static void stems(void)
{
	struct writer *w = open_writer(name(".wav"), true);
	struct sound_block b;
	char stem[100];
	SF_INFO info = {0};
	float frame[2];
	int bad = 0;
	SNDFILE *f;

	writer_name(w, 7, "d/7");
	for (uint64_t i = 0; i < BLOCKS; i++) {
		b.frame = 6400 + 64 * (i < GAP_AT ? i : i + GAP);
		for (uint64_t k = 0; k < 128; k++)
			b.samples[k] = mark(b.frame + k / 2);
		b.owner = 7;
		if (i >= 100 && i % 50 != 0)
			CU_ASSERT(ring_push(writer_ring(w), &b, 1));
		b.owner = OWNER_MIX;
		CU_ASSERT(ring_push(writer_ring(w), &b, 1));
	}
	CU_ASSERT_EQUAL(writer_free(w), ST_OK);
	snprintf(stem, sizeof(stem), "%.*s-d_7.wav", (int)strlen(path) - 4,
		 path);
	f = sf_open(stem, SFM_READ, &info);
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	CU_ASSERT_EQUAL(info.frames, 64 * (BLOCKS + GAP) - LATENCY);
	for (sf_count_t i = 0; i < info.frames; i++) {
		uint64_t at = 6400 + LATENCY + (uint64_t)i;
		uint64_t n = (at - 6400) / 64;
		bool gap = n >= GAP_AT && n < GAP_AT + GAP;
		uint64_t block = n >= GAP_AT + GAP ? n - GAP : n;
		bool there = !gap && block >= 100 && block % 50 != 0;

		sf_readf_float(f, frame, 1);
		bad += frame[0] != (there ? mark(at) : 0);
	}
	CU_ASSERT_EQUAL(bad, 0);
	sf_close(f);
	unlink(stem);
	check(0);
}

/* A FLAC file's head says how long it is. */
static void flac_length(void)
{
	unsigned char head[26];
	struct writer *w = open_writer(name(".flac"), false);
	FILE *f;

	record(w);
	CU_ASSERT_EQUAL(writer_free(w), ST_OK);
	f = fopen(path, "rb");
	CU_ASSERT_EQUAL_FATAL(fread(head, 1, sizeof(head), f), sizeof(head));
	fclose(f);
	CU_ASSERT_EQUAL(head[22] << 24 | head[23] << 16 | head[24] << 8 |
			    head[25],
			64 * (BLOCKS + GAP) - LATENCY);
	CU_ASSERT_EQUAL(head[21] & 0x0f, 0);
	unlink(path);
}

static CU_TestInfo tests[] = {
    {"a recording has every frame in its place", whole},
    {"a name that can't be is refused", refused},
    {"a full disk is told while it happens", disk_full},
    {"stems are in step with the mix across gaps", stems},
    {"a FLAC file knows its length", flac_length},
    CU_TEST_INFO_NULL,
};

const struct suite suite_writer = {"engine/writer", tests};
