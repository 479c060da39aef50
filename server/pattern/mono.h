/* One event at a time. */
#ifndef PATTERN_MONO_H
#define PATTERN_MONO_H

#include "pattern/pattern.h"

/* Events that begin earlier win: what begins during another is shortened to
 * what is left of it, or dropped (Tidal's mono). Within one query. */
const struct pattern *pat_mono(struct arena *a, const struct pattern *p);

/* Order the events from `from` on by their wholes, analog ones first, equal
 * ones as they are (a stable sort). */
void events_sort_wholes(struct query *q, struct events *out, size_t from);

#endif
