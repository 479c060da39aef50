#include "base/nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { LONGEST = 48 };

/* Which letters occur, whatever their case. */
static uint32_t letters(const char *s)
{
	uint32_t set = 0;

	for (; *s; s++)
		set |= UINT32_C(1) << (*s & 31);
	return set;
}

/* An edit changes two letters at most: most names are out by that. */
static bool may_be_near(const struct nearest *near, const char *name, int most)
{
	uint32_t x = near->letters ^ letters(name);
	int n = 0;

	for (; x && n <= 2 * most; x &= x - 1)
		n++;
	return n <= 2 * most;
}

void nearest_init(struct nearest *near, const char *wanted)
{
	*near = (struct nearest){.wanted = wanted, .letters = letters(wanted)};
}

static int min3(int a, int b, int c)
{
	int m = a < b ? a : b;

	return m < c ? m : c;
}

/* Damerau-Levenshtein distance (optimal string alignment), three rows. */
int nearest_distance(const char *a, const char *b, int most)
{
	int rows[3][LONGEST + 1], la = (int)strlen(a), lb = (int)strlen(b);

	if (la > LONGEST || lb > LONGEST || la - lb > most || lb - la > most)
		return most + 1;
	for (int j = 0; j <= lb; j++)
		rows[0][j] = j;
	for (int i = 1; i <= la; i++) {
		int *now = rows[i % 3], *up = rows[(i + 2) % 3];
		int *up2 = rows[(i + 1) % 3];

		now[0] = i;
		for (int j = 1; j <= lb; j++) {
			int x = tolower((unsigned char)a[i - 1]);
			int y = tolower((unsigned char)b[j - 1]);

			now[j] = min3(up[j] + 1, now[j - 1] + 1,
				      up[j - 1] + (x != y));
			if (i > 1 && j > 1 &&
			    x == tolower((unsigned char)b[j - 2]) &&
			    y == tolower((unsigned char)a[i - 2]) &&
			    up2[j - 2] + 1 < now[j])
				now[j] = up2[j - 2] + 1;
		}
	}
	return rows[la % 3][lb] > most ? most + 1 : rows[la % 3][lb];
}

/* Half of another word is no slip of the finger. */
static int most_edits(const char *wanted, size_t len, const char *name)
{
	if (len == 2)
		return name[0] == wanted[1] && name[1] == wanted[0] && !name[2];
	return len < 3 ? 0 : len < 5 ? 1 : len < 8 ? 2 : 3;
}

void nearest_offer(struct nearest *near, const char *name)
{
	size_t len = strlen(near->wanted);
	int most = most_edits(near->wanted, len, name);
	int d = may_be_near(near, name, most)
		    ? nearest_distance(near->wanted, name, most)
		    : most + 1;
	int i;

	if (d > most) {
		if (len < 3 || strncasecmp(near->wanted, name, len) != 0)
			return;
		d = most;
	}
	for (i = 0; i < near->n; i++)
		if (strcmp(near->name[i], name) == 0)
			return;
	for (i = near->n; i > 0 && near->distance[i - 1] > d; i--)
		if (i < NEAREST_MAX) {
			near->name[i] = near->name[i - 1];
			near->distance[i] = near->distance[i - 1];
		}
	if (i == NEAREST_MAX)
		return;
	near->name[i] = name;
	near->distance[i] = d;
	if (near->n < NEAREST_MAX)
		near->n++;
}

void nearest_hint(const struct nearest *near, char *to, size_t size)
{
	size_t at = 0;
	int n = 0;

	/* What is nearer by far is what was meant. */
	while (n < near->n &&
	       near->distance[n] <= near->distance[0] + (near->distance[0] > 1))
		n++;
	to[0] = '\0';
	for (int i = 0; i < n && at < size; i++) {
		const char *before = i == 0	  ? "did you mean "
				     : i == n - 1 ? " or "
						  : ", ";

		at += (size_t)snprintf(to + at, size - at, "%s%s%s", before,
				       near->name[i], i == n - 1 ? "?" : "");
	}
}
