/* Types: Haskell's, without what nobody needs here. Variables carry the
 * classes that are asked of them; binding one checks and passes them on.
 * [compile] */
#ifndef LANG_TYPE_H
#define LANG_TYPE_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/nearest.h"

/* Constructors; more are made as rows name them (Event, Arc, Value ...). */
enum type_con {
	CON_ARROW,
	CON_PATTERN,
	CON_LIST,
	CON_MAYBE,
	CON_TUPLE2,
	CON_TUPLE3,
	CON_TUPLE4,
	CON_UNIT,
	CON_DOUBLE,
	CON_NOTE,
	CON_INT,
	CON_RATIONAL,
	CON_BOOL,
	CON_CHAR,
	CON_MAP, /* ValueMap */
	CON_SIGNAL,
	CON_OTHER, /* by name */
};

enum type_class {
	CLASS_NUM = 1 << 0,
	CLASS_FRACTIONAL = 1 << 1,
	CLASS_FLOATING = 1 << 2,
	CLASS_REAL = 1 << 3,
	CLASS_REALFRAC = 1 << 4,
	CLASS_INTEGRAL = 1 << 5,
	CLASS_ENUM = 1 << 6,
	CLASS_EQ = 1 << 7,
	CLASS_ORD = 1 << 8,
	CLASS_UNIONABLE = 1 << 9,
	CLASS_MODDABLE = 1 << 10,
	CLASS_PARSE = 1 << 11,	 /* items of the mini-notation */
	CLASS_STRING = 1 << 12,	 /* what a string literal can be */
	CLASS_ELEMENT = 1 << 13, /* PARSE, or control maps: a string's items */
	CLASS_FUNCTOR = 1 << 14,
	CLASS_APPLICATIVE = 1 << 15,
	CLASS_MONAD = 1 << 16,
	CLASS_FOLDABLE = 1 << 17,
	CLASS_BITS = 1 << 18,
	CLASS_SHOW = 1 << 19,
	CLASS_MONOID = 1 << 20,
};

enum type_kind { TYPE_VAR, TYPE_CON, TYPE_APP };

struct type {
	enum type_kind kind;
	union {
		struct {
			struct type *link; /* what it is, once known */
			unsigned classes;
			int level;   /* of the let that it belongs to */
			int general; /* index in binding->general, or -1 */
			const void *owner; /* that binding */
		} var;
		struct {
			enum type_con id;
			const char *name; /* of CON_OTHER */
		} con;
		struct {
			struct type *f, *x;
		} app;
	};
};

/* The variables of one inference, and how to take back a trial. */
struct types {
	struct arena *arena;
	struct type **vars; /* all that were made, for defaulting */
	size_t n, cap;
	int level;
	/* What trials have changed, oldest first. */
	struct trail {
		struct type *var;
		struct type *link;
		unsigned classes;
		int level;
	} * trail;
	size_t n_trail, cap_trail;
	int trying; /* trials inside each other */
};

void types_init(struct types *t, struct arena *a);
struct type *type_var(struct types *t, unsigned classes);
struct type *type_con(enum type_con id);
struct type *type_app(struct types *t, struct type *f, struct type *x);
struct type *type_arrow(struct types *t, struct type *from, struct type *to);
struct type *type_pattern(struct types *t, struct type *of);
struct type *type_list(struct types *t, struct type *of);
struct type *type_tuple(struct types *t, size_t n, struct type *const *of);
struct type *type_control(void); /* Pattern ValueMap */
struct type *type_string(void);	 /* [Char] */

/* Read a signature: "(Num a) => Pattern a -> Pattern a", each variable new.
 * NULL with *at at the place that is wrong. */
struct type *type_parse(struct types *t, const char *text, const char **at);

/* What a variable stands for. */
struct type *type_prune(struct type *t);
/* A function's two sides; false when it is none. */
bool type_is_arrow(struct type *t, struct type **from, struct type **to);
/* The constructor at the head of an application, -1 for a variable. */
int type_head(struct type *t);
/* The x of `Pattern x`, `[x]` ...: the last argument; NULL when there is none.
 */
struct type *type_last(struct type *t);
/* Arguments that a function of this type takes one after the other. */
int type_arity(struct type *t);

/* Make a and b one. On failure things may be half bound: use type_try, or
 * give up. */
bool type_unify(struct types *t, struct type *a, struct type *b);
bool type_constrain(struct types *t, struct type *a, unsigned classes);
/* type_unify that leaves no trace when it fails. */
bool type_try(struct types *t, struct type *a, struct type *b);
bool type_can_unify(struct types *t, struct type *a, struct type *b);
/* A trial of several steps: what happens between is taken back. */
size_t type_trial_begin(struct types *t);
void type_trial_end(struct types *t, size_t mark);

/* Every variable that is still open but has classes gets the first of Rational,
 * Integer, Double, Pattern String that has them; false at one that has none:
 * that variable is *bad. */
bool type_default(struct types *t, struct type **bad);

/* A name that type_parse() takes though it is no constructor of the above:
 * those that rows speak of, and no others, are known. */
bool type_is_known(const char *name);
void type_offer_known(struct nearest *near);

/* For people: "a pattern of numbers"; and in Haskell's notation. */
const char *type_describe(struct arena *a, struct type *t);
const char *type_print(struct arena *a, struct type *t);
const char *type_class_describe(unsigned classes);

#endif
