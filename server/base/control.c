#include "base/control.h"

#include <string.h>

const struct control control_table[CONTROL_COUNT] = {
#define A0 ""
#define A1(a) #a
#define A2(a, b) #a " " #b
#define CONTROL(name, kind, aliases, bus, summary, unit, range, initial)       \
	[CONTROL_ID_##                                                         \
	    name] = {#name,   CONTROL_##kind, aliases, CONTROL_ID_##name,      \
		     summary, unit,	      range,   initial},
#include "base/control.def"
#undef CONTROL
#undef A0
#undef A1
#undef A2
};

int control_cmp_names(const struct control *a, const struct control *b)
{
	return strcmp(a->name, b->name);
}

const struct control *control_named(const char *name)
{
	int low = 0, high = CONTROL_COUNT;

	while (low < high) {
		int mid = (low + high) / 2;
		int c = strcmp(name, control_table[mid].name);

		if (c == 0)
			return &control_table[mid];
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

static int has_word(const char *words, const char *word)
{
	size_t n = strlen(word);

	while (*words) {
		size_t len = strcspn(words, " ");

		if (len == n && memcmp(words, word, n) == 0)
			return 1;
		words += len + strspn(words + len, " ");
	}
	return 0;
}

const struct control *control_find(const char *name)
{
	const struct control *c = control_named(name);

	for (int i = 0; !c && i < CONTROL_COUNT; i++)
		if (has_word(control_table[i].aliases, name))
			c = &control_table[i];
	return c;
}

const struct control *control_make(struct arena *a, const char *name,
				   enum control_kind kind)
{
	const struct control *known = control_named(name);
	struct control *c;

	if (known && known->kind == kind)
		return known;
	c = ARENA_NEW(a, struct control);
	c->name = arena_str(a, name);
	c->kind = kind;
	c->aliases = c->summary = c->unit = c->range = c->initial = "";
	c->id = -1;
	return c;
}
