/* Text to something that plays: parse, check types, evaluate. Touches no
 * shared state: what a text may refer to besides itself comes in as a scope,
 * what it wants to happen comes out as a program. [compile, offline] */
#ifndef COMPILE_COMPILE_H
#define COMPILE_COMPILE_H

#include "base/diag.h"
#include "dsp/graph.h"
#include "pattern/pattern.h"

/* One statement that is in force in a scope, as its author wrote it. */
struct scope_entry {
	const char *name; /* canonical: "d1", "~bass", "%x", "name" */
	const char *text; /* the whole statement, head included, and a NUL */
	size_t len;
	bool signal; /* a slot that plays a signal: as program->defines said */
};

/* What a scope holds now. Entries refer to each other by name. */
struct scope_view {
	const struct scope_entry *entries;
	size_t n;
	double rate_hz; /* of the output; 0: 48000 */
	/* Names of it that go as the text comes: entries, and "all". The text
	 * may be empty then. */
	const char *const *removed;
	size_t n_removed;
};

enum eval_mode {
	EVAL_MERGE,   /* replaces what it names, all else stays */
	EVAL_REPLACE, /* becomes the whole scope */
	EVAL_CHECK,   /* only says what is wrong */
};

/* Budgets of one text; an error names the one that was broken. */
struct compile_limits {
	size_t text_bytes;  /* 1 MiB */
	unsigned nesting;   /* 200: brackets, applications */
	size_t arena_bytes; /* 64 MiB: tree, nodes */
	uint64_t steps;	    /* 20,000,000: units of work */
	size_t statements;  /* 2,000 */
};
extern const struct compile_limits compile_limits_default;

/* How the slots of a scope are summed. */
enum outmix {
	OUTMIX_NONE, /* the plain sum */
	OUTMIX_GAIN,
	OUTMIX_SQRT,
	OUTMIX_TANH,
	OUTMIX_HARD,
};

enum action_kind {
	ACT_SLOT,	/* target plays `pattern` from now on */
	ACT_REMOVE,	/* target, a slot or another entry, is gone */
	ACT_ONCE,	/* play one cycle of `pattern` from now on */
	ACT_TRANSITION, /* target goes over to `pattern` by `fn` */
	ACT_ALL,	/* `fn` over every slot's pattern; NULL: none */
	ACT_TEMPO,	/* number: cycles a second */
	ACT_HUSH,
	ACT_UNHUSH,
	ACT_PANIC, /* target NULL: all of the scope */
	ACT_SOLO,
	ACT_UNSOLO,
	ACT_MUTE,
	ACT_UNMUTE,
	ACT_RESET_CYCLES,
	ACT_SET_CYCLE, /* time */
	ACT_NUDGE,     /* number: seconds */
	ACT_OUTMIX,    /* number: enum outmix */
};

struct action {
	enum action_kind kind;
	struct text_span at; /* the statement, in program->text */
	const char *target;  /* canonical slot name: "d1", "p:drums" */
	const struct pattern *pattern; /* of control maps */
	bool signal; /* ACT_SLOT: it plays its root of program->signals, and
			pattern is NULL */
	/* ACT_TRANSITION: now (V_RAT) -> [new, old ...] (V_LIST of V_PAT) ->
	 * V_PAT; ACT_ALL: V_PAT -> V_PAT. Called by the engine, in an arena of
	 * its own. */
	const struct fn *fn;
	double number;
	struct rat time;
	bool keep_history; /* ACT_TRANSITION: the new pattern joins history */
};

/* An event pattern whose voices a graph hears. */
struct signal_played {
	const char *name; /* its identity from text to text: "~kick", "d1/0" */
	const struct pattern *pattern; /* of control maps */
	int instrument; /* in instruments; -1: as the event's `s` says */
};

/* A control signal. */
struct signal_pattern {
	const struct pattern *pattern; /* of numbers */
	enum ugen_lift lift;
	float least, most; /* its values are clamped to that */
};

/* What plays for `s "~name"`, or a synth's notes. */
struct signal_instrument {
	const char *name; /* "~bass", "superkick" */
	const struct graph_spec *spec;
	const struct signal_pattern *patterns; /* spec->n_patterns */
	float freq_hz; /* of note 0: NOTE_FREQ is freq_hz * NOTE_RATIO */
};

/* All signals of the scope as it will be; patterns and played are numbered as
 * in spec, whose roots are the slots and buses that sound. */
struct signals {
	const struct graph_spec *spec; /* n_roots 0: no graph any more */
	const struct signal_pattern *patterns;
	const struct signal_played *played;
	const struct signal_instrument *instruments;
	size_t n_instruments;
};

/* A word that may name a sample. */
struct sample_word {
	const char *name;
	bool sure; /* it stands where only a sound's name can */
};

/* The checked result of a text. Immutable; one arena holds all of it. */
struct program {
	struct arena arena;
	/* A copy: spans of actions, diags and contexts point here. Contexts
	 * beyond len are of strings in the scope's older statements. */
	const char *text;
	size_t len;
	struct action *actions; /* in the order of the text */
	size_t n_actions;
	/* Entries that the scope takes over when the program is accepted. */
	struct scope_entry *defines;
	size_t n_defines;
	struct diag_list diags;	       /* errors (then there are no actions) and
					  warnings */
	const struct signals *signals; /* NULL: the scope's stay as they are */
	/* Sample names that stand as plain words in the text's patterns, to be
	 * asked for before the program plays: "bd", "bd:3". */
	const struct sample_word *samples;
	size_t n_samples;
};

/* Put all names in order, which else the first text does. [any] */
void compile_ready(void);

/* Compile text in a scope. ST_OK also when the text has errors: look at
 * (*out)->diags.errors. ST_NOMEM: no memory, *out is NULL. */
enum status compile_text(const struct scope_view *scope, const char *text,
			 size_t len, enum eval_mode mode,
			 const struct compile_limits *limits,
			 struct program **out);
void program_free(struct program *p);

/* One expression as a pattern of a type, for `events` and tests. type is the
 * letter of the value: C D N I S B R X; mini: text is a bare mini-notation
 * string. NULL with errors in the list. Everything is made in a. Escapes. */
const struct pattern *compile_expression(struct arena *a, char type, bool mini,
					 const char *text, size_t len,
					 struct diag_list *errors);

#endif
