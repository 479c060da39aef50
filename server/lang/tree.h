/* The syntax tree: what was written, and after type inference also what each
 * name means and of which type each piece is. Nodes live in one arena. */
#ifndef LANG_TREE_H
#define LANG_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/diag.h"
#include "base/rational.h"

struct type;
struct node;
struct unit;
struct binding;

enum node_kind {
	NODE_INT,
	NODE_FLOAT,
	NODE_STRING,
	NODE_CHAR,
	NODE_NAME,
	NODE_APPLY,   /* items[0] applied to the others */
	NODE_OP,      /* items: operator (NODE_NAME), left, right */
	NODE_NEGATE,  /* items[0] */
	NODE_SECTION, /* items: operator, operand; see `left` */
	NODE_LAMBDA,  /* params, items[0] */
	NODE_LIST,
	NODE_TUPLE,
	NODE_RANGE,    /* items: from, next or NULL, to or NULL */
	NODE_IF,       /* items: condition, then, else */
	NODE_LET,      /* bindings, items[0] */
	NODE_SEGMENTS, /* a $ b $ c */
	NODE_TYPED,    /* items[0] :: signature */
	NODE_KEYWORD,  /* an argument :name items[0] */
	/* Made by inference. */
	NODE_UNIT, /* a unit generator: audio inputs, parameters; NULL: not
		      given; see `unit` */
	NODE_LIFT, /* items[0], numbers or events, as a signal */
	NODE_PUSH, /* items[0], a function of patterns, of all that plays in the
		      signal items[1] */
};

/* What stands for an argument: a name, `_`, or a tuple of such. */
struct param {
	struct text_span at;
	const char *name; /* NULL: a tuple; "_": nothing */
	struct param *parts;
	size_t n;
	bool signal; /* that is what it must be */
};

/* What inference knows of a binding. */
enum binding_state {
	BINDING_NEW,
	BINDING_RUNNING,
	BINDING_KNOWN,
	BINDING_BROKEN, /* its mistakes are in a list */
};

/* name params = body, in a let or as a statement. */
struct binding {
	struct text_span at; /* of the name */
	const char *name;
	struct param *params; /* the function's arguments */
	size_t n_params;
	struct node *body;
	/* From type inference. */
	struct type *type;
	struct type **general; /* variables that each use makes anew */
	size_t n_general;
	bool hears_itself;
	int state;		  /* of inference: see infer.c */
	struct diag_list *errors; /* of the text that it stands in, or NULL */
	const void *scope;	  /* of inference: the names it can see */
	void *thunk;		  /* compile/: its value, once somebody asked */
};

/* What a name turned out to be. */
enum name_ref {
	REF_NONE,
	REF_LOCAL,	/* a parameter: `depth` values up the environment */
	REF_BINDING,	/* of a let: `depth` values up, too */
	REF_DEFINITION, /* of the scope or the text */
	REF_FOREIGN,	/* a bus of another scope: "alice.~bass" */
	REF_GLOBAL,	/* a row: what the table of names gave for it */
};

struct node {
	enum node_kind kind;
	struct text_span at;
	struct type *type; /* from inference */
	union {
		int64_t i;
		struct {
			double f;
			struct rat exact;
		} real;
		uint32_t c;
		struct {
			const char *s;
			size_t len;
			uint32_t from;	    /* of the text between the quotes */
			const void *parsed; /* compile/: a checked pattern */
			bool hz;	    /* note names are frequencies */
		} string;
		struct {
			const char *s;
			enum name_ref ref;
			unsigned depth;
			const struct binding *binding;
			const void *global;
			struct type **inst; /* for binding->general */
		} name;
		struct {
			struct param *params;
			size_t n_params;
		} lambda;
		struct {
			struct binding *bindings;
			size_t n_bindings;
		} let;
		const char *signature; /* NODE_TYPED */
		const char *keyword;
		struct {
			const struct unit *row;
			size_t n_audio;
			bool open; /* the first input is missing: a function */
			bool closable; /* ... unless a signal is wanted */
		} unit;
		struct {
			bool sounds;	 /* a pattern of controls */
			bool notes;	 /* a string of note names */
			const char *bus; /* the name it is known by, or NULL */
		} lift;
		bool left; /* NODE_SECTION: the operand stands on the left */
		bool any;  /* NODE_PUSH: a function of patterns of anything */
	};
	struct node **items;
	size_t n;
	unsigned height;  /* of the tree below, to bound recursion */
	bool glued_minus; /* NODE_NEGATE: `-1` after a blank */
	bool tight;	  /* NODE_TUPLE: f(a, b) without a blank before it */
	bool parens;
	bool effect;	    /* NODE_SECTION: its argument is a signal */
	struct node *again; /* of a modifier bus: as it was read, for signals */
	bool dollar;	  /* NODE_APPLY: its last argument stands behind `$` */
	bool plain_chain; /* NODE_OP: no effect stands in its chain */
};

#endif
