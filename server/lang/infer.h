/* Type inference (Hindley and Milner's, with classes): decides what each name
 * means, of which type each string and number is, and how the segments between
 * `$` apply to each other. Rewrites what is only a way of writing. [compile] */
#ifndef LANG_INFER_H
#define LANG_INFER_H

#include "base/nearest.h"
#include "lang/tree.h"
#include "lang/type.h"
#include "lang/unit.h"

/* What names mean outside of the expression. */
struct names {
	void *ctx;
	/* A row: its handle (which may be made in the arena), and its signature
	 * in *signature; or NULL. */
	const void *(*row)(void *ctx, struct arena *a, const char *name,
			   const char **signature);
	/* A definition of the text or its scope, or NULL. */
	struct binding *(*definition)(void *ctx, const char *name);
	/* Offer all names that exist. */
	void (*offer)(void *ctx, struct nearest *near);
	/* A unit generator, made in the arena; or NULL. */
	const struct unit *(*unit)(void *ctx, struct arena *a,
				   const char *name);
	/* An example of a row's use, or NULL. */
	const char *(*example)(void *ctx, const void *row);
};

enum { INFER_SIGNATURES = 512 };

struct infer {
	struct arena *arena;
	struct types types;
	const struct names *names;
	struct diag_list *errors; /* of the text that is looked at */
	struct local *locals;
	struct signature **signatures; /* of rows, by hash */
	int failed;		       /* mistakes so far */
};

void infer_init(struct infer *inf, struct arena *a, const struct names *names,
		struct diag_list *errors);
/* The tree's type becomes `want` (NULL: whatever it is). what says in messages
 * what wants it: "`d1`". False after mistakes, which are in the list. */
bool infer_expression(struct infer *inf, struct node *node, struct type *want,
		      const char *what);
/* A definition's type, made general. */
bool infer_binding(struct infer *inf, struct binding *b);
/* At the end, once: variables that nothing decided get Tidal's defaults. */
/* `reverb (saw 110)` where a signal is wanted: a unit without its input, which
 * could be one with it, becomes that. */
bool infer_close(struct node *node);
void infer_defaults(struct infer *inf);

#endif
