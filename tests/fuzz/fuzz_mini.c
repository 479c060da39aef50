#include "pattern/mini.h"

#include "tests/fuzz/play.h"
#include "tests/fuzz/targets.h"

struct parse {
	struct arena *arena;
	enum mini_type type;
	const char *text;
	size_t len;
	struct diag_list errors;
	const struct pattern *pattern;
};

static void parse(void *ctx)
{
	struct parse *p = ctx;

	diag_init(&p->errors, p->arena, p->text, p->len);
	p->pattern =
	    mini_parse(p->arena, p->type, p->text, p->len, 0, &p->errors);
	MUST(p->pattern || p->errors.errors);
}

int fuzz_mini(const uint8_t *data, size_t n)
{
	struct arena a;
	struct parse p = {.arena = &a};
	enum status st;

	if (n == 0)
		return 0;
	p.type = (enum mini_type)(data[0] % (MINI_FREQUENCY + 1));
	p.text = (const char *)data + 1;
	p.len = n - 1;
	arena_init(&a, 8 << 20);
	a.step_limit = 500000;
	st = arena_run(&a, parse, &p);
	a.step_limit = 0;
	if (st == ST_OK && p.pattern)
		play_pattern(p.pattern, 2);
	MUST(st == ST_OK || a.why[0]);
	arena_finish(&a);
	return 0;
}
