/* Functions, conditions, definitions inside of expressions. */
#include "lang/parse_node.h"

#include <string.h>

enum { MOST_PARTS = 16 };

static void param(struct parser *p, struct param *to)
{
	const struct token *t = parse_peek(p);
	struct node bracket;
	struct saved s;

	*to = (struct param){.at = t->at};
	if (t->kind == TOK_NAME) {
		to->name = t->s;
		p->at++;
		return;
	}
	if (t->kind != TOK_OPEN)
		parse_fail(p, NULL, "the name of a parameter");
	s = parse_open(p);
	to->parts = ARENA_ARRAY(p->arena, struct param, MOST_PARTS);
	for (;;) {
		param(p, &to->parts[to->n++]);
		if (parse_peek(p)->kind != TOK_COMMA || to->n == MOST_PARTS)
			break;
		p->at++;
	}
	parse_close(p, s, TOK_CLOSE, &bracket);
	to->at = bracket.at;
	if (to->n == 1)
		*to = to->parts[0];
}

struct param *parse_params(struct parser *p, size_t *n)
{
	const struct token *t = p->at;
	struct param *params;
	size_t most = 0;

	while (t + most < p->end &&
	       (t[most].kind == TOK_NAME || t[most].kind == TOK_OPEN ||
		t[most].kind == TOK_CLOSE || t[most].kind == TOK_COMMA))
		most++;
	params = ARENA_ARRAY(p->arena, struct param, most);
	*n = 0;
	while (parse_peek(p)->kind == TOK_NAME ||
	       parse_peek(p)->kind == TOK_OPEN)
		param(p, &params[(*n)++]);
	return params;
}

struct node *parse_lambda(struct parser *p)
{
	struct node *node = parse_make(p, NODE_LAMBDA, p->at->at, 1);

	p->at++;
	node->lambda.params = parse_params(p, &node->lambda.n_params);
	if (node->lambda.n_params == 0)
		parse_fail(p, "a function is written \\x -> fast 2 x",
			   "the name of a parameter");
	if (parse_peek(p)->kind != TOK_ARROW)
		parse_fail(p, "a function is written \\x -> fast 2 x", "`->`");
	p->at++;
	node->items[0] = parse_expression(p);
	node->at = span_join(node->at, node->items[0]->at);
	return node;
}

static void expect(struct parser *p, enum token_kind kind, const char *what)
{
	if (parse_peek(p)->kind != kind)
		parse_fail(p, NULL, what);
	p->at++;
}

struct node *parse_if(struct parser *p)
{
	struct node *node = parse_make(p, NODE_IF, p->at->at, 3);

	p->at++;
	node->items[0] = parse_expression(p);
	expect(p, TOK_THEN, "`then`");
	node->items[1] = parse_expression(p);
	expect(p, TOK_ELSE, "`else`");
	node->items[2] = parse_expression(p);
	node->at = span_join(node->at, node->items[2]->at);
	return node;
}

/* One binding, whose name stands in the column of its block. */
static void binding(struct parser *p, struct binding *b, int column)
{
	if (p->at >= p->end || p->at->kind != TOK_NAME)
		parse_fail(p, "let x = 0.25 in ...", "a name");
	*b = (struct binding){.at = p->at->at, .name = p->at->s};
	p->at++;
	p->block_column = column;
	b->params = parse_params(p, &b->n_params);
	if (parse_peek(p)->kind != TOK_EQUALS)
		parse_fail(p, parse_hint_parameter(p), "`=`");
	p->at++;
	b->body = parse_expression(p);
}

static bool another_binding(struct parser *p, int column, bool braces)
{
	if (braces) {
		const struct token *behind = p->at;

		while (parse_peek(p)->kind == TOK_SEMICOLON)
			p->at++;
		return p->at > behind && parse_peek(p)->kind != TOK_CLOSE_BRACE;
	}
	if (p->at < p->end && p->at->kind == TOK_SEMICOLON) {
		p->at++;
		return true;
	}
	return p->at < p->end && p->at->first_on_line &&
	       (int)p->at->column == column && p->at->kind == TOK_NAME;
}

/* Bindings that begin in one column, or stand behind `;`, in braces or not. */
struct binding *parse_bindings(struct parser *p, size_t *n)
{
	struct binding *list = NULL;
	size_t cap = 0;
	int saved = p->block_column, column = (int)parse_peek(p)->column;
	bool braces = parse_peek(p)->kind == TOK_OPEN_BRACE;
	int outer = p->block_column;

	*n = 0;
	if (braces) {
		p->at++;
		column = saved = p->block_column = -1;
	}
	do {
		if (*n == cap) {
			struct binding *more;

			cap = cap ? cap * 2 : 2;
			more = ARENA_ARRAY(p->arena, struct binding, cap);
			if (*n)
				memcpy(more, list, *n * sizeof(*more));
			list = more;
		}
		binding(p, &list[(*n)++], column);
		p->block_column = saved;
	} while (another_binding(p, column, braces));
	p->block_column = outer;
	if (braces)
		expect(p, TOK_CLOSE_BRACE, "`}`");
	return list;
}

struct node *parse_let(struct parser *p)
{
	struct node *node = parse_make(p, NODE_LET, p->at->at, 1);

	p->at++;
	node->let.bindings = parse_bindings(p, &node->let.n_bindings);
	expect(p, TOK_IN, "`in`");
	node->items[0] = parse_expression(p);
	node->at = span_join(node->at, node->items[0]->at);
	return node;
}
