#include "pattern/mini_tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "pattern/chord.h"

/* --- Characters --- */

static bool is_digit(int c)
{
	return c >= '0' && c <= '9';
}

/* Letters of all scripts, roughly: what is not ASCII and is not one of the
 * blocks of punctuation and symbols. */
static bool is_letter(int32_t c)
{
	if (c < 0x80)
		return (c | 32) >= 'a' && (c | 32) <= 'z';
	if (c < 0xc0)
		return c == 0xaa || c == 0xb5 || c == 0xba;
	return c != 0xd7 && c != 0xf7 && !(c >= 0x2000 && c < 0x2c00) &&
	       !(c >= 0x3000 && c < 0x3040) && c < 0x1f000;
}

/* The character at pos and its length; bytes that are not UTF-8 stand for
 * themselves. -1 at the end. */
static int32_t char_at(const struct mini *m, size_t pos, int *len)
{
	const unsigned char *s = (const unsigned char *)m->s + pos;
	size_t left = m->len - pos;
	int n = 1;
	int32_t c;

	*len = 1;
	if (pos >= m->len)
		return -1;
	if (s[0] < 0xc2)
		return s[0];
	n = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	if ((size_t)n > left)
		return s[0];
	c = s[0] & (0xff >> (n + 1));
	for (int i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return s[0];
		c = c << 6 | (s[i] & 63);
	}
	*len = n;
	return c;
}

static bool letter_here(const struct mini *m)
{
	int n;

	return is_letter(char_at(m, m->pos, &n));
}

static bool is_space(int32_t c)
{
	return c == ' ' || (c >= 9 && c <= 13) || c == 0xa0 || c == 0x3000;
}

void mini_spaces(struct mini *m)
{
	int n;

	while (m->pos < m->len && is_space(char_at(m, m->pos, &n)))
		m->pos += (size_t)n;
}

static bool starts(const struct mini *m, const char *with)
{
	size_t n = strlen(with);

	return m->len - m->pos >= n && memcmp(m->s + m->pos, with, n) == 0;
}

static void skip_comment(struct mini *m)
{
	size_t from = m->pos;
	int depth = 0;

	do {
		depth += starts(m, "{-");
		depth -= starts(m, "-}");
		m->pos += starts(m, "{-") || starts(m, "-}") ? 2 : 1;
	} while (depth && m->pos < m->len);
	if (depth && !m->fatal)
		mini_fatal(m, from, from + 2, "put a blank between { and -",
			   "a comment begins here, and nothing ends it");
}

void mini_lexeme(struct mini *m)
{
	for (;;) {
		mini_spaces(m);
		if (starts(m, "--")) {
			while (m->pos < m->len && m->s[m->pos] != '\n')
				m->pos++;
		} else if (starts(m, "{-")) {
			skip_comment(m);
		} else {
			return;
		}
	}
}

/* --- Numbers --- */

/* Text from `from` to here as a double. */
static double number(const struct mini *m, size_t from)
{
	char text[400];
	size_t n = m->pos - from;

	if (n >= sizeof(text))
		n = sizeof(text) - 1;
	memcpy(text, m->s + from, n);
	text[n] = '\0';
	return strtod(text, NULL);
}

static bool skip_digits(struct mini *m)
{
	size_t from = m->pos;

	while (is_digit(mini_peek(m)))
		m->pos++;
	if (m->pos == from)
		mini_expect(m, E_DIGIT);
	return m->pos > from;
}

bool mini_digits(struct mini *m, double *to)
{
	size_t from = m->pos;

	if (!skip_digits(m))
		return false;
	*to = number(m, from);
	return true;
}

/* 12, 1.5, 1e3, 1.5e-3; what can't be read on as a fraction or exponent ends
 * the number before it. */
static bool float_text(struct mini *m)
{
	if (!skip_digits(m))
		return false;
	if (mini_take(m, '.') && !skip_digits(m))
		return false;
	if (mini_take(m, 'e')) {
		mini_take(m, '-');
		return skip_digits(m);
	}
	return true;
}

static bool int_or_float(struct mini *m, double *to)
{
	size_t from = m->pos;

	if (float_text(m)) {
		*to = number(m, from);
		return true;
	}
	m->pos = from;
	return mini_digits(m, to);
}

bool mini_chance(struct mini *m, double *to)
{
	size_t from = m->pos;
	bool more = false;

	skip_digits(m);
	if (mini_take(m, '.')) {
		more = true;
		if (!skip_digits(m))
			return false;
	}
	if (mini_peek(m) == 'e' || mini_peek(m) == 'E') {
		more = true;
		m->pos++;
		if (!mini_take(m, '-'))
			mini_take(m, '+');
		if (!skip_digits(m))
			return false;
	}
	if (!more) {
		mini_expect(m, E_CHANCE);
		return false;
	}
	*to = number(m, from);
	mini_lexeme(m);
	return true;
}

/* The letters that stand for note lengths. */
static bool ratio_char(struct mini *m, struct rat *to)
{
	static const char letters[] = "whqestfx";
	static const int parts[] = {1, 2, 4, 8, 16, 3, 5, 6};
	int c = mini_peek(m);
	const char *at = c > 0 ? strchr(letters, c) : NULL;

	if (!at)
		return false;
	m->pos++;
	if (letter_here(m)) {
		m->pos--;
		return false;
	}
	*to = RAT(1, parts[at - letters]);
	return true;
}

static void not_whole(struct mini *m, size_t from)
{
	size_t n = m->pos - from < 20 ? m->pos - from : 20;

	mini_fatal(m, from, m->pos, NULL,
		   "found '%.*s', expected a whole number", (int)n,
		   m->s + from);
}

/* The rest of 3%4, from the % on. */
static bool fraction(struct mini *m, double n, struct rat *to)
{
	size_t from = m->pos;
	double d;

	m->pos++;
	if (!mini_digits(m, &d))
		return false;
	if (n != rint(n)) {
		while (from && m->s[from - 1] >= '.' && m->s[from - 1] <= '9')
			from--;
		not_whole(m, from);
		return false;
	}
	if (d == 0)
		arena_escape(m->arena, ST_EVAL,
			     "a fraction can't have 0 below its line");
	*to = rat_div(rat_from_double(n), rat_from_double(d));
	return true;
}

static int sign(struct mini *m)
{
	if (mini_take(m, '-'))
		return -1;
	mini_take(m, '+');
	return 1;
}

/* A number with what may follow it: %4, q. */
static bool ratio_number(struct mini *m, struct rat *to)
{
	struct rat times;
	double n;

	if (!int_or_float(m, &n))
		return false;
	if (mini_peek(m) == '%') {
		if (!fraction(m, n, to))
			return false;
	} else {
		*to = rat_from_double(n);
	}
	if (ratio_char(m, &times))
		*to = rat_mul(*to, times);
	return true;
}

bool mini_ratio(struct mini *m, struct rat *to)
{
	int s = sign(m);

	if (is_digit(mini_peek(m))) {
		if (!ratio_number(m, to))
			return false;
	} else if (!ratio_char(m, to)) {
		mini_expect(m, E_DIGIT);
		return false;
	}
	if (s < 0)
		*to = rat_neg(*to);
	return true;
}

/* --- Notes --- */

/* An octave: Haskell's `natural`, with blanks behind it. */
static double octave_here(struct mini *m, double otherwise)
{
	double n;

	if (!is_digit(mini_peek(m)))
		return otherwise;
	mini_digits(m, &n);
	mini_lexeme(m);
	return n;
}

static bool note_name(struct mini *m, double octave, double *to)
{
	static const int semitones[] = {9, 11, 0, 2, 4, 5, 7};
	int c = mini_peek(m);
	double n;

	if (c < 'a' || c > 'g')
		return false;
	m->pos++;
	n = semitones[c - 'a'];
	while ((c = mini_peek(m)) == 's' || c == 'f' || c == 'n') {
		n += c == 's' ? 1 : c == 'f' ? -1 : 0;
		m->pos++;
	}
	*to = n + (octave_here(m, octave) - octave) * 12;
	return true;
}

static bool int_or_note(struct mini *m, double *to)
{
	if (is_digit(mini_peek(m)))
		return int_or_float(m, to);
	if (note_name(m, 5, to))
		return true;
	mini_expect(m, E_STEP);
	return false;
}

/* --- Atoms --- */

static struct tpat *atom(struct mini *m, int type, size_t from, struct value v)
{
	struct tpat *t = tpat_new(m, T_ATOM, type);

	t->placed = true;
	t->from = (uint32_t)from;
	t->to = (uint32_t)m->pos;
	t->value = v;
	return t;
}

struct tpat *mini_rational(struct mini *m)
{
	size_t from = m->pos;
	struct rat r;

	if (!mini_ratio(m, &r)) {
		if (m->pos == from)
			mini_expect(m,
				    m->type == MINI_RATIONAL ? E_STEP : E_RATE);
		return NULL;
	}
	return atom(m, MINI_RATIONAL, from, value_rat(r));
}

/* A number that may be huge or tiny stays the double that was written. */
static bool double_here(struct mini *m, double *to)
{
	size_t from = m->pos;
	struct rat r;

	if (is_digit(mini_peek(m)) && int_or_float(m, to) &&
	    mini_peek(m) != '%') {
		if (ratio_char(m, &r))
			*to *= rat_to_double(r);
		return true;
	}
	m->pos = from;
	if (is_digit(mini_peek(m))) {
		if (!ratio_number(m, &r))
			return false;
		*to = rat_to_double(r);
		return true;
	}
	if (ratio_char(m, &r)) {
		*to = rat_to_double(r);
		return true;
	}
	if (note_name(m, 5, to))
		return true;
	mini_expect(m, E_STEP);
	return false;
}

static struct tpat *double_atom(struct mini *m)
{
	size_t from = m->pos;
	int s = sign(m);
	double f;

	/* Tidal reads a number with a sign of its own here. */
	if (m->pos > from && (mini_peek(m) == '-' || mini_peek(m) == '+')) {
		struct rat r;

		if (!mini_ratio(m, &r))
			return NULL;
		f = rat_to_double(r);
	} else if (!double_here(m, &f)) {
		return NULL;
	}
	return atom(m, MINI_DOUBLE, from, value_float(s * f));
}

static struct tpat *note_atom(struct mini *m)
{
	size_t from = m->pos;
	int s = sign(m);
	double f;

	if (!int_or_note(m, &f))
		return NULL;
	return atom(m, MINI_NOTE, from, value_note(s * f));
}

/* Hz, or a note of scientific pitch (middle c is c4), kept as semitones above
 * c4 until the pattern is built. */
static struct tpat *frequency_atom(struct mini *m)
{
	size_t from = m->pos;
	struct rat r;
	double f;

	if (note_name(m, 4, &f))
		return atom(m, MINI_FREQUENCY, from, value_note(f));
	if (!mini_ratio(m, &r)) {
		if (m->pos == from)
			mini_expect(m, E_STEP);
		return NULL;
	}
	return atom(m, MINI_FREQUENCY, from, value_float(rat_to_double(r)));
}

static bool whole_number(struct mini *m, int64_t *to)
{
	size_t from = m->pos;
	int s = sign(m);
	double f;

	if (!int_or_note(m, &f))
		return false;
	if (f != rint(f) || fabs(f) > 0x1p62) {
		not_whole(m, from);
		return false;
	}
	*to = s * (int64_t)f;
	return true;
}

static struct tpat *int_atom(struct mini *m)
{
	size_t from = m->pos;
	int64_t i;

	if (!whole_number(m, &i))
		return NULL;
	return atom(m, MINI_INT, from, value_int(i));
}

static bool is_word_char(const struct mini *m, int *n)
{
	int32_t c = char_at(m, m->pos, n);

	return is_letter(c) || is_digit(c) || c == ':' || c == '.' ||
	       c == '-' || c == '_';
}

/* `~name` where a bus of that name is in reach. */
static struct tpat *bus_word(struct mini *m)
{
	size_t from = m->pos, end = from + 1;

	while (end < m->len && (is_letter(m->s[end]) || is_digit(m->s[end]) ||
				m->s[end] == '_'))
		end++;
	if (end == from + 1 || !m->scope ||
	    !m->scope->is_bus(m->scope->ctx, m->s + from + 1, end - from - 1))
		return NULL;
	m->pos = end;
	return atom(m, MINI_STRING, from,
		    value_str(arena_strn(m->arena, m->s + from, end - from)));
}

static struct tpat *word(struct mini *m)
{
	size_t from = m->pos;
	int n;

	if (mini_peek(m) == '~')
		return bus_word(m);
	if (!letter_here(m) && !is_digit(mini_peek(m)))
		return mini_expect(m, E_STEP);
	while (m->pos < m->len && is_word_char(m, &n))
		m->pos += (size_t)n;
	return atom(
	    m, MINI_STRING, from,
	    value_str(arena_strn(m->arena, m->s + from, m->pos - from)));
}

static struct tpat *char_atom(struct mini *m)
{
	size_t from = m->pos;
	int n;
	int32_t c = char_at(m, from, &n);

	if (!is_letter(c) && !is_digit(c))
		return mini_expect(m, E_STEP);
	m->pos += (size_t)n;
	return atom(m, MINI_CHAR, from, value_char((uint32_t)c));
}

static struct tpat *bool_atom(struct mini *m)
{
	size_t from = m->pos;
	int c = mini_peek(m);

	if (c != 't' && c != 'f' && c != '0' && c != '1')
		return mini_expect(m, E_STEP);
	m->pos++;
	return atom(m, MINI_BOOL, from, value_bool(c == 't' || c == '1'));
}

/* --- Chords --- */

static struct tpat *modifiers(struct mini *m);
static const struct mini_kind word_kind = {word, MINI_STRING};
static const struct mini_kind modifier_kind = {modifiers, MINI_MODIFIER};

/* An unknown one is the note alone, as in Tidal. */
static void warn_no_chord(struct mini *m, const struct tpat *t)
{
	char hint[256];

	if (t->b->kind != T_ATOM || t->b->value.kind != V_STR ||
	    chord_find(t->b->value.s))
		return;
	chord_hint(t->b->value.s, hint, sizeof(hint));
	diag_warn(m->errors,
		  (struct text_span){m->at + t->from, m->at + (uint32_t)m->pos},
		  hint, "there is no chord '%.60s: this is the note alone",
		  t->b->value.s);
}

static struct tpat *chord(struct mini *m, struct tpat *note)
{
	struct tpat *t, *turns[64];

	if (!mini_take(m, '\''))
		return NULL;
	t = tpat_new(m, T_CHORD, note->type);
	t->a = note;
	t->from = (uint32_t)m->pos;
	t->b = mini_part(m, &word_kind);
	if (!t->b) {
		mini_expect(m, E_CHORD);
		return NULL;
	}
	warn_no_chord(m, t);
	while (t->n < 64 && mini_take(m, '\'')) {
		turns[t->n] = mini_part(m, &modifier_kind);
		if (!turns[t->n++])
			return NULL;
	}
	t->list = arena_copy(m->arena, turns, t->n * sizeof(*t->list));
	return t;
}

static struct tpat *zero(struct mini *m, int type)
{
	struct tpat *t = tpat_new(m, T_ATOM, type);

	t->value = type == MINI_INT    ? value_int(0)
		   : type == MINI_NOTE ? value_note(0)
				       : value_float(0);
	return t;
}

/* A number, then perhaps a chord; or a chord on 0; all or nothing. */
static struct tpat *chordal(struct mini *m, mini_fn *parse, int type)
{
	const struct mini_kind kind = {parse, type};
	size_t from = m->pos;
	int seed = m->seed, depth = m->depth;
	struct tpat *t = mini_part(m, &kind);

	if (t && mini_peek(m) == '\'')
		t = chord(m, t);
	else if (!t && m->pos == from && mini_peek(m) == '\'' && !m->fatal)
		t = chord(m, zero(m, type));
	if (!t) {
		m->pos = from;
		m->seed = seed;
		m->depth = depth;
	}
	return t;
}

static struct tpat *double_item(struct mini *m)
{
	return chordal(m, double_atom, MINI_DOUBLE);
}

static struct tpat *frequency_item(struct mini *m)
{
	return chordal(m, frequency_atom, MINI_FREQUENCY);
}

static struct tpat *integral(struct mini *m)
{
	return chordal(m, int_atom, MINI_INT);
}

/* Note lengths count as notes where nothing else fits: "q" is 0.25. */
static struct tpat *note_item(struct mini *m)
{
	struct tpat *t = chordal(m, note_atom, MINI_NOTE);
	struct rat r;

	if (t || m->fatal || !ratio_char(m, &r))
		return t;
	t = tpat_new(m, T_ATOM, MINI_NOTE);
	t->value = value_note(rat_to_double(r));
	return t;
}

static struct value modifier(enum chord_turn turn, int64_t n)
{
	return value_int((n < 0 ? 0 : n) << 2 | turn);
}

/* Several of one letter, "ii" or "oo"; or with a number, "i2", "d1"; or a
 * number of notes. A list of (n << 2 | turn). */
static struct tpat *modifiers(struct mini *m)
{
	size_t from = m->pos;
	int c = mini_peek(m);
	int64_t times = 1, range = 0;
	enum chord_turn turn;
	struct list *l;
	double n = 0;

	if (c == 'o' || c == 'i') {
		turn = c == 'o' ? CHORD_OPEN : CHORD_INVERT;
		m->pos++;
		if (c == 'i' && mini_digits(m, &n))
			times = n > CHORD_MAX ? CHORD_MAX : (int64_t)n;
		else
			for (; mini_peek(m) == c; times++)
				m->pos++;
	} else if (c == 'd') {
		turn = CHORD_DROP;
		m->pos++;
		if (!mini_digits(m, &n))
			return NULL;
		range = n > CHORD_MAX ? CHORD_MAX : (int64_t)n;
	} else {
		turn = CHORD_RANGE;
		if (!whole_number(m, &range)) {
			if (m->pos == from)
				mini_expect(m, E_TURN);
			return NULL;
		}
		if (range > CHORD_MAX)
			return mini_fatal(m, from, m->pos, NULL,
					  "a chord has at most %d notes",
					  CHORD_MAX);
	}
	l = arena_alloc(m->arena,
			sizeof(*l) + (size_t)times * sizeof(l->at[0]));
	*l = (struct list){.n = (size_t)times};
	for (int64_t i = 0; i < times; i++)
		l->at[i] = modifier(turn, range);
	return atom(m, MINI_MODIFIER, from, value_list(l));
}

const struct mini_kind mini_rational_kind = {mini_rational, MINI_RATIONAL};
const struct mini_kind mini_integral_kind = {integral, MINI_INT};

const struct mini_kind *mini_item(enum mini_type type)
{
	static const struct mini_kind items[] = {
	    [MINI_DOUBLE] = {double_item, MINI_DOUBLE},
	    [MINI_NOTE] = {note_item, MINI_NOTE},
	    [MINI_INT] = {integral, MINI_INT},
	    [MINI_RATIONAL] = {mini_rational, MINI_RATIONAL},
	    [MINI_STRING] = {word, MINI_STRING},
	    [MINI_BOOL] = {bool_atom, MINI_BOOL},
	    [MINI_CHAR] = {char_atom, MINI_CHAR},
	    [MINI_FREQUENCY] = {frequency_item, MINI_FREQUENCY},
	};

	return &items[type];
}
