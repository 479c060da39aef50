/* What plays when nobody names an output. */
#include "compile/compiler.h"
#include "compile/eval.h"

#include <string.h>
#include "pattern/ops.h"

/* 0.25 of the amplitude: SuperDirt's gain counts by its fourth power. */
#define IMPLICIT_GAIN 0.70710678118654752

static const char master_text[] = "out: ~master";
/* How an output begins that the compiler made of loose buses. */
static const char loose_head[] = "out: {- no output was named -} ";

static void play_out(struct compiler *c, const struct pattern *p)
{
	struct action *a = compiler_add_action(c, ACT_SLOT, &c->list.at[0]);

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

static bool is_made_up(const char *text)
{
	return strcmp(text, master_text) == 0 ||
	       strncmp(text, loose_head, sizeof(loose_head) - 1) == 0;
}

/* Once somebody writes an output, the one that was made up goes. */
void implicit_drop(struct compiler *c)
{
	static const struct statement nowhere;

	if (c->mode == EVAL_REPLACE || !c->scope || compiler_has_slot(c, "out"))
		return;
	for (size_t i = 0; i < c->scope->n; i++)
		if (strcmp(c->scope->entries[i].name, "out") == 0 &&
		    is_made_up(c->scope->entries[i].text))
			compiler_add_action(c, ACT_REMOVE, &nowhere)->target =
			    "out";
}

static bool is_mentioned(const struct compiler *c, const char *name)
{
	for (size_t i = 0; i < c->list.n; i++) {
		const struct statement *s = &c->list.at[i];

		for (const struct token *t = s->body; t < s->to; t++) {
			arena_step(c->arena);
			if (t->kind == TOK_NAME && strcmp(t->s, name) == 0)
				return true;
		}
	}
	return false;
}

/* A bus that plays and that nobody uses. */
static bool is_loose_bus(struct compiler *c, const struct statement *s)
{
	return s->kind == STMT_DEFINITION && *s->name == '~' &&
	       s->binding.type && s->binding.n_params == 0 &&
	       (type_head(s->binding.type) == CON_SIGNAL ||
		type_can_unify(&c->infer.types, s->binding.type,
			       type_control())) &&
	       !is_mentioned(c, s->name);
}

static void infer_output(struct compiler *c, struct node *node)
{
	if (infer_expression(&c->infer, node, NULL, "the output") &&
	    !compiler_is_signal(node))
		infer_expression(&c->infer, node, type_control(), "the output");
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
		infer_output(c, to[n++]);
	}
	return n;
}

/* A performer's first bus: it is there, and nobody hears it. */
static void say_silent(struct compiler *c)
{
	for (size_t i = 0; i < c->list.n; i++) {
		const struct statement *s = &c->list.at[i];

		if (s->kind != STMT_DEFINITION || *s->name != '~')
			continue;
		diag_warn(c->errors, s->head,
			  arena_printf(c->arena, "out: %s", s->name),
			  "nothing is heard yet: no slot plays");
		return;
	}
}

/* Before evaluation: what will play if the text names no output. */
void implicit_infer(struct compiler *c, struct implicit *to)
{
	struct known *master = definitions_find(&c->definitions, "~master");

	*to = (struct implicit){.c = c};
	if (c->has_slots || scope_has_slot(c))
		return;
	to->nodes = ARENA_ARRAY(c->arena, struct node *, c->list.n + 1);
	if (master && !master->entry) {
		to->nodes[to->n++] = name_node(c, master->statement);
		to->master = true;
		infer_output(c, to->nodes[0]);
	} else if (c->mode == EVAL_REPLACE) {
		to->n = loose_buses(c, to->nodes);
	} else {
		say_silent(c);
	}
}

static void play_signal_out(struct compiler *c, const struct sig *s)
{
	struct action *a = compiler_add_action(c, ACT_SLOT, &c->list.at[0]);

	a->target = "out";
	a->signal = true;
	compiler_add_signal(c, "out", s);
}

/* A modulator, not a sound: an oscillator below what can be heard. */
static bool is_slow(const struct sig *s)
{
	while (s->kind == SIG_BUS && s->in[0])
		s = s->in[0];
	if (s->kind == SIG_UNIT && s->n_audio > 0) {
		for (size_t i = 0; i < s->n_audio; i++)
			if (!is_slow(s->in[i]))
				return false;
		return true;
	}
	if (s->kind == SIG_UNIT && s->row->n_params > 0 &&
	    strcmp(s->row->params[0].unit, "Hz") == 0)
		return s->in[0] && s->in[0]->kind == SIG_NUMBER &&
		       s->in[0]->value < 20;
	return s->kind == SIG_NUMBER || s->kind == SIG_PATTERN;
}

/* The made-up output as a statement, for the scope. */
static void define_out(struct compiler *c, const char *expression, bool signal)
{
	const char *text =
	    arena_printf(c->arena, "%s%s", loose_head, expression);

	compiler_define(c, "out", text, strlen(text));
	c->program->defines[c->program->n_defines - 1].signal = signal;
}

/* Buses of which some are signals: their sum, at a quarter. */
static bool play_loose_signals(struct implicit *im)
{
	struct compiler *c = im->c;
	const struct sig *sum = NULL;
	const char *text = NULL;
	bool some = false;

	for (size_t i = 0; i < im->n; i++)
		some |= compiler_is_signal(im->nodes[i]);
	for (size_t i = 0; some && i < im->n; i++) {
		const struct sig *s =
		    sig_of(c->arena, eval(c->arena, im->nodes[i]), true);

		if (is_slow(s))
			continue;
		sum = sum ? sig_op(c->arena, "+", sum, s) : s;
		text = arena_printf(c->arena, "%s%s%s", text ? text : "",
				    text ? " + " : "", im->nodes[i]->name.s);
	}
	if (!sum)
		return some;
	play_signal_out(c,
			sig_op(c->arena, "*", sum, sig_number(c->arena, 0.25)));
	define_out(c, arena_printf(c->arena, "(%s) * 0.25", text), true);
	return some;
}

static void say_implicit(struct compiler *c)
{
	diag_warn(c->errors, c->list.at[0].head, "write out: ... to say so",
		  "no output is named: all buses that nothing else uses play, "
		  "at a quarter");
}

void implicit_act(void *ctx)
{
	struct implicit *im = ctx;
	struct compiler *c = im->c;
	const struct pattern **p;
	const char *text = "";

	if (im->master) {
		if (compiler_is_signal(im->nodes[0]))
			play_signal_out(c, sig_of(c->arena,
						  eval(c->arena, im->nodes[0]),
						  true));
		else
			play_out(c, compiler_pattern(c, im->nodes[0]));
		compiler_define(c, "out", master_text, strlen(master_text));
		c->program->defines[c->program->n_defines - 1].signal =
		    compiler_is_signal(im->nodes[0]);
		return;
	}
	if (!im->n)
		return;
	if (play_loose_signals(im)) {
		say_implicit(c);
		return;
	}
	p = ARENA_ARRAY(c->arena, const struct pattern *, im->n);
	for (size_t i = 0; i < im->n; i++) {
		p[i] = compiler_pattern(c, im->nodes[i]);
		text = arena_printf(c->arena, "%s%s%s", text, i ? ", " : "",
				    im->nodes[i]->name.s);
	}
	say_implicit(c);
	play_out(c, quiet(c->arena, pat_stack(c->arena, im->n, p)));
	define_out(c,
		   arena_printf(c->arena, "stack [%s] |* gain %.17g", text,
				IMPLICIT_GAIN),
		   false);
}
