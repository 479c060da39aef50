/* OSC 1.0 address patterns. */
#ifndef NET_PATTERN_H
#define NET_PATTERN_H

#include <stdbool.h>

/* Has `?`, `*`, `[...]` or `{...}`. */
bool pattern_is(const char *text);
/* Whether one part of an address is meant by one part of a pattern. One that is
 * malformed, or takes too long to find out, means nothing. */
bool pattern_matches(const char *pattern, const char *part);

#endif
