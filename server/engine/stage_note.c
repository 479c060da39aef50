/* Events that an instrument of the scope plays: a graph for each note. */
#include <math.h>
#include <string.h>
#include "base/nearest.h"
#include "engine/stage.h"
#include "engine/stage_graph.h"
#include "pattern/core.h"

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
	struct graph *g = stage_graph(e, slot->scope, in->spec, NULL);
	struct message *m = g ? outgoing_add(&e->outgoing) : NULL;

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
