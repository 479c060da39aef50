#include "pattern/mini.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include "pattern/mini_tree.h"

/* --- What went wrong, in words --- */

static const char *type_items(enum mini_type type)
{
	static const char *const items[] = {
	    [MINI_DOUBLE] = "a number",
	    [MINI_NOTE] = "a note or number",
	    [MINI_INT] = "a whole number",
	    [MINI_RATIONAL] = "a number or fraction",
	    [MINI_STRING] = "a word",
	    [MINI_BOOL] = "t or f",
	    [MINI_CHAR] = "a letter or digit",
	    [MINI_FREQUENCY] = "a frequency or note",
	};

	return items[type];
}

/* What stands at the place, quoted: one character, or a word. */
static size_t found(const struct mini *m, char *to, size_t size)
{
	size_t n = 1;
	const char *s = m->s + m->far;

	if (m->far >= m->len) {
		snprintf(to, size, "the end");
		return 0;
	}
	if (s[0] == ' ' && m->far + 1 < m->len) {
		while (m->far + n < m->len && s[n] == ' ')
			n++;
		n += m->far + n < m->len;
	}
	while (m->far + n < m->len && (s[n] & 0xc0) == 0x80)
		n++;
	if (n > 20)
		n = 20;
	snprintf(to, size, "'%.*s'", (int)n, s);
	return n;
}

static char closing(char open)
{
	return open == '[' ? ']' : open == '(' ? ')' : open == '{' ? '}' : '>';
}

static void add(char *to, size_t size, const char *what)
{
	size_t n = strlen(to);

	snprintf(to + n, size - n, "%s%s", n ? "\1" : "", what);
}

/* The places between the things become commas, the last an "or". */
static void punctuate(char *list, char *to, size_t size)
{
	char *last = strrchr(list, '\1');
	size_t n = 0;

	for (const char *c = list; *c && n + 5 < size; c++)
		if (*c != '\1')
			to[n++] = *c;
		else
			n += (size_t)snprintf(to + n, size - n, "%s",
					      c == last ? " or " : ", ");
	to[n] = '\0';
}

static void expected(const struct mini *m, char *to, size_t size)
{
	unsigned e = m->expected;
	char list[200] = "", close[] = "']'";

	if (e & E_CHANCE)
		add(list, sizeof(list), "a chance with a point, like ?0.5");
	if (e & E_RATE)
		add(list, sizeof(list), "a number or a pattern of numbers");
	if (e & E_CHORD)
		add(list, sizeof(list), "a chord's name");
	if (e & E_TURN)
		add(list, sizeof(list), "a range, i, o or d1");
	if (e & E_COMMA)
		add(list, sizeof(list), "',' and the number of steps");
	if (e & E_DIGIT && !(e & (E_RATE | E_STEP)))
		add(list, sizeof(list), "a digit");
	if (e & E_STEP && !(e & (E_CHORD | E_TURN)))
		add(list, sizeof(list), type_items(m->type));
	if (e & E_CLOSE && m->far_bracket) {
		close[1] = closing(m->far_bracket);
		add(list, sizeof(list), close);
	}
	if (e & E_END)
		add(list, sizeof(list), "the end");
	punctuate(list, to, size);
}

/* How to mend what is often meant. */
static const char *hint(const struct mini *m)
{
	int c = m->far < m->len ? (unsigned char)m->s[m->far] : -1;

	if (c == '!' || c == '@' || c == '_')
		return "'!', '@' and '_' follow a step, and don't mix: put the "
		       "step in brackets, [bd!2]@3";
	if (c == '*' || c == '/')
		return "put the steps before it in brackets, [bd*2]*3";
	if (c == ',' || c == '|')
		return m->far_bracket == '<' || m->far_bracket == '{'
			   ? "'|' needs brackets of its own, <[a | b] c>"
			   : "',' and '|' don't mix: use brackets, "
			     "[a | [b, c]]";
	if (c == '%')
		return "'%' follows '}' without a blank: {bd sn}%4";
	if (c == ')' && m->expected & E_COMMA)
		return "Euclid has two numbers with a comma: bd(3,8)";
	if (c == '(' && m->far > 0 && m->s[m->far - 1] == ' ')
		return "Euclid stands right behind its word: bd(3,8)";
	if (c == '$' || c == '#')
		return "a `\"` is missing before this";
	if (c == ']' || c == '>' || c == '}' || c == ')')
		return m->far_bracket ? "the brackets close in the wrong order"
				      : "this bracket was never opened";
	if (c == -1 && m->far_bracket)
		return "a bracket is still open";
	if (m->after_range)
		return "a range ends its sequence: put it in brackets, "
		       "[0 .. 3] 5";
	if (m->after_whole)
		return "a second '*', '/' or '?' means the whole sequence and "
		       "ends it: use brackets, [bd(3,8)]*2 sn";
	if (m->expected & E_RATE)
		return "'*' and '/' need a number right behind them: bd*2";
	if (c == '\'')
		return "only numbers and notes have chords: c'maj";
	return NULL;
}

static void report(struct mini *m)
{
	char what[60], list[240];
	size_t n = found(m, what, sizeof(what)), from = m->far;
	struct text_span at;

	expected(m, list, sizeof(list));
	if (from >= m->len && m->far_bracket)
		from = m->far_bracket_pos;
	at.from = m->at + (uint32_t)from;
	at.to = at.from + (uint32_t)(from == m->far ? n : 1);
	if (from != m->far)
		diag_error(m->errors, at, hint(m),
			   "'%c' is never closed: found the end, expected %s",
			   m->far_bracket, list);
	else
		diag_error(m->errors, at, hint(m), "found %s, expected %s",
			   what, list);
}

/* --- The way from text to pattern --- */

static bool is_plain(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((text[i] & 0x80) || text[i] == '\n' || text[i] == '\t')
			return false;
	return true;
}

/* Notes of scientific pitch as frequencies, a4 = 440 Hz. */
static struct value to_hz(struct arena *a, const void *ctx, struct value v)
{
	(void)a;
	(void)ctx;
	if (v.kind == V_NOTE)
		return value_float(440 * exp2((v.f - 9) / 12));
	return v;
}

const struct pattern *mini_parse_in(struct arena *a, enum mini_type type,
				    const char *text, size_t len, uint32_t at,
				    const struct mini_scope *scope,
				    struct diag_list *errors)
{
	struct mini m;
	const struct tpat *t;
	const struct pattern *p;

	memset(&m, 0, offsetof(struct mini, open));
	m.arena = a;
	m.s = text;
	m.len = len;
	m.type = type;
	m.errors = errors;
	m.at = at;
	m.scope = scope;
	m.plain = is_plain(text, len);
	t = mini_grammar(&m);
	if (!t || m.fatal) {
		if (!m.fatal)
			report(&m);
		return NULL;
	}
	p = mini_build(&m, t);
	return type == MINI_FREQUENCY ? pat_map(a, to_hz, NULL, p) : p;
}

const struct pattern *mini_parse(struct arena *a, enum mini_type type,
				 const char *text, size_t len, uint32_t at,
				 struct diag_list *errors)
{
	return mini_parse_in(a, type, text, len, at, NULL, errors);
}
