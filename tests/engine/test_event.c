#define _XOPEN_SOURCE 700
#include "base/arena.h"
#include "engine/event.h"
#include "tests/engine/dirt.h"
#include "tests/sample/folder.h"
#include "tests/support/suite.h"

#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A second of a constant at 24 kHz, so that its own pitch is half a frame. */
static float half(int frame, int channel)
{
	(void)frame;
	(void)channel;
	return 0.5f;
}

/* Files x:0 and x:1, ready; y:0, not loaded. */
struct bench {
	struct arena arena;
	struct folder folder;
	struct event_context context;
	struct event_sound sound;
};

static void bench_init(struct bench *b)
{
	arena_init(&b->arena, 0);
	folder_make(&b->folder);
	for (int i = 0; i < 3; i++)
		folder_sound(&b->folder,
			     i == 0   ? "x/0.wav"
			     : i == 1 ? "x/1.wav"
				      : "y/0.wav",
			     SF_FORMAT_WAV | SF_FORMAT_PCM_16, 24000, 1, 24000,
			     half);
	b->context = (struct event_context){.banks = banks_new(0),
					    .rate_hz = 48000,
					    .cps = 0.5,
					    .delta_s = 1,
					    .orbit = 3};
	banks_add_folder(b->context.banks, b->folder.path);
	sample_load(banks_find(b->context.banks, "x", 0));
	sample_load(banks_find(b->context.banks, "x", 1));
}

static void bench_finish(struct bench *b)
{
	banks_free(b->context.banks);
	folder_remove(&b->folder);
	arena_finish(&b->arena);
}

struct ask {
	struct bench *b;
	const char *text;
	enum event_verdict verdict;
};

/* Blanks part `key value` from each other; a value that is no number is a
 * string. */
static void ask_inside(void *ctx)
{
	struct ask *ask = ctx;
	struct arena *a = &ask->b->arena;
	const struct map *m = map_new(a, 0);
	char *text = arena_str(a, ask->text), *save, *key;

	for (key = strtok_r(text, " ", &save); key;
	     key = strtok_r(NULL, " ", &save)) {
		char *word = strtok_r(NULL, " ", &save), *end;
		double x = strtod(word, &end);

		m = map_set(a, m, control_make(a, key, CONTROL_FLOAT),
			    *end ? value_str(word) : value_float(x));
	}
	ask->verdict = event_sound(&ask->b->context, m, &ask->b->sound);
}

static enum event_verdict ask(struct bench *b, const char *text)
{
	struct ask question = {.b = b, .text = text};

	CU_ASSERT_EQUAL(arena_run(&b->arena, ask_inside, &question), ST_OK);
	return question.verdict;
}

/* --- Which sample --- */

static void verdicts(void)
{
	struct bench b;

	bench_init(&b);
	CU_ASSERT_EQUAL(ask(&b, "s x"), EVENT_VOICE);
	CU_ASSERT_EQUAL(b.sound.sample->index, 0);
	CU_ASSERT_EQUAL(ask(&b, "s x n 1.7"), EVENT_VOICE);
	CU_ASSERT_EQUAL(b.sound.sample->index, 1);
	CU_ASSERT_EQUAL(ask(&b, "s x n -0.5"), EVENT_VOICE);
	CU_ASSERT_EQUAL(b.sound.sample->index, 0);
	CU_ASSERT_EQUAL(ask(&b, "s x n -1"), EVENT_VOICE);
	CU_ASSERT_EQUAL(b.sound.sample->index, 1);
	CU_ASSERT_EQUAL(ask(&b, "sound x:1"), EVENT_VOICE);
	CU_ASSERT_EQUAL(b.sound.sample->index, 1);
	CU_ASSERT_EQUAL(ask(&b, "s y"), EVENT_LOADING);
	CU_ASSERT_STRING_EQUAL(b.sound.sample->bank, "y");
	CU_ASSERT_EQUAL(ask(&b, "s zzz"), EVENT_MISSING);
	CU_ASSERT_STRING_EQUAL(b.sound.why, "zzz");
	CU_ASSERT_EQUAL(ask(&b, "s ~"), EVENT_SILENT);
	CU_ASSERT_EQUAL(ask(&b, "n 1"), EVENT_SILENT);
	CU_ASSERT_EQUAL(ask(&b, "s x unit q"), EVENT_BAD);
	CU_ASSERT_PTR_NOT_NULL(strstr(b.sound.why, "\"q\""));
	CU_ASSERT_EQUAL(ask(&b, "s x sustain 0.0001"), EVENT_SILENT);
	CU_ASSERT_EQUAL(ask(&b, "s x speed 0"), EVENT_SILENT);
	CU_ASSERT_EQUAL(ask(&b, "s x begin 0.5 end 0.5"), EVENT_SILENT);
	CU_ASSERT_EQUAL(ask(&b, "s x loop 0"), EVENT_SILENT);
	CU_ASSERT_EQUAL(ask(&b, "s x gain c3 speed nan"), EVENT_VOICE);
	bench_finish(&b);
}

/* --- How long, how fast --- */

static void times(void)
{
	/* seconds, rate and rate at the end relative to the file's */
	static const struct {
		const char *controls;
		double seconds, rate, end_rate;
	} cases[] = {
	    {"s x", 1, 1, 1},
	    {"s x speed 2", 0.5, 2, 2},
	    {"s x speed -2", 0.5, -2, -2},
	    {"s x begin 0.25 end 0.5", 0.25, 1, 1},
	    {"s x begin 0.5 end 0.25", 0.25, -1, -1},
	    {"s x begin 0.5 end 0.25 speed -1", 0.25, 1, 1},
	    {"s x accelerate 1", 2 / 3.0, 1, 2},
	    {"s x unit c", 2, 0.5, 0.5},
	    {"s x unit c speed 2", 1, 1, 1},
	    {"s x unit s begin 0.25", 0.75, 1, 1},
	    {"s x note 12", 0.5, 2, 2},
	    {"s x octave 6", 0.5, 2, 2},
	    {"s x n 12", 1, 1, 1},
	    {"s x midinote 48", 2, 0.5, 0.5},
	    {"s x freq 523.2511306", 0.5, 2, 2},
	    {"s x legato 0.25", 0.25, 1, 1},
	    {"s x legato 3", 1, 1, 1},
	    {"s x sustain 0.3 legato 0.9", 0.3, 1, 1},
	    {"s x sustain 3 loop 5", 1, 1, 1},
	    {"s x loop 3", 3, 1, 1},
	    {"s x loop -3 speed 2", 1.5, 2, 2},
	};
	struct bench b;

	bench_init(&b);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct voice_start *v = &b.sound.voice;
		bool right;

		CU_ASSERT_EQUAL(ask(&b, cases[i].controls), EVENT_VOICE);
		right = fabs(v->len_frames - cases[i].seconds * 48000) <= 1 &&
			fabs(v->rate - cases[i].rate / 2) < 1e-6 &&
			fabs(v->end_rate - cases[i].end_rate / 2) < 1e-6;
		CU_ASSERT(right);
		if (!right)
			printf("     %s: %u frames, rate %g to %g\n",
			       cases[i].controls, v->len_frames, v->rate,
			       v->end_rate);
		CU_ASSERT(v->begin < v->end);
	}
	bench_finish(&b);
}

/* --- How loud, where --- */

static void levels(void)
{
	struct bench b;
	const struct voice_start *v = &b.sound.voice;

	bench_init(&b);
	ask(&b, "s x");
	CU_ASSERT_DOUBLE_EQUAL(v->gate, 0.4, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(v->gain_left, sqrt(0.5), 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(v->gain_right, sqrt(0.5), 1e-6);
	ask(&b, "s x gain 0.8");
	CU_ASSERT_DOUBLE_EQUAL(v->gate, 0.4 * 0.4096, 1e-6);
	ask(&b, "s x gain 5 overgain 0.5 amp 1");
	CU_ASSERT_DOUBLE_EQUAL(v->gate, 39.0625, 1e-4);
	ask(&b, "s x pan 0");
	CU_ASSERT_DOUBLE_EQUAL(v->gain_left, 1, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(v->gain_right, 0, 1e-6);
	ask(&b, "s x pan 1.2");
	CU_ASSERT_DOUBLE_EQUAL(v->gain_left, cos(0.8 * 1.5707963), 1e-6);
	ask(&b, "s x pan -0.1");
	CU_ASSERT_DOUBLE_EQUAL(v->gain_left, cos(0.1 * 1.5707963), 1e-6);
	bench_finish(&b);
}

static void gates(void)
{
	struct bench b;
	const struct voice_start *v = &b.sound.voice;

	bench_init(&b);
	ask(&b, "s x");
	CU_ASSERT_EQUAL(v->fade_in, 0);
	CU_ASSERT_DOUBLE_EQUAL(v->fade_out, 0.001, 1e-7);
	CU_ASSERT_FALSE(v->envelope);
	ask(&b, "s x begin 0.1 fadeTime 0.1 sustain 0.2");
	CU_ASSERT_DOUBLE_EQUAL(v->fade_in, 0.19098 * 0.2, 1e-6);
	ask(&b, "s x speed -1");
	CU_ASSERT_DOUBLE_EQUAL(v->fade_in, 0.001, 1e-7);
	ask(&b, "s x attack 0.2");
	CU_ASSERT(v->envelope);
	CU_ASSERT_EQUAL(v->release, 0);
	ask(&b, "s x hold 0.2");
	CU_ASSERT_FALSE(v->envelope);
	bench_finish(&b);
}

static void rest(void)
{
	struct bench b;
	const struct voice_start *v = &b.sound.voice;

	bench_init(&b);
	ask(&b, "s x cut -2 orbit 14 lag 0.1 offset 0.2 speed 2");
	CU_ASSERT_EQUAL(v->cut, -2);
	CU_ASSERT_EQUAL(v->orbit, 2);
	CU_ASSERT_DOUBLE_EQUAL(b.sound.late_s, 0.5, 1e-9);
	CU_ASSERT_PTR_EQUAL(v->owner, b.sound.sample);
	ask(&b, "s x nudge -0.25 loop 2");
	CU_ASSERT_EQUAL(v->orbit, 3);
	CU_ASSERT_DOUBLE_EQUAL(b.sound.late_s, -0.25, 1e-9);
	CU_ASSERT(v->loop);
	ask(&b, "s x orbit -1");
	CU_ASSERT_EQUAL(v->orbit, 11);
	CU_ASSERT_FALSE(v->loop);
	bench_finish(&b);
}

/* --- Against SuperDirt's own sound --- */

struct job {
	struct arena arena;
	const char *text, *to;
	struct banks *banks;
	char command[4096];
	int rendered;
};

static void render_all(void *ctx)
{
	struct job *j = ctx;
	const char *at = j->text;
	struct dirt_case c;

	while (dirt_next(&j->arena, &at, &c)) {
		char path[512];

		if (!dirt_is_plain(&c, j->banks))
			continue;
		snprintf(path, sizeof(path), "%s/%s.wav", j->to, c.name);
		CU_ASSERT_EQUAL(dirt_render(&c, j->banks, 2, path), ST_OK);
		strcat(j->command, " ");
		strcat(j->command, c.name);
		j->rendered++;
	}
}

static bool can_judge(void)
{
	return system("/usr/bin/python3 -c 'import numpy, soundfile' "
		      "2>/dev/null") == 0 ||
	       system("/usr/bin/python3 -c 'import numpy' 2>/dev/null && "
		      "sox --version >/dev/null 2>&1") == 0;
}

static void judge(const char *shared)
{
	struct job j = {.banks = banks_new(0)};
	struct folder f;
	char path[1200], *text;

	folder_make(&f);
	arena_init(&j.arena, 0);
	snprintf(path, sizeof(path), "%s/dirt/samples", shared);
	CU_ASSERT(banks_add_folder(j.banks, path) > 0);
	snprintf(path, sizeof(path), "%s/dirt/cases.json", shared);
	j.text = text = suite_read_file(path, NULL);
	j.to = f.path;
	snprintf(j.command, 2048,
		 "cd '%s/dirt' && /usr/bin/python3 compare_audio.py "
		 "cases.json reference '%s'",
		 shared, f.path);
	CU_ASSERT_EQUAL(arena_run(&j.arena, render_all, &j), ST_OK);
	CU_ASSERT(j.rendered >= 22);
	CU_ASSERT_EQUAL(system(j.command), 0);
	free(text);
	banks_free(j.banks);
	arena_finish(&j.arena);
	folder_remove(&f);
}

static void conformance(void)
{
	const char *shared = suite_conformance();

	if (!shared)
		suite_skip("no conformance folder");
	else if (!can_judge())
		suite_skip("python3-numpy with python3-soundfile or sox is "
			   "not there");
	else
		judge(shared);
}

static CU_TestInfo tests[] = {
    {"which sample an event means", verdicts},
    {"how long and how fast it plays", times},
    {"how loud and where", levels},
    {"fades and envelopes", gates},
    {"cut, orbit and delays", rest},
    {"plain cases sound as SuperDirt's", conformance},
    CU_TEST_INFO_NULL,
};

const struct suite suite_event = {"engine/event", tests};
