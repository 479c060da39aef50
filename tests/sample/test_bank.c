#include "base/alloc.h"
#include "sample/bank.h"
#include "tests/sample/folder.h"
#include "tests/support/suite.h"

#include <sndfile.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *file_of(struct banks *b, const char *name, long n)
{
	const struct sample *s = banks_find(b, name, n);

	return s ? strrchr(s->path, '/') + 1 : "";
}

static void indexing(void)
{
	static const char *const files[] = {
	    "bd/b.wav",	   "bd/a.WAV",	 "bd/C.aiff",  "bd/.hidden.wav",
	    "bd/read.me",  "bd/._a.wav", "hh/1.flac",  "hh/10.ogg",
	    "hh/2.aif",	   "hh/3.AIFC",	 "text/a.txt", "top.wav",
	    "bd/sub/x.wav"};
	struct banks *b = banks_new(0);
	struct folder f;

	folder_make(&f);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		folder_touch(&f, files[i]);
	CU_ASSERT_EQUAL(banks_add_folder(b, f.path), 7);
	CU_ASSERT_EQUAL(banks_count(b), 2);
	CU_ASSERT_EQUAL(banks_count_files(b), 7);
	CU_ASSERT_STRING_EQUAL(bank_name(b, 0), "bd");
	CU_ASSERT_EQUAL(bank_size(b, 1), 4);
	CU_ASSERT_STRING_EQUAL(file_of(b, "bd", 0), "C.aiff");
	CU_ASSERT_STRING_EQUAL(file_of(b, "bd", 1), "a.WAV");
	CU_ASSERT_STRING_EQUAL(file_of(b, "bd", 2), "b.wav");
	CU_ASSERT_STRING_EQUAL(file_of(b, "hh", 1), "10.ogg");
	CU_ASSERT_STRING_EQUAL(file_of(b, "hh", 2), "2.aif");
	banks_free(b);
	folder_remove(&f);
}

static void wrapping(void)
{
	struct banks *b = banks_new(0);
	struct folder f;

	folder_make(&f);
	folder_touch(&f, "bd/0.wav");
	folder_touch(&f, "bd/1.wav");
	folder_touch(&f, "bd/2.wav");
	banks_add_folder(b, f.path);
	CU_ASSERT_STRING_EQUAL(file_of(b, "bd", 3), "0.wav");
	CU_ASSERT_STRING_EQUAL(file_of(b, "bd", -1), "2.wav");
	CU_ASSERT_STRING_EQUAL(file_of(b, "bd", -4), "2.wav");
	CU_ASSERT_STRING_EQUAL(file_of(b, "bd", 1000000001), "2.wav");
	CU_ASSERT_PTR_NULL(banks_find(b, "sn", 0));
	CU_ASSERT_PTR_NULL(banks_find(b, "", 0));
	banks_free(b);
	folder_remove(&f);
}

static void first_wins(void)
{
	struct banks *b = banks_new(0);
	struct folder f;
	char path[300];

	folder_make(&f);
	folder_touch(&f, "one/bd/mine.wav");
	folder_touch(&f, "two/bd/other.wav");
	folder_touch(&f, "two/sn/0.wav");
	snprintf(path, sizeof(path), "%s/one", f.path);
	CU_ASSERT_EQUAL(banks_add_folder(b, path), 1);
	snprintf(path, sizeof(path), "%s/two", f.path);
	CU_ASSERT_EQUAL(banks_add_folder(b, path), 1);
	CU_ASSERT_STRING_EQUAL(file_of(b, "bd", 0), "mine.wav");
	snprintf(path, sizeof(path), "%s/three", f.path);
	CU_ASSERT_EQUAL(banks_add_folder(b, path), -1);
	banks_free(b);
	folder_remove(&f);
}

static void nearest(void)
{
	struct banks *b = banks_new(0);
	struct nearest near;
	struct folder f;

	folder_make(&f);
	folder_touch(&f, "arpy/0.wav");
	folder_touch(&f, "bd/0.wav");
	banks_add_folder(b, f.path);
	nearest_init(&near, "arpi");
	banks_nearest(b, &near);
	CU_ASSERT_EQUAL(near.n, 1);
	CU_ASSERT_STRING_EQUAL(near.name[0], "arpy");
	banks_free(b);
	folder_remove(&f);
}

static void many(void)
{
	struct banks *b = banks_new(0);
	struct timespec from, to;
	struct folder f;
	char name[64];

	folder_make(&f);
	for (int i = 0; i < 20000; i++) {
		snprintf(name, sizeof(name), "bank%d/%d.wav", i / 40, i % 40);
		folder_touch(&f, name);
	}
	clock_gettime(CLOCK_MONOTONIC, &from);
	CU_ASSERT_EQUAL(banks_add_folder(b, f.path), 20000);
	clock_gettime(CLOCK_MONOTONIC, &to);
	CU_ASSERT((double)(to.tv_sec - from.tv_sec) +
		      1e-9 * (double)(to.tv_nsec - from.tv_nsec) <
		  1);
	banks_free(b);
	folder_remove(&f);
}

static float half(int frame, int channel)
{
	(void)frame;
	(void)channel;
	return 0.5f;
}

/* 1000 frames of float: 4 KB each; 10 KB hold two. */
static void budget(void)
{
	struct banks *b = banks_new(10000);
	struct sample *s[4];
	struct folder f;
	char name[32];

	folder_make(&f);
	for (int i = 0; i < 4; i++) {
		snprintf(name, sizeof(name), "bd/%d.wav", i);
		folder_sound(&f, name, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 48000,
			     1, 1000, half);
	}
	banks_add_folder(b, f.path);
	for (int i = 0; i < 4; i++) {
		s[i] = banks_find(b, "bd", i);
		CU_ASSERT_EQUAL(sample_load(s[i]), ST_OK);
	}
	s[1]->users = 1;
	banks_find(b, "bd", 0);
	CU_ASSERT(banks_bytes(b) > 16000);
	banks_evict(b);
	CU_ASSERT(banks_bytes(b) <= 10000);
	CU_ASSERT_EQUAL(s[0]->state, SAMPLE_READY);
	CU_ASSERT_EQUAL(s[1]->state, SAMPLE_READY);
	CU_ASSERT_EQUAL(s[2]->state, SAMPLE_INDEXED);
	CU_ASSERT_EQUAL(s[3]->state, SAMPLE_INDEXED);
	CU_ASSERT_EQUAL(sample_load(s[2]), ST_OK);
	banks_free(b);
	folder_remove(&f);
}

static void too_long(void)
{
	struct folder f;
	struct banks *b = banks_new(3000);
	struct sample *s;

	folder_make(&f);
	folder_sound(&f, "bd/0.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 48000, 1,
		     700, half);
	folder_sound(&f, "bd/1.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 48000, 1,
		     800, half);
	banks_add_folder(b, f.path);
	CU_ASSERT_EQUAL(sample_load(banks_find(b, "bd", 0)), ST_OK);
	s = banks_find(b, "bd", 1);
	CU_ASSERT_EQUAL(sample_load(s), ST_LIMIT);
	CU_ASSERT_EQUAL(s->state, SAMPLE_FAILED);
	CU_ASSERT(s->too_long);
	CU_ASSERT_PTR_NULL(s->memory);
	banks_free(b);
	folder_remove(&f);
}

static void added_later(void)
{
	struct folder f;
	struct banks *b = banks_new(0);
	struct sample *s;

	folder_make(&f);
	folder_touch(&f, "bd/0.wav");
	banks_add_folder(b, f.path);
	s = banks_find(b, "bd", 0);
	CU_ASSERT_FALSE(banks_look(b, "sn"));
	folder_touch(&f, "sn/0.wav");
	folder_touch(&f, "sn/1.wav");
	folder_touch(&f, "bd/1.wav");
	CU_ASSERT_PTR_NULL(banks_find(b, "sn", 0));
	CU_ASSERT_TRUE(banks_look(b, "sn"));
	CU_ASSERT_PTR_NOT_NULL(banks_find(b, "sn", 1));
	CU_ASSERT_FALSE(banks_look(b, "sn"));
	CU_ASSERT_FALSE(banks_look(b, "bd"));
	CU_ASSERT_PTR_EQUAL(banks_find(b, "bd", 0), s);
	CU_ASSERT_FALSE(banks_look(b, "../sn"));
	CU_ASSERT_FALSE(banks_look(b, ".."));
	CU_ASSERT_FALSE(banks_look(b, ""));
	banks_free(b);
	folder_remove(&f);
}

/* Wherever memory runs out, what is there stays whole. */
static void no_memory(void)
{
	struct folder f;
	long found = 0;

	folder_make(&f);
	folder_touch(&f, "bd/0.wav");
	folder_touch(&f, "bd/1.wav");
	folder_touch(&f, "sn/0.wav");
	for (long after = 0; after < 1000 && found != 3; after++) {
		struct banks *b;

		mem_fail_after(after);
		b = banks_new(0);
		found = b ? banks_add_folder(b, f.path) : -1;
		if (b)
			banks_find(b, "bd", 0);
		mem_fail_after(-1);
		CU_ASSERT(found == 3 || found == -1);
		banks_free(b);
	}
	CU_ASSERT_EQUAL(found, 3);
	folder_remove(&f);
}

static CU_TestInfo tests[] = {
    {"a folder of sounds is a bank, sorted by bytes", indexing},
    {"a number wraps, a negative one too", wrapping},
    {"the first folder with a name keeps it", first_wins},
    {"near names are offered", nearest},
    {"20,000 files take less than a second", many},
    {"the budget frees what was not used for longest", budget},
    {"a folder that came later is found by its name", added_later},
    {"a file beyond the whole budget is refused", too_long},
    {"memory that runs out leaves a sound library", no_memory},
    CU_TEST_INFO_NULL,
};

const struct suite suite_bank = {"sample/bank", tests};
