#include "pattern/fn.h"

#include <stdatomic.h>
#include <string.h>
#include "pattern/core.h"

/* --- Types --- */

/* An argument's type begins at s. */
static void argument(struct fn_args *a, const char *s)
{
	if (a->n < 32) {
		a->strings |=
		    (unsigned)(*s == 'S' && strncmp(s, "String ", 7) == 0)
		    << a->n;
		a->lists |= (unsigned)(*s == '[') << a->n;
	}
	a->n++;
}

/* What stands between the arrows outside of brackets. */
static struct fn_args read_type(const char *s)
{
	struct fn_args a = {0};
	const char *start = s;
	int depth = 0;

	for (; *s; s++) {
		switch (*s) {
		case '(':
		case '[':
			depth++;
			break;
		case ')':
		case ']':
			depth--;
			break;
		case '=': /* classes stand before it */
			if (s[1] == '>')
				start = s + 2;
			break;
		case '-':
			if (depth || s[1] != '>')
				break;
			while (*start == ' ')
				start++;
			argument(&a, start);
			start = s + 2;
			break;
		default:
			break;
		}
	}
	return a;
}

/* --- Names --- */

/* All names and aliases, by their hash. Made by whoever asks first; who asks
 * meanwhile looks through the families. */
enum { SLOTS = 8192, MOST_NAMES = SLOTS / 2 };

static struct {
	const char *name; /* not NUL-terminated: an alias among aliases */
	size_t len;
	const struct fn_row *row;
	struct fn_args args;
} names[SLOTS];

static atomic_int names_state; /* 0: none, 1: in the making, 2: there */

/* FNV-1a. */
static size_t hash(const char *s, size_t len)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return h % SLOTS;
}

/* Where the name is, or where it would be. */
static size_t slot_of(const char *name, size_t len)
{
	size_t i = hash(name, len);

	while (names[i].row &&
	       (names[i].len != len || memcmp(names[i].name, name, len) != 0))
		i = (i + 1) % SLOTS;
	return i;
}

static bool add_name(const char *name, size_t len, const struct fn_row *row,
		     size_t *count)
{
	size_t i = slot_of(name, len);

	if (names[i].row || !len)
		return true;
	if (++*count > MOST_NAMES)
		return false;
	names[i].name = name;
	names[i].len = len;
	names[i].row = row;
	names[i].args = read_type(row->type);
	return true;
}

static bool add_row(const struct fn_row *row, bool aliases, size_t *count)
{
	const char *p = row->aliases;

	if (!aliases)
		return add_name(row->name, strlen(row->name), row, count);
	while (*p) {
		size_t len = strcspn(p, " ");

		if (!add_name(p, len, row, count))
			return false;
		p += len + strspn(p + len, " ");
	}
	return true;
}

/* Names first, so that an alias never hides one. */
static bool index_names(void)
{
	size_t count = 0;

	for (int aliases = 0; aliases < 2; aliases++)
		for (const struct fn_family *const *f = fn_families; *f; f++)
			for (size_t i = 0; i < (*f)->n; i++)
				if (!add_row(&(*f)->rows[i], aliases, &count))
					return false;
	return true;
}

static bool has_word(const char *words, const char *word)
{
	size_t n = strlen(word);

	while (*words) {
		size_t len = strcspn(words, " ");

		if (len == n && memcmp(words, word, n) == 0)
			return true;
		words += len + (words[len] == ' ');
	}
	return false;
}

static const struct fn_row *search(const char *name, bool aliases)
{
	for (const struct fn_family *const *f = fn_families; *f; f++)
		for (size_t i = 0; i < (*f)->n; i++) {
			const struct fn_row *row = &(*f)->rows[i];

			if (aliases ? has_word(row->aliases, name)
				    : strcmp(row->name, name) == 0)
				return row;
		}
	return NULL;
}

static bool names_there(void)
{
	int none = 0;

	if (atomic_load_explicit(&names_state, memory_order_acquire) == 2)
		return true;
	if (!atomic_compare_exchange_strong(&names_state, &none, 1) ||
	    !index_names())
		return false;
	atomic_store_explicit(&names_state, 2, memory_order_release);
	return true;
}

const struct fn_row *fn_find_args(const char *name, struct fn_args *args)
{
	const struct fn_row *row;

	if (!*name)
		return NULL;
	if (names_there()) {
		size_t i = slot_of(name, strlen(name));

		*args = names[i].args;
		return names[i].row;
	}
	row = search(name, false);
	if (!row)
		row = search(name, true);
	if (row)
		*args = read_type(row->type);
	return row;
}

const struct fn_row *fn_find(const char *name)
{
	struct fn_args args;

	return fn_find_args(name, &args);
}

/* --- Arguments --- */

static struct value pattern_of(struct arena *a, struct value v)
{
	return v.kind == V_PAT ? v : value_pat(pat_pure(a, v));
}

/* A pattern where a plain value is wanted: its value where it is pure. */
static struct value plain(const struct call *c, int i)
{
	struct value v = c->args[i];

	return v.kind == V_PAT && v.pat->pure ? *v.pat->pure : v;
}

const struct pattern *arg_pat(const struct call *c, int i)
{
	return pattern_of(c->arena, c->args[i]).pat;
}

static _Noreturn void wrong_kind(const struct call *c, int i, const char *what)
{
	arena_escape(c->arena, ST_EVAL, "%s: argument %d must be %s",
		     c->row ? c->row->name : "function", i + 1, what);
}

const struct fn *arg_fn(const struct call *c, int i)
{
	if (c->args[i].kind != V_FN)
		wrong_kind(c, i, "a function");
	return c->args[i].fn;
}

const struct list *arg_list(const struct call *c, int i)
{
	if (c->args[i].kind != V_LIST)
		wrong_kind(c, i, "a list");
	return c->args[i].list;
}

double arg_double(const struct call *c, int i)
{
	return value_to_double(plain(c, i));
}

struct rat arg_rat(const struct call *c, int i)
{
	return value_to_rat(plain(c, i));
}

int64_t arg_int(const struct call *c, int i)
{
	return value_to_int(plain(c, i));
}

const char *arg_str(const struct call *c, int i)
{
	struct value v = plain(c, i);

	if (v.kind != V_STR)
		wrong_kind(c, i, "a word");
	return v.s;
}

const struct pattern *fn_on_pat(struct arena *a, const struct fn *f,
				const struct pattern *p)
{
	return pattern_of(a, fn_call(a, f, value_pat(p))).pat;
}
