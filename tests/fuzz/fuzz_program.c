#include <string.h>
#include "compile/compile.h"
#include "tests/fuzz/play.h"
#include "tests/fuzz/sound.h"
#include "tests/fuzz/targets.h"

/* Small, so that what is too much is found soon. */
static const struct compile_limits limits = {
    .text_bytes = 1 << 16,
    .nesting = 200,
    .arena_bytes = 8 << 20,
    .steps = 200000,
    .statements = 200,
};

static void check_diags(const struct program *p)
{
	int errors = 0;

	for (const struct diag *d = p->diags.first; d; d = d->next) {
		MUST(d->message && d->message[0] && d->hint);
		MUST(d->line >= 1 && d->column >= 1);
		MUST(d->end_line >= d->line);
		MUST(d->span.from <= d->span.to);
		errors += !d->warning;
	}
	MUST(!p->diags.errors || errors);
	MUST(!p->diags.errors || (!p->n_actions && !p->n_defines));
}

static void check_actions(const struct program *p)
{
	for (size_t i = 0; i < p->n_actions; i++) {
		const struct action *a = &p->actions[i];

		MUST(a->at.from <= a->at.to && a->at.to <= p->len);
		if (a->kind == ACT_SLOT)
			MUST(a->target &&
			     (a->signal ? !a->pattern : a->pattern != NULL));
		if (a->kind == ACT_TRANSITION)
			MUST(a->target && a->pattern && a->fn);
	}
	for (size_t i = 0; i < p->n_defines; i++)
		MUST(p->defines[i].name && p->defines[i].text);
}

static struct program *compile_once(const struct scope_view *scope,
				    const char *text, size_t n,
				    enum eval_mode mode)
{
	struct program *p;

	MUST(compile_text(scope, text, n, mode, &limits, &p) == ST_OK);
	check_diags(p);
	check_actions(p);
	return p;
}

int fuzz_program(const uint8_t *data, size_t n)
{
	const struct scope_view empty = {0};
	const char *text = (const char *)data;
	struct program *first = compile_once(&empty, text, n, EVAL_REPLACE);
	struct program *second;
	struct sound *sound = NULL;
	struct scope_view left = {.entries = first->defines,
				  .n = first->n_defines};

	play_program(first, 2);
	if (first->signals) {
		sound = sound_new();
		sound_play(sound, first->signals);
	}
	/* After a mistake nothing is left that it could meet. */
	if (first->n_defines) {
		second = compile_once(&left, text, n, EVAL_MERGE);
		if (sound)
			sound_play(sound, second->signals);
		program_free(second);
	}
	if (sound)
		sound_free(sound);
	program_free(first);
	return 0;
}
