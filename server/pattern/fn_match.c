/* By the controls of an event: functions that apply another one only to the
 * events that match a pattern of controls. */
#include "pattern/family.h"
#include "pattern/param.h"

struct match {
	struct pattern pattern;
	const struct pattern *test, *in;
	bool want;
};

/* All that the condition names is there, and equal. */
static bool is_submap(struct value condition, struct value v)
{
	if (condition.kind != V_MAP || v.kind != V_MAP)
		return false;
	for (size_t i = 0; i < condition.map->n; i++) {
		const struct map_entry *e = &condition.map->at[i];
		const struct value *have = map_get(v.map, e->key);

		if (!have || !value_eq(e->value, *have))
			return false;
	}
	return true;
}

static bool matches(struct query *q, const struct match *m, struct event *e,
		    struct events *tests)
{
	struct rat onset = event_whole_or_part(e).begin;
	struct value v = e->value;
	bool any = false;

	tests->n = 0;
	pat_query(q, m->test, SPAN(onset, onset), tests);
	for (size_t i = 0; i < tests->n; i++) {
		any = any || is_submap(tests->at[i].value, v);
		e->context =
		    context_join(q->arena, e->context, tests->at[i].context);
	}
	return any;
}

static void run_match(struct query *q, const struct pattern *p, struct span s,
		      struct events *out)
{
	const struct match *m = (const struct match *)p;
	struct events tests = events_none();
	size_t from = out->n, to = from;

	pat_query(q, m->in, s, out);
	for (size_t i = from; i < out->n; i++) {
		struct event e = out->at[i];

		if (matches(q, m, &e, &tests) == m->want)
			out->at[to++] = e;
	}
	out->n = to;
}

static const struct pattern *matched(struct arena *a,
				     const struct pattern *test, bool want,
				     const struct pattern *in)
{
	struct match *m = ARENA_NEW(a, struct match);

	m->pattern.run = run_match;
	m->pattern.steps = test->steps;
	m->test = test;
	m->in = in;
	m->want = want;
	return &m->pattern;
}

static struct value contrast(struct arena *a, const struct fn *yes,
			     const struct fn *no, const struct pattern *test,
			     const struct pattern *in)
{
	const struct pattern *on = matched(a, test, true, in);
	const struct pattern *off = matched(a, test, false, in);

	if (yes)
		on = fn_on_pat(a, yes, on);
	if (no)
		off = fn_on_pat(a, no, off);
	return value_pat(pat_overlay(a, on, off));
}

static struct value build_contrast(const struct call *c)
{
	return contrast(c->arena, arg_fn(c, 0), arg_fn(c, 1), arg_pat(c, 2),
			arg_pat(c, 3));
}

static struct value build_fix(const struct call *c)
{
	return contrast(c->arena, arg_fn(c, 0), NULL, arg_pat(c, 1),
			arg_pat(c, 2));
}

static struct value build_unfix(const struct call *c)
{
	return contrast(c->arena, NULL, arg_fn(c, 0), arg_pat(c, 1),
			arg_pat(c, 2));
}

#define FUNCTION "(ControlPattern -> ControlPattern) -> "
#define MATCH "ControlPattern -> ControlPattern -> ControlPattern"

static const struct fn_row rows[] = {
    {"fix", "", FUNCTION MATCH, build_fix,
     "Apply a function only to the events with certain controls.",
     "fix (# speed 2) (s \"bd\") $ s \"bd sn\"",
     "0 1/2 {\"s\":\"bd\",\"speed\":2.0}; 1/2 1 {\"s\":\"sn\"}", 0, NULL},
    {"unfix", "", FUNCTION MATCH, build_unfix,
     "Apply a function only to the events without certain controls.",
     "unfix (# speed 2) (s \"bd\") $ s \"bd sn\"",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\",\"speed\":2.0}", 0, NULL},
    {"contrast", "", FUNCTION FUNCTION MATCH, build_contrast,
     "Apply one function to the events with certain controls, one to the rest.",
     "contrast (# speed 2) (# pan 1) (s \"bd\") $ s \"bd sn\"",
     "0 1/2 {\"s\":\"bd\",\"speed\":2.0}; 1/2 1 {\"pan\":1.0,\"s\":\"sn\"}", 0,
     NULL},
};

const struct fn_family fn_family_match = {"match", "By controls", rows,
					  sizeof(rows) / sizeof(rows[0])};
