/* What the language must know of a unit generator: how it is called. */
#ifndef LANG_UNIT_H
#define LANG_UNIT_H

#include <stdbool.h>

struct unit_param {
	const char *name;
	bool pitch; /* note names are pitches in Hz */
	bool text;  /* a list or words: read as a plain string */
	bool needed;
};

struct unit {
	const void *row; /* compile/ knows what it is */
	const char *name, *example;
	int inputs; /* audio, before the parameters */
	const struct unit_param *params;
	int n_params;
	bool input_last; /* its one input comes last: `range 0 1 x` */
	bool variadic;	 /* the last input may come several times */
	bool last_first; /* given all of them, the last parameter comes first:
			    `lush predelay decay ...` */
	bool alone;	 /* a source without parameters: `noise 0` is it, too */
	bool envelope;	 /* after `#` it shapes what stands there */
};

enum { UNIT_ARGS = 32 };

#endif
