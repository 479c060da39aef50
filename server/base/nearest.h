/* "Did you mean ...": the known names nearest to what somebody typed. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>
#include <stdint.h>

enum { NEAREST_MAX = 3 };

/* Collects the best of many candidates, offered one by one. */
struct nearest {
	const char *wanted;
	uint32_t letters; /* of it */
	const char *name[NEAREST_MAX];
	int distance[NEAREST_MAX];
	int n;
};

void nearest_init(struct nearest *near, const char *wanted);
/* name must live as long as the collection. */
void nearest_offer(struct nearest *near, const char *name);
/* "did you mean a, b or c?" into to, or "" when nothing is near. */
void nearest_hint(const struct nearest *near, char *to, size_t size);
/* Edits (insert, delete, replace, swap of neighbours) between two words,
 * without regard to case; at most `most` + 1. */
int nearest_distance(const char *a, const char *b, int most);

#endif
