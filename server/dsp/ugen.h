/* Unit generators: oscillators, filters, effects, envelopes, arithmetic. Each
 * is a row in its family's table (ugen_*.c, fx_*.c): a function over a run of
 * frames, a state, and what users and the compiler need to know about it.
 *
 * A unit is sample-exact: what it gives depends on its inputs and its state
 * alone, never on how the frames are cut into runs. An input that is constant
 * over the run says so (step 0): that is where work per run, not per frame, is
 * saved; a signal that happens not to move must give the same samples (up to
 * rounding) as a constant. Inputs are finite; parameters are NOT yet clamped
 * to their range where they are signals: a unit clamps what could hurt it.
 *
 * Signals are mono. A unit written for one channel (an oscillator, a filter, a
 * shaper) is instantiated once for each channel of what it is applied to; one
 * that mixes channels (a reverb, a panner) has two inputs or two outputs. */
#ifndef DSP_UGEN_H
#define DSP_UGEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "rt/rt.h"

enum {
	UGEN_INPUTS = 24, /* audio inputs, gate, parameters (lists unrolled) */
	UGEN_RUN = BLOCK_FRAMES,
	UGEN_STATE_MOST = 4096,
};

/* An input over the frames of a run: at[i * step]. step 0: one constant. */
struct signal {
	const float *at;
	int step; /* 0 or 1 */
};

/* One unit of a graph, as its function sees it. Outputs never overlap with
 * inputs. Input buffers may be read up to UGEN_RUN frames and outputs written
 * as far, whatever n is: what stands there is undefined but finite. */
struct ugen {
	const struct ugen_row *row;
	/* Audio inputs (row->inputs; twice as many with UGEN_STEREO_IN: left,
	 * right of each), then the gate (UGEN_GATED), then the parameters; a
	 * list takes one input for its length and `items` for its numbers. */
	struct signal in[UGEN_INPUTS];
	float *out[2];
	void *state;	 /* row->state_bytes, zero at birth, 16-aligned */
	float *memory;	 /* large memory, zero at birth, 64-aligned */
	size_t n_memory; /* its length in floats */
	float rate_hz;
	uint64_t seed; /* of this unit's noise; from its identity */
};

/* How a pattern becomes a signal where it stands for a parameter. */
enum ugen_lift {
	LIFT_HOLD, /* each value holds until the next event */
	LIFT_GATE, /* the value while its event lasts, else 0; a frame of 0
		      between events that touch */
	LIFT_TRIG, /* the value for one frame at the onset, else 0 */
	LIFT_RAMP, /* how much of the cycle is gone, 0 to 1; what is given is
		      how many times a cycle (a number or a pattern) */
};

struct ugen_param {
	const char *name; /* of the keyword: `reverb :room 0.8` */
	const char *unit; /* "Hz" (note names are read as pitches), "s", "ms",
			     "dB", "semitones", "" ... */
	float least, most, initial; /* constants and steps of patterns are
				       clamped to the range; initial NAN:
				       must be given */
	const char *summary;
	const char *words; /* words that stand for 0, 1, 2 ...: "a e i o u" */
	int items;	   /* > 0: a list of at most so many numbers, written as
			      a string: "1 0.5 0.25"; least.. are of each */
	enum ugen_lift lift;
	bool jumps; /* the unit fades to another value by itself: an edit sets
		       it at once */
};

enum ugen_flag {
	UGEN_STEREO_OUT = 1, /* two outputs: left, right */
	UGEN_STEREO_IN = 2,  /* each audio input is a pair: left, right */
	UGEN_GATED = 4,	    /* its first input after the audio inputs is a gate:
			       > 0 is open, a rise is a start. The compiler
			       supplies it (a note's, or a pattern's events) */
	UGEN_STATELESS = 8, /* output is a function of the inputs of the same
			       frame: folded when all are constant */
	UGEN_SHARED = 16,   /* has state, but equal inputs give equal outputs:
			       two equal ones may be one (not noise) */
	UGEN_VARIADIC = 32, /* the last audio input may come up to 8 times
			       (mix, select): row->inputs is the least; then
			       in[0] is a constant: how many there are */
	UGEN_SYNTH = 64,    /* a synth: given an event pattern it plays a voice
			       for each event. Its first parameter is the
			       frequency or note it is played with */
	UGEN_ENVELOPE = 128, /* after `#` its output multiplies what is on the
				left */
	UGEN_HIDDEN = 256,   /* not a name of the language: made by operators */
	UGEN_SWELLS = 512,   /* takes :attack and :release besides, of an
				envelope over it; note names play a voice each,
				like the row of its name with _trig */
	UGEN_OPEN = 1024,    /* its gate stays open; but for a note's */
	UGEN_ALIKE = 2048,   /* treats left and right alike: where they are the
				same, its outputs are, and one will do */
};

struct ugen_row {
	const char *name;
	const char *aliases; /* separated by blanks; "" */
	int inputs; /* audio inputs: 0 a source, 1 an effect, 2 `ring_mod a b`
		       ...: they come before the parameters when it is called
		       by name; the first is what stands left of `#` */
	const struct ugen_param *params;
	int n_params;
	unsigned flags;
	size_t state_bytes; /* at most UGEN_STATE_MOST */
	/* Floats of large memory, given the rate and the value of each
	 * parameter where it is constant (else its most). NULL: none. It must
	 * not depend on a parameter that one would turn while it sounds: a
	 * unit whose need changed loses its memory. */
	size_t (*memory_floats)(double rate_hz, const float *params);
	/* Once, before the first run; state and memory are zero, constant
	 * inputs stand there (others may be anything). NULL: none. */
	RT void (*start)(struct ugen *u);
	RT void (*run)(struct ugen *u, int n); /* 1 <= n <= UGEN_RUN */
	const char *summary;		       /* one line, for musicians */
	const char *example; /* a program: "out: saw 110 # lpf 800" */
	const char *source;  /* paper, author or system it follows */
};

struct ugen_family {
	const char *name, *title;
	const struct ugen_row *rows;
	size_t n;
};

/* All families in the order of the reference; ends with NULL (ugens.c). */
extern const struct ugen_family *const ugen_families[];

/* By name or alias; NULL. [any] */
const struct ugen_row *ugen_find(const char *name);
/* The inputs of a row, with `audio` audio inputs as the language counts them
 * (row->inputs but for variadic rows). [any] */
int ugen_inputs(const struct ugen_row *row, int audio);
/* The input that parameter `param` begins at (a list: its length). [any] */
int ugen_param_input(const struct ugen_row *row, int audio, int param);

/* Whether an input is constant over this run, and its first value. */
static inline bool signal_constant(struct signal s)
{
	return s.step == 0;
}

static inline float signal_first(struct signal s)
{
	return s.at[0];
}

#endif
