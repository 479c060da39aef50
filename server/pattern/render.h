/* Events as text: the JSON records of `events` and of the tests. */
#ifndef PATTERN_RENDER_H
#define PATTERN_RENDER_H

#include "base/strbuf.h"
#include "pattern/pattern.h"

/* A value as JSON: floats with a '.' or exponent, ints without, maps as objects
 * with sorted keys, rationals {"r":[n,d]}, blobs {"blob":[...]}, characters as
 * strings. */
void value_json(struct strbuf *b, struct value v);
/* [b,d,e,d] */
void span_json(struct strbuf *b, struct span s);
/* One event: {"whole":[..]|null,"part":[..],"value":..}. type is the letter of
 * the pattern's type (C D N I S B R X), which says how a bare number that may
 * be of another kind is written; 0: as it is. */
void event_json(struct strbuf *b, const struct event *e, char type);
/* All events, sorted by part, whole and value's text, as a JSON array. */
void events_json(struct strbuf *b, const struct events *e, char type);

#endif
