#include "engine/code.h"

#include <stdio.h>
#include <string.h>
#include "base/alloc.h"
#include "pattern/core.h"

enum { BUILD_STEPS = 200000, BUILD_BYTES = 8 << 20 };

struct code *code_new(struct program *program)
{
	struct code *c = mem_new(sizeof(*c));

	if (!c) {
		program_free(program);
		return NULL;
	}
	c->program = program;
	c->refs = 1;
	return c;
}

void code_hold(struct code *c)
{
	c->refs++;
}

void code_drop(struct code *c)
{
	if (!c || --c->refs > 0)
		return;
	program_free(c->program);
	mem_free(c);
}

struct play *play_new(struct code *code, const struct pattern *p)
{
	struct play *play = mem_new(sizeof(*play));

	if (!play)
		return NULL;
	arena_init(&play->arena, BUILD_BYTES);
	play->arena.step_limit = BUILD_STEPS;
	play->pattern = p;
	play->refs = 1;
	play->code = code;
	code_hold(code);
	return play;
}

struct shift {
	struct play *play;
	struct rat by;
};

static void shift(void *ctx)
{
	struct shift *s = ctx;

	s->play->pattern = pat_late(&s->play->arena, s->by, s->play->pattern);
}

struct play *play_cycle(struct code *code, const struct pattern *p,
			struct rat from)
{
	struct shift s = {play_new(code, p), rat_frac(from)};

	if (s.play && arena_run(&s.play->arena, shift, &s) != ST_OK) {
		play_drop(s.play);
		return NULL;
	}
	return s.play;
}

struct build {
	struct play *play;
	const struct fn *fn;
	const struct rat *now;
};

static struct value list_of_bases(struct arena *a, const struct play *p)
{
	struct list *l =
	    arena_zero(a, sizeof(*l) + p->n_base * sizeof(struct value));

	l->n = p->n_base;
	for (size_t i = 0; i < l->n; i++)
		l->at[i] = value_pat(p->base[i]->pattern);
	return value_list(l);
}

static void build(void *ctx)
{
	struct build *b = ctx;
	struct arena *a = &b->play->arena;
	struct value v;

	if (b->now) {
		v = fn_call(a, b->fn, value_rat(*b->now));
		if (v.kind == V_FN)
			v = fn_call(a, v.fn, list_of_bases(a, b->play));
	} else {
		v = fn_call(a, b->fn, value_pat(b->play->base[0]->pattern));
	}
	if (v.kind != V_PAT)
		arena_escape(a, ST_EVAL, "this gives no pattern");
	b->play->pattern = v.pat;
}

struct play *play_build(struct code *code, const struct fn *fn,
			const struct rat *now, struct play *const *base,
			size_t n_base, char why[192])
{
	struct play *p = play_new(code, pat_silence());
	struct build b = {p, fn, now};

	snprintf(why, 192, "the machine has no memory left");
	if (!p)
		return NULL;
	p->base = mem_array(n_base, sizeof(*p->base));
	if (!p->base) {
		play_drop(p);
		return NULL;
	}
	for (; p->n_base < n_base; p->n_base++)
		p->base[p->n_base] = play_hold(base[p->n_base]);
	if (arena_run(&p->arena, build, &b) != ST_OK) {
		snprintf(why, 192, "%s", p->arena.why);
		play_drop(p);
		return NULL;
	}
	p->arena.step_limit = 0;
	return p;
}

struct play *play_hold(struct play *p)
{
	p->refs++;
	return p;
}

void play_drop(struct play *p)
{
	if (!p || --p->refs > 0)
		return;
	for (size_t i = 0; i < p->n_base; i++)
		play_drop(p->base[i]);
	mem_free(p->base);
	arena_finish(&p->arena);
	code_drop(p->code);
	mem_free(p);
}
