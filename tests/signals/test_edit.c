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
    {"an effect that is put in leaves the tail behind it alone", test_tail},
    {"what did not change keeps its phase", test_phase},
    {"a slot of signals that is removed falls silent", test_slot_removed},
    {"a panic silences signals until they are evaluated", test_panic},
    {"a hush fades signals, and they come back", test_hush},
    CU_TEST_INFO_NULL,
};

const struct suite suite_edit = {"edit", tests};
