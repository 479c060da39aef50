#include "compile/expression.h"
#include "lang/command.h"

#include <ctype.h>
#include "compile/compile.h"
#include "compile/eval.h"
#include "compile/names.h"
#include "compile/units.h"
#include "pattern/mini.h"

static const void *row(void *ctx, struct arena *a, const char *name,
		       const char **signature)
{
	struct entry e;

	(void)ctx;
	if (!entry_find(name, &e))
		return NULL;
	*signature = e.row->type;
	return arena_copy(a, &e, sizeof(e));
}

static struct binding *no_definition(void *ctx, const char *name)
{
	(void)ctx;
	(void)name;
	return NULL;
}

/* Nobody who types a word means an operator or True. */
static bool same_sort(const char *wanted, const char *name)
{
	const char *w = *wanted == '~' ? wanted + 1 : wanted;

	if (!isalpha((unsigned char)*w) || !isalpha((unsigned char)*name))
		return !isalpha((unsigned char)*w) &&
		       !isalpha((unsigned char)*name);
	return *wanted != '~' &&
	       (isupper((unsigned char)*w) || !isupper((unsigned char)*name));
}

void names_offer_rows(void *ctx, struct nearest *near)
{
	(void)ctx;
	for (const struct fn_family *const *f = fn_families; *f; f++)
		for (size_t i = 0; i < (*f)->n; i++)
			if (same_sort(near->wanted, (*f)->rows[i].name))
				nearest_offer(near, (*f)->rows[i].name);
	if (isalpha((unsigned char)*near->wanted))
		units_offer(near);
}

static const char *example(void *ctx, const void *global)
{
	const struct fn_row *row = ((const struct entry *)global)->row;
	const struct command *c = command_find(row->name);

	(void)ctx;
	/* Nearly nobody means the function of that name. */
	return c && c->shape == COMMAND_TRANSITION ? c->example : row->example;
}

const struct names names_rows = {
    NULL, row, no_definition, names_offer_rows, units_find, example};

int names_arity(void *ctx, const char *name)
{
	struct entry e;

	(void)ctx;
	return entry_find(name, &e) ? e.args.n : units_arity(name);
}

struct type *type_of_letter(struct types *t, char letter)
{
	switch (letter) {
	case 'C':
		return type_control();
	case 'D':
		return type_pattern(t, type_con(CON_DOUBLE));
	case 'N':
		return type_pattern(t, type_con(CON_NOTE));
	case 'I':
		return type_pattern(t, type_con(CON_INT));
	case 'R':
		return type_pattern(t, type_con(CON_RATIONAL));
	case 'S':
		return type_pattern(t, type_string());
	case 'B':
		return type_pattern(t, type_con(CON_BOOL));
	case 'X':
		return type_pattern(t, type_con(CON_CHAR));
	default:
		return NULL;
	}
}

static const struct pattern *compile_mini(struct arena *a, char letter,
					  const char *text, size_t len,
					  struct diag_list *errors)
{
	static const struct {
		char letter;
		enum mini_type type;
	} types[] = {
	    {'D', MINI_DOUBLE},	  {'N', MINI_NOTE},   {'I', MINI_INT},
	    {'R', MINI_RATIONAL}, {'S', MINI_STRING}, {'B', MINI_BOOL},
	    {'X', MINI_CHAR},
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (types[i].letter == letter)
			return mini_parse(a, types[i].type, text, len, 0,
					  errors);
	return NULL;
}

struct parsing {
	struct parser parser;
	struct node *node;
};

static void parse(void *ctx)
{
	struct parsing *p = ctx;

	p->node = parse_all(&p->parser);
}

/* NULL after mistakes; other escapes go on. */
static struct node *parse_text(struct arena *a, const char *text, size_t len,
			       struct diag_list *errors)
{
	struct tokens tokens = lex(errors, text, len);
	struct parsing p = {
	    .parser = {.errors = errors,
		       .arena = a,
		       .at = tokens.at,
		       .end = tokens.at + tokens.n,
		       .block_column = -1,
		       .max_depth = compile_limits_default.nesting,
		       .arity = names_arity,
		       .unit_arity = units_arity},
	};
	enum status st;

	if (tokens.n == 0)
		diag_error(errors, (struct text_span){0, 0}, NULL,
			   "there is nothing here");
	if (errors->errors)
		return NULL;
	st = arena_run(a, parse, &p);
	if (st != ST_OK && st != ST_INVALID)
		arena_pass(a, st);
	return st == ST_OK ? p.node : NULL;
}

const struct pattern *compile_expression(struct arena *a, char type, bool mini,
					 const char *text, size_t len,
					 struct diag_list *errors)
{
	struct infer infer;
	struct type *want;
	struct node *node;

	if (mini)
		return compile_mini(a, type, text, len, errors);
	node = parse_text(a, text, len, errors);
	if (!node)
		return NULL;
	infer_init(&infer, a, &names_rows, errors);
	want = type_of_letter(&infer.types, type);
	if (!want) {
		diag_error(errors, (struct text_span){0, 0}, NULL,
			   "`%c` is no type", type);
		return NULL;
	}
	if (infer_expression(&infer, node, want, "this"))
		infer_defaults(&infer);
	if (infer.failed)
		return NULL;
	eval_prepare(a, errors, NULL, node);
	return errors->errors ? NULL : eval(a, node).pat;
}
