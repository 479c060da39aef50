/* What expressions and whole texts share. [compile] */
#ifndef COMPILE_EXPRESSION_H
#define COMPILE_EXPRESSION_H

#include "base/diag.h"
#include "lang/infer.h"
#include "lang/parse.h"

/* The rows as inference asks for them; without definitions. */
extern const struct names names_rows;
void names_offer_rows(void *ctx, struct nearest *near);
/* Arguments that a row's name takes, -1: no row. */
int names_arity(void *ctx, const char *name);

/* The type that a letter of the events tool stands for; NULL: none. */
struct type *type_of_letter(struct types *t, char letter);

#endif
