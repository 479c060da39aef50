/* Files of small programs, each with what it must yield:
 *
 *	=== a name
 *	the program
 *	---
 *	what is expected, line by line
 *
 * A program compiled twice or more times in one scope, one text after the
 * other, has lines `+++` between its texts: the answer is that of the last. */
#ifndef TESTS_CASES_H
#define TESTS_CASES_H

#include <stdbool.h>
#include "base/strbuf.h"

/* Compile text (its parts behind each other in one scope) and say what comes of
 * it, a line for each mistake, warning and action. */
void case_answer(const char *text, bool replace, struct strbuf *to);

/* All cases of the files *.cases in a folder below the source tree; fails the
 * running test for each whose answer differs, and prints both. The number of
 * cases. With $SHOW set, prints the answers in the files' form. */
int cases_run(const char *folder, bool replace);

#endif
