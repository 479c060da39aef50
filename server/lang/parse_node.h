/* What the files of the parser share. Private to lang/. */
#ifndef LANG_PARSE_NODE_H
#define LANG_PARSE_NODE_H

#include "lang/parse.h"

enum { HIGHEST = 1000 };

/* A list of nodes that grows. */
struct nodes {
	struct node **at;
	size_t n, cap;
};

/* What an open bracket puts aside. */
struct saved {
	int block_column;
	const struct token *open;
};

/* The next token; a TOK_END where the expression must end. */
const struct token *parse_peek(const struct parser *p);
bool token_is_op(const struct token *t, const char *op);

/* Report a mistake and leave. */
_Noreturn void parse_fail_at(struct parser *p, struct text_span at,
			     const char *hint, const char *message);
_Noreturn void parse_too_long(struct parser *p, struct text_span at);
/* One level deeper; p->depth-- when it is done. */
void parse_enter(struct parser *p);

struct node *parse_make(struct parser *p, enum node_kind kind,
			struct text_span at, size_t n);
struct node *parse_make_name(struct parser *p, const char *s,
			     struct text_span at);
struct node *parse_make_of(struct parser *p, enum node_kind kind,
			   struct text_span at, struct nodes *l);
void nodes_push(struct parser *p, struct nodes *l, struct node *node);
/* Operators chain without nesting: what walks the tree must be bounded. */
struct node *parse_measure(struct parser *p, struct node *node);
struct text_span span_join(struct text_span a, struct text_span b);

/* Step behind a bracket, and behind the one that closes it; node gets the span
 * of both. */
struct saved parse_open(struct parser *p);
void parse_close(struct parser *p, struct saved s, enum token_kind kind,
		 struct node *node);

/* What to write instead of what stands at p->at; NULL: nobody knows. */
const char *parse_hint_missing(const struct parser *p); /* no expression */
const char *parse_hint_end(const struct parser *p);	/* it should end */
const char *parse_hint_do(const struct parser *p);
const char *parse_hint_parameter(const struct parser *p); /* no `=` */
/* Fail where a list comprehension or a `case` begins. */
void parse_refuse_comprehension(struct parser *p, const char *op);
void parse_refuse_case(struct parser *p);

/* At their first word. */
struct node *parse_lambda(struct parser *p);
struct node *parse_if(struct parser *p);
struct node *parse_let(struct parser *p);
/* Bindings that begin in one column, or stand behind `;`. */
struct binding *parse_bindings(struct parser *p, size_t *n);

#endif
