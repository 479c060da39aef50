/* Scales by name. Names and notes are TidalCycles'; the maqams have quarter
 * tones. [any] */
#ifndef PATTERN_SCALE_H
#define PATTERN_SCALE_H

#include <stddef.h>

struct scale {
	const char *name;
	size_t n;	     /* notes in an octave */
	const double *notes; /* semitones above the root, rising from 0 */
};

extern const struct scale scale_table[];
extern const size_t scale_count;

/* The scale of that name, or NULL. Names are told apart by case. */
const struct scale *scale_find(const char *name);
/* "did you mean a, b or c?" for a name that is none, or "". */
void scale_hint(const char *name, char *to, size_t size);

#endif
