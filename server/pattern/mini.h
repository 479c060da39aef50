/* The mini-notation: a string of the language to a pattern. */
#ifndef PATTERN_MINI_H
#define PATTERN_MINI_H

#include "base/diag.h"
#include "pattern/pattern.h"

/* What the items of the string are. */
enum mini_type {
	MINI_DOUBLE,
	MINI_NOTE,
	MINI_INT,
	MINI_RATIONAL,
	MINI_STRING,
	MINI_BOOL,
	MINI_CHAR,
	MINI_FREQUENCY, /* numbers, or scientific pitch: a4 is 440 */
};

/* What a string may refer to besides itself. */
struct mini_scope {
	/* Whether there is a bus of that name (without its ~): then "~name" is
	 * a word, else a rest and a word, as in Tidal, with a warning. */
	bool (*is_bus)(void *ctx, const char *name, size_t len);
	void *ctx;
};

/* Parse text[0..len) into a pattern in a. `at` is where text stands in the
 * whole program: events' contexts and errors point there. NULL after errors,
 * which are in the list. Escapes from a when the budget is used up or the
 * notation asks for the impossible ("<>": ST_EVAL). */
const struct pattern *mini_parse(struct arena *a, enum mini_type type,
				 const char *text, size_t len, uint32_t at,
				 struct diag_list *errors);
/* The same, with buses in reach. scope NULL: none, and no warnings. */
const struct pattern *mini_parse_in(struct arena *a, enum mini_type type,
				    const char *text, size_t len, uint32_t at,
				    const struct mini_scope *scope,
				    struct diag_list *errors);

#endif
