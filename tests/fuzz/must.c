#include <stdio.h>
#include <stdlib.h>
#include "tests/fuzz/targets.h"

void must_fail(const char *file, int line, const char *condition)
{
	fprintf(stderr, "%s:%d: this must hold: %s\n", file, line, condition);
	abort();
}
