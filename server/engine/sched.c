#include "engine/sched.h"

#include <math.h>
#include <time.h>
#include "engine/event.h"
#include "engine/stage.h"

/* At tempos under a cycle in half an hour, a window lasts longer than the
 * look-ahead: else a change within one would ask for millions. */
enum { GRID = 16, HALVINGS = 10 };

/* So long one turn may take while there is time: then others have theirs. */
#define TURN_NS 500000

/* --- The grid --- */

static struct rat window_length(const struct engine *e, const struct clock *c,
				struct rat at)
{
	double cps = clock_cps(c, clock_frame(c, at));
	struct rat step = RAT(1, GRID);

	for (int i = 0; i < HALVINGS; i++) {
		if (rat_to_double(step) <= e->look_ahead_s * cps)
			break;
		step.den *= 2;
	}
	return step;
}

struct rat sched_window_begin(const struct engine *e, const struct clock *c,
			      struct rat at)
{
	struct rat step = window_length(e, c, at);

	return rat_mul(step, rat_int(rat_floor(rat_div(at, step))));
}

struct rat sched_window_end(const struct engine *e, const struct clock *c,
			    struct rat at)
{
	struct rat step = window_length(e, c, at);

	return rat_mul(step, rat_int(rat_floor(rat_div(at, step)) + 1));
}

/* --- One slot, one window --- */

struct window {
	struct engine *e;
	struct slot *slot;
	struct span span;
	const struct stamps *stamps;
};

/* The stamp of an event, or false: it is not for this clock to play. */
static bool stamp(const struct window *w, const struct event *ev, double late_s,
		  uint64_t *at)
{
	const struct stamps *s = w->stamps;
	int64_t shift = llrint(late_s * s->clock->rate_hz);
	int64_t frame = (int64_t)clock_frame(s->clock, ev->whole.begin) + shift;
	int64_t from = (int64_t)s->from;

	if (s->before &&
	    (int64_t)clock_frame(s->before, ev->whole.begin) + shift < from)
		return false;
	if ((!s->before || s->skip) && frame < from)
		return false;
	*at = (uint64_t)(frame > from ? frame : from);
	return true;
}

static void say_missing(struct window *w, const char *name)
{
	char hint[200];

	if (!scope_tell_once(w->slot->scope, name))
		return;
	if (name[0] == '~') {
		stage_hint(w->slot->scope, name, hint, sizeof(hint));
		engine_say(w->e, w->slot->scope, w->slot->name,
			   "there is no bus %s%s%s to play notes", name,
			   *hint ? ": " : "", hint);
		return;
	}
	loader_hint(&w->e->loader, name, hint, sizeof(hint));
	engine_say(w->e, w->slot->scope, w->slot->name,
		   "there is no sample %s%s%s", name, *hint ? ": " : "", hint);
}

static enum event_verdict sound_of(struct window *w, const struct event *ev,
				   struct event_sound *to)
{
	const struct clock *clock = w->stamps->clock;
	uint64_t begin = clock_frame(clock, ev->whole.begin);
	uint64_t end = clock_frame(clock, ev->whole.end);
	struct event_context c = {.banks = w->e->loader.banks,
				  .rate_hz = clock->rate_hz,
				  .cps = clock_cps(clock, begin),
				  .delta_s =
				      (double)(end - begin) / clock->rate_hz,
				  .orbit = w->slot->orbit};
	enum event_verdict v = event_sound(&c, ev->value.map, to);

	if (v == EVENT_LOADING && loader_ask(&w->e->loader, to->sample))
		v = event_sound(&c, ev->value.map, to);
	return v;
}

static void queue_voice(struct window *w, const struct event_sound *sound,
			uint64_t at_frame)
{
	struct message *m = outgoing_add(&w->e->outgoing);

	if (!m)
		return;
	m->kind = MSG_VOICE;
	m->at_frame = at_frame;
	m->slot = w->slot->strip;
	m->generation = w->slot->generation;
	m->voice = sound->voice;
	if (sound->sample)
		sound->sample->users++;
}

/* Who plays the event: the slot's own instrument, or the one that its `s`
 * names; -1: a sample. */
static int instrument_of(const struct window *w, const struct event *ev)
{
	const struct value *s;

	if (w->slot->inner && w->slot->instrument >= 0)
		return w->slot->instrument;
	s = map_get(ev->value.map, &control_table[CONTROL_ID_s]);
	return s && s->kind == V_STR ? stage_instrument(w->slot->scope, s->s)
				     : -1;
}

static void queue_event(struct window *w, const struct event *ev)
{
	int instrument = instrument_of(w, ev);
	struct event_sound sound;
	uint64_t at_frame;

	if (instrument >= 0) {
		if (stamp(w, ev, 0, &at_frame))
			stage_note(w->e, w->slot, instrument, ev, w->stamps,
				   at_frame);
		return;
	}
	switch (sound_of(w, ev, &sound)) {
	case EVENT_VOICE:
		if (stamp(w, ev, sound.late_s, &at_frame))
			queue_voice(w, &sound, at_frame);
		break;
	case EVENT_MISSING:
		say_missing(w, sound.why);
		break;
	case EVENT_BAD:
		if (scope_tell_once(w->slot->scope, sound.why))
			engine_say(w->e, w->slot->scope, w->slot->name, "%s",
				   sound.why);
		break;
	case EVENT_LOADING:
	case EVENT_SILENT:
		break;
	}
}

static void ask(void *ctx)
{
	struct window *w = ctx;
	struct arena *a = &w->e->arena;
	const struct clock *clock = w->stamps->clock;
	const struct map *state =
	    memory_state(&w->slot->memory, a,
			 clock_cps(clock, clock_frame(clock, w->span.begin)),
			 w->slot->began);
	struct query q = {
	    .arena = a, .state = state, .event_limit = WINDOW_EVENTS};
	struct events events = events_none();

	pat_query(&q, slot_pattern(w->slot), w->span, &events);
	events_resolve_state(a, &state, &events);
	if (state != q.state)
		memory_keep(&w->slot->memory, state);
	for (size_t i = 0; i < events.n; i++)
		if (event_has_onset(&events.at[i]) &&
		    events.at[i].value.kind == V_MAP)
			queue_event(w, &events.at[i]);
}

static bool is_silent(const struct slot *s)
{
	return s->broken || s->hushed || !slot_pattern(s);
}

static void ask_window(struct window *w)
{
	struct arena *a = &w->e->arena;

	if (w->slot->once) {
		w->span.begin = rat_max(w->span.begin, w->slot->from);
		w->span.end = rat_min(w->span.end, w->slot->until);
		if (!rat_lt(w->span.begin, w->span.end))
			return;
	}
	arena_reset(a);
	if (arena_run(a, ask, w) == ST_OK)
		return;
	w->slot->broken = true;
	engine_say(w->e, w->slot->scope, w->slot->name,
		   "%s is muted until it is evaluated again: %s", w->slot->name,
		   a->why);
}

void sched_slot(struct engine *e, struct slot *slot, struct rat begin,
		struct rat end, const struct stamps *stamps)
{
	struct window w = {.e = e, .slot = slot, .stamps = stamps};
	struct rat next;

	for (; rat_lt(begin, end) && !is_silent(slot); begin = next) {
		next = sched_window_end(e, stamps->clock, begin);
		w.span = SPAN(begin, next);
		ask_window(&w);
	}
}

/* --- All slots, as time goes on --- */

static void run_window(struct engine *e)
{
	struct stamps stamps = {.clock = &e->clock};
	struct rat end = sched_window_end(e, &e->clock, e->horizon);

	for (struct scope *s = e->scopes; s; s = s->next) {
		for (struct slot *slot = s->slots; slot; slot = slot->next)
			sched_slot(e, slot, e->horizon, end, &stamps);
		stage_window(e, s, e->horizon, end, &stamps);
	}
	e->horizon = end;
}

void sched_run_to(struct engine *e, uint64_t frame)
{
	while (clock_frame(&e->clock, e->horizon) <= frame)
		run_window(e);
}

static int64_t monotonic_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void sched_run(struct engine *e)
{
	uint64_t ahead = (uint64_t)(e->look_ahead_s * e->clock.rate_hz);
	struct ring *inbox = dsp_inbox(e->dsp);
	int64_t pause = e->offline ? 0 : monotonic_ns() + TURN_NS;

	/* A full inbox holds the next window back: it will not get better by
	 * asking more. */
	while (outgoing_flush(&e->outgoing, inbox) &&
	       clock_frame(&e->clock, e->horizon) < dsp_frame(e->dsp) + ahead) {
		run_window(e);
		if (!pause || monotonic_ns() < pause ||
		    clock_frame(&e->clock, e->horizon) <
			dsp_frame(e->dsp) + ahead / 2)
			continue;
		wake_up(&e->wake);
		break;
	}
}
