/* Help by name: functions of the language, controls, OSC methods, options. */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include <stdbool.h>
#include "base/strbuf.h"

/* Appends the help. False: the name is unknown, then `to` gets the nearest ones
 * ("did you mean ..."), or nothing. */
bool explain_name(struct strbuf *to, const char *name);
/* Appends the words that begin with the prefix, separated by blanks. */
void explain_complete(struct strbuf *to, const char *prefix);
/* `--explain NAME`: prints it; exit status. */
int explain_main(const char *name);

#endif
