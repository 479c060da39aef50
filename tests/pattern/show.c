#include "tests/pattern/show.h"

#include <string.h>
#include "base/strbuf.h"
#include "pattern/render.h"

static struct arena arena;
static bool open;

struct arena *show_arena(void)
{
	if (!open)
		arena_init(&arena, 0);
	open = true;
	return &arena;
}

void show_done(void)
{
	if (open)
		arena_finish(&arena);
	open = false;
}

struct question {
	const struct pattern *p;
	struct span s;
	struct events answer;
};

static void ask(void *ctx)
{
	struct question *qu = ctx;
	struct query q = {.arena = &arena, .event_limit = 10000};

	qu->answer = pat_events(&q, qu->p, qu->s);
}

static void add_rat(struct strbuf *b, struct rat r)
{
	if (r.den == 1)
		strbuf_printf(b, "%lld", (long long)r.num);
	else
		strbuf_printf(b, "%lld/%lld", (long long)r.num,
			      (long long)r.den);
}

static void add_span(struct strbuf *b, struct span s)
{
	add_rat(b, s.begin);
	strbuf_putc(b, '-');
	add_rat(b, s.end);
}

const char *show(const struct pattern *p, struct rat from, struct rat to)
{
	struct question qu = {p, {from, to}, {0}};
	struct strbuf b;
	const char *text;

	if (arena_run(show_arena(), ask, &qu) != ST_OK)
		return arena_printf(&arena, "error: %s", arena.why);
	strbuf_init(&b);
	for (size_t i = 0; i < qu.answer.n; i++) {
		const struct event *e = &qu.answer.at[i];

		if (i)
			strbuf_puts(&b, ", ");
		add_span(&b, e->part);
		strbuf_putc(&b, ' ');
		if (e->value.kind == V_STR)
			strbuf_puts(&b, e->value.s);
		else
			value_json(&b, e->value);
		if (e->analog) {
			strbuf_putc(&b, '~');
		} else if (!span_eq(e->whole, e->part)) {
			strbuf_putc(&b, '(');
			add_span(&b, e->whole);
			strbuf_putc(&b, ')');
		}
	}
	text = arena_str(&arena, strbuf_str(&b));
	strbuf_finish(&b);
	return text;
}

const struct pattern *letters(const char *text)
{
	const struct pattern *p[32];
	size_t n = 0;

	show_arena();
	for (; *text && n < 32; text++)
		p[n++] = *text == '~'
			     ? pat_silence()
			     : pat_pure(&arena,
					value_str(arena_strn(&arena, text, 1)));
	return pat_fastcat(&arena, n, p);
}
