#include "tests/fuzz/play.h"

#include <math.h>
#include "pattern/core.h"
#include "tests/fuzz/targets.h"

struct window {
	const struct pattern *pattern;
	struct arena *arena;
	struct span span;
	size_t events;
};

/* What a player relies on. */
static void check_event(const struct window *w, const struct event *e)
{
	if (e->analog)
		return;
	MUST(rat_cmp(e->part.begin, e->part.end) <= 0);
	MUST(rat_cmp(e->whole.begin, e->whole.end) <= 0);
	(void)w;
}

static void ask(void *ctx)
{
	struct window *w = ctx;
	struct query q = {.arena = w->arena, .event_limit = PLAY_EVENTS};
	struct events out = events_none();

	pat_query(&q, w->pattern, w->span, &out);
	MUST(q.depth == 0);
	for (size_t i = 0; i < out.n; i++) {
		check_event(w, &out.at[i]);
		w->events += event_has_onset(&out.at[i]);
	}
}

struct played play_pattern(const struct pattern *p, int cycles)
{
	struct played played = {.st = ST_OK};
	struct arena a;

	arena_init(&a, PLAY_BYTES);
	for (int i = 0; i < cycles * 4 && played.st == ST_OK; i++) {
		struct window w = {
		    .pattern = p,
		    .arena = &a,
		    .span = SPAN(rat_make(i, 4), rat_make(i + 1, 4))};

		arena_reset(&a);
		a.step_limit = PLAY_STEPS;
		played.st = arena_run(&a, ask, &w);
		played.events += w.events;
		if (a.steps > played.steps)
			played.steps = a.steps;
		MUST(played.st == ST_OK || a.why[0]);
	}
	arena_finish(&a);
	return played;
}

struct apply {
	struct arena *arena;
	const struct action *action;
	const struct pattern *old, *result;
};

/* What the engine calls when a transition or `all` comes into force. */
static void apply(void *ctx)
{
	struct apply *ap = ctx;
	struct value v;

	if (ap->action->kind == ACT_TRANSITION) {
		const struct value old = value_pat(ap->old);
		struct list *l =
		    arena_zero(ap->arena, sizeof(*l) + 2 * sizeof(old));

		l->n = 2;
		l->at[0] = value_pat(ap->action->pattern);
		l->at[1] = old;
		v = fn_call(ap->arena, ap->action->fn,
			    value_rat(rat_make(1, 3)));
		if (v.kind == V_FN)
			v = fn_call(ap->arena, v.fn, value_list(l));
	} else {
		v = fn_call(ap->arena, ap->action->fn, value_pat(ap->old));
	}
	if (v.kind == V_PAT)
		ap->result = v.pat;
}

static void add(struct played *to, struct played one)
{
	to->events += one.events;
	if (one.steps > to->steps)
		to->steps = one.steps;
	if (to->st == ST_OK)
		to->st = one.st;
}

static void play_function(const struct action *action,
			  const struct pattern *old, int cycles,
			  struct played *to)
{
	struct arena a;
	struct apply ap = {.arena = &a, .action = action, .old = old};
	enum status st;

	arena_init(&a, PLAY_BYTES);
	a.step_limit = PLAY_STEPS;
	st = arena_run(&a, apply, &ap);
	a.step_limit = 0;
	if (st != ST_OK)
		add(to, (struct played){.st = st});
	else if (ap.result)
		add(to, play_pattern(ap.result, cycles));
	arena_finish(&a);
}

struct played play_program(const struct program *p, int cycles)
{
	struct played sum = {.st = ST_OK};
	const struct pattern *last = pat_silence();

	for (size_t i = 0; i < p->n_actions; i++) {
		const struct action *action = &p->actions[i];

		if (action->pattern) {
			add(&sum, play_pattern(action->pattern, cycles));
			last = action->pattern;
		}
		if (action->fn)
			play_function(action, last, cycles, &sum);
	}
	return sum;
}
