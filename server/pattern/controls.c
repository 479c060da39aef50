#include "pattern/controls.h"

#include "pattern/node.h"

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

struct value control_value(struct arena *a, const struct control *key,
			   struct value v)
{
	enum value_kind kind = control_value_kind(key);

	if (v.kind == kind)
		return v;
	if (kind == V_BLOB && v.kind == V_LIST)
		return blob_of_list(a, v.list);
	return value_as(v, kind);
}

static struct value one_key(struct arena *a, const void *ctx, struct value v)
{
	return value_map(map_one(a, ctx, control_value(a, ctx, v)));
}

const struct pattern *pat_control(struct arena *a, const struct control *key,
				  const struct pattern *p)
{
	return pat_map(a, one_key, key, p);
}

const struct pattern *pat_control_values(const struct pattern *p,
					 const struct control **key)
{
	const void *ctx;

	p = pat_mapped(p, one_key, &ctx);
	if (p)
		*key = ctx;
	return p;
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
