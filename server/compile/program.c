/* A text to a program: its statements are read, checked and made into actions.
 */
#include <string.h>
#include "base/alloc.h"
#include "compile/compiler.h"
#include "compile/units.h"
#include "compile/words.h"
#include "lang/advice.h"
#include "compile/eval.h"
#include "pattern/mini.h"

/* --- Reading --- */

static const struct statement *add_slot(struct compiler *c,
					const struct statement *s)
{
	if (s->kind != STMT_SLOT && s->kind != STMT_VALUE)
		return NULL;
	c->has_slots = true;
	return definitions_add_slot(&c->definitions,
				    s->kind == STMT_VALUE ? "d0" : s->name, s);
}

static void mark_turn(struct compiler *c, const struct statement *s)
{
	struct known *k;

	if (s->kind != STMT_COMMAND ||
	    s->command->shape != COMMAND_TRANSITION || !s->target)
		return;
	k = definitions_find(&c->definitions, s->target);
	if (k)
		k->turns = true;
}

static void read_text(struct compiler *c)
{
	struct tokens tokens = lex(c->errors, c->text, c->len);
	struct parser p = {.errors = c->errors,
			   .arena = c->arena,
			   .max_depth = c->limits->nesting,
			   .arity = definitions_arity,
			   .unit_arity = units_arity,
			   .arity_ctx = &c->definitions};

	c->list = statements_split(c->errors, tokens, c->limits->statements);
	definitions_init(&c->definitions, c->arena,
			 c->mode == EVAL_REPLACE ? NULL : c->scope, c->limits,
			 c->list.n, c->len);
	for (size_t i = 0; i < c->list.n; i++) {
		struct statement *s = &c->list.at[i];
		const struct statement *before;

		if (s->kind == STMT_DEFINITION)
			before = definitions_add(&c->definitions, s);
		else
			before = add_slot(c, s);
		if (before)
			diag_warn(
			    c->errors, before->head, NULL,
			    "`%s` stands in this text again: the last one "
			    "counts",
			    s->kind == STMT_VALUE ? "d0" : s->name);
	}
	for (size_t i = 0; i < c->list.n; i++) {
		statement_parse(&c->list.at[i], &p);
		mark_turn(c, &c->list.at[i]);
	}
}

/* --- Types --- */

static struct type *function_of_controls(struct types *t)
{
	return type_arrow(t, type_control(), type_control());
}

/* now -> [new, old ...] -> what plays */
static struct type *transition_type(struct types *t)
{
	return type_arrow(
	    t, type_con(CON_RATIONAL),
	    type_arrow(t, type_list(t, type_control()), type_control()));
}

/* Words of Tidal's boot file for rows of other names: its xfade takes four
 * cycles. */
static const char *transition_row(const char *word)
{
	return strcmp(word, "forId") == 0   ? "mortalOverlay"
	       : strcmp(word, "xfade") == 0 ? "xfadeIn"
					    : word;
}

static int transition_args(const struct statement *s)
{
	return strcmp(s->name, "xfade") == 0
		   ? 0
		   : names_arity(NULL, transition_row(s->name)) - 2;
}

/* The row of a transition with the arguments that were given. */
static struct node *transition_node(struct compiler *c, struct statement *s)
{
	struct node *name = ARENA_NEW(c->arena, struct node), *apply;

	name->kind = NODE_NAME;
	name->at = s->from->at;
	name->name.s = transition_row(s->name);
	if (strcmp(s->name, "xfade") == 0) {
		s->args[0] = ARENA_NEW(c->arena, struct node);
		s->args[0]->kind = NODE_INT;
		s->args[0]->at = s->from->at;
		s->args[0]->i = 4;
		s->n_args = 1;
	}
	if (s->n_args == 0)
		return name;
	apply = ARENA_NEW(c->arena, struct node);
	apply->kind = NODE_APPLY;
	apply->at = s->head;
	apply->n = s->n_args + 1;
	apply->items = ARENA_ARRAY(c->arena, struct node *, apply->n);
	apply->items[0] = name;
	memcpy(apply->items + 1, s->args, s->n_args * sizeof(*s->args));
	return apply;
}

/* `bpm: 90 "3/4"`: the time signature leaves the tree for s->args. */
static void take_signature(struct compiler *c, struct statement *s)
{
	struct node *e = s->expr;

	if (e->kind != NODE_APPLY || e->n != 2 ||
	    e->items[1]->kind != NODE_STRING || s->n_args)
		return;
	s->args = ARENA_ARRAY(c->arena, struct node *, 1);
	s->args[s->n_args++] = e->items[1];
	s->expr = e->items[0];
}

/* A transition's row ends in the time and the patterns. */
static bool wrong_arguments(struct compiler *c, const struct statement *s)
{
	int want = transition_args(s);

	if (want < 0 || (int)s->n_args == want)
		return false;
	compiler_fail(
	    c, s->head, s->command->example,
	    arena_printf(c->arena,
			 "`%s` takes a slot and %d more before `$`, this has "
			 "%zu",
			 s->name, want, s->n_args));
	return true;
}

/* What acts upon patterns alone says so when it is given a signal. */
static bool refuses_signal(struct compiler *c, const struct statement *s)
{
	struct type *t, *from, *to;
	bool all = strcmp(s->name, "all") == 0;

	if (!s->expr || (s->command->shape != COMMAND_TRANSITION && !all &&
			 strcmp(s->name, "once") != 0))
		return false;
	if (!infer_expression(&c->infer, s->expr, NULL, "this"))
		return true;
	t = s->expr->type;
	if (all ? !type_is_arrow(t, &from, &to) || type_head(from) != CON_SIGNAL
		: type_head(t) != CON_SIGNAL)
		return false;
	compiler_fail(
	    c, s->expr->at,
	    all ? "an effect for several slots is a modifier bus: ~fx # lpf "
		  "300 2, then ... # ~fx"
		: "d1 $ saw 110 sounds until its slot plays something else, "
		  "and "
		  "fades over to that by itself",
	    arena_printf(c->arena,
			 "`%s` works on patterns of events, but this is %s",
			 s->name, all ? "an effect on signals" : "a signal"));
	return true;
}

/* "`name`": for messages that are seldom needed. */
static const char *in_quotes(struct compiler *c, const char *name)
{
	size_t n = strlen(name);
	char *s = arena_alloc(c->arena, n + 3);

	s[0] = s[n + 1] = '`';
	memcpy(s + 1, name, n);
	s[n + 2] = '\0';
	return s;
}

static void infer_command(struct compiler *c, struct statement *s)
{
	struct types *t = &c->infer.types;
	const char *what = in_quotes(c, s->name);
	struct type *want = type_con(CON_DOUBLE);

	if (s->command->shape == COMMAND_TRANSITION) {
		if (wrong_arguments(c, s))
			return;
		s->args[0] = transition_node(c, s);
		s->n_args = 1;
		infer_expression(&c->infer, s->args[0], transition_type(t),
				 what);
		want = type_control();
	} else if (strcmp(s->name, "once") == 0 ||
		   strcmp(s->name, "asap") == 0) {
		want = type_control();
	} else if (strcmp(s->name, "all") == 0) {
		want = function_of_controls(t);
	} else if (strcmp(s->name, "setCycle") == 0) {
		want = type_con(CON_RATIONAL);
	}
	if (!s->expr || refuses_signal(c, s))
		return;
	if (statement_is_tempo(s))
		take_signature(c, s);
	infer_expression(&c->infer, s->expr, want, what);
}

/* A slot plays a pattern of controls, or a signal. */
static void infer_slot(struct compiler *c, struct node *node, const char *what)
{
	const char *tone;

	if (infer_expression(&c->infer, node, NULL, what) &&
	    !compiler_is_signal(node) && !infer_close(node) &&
	    infer_expression(&c->infer, node, type_control(), what) &&
	    node->kind == NODE_NAME &&
	    (tone = advice_tone(&c->infer, node)) != NULL)
		diag_warn(c->infer.errors, node->at, tone,
			  "this has no events: nothing is heard");
}

static void infer_statement(struct compiler *c, struct statement *s)
{

	c->now = s;
	switch (s->kind) {
	case STMT_DEFINITION:
		if (s->binding.state == BINDING_NEW)
			infer_binding(&c->infer, &s->binding);
		break;
	case STMT_SLOT:
		infer_slot(c, s->expr, in_quotes(c, s->name));
		break;
	case STMT_VALUE:
		infer_slot(c, s->expr, "this line");
		break;
	case STMT_COMMAND:
		infer_command(c, s);
		break;
	case STMT_BROKEN:
		break;
	}
}

/* --- Slots of the scope that the text changes --- */

/* An older statement that no longer fits is the fault of what changed. */
static void blame(struct compiler *c, const struct known *k)
{
	struct text_span at = {0, 0};
	const struct diag *d = k->errors->first;

	while (d && d->warning)
		d = d->next;
	if (c->definitions.n_own)
		at = c->definitions.own[0]->statement->head;
	diag_error(c->errors, at,
		   d && *d->hint ? d->hint : "change that one, too",
		   "with this definition `%s` no longer works: %s", k->name,
		   d ? d->message : "it can't be read");
}

/* Whether the signals of the scope change: then all are built anew. */
static void find_signals(struct compiler *c)
{
	for (size_t i = 0; i < c->list.n; i++)
		if (c->list.at[i].expr && (c->list.at[i].kind == STMT_SLOT ||
					   c->list.at[i].kind == STMT_VALUE))
			c->signals_change |=
			    compiler_is_signal(c->list.at[i].expr);
	for (size_t i = 0; c->scope && i < c->scope->n; i++) {
		const struct scope_entry *e = &c->scope->entries[i];
		const struct known *k =
		    definitions_find(&c->definitions, e->name);

		if (e->signal &&
		    (c->mode == EVAL_REPLACE ||
		     (k && (k->slot || k->turns || k->marked || k->removed))))
			c->signals_change = true;
	}
}

static void infer_scope(struct compiler *c)
{
	struct diag_list *errors = c->infer.errors;

	if (c->definitions.n_own || (c->scope && c->scope->n_removed))
		definitions_mark(&c->definitions);
	find_signals(c);
	for (size_t i = 0; c->definitions.scope && i < c->definitions.scope->n;
	     i++) {
		const char *name = c->definitions.scope->entries[i].name;
		struct known *k = definitions_find(&c->definitions, name);
		struct statement *s;

		if (!k->entry)
			continue;
		if (k->slot || k->turns)
			k->marked = false;
		if (!k->marked && !(c->signals_change && !k->slot &&
				    !k->turns && k->entry->signal))
			continue;
		s = known_read(&c->definitions, k);
		c->infer.errors = k->errors;
		if (s)
			infer_statement(c, s);
		if (!s || k->errors->errors)
			blame(c, k);
	}
	c->infer.errors = errors;
}

/* --- Strings and thunks --- */

static void prepare_node(struct compiler *c, struct diag_list *errors,
			 struct node *node)
{
	const struct mini_scope buses = {instruments_is_bus, c};

	if (!node)
		return;
	eval_prepare(c->arena, errors, &buses, node);
	samples_collect(&c->samples, c->arena, node);
	words_check(c->arena, errors, node);
}

static void prepare_statement(struct compiler *c, struct diag_list *errors,
			      struct statement *s)
{
	if (s->kind == STMT_BROKEN)
		return;
	if (s->kind == STMT_DEFINITION) {
		if (s->binding.state == BINDING_NEW)
			return; /* of the scope, and nobody asked for it */
		eval_define(c->arena, &s->binding);
		prepare_node(c, errors, s->binding.body);
		return;
	}
	prepare_node(c, errors, s->expr);
	if (s->kind == STMT_COMMAND &&
	    s->command->shape == COMMAND_TRANSITION && s->n_args)
		prepare_node(c, errors, s->args[0]);
}

static void prepare(struct compiler *c)
{
	for (size_t i = 0; i < c->list.n; i++)
		prepare_statement(c, c->errors, &c->list.at[i]);
	for (size_t i = 0; i <= c->definitions.mask; i++) {
		struct known *k = &c->definitions.at[i];

		if (k->name && k->entry && k->statement)
			prepare_statement(c, k->errors, k->statement);
	}
}

/* --- All of it --- */

static void build_signals(void *ctx)
{
	struct compiler *c = ctx;
	double rate = c->scope ? c->scope->rate_hz : 0;
	size_t n;
	const struct signal_slot *voices = instruments_signals(c, &n);

	c->program->signals =
	    signals_build(c->arena, rate, c->signals, c->n_signals, voices, n);
}

static void evaluate(struct compiler *c, struct implicit *im)
{
	enum status st;

	c->evaluating = true;
	compiler_remove_scope(c);
	if (c->has_slots)
		implicit_drop(c);
	for (size_t i = 0; i < c->list.n; i++)
		compiler_act(c, &c->list.at[i], NULL);
	compiler_act_scope(c);
	st = arena_run(c->arena, implicit_act, im);
	if (st == ST_OK && (c->signals_change || c->n_signals))
		st = arena_run(c->arena, build_signals, c);
	if (st == ST_EVAL)
		compiler_fail(c, c->list.at[0].head, NULL,
			      arena_str(c->arena, c->arena->why));
	else if (st != ST_OK)
		arena_pass(c->arena, st);
}

static void compile(void *ctx)
{
	struct compiler *c = ctx;
	struct implicit im;

	read_text(c);
	c->names = definitions_names(&c->definitions);
	infer_init(&c->infer, c->arena, &c->names, c->errors);
	for (size_t i = 0; i < c->list.n; i++)
		infer_statement(c, &c->list.at[i]);
	if (!c->errors->errors) {
		instruments_find(c);
		infer_scope(c);
		implicit_infer(c, &im);
	}
	if (!c->errors->errors)
		infer_defaults(&c->infer);
	/* Strings of the other statements may be wrong, too. */
	prepare(c);
	if (c->errors->errors)
		return;
	evaluate(c, &im);
	c->program->samples =
	    samples_list(&c->samples, c->arena, &c->program->n_samples);
}

/* The budget is used up: there is still room for saying so. */
static void say_limit(void *ctx)
{
	struct compiler *c = ctx;
	struct text_span at = {0, 0};

	if (c->now)
		at = c->now->at;
	compiler_fail(
	    c, at,
	    !c->evaluating ? "split the text into parts"
	    : strncmp(c->arena->why, "this takes", 10) == 0
		? "use less of what multiplies: chop, striate, ply, fast"
		: NULL,
	    arena_str(c->arena, c->arena->why));
}

static void copy_text(void *ctx)
{
	struct compiler *c = ctx;

	c->program->text = arena_strn(c->arena, c->text, c->len);
	c->program->len = c->len;
	c->text = c->program->text;
	diag_init(c->errors, c->arena, c->text, c->len);
	if (c->len > c->limits->text_bytes)
		diag_error(c->errors, (struct text_span){0, 0}, NULL,
			   "a text has at most %zu bytes, this has %zu",
			   c->limits->text_bytes, c->len);
}

static enum status run(struct compiler *c)
{
	struct arena *a = c->arena;
	enum status st = arena_run(a, copy_text, c);

	if (st == ST_OK && !c->errors->errors) {
		a->step_limit = c->limits->steps;
		st = arena_run(a, compile, c);
	}
	a->step_limit = 0;
	if (st != ST_OK && st != ST_NOMEM) {
		a->limit = 0;
		st = arena_run(a, say_limit, c);
	}
	if (c->errors->errors)
		c->program->n_actions = c->program->n_defines = 0;
	return st;
}

enum status compile_text(const struct scope_view *scope, const char *text,
			 size_t len, enum eval_mode mode,
			 const struct compile_limits *limits,
			 struct program **out)
{
	struct program *p = mem_new(sizeof(*p));
	struct compiler c = {.program = p,
			     .scope = scope,
			     .limits =
				 limits ? limits : &compile_limits_default,
			     .mode = mode,
			     .text = text,
			     .len = len};
	enum status st;

	*out = NULL;
	if (!p)
		return ST_NOMEM;
	arena_init(&p->arena, c.limits->arena_bytes);
	c.arena = &p->arena;
	c.errors = &p->diags;
	st = run(&c);
	if (st != ST_OK) {
		program_free(p);
		return st;
	}
	*out = p;
	return ST_OK;
}

void program_free(struct program *p)
{
	if (!p)
		return;
	arena_finish(&p->arena);
	mem_free(p);
}
