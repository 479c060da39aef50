/* Patterned arguments of the function library. Most functions are a plain one,
 * with a number, that Tidal lifts over a pattern of numbers; how it is lifted
 * decides where events are cut, so each row says which way is its own. */
#ifndef PATTERN_PARAM_H
#define PATTERN_PARAM_H

#include "pattern/core.h"
#include "pattern/fn.h"

/* `to` with the step count of `from`; `to` itself where it has that already. */
const struct pattern *pat_keep_steps(struct arena *a,
				     const struct pattern *from,
				     const struct pattern *to);
/* `to` without a step count. */
const struct pattern *pat_no_steps(struct arena *a, const struct pattern *to);

/* fn over the values of p, always joined (a pure p cuts at cycle borders), but
 * made only once when p is pure. */
const struct pattern *param_join(struct arena *a, enum pat_join how,
				 pat_bind_fn *fn, const void *ctx,
				 const struct pattern *p);
/* The values of x and y as tuples, where they overlap (<*>, <*, *>). */
const struct pattern *param_pair(struct arena *a, enum pat_structure from,
				 const struct pattern *x,
				 const struct pattern *y);
/* Tidal's patternify2 and 3: all pure: fn at once; else JOIN_INNER over <*>.
 * fn gets a tuple (V_LIST). */
const struct pattern *param_2(struct arena *a, pat_bind_fn *fn, const void *ctx,
			      const struct pattern *x, const struct pattern *y);
const struct pattern *param_3(struct arena *a, pat_bind_fn *fn, const void *ctx,
			      const struct pattern *x, const struct pattern *y,
			      const struct pattern *z);
/* The same over pairs made by `from`, always joined. */
const struct pattern *param_2_join(struct arena *a, enum pat_structure from,
				   pat_bind_fn *fn, const void *ctx,
				   const struct pattern *x,
				   const struct pattern *y);

/* --- Rows of a common shape; the row's aux is the operation --- */

enum param_how {
	PARAM_SHORT,	  /* patternify: pure at once, else JOIN_INNER */
	PARAM_KEEP_STEPS, /* the same, with the steps of the input */
	PARAM_JOIN,	  /* always JOIN_INNER */
	PARAM_SQUEEZE,	  /* JOIN_SQUEEZE */
	PARAM_PLAIN,	  /* the argument is no pattern */
};

/* `Pattern x -> Pattern a -> Pattern b` */
struct param_op {
	const struct pattern *(*fn)(struct arena *a, struct value v,
				    const struct pattern *p);
	enum param_how how;
};
struct value build_param(const struct call *c);

/* `Pattern x -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a` */
struct param_with_op {
	const struct pattern *(*fn)(struct arena *a, struct value v,
				    const struct fn *f,
				    const struct pattern *p);
	enum param_how how;
};
struct value build_param_with(const struct call *c);

/* `Pattern x -> Pattern y -> Pattern a -> Pattern b`, by param_2(); v is a
 * tuple. PARAM_JOIN or PARAM_SHORT. */
struct value build_param_2(const struct call *c);

/* `Pattern a -> Pattern b` */
struct param_0_op {
	const struct pattern *(*fn)(struct arena *a, const struct pattern *p);
};
struct value build_param_0(const struct call *c);

/* --- Values --- */
/* A plain argument: the value of a pure pattern. */
struct value arg_plain(const struct call *c, int i);
struct value value_pair(struct arena *a, struct value x, struct value y);
/* An element of a list or a result of a function, as a pattern. */
const struct pattern *value_to_pat(struct arena *a, struct value v);
/* The patterns of a list, in the arena. */
const struct pattern *const *list_pats(struct arena *a, const struct list *l);
/* A number as Tidal's a `mod` b of integers; b 0 escapes with ST_EVAL. */
int64_t int_mod(struct arena *a, int64_t x, int64_t n);
/* x / y; y 0 escapes with ST_EVAL. */
struct rat rat_quotient(struct arena *a, struct rat x, struct rat y);
/* Haskell's `floor`, for indices that may be out of range. */
int64_t floor_to_int(double x);

#endif
