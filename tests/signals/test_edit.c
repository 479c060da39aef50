#include <math.h>
#include <stdio.h>
#include <string.h>
#include "tests/signals/stage.h"
#include "tests/support/suite.h"

enum { RATE = 48000 };

static const char *const same_texts[] = {
    "out: sine 220 * 0.3",
    "out: saw \"55 110\" * 0.3",
    "~l: sine 2\nout: saw (~l * 20 + 110) * (~l * 0.2 + 0.3)",
    "~e: sine 330 * 0.2 + ~e * 0.5\nout: ~e",
    "out: noise * 0.2",
    "out: saw 110 # adsr 0.01 0.1 0.5 0.2 * 0.3",
    "out: sine 200 * sine * 0.3",
    "out: saw 55 # lpf 800 2 * 0.2",
    "out: impulse 3 # delay 0.2 0.6 0.5 * 0.5",
    "~x # lpf 900 0.7 # delay 0.01 0.3\nout: saw 80 * 0.2 # ~x",
};

/* Evaluated again and again, a text sounds as if it had been said once. */
static void test_same(void)
{
	for (size_t i = 0; i < sizeof(same_texts) / sizeof(*same_texts); i++) {
		struct show once, often;
		size_t differ = 0;

		show_open(&once, RATE);
		show_open(&often, RATE);
		show_eval(&once, same_texts[i]);
		show_eval(&often, same_texts[i]);
		for (int k = 0; k < 100; k++) {
			show_run(&once, 15 * 64);
			show_run(&often, 15 * 64);
			show_eval(&often, same_texts[i]);
		}
		CU_ASSERT_EQUAL(often.refused, 0);
		CU_ASSERT(show_rms(&once, 0, once.n) > 0.002);
		while (differ < once.n &&
		       once.left[differ] == often.left[differ])
			differ++;
		CU_ASSERT_EQUAL(differ, once.n);
		if (differ < once.n)
			printf("%s: differs at %zu: %g %g\n", same_texts[i],
			       differ, once.left[differ], often.left[differ]);
		show_close(&once);
		show_close(&often);
	}
}

/* The largest step that an edit makes, against what the sound makes itself. */
static void check_edit(const char *before, const char *after, double most)
{
	struct show s;
	size_t at;

	show_open(&s, RATE);
	show_eval(&s, before);
	show_run(&s, 24000 / 64 * 64);
	at = s.n;
	show_eval(&s, after);
	show_run(&s, 24000 / 64 * 64);
	CU_ASSERT_EQUAL(s.refused, 0);
	if (show_step(&s, at - 64, at + 2400) > most) {
		CU_FAIL("it clicks");
		printf("%s -> %s: a step of %g\n", before, after,
		       show_step(&s, at - 64, at + 2400));
	}
	show_close(&s);
}

static void test_edits(void)
{
	/* A sine of 220 Hz at 0.3 steps by at most 0.0087. */
	check_edit("out: sine 220 * 0.3", "out: sine 220 * 0.2", 0.012);
	check_edit("out: sine 220 * 0.3", "out: sine 330 * 0.3", 0.016);
	check_edit("out: sine 220 * 0.3", "out: tri 330 * 0.3", 0.020);
	check_edit("~a: sine 220\nout: ~a * 0.3", "~a: sine 110", 0.012);
	check_edit("out: sine 220 * 0.3",
		   "out: sine 220 * 0.3 + sine 110 * 0.1", 0.016);
	check_edit("out: sine 220 * 0.3\nd2 $ sine 110 * 0.1", "d2 $ silence",
		   0.014);
	/* A filter that moves, a bus with another name, a modifier. */
	check_edit("out: sine 220 * 0.3 # lpf 800 2",
		   "out: sine 220 * 0.3 # lpf 900 2", 0.012);
	check_edit("out: sine 220 * 0.3 # lpf 200 1",
		   "out: sine 220 * 0.3 # lpf 4000 1", 0.016);
	check_edit("~a: sine 220\nout: ~a * 0.3", "~b: sine 220\nout: ~b * 0.3",
		   0.016);
	check_edit("~a: sine 220\nout: ~a * 0.3 + ~a * 0.1",
		   "~b: sine 330\nout: ~b * 0.3 + ~a * 0.1", 0.03);
	check_edit("~f # lpf 900 2\nout: sine 220 * 0.3 # ~f",
		   "~f # hpf 100 1 # lpf 900 2", 0.016);
	check_edit("out: sine 220 * 0.3", "out: sine 220 * 0.3 # distort 8 0.5",
		   0.05);
	check_edit("out: sine 220 * 0.3 # delay 0.1 0.5 0.5",
		   "out: sine 220 * 0.3 # delay 0.2 0.5 0.5", 0.04);
	check_edit("out: sine 220 * 0.3 # reverb 0.5 0.5 0.3",
		   "out: sine 220 * 0.3 # plate 20 3", 0.03);
}

/* Fades that are easily got wrong: values of patterns glide, effects of which
 * each heard the other change places, a new delay is not fed with an edge, a
 * line goes on in what fades out. */
static void test_hard_edits(void)
{
	check_edit("out: sine 220 * \"0.3\"", "out: sine 220 * \"0.1\"", 0.012);
	check_edit("out: sine 220 * \"0.3 0.3\"", "out: sine 220 * \"0.1 0.1\"",
		   0.012);
	check_edit("out: sine 220 * \"0.3\"", "out: sine 220 * 0.1", 0.012);
	check_edit("out: sine 220 * (sine * 0.1 + 0.2)",
		   "out: sine 220 * (cosine * 0.1 + 0.2)", 0.012);
	check_edit("out: sine 220 * (line 0.3 0.25)", "out: sine 220 * 0.3",
		   0.012);
	check_edit("~a: sine 220 # lpf 500 1\n~b: ~a # hpf 100 1\n"
		   "out: ~b * 0.3",
		   "~b: sine 220 # hpf 100 1\n~a: ~b # lpf 500 1\n"
		   "out: ~a * 0.3",
		   0.014);
	check_edit("~b: sine 220 # tapedelay 0.1 0.5\n~a: sine 110\n"
		   "out: ~b * 0.3 # hpf 100 1\nout2: ~b * 0",
		   "out: ~a * 0.3 # hpf 100 1", 0.014);
	/* Its first echo comes 20 ms after. */
	check_edit("out: sine 220 * 0.3",
		   "out: sine 220 * 0.3 # delay 0.02 0.5 0.5", 0.014);
	check_edit("out: sine 220 * 0.3", "out: sine 220 * 0.3 # pitch_shift 7",
		   0.02);
	/* What fades out goes on to hear itself. */
	check_edit("~f: sine 120 * 0.5 + ~f * 0.3\nd1 $ ~f * 0.1",
		   "d1 $ sine 150 * 0.1", 0.003);
	check_edit("~f: sine 120 * 0.5 + ~f * 0.3\nd1 $ ~f * 0.1",
		   "d1 $ silence", 0.003);
	check_edit("~f: sine 120 * 0.5 + ~f * 0.3\nd1 $ ~f * 0.1",
		   "~f: sine 120 * 0.5", 0.003);
	check_edit("~f: sine 120 * 0.5 + ~f * 0.3\nd1 $ ~f * 0.1",
		   "~g: sine 120 * 0.5 + ~g * 0.3\nd1 $ ~g * 0.1", 0.003);
	/* Other bands, each with its own filters. */
	check_edit("out: vocoder (sine 300) (sine 310) 6 * 0.3",
		   "out: vocoder (sine 300) (sine 310) 16 * 0.3", 0.035);
	check_edit("out: vocoder (sine 300) (sine 310) 32 * 0.3",
		   "out: vocoder (sine 300) (sine 310) 2 * 0.3", 0.02);
}

/* Patterns that step at the frame of an edit step there all the same. */
static void test_steps_at_edits(void)
{
	static const char text[] = "cps: 1\nout: sine 220 * \"0.1 0.4 0.2 "
				   "0.3\" + saw \"55 110\" * 0.1";
	struct show once, often;

	show_open(&once, RATE);
	show_open(&often, RATE);
	show_eval(&once, text);
	show_eval(&often, text);
	for (int i = 0; i < 60; i++) {
		/* A quarter of a cycle is 12000 frames. */
		show_run(&once, 1536);
		show_run(&often, 1536);
		show_eval(&often, text);
	}
	CU_ASSERT_EQUAL(memcmp(once.left, often.left, once.n * sizeof(float)),
			0);
	show_close(&once);
	show_close(&often);
}

/* The first strike of a slot that is new beside others is not faded in. */
static void test_first_strike(void)
{
	struct show alone, beside;

	show_open(&alone, RATE);
	show_open(&beside, RATE);
	show_eval(&alone,
		  "cps: 1\nd2 $ superkick \"60*4\" # lpf 2000 0.7 * 0.5");
	show_eval(&beside, "cps: 1\nd1 $ sine 220 * 0");
	show_run(&beside, 48000);
	show_run(&alone, 9600);
	show_eval(&beside, "d2 $ superkick \"60*4\" # lpf 2000 0.7 * 0.5");
	show_run(&beside, 9600);
	CU_ASSERT(show_rms(&alone, 0, 1200) > 0.02);
	CU_ASSERT_DOUBLE_EQUAL(show_rms(&beside, 48000, 49200),
			       show_rms(&alone, 0, 1200), 1e-3);
	show_close(&alone);
	show_close(&beside);
}

/* An effect before a delay leaves what the delay holds alone. */
static void test_tail(void)
{
	struct show s;
	size_t at;

	show_open(&s, RATE);
	show_eval(&s, "out: impulse 0.1 * 0.9 # delay 0.1 0.9 0.5");
	show_run(&s, 24000 / 64 * 64);
	show_eval(&s, "out: impulse 0.1 * 0.9 # hpf 100 1 # delay 0.1 0.9 0.5");
	at = s.n;
	show_run(&s, 24000 / 64 * 64);
	CU_ASSERT_EQUAL(s.refused, 0);
	/* Four or five echoes of about 0.3 are still to come. */
	CU_ASSERT(show_step(&s, at, s.n) > 0.1);
	show_close(&s);
}

/* The same for what a reverb holds; nothing else sounds any more. */
static void hear_tail(const char *after, double rms[2])
{
	struct show s;
	size_t at;

	show_open(&s, RATE);
	show_eval(&s, "out: noise * 0.2 # reverb 0.9 0.2 1");
	show_run(&s, 24000 / 64 * 64);
	show_eval(&s, after);
	at = s.n;
	show_run(&s, 24000 / 64 * 64);
	CU_ASSERT_EQUAL(s.refused, 0);
	rms[0] = show_rms(&s, at + 1440, at + 6240);
	rms[1] = show_rms(&s, at + 19200, at + 23936);
	show_close(&s);
}

static void test_reverb_tail(void)
{
	static const char *const row[][2] = {
	    {"out: noise * 0 # hpf 100 1 # reverb 0.9 0.2 1",
	     "out: noise * 0 # reverb 0.9 0.2 1"},
	    {"out: noise * 0 # lpf 3000 1 # hpf 50 1 # reverb 0.8 0.2",
	     "out: noise * 0 # reverb 0.8 0.2"},
	    {"out: noise * 0 # reverb 0.9 0.2 1 # lpf 9000 0.7",
	     "out: noise * 0 # reverb 0.9 0.2 1"},
	};

	for (int i = 0; i < 3; i++) {
		double with[2], without[2];

		hear_tail(row[i][0], with);
		hear_tail(row[i][1], without);
		for (int k = 0; k < 2; k++) {
			CU_ASSERT(without[k] > 0.002);
			CU_ASSERT(with[k] > 0.6 * without[k]);
		}
	}
}

/* The device opens anew at another rate: delays are as long as they were. */
static void test_other_rate(void)
{
	struct show s;
	size_t at, first, second;

	show_open(&s, RATE);
	show_eval(&s, "out: impulse 1 * 0.9 # delay 0.25 0.5 0.5");
	show_run(&s, 9600);
	CU_ASSERT_EQUAL(engine_set_rate(s.engine, 44100), ST_OK);
	at = s.n;
	show_run(&s, 640 * 64);
	for (first = at; first < s.n && fabsf(s.left[first]) < 0.1f; first++)
		;
	for (second = first + 10; second < s.n && fabsf(s.left[second]) < 0.1f;
	     second++)
		;
	CU_ASSERT_EQUAL(second - first, 11025);
	show_close(&s);
}

/* 400 names, a few at a time: none is ever out of reach. */
static void test_names_of_buses(void)
{
	struct show s;

	show_open(&s, RATE);
	for (int i = 0; i < 400; i++) {
		char text[200];

		snprintf(text, sizeof(text),
			 "~e%d: impulse 400 * 0.3 + ~e%d * 0.5\nout: ~e%d", i,
			 i, i);
		show_eval(&s, text);
		show_run(&s, 64 * 60);
	}
	/* An echo a block later: heard if the bus has its place. */
	CU_ASSERT_EQUAL(s.refused, 0);
	CU_ASSERT(show_rms(&s, s.n - 3000, s.n) > 0.01);
	show_close(&s);
}

static void say(struct show *s, const char *scope, const char *text)
{
	struct eval_request r = {.scope = scope,
				 .text = text,
				 .len = strlen(text),
				 .mode = EVAL_MERGE};

	CU_ASSERT_EQUAL(engine_eval(s->engine, &r, false), ST_OK);
}

/* What one player plays, another hears a block later; neither's edits cut the
 * other's sound. */
static void test_foreign_bus(void)
{
	struct show s;

	show_open(&s, RATE);
	say(&s, "alice", "~bass: sine 400\nd1 $ ~bass * 0");
	show_run(&s, 4800 / 64 * 64);
	CU_ASSERT(show_rms(&s, 0, s.n) < 1e-4);
	say(&s, "bob", "d1 $ alice.~bass * 0.3");
	show_run(&s, 9600);
	CU_ASSERT_DOUBLE_EQUAL(
	    show_amplitude(&s, s.n - 4800, s.n, 400.0 / RATE), 0.3, 0.01);
	say(&s, "alice", "~bass: sine 800");
	show_run(&s, 9600);
	CU_ASSERT_DOUBLE_EQUAL(
	    show_amplitude(&s, s.n - 4800, s.n, 800.0 / RATE), 0.3, 0.01);
	CU_ASSERT(show_step(&s, 9600, s.n) < 0.3 * 6.3 * 900 / RATE);
	say(&s, "alice", "d1 $ silence");
	show_run(&s, 9600);
	CU_ASSERT(show_rms(&s, s.n - 4800, s.n) < 1e-4);
	show_close(&s);
}

/* Only the events' own frames open and close a gate. */
static void test_gate(void)
{
	struct show s;
	size_t on, off;

	show_open(&s, RATE);
	show_eval(&s, "cps: 1\nout: sine 1000 * gate \"~ 1 ~ ~\"");
	show_run(&s, 48000);
	for (on = 0; on < s.n && s.left[on] == 0; on++)
		;
	for (off = s.n - 1; off > 0 && s.left[off] == 0; off--)
		;
	/* The sine is 0 at its first frame; and the limiter looks ahead. */
	CU_ASSERT(on >= 12000 && on <= 12000 + 66);
	CU_ASSERT(off - on >= 12000 - 3 && off - on <= 12000 - 1);
	show_close(&s);
}

/* A gate that events keep open is shut for a frame between them. */
static void test_touching_gates(void)
{
	struct show s;
	size_t dips = 0;

	show_open(&s, RATE);
	show_eval(&s, "cps: 1\n~g: gate \"1 1 1 1\"\nout: (~g * -1 + 1) * 0.5");
	show_run(&s, 48000);
	for (size_t i = 1; i < s.n; i++)
		dips += s.left[i] > 0.2f && s.left[i - 1] < 0.1f;
	CU_ASSERT_EQUAL(dips, 3);
	show_close(&s);
}

/* Lines of the cycle arrive where it ends. */
static void test_phasor(void)
{
	struct show s;
	size_t wraps = 0, at[8];

	show_open(&s, RATE);
	show_eval(&s, "cps: 0.7\nout: phasor 3 * 0.5 + sine 20000 * 0");
	show_run(&s, 64000);
	for (size_t i = 1; i < s.n && wraps < 8; i++)
		if (s.left[i] < s.left[i - 1] - 0.3f)
			at[wraps++] = i;
	CU_ASSERT_FATAL(wraps >= 2);
	for (size_t i = 1; i < wraps; i++)
		CU_ASSERT(fabs((double)(at[i] - at[i - 1]) - 48000 / 0.7 / 3) <=
			  1);
	CU_ASSERT(show_step(&s, at[0] + 1, at[1]) < 1e-4);
	show_close(&s);
}

/* What did not change goes on where it was: no new phase. */
static void test_phase(void)
{
	struct show a, b;
	size_t differ;

	show_open(&a, RATE);
	show_open(&b, RATE);
	show_eval(&a, "d1 $ sine 220 * 0.3");
	show_eval(&b, "d1 $ sine 220 * 0.3");
	show_run(&a, 9600 + 64 * 50);
	show_run(&b, 9600);
	show_eval(&b, "d1 $ sine 220 * 0.3\nd2 $ sine 3000 * 0");
	show_run(&b, 64 * 50);
	for (differ = 0; differ < a.n; differ++)
		if (fabsf(a.left[differ] - b.left[differ]) > 1e-6f)
			break;
	CU_ASSERT_EQUAL(differ, a.n);
	show_close(&a);
	show_close(&b);
}

static void test_slot_removed(void)
{
	struct show s;
	size_t at;

	show_open(&s, RATE);
	show_eval(&s, "d1 $ sine 220 * 0.3");
	show_run(&s, 9600);
	show_eval(&s, "d1 $ silence");
	at = s.n;
	show_run(&s, 9600);
	CU_ASSERT(show_rms(&s, at - 4800, at) > 0.2);
	CU_ASSERT(show_rms(&s, at + 4800, s.n) == 0);
	show_close(&s);
}

static void test_panic(void)
{
	struct show s;
	size_t at;

	show_open(&s, RATE);
	show_eval(&s, "d1 $ sine 220 * 0.3");
	show_run(&s, 9600);
	engine_panic(s.engine);
	at = s.n;
	show_run(&s, 9600);
	CU_ASSERT(show_rms(&s, at + 4800, s.n) == 0);
	show_eval(&s, "d1 $ sine 220 * 0.3");
	at = s.n;
	show_run(&s, 9600);
	CU_ASSERT(show_rms(&s, at + 4800, s.n) > 0.2);
	show_close(&s);
}

static void test_hush(void)
{
	struct show s;
	size_t at;

	show_open(&s, RATE);
	show_eval(&s, "d1 $ sine 220 * 0.3");
	show_run(&s, 9600);
	show_eval(&s, "hush");
	at = s.n;
	show_run(&s, 24000 / 64 * 64);
	CU_ASSERT(show_rms(&s, s.n - 4800, s.n) < 1e-6);
	CU_ASSERT(show_step(&s, at - 64, s.n) < 0.012);
	show_eval(&s, "unhush");
	show_run(&s, 24000 / 64 * 64);
	CU_ASSERT(show_rms(&s, s.n - 4800, s.n) > 0.2);
	show_close(&s);
}

static CU_TestInfo tests[] = {
    {"a text evaluated a hundred times sounds as evaluated once", test_same},
    {"an edit never clicks", test_edits},
    {"nor does one that is hard to fade", test_hard_edits},
    {"patterns step at the frame of an edit", test_steps_at_edits},
    {"the first strike of a new slot is whole", test_first_strike},
    {"an effect that is put in leaves the tail behind it alone", test_tail},
    {"an effect beside a reverb leaves its tail alone", test_reverb_tail},
    {"at another rate delays are as long as before", test_other_rate},
    {"names of buses never run out", test_names_of_buses},
    {"a bus of another scope is heard", test_foreign_bus},
    {"a gate opens and closes on the frames of its events", test_gate},
    {"events that touch open a gate anew", test_touching_gates},
    {"a phasor goes with the cycle, to the frame", test_phasor},
    {"what did not change keeps its phase", test_phase},
    {"a slot of signals that is removed falls silent", test_slot_removed},
    {"a panic silences signals until they are evaluated", test_panic},
    {"a hush fades signals, and they come back", test_hush},
    CU_TEST_INFO_NULL,
};

const struct suite suite_edit = {"edit", tests};
