#include "lang/lex.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The parser has its own, smaller limit: this one saves memory. */
enum { MOST_BRACKETS = 1000 };

struct lexer {
	struct diag_list *errors;
	struct arena *arena;
	const char *text;
	size_t len, at;
	size_t line; /* where the line begins */
	bool space, first, blank, open;
	struct token *out;
	size_t n, cap;
	int depth;     /* of brackets */
	bool hopeless; /* nobody can read the rest */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_word(char c)
{
	return is_alpha(c) || is_digit(c) || c == '\'';
}

static bool is_op(char c)
{
	return c && strchr("!#$%&*+./<=>?@^|-~:", c);
}

static char peek(const struct lexer *l, size_t ahead)
{
	return l->at + ahead < l->len ? l->text[l->at + ahead] : '\0';
}

static struct text_span span(size_t from, size_t to)
{
	return (struct text_span){(uint32_t)from, (uint32_t)to};
}

static void newline(struct lexer *l)
{
	if (l->first) {
		bool empty = true;

		for (size_t i = l->line; i < l->at && empty; i++)
			empty = strchr(" \t\r\n", l->text[i]);
		if (empty)
			l->blank = true;
	}
	l->at++;
	l->line = l->at;
	l->first = l->space = true;
}

/* A comment that may stand in itself: {- {- -} -}; C's doesn't. */
static void block_comment(struct lexer *l, const char *open, const char *close)
{
	size_t from = l->at;
	int depth = 0;

	do {
		if (l->at >= l->len) {
			diag_error(l->errors, span(from, from + 2), NULL,
				   "this comment is never closed: `%s` is "
				   "missing",
				   close);
			return;
		}
		if (peek(l, 0) == open[0] && peek(l, 1) == open[1] &&
		    (depth == 0 || open[0] == '{')) {
			depth++;
			l->at += 2;
		} else if (peek(l, 0) == close[0] && peek(l, 1) == close[1]) {
			depth--;
			l->at += 2;
		} else if (peek(l, 0) == '\n') {
			bool blank = l->blank;

			newline(l);
			l->blank = blank;
		} else {
			l->at++;
		}
	} while (depth > 0);
	l->space = true;
}

/* A `#` in column 0 opens a comment when no statement is open. */
static bool hash_comment(const struct lexer *l)
{
	return peek(l, 0) == '#' && l->at == l->line && (l->n == 0 || l->blank);
}

static bool line_comment(const struct lexer *l)
{
	char c = peek(l, 0), d = peek(l, 1);

	return (c == '/' && d == '/') || (c == '-' && d == '-') ||
	       hash_comment(l);
}

static void skip_blanks(struct lexer *l)
{
	for (;;) {
		char c = peek(l, 0);

		if (l->at >= l->len)
			return;
		if (c == '\n') {
			newline(l);
		} else if (c == ' ' || c == '\t' || c == '\r') {
			l->space = true;
			l->at++;
		} else if ((unsigned char)c == 0xC2 &&
			   (unsigned char)peek(l, 1) == 0xA0) {
			l->space = true; /* a no-break space */
			l->at += 2;
		} else if ((unsigned char)c == 0xEF && l->at == 0 &&
			   l->len >= 3) {
			l->at += 3; /* a byte order mark */
		} else if (line_comment(l)) {
			while (l->at < l->len && peek(l, 0) != '\n')
				l->at++;
		} else if (c == '{' && peek(l, 1) == '-') {
			block_comment(l, "{-", "-}");
		} else if (c == '/' && peek(l, 1) == '*') {
			block_comment(l, "/*", "*/");
		} else {
			return;
		}
	}
}

static struct token *add(struct lexer *l, enum token_kind kind, size_t from)
{
	struct token *t;

	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : l->len / 3 + 16;
		struct token *more = arena_alloc(l->arena, cap * sizeof(*more));

		if (l->n)
			memcpy(more, l->out, l->n * sizeof(*more));
		l->out = more;
		l->cap = cap;
	}
	arena_step(l->arena);
	t = &l->out[l->n++];
	*t = (struct token){.kind = kind,
			    .space_before = l->space,
			    .first_on_line = l->first,
			    .blank_line = l->blank,
			    .column = (unsigned)(from - l->line),
			    .at = span(from, l->at)};
	l->space = l->first = l->blank = false;
	return t;
}

static void add_text(struct lexer *l, enum token_kind kind, size_t from)
{
	struct token *t = add(l, kind, from);

	t->len = l->at - from;
	t->s = arena_strn(l->arena, l->text + from, t->len);
}

static enum token_kind word_kind(const char *s, size_t n)
{
	static const struct {
		char word[8];
		enum token_kind kind;
	} words[] = {
	    {"let", TOK_LET},	{"in", TOK_IN},	    {"if", TOK_IF},
	    {"then", TOK_THEN}, {"else", TOK_ELSE}, {"where", TOK_WHERE},
	    {"do", TOK_DO},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (words[i].word[0] == s[0] && strlen(words[i].word) == n &&
		    memcmp(words[i].word, s, n) == 0)
			return words[i].kind;
	return TOK_NAME;
}

static void word(struct lexer *l)
{
	size_t from = l->at++;

	while (is_word(peek(l, 0)))
		l->at++;
	/* `alice.~bass`: a bus of another scope. */
	if (peek(l, 0) == '.' && peek(l, 1) == '~' && is_alpha(peek(l, 2)))
		for (l->at += 3; is_word(peek(l, 0));)
			l->at++;
	add_text(l, word_kind(l->text + from, l->at - from), from);
}

struct rat token_exact(const struct token *t)
{
	const char *s = t->s;
	int64_t num = 0, den = 1;
	bool after = false;

	for (; *s; s++) {
		if (*s == '.') {
			after = true;
		} else if (!is_digit(*s) || num > INT64_MAX / 100 ||
			   den > INT64_MAX / 100) {
			return rat_from_double(t->f);
		} else {
			num = num * 10 + (*s - '0');
			den *= after ? 10 : 1;
		}
	}
	return rat_make(num, den);
}

static void number(struct lexer *l)
{
	size_t from = l->at;
	bool fraction = false;
	char *copy;
	struct token *t;

	while (is_digit(peek(l, 0)))
		l->at++;
	if (peek(l, 0) == '.' && is_digit(peek(l, 1))) {
		fraction = true;
		l->at++;
		while (is_digit(peek(l, 0)))
			l->at++;
	}
	if ((peek(l, 0) == 'e' || peek(l, 0) == 'E') &&
	    (is_digit(peek(l, 1)) ||
	     ((peek(l, 1) == '-' || peek(l, 1) == '+') &&
	      is_digit(peek(l, 2))))) {
		fraction = true;
		l->at += 2;
		while (is_digit(peek(l, 0)))
			l->at++;
	}
	copy = arena_strn(l->arena, l->text + from, l->at - from);
	if (is_alpha(peek(l, 0))) {
		size_t end = l->at;

		while (is_word(peek(l, 0)))
			l->at++;
		diag_error(l->errors, span(from, l->at),
			   "put a blank between a number and a name",
			   "`%.*s` is neither a number nor a name",
			   (int)(l->at - from), l->text + from);
		l->at = end;
		while (is_word(peek(l, 0)))
			l->at++;
	}
	t = add(l, fraction ? TOK_FLOAT : TOK_INT, from);
	errno = 0;
	if (!fraction)
		t->i = strtoll(copy, NULL, 10);
	if (fraction || errno == ERANGE) {
		t->kind = TOK_FLOAT;
		t->f = strtod(copy, NULL);
		t->s = copy;
	}
}

static char escape_char(char c)
{
	switch (c) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	default:
		return c;
	}
}

/* Decode in place what stands between quotes. */
static void unescape(struct token *t, char *s)
{
	size_t to = 0;

	for (size_t i = 0; i < t->len; i++) {
		if (s[i] == '\\' && i + 1 < t->len)
			s[to++] = escape_char(s[++i]);
		else
			s[to++] = s[i];
	}
	s[to] = '\0';
	t->len = to;
}

/* A line in a string that looks like the next statement: `d2 $`, `~bass:`,
 * `let x` ... A sequence never has such. */
static bool begins_statement(const struct lexer *l, size_t at)
{
	const char *s = l->text + at, *end = l->text + l->len;
	const char *from = s;

	if (end - s > 4 && memcmp(s, "let ", 4) == 0)
		return true;
	if (s < end && strchr("~%@", *s))
		s++;
	while (s < end && is_word(*s))
		s++;
	if (s == from)
		return false;
	while (s < end && *s == ' ')
		s++;
	return s + 1 < end && ((*s == '$' && s[1] == ' ') ||
			       (*s == ':' && s[1] == ' ' && s[-1] != ' ') ||
			       (*s == '=' && s[1] == ' '));
}

static void string(struct lexer *l)
{
	size_t from = l->at++, line = l->line;
	bool escaped = false, open = false;
	struct token *t;
	char *s;

	while (l->at < l->len && peek(l, 0) != '"') {
		if (peek(l, 0) == '\\') {
			escaped = true;
			l->at++;
		}
		if (l->at < l->len && peek(l, 0) == '\n') {
			if (begins_statement(l, l->at + 1))
				break;
			line = l->at + 1;
		}
		l->at++;
	}
	if (l->at > l->len)
		l->at = l->len;
	if (peek(l, 0) != '"') {
		open = true;
		diag_error(l->errors, span(from, from + 1),
			   "close the string with `\"`",
			   "this string is never closed");
	} else {
		l->at++;
	}
	t = add(l, TOK_STRING, from);
	t->escaped = escaped;
	t->len = l->at - from - 1 - !open;
	/* Only the quote is wrong with it. */
	if (open)
		t->len = 0;
	s = arena_strn(l->arena, l->text + from + 1, t->len);
	if (escaped)
		unescape(t, s);
	t->s = s;
	l->line = line;
}

static bool character(struct lexer *l)
{
	size_t n = peek(l, 1) == '\\' ? 2 : 1;
	struct token *t;
	char *s;

	if (peek(l, 1) == '\'' || peek(l, n + 1) != '\'')
		return false;
	l->at += n + 2;
	t = add(l, TOK_CHAR, l->at - n - 2);
	t->len = n;
	s = arena_strn(l->arena, l->text + l->at - n - 1, n);
	unescape(t, s);
	t->s = s;
	return true;
}

static enum token_kind op_kind(const char *s, size_t n)
{
	if (n == 1)
		return *s == '$'   ? TOK_DOLLAR
		       : *s == '=' ? TOK_EQUALS
		       : *s == ':' ? TOK_COLON
				   : TOK_OP;
	if (n == 2 && s[0] == '$' && s[1] == '!')
		return TOK_DOLLAR;
	if (n == 2 && s[0] == '-' && s[1] == '>')
		return TOK_ARROW;
	if (n == 2 && s[0] == ':' && s[1] == ':')
		return TOK_TYPED;
	if (n == 2 && s[0] == '.' && s[1] == '.')
		return TOK_DOTS;
	return TOK_OP;
}

/* ~name, %name, @name and :name are words when they are glued together and
 * stand apart from what is before them. */
static bool sigil(struct lexer *l)
{
	char c = peek(l, 0), before = l->at ? l->text[l->at - 1] : ' ';

	if (!strchr("~%@:", c) || !is_alpha(peek(l, 1)))
		return false;
	if (c != '~' && !strchr(" \t\n\r([,", before))
		return false;
	if (c == ':') {
		size_t from = l->at;

		word(l);
		l->out[l->n - 1].kind = TOK_KEYWORD;
		l->out[l->n - 1].s =
		    arena_strn(l->arena, l->text + from + 1, l->at - from - 1);
		l->out[l->n - 1].len = l->at - from - 1;
	} else {
		size_t from = l->at;

		l->at += 2;
		while (is_word(peek(l, 0)))
			l->at++;
		add_text(l, TOK_NAME, from);
	}
	return true;
}

static void operator(struct lexer *l)
{
	size_t from = l->at;
	enum token_kind kind;

	while (is_op(peek(l, 0))) {
		/* `#~verb`, `1 +-2`: what begins a word ends the operator. */
		if (l->at > from && peek(l, 0) == '~' && is_alpha(peek(l, 1)) &&
		    l->text[l->at - 1] != '<')
			break;
		if (l->at > from && peek(l, 0) == '-' && is_digit(peek(l, 1)) &&
		    ((l->at == from + 1 && strchr("+*/", l->text[from])) ||
		     (l->at == from + 2 && l->text[from] == '.')))
			break;
		if (l->at > from && (line_comment(l) ||
				     (peek(l, 0) == '/' && peek(l, 1) == '*')))
			break;
		l->at++;
	}
	kind = op_kind(l->text + from, l->at - from);
	if (kind == TOK_OP || kind == TOK_COLON || kind == TOK_DOLLAR)
		add_text(l, kind, from);
	else
		add(l, kind, from);
}

static bool single(struct lexer *l)
{
	static const char chars[] = "()[]{},;`\\";
	static const enum token_kind kinds[] = {
	    TOK_OPEN,	    TOK_CLOSE,	     TOK_OPEN_LIST, TOK_CLOSE_LIST,
	    TOK_OPEN_BRACE, TOK_CLOSE_BRACE, TOK_COMMA,	    TOK_SEMICOLON,
	    TOK_BACKTICK,   TOK_LAMBDA,
	};
	const char *p = peek(l, 0) ? strchr(chars, peek(l, 0)) : NULL;

	if (!p)
		return false;
	l->at++;
	add(l, kinds[p - chars], l->at - 1);
	if (strchr("([{", *p) && ++l->depth > MOST_BRACKETS) {
		l->hopeless = true;
		diag_error(l->errors, l->out[l->n - 1].at,
			   "give parts of it a name: `let x = ...`",
			   "more than %d brackets inside each other",
			   MOST_BRACKETS);
	} else if (strchr(")]}", *p) && l->depth > 0) {
		l->depth--;
	}
	return true;
}

static bool is_curly_quote(const struct lexer *l)
{
	return (unsigned char)peek(l, 0) == 0xE2 &&
	       (unsigned char)peek(l, 1) == 0x80 &&
	       ((unsigned char)peek(l, 2) & 0xF8) == 0x98;
}

/* The dashes that word processors make of a minus. */
static bool is_long_dash(const char *s, size_t n)
{
	return n >= 3 && (unsigned char)s[0] == 0xE2 &&
	       (((unsigned char)s[1] == 0x80 &&
		 ((unsigned char)s[2] & 0xF8) == 0x90) ||
		((unsigned char)s[1] == 0x88 && (unsigned char)s[2] == 0x92));
}

/* Quotes of word processors and web pages: what stands between them is taken
 * for a string, so that nothing else is wrong with it. */
static void curly_string(struct lexer *l)
{
	size_t from = l->at;
	struct token *t;

	l->at += 3;
	while (l->at < l->len && peek(l, 0) != '\n' && !is_curly_quote(l))
		l->at++;
	if (is_curly_quote(l))
		l->at += 3;
	diag_error(l->errors, span(from, l->at),
		   "strings stand between straight quotes: \"bd sn\"",
		   "these quotes make no string");
	t = add(l, TOK_STRING, from);
	t->s = "";
}

static void unknown(struct lexer *l)
{
	size_t from = l->at++;
	bool quote = l->text[from] == '\'';

	if ((unsigned char)l->text[from] >= 0x80)
		while (is_word(peek(l, 0)) || (unsigned char)peek(l, 0) >= 0x80)
			l->at++;
	while (quote && l->at < l->len && peek(l, 0) != '\n' &&
	       l->text[l->at - 1 + (l->at == from + 1)] != '\'')
		l->at++;
	if ((unsigned char)l->text[from] < 0x20 || l->text[from] == 0x7F)
		diag_error(l->errors, span(from, l->at), NULL,
			   "unexpected control character 0x%02x",
			   (unsigned char)l->text[from]);
	else
		diag_error(l->errors, span(from, l->at),
			   quote ? "strings stand between double quotes: "
				   "\"bd sn\""
			   : is_long_dash(l->text + from, l->at - from)
			       ? "a minus is a short one: -"
			       : NULL,
			   "unexpected character%s `%.*s`",
			   l->at - from > 4 ? "s" : "", (int)(l->at - from),
			   l->text + from);
	add(l, TOK_STRING, from)->s = "";
}

static void token(struct lexer *l)
{
	char c = peek(l, 0);

	if (is_digit(c) ||
	    (c == '.' && is_digit(peek(l, 1)) &&
	     (l->at == 0 || (!is_word(l->text[l->at - 1]) &&
			     !strchr(")]}\".", l->text[l->at - 1])))))
		number(l);
	else if (is_alpha(c))
		word(l);
	else if (c == '"')
		string(l);
	else if (c == '\'' && character(l))
		return;
	else if (is_op(c)) {
		if (!sigil(l))
			operator(l);
	} else if (is_curly_quote(l))
		curly_string(l);
	else if (!single(l))
		unknown(l);
}

struct tokens lex(struct diag_list *errors, const char *text, size_t len)
{
	struct lexer l = {.errors = errors,
			  .arena = errors->arena,
			  .text = text,
			  .len = len,
			  .first = true,
			  .space = true};

	for (;;) {
		skip_blanks(&l);
		if (l.at >= l.len || l.hopeless)
			break;
		token(&l);
	}
	add(&l, TOK_END, l.at);
	return (struct tokens){l.out, l.n - 1};
}

const char *token_describe(struct arena *a, const struct token *t)
{
	static const char *const fixed[] = {
	    [TOK_END] = "the end of the text",
	    [TOK_OPEN] = "`(`",
	    [TOK_CLOSE] = "`)`",
	    [TOK_OPEN_LIST] = "`[`",
	    [TOK_CLOSE_LIST] = "`]`",
	    [TOK_OPEN_BRACE] = "`{`",
	    [TOK_CLOSE_BRACE] = "`}`",
	    [TOK_COMMA] = "`,`",
	    [TOK_SEMICOLON] = "`;`",
	    [TOK_BACKTICK] = "a backtick",
	    [TOK_LAMBDA] = "`\\`",
	    [TOK_ARROW] = "`->`",
	    [TOK_COLON] = "`:`",
	    [TOK_TYPED] = "`::`",
	    [TOK_EQUALS] = "`=`",
	    [TOK_DOTS] = "`..`",
	    [TOK_DOLLAR] = "`$`",
	    [TOK_LET] = "`let`",
	    [TOK_IN] = "`in`",
	    [TOK_IF] = "`if`",
	    [TOK_THEN] = "`then`",
	    [TOK_ELSE] = "`else`",
	    [TOK_WHERE] = "`where`",
	    [TOK_DO] = "`do`",
	};

	switch (t->kind) {
	case TOK_NAME:
	case TOK_OP:
		return arena_printf(a, "`%s`", t->s);
	case TOK_KEYWORD:
		return arena_printf(a, "`:%s`", t->s);
	case TOK_INT:
		return arena_printf(a, "the number %lld", (long long)t->i);
	case TOK_FLOAT:
		return arena_printf(a, "the number %g", t->f);
	case TOK_STRING:
		return "a string";
	case TOK_CHAR:
		return "a character";
	default:
		return fixed[t->kind];
	}
}
