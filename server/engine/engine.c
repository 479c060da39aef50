#include "config.h"
#include "engine/engine.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "base/alloc.h"
#include "base/wall.h"
#include "compile/compile.h"
#include "engine/request.h"
#include "engine/sched.h"
#include "engine/stage.h"
#include "engine/text.h"

enum {
	STEP_US = 5000,	      /* how often the look-ahead is looked after */
	HASTY_US = 1000,      /* while somebody waits for an answer */
	COMPILE_NICE = -10,   /* somebody waits to hear it */
	COMPILES = 4,	      /* that may be under way */
	DRAIN_BLOCKS = 10000, /* of an old dsp until its samples are back */
};

#define LOOK_AHEAD_S 0.1
#define LOOK_AHEAD_MIN_S 0.04

/* --- Life --- */

static enum status start_threads(struct engine *e)
{
	enum status st = wake_init(&e->wake);

	if (st != ST_OK)
		return st;
	wake_every(&e->wake, STEP_US);
	return worker_start(&e->compiler, "compile", COMPILE_NICE, COMPILES,
			    job_work, &e->wake);
}

static enum status start(struct engine *e, const struct engine_options *o)
{
	enum status st;

	arena_init(&e->arena, WINDOW_BYTES);
	e->arena.step_limit = WINDOW_STEPS;
	e->horizon = RAT_ZERO;
	clock_init(&e->clock, o->rate_hz, CLOCK_CPS_START);
	e->dsp = dsp_new(o->rate_hz);
	if (!e->dsp)
		return ST_NOMEM;
	if (!e->offline && (st = start_threads(e)) != ST_OK)
		return st;
	return loader_start(&e->loader, o->sample_dirs, o->n_sample_dirs,
			    o->sample_budget, o->offline, &e->wake);
}

struct engine *engine_new(const struct engine_options *o)
{
	struct engine *e;

	mem_keep();
	compile_ready();
	e = mem_new(sizeof(*e));
	if (!e)
		return NULL;
	e->wake = (struct wake){-1, -1, -1, 0};
	e->offline = o->offline;
	e->now_ntp = o->now_ntp ? o->now_ntp : wall_ntp;
	e->look_ahead_s = o->look_ahead_s > 0 ? o->look_ahead_s : LOOK_AHEAD_S;
	if (e->look_ahead_s < LOOK_AHEAD_MIN_S)
		e->look_ahead_s = LOOK_AHEAD_MIN_S;
	if (start(e, o) != ST_OK) {
		engine_free(e);
		return NULL;
	}
	return e;
}

void engine_free(struct engine *e)
{
	if (!e)
		return;
	if (e->compiler.work)
		worker_finish(&e->compiler);
	request_finish(e);
	player_forget_plans(e);
	while (e->scopes) {
		struct scope *s = e->scopes;

		e->scopes = s->next;
		stage_free(e, s);
		scope_free(s);
	}
	for (int i = 0; i < BUSES_MAX; i++)
		mem_free(e->board[i].name);
	outgoing_finish(&e->outgoing);
	if (e->dsp)
		dsp_free(e->dsp);
	loader_finish(&e->loader);
	wake_finish(&e->wake);
	arena_finish(&e->arena);
	mem_free(e);
}

struct dsp *engine_dsp(struct engine *e)
{
	return e->dsp;
}

int engine_wake_fd(const struct engine *e)
{
	return wake_fd(&e->wake);
}

/* --- Scopes and words --- */

struct scope *engine_find_scope(const struct engine *e, const char *name)
{
	struct scope *s = e->scopes;

	while (s && strcmp(s->name, name) != 0)
		s = s->next;
	return s;
}

struct scope *engine_scope(struct engine *e, const char *name)
{
	struct scope **link = &e->scopes;

	while (*link && strcmp((*link)->name, name) != 0)
		link = &(*link)->next;
	if (!*link)
		*link = scope_new(name);
	return *link;
}

void engine_say(struct engine *e, const struct scope *scope, const char *slot,
		const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (e->making && e->making->scope == scope)
		text_warn(e->making, "%s", text);
	else if (e->on_message)
		e->on_message(e->message_ctx, scope ? scope->name : NULL, slot,
			      text);
}

void engine_on_message(struct engine *e,
		       void (*fn)(void *ctx, const char *scope,
				  const char *slot, const char *text),
		       void *ctx)
{
	e->on_message = fn;
	e->message_ctx = ctx;
}

void engine_on_panic(struct engine *e, void (*fn)(void *ctx), void *ctx)
{
	e->on_panic = fn;
	e->panic_ctx = ctx;
}

/* --- Steps --- */

static void bad_bus(struct engine *e, struct board_place *bus)
{
	if (bus->name && bus->bad_numbers++ < BAD_NUMBERS_SAID)
		engine_say(e, bus->scope, NULL,
			   "%s made a number that is none: it begins anew",
			   bus->name);
}

static void bad_number(struct engine *e, uint16_t strip)
{
	struct slot *slot = strip < SLOTS_MAX ? e->strips[strip] : NULL;

	e->bad_numbers++;
	if (strip >= SLOTS_MAX && strip < SLOTS_MAX + BUSES_MAX)
		bad_bus(e, &e->board[strip - SLOTS_MAX]);
	else if (slot && slot->bad_numbers++ < BAD_NUMBERS_SAID)
		engine_say(e, slot->scope, slot->name,
			   "%s made a number that is none: it was silenced",
			   slot->name);
}

static void ran_away(struct engine *e, uint16_t strip)
{
	struct slot *slot = strip < SLOTS_MAX ? e->strips[strip] : NULL;

	if (slot && slot->bad_numbers++ < BAD_NUMBERS_SAID)
		engine_say(e, slot->scope, slot->name,
			   "%s ran away, to more than 48 dB above full scale: "
			   "it is silent for a second, then it begins anew",
			   slot->name);
}

static void loud(struct engine *e, uint16_t strip)
{
	struct slot *slot = e->strips[strip];

	if (slot && slot->loud++ < BAD_NUMBERS_SAID)
		engine_say(e, slot->scope, slot->name,
			   "%s is far too loud, over 6 dB above full scale: "
			   "it is held down so that the others can be heard",
			   slot->name);
}

static void take_reply(struct engine *e, const struct reply *r)
{
	switch (r->kind) {
	case RPL_VOICE_ENDED:
		if (r->owner && r->owner->users > 0)
			r->owner->users--;
		break;
	case RPL_SWAPPED:
		request_swapped(e, r->generation, r->frame);
		break;
	case RPL_GRAPH_ENDED:
		stage_ended(e, r->graph);
		break;
	case RPL_STOLEN:
		e->stolen++;
		break;
	case RPL_BAD_NUMBER:
		bad_number(e, r->slot);
		break;
	case RPL_LOUD:
		loud(e, r->slot);
		break;
	case RPL_RAN_AWAY:
		ran_away(e, r->slot);
		break;
	case RPL_LATE:
		e->late++;
		break;
	case RPL_QUEUE_FULL:
		e->dropped++;
		break;
	}
}

static void take_replies(struct engine *e)
{
	struct reply reply[64];
	size_t n;

	while ((n = ring_pop(dsp_outbox(e->dsp), reply, 64)) > 0)
		for (size_t i = 0; i < n; i++)
			take_reply(e, &reply[i]);
}

/* Ten times a second is often enough for the memory budget. */
static void evict(struct engine *e)
{
	uint64_t now = dsp_frame(e->dsp);

	if (now < e->evicted + (uint64_t)(e->clock.rate_hz / 10))
		return;
	e->evicted = now;
	banks_evict(e->loader.banks);
}

void engine_step(struct engine *e)
{
	if (!e->offline)
		wake_clear(&e->wake);
	take_replies(e);
	loader_step(&e->loader);
	request_step(e);
	player_step(e);
	sched_run(e);
	player_end_once(e);
	evict(e);
	if (!e->offline)
		wake_every(&e->wake, request_is_hasty(e) ? HASTY_US : STEP_US);
}

void engine_run_until(struct engine *e, uint64_t to_frame)
{
	(void)to_frame;
	engine_step(e);
}

/* --- Time --- */

void engine_set_output_time(struct engine *e, uint64_t frame, uint64_t ntp)
{
	clock_sync(&e->clock, frame, ntp);
}

double engine_tempo(const struct engine *e)
{
	uint64_t now = dsp_frame(e->dsp);

	/* One that was just set counts, though its frame is still to come. */
	return clock_cps(&e->clock,
			 now < e->last_change ? e->last_change : now);
}

double engine_cycle(const struct engine *e)
{
	uint64_t frame = dsp_frame(e->dsp);

	if (e->clock.wall.known && !e->offline)
		frame = clock_frame_at_ntp(&e->clock, e->now_ntp());
	return clock_cycle_double(&e->clock, frame);
}

uint64_t engine_frame_of_cycle(const struct engine *e, double cycle)
{
	return clock_frame(&e->clock, rat_from_double(cycle));
}

enum status engine_set_tempo(struct engine *e, double cps, double ramp_s,
			     uint64_t ntp)
{
	struct change *c;

	if (!(cps > 0 && cps <= CLOCK_CPS_MAX) || !(ramp_s >= 0))
		return ST_INVALID;
	c = change_new(CHANGE_TEMPO, NULL);
	if (!c)
		return ST_NOMEM;
	c->when = ntp ? WHEN_NTP : WHEN_NOW;
	c->ntp = ntp;
	c->number = cps;
	c->ramp_s = ramp_s;
	return request_change(e, c);
}

enum status engine_set_cycle(struct engine *e, double cycle, uint64_t ntp)
{
	struct change *c = change_new(CHANGE_CYCLE, NULL);

	if (!c)
		return ST_NOMEM;
	c->when = ntp ? WHEN_NTP : WHEN_NOW;
	c->ntp = ntp;
	c->number = cycle;
	return request_change(e, c);
}

enum status engine_nudge(struct engine *e, double seconds, uint64_t ntp)
{
	struct change *c = change_new(CHANGE_NUDGE, NULL);

	if (!c)
		return ST_NOMEM;
	c->when = ntp ? WHEN_NTP : WHEN_NOW;
	c->ntp = ntp;
	c->number = seconds;
	return request_change(e, c);
}

/* Let the old one fall silent: its samples come home that way. */
static void drain(struct engine *e)
{
	struct message panic = {.kind = MSG_PANIC, .slot = SLOT_ALL};
	float block[2 * BLOCK_FRAMES];
	struct dsp_figures f;

	for (int i = 0; i < DRAIN_BLOCKS; i++) {
		dsp_block(e->dsp, block);
		take_replies(e);
		if (i == 0)
			ring_push(dsp_inbox(e->dsp), &panic, 1);
		dsp_figures(e->dsp, &f);
		if (i > 1 && f.voices == 0 && f.queued == 0)
			break;
	}
	take_replies(e);
}

enum status engine_set_rate(struct engine *e, double rate_hz)
{
	struct change all = {.kind = CHANGE_REFRESH};
	struct dsp *fresh;
	uint64_t frame;

	if (rate_hz == e->clock.rate_hz)
		return ST_OK;
	fresh = dsp_new(rate_hz);
	if (!fresh)
		return ST_NOMEM;
	frame = dsp_frame(e->dsp);
	drain(e);
	outgoing_cut(&e->outgoing, 0);
	e->outgoing.sent = 0;
	dsp_free(e->dsp);
	e->dsp = fresh;
	clock_restart(&e->clock, frame, rate_hz);
	e->last_change = e->evicted = 0;
	memset(e->strip_free, 0, sizeof(e->strip_free));
	e->horizon = clock_cycle(&e->clock, 0);
	for (struct scope *s = e->scopes; s; s = s->next) {
		if (!s->stage)
			continue;
		s->stage->graph = NULL; /* it went with the dsp */
		stage_renew(e, s);
	}
	mixer_send_all(e);
	player_make(e, &all);
	return ST_OK;
}

/* --- Code --- */

enum status engine_eval(struct engine *e, const struct eval_request *r,
			bool newest_only)
{
	return request_eval(e, r, newest_only);
}

void engine_begin_bundle(struct engine *e)
{
	request_begin_bundle(e);
}

void engine_end_bundle(struct engine *e)
{
	request_end_bundle(e);
}

void engine_forget(struct engine *e, const void *ctx)
{
	request_forget(e, ctx);
}

/* --- Hands on --- */

enum status engine_change_slot(struct engine *e, struct change *c,
			       const char *target, uint64_t ntp)
{
	if (!c)
		return ST_NOMEM;
	if (target && !(c->target = mem_str(target))) {
		change_free(c);
		return ST_NOMEM;
	}
	c->when = ntp ? WHEN_NTP : WHEN_NOW;
	c->ntp = ntp;
	return request_change(e, c);
}

/* Is there, or may be there once what waits is done. */
static enum status find_target(const struct engine *e, const char *scope,
			       const char *target, struct scope **s)
{
	*s = engine_find_scope(e, scope);
	if (!*s)
		return target ? ST_NOTFOUND : ST_OK;
	if (target && !scope_slot(*s, target) && !request_is_waiting(e, *s))
		return ST_NOTFOUND;
	return ST_OK;
}

enum status engine_hush(struct engine *e, const char *scope, const char *target,
			double fade_s, uint64_t ntp)
{
	struct scope *s;
	enum status st = find_target(e, scope, target, &s);
	struct change *c;

	if (st != ST_OK || !s)
		return st;
	c = change_new(CHANGE_HUSH, s);
	if (c)
		c->fade_s = fade_s;
	return engine_change_slot(e, c, target, ntp);
}

enum status engine_unhush(struct engine *e, const char *scope,
			  const char *target, uint64_t ntp)
{
	struct scope *s;
	enum status st = find_target(e, scope, target, &s);

	if (st != ST_OK || !s)
		return st;
	return engine_change_slot(e, change_new(CHANGE_UNHUSH, s), target, ntp);
}

/* At once, and again behind the texts that came before it. */
void engine_panic(struct engine *e)
{
	struct change *c;

	player_panic(e);
	if (request_is_waiting(e, NULL) && (c = change_new(CHANGE_PANIC, NULL)))
		request_change(e, c);
}

void engine_fade(struct engine *e, double gain, double seconds)
{
	struct message *m = outgoing_add(&e->outgoing);

	if (!m)
		return;
	m->kind = MSG_MASTER;
	m->slot = SLOT_ALL;
	m->master.gain = (float)gain;
	m->master.seconds = (float)seconds;
	outgoing_flush(&e->outgoing, dsp_inbox(e->dsp));
}

void engine_clear_scheduled(struct engine *e)
{
	player_forget_plans(e);
}

enum status engine_strip(struct engine *e, enum action_kind what,
			 const char *scope, const char *slot, uint64_t ntp)
{
	struct scope *s;
	enum status st = find_target(e, scope, slot, &s);
	struct change *c;

	if (what != ACT_SOLO && what != ACT_UNSOLO && what != ACT_MUTE &&
	    what != ACT_UNMUTE)
		return ST_INVALID;
	if (st != ST_OK || !s)
		return st;
	c = change_new(CHANGE_STRIP, s);
	if (c)
		c->strip = what;
	return engine_change_slot(e, c, slot, ntp);
}

/* --- What there is to know --- */

const char *engine_bank(const struct engine *e, size_t i)
{
	const struct banks *b = e->loader.banks;

	return i < banks_count(b) ? bank_name(b, i) : NULL;
}

void engine_figures(struct engine *e, struct engine_figures *to)
{
	struct dsp_figures f;

	dsp_figures(e->dsp, &f);
	*to = (struct engine_figures){
	    .cps = engine_tempo(e),
	    .cycle = engine_cycle(e),
	    .frame = dsp_frame(e->dsp),
	    .rate_hz = e->clock.rate_hz,
	    .voices = f.voices,
	    .queued = f.queued,
	    .generation = e->generation,
	    .late = f.late,
	    .dropped = f.dropped + e->dropped,
	    .stolen = f.stolen,
	    .bad_numbers = f.bad_numbers,
	    .evaluations = e->evaluations,
	    .sample_files = banks_count_files(e->loader.banks),
	    .sample_banks = banks_count(e->loader.banks),
	    .sample_bytes = banks_bytes(e->loader.banks),
	    .peak = f.peak,
	};
	for (struct scope *s = e->scopes; s; s = s->next) {
		to->scopes++;
		to->slots += (uint32_t)s->n_slots;
	}
}

const char *engine_slot_text(const struct engine *e, const char *scope,
			     const char *slot)
{
	const struct scope *s = engine_find_scope(e, scope);
	const struct entry *entry = s ? scope_entry(s, slot) : NULL;

	return entry ? entry->entry.text : NULL;
}
