/* Evaluating units, and what is lifted to a signal. */
#include <string.h>
#include "compile/place.h"
#include "compile/sig.h"
#include "compile/units.h"
#include "pattern/core.h"
#include "pattern/mini.h"

static const struct sig *argument(const struct place *p,
				  const struct node *node)
{
	return sig_of(p->arena, eval_node(p, node), false, false);
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
	return (struct sig *)sig_of(p->arena, value_pat(pat), false, false);
}

/* --- Synths --- */

static struct value frequency(struct arena *a, const void *ctx, struct value v)
{
	(void)ctx;
	return value_map(map_one(a, &control_table[CONTROL_ID_freq],
				 value_float(value_to_double(v))));
}

/* A synth whose pitch is a pattern plays a note for each event. */
static struct sig *notes(struct arena *a, struct sig *synth)
{
	struct sig *played, *pitch;

	if (!(synth->row->flags & UGEN_SYNTH) || synth->row->n_params == 0 ||
	    !synth->in[synth->n_audio] ||
	    synth->in[synth->n_audio]->kind != SIG_PATTERN)
		return synth;
	played = sig_new(a, SIG_PLAYED);
	played->pattern =
	    pat_map(a, frequency, NULL, synth->in[synth->n_audio]->pattern);
	played->instrument = synth;
	pitch = sig_new(a, SIG_NOTE);
	pitch->note = NOTE_FREQ;
	synth->in[synth->n_audio] = pitch;
	return played;
}

/* --- Units --- */

static struct sig *unit(const struct place *p, const struct node *node,
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
		struct sig *in;

		if (!arg)
			continue;
		if (row->params[i].items && arg->kind == NODE_STRING) {
			s->text[i] = arg->string.s;
			continue;
		}
		if (row->params[i].words && arg->kind == NODE_STRING)
			in = words(p, row, i, arg);
		else
			in = (struct sig *)argument(p, arg);
		if (in->kind == SIG_PATTERN && row->params[i].lift) {
			in = arena_copy(p->arena, in, sizeof(*in));
			in->lift = row->params[i].lift;
		}
		s->in[s->n_audio + (size_t)i] = in;
	}
	if (envelope && left) {
		s->pattern = events_of(left, 0);
		return sig_op(p->arena, "*", left, s);
	}
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
	    unit(&p, o->node, sig_of(a, arg, arg.kind == V_PAT, false)));
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
	const struct sig *s =
	    sig_of(p->arena, v, node->lift.sounds, node->lift.pitch);

	if (s->kind == SIG_PLAYED && node->lift.bus && !s->name)
		((struct sig *)s)->name = node->lift.bus;
	return value_signal(s);
}

struct value signal_push(const struct place *p, const struct node *node)
{
	struct value f = eval_node(p, node->items[0]);
	struct value x = eval_node(p, node->items[1]);

	return value_signal(
	    sig_push(p->arena, f.fn, sig_of(p->arena, x, true, false)));
}

bool signal_arithmetic(struct arena *a, const char *op,
		       const struct value *args, struct value *to)
{
	if (args[0].kind != V_SIGNAL && args[1].kind != V_SIGNAL)
		return false;
	*to = value_signal(sig_op(a, op, sig_of(a, args[0], false, false),
				  sig_of(a, args[1], false, false)));
	return true;
}
