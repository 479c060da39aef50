#include "net/pattern.h"

#include <string.h>

enum { STEPS = 4096 };

bool pattern_is(const char *text)
{
	return text[strcspn(text, "?*[{")] != '\0';
}

/* Behind the bracket that closes the set at p ("[..."), or NULL. */
static const char *read_set(const char *p, char c, bool *in)
{
	bool not = *++p == '!';

	*in = false;
	for (p += not ; *p && *p != ']'; p++) {
		char from = *p;

		if (p[1] == '-' && p[2] && p[2] != ']')
			p += 2;
		*in |= c >= from && c <= *p;
	}
	*in = *in != not ;
	return *p ? p + 1 : NULL;
}

static bool match(const char *p, const char *s, int *steps);

static bool match_words(const char *p, const char *s, int *steps)
{
	const char *end = strchr(p, '}'), *word = p + 1;

	for (; end && word <= end; word++) {
		size_t n = strcspn(word, ",}");

		if (strncmp(word, s, n) == 0 && match(end + 1, s + n, steps))
			return true;
		word += n;
	}
	return false;
}

static bool match_any(const char *p, const char *s, int *steps)
{
	while (*p == '*')
		p++;
	for (;; s++) {
		if (match(p, s, steps))
			return true;
		if (!*s)
			return false;
	}
}

static bool match(const char *p, const char *s, int *steps)
{
	bool in;

	for (; *p; s++) {
		if (--*steps < 0)
			return false;
		if (*p == '*')
			return match_any(p, s, steps);
		if (*p == '{')
			return match_words(p, s, steps);
		if (!*s)
			return false;
		if (*p == '[') {
			p = read_set(p, *s, &in);
			if (!p || !in)
				return false;
		} else if (*p == '?' || *p == *s) {
			p++;
		} else {
			return false;
		}
	}
	return !*s;
}

bool pattern_matches(const char *pattern, const char *part)
{
	int steps = STEPS;

	return match(pattern, part, &steps);
}
