#include "lang/parse_node.h"

#include <string.h>

const struct token *parse_peek(const struct parser *p)
{
	static const struct token none = {.kind = TOK_END};

	return parse_at_end(p) ? &none : p->at;
}

bool parse_at_end(const struct parser *p)
{
	return p->at >= p->end || p->at->kind == TOK_END ||
	       (p->block_column >= 0 && p->at->first_on_line &&
		(int)p->at->column <= p->block_column);
}

_Noreturn void parse_fail(struct parser *p, const char *hint,
			  const char *expected)
{
	const struct token *t = p->at;
	const char *found = token_describe(p->arena, t);
	struct text_span at = t->at;

	if (p->at >= p->end) {
		found = "the end of the statement";
		at.from = at.to = p->end[-1].at.to;
	}
	diag_error(p->errors, at, hint, "expected %s, found %s", expected,
		   found);
	arena_escape(p->arena, ST_INVALID, "syntax");
}

_Noreturn void parse_fail_at(struct parser *p, struct text_span at,
			     const char *hint, const char *message)
{
	diag_error(p->errors, at, hint, "%s", message);
	arena_escape(p->arena, ST_INVALID, "syntax");
}

void parse_enter(struct parser *p)
{
	if (++p->depth > p->max_depth)
		parse_fail_at(
		    p, p->at->at, "give parts of it a name: `let x = ...`",
		    arena_printf(p->arena, "this is nested more than %u deep",
				 p->max_depth));
}

struct node *parse_make(struct parser *p, enum node_kind kind,
			struct text_span at, size_t n)
{
	struct node *node = ARENA_NEW(p->arena, struct node);

	arena_step(p->arena);
	node->kind = kind;
	node->at = at;
	node->n = n;
	node->items = n ? ARENA_ARRAY(p->arena, struct node *, n) : NULL;
	return node;
}

_Noreturn void parse_too_long(struct parser *p, struct text_span at)
{
	parse_fail_at(p, at, "give parts of it a name: `let x = ...`",
		      arena_printf(p->arena,
				   "this expression is too long: more than %d "
				   "operators and brackets in a row",
				   HIGHEST));
}

/* Operators chain without nesting: what walks the tree must be bounded. */
struct node *parse_measure(struct parser *p, struct node *node)
{
	node->height = 1;
	for (size_t i = 0; i < node->n; i++)
		if (node->items[i] && node->items[i]->height >= node->height)
			node->height = node->items[i]->height + 1;
	if (node->height > HIGHEST)
		parse_too_long(p, node->at);
	return node;
}

struct text_span span_join(struct text_span a, struct text_span b)
{
	return (struct text_span){a.from < b.from ? a.from : b.from,
				  a.to > b.to ? a.to : b.to};
}

struct node *parse_make_name(struct parser *p, const char *s,
			     struct text_span at)
{
	struct node *node = parse_make(p, NODE_NAME, at, 0);

	node->name.s = s;
	return node;
}

bool token_is_op(const struct token *t, const char *op)
{
	return t->kind == TOK_OP && strcmp(t->s, op) == 0;
}

/* --- Lists of nodes, growing --- */

void nodes_push(struct parser *p, struct nodes *l, struct node *node)
{
	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 4;
		struct node **more = arena_alloc(p->arena, cap * sizeof(*more));

		if (l->n)
			memcpy(more, l->at, l->n * sizeof(*more));
		l->at = more;
		l->cap = cap;
	}
	l->at[l->n++] = node;
}

struct node *parse_make_of(struct parser *p, enum node_kind kind,
			   struct text_span at, struct nodes *l)
{
	struct node *node = parse_make(p, kind, at, 0);

	node->items = l->at;
	node->n = l->n;
	return parse_measure(p, node);
}
