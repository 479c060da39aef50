#include "pattern/scale.h"

#include <stdlib.h>
#include <string.h>
#include "base/nearest.h"

#define NOTES(...) ((const double[]){__VA_ARGS__})
#define SCALE(name, ...)                                                       \
	{                                                                      \
		name, sizeof(NOTES(__VA_ARGS__)) / sizeof(double),             \
		    NOTES(__VA_ARGS__)                                         \
	}

/* Sorted by name, in ASCII order: scale_find() bisects. */
const struct scale scale_table[] = {
    SCALE("aeolian", 0, 2, 3, 5, 7, 8, 10),
    SCALE("ahirbhairav", 0, 1, 4, 5, 7, 9, 10),
    SCALE("augmented", 0, 3, 4, 7, 8, 11),
    SCALE("augmented2", 0, 1, 4, 5, 8, 9),
    SCALE("bartok", 0, 2, 4, 5, 7, 8, 10),
    SCALE("bayati", 0, 1.5, 3, 5, 7, 8, 10),
    SCALE("bhairav", 0, 1, 4, 5, 7, 8, 11),
    SCALE("chinese", 0, 4, 6, 7, 11),
    SCALE("chromatic", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
    SCALE("diminished", 0, 1, 3, 4, 6, 7, 9, 10),
    SCALE("diminished2", 0, 2, 3, 5, 6, 8, 9, 11),
    SCALE("dorian", 0, 2, 3, 5, 7, 9, 10),
    SCALE("egyptian", 0, 2, 5, 7, 10),
    SCALE("enigmatic", 0, 1, 4, 6, 8, 10, 11),
    SCALE("gong", 0, 2, 4, 7, 9),
    SCALE("harmonicMajor", 0, 2, 4, 5, 7, 8, 11),
    SCALE("harmonicMinor", 0, 2, 3, 5, 7, 8, 11),
    SCALE("hexAeolian", 0, 3, 5, 7, 8, 10),
    SCALE("hexDorian", 0, 2, 3, 5, 7, 10),
    SCALE("hexMajor6", 0, 2, 4, 5, 7, 9),
    SCALE("hexMajor7", 0, 2, 4, 7, 9, 11),
    SCALE("hexPhrygian", 0, 1, 3, 5, 8, 10),
    SCALE("hexSus", 0, 2, 5, 7, 9, 10),
    SCALE("hijaz", 0, 1, 4, 5, 7, 8.5, 10),
    SCALE("hindu", 0, 2, 4, 5, 7, 8, 10),
    SCALE("hirajoshi", 0, 2, 3, 7, 8),
    SCALE("hungarianMinor", 0, 2, 3, 6, 7, 8, 11),
    SCALE("indian", 0, 4, 5, 7, 10),
    SCALE("ionian", 0, 2, 4, 5, 7, 9, 11),
    SCALE("iraq", 0, 1.5, 3.5, 5, 6.5, 8.5, 10.5),
    SCALE("iwato", 0, 1, 5, 6, 10),
    SCALE("jiao", 0, 3, 5, 8, 10),
    SCALE("kumai", 0, 2, 3, 7, 9),
    SCALE("leadingWhole", 0, 2, 4, 6, 8, 10, 11),
    SCALE("locrian", 0, 1, 3, 5, 6, 8, 10),
    SCALE("locrianMajor", 0, 2, 4, 5, 6, 8, 10),
    SCALE("lydian", 0, 2, 4, 6, 7, 9, 11),
    SCALE("lydianMinor", 0, 2, 4, 6, 7, 8, 10),
    SCALE("majPent", 0, 2, 4, 7, 9),
    SCALE("major", 0, 2, 4, 5, 7, 9, 11),
    SCALE("marva", 0, 1, 4, 6, 7, 9, 11),
    SCALE("melodicMajor", 0, 2, 4, 5, 7, 8, 10),
    SCALE("melodicMinor", 0, 2, 3, 5, 7, 9, 11),
    SCALE("melodicMinorDesc", 0, 2, 3, 5, 7, 8, 10),
    SCALE("messiaen1", 0, 2, 4, 6, 8, 10),
    SCALE("messiaen2", 0, 1, 3, 4, 6, 7, 9, 10),
    SCALE("messiaen3", 0, 2, 3, 4, 6, 7, 8, 10, 11),
    SCALE("messiaen4", 0, 1, 2, 5, 6, 7, 8, 11),
    SCALE("messiaen5", 0, 1, 5, 6, 7, 11),
    SCALE("messiaen6", 0, 2, 4, 5, 6, 8, 10, 11),
    SCALE("messiaen7", 0, 1, 2, 3, 5, 6, 7, 8, 9, 11),
    SCALE("minPent", 0, 3, 5, 7, 10),
    SCALE("minor", 0, 2, 3, 5, 7, 8, 10),
    SCALE("mixolydian", 0, 2, 4, 5, 7, 9, 10),
    SCALE("neapolitanMajor", 0, 1, 3, 5, 7, 9, 11),
    SCALE("neapolitanMinor", 0, 1, 3, 5, 7, 8, 11),
    SCALE("octatonic", 0, 1, 3, 4, 6, 7, 9, 10),
    SCALE("octatonic2", 0, 2, 3, 5, 6, 8, 9, 11),
    SCALE("pelog", 0, 1, 3, 7, 8),
    SCALE("phrygian", 0, 1, 3, 5, 7, 8, 10),
    SCALE("prometheus", 0, 2, 4, 6, 11),
    SCALE("purvi", 0, 1, 4, 6, 7, 8, 11),
    SCALE("rast", 0, 2, 3.5, 5, 7, 9, 10.5),
    SCALE("ritusen", 0, 2, 5, 7, 9),
    SCALE("romanianMinor", 0, 2, 3, 6, 7, 9, 10),
    SCALE("saba", 0, 1.5, 3, 4, 6, 8, 10),
    SCALE("scriabin", 0, 1, 4, 7, 9),
    SCALE("shang", 0, 2, 5, 7, 10),
    SCALE("sikah", 0, 1.5, 3.5, 5.5, 7, 8.5, 10.5),
    SCALE("spanish", 0, 1, 4, 5, 7, 8, 10),
    SCALE("superLocrian", 0, 1, 3, 4, 6, 8, 10),
    SCALE("todi", 0, 1, 3, 6, 7, 8, 11),
    SCALE("whole", 0, 2, 4, 6, 8, 10),
    SCALE("wholetone", 0, 2, 4, 6, 8, 10),
    SCALE("yu", 0, 3, 5, 7, 10),
    SCALE("zhi", 0, 2, 5, 7, 9),
};

const size_t scale_count = sizeof(scale_table) / sizeof(scale_table[0]);

static int name_cmp(const void *name, const void *scale)
{
	return strcmp(name, ((const struct scale *)scale)->name);
}

const struct scale *scale_find(const char *name)
{
	return bsearch(name, scale_table, scale_count, sizeof(scale_table[0]),
		       name_cmp);
}

void scale_hint(const char *name, char *to, size_t size)
{
	struct nearest near;

	nearest_init(&near, name);
	for (size_t i = 0; i < scale_count; i++)
		nearest_offer(&near, scale_table[i].name);
	nearest_hint(&near, to, size);
}
