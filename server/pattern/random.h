/* Random patterns that other functions are made of. */
#ifndef PATTERN_RANDOM_H
#define PATTERN_RANDOM_H

#include "pattern/pattern.h"

/* Continuous numbers, 0 <= x < 1, of a numeric kind. */
const struct pattern *pat_rand(struct arena *a, enum value_kind kind);
/* Continuous whole numbers, 0 <= i < n, a draw for each event of n. */
const struct pattern *pat_irand(struct arena *a, enum value_kind kind,
				const struct pattern *n);
/* The value of (value, weight) pairs that `in`, 0 .. 1, points at. */
const struct pattern *pat_wchoose(struct arena *a, enum value_kind kind,
				  const struct pattern *in,
				  const struct list *pairs);

#endif
