#include "lang/lex.h"
#include "lang/parse.h"
#include "tests/support/suite.h"

#include <string.h>

struct job {
	struct arena arena;
	struct diag_list errors;
	const char *text;
	struct tokens tokens;
};

static void run(void *ctx)
{
	struct job *j = ctx;

	diag_init(&j->errors, &j->arena, j->text, strlen(j->text));
	j->tokens = lex(&j->errors, j->text, strlen(j->text));
}

static void start(struct job *j, const char *text)
{
	*j = (struct job){.text = text};
	arena_init(&j->arena, 0);
	CU_ASSERT_EQUAL(arena_run(&j->arena, run, j), ST_OK);
}

/* The kinds of the tokens are those of the list, which ends with TOK_END. */
static void expect(const char *text, const enum token_kind *kinds)
{
	struct job j;
	size_t i;

	start(&j, text);
	for (i = 0; kinds[i] != TOK_END; i++)
		CU_ASSERT(i < j.tokens.n && j.tokens.at[i].kind == kinds[i]);
	CU_ASSERT_EQUAL(i, j.tokens.n);
	CU_ASSERT_EQUAL(j.errors.errors, 0);
	arena_finish(&j.arena);
}

#define EXPECT(text, ...)                                                      \
	expect(text, (const enum token_kind[]){__VA_ARGS__, TOK_END})

static void kinds(void)
{
	EXPECT("d1 $ s \"bd\"", TOK_NAME, TOK_DOLLAR, TOK_NAME, TOK_STRING);
	EXPECT("1 -2 .5 1e3 0.25", TOK_INT, TOK_OP, TOK_INT, TOK_FLOAT,
	       TOK_FLOAT, TOK_FLOAT);
	EXPECT("[0,2..8]", TOK_OPEN_LIST, TOK_INT, TOK_COMMA, TOK_INT, TOK_DOTS,
	       TOK_INT, TOK_CLOSE_LIST);
	EXPECT("[0 ..-3]", TOK_OPEN_LIST, TOK_INT, TOK_DOTS, TOK_OP, TOK_INT,
	       TOK_CLOSE_LIST);
	EXPECT("s \"a\"#n \"1\"|+n \"2\"", TOK_NAME, TOK_STRING, TOK_OP,
	       TOK_NAME, TOK_STRING, TOK_OP, TOK_NAME, TOK_STRING);
	EXPECT("\\x->x", TOK_LAMBDA, TOK_NAME, TOK_ARROW, TOK_NAME);
	EXPECT("x :: Int", TOK_NAME, TOK_TYPED, TOK_NAME);
	EXPECT("f :room 0.8", TOK_NAME, TOK_KEYWORD, TOK_FLOAT);
	EXPECT("~bass: ~a+~b", TOK_NAME, TOK_COLON, TOK_NAME, TOK_OP, TOK_NAME);
	EXPECT("0.25 ~> x <~ y", TOK_FLOAT, TOK_OP, TOK_NAME, TOK_OP, TOK_NAME);
	EXPECT("rev.fast 2", TOK_NAME, TOK_OP, TOK_NAME, TOK_INT);
	EXPECT("'a' every' jumpIn'", TOK_CHAR, TOK_NAME, TOK_NAME);
}

static void comments(void)
{
	EXPECT("-- all\n// of it\n{- and {- this -} -} /* too */ x", TOK_NAME);
	EXPECT("# a comment\n# another\nx", TOK_NAME);
	EXPECT("x # y", TOK_NAME, TOK_OP, TOK_NAME);
	EXPECT("x\n# y", TOK_NAME, TOK_OP, TOK_NAME);
	EXPECT("x\n\n# gone\ny", TOK_NAME, TOK_NAME);
}

static void strings(void)
{
	struct job j;

	start(&j, "\"a \\\"b\\\"\\n\" \"two\nlines\" \"\"");
	CU_ASSERT_EQUAL(j.tokens.n, 3);
	CU_ASSERT_STRING_EQUAL(j.tokens.at[0].s, "a \"b\"\n");
	CU_ASSERT_STRING_EQUAL(j.tokens.at[1].s, "two\nlines");
	CU_ASSERT_STRING_EQUAL(j.tokens.at[2].s, "");
	arena_finish(&j.arena);
}

static void fractions(void)
{
	struct job j;

	start(&j, "0.1 2.50 1e3 99999999999999999999");
	CU_ASSERT(rat_eq(token_exact(&j.tokens.at[0]), RAT(1, 10)));
	CU_ASSERT(rat_eq(token_exact(&j.tokens.at[1]), RAT(5, 2)));
	CU_ASSERT(rat_eq(token_exact(&j.tokens.at[2]), RAT(1000, 1)));
	CU_ASSERT_EQUAL(j.tokens.at[3].kind, TOK_FLOAT);
	arena_finish(&j.arena);
}

static void rubbish(void)
{
	static const char *const texts[] = {
	    "\"never closed",
	    "{- never closed",
	    "\x01",
	    "\xff\xfe",
	    "1x",
	    "\u201cbd\u201d",
	    "'",
	    "\\",
	    "\"\\",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct job j;

		start(&j, texts[i]);
		CU_ASSERT(j.errors.errors > 0 || j.tokens.n > 0);
		arena_finish(&j.arena);
	}
}

static CU_TestInfo tests[] = {
    {"a text becomes tokens", kinds},
    {"comments vanish", comments},
    {"strings are decoded", strings},
    {"a decimal is the fraction that is written", fractions},
    {"rubbish is an error or a token, never more", rubbish},
    CU_TEST_INFO_NULL,
};

const struct suite suite_lex = {"lang/lex", tests};
