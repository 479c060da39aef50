/* Text to tokens, comments and layout resolved: where a statement begins is a
 * property of its first token. Knows no names and no music. [compile] */
#ifndef LANG_LEX_H
#define LANG_LEX_H

#include <stdbool.h>
#include "base/diag.h"
#include "base/rational.h"

enum token_kind {
	TOK_END,
	TOK_NAME,    /* fast, every', Just, ~bass, %x, @x */
	TOK_KEYWORD, /* :room */
	TOK_INT,
	TOK_FLOAT,
	TOK_STRING,
	TOK_CHAR,
	TOK_OP,	   /* any run of operator characters that has no kind here */
	TOK_OPEN,  /* ( */
	TOK_CLOSE, /* ) */
	TOK_OPEN_LIST,	 /* [ */
	TOK_CLOSE_LIST,	 /* ] */
	TOK_OPEN_BRACE,	 /* { */
	TOK_CLOSE_BRACE, /* } */
	TOK_COMMA,
	TOK_SEMICOLON,
	TOK_BACKTICK,
	TOK_LAMBDA,
	TOK_ARROW,  /* -> */
	TOK_COLON,  /* : */
	TOK_TYPED,  /* :: */
	TOK_EQUALS, /* = */
	TOK_DOTS,   /* .. */
	TOK_DOLLAR, /* $ */
	TOK_LET,
	TOK_IN,
	TOK_IF,
	TOK_THEN,
	TOK_ELSE,
	TOK_WHERE,
	TOK_DO,
};

struct token {
	enum token_kind kind;
	bool space_before;  /* or the start of the text */
	bool first_on_line; /* nothing but blanks and comments before it */
	bool blank_line;    /* an empty line stands right before its line */
	bool escaped;	    /* a string or character with escapes */
	unsigned column;    /* from 0, in bytes */
	struct text_span at;
	const char *s; /* name, operator, number (NUL-terminated);
			  string: what stands between the quotes, decoded */
	size_t len;    /* of s */
	union {
		int64_t i;
		double f;
	};
};

/* The fraction that a TOK_FLOAT is as written: 0.1 is a tenth. */
struct rat token_exact(const struct token *t);

struct tokens {
	struct token *at; /* ends with a TOK_END */
	size_t n;	  /* without it */
};

/* Tokens of text, in the list's arena. Mistakes go to the list and are skipped.
 */
struct tokens lex(struct diag_list *errors, const char *text, size_t len);

/* "a name", "`)`" ...: for messages. In a static table or the arena. */
const char *token_describe(struct arena *a, const struct token *t);

#endif
