/* Signals: what becomes one, which names mean unit generators, and effects
 * after `#`, which take all that stands before them. */
#include <ctype.h>
#include <string.h>
#include "base/nearest.h"
#include "lang/infer_node.h"
#include "lang/parse.h"

static struct type *call_unit(struct infer *inf, struct node *node,
			      const struct unit *u, struct node *left);

/* --- Becoming a signal --- */

static bool has_notes(const struct node *string)
{
	for (size_t i = 0; i < string->string.len; i++) {
		char c = string->string.s[i];
		char before = i ? string->string.s[i - 1] : ' ';

		if (((c >= 'a' && c <= 'g') || (c >= 'A' && c <= 'G')) &&
		    !isalnum((unsigned char)before) && before != '\'')
			return true;
	}
	return false;
}

static void lift(struct infer *inf, struct node **at, bool sounds, bool notes)
{
	struct node *node = infer_make(inf, NODE_LIFT, (*at)->at, 1);

	node->items[0] = *at;
	node->lift.sounds = sounds;
	node->lift.notes = notes;
	if ((*at)->kind == NODE_NAME && (*at)->name.ref == REF_DEFINITION)
		node->lift.bus = (*at)->name.s;
	node->type = type_con(CON_SIGNAL);
	*at = node;
}

static bool lift_string(struct infer *inf, struct node **at, bool pitch)
{
	struct types *t = &inf->types;
	if (!type_try(t, (*at)->type, type_pattern(t, type_con(CON_DOUBLE))))
		return false;
	(*at)->string.hz = pitch;
	lift(inf, at, false, pitch && has_notes(*at));
	return true;
}

/* A bus that is nothing but a string: read anew where it stands. */
static bool is_string_bus(const struct node *node)
{
	return node->kind == NODE_NAME && type_head(node->type) == -1 &&
	       node->name.ref == REF_DEFINITION && node->name.binding &&
	       node->name.binding->n_params == 0 &&
	       node->name.binding->body && /* NULL: it can't be read */
	       node->name.binding->body->kind == NODE_STRING;
}

static void read_string_bus(struct infer *inf, struct node **at)
{
	struct node *copy =
	    arena_copy(inf->arena, (*at)->name.binding->body, sizeof(**at));

	copy->type = NULL;
	copy->string.parsed = NULL;
	infer_node(inf, copy);
	*at = copy;
}

/* A control whose name is also a source of signals, where a signal stands. */
static bool read_as_source(struct infer *inf, struct node *node)
{
	const struct node *name =
	    node->kind == NODE_APPLY ? node->items[0] : node;
	const struct unit *u = infer_unit_of(inf, name);

	if (!u || u->inputs > 0)
		return false;
	node->type = call_unit(inf, node, u, NULL);
	return true;
}

static bool lift_pattern(struct infer *inf, struct node **at)
{
	struct type *of = type_last((*at)->type);

	switch (type_head(of)) {
	case CON_MAP:
		if (!read_as_source(inf, *at))
			lift(inf, at, true, false);
		return true;
	case CON_DOUBLE:
	case CON_NOTE:
	case CON_INT:
	case CON_RATIONAL:
	case CON_BOOL:
		lift(inf, at, false, false);
		return true;
	case -1:
		if (!type_try(&inf->types, of, type_con(CON_DOUBLE)))
			return false;
		lift(inf, at, false, false);
		return true;
	default:
		return false;
	}
}

/* Something that sounds, and no number or pattern. */
static bool is_sound(const struct node *node)
{
	return node && (node->kind == NODE_UNIT || node->kind == NODE_NAME ||
			node->kind == NODE_OP || node->kind == NODE_APPLY);
}

/* `reverb (saw 110)` or `lpf (saw 110) 800` where a signal is wanted: what
 * stands first is the input. */
bool infer_close(struct node *node)
{
	const struct unit *u;
	size_t last;

	if (node->kind != NODE_UNIT || !node->unit.closable ||
	    node->unit.row->n_params == 0 || !is_sound(node->items[1]))
		return false;
	u = node->unit.row;
	last = (size_t)u->n_params;
	for (int i = 0; i + 1 < u->n_params; i++)
		if (u->params[i].text ||
		    (u->params[i].needed && !node->items[2 + i]))
			return false;
	if (u->params[u->n_params - 1].needed)
		return false;
	memmove(node->items, node->items + 1, last * sizeof(*node->items));
	node->items[last] = NULL;
	node->unit.open = node->unit.closable = false;
	node->type = type_con(CON_SIGNAL);
	return true;
}

bool infer_to_signal(struct infer *inf, struct node **at, bool pitch)
{
	struct type *t = infer_node(inf, *at);

	if (is_string_bus(*at)) {
		read_string_bus(inf, at);
		t = (*at)->type;
	}
	if ((*at)->kind == NODE_STRING && type_head(t) == -1)
		return lift_string(inf, at, pitch);
	switch (type_head(t)) {
	case CON_SIGNAL:
		return true;
	case -1:
		if (type_try(&inf->types, t, type_con(CON_SIGNAL)))
			return true;
		if (!type_try(
			&inf->types, t,
			type_pattern(&inf->types, type_con(CON_DOUBLE))) &&
		    !type_try(&inf->types, t, type_con(CON_INT)))
			return false;
		lift(inf, at, false, false);
		return true;
	case CON_PATTERN:
		return lift_pattern(inf, at);
	case CON_ARROW:
		return infer_close(*at);
	case CON_DOUBLE:
	case CON_NOTE:
	case CON_INT:
	case CON_RATIONAL:
		lift(inf, at, false, false);
		return true;
	default:
		return false;
	}
}

void infer_bus(struct infer *inf, struct node *body)
{
	struct type *of = type_last(infer_node(inf, body));

	if (type_head(body->type) == CON_PATTERN && of &&
	    type_head(of) == CON_MAP)
		read_as_source(inf, body);
}

static bool is_arithmetic(const struct node *op)
{
	return op->name.s[0] && !op->name.s[1] && strchr("+-*/", op->name.s[0]);
}

void infer_signal_sides(struct infer *inf, struct node *node)
{
	struct type *left, *right;

	if (!is_arithmetic(node->items[0]))
		return;
	left = infer_node(inf, node->items[1]);
	right = infer_node(inf, node->items[2]);
	for (int i = 1; i < 3; i++)
		if (infer_close(node->items[i]))
			*(i == 1 ? &left : &right) = node->items[i]->type;
	if (type_head(left) == CON_SIGNAL)
		infer_to_signal(inf, &node->items[2], false);
	else if (type_head(right) == CON_SIGNAL)
		infer_to_signal(inf, &node->items[1], false);
}

/* --- Calls --- */

const struct unit *infer_unit_of(struct infer *inf, const struct node *name)
{
	if (name->kind != NODE_NAME || !inf->names->unit ||
	    infer_is_local(inf, name->name.s) ||
	    inf->names->definition(inf->names->ctx, name->name.s))
		return NULL;
	return inf->names->unit(inf->names->ctx, inf->arena, name->name.s);
}

/* What was given to a unit: inputs and parameters in their places. */
struct call {
	struct infer *inf;
	const struct unit *unit;
	struct node *node; /* for its place */
	struct node *audio[UNIT_ARGS], *param[UNIT_ARGS];
	size_t n_audio, n_params;
	bool open, keywords;
};

static struct type *fail(struct call *c, struct text_span at, const char *text)
{
	infer_fail(
	    c->inf, at,
	    arena_printf(c->inf->arena, "for example: %s", c->unit->example),
	    text);
	return infer_fresh(c->inf);
}

static int param_of(const struct unit *u, const char *name)
{
	for (int i = 0; i < u->n_params; i++)
		if (strcmp(u->params[i].name, name) == 0)
			return i;
	return -1;
}

static bool take_keyword(struct call *c, struct node *arg)
{
	int i = param_of(c->unit, arg->keyword);
	struct nearest near;
	char hint[256];

	if (i >= 0 && !c->param[i]) {
		c->param[i] = arg->items[0];
		return true;
	}
	nearest_init(&near, arg->keyword);
	for (int k = 0; k < c->unit->n_params; k++)
		nearest_offer(&near, c->unit->params[k].name);
	nearest_hint(&near, hint, sizeof(hint));
	infer_fail(c->inf, arg->at, i < 0 ? hint : NULL,
		   arena_printf(c->inf->arena,
				i >= 0 ? "`:%s` of `%s` is given twice"
				       : "`:%s`: `%s` has no such parameter",
				arg->keyword, c->unit->name));
	return false;
}

/* `noise 0` */
static bool is_nought(const struct node *node)
{
	return node->kind == NODE_INT && node->i == 0;
}

static size_t positional(struct node *const *args, size_t n)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		m += args[i]->kind != NODE_KEYWORD;
	return m;
}

/* How many of m arguments are audio inputs; the call may stay open. */
static size_t audio_of(struct call *c, size_t m, bool after,
		       const struct node *first)
{
	const struct unit *u = c->unit;
	size_t inputs = (size_t)u->inputs, params = (size_t)u->n_params;

	if (after)
		return u->variadic ? m : inputs > 0 ? inputs - 1 : 0;
	if (inputs == 0)
		return 0;
	if (u->variadic)
		return m > params ? m - params : m;
	if (m > params || inputs > 1 || params == 0) {
		c->open = m == 0 && params == 0;
		return c->open ? 0 : inputs;
	}
	/* `reverb (saw 110) :mix 0.2` */
	if (c->keywords && m > 0 && type_head(first->type) == CON_SIGNAL)
		return inputs;
	c->open = true;
	return inputs - 1;
}

static struct node *first_positional(struct call *c, struct node *const *args,
				     size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (args[i]->kind == NODE_KEYWORD)
			continue;
		infer_node(c->inf, args[i]);
		return args[i];
	}
	return NULL;
}

static bool take_args(struct call *c, struct node *const *args, size_t n,
		      bool after)
{
	size_t m = positional(args, n), audio, p = 0;
	bool last;

	c->keywords = m < n;
	audio = audio_of(c, m, after,
			 c->keywords ? first_positional(c, args, n) : NULL);
	last = c->unit->input_last && audio == 1 && !after;

	if (c->open)
		c->audio[c->n_audio++] = NULL;
	for (size_t i = 0, k = 0; i < n; i++) {
		bool in = last ? k == m - 1 : k < audio;

		if (args[i]->kind == NODE_KEYWORD) {
			if (!take_keyword(c, args[i]))
				return false;
			continue;
		}
		k++;
		if (in && c->n_audio < UNIT_ARGS) {
			c->audio[c->n_audio++] = args[i];
			continue;
		}
		if (p >= (size_t)c->unit->n_params) {
			fail(c, args[i]->at,
			     arena_printf(c->inf->arena,
					  "`%s` takes %d argument%s here, this "
					  "is one too many",
					  c->unit->name, (int)(p + audio),
					  p + audio == 1 ? "" : "s"));
			return false;
		}
		c->param[p++] = args[i];
	}
	if (c->unit->last_first && p > 1 && p == (size_t)c->unit->n_params) {
		struct node *first = c->param[0];

		memmove(c->param, c->param + 1, (p - 1) * sizeof(*c->param));
		c->param[p - 1] = first;
	}
	return true;
}

static bool check_audio(struct call *c)
{
	for (size_t i = 0; i < c->n_audio; i++)
		if (c->audio[i] &&
		    !infer_to_signal(c->inf, &c->audio[i], false)) {
			fail(c, c->audio[i]->at,
			     arena_printf(c->inf->arena,
					  "`%s` needs a signal here, but this "
					  "is %s",
					  c->unit->name,
					  type_describe(c->inf->arena,
							c->audio[i]->type)));
			return false;
		}
	if (c->n_audio >= (size_t)c->unit->inputs)
		return true;
	fail(c, c->node->at,
	     arena_printf(c->inf->arena, "`%s` needs %d signals", c->unit->name,
			  c->unit->inputs));
	return false;
}

static bool check_param(struct call *c, int i)
{
	const struct unit_param *p = &c->unit->params[i];
	bool ok;

	if (!c->param[i]) {
		if (p->needed)
			fail(c, c->node->at,
			     arena_printf(c->inf->arena,
					  "`%s` needs an argument: its %s",
					  c->unit->name, p->name));
		return !p->needed;
	}
	if (p->text && c->param[i]->kind == NODE_STRING) {
		struct type *t = infer_node(c->inf, c->param[i]);

		ok = type_try(&c->inf->types, t, type_string());
	} else {
		ok = infer_to_signal(c->inf, &c->param[i], p->pitch);
	}
	if (!ok)
		fail(c, c->param[i]->at,
		     arena_printf(
			 c->inf->arena,
			 "the %s of `%s` must be a number, a pattern of "
			 "numbers or a signal, but this is %s",
			 p->name, c->unit->name,
			 type_describe(c->inf->arena, c->param[i]->type)));
	return ok;
}

static struct type *finish(struct call *c)
{
	struct node *node = c->node;
	size_t n = c->n_audio + (size_t)c->unit->n_params;
	struct type *signal = type_con(CON_SIGNAL);
	int failed = c->inf->failed;

	if (!check_audio(c))
		return infer_fresh(c->inf);
	for (int i = 0; i < c->unit->n_params; i++)
		if (!check_param(c, i))
			return infer_fresh(c->inf);
	if (c->inf->failed > failed)
		return infer_fresh(c->inf);
	node->kind = NODE_UNIT;
	node->items = ARENA_ARRAY(c->inf->arena, struct node *, n);
	node->n = n;
	memcpy(node->items, c->audio, c->n_audio * sizeof(*c->audio));
	memcpy(node->items + c->n_audio, c->param,
	       (size_t)c->unit->n_params * sizeof(*c->param));
	node->unit.row = c->unit;
	node->unit.n_audio = c->n_audio;
	node->unit.open = c->open;
	node->unit.closable = c->open && !c->keywords && c->n_audio == 1;
	return c->open ? type_arrow(&c->inf->types, signal, signal) : signal;
}

/* left: what the effect is applied to, or NULL. */
static struct type *call_unit(struct infer *inf, struct node *node,
			      const struct unit *u, struct node *left)
{
	struct call c = {.inf = inf, .unit = u, .node = node};
	struct node *const *args = NULL;
	size_t n = 0;

	if (node->kind == NODE_APPLY) {
		args = node->items + 1;
		n = node->n - 1;
		if (n == 1 && args[0]->kind == NODE_TUPLE && args[0]->tight) {
			n = args[0]->n;
			args = args[0]->items;
		}
	}
	if (left)
		c.audio[c.n_audio++] = left;
	if (u->alone && !left && n == 1 && is_nought(args[0]))
		n = 0;
	if (n >= UNIT_ARGS)
		return fail(&c, node->at, "these are too many arguments");
	if (!take_args(&c, args, n, left != NULL))
		return infer_fresh(inf);
	return finish(&c);
}

/* `select 1 100 200`: of a function that takes a list of patterns here, given
 * none, the unit of that name that takes one after the other is meant. */
static bool wants_list(struct infer *inf, const struct node *node,
		       const struct unit *u, const char *signature)
{
	const char *at;
	struct type *t = type_parse(&inf->types, signature, &at), *from;
	size_t least = (size_t)(u->inputs + u->n_params);

	if (!u->variadic && (u->inputs < 2 || node->n - 1 != least))
		return false;
	for (size_t i = 1; i < node->n && t; i++) {
		struct type *arg = infer_node(inf, node->items[i]);

		if (!type_is_arrow(t, &from, &t))
			return false;
		if (type_head(from) == CON_LIST &&
		    type_head(type_last(from)) == CON_PATTERN)
			return node->items[i]->kind == NODE_STRING ||
			       node->items[i]->kind == NODE_INT ||
			       node->items[i]->kind == NODE_FLOAT ||
			       type_head(arg) == CON_PATTERN;
	}
	return false;
}

/* Of a name that is also a pattern function or a control: the unit is meant. */
static bool is_definite(struct infer *inf, const struct node *node,
			const struct unit *u)
{
	const char *signature;
	const void *row =
	    inf->names->row(inf->names->ctx, inf->arena, u->name, &signature);
	const struct node *name =
	    node->kind == NODE_APPLY ? node->items[0] : node;
	size_t n = node->kind == NODE_APPLY ? node->n - 1 : 0;

	if (strcmp(name->name.s, u->name) != 0)
		row = inf->names->row(inf->names->ctx, inf->arena, name->name.s,
				      &signature);
	if (!row)
		return true;
	if (n == 0)
		return false;
	if (!strstr(signature, "->") ||
	    (n > 1 && strstr(signature, "-> ControlPattern") &&
	     strstr(signature, "->") == strstr(signature, "-> ControlPattern")))
		return true;
	for (size_t i = 1; i <= n; i++)
		if (node->items[i]->kind == NODE_KEYWORD ||
		    (node->items[i]->kind == NODE_TUPLE &&
		     node->items[i]->tight && u->inputs > 0 &&
		     node->items[i]->n > 1))
			return true;
	for (size_t i = 1; i <= n; i++)
		if (node->items[i]->kind != NODE_TUPLE &&
		    type_head(infer_node(inf, node->items[i])) == CON_SIGNAL)
			return true;
	return wants_list(inf, node, u, signature);
}

/* `stack [x, y]` with signals among them is their sum. */
static struct type *signal_stack(struct infer *inf, struct node *node)
{
	struct node *sum, *list;
	bool some = false;

	if (node->kind != NODE_APPLY || node->n != 2 ||
	    node->items[0]->kind != NODE_NAME ||
	    strcmp(node->items[0]->name.s, "stack") != 0 ||
	    node->items[1]->kind != NODE_LIST)
		return NULL;
	list = node->items[1];
	for (size_t i = 0; i < list->n; i++)
		some |=
		    type_head(infer_node(inf, list->items[i])) == CON_SIGNAL;
	if (!some)
		return NULL;
	sum = list->items[0];
	for (size_t i = 1; i < list->n; i++) {
		struct node *op = infer_make(inf, NODE_OP, node->at, 3);

		op->items[0] = infer_make(inf, NODE_NAME, node->at, 0);
		op->items[0]->name.s = "+";
		op->items[1] = sum;
		op->items[2] = list->items[i];
		op->plain_chain = true;
		sum = op;
	}
	if (!infer_to_signal(inf, &sum, false))
		return NULL;
	*node = *sum;
	return node->type;
}

struct type *infer_unit(struct infer *inf, struct node *node)
{
	struct type *t = signal_stack(inf, node);

	const struct node *name =
	    node->kind == NODE_APPLY ? node->items[0] : node;
	const struct unit *u = t ? NULL : infer_unit_of(inf, name);

	if (!u || !is_definite(inf, node, u))
		return t;
	return call_unit(inf, node, u, NULL);
}

/* --- Chains --- */

struct chain {
	struct node **operand, **op; /* op[i] stands before operand[i + 1] */
	size_t n, cap;
};

static void chain_push(struct infer *inf, struct chain *c, struct node *op,
		       struct node *operand)
{
	if (c->n == c->cap) {
		size_t cap = c->cap ? c->cap * 2 : 8;
		struct node **a = ARENA_ARRAY(inf->arena, struct node *, cap);
		struct node **b = ARENA_ARRAY(inf->arena, struct node *, cap);

		if (c->n) {
			memcpy(a, c->operand, c->n * sizeof(*a));
			memcpy(b, c->op, c->n * sizeof(*b));
		}
		c->operand = a;
		c->op = b;
		c->cap = cap;
	}
	if (c->n)
		c->op[c->n - 1] = op;
	c->operand[c->n++] = operand;
}

/* In the order of the text. */
static void flatten(struct infer *inf, struct chain *c, struct node *node,
		    struct node *before)
{
	if (node->kind != NODE_OP || (node->parens && before)) {
		chain_push(inf, c, before, node);
		return;
	}
	arena_enter(inf->arena);
	node->plain_chain = true;
	if (node->items[1]->kind == NODE_OP && !node->items[1]->parens)
		flatten(inf, c, node->items[1], before);
	else
		chain_push(inf, c, before, node->items[1]);
	if (node->items[2]->kind == NODE_OP && !node->items[2]->parens)
		flatten(inf, c, node->items[2], node->items[0]);
	else
		chain_push(inf, c, node->items[0], node->items[2]);
	arena_leave(inf->arena);
}

static const struct unit *effect_at(struct infer *inf, const struct chain *c,
				    size_t i)
{
	struct node *node = c->operand[i];
	const struct node *name =
	    node->kind == NODE_APPLY ? node->items[0] : node;
	const struct unit *u;

	if (strcmp(c->op[i - 1]->name.s, "#") != 0 || name->kind != NODE_NAME)
		return NULL;
	u = infer_unit_of(inf, name);
	return u && (u->inputs > 0 || u->envelope) ? u : NULL;
}

static struct node *climb(struct infer *inf, const struct chain *c, size_t *at,
			  int least)
{
	struct node *left = c->operand[*at];

	arena_enter(inf->arena);
	while (*at + 1 < c->n) {
		struct node *op = c->op[*at], *node;
		bool to_right;
		int prec;

		parse_fixity(op->name.s, &prec, &to_right);
		if (prec < least)
			break;
		++*at;
		node = infer_make(inf, NODE_OP, left->at, 3);
		node->items[0] = op;
		node->items[1] = left;
		node->items[2] = climb(inf, c, at, to_right ? prec : prec + 1);
		node->at.to = node->items[2]->at.to;
		node->plain_chain = true;
		left = node;
	}
	arena_leave(inf->arena);
	return left;
}

static struct node *tree_of(struct infer *inf, const struct chain *c)
{
	size_t at = 0;

	return climb(inf, c, &at, 0);
}

static bool sounds_as_signal(struct infer *inf, const struct chain *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (type_head(infer_node(inf, c->operand[i])) == CON_SIGNAL)
			return true;
	return false;
}

/* A string whose first item is a number; `"bd sn" # pan 0` is of sounds. */
static bool reads_as_numbers(const struct node *string)
{
	const char *s = string->string.s;

	for (size_t i = 0; i < string->string.len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (isdigit(c) || c >= 0x80 || isalpha(c))
			return isdigit(c);
	}
	return false;
}

/* Numbers alone: what can only be a control signal before an effect. */
static bool is_numbers(struct infer *inf, const struct chain *c)
{
	struct type *t = infer_node(inf, c->operand[0]);

	if (c->n != 1)
		return false;
	if (c->operand[0]->kind == NODE_STRING && type_head(t) == -1)
		return reads_as_numbers(c->operand[0]);
	if (is_string_bus(c->operand[0]))
		return true;
	if (type_head(t) == CON_PATTERN)
		t = type_last(t);
	return type_head(t) == CON_DOUBLE || type_head(t) == CON_NOTE ||
	       type_head(t) == CON_INT || type_head(t) == CON_RATIONAL;
}

/* `x # ~fx`: a function of signals after `#`. */
static bool is_modifier(struct infer *inf, const struct chain *c, size_t i)
{
	struct type *from, *to;
	const struct node *node = c->operand[i];

	return strcmp(c->op[i - 1]->name.s, "#") == 0 &&
	       ((node->kind == NODE_NAME && node->name.s[0] == '~') ||
		node->parens) &&
	       type_is_arrow(infer_node(inf, c->operand[i]), &from, &to) &&
	       type_head(from) == CON_SIGNAL;
}

/* The same for a modifier bus that says nothing but what controls say, too
 * (~fx # lpf 800): behind a signal it is an effect. NULL: it is none. */
static struct node *signal_modifier(struct infer *inf, const struct chain *c,
				    size_t i)
{
	const struct node *name = c->operand[i];
	const struct binding *b;
	struct local *locals = inf->locals;
	struct diag_list *errors = inf->errors;
	struct node *copy;

	infer_node(inf, c->operand[i]);
	if (strcmp(c->op[i - 1]->name.s, "#") != 0 || name->kind != NODE_NAME ||
	    name->name.ref != REF_DEFINITION || !(b = name->name.binding) ||
	    b->n_params || !b->body->again)
		return NULL;
	copy = tree_copy(inf->arena, b->body->again);
	copy->effect = true;
	if (copy->kind == NODE_LAMBDA)
		copy->lambda.params->signal = true;
	inf->locals = NULL;
	inf->errors = b->errors ? b->errors : errors;
	infer_node(inf, copy);
	inf->locals = locals;
	inf->errors = errors;
	return copy;
}

static struct node *modify(struct infer *inf, struct node *left, struct node *f)
{
	struct node *node = infer_make(inf, NODE_APPLY, left->at, 2);

	node->at.to = f->at.to;
	node->items[0] = f;
	node->items[1] = left;
	return node;
}

struct type *infer_chain(struct infer *inf, struct node *node)
{
	struct chain all = {0}, now = {0};
	bool found = false;
	struct node *tree;

	if (node->plain_chain)
		return NULL;
	flatten(inf, &all, node, NULL);
	chain_push(inf, &now, NULL, all.operand[0]);
	for (size_t i = 1; i < all.n; i++) {
		const struct unit *u = effect_at(inf, &all, i);
		struct node *left, *e = all.operand[i], *again;
		bool signal = sounds_as_signal(inf, &now);

		if (u && !signal && !is_numbers(inf, &now) &&
		    !is_definite(inf, e, u))
			u = NULL;
		again = signal && !u && !is_modifier(inf, &all, i)
			    ? signal_modifier(inf, &all, i)
			    : NULL;
		if (again)
			e = again;
		else if (!u && !is_modifier(inf, &all, i)) {
			chain_push(inf, &now, all.op[i - 1], e);
			continue;
		}
		left = tree_of(inf, &now);
		infer_node(inf, left);
		found = true;
		now.n = 0;
		if (!u) {
			chain_push(inf, &now, NULL, modify(inf, left, e));
			continue;
		}
		e->type = call_unit(inf, e, u, left);
		chain_push(inf, &now, NULL, e);
	}
	if (!found)
		return NULL;
	tree = tree_of(inf, &now);
	if (tree->kind == NODE_NAME || tree == node)
		return infer_node(inf, tree);
	{
		bool parens = node->parens;

		*node = *tree;
		node->parens = parens;
	}
	if (node->type)
		return node->type;
	return node->kind == NODE_OP ? infer_op(inf, node)
				     : infer_apply(inf, node);
}

struct type *infer_effect_section(struct infer *inf, struct node *node)
{
	static const char hole[] = "(effect)";
	struct node *e = node->items[1], *body, *name;
	const struct unit *u;

	if (node->left || strcmp(node->items[0]->name.s, "#") != 0)
		return NULL;
	u = infer_unit_of(inf, e->kind == NODE_APPLY ? e->items[0] : e);
	if (!u || !(u->inputs > 0 || u->envelope) ||
	    (!node->effect && !is_definite(inf, e, u)))
		return NULL;
	name = infer_make(inf, NODE_NAME, e->at, 0);
	name->name.s = hole;
	body = infer_make(inf, NODE_OP, node->at, 3);
	body->items[0] = node->items[0];
	body->items[1] = name;
	body->items[2] = e;
	node->kind = NODE_LAMBDA;
	node->n = 1;
	node->items = ARENA_ARRAY(inf->arena, struct node *, 1);
	node->items[0] = body;
	node->lambda.params = ARENA_NEW(inf->arena, struct param);
	node->lambda.params->name = hole;
	node->lambda.params->at = e->at;
	node->lambda.n_params = 1;
	node->lambda.params->signal = node->effect;
	return infer_function(inf, node->lambda.params, 1, body);
}
