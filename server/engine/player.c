#include "engine/player.h"

#include <stdio.h>
#include <string.h>
#include "base/alloc.h"
#include "engine/sched.h"
#include "engine/stage.h"
#include "pattern/core.h"

enum {
	CLOCK_OPS = 64,
	TRIES = 6,
	STRIP_REST_S = 10, /* until the tails of a slot that went are over */
};

#define HUSH_S 0.2

/* A movement of the clock that a transaction asks for. */
struct clock_op {
	enum { OP_TEMPO, OP_CYCLE, OP_MOVE } kind;
	double number;
	double ramp_s;
	struct rat cycle;
};

struct release {
	uint16_t strip;
	float seconds;
};

/* A transaction in the making. */
struct edit {
	struct engine *e;
	struct scope *scope;
	struct code *code;
	uint64_t from; /* the frame, or the first it may be */
	bool exact;    /* `from` is the frame */
	bool firm;     /* and nothing may move it any more */
	struct clock_op op[CLOCK_OPS];
	size_t n_ops;
	bool skip, jump;
	struct release release[SLOTS_MAX];
	size_t n_releases;
};

static void add_release(struct edit *d, uint16_t strip, double seconds)
{
	if (d->n_releases < SLOTS_MAX)
		d->release[d->n_releases++] =
		    (struct release){strip, (float)seconds};
}

static void add_op(struct edit *d, struct clock_op op)
{
	if (d->n_ops < CLOCK_OPS)
		d->op[d->n_ops++] = op;
}

/* --- Slots --- */

size_t player_free_strips(const struct engine *e)
{
	size_t n = 0;

	for (size_t i = 0; i < SLOTS_MAX; i++)
		n += !e->strips[i];
	return n;
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

static void leave_strip(struct engine *e, const struct slot *slot,
			uint64_t frame)
{
	e->strips[slot->strip] = NULL;
	e->strip_free[slot->strip] =
	    frame + (uint64_t)(STRIP_REST_S * e->clock.rate_hz);
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

static void hush_slot(struct edit *d, struct slot *slot, double fade_s)
{
	slot->hushed = true;
	slot->dirty = true;
	d->scope->strips_moved |= slot->signal;
	add_release(d, slot->strip, fade_s < 0 ? HUSH_S : fade_s);
}

static bool is_meant(const struct slot *s, const char *target)
{
	return !target || strcmp(s->name, target) == 0;
}

/* Who asked was told that it will be done, as the slot might have come. */
static void look_for(struct edit *d, const char *target)
{
	if (target && !scope_slot(d->scope, target))
		engine_say(d->e, d->scope, target, "there is no slot %s",
			   target);
}

static void hush(struct edit *d, const char *target, double fade_s)
{
	look_for(d, target);
	for (struct slot *s = d->scope->slots; s; s = s->next)
		if (is_meant(s, target))
			hush_slot(d, s, fade_s);
}

static void unhush(struct edit *d, const char *target)
{
	look_for(d, target);
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
	add_release(d, slot->strip, -1);
	slot_play(slot, NULL);
	slot->gone = true;
}

/* Without a target: all slots of the scope. */
static void set_strip(struct edit *d, enum action_kind what, const char *target)
{
	bool solo = what == ACT_SOLO || what == ACT_UNSOLO;

	look_for(d, target);
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
		add_op(d, (struct clock_op){OP_TEMPO, .number = a->number});
		break;
	case ACT_HUSH:
		hush(d, a->target, -1);
		break;
	case ACT_UNHUSH:
		unhush(d, a->target);
		break;
	case ACT_PANIC:
		player_panic(d->e);
		break;
	case ACT_SOLO:
	case ACT_UNSOLO:
	case ACT_MUTE:
	case ACT_UNMUTE:
		set_strip(d, a->kind, a->target);
		break;
	case ACT_RESET_CYCLES:
		add_op(d, (struct clock_op){OP_CYCLE, .cycle = RAT_ZERO});
		break;
	case ACT_SET_CYCLE:
		add_op(d, (struct clock_op){OP_CYCLE, .cycle = a->time});
		break;
	case ACT_NUDGE:
		add_op(d, (struct clock_op){OP_MOVE, .number = a->number});
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
		add_release(d, slot->strip, -1);
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

static void act_code(struct edit *d, int undo)
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

/* --- The clock --- */

/* The engine's clock with the transaction's operations at d->from. */
static void move_clock(struct edit *d, const struct clock *before)
{
	struct clock *c = &d->e->clock;
	double cps;

	*c = *before;
	for (size_t i = 0; i < d->n_ops; i++) {
		const struct clock_op *op = &d->op[i];

		switch (op->kind) {
		case OP_TEMPO:
			clock_set_tempo(c, d->from, op->number,
					(uint64_t)(op->ramp_s * c->rate_hz));
			break;
		case OP_CYCLE:
			clock_set_cycle(c, d->from, op->cycle);
			d->jump = true;
			break;
		case OP_MOVE:
			cps = clock_cps(c, d->from);
			clock_move(c, d->from, -op->number * cps);
			d->skip = true;
			break;
		}
	}
}

/* --- Offering --- */

static uint64_t stamp_of(const struct edit *d)
{
	return d->exact ? d->from : STAMP_NOW;
}

static void add_swaps(struct edit *d, bool everything)
{
	struct engine *e = d->e;
	struct message *m;

	for (int i = 0; i < SLOTS_MAX; i++) {
		if (!e->strips[i] || !(everything || e->strips[i]->dirty))
			continue;
		m = outgoing_add(&e->outgoing);
		if (!m)
			continue;
		m->kind = MSG_SWAP;
		m->at_frame = stamp_of(d);
		m->slot = (uint16_t)i;
		m->generation = e->strips[i]->generation;
	}
	for (size_t i = 0; i < d->n_releases; i++) {
		m = outgoing_add(&e->outgoing);
		if (!m)
			continue;
		m->kind = MSG_RELEASE;
		m->at_frame = stamp_of(d);
		m->slot = d->release[i].strip;
		m->release.seconds = d->release[i].seconds;
	}
	mixer_send(e, stamp_of(d));
}

/* Queue what every changed slot plays from d->from on, then the swaps. */
static void offer(struct edit *d, const struct clock *before, bool clocked)
{
	struct engine *e = d->e;
	struct stamps stamps = {.clock = &e->clock,
				.from = d->from,
				.before = clocked && !d->jump ? before : NULL,
				.skip = d->skip};
	uint64_t last = d->from > 0 && !clock_jumps(before, d->from)
			    ? d->from - 1
			    : d->from;
	uint64_t ahead = (uint64_t)(e->look_ahead_s * e->clock.rate_hz);
	struct rat begin =
	    clock_cycle(d->jump ? &e->clock : before, d->jump ? d->from : last);

	begin = sched_window_begin(e, &e->clock, begin);
	if (clocked) {
		e->horizon = begin;
		while (clock_frame(&e->clock, e->horizon) < d->from + ahead)
			e->horizon = sched_window_end(e, &e->clock, e->horizon);
	}
	for (int i = 0; i < SLOTS_MAX; i++) {
		struct slot *slot = e->strips[i];

		if (!slot || !(clocked || slot->dirty))
			continue;
		slot->generation = ++e->last_swap;
		if (slot->dirty)
			slot->bad_numbers = 0;
		sched_slot(e, slot, begin, e->horizon, &stamps);
	}
	for (struct scope *s = e->scopes; s; s = s->next)
		if (s->stage && s->stage->signals &&
		    (clocked || s->stage->dirty)) {
			s->stage->generation = ++e->last_swap;
			stage_swap(e, s, &stamps, d->from);
			stage_window(e, s, begin, e->horizon, &stamps);
		}
	outgoing_open(&e->outgoing);
	add_swaps(d, clocked);
	outgoing_close(&e->outgoing);
}

/* The synth thread may begin a block while another is being reckoned with. */
static bool is_past(const struct edit *d)
{
	return d->exact && !d->firm &&
	       dsp_frame(d->e->dsp) + BLOCK_FRAMES > d->from;
}

static void offer_in_time(struct edit *d)
{
	struct engine *e = d->e;
	struct clock before = e->clock;
	struct rat horizon = e->horizon;
	size_t mark = e->outgoing.n;
	bool clocked = d->n_ops > 0;

	for (int i = 0; i < TRIES; i++) {
		move_clock(d, &before);
		offer(d, &before, clocked);
		if (!is_past(d))
			break;
		if (i + 1 == TRIES)
			break;
		outgoing_cut(&e->outgoing, mark);
		e->horizon = horizon;
		d->from = dsp_frame(e->dsp) + (2u << i) * BLOCK_FRAMES;
	}
	outgoing_flush(&e->outgoing, dsp_inbox(e->dsp));
}

/* After all was sent: removed slots go, the others are what their queue
 * holds. */
static void settle(struct edit *d)
{
	struct slot *slot;

	mixer_settle(d->e);
	for (struct scope *s = d->e->scopes; s; s = s->next)
		if (s->stage)
			stage_settle(d->e, s, d->from);
	for (int i = 0; i < SLOTS_MAX; i++) {
		slot = d->e->strips[i];
		if (!slot)
			continue;
		slot->dirty = false;
		if (!slot->gone && !(d->jump && slot->once))
			continue;
		leave_strip(d->e, slot, d->from);
		scope_remove_slot(slot->scope, slot);
	}
}

static bool moves_time(const struct change *c)
{
	const struct program *p = c->code ? c->code->program : NULL;

	if (p && p->signals)
		return true;
	if (c->kind == CHANGE_TEMPO || c->kind == CHANGE_CYCLE ||
	    c->kind == CHANGE_NUDGE)
		return true;
	for (size_t i = 0; p && i < p->n_actions; i++)
		switch (p->actions[i].kind) {
		case ACT_TEMPO:
		case ACT_ONCE:
		case ACT_TRANSITION:
		case ACT_RESET_CYCLES:
		case ACT_SET_CYCLE:
		case ACT_NUDGE:
			return true;
		default:
			break;
		}
	return false;
}

static bool needs_frame(const struct change *c)
{
	bool needed = c->when != WHEN_NOW;

	for (; c && !needed; c = c->with)
		needed = moves_time(c);
	return needed;
}

/* Since when: what nobody else decides is the first frame that is not
 * rendered, which only the synth thread knows; what has to be reckoned with
 * is a little later. */
static void choose_frame(struct edit *d, const struct change *c)
{
	uint64_t now = dsp_frame(d->e->dsp);

	d->from = change_frame(d->e, c);
	for (const struct change *x = c; x; x = x->with)
		if (x->code && x->code->program->signals && x->scope->stage &&
		    x->scope->stage->faded > d->from)
			d->from = x->scope->stage->faded;
	d->firm = d->e->offline || d->from > now + 4 * BLOCK_FRAMES;
	d->exact = d->firm || d->from > now || needs_frame(c);
	if (d->exact && !d->firm && d->from < now + 2 * BLOCK_FRAMES)
		d->from = now + 2 * BLOCK_FRAMES;
}

static void make(struct edit *d, const struct change *c)
{
	struct clock_op tempo = {OP_TEMPO, c->number, c->ramp_s, RAT_ZERO};
	struct clock_op cycle = {OP_CYCLE, .cycle = rat_from_double(c->number)};

	d->scope = c->scope;
	d->code = c->code;
	switch (c->kind) {
	case CHANGE_CODE:
		act_code(d, c->undo);
		break;
	case CHANGE_HUSH:
		hush(d, c->target, c->fade_s);
		break;
	case CHANGE_UNHUSH:
		unhush(d, c->target);
		break;
	case CHANGE_TEMPO:
		add_op(d, tempo);
		break;
	case CHANGE_CYCLE:
		add_op(d, cycle);
		break;
	case CHANGE_NUDGE:
		add_op(d, (struct clock_op){OP_MOVE, .number = c->number});
		break;
	case CHANGE_STRIP:
		set_strip(d, c->strip, c->target);
		break;
	case CHANGE_MIXER:
		look_for(d, c->target);
		mixer_change(d->scope, c->target, c->control, c->number);
		break;
	case CHANGE_PANIC:
		player_panic(d->e);
		break;
	case CHANGE_REFRESH:
		for (int i = 0; i < SLOTS_MAX; i++)
			if (d->e->strips[i])
				d->e->strips[i]->dirty = true;
		break;
	}
}

static uint32_t some_swap(const struct edit *d)
{
	for (int i = 0; !d->exact && i < SLOTS_MAX; i++)
		if (d->e->strips[i] && d->e->strips[i]->dirty)
			return d->e->strips[i]->generation;
	return 0;
}

/* A tempo that holds already moves nothing: no slot needs new stamps. */
static void drop_idle_ops(struct edit *d)
{
	const struct clock *c = &d->e->clock;
	const struct clock_segment *last = &c->at[c->n - 1];

	for (size_t i = 0; i < d->n_ops; i++)
		if (d->op[i].kind != OP_TEMPO || d->op[i].number != last->cps ||
		    last->slope != 0 || last->frame > d->from)
			return;
	d->n_ops = 0;
}

struct changed player_make(struct engine *e, const struct change *c)
{
	struct edit d = {.e = e};
	struct changed result;

	choose_frame(&d, c);
	sched_run_to(e, d.from);
	for (; c; c = c->with)
		make(&d, c);
	for (int i = 0; i < SLOTS_MAX && !d.exact; i++)
		if (e->strips[i] && e->strips[i]->dirty)
			outgoing_forget(&e->outgoing, (uint16_t)i);
	drop_idle_ops(&d);
	offer_in_time(&d);
	result = (struct changed){d.from, some_swap(&d)};
	if (d.exact && d.from > e->last_change)
		e->last_change = d.from;
	settle(&d);
	return result;
}

/* --- Silence --- */

void player_panic(struct engine *e)
{
	struct message *m;

	for (struct scope *s = e->scopes; s; s = s->next)
		if (s->stage)
			s->stage->silenced = true;
	outgoing_forget(&e->outgoing, SLOT_ALL);
	outgoing_open(&e->outgoing);
	m = outgoing_add(&e->outgoing);
	if (m) {
		m->kind = MSG_PANIC;
		m->slot = SLOT_ALL;
	}
	for (int i = 0; i < SLOTS_MAX; i++) {
		if (!e->strips[i])
			continue;
		e->strips[i]->hushed = true;
		e->strips[i]->generation = ++e->last_swap;
		m = outgoing_add(&e->outgoing);
		if (!m)
			continue;
		m->kind = MSG_SWAP;
		m->slot = (uint16_t)i;
		m->generation = e->strips[i]->generation;
	}
	outgoing_close(&e->outgoing);
	outgoing_flush(&e->outgoing, dsp_inbox(e->dsp));
	if (e->on_panic)
		e->on_panic(e->panic_ctx);
}

void player_end_once(struct engine *e)
{
	for (int i = 0; i < SLOTS_MAX; i++) {
		struct slot *slot = e->strips[i];

		if (!slot || !slot->once || rat_lt(e->horizon, slot->until))
			continue;
		leave_strip(e, slot, clock_frame(&e->clock, slot->until));
		scope_remove_slot(slot->scope, slot);
	}
}

size_t player_new_slots(const struct scope *s, const struct program *p)
{
	size_t n = p->signals ? p->signals->spec->n_played : 0;

	for (size_t i = 0; i < p->n_actions; i++) {
		const struct action *a = &p->actions[i];

		n += a->kind == ACT_ONCE ||
		     ((a->kind == ACT_SLOT || a->kind == ACT_TRANSITION) &&
		      !scope_slot(s, a->target));
	}
	return n;
}
