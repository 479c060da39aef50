#include "compile/samples.h"

#include <ctype.h>
#include <string.h>
#include "compile/eval.h"
#include "lang/type.h"

enum { MOST_WORDS = 4096 };

static size_t hash(const char *s, size_t n)
{
	size_t h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return h;
}

static struct sample_word *slot(const struct sample_words *w, const char *s,
				size_t n)
{
	size_t i = hash(s, n) & w->mask;

	while (w->slots[i].name && (strncmp(w->slots[i].name, s, n) != 0 ||
				    w->slots[i].name[n] != '\0'))
		i = (i + 1) & w->mask;
	return &w->slots[i];
}

static void grow(struct sample_words *w, struct arena *a)
{
	struct sample_words more = {.mask = w->slots ? w->mask * 2 + 1 : 31};

	more.slots = ARENA_ARRAY(a, struct sample_word, more.mask + 1);
	for (size_t i = 0; w->slots && i <= w->mask; i++)
		if (w->slots[i].name)
			*slot(&more, w->slots[i].name,
			      strlen(w->slots[i].name)) = w->slots[i];
	more.n = w->n;
	*w = more;
}

static void add(struct sample_words *w, struct arena *a, const char *s,
		size_t n, bool sure)
{
	struct sample_word *at;

	if (!w->slots || w->n * 2 > w->mask)
		grow(w, a);
	at = slot(w, s, n);
	if (at->name)
		at->sure = at->sure || sure;
	if (at->name || w->n == MOST_WORDS)
		return;
	*at = (struct sample_word){arena_strn(a, s, n), sure};
	w->n++;
}

/* Letters of all scripts, as the mini-notation has them; not a blank that keeps
 * words together. */
static bool is_letter(const char *s)
{
	unsigned char c = (unsigned char)s[0];

	return isalpha(c) ||
	       (c >= 0x80 && !(c == 0xC2 && (unsigned char)s[1] == 0xA0));
}

static bool is_word(const char *s)
{
	return is_letter(s) || isdigit((unsigned char)*s) || *s == '_' ||
	       *s == '-' || *s == '.' || *s == '\'';
}

/* bd, bd:3; not the numbers of euclids and the like, nor `^name`. */
static void words(struct sample_words *w, struct arena *a, const char *s,
		  bool sure)
{
	const char *text = s;

	while (*s) {
		const char *start = s;

		if (!is_letter(s)) {
			s += (unsigned char)*s == 0xC2 && s[1] ? 2 : 1;
			continue;
		}
		while (is_word(s))
			s++;
		if (*s == ':' && isdigit((unsigned char)s[1]))
			for (s++; isdigit((unsigned char)*s);)
				s++;
		if (start == text || (start[-1] != '^' && start[-1] != '~'))
			add(w, a, start, (size_t)(s - start), sure);
	}
}

static void collect(struct sample_words *w, struct arena *a,
		    const struct node *node, bool sure)
{
	enum value_kind kind = eval_kind(node->type);

	if ((kind == V_STR || kind == V_MAP) &&
	    type_head(node->type) == CON_PATTERN)
		words(w, a, node->string.s, sure || kind == V_MAP);
}

/* What a function's arguments are: names of sounds, of something else, or what
 * the function itself is among. */
static bool inside(const struct node *function, bool sure)
{
	if (function->kind != NODE_NAME)
		return sure;
	return sure || !strcmp(function->name.s, "s") ||
	       !strcmp(function->name.s, "sound");
}

static void walk(struct sample_words *w, struct arena *a,
		 const struct node *node, bool sure)
{
	if (node->kind == NODE_STRING && node->type)
		collect(w, a, node, sure);
	if (node->kind == NODE_LIFT && node->lift.notes)
		return;
	if (node->kind == NODE_LET)
		for (size_t i = 0; i < node->let.n_bindings; i++)
			walk(w, a, node->let.bindings[i].body, false);
	for (size_t i = 0; i < node->n; i++) {
		if (!node->items[i])
			continue;
		walk(w, a, node->items[i], sure);
		if ((node->kind == NODE_APPLY && i == 0) ||
		    node->kind == NODE_SEGMENTS)
			sure = inside(node->items[i], sure);
	}
}

void samples_collect(struct sample_words *w, struct arena *a,
		     const struct node *node)
{
	walk(w, a, node, false);
}

const struct sample_word *samples_list(const struct sample_words *w,
				       struct arena *a, size_t *n)
{
	struct sample_word *list = ARENA_ARRAY(a, struct sample_word, w->n);

	*n = 0;
	for (size_t i = 0; w->slots && i <= w->mask; i++)
		if (w->slots[i].name)
			list[(*n)++] = w->slots[i];
	return list;
}
