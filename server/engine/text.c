#include "engine/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/alloc.h"
#include "engine/event.h"

void text_warn(struct request *r, const char *fmt, ...)
{
	char line[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (r->result.n_warnings == WARNINGS_MAX)
		return;
	r->warnings[r->result.n_warnings] = mem_str(line);
	if (r->warnings[r->result.n_warnings])
		r->result.n_warnings++;
}

/* --- Samples --- */

void text_look_for_samples(struct engine *e, const struct program *p)
{
	for (size_t i = 0; p && i < p->n_samples; i++)
		if (p->samples[i].sure)
			loader_look_again(&e->loader, p->samples[i].name);
}

bool text_ask_samples(struct engine *e, const struct request *r)
{
	const struct program *p = r->program;
	bool all = true;

	for (size_t i = 0; i < p->n_samples; i++) {
		struct sample *s = loader_find(&e->loader, p->samples[i].name);

		if (s && !loader_ask(&e->loader, s))
			all = false;
	}
	return all;
}

static void warn_of_sample(struct engine *e, struct request *r,
			   const struct sample_word *word)
{
	const char *name = word->name;
	struct sample *s = loader_find(&e->loader, name);
	char hint[200], why[EVENT_WHY];
	int state;

	if (!s && !word->sure)
		return;
	if (!s) {
		loader_hint(&e->loader, name, hint, sizeof(hint));
		text_warn(r, "there is no sample %s%s%s", name,
			  *hint ? ": " : "", hint);
		scope_tell_once(r->scope, name);
		return;
	}
	state = atomic_load(&s->state);
	if (state == SAMPLE_FAILED) {
		event_unreadable(s, why);
		text_warn(r, "%s (%s)", why, s->path);
		scope_tell_once(r->scope, why);
	} else if (state != SAMPLE_READY) {
		text_warn(r,
			  "%s is still being loaded: it sounds from its first "
			  "event after that",
			  name);
	}
}

void text_warn_of_samples(struct engine *e, struct request *r)
{
	for (size_t i = 0; i < r->program->n_samples; i++)
		warn_of_sample(e, r, &r->program->samples[i]);
}

/* --- What becomes of it --- */

bool text_sets_position(const struct program *p)
{
	for (size_t i = 0; i < p->n_actions; i++)
		if (p->actions[i].kind == ACT_SET_CYCLE ||
		    p->actions[i].kind == ACT_RESET_CYCLES)
			return true;
	return false;
}

static bool is_slot_action(const struct action *a)
{
	return a->kind == ACT_SLOT || a->kind == ACT_TRANSITION;
}

void text_list_slots(struct request *r)
{
	const struct program *p = r->program;

	r->slots = mem_array(p->n_actions + 1, sizeof(*r->slots));
	if (!r->slots)
		return;
	for (size_t i = 0; i < p->n_actions; i++) {
		const char *name = p->actions[i].target;
		size_t k = 0;

		if (!is_slot_action(&p->actions[i]))
			continue;
		while (k < r->result.n_slots && strcmp(r->slots[k], name) != 0)
			k++;
		r->slots[k] = name;
		if (k == r->result.n_slots)
			r->result.n_slots++;
	}
}

static struct rat next_multiple(double of, struct rat now)
{
	struct rat step = of > 0 ? rat_simplest(of) : RAT_ONE;

	if (step.num <= 0)
		step = RAT_ONE;
	return rat_mul(step, rat_int(rat_ceil(rat_div(now, step))));
}

struct job *text_undo(struct engine *e, struct request *r, struct rat now)
{
	const struct history *h = &r->scope->history;
	struct job *j;
	struct way way;

	r->serial = h->serial;
	switch (history_way(h, r->eval.undo, &way)) {
	case ST_OK:
		break;
	case ST_NOTFOUND:
		r->result.refusal = r->eval.undo > 0
					? "there is nothing to undo"
					: "there is nothing to do again";
		return NULL;
	default:
		return NULL;
	}
	r->result.steps = r->steps = way.steps;
	j = job_new(r->scope, way.text, way.len, EVAL_MERGE, now,
		    e->clock.rate_hz);
	if (j)
		job_remove(j, &way);
	way_finish(&way);
	return j;
}

bool text_is_overtaken(const struct request *r)
{
	return r->eval.undo && r->serial != r->scope->history.serial;
}

struct change *text_change(struct engine *e, const struct request *r)
{
	struct change *c = change_new(CHANGE_CODE, r->scope);
	struct rat now = clock_cycle(&e->clock, dsp_frame(e->dsp));

	if (!c)
		return NULL;
	switch (r->eval.at) {
	case AT_NOW:
		c->when = WHEN_NOW;
		break;
	case AT_CYCLE:
		c->when = WHEN_CYCLE;
		c->cycle = next_multiple(1, now);
		break;
	case AT_MULTIPLE:
		c->when = WHEN_CYCLE;
		c->cycle = next_multiple(r->eval.multiple, now);
		break;
	case AT_NTP:
		c->when = WHEN_NTP;
		c->ntp = r->eval.ntp;
		break;
	case AT_FRAME:
		c->when = WHEN_FRAME;
		c->frame = r->eval.frame;
		break;
	}
	c->undo = r->steps;
	c->code = r->code;
	code_hold(r->code);
	return c;
}

struct shortage {
	struct program *program;
	size_t wanted, left;
};

static void refuse(void *ctx)
{
	struct shortage *s = ctx;

	diag_error(&s->program->diags, (struct text_span){0, 0},
		   "clear slots that are done with",
		   "this text needs %zu more slots, and %zu are left",
		   s->wanted, s->left);
}

/* Slots that the texts before it in its bundle will take. */
static size_t taken_before(const struct engine *e, const struct request *r)
{
	size_t n = 0;

	for (const struct request *i = e->first; r->bundle && i != r;
	     i = i->next)
		if (i->code)
			n += player_new_slots(i->scope, i->program);
	return n;
}

bool text_has_room(struct engine *e, struct request *r)
{
	size_t left = player_free_strips(e), taken = taken_before(e, r);
	struct shortage s = {r->program, player_new_slots(r->scope, r->program),
			     left > taken ? left - taken : 0};

	if (s.wanted <= s.left)
		return true;
	/* Without room for the message it is refused all the same. */
	arena_run(&r->program->arena, refuse, &s);
	return false;
}
