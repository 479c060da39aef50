#include "lang/parse_node.h"

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

void parse_fixity(const char *op, int *prec, bool *right)
{
	struct fixity f = fixity(op);

	*prec = f.prec;
	*right = f.assoc == RIGHT;
}

/* --- Operators --- */

/* The operator at the next token, if one stands there; *n tokens long. */
static const char *operator_at(const struct parser *p, size_t *n)
{
	const struct token *t = parse_peek(p);

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
	struct node *node =
	    parse_make_name(p, op, n == 3 ? p->at[1].at : p->at->at);

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
	const struct token *t = p->at;
	bool number = *b == '.' && !b[1] && !t->space_before &&
		      (t[-1].kind == TOK_INT || t[-1].kind == TOK_FLOAT);

	parse_fail_at(p, t->at,
		      strcmp(a, "=>") == 0 || strcmp(b, "=>") == 0
			  ? "a function is written \\x -> fast 2 x"
		      : number ? "a number has a digit behind its point: 2.0"
			       : "say with parentheses which goes first",
		      arena_printf(p->arena,
				   "`%s` and `%s` can't stand side by side", a,
				   b));
}

static struct node *climb(struct parser *p, struct node *left, int min,
			  struct fixity last);

static const struct fixity no_operator = {.prec = -1};

static struct node *climb_operand(struct parser *p, int min)
{
	const struct token *t = parse_peek(p);

	if (token_is_op(t, "-")) {
		struct node *node = parse_make(p, NODE_NEGATE, t->at, 1);
		int inner = min > 7 ? min : 7;

		parse_enter(p);
		p->at++;
		node->items[0] =
		    climb(p, climb_operand(p, inner), inner, no_operator);
		node->at = span_join(node->at, node->items[0]->at);
		p->depth--;
		return parse_measure(p, node);
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

		parse_refuse_comprehension(p, op);
		struct node *name, *node;

		if (f.prec < min || before_close(p, n))
			break;
		if (f.prec == last.prec &&
		    (f.assoc != last.assoc || f.assoc == NONE))
			mixed(p, last.op, op);
		name = operator_name(p, op, n);
		node = parse_make(p, NODE_OP, left->at, 3);
		node->items[0] = name;
		node->items[1] = left;
		parse_enter(p);
		node->items[2] = climb_operand(p, f.prec + 1);
		node->items[2] =
		    climb(p, node->items[2], f.prec + (f.assoc != RIGHT), f);
		p->depth--;
		node->at = span_join(left->at, node->items[2]->at);
		left = parse_measure(p, node);
		last = f;
	}
	return left;
}

static struct node *segments(struct parser *p, struct node *first)
{
	struct nodes l = {0};
	struct text_span at = first->at;

	nodes_push(p, &l, first);
	while (parse_peek(p)->kind == TOK_DOLLAR && !before_close(p, 1)) {
		struct node *next;

		p->at++;
		next = climb(p, climb_operand(p, 0), 0, no_operator);
		at = span_join(at, next->at);
		nodes_push(p, &l, next);
		if (l.n + next->height > HIGHEST)
			parse_too_long(p, at);
	}
	return l.n == 1 ? first : parse_make_of(p, NODE_SEGMENTS, at, &l);
}

struct node *parse_expression(struct parser *p)
{
	return segments(p, climb(p, climb_operand(p, 0), 0, no_operator));
}

/* --- Brackets --- */

struct saved parse_open(struct parser *p)
{
	struct saved s = {p->block_column, p->at};

	parse_enter(p);
	p->at++;
	p->block_column = -1;
	return s;
}

void parse_close(struct parser *p, struct saved s, enum token_kind kind,
		 struct node *node)
{
	const struct token *t = parse_peek(p);
	int line, column;

	if (t->kind != kind) {
		const char *what = kind == TOK_CLOSE ? "`)`" : "`]`";

		diag_place(p->errors->text, p->errors->len, s.open->at.from,
			   &line, &column);
		parse_fail(p,
			   t->kind == TOK_ARROW
			       ? "a function is written \\x -> fast 2 x"
			       : NULL,
			   arena_printf(p->arena,
					"%s for the %s of line %d, column %d",
					what, kind == TOK_CLOSE ? "`(`" : "`[`",
					line, column));
	}
	node->at = span_join(s.open->at, t->at);
	p->at++;
	p->block_column = s.block_column;
	p->depth--;
}

static struct node *typed(struct parser *p, struct node *node)
{
	struct node *t;
	uint32_t from, to;
	int depth = 0;

	if (parse_peek(p)->kind != TOK_TYPED)
		return node;
	p->at++;
	from = to = parse_peek(p)->at.from;
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
	t = parse_make(p, NODE_TYPED,
		       span_join(node->at, (struct text_span){from, to}), 1);
	t->items[0] = node;
	t->signature = arena_strn(p->arena, p->errors->text + from, to - from);
	return t;
}

static const char hole_name[] = "(section)";

/* `(op e)`: e may go on with further operators, as `(* 2 + 1)` does; then it
 * is the function that puts its argument there. */
static struct node *right_section(struct parser *p, struct text_span at)
{
	struct node *hole = parse_make_name(p, hole_name, at), *node, *section;

	if (parse_peek(p)->kind == TOK_DOLLAR) {
		section = parse_make(p, NODE_SECTION, at, 2);
		section->items[0] = parse_make_name(p, "$", p->at->at);
		p->at++;
		section->items[1] = parse_expression(p);
		return parse_measure(p, section);
	}
	node = climb(p, hole, 0, no_operator);
	if (parse_peek(p)->kind == TOK_DOLLAR)
		node = segments(p, node);
	if (node->kind == NODE_OP && node->items[1] == hole) {
		section = parse_make(p, NODE_SECTION, node->at, 2);
		section->items[0] = node->items[0];
		section->items[1] = node->items[2];
		return parse_measure(p, section);
	}
	section = parse_make(p, NODE_LAMBDA, node->at, 1);
	section->lambda.params = ARENA_NEW(p->arena, struct param);
	section->lambda.params->name = hole_name;
	section->lambda.params->at = at;
	section->lambda.n_params = 1;
	section->items[0] = node;
	return parse_measure(p, section);
}

static struct node *left_section(struct parser *p, struct node *node)
{
	struct node *section;
	const char *op = parse_peek(p)->kind == TOK_DOLLAR ? "$" : NULL;
	size_t n = 1;

	if (!op)
		op = operator_at(p, &n);
	if (!op || !before_close(p, n))
		return node;
	section = parse_make(p, NODE_SECTION, node->at, 2);
	section->left = true;
	section->items[0] = operator_name(p, op, n);
	section->items[1] = node;
	return parse_measure(p, section);
}

static struct node *parens(struct parser *p)
{
	struct text_span at = p->at->at;
	struct saved s = parse_open(p);
	struct node *node;
	struct nodes l = {0};
	size_t n = 1;
	const char *op =
	    parse_peek(p)->kind == TOK_DOLLAR ? "$" : operator_at(p, &n);

	if (op && before_close(p, n)) {
		node = operator_name(p, op, n);
	} else if (op && strcmp(op, "-") != 0) {
		node = right_section(p, at);
	} else if (parse_peek(p)->kind == TOK_CLOSE) {
		node = parse_make(p, NODE_TUPLE, at, 0);
	} else {
		node = typed(p, left_section(p, parse_expression(p)));
		if (parse_peek(p)->kind == TOK_COMMA) {
			nodes_push(p, &l, node);
			while (parse_peek(p)->kind == TOK_COMMA) {
				p->at++;
				nodes_push(p, &l,
					   typed(p, parse_expression(p)));
			}
			node = parse_make_of(p, NODE_TUPLE, at, &l);
		}
	}
	parse_close(p, s, TOK_CLOSE, node);
	node->parens = true;
	return node;
}

static struct node *list(struct parser *p)
{
	struct saved s = parse_open(p);
	struct nodes l = {0};
	struct node *node;

	while (parse_peek(p)->kind != TOK_CLOSE_LIST) {
		nodes_push(p, &l, typed(p, parse_expression(p)));
		if (parse_peek(p)->kind == TOK_DOTS && l.n <= 2) {
			node = parse_make(p, NODE_RANGE, s.open->at, 3);
			node->items[0] = l.at[0];
			node->items[1] = l.n == 2 ? l.at[1] : NULL;
			p->at++;
			if (parse_peek(p)->kind == TOK_CLOSE_LIST)
				parse_fail(p, "lists have an end: [0 .. 7]",
					   "the last number of the list");
			node->items[2] = parse_expression(p);
			parse_close(p, s, TOK_CLOSE_LIST, node);
			return parse_measure(p, node);
		}
		if (parse_peek(p)->kind != TOK_COMMA)
			break;
		p->at++;
		if (parse_peek(p)->kind == TOK_CLOSE_LIST)
			parse_fail(p, "take the last comma away",
				   "an expression");
	}
	node = parse_make_of(p, NODE_LIST, s.open->at, &l);
	parse_close(p, s, TOK_CLOSE_LIST, node);
	return node;
}

/* --- Atoms --- */

static struct node *literal(struct parser *p)
{
	const struct token *t = p->at++;
	struct node *node;

	switch (t->kind) {
	case TOK_INT:
		node = parse_make(p, NODE_INT, t->at, 0);
		node->i = t->i;
		return node;
	case TOK_FLOAT:
		node = parse_make(p, NODE_FLOAT, t->at, 0);
		node->real.f = t->f;
		node->real.exact = token_exact(t);
		return node;
	case TOK_CHAR:
		node = parse_make(p, NODE_CHAR, t->at, 0);
		node->c = (unsigned char)t->s[0];
		return node;
	default:
		node = parse_make(p, NODE_STRING, t->at, 0);
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

/* `if x a b` is a unit of signals; with a `then` it is a condition. */
static bool is_unit_if(struct parser *p)
{
	const struct token *t = p->at;

	if (parse_peek(p)->kind != TOK_IF)
		return false;
	if (p->no_then && p->at >= p->no_then)
		return true;
	while (t < p->end && t->kind != TOK_THEN && t->kind != TOK_ELSE)
		t++;
	if (t == p->end)
		p->no_then = p->at;
	return t == p->end;
}

static struct node *atom(struct parser *p)
{
	const struct token *t = parse_peek(p);

	if (is_unit_if(p)) {
		p->at++;
		return parse_make_name(p, "if", t->at);
	}

	switch (t->kind) {
	case TOK_INT:
	case TOK_FLOAT:
	case TOK_STRING:
	case TOK_CHAR:
		return literal(p);
	case TOK_NAME:
		if (strcmp(t->s, "case") == 0)
			parse_refuse_case(p);
		p->at++;
		return parse_make_name(p, t->s, t->at);
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
		parse_fail(p, parse_hint_missing(p), "an expression");
	}
}

/* `-1` right behind a blank. */
static bool glued_minus(const struct parser *p)
{
	const struct token *t = parse_peek(p);

	return token_is_op(t, "-") && t->space_before && t + 1 < p->end &&
	       (t[1].kind == TOK_INT || t[1].kind == TOK_FLOAT ||
		t[1].kind == TOK_NAME || t[1].kind == TOK_OPEN) &&
	       !t[1].space_before;
}

static struct node *negative(struct parser *p)
{
	struct node *node = parse_make(p, NODE_NEGATE, p->at->at, 1);

	p->at++;
	node->items[0] = atom(p);
	node->at = span_join(node->at, node->items[0]->at);
	node->glued_minus = true;
	return node;
}

struct node *parse_argument(struct parser *p)
{
	const struct token *t = parse_peek(p);
	struct node *node;

	if (t->kind == TOK_KEYWORD) {
		node = parse_make(p, NODE_KEYWORD, t->at, 1);
		node->keyword = t->s;
		p->at++;
		node->items[0] = parse_argument(p);
		node->at = span_join(t->at, node->items[0]->at);
		return node;
	}
	if (glued_minus(p) || (token_is_op(t, "-") && t + 1 < p->end))
		return negative(p);
	return atom(p);
}

/* Something that can only be a signal, as far as one can see. */
static bool looks_like_sound(const struct node *node)
{
	return node->parens ||
	       (node->kind == NODE_NAME && *node->name.s == '~');
}

static bool takes_minus(const struct parser *p, const struct nodes *l)
{
	const struct node *head = l->at[0];
	int n_args = (int)l->n - 1;

	if (!glued_minus(p) || head->kind != NODE_NAME || head->parens)
		return false;
	return p->arity(p->arity_ctx, head->name.s) > n_args ||
	       (n_args > 0 && p->unit_arity && looks_like_sound(l->at[1]) &&
		p->unit_arity(head->name.s) > n_args);
}

static struct node *application(struct parser *p)
{
	struct node *head = atom(p);
	struct text_span at = head->at;
	struct nodes l = {0};

	nodes_push(p, &l, head);
	for (;;) {
		const struct token *t = parse_peek(p);
		struct node *arg;

		if (takes_minus(p, &l))
			arg = negative(p);
		else if (starts_argument(t))
			arg = parse_argument(p);
		else
			break;
		if (arg->kind == NODE_TUPLE && l.n == 1 && !t->space_before &&
		    head->kind == NODE_NAME)
			arg->tight = true;
		at = span_join(at, arg->at);
		nodes_push(p, &l, arg);
	}
	return l.n == 1 ? head : parse_make_of(p, NODE_APPLY, at, &l);
}

static struct node *operand(struct parser *p)
{
	struct node *node;

	if (is_unit_if(p))
		return parse_measure(p, application(p));
	switch (parse_peek(p)->kind) {
	case TOK_LAMBDA:
		parse_enter(p);
		node = parse_lambda(p);
		break;
	case TOK_IF:
		parse_enter(p);
		node = parse_if(p);
		break;
	case TOK_LET:
		parse_enter(p);
		node = parse_let(p);
		break;
	case TOK_DO:
		parse_fail(p, parse_hint_do(p), "an expression");
	default:
		return parse_measure(p, application(p));
	}
	p->depth--;
	return parse_measure(p, node);
}

struct node *tree_copy(struct arena *a, const struct node *node)
{
	struct node *copy = arena_copy(a, node, sizeof(*node));

	arena_step(a);
	if (node->kind == NODE_LAMBDA)
		copy->lambda.params =
		    arena_copy(a, node->lambda.params,
			       node->lambda.n_params * sizeof(struct param));
	copy->items = ARENA_ARRAY(a, struct node *, node->n);
	for (size_t i = 0; i < node->n; i++)
		copy->items[i] =
		    node->items[i] ? tree_copy(a, node->items[i]) : NULL;
	return copy;
}

struct node *parse_modifier(struct parser *p)
{
	struct node *node = right_section(p, p->at->at);

	node->again = tree_copy(p->arena, node);
	if (p->at < p->end)
		parse_fail(p, NULL, "the end of the statement");
	return node;
}

struct node *parse_all(struct parser *p)
{
	struct node *node, *outer;

	p->start = p->at;
	node = typed(p, parse_expression(p));

	if (!parse_at_end(p) && p->at->kind == TOK_WHERE) {
		p->at++;
		outer = parse_make(p, NODE_LET, node->at, 1);
		outer->let.bindings = parse_bindings(p, &outer->let.n_bindings);
		outer->items[0] = node;
		node = outer;
	}
	if (p->at < p->end && p->at->kind != TOK_END) {
		parse_fail(p, parse_hint_end(p), "the end of the statement");
	}
	return node;
}
