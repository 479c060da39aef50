/* What is fed with anything at all: each target takes any bytes and returns 0.
 * A mistake is a crash, a report of a sanitizer, an assertion, or a hang. */
#ifndef TESTS_FUZZ_TARGETS_H
#define TESTS_FUZZ_TARGETS_H

#include <stddef.h>
#include <stdint.h>

int fuzz_packet(const uint8_t *data, size_t n);
int fuzz_framing(const uint8_t *data, size_t n);
int fuzz_shim(const uint8_t *data, size_t n);
/* The first byte says what the items are, the rest is the notation. */
int fuzz_mini(const uint8_t *data, size_t n);
/* A text: compiled in an empty scope and once more in the scope that it leaves;
 * two cycles of all that plays are asked for. */
int fuzz_program(const uint8_t *data, size_t n);

/* Prints what is false and aborts, whatever NDEBUG says. */
#define MUST(condition)                                                        \
	((condition) ? (void)0 : must_fail(__FILE__, __LINE__, #condition))
_Noreturn void must_fail(const char *file, int line, const char *condition);

#endif
