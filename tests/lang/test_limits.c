/* No text makes the compiler hang, crash or take all memory. */
#include "compile/compile.h"
#include "base/alloc.h"
#include "tests/support/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LONG = 300000 };

static char text[2 * LONG];

/* Errors, and all of them in the text. */
static void refused(const char *what)
{
	struct scope_view none = {0};
	struct program *p;

	CU_ASSERT_EQUAL_FATAL(
	    compile_text(&none, text, strlen(text), EVAL_MERGE, NULL, &p),
	    ST_OK);
	if (!p->diags.errors)
		printf("no error: %s\n", what);
	CU_ASSERT(p->diags.errors > 0);
	CU_ASSERT_EQUAL(p->n_actions, 0);
	CU_ASSERT_EQUAL(p->n_defines, 0);
	for (const struct diag *d = p->diags.first; d; d = d->next)
		CU_ASSERT(d->span.to <= strlen(text) && d->message[0]);
	program_free(p);
}

static void repeated(const char *before, const char *piece, const char *after)
{
	size_t n = strlen(piece), at = strlen(before);

	strcpy(text, before);
	while (at + n < LONG) {
		memcpy(text + at, piece, n);
		at += n;
	}
	strcpy(text + at, after);
	refused(piece);
}

static void endless_text(void)
{
	static const char *const pieces[] = {
	    "(",    "[",  "[ (",     "- ",	 "rev $ ", "rev . ",
	    "f ",   "{",  "\\x -> ", "let x = ", "if ",	   "n 1 + ",
	    "`f` ", "\"", "(# ",     "x, ",	 "1 .. ",  "s \"a\" # ",
	};

	for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++)
		repeated("d1 $ ", pieces[i], "");
	repeated("d1 $ ", "every 2 (", "");
	repeated("d1 $ s \"", "[", "\"");
	repeated("d1 $ s \"", "<a b ", "\"");
	repeated("let f x = f x\nd1 $ ", "f (", "");
}

/* Work in proportion to the length: a square of it would be minutes. */
static void long_texts(void)
{
	static const struct {
		const char *before, *piece;
	} texts[] = {
	    {"", "x )\n"},
	    {"", "hush )\n  "},
	    {"d1 $ ", "if + "},
	    {"d1 $ n (fastFromList [", "1, "},
	    {"d1 $ stack [", "s \"a\", "},
	    {"", "let "},
	    {"", "case "},
	    {"d1 $ ", "a | "},
	    {"d1 $ ", "zzz "},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		clock_t before = clock();

		repeated(texts[i].before, texts[i].piece, "");
		CU_ASSERT((clock() - before) / CLOCKS_PER_SEC < 4);
	}
}

static void growing_functions(void)
{
	strcpy(text, "let f0 x = x + x\n");
	for (int i = 1; i < 40; i++)
		sprintf(text + strlen(text), "let f%d x = f%d (f%d x)\n", i,
			i - 1, i - 1);
	strcat(text, "d1 $ n (f39 1)");
	refused("doubling");
	strcpy(text, "d1 $ n ((\\f x -> f (f x)) (\\f x -> f (f x)) "
		     "(\\f x -> f (f x)) (\\f x -> f (f x)) "
		     "(\\f x -> f (f x)) (\\f x -> f (f x)) (+ 1) 1)");
	refused("towers");
	strcpy(text, "let p x = (x, x)\nlet q x = p (p (p (p (p x))))\n"
		     "let r x = q (q (q (q (q (q x)))))\nd1 $ n (r 1)");
	refused("types that double");
	strcpy(text, "d1 $ stack (replicate 1000000 (s \"bd\"))");
	refused("long lists");
	strcpy(text, "d1 $ n (fromList [0 .. 1e12])");
	refused("long ranges");
}

static void own_limits(void)
{
	struct compile_limits l = compile_limits_default;
	struct scope_view none = {0};
	struct program *p;

	l.text_bytes = 10;
	CU_ASSERT_EQUAL(
	    compile_text(&none, "d1 $ s \"bd\"", 11, EVAL_MERGE, &l, &p),
	    ST_OK);
	CU_ASSERT_EQUAL(p->diags.errors, 1);
	program_free(p);
	l = compile_limits_default;
	l.statements = 2;
	CU_ASSERT_EQUAL(
	    compile_text(&none, "hush\nhush\nhush", 14, EVAL_MERGE, &l, &p),
	    ST_OK);
	CU_ASSERT_EQUAL(p->diags.errors, 1);
	program_free(p);
}

/* Wherever memory ends, there is no program and nothing is lost. */
static void no_memory(void)
{
	struct scope_view none = {0};
	const char *code = "~a: n \"0 .. 3\" # s \"x\"\n"
			   "d1 $ every 2 (fast \"<2 3>\") $ ~a # pan rand\n";
	struct program *p;
	enum status st = ST_NOMEM;

	for (long after = 0; st == ST_NOMEM && after < 1000; after++) {
		mem_fail_after(after);
		st = compile_text(&none, code, strlen(code), EVAL_MERGE, NULL,
				  &p);
		mem_fail_after(-1);
		CU_ASSERT((st == ST_OK) == (p != NULL));
	}
	CU_ASSERT_EQUAL(st, ST_OK);
	program_free(p);
}

/* What is left of a program when half of it is missing. */
static void cut_short(void)
{
	static const char code[] =
	    "let f a b = \\x -> (x # speed a) |+ n [b, 2, 3 ..  9]\n"
	    "~bass: every \"<2 [3 4]>\" (0.25 <~) $ n (\"0 .. 7\" + \"1\")\n"
	    "xfadeIn 2 (1/4) $ if True then s \"a\" else let x = 1 in n x\n"
	    "bpm: 90 \"3/4\" {- done -}\n";
	struct scope_view none = {0};

	for (size_t n = 0; n < sizeof(code); n++)
		for (size_t from = 0; from < 60; from += 7) {
			struct program *p;

			if (from >= n)
				continue;
			CU_ASSERT_EQUAL(compile_text(&none, code + from,
						     n - from, EVAL_MERGE, NULL,
						     &p),
					ST_OK);
			program_free(p);
		}
}

static CU_TestInfo tests[] = {
    {"an endless text is refused", endless_text},
    {"a long text takes time in proportion", long_texts},
    {"functions that grow are refused", growing_functions},
    {"a limit that is broken is named", own_limits},
    {"without memory there is no program", no_memory},
    {"any piece of a text has an answer", cut_short},
    CU_TEST_INFO_NULL,
};

const struct suite suite_limits = {"lang/limits", tests};
