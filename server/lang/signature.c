/* Reading and showing types. */
#include "lang/type.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { MOST_VARS = 16, NAME_LENGTH = 32 };

struct reader {
	struct types *types;
	const char *at;
	struct {
		char name[NAME_LENGTH];
		struct type *var;
	} vars[MOST_VARS];
	int n_vars, depth;
};

static struct type *read_type(struct reader *r);

static void blanks(struct reader *r)
{
	while (*r->at == ' ' || *r->at == '\n' || *r->at == '\t')
		r->at++;
}

static bool eat(struct reader *r, const char *s)
{
	blanks(r);
	if (strncmp(r->at, s, strlen(s)) != 0)
		return false;
	r->at += strlen(s);
	return true;
}

static bool read_word(struct reader *r, char to[NAME_LENGTH])
{
	int n = 0;

	blanks(r);
	while (isalnum((unsigned char)*r->at) || *r->at == '_' ||
	       *r->at == '\'' || *r->at == '.') {
		if (n < NAME_LENGTH - 1)
			to[n++] = *r->at;
		r->at++;
	}
	to[n] = '\0';
	return n > 0;
}

static struct type *named_var(struct reader *r, const char *name)
{
	for (int i = 0; i < r->n_vars; i++)
		if (strcmp(r->vars[i].name, name) == 0)
			return r->vars[i].var;
	if (r->n_vars == MOST_VARS)
		return NULL;
	strcpy(r->vars[r->n_vars].name, name);
	return r->vars[r->n_vars++].var = type_var(r->types, 0);
}

static const struct {
	const char *name;
	enum type_con con;
} cons[] = {
    {"Pattern", CON_PATTERN}, {"Double", CON_DOUBLE},
    {"Time", CON_RATIONAL},   {"Int", CON_INT},
    {"Bool", CON_BOOL},	      {"Rational", CON_RATIONAL},
    {"ValueMap", CON_MAP},    {"Note", CON_NOTE},
    {"Char", CON_CHAR},	      {"Maybe", CON_MAYBE},
    {"Integer", CON_INT},     {"Float", CON_DOUBLE},
    {"Word8", CON_INT},	      {"Signal", CON_SIGNAL},
};

/* Others that rows speak of. */
static const char *const others[] = {
    "ControlPattern", "String",	 "Event", "Arc",      "ArcF",
    "EventF",	      "Value",	 "State", "ValueMap", "Sequence",
    "Ordering",	      "Context", "Span",  "Tree",
};

bool type_is_known(const char *name)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (strcmp(others[i], name) == 0)
			return true;
	return false;
}

void type_offer_known(struct nearest *near)
{
	for (size_t i = 0; i < sizeof(cons) / sizeof(*cons); i++)
		nearest_offer(near, cons[i].name);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		nearest_offer(near, others[i]);
}

static struct type *named_con(struct reader *r, const char *name)
{
	struct type *t;

	if (strcmp(name, "ControlPattern") == 0)
		return type_control();
	if (strcmp(name, "String") == 0)
		return type_string();
	for (size_t i = 0; i < sizeof(cons) / sizeof(*cons); i++)
		if (strcmp(name, cons[i].name) == 0)
			return type_con(cons[i].con);
	t = ARENA_NEW(r->types->arena, struct type);
	t->kind = TYPE_CON;
	t->con.id = CON_OTHER;
	t->con.name = arena_str(r->types->arena, name);
	return t;
}

static struct type *read_tuple(struct reader *r)
{
	struct type *part[4];
	size_t n = 0;

	if (eat(r, ")"))
		return type_con(CON_UNIT);
	do {
		if (n == 4 || !(part[n++] = read_type(r)))
			return NULL;
	} while (eat(r, ","));
	if (!eat(r, ")"))
		return NULL;
	return n == 1 ? part[0] : type_tuple(r->types, n, part);
}

static struct type *read_atom(struct reader *r)
{
	char name[NAME_LENGTH];
	struct type *t;

	if (eat(r, "("))
		return read_tuple(r);
	if (eat(r, "[")) {
		if (eat(r, "]"))
			return type_con(CON_LIST);
		t = read_type(r);
		return t && eat(r, "]") ? type_list(r->types, t) : NULL;
	}
	if (!read_word(r, name))
		return NULL;
	return isupper((unsigned char)name[0]) ? named_con(r, name)
					       : named_var(r, name);
}

static bool atom_follows(struct reader *r)
{
	blanks(r);
	return *r->at == '(' || *r->at == '[' || isalpha((unsigned char)*r->at);
}

static struct type *read_type(struct reader *r)
{
	struct type *t, *x;

	if (++r->depth > 50 || !(t = read_atom(r)))
		return NULL;
	while (atom_follows(r)) {
		if (!(x = read_atom(r)))
			return NULL;
		t = type_app(r->types, t, x);
	}
	if (eat(r, "->")) {
		if (!(x = read_type(r)))
			return NULL;
		t = type_arrow(r->types, t, x);
	}
	r->depth--;
	return t;
}

static const struct {
	const char *name;
	unsigned classes;
	const char *describe;
} class_names[] = {
    {"Fractional", CLASS_FRACTIONAL | CLASS_NUM, "fractions"},
    {"Floating", CLASS_FLOATING | CLASS_FRACTIONAL | CLASS_NUM,
     "decimal numbers"},
    {"RealFrac", CLASS_REALFRAC | CLASS_REAL | CLASS_FRACTIONAL | CLASS_NUM,
     "decimal numbers"},
    {"Integral", CLASS_INTEGRAL | CLASS_REAL | CLASS_ENUM | CLASS_NUM,
     "whole numbers"},
    {"Real", CLASS_REAL | CLASS_NUM, "numbers"},
    {"Num", CLASS_NUM, "numbers"},
    {"Enum", CLASS_ENUM, "something that can be counted through"},
    {"Ord", CLASS_ORD | CLASS_EQ, "something that has an order"},
    {"Eq", CLASS_EQ, "something that can be compared"},
    {"Unionable", CLASS_UNIONABLE, "anything"},
    {"Moddable", CLASS_MODDABLE, "numbers"},
    {"Parseable", CLASS_PARSE, "items of a string"},
    {"Enumerable", CLASS_PARSE, "items of a string"},
    {"Parse", CLASS_PARSE, "items of a string"},
    {"IsString", CLASS_STRING, "a string"},
    {"Functor", CLASS_FUNCTOR, "a pattern or a list"},
    {"Applicative", CLASS_APPLICATIVE | CLASS_FUNCTOR, "a pattern or a list"},
    {"Monad", CLASS_MONAD | CLASS_APPLICATIVE | CLASS_FUNCTOR,
     "a pattern or a list"},
    {"Foldable", CLASS_FOLDABLE, "a list"},
    {"Bits", CLASS_BITS, "whole numbers"},
    {"Show", CLASS_SHOW, "something that can be shown"},
    {"Semigroup", CLASS_MONOID, "something that can be joined"},
    {"Monoid", CLASS_MONOID, "something that can be joined"},
};

const char *type_class_describe(unsigned classes)
{
	for (size_t i = 0; i < sizeof(class_names) / sizeof(*class_names);
	     i++) {
		unsigned own = class_names[i].classes;

		if ((classes & own) == own)
			return class_names[i].describe;
	}
	return classes & CLASS_STRING ? "a string" : "something else";
}

static bool read_context(struct reader *r)
{
	char class[NAME_LENGTH];
	bool many = eat(r, "(");

	do {
		struct type *t;

		if (!read_word(r, class) || !(t = read_atom(r)))
			return false;
		for (size_t i = 0;
		     i < sizeof(class_names) / sizeof(*class_names); i++)
			if (strcmp(class_names[i].name, class) == 0)
				type_constrain(r->types, t,
					       class_names[i].classes);
	} while (many && eat(r, ","));
	return (!many || eat(r, ")")) && eat(r, "=>");
}

struct type *type_parse(struct types *t, const char *text, const char **at)
{
	struct reader r = {.types = t, .at = text};
	struct type *type = NULL;

	if (!strstr(text, "=>") || read_context(&r))
		type = read_type(&r);
	blanks(&r);
	if (at)
		*at = r.at;
	return *r.at ? NULL : type;
}

/* --- Showing --- */

struct writer {
	struct arena *arena;
	const struct type *vars[MOST_VARS];
	int n_vars;
};

static const char *con_name(const struct type *t)
{
	static const char *const names[] = {
	    [CON_ARROW] = "(->)",    [CON_PATTERN] = "Pattern",
	    [CON_LIST] = "[]",	     [CON_MAYBE] = "Maybe",
	    [CON_TUPLE2] = "(,)",    [CON_TUPLE3] = "(,,)",
	    [CON_TUPLE4] = "(,,,)",  [CON_UNIT] = "()",
	    [CON_DOUBLE] = "Double", [CON_NOTE] = "Note",
	    [CON_INT] = "Int",	     [CON_RATIONAL] = "Rational",
	    [CON_BOOL] = "Bool",     [CON_CHAR] = "Char",
	    [CON_MAP] = "ValueMap",  [CON_SIGNAL] = "Signal",
	};

	return t->con.id == CON_OTHER ? t->con.name : names[t->con.id];
}

static const char *var_name(struct writer *w, const struct type *v)
{
	int i;

	for (i = 0; i < w->n_vars; i++)
		if (w->vars[i] == v)
			break;
	if (i == w->n_vars && i < MOST_VARS)
		w->vars[w->n_vars++] = v;
	return arena_printf(w->arena, "%c", 'a' + i);
}

/* where: 0 anywhere, 1 left of an arrow, 2 an argument */
static const char *print(struct writer *w, struct type *t, int where)
{
	struct type *from, *to, *x;
	int head;
	const char *s;

	t = type_prune(t);
	if (t->kind == TYPE_VAR)
		return var_name(w, t);
	if (t->kind == TYPE_CON)
		return con_name(t);
	if (type_is_arrow(t, &from, &to)) {
		/* Variables are named in their order from left to right. */
		s = print(w, from, 1);
		return arena_printf(w->arena, where ? "(%s -> %s)" : "%s -> %s",
				    s, print(w, to, 0));
	}
	head = type_head(t);
	x = type_prune(t->app.x);
	if (head == CON_LIST)
		return x == type_con(CON_CHAR)
			   ? "String"
			   : arena_printf(w->arena, "[%s]", print(w, x, 0));
	if (head == CON_PATTERN && x == type_con(CON_MAP))
		return "ControlPattern";
	if (head == CON_TUPLE2 && type_prune(t->app.f)->kind == TYPE_APP) {
		s = print(w, type_prune(t->app.f)->app.x, 0);
		return arena_printf(w->arena, "(%s, %s)", s, print(w, x, 0));
	}
	s = print(w, t->app.f, 1);
	return arena_printf(w->arena, where == 2 ? "(%s %s)" : "%s %s", s,
			    print(w, x, 2));
}

const char *type_print(struct arena *a, struct type *t)
{
	struct writer w = {.arena = a};

	return print(&w, t, 0);
}

static const char *plural(struct arena *a, struct type *t)
{
	t = type_prune(t);
	if (t->kind == TYPE_VAR)
		return t->var.classes & CLASS_INTEGRAL ? "whole numbers"
		       : t->var.classes & CLASS_NUM    ? "numbers"
						       : "anything";
	switch (type_head(t)) {
	case CON_DOUBLE:
	case CON_RATIONAL:
		return "numbers";
	case CON_NOTE:
		return "notes";
	case CON_INT:
		return "whole numbers";
	case CON_BOOL:
		return "true and false";
	case CON_CHAR:
		return "characters";
	case CON_MAP:
		return "controls";
	case CON_PATTERN:
		return "patterns";
	case CON_ARROW:
		return "functions";
	case CON_LIST:
		return type_last(t) && type_last(t) == type_con(CON_CHAR)
			   ? "words"
			   : "lists";
	case CON_TUPLE2:
		return "pairs";
	case CON_TUPLE3:
	case CON_TUPLE4:
		return "tuples";
	default:
		return type_print(a, t);
	}
}

static const char *describe_function(struct arena *a, struct type *t)
{
	int n = type_arity(t);

	if (n == 1)
		return arena_printf(a, "a function (%s)", type_print(a, t));
	return arena_printf(a, "a function of %d arguments (%s)", n,
			    type_print(a, t));
}

static bool is_anything(struct type *t)
{
	t = type_prune(t);
	return t->kind == TYPE_VAR && !(t->var.classes & CLASS_NUM);
}

const char *type_describe(struct arena *a, struct type *t)
{
	struct type *x;

	t = type_prune(t);
	x = type_last(t);
	if (t->kind == TYPE_VAR)
		return t->var.classes & CLASS_STRING
			   ? t->var.classes & CLASS_NUM ? "a string of numbers"
							: "a string"
		       : t->var.classes & CLASS_INTEGRAL ? "a whole number"
		       : t->var.classes & CLASS_NUM	 ? "a number"
							 : "anything";
	switch (type_head(t)) {
	case CON_ARROW:
		return describe_function(a, t);
	case CON_PATTERN:
		if (x && x == type_con(CON_MAP))
			return "a control pattern";
		return x && !is_anything(x)
			   ? arena_printf(a, "a pattern of %s", plural(a, x))
			   : "a pattern";
	case CON_LIST:
		if (x && x == type_con(CON_CHAR))
			return "a plain string";
		return x && !is_anything(x)
			   ? arena_printf(a, "a list of %s", plural(a, x))
			   : "a list";
	case CON_TUPLE2:
	case CON_TUPLE3:
	case CON_TUPLE4:
		return arena_printf(a, "a tuple %s", type_print(a, t));
	case CON_DOUBLE:
	case CON_RATIONAL:
		return "a plain number";
	case CON_NOTE:
		return "a plain note";
	case CON_INT:
		return "a plain whole number";
	case CON_BOOL:
		return "True or False";
	case CON_CHAR:
		return "a character";
	case CON_SIGNAL:
		return "a signal";
	case CON_MAP:
		return "a map of controls";
	case -1:
		/* m a: of the things that hold others, nearly always this */
		return arena_printf(a, "a pattern of %s", plural(a, x));
	default:
		return type_print(a, t);
	}
}
