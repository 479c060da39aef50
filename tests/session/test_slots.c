#include <stdio.h>
#include <string.h>
#include "tests/session/session.h"
#include "tests/support/suite.h"

static const char two[] = "d1 $ s \"click*4\" # pan 0\n"
			  "d2 $ s \"click*4\" # pan 1";

/* What each second sounds: L, R, both or none. */
static void hear(struct hand_player *h, const char *const *texts,
		 const char *want)
{
	char got[64] = "";
	double at = 0;

	session_start(h);
	CU_ASSERT(session_say(h, two));
	for (size_t i = 0; texts[i]; i++) {
		bool l, r;

		CU_ASSERT(session_say(h, texts[i]));
		session_run(h, at + 1);
		l = session_count(h, LEFT, at + 0.3, at + 0.99) > 0;
		r = session_count(h, RIGHT, at + 0.3, at + 0.99) > 0;
		strcat(got, l && r ? "B" : l ? "L" : r ? "R" : "-");
		at += 1;
	}
	if (strcmp(got, want) != 0)
		printf("%s: heard %s, wanted %s\n", texts[0], got, want);
	CU_ASSERT_STRING_EQUAL(got, want);
}

static void mixer(void)
{
	static const char *const solo[] = {
	    "solo 1",	  "solo 2",    "unsolo 1",	    "unsolo 2",
	    "solo \"1\"", "unsoloAll", "solo d2\nunsolo 2", NULL};
	static const char *const mute[] = {"mute 1",	"mute 2",  "unmute 1",
					   "unmuteAll", "muteAll", "unmuteAll",
					   NULL};
	static const char *const both[] = {"solo 1\nmute 1", "unsolo 1",
					   "unmute 1", NULL};
	static const char *const hush[] = {
	    "hush",	"unhush", "hush 1",
	    "unhush 1", "hush",	  "d1 $ s \"click*4\" # pan 0",
	    "panic",	"unhush", NULL};
	static const char *const again[] = {
	    "mute 1",		"d1 $ s \"click*8\" # pan 0",
	    "solo 2\nunmute 1", "d1 $ s \"click*8\" # pan 0",
	    "unsolo 2",		NULL};
	struct hand_player h;

	hear(&h, solo, "LBRBLBB");
	hand_finish(&h);
	hear(&h, mute, "R-LB-B");
	hand_finish(&h);
	hear(&h, both, "-RB");
	hand_finish(&h);
	hear(&h, hush, "-BRB-L-B");
	hand_finish(&h);
	hear(&h, again, "RRRRB");
	hand_finish(&h);
}

static void nothing_on_failure(void)
{
	static const char *const wrong[] = {
	    "d1 $ s \"soft*16\" # pan 1\nd2 $ s \"click",
	    "cps: 2\nhush\nd1 $ evry 2 rev $ s \"click\"",
	    "let x = 1\nmute 1\nd3 $ s \"[click\"",
	    "d1 $ silence\nd2 $ fast 1e9 $ s \"click\"",
	    "d1 $ silence\nxfade 1 $ foo",
	    "resetCycles\nsolo 1\nonce $ s 7 # pan \"[\"",
	    "all $ (# pan 1)\nd1 $ rev",
	    "~a: saw 100\nd1 $ s \"click\"\nout: ~b",
	    "d1 $ s \"click*1000000000\"",
	    "d4 $ s \"click\"\nd4",
	};
	struct hand_player h;

	session_start(&h);
	CU_ASSERT(session_say(&h, two));
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		CU_ASSERT_FALSE(session_say(&h, wrong[i]));
		CU_ASSERT(h.error[0]);
		session_run(&h, 0.1 * (double)(i + 1));
	}
	session_run(&h, 4);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 0.01, 4), 15);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 0.01, 4), 15);
	CU_ASSERT_STRING_EQUAL(session_text(&h, "d1"),
			       "d1 $ s \"click*4\" # pan 0");
	CU_ASSERT_STRING_EQUAL(session_text(&h, "d3"), "nothing");
	CU_ASSERT_STRING_EQUAL(session_text(&h, "x"), "nothing");
	CU_ASSERT_DOUBLE_EQUAL(engine_tempo(h.e), 1, 0);
	hand_finish(&h);
}

/* Light for eight cycles, then far too much. */
static const char *const heavy[] = {
    "d2 $ whenmod 16 8 (ply 1000 . ply 1000) $ s \"click*16\" # pan 1",
    "d2 $ every' 16 8 (striate 1000 . chop 1000) $ s \"click*4\" # pan 1",
    "d2 $ fast \"<1!8 1e9>\" $ s \"click*4\" # pan 1",
    "d2 $ ply \"<1!8 1000000>\" $ s \"click*4\" # pan 1",
};

static void broken_budget(void)
{
	for (size_t i = 0; i < sizeof(heavy) / sizeof(*heavy); i++) {
		struct hand_player h;

		session_start(&h);
		CU_ASSERT(session_say(&h, "d1 $ s \"click*4\" # pan 0"));
		if (!session_say(&h, heavy[i]))
			printf("%s: %s\n", heavy[i], h.error);
		CU_ASSERT(h.accepted);
		session_run(&h, 7.5);
		CU_ASSERT_EQUAL(h.n_said, 0);
		session_run(&h, 12);
		CU_ASSERT_EQUAL(h.n_said, 1);
		CU_ASSERT_PTR_NOT_NULL(
		    strstr(h.said, "d2 is muted until it is evaluated again: "
				   "this "));
		CU_ASSERT(session_count(&h, RIGHT, 7, 7.9) > 0);
		CU_ASSERT_EQUAL(session_count(&h, RIGHT, 8.1, 12), 0);
		CU_ASSERT_EQUAL(session_count(&h, LEFT, 8.01, 12), 15);
		CU_ASSERT(session_say(&h, "d2 $ s \"click*2\" # pan 1"));
		session_run(&h, 13);
		CU_ASSERT(session_count(&h, RIGHT, 12.01, 13) > 0);
		hand_finish(&h);
	}
}

/* A bus that the text doesn't mention keeps its phase, a slot its voices. */
static void unchanged(void)
{
	struct hand_player h, calm;
	size_t differ = 0;

	session_start(&h);
	session_start(&calm);
	for (int i = 0; i < 2; i++) {
		struct hand_player *p = i ? &calm : &h;

		CU_ASSERT(
		    session_say(p, "~tone: sine 220 * (sine 0.7 * 0.1 + 0.2)\n"
				   "d3 $ ~tone # delay 0.25 0.5\n"
				   "d1 $ slow 4 $ s \"long\" # speed 0.3\n"
				   "d2 $ s \"soft*4\""));
		session_run(p, 0.5);
	}
	CU_ASSERT(session_say(&h, "d2 $ s \"soft*4\""));
	CU_ASSERT(session_say(&h, "d4 $ silence"));
	CU_ASSERT(session_say(&h, "let x = 4"));
	CU_ASSERT_FALSE(session_say(&h, "d1 $ hush"));
	CU_ASSERT(session_say(&h, "~tone: sine 220 * (sine 0.7 * 0.1 + 0.2)"));
	session_run(&h, 3);
	session_run(&calm, 3);
	while (differ < 2 * h.frames && h.out[differ] == calm.out[differ])
		differ++;
	CU_ASSERT_EQUAL(differ, 2 * h.frames);
	if (differ < 2 * h.frames)
		printf("differs at %g s\n", (double)differ / 2 / HAND_RATE);
	CU_ASSERT(session_peak(&h, LEFT, 1, 3) > 0.1);
	hand_finish(&h);
	hand_finish(&calm);
}

static void removed_slots_fade(void)
{
	struct hand_player h;

	session_start(&h);
	CU_ASSERT(session_say(&h,
			      "d1 $ s \"long\" # speed 0.1 # pan 0\n"
			      "d2 $ slow 8 $ s \"long\" # speed 0.1 # pan 1"));
	session_run(&h, 1.5);
	CU_ASSERT(session_replace(
	    &h, "d2 $ slow 8 $ s \"long\" # speed 0.1 # pan 1"));
	session_run(&h, 3);
	CU_ASSERT(session_peak(&h, LEFT, 1.51, 1.56) > 0.05);
	CU_ASSERT(session_peak(&h, LEFT, 2.02, 3) < 1e-4);
	CU_ASSERT(session_peak(&h, RIGHT, 1.9, 3) > 0.1);
	hand_finish(&h);
}

static void cycles(void)
{
	struct hand_player h;
	double at[MOST_ONSETS];

	session_start(&h);
	CU_ASSERT(session_say(&h, "d1 $ s \"<click ~ ~ ~>\" # pan 0"));
	session_run(&h, 1.5);
	CU_ASSERT(session_say(&h, "resetCycles"));
	session_run(&h, 2.25);
	CU_ASSERT(session_say(&h, "setCycle 3.5"));
	session_run(&h, 3.5);
	CU_ASSERT(session_say(&h, "setCycle 7"));
	session_run(&h, 6);
	/* At 0, at once, half a second later, a second later. */
	CU_ASSERT_EQUAL_FATAL(session_onsets(&h, LEFT, 0, 6, at), 4);
	CU_ASSERT_DOUBLE_EQUAL(at[1], 1.5, 0.001);
	CU_ASSERT_DOUBLE_EQUAL(at[2], 2.75, 0.001);
	CU_ASSERT_DOUBLE_EQUAL(at[3], 4.5, 0.001);
	hand_finish(&h);
}

static void nudge(void)
{
	struct hand_player h;
	double at[MOST_ONSETS];

	session_start(&h);
	CU_ASSERT(session_say(&h, "d1 $ s \"click*4\" # pan 0"));
	session_run(&h, 1.1);
	CU_ASSERT(session_say(&h, "nudge 0.1"));
	session_run(&h, 2.2);
	CU_ASSERT(session_say(&h, "nudge (-0.2)"));
	session_run(&h, 4);
	CU_ASSERT_FATAL(session_onsets(&h, LEFT, 0, 4, at) > 13);
	CU_ASSERT_DOUBLE_EQUAL(at[4], 1, 0.001);
	CU_ASSERT_DOUBLE_EQUAL(at[5], 1.35, 0.001);
	CU_ASSERT_DOUBLE_EQUAL(at[8], 2.1, 0.001);
	CU_ASSERT_DOUBLE_EQUAL(at[9], 2.4, 0.001);
	CU_ASSERT_DOUBLE_EQUAL(at[10], 2.65, 0.001);
	hand_finish(&h);
}

static void once(void)
{
	struct hand_player h;
	double at[MOST_ONSETS];

	session_start(&h);
	CU_ASSERT(session_say(&h, "d1 $ s \"click*2\" # pan 0"));
	session_run(&h, 1.3);
	CU_ASSERT(session_say(&h, "once $ s \"click*4\" # pan 1"));
	session_run(&h, 4);
	CU_ASSERT_EQUAL_FATAL(session_onsets(&h, RIGHT, 0, 4, at), 4);
	for (int i = 0; i < 4; i++)
		CU_ASSERT_DOUBLE_EQUAL(at[i], 1.3 + 0.25 * i, 0.002);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 0.01, 4), 7);
	hand_finish(&h);
}

static void tempo(void)
{
	struct hand_player h;

	session_start(&h);
	CU_ASSERT(session_say(&h, "setcps (130/60/4)"));
	session_run(&h, 0.01);
	CU_ASSERT_DOUBLE_EQUAL(engine_tempo(h.e), 130. / 60 / 4, 1e-9);
	CU_ASSERT(session_say(&h, "bpm: 90 \"3/4\""));
	session_run(&h, 0.02);
	CU_ASSERT_DOUBLE_EQUAL(engine_tempo(h.e), 0.5, 1e-9);
	CU_ASSERT(session_say(&h, "bpm 90 \"6/8\""));
	session_run(&h, 0.03);
	CU_ASSERT_DOUBLE_EQUAL(engine_tempo(h.e), 0.5, 1e-9);
	CU_ASSERT(session_say(&h, "setbpm 120"));
	session_run(&h, 0.04);
	CU_ASSERT_DOUBLE_EQUAL(engine_tempo(h.e), 0.5, 1e-9);
	hand_finish(&h);
}

static void nameless(void)
{
	struct hand_player h;

	session_start(&h);
	CU_ASSERT(session_say(&h, "d1 $ n \"0 1\""));
	CU_ASSERT_STRING_EQUAL(h.error, "these events have no sound");
	CU_ASSERT(session_say(&h, "d1 $ n \"0 1\" # s \"<~ click>\""));
	CU_ASSERT_STRING_EQUAL(h.error, "");
	CU_ASSERT(session_say(&h, "d1 $ silence"));
	CU_ASSERT_STRING_EQUAL(h.error, "");
	hand_finish(&h);
}

/* When one second was played, hush: the loudest just before, and from 0.25 to
 * 0.35 s and from 2.1 to 2.2 s after it. */
static void hush_sounds(const char *text, const char *how, double to[3])
{
	struct hand_player h;

	session_start(&h);
	CU_ASSERT(session_say(&h, text));
	session_run(&h, 1);
	CU_ASSERT(session_say(&h, how));
	session_run(&h, 3.5);
	to[0] = session_peak(&h, LEFT, 0.8, 1);
	to[1] = session_peak(&h, LEFT, 1.25, 1.35);
	to[2] = session_peak(&h, LEFT, 3.1, 3.2);
	hand_finish(&h);
}

static void tails(void)
{
	static const struct {
		const char *text, *how;
		bool rings;
	} cases[] = {
	    {"out: s \"click*8\" # reverb 0.9 0.2 0.9", "hush", true},
	    {"out: s \"click*8\" # delay 0.11 0.9 0.8", "hush out", true},
	    {"~a: s \"click*8\"\nout: ~a * (sine 2) # reverb 0.9 0.2 0.9",
	     "hush", true},
	    {"~a: s \"click*8\"\nout: ~a # reverb 0.9 0.2 0.9\nd2: ~a * 0.1",
	     "hush out\nhush 2", false},
	    {"out: saw 220 * 0.5 # reverb 0.9 0.2 0.9", "hush", false},
	    {"~a: saw 220 * 0.1 + ~b * 0.1\n~b: ~a * 0.5\n"
	     "out: (s \"click*8\" + ~b) # reverb 0.9 0.2 0.9",
	     "hush", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		double peak[3];

		hush_sounds(cases[i].text, cases[i].how, peak);
		if ((peak[1] > 1e-4) != cases[i].rings || peak[2] > 1e-5)
			printf("%s: %g %g %g\n", cases[i].text, peak[0],
			       peak[1], peak[2]);
		CU_ASSERT(peak[0] > 0.05);
		CU_ASSERT_EQUAL(peak[1] > 1e-4, cases[i].rings);
		CU_ASSERT(peak[2] < 1e-5);
	}
}

static CU_TestInfo tests[] = {
    {"solo, mute and hush are heard", mixer},
    {"a text that fails anywhere changes nothing", nothing_on_failure},
    {"a slot that breaks its budget is muted, the others play", broken_budget},
    {"what did not change keeps its voices, tails and phase", unchanged},
    {"a slot that is removed fades, the others stay", removed_slots_fade},
    {"resetCycles and setCycle move the cycle", cycles},
    {"nudge moves what is to come", nudge},
    {"once plays one cycle from now on", once},
    {"tempo in cps, bpm and bars", tempo},
    {"events that have no sound are told of", nameless},
    {"a hush lets effects ring out, but nothing that sounds by itself", tails},
    CU_TEST_INFO_NULL};

const struct suite suite_slots = {"slots", tests};
