#include "compile/scope.h"
#include "compile/units.h"

#include <string.h>

bool is_slot_name(const char *name)
{
	if (strcmp(name, "out") == 0 || strncmp(name, "p:", 2) == 0)
		return true;
	if (*name++ != 'd' || !*name)
		return false;
	return name[strspn(name, "0123456789")] == '\0';
}

static size_t hash(const char *s)
{
	size_t h = 2166136261u;

	while (*s)
		h = (h ^ (unsigned char)*s++) * 16777619u;
	return h;
}

static struct known *slot(const struct definitions *d, const char *name)
{
	size_t i = hash(name) & d->mask;

	while (d->at[i].name && strcmp(d->at[i].name, name) != 0)
		i = (i + 1) & d->mask;
	return &d->at[i];
}

void definitions_init(struct definitions *d, struct arena *a,
		      const struct scope_view *scope,
		      const struct compile_limits *limits, size_t n,
		      size_t text_len)
{
	size_t size = 16, in_scope = scope ? scope->n : 0;

	*d = (struct definitions){
	    .arena = a, .scope = scope, .limits = limits, .text_len = text_len};
	while (size < (n + in_scope) * 2)
		size *= 2;
	d->mask = size - 1;
	d->at = ARENA_ARRAY(a, struct known, size);
	d->own = ARENA_ARRAY(a, struct known *, n);
	for (size_t i = 0; i < in_scope; i++) {
		struct known *k = slot(d, scope->entries[i].name);

		k->name = scope->entries[i].name;
		k->entry = &scope->entries[i];
	}
	for (size_t i = 0; scope && i < scope->n_removed; i++) {
		struct known *k = slot(d, scope->removed[i]);

		if (!k->name)
			continue;
		k->entry = NULL;
		k->removed = true;
	}
}

struct statement *definitions_add(struct definitions *d, struct statement *s)
{
	struct known *k = slot(d, s->name);
	struct statement *before = k->entry ? NULL : k->statement;

	if (!before)
		d->own[d->n_own++] = k;
	k->name = s->name;
	k->statement = s;
	k->entry = NULL;
	return before;
}

const struct statement *definitions_add_slot(struct definitions *d,
					     const char *name,
					     const struct statement *s)
{
	struct known *k = slot(d, name);
	const struct statement *before = k->slot;

	k->name = name;
	k->slot = s;
	return before;
}

struct known *definitions_find(struct definitions *d, const char *name)
{
	struct known *k = slot(d, name);

	return k->name ? k : NULL;
}

static void read_tokens(struct definitions *d, struct known *k)
{
	if (k->lexed)
		return;
	k->lexed = true;
	k->errors = ARENA_NEW(d->arena, struct diag_list);
	diag_init(k->errors, d->arena, k->entry->text, k->entry->len);
	k->tokens = lex(k->errors, k->entry->text, k->entry->len);
}

struct statement *known_read(struct definitions *d, struct known *k)
{
	struct statements l;
	struct parser p = {.arena = d->arena,
			   .max_depth = d->limits->nesting,
			   .offset = (uint32_t)d->text_len,
			   .arity = definitions_arity,
			   .unit_arity = units_arity,
			   .arity_ctx = d};

	if (k->statement)
		return k->statement;
	read_tokens(d, k);
	l = statements_split(k->errors, k->tokens, 1);
	if (l.n != 1)
		return NULL;
	k->statement = &l.at[0];
	p.errors = k->errors;
	statement_parse(k->statement, &p);
	k->statement->binding.errors = k->errors;
	return k->statement;
}

struct tokens known_tokens(struct definitions *d, struct known *k)
{
	read_tokens(d, k);
	return k->tokens;
}

/* --- What a change reaches --- */

static bool mentions_marked(struct definitions *d, struct known *k)
{
	read_tokens(d, k);
	for (size_t i = 0; i < k->tokens.n; i++) {
		const struct token *t = &k->tokens.at[i];
		const struct known *other;

		if (t->kind != TOK_NAME)
			continue;
		other = definitions_find(d, t->s);
		if (other && other != k && (other->marked || !other->entry))
			return true;
	}
	return false;
}

void definitions_mark(struct definitions *d)
{
	bool more = d->scope && (d->n_own > 0 || d->scope->n_removed > 0);

	while (more) {
		more = false;
		for (size_t i = 0; i < d->scope->n; i++) {
			struct known *k =
			    definitions_find(d, d->scope->entries[i].name);

			arena_step(d->arena);
			if (!k->entry || k->marked || !mentions_marked(d, k))
				continue;
			k->marked = true;
			more = true;
		}
	}
}

/* --- For inference --- */

static struct binding *find_binding(void *ctx, const char *name)
{
	struct definitions *d = ctx;
	struct known *k = definitions_find(d, name);
	struct statement *s;

	if (!k || is_slot_name(name) || (!k->entry && !k->statement))
		return NULL;
	s = known_read(d, k);
	if (s && s->kind == STMT_BROKEN) {
		s->binding.name = name;
		s->binding.state = BINDING_BROKEN;
	}
	return s && (s->kind == STMT_DEFINITION || s->kind == STMT_BROKEN)
		   ? &s->binding
		   : NULL;
}

static void offer(void *ctx, struct nearest *near)
{
	const struct definitions *d = ctx;

	for (size_t i = 0; i <= d->mask; i++)
		if (d->at[i].name && !is_slot_name(d->at[i].name) &&
		    (d->at[i].entry || d->at[i].statement))
			nearest_offer(near, d->at[i].name);
	names_offer_rows(NULL, near);
}

struct names definitions_names(struct definitions *d)
{
	struct names n = names_rows;

	n.ctx = d;
	n.definition = find_binding;
	n.offer = offer;
	return n;
}

/* Only the head of a definition is looked at: it may not be read yet. */
int definitions_arity(void *ctx, const char *name)
{
	struct definitions *d = ctx;
	const struct known *k = definitions_find(d, name);
	const struct token *t;
	int n = 0;

	if (!k || is_slot_name(name) || (!k->entry && !k->statement))
		return names_arity(NULL, name);
	if (!k->statement)
		return -1;
	t = definition_name(k->statement);
	for (t++; t < k->statement->body && t->kind == TOK_NAME; t++)
		n++;
	return n;
}
