#include "pattern/chord.h"

#include <string.h>
#include "base/nearest.h"

#define COUNT(...) (sizeof((signed char[]){__VA_ARGS__}))
#define CHORD(names, ...)                                                      \
	{                                                                      \
		names, COUNT(__VA_ARGS__),                                     \
		{                                                              \
			__VA_ARGS__                                            \
		}                                                              \
	}

const struct chord_row chord_table[] = {
    CHORD("major maj M", 0, 4, 7),
    CHORD("aug plus sharp5", 0, 4, 8),
    CHORD("six 6", 0, 4, 7, 9),
    CHORD("sixNine six9 sixby9 6by9", 0, 4, 7, 9, 14),
    CHORD("major7 maj7", 0, 4, 7, 11),
    CHORD("major9 maj9", 0, 4, 7, 11, 14),
    CHORD("add9", 0, 4, 7, 14),
    CHORD("major11 maj11", 0, 4, 7, 11, 14, 17),
    CHORD("add11", 0, 4, 7, 17),
    CHORD("major13 maj13", 0, 4, 7, 11, 14, 21),
    CHORD("add13", 0, 4, 7, 21),
    CHORD("dom7", 0, 4, 7, 10),
    CHORD("dom9", 0, 4, 7, 14),
    CHORD("dom11", 0, 4, 7, 17),
    CHORD("dom13", 0, 4, 7, 21),
    CHORD("sevenFlat5 7f5", 0, 4, 6, 10),
    CHORD("sevenSharp5 7s5", 0, 4, 8, 10),
    CHORD("sevenFlat9 7f9", 0, 4, 7, 10, 13),
    CHORD("nine", 0, 4, 7, 10, 14),
    CHORD("eleven 11", 0, 4, 7, 10, 14, 17),
    CHORD("thirteen 13", 0, 4, 7, 10, 14, 17, 21),
    CHORD("minor min m", 0, 3, 7),
    CHORD("diminished dim", 0, 3, 6),
    CHORD("minorSharp5 msharp5 mS5", 0, 3, 8),
    CHORD("minor6 min6 m6", 0, 3, 7, 9),
    CHORD("minorSixNine minor69 min69 minSixNine m69 mSixNine m6by9", 0, 3, 9,
	  7, 14),
    CHORD("minor7flat5 minor7f5 min7flat5 min7f5 m7flat5 m7f5", 0, 3, 6, 10),
    CHORD("minor7 min7 m7", 0, 3, 7, 10),
    CHORD("minor7sharp5 minor7s5 min7sharp5 min7s5 m7sharp5 m7s5", 0, 3, 8, 10),
    CHORD("minor7flat9 minor7f9 min7flat9 min7f9 m7flat9 m7f9", 0, 3, 7, 10,
	  13),
    CHORD("minor7sharp9 minor7s9 min7sharp9 min7s9 m7sharp9 m7s9", 0, 3, 7, 10,
	  15),
    CHORD("diminished7 dim7", 0, 3, 6, 9),
    CHORD("minor9 min9 m9", 0, 3, 7, 10, 14),
    CHORD("minor11 min11 m11", 0, 3, 7, 10, 14, 17),
    CHORD("minor13 min13 m13", 0, 3, 7, 10, 14, 17, 21),
    CHORD("minorMajor7 minMaj7 mmaj7", 0, 3, 7, 11),
    CHORD("one 1", 0),
    CHORD("five 5", 0, 7),
    CHORD("sus2", 0, 2, 7),
    CHORD("sus4", 0, 5, 7),
    CHORD("sevenSus2 7sus2", 0, 2, 7, 10),
    CHORD("sevenSus4 7sus4", 0, 5, 7, 10),
    CHORD("nineSus4 ninesus4 9sus4", 0, 5, 7, 10, 14),
    CHORD("sevenFlat10 7f10", 0, 4, 7, 10, 15),
    CHORD("nineSharp5 9sharp5 9s5", 0, 1, 13),
    CHORD("minor9sharp5 minor9s5 min9sharp5 min9s5 m9sharp5 m9s5", 0, 1, 14),
    CHORD("sevenSharp5flat9 7s5f9", 0, 4, 8, 10, 13),
    CHORD("minor7sharp5flat9 m7sharp5flat9", 0, 3, 8, 10, 13),
    CHORD("elevenSharp 11s", 0, 4, 7, 10, 14, 18),
    CHORD("minor11sharp m11sharp m11s", 0, 3, 7, 10, 14, 18),
};
const size_t chord_count = sizeof(chord_table) / sizeof(chord_table[0]);

static int has_word(const char *words, const char *word, size_t n)
{
	while (*words) {
		size_t len = strcspn(words, " ");

		if (len == n && memcmp(words, word, n) == 0)
			return 1;
		words += len + (words[len] == ' ');
	}
	return 0;
}

const struct chord_row *chord_find(const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < chord_count; i++)
		if (has_word(chord_table[i].names, name, n))
			return &chord_table[i];
	return NULL;
}

void chord_hint(const char *name, char *to, size_t size)
{
	struct nearest near;
	char names[2048], *at = names;

	nearest_init(&near, name);
	for (size_t i = 0; i < chord_count; i++) {
		const char *s = chord_table[i].names;

		while (*s) {
			size_t n = strcspn(s, " ");

			if (at + n + 1 > names + sizeof(names))
				break;
			memcpy(at, s, n);
			at[n] = '\0';
			nearest_offer(&near, at);
			at += n + 1;
			s += n + strspn(s + n, " ");
		}
	}
	nearest_hint(&near, to, size);
}

static size_t range(double *notes, size_t n, int want)
{
	size_t count = want < 0 ? 0 : (size_t)want;

	if (count > CHORD_MAX)
		count = CHORD_MAX;
	for (size_t i = n; n && i < count; i++)
		notes[i] = notes[i - n] + 12;
	return n ? count : 0;
}

static void drop(double *notes, size_t n, int from_top)
{
	size_t at = n - (size_t)from_top;
	double note = notes[at] - 12;

	memmove(notes + 1, notes, at * sizeof(*notes));
	notes[0] = note;
}

size_t chord_modify(double *notes, size_t n, struct chord_modifier m)
{
	double first;

	switch (m.turn) {
	case CHORD_RANGE:
		return range(notes, n, m.n);
	case CHORD_DROP:
		if (m.n >= 1 && (size_t)m.n <= n)
			drop(notes, n, m.n);
		return n;
	case CHORD_INVERT:
		if (n) {
			first = notes[0];
			memmove(notes, notes + 1, (n - 1) * sizeof(*notes));
			notes[n - 1] = first + 12;
		}
		return n;
	case CHORD_OPEN:
		if (n > 2) {
			double third = notes[2] - 12;

			notes[2] = notes[1];
			notes[1] = third;
			notes[0] -= 12;
		}
		return n;
	}
	return n;
}
