/* Programs that nobody would write: made from the tables by chance, or made to
 * hang, starve or crash a server. Each ends within its budgets. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/strbuf.h"
#include "tests/fuzz/play.h"
#include "tests/fuzz/sound.h"
#include "tests/fuzz/targets.h"
#include "tests/support/generate.h"
#include "tests/support/suite.h"

enum { PROGRAMS = 3000, SIGNALS = 1500 };

static double seconds(void)
{
	struct timespec t;

	timespec_get(&t, TIME_UTC);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* A unit of work is a few nanoseconds; a sanitizer on a busy machine makes it a
 * few hundred. More than this is work that nobody counted. */
enum { PATIENCE_SECONDS = 20 };

/* What becomes of a text. */
struct fate {
	int errors;
	size_t changes; /* actions and definitions */
	struct played played;
	char message[200];
	double took;
};

static struct fate try(const char *text, size_t len)
{
	struct program *p = NULL;
	struct fate f = {0};
	double from = seconds();

	CU_ASSERT_EQUAL(compile_text(NULL, text, len, EVAL_REPLACE, NULL, &p),
			ST_OK);
	if (p) {
		f.errors = p->diags.errors;
		f.changes = p->n_actions + p->n_defines;
		f.played = play_program(p, 2);
		if (p->diags.first)
			strncat(f.message, p->diags.first->message,
				sizeof(f.message) - 1);
		program_free(p);
	}
	f.took = seconds() - from;
	CU_ASSERT(f.took < PATIENCE_SECONDS);
	return f;
}

static struct fate try_text(const char *text)
{
	return try(text, strlen(text));
}

static void test_generated(void)
{
	int play = 0, refused = 0;

	for (uint64_t seed = 1; seed <= PROGRAMS; seed++) {
		struct strbuf text;
		struct fate f;

		strbuf_init(&text);
		generate_program(&text, seed);
		fuzz_program((const uint8_t *)strbuf_str(&text), text.len);
		f = try(strbuf_str(&text), text.len);
		CU_ASSERT(f.errors > 0 || f.changes > 0);
		play += f.played.events > 0;
		refused += f.errors > 0;
		strbuf_finish(&text);
	}
	printf("generated programs: %d, %d play, %d are refused\n", PROGRAMS,
	       play, refused);
	/* They are worth the time only if many get past the type checker. */
	CU_ASSERT(play > PROGRAMS / 20);
	CU_ASSERT(refused > PROGRAMS / 20);
}

/* Each takes the place of the one before while that still fades. */
static void test_signals(void)
{
	struct sound *s = sound_new();
	int refused = 0;

	for (uint64_t seed = 1; seed <= SIGNALS; seed++) {
		struct strbuf text;
		struct program *p;

		strbuf_init(&text);
		generate_signals(&text, seed);
		CU_ASSERT_EQUAL(compile_text(NULL, strbuf_str(&text), text.len,
					     EVAL_REPLACE, NULL, &p),
				ST_OK);
		refused += p->diags.errors > 0;
		if (p->diags.errors && getenv("FIGURES"))
			printf("%s%s\n", strbuf_str(&text),
			       p->diags.first->message);
		sound_play(s, p->signals);
		program_free(p);
		strbuf_finish(&text);
	}
	sound_free(s);
	printf("generated signals: %d, %d are refused\n", SIGNALS, refused);
	CU_ASSERT(refused < SIGNALS / 3);
}

static void test_same_text(void)
{
	struct strbuf x, y;

	strbuf_init(&x);
	strbuf_init(&y);
	generate_program(&x, 7);
	generate_program(&y, 7);
	CU_ASSERT_STRING_EQUAL(strbuf_str(&x), strbuf_str(&y));
	strbuf_finish(&x);
	strbuf_finish(&y);
}

static void test_too_many_events(void)
{
	static const char *const texts[] = {
	    "d1 $ fast 1e9 $ s \"bd\"",
	    "d1 $ s \"bd*1000000000\"",
	    "d1 $ striate 1000 $ chop 1000 $ s \"bd*4\"",
	    "d1 $ ply 1000 $ ply 1000 $ ply 1000 $ s \"bd*16\"",
	    "d1 $ stut 1000000 0.5 0.001 $ stut 1000000 0.5 0.001 $ s \"bd\"",
	    "d1 $ s \"bd(1000000000,1000000000)\"",
	    "d1 $ segment 1e9 $ s \"bd\" # pan sine",
	    "d1 $ foldEvery [1,1,1,1] (ply 100) $ s \"bd*16\"",
	    "d1 $ s \"[[[[[[bd*99]*99]*99]*99]*99]*99]*99\"",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct fate f = try_text(texts[i]);

		CU_ASSERT(f.errors || f.played.st == ST_LIMIT);
		if (!f.errors && f.played.st != ST_LIMIT)
			printf("%s: %zu events\n", texts[i], f.played.events);
	}
}

static void test_recursion(void)
{
	static const char *const texts[] = {
	    "~a: ~a\nout: ~a",
	    "~a: fast 2 $ ~b\n~b: rev ~a\nout: ~a",
	    "let x = x\nd1 $ x",
	    "let f x = f (f x)\nd1 $ f $ s \"bd\"",
	    "let f x = f x\nlet g x = f (g x)\nd1 $ g $ s \"bd\"",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct fate f = try_text(texts[i]);

		CU_ASSERT(f.errors > 0);
		if (!f.errors)
			printf("no error: %s\n", texts[i]);
	}
}

/* Doubled 60 times by names alone. */
static void test_growing(void)
{
	struct strbuf text;
	struct fate f;

	strbuf_init(&text);
	strbuf_puts(&text, "let f0 x = stack [x, fast 2 x]\n");
	for (int i = 1; i <= 60; i++)
		strbuf_printf(&text, "let f%d x = f%d (f%d x)\n", i, i - 1,
			      i - 1);
	strbuf_puts(&text, "d1 $ f60 $ s \"bd\"\n");
	f = try(strbuf_str(&text), text.len);
	CU_ASSERT(f.errors || f.played.st == ST_LIMIT);
	strbuf_reset(&text);
	strbuf_puts(&text, "~b0: s \"bd\"\n");
	for (int i = 1; i <= 60; i++)
		strbuf_printf(&text, "~b%d: stack [~b%d, rev ~b%d]\n", i, i - 1,
			      i - 1);
	strbuf_puts(&text, "out: ~b60\n");
	f = try(strbuf_str(&text), text.len);
	CU_ASSERT(f.errors || f.played.st == ST_LIMIT);
	strbuf_reset(&text);
	strbuf_puts(&text, "d1 $ ");
	for (int i = 0; i < 30; i++)
		strbuf_puts(&text, "(\\f x -> f (f x)) $ ");
	strbuf_puts(&text, "s \"bd\"\n");
	f = try(strbuf_str(&text), text.len);
	CU_ASSERT(f.errors || f.played.st == ST_LIMIT);
	strbuf_finish(&text);
}

/* A type whose written form doubles with each pair. */
static void test_growing_types(void)
{
	struct strbuf text;
	struct fate f;

	strbuf_init(&text);
	strbuf_puts(&text, "let p0 x = (x, x)\n");
	for (int i = 1; i <= 40; i++)
		strbuf_printf(&text, "let p%d x = p%d (p%d x)\n", i, i - 1,
			      i - 1);
	strbuf_puts(&text, "d1 $ p40 1\n");
	f = try(strbuf_str(&text), text.len);
	CU_ASSERT(f.errors > 0);
	strbuf_finish(&text);
}

/* `head`, then a megabyte of pieces. */
static struct fate megabyte(const char *head, const char *piece,
			    const char *tail)
{
	struct strbuf text;
	struct fate f;

	strbuf_init(&text);
	strbuf_puts(&text, head);
	while (text.len + strlen(piece) + strlen(tail) <= 1 << 20)
		strbuf_puts(&text, piece);
	strbuf_puts(&text, tail);
	f = try(strbuf_str(&text), text.len);
	strbuf_finish(&text);
	return f;
}

static void test_megabytes(void)
{
	static const char *const texts[][3] = {
	    {"d1 $ ", "(", ""},		  {"d1 $ ", "[", ""},
	    {"d1 $ ", ")", ""},		  {"d1 $ s \"", "[", "\""},
	    {"d1 $ s \"", "<", "\""},	  {"d1 $ s \"", "{bd ", "\""},
	    {"d1 $ s \"", "bd(", "\""},	  {"d1 $ s \"", "]", "\""},
	    {"d1 $ ", "rev $ ", ""},	  {"d1 $ ", "\\x -> ", "x"},
	    {"d1 $ ", "-", "1"},	  {"", "{-", ""},
	    {"d1 $ ", "fast 2 . ", "id"}, {"d1 $ s \"", "bd*", "2\""},
	    {"", "d1 $\n", ""},		  {"", "\"", ""},
	    {"d1 $ if ", "if ", ""},	  {"d1 $ ", "nonesuch ", ""},
	    {"d1 $ [", "1,[", ""},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct fate f = megabyte(texts[i][0], texts[i][1], texts[i][2]);

		CU_ASSERT(f.errors > 0);
		CU_ASSERT(strlen(f.message) > 0);
		if (f.errors == 0)
			printf("no error: %s%s...\n", texts[i][0], texts[i][1]);
	}
}

/* Long but harmless ones take the time that their length asks for. */
static void test_long(void)
{
	static const char *const texts[][3] = {
	    {"d1 $ s \"bd\"", " # pan 1", ""},
	    {"d1 $ stack [s \"bd\"", ", s \"sn\"", "]"},
	    {"d1 $ s \"bd", " bd", "\""},
	    {"d1 $ n (1", " + 1", ")"},
	    {"d1 $ s \"bd\"", "   \n  ", ""},
	    {"d1 $ s \"bd\"", " -- what\n  ", ""},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		megabyte(texts[i][0], texts[i][1], texts[i][2]);
}

/* The arithmetic at its ends. */
static void test_extremes(void)
{
	static const char *const texts[] = {
	    "d1 $ fast 0 $ s \"bd\"",
	    "d1 $ slow 0 $ s \"bd\"",
	    "d1 $ fast (-1e300) $ s \"bd\"",
	    "d1 $ 9223372036854775807 ~> s \"bd\"",
	    "d1 $ rotR 9223372036854775807 $ rotR 1 $ s \"bd\"",
	    "d1 $ n (9223372036854775807 + 1) # s \"a\"",
	    "d1 $ n \"-9223372036854775808 .. 9223372036854775807\"",
	    "d1 $ n (-9223372036854775808 `div` (-1))",
	    "d1 $ n (toEnum 1e300)",
	    "d1 $ euclid 9223372036854775807 9223372036854775807 $ s \"bd\"",
	    "d1 $ s \"bd(-9223372036854775808,8)\"",
	    "d1 $ s \"bd(3,0)\"",
	    "d1 $ linger 1e-300 $ s \"bd*4\"",
	    "d1 $ compress (0, 1e-18) $ s \"bd\"",
	    "d1 $ zoom (0.5, 0.5) $ s \"bd\"",
	    "d1 $ chop 9223372036854775807 $ s \"bd\"",
	    "d1 $ chop 0 $ striate (-1) $ s \"bd\"",
	    "d1 $ every 0 rev $ s \"bd\"",
	    "d1 $ swingBy 1e18 1e18 $ s \"bd\"",
	    "d1 $ note \"c'maj'9223372036854775807\"",
	    "d1 $ note \"c99999999999999999999\"",
	    "d1 $ s \"bd@99999999999999999999 sn\"",
	    "d1 $ s \"bd!99999999999999999999\"",
	    "d1 $ s \"bd? ?99999999999999999999999\"",
	    "d1 $ arp \"up\" $ note \"c'maj'i999999999\"",
	    "d1 $ scramble 9223372036854775807 $ s \"bd\"",
	    "d1 $ randcat []",
	    "d1 $ wchoose [] # s \"bd\"",
	    "d1 $ s (choose [])",
	    "d1 $ stutWith 9223372036854775807 1e18 rev $ s \"bd\"",
	    "d1 $ toScale [] \"0 1\" # s \"x\"",
	    "d1 $ ur 0 \"a\" [] []",
	    "d1 $ fit 0 [] \"0\"",
	    "d1 $ squeeze 0 [] $ s \"bd\"",
	    "d1 $ run 9223372036854775807 # s \"x\"",
	    "d1 $ n (irand 0) # s \"x\"",
	    "d1 $ bite 0 \"0\" $ s \"bd\"",
	    "d1 $ chew 0 \"0\" $ s \"bd\"",
	    "d1 $ splice 0 \"0\" $ s \"bd\"",
	    "setcps 1e308",
	    "setcps (1/0)",
	    "nudge 1e308",
	    "setCycle 1e308",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		try_text(texts[i]);
	CU_ASSERT(try_text("setcps 1e308").errors > 0);
	CU_ASSERT(try_text("setcps (1/0)").errors > 0);
}

static CU_TestInfo tests[] = {
    {"generated programs are compiled or refused, and play", test_generated},
    {"signals made by chance never leave full scale", test_signals},
    {"a seed gives the same program again", test_same_text},
    {"too many events break a budget", test_too_many_events},
    {"definitions that need themselves are errors", test_recursion},
    {"definitions that grow break a budget", test_growing},
    {"types that grow are an error", test_growing_types},
    {"a megabyte of brackets is an error", test_megabytes},
    {"a megabyte of harmless text ends soon", test_long},
    {"numbers at their ends do no harm", test_extremes},
    CU_TEST_INFO_NULL};

const struct suite suite_program = {"programs", tests};
