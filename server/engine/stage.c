#include "engine/stage.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/alloc.h"
#include "base/nearest.h"
#include "dsp/graph.h"
#include "engine/event.h"
#include "pattern/core.h"

#define FADE_S 0.02

/* The same signals in the same graph made anew: with other places. */
static void stage_again(struct engine *e, struct scope *s);

/* --- Places --- */

static int free_place(const struct engine *e)
{
	for (int i = 0; i < GRAPHS_MAX; i++)
		if (!e->stage_taken[i])
			return i;
	return -1;
}

/* Longer than any note that may still hear a bus. */
#define IDLE_S 12

static struct board_place *free_board_place(struct engine *e)
{
	uint64_t now = dsp_frame(e->dsp);
	uint64_t idle = (uint64_t)(IDLE_S * e->clock.rate_hz);

	for (int i = 0; i < BUSES_MAX; i++)
		if (!e->board[i].name)
			return &e->board[i];
	for (int i = 0; i < BUSES_MAX; i++)
		if (e->board[i].idle_from && e->board[i].idle_from + idle < now)
			return &e->board[i];
	return NULL;
}

static struct board_place *
find_board_place(struct engine *e, const struct scope *s, const char *bus)
{
	for (int i = 0; i < BUSES_MAX; i++) {
		struct board_place *p = &e->board[i];

		if (p->scope == s && p->name && strcmp(p->name, bus) == 0)
			return p;
	}
	return NULL;
}

/* The bus's place on the board: kept as long as the scope's signals name it. */
static uint16_t board_place(struct engine *e, const struct scope *s,
			    const char *bus)
{
	struct board_place *p = find_board_place(e, s, bus);

	if (p) {
		p->idle_from = 0;
		return (uint16_t)(p - e->board);
	}
	p = free_board_place(e);
	if (!p) {
		engine_say(e, s, NULL,
			   "too many buses hear themselves: %s is silent", bus);
		return NO_PLACE;
	}
	mem_free(p->name);
	*p = (struct board_place){.name = mem_str(bus), .scope = s};
	return p->name ? (uint16_t)(p - e->board) : NO_PLACE;
}

static bool plays_bus(const struct scope *s, const char *bus)
{
	const struct graph_spec *spec =
	    s->stage && s->stage->signals ? s->stage->signals->spec : NULL;

	for (uint32_t i = 0; spec && i < spec->n_roots; i++)
		if (!spec->roots[i].slot &&
		    strcmp(spec->roots[i].name, bus) == 0)
			return true;
	return false;
}

/* "alice.~bass", which s hears: a place for it, and the other's graph learns
 * of it. */
static uint16_t foreign_place(struct engine *e, const struct scope *s,
			      const char *name)
{
	const char *bus = strstr(name, ".~") + 1;
	char owner[64];
	struct scope *other;
	struct board_place *p;
	uint16_t place;

	snprintf(owner, sizeof(owner), "%.*s", (int)(bus - 1 - name), name);
	other = engine_find_scope(e, owner);
	if (!other) {
		engine_say(e, s, NULL,
			   "%s is silent: nobody is called %s (evaluate this "
			   "again when somebody is)",
			   name, owner);
		return NO_PLACE;
	}
	if (!plays_bus(other, bus) && other != s)
		engine_say(e, s, NULL,
			   "%s is silent until %s plays something that is "
			   "made of %s",
			   name, owner, bus);
	p = find_board_place(e, other, bus);
	if (p && p->foreign)
		return (uint16_t)(p - e->board);
	place = board_place(e, other, bus);
	if (place == NO_PLACE)
		return place;
	e->board[place].foreign = true;
	if (other != s)
		stage_again(e, other);
	return place;
}

static bool names_bus(const struct graph_spec *spec, const char *bus)
{
	for (uint32_t i = 0; i < spec->n_buses; i++)
		if (strcmp(spec->buses[i], bus) == 0)
			return true;
	for (uint32_t i = 0; i < spec->n_roots; i++)
		if (spec->roots[i].heard &&
		    strcmp(spec->roots[i].name, bus) == 0)
			return true;
	return false;
}

static bool is_named(const struct signals *signals, const char *bus)
{
	if (names_bus(signals->spec, bus))
		return true;
	for (size_t i = 0; i < signals->n_instruments; i++)
		if (names_bus(signals->instruments[i].spec, bus))
			return true;
	return false;
}

/* Places that the scope's signals (NULL: it goes) no longer name. */
static void leave_places(struct engine *e, const struct scope *s,
			 const struct signals *signals)
{
	for (int i = 0; i < BUSES_MAX; i++) {
		struct board_place *p = &e->board[i];

		if (!p->name || p->scope != s || p->foreign ||
		    (signals && is_named(signals, p->name)))
			continue;
		if (!p->idle_from)
			p->idle_from = dsp_frame(e->dsp) + 1;
		if (!signals)
			p->scope = NULL;
	}
}

static uint16_t strip_of(const struct scope *s, const char *slot)
{
	const struct slot *found = scope_slot(s, slot);

	return found ? found->strip : NO_PLACE;
}

struct places {
	struct graph_places of;
	uint16_t *room;
};

/* A bus that nobody here hears may have a listener elsewhere. */
static uint16_t root_place(struct engine *e, const struct scope *s,
			   const struct graph_root *r)
{
	const struct board_place *p;

	if (r->slot)
		return strip_of(s, r->name);
	if (r->heard)
		return board_place(e, s, r->name);
	p = find_board_place(e, s, r->name);
	return p && p->foreign ? (uint16_t)(p - e->board) : NO_PLACE;
}

static bool find_places(struct engine *e, const struct scope *s,
			const struct graph_spec *spec,
			const struct signal_played *played, struct places *to)
{
	size_t n = spec->n_roots + spec->n_played + (size_t)spec->n_buses;
	uint16_t *at = mem_array(n + 1, sizeof(*at));

	if (!at)
		return false;
	to->room = at;
	to->of = (struct graph_places){at, at + spec->n_roots,
				       at + spec->n_roots + spec->n_played};
	for (uint32_t i = 0; i < spec->n_buses; i++)
		at[spec->n_roots + spec->n_played + i] =
		    strstr(spec->buses[i], ".~")
			? foreign_place(e, s, spec->buses[i])
			: board_place(e, s, spec->buses[i]);
	for (uint32_t i = 0; i < spec->n_roots; i++)
		at[i] = root_place(e, s, &spec->roots[i]);
	for (uint32_t i = 0; i < spec->n_played; i++)
		at[spec->n_roots + i] =
		    played ? strip_of(s, played[i].name) : NO_PLACE;
	return true;
}

/* The memories that a spec asks for are of the rate it was made for. */
static struct graph *new_graph(struct engine *e, const struct graph_spec *spec,
			       const struct graph_places *places)
{
	struct graph_spec at_rate = *spec;
	struct graph_node *nodes;
	struct graph *g;

	if (spec->rate_hz == e->clock.rate_hz)
		return graph_new(spec, places);
	nodes = mem_array(spec->n_nodes + 1, sizeof(*nodes));
	if (!nodes)
		return NULL;
	for (uint32_t i = 0; i < spec->n_nodes; i++) {
		nodes[i] = spec->nodes[i];
		nodes[i].memory_floats =
		    (size_t)ceil((double)nodes[i].memory_floats *
				 e->clock.rate_hz / spec->rate_hz);
	}
	at_rate.nodes = nodes;
	at_rate.rate_hz = e->clock.rate_hz;
	g = graph_new(&at_rate, places);
	mem_free(nodes);
	return g;
}

static struct graph *build(struct engine *e, struct scope *s,
			   const struct signals *signals)
{
	struct places places;
	struct graph *g;

	if (!find_places(e, s, signals->spec, signals->played, &places))
		return NULL;
	g = new_graph(e, signals->spec, &places.of);
	mem_free(places.room);
	return g;
}

/* --- Life --- */

static struct stage *want_stage(struct engine *e, struct scope *s)
{
	int place = s->stage ? 0 : free_place(e);

	if (s->stage)
		return s->stage;
	if (place < 0) {
		engine_say(e, s, NULL,
			   "there is no room for signals of %d "
			   "scopes",
			   GRAPHS_MAX + 1);
		return NULL;
	}
	s->stage = mem_new(sizeof(*s->stage));
	if (!s->stage)
		return NULL;
	s->stage->place = (uint16_t)place;
	e->stage_taken[place] = true;
	return s->stage;
}

static void stage_again(struct engine *e, struct scope *s)
{
	struct stage *st = s->stage;
	struct graph *g;

	if (!st || !st->signals)
		return;
	g = build(e, s, st->signals);
	if (!g)
		return;
	if (st->graph && !st->silenced)
		graph_succeed(g, st->graph);
	graph_free(st->fresh);
	st->fresh = g;
	st->dirty = true;
}

bool stage_set(struct engine *e, struct scope *s, struct code *code)
{
	const struct signals *signals = code->program->signals;
	struct stage *st = want_stage(e, s);
	size_t n = (size_t)signals->spec->n_patterns + 1;
	bool *broken = mem_array(n, sizeof(bool));
	struct known_value *known = mem_array(n, sizeof(*known));
	struct graph *g = st && broken && known ? build(e, s, signals) : NULL;

	if (!g) {
		mem_free(broken);
		mem_free(known);
		engine_say(e, s, NULL,
			   "the machine has no memory for these "
			   "signals");
		return false;
	}
	if (st->graph && !st->silenced)
		graph_succeed(g, st->graph);
	st->silenced = false;
	graph_free(st->fresh);
	st->fresh = g;
	mem_free(st->broken);
	st->broken = broken;
	mem_free(st->known);
	st->known = known;
	code_hold(code);
	code_drop(st->code);
	st->code = code;
	st->signals = signals;
	st->bad_numbers = 0;
	st->dirty = true;
	leave_places(e, s, signals);
	return true;
}

void stage_renew(struct engine *e, struct scope *s)
{
	struct stage *st = s->stage;

	if (!st || !st->signals)
		return;
	graph_free(st->fresh);
	st->fresh = build(e, s, st->signals);
	st->silenced = false;
	st->dirty = true;
}

void stage_free(struct engine *e, struct scope *s)
{
	struct stage *st = s->stage;

	if (!st)
		return;
	e->stage_taken[st->place] = false;
	leave_places(e, s, NULL);
	graph_free(st->fresh);
	code_drop(st->code);
	mem_free(st->broken);
	mem_free(st->known);
	mem_free(st);
	s->stage = NULL;
}

void stage_ended(struct engine *e, struct graph *g)
{
	for (struct scope *s = e->scopes; s; s = s->next)
		if (s->stage && s->stage->graph == g)
			s->stage->graph = NULL;
	graph_free(g);
}

void stage_bad_number(struct engine *e, uint16_t place, uint32_t root)
{
	struct scope *s = e->scopes;
	const struct graph_spec *spec;

	while (s && !(s->stage && s->stage->place == place))
		s = s->next;
	spec = s && s->stage->signals ? s->stage->signals->spec : NULL;
	if (!spec || root >= spec->n_roots ||
	    s->stage->bad_numbers++ >= BAD_NUMBERS_SAID)
		return;
	engine_say(e, s, spec->roots[root].name,
		   "%s made a number that is none: it was silenced",
		   spec->roots[root].name);
}

/* --- Values --- */

struct asking {
	struct engine *e;
	struct scope *scope;
	uint32_t pattern;
	struct span span;
	const struct stamps *stamps;
	uint64_t at_frame; /* of what holds at stamps->from; else 0 */
	bool now;	   /* ask for what holds at span.begin */
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
	if (m)
		m->set.value[0] = value;
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

bool stage_waits(const struct engine *e, const struct stage *st)
{
	uint64_t fade = (uint64_t)(2 * FADE_S * e->clock.rate_hz);

	return st->faded > dsp_frame(e->dsp) + fade;
}

void stage_settle(struct engine *e, struct scope *s, uint64_t frame)
{
	struct stage *st = s->stage;

	if (st->fresh) {
		st->graph = st->fresh;
		st->faded = frame + (uint64_t)(FADE_S * e->clock.rate_hz) +
			    2 * BLOCK_FRAMES;
	}
	st->fresh = NULL;
	st->dirty = false;
}

/* --- Notes --- */

static double given(const struct map *m, enum control_id id, double otherwise)
{
	const struct value *v = map_get(m, &control_table[id]);
	double x = v && value_is_number(*v) ? value_to_double(*v) : otherwise;

	return isfinite(x) ? x : otherwise;
}

/* Patterns inside an instrument hold the value of the note's onset; NAN: there
 * is none. Asked before anything is taken that a broken budget would lose. */
static const float *
held_values(struct engine *e, const struct signal_instrument *in, struct rat at)
{
	float *to =
	    arena_alloc(&e->arena, (in->spec->n_patterns + 1) * sizeof(*to));

	for (uint32_t i = 0; i < in->spec->n_patterns; i++) {
		const struct signal_pattern *p = &in->patterns[i];
		struct query q = {.arena = &e->arena,
				  .event_limit = WINDOW_EVENTS};
		struct events events = events_none();
		double x = NAN;

		pat_query(&q, p->pattern, SPAN(at, at), &events);
		if (events.n > 0 && p->lift == LIFT_RAMP)
			x = rat_to_double(
			    rat_div(rat_sub(at, events.at[0].whole.begin),
				    rat_sub(events.at[0].whole.end,
					    events.at[0].whole.begin)));
		else if (events.n > 0 && value_is_number(events.at[0].value))
			x = fmin(
			    fmax(value_to_double(events.at[0].value), p->least),
			    p->most);
		to[i] = (float)x;
	}
	return to;
}

static void set_pitch(const struct signal_instrument *in, const struct map *m,
		      struct graph *g)
{
	double note = given(m, CONTROL_ID_note, given(m, CONTROL_ID_n, 0));
	double octave = given(m, CONTROL_ID_octave, 5);
	double ratio = exp2((note + 12 * (octave - 5)) / 12);
	double freq = given(m, CONTROL_ID_freq, in->freq_hz * ratio);

	graph_set_note(g, NOTE_RATIO, (float)ratio);
	graph_set_note(g, NOTE_FREQ, (float)fmin(fmax(freq, 0), 1e5));
}

static void set_length(const struct engine *e, const struct map *m,
		       double delta_s, bool envelope, struct note_start *to)
{
	double s = given(m, CONTROL_ID_sustain,
			 delta_s * given(m, CONTROL_ID_legato, 1));
	double release =
	    given(m, CONTROL_ID_release, fmin(fmax(0.1 * s, 0.01), 0.5));
	double rate = e->clock.rate_hz;

	to->len_frames = (uint32_t)fmin(fmax(1, s * rate), 0x1p30);
	to->release_frames =
	    (uint32_t)(fmin(envelope ? 10 : release, 10) * rate);
	to->fade_in = (float)fmax(given(m, CONTROL_ID_attack, 0.001), 0.001);
}

static void set_gains(const struct map *m, struct note_start *to)
{
	double pan = fmin(fmax(given(m, CONTROL_ID_pan, 0.5), 0), 1);
	double gain = fmin(fmax(given(m, CONTROL_ID_gain, 1), 0), 2);
	double amp = given(m, CONTROL_ID_amp, 0.4) * pow(gain, 4);

	to->gain_left = (float)(amp * cos(pan * 1.5707963267948966));
	to->gain_right = (float)(amp * sin(pan * 1.5707963267948966));
}

int stage_instrument(const struct scope *s, const char *name)
{
	const struct signals *signals = s->stage ? s->stage->signals : NULL;

	for (size_t i = 0; signals && i < signals->n_instruments; i++)
		if (strcmp(signals->instruments[i].name, name) == 0)
			return (int)i;
	return -1;
}

void stage_hint(const struct scope *s, const char *name, char *to, size_t size)
{
	const struct signals *signals = s->stage ? s->stage->signals : NULL;
	struct nearest near;

	nearest_init(&near, name);
	for (size_t i = 0; signals && i < signals->n_instruments; i++)
		nearest_offer(&near, signals->instruments[i].name);
	nearest_hint(&near, to, size);
}

void stage_note(struct engine *e, struct slot *slot, int instrument,
		const struct event *ev, const struct stamps *stamps,
		uint64_t at_frame)
{
	struct stage *st = slot->scope->stage;
	const struct signal_instrument *in =
	    &st->signals->instruments[instrument];
	const float *held = held_values(e, in, ev->whole.begin);
	const struct map *map = ev->value.map;
	uint64_t begin = clock_frame(stamps->clock, ev->whole.begin);
	uint64_t end = clock_frame(stamps->clock, ev->whole.end);
	struct places places;
	struct message *m;
	struct graph *g;

	if (!find_places(e, slot->scope, in->spec, NULL, &places))
		return;
	g = new_graph(e, in->spec, &places.of);
	mem_free(places.room);
	m = g ? outgoing_add(&e->outgoing) : NULL;
	if (!m) {
		graph_free(g);
		return;
	}
	for (uint32_t i = 0; i < in->spec->n_patterns; i++)
		if (!isnan(held[i]))
			graph_set_pattern(g, i, held[i]);
	set_pitch(in, map, g);
	m->kind = MSG_NOTE;
	m->at_frame = at_frame;
	m->slot = slot->strip;
	m->generation = slot->generation;
	m->note.graph = g;
	set_length(e, map, (double)(end - begin) / e->clock.rate_hz,
		   in->spec->envelope, &m->note);
	set_gains(map, &m->note);
}
