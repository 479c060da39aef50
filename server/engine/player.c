#include "engine/player.h"

#include "engine/edit.h"
#include "engine/sched.h"
#include "engine/stage.h"

enum {
	TRIES = 6,
	STRIP_REST_S = 10, /* until the tails of a slot that went are over */
};

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

static void leave_strip(struct engine *e, const struct slot *slot,
			uint64_t frame)
{
	e->strips[slot->strip] = NULL;
	e->strip_free[slot->strip] =
	    frame + (uint64_t)(STRIP_REST_S * e->clock.rate_hz);
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
		edit_code(d, c->undo);
		break;
	case CHANGE_HUSH:
		edit_hush(d, c->target, c->fade_s);
		break;
	case CHANGE_UNHUSH:
		edit_unhush(d, c->target);
		break;
	case CHANGE_TEMPO:
		edit_op(d, tempo);
		break;
	case CHANGE_CYCLE:
		edit_op(d, cycle);
		break;
	case CHANGE_NUDGE:
		edit_op(d, (struct clock_op){OP_MOVE, .number = c->number});
		break;
	case CHANGE_STRIP:
		edit_strip(d, c->strip, c->target);
		break;
	case CHANGE_MIXER:
		edit_look_for(d, c->target);
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
	for (struct scope *s = e->scopes; s; s = s->next)
		for (struct slot *slot = s->slots, *next; slot; slot = next) {
			next = slot->next;
			if (!slot->once || rat_lt(e->horizon, slot->until))
				continue;
			leave_strip(e, slot,
				    clock_frame(&e->clock, slot->until));
			scope_remove_slot(s, slot);
		}
}

size_t player_free_strips(const struct engine *e)
{
	size_t n = 0;

	for (size_t i = 0; i < SLOTS_MAX; i++)
		n += !e->strips[i];
	return n;
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
