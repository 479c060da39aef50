/* Asking patterns within a budget, as a server does while it plays. */
#ifndef TESTS_FUZZ_PLAY_H
#define TESTS_FUZZ_PLAY_H

#include "compile/compile.h"

struct played {
	size_t events;	/* that have an onset */
	uint64_t steps; /* of the most expensive window */
	enum status st; /* of the first window that failed, or ST_OK */
};

enum { PLAY_STEPS = 50000, PLAY_BYTES = 16 << 20, PLAY_EVENTS = 20000 };

/* Ask for `cycles` cycles, window by window, up to the first that fails. */
struct played play_pattern(const struct pattern *p, int cycles);
/* The same for all that a program plays: the sum, and the first failure. */
struct played play_program(const struct program *p, int cycles);

#endif
