#include "pattern/context.h"

enum { LEAVES_MAX = 4096, STACK_MAX = 256 };

const struct context *context_at(struct arena *a, struct text_span at, int line,
				 int column, int end_line, int end_column)
{
	struct context *c = ARENA_NEW(a, struct context);

	c->at = at;
	c->line = line;
	c->column = column;
	c->end_line = end_line;
	c->end_column = end_column;
	return c;
}

const struct context *context_join_slow(struct arena *a,
					const struct context *x,
					const struct context *y)
{
	struct context *c = arena_alloc(a, sizeof(*c));

	*c = (struct context){.left = x, .right = y};
	return c;
}

/* Walks the leaves from the left. A tree whose left branches lie deeper than
 * STACK_MAX loses the places beyond that. */
struct walk {
	const struct context *stack[STACK_MAX];
	int depth;
};

static void walk_push(struct walk *w, const struct context *c)
{
	if (c && w->depth < STACK_MAX)
		w->stack[w->depth++] = c;
}

static void walk_start(struct walk *w, const struct context *c)
{
	w->depth = 0;
	walk_push(w, c);
}

static const struct context *walk_next(struct walk *w)
{
	while (w->depth) {
		const struct context *c = w->stack[--w->depth];

		if (!c->left)
			return c;
		walk_push(w, c->right);
		walk_push(w, c->left);
	}
	return NULL;
}

size_t context_leaves(const struct context *c, const struct context **to,
		      size_t max)
{
	struct walk w;
	size_t n = 0;

	walk_start(&w, c);
	while (n < max && (c = walk_next(&w)))
		to[n++] = c;
	return n;
}

size_t context_count(const struct context *c)
{
	struct walk w;
	size_t n = 0;

	walk_start(&w, c);
	while (n < LEAVES_MAX && walk_next(&w))
		n++;
	return n;
}

const struct context *context_leaf(const struct context *c, size_t i)
{
	struct walk w;

	walk_start(&w, c);
	do
		c = walk_next(&w);
	while (c && i--);
	return c;
}

static int cmp_leaf(const struct context *x, const struct context *y)
{
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->end_column != y->end_column)
		return x->end_column < y->end_column ? -1 : 1;
	return (x->end_line > y->end_line) - (x->end_line < y->end_line);
}

int context_cmp(const struct context *x, const struct context *y)
{
	struct walk wx, wy;

	if (x == y)
		return 0;
	walk_start(&wx, x);
	walk_start(&wy, y);
	for (int i = 0; i < LEAVES_MAX; i++) {
		const struct context *a = walk_next(&wx), *b = walk_next(&wy);
		int c;

		if (!a || !b)
			return (a != NULL) - (b != NULL);
		c = a == b ? 0 : cmp_leaf(a, b);
		if (c)
			return c;
	}
	return 0;
}
