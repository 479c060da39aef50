/* A text to a program: its statements are read, checked and made into actions.
 */
#include <string.h>
#include "base/alloc.h"
#include "compile/compile.h"
#include "compile/eval.h"
#include "compile/samples.h"
#include "compile/scope.h"
#include "pattern/ops.h"

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
};

/* --- Collecting --- */

static struct action *add_action(struct compiler *c, enum action_kind kind,
				 const struct statement *s)
{
	struct program *p = c->program;
	struct action *a;

	if (p->n_actions == c->cap_actions) {
		struct action *more;

		c->cap_actions = c->cap_actions ? c->cap_actions * 2 : 16;
		more = ARENA_ARRAY(c->arena, struct action, c->cap_actions);
		if (p->n_actions)
			memcpy(more, p->actions, p->n_actions * sizeof(*more));
		p->actions = more;
	}
	a = &p->actions[p->n_actions++];
	*a = (struct action){.kind = kind, .at = s->at};
	return a;
}

static void define(struct compiler *c, const char *name, const char *text,
		   size_t len)
{
	struct program *p = c->program;

	if (p->n_defines == c->cap_defines) {
		struct scope_entry *more;

		c->cap_defines = c->cap_defines ? c->cap_defines * 2 : 16;
		more =
		    ARENA_ARRAY(c->arena, struct scope_entry, c->cap_defines);
		if (p->n_defines)
			memcpy(more, p->defines, p->n_defines * sizeof(*more));
		p->defines = more;
	}
	p->defines[p->n_defines++] = (struct scope_entry){name, text, len};
}

static void define_statement(struct compiler *c, const struct statement *s,
			     const char *name)
{
	define(c, name, c->text + s->at.from, s->at.to - s->at.from);
}

static void fail(struct compiler *c, struct text_span at, const char *hint,
		 const char *message)
{
	diag_error(c->errors, at, hint, "%s", message);
}

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

static void read_text(struct compiler *c)
{
	struct tokens tokens = lex(c->errors, c->text, c->len);
	struct parser p = {.errors = c->errors,
			   .arena = c->arena,
			   .max_depth = c->limits->nesting,
			   .arity = definitions_arity,
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
	for (size_t i = 0; i < c->list.n; i++)
		statement_parse(&c->list.at[i], &p);
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

static bool is_tempo(const struct statement *s)
{
	static const char *const words[] = {"tempo", "cps", "setcps", "bpm",
					    "setbpm"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(s->name, words[i]) == 0)
			return true;
	return false;
}

/* The row of a transition with the arguments that were given. */
static struct node *transition_node(struct compiler *c, struct statement *s)
{
	struct node *name = ARENA_NEW(c->arena, struct node), *apply;

	name->kind = NODE_NAME;
	name->at = s->from->at;
	name->name.s = s->name;
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
	int want = names_arity(NULL, s->name) - 2;

	if (want < 0 || (int)s->n_args == want)
		return false;
	fail(c, s->head, s->n_args < (size_t)want ? NULL : "xfadeIn 1 4 $ ...",
	     arena_printf(c->arena,
			  "`%s` takes a slot and %d more before `$`, this has "
			  "%zu",
			  s->name, want, s->n_args));
	return true;
}

static void infer_command(struct compiler *c, struct statement *s)
{
	struct types *t = &c->infer.types;
	const char *what = arena_printf(c->arena, "`%s`", s->name);
	struct type *want = type_con(CON_DOUBLE);

	if (s->command->shape == COMMAND_TRANSITION) {
		if (wrong_arguments(c, s))
			return;
		s->args[0] = transition_node(c, s);
		s->n_args = 1;
		infer_expression(&c->infer, s->args[0], transition_type(t),
				 what);
		want = type_control();
	} else if (strcmp(s->name, "once") == 0) {
		want = type_control();
	} else if (strcmp(s->name, "all") == 0) {
		want = function_of_controls(t);
	} else if (strcmp(s->name, "setCycle") == 0) {
		want = type_con(CON_RATIONAL);
	}
	if (!s->expr)
		return;
	if (is_tempo(s))
		take_signature(c, s);
	infer_expression(&c->infer, s->expr, want, what);
}

static void infer_statement(struct compiler *c, struct statement *s)
{
	struct type *control = type_control();

	c->now = s;
	switch (s->kind) {
	case STMT_DEFINITION:
		if (s->binding.state == BINDING_NEW)
			infer_binding(&c->infer, &s->binding);
		break;
	case STMT_SLOT:
		infer_expression(&c->infer, s->expr, control,
				 arena_printf(c->arena, "`%s`", s->name));
		break;
	case STMT_VALUE:
		infer_expression(&c->infer, s->expr, control, "this line");
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
	const struct statement *s = c->definitions.own[0]->statement;
	const struct diag *d = k->errors->first;

	while (d && d->warning)
		d = d->next;
	diag_error(c->errors, s->head,
		   d && *d->hint ? d->hint : "change that one, too",
		   "with this definition `%s` no longer works: %s", k->name,
		   d ? d->message : "it can't be read");
}

static void infer_scope(struct compiler *c)
{
	struct diag_list *errors = c->infer.errors;

	definitions_mark(&c->definitions);
	for (size_t i = 0; c->definitions.scope && i < c->definitions.scope->n;
	     i++) {
		const char *name = c->definitions.scope->entries[i].name;
		struct known *k = definitions_find(&c->definitions, name);
		struct statement *s;

		if (!k->entry || !k->marked)
			continue;
		if (k->slot)
			k->marked = false;
		if (!k->marked)
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
	if (!node)
		return;
	eval_prepare(c->arena, errors, node);
	samples_collect(&c->samples, c->arena, node);
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

/* --- Actions --- */

static const struct pattern *pattern_of(struct compiler *c,
					const struct node *node)
{
	return eval(c->arena, node).pat;
}

static void play(struct compiler *c, const struct statement *s,
		 const char *name)
{
	struct action *a;
	const struct pattern *p = pattern_of(c, s->expr);

	a = add_action(c, ACT_SLOT, s);
	a->target = name;
	a->pattern = p;
}

/* "3/4": quarter notes in the bar. */
static double beats_in_bar(struct compiler *c, const struct node *signature)
{
	const char *s = signature->string.s;
	double num = 0, den = 0;

	while (*s >= '0' && *s <= '9' && num < 1000)
		num = num * 10 + (*s++ - '0');
	if (*s++ == '/')
		while (*s >= '0' && *s <= '9' && den < 1000)
			den = den * 10 + (*s++ - '0');
	if (*s || num < 1 || den < 1) {
		fail(c, signature->at, "for example: bpm: 90 \"3/4\"",
		     "this is no time signature");
		return 4;
	}
	return num * 4 / den;
}

static void set_tempo(struct compiler *c, const struct statement *s)
{
	double cps = value_to_double(eval(c->arena, s->expr));
	bool bpm = strstr(s->name, "bpm") != NULL;

	if (bpm)
		cps = cps / 60 / (s->n_args ? beats_in_bar(c, s->args[0]) : 4);
	else if (s->n_args)
		fail(c, s->args[0]->at, "bpm: 90 \"3/4\"",
		     "only bpm has a time signature");
	if (!(cps > 0 && cps <= 8)) {
		fail(c, s->expr->at, "a usual one is cps: 0.5625",
		     "the tempo must be above 0 and at most 8 cycles a "
		     "second");
		return;
	}
	add_action(c, ACT_TEMPO, s)->number = cps;
}

static void set_outmix(struct compiler *c, const struct statement *s)
{
	static const char *const words[] = {"none", "gain", "sqrt", "tanh",
					    "hard"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(s->target, words[i]) == 0) {
			add_action(c, ACT_OUTMIX, s)->number = (double)i;
			return;
		}
	fail(c, s->head, "outmix: none, gain, sqrt, tanh or hard",
	     arena_printf(c->arena, "there is no outmix `%s`", s->target));
}

/* How a slot's statement begins. */
static const char *slot_head(struct compiler *c, const char *name)
{
	if (strncmp(name, "p:", 2) == 0)
		return arena_printf(c->arena, "p \"%s\"", name + 2);
	if (*name == 'd')
		return arena_printf(c->arena, "p %s", name + 1);
	return name;
}

static void act_transition(struct compiler *c, const struct statement *s)
{
	const char *text;
	struct value fn = eval(c->arena, s->args[0]);
	const struct pattern *p = pattern_of(c, s->expr);
	struct action *a = add_action(c, ACT_TRANSITION, s);

	a->target = s->target;
	a->pattern = p;
	a->fn = fn.fn;
	a->keep_history = true;
	/* Once it is over, the slot plays the new pattern. */
	text = arena_printf(c->arena, "%s $%.*s", slot_head(c, s->target),
			    (int)(s->at.to - s->head.to), c->text + s->head.to);
	define(c, s->target, text, strlen(text));
}

static void act_command(struct compiler *c, const struct statement *s)
{
	static const struct {
		const char *word;
		enum action_kind kind;
	} simple[] = {
	    {"hush", ACT_HUSH},
	    {"unhush", ACT_UNHUSH},
	    {"panic", ACT_PANIC},
	    {"solo", ACT_SOLO},
	    {"unsolo", ACT_UNSOLO},
	    {"mute", ACT_MUTE},
	    {"unmute", ACT_UNMUTE},
	    {"muteAll", ACT_MUTE},
	    {"unmuteAll", ACT_UNMUTE},
	    {"unsoloAll", ACT_UNSOLO},
	    {"resetCycles", ACT_RESET_CYCLES},
	};

	for (size_t i = 0; i < sizeof(simple) / sizeof(*simple); i++)
		if (strcmp(s->name, simple[i].word) == 0) {
			add_action(c, simple[i].kind, s)->target = s->target;
			return;
		}
	if (s->command->shape == COMMAND_TRANSITION)
		act_transition(c, s);
	else if (is_tempo(s))
		set_tempo(c, s);
	else if (strcmp(s->name, "outmix") == 0)
		set_outmix(c, s);
	else if (strcmp(s->name, "all") == 0) {
		struct value fn = eval(c->arena, s->expr);

		add_action(c, ACT_ALL, s)->fn = fn.fn;
	} else if (strcmp(s->name, "once") == 0) {
		const struct pattern *p = pattern_of(c, s->expr);

		add_action(c, ACT_ONCE, s)->pattern = p;
	} else {
		struct value v = eval(c->arena, s->expr);
		bool cycle = strcmp(s->name, "setCycle") == 0;
		struct action *a =
		    add_action(c, cycle ? ACT_SET_CYCLE : ACT_NUDGE, s);

		a->time = value_to_rat(v);
		a->number = value_to_double(v);
	}
}

/* Of several for one slot the last one counts. */
static void play_statement(struct compiler *c, const struct statement *s,
			   const char *name)
{
	if (definitions_find(&c->definitions, name)->slot != s)
		return;
	play(c, s, name);
	define_statement(c, s, name);
}

static void act(struct compiler *c, const struct statement *s)
{
	switch (s->kind) {
	case STMT_SLOT:
		play_statement(c, s, s->name);
		break;
	case STMT_VALUE:
		play_statement(c, s, "d0");
		diag_warn(c->errors, s->at,
			  "write `d1 $ ...` or `out: ...` to give it a slot",
			  "this plays as the anonymous slot d0");
		break;
	case STMT_DEFINITION:
		define_statement(c, s, s->name);
		break;
	case STMT_COMMAND:
		act_command(c, s);
		break;
	case STMT_BROKEN:
		break;
	}
}

struct one {
	struct compiler *c;
	const struct statement *s;
	const char *slot; /* of the scope, NULL: all that s says */
};

static void act_one(void *ctx)
{
	struct one *o = ctx;

	if (o->slot)
		play(o->c, o->s, o->slot);
	else
		act(o->c, o->s);
}

/* What has no answer is the mistake of its statement. */
static void act_safely(struct compiler *c, const struct statement *s,
		       const char *slot)
{
	struct one o = {c, s, slot};
	enum status st;

	c->now = s;
	st = arena_run(c->arena, act_one, &o);
	if (st == ST_EVAL)
		fail(c, s->expr ? s->expr->at : s->at, NULL,
		     arena_str(c->arena, c->arena->why));
	else if (st != ST_OK)
		arena_pass(c->arena, st);
}

static bool text_has_slot(struct compiler *c, const char *name)
{
	const struct known *k = definitions_find(&c->definitions, name);

	return k && k->slot;
}

/* Slots that the text doesn't name but that sound different by it. */
static void act_scope(struct compiler *c)
{
	struct statement at = {0};

	if (c->definitions.n_own)
		at = *c->definitions.own[0]->statement;
	for (size_t i = 0; c->definitions.scope && i < c->definitions.scope->n;
	     i++) {
		const char *name = c->definitions.scope->entries[i].name;
		struct known *k = definitions_find(&c->definitions, name);

		if (!k->entry || !k->marked || !k->statement ||
		    !k->statement->expr || !is_slot_name(name))
			continue;
		at.expr = k->statement->expr;
		act_safely(c, arena_copy(c->arena, &at, sizeof(at)), name);
	}
}

static void remove_scope(struct compiler *c)
{
	static const struct statement nowhere;

	if (c->mode != EVAL_REPLACE || !c->scope)
		return;
	for (size_t i = 0; i < c->scope->n; i++) {
		const char *name = c->scope->entries[i].name;

		if (is_slot_name(name) && !text_has_slot(c, name))
			add_action(c, ACT_REMOVE, &nowhere)->target =
			    arena_str(c->arena, name);
	}
}

/* --- What nobody sent anywhere --- */

/* 0.25 of the amplitude: SuperDirt's gain counts by its fourth power. */
#define IMPLICIT_GAIN 0.70710678118654752

static const char master_text[] = "out: ~master";

static void play_out(struct compiler *c, const struct pattern *p)
{
	struct action *a = add_action(c, ACT_SLOT, &c->list.at[0]);

	a->target = "out";
	a->pattern = p;
}

static const struct pattern *quiet(struct arena *a, const struct pattern *p)
{
	const struct map *gain = map_one(a, &control_table[CONTROL_ID_gain],
					 value_float(IMPLICIT_GAIN));

	return pat_op(a, FROM_LEFT, OP_MUL, p, pat_pure(a, value_map(gain)));
}

static struct node *name_node(struct compiler *c, const struct statement *s)
{
	struct node *node = ARENA_NEW(c->arena, struct node);

	node->kind = NODE_NAME;
	node->at = s->binding.at;
	node->name.s = s->name;
	return node;
}

static bool scope_has_slot(const struct compiler *c)
{
	if (c->mode == EVAL_REPLACE || !c->scope)
		return false;
	for (size_t i = 0; i < c->scope->n; i++)
		if (is_slot_name(c->scope->entries[i].name))
			return true;
	return false;
}

/* Once somebody writes an output, the one that was made up goes. */
static void drop_implicit(struct compiler *c)
{
	static const struct statement nowhere;

	if (c->mode == EVAL_REPLACE || !c->scope || text_has_slot(c, "out"))
		return;
	for (size_t i = 0; i < c->scope->n; i++)
		if (strcmp(c->scope->entries[i].name, "out") == 0 &&
		    strcmp(c->scope->entries[i].text, master_text) == 0)
			add_action(c, ACT_REMOVE, &nowhere)->target = "out";
}

static bool is_mentioned(const struct compiler *c, const char *name)
{
	for (size_t i = 0; i < c->list.n; i++)
		for (const struct token *t = c->list.at[i].body;
		     t < c->list.at[i].to; t++)
			if (t->kind == TOK_NAME && strcmp(t->s, name) == 0)
				return true;
	return false;
}

/* A bus that plays and that nobody uses. */
static bool is_loose_bus(struct compiler *c, const struct statement *s)
{
	return s->kind == STMT_DEFINITION && *s->name == '~' &&
	       s->binding.type && s->binding.n_params == 0 &&
	       type_can_unify(&c->infer.types, s->binding.type,
			      type_control()) &&
	       !is_mentioned(c, s->name);
}

/* The sum of the buses that nobody uses, as nodes to be evaluated. */
static size_t loose_buses(struct compiler *c, struct node **to)
{
	size_t n = 0;

	for (size_t i = 0; i < c->list.n; i++) {
		struct statement *s = &c->list.at[i];

		if (!is_loose_bus(c, s))
			continue;
		to[n] = name_node(c, s);
		infer_expression(&c->infer, to[n++], type_control(),
				 "the output");
	}
	return n;
}

struct implicit {
	struct compiler *c;
	struct node **nodes;
	size_t n;
	bool master;
};

/* Before evaluation: what will play if the text names no output. */
static void infer_implicit(struct compiler *c, struct implicit *to)
{
	struct known *master = definitions_find(&c->definitions, "~master");

	*to = (struct implicit){.c = c};
	if (c->has_slots || scope_has_slot(c))
		return;
	to->nodes = ARENA_ARRAY(c->arena, struct node *, c->list.n + 1);
	if (master && !master->entry) {
		to->nodes[to->n++] = name_node(c, master->statement);
		to->master = true;
		infer_expression(&c->infer, to->nodes[0], type_control(),
				 "the output");
	} else if (c->mode == EVAL_REPLACE) {
		to->n = loose_buses(c, to->nodes);
	}
}

static void act_implicit(void *ctx)
{
	struct implicit *im = ctx;
	struct compiler *c = im->c;
	const struct pattern **p;

	if (im->master) {
		play_out(c, pattern_of(c, im->nodes[0]));
		define(c, "out", master_text, strlen(master_text));
		return;
	}
	if (!im->n)
		return;
	p = ARENA_ARRAY(c->arena, const struct pattern *, im->n);
	for (size_t i = 0; i < im->n; i++)
		p[i] = pattern_of(c, im->nodes[i]);
	diag_warn(c->errors, c->list.at[0].head, "write out: ... to say so",
		  "no output is named: all buses that nothing else uses play, "
		  "at a quarter");
	play_out(c, quiet(c->arena, pat_stack(c->arena, im->n, p)));
}

/* --- All of it --- */

static void evaluate(struct compiler *c, struct implicit *im)
{
	enum status st;

	c->evaluating = true;
	remove_scope(c);
	if (c->has_slots)
		drop_implicit(c);
	for (size_t i = 0; i < c->list.n; i++)
		act_safely(c, &c->list.at[i], NULL);
	act_scope(c);
	st = arena_run(c->arena, act_implicit, im);
	if (st == ST_EVAL)
		fail(c, c->list.at[0].head, NULL,
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
		infer_scope(c);
		infer_implicit(c, &im);
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
	fail(c, at,
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
