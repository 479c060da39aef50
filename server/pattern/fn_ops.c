/* Operators on patterns: arithmetic, unions of controls, shifts in time. */
#include "pattern/family.h"

#include "pattern/node.h"
#include "pattern/ops.h"
#include "pattern/param.h"

struct op_aux {
	enum pat_structure from;
	enum value_op op;
};

#define AUX(from, op)                                                          \
	&(const struct op_aux)                                                 \
	{                                                                      \
		from, op                                                       \
	}

/* `|+|` and its kin: always patterns. */
static struct value build_pattern_op(const struct call *c)
{
	const struct op_aux *aux = c->row->aux;

	return value_pat(
	    pat_op(c->arena, aux->from, aux->op, arg_pat(c, 0), arg_pat(c, 1)));
}

/* `+` and its kin: numbers, control maps or patterns. */
static struct value build_number_op(const struct call *c)
{
	const struct op_aux *aux = c->row->aux;

	if (c->args[0].kind == V_PAT || c->args[1].kind == V_PAT)
		return build_pattern_op(c);
	return value_op(c->arena, aux->op, c->args[0], c->args[1]);
}

/* --- ||+: the right pattern squeezed into each event of the left --- */

struct squeeze {
	enum value_op op;
	const struct pattern *right;
	struct value left;
};

static struct value squeeze_op(struct arena *a, const void *ctx, struct value v)
{
	const struct squeeze *s = ctx;

	return value_op(a, s->op, s->left, v);
}

static const struct pattern *squeeze_one(struct arena *a, const void *ctx,
					 struct value v)
{
	const struct squeeze *all = ctx;
	struct squeeze *s = arena_copy(a, all, sizeof(*s));

	s->left = v;
	return pat_map(a, squeeze_op, s, s->right);
}

static struct value build_squeeze_op(const struct call *c)
{
	const struct op_aux *aux = c->row->aux;
	struct squeeze *s = ARENA_NEW(c->arena, struct squeeze);
	const struct pattern *left = arg_pat(c, 0), *p;

	s->op = aux->op;
	s->right = arg_pat(c, 1);
	p = pat_bind(c->arena, JOIN_SQUEEZE, squeeze_one, s, left);
	if (!steps_known(left->steps) || !steps_known(s->right->steps))
		return value_pat(pat_no_steps(c->arena, p));
	return value_pat(
	    pat_with_steps(c->arena, rat_mul(left->steps, s->right->steps), p));
}

/* --- Shifts --- */

static const struct pattern *shift_early(struct arena *a, const void *ctx,
					 struct value v)
{
	return pat_early(a, value_to_rat(v), ctx);
}

static const struct pattern *shift_late(struct arena *a, const void *ctx,
					struct value v)
{
	return pat_late(a, value_to_rat(v), ctx);
}

static struct value shift(const struct call *c, pat_bind_fn *fn,
			  const struct pattern *by, const struct pattern *p)
{
	return value_pat(
	    pat_keep_steps(c->arena, p, pat_param(c->arena, fn, p, by)));
}

static struct value build_early(const struct call *c)
{
	return shift(c, shift_early, arg_pat(c, 0), arg_pat(c, 1));
}

static struct value build_late(const struct call *c)
{
	return shift(c, shift_late, arg_pat(c, 0), arg_pat(c, 1));
}

#define PATTERN_OP(name, class, from, op, summary, example, events)            \
	{                                                                      \
		name, "", class " a => Pattern a -> Pattern a -> Pattern a",   \
		    build_pattern_op, summary, example, events, 0,             \
		    AUX(from, op)                                              \
	}

#define WORD_OP(name, from, summary, example, events)                          \
	{                                                                      \
		name, "",                                                      \
		    "Pattern String -> Pattern String -> Pattern String",      \
		    build_pattern_op, summary, example, events, 0,             \
		    AUX(from, OP_CONCAT)                                       \
	}

#define NUMBER_OP(name, class, op, summary, example, events)                   \
	{                                                                      \
		name, "", class " a => a -> a -> a", build_number_op, summary, \
		    example, events, 0, AUX(FROM_BOTH, op)                     \
	}

#define SQUEEZE_OP(name, class, op, summary, example, events)                  \
	{                                                                      \
		name, "", class " a => Pattern a -> Pattern a -> Pattern a",   \
		    build_squeeze_op, summary, example, events, 0,             \
		    AUX(FROM_LEFT, op)                                         \
	}

static const struct fn_row rows[] = {
    PATTERN_OP(
	"#", "Unionable", FROM_LEFT, OP_SET,
	"Adds the right's controls to the left's events.",
	"s \"bd sn\" # n \"1\"",
	"0 1/2 {\"n\":1.0,\"s\":\"bd\"}; 1/2 1 {\"n\":1.0,\"s\":\"sn\"}"),
    PATTERN_OP(
	"|>|", "Unionable", FROM_BOTH, OP_SET,
	"Joins controls; the right's values win, events of both.",
	"s \"bd sn\" |>| n \"1 2 3\"",
	"0 1/3 {\"n\":1.0,\"s\":\"bd\"}; 1/3 1/2 {\"n\":2.0,\"s\":\"bd\"}; 1/2 "
	"2/3 {\"n\":2.0,\"s\":\"sn\"}; 2/3 1 {\"n\":3.0,\"s\":\"sn\"}"),
    PATTERN_OP(
	"|>", "Unionable", FROM_LEFT, OP_SET,
	"Joins controls; the right's values win, events of the left.",
	"n \"1 2\" |> n \"3\" # s \"bd\"",
	"0 1/2 {\"n\":3.0,\"s\":\"bd\"}; 1/2 1 {\"n\":3.0,\"s\":\"bd\"}"),
    PATTERN_OP(">|", "Unionable", FROM_RIGHT, OP_SET,
	       "Joins controls; the right's values win, events of the right.",
	       "n (\"5 6 7\" >| \"1 2\")",
	       "0 1/2 {\"n\":1.0}; 1/2 1 {\"n\":2.0}"),
    PATTERN_OP("|<|", "Unionable", FROM_BOTH, OP_KEEP,
	       "Joins controls; the left's values win, events of both.",
	       "s \"bd sn\" |<| s \"cp\"",
	       "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}"),
    PATTERN_OP(
	"|<", "Unionable", FROM_LEFT, OP_KEEP,
	"Joins controls; the left's values win, events of the left.",
	"s \"bd sn\" |< n \"1\"",
	"0 1/2 {\"n\":1.0,\"s\":\"bd\"}; 1/2 1 {\"n\":1.0,\"s\":\"sn\"}"),
    PATTERN_OP("<|", "Unionable", FROM_RIGHT, OP_KEEP,
	       "Joins controls; the left's values win, events of the right.",
	       "n \"1 2\" <| n \"3 4 5\"",
	       "0 1/3 {\"n\":1.0}; 1/3 2/3 {\"n\":1.0}; 1/3 2/3 {\"n\":2.0}; "
	       "2/3 1 {\"n\":2.0}"),
    NUMBER_OP("+", "Num", OP_ADD, "Adds; events of both.",
	      "n (\"0 2\" + \"10\")", "0 1/2 {\"n\":10.0}; 1/2 1 {\"n\":12.0}"),
    PATTERN_OP("|+|", "Num", FROM_BOTH, OP_ADD, "Adds; events of both.",
	       "n \"0 2\" |+| n \"10\"",
	       "0 1/2 {\"n\":10.0}; 1/2 1 {\"n\":12.0}"),
    PATTERN_OP("|+", "Num", FROM_LEFT, OP_ADD, "Adds; events of the left.",
	       "n \"0 2\" |+ n \"10\"",
	       "0 1/2 {\"n\":10.0}; 1/2 1 {\"n\":12.0}"),
    PATTERN_OP("+|", "Num", FROM_RIGHT, OP_ADD, "Adds; events of the right.",
	       "n \"0\" +| n \"10 20\"",
	       "0 1/2 {\"n\":10.0}; 1/2 1 {\"n\":20.0}"),
    NUMBER_OP("-", "Num", OP_SUB, "Subtracts; events of both.",
	      "n (\"10 12\" - \"2\")", "0 1/2 {\"n\":8.0}; 1/2 1 {\"n\":10.0}"),
    PATTERN_OP("|-|", "Num", FROM_BOTH, OP_SUB, "Subtracts; events of both.",
	       "n \"10 12\" |-| n \"2\"",
	       "0 1/2 {\"n\":8.0}; 1/2 1 {\"n\":10.0}"),
    PATTERN_OP("|-", "Num", FROM_LEFT, OP_SUB, "Subtracts; events of the left.",
	       "n \"10 12\" |- n \"2\"",
	       "0 1/2 {\"n\":8.0}; 1/2 1 {\"n\":10.0}"),
    PATTERN_OP("-|", "Num", FROM_RIGHT, OP_SUB,
	       "Subtracts; events of the right.", "n \"10\" -| n \"1 2\"",
	       "0 1/2 {\"n\":9.0}; 1/2 1 {\"n\":8.0}"),
    NUMBER_OP("*", "Num", OP_MUL, "Multiplies; events of both.",
	      "n (\"1 2\" * \"10\")", "0 1/2 {\"n\":10.0}; 1/2 1 {\"n\":20.0}"),
    PATTERN_OP("|*|", "Num", FROM_BOTH, OP_MUL, "Multiplies; events of both.",
	       "n \"1 2\" |*| n \"10\"",
	       "0 1/2 {\"n\":10.0}; 1/2 1 {\"n\":20.0}"),
    PATTERN_OP("|*", "Num", FROM_LEFT, OP_MUL,
	       "Multiplies; events of the left.", "n \"1 2\" |* n \"10\"",
	       "0 1/2 {\"n\":10.0}; 1/2 1 {\"n\":20.0}"),
    PATTERN_OP("*|", "Num", FROM_RIGHT, OP_MUL,
	       "Multiplies; events of the right.", "n \"2\" *| n \"1 2\"",
	       "0 1/2 {\"n\":2.0}; 1/2 1 {\"n\":4.0}"),
    NUMBER_OP("/", "Fractional", OP_DIV, "Divides; events of both.",
	      "n (\"8 4\" / \"2\")", "0 1/2 {\"n\":4.0}; 1/2 1 {\"n\":2.0}"),
    PATTERN_OP("|/|", "Fractional", FROM_BOTH, OP_DIV,
	       "Divides; events of both.", "n \"8 4\" |/| n \"2\"",
	       "0 1/2 {\"n\":4.0}; 1/2 1 {\"n\":2.0}"),
    PATTERN_OP("|/", "Fractional", FROM_LEFT, OP_DIV,
	       "Divides; events of the left.", "n \"8 4\" |/ n \"2\"",
	       "0 1/2 {\"n\":4.0}; 1/2 1 {\"n\":2.0}"),
    PATTERN_OP("/|", "Fractional", FROM_RIGHT, OP_DIV,
	       "Divides; events of the right.", "n \"8\" /| n \"2 4\"",
	       "0 1/2 {\"n\":4.0}; 1/2 1 {\"n\":2.0}"),
    PATTERN_OP("|%|", "Moddable", FROM_BOTH, OP_MOD,
	       "The rest of a division; events of both.",
	       "n \"7 8\" |%| n \"3\"", "0 1/2 {\"n\":1.0}; 1/2 1 {\"n\":2.0}"),
    PATTERN_OP("|%", "Moddable", FROM_LEFT, OP_MOD,
	       "The rest of a division; events of the left.",
	       "n \"7 8\" |% n \"3\"", "0 1/2 {\"n\":1.0}; 1/2 1 {\"n\":2.0}"),
    PATTERN_OP("%|", "Moddable", FROM_RIGHT, OP_MOD,
	       "The rest of a division; events of the right.",
	       "n \"7\" %| n \"3 4\"", "0 1/2 {\"n\":1.0}; 1/2 1 {\"n\":3.0}"),
    NUMBER_OP("**", "Floating", OP_POW, "To the power of; events of both.",
	      "n (\"2 3\" ** \"2\")", "0 1/2 {\"n\":4.0}; 1/2 1 {\"n\":9.0}"),
    PATTERN_OP("|**|", "Floating", FROM_BOTH, OP_POW,
	       "To the power of; events of both.", "n (\"2 3\" |**| \"2\")",
	       "0 1/2 {\"n\":4.0}; 1/2 1 {\"n\":9.0}"),
    PATTERN_OP("|**", "Floating", FROM_LEFT, OP_POW,
	       "To the power of; events of the left.", "n (\"2 3\" |** \"2\")",
	       "0 1/2 {\"n\":4.0}; 1/2 1 {\"n\":9.0}"),
    PATTERN_OP("**|", "Floating", FROM_RIGHT, OP_POW,
	       "To the power of; events of the right.", "n (\"2\" **| \"1 2\")",
	       "0 1/2 {\"n\":2.0}; 1/2 1 {\"n\":4.0}"),
    WORD_OP("|++|", FROM_BOTH, "Joins words; events of both.",
	    "s (\"drum\" |++| \"1 2\")",
	    "0 1/2 {\"s\":\"drum1\"}; 1/2 1 {\"s\":\"drum2\"}"),
    WORD_OP("|++", FROM_LEFT, "Joins words; events of the left.",
	    "s (\"a b\" |++ \"c\")",
	    "0 1/2 {\"s\":\"ac\"}; 1/2 1 {\"s\":\"bc\"}"),
    WORD_OP("++|", FROM_RIGHT, "Joins words; events of the right.",
	    "s (\"x\" ++| \"a b\")",
	    "0 1/2 {\"s\":\"xa\"}; 1/2 1 {\"s\":\"xb\"}"),
    SQUEEZE_OP("||+", "Num", OP_ADD,
	       "Adds the right, squeezed into each event of the left.",
	       "n (\"0 10\" ||+ \"1 2\")",
	       "0 1/4 {\"n\":1.0}; 1/4 1/2 {\"n\":2.0}; 1/2 3/4 {\"n\":11.0}; "
	       "3/4 1 {\"n\":12.0}"),
    SQUEEZE_OP("||-", "Num", OP_SUB,
	       "Subtracts the right, squeezed into each event of the left.",
	       "n (\"10 20\" ||- \"1 2\")",
	       "0 1/4 {\"n\":9.0}; 1/4 1/2 {\"n\":8.0}; 1/2 3/4 {\"n\":19.0}; "
	       "3/4 1 {\"n\":18.0}"),
    SQUEEZE_OP("||*", "Num", OP_MUL,
	       "Multiplies by the right, squeezed into each event.",
	       "n (\"1 2\" ||* \"10 20\")",
	       "0 1/4 {\"n\":10.0}; 1/4 1/2 {\"n\":20.0}; 1/2 3/4 "
	       "{\"n\":20.0}; 3/4 1 {\"n\":40.0}"),
    SQUEEZE_OP("||/", "Fractional", OP_DIV,
	       "Divides by the right, squeezed into each event.",
	       "n (\"8 4\" ||/ \"2 4\")",
	       "0 1/4 {\"n\":4.0}; 1/4 1/2 {\"n\":2.0}; 1/2 3/4 {\"n\":2.0}; "
	       "3/4 1 {\"n\":1.0}"),
    SQUEEZE_OP("||%", "Moddable", OP_MOD,
	       "The rest, with the right squeezed into each event.",
	       "n (\"7 8\" ||% \"3 4\")",
	       "0 1/4 {\"n\":1.0}; 1/4 1/2 {\"n\":3.0}; 1/2 3/4 {\"n\":2.0}; "
	       "3/4 1 {\"n\":0.0}"),
    SQUEEZE_OP("||**", "Floating", OP_POW,
	       "To the power of the right, squeezed into each event.",
	       "n (\"2 3\" ||** \"1 2\")",
	       "0 1/4 {\"n\":2.0}; 1/4 1/2 {\"n\":4.0}; 1/2 3/4 {\"n\":3.0}; "
	       "3/4 1 {\"n\":9.0}"),
    SQUEEZE_OP(
	"||>", "Unionable", OP_SET,
	"Controls of the right, squeezed into each event; they win.",
	"s \"bd sn\" ||> n \"0 1 2\"",
	"0 1/6 {\"n\":0.0,\"s\":\"bd\"}; 1/6 1/3 {\"n\":1.0,\"s\":\"bd\"}; 1/3 "
	"1/2 {\"n\":2.0,\"s\":\"bd\"}; 1/2 2/3 {\"n\":0.0,\"s\":\"sn\"}; 2/3 "
	"5/6 {\"n\":1.0,\"s\":\"sn\"}; 5/6 1 {\"n\":2.0,\"s\":\"sn\"}"),
    SQUEEZE_OP(
	"||<", "Unionable", OP_KEEP,
	"Controls of the right, squeezed into each event; they lose.",
	"s \"bd sn\" ||< n \"0 1 2\"",
	"0 1/6 {\"n\":0.0,\"s\":\"bd\"}; 1/6 1/3 {\"n\":1.0,\"s\":\"bd\"}; 1/3 "
	"1/2 {\"n\":2.0,\"s\":\"bd\"}; 1/2 2/3 {\"n\":0.0,\"s\":\"sn\"}; 2/3 "
	"5/6 {\"n\":1.0,\"s\":\"sn\"}; 5/6 1 {\"n\":2.0,\"s\":\"sn\"}"),
    {"||++", "", "Pattern String -> Pattern String -> Pattern String",
     build_squeeze_op, "Joins words with the right, squeezed into each event.",
     "s (\"a b\" ||++ \"c d\")",
     "0 1/4 {\"s\":\"ac\"}; 1/4 1/2 {\"s\":\"ad\"}; 1/2 3/4 {\"s\":\"bc\"}; "
     "3/4 1 {\"s\":\"bd\"}",
     0, AUX(FROM_LEFT, OP_CONCAT)},
    {"<~", "", "Pattern Time -> Pattern a -> Pattern a", build_early,
     "Shifts a pattern earlier, by a number of cycles.", "0.25 <~ s \"bd sn\"",
     "-1/4 1/4 {\"s\":\"bd\"}; 1/4 3/4 {\"s\":\"sn\"}; 3/4 5/4 {\"s\":\"bd\"}",
     0, NULL},
    {"~>", "", "Pattern Time -> Pattern a -> Pattern a", build_late,
     "Shifts a pattern later, by a number of cycles.", "0.25 ~> s \"bd sn\"",
     "-1/4 1/4 {\"s\":\"sn\"}; 1/4 3/4 {\"s\":\"bd\"}; 3/4 5/4 {\"s\":\"sn\"}",
     0, NULL},
};

const struct fn_family fn_family_ops = {"ops", "Operators", rows,
					sizeof(rows) / sizeof(rows[0])};
