/* Help by name: functions of the language, controls, OSC methods, options. */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include <stdbool.h>
#include "base/strbuf.h"

/* Appends the help. False: the name is unknown, then `to` gets the nearest ones
 * ("did you mean ..."), or nothing. */
bool explain_name(struct strbuf *to, const char *name);
/* Every name that has help, but for statements, to a function. */
void explain_each(void (*fn)(void *ctx, const char *name), void *ctx);
/* `--explain NAME`: prints it; exit status. */
int explain_main(const char *name);

#endif
