#include "pattern/ops.h"

#include <math.h>
#include <string.h>
#include "pattern/controls.h"
#include "pattern/stateful.h"

static _Noreturn void by_zero(struct arena *a)
{
	arena_escape(a, ST_EVAL, "this divides by zero");
}

/* --- Plain numbers --- */

static int64_t int_pow(int64_t x, int64_t n)
{
	uint64_t r = 1, b = (uint64_t)x;

	for (; n > 0; n >>= 1, b *= b)
		if (n & 1)
			r *= b;
	return (int64_t)r;
}

static struct value op_int(struct arena *a, enum value_op op, int64_t x,
			   int64_t y)
{
	switch (op) {
	case OP_ADD:
		return value_int((int64_t)((uint64_t)x + (uint64_t)y));
	case OP_SUB:
		return value_int((int64_t)((uint64_t)x - (uint64_t)y));
	case OP_MUL:
		return value_int((int64_t)((uint64_t)x * (uint64_t)y));
	case OP_DIV:
		if (!y)
			by_zero(a);
		return value_float((double)x / (double)y);
	case OP_MOD:
		if (!y)
			by_zero(a);
		if (y == -1)
			return value_int(0);
		x %= y;
		return value_int(x && (x < 0) != (y < 0) ? x + y : x);
	case OP_POW:
		return y < 0 ? value_float(pow((double)x, (double)y))
			     : value_int(int_pow(x, y));
	case OP_BITAND:
		return value_int(x & y);
	case OP_BITOR:
		return value_int(x | y);
	default:
		return value_int(x);
	}
}

static struct value op_rat(struct arena *a, enum value_op op, struct rat x,
			   struct rat y)
{
	switch (op) {
	case OP_ADD:
		return value_rat(rat_add(x, y));
	case OP_SUB:
		return value_rat(rat_sub(x, y));
	case OP_MUL:
		return value_rat(rat_mul(x, y));
	case OP_DIV:
		if (!y.num)
			by_zero(a);
		return value_rat(rat_div(x, y));
	case OP_MOD:
		if (!y.num)
			by_zero(a);
		return value_rat(rat_mod(x, y));
	case OP_POW:
		return value_float(pow(rat_to_double(x), rat_to_double(y)));
	default:
		return value_rat(x);
	}
}

/* Haskell's mod': the quotient is exact, what follows from it is not. */
static double float_mod(struct arena *a, double x, double y)
{
	double rest, times;

	if (y == 0)
		by_zero(a);
	rest = fmod(x, y);
	times = rint((x - rest) / y);
	if (rest != 0 && (rest < 0) != (y < 0))
		times -= 1;
	return isfinite(times) ? x - times * y : rest;
}

static double op_float(struct arena *a, enum value_op op, double x, double y)
{
	switch (op) {
	case OP_ADD:
		return x + y;
	case OP_SUB:
		return x - y;
	case OP_MUL:
		return x * y;
	case OP_DIV:
		return x / y;
	case OP_MOD:
		return float_mod(a, x, y);
	case OP_POW:
		return pow(x, y);
	default:
		return x;
	}
}

static struct value op_numbers(struct arena *a, enum value_op op,
			       struct value x, struct value y)
{
	if (x.kind == V_FLOAT && y.kind == V_FLOAT)
		return value_float(op_float(a, op, x.f, y.f));
	if (x.kind == V_INT && y.kind == V_INT)
		return op_int(a, op, x.i, y.i);
	if (x.kind == V_NOTE || y.kind == V_NOTE)
		return value_note(
		    op_float(a, op, value_to_double(x), value_to_double(y)));
	if (x.kind == V_FLOAT || y.kind == V_FLOAT)
		return value_float(
		    op_float(a, op, value_to_double(x), value_to_double(y)));
	return op_rat(a, op, value_to_rat(x), value_to_rat(y));
}

/* --- Control maps --- */

static struct value prepared(struct arena *a, enum value_op op, struct value v);
static struct value op_entry(struct arena *a, enum value_op op, struct value x,
			     struct value y);

/* Arithmetic on a value that is not made yet: done when it is. */
struct later {
	enum value_op op;
	bool left; /* the value to come is the left one */
	struct value other;
};

static struct value prepare_later(struct arena *a, const void *ctx,
				  struct value v)
{
	return prepared(a, *(const enum value_op *)ctx, v);
}

static struct value op_later(struct arena *a, const void *ctx, struct value v)
{
	const struct later *l = ctx;

	return l->left ? op_entry(a, l->op, v, l->other)
		       : op_entry(a, l->op, l->other, v);
}

static struct value op_state(struct arena *a, enum value_op op, struct value x,
			     struct value y)
{
	struct later *l = ARENA_NEW(a, struct later);

	l->op = op;
	l->left = x.kind == V_STATE;
	l->other = l->left ? y : x;
	return value_state_map(a, l->left ? x : y, op_later, l);
}

/* What the operator does to each value of the right map before it meets the
 * left one: Tidal subtracts by adding the negative, divides by multiplying
 * with the reciprocal, and leaves alone what has none. */
static struct value prepared(struct arena *a, enum value_op op, struct value v)
{
	if (v.kind == V_STATE && (op == OP_SUB || op == OP_DIV))
		return value_state_map(a, v, prepare_later,
				       arena_copy(a, &op, sizeof(op)));
	if (op == OP_SUB && v.kind != V_RAT)
		return value_negate(a, v);
	if (op == OP_DIV && (v.kind == V_FLOAT || v.kind == V_NOTE))
		v.f = 1 / v.f;
	return v;
}

static enum value_op after_preparation(enum value_op op)
{
	return op == OP_SUB ? OP_ADD : op == OP_DIV ? OP_MUL : op;
}

/* Two values of one key. */
static struct value op_entry(struct arena *a, enum value_op op, struct value x,
			     struct value y)
{
	bool fx = x.kind == V_FLOAT || x.kind == V_INT;
	bool fy = y.kind == V_FLOAT || y.kind == V_INT;

	if ((fx && fy) || (x.kind == V_NOTE && y.kind == V_NOTE) ||
	    (x.kind == V_NOTE && y.kind == V_FLOAT) ||
	    (x.kind == V_FLOAT && y.kind == V_NOTE))
		return op_numbers(a, op, x, y);
	if (op == OP_CONCAT)
		return value_op(a, op, x, y);
	if (x.kind == V_STATE || y.kind == V_STATE)
		return op_state(a, op, x, y);
	return x;
}

/* op_maps, or the union where the right wins, with a right map of one entry, as
 * it mostly is. */
static struct value op_one(struct arena *a, enum value_op op,
			   const struct map *x, const struct map_entry *y)
{
	struct map *m = map_new(a, x->n + 1);
	struct value v =
	    op == OP_SUB || op == OP_DIV ? prepared(a, op, y->value) : y->value;
	size_t i = 0;

	for (; i < x->n && control_cmp(x->at[i].key, y->key) < 0; i++)
		m->at[i] = x->at[i];
	m->at[i] = (struct map_entry){y->key, v};
	if (i < x->n && control_cmp(x->at[i].key, y->key) == 0) {
		if (op != OP_SET)
			m->at[i].value = op_entry(a, after_preparation(op),
						  x->at[i].value, v);
		m->n = x->n;
		for (i++; i < x->n; i++)
			m->at[i] = x->at[i];
		return value_map(m);
	}
	for (; i < x->n; i++)
		m->at[i + 1] = x->at[i];
	return value_map(m);
}

static struct value op_maps(struct arena *a, enum value_op op,
			    const struct map *x, const struct map *y)
{
	enum value_op then = after_preparation(op);
	struct map *m = map_new(a, x->n + y->n);
	size_t i = 0, j = 0, n = 0;

	while (i < x->n || j < y->n) {
		int c = i == x->n   ? 1
			: j == y->n ? -1
				    : control_cmp(x->at[i].key, y->at[j].key);
		struct map_entry *e = &m->at[n++];

		if (c < 0) {
			*e = x->at[i++];
			continue;
		}
		*e = y->at[j++];
		e->value = prepared(a, op, e->value);
		if (c == 0)
			e->value =
			    op_entry(a, then, x->at[i++].value, e->value);
	}
	m->n = n;
	return value_map(m);
}

/* --- Any values --- */

static struct value compare(enum value_op op, struct value x, struct value y)
{
	int c;

	if (op == OP_EQ || op == OP_NE)
		return value_bool(value_eq(x, y) == (op == OP_EQ));
	c = value_cmp(x, y);
	return value_bool(op == OP_LT	? c < 0
			  : op == OP_GT ? c > 0
			  : op == OP_LE ? c <= 0
					: c >= 0);
}

static struct value concat(struct arena *a, struct value x, struct value y)
{
	size_t nx, ny;
	char *s;

	if (x.kind != V_STR || y.kind != V_STR)
		return x;
	nx = strlen(x.s);
	ny = strlen(y.s);
	s = arena_alloc(a, nx + ny + 1);
	memcpy(s, x.s, nx);
	memcpy(s + nx, y.s, ny + 1);
	return value_str(s);
}

static struct value arithmetic(struct arena *a, enum value_op op,
			       struct value x, struct value y)
{
	if (x.kind == V_MAP && y.kind == V_MAP) {
		if (op == OP_POW)
			arena_escape(a, ST_EVAL,
				     "controls have no powers: give the power "
				     "to the number pattern inside");
		return y.map->n == 1 ? op_one(a, op, x.map, &y.map->at[0])
				     : op_maps(a, op, x.map, y.map);
	}
	if (value_is_number(x) && value_is_number(y))
		return op_numbers(a, op, x, y);
	return x;
}

struct value value_op(struct arena *a, enum value_op op, struct value x,
		      struct value y)
{
	switch (op) {
	case OP_SET:
		if (x.kind != V_MAP || y.kind != V_MAP)
			return y;
		return y.map->n == 1 ? op_one(a, op, x.map, &y.map->at[0])
				     : value_map(map_union(a, y.map, x.map));
	case OP_KEEP:
		return x.kind == V_MAP && y.kind == V_MAP
			   ? value_map(map_union(a, x.map, y.map))
			   : x;
	case OP_CONCAT:
		return concat(a, x, y);
	case OP_LT:
	case OP_GT:
	case OP_LE:
	case OP_GE:
	case OP_EQ:
	case OP_NE:
		return compare(op, x, y);
	case OP_AND:
		return value_bool(value_to_bool(x) && value_to_bool(y));
	case OP_OR:
		return value_bool(value_to_bool(x) || value_to_bool(y));
	default:
		return arithmetic(a, op, x, y);
	}
}

static struct value negated(struct arena *a, const void *ctx, struct value v)
{
	(void)ctx;
	return value_negate(a, v);
}

struct value value_negate(struct arena *a, struct value v)
{
	struct map *m;

	switch (v.kind) {
	case V_PAT:
		return value_pat(pat_map(a, negated, NULL, v.pat));
	case V_FLOAT:
	case V_NOTE:
		v.f = -v.f;
		return v;
	case V_INT:
		v.i = (int64_t)(0 - (uint64_t)v.i);
		return v;
	case V_RAT:
		v.r = rat_neg(v.r);
		return v;
	case V_MAP:
		m = map_new(a, v.map->n);
		for (size_t i = 0; i < m->n; i++) {
			m->at[i] = v.map->at[i];
			m->at[i].value = prepared(a, OP_SUB, m->at[i].value);
		}
		return value_map(m);
	default:
		return v;
	}
}

static struct value op_values(struct arena *a, const void *ctx, struct value x,
			      struct value y)
{
	return value_op(a, *(const enum value_op *)ctx, x, y);
}

/* `# pan xs`: each x goes into the map on the left, without one of its own. */
struct op_key {
	enum value_op op;
	const struct control *key;
};

static struct value op_key(struct arena *a, const void *ctx, struct value x,
			   struct value y)
{
	const struct op_key *o = ctx;
	struct map_entry e = {o->key, control_value(a, o->key, y)};

	if (x.kind != V_MAP)
		return value_op(a, o->op, x,
				value_map(map_one(a, e.key, e.value)));
	return op_one(a, o->op, x.map, &e);
}

static const struct pattern *
pat_op_key(struct arena *a, enum pat_structure from, enum value_op op,
	   const struct pattern *x, const struct pattern *y)
{
	struct op_key o = {.op = op};

	if (op > OP_MOD || op == OP_KEEP)
		return NULL;
	y = pat_control_values(y, &o.key);
	if (!y)
		return NULL;
	return pat_app(a, from, op_key, arena_copy(a, &o, sizeof(o)), x, y);
}

const struct pattern *pat_op(struct arena *a, enum pat_structure from,
			     enum value_op op, const struct pattern *x,
			     const struct pattern *y)
{
	static const enum value_op ops[] = {
	    OP_SET, OP_KEEP,   OP_ADD,	  OP_SUB,   OP_MUL, OP_DIV, OP_MOD,
	    OP_POW, OP_CONCAT, OP_BITAND, OP_BITOR, OP_LT,  OP_GT,  OP_LE,
	    OP_GE,  OP_EQ,     OP_NE,	  OP_AND,   OP_OR};
	const struct pattern *keyed = pat_op_key(a, from, op, x, y);

	return keyed ? keyed : pat_app(a, from, op_values, &ops[op], x, y);
}
