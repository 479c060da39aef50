/* Effects after `#`, which take all that stands before them. */
#include <ctype.h>
#include <string.h>
#include "lang/infer_unit.h"
#include "lang/parse.h"

struct chain {
	struct node **operand, **op; /* op[i] stands before operand[i + 1] */
	size_t n, cap;
};

static void chain_push(struct infer *inf, struct chain *c, struct node *op,
		       struct node *operand)
{
	if (c->n == c->cap) {
		size_t cap = c->cap ? c->cap * 2 : 8;
		struct node **a = ARENA_ARRAY(inf->arena, struct node *, cap);
		struct node **b = ARENA_ARRAY(inf->arena, struct node *, cap);

		if (c->n) {
			memcpy(a, c->operand, c->n * sizeof(*a));
			memcpy(b, c->op, c->n * sizeof(*b));
		}
		c->operand = a;
		c->op = b;
		c->cap = cap;
	}
	if (c->n)
		c->op[c->n - 1] = op;
	c->operand[c->n++] = operand;
}

/* In the order of the text. */
static void flatten(struct infer *inf, struct chain *c, struct node *node,
		    struct node *before)
{
	if (node->kind != NODE_OP || (node->parens && before)) {
		chain_push(inf, c, before, node);
		return;
	}
	arena_enter(inf->arena);
	node->plain_chain = true;
	if (node->items[1]->kind == NODE_OP && !node->items[1]->parens)
		flatten(inf, c, node->items[1], before);
	else
		chain_push(inf, c, before, node->items[1]);
	if (node->items[2]->kind == NODE_OP && !node->items[2]->parens)
		flatten(inf, c, node->items[2], node->items[0]);
	else
		chain_push(inf, c, node->items[0], node->items[2]);
	arena_leave(inf->arena);
}

static const struct unit *effect_at(struct infer *inf, const struct chain *c,
				    size_t i)
{
	struct node *node = c->operand[i];
	const struct node *name =
	    node->kind == NODE_APPLY ? node->items[0] : node;
	const struct unit *u;

	if (strcmp(c->op[i - 1]->name.s, "#") != 0 || name->kind != NODE_NAME)
		return NULL;
	u = infer_unit_of(inf, name);
	return u && (u->inputs > 0 || u->envelope) ? u : NULL;
}

static struct node *climb(struct infer *inf, const struct chain *c, size_t *at,
			  int least)
{
	struct node *left = c->operand[*at];

	arena_enter(inf->arena);
	while (*at + 1 < c->n) {
		struct node *op = c->op[*at], *node;
		bool to_right;
		int prec;

		parse_fixity(op->name.s, &prec, &to_right);
		if (prec < least)
			break;
		++*at;
		node = infer_make(inf, NODE_OP, left->at, 3);
		node->items[0] = op;
		node->items[1] = left;
		node->items[2] = climb(inf, c, at, to_right ? prec : prec + 1);
		node->at.to = node->items[2]->at.to;
		node->plain_chain = true;
		left = node;
	}
	arena_leave(inf->arena);
	return left;
}

static struct node *tree_of(struct infer *inf, const struct chain *c)
{
	size_t at = 0;

	return climb(inf, c, &at, 0);
}

static bool sounds_as_signal(struct infer *inf, const struct chain *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (type_head(infer_node(inf, c->operand[i])) == CON_SIGNAL)
			return true;
	return false;
}

/* A string whose first item is a number; `"bd sn" # pan 0` is of sounds. */
static bool reads_as_numbers(const struct node *string)
{
	const char *s = string->string.s;

	for (size_t i = 0; i < string->string.len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (isdigit(c) || c >= 0x80 || isalpha(c))
			return isdigit(c);
	}
	return false;
}

/* Numbers alone: what can only be a control signal before an effect. */
static bool is_numbers(struct infer *inf, const struct chain *c)
{
	struct type *t = infer_node(inf, c->operand[0]);

	if (c->n != 1)
		return false;
	if (c->operand[0]->kind == NODE_STRING && type_head(t) == -1)
		return reads_as_numbers(c->operand[0]);
	if (infer_is_string_bus(c->operand[0]))
		return true;
	if (type_head(t) == CON_PATTERN)
		t = type_last(t);
	return type_head(t) == CON_DOUBLE || type_head(t) == CON_NOTE ||
	       type_head(t) == CON_INT || type_head(t) == CON_RATIONAL;
}

/* `x # ~fx`: a function of signals after `#`. */
static bool is_modifier(struct infer *inf, const struct chain *c, size_t i)
{
	struct type *from, *to;
	const struct node *node = c->operand[i];

	return strcmp(c->op[i - 1]->name.s, "#") == 0 &&
	       ((node->kind == NODE_NAME && node->name.s[0] == '~') ||
		node->parens) &&
	       type_is_arrow(infer_node(inf, c->operand[i]), &from, &to) &&
	       type_head(from) == CON_SIGNAL;
}

/* The same for a modifier bus that says nothing but what controls say, too
 * (~fx # lpf 800): behind a signal it is an effect. NULL: it is none. */
static struct node *signal_modifier(struct infer *inf, const struct chain *c,
				    size_t i)
{
	const struct node *name = c->operand[i];
	const struct binding *b;
	struct local *locals = inf->locals;
	struct diag_list *errors = inf->errors;
	struct node *copy;

	infer_node(inf, c->operand[i]);
	if (strcmp(c->op[i - 1]->name.s, "#") != 0 || name->kind != NODE_NAME ||
	    name->name.ref != REF_DEFINITION || !(b = name->name.binding) ||
	    b->n_params || !b->body->again)
		return NULL;
	copy = tree_copy(inf->arena, b->body->again);
	copy->effect = true;
	if (copy->kind == NODE_LAMBDA)
		copy->lambda.params->signal = true;
	inf->locals = NULL;
	inf->errors = b->errors ? b->errors : errors;
	infer_node(inf, copy);
	inf->locals = locals;
	inf->errors = errors;
	return copy;
}

static struct node *modify(struct infer *inf, struct node *left, struct node *f)
{
	struct node *node = infer_make(inf, NODE_APPLY, left->at, 2);

	node->at.to = f->at.to;
	node->items[0] = f;
	node->items[1] = left;
	return node;
}

struct type *infer_chain(struct infer *inf, struct node *node)
{
	struct chain all = {0}, now = {0};
	bool found = false;
	struct node *tree;

	if (node->plain_chain)
		return NULL;
	flatten(inf, &all, node, NULL);
	chain_push(inf, &now, NULL, all.operand[0]);
	for (size_t i = 1; i < all.n; i++) {
		const struct unit *u = effect_at(inf, &all, i);
		struct node *left, *e = all.operand[i], *again;
		bool signal = sounds_as_signal(inf, &now);

		if (u && !signal && !is_numbers(inf, &now) &&
		    !infer_is_definite(inf, e, u))
			u = NULL;
		again = signal && !u && !is_modifier(inf, &all, i)
			    ? signal_modifier(inf, &all, i)
			    : NULL;
		if (again)
			e = again;
		else if (!u && !is_modifier(inf, &all, i)) {
			chain_push(inf, &now, all.op[i - 1], e);
			continue;
		}
		left = tree_of(inf, &now);
		infer_node(inf, left);
		found = true;
		now.n = 0;
		if (!u) {
			chain_push(inf, &now, NULL, modify(inf, left, e));
			continue;
		}
		e->type = infer_call_unit(inf, e, u, left);
		chain_push(inf, &now, NULL, e);
	}
	if (!found)
		return NULL;
	tree = tree_of(inf, &now);
	if (tree->kind == NODE_NAME || tree == node)
		return infer_node(inf, tree);
	{
		bool parens = node->parens;

		*node = *tree;
		node->parens = parens;
	}
	if (node->type)
		return node->type;
	return node->kind == NODE_OP ? infer_op(inf, node)
				     : infer_apply(inf, node);
}

struct type *infer_effect_section(struct infer *inf, struct node *node)
{
	static const char hole[] = "(effect)";
	struct node *e = node->items[1], *body, *name;
	const struct unit *u;

	if (node->left || strcmp(node->items[0]->name.s, "#") != 0)
		return NULL;
	u = infer_unit_of(inf, e->kind == NODE_APPLY ? e->items[0] : e);
	if (!u || !(u->inputs > 0 || u->envelope) ||
	    (!node->effect && !infer_is_definite(inf, e, u)))
		return NULL;
	name = infer_make(inf, NODE_NAME, e->at, 0);
	name->name.s = hole;
	body = infer_make(inf, NODE_OP, node->at, 3);
	body->items[0] = node->items[0];
	body->items[1] = name;
	body->items[2] = e;
	node->kind = NODE_LAMBDA;
	node->n = 1;
	node->items = ARENA_ARRAY(inf->arena, struct node *, 1);
	node->items[0] = body;
	node->lambda.params = ARENA_NEW(inf->arena, struct param);
	node->lambda.params->name = hole;
	node->lambda.params->at = e->at;
	node->lambda.n_params = 1;
	node->lambda.params->signal = node->effect;
	return infer_function(inf, node->lambda.params, 1, body);
}
