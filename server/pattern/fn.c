#include "pattern/fn.h"

#include <string.h>
#include "pattern/core.h"

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

static const struct fn_row *find(const char *name, bool aliases)
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

const struct fn_row *fn_find(const char *name)
{
	const struct fn_row *row;

	if (!*name)
		return NULL;
	row = find(name, false);
	return row ? row : find(name, true);
}

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
