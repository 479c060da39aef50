/* Controls whose values are made when their events play: the next of a list,
 * a count. They live in the state of the scope, under a name that several may
 * share. */
#include "pattern/controls.h"
#include "pattern/family.h"
#include "pattern/param.h"
#include "pattern/stateful.h"

#include <math.h>

/* --- The next of a list --- */

struct take {
	struct state_fn fn;
	const char *name;
	const struct list *all;
};

static struct value take_next(struct arena *a, const struct state_fn *f,
			      const struct map **state)
{
	const struct take *t = (const struct take *)f;
	const struct value *left = map_get_name(*state, t->name);
	const struct list *from =
	    left && left->kind == V_LIST && left->list->n ? left->list : t->all;
	struct list *rest;

	if (!from->n)
		arena_escape(a, ST_EVAL,
			     "there is nothing in the list to take");
	rest = arena_alloc(a, sizeof(*rest) + from->n * sizeof(rest->at[0]));
	rest->n = from->n - 1;
	rest->tuple = false;
	for (size_t i = 0; i < rest->n; i++)
		rest->at[i] = from->at[i + 1];
	*state = state_set(a, *state, t->name, value_list(rest));
	return from->at[0];
}

static struct value state_control(struct arena *a, const struct control *key,
				  const struct state_fn *f)
{
	return value_pat(
	    pat_pure(a, value_map(map_one(a, key, value_state(f)))));
}

static struct value take(struct arena *a, const struct control *key,
			 const char *name, const struct list *all)
{
	struct take *t = ARENA_NEW(a, struct take);

	t->fn.call = take_next;
	t->name = name;
	t->all = all;
	return state_control(a, key, &t->fn);
}

/* The numbers of a list as floats, whatever the control's own kind. */
static const struct list *floats(struct arena *a, const struct list *l)
{
	struct list *to =
	    arena_alloc(a, sizeof(*to) + l->n * sizeof(to->at[0]));

	to->n = l->n;
	to->tuple = false;
	for (size_t i = 0; i < l->n; i++)
		to->at[i] = value_as(l->at[i], V_FLOAT);
	return to;
}

static struct value build_take(const struct call *c)
{
	return take(c->arena, c->row->aux, arg_str(c, 0),
		    floats(c->arena, arg_list(c, 1)));
}

static const struct control *named_key(const struct call *c,
				       enum control_kind kind)
{
	return control_make(c->arena, arg_str(c, 0), kind);
}

static struct value build_state_list(const struct call *c)
{
	return take(c->arena, named_key(c, CONTROL_FLOAT), arg_str(c, 1),
		    arg_list(c, 2));
}

static struct value build_state_list_float(const struct call *c)
{
	return take(c->arena, named_key(c, CONTROL_FLOAT), arg_str(c, 1),
		    floats(c->arena, arg_list(c, 2)));
}

static struct value build_state_list_string(const struct call *c)
{
	return take(c->arena, named_key(c, CONTROL_STRING), arg_str(c, 1),
		    arg_list(c, 2));
}

/* --- Counting --- */

struct count {
	struct state_fn fn;
	const char *name;
	double below;
	const struct fn *update; /* NULL: count up */
};

static struct value keep(struct arena *a, const char *name, double x,
			 const struct map **state)
{
	*state = state_set(a, *state, name, value_float(x));
	return value_float(x);
}

static bool last_count(const char *name, const struct map *state, double *to)
{
	const struct value *v = map_get_name(state, name);
	struct value x = {.kind = V_NONE};

	if (v)
		x = value_get(*v, V_FLOAT);
	if (x.kind == V_NONE)
		return false;
	*to = x.f;
	return true;
}

static struct value count_up(struct arena *a, const struct state_fn *f,
			     const struct map **state)
{
	const struct count *c = (const struct count *)f;
	double x;

	if (!last_count(c->name, *state, &x))
		return keep(a, c->name, 0, state);
	x += 1;
	x -= isinf(c->below) ? 0 : c->below * floor(x / c->below);
	return keep(a, c->name, x, state);
}

static const struct state_fn *counter(struct arena *a, const char *name,
				      double below)
{
	struct count *c = ARENA_NEW(a, struct count);

	c->fn.call = count_up;
	c->name = name;
	c->below = below;
	return &c->fn;
}

static struct value build_count(const struct call *c)
{
	return state_control(c->arena, c->row->aux,
			     counter(c->arena, arg_str(c, 0), INFINITY));
}

struct count_to {
	const struct control *key;
	const char *name;
};

static const struct pattern *count_to(struct arena *a, const void *ctx,
				      struct value v)
{
	const struct count_to *to = ctx;

	return state_control(a, to->key,
			     counter(a, to->name, value_to_double(v)))
	    .pat;
}

static struct value build_count_to(const struct call *c)
{
	struct count_to *to = ARENA_NEW(c->arena, struct count_to);

	to->key = c->row->aux;
	to->name = arg_str(c, 0);
	return value_pat(
	    param_join(c->arena, JOIN_INNER, count_to, to, arg_pat(c, 1)));
}

/* What a Maybe of the language is: a tuple of one value or none. */
static struct value maybe(struct arena *a, bool there, double x)
{
	struct list *l = arena_alloc(a, sizeof(*l) + sizeof(l->at[0]));

	l->n = there;
	l->tuple = true;
	l->at[0] = value_float(x);
	return value_list(l);
}

static struct value count_by(struct arena *a, const struct state_fn *f,
			     const struct map **state)
{
	const struct count *c = (const struct count *)f;
	double x = 0;
	bool there = last_count(c->name, *state, &x);
	struct value next = fn_call(a, c->update, maybe(a, there, x));

	return keep(a, c->name, value_to_double(next), state);
}

static struct value build_state_float(const struct call *c)
{
	struct count *f = ARENA_NEW(c->arena, struct count);

	f->fn.call = count_by;
	f->name = arg_str(c, 1);
	f->update = arg_fn(c, 2);
	return state_control(c->arena, named_key(c, CONTROL_FLOAT), &f->fn);
}

/* --- Values of any kind, for lists of them --- */

static struct value build_value(const struct call *c)
{
	return value_as(c->args[0], *(const enum value_kind *)c->row->aux);
}

static const enum value_kind kind_float = V_FLOAT, kind_note = V_NOTE,
			     kind_int = V_INT, kind_rat = V_RAT,
			     kind_bool = V_BOOL, kind_str = V_STR;

/* --- Rows --- */

#define KEY(name) (&control_table[CONTROL_ID_##name])
#define ONE(name, x) "0 1 {\"" name "\":" x "}"

#define TAKE(name)                                                             \
	{#name "Take",                                                         \
	 "",                                                                   \
	 "String -> [Double] -> ControlPattern",                               \
	 build_take,                                                           \
	 "The next of a list for " #name ", at each event.",                   \
	 #name "Take \"x\" [1, 2, 3]",                                         \
	 ONE(#name, "1.0"),                                                    \
	 0,                                                                    \
	 KEY(name)},
#define TAKE_BUS TAKE
#define TAKE_NONE TAKE
#define TAKE_TEXT(name)
#define TAKE_SOUND(name)

#define COUNT_FLOAT(name)                                                      \
	{#name "Count",                                                        \
	 "",                                                                   \
	 "String -> ControlPattern",                                           \
	 build_count,                                                          \
	 "Count events, from 0, as " #name ".",                                \
	 #name "Count \"x\"",                                                  \
	 ONE(#name, "0.0"),                                                    \
	 0,                                                                    \
	 KEY(name)},                                                           \
	    {#name "CountTo",                                                  \
	     "",                                                               \
	     "String -> Pattern Double -> Pattern ValueMap",                   \
	     build_count_to,                                                   \
	     "Count events as " #name ", from 0 up to below a number.",        \
	     #name "CountTo \"x\" 3",                                          \
	     ONE(#name, "0.0"),                                                \
	     0,                                                                \
	     KEY(name)},
#define COUNT_NOTE COUNT_FLOAT
#define COUNT_INT COUNT_FLOAT
#define COUNT_STRING(name)
#define COUNT_BLOB(name)

#define VALUE(name, type, x, shown, kind)                                      \
	{                                                                      \
		name, "", type " -> Value", build_value,                       \
		    "A value for pStateList, of type " type ".",               \
		    "pStateList \"foo\" \"x\" [" name " " x "]",               \
		    ONE("foo", shown), FN_NOT_A_PATTERN, &kind                 \
	}

static const enum control_id id_s = CONTROL_ID_s;

static struct value build_s_take(const struct call *c)
{
	const enum control_id *id = c->row->aux;

	return take(c->arena, &control_table[*id], arg_str(c, 0),
		    arg_list(c, 1));
}

static const struct fn_row rows[] = {
    {"sTake", "", "String -> [String] -> ControlPattern", build_s_take,
     "The next sound of a list, at each event.", "sTake \"x\" [\"bd\", \"sn\"]",
     ONE("s", "\"bd\""), 0, &id_s},
#define CONTROL(name, kind, aliases, bus, ...) TAKE_##bus(name)
#include "base/control.def"
#undef CONTROL
#define CONTROL(name, kind, ...) COUNT_##kind(name)
#include "base/control.def"
#undef CONTROL
    {"pStateF", "",
     "String -> String -> (Maybe Double -> Double) -> ControlPattern",
     build_state_float,
     "A control made by a function of what it was at the event before.",
     "pStateF \"speed\" \"x\" (maybe 1 (* 2))", ONE("speed", "1.0"), 0, NULL},
    {"pStateList", "", "String -> String -> [Value] -> ControlPattern",
     build_state_list, "The next of a list for a control, at each event.",
     "pStateList \"n\" \"x\" [VF 1, VI 2]", ONE("n", "1.0"), 0, NULL},
    {"pStateListF", "", "String -> String -> [Double] -> ControlPattern",
     build_state_list_float,
     "The next number of a list for a control, at each event.",
     "pStateListF \"cutoff\" \"x\" [100, 200]", ONE("cutoff", "100.0"), 0,
     NULL},
    {"pStateListS", "", "String -> String -> [String] -> ControlPattern",
     build_state_list_string,
     "The next word of a list for a control, at each event.",
     "pStateListS \"vowel\" \"x\" [\"a\", \"e\"]", ONE("vowel", "\"a\""), 0,
     NULL},
    VALUE("VF", "Double", "1.5", "1.5", kind_float),
    VALUE("VN", "Note", "7", "7.0", kind_note),
    VALUE("VI", "Int", "2", "2", kind_int),
    VALUE("VR", "Rational", "0.5", "{\"r\":[1,2]}", kind_rat),
    VALUE("VB", "Bool", "True", "true", kind_bool),
    VALUE("VS", "String", "\"a\"", "\"a\"", kind_str),
};

const struct fn_family fn_family_stateful = {"stateful",
					     "Values from event to event", rows,
					     sizeof(rows) / sizeof(rows[0])};
