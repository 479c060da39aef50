#include "complete.h"

#include <ctype.h>
#include <string.h>
#include "dsp/ugen.h"
#include "engine/engine.h"
#include "explain.h"
#include "lang/command.h"
#include "pattern/arp.h"
#include "pattern/chord.h"
#include "pattern/scale.h"

enum { WORDS_MAX = 60, LONGEST = 64 };

struct completion {
	struct strbuf *to;
	char prefix[LONGEST];
	int n;
};

/* --- The words so far --- */

static bool is_there(const struct strbuf *words, const char *name, size_t len)
{
	const char *p = strbuf_str(words), *end;

	for (; *p; p = *end ? end + 1 : end) {
		end = p + strcspn(p, " ");
		if ((size_t)(end - p) == len && !memcmp(p, name, len))
			return true;
	}
	return false;
}

static void add(struct completion *c, const char *name, size_t len)
{
	size_t n = strlen(c->prefix);

	if (c->n >= WORDS_MAX || len < n || memcmp(name, c->prefix, n) ||
	    is_there(c->to, name, len))
		return;
	strbuf_printf(c->to, "%s%.*s", c->n++ ? " " : "", (int)len, name);
}

static void add_word(void *ctx, const char *name)
{
	add(ctx, name, strlen(name));
}

/* --- Where the cursor stands --- */

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '\'';
}

/* The begin of the string in which byte n stands; -1: in none. */
static long string_at(const char *text, size_t n)
{
	long open = -1;

	for (size_t i = 0; i < n; i++)
		if (text[i] == '"')
			open = open < 0 ? (long)i : -1;
	return open;
}

/* The last word before byte n. */
static void word_before(const char *text, size_t n, char to[LONGEST])
{
	size_t end = n, from;

	while (end > 0 && !is_word(text[end - 1]))
		end--;
	for (from = end; from > 0 && is_word(text[from - 1]);)
		from--;
	if (end - from >= LONGEST)
		from = end;
	memcpy(to, text + from, end - from);
	to[end - from] = '\0';
}

static bool begins_line(const char *text, size_t at)
{
	while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t'))
		at--;
	return at == 0 || text[at - 1] == '\n';
}

/* --- Kinds of words --- */

static void chords(struct completion *c)
{
	for (size_t i = 0; i < chord_count; i++)
		for (const char *s = chord_table[i].names; *s;) {
			size_t n = strcspn(s, " ");

			add(c, s, n);
			s += n + strspn(s + n, " ");
		}
}

static void in_string(struct completion *c, const struct engine *e,
		      const char *text, size_t open, size_t at)
{
	char word[LONGEST];
	const char *name;

	word_before(text, open, word);
	if (at > open + 1 && text[at - 1] == '\'')
		chords(c);
	else if (!strcmp(word, "scale"))
		for (size_t i = 0; i < scale_count; i++)
			add_word(c, scale_table[i].name);
	else if (!strcmp(word, "arp"))
		arp_each(add_word, c);
	else
		for (size_t i = 0; e && (name = engine_bank(e, i)); i++)
			add_word(c, name);
}

/* `:mix`: of the unit nearest before it on the line. */
static void parameters(struct completion *c, const char *text, size_t at)
{
	const struct ugen_row *row = NULL;
	char word[LONGEST];

	while (at > 0 && text[at - 1] != '\n' && !row) {
		at--;
		if (is_word(text[at]) && !is_word(text[at + 1])) {
			word_before(text, at + 1, word);
			row = ugen_find(word);
		}
	}
	for (int i = 0; row && i < row->n_params; i++)
		add_word(c, row->params[i].name);
}

/* Names that the text gives: ~name, let name, fn name, name = */
static void names(struct completion *c, const char *text, size_t but, char sign)
{
	for (const char *s = text; *s;) {
		const char *from = s, *behind;
		size_t len = 0;
		char word[LONGEST];

		while (is_word(from[len]))
			len++;
		s += len ? len : 1;
		if (!len || isdigit((unsigned char)*from) ||
		    (size_t)(from - text) == but)
			continue;
		behind = s + strspn(s, " ");
		word_before(text, (size_t)(from - text), word);
		if (sign ? from > text && from[-1] == sign
			 : *behind == '=' || !strcmp(word, "let") ||
			       !strcmp(word, "fn"))
			add(c, from, len);
	}
}

void complete_word(struct strbuf *to, const struct engine *e, const char *text,
		   size_t n)
{
	struct completion c = {.to = to};
	long open = string_at(text, n);
	size_t at = n;
	char before;

	while (at > 0 && is_word(text[at - 1]) &&
	       !(open >= 0 && text[at - 1] == '\''))
		at--;
	before = at > 0 ? text[at - 1] : ' ';
	if (n - at >= LONGEST)
		return;
	memcpy(c.prefix, text + at, n - at);
	if (open >= 0) {
		in_string(&c, e, text, (size_t)open, at);
		return;
	}
	if (before == ':' && at > 1 && strchr(" (", text[at - 2])) {
		parameters(&c, text, at - 1);
		return;
	}
	if (before == '~' || before == '%' || before == '@') {
		names(&c, text, at, before);
		return;
	}
	if (n == at)
		return;
	if (begins_line(text, at))
		for (size_t i = 0; command_at(i); i++)
			add_word(&c, command_at(i)->name);
	names(&c, text, at, '\0');
	explain_each(add_word, &c);
}
