/* Chords by name, and what turns them: range, inversion, open, drop. The names
 * and intervals are TidalCycles'. */
#ifndef PATTERN_CHORD_H
#define PATTERN_CHORD_H

#include <stddef.h>

struct chord_row {
	const char *names; /* separated by blanks: "major maj M" */
	int n;
	signed char notes[8]; /* semitones above the root */
};

extern const struct chord_row chord_table[];
extern const size_t chord_count;

/* The chord of that name, or NULL. Names are told apart by case. */
const struct chord_row *chord_find(const char *name);
/* "did you mean a, b or c?" for a name that is none, or "". */
void chord_hint(const char *name, char *to, size_t size);

enum chord_turn {
	CHORD_RANGE,  /* n notes, going on an octave higher each time */
	CHORD_DROP,   /* the n-th note from the top an octave down, first */
	CHORD_INVERT, /* the lowest an octave up, last */
	CHORD_OPEN,   /* first and third an octave down */
};

struct chord_modifier {
	enum chord_turn turn;
	int n; /* RANGE, DROP */
};

enum { CHORD_MAX = 256 };

/* Apply one modifier in place to notes[0..n), which has room for CHORD_MAX.
 * Returns how many there are now: a range beyond CHORD_MAX ends there. */
size_t chord_modify(double *notes, size_t n, struct chord_modifier m);

#endif
