#include "compile/sig.h"

#include <string.h>
#include "pattern/core.h"

struct sig *sig_new(struct arena *a, enum sig_kind kind)
{
	struct sig *s = ARENA_NEW(a, struct sig);

	arena_step(a);
	s->kind = kind;
	return s;
}

struct sig *sig_number(struct arena *a, double value)
{
	struct sig *s = sig_new(a, SIG_NUMBER);

	s->value = value;
	return s;
}

struct sig *sig_unit(struct arena *a, const struct ugen_row *row,
		     size_t n_audio)
{
	struct sig *s = sig_new(a, SIG_UNIT);
	size_t n = n_audio + (size_t)row->n_params;

	s->row = row;
	s->n_audio = n_audio;
	s->n_in = n;
	s->in = ARENA_ARRAY(a, const struct sig *, n + 1);
	s->text = ARENA_ARRAY(a, const char *, (size_t)row->n_params + 1);
	return s;
}

struct sig *sig_op(struct arena *a, const char *op, const struct sig *x,
		   const struct sig *y)
{
	const struct ugen_row *row = ugen_find(op);
	struct sig *s;

	if (!row)
		arena_escape(a, ST_EVAL, "signals know no `%s`", op);
	s = sig_unit(a, row, 2);
	s->in[0] = x;
	s->in[1] = y;
	return s;
}

/* --- Values --- */

static const struct sig *of_pattern(struct arena *a, const struct pattern *p,
				    bool sounds)
{
	struct sig *s;

	if (!sounds && p->pure && value_is_number(*p->pure))
		return sig_number(a, value_to_double(*p->pure));
	s = sig_new(a, sounds ? SIG_PLAYED : SIG_PATTERN);
	s->pattern = p;
	return s;
}

const struct sig *sig_of(struct arena *a, struct value v, bool sounds)
{
	if (v.kind == V_SIGNAL)
		return v.signal;
	if (value_is_number(v) || v.kind == V_BOOL)
		return sig_number(a, value_to_double(v));
	if (v.kind == V_PAT)
		return of_pattern(a, v.pat, sounds);
	arena_escape(a, ST_EVAL, "this is no signal");
}

/* --- Pattern functions --- */

struct pushing {
	struct arena *arena;
	const struct fn *fn;
	bool found;
};

static const struct sig *push(struct pushing *p, const struct sig *s)
{
	struct sig *copy;

	arena_enter(p->arena);
	if (s->kind == SIG_BUS) {
		if (s->in[0])
			s = push(p, s->in[0]);
	} else if (s->kind == SIG_PLAYED) {
		copy = arena_copy(p->arena, s, sizeof(*s));
		copy->pattern =
		    fn_call(p->arena, p->fn, value_pat(s->pattern)).pat;
		copy->name = NULL;
		p->found = true;
		s = copy;
	} else if (s->kind == SIG_UNIT) {
		copy = sig_unit(p->arena, s->row, s->n_audio);
		memcpy(copy->text, s->text,
		       (size_t)s->row->n_params * sizeof(*copy->text));
		for (size_t i = 0; i < s->n_in; i++)
			copy->in[i] = s->in[i] ? push(p, s->in[i]) : NULL;
		s = copy;
	}
	arena_leave(p->arena);
	return s;
}

const struct sig *sig_push(struct arena *a, const struct fn *f,
			   const struct sig *s)
{
	struct pushing p = {a, f, false};

	s = push(&p, s);
	if (!p.found)
		arena_escape(a, ST_EVAL,
			     "a pattern function needs events, and nothing in "
			     "this signal has any");
	return s;
}
