/* Patterns as text, for tests that compare. */
#ifndef TESTS_PATTERN_SHOW_H
#define TESTS_PATTERN_SHOW_H

#include "pattern/core.h"

/* One arena for a test; everything that show() made goes with it. */
struct arena *show_arena(void);
void show_done(void);

/* The events of p in [from, to), in query order: "begin-end value" of each
 * part, with "(whole)" behind it where the whole is longer or "~" where there
 * is none, joined by ", ". "error: ..." after an escape. */
const char *show(const struct pattern *p, struct rat from, struct rat to);
/* A sequence of one-letter words. */
const struct pattern *letters(const char *text);

#endif
