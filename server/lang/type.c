#include "lang/type.h"

#include <stddef.h>
#include <string.h>

/* --- Making --- */

void types_init(struct types *t, struct arena *a)
{
	*t = (struct types){.arena = a};
}

struct type *type_var(struct types *t, unsigned classes)
{
	struct type *v = ARENA_NEW(t->arena, struct type);

	arena_step(t->arena);
	if (t->n == t->cap) {
		size_t cap = t->cap ? t->cap * 2 : 64;
		struct type **more = arena_alloc(t->arena, cap * sizeof(*more));

		if (t->n)
			memcpy(more, t->vars, t->n * sizeof(*more));
		t->vars = more;
		t->cap = cap;
	}
	t->vars[t->n++] = v;
	v->var.classes = classes;
	v->var.level = t->level;
	v->var.general = -1;
	return v;
}

#define CON(which) [which] = {.kind = TYPE_CON, .con = {which, NULL}}
static struct type cons[] = {
    CON(CON_ARROW),  CON(CON_PATTERN), CON(CON_LIST),	CON(CON_MAYBE),
    CON(CON_TUPLE2), CON(CON_TUPLE3),  CON(CON_TUPLE4), CON(CON_UNIT),
    CON(CON_DOUBLE), CON(CON_NOTE),    CON(CON_INT),	CON(CON_RATIONAL),
    CON(CON_BOOL),   CON(CON_CHAR),    CON(CON_MAP),	CON(CON_SIGNAL),
};
#undef CON

/* The two that are everywhere. */
static struct type control = {.kind = TYPE_APP,
			      .app = {&cons[CON_PATTERN], &cons[CON_MAP]}};
static struct type string = {.kind = TYPE_APP,
			     .app = {&cons[CON_LIST], &cons[CON_CHAR]}};

struct type *type_con(enum type_con id)
{
	return &cons[id];
}

struct type *type_control(void)
{
	return &control;
}

struct type *type_string(void)
{
	return &string;
}

struct type *type_app(struct types *t, struct type *f, struct type *x)
{
	/* Many: only as much of it as an application needs. */
	struct type *app = arena_alloc(t->arena, offsetof(struct type, app) +
						     sizeof(app->app));

	app->kind = TYPE_APP;
	app->app.f = f;
	app->app.x = x;
	return app;
}

struct type *type_arrow(struct types *t, struct type *from, struct type *to)
{
	return type_app(t, type_app(t, type_con(CON_ARROW), from), to);
}

struct type *type_pattern(struct types *t, struct type *of)
{
	return type_app(t, type_con(CON_PATTERN), of);
}

struct type *type_list(struct types *t, struct type *of)
{
	return type_app(t, type_con(CON_LIST), of);
}

struct type *type_tuple(struct types *t, size_t n, struct type *const *of)
{
	struct type *type;

	if (n == 0)
		return type_con(CON_UNIT);
	type = type_con((enum type_con)(CON_TUPLE2 + n - 2));
	for (size_t i = 0; i < n; i++)
		type = type_app(t, type, of[i]);
	return type;
}

/* --- Looking --- */

struct type *type_prune(struct type *t)
{
	while (t->kind == TYPE_VAR && t->var.link)
		t = t->var.link;
	return t;
}

bool type_is_arrow(struct type *t, struct type **from, struct type **to)
{
	struct type *f;

	t = type_prune(t);
	if (t->kind != TYPE_APP)
		return false;
	f = type_prune(t->app.f);
	if (f->kind != TYPE_APP)
		return false;
	if (type_prune(f->app.f) != type_con(CON_ARROW))
		return false;
	*from = type_prune(f->app.x);
	*to = type_prune(t->app.x);
	return true;
}

int type_head(struct type *t)
{
	t = type_prune(t);
	while (t->kind == TYPE_APP)
		t = type_prune(t->app.f);
	return t->kind == TYPE_CON ? (int)t->con.id : -1;
}

struct type *type_last(struct type *t)
{
	t = type_prune(t);
	return t->kind == TYPE_APP ? type_prune(t->app.x) : NULL;
}

int type_arity(struct type *t)
{
	struct type *from, *to;
	int n = 0;

	for (; type_is_arrow(t, &from, &to); t = to)
		n++;
	return n;
}

/* --- Classes --- */

enum {
	ANY = CLASS_EQ | CLASS_ORD | CLASS_UNIONABLE | CLASS_SHOW,
	ITEM = ANY | CLASS_ENUM | CLASS_PARSE | CLASS_ELEMENT,
	NUMBER = ITEM | CLASS_NUM | CLASS_REAL | CLASS_MODDABLE,
	REAL = NUMBER | CLASS_FRACTIONAL | CLASS_REALFRAC,
	LIFTED = CLASS_NUM | CLASS_FRACTIONAL | CLASS_FLOATING | CLASS_REAL |
		 CLASS_REALFRAC | CLASS_INTEGRAL | CLASS_ENUM | CLASS_MODDABLE |
		 CLASS_BITS,
	CONTAINER = CLASS_FUNCTOR | CLASS_APPLICATIVE | CLASS_MONAD,
	STRINGS = CLASS_STRING | CLASS_PARSE | CLASS_ELEMENT,
};

/* The classes that a constructor with all its arguments has by itself. */
static unsigned own_classes(enum type_con id)
{
	switch (id) {
	case CON_DOUBLE:
	case CON_NOTE:
		return REAL | CLASS_FLOATING;
	case CON_INT:
		return NUMBER | CLASS_INTEGRAL | CLASS_BITS;
	case CON_RATIONAL:
		return REAL;
	case CON_BOOL:
		return ITEM | CLASS_BITS;
	case CON_CHAR:
		return ITEM;
	case CON_MAP:
		return ANY | CLASS_NUM | CLASS_FRACTIONAL | CLASS_FLOATING |
		       CLASS_MODDABLE | CLASS_ELEMENT | CLASS_MONOID;
	case CON_SIGNAL:
		return CLASS_NUM | CLASS_FRACTIONAL | CLASS_FLOATING |
		       CLASS_MODDABLE;
	case CON_PATTERN:
		return ANY | LIFTED | CLASS_STRING | CLASS_MONOID;
	case CON_ARROW:
		return CLASS_UNIONABLE | CLASS_MONOID;
	case CON_LIST:
		return ANY | CLASS_MONOID | STRINGS;
	default:
		return ANY | CLASS_MONOID;
	}
}

static unsigned container_classes(enum type_con id, int args)
{
	switch (id) {
	case CON_PATTERN:
		return args == 0 ? CONTAINER : 0;
	case CON_LIST:
	case CON_MAYBE:
		return args == 0 ? CONTAINER | CLASS_FOLDABLE : 0;
	case CON_ARROW:
		return args == 1 ? CONTAINER : 0;
	case CON_TUPLE2:
		return args == 1 ? (unsigned)CLASS_FUNCTOR : 0;
	default:
		return 0;
	}
}

static int missing_args(enum type_con id, int args)
{
	switch (id) {
	case CON_ARROW:
	case CON_TUPLE2:
		return 2 - args;
	case CON_TUPLE3:
		return 3 - args;
	case CON_TUPLE4:
		return 4 - args;
	case CON_PATTERN:
	case CON_LIST:
	case CON_MAYBE:
		return 1 - args;
	default:
		return 0;
	}
}

static void remember(struct types *t, struct type *v)
{
	if (!t->trying)
		return;
	if (t->n_trail == t->cap_trail) {
		size_t cap = t->cap_trail ? t->cap_trail * 2 : 64;
		struct trail *more = arena_alloc(t->arena, cap * sizeof(*more));

		if (t->n_trail)
			memcpy(more, t->trail, t->n_trail * sizeof(*more));
		t->trail = more;
		t->cap_trail = cap;
	}
	t->trail[t->n_trail++] =
	    (struct trail){v, v->var.link, v->var.classes, v->var.level};
}

/* The classes that the arguments of an application must have so that it has
 * those in `classes`. */
static bool constrain_args(struct types *t, struct type *a, enum type_con id,
			   unsigned classes)
{
	switch (id) {
	case CON_PATTERN:
		if ((classes & LIFTED) &&
		    !type_constrain(t, a->app.x, classes & LIFTED))
			return false;
		return !(classes & CLASS_STRING) ||
		       type_constrain(t, a->app.x, CLASS_ELEMENT);
	case CON_ARROW:
		return !(classes & CLASS_MONOID) ||
		       type_constrain(t, a->app.x, CLASS_MONOID);
	case CON_LIST:
		return !(classes & STRINGS) ||
		       type_unify(t, a->app.x, type_con(CON_CHAR));
	default:
		return true;
	}
}

bool type_constrain(struct types *t, struct type *a, unsigned classes)
{
	struct type *head;
	int args = 0;
	unsigned has;

	a = type_prune(a);
	if (classes == 0)
		return true;
	if (a->kind == TYPE_VAR) {
		if (a->var.general >= 0)
			return (a->var.classes & classes) == classes;
		remember(t, a);
		a->var.classes |= classes;
		return true;
	}
	for (head = a; head->kind == TYPE_APP; head = type_prune(head->app.f))
		args++;
	if (head->kind == TYPE_VAR)
		return true;
	if (missing_args(head->con.id, args) > 0)
		has = container_classes(head->con.id, args);
	else
		has = own_classes(head->con.id);
	if ((has & classes) != classes)
		return false;
	return args == 0 || constrain_args(t, a, head->con.id, classes);
}

/* --- Unifying --- */

/* v doesn't stand in a; variables of a now belong to v's let at least. */
static bool occurs_not(struct types *t, struct type *v, struct type *a)
{
	for (;;) {
		a = type_prune(a);
		if (a == v)
			return false;
		arena_step(t->arena);
		if (a->kind == TYPE_VAR) {
			if (a->var.level > v->var.level) {
				remember(t, a);
				a->var.level = v->var.level;
			}
			return true;
		}
		if (a->kind != TYPE_APP)
			return true;
		if (!occurs_not(t, v, a->app.f))
			return false;
		a = a->app.x;
	}
}

static bool bind(struct types *t, struct type *v, struct type *a)
{
	unsigned classes = v->var.classes;

	if (!occurs_not(t, v, a))
		return false;
	remember(t, v);
	v->var.link = a;
	return type_constrain(t, a, classes);
}

bool type_unify(struct types *t, struct type *a, struct type *b)
{
	for (;;) {
		a = type_prune(a);
		b = type_prune(b);
		if (a == b)
			return true;
		arena_step(t->arena);
		if (a->kind == TYPE_VAR && a->var.general < 0)
			return bind(t, a, b);
		if (b->kind == TYPE_VAR && b->var.general < 0)
			return bind(t, b, a);
		if (a->kind != b->kind || a->kind == TYPE_VAR)
			return false;
		if (a->kind == TYPE_CON)
			return a->con.id == b->con.id &&
			       (a->con.id != CON_OTHER ||
				strcmp(a->con.name, b->con.name) == 0);
		if (!type_unify(t, a->app.f, b->app.f))
			return false;
		a = a->app.x;
		b = b->app.x;
	}
}

size_t type_trial_begin(struct types *t)
{
	t->trying++;
	return t->n_trail;
}

void type_trial_end(struct types *t, size_t mark)
{
	while (t->n_trail > mark) {
		const struct trail *old = &t->trail[--t->n_trail];

		old->var->var.link = old->link;
		old->var->var.classes = old->classes;
		old->var->var.level = old->level;
	}
	t->trying--;
}

static bool trial(struct types *t, struct type *a, struct type *b, bool keep)
{
	size_t mark = type_trial_begin(t);
	bool ok = type_unify(t, a, b);

	if (!ok || !keep) {
		type_trial_end(t, mark);
		return ok;
	}
	if (--t->trying == 0)
		t->n_trail = 0;
	return true;
}

bool type_try(struct types *t, struct type *a, struct type *b)
{
	return trial(t, a, b, true);
}

bool type_can_unify(struct types *t, struct type *a, struct type *b)
{
	return trial(t, a, b, false);
}

/* --- Defaults --- */

static bool default_one(struct types *t, struct type *v)
{
	unsigned c = v->var.classes;

	if (c & (CONTAINER | CLASS_FOLDABLE))
		return type_try(t, v, type_con(CON_PATTERN)) ||
		       type_try(t, v, type_con(CON_LIST));
	if (c & (CLASS_PARSE | CLASS_ELEMENT) && !(c & CLASS_NUM))
		return type_try(t, v, type_string());
	if (c & CLASS_STRING)
		return type_try(t, v, type_pattern(t, type_string())) ||
		       type_try(t, v,
				type_pattern(t, type_con(CON_RATIONAL))) ||
		       type_try(t, v, type_pattern(t, type_con(CON_INT))) ||
		       type_try(t, v, type_pattern(t, type_con(CON_DOUBLE)));
	return type_try(t, v, type_con(CON_RATIONAL)) ||
	       type_try(t, v, type_con(CON_INT)) ||
	       type_try(t, v, type_con(CON_DOUBLE)) ||
	       type_try(t, v, type_control());
}

bool type_default(struct types *t, struct type **bad)
{
	for (size_t i = 0; i < t->n; i++) {
		struct type *v = t->vars[i];

		if (v->var.link || v->var.general >= 0 || !v->var.classes)
			continue;
		if (!default_one(t, v)) {
			*bad = v;
			return false;
		}
	}
	return true;
}
