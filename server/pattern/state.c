#include "pattern/core.h"

#include "pattern/node.h"

struct state_node {
	struct pattern pattern;
	const char *name;
	enum value_kind kind;
};

struct value value_get(struct value v, enum value_kind kind)
{
	const struct value none = {.kind = V_NONE};

	switch (kind) {
	case V_INT:
	case V_FLOAT:
	case V_RAT:
		return value_is_number(v) && v.kind != V_NOTE
			   ? value_as(v, kind)
			   : none;
	case V_NOTE:
		return value_is_number(v) ? value_as(v, kind) : none;
	default:
		return v.kind == kind ? v : none;
	}
}

static struct value get(struct arena *a, const void *ctx, struct value v)
{
	(void)a;
	return value_get(v, *(const enum value_kind *)ctx);
}

/* Patterns in the state are asked without a state: they can't go in circles. */
static void state_run(struct query *q, const struct pattern *p, struct span s,
		      struct events *out)
{
	const struct state_node *n = (const struct state_node *)p;
	const struct map *state = q->state;
	const struct value *v = map_get_name(state, n->name);
	const struct pattern *in;

	if (!v)
		return;
	in = v->kind == V_PAT ? v->pat : pat_pure(q->arena, *v);
	q->state = NULL;
	pat_query(q, pat_map_some(q->arena, get, &n->kind, in), s, out);
	q->state = state;
}

const struct pattern *pat_state(struct arena *a, const char *name,
				enum value_kind kind)
{
	struct state_node *n = NODE_NEW(a, struct state_node, state_run);

	n->name = name;
	n->kind = kind;
	return &n->pattern;
}
