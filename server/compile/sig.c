#include "compile/sig.h"

#include <stdint.h>
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

	if (!sounds && pat_is_once(p) && value_is_number(*p->pure))
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

enum { PUSHED_BUCKETS = 64 };

/* What was a pattern or a part of the signal, and what it is now. */
struct pushed {
	const void *from, *to;
	struct pushed *next;
};

struct pushing {
	struct arena *arena;
	const struct fn *fn;
	bool any, found;
	struct pushed *bucket[PUSHED_BUCKETS];
};

static struct pushed **bucket_of(struct pushing *p, const void *from)
{
	return &p->bucket[((uintptr_t)from >> 5) % PUSHED_BUCKETS];
}

static struct pushed *find(struct pushing *p, const void *from)
{
	struct pushed *x = *bucket_of(p, from);

	while (x && x->from != from)
		x = x->next;
	return x;
}

static struct pushed *add(struct pushing *p, const void *from)
{
	struct pushed *x = ARENA_NEW(p->arena, struct pushed);

	*x = (struct pushed){from, NULL, *bucket_of(p, from)};
	*bucket_of(p, from) = x;
	return x;
}

static const struct pattern *changed(struct pushing *p,
				     const struct pattern *pattern)
{
	struct pushed *x = find(p, pattern);

	p->found = true;
	if (!x) {
		x = add(p, pattern);
		x->to = fn_call(p->arena, p->fn, value_pat(pattern)).pat;
	}
	return x->to;
}

/* Its numbers are what it plays, and no setting of an effect. */
static bool is_source(const struct sig *s)
{
	return !(s->row->flags & UGEN_ENVELOPE) &&
	       (s->n_audio == 0 || s->n_in == s->n_audio);
}

static const struct sig *push(struct pushing *p, const struct sig *s);

static struct sig *push_unit(struct pushing *p, const struct sig *s)
{
	struct sig *copy = sig_unit(p->arena, s->row, s->n_audio);

	memcpy(copy->text, s->text,
	       (size_t)s->row->n_params * sizeof(*copy->text));
	for (size_t i = 0; i < s->n_in; i++) {
		const struct sig *in = s->in[i];

		if (in && in->kind == SIG_PATTERN && p->any && is_source(s)) {
			struct sig *now = arena_copy(p->arena, in, sizeof(*in));

			now->pattern = changed(p, in->pattern);
			in = now;
		} else if (in) {
			in = push(p, in);
		}
		copy->in[i] = in;
	}
	/* What opens its gate: the same as before, as it is now. */
	if (s->pattern)
		copy->pattern =
		    find(p, s->pattern) ? find(p, s->pattern)->to : s->pattern;
	return copy;
}

static const struct sig *push(struct pushing *p, const struct sig *s)
{
	struct pushed *x = find(p, s);
	struct sig *copy;

	if (x && !x->to)
		arena_escape(p->arena, ST_EVAL,
			     "`%s` hears itself: a pattern function stands in "
			     "what it plays, not around it",
			     s->name);
	if (x)
		return x->to;
	x = add(p, s);
	arena_enter(p->arena);
	if (s->kind == SIG_BUS) {
		x->to = s->in[0] ? push(p, s->in[0]) : s;
	} else if (s->kind == SIG_PLAYED) {
		copy = arena_copy(p->arena, s, sizeof(*s));
		copy->pattern = changed(p, s->pattern);
		copy->name = NULL;
		x->to = copy;
	} else {
		x->to = s->kind == SIG_UNIT ? push_unit(p, s) : s;
	}
	arena_leave(p->arena);
	return x->to;
}

const struct sig *sig_push(struct arena *a, const struct fn *f, bool any,
			   const struct sig *s)
{
	struct pushing p = {.arena = a, .fn = f, .any = any};

	s = push(&p, s);
	if (!p.found)
		arena_escape(a, ST_EVAL,
			     any ? "a pattern function needs events, and "
				   "nothing in this signal has any"
				 : "this function needs events with controls, "
				   "and nothing in this signal has any");
	return s;
}
