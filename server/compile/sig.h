/* Signals as expressions: what the evaluator makes of buses, units and what is
 * lifted, and the graph is built from. Private to compile/. */
#ifndef COMPILE_SIG_H
#define COMPILE_SIG_H

#include "dsp/graph.h"
#include "pattern/pattern.h"

enum sig_kind {
	SIG_NUMBER,
	SIG_PATTERN, /* numbers, lifted */
	SIG_PLAYED,  /* events, played by voices */
	SIG_UNIT,
	SIG_BUS,     /* in[0]: what it is (NULL while that is found out) */
	SIG_NOTE,    /* of an instrument: `note` */
	SIG_FOREIGN, /* bus `name` of another scope, as it was a block ago */
};

struct sig {
	enum sig_kind kind;
	double value;
	const struct pattern *pattern;
	enum ugen_lift lift;
	const char *name; /* of a bus; of what is played, or NULL */
	enum graph_note note;
	/* SIG_PLAYED: its notes are played so; the same without the envelope
	 * that is only there where none is given; and their pitches. */
	const struct sig *instrument, *bare, *pitch;
	const struct ugen_row *row;
	size_t n_audio, n_in; /* in: audio, then one for each parameter, NULL
				 where it was not given; lists: see lists */
	const struct sig **in;
	const char **text; /* of each parameter: a list; NULL */
	/* Of the graph that is built. */
	const void *owner; /* the builder that these are of */
	bool building, heard;
	struct graph_ref out[2];
	int channels;
};

struct sig *sig_new(struct arena *a, enum sig_kind kind);
struct sig *sig_number(struct arena *a, double value);
/* A row with its inputs; n_audio and the parameters are counted by it. */
struct sig *sig_unit(struct arena *a, const struct ugen_row *row,
		     size_t n_audio);
/* `op` of two signals: "+", "*" ... */
struct sig *sig_op(struct arena *a, const char *op, const struct sig *x,
		   const struct sig *y);
/* What value there is as a signal. Escapes where it can't. */
const struct sig *sig_of(struct arena *a, struct value v, bool sounds);
/* f of the patterns of all that plays in it; any: f takes patterns of anything,
 * so that of the numbers that sources and sums read too. */
const struct sig *sig_push(struct arena *a, const struct fn *f, bool any,
			   const struct sig *s);

#endif
