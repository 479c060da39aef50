#include "pattern/controls.h"

enum value_kind control_value_kind(const struct control *key)
{
	static const enum value_kind kinds[] = {
	    [CONTROL_FLOAT] = V_FLOAT, [CONTROL_NOTE] = V_NOTE,
	    [CONTROL_INT] = V_INT,     [CONTROL_STRING] = V_STR,
	    [CONTROL_BOOL] = V_BOOL,   [CONTROL_RATIONAL] = V_RAT,
	    [CONTROL_BLOB] = V_BLOB,
	};

	return kinds[key->kind];
}

static struct value blob_of_list(struct arena *a, const struct list *l)
{
	struct blob *b = arena_alloc(a, sizeof(*b) + l->n);

	b->n = l->n;
	for (size_t i = 0; i < l->n; i++)
		b->at[i] = (unsigned char)value_to_int(l->at[i]);
	return value_blob(b);
}

static struct value one_key(struct arena *a, const void *ctx, struct value v)
{
	const struct control *key = ctx;

	if (key->kind == CONTROL_BLOB && v.kind == V_LIST)
		v = blob_of_list(a, v.list);
	else
		v = value_as(v, control_value_kind(key));
	return value_map(map_one(a, key, v));
}

const struct pattern *pat_control(struct arena *a, const struct control *key,
				  const struct pattern *p)
{
	return pat_map(a, one_key, key, p);
}

const struct pattern *pat_control_pure(struct arena *a, enum control_id id,
				       double x)
{
	return pat_pure(a, one_key(a, &control_table[id], value_float(x)));
}

const struct pattern *pat_control_op(struct arena *a, enum value_op op,
				     const struct pattern *p,
				     enum control_id id, double x)
{
	return pat_op(a, FROM_LEFT, op, p, pat_control_pure(a, id, x));
}

const struct pattern *pat_control_word(struct arena *a, const struct pattern *p,
				       enum control_id id, const char *word)
{
	struct value v =
	    value_map(map_one(a, &control_table[id], value_str(word)));

	return pat_op(a, FROM_LEFT, OP_SET, p, pat_pure(a, v));
}

const struct pattern *pat_control_by(struct arena *a, enum value_op op,
				     const struct pattern *p,
				     enum control_id id,
				     const struct pattern *xs)
{
	return pat_op(a, FROM_LEFT, op, p,
		      pat_control(a, &control_table[id], xs));
}
