/* Statements to actions. */
#include "compile/compiler.h"

#include <math.h>
#include <string.h>
#include "compile/eval.h"

struct action *compiler_add_action(struct compiler *c, enum action_kind kind,
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

void compiler_define(struct compiler *c, const char *name, const char *text,
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
	p->defines[p->n_defines++] =
	    (struct scope_entry){.name = name, .text = text, .len = len};
}

static void define_statement(struct compiler *c, const struct statement *s,
			     const char *name)
{
	size_t len = s->at.to - s->at.from;

	compiler_define(c, name,
			arena_strn(c->arena, c->text + s->at.from, len), len);
	c->program->defines[c->program->n_defines - 1].signal =
	    s->expr && compiler_is_signal(s->expr);
}

void compiler_fail(struct compiler *c, struct text_span at, const char *hint,
		   const char *message)
{
	diag_error(c->errors, at, hint, "%s", message);
}

bool statement_is_tempo(const struct statement *s)
{
	static const char *const words[] = {"tempo", "cps", "setcps", "bpm",
					    "setbpm"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(s->name, words[i]) == 0)
			return true;
	return false;
}

const struct pattern *compiler_pattern(struct compiler *c,
				       const struct node *node)
{
	return eval(c->arena, node).pat;
}

bool compiler_is_signal(const struct node *node)
{
	return node->type && type_head(node->type) == CON_SIGNAL;
}

void compiler_add_signal(struct compiler *c, const char *name,
			 const struct sig *s)
{
	if (c->n_signals == c->cap_signals) {
		struct signal_slot *more;

		c->cap_signals = c->cap_signals ? c->cap_signals * 2 : 16;
		more =
		    ARENA_ARRAY(c->arena, struct signal_slot, c->cap_signals);
		if (c->n_signals)
			memcpy(more, c->signals, c->n_signals * sizeof(*more));
		c->signals = more;
	}
	c->signals[c->n_signals++] = (struct signal_slot){name, s};
}

static void play_signal(struct compiler *c, const struct statement *s,
			const char *name)
{
	const struct sig *sig = sig_of(c->arena, eval(c->arena, s->expr), true);
	struct action *a;

	compiler_add_signal(c, arena_str(c->arena, name), sig);
	if (!s->name && !s->kind)
		return; /* of the scope, and as it was */
	a = compiler_add_action(c, ACT_SLOT, s);
	a->target = name;
	a->signal = true;
}

static void play(struct compiler *c, const struct statement *s,
		 const char *name)
{
	struct action *a;
	const struct pattern *p;

	if (compiler_is_signal(s->expr)) {
		play_signal(c, s, name);
		return;
	}
	p = compiler_pattern(c, s->expr);

	a = compiler_add_action(c, ACT_SLOT, s);
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
		compiler_fail(c, signature->at, "for example: bpm: 90 \"3/4\"",
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
		compiler_fail(c, s->args[0]->at, "bpm: 90 \"3/4\"",
			      "only bpm has a time signature");
	if (!(cps > 0 && cps <= 8)) {
		compiler_fail(
		    c, s->expr->at,
		    cps > 8 && !bpm && cps < 1000
			? arena_printf(c->arena,
				       "beats a minute are said so: bpm: %g",
				       cps)
			: "a usual one is cps: 0.5625",
		    "the tempo must be above 0 and at most 8 cycles a "
		    "second");
		return;
	}
	compiler_add_action(c, ACT_TEMPO, s)->number = cps;
}

static void set_outmix(struct compiler *c, const struct statement *s)
{
	static const char *const words[] = {"none", "gain", "sqrt", "tanh",
					    "hard"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(s->target, words[i]) == 0) {
			compiler_add_action(c, ACT_OUTMIX, s)->number =
			    (double)i;
			return;
		}
	compiler_fail(
	    c, s->head, "outmix: none, gain, sqrt, tanh or hard",
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
	const struct pattern *p = compiler_pattern(c, s->expr);
	struct action *a = compiler_add_action(c, ACT_TRANSITION, s);

	a->target = s->target;
	a->pattern = p;
	a->fn = fn.fn;
	/* forId: the slot stays what it is, and so does its text. */
	a->keep_history = strcmp(s->name, "forId") != 0 &&
			  strcmp(s->name, "mortalOverlay") != 0;
	if (!a->keep_history)
		return;
	/* Once it is over, the slot plays the new pattern. */
	text = arena_printf(c->arena, "%s $%.*s", slot_head(c, s->target),
			    (int)(s->at.to - s->head.to), c->text + s->head.to);
	compiler_define(c, s->target, text, strlen(text));
}

static void move_time(struct compiler *c, const struct statement *s)
{
	struct value v = eval(c->arena, s->expr);
	bool cycle = strcmp(s->name, "setCycle") == 0;
	double most = cycle ? 1e9 : 60;
	struct action *a;

	if (!(fabs(value_to_double(v)) <= most)) {
		compiler_fail(c, s->expr->at, NULL,
			      cycle ? "cycles are counted up to 1000000000"
				    : "a nudge is at most 60 seconds");
		return;
	}
	a = compiler_add_action(c, cycle ? ACT_SET_CYCLE : ACT_NUDGE, s);
	a->time = value_to_rat(v);
	a->number = value_to_double(v);
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
			compiler_add_action(c, simple[i].kind, s)->target =
			    s->target;
			return;
		}
	if (s->command->shape == COMMAND_TRANSITION)
		act_transition(c, s);
	else if (statement_is_tempo(s))
		set_tempo(c, s);
	else if (strcmp(s->name, "outmix") == 0)
		set_outmix(c, s);
	else if (strcmp(s->name, "all") == 0) {
		struct value fn = eval(c->arena, s->expr);

		compiler_add_action(c, ACT_ALL, s)->fn = fn.fn;
	} else if (strcmp(s->name, "once") == 0 ||
		   strcmp(s->name, "asap") == 0) {
		const struct pattern *p = compiler_pattern(c, s->expr);

		compiler_add_action(c, ACT_ONCE, s)->pattern = p;
	} else {
		move_time(c, s);
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
void compiler_act(struct compiler *c, const struct statement *s,
		  const char *slot)
{
	struct one o = {c, s, slot};
	enum status st;

	c->now = s;
	st = arena_run(c->arena, act_one, &o);
	if (st == ST_EVAL)
		compiler_fail(c, s->expr ? s->expr->at : s->at, NULL,
			      arena_str(c->arena, c->arena->why));
	else if (st != ST_OK)
		arena_pass(c->arena, st);
}

bool compiler_has_slot(struct compiler *c, const char *name)
{
	const struct known *k = definitions_find(&c->definitions, name);

	return k && k->slot;
}

/* Slots that the text doesn't name but that sound different by it. */
void compiler_act_scope(struct compiler *c)
{
	struct statement at = {0};

	if (c->definitions.n_own)
		at = *c->definitions.own[0]->statement;
	for (size_t i = 0; c->definitions.scope && i < c->definitions.scope->n;
	     i++) {
		const char *name = c->definitions.scope->entries[i].name;
		struct known *k = definitions_find(&c->definitions, name);

		bool kept = k->entry && c->signals_change && !k->marked &&
			    !k->slot && !k->turns && k->entry->signal;
		static const struct statement quiet;

		if (!k->entry || !(k->marked || kept) || !k->statement ||
		    !k->statement->expr || !is_slot_name(name))
			continue;
		if (kept)
			at = quiet;
		else if (c->definitions.n_own)
			at = *c->definitions.own[0]->statement;
		at.expr = k->statement->expr;
		compiler_act(c, arena_copy(c->arena, &at, sizeof(at)), name);
	}
}

static void remove_name(struct compiler *c, const char *name)
{
	static const struct statement nowhere;
	bool all = strcmp(name, "all") == 0;
	struct action *a =
	    compiler_add_action(c, all ? ACT_ALL : ACT_REMOVE, &nowhere);

	a->target = all ? NULL : arena_str(c->arena, name);
}

/* The text has a slot or a definition of that name. */
static bool compiler_has_own(struct compiler *c, const char *name)
{
	const struct known *k = definitions_find(&c->definitions, name);

	return k && (k->slot || (k->statement && !k->entry));
}

void compiler_remove_scope(struct compiler *c)
{
	if (!c->scope)
		return;
	for (size_t i = 0; i < c->scope->n_removed; i++)
		remove_name(c, c->scope->removed[i]);
	if (c->mode != EVAL_REPLACE)
		return;
	for (size_t i = 0; i < c->scope->n; i++)
		if (!compiler_has_own(c, c->scope->entries[i].name))
			remove_name(c, c->scope->entries[i].name);
	remove_name(c, "all");
}
