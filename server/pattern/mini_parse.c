#include "pattern/mini_tree.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct tpat *tpat_new(struct mini *m, enum tpat_kind kind, int type)
{
	struct tpat *t = ARENA_NEW(m->arena, struct tpat);

	arena_step(m->arena);
	t->kind = kind;
	t->type = type;
	return t;
}

struct tpat *mini_expect(struct mini *m, unsigned what)
{
	if (m->pos > m->far || !m->expected) {
		m->far = m->pos;
		m->expected = 0;
		m->far_open = m->depth;
		m->far_bracket = m->depth ? m->open[m->depth - 1].c : 0;
		m->far_bracket_pos = m->depth ? m->open[m->depth - 1].pos : 0;
	}
	if (m->pos == m->far)
		m->expected |= what;
	return NULL;
}

struct tpat *mini_fatal(struct mini *m, size_t from, size_t to,
			const char *hint, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	if (m->fatal)
		return NULL;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	m->fatal = true;
	diag_error(
	    m->errors,
	    (struct text_span){m->at + (uint32_t)from, m->at + (uint32_t)to},
	    hint, "%s", text);
	return NULL;
}

/* The parser that gave NULL failed before it read anything: another one may
 * try. */
static bool untouched(const struct mini *m, size_t from)
{
	return m->pos == from && !m->fatal;
}

/* --- Lists that grow --- */

struct items {
	struct tpat **at;
	size_t n, cap;
};

static void items_add(struct mini *m, struct items *l, struct tpat *t)
{
	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 8;
		struct tpat **at = arena_alloc(m->arena, cap * sizeof(*at));

		if (l->n)
			memcpy(at, l->at, l->n * sizeof(*at));
		l->at = at;
		l->cap = cap;
	}
	l->at[l->n++] = t;
}

static struct tpat *of_items(struct mini *m, enum tpat_kind kind, int type,
			     const struct items *l)
{
	struct tpat *t = tpat_new(m, kind, type);

	t->list = l->at;
	t->n = l->n;
	return t;
}

/* --- Brackets --- */

static bool open_bracket(struct mini *m, char c)
{
	if (mini_peek(m) != c)
		return false;
	if (m->depth == MINI_NESTING) {
		mini_fatal(m, m->pos, m->pos + 1, NULL,
			   "more than %d brackets inside each other",
			   MINI_NESTING);
		return false;
	}
	m->open[m->depth].c = c;
	m->open[m->depth++].pos = m->pos;
	m->pos++;
	return true;
}

/* The bracket's end; false when something else stands there. */
static bool close_bracket(struct mini *m, char c)
{
	bool ok = mini_take(m, c);

	if (!ok)
		mini_expect(m, E_CLOSE);
	m->depth--;
	return ok;
}

/* --- What follows an item --- */

static struct tpat *poly_in(struct mini *m, const struct mini_kind *item);
static struct tpat *poly_out(struct mini *m, const struct mini_kind *item);
static struct tpat *sequence(struct mini *m, const struct mini_kind *item);

static struct tpat *rate(struct mini *m)
{
	size_t from = m->pos;
	struct tpat *t = mini_rational(m);

	if (!t && untouched(m, from))
		t = poly_in(m, &mini_rational_kind);
	if (!t && untouched(m, from))
		t = poly_out(m, &mini_rational_kind);
	if (!t && untouched(m, from))
		mini_expect(m, E_RATE);
	return t;
}

static struct tpat *multiply(struct mini *m, struct tpat *t)
{
	bool fast = mini_peek(m) == '*';
	size_t from = m->pos;
	struct tpat *by, *product;

	if (!fast && mini_peek(m) != '/')
		return t;
	m->pos++;
	mini_spaces(m);
	by = rate(m);
	if (!by)
		return NULL;
	if (fast && by->kind == T_ATOM &&
	    rat_lt(rat_int(MINI_RATE), by->value.r))
		return mini_fatal(m, from, m->pos, NULL,
				  "this is more than %d times in a cycle",
				  MINI_RATE);
	product = tpat_new(m, fast ? T_FAST : T_SLOW, t->type);
	product->a = t;
	product->b = by;
	return product;
}

static struct tpat *chance(struct mini *m, struct tpat *t)
{
	struct tpat *d;
	double amount = 0.5;
	int c;

	if (!mini_take(m, '?'))
		return t;
	c = mini_peek(m);
	if (c >= '0' && c <= '9' && !mini_chance(m, &amount))
		return NULL;
	mini_spaces(m);
	d = tpat_new(m, T_DEGRADE, t->type);
	d->a = t;
	d->amount = amount;
	d->seed = m->seed++;
	return d;
}

static bool comma(struct mini *m)
{
	if (!mini_take(m, ','))
		return false;
	mini_lexeme(m);
	return true;
}

/* (hits, steps, rotation) behind a part. */
static struct tpat *euclid(struct mini *m, struct tpat *t)
{
	struct tpat *e;

	if (!open_bracket(m, '('))
		return m->fatal ? NULL : t;
	e = tpat_new(m, T_EUCLID, t->type);
	e->a = t;
	e->b = sequence(m, &mini_integral_kind);
	if (!e->b)
		return NULL;
	mini_spaces(m);
	if (!comma(m))
		return mini_expect(m, E_COMMA);
	mini_spaces(m);
	e->c = sequence(m, &mini_integral_kind);
	if (!e->c)
		return NULL;
	if (comma(m)) {
		mini_spaces(m);
		e->d = sequence(m, &mini_integral_kind);
		if (!e->d)
			return NULL;
	}
	return close_bracket(m, ')') ? e : NULL;
}

/* --- Parts --- */

static struct tpat *single(struct mini *m, const struct mini_kind *item)
{
	struct tpat *t = item->parse(m);

	if (t)
		t = chance(m, t);
	return t ? multiply(m, t) : NULL;
}

static bool is_name_char(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == ':' || c == '.' || c == '-' ||
	       c == '_' || c >= 0x80;
}

static struct tpat *variable(struct mini *m, int type)
{
	struct tpat *t;
	size_t from;

	if (!mini_take(m, '^'))
		return NULL;
	from = m->pos;
	while (is_name_char(mini_peek(m)))
		m->pos++;
	t = tpat_new(m, T_VAR, type);
	t->name = arena_strn(m->arena, m->s + from, m->pos - from);
	return t;
}

struct tpat *mini_part(struct mini *m, const struct mini_kind *item)
{
	size_t from = m->pos;
	struct tpat *t = single(m, item);

	if (!t && untouched(m, from))
		t = poly_in(m, item);
	if (!t && untouched(m, from))
		t = poly_out(m, item);
	if (!t && untouched(m, from))
		t = variable(m, item->type);
	if (t)
		t = euclid(m, t);
	return t ? chance(m, t) : NULL;
}

/* --- Sequences --- */

static struct tpat *foot(struct mini *m, int type)
{
	if (!mini_take(m, '.'))
		return NULL;
	mini_lexeme(m);
	return tpat_new(m, T_FOOT, type);
}

/* Of two numbers; of anything else it isn't known yet. */
static double distance(const struct tpat *a, const struct tpat *b)
{
	if (a->kind != T_ATOM || b->kind != T_ATOM ||
	    !value_is_number(a->value) || !value_is_number(b->value))
		return 0;
	return fabs(value_to_double(b->value) - value_to_double(a->value));
}

static struct tpat *range(struct mini *m, const struct mini_kind *item,
			  struct tpat *a)
{
	struct tpat *t = tpat_new(m, T_RANGE, a->type);
	size_t from = m->pos;

	m->pos += 2;
	mini_lexeme(m);
	t->a = a;
	t->b = mini_part(m, item);
	if (!t->b)
		return NULL;
	if (!(distance(a, t->b) < MINI_STEPS))
		return mini_fatal(m, from, m->pos, NULL,
				  "a range has at most %d steps", MINI_STEPS);
	m->after_range = true;
	return t;
}

static struct tpat *elongate(struct mini *m, struct tpat *a)
{
	struct tpat *t = tpat_new(m, T_ELONGATE, a->type);

	t->a = a;
	t->weight = RAT_ONE;
	while (mini_peek(m) == '@' || mini_peek(m) == '_') {
		struct rat r = rat_int(2);
		size_t from = ++m->pos;

		if (!mini_ratio(m, &r) && !untouched(m, from))
			return NULL;
		t->weight = rat_add(t->weight, rat_sub(r, RAT_ONE));
		mini_spaces(m);
	}
	return t;
}

static struct tpat *repeat(struct mini *m, struct tpat *a)
{
	struct tpat *t = tpat_new(m, T_REPEAT, a->type);
	size_t from = m->pos;

	t->a = a;
	t->count = 1;
	while (mini_take(m, '!')) {
		double n = 2;

		mini_digits(m, &n);
		if (n > MINI_STEPS || t->count > MINI_STEPS)
			return mini_fatal(m, from, m->pos, NULL,
					  "a sequence has at most %d steps",
					  MINI_STEPS);
		t->count += (int64_t)n - 1;
		mini_spaces(m);
	}
	return t;
}

/* One step: a part, and how long or how often it is there. */
static struct tpat *step(struct mini *m, const struct mini_kind *item)
{
	struct tpat *t = mini_part(m, item);
	int c;

	if (!t)
		return NULL;
	mini_spaces(m);
	c = mini_peek(m);
	if (c == '.' && m->pos + 1 < m->len && m->s[m->pos + 1] == '.')
		return range(m, item, t);
	if (c == '@' || c == '_')
		return elongate(m, t);
	if (c == '!')
		return repeat(m, t);
	return t;
}

static struct tpat *cut_feet(struct mini *m, int type, const struct items *all)
{
	struct items feet = {0}, one = {0};
	size_t marks = 0;

	for (size_t i = 0; i < all->n; i++) {
		if (all->at[i]->kind != T_FOOT) {
			items_add(m, &one, all->at[i]);
			continue;
		}
		marks++;
		items_add(m, &feet, of_items(m, T_SEQ, type, &one));
		one = (struct items){0};
	}
	if (one.n)
		items_add(m, &feet, of_items(m, T_SEQ, type, &one));
	if (marks && feet.n > 1)
		return of_items(m, T_SEQ, type, &feet);
	/* A dot with nothing behind it stays, and has no meaning. */
	return of_items(m, T_SEQ, type, all);
}

static struct tpat *sequence(struct mini *m, const struct mini_kind *item)
{
	struct items all = {0};

	mini_spaces(m);
	for (;;) {
		size_t from = m->pos;
		struct tpat *t = step(m, item);

		if (!t && untouched(m, from))
			t = foot(m, item->type);
		if (!t && !untouched(m, from))
			return NULL;
		if (!t)
			break;
		items_add(m, &all, t);
	}
	mini_expect(m, E_STEP);
	return chance(m, cut_feet(m, item->type, &all));
}

static bool more_sequences(struct mini *m, const struct mini_kind *item,
			   char separator, struct items *to)
{
	while (mini_take(m, separator)) {
		struct tpat *t;

		mini_lexeme(m);
		t = sequence(m, item);
		if (!t)
			return false;
		items_add(m, to, t);
	}
	return true;
}

/* Sequences with commas, or with bars, between them; a rate for them all. */
static struct tpat *together(struct mini *m, const struct mini_kind *item)
{
	struct tpat *t = sequence(m, item);
	struct items all = {0};
	int c = mini_peek(m);

	if (!t)
		return NULL;
	if (c == ',' || c == '|') {
		items_add(m, &all, t);
		if (!more_sequences(m, item, (char)c, &all))
			return NULL;
		t = of_items(m, c == ',' ? T_STACK : T_CHOOSE, t->type, &all);
		if (c == '|')
			t->seed = m->seed++;
	}
	if (mini_peek(m) == '*' || mini_peek(m) == '/') {
		t = multiply(m, t);
		m->after_whole = true;
	}
	return t;
}

static struct tpat *poly_in(struct mini *m, const struct mini_kind *item)
{
	struct tpat *t;

	if (!open_bracket(m, '['))
		return NULL;
	t = together(m, item);
	if (!t || !close_bracket(m, ']'))
		return NULL;
	return multiply(m, t);
}

/* What stands between { } or < >. */
static struct tpat *polymeter(struct mini *m, const struct mini_kind *item,
			      char close)
{
	struct items all = {0};
	struct tpat *t = sequence(m, item);

	if (!t)
		return NULL;
	items_add(m, &all, t);
	if (!more_sequences(m, item, ',', &all) || !close_bracket(m, close))
		return NULL;
	return of_items(m, T_POLY, t->type, &all);
}

static struct tpat *poly_out(struct mini *m, const struct mini_kind *item)
{
	struct tpat *t;

	if (open_bracket(m, '{')) {
		t = polymeter(m, item, '}');
		if (t && mini_take(m, '%')) {
			t->b = sequence(m, &mini_rational_kind);
			if (!t->b)
				return NULL;
		}
	} else if (!m->fatal && open_bracket(m, '<')) {
		t = polymeter(m, item, '>');
		if (t) {
			t->b = tpat_new(m, T_ATOM, MINI_RATIONAL);
			t->b->value = value_rat(RAT_ONE);
		}
	} else {
		return NULL;
	}
	return t ? multiply(m, t) : NULL;
}

/* --- The string --- */

/* Whether a `-` here may belong to a number: something other than another dash
 * comes behind it. */
static bool dash_may_be_sign(const struct mini *m)
{
	struct mini ahead = {.s = m->s, .len = m->len, .pos = m->pos + 1};

	mini_spaces(&ahead);
	return ahead.pos < ahead.len && ahead.s[ahead.pos] != '-';
}

static void warn_no_bus(struct mini *m, size_t from)
{
	size_t end = from + 1;
	int n;

	while (end < m->len && is_name_char((unsigned char)m->s[end]) &&
	       m->s[end] != '.' && m->s[end] != '-' && m->s[end] != ':')
		end++;
	n = (int)(end - from - 1);
	if (!m->scope || n < 1 || n > 60 || m->type != MINI_STRING)
		return;
	diag_warn(
	    m->errors,
	    (struct text_span){m->at + (uint32_t)from, m->at + (uint32_t)end},
	    "put a blank behind '~' for a rest, or define the bus",
	    "there is no bus ~%.*s, so this is a rest and then '%.*s'", n,
	    m->s + from + 1, n, m->s + from + 1);
}

/* An item, or a rest: `~`, or a `-` that begins no number. */
static struct tpat *item_or_rest(struct mini *m)
{
	size_t from = m->pos;
	int seed = m->seed, depth = m->depth;
	const struct mini_kind *item = mini_item(m->type);
	struct tpat *t;

	if (mini_peek(m) == '-') {
		if (dash_may_be_sign(m)) {
			t = item->parse(m);
			if (t || m->fatal)
				return t;
			m->pos = from;
			m->seed = seed;
			m->depth = depth;
		}
		m->pos++;
		return tpat_new(m, T_SILENCE, m->type);
	}
	t = item->parse(m);
	if (!t && untouched(m, from) && mini_take(m, '~')) {
		warn_no_bus(m, from);
		t = tpat_new(m, T_SILENCE, m->type);
	}
	return t;
}

struct tpat *mini_grammar(struct mini *m)
{
	const struct mini_kind kind = {item_or_rest, m->type};
	struct tpat *t = together(m, &kind);

	if (t && m->pos < m->len) {
		mini_expect(m, E_END);
		return NULL;
	}
	return t;
}
