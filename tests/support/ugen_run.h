/* Plays one unit generator by itself. */
#ifndef TESTS_UGEN_RUN_H
#define TESTS_UGEN_RUN_H

#include "dsp/ugen.h"

/* How the frames are cut into runs, besides runs of so many. */
enum { CUT_MIXED = -1 };

/* n frames of the row with `audio` audio inputs (row->inputs but for variadic
 * rows). in: all its inputs in its order over all n frames (step 0 or 1). What
 * stands beyond a run is filled with rubbish first. out[1] may be NULL. False
 * without memory. */
bool ugen_play_inputs(const struct ugen_row *row, double rate_hz, int audio,
		      const struct signal *in, int cut, int n,
		      float *const out[2]);

/* A unit with its state and memory, for who runs it himself; in is for the
 * memory it asks for. Its inputs and outputs are not set, it is not started.
 * False without memory. */
bool ugen_open(struct ugen *u, const struct ugen_row *row, double rate_hz,
	       int audio, const struct signal *in);
void ugen_close(struct ugen *u);

/* The row called `name` in runs of 64: params (as many as it has, NULL: their
 * initial values), the audio inputs x (each n frames, NULL: 0), the gate (n
 * frames, NULL: open) into out (left). */
bool ugen_play(const char *name, double rate_hz, const float *params,
	       const float *const *x, const float *gate, float *out, int n);

/* The value a parameter has when none is given. */
float ugen_initial(const struct ugen_param *p);

/* The gain of the row at hz by a sine of amplitude 0.01 after it settled (its
 * left output, params as above). */
double ugen_gain(const char *name, double rate_hz, const float *params,
		 double hz);

#endif
