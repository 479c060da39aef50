/* Which names mean unit generators, and what they are given. */
#include <string.h>
#include "base/nearest.h"
#include "lang/infer_unit.h"

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
	const char *example = c->unit->example;

	infer_fail(c->inf, at,
		   example && *example
		       ? arena_printf(c->inf->arena, "for example: %s", example)
		       : NULL,
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
struct type *infer_call_unit(struct infer *inf, struct node *node,
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

bool infer_is_definite(struct infer *inf, const struct node *node,
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

	if (!u || !infer_is_definite(inf, node, u))
		return t;
	return infer_call_unit(inf, node, u, NULL);
}
