/* Tokens to trees: expressions. Statements are in statement.h. [compile] */
#ifndef LANG_PARSE_H
#define LANG_PARSE_H

#include "lang/lex.h"
#include "lang/tree.h"

/* What the parser must know of names: how many arguments one takes, for the
 * minus of `range -1 1`; -1 when that is not known. */
typedef int arity_fn(void *ctx, const char *name);

struct parser {
	struct diag_list *errors;
	struct arena *arena;
	const struct token *at; /* the next token */
	const struct token
	    *end; /* stop here: a TOK_END or the next statement */
	const struct token *start;   /* of what parse_all() reads */
	const struct token *no_then; /* from here on there is none; NULL */
	int block_column; /* a line that begins here ends an item; -1 */
	unsigned depth, max_depth;
	uint32_t offset; /* added to where strings say they stand */
	arity_fn *arity;
	void *arity_ctx;
	/* Of what the name means for signals, if anything; or NULL. */
	int (*unit_arity)(const char *name);
};

/* Parse exactly [p->at, p->end) as an expression. After a mistake, which is in
 * the list, escapes from the arena with ST_INVALID. */
struct node *parse_all(struct parser *p);
/* As much as is an expression. */
struct node *parse_expression(struct parser *p);
/* An argument: a literal, a name, something in brackets, a negative number. */
struct node *parse_argument(struct parser *p);
/* A tree before inference, anew. Bindings of a `let` stay shared. */
struct node *tree_copy(struct arena *a, const struct node *node);
/* `# e` of a modifier bus: the function that does it. */
struct node *parse_modifier(struct parser *p);
/* How tight an operator binds, and whether to the right. */
void parse_fixity(const char *op, int *prec, bool *right);
bool parse_at_end(const struct parser *p);
struct param *parse_params(struct parser *p, size_t *n);

/* Report what stands at the next token and leave. */
_Noreturn void parse_fail(struct parser *p, const char *hint,
			  const char *expected);

#endif
