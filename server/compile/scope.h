/* The definitions that a text can refer to: its own and those of its scope,
 * which are read when somebody asks for them. [compile] */
#ifndef COMPILE_SCOPE_H
#define COMPILE_SCOPE_H

#include "compile/compile.h"
#include "compile/expression.h"
#include "lang/statement.h"

/* One statement with a name, of the text or of the scope. */
struct known {
	const char *name;
	struct statement *statement;	 /* NULL: not read yet */
	const struct scope_entry *entry; /* NULL: of the text */
	struct diag_list *errors;
	struct tokens tokens;	      /* of the entry, once somebody asked */
	const struct statement *slot; /* the last of the text that plays it */
	bool lexed, marked, mentioned;
	bool turns; /* a slot: a transition of the text goes on from it */
	bool removed; /* was in the scope; what the text knows is its own */
};

struct definitions {
	struct arena *arena;
	const struct scope_view *scope;
	const struct compile_limits *limits;
	size_t text_len;
	struct known *at; /* open addressing by name */
	size_t mask;
	struct known **own; /* of the text, in its order */
	size_t n_own;
};

/* Room for n more of the text. scope is NULL in replace mode. */
void definitions_init(struct definitions *d, struct arena *a,
		      const struct scope_view *scope,
		      const struct compile_limits *limits, size_t n,
		      size_t text_len);
/* A definition of the text; the last of a name counts. Returns the one of the
 * text that it takes the place of, or NULL. */
struct statement *definitions_add(struct definitions *d, struct statement *s);
/* A slot of the text; the one that it takes the place of, or NULL. */
const struct statement *definitions_add_slot(struct definitions *d,
					     const char *name,
					     const struct statement *s);
struct known *definitions_find(struct definitions *d, const char *name);
/* The statement of an entry, read; NULL when it can't be. */
struct statement *known_read(struct definitions *d, struct known *k);
/* The tokens of an entry. */
struct tokens known_tokens(struct definitions *d, struct known *k);
/* Mark all entries of the scope that what the text defines reaches. */
void definitions_mark(struct definitions *d);

/* For inference: ctx is a struct definitions. */
struct names definitions_names(struct definitions *d);
int definitions_arity(void *ctx, const char *name);

bool is_slot_name(const char *name);

#endif
