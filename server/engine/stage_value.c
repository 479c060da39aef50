/* What a scope's control patterns say, as messages: steps, gates and lines. */
#include <math.h>
#include <string.h>
#include "engine/stage.h"
#include "pattern/core.h"

struct asking {
	struct engine *e;
	struct scope *scope;
	uint32_t pattern;
	struct span span;
	const struct stamps *stamps;
	uint64_t at_frame; /* of what holds at stamps->from; else 0 */
	bool now;	   /* ask for what holds at span.begin */
	bool held;	   /* and it held before */
	bool closing;	   /* the ends of gates: they come before openings of
			      the same frame */
};

static struct message *add_set(struct asking *w, uint64_t at_frame)
{
	const struct stage *st = w->scope->stage;
	struct message *m = outgoing_add(&w->e->outgoing);

	if (!m)
		return NULL;
	m->kind = MSG_SET;
	m->at_frame = at_frame;
	m->slot = (uint16_t)(SLOTS_MAX + st->place);
	m->generation = st->generation;
	m->set.pattern = w->pattern;
	m->set.every = 1;
	m->set.n = 1;
	return m;
}

/* A step of a held value to what it is already is none. */
static bool is_known(struct asking *w, uint64_t at_frame, float value)
{
	struct known_value *k = &w->scope->stage->known[w->pattern];
	bool in_order = w->now || at_frame >= k->at_frame;
	bool same = !w->now && in_order && k->known && k->value == value;

	k->known =
	    in_order &&
	    w->scope->stage->signals->patterns[w->pattern].lift == LIFT_HOLD;
	if (in_order) {
		k->value = value;
		k->at_frame = at_frame;
	}
	return same;
}

static void forget(struct asking *w)
{
	w->scope->stage->known[w->pattern].known = false;
}

static void set_value(struct asking *w, uint64_t at_frame, float value)
{
	struct message *m;

	if ((!w->now && at_frame < w->stamps->from) ||
	    is_known(w, at_frame, value))
		return;
	m = add_set(w, at_frame);
	if (!m)
		return;
	m->set.value[0] = value;
	m->set.soft = w->held;
}

static bool value_of(const struct asking *w, const struct event *ev, float *to)
{
	const struct signal_pattern *p =
	    &w->scope->stage->signals->patterns[w->pattern];
	double x = value_to_double(ev->value);

	if ((!value_is_number(ev->value) && ev->value.kind != V_BOOL) ||
	    !isfinite(x))
		return false;
	*to = (float)fmin(fmax(x, p->least), p->most);
	return true;
}

static struct events ask_span(struct asking *w, struct span span)
{
	struct arena *a = &w->e->arena;
	struct query q = {.arena = a, .event_limit = WINDOW_EVENTS};
	struct events events = events_none();

	pat_query(&q, w->scope->stage->signals->patterns[w->pattern].pattern,
		  span, &events);
	return events;
}

/* An event begins (or, now, holds). */
static void set_event(struct asking *w, const struct event *ev)
{
	const struct clock *clock = w->stamps->clock;
	uint64_t begin = clock_frame(clock, ev->whole.begin);
	uint64_t end = clock_frame(clock, ev->whole.end);
	float value;

	if (!value_of(w, ev, &value))
		return;
	w->held =
	    w->now && begin < w->at_frame &&
	    w->scope->stage->signals->patterns[w->pattern].lift == LIFT_HOLD;
	if (w->now)
		begin = w->at_frame;
	switch (w->scope->stage->signals->patterns[w->pattern].lift) {
	case LIFT_HOLD:
		set_value(w, begin, value);
		break;
	case LIFT_GATE:
		if (w->closing) {
			set_value(w, end > begin ? end : begin + 1, 0);
			break;
		}
		if (!w->now && begin > 0)
			set_value(w, begin - 1, 0);
		set_value(w, begin, value);
		break;
	case LIFT_TRIG:
		if (w->now)
			break;
		set_value(w, begin, value);
		set_value(w, begin + 1, 0);
		break;
	case LIFT_RAMP:
		break; /* set_ramp() */
	}
}

static bool point_at(struct asking *w, uint64_t frame, float *to)
{
	struct rat at = clock_cycle(w->stamps->clock, frame);
	struct events events = ask_span(w, SPAN(at, at));

	return events.n > 0 && value_of(w, &events.at[0], to);
}

/* Something continuous: straight lines over a grid of absolute frames. */
static void set_lines(struct asking *w)
{
	const struct clock *clock = w->stamps->clock;
	uint64_t from = clock_frame(clock, w->span.begin);
	uint64_t to = clock_frame(clock, w->span.end);
	struct message *m = NULL;

	if (from < w->stamps->from)
		from = w->stamps->from;
	from = (from + BLOCK_FRAMES - 1) / BLOCK_FRAMES * BLOCK_FRAMES;
	for (; from < to; from += BLOCK_FRAMES) {
		float value;

		if (!point_at(w, from + BLOCK_FRAMES, &value))
			continue;
		if (!m || m->set.n == SET_POINTS) {
			m = add_set(w, from);
			if (!m)
				return;
			m->set.n = 0;
			m->set.every = BLOCK_FRAMES;
			m->set.line = true;
			forget(w);
		}
		m->set.value[m->set.n++] = value;
	}
}

/* How much of the event is gone at a frame. */
static float ramp_at(uint64_t begin, uint64_t end, uint64_t frame)
{
	return (float)((double)(frame - begin) / (double)(end - begin));
}

/* From 0 to 1 while the event lasts: straight lines over the same grid, which
 * begin and end at the event's own frames. */
static void set_ramp(struct asking *w, const struct event *ev)
{
	const struct clock *clock = w->stamps->clock;
	uint64_t begin = clock_frame(clock, ev->whole.begin), next;
	uint64_t end = clock_frame(clock, ev->whole.end);
	uint64_t from = clock_frame(clock, w->span.begin);
	uint64_t to = clock_frame(clock, w->span.end);
	struct message *m = NULL;

	if (end <= begin)
		return;
	if (w->now) {
		set_value(w, w->at_frame, ramp_at(begin, end, w->at_frame));
		return;
	}
	if (from > w->stamps->from && from > begin)
		from = (from + BLOCK_FRAMES - 1) / BLOCK_FRAMES * BLOCK_FRAMES;
	from = from > begin ? from : begin;
	from = from > w->stamps->from ? from : w->stamps->from;
	to = to < end ? to : end;
	if (from == begin && from < to)
		set_value(w, begin, 0);
	for (; from < to; from = next) {
		next = (from / BLOCK_FRAMES + 1) * BLOCK_FRAMES;
		next = next < end ? next : end;
		if (!m || m->set.n == SET_POINTS ||
		    m->set.every != next - from) {
			m = add_set(w, from);
			if (!m)
				return;
			m->set.n = 0;
			m->set.every = (uint32_t)(next - from);
			m->set.line = true;
			forget(w);
		}
		m->set.value[m->set.n++] = ramp_at(begin, end, next);
	}
}

static void set_events(struct asking *w, const struct events *events)
{
	for (size_t i = 0; i < events->n; i++)
		if (w->now || event_has_onset(&events->at[i]))
			set_event(w, &events->at[i]);
}

static void ask(void *ctx)
{
	struct asking *w = ctx;
	struct events events = ask_span(w, w->span);
	enum ugen_lift lift =
	    w->scope->stage->signals->patterns[w->pattern].lift;

	if (events.n > 0 && events.at[0].analog) {
		float value;

		w->held = w->now;
		if (!w->now)
			set_lines(w);
		else if (value_of(w, &events.at[0], &value))
			set_value(w, w->at_frame, value);
		return;
	}
	if (lift == LIFT_RAMP) {
		for (size_t i = 0; i < events.n; i++)
			set_ramp(w, &events.at[i]);
		return;
	}
	/* What holds now ends later than it begins. */
	w->closing = lift == LIFT_GATE && !w->now;
	if (w->closing)
		set_events(w, &events);
	w->closing = false;
	set_events(w, &events);
	w->closing = lift == LIFT_GATE && w->now;
	if (w->closing)
		set_events(w, &events);
	w->closing = false;
}

static void ask_safely(struct asking *w)
{
	struct stage *st = w->scope->stage;
	struct arena *a = &w->e->arena;

	if (st->broken[w->pattern])
		return;
	arena_reset(a);
	w->held = false;
	if (arena_run(a, ask, w) == ST_OK)
		return;
	st->broken[w->pattern] = true;
	engine_say(w->e, w->scope, NULL,
		   "a pattern in a signal stands still until it is evaluated "
		   "again: %s",
		   a->why);
}

void stage_window(struct engine *e, struct scope *s, struct rat begin,
		  struct rat end, const struct stamps *stamps)
{
	struct asking w = {.e = e, .scope = s, .stamps = stamps};
	struct rat next;

	for (; s->stage && s->stage->signals && rat_lt(begin, end);
	     begin = next) {
		next = sched_window_end(e, stamps->clock, begin);
		w.span = SPAN(begin, next);
		for (w.pattern = 0;
		     w.pattern < s->stage->signals->spec->n_patterns;
		     w.pattern++)
			ask_safely(&w);
	}
}

void stage_swap(struct engine *e, struct scope *s, const struct stamps *stamps,
		uint64_t at_frame)
{
	struct stage *st = s->stage;
	struct rat at = clock_cycle(stamps->clock, stamps->from);
	struct asking w = {.e = e,
			   .scope = s,
			   .stamps = stamps,
			   .span = SPAN(at, at),
			   .at_frame = at_frame,
			   .now = true};
	struct message *m = outgoing_add(&e->outgoing);

	if (!m)
		return;
	memset(st->known, 0,
	       st->signals->spec->n_patterns * sizeof(*st->known));
	m->kind = st->fresh ? MSG_GRAPH : MSG_SWAP;
	m->at_frame = at_frame;
	m->slot = (uint16_t)(SLOTS_MAX + st->place);
	m->generation = st->generation;
	if (st->fresh)
		m->graph = st->fresh;
	for (; w.pattern < st->signals->spec->n_patterns; w.pattern++)
		ask_safely(&w);
}
