/* Texts that are made to hang, starve or crash a server: each is answered
 * soon, and what played plays on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "tests/session/session.h"
#include "tests/support/suite.h"
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* A few ms each; a sanitizer on a busy machine takes its time. */
enum { PATIENCE_S = 10 };

static double seconds(void)
{
	struct timespec t;

	timespec_get(&t, TIME_UTC);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Words of which one stands in a message about a limit. */
static bool names_limit(const char *message)
{
	static const char *const words[] = {
	    "more than", "at most",   "too many", "limit",
	    "too long",	 "too large", "deep",	  "without an end",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strstr(message, words[i]))
			return true;
	return false;
}

static void answer(struct hand_player *h, const char *text, bool refused)
{
	double from = seconds(), took;

	session_say(h, text);
	hand_run(h, h->frames + 4800);
	took = seconds() - from;
	if (took > PATIENCE_S ||
	    (refused && (h->accepted || !names_limit(h->error))) ||
	    getenv("SHOW"))
		printf("%.60s: %.3f s, %s %s\n", text, took,
		       h->accepted ? "accepted" : "refused", h->error);
	CU_ASSERT(took <= PATIENCE_S);
	CU_ASSERT(!refused || !h->accepted);
	CU_ASSERT(!refused || names_limit(h->error));
}

static const char *const refused[] = {
    "d1 $ fast 1e9 $ s \"bd\"",
    "d1 $ striate 1000 $ chop 1000 $ s \"bd*4\"",
    "d1 $ fast 1e9 $ fast 1e9 $ s \"bd*100\"",
    "d1 $ s \"bd*1000000\"",
    "d1 $ s \"bd*1000*1000\"",
    "d1 $ s \"[[[[bd*50]*50]*50]*50]*50\"",
    "d1 $ s \"bd!100000000\"",
    "d1 $ s \"bd(100000000,100000000)\"",
    "d1 $ n \"0 .. 100000000\"",
    "d1 $ ply 1000 $ ply 1000 $ s \"bd*16\"",
    "d1 $ ply \"1000 1000\" $ chop \"500 500\" $ s \"bd*8\"",
    "d1 $ segment 1000000 $ n saw # s \"bd\"",
    "d1 $ stut 100000 0.9 0.001 $ s \"bd*8\"",
    "d1 $ echo 100000 0.01 0.9 $ s \"bd*8\"",
    "d1 $ fast 100 $ fast 100 $ fast 100 $ fast 100 $ s \"bd\"",
    "d1 $ rolledBy \"1\" $ n \"[0,1,2,3,4,5,6,7]*10000\" # s \"bd\"",
    "d1 $ stack (replicate 1000000 (s \"bd\"))",
    "d1 $ n (fromList [0 .. 1e12])",
    "d1 $ foldr (\\x y -> overlay x y) silence (replicate 100000 (s \"bd\"))",
    "let a = b\nlet b = a\nd1 $ a",
    "let f x = f (x # speed 2)\nd1 $ f (s \"bd\")",
    "d1 $ plyWith 100000 (fast 2) $ s \"bd\"",
    "d1 $ stutWith 100000 (1/8) (fast 2) $ s \"bd*4\"",
    "d1 $ linger \"0.00001*100000\" $ s \"bd*4\"",
    "d1 $ smash 100000 [1 .. 1000] $ s \"bd*8\"",
    "d1 $ fastGap 1e9 $ s \"bd*1000000\"",
    "d1 $ compress (0, 0.0001) $ fast 1e8 $ s \"bd\"",
};

/* May be taken: a budget mutes them later, or there is nothing wrong. */
static const char *const answered[] = {
    "d2 $ s \"<bd*1000000 sn>/64\"",
    "d1 $ jux (jux (jux (jux (jux (jux (jux (jux (jux (jux (jux (jux "
    "(jux (jux rev))))))))))))) $ s \"bd*16\"",
    "d1 $ superimpose (superimpose (superimpose (superimpose (superimpose "
    "(superimpose (superimpose (superimpose (superimpose (superimpose "
    "(superimpose (superimpose (superimpose (fast 2))))))))))))) $ s \"bd*8\"",
    "~a: fast 2 ~b\n~b: fast 2 ~a\nd1 $ ~a",
    "~a: stack [~a, s \"bd\"]\nd1 $ ~a",
    "d1 $ (\\f -> f f) (\\f -> f f)",
    "d1 $ bite 10000 \"0 .. 9999\" $ fast 10000 $ s \"bd\"",
    "d2 $ every 1000000 (fast 1e9) $ s \"bd\"",
    "d2 $ s \"bd*<1!9 1e8>\"",
    "d2 $ euclidOff 3 8 \"<0 1e18>\" $ s \"bd\"",
    "d2 $ rot \"<1 9223372036854775807>\" $ s \"bd*8\"",
    "d2 $ swingBy (1/1e18) 1e9 $ s \"bd*8\"",
    "d2 $ 1e15 ~> s \"bd*8\"",
    "d2 $ 1e300 ~> s \"bd*8\"",
    "d2 $ fast 1e-300 $ s \"bd*8\"",
    "d2 $ slow 1e300 $ s \"bd*8\"",
    "d2 $ s \"bd\" # speed 1e300 # sustain 1e300",
    "d2 $ s \"bd\" # speed (0/0)",
    "d2 $ s \"bd\" # n 1e300",
    "d2 $ s \"bd:99999999999999999999\"",
    "d2 $ loopAt 1e-9 $ chop 8 $ s \"bd\"",
    "d2 $ nT \"x\" $ s \"bd\"",
    "d2 $ rolledBy \"1e-300\" $ n \"[0,4,7]\" # s \"bd\"",
    "d2 $ range 1e308 (-1e308) sine",
    "d2 $ segment 64 $ pan (fast 1e9 sine) # s \"bd\"",
    "d2 $ s \"bd? bd?0.0000001 bd?9e99\"",
    "out: saw (saw (saw (saw 1e300)))",
    "~a: ~a * 1e30 + sine 440\nout: ~a",
    "~a: ~b + 1\n~b: ~a + 1\nout: ~a",
    "out: delay 1e9 0.5 0.5 (saw 110)",
    "out: saw 110 # lpf (-1e30) (-5)",
    "out: sine \"[[[440*99]*99]*99]*99\"",
    "cps: 8\nd2 $ s \"bd*500\"",
    "resetCycles\nsetCycle 1e15",
};

static void all_of_them(void)
{
	struct hand_player h;

	session_start(&h);
	CU_ASSERT(session_say(&h, "d9 $ s \"click*4\" # pan 0"));
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		answer(&h, refused[i], true);
	session_run(&h, 4);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 0.01, 3.99), 15);
	hand_finish(&h);
}

static void the_others(void)
{
	for (size_t i = 0; i < sizeof(answered) / sizeof(*answered); i++) {
		struct hand_player h;

		session_start(&h);
		CU_ASSERT(session_say(&h, "d9 $ s \"click*4\" # pan 0"));
		answer(&h, answered[i], false);
		hand_finish(&h);
	}
}

/* A line of many parts. */
static char *repeated(const char *head, const char *part, const char *tail,
		      size_t n)
{
	size_t len = strlen(part);
	char *text = malloc(strlen(head) + n * len + strlen(tail) + 1), *to;

	if (!text)
		exit(70);
	to = text + sprintf(text, "%s", head);
	for (size_t i = 0; i < n; i++)
		to = (char *)memcpy(to, part, len) + len;
	strcpy(to, tail);
	return text;
}

static void long_ones(void)
{
	static const struct {
		const char *head, *part, *tail;
		size_t n;
		bool refused;
	} texts[] = {
	    {"d1 $ s \"", "[", "\"", 1000000, true},
	    {"d1 $ s \"", "<bd ", "\"", 250000, true},
	    {"d1 $ ", "(", "", 1000000, true},
	    {"d1 $ ", "every 2 (", "", 100000, true},
	    {"d1 $ ", "jux rev $ ", "s \"bd\"", 40, true},
	    {"d1 $ ", "superimpose (fast 2) $ ", "s \"bd\"", 30, true},
	    {"d1 $ ", "fast 1.0001 $ ", "s \"bd\"", 10000, false},
	    {"d1 $ s \"bd\"", " # speed 2", "", 100000, false},
	    {"d1 $ s \"", "bd ", "\"", 300000, true},
	    {"d1 $ s \"", "bd . ", "bd\"", 200000, true},
	    {"d1 $ s \"", "bd,", "bd\"", 300000, true},
	    {"d1 $ stack [", "s \"bd\", ", "s \"bd\"]", 100000, true},
	    {"", "d1 $ s \"bd\"\n", "", 80000, true},
	    {"", "hush\n", "", 100000, true},
	    {"let x = 1\n", "d1 $ \n", "", 100000, true},
	    {"d1 $ n (", "1 + ", "1)", 200000, true},
	    {"d1 $ n \"", "0 .. ", "1\"", 100000, false},
	    {"", "~", "", 1000000, false},
	    {"d1 $ s \"", "~", "\"", 1000000, false},
	    {"d1 $ s \"bd", "*2", "\"", 400000, false},
	    {"d1 $ s \"bd", "(3,8)", "\"", 200000, false},
	    {"d1 $ s \"bd", "'", "\"", 1000000, false},
	    {"", "\\x -> ", "x", 150000, false},
	    {"d1 $ s \"", "\\\"", "\"", 500000, false},
	    {"", "{-", "", 500000, false},
	    {"d1 $ ", "nonesuch ", "", 100000, false},
	    {"", "evry: x\n", "", 100000, false},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		char *text = repeated(texts[i].head, texts[i].part,
				      texts[i].tail, texts[i].n);
		struct hand_player h;

		session_start(&h);
		answer(&h, text, false);
		CU_ASSERT(!texts[i].refused || !h.accepted);
		if (texts[i].refused && h.accepted)
			printf("taken: %.60s\n", text);
		hand_finish(&h);
		free(text);
	}
}

enum { EVALUATIONS = 10000, SETTLED = 2000 };

/* What the heap holds; the sanitizers' one doesn't say. */
static size_t heap_bytes(void)
{
#ifdef __GLIBC__
	return mallinfo2().uordblks;
#else
	return 0;
#endif
}

/* When nothing plays, and all that did has come home. */
static size_t bytes_at_rest(struct hand_player *h)
{
	CU_ASSERT(session_replace(h, "d1 $ silence"));
	h->frames = 0;
	hand_run(h, HAND_RATE);
	return heap_bytes();
}

static void ten_thousand(void)
{
	static const char *const texts[] = {
	    "d1 $ every 2 (fast 2) $ s \"click*4\" # pan %g",
	    "let x = \"click*%g\"",
	    "d2 $ s x # speed %g",
	    "~a: sine (220 + %g) * 0.1\nout: ~a",
	    "d1 $ s \"click*%g",
	    "d3 $ jux rev $ n \"0 .. 7\" # s \"soft\" # gain %g",
	    "xfade 3 $ s \"soft*4\" # pan %g",
	    "all $ (# speed %g)",
	    "hush 3\nd3 $ silence # pan %g",
	};
	struct hand_player h;
	size_t settled = 0, now;
	char text[200];

	session_start(&h);
	for (int i = 0; i < EVALUATIONS; i++) {
		snprintf(text, sizeof(text),
			 texts[(size_t)i % (sizeof(texts) / sizeof(*texts))],
			 1 + (i % 97) / 10.);
		session_say(&h, text);
		if (i % 50 == 0)
			session_undo(&h, 1 + i % 3);
		h.frames = 0; /* nobody listens */
		hand_run(&h, 20 * BLOCK_FRAMES);
		if (i == SETTLED)
			settled = bytes_at_rest(&h);
	}
	now = bytes_at_rest(&h);
	if (now > settled + 100000)
		printf("%d evaluations: %zu bytes, then %zu\n", EVALUATIONS,
		       settled, now);
	CU_ASSERT(now <= settled + 100000);
	hand_finish(&h);
}

static CU_TestInfo tests[] = {
    {"what is too much is refused, and the limit is named", all_of_them},
    {"what is strange is answered, and plays or is muted", the_others},
    {"what is long is answered soon", long_ones},
    {"ten thousand evaluations take no memory", ten_thousand},
    CU_TEST_INFO_NULL};

const struct suite suite_nasty = {"nasty texts", tests};
