#include "lang/advice.h"

#include <stdint.h>
#include <string.h>

/* A parameter or a let's binding, innermost first. Evaluation's environment
 * has one value for each, in the same order. */
struct local {
	const char *name;
	struct type *type;
	struct binding *binding;
	struct local *up;
};

void infer_init(struct infer *inf, struct arena *a, const struct names *names,
		struct diag_list *errors)
{
	*inf = (struct infer){.arena = a, .names = names, .errors = errors};
	types_init(&inf->types, a);
	inf->signatures = ARENA_ARRAY(a, struct signature *, INFER_SIGNATURES);
}

struct type *infer_fresh(struct infer *inf)
{
	return type_var(&inf->types, 0);
}

void infer_fail(struct infer *inf, struct text_span at, const char *hint,
		const char *message)
{
	inf->failed++;
	diag_error(inf->errors, at, hint, "%s", message);
}

/* --- Names --- */

/* A copy of a general type with new variables in node->name.inst. */
static struct type *copy_general(struct infer *inf, const struct binding *b,
				 struct type *t, struct type **inst)
{
	struct type *f, *x;

	t = type_prune(t);
	if (t->kind == TYPE_VAR && t->var.general >= 0 && t->var.owner == b) {
		struct type **to = &inst[t->var.general];

		if (!*to)
			*to = type_var(&inf->types, t->var.classes);
		return *to;
	}
	if (t->kind != TYPE_APP)
		return t;
	arena_step(inf->arena);
	f = copy_general(inf, b, t->app.f, inst);
	x = copy_general(inf, b, t->app.x, inst);
	return f == t->app.f && x == t->app.x ? t : type_app(&inf->types, f, x);
}

static struct type *use_binding(struct infer *inf, struct node *node,
				struct binding *b)
{
	struct local *saved = inf->locals;
	struct diag_list *errors = inf->errors;

	node->name.binding = b;
	if (b->state == BINDING_RUNNING && *b->name == '~' && !b->n_params) {
		b->hears_itself = true;
		return type_con(CON_SIGNAL);
	}
	if (b->state == BINDING_RUNNING) {
		b->state = BINDING_BROKEN;
		infer_fail(
		    inf, node->at, NULL,
		    arena_printf(inf->arena,
				 "`%s` is defined by itself, without an end",
				 b->name));
	}
	if (b->state == BINDING_NEW) {
		inf->locals = (struct local *)b->scope;
		if (b->errors)
			inf->errors = b->errors;
		infer_binding(inf, b);
		inf->locals = saved;
		inf->errors = errors;
	}
	if (b->state == BINDING_BROKEN) {
		inf->failed++;
		return infer_fresh(inf);
	}
	if (b->n_general == 0)
		return b->type;
	node->name.inst = ARENA_ARRAY(inf->arena, struct type *, b->n_general);
	return copy_general(inf, b, b->type, node->name.inst);
}

/* A row's type, read once: what has variables is a mould for its uses. */
struct signature {
	const char *text;
	struct type *type;
	struct binding mould; /* owns the variables; n_general of them */
};

static void generalise(struct infer *inf, struct binding *b, struct type *t);

static struct signature *read_signature(struct infer *inf, const char *text)
{
	struct signature *s = ARENA_NEW(inf->arena, struct signature);
	int level = inf->types.level;

	s->text = text;
	inf->types.level = level + 1;
	s->type = type_parse(&inf->types, text, NULL);
	inf->types.level = level;
	if (s->type)
		generalise(inf, &s->mould, s->type);
	return s;
}

static struct signature *find_signature(struct infer *inf, const char *text)
{
	size_t i = ((uintptr_t)text >> 3) % INFER_SIGNATURES;

	for (int tries = 0; tries < 8; tries++) {
		struct signature **at =
		    &inf->signatures[(i + (size_t)tries) % INFER_SIGNATURES];

		if (!*at)
			return *at = read_signature(inf, text);
		if ((*at)->text == text)
			return *at;
	}
	return read_signature(inf, text);
}

static struct type *row_type(struct infer *inf, struct node *node,
			     const char *text)
{
	struct signature *s = find_signature(inf, text);
	struct type **inst;

	if (!s->type) {
		infer_fail(inf, node->at, NULL,
			   arena_printf(inf->arena,
					"the signature of `%s` is broken: %s",
					node->name.s, text));
		return infer_fresh(inf);
	}
	if (s->mould.n_general == 0)
		return s->type;
	inst = ARENA_ARRAY(inf->arena, struct type *, s->mould.n_general);
	return copy_general(inf, &s->mould, s->type, inst);
}

void infer_offer_locals(const struct infer *inf, struct nearest *near)
{
	for (struct local *l = inf->locals; l; l = l->up)
		if (l->name)
			nearest_offer(near, l->name);
}

bool infer_is_local(const struct infer *inf, const char *name)
{
	for (const struct local *l = inf->locals; l; l = l->up)
		if (l->name && strcmp(l->name, name) == 0)
			return true;
	return false;
}

static struct type *infer_name(struct infer *inf, struct node *node)
{
	const char *signature;
	struct binding *b;
	struct type *t;
	unsigned depth = 0;

	for (struct local *l = inf->locals; l; l = l->up, depth++) {
		arena_step(inf->arena);
		if (!l->name || strcmp(l->name, node->name.s) != 0)
			continue;
		node->name.ref = l->binding ? REF_BINDING : REF_LOCAL;
		node->name.depth = depth;
		if (!l->binding)
			return l->type;
		return use_binding(inf, node, l->binding);
	}
	b = inf->names->definition(inf->names->ctx, node->name.s);
	if (!b && (t = infer_unit(inf, node)))
		return t;
	if (b) {
		node->name.ref = REF_DEFINITION;
		return use_binding(inf, node, b);
	}
	node->name.global = inf->names->row(inf->names->ctx, inf->arena,
					    node->name.s, &signature);
	if (node->name.global) {
		node->name.ref = REF_GLOBAL;
		return row_type(inf, node, signature);
	}
	if (strstr(node->name.s, ".~")) {
		node->name.ref = REF_FOREIGN;
		return type_con(CON_SIGNAL);
	}
	advice_unknown_name(inf, node);
	return infer_fresh(inf);
}

/* --- Functions and let --- */

static void push(struct infer *inf, const char *name, struct type *t,
		 struct binding *b)
{
	struct local *l = ARENA_NEW(inf->arena, struct local);

	*l = (struct local){name, t, b, inf->locals};
	inf->locals = l;
}

static struct type *infer_param(struct infer *inf, const struct param *p)
{
	struct type *part[4], *t;

	if (p->n == 0) {
		t = infer_fresh(inf);
		push(inf, p->name, t, NULL);
		return t;
	}
	for (size_t i = 0; i < p->n && i < 4; i++)
		part[i] = infer_param(inf, &p->parts[i]);
	if (p->n > 4)
		infer_fail(inf, p->at, NULL, "a tuple has at most four parts");
	return type_tuple(&inf->types, p->n > 4 ? 4 : p->n, part);
}

struct type *infer_function(struct infer *inf, struct param *params, size_t n,
			    struct node *body)
{
	struct local *saved = inf->locals;
	struct type **from = ARENA_ARRAY(inf->arena, struct type *, n), *t;

	for (size_t i = 0; i < n; i++) {
		from[i] = infer_param(inf, &params[i]);
		if (params[i].signal)
			type_try(&inf->types, from[i], type_con(CON_SIGNAL));
	}
	t = infer_node(inf, body);
	while (n-- > 0)
		t = type_arrow(&inf->types, from[n], t);
	inf->locals = saved;
	return t;
}

static void generalise(struct infer *inf, struct binding *b, struct type *t)
{
	t = type_prune(t);
	if (t->kind == TYPE_VAR && t->var.general < 0 &&
	    t->var.level > inf->types.level) {
		if (b->n_general % 8 == 0) {
			struct type **more = ARENA_ARRAY(
			    inf->arena, struct type *, b->n_general + 8);

			if (b->n_general)
				memcpy(more, b->general,
				       b->n_general * sizeof(*more));
			b->general = more;
		}
		b->general[b->n_general] = t;
		t->var.general = (int)b->n_general++;
		t->var.owner = b;
	} else if (t->kind == TYPE_APP) {
		arena_step(inf->arena);
		generalise(inf, b, t->app.f);
		generalise(inf, b, t->app.x);
	}
}

bool infer_binding(struct infer *inf, struct binding *b)
{
	int failed = inf->failed;
	struct type *t;

	b->state = BINDING_RUNNING;
	inf->types.level++;
	t = infer_function(inf, b->params, b->n_params, b->body);
	if (b->name[0] == '~' && b->n_params == 0) {
		infer_bus(inf, b->body);
		t = b->body->type;
	}
	inf->types.level--;
	b->type = t;
	if (b->hears_itself && inf->failed == failed &&
	    !type_try(&inf->types, t, type_con(CON_SIGNAL)))
		infer_fail(
		    inf, b->at, "only signals can: ~echo: ~in + ~echo * 0.5",
		    arena_printf(inf->arena, "`%s` hears itself, but it is %s",
				 b->name, type_describe(inf->arena, t)));
	if (b->state == BINDING_BROKEN || inf->failed > failed) {
		b->state = BINDING_BROKEN;
		return false;
	}
	generalise(inf, b, t);
	b->state = BINDING_KNOWN;
	return true;
}

static struct type *infer_let(struct infer *inf, struct node *node)
{
	struct local *saved = inf->locals;
	struct type *t;
	size_t n = node->let.n_bindings;

	for (size_t i = 0; i < n; i++)
		push(inf, node->let.bindings[i].name, NULL,
		     &node->let.bindings[i]);
	for (size_t i = 0; i < n; i++)
		node->let.bindings[i].scope = inf->locals;
	for (size_t i = 0; i < n; i++)
		if (node->let.bindings[i].state == BINDING_NEW)
			infer_binding(inf, &node->let.bindings[i]);
	t = infer_node(inf, node->items[0]);
	inf->locals = saved;
	return t;
}

/* --- The rest --- */

static struct type *infer_list(struct infer *inf, struct node *node)
{
	struct type *of = infer_fresh(inf);

	for (size_t i = 0; i < node->n; i++) {
		struct type *t;

		if (!node->items[i])
			continue;
		t = infer_node(inf, node->items[i]);
		/* The new one is tied to the old one: no chain of them. */
		if (type_try(&inf->types, t, of))
			continue;
		infer_fail(
		    inf, node->items[i]->at,
		    "all items of a list are of one kind",
		    arena_printf(inf->arena,
				 "the items before this are %s, but this is "
				 "%s",
				 type_describe(inf->arena, of),
				 type_describe(inf->arena, t)));
	}
	if (node->kind == NODE_RANGE &&
	    !type_constrain(&inf->types, of, CLASS_ENUM | CLASS_ORD))
		infer_fail(inf, node->at, "[0 .. 7], [0, 0.25 .. 1]",
			   arena_printf(inf->arena,
					"a range is of numbers, not of %s",
					type_describe(inf->arena, of)));
	return type_list(&inf->types, of);
}

static struct type *infer_tuple(struct infer *inf, struct node *node)
{
	struct type *part[4];

	if (node->n > 4) {
		infer_fail(inf, node->at, NULL,
			   "a tuple has at most four parts");
		return infer_fresh(inf);
	}
	for (size_t i = 0; i < node->n; i++)
		part[i] = infer_node(inf, node->items[i]);
	return type_tuple(&inf->types, node->n, part);
}

static struct type *infer_negate(struct infer *inf, struct node *node)
{
	struct type *t = infer_node(inf, node->items[0]);

	if (!type_constrain(&inf->types, t, CLASS_NUM))
		infer_fail(inf, node->at, NULL,
			   arena_printf(inf->arena, "%s can't be negative",
					type_describe(inf->arena, t)));
	return t;
}

static struct type *infer_if(struct infer *inf, struct node *node)
{
	struct type *c = infer_node(inf, node->items[0]);
	struct type *x = infer_node(inf, node->items[1]);
	struct type *y = infer_node(inf, node->items[2]);

	if (!type_try(&inf->types, c, type_con(CON_BOOL)))
		infer_fail(
		    inf, node->items[0]->at, "if x > 1 then ... else ...",
		    arena_printf(inf->arena,
				 "a condition is True or False, but this is "
				 "%s",
				 type_describe(inf->arena, c)));
	if (!type_try(&inf->types, x, y))
		infer_fail(inf, node->items[2]->at, NULL,
			   arena_printf(inf->arena,
					"`then` gives %s, but `else` gives %s",
					type_describe(inf->arena, x),
					type_describe(inf->arena, y)));
	return x;
}

static struct type *infer_typed(struct infer *inf, struct node *node)
{
	struct type *t = infer_node(inf, node->items[0]);
	struct type *want = type_parse(&inf->types, node->signature, NULL);

	if (!want)
		infer_fail(inf, node->at, NULL,
			   arena_printf(inf->arena, "`%s` is not a type",
					node->signature));
	else if (advice_unknown_type(inf, node, want))
		return t;
	else if (!type_try(&inf->types, want, t))
		infer_fail(inf, node->items[0]->at, NULL,
			   arena_printf(inf->arena, "this is %s, not %s",
					type_describe(inf->arena, t),
					type_describe(inf->arena, want)));
	return want ? want : t;
}

static struct type *infer_keyword(struct infer *inf, struct node *node)
{
	infer_node(inf, node->items[0]);
	infer_fail(
	    inf, node->at, NULL,
	    arena_printf(inf->arena,
			 "`:%s`: this function has no parameters with names",
			 node->keyword));
	return infer_fresh(inf);
}

static struct type *infer_kind(struct infer *inf, struct node *node)
{
	switch (node->kind) {
	case NODE_INT:
		return type_var(&inf->types, CLASS_NUM);
	case NODE_FLOAT:
		return type_var(&inf->types, CLASS_NUM | CLASS_FRACTIONAL);
	case NODE_STRING:
		return type_var(&inf->types, CLASS_STRING);
	case NODE_CHAR:
		return type_con(CON_CHAR);
	case NODE_NAME:
		return infer_name(inf, node);
	case NODE_APPLY:
		return infer_apply(inf, node);
	case NODE_OP:
		return infer_op(inf, node);
	case NODE_NEGATE:
		return infer_negate(inf, node);
	case NODE_SECTION:
		return infer_section(inf, node);
	case NODE_LAMBDA:
		return infer_function(inf, node->lambda.params,
				      node->lambda.n_params, node->items[0]);
	case NODE_LIST:
	case NODE_RANGE:
		return infer_list(inf, node);
	case NODE_TUPLE:
		return infer_tuple(inf, node);
	case NODE_IF:
		return infer_if(inf, node);
	case NODE_LET:
		return infer_let(inf, node);
	case NODE_SEGMENTS:
		return infer_segments(inf, node);
	case NODE_TYPED:
		return infer_typed(inf, node);
	case NODE_KEYWORD:
		return infer_keyword(inf, node);
	case NODE_UNIT:
	case NODE_LIFT:
	case NODE_PUSH:
		break; /* they are made with their types */
	}
	return infer_fresh(inf);
}

/* Each node once: rewriting may put a node that has its type into a new one. */
struct type *infer_node(struct infer *inf, struct node *node)
{
	if (!node->type) {
		arena_step(inf->arena);
		arena_enter(inf->arena);
		node->type = infer_kind(inf, node);
		arena_leave(inf->arena);
	}
	return node->type;
}

bool infer_expression(struct infer *inf, struct node *node, struct type *want,
		      const char *what)
{
	int failed = inf->failed;
	struct type *t = infer_node(inf, node);

	if (inf->failed == failed && want && !type_try(&inf->types, want, t)) {
		struct type *from, *to;
		const char *hint = NULL;

		if (type_is_arrow(want, &from, &to))
			hint = "a function stands here: all (# room 0.3)";
		else if (node->kind == NODE_STRING)
			hint = "a number without quotes: 0.5";
		else if (advice_tone(inf, node))
			hint = advice_tone(inf, node);
		else if (type_is_arrow(t, &from, &to))
			hint = "an argument is missing, or `$` and what it is "
			       "applied to";
		else if (type_head(t) == CON_PATTERN && want == type_control())
			hint = "a control says what it is of: s \"bd\", n "
			       "\"0 1\", note \"c e\"";
		else if (type_head(t) == CON_LIST && want == type_control())
			hint = "stack [...] plays the items of a list at once, "
			       "cat [...] one after the other";
		infer_fail(inf, node->at, hint,
			   arena_printf(inf->arena,
					"%s needs %s, but this is %s", what,
					type_describe(inf->arena, want),
					type_describe(inf->arena, t)));
	}
	return inf->failed == failed;
}

void infer_defaults(struct infer *inf)
{
	struct type *bad;

	if (!type_default(&inf->types, &bad))
		infer_fail(inf, (struct text_span){0, 0},
			   "say its type: (x :: Pattern Double)",
			   "it can't be told of which type something here is");
}
