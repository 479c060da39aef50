/* The function library: every name that an expression can use is a row.
 *
 * A family (fn_time.c, fn_random.c, ...) is a file of functions that ends in
 * its table of rows. From the rows come type checking, error suggestions, the
 * reference, help, completion and the tests' loops. */
#ifndef PATTERN_FN_H
#define PATTERN_FN_H

#include "pattern/pattern.h"

/* What the result of a call is made of, from type inference. */
enum call_shape {
	SHAPE_PLAIN,
	SHAPE_PATTERN,
	SHAPE_LIST,
	SHAPE_MAYBE, /* Nothing: a tuple of 0 values; Just x: of 1 */
	SHAPE_FUNCTION,
};

/* A call with all its arguments. */
struct call {
	struct arena *arena;	  /* for nodes and values; may be a query's */
	const struct value *args; /* as many as the row's type has arguments */
	const struct fn_row *row;
	/* The kind that type inference found for the element of the result
	 * (`saw` as a pattern of V_RAT or V_FLOAT, V_STR, V_MAP ...); V_NONE:
	 * none of these, or not known. */
	enum value_kind kind;
	enum call_shape shape;
};

enum fn_flag {
	/* The answer depends on how a query is cut, as in Tidal. */
	FN_QUERY_DEPENDENT = 1,
	/* Events may stick out of the query, as in Tidal. */
	FN_UNCLIPPED = 2,
	/* The laws of patterns don't apply: not a pattern, or random state. */
	FN_NOT_A_PATTERN = 4,
};

struct fn_row {
	const char *name;
	const char *aliases; /* separated by blanks, "" for none */
	/* Haskell's notation; contexts of the classes that lang/signature.c
	 * knows: Num, Fractional, Floating, Real, RealFrac, Integral, Enum,
	 * Ord, Eq, Unionable, Moddable, Parse, Functor, Applicative, Monad:
	 * "Pattern Time -> Pattern a -> Pattern a",
	 * "(Fractional a) => Pattern a". Types: Double, Note, Int, Rational,
	 * Time (= Rational), String, Bool, Char, ControlPattern (= Pattern
	 * ValueMap), ValueMap, [a], (a, b), Maybe a, functions, variables of
	 * constructors (`f a`), and any name for what only rows make and
	 * take apart (Event a, Arc ...). A function is called with as many
	 * arguments as the signature has arrows at its top. */
	const char *type;
	struct value (*build)(const struct call *c);
	const char *summary; /* one line */
	const char *example; /* an expression that evaluates to a pattern */
	/* What the example yields in cycle 0, as "begin end value" triples
	 * (whole's begin and end as n/d), separated by "; ". */
	const char *events;
	unsigned flags;
	const void *aux; /* for rows that share one build function */
};

struct fn_family {
	const char *name;
	const char *title; /* for the reference */
	const struct fn_row *rows;
	size_t n;
};

/* All families, in the order of the reference; ends with NULL. */
extern const struct fn_family *const fn_families[];

/* What a row's type says about its arguments. */
struct fn_args {
	unsigned char n;
	unsigned strings; /* bit i: argument i is a plain String */
	unsigned lists;	  /* bit i: argument i is a list */
};

/* A row by name or alias, or NULL. [any] */
const struct fn_row *fn_find(const char *name);
const struct fn_row *fn_find_args(const char *name, struct fn_args *args);

/* Arguments, for build functions. A pattern argument may arrive as a plain
 * value where the type allows both: arg_pat() lifts. */
const struct pattern *arg_pat(const struct call *c, int i);
const struct fn *arg_fn(const struct call *c, int i);
const struct list *arg_list(const struct call *c, int i);
double arg_double(const struct call *c, int i);
struct rat arg_rat(const struct call *c, int i);
int64_t arg_int(const struct call *c, int i);
const char *arg_str(const struct call *c, int i);
/* f applied to a pattern, as a pattern. */
const struct pattern *fn_on_pat(struct arena *a, const struct fn *f,
				const struct pattern *p);

#endif
