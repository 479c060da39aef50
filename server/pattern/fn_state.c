/* Reading the state that comes with a query: values that the outside world set
 * (`cF`, `in0`), the tempo (`sec`), the moment of evaluation (`trigger`); and
 * reading single controls out of events (`extractF`). */
#include "pattern/controls.h"
#include "pattern/family.h"
#include "pattern/mini.h"
#include "pattern/node.h"
#include "pattern/stateful.h"

#include <string.h>

/* --- Values by name --- */

struct from_state {
	struct pattern pattern;
	const char *name;
	enum value_kind kind;
	struct value initial; /* where there is none, or one of another kind */
};

static struct value read_value(struct arena *a, const void *ctx, struct value v)
{
	const struct from_state *f = ctx;
	struct value found = value_get(v, f->kind);

	(void)a;
	return found.kind == V_NONE ? f->initial : found;
}

/* What is in the state is asked with an empty state, as in Tidal. */
static void run_from_state(struct query *q, const struct pattern *p,
			   struct span s, struct events *out)
{
	const struct from_state *f = (const struct from_state *)p;
	const struct map *state = q->state;
	const struct value *v = map_get_name(state, f->name);
	const struct pattern *in;

	if (!v)
		in = pat_pure(q->arena, f->initial);
	else if (v->kind == V_PAT)
		in = pat_map(q->arena, read_value, f, v->pat);
	else
		in = pat_pure(q->arena, read_value(q->arena, f, *v));
	q->state = NULL;
	pat_query(q, in, s, out);
	q->state = state;
}

static const struct pattern *pat_from_state(struct arena *a, const char *name,
					    enum value_kind kind,
					    struct value initial)
{
	struct from_state *f = NODE_NEW(a, struct from_state, run_from_state);

	f->name = name;
	f->kind = kind;
	f->initial = initial;
	return &f->pattern;
}

static const enum value_kind kind_float = V_FLOAT, kind_note = V_NOTE,
			     kind_int = V_INT, kind_bool = V_BOOL,
			     kind_rat = V_RAT, kind_str = V_STR;

static enum value_kind row_kind(const struct call *c)
{
	return *(const enum value_kind *)c->row->aux;
}

static struct value build_with_initial(const struct call *c)
{
	enum value_kind kind = row_kind(c);

	return value_pat(pat_from_state(c->arena, arg_str(c, 1), kind,
					value_as(c->args[0], kind)));
}

static struct value build_without(const struct call *c)
{
	return value_pat(pat_state(c->arena, arg_str(c, 0), row_kind(c)));
}

static struct value zero_of(enum value_kind kind)
{
	if (kind == V_BOOL)
		return value_bool(false);
	if (kind == V_STR)
		return value_str("");
	return value_as(value_rat(RAT_ZERO), kind);
}

static struct value build_with_zero(const struct call *c)
{
	return value_pat(pat_from_state(c->arena, arg_str(c, 0), row_kind(c),
					zero_of(row_kind(c))));
}

static struct value build_input(const struct call *c)
{
	return value_pat(pat_from_state(c->arena, c->row->name + 2, V_FLOAT,
					value_float(0)));
}

/* --- cP: a string of the state, read as mini-notation --- */

static enum mini_type mini_of_kind(enum value_kind kind)
{
	switch (kind) {
	case V_NOTE:
		return MINI_NOTE;
	case V_INT:
		return MINI_INT;
	case V_RAT:
		return MINI_RATIONAL;
	case V_BOOL:
		return MINI_BOOL;
	case V_STR:
		return MINI_STRING;
	case V_CHAR:
		return MINI_CHAR;
	default:
		return MINI_DOUBLE;
	}
}

static const struct pattern *parse_value(struct arena *a, const void *ctx,
					 struct value v)
{
	const enum value_kind *kind = ctx;
	struct diag_list errors = {0};
	const struct pattern *p =
	    mini_parse(a, mini_of_kind(*kind), v.s, strlen(v.s), 0, &errors);

	if (!p)
		arena_escape(a, ST_EVAL, "'%s' in the state is not a pattern",
			     v.s);
	return p;
}

static struct value build_parse(const struct call *c)
{
	enum value_kind *kind = ARENA_NEW(c->arena, enum value_kind);

	*kind = c->kind;
	return value_pat(pat_bind(c->arena, JOIN_INNER, parse_value, kind,
				  pat_state(c->arena, arg_str(c, 0), V_STR)));
}

/* --- Seconds --- */

struct seconds {
	double factor;
	enum value_kind kind;
};

static struct value cycles_of(struct arena *a, const void *ctx, struct value v)
{
	const struct seconds *s = ctx;

	(void)a;
	return value_as(value_float(v.f * s->factor), s->kind);
}

static struct value build_seconds(const struct call *c)
{
	struct seconds *s = ARENA_NEW(c->arena, struct seconds);
	const struct pattern *cps;

	s->factor = *(const double *)c->row->aux;
	s->kind = c->kind == V_NONE ? V_FLOAT : c->kind;
	cps = pat_from_state(c->arena, STATE_KEY_CPS, V_FLOAT, value_float(1));
	cps = pat_map(c->arena, cycles_of, s, cps);
	return value_pat(
	    pat_op(c->arena, FROM_RIGHT, OP_MUL, cps, arg_pat(c, 0)));
}

static const double one_second = 1, one_millisecond = 0.001;

/* --- Triggers: the pattern begins where it was evaluated --- */

typedef struct rat trigger_fn(struct arena *a, const void *ctx, struct rat t);

struct trigger {
	struct pattern pattern;
	const struct pattern *in;
	trigger_fn *at;
	const void *ctx;
};

static void run_trigger(struct query *q, const struct pattern *p, struct span s,
			struct events *out)
{
	const struct trigger *t = (const struct trigger *)p;
	const struct value *v = map_get_name(q->state, STATE_KEY_TRIGGER);
	struct value at = {.kind = V_NONE};
	struct rat by = RAT_ZERO;
	size_t i = out->n;

	if (v)
		at = value_get(*v, V_RAT);
	if (at.kind == V_RAT)
		by = t->at(q->arena, t->ctx, at.r);
	pat_query(q, t->in, span_shift(s, rat_neg(by)), out);
	for (; i < out->n; i++)
		event_shift(&out->at[i], by);
}

static struct value trigger(const struct call *c, int arg, trigger_fn *at,
			    const void *ctx)
{
	struct trigger *t = NODE_NEW(c->arena, struct trigger, run_trigger);

	t->in = arg_pat(c, arg);
	t->pattern.steps = t->in->steps;
	t->at = at;
	t->ctx = ctx;
	return value_pat(&t->pattern);
}

static struct rat at_once(struct arena *a, const void *ctx, struct rat t)
{
	(void)a;
	(void)ctx;
	return t;
}

static struct rat at_next_cycle(struct arena *a, const void *ctx, struct rat t)
{
	(void)a;
	(void)ctx;
	return rat_int(rat_ceil(t));
}

static struct rat at_this_cycle(struct arena *a, const void *ctx, struct rat t)
{
	(void)a;
	(void)ctx;
	return rat_sam(t);
}

/* Half a cycle goes to the even one. */
static struct rat at_nearest_cycle(struct arena *a, const void *ctx,
				   struct rat t)
{
	int64_t n = rat_floor(t);
	int side = rat_cmp(rat_frac(t), RAT(1, 2));

	(void)a;
	(void)ctx;
	return rat_int(n + (side > 0 || (side == 0 && n % 2 != 0)));
}

static struct rat at_multiple(struct arena *a, const void *ctx, struct rat t)
{
	int64_t n = *(const int64_t *)ctx;

	if (n == 0)
		arena_escape(a, ST_EVAL, "mtrigger 0: division by zero");
	return rat_mul(rat_int(n), rat_int(rat_ceil(rat_div(t, rat_int(n)))));
}

static struct rat at_function(struct arena *a, const void *ctx, struct rat t)
{
	return value_to_rat(fn_call(a, ctx, value_rat(t)));
}

static struct value build_trigger(const struct call *c)
{
	return trigger(c, 0, at_once, NULL);
}

static struct value build_ctrigger(const struct call *c)
{
	return trigger(c, 0, at_next_cycle, NULL);
}

static struct value build_ftrigger(const struct call *c)
{
	return trigger(c, 0, at_this_cycle, NULL);
}

static struct value build_rtrigger(const struct call *c)
{
	return trigger(c, 0, at_nearest_cycle, NULL);
}

static struct value build_mtrigger(const struct call *c)
{
	int64_t *n = ARENA_NEW(c->arena, int64_t);

	*n = arg_int(c, 0);
	return trigger(c, 1, at_multiple, n);
}

static struct value build_trigger_with(const struct call *c)
{
	return trigger(c, 1, at_function, arg_fn(c, 0));
}

/* --- Controls out of events --- */

struct extract {
	const char *name;
	enum value_kind kind;
};

static struct value extract(struct arena *a, const void *ctx, struct value v)
{
	const struct extract *x = ctx;
	const struct value *found =
	    v.kind == V_MAP ? map_get_name(v.map, x->name) : NULL;

	(void)a;
	return found ? value_get(*found, x->kind)
		     : (struct value){.kind = V_NONE};
}

static struct value build_extract(const struct call *c)
{
	struct extract *x = ARENA_NEW(c->arena, struct extract);

	x->name = arg_str(c, 0);
	x->kind = row_kind(c);
	return value_pat(pat_map_some(c->arena, extract, x, arg_pat(c, 1)));
}

/* --- Rows --- */

#define READ(letter, type, of, initial, shown, zero, what)                     \
	{"c" letter,                                                           \
	 "",                                                                   \
	 type " -> String -> Pattern " type,                                   \
	 build_with_initial,                                                   \
	 what                                                                  \
	 " of the state by name; the first argument where there is none.",     \
	 "c" letter " " initial " \"nosuch\"",                                 \
	 "0 1 " shown,                                                         \
	 0,                                                                    \
	 &of},                                                                 \
	    {"c" letter "0",                                                   \
	     "",                                                               \
	     "String -> Pattern " type,                                        \
	     build_with_zero,                                                  \
	     what " of the state by name, " zero " where there is none.",      \
	     "c" letter "0 \"nosuch\"",                                        \
	     "0 1 " zero,                                                      \
	     0,                                                                \
	     &of},                                                             \
	{                                                                      \
		"c" letter "_", "", "String -> Pattern " type, build_without,  \
		    what                                                       \
		    " of the state by name, silence where there is none.",     \
		    "c" letter "_ \"nosuch\"", "", 0, &of                      \
	}

#define IN(n)                                                                  \
	{"in" #n,                                                              \
	 "",                                                                   \
	 "Pattern Double",                                                     \
	 build_input,                                                          \
	 "Value " #n " from outside (a controller), 0 where there is none.",   \
	 "in" #n,                                                              \
	 "0 1 0.0",                                                            \
	 0,                                                                    \
	 NULL},
#define IN_TEN(n)                                                              \
	IN(n##0)                                                               \
	IN(n##1)                                                               \
	IN(n##2)                                                               \
	IN(n##3)                                                               \
	IN(n##4)                                                               \
	IN(n##5)                                                               \
	IN(n##6)                                                               \
	IN(n##7)                                                               \
	IN(n##8)                                                               \
	IN(n##9)

#define EXTRACT(letter, type, of, key, x, a, b)                                \
	{                                                                      \
		"extract" letter, "",                                          \
		    "String -> ControlPattern -> Pattern " type,               \
		    build_extract,                                             \
		    "The values of one control of a pattern, as a pattern "    \
		    "of " type ".",                                            \
		    "extract" letter " \"" key "\" $ " x,                      \
		    "0 1/2 " a "; 1/2 1 " b, 0, &of                            \
	}

static const struct fn_row rows[] = {
    READ("F", "Double", kind_float, "0.5", "0.5", "0.0", "A number"),
    READ("N", "Note", kind_note, "7", "7.0", "0.0", "A note"),
    READ("I", "Int", kind_int, "3", "3", "0", "A whole number"),
    READ("B", "Bool", kind_bool, "True", "true", "false", "True or false"),
    READ("R", "Rational", kind_rat, "2", "{\"r\":[2,1]}", "{\"r\":[0,1]}",
	 "An exact fraction"),
    READ("T", "Time", kind_rat, "2", "{\"r\":[2,1]}", "{\"r\":[0,1]}",
	 "A time"),
    READ("S", "String", kind_str, "\"bd\"", "\"bd\"", "\"\"", "A word"),
    {"cP", "", "(Parse a) => String -> Pattern a", build_parse,
     "A string of the state, read as a pattern.", "s (cP \"nosuch\")", "", 0,
     NULL},
    {"sec", "", "(Fractional a) => Pattern a -> Pattern a", build_seconds,
     "Seconds as cycles, by the tempo.", "sustain (sec \"0.5 1\")",
     "0 1/2 {\"sustain\":0.5}; 1/2 1 {\"sustain\":1.0}", 0, &one_second},
    {"msec", "", "(Fractional a) => Pattern a -> Pattern a", build_seconds,
     "Milliseconds as cycles, by the tempo.", "sustain (msec \"500 1000\")",
     "0 1/2 {\"sustain\":0.5}; 1/2 1 {\"sustain\":1.0}", 0, &one_millisecond},
    EXTRACT("F", "Double", kind_float, "speed", "speed \"1 2\"", "1.0", "2.0"),
    EXTRACT("N", "Note", kind_note, "n", "n \"0 7\"", "0.0", "7.0"),
    EXTRACT("I", "Int", kind_int, "cut", "cut \"1 2\"", "1", "2"),
    EXTRACT("B", "Bool", kind_bool, "x", "pB \"x\" \"t f\"", "true", "false"),
    EXTRACT("R", "Rational", kind_rat, "x", "pR \"x\" \"1%4 2\"",
	    "{\"r\":[1,4]}", "{\"r\":[2,1]}"),
    EXTRACT("S", "String", kind_str, "vowel", "vowel \"a e\"", "\"a\"",
	    "\"e\""),
    IN_TEN() IN_TEN(1) IN_TEN(2) IN_TEN(3) IN_TEN(4) IN_TEN(5) IN_TEN(6)
	IN_TEN(7) IN_TEN(8) IN_TEN(9) IN_TEN(10) IN_TEN(11) IN(120) IN(121)
	    IN(122) IN(123) IN(124) IN(125) IN(126) IN(127)};

const struct fn_family fn_family_state = {"state", "Values from outside", rows,
					  sizeof(rows) / sizeof(rows[0])};

static const struct fn_row trigger_rows[] = {
    {"trigger", "", "Pattern a -> Pattern a", build_trigger,
     "Begin the pattern at the moment it was evaluated.",
     "trigger $ s \"bd sn\"", "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0,
     NULL},
    {"ctrigger", "qtrigger qt", "Pattern a -> Pattern a", build_ctrigger,
     "Begin the pattern at the cycle after it was evaluated.",
     "ctrigger $ s \"bd sn\"", "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0,
     NULL},
    {"ftrigger", "", "Pattern a -> Pattern a", build_ftrigger,
     "Begin the pattern at the cycle in which it was evaluated.",
     "ftrigger $ s \"bd sn\"", "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0,
     NULL},
    {"rtrigger", "", "Pattern a -> Pattern a", build_rtrigger,
     "Begin the pattern at the cycle nearest to its evaluation.",
     "rtrigger $ s \"bd sn\"", "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0,
     NULL},
    {"mtrigger", "mt", "Int -> Pattern a -> Pattern a", build_mtrigger,
     "Begin the pattern at the next cycle that is a multiple of a number.",
     "mtrigger 4 $ s \"bd sn\"", "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}",
     0, NULL},
    {"triggerWith", "", "(Time -> Time) -> Pattern a -> Pattern a",
     build_trigger_with,
     "Begin the pattern at a function of the cycle of its evaluation.",
     "triggerWith (+ 1) $ s \"bd sn\"",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0, NULL},
};

const struct fn_family fn_family_trigger = {
    "trigger", "Beginning when evaluated", trigger_rows,
    sizeof(trigger_rows) / sizeof(trigger_rows[0])};
