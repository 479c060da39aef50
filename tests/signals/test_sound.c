#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include "dsp/ugen.h"
#include "tests/signals/stage.h"
#include "tests/support/suite.h"

enum { RATE = 48000, SECOND = 48000 };

/* A second of a text, from its first frame on. */
static void play(struct show *s, const char *text)
{
	show_open(s, RATE);
	show_eval(s, text);
	show_run(s, SECOND);
	CU_ASSERT_EQUAL(s->refused, 0);
}

static void test_sine(void)
{
	struct show s;

	play(&s, "out: sine 1000 * 0.25");
	CU_ASSERT_DOUBLE_EQUAL(show_amplitude(&s, 4800, 43200, 1000.0 / RATE),
			       0.25, 0.0005);
	CU_ASSERT_DOUBLE_EQUAL(show_rms(&s, 4800, 43200), 0.25 / sqrt(2),
			       0.0005);
	show_close(&s);
}

static void test_order_of_buses(void)
{
	struct show a, b;

	play(&a, "~lfo: sine 3\n~x: sine (~lfo * 50 + 300) * 0.2\nout: ~x");
	play(&b, "out: ~x\n~x: sine (~lfo * 50 + 300) * 0.2\n~lfo: sine 3");
	CU_ASSERT_EQUAL(memcmp(a.left, b.left, a.n * sizeof(float)), 0);
	CU_ASSERT(show_rms(&a, 4800, 43200) > 0.1);
	show_close(&a);
	show_close(&b);
}

/* A bus that reads itself hears what it was 64 frames ago. */
static void test_feedback(void)
{
	struct show s;
	size_t first = 0, second = 0;

	play(&s, "~in: impulse 1 * 0.5\n~echo: ~in + ~echo * 0.5\nout: ~echo");
	while (first < s.n && fabsf(s.left[first]) < 0.2f)
		first++;
	CU_ASSERT_FATAL(first + 65 < s.n);
	for (second = first + 1; second < s.n && fabsf(s.left[second]) < 0.1f;)
		second++;
	CU_ASSERT_EQUAL(second - first, 64);
	CU_ASSERT_DOUBLE_EQUAL(s.left[second], s.left[first] / 2, 1e-4);
	show_close(&s);
}

/* A step of a pattern in a signal lands on its frame. */
static void test_steps(void)
{
	struct show s;
	size_t at = 0;

	/* 1 cycle a second: the step comes at half a second. */
	play(&s, "cps: 1\nout: \"0.1 0.4\" * (sine 0 + 1)");
	while (at < s.n && s.left[at] < 0.25f)
		at++;
	/* The limiter's look-ahead delays all sound by up to 64 frames. */
	CU_ASSERT(at >= RATE / 2 && at <= RATE / 2 + 64);
	show_close(&s);
}

/* The gate of an env stays open; an adsr begins anew in each cycle. */
static void test_open_envelope(void)
{
	static const char *const texts[] = {
	    "cps: 4\nout: sine 1000 * env 0.01 0.1 0.5 0.01 * 0.4",
	    "cps: 4\nout: sine 1000 * 0.4 # env 0.01 0.1 0.5 0.01",
	    "cps: 4\nout: sine \"1000 1000\" * 0.4 # env 0.01 0.1 0.5 0.01"};
	struct show s;

	for (int i = 0; i < 3; i++) {
		play(&s, texts[i]);
		for (size_t at = 9600; at < SECOND; at += 4800)
			CU_ASSERT_DOUBLE_EQUAL(show_rms(&s, at, at + 480),
					       0.2 / sqrt(2), 1e-3);
		show_close(&s);
	}
	play(&s, "cps: 4\nout: sine 1000 * adsr 0.01 0.1 0.5 0.01 * 0.4");
	CU_ASSERT(show_rms(&s, 12600, 12700) > 0.2);
	show_close(&s);
	play(&s, "cps: 4\nout: sine 1000 :attack 0.1 :release 0.2 * 0.4");
	CU_ASSERT_DOUBLE_EQUAL(show_rms(&s, 11900, 12500), 0.4 / sqrt(2), 1e-3);
	show_close(&s);
}

struct heard {
	char text[2000];
};

static void hear(void *ctx, const char *scope, const char *slot,
		 const char *text)
{
	struct heard *h = ctx;
	size_t n = strlen(h->text);

	(void)scope;
	(void)slot;
	snprintf(h->text + n, sizeof(h->text) - n, "%s\n", text);
}

/* d2 goes on at its level, and what is said about d1 begins so. */
static void check_contained(const char *what, const char *said)
{
	struct heard heard = {""};
	struct show s;
	char text[500];

	snprintf(text, sizeof(text), "%s\nd2 $ sine 1000 * 0.1", what);
	show_open(&s, RATE);
	engine_on_message(s.engine, hear, &heard);
	show_eval(&s, text);
	show_run(&s, SECOND);
	CU_ASSERT_EQUAL(s.refused, 0);
	CU_ASSERT_DOUBLE_EQUAL(show_amplitude(&s, 9600, 43200, 1000.0 / RATE),
			       0.1, 2e-3);
	for (size_t i = 0; i < s.n; i++)
		if (!isfinite(s.left[i]) || fabsf(s.left[i]) > 1) {
			CU_FAIL("it left the strip");
			break;
		}
	CU_ASSERT(strncmp(heard.text, said, strlen(said)) == 0);
	if (strncmp(heard.text, said, strlen(said)))
		printf("     %s: %s\n", what, heard.text);
	show_close(&s);
}

static void test_runaway(void)
{
	check_contained("~a: sine 200 + ~a * 4\nd1 $ ~a", "d1 ran away");
	check_contained("~a: sine 200 - ~a * ~a * 3\nd1 $ ~a", "d1 ran away");
	check_contained("d1 $ sine 200 * 100000", "d1 ran away");
	check_contained("~a: sine 200 + ~a * 1e9\nd1 $ clip ~a -0.1 0.1",
			"~a made a number");
	check_contained("d1 $ sine 200 * 1e30 * 1e30", "d1 made a number");
}

/* What a bus carries to who hears it later may be hertz. */
static void test_heard_values(void)
{
	struct show s;

	play(&s, "~cut: sine 1 * 500 + 1500\n"
		 "~bass: saw 110 # lpf ~cut 1 # adsr 0.01 0.1 0.5 0.1\n"
		 "out: s \"~bass*4\"");
	CU_ASSERT(show_rms(&s, 0, s.n) > 0.05);
	show_close(&s);
	play(&s, "~slow: ~slow * 0.9 + 100\nout: sine ~slow * 0.25");
	CU_ASSERT_DOUBLE_EQUAL(show_amplitude(&s, 33600, 43200, 1000.0 / RATE),
			       0.25, 0.01);
	show_close(&s);
}

/* The choice, of numbers too, is rounded and wraps around. */
static void test_choice_of_numbers(void)
{
	static const struct {
		const char *text;
		double hz;
	} row[] = {
	    {"out: sine (select 1.6 100 200 300) * 0.25", 300},
	    {"out: sine (select 4 100 200 300) * 0.25", 200},
	    {"out: sine (select \"2\" \"100\" \"200\" \"400\") * 0.25", 400},
	    {"out: sine (floor 300.7) * 0.25", 300},
	    {"out: sine (ceiling 299.5) * 0.25", 300},
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		struct show s;

		play(&s, row[i].text);
		CU_ASSERT_DOUBLE_EQUAL(
		    show_amplitude(&s, 0, 48000, row[i].hz / RATE), 0.25, 1e-3);
		show_close(&s);
	}
}

static void play_example(const struct ugen_row *row)
{
	struct show s;

	show_open(&s, RATE);
	show_eval(&s, row->example);
	show_run(&s, 9600);
	if (s.refused) {
		CU_FAIL("an example is refused");
		printf("%s: %s\n", row->name, row->example);
	}
	for (size_t i = 0; i < s.n; i++)
		if (!isfinite(s.left[i]) || fabsf(s.left[i]) > 1) {
			CU_FAIL("an example is no sound");
			printf("%s\n", row->name);
			break;
		}
	show_close(&s);
}

static void test_examples(void)
{
	for (int f = 0; ugen_families[f]; f++)
		for (size_t i = 0; i < ugen_families[f]->n; i++)
			if (!(ugen_families[f]->rows[i].flags & UGEN_HIDDEN))
				play_example(&ugen_families[f]->rows[i]);
}

static CU_TestInfo tests[] = {
    {"each unit's example plays", test_examples},
    {"a sine has its frequency and level", test_sine},
    {"buses may stand in any order", test_order_of_buses},
    {"a bus that reads itself hears it 64 frames later", test_feedback},
    {"a pattern in a signal steps on its frame", test_steps},
    {"an env begins once and stays open", test_open_envelope},
    {"what runs away stays in its slot, by name, and all else plays on",
     test_runaway},
    {"a bus that is heard later carries hertz as well", test_heard_values},
    {"choosing among numbers", test_choice_of_numbers},
    CU_TEST_INFO_NULL,
};

const struct suite suite_sound = {"sound", tests};
