/* A text as statements: where each begins (layout), what its head says, and
 * the trees of what follows. [compile] */
#ifndef LANG_STATEMENT_H
#define LANG_STATEMENT_H

#include "lang/command.h"
#include "lang/parse.h"

enum statement_kind {
	STMT_BROKEN,	 /* its mistakes are in the list */
	STMT_SLOT,	 /* name plays expr */
	STMT_DEFINITION, /* binding */
	STMT_COMMAND,	 /* name, args, expr */
	STMT_VALUE,	 /* a bare expression */
};

struct statement {
	enum statement_kind kind;
	struct text_span at, head; /* head: up to where expr begins */
	const char *name;	   /* canonical slot, or the command's word */
	const struct command *command;
	struct binding binding;
	struct node *expr;  /* NULL: none */
	struct node **args; /* of a transition: without its target */
	size_t n_args;
	const char *target; /* of a command; NULL: none was said */
	const struct token *from, *body, *to;
};

struct statements {
	struct statement *at;
	size_t n;
};

/* Find the statements and read their heads. At most `most` of them. */
struct statements statements_split(struct diag_list *errors,
				   struct tokens tokens, size_t most);
/* Read what stands behind the head. p has the errors, arity and limits. */
void statement_parse(struct statement *s, const struct parser *p);
/* The word is a slot: d1, o1, out1. */
bool statement_is_slot(const char *word);
/* The token of a definition's name, behind `let` or `fn`. */
const struct token *definition_name(const struct statement *s);
/* The slot that a name or number stands for ("d1" for o1, out1, 1; "p:drums"
 * for "drums"), or NULL. */
const char *slot_name(struct arena *a, const struct token *t);

#endif
