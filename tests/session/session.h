/* Texts, and at which cycles they are heard. The tests play at one cycle a
 * second; an old pattern stands left (pan 0), a new one right (pan 1). */
#ifndef TESTS_SESSION_H
#define TESTS_SESSION_H

#include "tests/engine/hand.h"

enum { LEFT, RIGHT, MOST_ONSETS = 1024 };

/* An offline engine at 1 cycle a second. */
void session_start(struct hand_player *h);
/* Evaluate now; true if it was accepted. */
bool session_say(struct hand_player *h, const char *text);
bool session_replace(struct hand_player *h, const char *text);
/* Back, or on where steps is below 0. */
bool session_undo(struct hand_player *h, int steps);
/* Until that cycle, counted from the start, at one a second. */
void session_run(struct hand_player *h, double cycle);
/* Onsets on one side in [from, to) seconds: how many, and where. */
size_t session_onsets(const struct hand_player *h, int side, double from,
		      double to, double *at);
size_t session_count(const struct hand_player *h, int side, double from,
		     double to);
/* The loudest of one side in [from, to) seconds. */
double session_peak(const struct hand_player *h, int side, double from,
		    double to);
/* Text of a slot, or "nothing". */
const char *session_text(const struct hand_player *h, const char *slot);

#endif
