#include "lang/parse.h"

#include <string.h>

enum assoc { LEFT, RIGHT, NONE };

struct fixity {
	const char *op;
	int prec;
	enum assoc assoc;
};

/* What is not here has Haskell's default, infixl 9: all that Tidal declares. */
static const struct fixity fixities[] = {
    {".", 9, RIGHT},	  {"!!", 9, LEFT},  {"^", 8, RIGHT},
    {"^^", 8, RIGHT},	  {"**", 8, RIGHT}, {"*", 7, LEFT},
    {"/", 7, LEFT},	  {"div", 7, LEFT}, {"mod", 7, LEFT},
    {"quot", 7, LEFT},	  {"rem", 7, LEFT}, {"%", 7, LEFT},
    {"+", 6, LEFT},	  {"-", 6, LEFT},   {"<>", 6, RIGHT},
    {":", 5, RIGHT},	  {"++", 5, RIGHT}, {"==", 4, NONE},
    {"/=", 4, NONE},	  {"<", 4, NONE},   {"<=", 4, NONE},
    {">", 4, NONE},	  {">=", 4, NONE},  {"elem", 4, NONE},
    {"notElem", 4, NONE}, {"<$>", 4, LEFT}, {"<$", 4, LEFT},
    {"$>", 4, LEFT},	  {"<*>", 4, LEFT}, {"<*", 4, LEFT},
    {"*>", 4, LEFT},	  {"<<*", 4, LEFT}, {"&&", 3, RIGHT},
    {"||", 2, RIGHT},	  {">>=", 1, LEFT}, {">>", 1, LEFT},
    {"=<<", 1, RIGHT},	  {"<&>", 1, LEFT}, {"&", 1, LEFT},
};

static struct fixity fixity(const char *op)
{
	for (size_t i = 0; i < sizeof(fixities) / sizeof(*fixities); i++)
		if (*fixities[i].op == *op && strcmp(fixities[i].op, op) == 0)
			return fixities[i];
	return (struct fixity){op, 9, LEFT};
}

static const struct token *peek(const struct parser *p)
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

static _Noreturn void fail_at(struct parser *p, struct text_span at,
			      const char *hint, const char *message)
{
	diag_error(p->errors, at, hint, "%s", message);
	arena_escape(p->arena, ST_INVALID, "syntax");
}

static void enter(struct parser *p)
{
	if (++p->depth > p->max_depth)
		fail_at(p, p->at->at, "give parts of it a name: `let x = ...`",
			"this is nested too deeply: the limit of nesting is "
			"reached");
}

static struct node *make(struct parser *p, enum node_kind kind,
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

enum { HIGHEST = 1000 };

static _Noreturn void too_long(struct parser *p, struct text_span at)
{
	fail_at(p, at, "give parts of it a name: `let x = ...`",
		"this expression is too long: the limit of nesting is "
		"reached");
}

/* Operators chain without nesting: what walks the tree must be bounded. */
static struct node *measure(struct parser *p, struct node *node)
{
	node->height = 1;
	for (size_t i = 0; i < node->n; i++)
		if (node->items[i] && node->items[i]->height >= node->height)
			node->height = node->items[i]->height + 1;
	if (node->height > HIGHEST)
		too_long(p, node->at);
	return node;
}

static struct text_span join(struct text_span a, struct text_span b)
{
	return (struct text_span){a.from < b.from ? a.from : b.from,
				  a.to > b.to ? a.to : b.to};
}

static struct node *make_name(struct parser *p, const char *s,
			      struct text_span at)
{
	struct node *node = make(p, NODE_NAME, at, 0);

	node->name.s = s;
	return node;
}

static bool is_op(const struct token *t, const char *op)
{
	return t->kind == TOK_OP && strcmp(t->s, op) == 0;
}

/* --- Lists of nodes, growing --- */

struct nodes {
	struct node **at;
	size_t n, cap;
};

static void push(struct parser *p, struct nodes *l, struct node *node)
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

static struct node *make_of(struct parser *p, enum node_kind kind,
			    struct text_span at, struct nodes *l)
{
	struct node *node = make(p, kind, at, 0);

	node->items = l->at;
	node->n = l->n;
	return measure(p, node);
}

/* --- Operators --- */

/* The operator at the next token, if one stands there; *n tokens long. */
static const char *operator_at(const struct parser *p, size_t *n)
{
	const struct token *t = peek(p);

	*n = 1;
	if (t->kind == TOK_OP || t->kind == TOK_COLON)
		return t->s;
	if (t->kind == TOK_BACKTICK && t + 2 < p->end &&
	    t[1].kind == TOK_NAME && t[2].kind == TOK_BACKTICK) {
		*n = 3;
		return t[1].s;
	}
	return NULL;
}

static struct node *operator_name(struct parser *p, const char *op, size_t n)
{
	struct node *node = make_name(p, op, n == 3 ? p->at[1].at : p->at->at);

	p->at += n;
	return node;
}

/* `(1/8 ~>)`: an operator right before the bracket belongs to the section. */
static bool before_close(const struct parser *p, size_t n)
{
	return p->at + n < p->end && p->at[n].kind == TOK_CLOSE;
}

static struct node *operand(struct parser *p);

static _Noreturn void mixed(struct parser *p, const char *a, const char *b)
{
	fail_at(p, p->at->at, "say with parentheses which goes first",
		arena_printf(p->arena, "`%s` and `%s` can't stand side by side",
			     a, b));
}

static struct node *climb(struct parser *p, struct node *left, int min,
			  struct fixity last);

static const struct fixity no_operator = {.prec = -1};

static struct node *climb_operand(struct parser *p, int min)
{
	const struct token *t = peek(p);

	if (is_op(t, "-")) {
		struct node *node = make(p, NODE_NEGATE, t->at, 1);
		int inner = min > 7 ? min : 7;

		enter(p);
		p->at++;
		node->items[0] =
		    climb(p, climb_operand(p, inner), inner, no_operator);
		node->at = join(node->at, node->items[0]->at);
		p->depth--;
		return measure(p, node);
	}
	return operand(p);
}

/* All operators of at least precedence min, with left on their left; last is
 * the one before it, which must not clash with them. */
static struct node *climb(struct parser *p, struct node *left, int min,
			  struct fixity last)
{
	const char *op;
	size_t n;

	while ((op = operator_at(p, &n))) {
		struct fixity f = fixity(op);
		struct node *name, *node;

		if (f.prec < min || before_close(p, n))
			break;
		if (f.prec == last.prec &&
		    (f.assoc != last.assoc || f.assoc == NONE))
			mixed(p, last.op, op);
		name = operator_name(p, op, n);
		node = make(p, NODE_OP, left->at, 3);
		node->items[0] = name;
		node->items[1] = left;
		enter(p);
		node->items[2] = climb_operand(p, f.prec + 1);
		node->items[2] =
		    climb(p, node->items[2], f.prec + (f.assoc != RIGHT), f);
		p->depth--;
		node->at = join(left->at, node->items[2]->at);
		left = measure(p, node);
		last = f;
	}
	return left;
}

static struct node *segments(struct parser *p, struct node *first)
{
	struct nodes l = {0};
	struct text_span at = first->at;

	push(p, &l, first);
	while (peek(p)->kind == TOK_DOLLAR && !before_close(p, 1)) {
		struct node *next;

		p->at++;
		next = climb(p, climb_operand(p, 0), 0, no_operator);
		at = join(at, next->at);
		push(p, &l, next);
		if (l.n + next->height > HIGHEST)
			too_long(p, at);
	}
	return l.n == 1 ? first : make_of(p, NODE_SEGMENTS, at, &l);
}

struct node *parse_expression(struct parser *p)
{
	return segments(p, climb(p, climb_operand(p, 0), 0, no_operator));
}

/* --- Brackets --- */

struct saved {
	int block_column;
	const struct token *open;
};

static struct saved open(struct parser *p)
{
	struct saved s = {p->block_column, p->at};

	enter(p);
	p->at++;
	p->block_column = -1;
	return s;
}

static void close(struct parser *p, struct saved s, enum token_kind kind,
		  struct node *node)
{
	const struct token *t = peek(p);
	int line, column;

	if (t->kind != kind) {
		const char *what = kind == TOK_CLOSE ? "`)`" : "`]`";

		diag_place(p->errors->text, p->errors->len, s.open->at.from,
			   &line, &column);
		parse_fail(p, NULL,
			   arena_printf(p->arena,
					"%s for the %s of line %d, column %d",
					what, kind == TOK_CLOSE ? "`(`" : "`[`",
					line, column));
	}
	node->at = join(s.open->at, t->at);
	p->at++;
	p->block_column = s.block_column;
	p->depth--;
}

static struct node *typed(struct parser *p, struct node *node)
{
	struct node *t;
	uint32_t from, to;
	int depth = 0;

	if (peek(p)->kind != TOK_TYPED)
		return node;
	p->at++;
	from = to = peek(p)->at.from;
	while (!parse_at_end(p)) {
		enum token_kind k = p->at->kind;

		if (k == TOK_OPEN || k == TOK_OPEN_LIST)
			depth++;
		if ((k == TOK_CLOSE || k == TOK_CLOSE_LIST) && depth-- == 0)
			break;
		if (k == TOK_COMMA && depth == 0)
			break;
		to = p->at->at.to;
		p->at++;
	}
	if (to == from)
		parse_fail(p, NULL, "a type");
	t = make(p, NODE_TYPED, join(node->at, (struct text_span){from, to}),
		 1);
	t->items[0] = node;
	t->signature = arena_strn(p->arena, p->errors->text + from, to - from);
	return t;
}

static const char hole_name[] = "(section)";

/* `(op e)`: e may go on with further operators, as `(* 2 + 1)` does; then it
 * is the function that puts its argument there. */
static struct node *right_section(struct parser *p, struct text_span at)
{
	struct node *hole = make_name(p, hole_name, at), *node, *section;

	if (peek(p)->kind == TOK_DOLLAR) {
		section = make(p, NODE_SECTION, at, 2);
		section->items[0] = make_name(p, "$", p->at->at);
		p->at++;
		section->items[1] = parse_expression(p);
		return measure(p, section);
	}
	node = climb(p, hole, 0, no_operator);
	if (peek(p)->kind == TOK_DOLLAR)
		node = segments(p, node);
	if (node->kind == NODE_OP && node->items[1] == hole) {
		section = make(p, NODE_SECTION, node->at, 2);
		section->items[0] = node->items[0];
		section->items[1] = node->items[2];
		return measure(p, section);
	}
	section = make(p, NODE_LAMBDA, node->at, 1);
	section->lambda.params = ARENA_NEW(p->arena, struct param);
	section->lambda.params->name = hole_name;
	section->lambda.params->at = at;
	section->lambda.n_params = 1;
	section->items[0] = node;
	return measure(p, section);
}

static struct node *left_section(struct parser *p, struct node *node)
{
	struct node *section;
	const char *op = peek(p)->kind == TOK_DOLLAR ? "$" : NULL;
	size_t n = 1;

	if (!op)
		op = operator_at(p, &n);
	if (!op || !before_close(p, n))
		return node;
	section = make(p, NODE_SECTION, node->at, 2);
	section->left = true;
	section->items[0] = operator_name(p, op, n);
	section->items[1] = node;
	return measure(p, section);
}

static struct node *parens(struct parser *p)
{
	struct text_span at = p->at->at;
	struct saved s = open(p);
	struct node *node;
	struct nodes l = {0};
	const char *op;
	size_t n;

	op = peek(p)->kind == TOK_DOLLAR ? "$" : operator_at(p, &n);
	if (peek(p)->kind == TOK_DOLLAR)
		n = 1;
	if (op && before_close(p, n)) {
		node = operator_name(p, op, n);
	} else if (op && strcmp(op, "-") != 0) {
		node = right_section(p, at);
	} else if (peek(p)->kind == TOK_CLOSE) {
		node = make(p, NODE_TUPLE, at, 0);
	} else {
		node = typed(p, left_section(p, parse_expression(p)));
		if (peek(p)->kind == TOK_COMMA) {
			push(p, &l, node);
			while (peek(p)->kind == TOK_COMMA) {
				p->at++;
				push(p, &l, typed(p, parse_expression(p)));
			}
			node = make_of(p, NODE_TUPLE, at, &l);
		}
	}
	close(p, s, TOK_CLOSE, node);
	node->parens = true;
	return node;
}

static struct node *list(struct parser *p)
{
	struct saved s = open(p);
	struct nodes l = {0};
	struct node *node;

	while (peek(p)->kind != TOK_CLOSE_LIST) {
		push(p, &l, typed(p, parse_expression(p)));
		if (peek(p)->kind == TOK_DOTS && l.n <= 2) {
			node = make(p, NODE_RANGE, s.open->at, 3);
			node->items[0] = l.at[0];
			node->items[1] = l.n == 2 ? l.at[1] : NULL;
			p->at++;
			if (peek(p)->kind == TOK_CLOSE_LIST)
				parse_fail(p, "lists have an end: [0 .. 7]",
					   "the last number of the list");
			node->items[2] = parse_expression(p);
			close(p, s, TOK_CLOSE_LIST, node);
			return measure(p, node);
		}
		if (peek(p)->kind != TOK_COMMA)
			break;
		p->at++;
		if (peek(p)->kind == TOK_CLOSE_LIST)
			parse_fail(p, "take the last comma away",
				   "an expression");
	}
	node = make_of(p, NODE_LIST, s.open->at, &l);
	close(p, s, TOK_CLOSE_LIST, node);
	return node;
}

/* --- Atoms --- */

static struct node *literal(struct parser *p)
{
	const struct token *t = p->at++;
	struct node *node;

	switch (t->kind) {
	case TOK_INT:
		node = make(p, NODE_INT, t->at, 0);
		node->i = t->i;
		return node;
	case TOK_FLOAT:
		node = make(p, NODE_FLOAT, t->at, 0);
		node->real.f = t->f;
		node->real.exact = token_exact(t);
		return node;
	case TOK_CHAR:
		node = make(p, NODE_CHAR, t->at, 0);
		node->c = (unsigned char)t->s[0];
		return node;
	default:
		node = make(p, NODE_STRING, t->at, 0);
		node->string.s = t->s;
		node->string.len = t->len;
		node->string.from = p->offset + t->at.from + 1;
		return node;
	}
}

static bool starts_argument(const struct token *t)
{
	switch (t->kind) {
	case TOK_NAME:
	case TOK_INT:
	case TOK_FLOAT:
	case TOK_STRING:
	case TOK_CHAR:
	case TOK_OPEN:
	case TOK_OPEN_LIST:
	case TOK_KEYWORD:
		return true;
	default:
		return false;
	}
}

static struct node *atom(struct parser *p)
{
	const struct token *t = peek(p);

	switch (t->kind) {
	case TOK_INT:
	case TOK_FLOAT:
	case TOK_STRING:
	case TOK_CHAR:
		return literal(p);
	case TOK_NAME:
		p->at++;
		return make_name(p, t->s, t->at);
	case TOK_OPEN:
		return parens(p);
	case TOK_OPEN_LIST:
		return list(p);
	case TOK_CLOSE:
	case TOK_CLOSE_LIST:
		parse_fail(p, "there is no open bracket for it",
			   "an expression");
	case TOK_OP:
		if (strcmp(t->s, "~") == 0)
			parse_fail(p,
				   "a bus is written ~name, a rest stands "
				   "inside a string: \"bd ~\"",
				   "an expression");
		/* fall through */
	default:
		parse_fail(p, NULL, "an expression");
	}
}

/* `-1` right behind a blank. */
static bool glued_minus(const struct parser *p)
{
	const struct token *t = peek(p);

	return is_op(t, "-") && t->space_before && t + 1 < p->end &&
	       (t[1].kind == TOK_INT || t[1].kind == TOK_FLOAT ||
		t[1].kind == TOK_NAME || t[1].kind == TOK_OPEN) &&
	       !t[1].space_before;
}

static struct node *negative(struct parser *p)
{
	struct node *node = make(p, NODE_NEGATE, p->at->at, 1);

	p->at++;
	node->items[0] = atom(p);
	node->at = join(node->at, node->items[0]->at);
	node->glued_minus = true;
	return node;
}

struct node *parse_argument(struct parser *p)
{
	const struct token *t = peek(p);
	struct node *node;

	if (t->kind == TOK_KEYWORD) {
		node = make(p, NODE_KEYWORD, t->at, 1);
		node->keyword = t->s;
		p->at++;
		node->items[0] = parse_argument(p);
		node->at = join(t->at, node->items[0]->at);
		return node;
	}
	if (glued_minus(p) || (is_op(t, "-") && t + 1 < p->end))
		return negative(p);
	return atom(p);
}

static bool takes_minus(const struct parser *p, const struct node *head,
			size_t n_args)
{
	return glued_minus(p) && head->kind == NODE_NAME && !head->parens &&
	       p->arity(p->arity_ctx, head->name.s) > (int)n_args;
}

static struct node *application(struct parser *p)
{
	struct node *head = atom(p);
	struct text_span at = head->at;
	struct nodes l = {0};

	push(p, &l, head);
	for (;;) {
		const struct token *t = peek(p);
		struct node *arg;

		if (takes_minus(p, head, l.n - 1))
			arg = negative(p);
		else if (starts_argument(t))
			arg = parse_argument(p);
		else
			break;
		if (arg->kind == NODE_TUPLE && l.n == 1 && !t->space_before &&
		    head->kind == NODE_NAME)
			arg->tight = true;
		at = join(at, arg->at);
		push(p, &l, arg);
	}
	return l.n == 1 ? head : make_of(p, NODE_APPLY, at, &l);
}

/* --- Functions, let, if --- */

enum { MOST_PARTS = 16 };

static void param(struct parser *p, struct param *to)
{
	const struct token *t = peek(p);
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
	s = open(p);
	to->parts = ARENA_ARRAY(p->arena, struct param, MOST_PARTS);
	for (;;) {
		param(p, &to->parts[to->n++]);
		if (peek(p)->kind != TOK_COMMA || to->n == MOST_PARTS)
			break;
		p->at++;
	}
	close(p, s, TOK_CLOSE, &bracket);
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
	while (peek(p)->kind == TOK_NAME || peek(p)->kind == TOK_OPEN)
		param(p, &params[(*n)++]);
	return params;
}

static struct node *lambda(struct parser *p)
{
	struct node *node = make(p, NODE_LAMBDA, p->at->at, 1);

	p->at++;
	node->lambda.params = parse_params(p, &node->lambda.n_params);
	if (node->lambda.n_params == 0)
		parse_fail(p, "a function is written \\x -> fast 2 x",
			   "the name of a parameter");
	if (peek(p)->kind != TOK_ARROW)
		parse_fail(p, "a function is written \\x -> fast 2 x", "`->`");
	p->at++;
	node->items[0] = parse_expression(p);
	node->at = join(node->at, node->items[0]->at);
	return node;
}

static void expect(struct parser *p, enum token_kind kind, const char *what)
{
	if (peek(p)->kind != kind)
		parse_fail(p, NULL, what);
	p->at++;
}

static struct node *conditional(struct parser *p)
{
	struct node *node = make(p, NODE_IF, p->at->at, 3);

	p->at++;
	node->items[0] = parse_expression(p);
	expect(p, TOK_THEN, "`then`");
	node->items[1] = parse_expression(p);
	expect(p, TOK_ELSE, "`else`");
	node->items[2] = parse_expression(p);
	node->at = join(node->at, node->items[2]->at);
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
	expect(p, TOK_EQUALS, "`=`");
	b->body = parse_expression(p);
}

static bool another_binding(struct parser *p, int column)
{
	if (p->at < p->end && p->at->kind == TOK_SEMICOLON) {
		p->at++;
		return true;
	}
	return p->at < p->end && p->at->first_on_line &&
	       (int)p->at->column == column && p->at->kind == TOK_NAME;
}

/* Bindings that begin in one column, or stand behind `;`. */
static struct binding *bindings(struct parser *p, size_t *n)
{
	struct binding *list = NULL;
	size_t cap = 0;
	int saved = p->block_column, column = (int)peek(p)->column;

	*n = 0;
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
	} while (another_binding(p, column));
	return list;
}

static struct node *let(struct parser *p)
{
	struct node *node = make(p, NODE_LET, p->at->at, 1);

	p->at++;
	node->let.bindings = bindings(p, &node->let.n_bindings);
	expect(p, TOK_IN, "`in`");
	node->items[0] = parse_expression(p);
	node->at = join(node->at, node->items[0]->at);
	return node;
}

static struct node *operand(struct parser *p)
{
	struct node *node;

	switch (peek(p)->kind) {
	case TOK_LAMBDA:
		enter(p);
		node = lambda(p);
		break;
	case TOK_IF:
		enter(p);
		node = conditional(p);
		break;
	case TOK_LET:
		enter(p);
		node = let(p);
		break;
	case TOK_DO:
		parse_fail(p,
			   "leave it away: statements stand one below the "
			   "other",
			   "an expression");
	default:
		return measure(p, application(p));
	}
	p->depth--;
	return measure(p, node);
}

struct node *parse_modifier(struct parser *p)
{
	struct node *node = right_section(p, p->at->at);

	if (p->at < p->end)
		parse_fail(p, NULL, "the end of the statement");
	return node;
}

struct node *parse_all(struct parser *p)
{
	struct node *node = typed(p, parse_expression(p)), *outer;

	if (!parse_at_end(p) && p->at->kind == TOK_WHERE) {
		p->at++;
		outer = make(p, NODE_LET, node->at, 1);
		outer->let.bindings = bindings(p, &outer->let.n_bindings);
		outer->items[0] = node;
		node = outer;
	}
	if (p->at < p->end && p->at->kind != TOK_END) {
		const char *hint = NULL;

		if (p->at->kind == TOK_CLOSE || p->at->kind == TOK_CLOSE_LIST)
			hint = "there is no open bracket for it";
		else if (p->at->kind == TOK_EQUALS)
			hint = "a name is given to a value by `let x = ...`";
		parse_fail(p, hint, "the end of the statement");
	}
	return node;
}
