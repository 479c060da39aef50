#include "compile/words.h"

#include <ctype.h>
#include <string.h>
#include "pattern/arp.h"
#include "pattern/scale.h"

/* The first argument of a function, as a vocabulary. */
struct vocabulary {
	const char *fn, *what, *instead;
	bool (*knows)(const char *name);
	void (*hint)(const char *name, char *to, size_t size);
};

static bool is_scale(const char *name)
{
	return scale_find(name);
}

static const struct vocabulary vocabularies[] = {
    {"scale", "scale", "all its notes are the root", is_scale, scale_hint},
    {"arp", "order", "the chords go up", arp_knows, arp_hint},
};

static const struct vocabulary *vocabulary_of(const struct node *node)
{
	const struct node *f = node->items[0];

	if (node->kind != NODE_APPLY || f->kind != NODE_NAME ||
	    f->name.ref != REF_GLOBAL || node->n < 2 ||
	    node->items[1]->kind != NODE_STRING)
		return NULL;
	for (size_t i = 0; i < sizeof(vocabularies) / sizeof(*vocabularies);
	     i++)
		if (strcmp(vocabularies[i].fn, f->name.s) == 0)
			return &vocabularies[i];
	return NULL;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '&' || c == '\'';
}

static void check_word(struct arena *a, struct diag_list *errors,
		       const struct vocabulary *v, const struct node *string,
		       size_t from, size_t to)
{
	uint32_t at = string->string.from;
	const char *name = arena_strn(a, string->string.s + from, to - from);
	char hint[256];

	if (v->knows(name))
		return;
	v->hint(name, hint, sizeof(hint));
	diag_warn(errors,
		  (struct text_span){at + (uint32_t)from, at + (uint32_t)to},
		  hint, "there is no %s `%s`: %s", v->what, name, v->instead);
}

static void check_string(struct arena *a, struct diag_list *errors,
			 const struct vocabulary *v, const struct node *string)
{
	const char *s = string->string.s;
	size_t n = string->string.len, from;

	for (size_t i = 0; i < n;) {
		bool first = isalpha((unsigned char)s[i]) &&
			     (i == 0 || !strchr("^~:", s[i - 1]));

		from = i;
		while (i < n && is_word(s[i]))
			i++;
		if (first)
			check_word(a, errors, v, string, from, i);
		if (i == from)
			i++;
	}
}

void words_check(struct arena *a, struct diag_list *errors,
		 const struct node *node)
{
	const struct vocabulary *v =
	    node->kind == NODE_APPLY ? vocabulary_of(node) : NULL;

	if (v)
		check_string(a, errors, v, node->items[1]);
	if (node->kind == NODE_LET)
		for (size_t i = 0; i < node->let.n_bindings; i++)
			words_check(a, errors, node->let.bindings[i].body);
	for (size_t i = 0; i < node->n; i++)
		if (node->items[i])
			words_check(a, errors, node->items[i]);
}
