/* Euclidean rhythms: hits as evenly among steps as they go (E. Bjorklund's
 * algorithm, after G. Toussaint). */
#include <string.h>

#include "pattern/family.h"
#include "pattern/param.h"

enum { STEPS_MAX = 65536 };

struct bools {
	size_t n;
	bool *at;
};

static struct bools bools_join(struct arena *a, struct bools x, struct bools y)
{
	struct bools z = {x.n + y.n, arena_alloc(a, x.n + y.n + 1)};

	memcpy(z.at, x.at, x.n);
	memcpy(z.at + x.n, y.at, y.n);
	return z;
}

/* i times x, then j times y; the shorter kind is dealt out to the longer until
 * at most one is left over. More hits than steps are all hits. */
static struct bools bjorklund(struct arena *a, int64_t hits, int64_t steps)
{
	bool hit = true, rest = false;
	struct bools x = {1, &hit}, y = {1, &rest}, all;
	int64_t i = hits, j = steps - hits;

	if (i > STEPS_MAX || j > STEPS_MAX)
		arena_escape(a, ST_EVAL, "euclid: more than %d steps",
			     STEPS_MAX);
	while (i > 1 && j > 1) {
		struct bools both = bools_join(a, x, y);

		if (i > j) {
			int64_t left = i - j;

			y = x;
			i = j;
			j = left;
		} else {
			j -= i;
		}
		x = both;
	}
	i = i > 0 ? i : 0;
	j = j > 0 ? j : 0;
	all.n = 0;
	all.at = arena_alloc(a, (size_t)i * x.n + (size_t)j * y.n + 1);
	for (; i > 0; i--, all.n += x.n)
		memcpy(all.at + all.n, x.at, x.n);
	for (; j > 0; j--, all.n += y.n)
		memcpy(all.at + all.n, y.at, y.n);
	return all;
}

static struct bools euclid_bools(struct arena *a, int64_t n, int64_t k)
{
	struct bools b;

	if (n >= 0)
		return bjorklund(a, n, k);
	b = bjorklund(a, n == INT64_MIN ? INT64_MAX : -n, k);
	for (size_t i = 0; i < b.n; i++)
		b.at[i] = !b.at[i];
	return b;
}

static const struct pattern *euclid(struct arena *a, int64_t n, int64_t k,
				    const struct pattern *p)
{
	struct bools b = euclid_bools(a, n, k);
	const struct pattern **all =
	    arena_alloc(a, (b.n + 1) * sizeof(struct pattern *));

	for (size_t i = 0; i < b.n; i++)
		all[i] = b.at[i] ? p : pat_silence();
	return pat_with_steps(a, rat_int(k), pat_fastcat(a, b.n, all));
}

static const struct pattern *do_euclid(struct arena *a, struct value v,
				       const struct pattern *p)
{
	return euclid(a, value_to_int(v.list->at[0]),
		      value_to_int(v.list->at[1]), p);
}

static const struct pattern *do_euclid_inv(struct arena *a, struct value v,
					   const struct pattern *p)
{
	int64_t n = value_to_int(v.list->at[0]);

	return euclid(a, n == INT64_MIN ? INT64_MAX : -n,
		      value_to_int(v.list->at[1]), p);
}

static const struct param_op op_euclid = {do_euclid, PARAM_SHORT};
static const struct param_op op_euclid_inv = {do_euclid_inv, PARAM_SHORT};

static const struct pattern *bind_euclid(struct arena *a, const void *ctx,
					 struct value v)
{
	return do_euclid(a, v, ctx);
}

static const struct pattern *bind_euclid_inv(struct arena *a, const void *ctx,
					     struct value v)
{
	return do_euclid_inv(a, v, ctx);
}

static struct value build_euclid_full(const struct call *c)
{
	struct arena *a = c->arena;
	const struct pattern *n = arg_pat(c, 0), *k = arg_pat(c, 1), *p;
	const struct pattern *both[] = {
	    param_2(a, bind_euclid, arg_pat(c, 2), n, k),
	    param_2(a, bind_euclid_inv, arg_pat(c, 3), n, k)};

	p = pat_stack(a, 2, both);
	if (!k->pure)
		return value_pat(pat_no_steps(a, p));
	return value_pat(pat_with_steps(a, value_to_rat(*k->pure), p));
}

/* --- From another step on --- */

static const struct pattern *bind_euclid_off(struct arena *a, const void *ctx,
					     struct value v)
{
	int64_t k = value_to_int(v.list->at[1]);
	int64_t from = value_to_int(v.list->at[2]);

	if (k == 0)
		return pat_silence();
	return pat_early(a, rat_make(from, k), do_euclid(a, v, ctx));
}

const struct pattern *pat_euclid_off(struct arena *a, const struct pattern *n,
				     const struct pattern *k,
				     const struct pattern *from,
				     const struct pattern *p)
{
	return param_3(a, bind_euclid_off, p, n, k, from);
}

static struct value build_euclid_off(const struct call *c)
{
	return value_pat(pat_euclid_off(c->arena, arg_pat(c, 0), arg_pat(c, 1),
					arg_pat(c, 2), arg_pat(c, 3)));
}

static struct value same_bool(struct arena *a, const void *ctx, struct value x,
			      struct value y)
{
	(void)a;
	(void)ctx;
	return value_bool(value_to_bool(x) == value_to_bool(y));
}

static const struct pattern *bind_euclid_bool(struct arena *a, const void *ctx,
					      struct value v)
{
	int64_t n = value_to_int(v.list->at[0]);
	int64_t k = value_to_int(v.list->at[1]);
	int64_t from = value_to_int(v.list->at[2]);
	struct bools b;
	const struct pattern *p;

	if (k == 0)
		return pat_silence();
	b = euclid_bools(a, n, k);
	p = pat_app(a, FROM_BOTH, same_bool, NULL, pat_bools(a, b.n, b.at),
		    ctx);
	return pat_with_steps(a, rat_int(k),
			      pat_early(a, rat_make(from, k), p));
}

const struct pattern *pat_euclid_off_bool(struct arena *a,
					  const struct pattern *n,
					  const struct pattern *k,
					  const struct pattern *from,
					  const struct pattern *p)
{
	return param_3(a, bind_euclid_bool, p, n, k, from);
}

static struct value build_euclid_off_bool(const struct call *c)
{
	return value_pat(pat_euclid_off_bool(c->arena, arg_pat(c, 0),
					     arg_pat(c, 1), arg_pat(c, 2),
					     arg_pat(c, 3)));
}

/* --- Hits among hits among steps --- */

struct distrib {
	const struct list *numbers;
	const struct pattern *in;
	size_t n; /* how many are known */
	const int64_t *known;
};

static struct value take_right(struct arena *a, const void *ctx, struct value x,
			       struct value y)
{
	(void)a;
	(void)ctx;
	return value_to_bool(x) ? y : (struct value){.kind = V_NONE};
}

/* Each layer deals what the ones before it left to its own hits. */
static const struct pattern *distrib(struct arena *a, const struct distrib *d)
{
	struct bools all = {0};

	all.n = d->known[d->n - 1] > 0 ? (size_t)d->known[d->n - 1] : 0;
	if (all.n > STEPS_MAX)
		arena_escape(a, ST_EVAL, "distrib: more than %d steps",
			     STEPS_MAX);
	all.at = arena_alloc(a, all.n + 1);
	memset(all.at, true, all.n);
	for (size_t i = 1; i < d->n; i++) {
		struct bools layer = bjorklund(a, d->known[i - 1], d->known[i]);
		size_t k = 0;

		for (size_t j = 0; j < layer.n; j++)
			if (k >= all.n)
				layer.at[j] = false;
			else if (layer.at[j])
				layer.at[j] = all.at[k++];
		all = layer;
	}
	return pat_app(a, FROM_LEFT, take_right, NULL,
		       pat_bools(a, all.n, all.at), d->in);
}

static const struct pattern *distrib_next(struct arena *a,
					  const struct distrib *d);

static const struct pattern *bind_distrib(struct arena *a, const void *ctx,
					  struct value v)
{
	const struct distrib *d = ctx;
	struct distrib *next = arena_copy(a, d, sizeof(*d));
	int64_t *known = arena_alloc(a, (d->n + 1) * sizeof(*known));

	if (d->n)
		memcpy(known, d->known, d->n * sizeof(*known));
	known[next->n++] = value_to_int(v);
	next->known = known;
	return distrib_next(a, next);
}

static const struct pattern *distrib_next(struct arena *a,
					  const struct distrib *d)
{
	if (d->n == d->numbers->n)
		return distrib(a, d);
	return param_join(a, JOIN_MIX, bind_distrib, d,
			  value_to_pat(a, d->numbers->at[d->n]));
}

static struct value build_distrib(const struct call *c)
{
	struct distrib *d = ARENA_NEW(c->arena, struct distrib);

	d->numbers = arg_list(c, 0);
	d->in = arg_pat(c, 1);
	if (!d->numbers->n)
		arena_escape(c->arena, ST_EVAL, "distrib: the list is empty");
	return value_pat(distrib_next(c->arena, d));
}

#define TWO "Pattern Int -> Pattern Int -> "
#define THREE TWO "Pattern Int -> "

static const struct fn_row rows[] = {
    {"euclid", "", TWO "Pattern a -> Pattern a", build_param_2,
     "Play a pattern in a Euclidean rhythm of hits among steps.",
     "euclid 3 8 $ s \"bd\"",
     "0 1/8 {\"s\":\"bd\"}; 3/8 1/2 {\"s\":\"bd\"}; 3/4 7/8 {\"s\":\"bd\"}", 0,
     &op_euclid},
    {"euclidInv", "", TWO "Pattern a -> Pattern a", build_param_2,
     "Play a pattern where a Euclidean rhythm has its rests.",
     "euclidInv 3 8 $ s \"hh\"",
     "1/8 1/4 {\"s\":\"hh\"}; 1/4 3/8 {\"s\":\"hh\"}; 1/2 5/8 {\"s\":\"hh\"}; "
     "5/8 3/4 {\"s\":\"hh\"}; 7/8 1 {\"s\":\"hh\"}",
     0, &op_euclid_inv},
    {"euclidFull", "", TWO "Pattern a -> Pattern a -> Pattern a",
     build_euclid_full,
     "One pattern on the hits of a Euclidean rhythm, one on its rests.",
     "euclidFull 3 8 (s \"bd\") (s \"hh\")",
     "0 1/8 {\"s\":\"bd\"}; 1/8 1/4 {\"s\":\"hh\"}; 1/4 3/8 {\"s\":\"hh\"}; "
     "3/8 1/2 {\"s\":\"bd\"}; 1/2 5/8 {\"s\":\"hh\"}; 5/8 3/4 {\"s\":\"hh\"}; "
     "3/4 7/8 {\"s\":\"bd\"}; 7/8 1 {\"s\":\"hh\"}",
     0, NULL},
    {"euclidOff", "eoff", THREE "Pattern a -> Pattern a", build_euclid_off,
     "euclid, begun at another step.", "euclidOff 3 8 2 $ s \"bd\"",
     "1/8 1/4 {\"s\":\"bd\"}; 1/2 5/8 {\"s\":\"bd\"}; 3/4 7/8 {\"s\":\"bd\"}",
     0, NULL},
    {"euclidOffBool", "", THREE "Pattern Bool -> Pattern Bool",
     build_euclid_off_bool,
     "A Euclidean pattern of booleans that flips another by its rests.",
     "struct (euclidOffBool 3 8 2 \"t\") $ s \"bd\"",
     "1/8 1/4 {\"s\":\"bd\"}; 1/2 5/8 {\"s\":\"bd\"}; 3/4 7/8 {\"s\":\"bd\"}",
     0, NULL},
    {"distrib", "", "[Pattern Int] -> Pattern a -> Pattern a", build_distrib,
     "Hits among hits among steps, each as even as can be.",
     "distrib [3, 5, 8] $ s \"bd\"",
     "0 1/8 {\"s\":\"bd\"}; 3/8 1/2 {\"s\":\"bd\"}; 3/4 7/8 {\"s\":\"bd\"}", 0,
     NULL},
};

const struct fn_family fn_family_euclid = {"euclid", "Euclidean rhythms", rows,
					   sizeof(rows) / sizeof(rows[0])};
