/* Names in strings that only one function reads: scales, orders of chords. An
 * unknown one means something plain, as in Tidal, and is warned of. [compile]
 */
#ifndef COMPILE_WORDS_H
#define COMPILE_WORDS_H

#include "base/diag.h"
#include "lang/tree.h"

/* Warn of the unknown names in a tree with types. */
void words_check(struct arena *a, struct diag_list *errors,
		 const struct node *node);

#endif
