/* Random programs that are nearly right: made from the function table, so that
 * a fuzzer gets past the parser and the type checker. */
#ifndef TESTS_GENERATE_H
#define TESTS_GENERATE_H

#include <stddef.h>
#include <stdint.h>
#include "base/strbuf.h"

/* Append a program of a few statements; the same seed gives the same text. */
void generate_program(struct strbuf *to, uint64_t seed);
/* A program of signals: units, buses, feedback, any values. */
void generate_signals(struct strbuf *to, uint64_t seed);
/* Append one expression of a control pattern, `depth` applications deep. */
void generate_expression(struct strbuf *to, uint64_t seed, int depth);

#endif
