/* What an event carries, and what an expression of the language evaluates to:
 * one tagged value. Immutable; what it points to lives in an arena (the
 * program's, or the one of the query) or is static. */
#ifndef PATTERN_VALUE_H
#define PATTERN_VALUE_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/control.h"
#include "base/rational.h"

enum value_kind {
	V_NONE = 0,
	V_FLOAT, /* Tidal's Double */
	V_NOTE,	 /* semitones; a double that is not equal to any float */
	V_INT,
	V_RAT,
	V_STR,
	V_BOOL,
	V_CHAR,
	V_MAP,	/* controls */
	V_PAT,	/* a pattern */
	V_FN,	/* a function of one argument (curried) */
	V_LIST, /* also tuples: see struct list */
	V_BLOB,
	V_SIGNAL, /* audio: compile/ knows what it is */
	V_STATE,  /* a control's value that is made when its event plays, from
		     the state that earlier events left: see stateful.h */
};

struct map;
struct pattern;
struct fn;
struct list;
struct blob;
struct state_fn;

struct value {
	enum value_kind kind;
	union {
		double f; /* V_FLOAT, V_NOTE */
		int64_t i;
		struct rat r;
		const char *s;
		bool b;
		uint32_t c;
		const struct map *map;
		const struct pattern *pat;
		const struct fn *fn;
		const struct list *list;
		const struct blob *blob;
		const void *signal;
		const struct state_fn *state;
	};
};

struct list {
	size_t n;
	bool tuple;
	struct value at[];
};

struct blob {
	size_t n;
	unsigned char at[];
};

/* A control map: keys sorted by control_cmp, each once. */
struct map_entry {
	const struct control *key;
	struct value value;
};

struct map {
	size_t n;
	struct map_entry at[];
};

/* A function. call() may be asked at any time, while a program is built or
 * in a query, and works in the arena it is given; it may escape from it. */
struct fn {
	struct value (*call)(struct arena *a, const struct fn *f,
			     struct value arg);
};

static inline struct value value_float(double f)
{
	return (struct value){.kind = V_FLOAT, .f = f};
}

static inline struct value value_note(double f)
{
	return (struct value){.kind = V_NOTE, .f = f};
}

static inline struct value value_int(int64_t i)
{
	return (struct value){.kind = V_INT, .i = i};
}

static inline struct value value_rat(struct rat r)
{
	return (struct value){.kind = V_RAT, .r = r};
}

static inline struct value value_str(const char *s)
{
	return (struct value){.kind = V_STR, .s = s};
}

static inline struct value value_bool(bool b)
{
	return (struct value){.kind = V_BOOL, .b = b};
}

static inline struct value value_char(uint32_t c)
{
	return (struct value){.kind = V_CHAR, .c = c};
}

static inline struct value value_map(const struct map *m)
{
	return (struct value){.kind = V_MAP, .map = m};
}

static inline struct value value_pat(const struct pattern *p)
{
	return (struct value){.kind = V_PAT, .pat = p};
}

static inline struct value value_fn(const struct fn *f)
{
	return (struct value){.kind = V_FN, .fn = f};
}

static inline struct value value_list(const struct list *l)
{
	return (struct value){.kind = V_LIST, .list = l};
}

static inline struct value value_blob(const struct blob *b)
{
	return (struct value){.kind = V_BLOB, .blob = b};
}

static inline struct value value_state(const struct state_fn *f)
{
	return (struct value){.kind = V_STATE, .state = f};
}

static inline struct value value_signal(const void *signal)
{
	return (struct value){.kind = V_SIGNAL, .signal = signal};
}

static inline bool value_is_number(struct value v)
{
	return v.kind >= V_FLOAT && v.kind <= V_RAT;
}

static inline struct value fn_call(struct arena *a, const struct fn *f,
				   struct value arg)
{
	struct value v;

	arena_step(a);
	arena_enter(a);
	v = f->call(a, f, arg);
	arena_leave(a);
	return v;
}

/* Numbers as ...; a bool is 0 or 1, anything else 0. to_int floors. */
double value_to_double(struct value v);
struct rat value_to_rat(struct value v);
int64_t value_to_int(struct value v);
bool value_to_bool(struct value v);
/* v as a value of that kind where both are numbers, else v itself. */
struct value value_as(struct value v, enum value_kind kind);

/* Tidal's derived orders: 0 when equal. value_eq follows Tidal's Eq (a note is
 * never equal to a float; float, int and rational compare as numbers). */
int value_cmp(struct value a, struct value b);
bool value_eq(struct value a, struct value b);

struct map *map_new(struct arena *a, size_t n);
const struct value *map_get(const struct map *m, const struct control *key);
const struct value *map_get_name(const struct map *m, const char *name);
/* One entry; union (a's value wins where both have the key). */
const struct map *map_one(struct arena *a, const struct control *key,
			  struct value v);
const struct map *map_union(struct arena *a, const struct map *x,
			    const struct map *y);
/* A copy with one entry set or removed. */
const struct map *map_set(struct arena *a, const struct map *m,
			  const struct control *key, struct value v);
const struct map *map_without(struct arena *a, const struct map *m,
			      const struct control *key);

#endif
