/* Numbers of whatever kind type inference chose, and lists of them: what a
 * literal, `[a .. b]` or an oscillator means as a Double, Note, Int, Rational
 * or control map. [any] */
#ifndef PATTERN_NUMBER_H
#define PATTERN_NUMBER_H

#include "pattern/core.h"
#include "pattern/fn.h"

/* A number as a value of the kind; V_NONE and what is no number count as
 * V_FLOAT. A control map is what Tidal reads a bare numeral as: a whole number
 * is `n`, a fraction is `speed`. */
struct value number_of_double(struct arena *a, enum value_kind kind, double x);
struct value number_of_int(struct arena *a, enum value_kind kind, int64_t i);
struct value number_of_rat(struct arena *a, enum value_kind kind, struct rat r);
/* v in that kind if it is a number and the kind is one, else v. */
struct value number_as(struct value v, enum value_kind kind);

/* Haskell's [from .. to]: steps of one, up to half a step beyond `to` unless
 * the kind is whole. Of the kind of `from`. */
const struct list *number_range(struct arena *a, struct value from,
				struct value to);

/* What a row gives back whose result may be a number or a pattern of them. */
static inline struct value number_result(const struct call *c, struct value v)
{
	return c->shape == SHAPE_PATTERN ? value_pat(pat_pure(c->arena, v)) : v;
}

struct list *list_new(struct arena *a, size_t n);

/* All values of a list in every cycle, in equal steps (Tidal's fastFromList).
 * The list is kept. */
const struct pattern *pat_of_list(struct arena *a, const struct list *l);

/* Cut the events from `from` on at the borders of cycles and of their wholes:
 * what a structure taken against a pure pattern does to them. */
void events_cut_cycles(struct query *q, struct events *out, size_t from);

#endif
