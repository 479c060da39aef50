#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "compile/compile.h"
#include "tests/signals/stage.h"
#include "tests/support/suite.h"

enum { RATE = 48000, MOST = 16 };

/* Where sound begins after 10 ms or more of silence. */
static int onsets(const struct show *s, size_t at[MOST])
{
	size_t quiet = 480;
	int n = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (fabsf(s->left[i]) <= 1e-5f) {
			quiet++;
			continue;
		}
		if (quiet >= 480 && n < MOST)
			at[n++] = i;
		quiet = 0;
	}
	return n;
}

static void play(struct show *s, const char *text, size_t frames)
{
	show_open(s, RATE);
	show_eval(s, text);
	show_run(s, frames / 64 * 64);
	CU_ASSERT_EQUAL(s->refused, 0);
}

/* Three in eight, a cycle a second. */
static void test_onsets(void)
{
	static const size_t grid[] = {0, 18000, 36000, 48000, 66000, 84000};
	struct show s;
	size_t at[MOST];
	int n;

	play(&s,
	     "tempo: 1\n~ping: saw 440 * 0.3 # adsr 0 0.05 0 0.01\n"
	     "out: s \"~ping(3,8)\"",
	     96000);
	n = onsets(&s, at);
	CU_ASSERT_EQUAL(n, 6);
	for (int i = 0; i < n && i < 6; i++) {
		long off = (long)(at[i] - at[0]) - (long)grid[i];

		CU_ASSERT(labs(off) <= 1);
		if (labs(off) > 1)
			printf("onset %d: %ld frames off\n", i, off);
	}
	show_close(&s);
}

static double at_hz(const struct show *s, size_t from, double hz)
{
	return show_amplitude(s, from, from + 4800, hz / RATE);
}

static void test_pitches(void)
{
	struct show s;

	play(&s,
	     "tempo: 1\n~tone: sine 400 * 0.3 # adsr 0.01 0.1 1 0.01\n"
	     "out: s \"~tone*2\" # note \"0 12\"",
	     48000);
	CU_ASSERT(at_hz(&s, 4800, 400) > 0.07);
	CU_ASSERT(at_hz(&s, 4800, 800) < 0.01);
	CU_ASSERT(at_hz(&s, 28800, 800) > 0.07);
	CU_ASSERT(at_hz(&s, 28800, 400) < 0.01);
	show_close(&s);
}

/* The first note's release goes on under the second's attack. */
static void test_own_envelope(void)
{
	struct show s;

	play(&s,
	     "tempo: 1\n~tone: sine 400 * 0.2 # adsr 0.01 0.1 1 2\n"
	     "out: s \"~tone*2\" # note \"0 12\"",
	     48000);
	CU_ASSERT(at_hz(&s, 28800, 800) > 0.04);
	CU_ASSERT(at_hz(&s, 28800, 400) > 0.01);
	show_close(&s);
}

/* What other text says, and saying the same again, leaves the notes alone. */
static void test_kept(void)
{
	const char *text =
	    "tempo: 1\n~tone: saw 110 # lpf 900 # adsr 0.01 0.1 "
	    "0.5 0.3 * 0.3\nout: s \"~tone(3,8)\" # note \"0 7\"";
	struct show once, often;
	size_t same = 0;

	show_open(&once, RATE);
	show_open(&often, RATE);
	show_eval(&once, text);
	show_eval(&often, text);
	for (int i = 0; i < 50; i++) {
		show_run(&once, 1920);
		show_run(&often, 1920);
		show_eval(&often, text);
	}
	while (same < once.n && once.left[same] == often.left[same])
		same++;
	CU_ASSERT_EQUAL(same, once.n);
	CU_ASSERT(show_rms(&once, 0, once.n) > 0.01);
	CU_ASSERT_EQUAL(often.refused, 0);
	show_close(&once);
	show_close(&often);
}

struct said {
	char text[1024];
	bool accepted;
};

static void hear(void *ctx, const struct eval_result *r)
{
	struct said *said = ctx;

	said->accepted = r->accepted;
	if (!r->program)
		return;
	for (const struct diag *d = r->program->diags.first; d; d = d->next)
		snprintf(said->text + strlen(said->text),
			 sizeof(said->text) - strlen(said->text), "%s\n",
			 d->message);
}

/* '~' before a word that names no bus is the rest that it is in Tidal, and is
 * said. */
static void test_no_bus(void)
{
	static const char text[] = "d1 $ s \"~nope*2\"";
	struct said said = {"", false};
	struct eval_request r = {.scope = "main",
				 .text = text,
				 .len = sizeof(text) - 1,
				 .mode = EVAL_MERGE,
				 .done = hear,
				 .ctx = &said};
	struct show s;

	show_open(&s, RATE);
	CU_ASSERT_EQUAL(engine_eval(s.engine, &r, false), ST_OK);
	show_run(&s, 640);
	CU_ASSERT(said.accepted);
	CU_ASSERT_PTR_NOT_NULL(strstr(said.text, "there is no bus ~nope"));
	show_close(&s);
}

static void check_same(const char *text, const char *as)
{
	struct show x, y;

	play(&x, text, RATE);
	play(&y, as, RATE);
	if (memcmp(x.left, y.left, x.n * sizeof(float)) != 0)
		printf("%s\nsounds unlike\n%s\n", text, as);
	CU_ASSERT_EQUAL(memcmp(x.left, y.left, x.n * sizeof(float)), 0);
	CU_ASSERT(show_rms(&x, 0, x.n) > 0.01);
	show_close(&x);
	show_close(&y);
}

/* What a function of patterns of anything does to the numbers of sources. */
static void test_pushed_numbers(void)
{
	check_same("tempo: 1\nout: fast 2 $ sine \"200 300\" * 0.1",
		   "tempo: 1\nout: sine \"200 300 200 300\" * 0.1");
	check_same("tempo: 1\n~a: saw \"200 300\" * \"0.1 0.2 0.1\"\n"
		   "out: ~a # lpf \"400 2000\" 0.3 $ rev",
		   "tempo: 1\n~a: saw \"300 200\" * \"0.1 0.2 0.1\"\n"
		   "out: ~a # lpf \"400 2000\" 0.3");
	/* The envelope opens with the events that are there now. */
	check_same(
	    "tempo: 1\nout: (saw \"100!4\" * 0.2 # adsr 0 0.05 0 0.01) $ "
	    "fast 1",
	    "tempo: 1\nout: saw \"100!4\" * 0.2 # adsr 0 0.05 0 0.01");
	check_same(
	    "tempo: 1\n~a: saw \"100 200\" * 0.2 # adsr 0 0.05 0 0.01\n"
	    "out: every 1 (fast 2) $ ~a",
	    "tempo: 1\n~a: saw \"100 200 100 200\" * 0.2 # adsr 0 0.05 0 "
	    "0.01\nout: ~a");
}

/* One value, however often a cycle it stands, begins as often. */
static void test_repeated(void)
{
	static const struct {
		const char *text;
		int strikes; /* in two seconds of a cycle each */
	} row[] = {
	    {"superkick \"60*4\" 0.5 0.02", 8},
	    {"superkick \"60/2\" 0.5 0.02", 1},
	    {"sine_trig \"c4*4\" 0.001 0.01", 8},
	    {"sine \"440*4\" # adsr 0.001 0.01 0 0.01", 8},
	    {"sine 440 * env_trig \"1*4\" 0.001 0.01 0 0.01", 8},
	    {"sine 440 * env_trig (fast 4 \"1\") 0.001 0.01 0 0.01", 8},
	    {"sine 440 * env_trig \"1\" 0.001 0.01 0 0.01", 2},
	    {"trig \"1*4\" * 0.5", 8},
	    {"trig \"1\" * 0.5", 2},
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		char text[200];
		struct show s;
		int strikes = 0;
		size_t last = 0;

		snprintf(text, sizeof(text), "cps: 1\nout: %s", row[i].text);
		show_open(&s, 48000);
		show_eval(&s, text);
		show_run(&s, 96000);
		for (size_t k = 0; k < s.n; k++) {
			if (fabsf(s.left[k]) < 0.04f)
				continue;
			strikes += strikes == 0 || k > last + 4800;
			last = k;
		}
		CU_ASSERT_EQUAL(strikes, row[i].strikes);
		if (strikes != row[i].strikes)
			printf("     %d strikes: %s\n", strikes, text);
		show_close(&s);
	}
}

static CU_TestInfo tests[] = {
    {"events that name an instrument begin its notes on their frames",
     test_onsets},
    {"each note has the pitch of its event", test_pitches},
    {"each note has an envelope of its own", test_own_envelope},
    {"notes go on through a text said again", test_kept},
    {"a function of patterns changes the numbers of oscillators",
     test_pushed_numbers},
    {"a bus that is not there is a rest, and is said", test_no_bus},
    {"one value strikes as often as it stands there", test_repeated},
    CU_TEST_INFO_NULL,
};

const struct suite suite_notes = {"notes", tests};
