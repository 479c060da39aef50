/* Evaluating units, and what is lifted to a signal. */
#include <math.h>
#include <string.h>
#include "compile/place.h"
#include "compile/sig.h"
#include "compile/units.h"
#include "pattern/core.h"
#include "pattern/fn.h"
#include "pattern/mini.h"

static const struct sig *argument(const struct place *p,
				  const struct node *node)
{
	return sig_of(p->arena, eval_node(p, node), false);
}

/* The first pattern with events along the way of the sound. */
static const struct pattern *events_of(const struct sig *s, int depth)
{
	const struct pattern *found = NULL;

	if (!s || depth > 32)
		return NULL;
	if (s->kind == SIG_PATTERN || s->kind == SIG_PLAYED)
		return s->pattern;
	for (size_t i = 0; i < s->n_in && !found && s->kind == SIG_UNIT; i++)
		found = events_of(s->in[i], depth + 1);
	return found;
}

/* --- Words --- */

struct words {
	const char *list, *param, *unit;
};

static struct value word_index(struct arena *a, const void *ctx, struct value v)
{
	const struct words *w = ctx;
	size_t len = v.kind == V_STR ? strlen(v.s) : 0;
	int i = 0;

	for (const char *at = w->list; len && *at; i++) {
		size_t n = strcspn(at, " ");

		if (n == len && memcmp(at, v.s, n) == 0)
			return value_float(i);
		at += n + strspn(at + n, " ");
	}
	arena_escape(a, ST_EVAL, "the %s of `%s` is one of %s, not `%s`",
		     w->param, w->unit, w->list, len ? v.s : "this");
}

static struct sig *words(const struct place *p, const struct ugen_row *row,
			 int param, const struct node *string)
{
	struct words *w = ARENA_NEW(p->arena, struct words);
	const struct pattern *pat;
	struct diag_list errors;

	*w = (struct words){row->params[param].words, row->params[param].name,
			    row->name};
	diag_init(&errors, p->arena, string->string.s, string->string.len);
	pat = mini_parse(p->arena, MINI_STRING, string->string.s,
			 string->string.len, 0, &errors);
	if (!pat)
		arena_escape(p->arena, ST_EVAL, "\"%s\": %s", string->string.s,
			     errors.first ? errors.first->message
					  : "can't be read");
	pat = pat_map(p->arena, word_index, w, pat);
	return (struct sig *)sig_of(p->arena, value_pat(pat), false);
}

/* --- Synths --- */

/* The event of a synth's voice: its pitch, at full level where the pan of
 * events is in the middle. */
static struct value frequency(struct arena *a, const void *ctx, struct value v)
{
	(void)ctx;
	return value_map(map_set(a,
				 map_one(a, &control_table[CONTROL_ID_freq],
					 value_float(value_to_double(v))),
				 &control_table[CONTROL_ID_amp],
				 value_float(1.4142135623730951)));
}

static struct sig *note_frequency(struct arena *a)
{
	struct sig *s = sig_new(a, SIG_NOTE);

	s->note = NOTE_FREQ;
	return s;
}

/* A note for each event of pitch; full: the synth with its envelope. */
static struct sig *play_notes(struct arena *a, const struct sig *pitch,
			      const struct sig *bare, const struct sig *full)
{
	struct sig *played = sig_new(a, SIG_PLAYED);

	played->pattern = pat_map(a, frequency, NULL, pitch->pattern);
	played->instrument = full;
	played->bare = bare;
	played->pitch = pitch;
	return played;
}

/* A synth whose pitch is a pattern plays a note for each event. */
static struct sig *notes(struct arena *a, struct sig *synth)
{
	const struct sig **pitch = &synth->in[synth->n_audio], *given = *pitch;

	if (!(synth->row->flags & UGEN_SYNTH) || synth->row->n_params == 0 ||
	    !given || given->kind != SIG_PATTERN)
		return synth;
	*pitch = note_frequency(a);
	synth->pattern = NULL;
	return play_notes(a, given, synth, synth);
}

/* --- Oscillators that swell --- */

/* With events it begins at each; without, from the start on. */
static struct sig *envelope(struct arena *a, const struct sig *const time[4],
			    const struct pattern *events)
{
	struct sig *s = sig_unit(a, ugen_find(events ? "adsr" : "env"), 0);

	memcpy(s->in, time, 4 * sizeof(*time));
	s->pattern = events;
	return s;
}

/* `sine "220 330" :attack 0.1 :release 0.2`. */
static const struct sig *swelling(struct arena *a, struct sig *s,
				  const struct sig *attack,
				  const struct sig *release)
{
	const struct sig *time[4] = {attack ? attack : sig_number(a, 0.001),
				     sig_number(a, 0), sig_number(a, 1),
				     release ? release : sig_number(a, 0.1)};

	return sig_op(a, "*", s, envelope(a, time, events_of(s->in[0], 0)));
}

/* `sine "c4 e4"`: a voice for each note. */
static struct sig *struck(struct arena *a, struct sig *s,
			  const struct sig *attack, const struct sig *release)
{
	const struct sig *pitch = s->in[0], *full;

	s->in[0] = note_frequency(a);
	if (attack || release) {
		full = swelling(a, s, attack, release);
	} else {
		const struct sig *time[4] = {
		    sig_number(a, 0.001), sig_number(a, 0.1), sig_number(a, 0),
		    sig_number(a, 0.1)};

		full = sig_op(a, "*", s, envelope(a, time, NULL));
	}
	return play_notes(a, pitch, s, full);
}

static const struct sig *oscillator(const struct place *p,
				    const struct node *node, struct sig *s)
{
	const struct node *pitch = node->items[0];
	const struct node *const *times =
	    (const struct node *const *)node->items + s->row->n_params;
	const struct sig *attack = NULL, *release = NULL;

	if (times[0])
		attack = argument(p, times[0]);
	if (times[1])
		release = argument(p, times[1]);
	if (pitch && pitch->kind == NODE_LIFT && pitch->lift.notes &&
	    s->in[0]->kind == SIG_PATTERN)
		return struck(p->arena, s, attack, release);
	return attack || release ? swelling(p->arena, s, attack, release) : s;
}

/* --- The cycle --- */

static struct value to_rat(struct arena *a, const void *ctx, struct value v)
{
	(void)a;
	(void)ctx;
	return value_rat(rat_simplest(value_to_double(v)));
}

/* A pattern whose events are what the ramp goes up in. */
static struct sig *ramp(struct arena *a, const struct ugen_row *row,
			const struct ugen_param *p, const struct sig *times)
{
	const struct pattern *one = pat_pure(a, value_float(1));
	struct sig *s;

	if (!times)
		times = sig_number(a, (double)p->initial);
	s = sig_new(a, SIG_PATTERN);
	s->lift = LIFT_RAMP;
	if (times->kind == SIG_NUMBER) {
		double x =
		    fmin(fmax(times->value, (double)p->least), (double)p->most);

		s->pattern = pat_fast(a, rat_simplest(x), one);
	} else if (times->kind == SIG_PATTERN) {
		const struct fn_row *fast = fn_find("fast");
		struct value args[2] = {
		    value_pat(pat_map(a, to_rat, NULL, times->pattern)),
		    value_pat(one)};
		struct call call = {a, args, fast, V_FLOAT, SHAPE_PATTERN};

		s->pattern = fast->build(&call).pat;
	} else {
		arena_escape(a, ST_EVAL,
			     "the %s of `%s` is a number or a pattern of "
			     "numbers: it goes with the cycle",
			     p->name, row->name);
	}
	return s;
}

/* --- Units --- */

/* A voice's own envelope takes the place of the one it has by itself. */
static const struct sig *shape(struct arena *a, const struct sig *left,
			       struct sig *envelope)
{
	if (left->kind == SIG_PLAYED && left->instrument) {
		struct sig *played = arena_copy(a, left, sizeof(*left));

		played->instrument = sig_op(a, "*", left->bare, envelope);
		return played;
	}
	envelope->pattern = events_of(left, 0);
	return sig_op(a, "*", left, envelope);
}

static bool is_string(const struct node *arg)
{
	return arg->kind == NODE_STRING ||
	       (arg->kind == NODE_LIFT && arg->items[0]->kind == NODE_STRING);
}

/* `trig "1"`: an event, unlike `trig 1`. */
static struct sig *once_a_cycle(struct arena *a, double value)
{
	struct sig *s = sig_new(a, SIG_PATTERN);

	s->pattern = pat_pure(a, value_float(value));
	return s;
}

static const struct sig *parameter(const struct place *p,
				   const struct ugen_row *row, int i,
				   const struct node *arg)
{
	const struct ugen_param *param = &row->params[i];
	struct sig *in;

	if (param->lift == LIFT_RAMP)
		return ramp(p->arena, row, param,
			    arg ? argument(p, arg) : NULL);
	if (!arg)
		return NULL;
	if (param->words && arg->kind == NODE_STRING)
		return words(p, row, i, arg);
	in = (struct sig *)argument(p, arg);
	if (in->kind == SIG_NUMBER && param->lift && is_string(arg))
		in = once_a_cycle(p->arena, in->value);
	if (in->kind == SIG_PATTERN && param->lift) {
		in = arena_copy(p->arena, in, sizeof(*in));
		in->lift = param->lift;
	}
	return in;
}

static const struct sig *unit(const struct place *p, const struct node *node,
			      const struct sig *first)
{
	const struct unit *u = node->unit.row;
	const struct ugen_row *row = u->row;
	size_t n_audio = node->unit.n_audio;
	bool envelope = row->flags & UGEN_ENVELOPE;
	struct sig *s = sig_unit(p->arena, row, envelope ? 0 : n_audio);
	const struct sig *left = first;

	for (size_t i = 0; i < n_audio; i++) {
		const struct sig *in =
		    node->items[i] ? argument(p, node->items[i]) : first;

		if (envelope)
			left = in;
		else
			s->in[i] = in;
	}
	for (int i = 0; i < row->n_params; i++) {
		const struct node *arg = node->items[n_audio + (size_t)i];

		if (row->params[i].items && arg && arg->kind == NODE_STRING)
			s->text[i] = arg->string.s;
		else
			s->in[s->n_audio + (size_t)i] =
			    parameter(p, row, i, arg);
	}
	if (envelope && left)
		return shape(p->arena, left, s);
	if (row->flags & UGEN_SWELLS)
		return oscillator(p, node, s);
	if (row->flags & UGEN_GATED)
		for (size_t i = 0; i < s->n_in && !s->pattern; i++)
			s->pattern = events_of(s->in[i], 0);
	return notes(p->arena, s);
}

struct open_unit {
	struct fn fn;
	const struct node *node;
	const struct env *env;
	const struct uses *uses;
};

static struct value open_call(struct arena *a, const struct fn *f,
			      struct value arg)
{
	const struct open_unit *o = (const struct open_unit *)f;
	struct place p = {a, o->env, o->uses};

	return value_signal(
	    unit(&p, o->node, sig_of(a, arg, arg.kind == V_PAT)));
}

struct value signal_unit(const struct place *p, const struct node *node)
{
	struct open_unit *o;

	if (!node->unit.open)
		return value_signal(unit(p, node, NULL));
	o = arena_alloc(p->arena, sizeof(*o));
	*o = (struct open_unit){{open_call}, node, p->env, p->uses};
	return value_fn(&o->fn);
}

struct value signal_lift(const struct place *p, const struct node *node)
{
	struct value v = eval_node(p, node->items[0]);
	const struct sig *s = sig_of(p->arena, v, node->lift.sounds);

	if (s->kind == SIG_PLAYED && node->lift.bus && !s->name)
		((struct sig *)s)->name = node->lift.bus;
	return value_signal(s);
}

struct value signal_push(const struct place *p, const struct node *node)
{
	struct value f = eval_node(p, node->items[0]);
	struct value x = eval_node(p, node->items[1]);

	return value_signal(
	    sig_push(p->arena, f.fn, node->any, sig_of(p->arena, x, true)));
}

bool signal_arithmetic(struct arena *a, const char *op,
		       const struct value *args, struct value *to)
{
	if (args[0].kind != V_SIGNAL && args[1].kind != V_SIGNAL)
		return false;
	*to = value_signal(sig_op(a, op, sig_of(a, args[0], false),
				  sig_of(a, args[1], false)));
	return true;
}
