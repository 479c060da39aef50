#include "tests/contract/answer.h"

#include <stdlib.h>
#include <string.h>
#include "compile/compile.h"
#include "pattern/render.h"
#include "pattern/stateful.h"

static const char *value_text(struct arena *a, struct value v)
{
	struct strbuf b;
	const char *text;

	strbuf_init(&b);
	value_json(&b, v);
	text = arena_str(a, strbuf_str(&b));
	strbuf_finish(&b);
	return text;
}

static void add(struct arena *a, struct answer *x, struct piece p)
{
	if (x->n == x->cap) {
		size_t cap = x->cap ? x->cap * 2 : 64;
		struct piece *at = arena_alloc(a, cap * sizeof(*at));

		if (x->n)
			memcpy(at, x->at, x->n * sizeof(*at));
		x->at = at;
		x->cap = cap;
	}
	x->at[x->n++] = p;
}

struct question {
	struct arena *arena;
	const struct pattern *p;
	struct span s;
	struct events answer;
	bool resolve; /* play the events: values that count get theirs */
};

static void ask(void *ctx)
{
	struct question *qu = ctx;
	struct query q = {.arena = qu->arena, .event_limit = 100000};
	const struct map *state = NULL;

	qu->answer = pat_events(&q, qu->p, qu->s);
	if (qu->resolve)
		events_resolve_state(qu->arena, &state, &qu->answer);
}

static bool inside(struct span in, struct span of)
{
	return rat_le(of.begin, in.begin) && rat_le(in.end, of.end);
}

struct answer answer_to(struct arena *a, const struct pattern *p, struct span s)
{
	struct question qu = {a, p, s, {0}, false};
	struct answer x = {0};

	x.status = arena_run(a, ask, &qu);
	x.why = x.status ? arena_str(a, a->why) : "";
	for (size_t i = 0; i < qu.answer.n; i++) {
		const struct event *e = &qu.answer.at[i];

		if (!inside(e->part, s) ||
		    (!e->analog && !inside(e->part, e->whole)))
			x.outside = true;
		if (e->analog)
			x.analog = true;
		else
			add(a, &x,
			    (struct piece){e->whole, e->part,
					   value_text(a, e->value), false});
	}
	return x;
}

struct answer answer_join(struct arena *a, const struct answer *x,
			  const struct answer *y)
{
	struct answer both = *x;

	both.at = NULL;
	both.n = both.cap = 0;
	for (size_t i = 0; i < x->n; i++)
		add(a, &both, x->at[i]);
	for (size_t i = 0; i < y->n; i++)
		add(a, &both, y->at[i]);
	both.status = x->status ? x->status : y->status;
	both.analog = x->analog || y->analog;
	both.outside = x->outside || y->outside;
	return both;
}

static int span_order(struct span x, struct span y)
{
	int c = rat_cmp(x.begin, y.begin);

	return c ? c : rat_cmp(x.end, y.end);
}

static int order(const void *px, const void *py)
{
	const struct piece *x = px, *y = py;
	int c = span_order(x->whole, y->whole);

	if (!c)
		c = strcmp(x->value, y->value);
	return c ? c : span_order(x->part, y->part);
}

static bool same_event(const struct piece *x, const struct piece *y)
{
	return span_order(x->whole, y->whole) == 0 &&
	       strcmp(x->value, y->value) == 0;
}

static struct answer cut(struct arena *a, const struct answer *x)
{
	struct answer to = *x;

	to.at = NULL;
	to.n = to.cap = 0;
	for (size_t i = 0; i < x->n; i++) {
		struct piece p = x->at[i];
		struct rat end = p.part.end;

		do {
			p.part.end = rat_min(end, rat_next_sam(p.part.begin));
			add(a, &to, p);
			p.part.begin = p.part.end;
		} while (rat_lt(p.part.end, end));
	}
	return to;
}

/* Extend a piece before that ends where this one begins, in the same cycle. */
static bool extend(struct answer *to, const struct piece *p)
{
	if (rat_eq(p->part.begin, rat_sam(p->part.begin)))
		return false;
	for (size_t j = to->n; j-- > 0;) {
		struct piece *before = &to->at[j];

		if (!same_event(before, p))
			return false;
		if (rat_eq(before->part.end, p->part.begin)) {
			before->part.end = p->part.end;
			return true;
		}
	}
	return false;
}

void answer_settle(struct arena *a, struct answer *x)
{
	struct answer pieces = cut(a, x), to = *x;

	if (!pieces.n) {
		*x = pieces;
		return;
	}
	qsort(pieces.at, pieces.n, sizeof(*pieces.at), order);
	to.at = NULL;
	to.n = to.cap = 0;
	for (size_t i = 0; i < pieces.n; i++)
		if (!extend(&to, &pieces.at[i]))
			add(a, &to, pieces.at[i]);
	qsort(to.at, to.n, sizeof(*to.at), order);
	*x = to;
}

bool answer_equal(const struct answer *x, const struct answer *y)
{
	if (x->status != y->status || x->n != y->n)
		return false;
	for (size_t i = 0; i < x->n; i++)
		if (order(&x->at[i], &y->at[i]))
			return false;
	return true;
}

void answer_shift(struct answer *x, struct rat by)
{
	for (size_t i = 0; i < x->n; i++) {
		struct piece *p = &x->at[i];

		p->part =
		    SPAN(rat_add(p->part.begin, by), rat_add(p->part.end, by));
		p->whole = SPAN(rat_add(p->whole.begin, by),
				rat_add(p->whole.end, by));
	}
}

static void put_rat(struct strbuf *b, struct rat r)
{
	if (r.den == 1)
		strbuf_printf(b, "%lld", (long long)r.num);
	else
		strbuf_printf(b, "%lld/%lld", (long long)r.num,
			      (long long)r.den);
}

static const char *taken(struct arena *a, struct strbuf *b)
{
	const char *text = arena_str(a, strbuf_str(b));

	strbuf_finish(b);
	return text;
}

const char *answer_text(struct arena *a, const struct answer *x)
{
	struct strbuf b;

	strbuf_init(&b);
	if (x->status)
		strbuf_printf(&b, "error: %s", x->why);
	for (size_t i = 0; i < x->n && b.len < 400; i++) {
		const struct piece *p = &x->at[i];

		strbuf_puts(&b, i ? "; " : "");
		put_rat(&b, p->part.begin);
		strbuf_putc(&b, ' ');
		put_rat(&b, p->part.end);
		strbuf_putc(&b, ' ');
		strbuf_puts(&b, p->value);
	}
	return taken(a, &b);
}

/* --- Rows --- */

struct compilation {
	struct arena *arena;
	const char *text;
	char type;
	struct diag_list errors;
	const struct pattern *p;
};

static void compile(void *ctx)
{
	struct compilation *c = ctx;
	size_t len = strlen(c->text);

	diag_init(&c->errors, c->arena, c->text, len);
	c->p = compile_expression(c->arena, c->type, false, c->text, len,
				  &c->errors);
}

const struct pattern *expression(struct arena *a, const char *text,
				 const char **why)
{
	*why = "";
	for (const char *type = "CDNIRSBX"; *type; type++) {
		struct compilation c = {a, text, *type, {0}, NULL};
		enum status st = arena_run(a, compile, &c);

		if (!st && !c.errors.errors && c.p)
			return c.p;
		if (type[0] == 'C' && st)
			*why = arena_str(a, a->why);
		else if (type[0] == 'C' && c.errors.first)
			*why = c.errors.first->message;
	}
	return NULL;
}

struct shown {
	struct span at;
	const char *value;
	bool analog;
};

static int shown_order(const void *px, const void *py)
{
	const struct shown *x = px, *y = py;
	int c = span_order(x->at, y->at);

	return c ? c : strcmp(x->value, y->value);
}

static size_t show(struct arena *a, struct events *e, struct shown *to)
{
	for (size_t i = 0; i < e->n; i++)
		to[i] = (struct shown){event_whole_or_part(&e->at[i]),
				       value_text(a, e->at[i].value),
				       e->at[i].analog};
	qsort(to, e->n, sizeof(*to), shown_order);
	return e->n;
}

const char *row_events(struct arena *a, const struct pattern *p)
{
	struct question qu = {a, p, {RAT_ZERO, RAT_ONE}, {0}, true};
	struct shown *shown;
	struct strbuf b;
	size_t n;

	qu.resolve = true;
	if (arena_run(a, ask, &qu))
		return arena_printf(a, "error: %s", a->why);
	events_defragment(&qu.answer);
	shown = arena_alloc(a, (qu.answer.n + 1) * sizeof(*shown));
	n = show(a, &qu.answer, shown);
	strbuf_init(&b);
	for (size_t i = 0; i < n; i++) {
		strbuf_puts(&b, i ? "; " : "");
		strbuf_puts(&b, shown[i].analog ? "~" : "");
		put_rat(&b, shown[i].at.begin);
		strbuf_putc(&b, ' ');
		put_rat(&b, shown[i].at.end);
		strbuf_putc(&b, ' ');
		strbuf_puts(&b, shown[i].value);
	}
	return taken(a, &b);
}
