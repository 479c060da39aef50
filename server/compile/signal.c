/* Evaluating units, and what is lifted to a signal. */
#include <string.h>
#include "compile/place.h"
#include "compile/sig.h"
#include "compile/units.h"

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
		if (u->params[i].text && arg->kind == NODE_STRING) {
			s->text[i] = arg->string.s;
			continue;
		}
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
	return s;
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

	return value_signal(unit(&p, o->node,
				 sig_of(a, arg, arg.kind == V_PAT, false)));
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
	const struct sig *s = sig_of(p->arena, v, node->lift.sounds,
				     node->lift.pitch);

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
