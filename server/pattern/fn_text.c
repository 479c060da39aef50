/* Text that becomes patterns, and patterns that become text. */
#include <ctype.h>
#include <string.h>
#include "pattern/family.h"
#include "pattern/number.h"

/* --- Lindenmayer systems --- */

enum { MOST_TEXT = 1 << 20 };

/* What a letter grows into: a rule is "a:ab", more are separated by commas. A
 * letter without a rule stays. */
struct grammar {
	const char *rule[256];
};

/* The text of a rule without its colons, up to the comma or end. */
static const char *rule_text(struct arena *a, const char *s, size_t len)
{
	char *to = arena_alloc(a, len + 1);
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		if (s[i] != ':')
			to[n++] = s[i];
	to[n] = '\0';
	return to;
}

static struct grammar *grammar_new(struct arena *a, const char *rules)
{
	struct grammar *g = ARENA_NEW(a, struct grammar);

	for (;;) {
		size_t len = strcspn(rules, ",");
		const char *colon = memchr(rules, ':', len);
		unsigned char from = (unsigned char)*rules;

		if (!colon || colon == rules)
			arena_escape(a, ST_EVAL,
				     "lindenmayer: rules look like "
				     "\"a:ab,b:a\"");
		if (!g->rule[from])
			g->rule[from] =
			    rule_text(a, colon, (size_t)(rules + len - colon));
		if (!rules[len])
			return g;
		rules += len + 1;
	}
}

static const char *grow(struct arena *a, const struct grammar *g, const char *s)
{
	size_t n = 0;
	char *to, *at;

	for (const char *c = s; *c; c++) {
		const char *rule = g->rule[(unsigned char)*c];

		arena_step(a);
		n += rule ? strlen(rule) : 1;
	}
	if (n > MOST_TEXT)
		arena_escape(a, ST_EVAL,
			     "lindenmayer: more than a million letters");
	to = at = arena_alloc(a, n + 1);
	for (; *s; s++) {
		const char *rule = g->rule[(unsigned char)*s];

		if (!rule) {
			*at++ = *s;
			continue;
		}
		n = strlen(rule);
		memcpy(at, rule, n);
		at += n;
	}
	*at = '\0';
	return to;
}

static const char *lindenmayer(const struct call *c)
{
	int64_t n = arg_int(c, 0);
	const char *s = arg_str(c, 2);
	struct grammar *g;

	if (!*s)
		return s;
	if (n < 0 || n > 1000)
		arena_escape(c->arena, ST_EVAL,
			     "lindenmayer: from 0 to 1000 generations");
	g = grammar_new(c->arena, arg_str(c, 1));
	while (n-- > 0)
		s = grow(c->arena, g, s);
	return s;
}

static struct value build_lindenmayer(const struct call *c)
{
	return value_str(lindenmayer(c));
}

static int digit(struct arena *a, char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	if (!isxdigit((unsigned char)ch))
		arena_escape(a, ST_EVAL, "lindenmayerI: '%c' is no digit", ch);
	return tolower((unsigned char)ch) - 'a' + 10;
}

static struct value build_lindenmayer_numbers(const struct call *c)
{
	const char *s = lindenmayer(c);
	struct list *l = list_new(c->arena, strlen(s));

	for (size_t i = 0; i < l->n; i++)
		l->at[i] =
		    number_of_int(c->arena, c->kind, digit(c->arena, s[i]));
	return value_list(l);
}

/* --- A cycle as text --- */

static const char *word_of(struct value v)
{
	return v.kind == V_STR ? v.s : "";
}

/* What sounds in one step: "~", "a" or "[a, b]". */
static const char *step_text(struct arena *a, const struct events *e)
{
	const char *text = "";

	if (e->n == 0)
		return "~";
	if (e->n == 1)
		return word_of(e->at[0].value);
	for (size_t i = 0; i < e->n; i++)
		text = arena_printf(a, "%s%s%s", text, i ? ", " : "[",
				    word_of(e->at[i].value));
	return arena_printf(a, "%s]", text);
}

static struct value build_deconstruct(const struct call *c)
{
	struct query q = {.arena = c->arena};
	int64_t n = arg_int(c, 0);
	const struct pattern *p;
	const char *text = "";

	if (n > 1000)
		arena_escape(c->arena, ST_EVAL,
			     "deconstruct: more than 1000 steps");
	p = pat_segment(c->arena, rat_int(n), arg_pat(c, 1));
	for (int64_t i = 0; i < n; i++) {
		struct events e = events_none();

		pat_query(&q, p, SPAN(rat_make(i, n), rat_make(i + 1, n)), &e);
		text = arena_printf(c->arena, "%s%s%s", text, i ? " " : "",
				    step_text(c->arena, &e));
	}
	return value_str(text);
}

/* --- The rows --- */

static const struct fn_row rows[] = {
    {"lindenmayer", "", "Int -> String -> String -> String", build_lindenmayer,
     "Grow a text by rules, n times.",
     "s (sseq' [\"bd\", \"sn\"] (lindenmayer 2 \"0:01,1:0\" \"0\"))", "",
     FN_NOT_A_PATTERN, NULL},
    {"lindenmayerI", "", "(Num b) => Int -> String -> String -> [b]",
     build_lindenmayer_numbers, "Lindenmayer, its digits as numbers.",
     "n (listToPat (lindenmayerI 2 \"0:01,1:10\" \"0\"))", "", FN_NOT_A_PATTERN,
     NULL},
    {"deconstruct", "", "Int -> Pattern String -> String", build_deconstruct,
     "Cycle 0 as a text of n steps.", "s (pure (deconstruct 4 \"bd sn\"))", "",
     FN_NOT_A_PATTERN, NULL},
};

const struct fn_family fn_family_text = {"text", "Text", rows,
					 sizeof(rows) / sizeof(rows[0])};
