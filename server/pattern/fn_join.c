/* Patterns of patterns made one, patterns begun anew by another, and filters
 * over events. */
#include <stdlib.h>

#include "pattern/family.h"
#include "pattern/node.h"
#include "pattern/param.h"

/* --- Joins; the row's aux says which --- */

struct join_op {
	enum pat_join how;
};

static const struct join_op op_unwrap = {JOIN_MIX}, op_inner = {JOIN_INNER},
			    op_outer = {JOIN_OUTER},
			    op_squeeze = {JOIN_SQUEEZE},
			    op_reset = {JOIN_RESET},
			    op_restart = {JOIN_RESTART};

static struct value build_join(const struct call *c)
{
	const struct join_op *op = c->row->aux;

	return value_pat(
	    pat_bind(c->arena, op->how, NULL, NULL, arg_pat(c, 0)));
}

static const struct pattern *bind_if(struct arena *a, const void *ctx,
				     struct value v)
{
	(void)a;
	return value_to_bool(v) ? ctx : pat_silence();
}

static const struct pattern *bind_early(struct arena *a, const void *ctx,
					struct value v)
{
	return pat_early(a, value_to_rat(v), ctx);
}

/* reset, restart: at each true value. */
static struct value build_anew(const struct call *c)
{
	const struct join_op *op = c->row->aux;

	return value_pat(
	    pat_bind(c->arena, op->how, bind_if, arg_pat(c, 1), arg_pat(c, 0)));
}

/* resetTo, restartTo: from a given cycle. */
static struct value build_anew_to(const struct call *c)
{
	const struct join_op *op = c->row->aux;

	return value_pat(pat_bind(c->arena, op->how, bind_early, arg_pat(c, 1),
				  arg_pat(c, 0)));
}

/* --- Filters --- */

static bool passes(struct query *q, const void *ctx, struct event *e)
{
	return value_to_bool(fn_call(q->arena, ctx, e->value));
}

static bool begins(struct query *q, const void *ctx, struct event *e)
{
	struct rat onset = event_whole_or_part(e).begin;

	return value_to_bool(fn_call(q->arena, ctx, value_rat(onset)));
}

static struct value filter(const struct call *c, pat_event_fn *keep)
{
	return value_pat(
	    pat_map_events(c->arena, keep, arg_fn(c, 0), arg_pat(c, 1)));
}

static struct value build_filter_values(const struct call *c)
{
	return filter(c, passes);
}

static struct value build_filter_when(const struct call *c)
{
	return filter(c, begins);
}

/* What a function of the language sees of an event: its whole, its part, its
 * value, and whether it is continuous. */
enum { EVENT_WHOLE, EVENT_PART = 2, EVENT_VALUE = 4, EVENT_ANALOG, EVENT_SIZE };

static bool passes_event(struct query *q, const void *ctx, struct event *e)
{
	struct span whole = event_whole_or_part(e);
	struct list *l =
	    arena_alloc(q->arena, sizeof(*l) + EVENT_SIZE * sizeof(l->at[0]));

	l->n = EVENT_SIZE;
	l->tuple = true;
	l->at[EVENT_WHOLE] = value_rat(whole.begin);
	l->at[EVENT_WHOLE + 1] = value_rat(whole.end);
	l->at[EVENT_PART] = value_rat(e->part.begin);
	l->at[EVENT_PART + 1] = value_rat(e->part.end);
	l->at[EVENT_VALUE] = e->value;
	l->at[EVENT_ANALOG] = value_bool(e->analog);
	return value_to_bool(fn_call(q->arena, ctx, value_list(l)));
}

static struct value build_filter_events(const struct call *c)
{
	return filter(c, passes_event);
}

static struct value build_has_onset(const struct call *c)
{
	const struct value *e = arg_list(c, 0)->at;

	return value_bool(!e[EVENT_ANALOG].b &&
			  rat_eq(e[EVENT_WHOLE].r, e[EVENT_PART].r));
}

static struct value build_whole_start(const struct call *c)
{
	return arg_list(c, 0)->at[EVENT_WHOLE];
}

static struct value build_whole_stop(const struct call *c)
{
	return arg_list(c, 0)->at[EVENT_WHOLE + 1];
}

static struct value build_event_value(const struct call *c)
{
	return arg_list(c, 0)->at[EVENT_VALUE];
}

static struct value just(struct arena *a, const void *ctx, struct value v)
{
	(void)a;
	(void)ctx;
	return v.kind == V_LIST && v.list->n ? v.list->at[0]
					     : (struct value){.kind = V_NONE};
}

static struct value build_filter_just(const struct call *c)
{
	return value_pat(pat_map_some(c->arena, just, NULL, arg_pat(c, 0)));
}

static bool is_analog(struct query *q, const void *ctx, struct event *e)
{
	(void)q;
	(void)ctx;
	return e->analog;
}

static const struct pattern *filter_analog(struct arena *a,
					   const struct pattern *p)
{
	return pat_map_events(a, is_analog, NULL, p);
}

static const struct param_0_op op_onsets = {pat_filter_onsets},
			       op_digital = {pat_filter_digital},
			       op_analog = {filter_analog};

/* --- Values that stand at the same time, as lists --- */

struct lists {
	struct pattern pattern;
	const struct pattern *in;
};

struct timed {
	const struct event *event;
	size_t at, first; /* place in the list; that of the first of its time */
};

static int time_order(const struct event *x, const struct event *y)
{
	int c = x->analog - y->analog;

	if (!c)
		c = rat_cmp(x->part.begin, y->part.begin);
	if (!c)
		c = rat_cmp(x->part.end, y->part.end);
	if (!c && !x->analog)
		c = rat_cmp(x->whole.begin, y->whole.begin);
	if (!c && !x->analog)
		c = rat_cmp(x->whole.end, y->whole.end);
	return c;
}

static int by_time(const void *px, const void *py)
{
	const struct timed *x = px, *y = py;
	int c = time_order(x->event, y->event);

	return c ? c : (x->at > y->at) - (x->at < y->at);
}

static int by_first(const void *px, const void *py)
{
	const struct timed *x = px, *y = py;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

/* One event with the values of all of t[0..n) as a list. */
static struct event collected(struct arena *a, const struct timed *t, size_t n)
{
	struct event to = *t[0].event;
	struct list *l = arena_alloc(a, sizeof(*l) + n * sizeof(l->at[0]));

	l->n = n;
	l->tuple = false;
	to.context = NULL;
	for (size_t i = 0; i < n; i++) {
		l->at[i] = t[i].event->value;
		to.context = context_join(a, to.context, t[i].event->context);
	}
	to.value = value_list(l);
	return to;
}

static void run_collect(struct query *q, const struct pattern *p, struct span s,
			struct events *out)
{
	struct events e = events_none();
	struct timed *t;

	pat_query(q, ((const struct lists *)p)->in, s, &e);
	t = arena_alloc(q->arena, (e.n + 1) * sizeof(*t));
	for (size_t i = 0; i < e.n; i++)
		t[i] = (struct timed){&e.at[i], i, i};
	qsort(t, e.n, sizeof(*t), by_time);
	for (size_t i = 1; i < e.n; i++)
		if (!time_order(t[i - 1].event, t[i].event))
			t[i].first = t[i - 1].first;
	qsort(t, e.n, sizeof(*t), by_first);
	for (size_t i = 0, j; i < e.n; i = j) {
		for (j = i + 1; j < e.n && t[j].first == t[i].first; j++)
			;
		*events_add(q, out) = collected(q->arena, t + i, j - i);
	}
}

static const struct pattern *collect(struct arena *a, const struct pattern *p)
{
	struct lists *n = NODE_NEW(a, struct lists, run_collect);

	n->pattern.steps = p->steps;
	n->in = p;
	return &n->pattern;
}

static const struct param_0_op op_collect = {collect},
			       op_uncollect = {pat_uncollect};

#define JOIN "Pattern (Pattern a) -> Pattern a"
#define ON_PATTERN "Pattern a -> Pattern a"

static const struct fn_row rows[] = {
    {"reset", "", "Pattern Bool -> " ON_PATTERN, build_anew,
     "Begin the cycle of a pattern again at each true value.",
     "reset \"1 0 1 1\" $ s \"bd sn hh cp\"",
     "0 1/4 {\"s\":\"bd\"}; 1/2 3/4 {\"s\":\"bd\"}; 3/4 1 {\"s\":\"bd\"}", 0,
     &op_reset},
    {"resetTo", "", "Pattern Rational -> " ON_PATTERN, build_anew_to,
     "Jump to a place in the cycle of a pattern at each value.",
     "resetTo \"0 0.25\" $ s \"bd sn hh cp\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 3/4 {\"s\":\"sn\"}; "
     "3/4 1 {\"s\":\"hh\"}",
     0, &op_reset},
    {"restart", "", "Pattern Bool -> " ON_PATTERN, build_anew,
     "Begin a pattern from its first cycle again at each true value.",
     "restart \"1 0 1 1\" $ s \"bd sn hh cp\"",
     "0 1/4 {\"s\":\"bd\"}; 1/2 3/4 {\"s\":\"bd\"}; 3/4 1 {\"s\":\"bd\"}", 0,
     &op_restart},
    {"restartTo", "", "Pattern Rational -> " ON_PATTERN, build_anew_to,
     "Jump to a cycle of a pattern at each value.",
     "restartTo \"0 0.25\" $ s \"bd sn hh cp\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 3/4 {\"s\":\"sn\"}; "
     "3/4 1 {\"s\":\"hh\"}",
     0, &op_restart},
    {"unwrap", "", JOIN, build_join,
     "A pattern of patterns as one: the rhythm of both.",
     "unwrap $ fmap (\\x -> fast (pure x) $ s \"bd sn\") \"1 2\"",
     "0 1/2 {\"s\":\"bd\"}; 1/2 3/4 {\"s\":\"bd\"}; 3/4 1 {\"s\":\"sn\"}", 0,
     &op_unwrap},
    {"innerJoin", "", JOIN, build_join,
     "A pattern of patterns as one: the rhythm of the inner ones.",
     "innerJoin $ fmap (\\x -> fast (pure x) $ s \"bd sn\") \"1 2\"",
     "0 1/2 {\"s\":\"bd\"}; 1/2 3/4 {\"s\":\"bd\"}; 3/4 1 {\"s\":\"sn\"}", 0,
     &op_inner},
    {"outerJoin", "", JOIN, build_join,
     "A pattern of patterns as one: the rhythm of the outer one.",
     "outerJoin $ fmap (\\x -> n (pure x)) \"0 1 2\"",
     "0 1/3 {\"n\":0.0}; 1/3 2/3 {\"n\":1.0}; 2/3 1 {\"n\":2.0}", 0, &op_outer},
    {"squeezeJoin", "", JOIN, build_join,
     "A pattern of patterns as one: each squeezed into its event.",
     "squeezeJoin $ fmap (\\x -> n (pure x + \"0 1\")) \"1 2\"",
     "0 1/4 {\"n\":1.0}; 1/4 1/2 {\"n\":2.0}; 1/2 3/4 {\"n\":2.0}; 3/4 1 "
     "{\"n\":3.0}",
     0, &op_squeeze},
    {"trigJoin", "", JOIN, build_join,
     "A pattern of patterns as one: each begins a cycle at its event.",
     "trigJoin $ fmap (\\x -> n (pure x + \"0 1\")) \"1 2\"",
     "0 1/2 {\"n\":1.0}; 1/2 1 {\"n\":2.0}", 0, &op_reset},
    {"trigZeroJoin", "", JOIN, build_join,
     "A pattern of patterns as one: each begins from the start at its event.",
     "trigZeroJoin $ fmap (\\x -> n (pure x + \"0 1\")) \"1 2\"",
     "0 1/2 {\"n\":1.0}; 1/2 1 {\"n\":2.0}", 0, &op_restart},
    {"filterValues", "", "(a -> Bool) -> " ON_PATTERN, build_filter_values,
     "Keep the events whose value passes a test.",
     "s $ filterValues (/= \"sn\") \"bd sn hh\"",
     "0 1/3 {\"s\":\"bd\"}; 2/3 1 {\"s\":\"hh\"}", 0, NULL},
    {"filterWhen", "", "(Time -> Bool) -> " ON_PATTERN, build_filter_when,
     "Keep the events whose begin passes a test.",
     "filterWhen (>= 0.5) $ s \"bd sn hh cp\"",
     "1/2 3/4 {\"s\":\"hh\"}; 3/4 1 {\"s\":\"cp\"}", 0, NULL},
    {"filterEvents", "", "(Event a -> Bool) -> " ON_PATTERN,
     build_filter_events, "Keep the events that pass a test.",
     "filterEvents (\\e -> wholeStart e < 0.5) $ s \"bd sn hh cp\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}", 0, NULL},
    {"eventHasOnset", "", "Event a -> Bool", build_has_onset,
     "Whether an event begins here, and is no fragment that only goes on.",
     "filterEvents eventHasOnset $ s \"bd sn\"", "", FN_NOT_A_PATTERN, NULL},
    {"wholeStart", "", "Event a -> Time", build_whole_start,
     "When an event begins.",
     "filterEvents (\\e -> wholeStart e < 0.5) $ s \"bd sn\"", "",
     FN_NOT_A_PATTERN, NULL},
    {"wholeStop", "", "Event a -> Time", build_whole_stop,
     "When an event ends.",
     "filterEvents (\\e -> wholeStop e < 1) $ s \"bd sn\"", "",
     FN_NOT_A_PATTERN, NULL},
    {"eventValue", "", "Event a -> a", build_event_value,
     "The value of an event.",
     "n $ filterEvents (\\e -> eventValue e > 0) \"0 1\"", "", FN_NOT_A_PATTERN,
     NULL},
    {"filterJust", "", "Pattern (Maybe a) -> Pattern a", build_filter_just,
     "Keep the values that are there.",
     "n $ filterJust $ fmap (\\x -> if x > 1 then Just x else Nothing) "
     "\"1 2 3\"",
     "1/3 2/3 {\"n\":2.0}; 2/3 1 {\"n\":3.0}", 0, NULL},
    {"filterOnsets", "", ON_PATTERN, build_param_0,
     "Keep what begins, without the fragments that only go on.",
     "filterOnsets $ s \"bd sn\" # n \"0 1 2\"",
     "0 1/2 {\"n\":0.0,\"s\":\"bd\"}; 1/2 1 {\"n\":1.0,\"s\":\"sn\"}",
     FN_QUERY_DEPENDENT, &op_onsets},
    {"filterDigital", "", ON_PATTERN, build_param_0,
     "Keep the events, without what is continuous.",
     "filterDigital $ stack [s \"bd sn\", pan saw]",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}", 0, &op_digital},
    {"filterAnalog", "", ON_PATTERN, build_param_0,
     "Keep what is continuous, without the events.",
     "segment 2 $ filterAnalog $ stack [s \"bd sn\", pan saw]",
     "0 1/2 {\"pan\":0.0}; 1/2 1 {\"pan\":0.5}", 0, &op_analog},
    {"collect", "", "(Eq a) => Pattern a -> Pattern [a]", build_param_0,
     "The values of events at the same time as lists.",
     "uncollect $ collect $ s \"[bd,sn] hh\"",
     "0 1/2 {\"s\":\"bd\"}; 0 1/2 {\"s\":\"sn\"}; 1/2 1 {\"s\":\"hh\"}", 0,
     &op_collect},
    {"uncollect", "flatpat", "Pattern [a] -> Pattern a", build_param_0,
     "The values of lists as events at the same time.",
     "uncollect $ collect $ s \"[bd,sn] hh\"",
     "0 1/2 {\"s\":\"bd\"}; 0 1/2 {\"s\":\"sn\"}; 1/2 1 {\"s\":\"hh\"}", 0,
     &op_uncollect},
};

const struct fn_family fn_family_join = {"join", "Patterns of patterns", rows,
					 sizeof(rows) / sizeof(rows[0])};
