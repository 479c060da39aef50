#include "engine/event.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double pi = 3.14159265358979323846;
/* Middle C: what a sample's own pitch is called. */
static const double base_midinote = 60;
static const double base_freq_hz = 261.62556530059863;
/* The shortest fade at a voice's end takes this part of it at most. */
static const double fade_part = 0.19098;
static const double least_frames = 8;

/* --- Looking up --- */

static bool to_number(const struct value *v, double *to)
{
	if (!v || (!value_is_number(*v) && v->kind != V_BOOL))
		return false;
	*to = value_to_double(*v);
	return isfinite(*to);
}

static bool given(const struct map *m, enum control_id id, double *to)
{
	return to_number(map_get(m, &control_table[id]), to);
}

static double number(const struct map *m, enum control_id id, double otherwise)
{
	double x;

	return given(m, id, &x) ? x : otherwise;
}

/* Of a control that is not in the table. */
static double named(const struct map *m, const char *name, double otherwise)
{
	double x;

	return to_number(map_get_name(m, name), &x) ? x : otherwise;
}

static const char *word(const struct value *v)
{
	return v && v->kind == V_STR ? v->s : NULL;
}

/* --- Which sound --- */

enum { NAME_SIZE = 256 };

/* The bank's name in name (NAME_SIZE), and the file's number. */
struct wanted {
	char *name;
	long n;
};

static bool is_rest(const char *name)
{
	return !name[0] || strcmp(name, "~") == 0 || strcmp(name, "\\") == 0 ||
	       strcmp(name, "rest") == 0;
}

static long truncated(double n)
{
	return (long)fmax(-1e9, fmin(n, 1e9));
}

/* "name:n", and the name of its bank before it. */
static bool split_sound(const struct map *m, struct wanted *to)
{
	const char *sound = word(map_get_name(m, "sound"));
	const char *bank = word(map_get(m, &control_table[CONTROL_ID_bank]));
	char *colon;

	if (!sound || is_rest(sound))
		return false;
	snprintf(to->name, NAME_SIZE, "%s%s", bank ? bank : "", sound);
	colon = strchr(to->name, ':');
	if (colon) {
		*colon = '\0';
		to->n = truncated(strtod(colon + 1, NULL));
	}
	return true;
}

/* false: a rest, or no sound at all. */
static bool find_name(const struct map *m, struct wanted *to)
{
	const char *s = word(map_get(m, &control_table[CONTROL_ID_s]));

	to->n = truncated(number(m, CONTROL_ID_n, 0));
	if (!s)
		return split_sound(m, to);
	snprintf(to->name, NAME_SIZE, "%s", s);
	return !is_rest(s);
}

/* --- How it sounds --- */

/* What is worked out on the way. */
struct working {
	const struct map *m;
	const struct event_context *c;
	const struct sample *s;
	double begin, end; /* parts of the file, in the order of playing */
	double speed, end_speed;
	double pitch;	/* factor of the rate that note, octave ... ask for */
	double whole_s; /* the file at that pitch */
	double pass_s;	/* once from begin to end */
	double sustain_s, fade_s;
};

/* A sample's own note is 0: n does not transpose it. */
static double pitch(const struct map *m)
{
	double note = number(m, CONTROL_ID_note, 0);
	double octave = number(m, CONTROL_ID_octave, 5);
	double midinote = named(m, "midinote", note + 12 * octave);
	double freq;

	if (given(m, CONTROL_ID_freq, &freq))
		return freq / base_freq_hz;
	return exp2((midinote - base_midinote) / 12);
}

static void work_out_span(struct working *w)
{
	double begin = number(w->m, CONTROL_ID_begin, 0);
	double end = number(w->m, CONTROL_ID_end, 1);

	w->speed = number(w->m, CONTROL_ID_speed, 1);
	w->begin = w->speed < 0 ? end : begin;
	w->end = w->speed < 0 ? begin : end;
}

/* Its length at the speed asked for, and the speed itself where `unit` says it
 * in other terms. */
static enum event_verdict work_out_pass(struct working *w)
{
	const char *unit = word(map_get(w->m, &control_table[CONTROL_ID_unit]));
	double accelerate = number(w->m, CONTROL_ID_accelerate, 0);
	double length = fabs(w->end - w->begin), mean;

	w->pitch = pitch(w->m);
	w->whole_s = w->s->n_frames / (double)w->s->rate_hz / w->pitch;
	if (unit && strcmp(unit, "c") == 0)
		w->speed *= w->c->cps * w->whole_s;
	else if (unit && strcmp(unit, "r") && strcmp(unit, "s"))
		return EVENT_BAD;
	w->end_speed = w->speed * (1 + accelerate);
	mean = (fabs(w->speed) + fabs(w->end_speed)) / 2;
	w->pass_s =
	    unit && unit[0] == 's' ? length : w->whole_s * length / mean;
	return isfinite(w->pass_s) ? EVENT_VOICE : EVENT_SILENT;
}

/* `sustain` and `legato` can shorten a sample but never lengthen it; `loop`
 * alone goes round. */
static enum event_verdict work_out_sustain(struct working *w)
{
	double loops = fabs(number(w->m, CONTROL_ID_loop, 1)), legato;

	if (given(w->m, CONTROL_ID_sustain, &w->sustain_s))
		w->sustain_s = fmin(w->sustain_s, w->pass_s);
	else if (given(w->m, CONTROL_ID_legato, &legato))
		w->sustain_s = fmin(w->c->delta_s * legato, w->pass_s);
	else
		w->sustain_s = w->pass_s * loops;
	w->fade_s = fmax(0, fmin(number(w->m, CONTROL_ID_fadeTime, 0.001),
				 fade_part * w->sustain_s));
	return w->sustain_s * w->c->rate_hz >= least_frames ? EVENT_VOICE
							    : EVENT_SILENT;
}

/* --- Into the message --- */

static void set_source(const struct working *w, struct voice_start *to)
{
	double n = w->s->n_frames;
	double step = w->pitch * w->s->rate_hz / w->c->rate_hz;
	double way = w->end >= w->begin ? 1 : -1;
	double sign = w->speed < 0 ? -1 : 1;

	to->frames = w->s->frames;
	to->rest = w->s->rest;
	to->n_frames = w->s->n_frames;
	to->channels = w->s->channels;
	to->begin = fmin(w->begin, w->end) * n;
	to->end = fmax(w->begin, w->end) * n;
	to->rate = way * sign * w->speed * step;
	to->end_rate = way * sign * w->end_speed * step;
	to->loop = w->sustain_s > w->pass_s * 1.000001;
}

static void set_gate(const struct working *w, struct voice_start *to)
{
	double gain = fmin(number(w->m, CONTROL_ID_gain, 1), 2) +
		      number(w->m, CONTROL_ID_overgain, 0);
	double frames = w->sustain_s * w->c->rate_hz;

	to->len_frames = (uint32_t)fmin(round(frames), 0x1p31);
	to->fade_out = (float)w->fade_s;
	to->fade_in = w->begin != 0 ? (float)w->fade_s : 0;
	to->gate = (float)(number(w->m, CONTROL_ID_amp, 0.4) * pow(gain, 4));
}

/* Into -1..1 by mirrors at both ends. */
static double fold(double x)
{
	x = fmod(fabs(x + 1), 4);
	return (x > 2 ? 4 - x : x) - 1;
}

static void set_place(const struct map *m, struct voice_start *to)
{
	double pan = number(m, CONTROL_ID_pan, 0.5) +
		     number(m, CONTROL_ID_channel, 0) / 2;
	double angle = (fold(2 * pan - 1) + 1) * pi / 4;

	to->gain_left = (float)cos(angle);
	to->gain_right = (float)sin(angle);
}

/* One of attack and release is enough; the other is 0 then. */
static void set_envelope(const struct map *m, struct voice_start *to)
{
	double attack = 0, release = 0;
	bool attacks = given(m, CONTROL_ID_attack, &attack);
	bool releases = given(m, CONTROL_ID_release, &release);

	to->envelope = attacks || releases;
	to->attack = (float)fmax(0, attack);
	to->release = (float)fmax(0, release);
	to->hold = (float)fmax(0, number(m, CONTROL_ID_hold, 0));
	to->curve = (float)fmax(-50, fmin(named(m, "curve", 0), 50));
}

static uint16_t orbit_of(const struct map *m, int otherwise)
{
	double orbit =
	    fmod(floor(number(m, CONTROL_ID_orbit, otherwise)), EVENT_ORBITS);

	return (uint16_t)(orbit < 0 ? orbit + EVENT_ORBITS : orbit);
}

static int32_t cut_of(const struct map *m)
{
	return (int32_t)fmax(-1e9, fmin(number(m, CONTROL_ID_cut, 0), 1e9));
}

static void fill(const struct working *w, struct event_sound *to)
{
	struct voice_start *v = &to->voice;

	memset(v, 0, sizeof(*v));
	v->owner = to->sample;
	set_source(w, v);
	set_gate(w, v);
	set_place(w->m, v);
	set_envelope(w->m, v);
	v->shape = (float)fmin(number(w->m, CONTROL_ID_shape, 0), 1);
	v->cut = cut_of(w->m);
	v->cut_id = (uintptr_t)to->sample;
	v->orbit = orbit_of(w->m, w->c->orbit);
	to->late_s = number(w->m, CONTROL_ID_nudge, 0) + named(w->m, "lag", 0) +
		     number(w->m, CONTROL_ID_offset, 0) * fabs(w->speed);
}

static enum event_verdict to_voice(const struct event_context *c,
				   const struct map *m, struct event_sound *to)
{
	struct working w = {.m = m, .c = c, .s = to->sample};
	enum event_verdict verdict;

	work_out_span(&w);
	verdict = work_out_pass(&w);
	if (verdict == EVENT_VOICE)
		verdict = work_out_sustain(&w);
	if (verdict == EVENT_VOICE)
		fill(&w, to);
	if (verdict == EVENT_BAD)
		snprintf(to->why, sizeof(to->why),
			 "unit is \"%.40s\"; it can be \"r\" (rate), \"c\" "
			 "(cycles) or \"s\" (seconds)",
			 word(map_get(m, &control_table[CONTROL_ID_unit])));
	return verdict;
}

void event_unreadable(const struct sample *s, char why[EVENT_WHY])
{
	snprintf(why, EVENT_WHY, "file %u of %.80s %s", s->index, s->bank,
		 s->too_long ? "is longer than the memory kept for samples"
			     : "can't be read");
}

enum event_verdict event_sound(const struct event_context *c,
			       const struct map *m, struct event_sound *to)
{
	char name[NAME_SIZE];
	struct wanted wanted = {.name = name};

	to->sample = NULL;
	to->late_s = 0;
	to->why[0] = '\0';
	if (!find_name(m, &wanted))
		return EVENT_SILENT;
	to->sample = banks_find(c->banks, wanted.name, wanted.n);
	if (!to->sample) {
		snprintf(to->why, sizeof(to->why), "%.150s", wanted.name);
		return EVENT_MISSING;
	}
	switch (
	    atomic_load_explicit(&to->sample->state, memory_order_acquire)) {
	case SAMPLE_READY:
		return to_voice(c, m, to);
	case SAMPLE_FAILED:
		event_unreadable(to->sample, to->why);
		return EVENT_BAD;
	default:
		return EVENT_LOADING;
	}
}
