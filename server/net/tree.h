/* Addresses of the mixer tree: /phonon/<scope>/<slot>/<control> and
 * /phonon/<scope>/<control>; each part may be a pattern. */
#ifndef NET_TREE_H
#define NET_TREE_H

#include <stdbool.h>

struct method;

enum { TREE_TEXT = 256 };

struct tree_address {
	char text[TREE_TEXT]; /* of the parts */
	const char *scope, *control;
	const char *slot; /* NULL: the scope's own strip */
};

/* False: it has not this form. */
bool tree_read(const char *address, struct tree_address *to);
/* The row that an address of this form means, or NULL. */
const struct method *tree_find(const char *address);

#endif
