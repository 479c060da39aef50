/* What the word before a cursor may become. [control] */
#ifndef COMPLETE_H
#define COMPLETE_H

#include <stddef.h>
#include "base/strbuf.h"

struct engine;

/* Appends the words that may stand where the word that ends at byte n of text
 * begins, separated by blanks; 60 at most. */
void complete_word(struct strbuf *to, const struct engine *e, const char *text,
		   size_t n);

#endif
