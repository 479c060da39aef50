/* Writing JSON, compactly, into a strbuf. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdint.h>
#include "base/strbuf.h"

/* A quoted string; bytes that are not UTF-8 become U+FFFD. */
void json_string(struct strbuf *b, const char *s);
/* A number that always has a '.' or an exponent, and reads back as the same
 * double; NaN and infinities are the strings "NaN", "Infinity", "-Infinity". */
void json_double(struct strbuf *b, double x);
void json_int(struct strbuf *b, int64_t i);

#endif
