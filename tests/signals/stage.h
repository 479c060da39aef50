/* Texts played offline by a whole engine, as samples to be looked at. */
#ifndef TESTS_SIGNALS_STAGE_H
#define TESTS_SIGNALS_STAGE_H

#include <stdbool.h>
#include <stddef.h>
#include "engine/engine.h"

struct show {
	struct engine *engine;
	float *left, *right; /* what sounded */
	size_t n, cap;
	int refused; /* texts that were */
};

void show_open(struct show *s, double rate_hz);
void show_close(struct show *s);
/* Evaluate, from the next frame on. */
void show_eval(struct show *s, const char *text);
/* Go on for so many frames (a multiple of 64). */
void show_run(struct show *s, size_t frames);
/* The largest step from a frame to the next in [from, to). */
double show_step(const struct show *s, size_t from, size_t to);
double show_rms(const struct show *s, size_t from, size_t to);
/* The amplitude of a sine of that frequency in [from, to) on the left. */
double show_amplitude(const struct show *s, size_t from, size_t to,
		      double cycles_a_frame);

#endif
