/* What changes do to slots, definitions and history. */
#include "engine/edit.h"

#include <stdio.h>
#include <string.h>
#include "base/alloc.h"
#include "engine/stage.h"
#include "engine/stage_graph.h"
#include "pattern/core.h"

#define HUSH_S 0.2
#define TAIL_S 2.0 /* effects ring out within that */

void edit_release(struct edit *d, uint16_t strip, double seconds)
{
	if (d->n_releases < SLOTS_MAX)
		d->release[d->n_releases++] =
		    (struct release){strip, (float)seconds};
}

void edit_op(struct edit *d, struct clock_op op)
{
	if (d->n_ops < CLOCK_OPS)
		d->op[d->n_ops++] = op;
}

/* One whose tails are over, or else the one that has rested longest. */
static int find_strip(const struct engine *e)
{
	int best = -1;

	for (int i = 0; i < SLOTS_MAX; i++) {
		if (e->strips[i])
			continue;
		if (e->strip_free[i] <= dsp_frame(e->dsp))
			return i;
		if (best < 0 || e->strip_free[i] < e->strip_free[best])
			best = i;
	}
	return best;
}

enum slot_kind { SLOT_PLAIN, SLOT_INNER, SLOT_ONCE };

static struct slot *add_slot(struct edit *d, const char *name,
			     enum slot_kind kind)
{
	int strip = find_strip(d->e);
	struct slot *slot =
	    strip < 0 ? NULL : scope_add_slot(d->scope, name, (uint16_t)strip);

	if (!slot) {
		engine_say(d->e, d->scope, name, "there is no room for %s",
			   name);
		return NULL;
	}
	slot->inner = kind == SLOT_INNER;
	slot->once = kind == SLOT_ONCE;
	d->e->strips[strip] = slot;
	slot->dirty = true;
	mixer_add(d->e, slot);
	return slot;
}

static struct slot *want_slot(struct edit *d, const char *name)
{
	struct slot *slot = scope_slot(d->scope, name);

	if (slot)
		slot->gone = false;
	return slot ? slot : add_slot(d, name, SLOT_PLAIN);
}

static void set_all(struct edit *d, struct slot *slot)
{
	char why[192];

	if (!slot_apply_all(slot, why))
		engine_say(d->e, d->scope, slot->name,
			   "all does not apply to %s: %s", slot->name, why);
}

static void set_play(struct edit *d, struct slot *slot, struct play *p)
{
	if (!p) {
		engine_say(d->e, d->scope, slot->name,
			   "the machine has no memory left");
		return;
	}
	slot_play(slot, p);
	slot->began = clock_cycle(&d->e->clock, d->from);
	set_all(d, slot);
}

/* The slot sounds by its scope's graph. */
static void act_signal(struct edit *d, const struct action *a)
{
	struct slot *slot = want_slot(d, a->target);

	if (!slot)
		return;
	slot_play(slot, NULL);
	slot->signal = true;
	d->scope->strips_moved = true;
	slot->began = clock_cycle(&d->e->clock, d->from);
}

static void act_slot(struct edit *d, const struct action *a)
{
	struct slot *slot = a->signal ? NULL : want_slot(d, a->target);
	struct play *p = slot ? play_new(d->code, a->pattern) : NULL;

	if (a->signal) {
		act_signal(d, a);
		return;
	}
	if (p)
		slot_remember(slot, p);
	if (!slot)
		return;
	d->scope->strips_moved |= slot->signal;
	slot->signal = false;
	set_play(d, slot, p);
}

/* What it played before its signal is nothing to go on from. */
static void leave_signal(struct edit *d, struct slot *slot)
{
	if (!slot->signal)
		return;
	slot->signal = false;
	d->scope->strips_moved = true;
	slot_forget(slot);
}

static void act_transition(struct edit *d, const struct action *a)
{
	struct slot *slot = want_slot(d, a->target);
	struct rat now = clock_cycle(&d->e->clock, d->from);
	struct play *base[SLOT_HISTORY + 2], *p, *built;
	char why[192] = "the machine has no memory left";
	size_t n = 0;

	p = slot ? play_new(d->code, a->pattern) : NULL;
	if (!p)
		return;
	leave_signal(d, slot);
	base[n++] = p;
	for (size_t i = 0; i < slot->n_history; i++)
		base[n++] = slot->history[i];
	if (n == 1 && (base[1] = play_new(d->code, pat_silence())))
		n++;
	built = play_build(d->code, a->fn, &now, base, n, why);
	if (slot->n_history == 0 && n > 1)
		play_drop(base[1]);
	if (a->keep_history)
		slot_remember(slot, p);
	play_drop(p);
	if (built)
		set_play(d, slot, built);
	else
		engine_say(d->e, d->scope, slot->name,
			   "%s can't go over to its new pattern: %s",
			   slot->name, why);
}

static void act_once(struct edit *d, const struct action *a)
{
	struct rat now = clock_cycle(&d->e->clock, d->from);
	char name[32];
	struct slot *slot;

	snprintf(name, sizeof(name), "once:%u", d->e->last_swap + 1);
	slot = add_slot(d, name, SLOT_ONCE);
	if (!slot)
		return;
	slot->from = now;
	slot->until = rat_add(now, RAT_ONE);
	set_play(d, slot, play_cycle(d->code, a->pattern, now));
}

static char *copy_text(const struct program *p, struct text_span at)
{
	char *text = mem_new(at.to - at.from + 1);

	return text ? memcpy(text, p->text + at.from, at.to - at.from) : NULL;
}

static void act_all(struct edit *d, const struct action *a)
{
	if (!a->fn && !d->scope->all)
		return;
	if (a->fn)
		code_hold(d->code);
	mem_free(d->scope->all_text);
	d->scope->all_text = a->fn ? copy_text(d->code->program, a->at) : NULL;
	code_drop(d->scope->all_code);
	d->scope->all_code = a->fn ? d->code : NULL;
	d->scope->all = a->fn;
	for (struct slot *s = d->scope->slots; s; s = s->next)
		set_all(d, s);
}

static void hush_slot(struct edit *d, struct slot *slot, const char *target,
		      double fade_s)
{
	bool rings = slot->signal && fade_s < TAIL_S &&
		     stage_rings_out(d->scope, slot->name, !target);

	slot->hushed = true;
	slot->dirty = true;
	slot->fade_s = (float)(rings ? TAIL_S : fade_s);
	d->scope->strips_moved |= slot->signal;
	edit_release(d, slot->strip, fade_s);
}

/* The slot, and the events that only its signals hear: "d1/0". */
static bool is_meant(const struct slot *s, const char *target)
{
	size_t len = target ? strlen(target) : 0;

	return !target ||
	       (strncmp(s->name, target, len) == 0 &&
		(!s->name[len] || (s->inner && s->name[len] == '/')));
}

void edit_look_for(struct edit *d, const char *target)
{
	if (target && !scope_slot(d->scope, target))
		engine_say(d->e, d->scope, target, "there is no slot %s",
			   target);
}

void edit_hush(struct edit *d, const char *target, double fade_s)
{
	edit_look_for(d, target);
	for (struct slot *s = d->scope->slots; s; s = s->next)
		if (is_meant(s, target))
			hush_slot(d, s, target, fade_s < 0 ? HUSH_S : fade_s);
}

void edit_unhush(struct edit *d, const char *target)
{
	edit_look_for(d, target);
	for (struct slot *s = d->scope->slots; s; s = s->next) {
		if (!s->hushed || !is_meant(s, target))
			continue;
		s->hushed = false;
		s->dirty = true;
		d->scope->strips_moved |= s->signal;
	}
	if (d->scope->stage && d->scope->stage->silenced)
		stage_renew(d->e, d->scope);
}

/* The slot goes; its statement goes with it. */
static void act_remove(struct edit *d, const char *target)
{
	struct slot *slot = scope_slot(d->scope, target);

	scope_undefine(d->scope, target);
	if (!slot || slot->inner)
		return;
	edit_release(d, slot->strip, -1);
	slot_play(slot, NULL);
	slot->gone = true;
}

void edit_strip(struct edit *d, enum action_kind what, const char *target)
{
	bool solo = what == ACT_SOLO || what == ACT_UNSOLO;

	edit_look_for(d, target);
	for (struct slot *s = d->scope->slots; s; s = s->next)
		if (is_meant(s, target))
			mixer_change(d->scope, s->name,
				     solo ? MIXER_SOLO : MIXER_MUTE,
				     what == ACT_SOLO || what == ACT_MUTE);
}

static void act(struct edit *d, const struct action *a)
{
	switch (a->kind) {
	case ACT_SLOT:
		act_slot(d, a);
		break;
	case ACT_REMOVE:
		act_remove(d, a->target);
		break;
	case ACT_ONCE:
		act_once(d, a);
		break;
	case ACT_TRANSITION:
		act_transition(d, a);
		break;
	case ACT_ALL:
		act_all(d, a);
		break;
	case ACT_TEMPO:
		edit_op(d, (struct clock_op){OP_TEMPO, .number = a->number});
		break;
	case ACT_HUSH:
		edit_hush(d, a->target, -1);
		break;
	case ACT_UNHUSH:
		edit_unhush(d, a->target);
		break;
	case ACT_PANIC:
		player_panic(d->e);
		break;
	case ACT_SOLO:
	case ACT_UNSOLO:
	case ACT_MUTE:
	case ACT_UNMUTE:
		edit_strip(d, a->kind, a->target);
		break;
	case ACT_RESET_CYCLES:
		edit_op(d, (struct clock_op){OP_CYCLE, .cycle = RAT_ZERO});
		break;
	case ACT_SET_CYCLE:
		edit_op(d, (struct clock_op){OP_CYCLE, .cycle = a->time});
		break;
	case ACT_NUDGE:
		edit_op(d, (struct clock_op){OP_MOVE, .number = a->number});
		break;
	case ACT_OUTMIX:
		d->scope->outmix = (enum outmix)a->number;
		break;
	}
}

static bool is_played(const struct signals *s, const char *name)
{
	for (uint32_t i = 0; i < s->spec->n_played; i++)
		if (strcmp(s->played[i].name, name) == 0)
			return true;
	return false;
}

/* What the graph hears plays in strips of its own. */
static void act_played(struct edit *d, const struct signal_played *p)
{
	struct slot *slot = scope_slot(d->scope, p->name);

	if (!slot)
		slot = add_slot(d, p->name, SLOT_INNER);
	if (!slot)
		return;
	slot->gone = false;
	slot->inner = true;
	slot->instrument = p->instrument;
	set_play(d, slot, play_new(d->code, p->pattern));
}

static void act_signals(struct edit *d)
{
	const struct signals *s = d->code->program->signals;

	for (struct slot *slot = d->scope->slots; slot; slot = slot->next) {
		if (!slot->inner || is_played(s, slot->name))
			continue;
		edit_release(d, slot->strip, -1);
		slot_play(slot, NULL);
		slot->gone = true;
	}
	for (uint32_t i = 0; i < s->spec->n_played; i++)
		act_played(d, &s->played[i]);
	stage_set(d->e, d->scope, d->code);
	d->scope->strips_moved = true;
}

static enum status note_entry(struct edit *d, struct step *step,
			      const char *name, const char *text, size_t len)
{
	const struct entry *e = scope_entry(d->scope, name);

	return step_note(step, name, e ? e->entry.text : NULL,
			 e ? e->entry.len : 0, text, len);
}

static enum status note_all(struct edit *d, struct step *step,
			    const struct action *a)
{
	const char *before = d->scope->all_text;
	const struct program *p = d->code->program;

	return step_note(step, "all", before, before ? strlen(before) : 0,
			 a->fn ? p->text + a->at.from : NULL,
			 a->at.to - a->at.from);
}

/* What the text is about to do to the scope's statements. */
static enum status note_step(struct edit *d, struct step *step)
{
	const struct program *p = d->code->program;
	enum status st = ST_OK;

	for (size_t i = 0; i < p->n_actions && st == ST_OK; i++)
		if (p->actions[i].kind == ACT_REMOVE)
			st = note_entry(d, step, p->actions[i].target, NULL, 0);
		else if (p->actions[i].kind == ACT_ALL)
			st = note_all(d, step, &p->actions[i]);
	for (size_t i = 0; i < p->n_defines && st == ST_OK; i++)
		st = note_entry(d, step, p->defines[i].name, p->defines[i].text,
				p->defines[i].len);
	return st;
}

static void keep_history(struct edit *d, int undo)
{
	struct history *h = &d->scope->history;
	struct step step = {0};

	if (undo) {
		history_move(h, undo);
		return;
	}
	if (note_step(d, &step) == ST_OK) {
		history_push(h, &step);
		return;
	}
	step_finish(&step);
	history_clear(h);
	engine_say(d->e, d->scope, NULL,
		   "there was no memory to keep the history: nothing before "
		   "this can be undone");
}

void edit_code(struct edit *d, int undo)
{
	const struct program *p = d->code->program;

	keep_history(d, undo);
	for (size_t i = 0; i < p->n_defines; i++)
		if (scope_define(d->scope, &p->defines[i], d->code) != ST_OK)
			engine_say(d->e, d->scope, p->defines[i].name,
				   "the machine has no memory left");
	for (size_t i = 0; i < p->n_actions; i++)
		act(d, &p->actions[i]);
	if (p->signals)
		act_signals(d);
}
