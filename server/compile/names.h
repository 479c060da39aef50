/* What a row's signature says about its calls. [any] */
#ifndef COMPILE_NAMES_H
#define COMPILE_NAMES_H

#include "pattern/fn.h"

struct entry {
	const struct fn_row *row;
	struct fn_args args;
};

/* Of a row by its name or alias; false when there is none. */
bool entry_find(const char *name, struct entry *to);

#endif
