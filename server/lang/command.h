/* The words that begin statements, as rows. [any] */
#ifndef LANG_COMMAND_H
#define LANG_COMMAND_H

#include <stddef.h>

/* What stands behind the word of a command. */
enum command_shape {
	COMMAND_ALONE,	    /* nothing */
	COMMAND_TARGET,	    /* a slot, which may be missing */
	COMMAND_EXPRESSION, /* an expression: `setcps 0.5`, `once $ e` */
	COMMAND_WORD,	    /* a name: `outmix: sqrt` */
	COMMAND_TRANSITION, /* a slot, arguments, `$`, an expression */
	COMMAND_HEAD,	    /* none of them: a slot or a definition */
};

struct command {
	const char *name;
	enum command_shape shape;
	const char *use;     /* what stands behind the name */
	const char *summary; /* one line */
	const char *example;
};

/* The command that the word begins, or NULL; not those of COMMAND_HEAD. */
const struct command *command_find(const char *word);
/* Row i of all of them; NULL behind the last. */
const struct command *command_at(size_t i);
/* The row of a word, of COMMAND_HEAD too (d1 to d16 are one); NULL. */
const struct command *command_row(const char *word);

#endif
