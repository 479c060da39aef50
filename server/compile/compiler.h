/* One compilation, as the files that do its parts share it. Private to
 * compile/. */
#ifndef COMPILE_COMPILER_H
#define COMPILE_COMPILER_H

#include "compile/compile.h"
#include "compile/samples.h"
#include "compile/scope.h"
#include "compile/signals.h"

struct compiler {
	struct program *program;
	struct arena *arena;
	struct diag_list *errors;
	const struct scope_view *scope;
	const struct compile_limits *limits;
	enum eval_mode mode;
	const char *text;
	size_t len;
	struct statements list;
	struct definitions definitions;
	struct names names;
	struct infer infer;
	size_t cap_actions, cap_defines;
	struct sample_words samples;
	const struct statement *now; /* for the place of what escapes */
	bool evaluating, has_slots;
	/* Slots that are signals, as they will be; whether that is a change. */
	struct signal_slot *signals;
	size_t n_signals, cap_signals;
	bool signals_change;
	/* Buses that strings play as instruments. */
	struct instrument {
		struct known *bus;
		struct node *node; /* its name */
	} * instruments;
	size_t n_instruments, cap_instruments;
};

/* --- action.c: statements to actions --- */

/* One more action, at a statement. */
struct action *compiler_add_action(struct compiler *c, enum action_kind kind,
				   const struct statement *s);
/* An entry that the scope takes over. Name and text are kept. */
void compiler_define(struct compiler *c, const char *name, const char *text,
		     size_t len);
/* A mistake of the text. */
void compiler_fail(struct compiler *c, struct text_span at, const char *hint,
		   const char *message);
/* The statement sets the tempo: `cps`, `bpm` ... */
bool statement_is_tempo(const struct statement *s);
/* A tree of controls as the pattern it is. */
const struct pattern *compiler_pattern(struct compiler *c,
				       const struct node *node);
/* The tree is a signal, not a pattern of controls. */
bool compiler_is_signal(const struct node *node);
/* The slot plays that signal. */
void compiler_add_signal(struct compiler *c, const char *name,
			 const struct sig *s);
/* The text plays something in that slot. */
bool compiler_has_slot(struct compiler *c, const char *name);
/* What a statement says becomes an action (slot NULL), or its expression plays
 * in a slot. What has no answer is the mistake of the statement. */
void compiler_act(struct compiler *c, const struct statement *s,
		  const char *slot);
/* Slots that the text doesn't name but that sound different by it. */
void compiler_act_scope(struct compiler *c);
/* In replace mode: slots of the scope that the text doesn't name. */
void compiler_remove_scope(struct compiler *c);

/* --- instrument.c: buses that strings play --- */

/* Which there are, in the text and in what stays of the scope. */
void instruments_find(struct compiler *c);
/* For strings: ctx is a struct compiler. */
bool instruments_is_bus(void *ctx, const char *name, size_t len);
/* Their signals. n of them. */
struct signal_slot *instruments_signals(struct compiler *c, size_t *n);

/* --- implicit.c: what plays when no output is named --- */

/* Names of buses, to be evaluated. */
struct implicit {
	struct compiler *c;
	struct node **nodes;
	size_t n;
	bool master;
};

/* Before evaluation: what will play if the text names no output. */
void implicit_infer(struct compiler *c, struct implicit *to);
/* Makes the action. ctx is a struct implicit. */
void implicit_act(void *ctx);
/* Once somebody writes an output, the one that was made up goes. */
void implicit_drop(struct compiler *c);

#endif
