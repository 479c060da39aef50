/* Numbers: Haskell's functions on them, over patterns and control maps too. */
#include "pattern/family.h"

#include <math.h>
#include "pattern/ops.h"
#include "pattern/plain.h"

/* --- One number --- */

enum unary {
	ABS,
	SIGNUM,
	NEGATE,
	RECIP,
	SQRT,
	EXP,
	LOG,
	SIN,
	COS,
	TAN,
	ASIN,
	ACOS,
	ATAN,
	SINH,
	COSH,
	TANH,
	SUCC,
	PRED,
};

static double unary_double(enum unary op, double x)
{
	switch (op) {
	case ABS:
		return fabs(x);
	case SIGNUM:
		return (x > 0) - (x < 0);
	case NEGATE:
		return -x;
	case RECIP:
		return 1 / x;
	case SQRT:
		return sqrt(x);
	case EXP:
		return exp(x);
	case LOG:
		return log(x);
	case SIN:
		return sin(x);
	case COS:
		return cos(x);
	case TAN:
		return tan(x);
	case ASIN:
		return asin(x);
	case ACOS:
		return acos(x);
	case ATAN:
		return atan(x);
	case SINH:
		return sinh(x);
	case COSH:
		return cosh(x);
	case TANH:
		return tanh(x);
	case SUCC:
		return x + 1;
	case PRED:
		return x - 1;
	}
	return x;
}

static struct value unary_int(enum unary op, struct value v)
{
	switch (op) {
	case ABS:
		return value_int(v.i < 0 ? -v.i : v.i);
	case SIGNUM:
		return value_int((v.i > 0) - (v.i < 0));
	case NEGATE:
		return value_int((int64_t)(0 - (uint64_t)v.i));
	case SUCC:
		return value_int((int64_t)((uint64_t)v.i + 1));
	case PRED:
		return value_int((int64_t)((uint64_t)v.i - 1));
	default: /* an Int of a map, which has no fraction */
		return v;
	}
}

static struct value unary_rat(struct arena *a, enum unary op, struct value v)
{
	switch (op) {
	case ABS:
		return value_rat(v.r.num < 0 ? rat_neg(v.r) : v.r);
	case SIGNUM:
		return value_rat(rat_int((v.r.num > 0) - (v.r.num < 0)));
	case NEGATE:
		return value_rat(rat_neg(v.r));
	case RECIP:
		if (v.r.num == 0)
			arena_escape(a, ST_EVAL, "this divides by zero");
		return value_rat(rat_inv(v.r));
	case SUCC:
		return value_rat(rat_add(v.r, RAT_ONE));
	case PRED:
		return value_rat(rat_sub(v.r, RAT_ONE));
	default:
		return value_rat(
		    rat_from_double(unary_double(op, rat_to_double(v.r))));
	}
}

static struct value unary(struct arena *a, const void *ctx, struct value v)
{
	enum unary op = *(const enum unary *)ctx;
	struct map *m;

	switch (v.kind) {
	case V_FLOAT:
	case V_NOTE:
		v.f = unary_double(op, v.f);
		return v;
	case V_INT:
		return unary_int(op, v);
	case V_RAT:
		return unary_rat(a, op, v);
	case V_CHAR:
		v.c = (uint32_t)unary_double(op, v.c);
		return v;
	case V_MAP:
		m = map_new(a, v.map->n);
		for (size_t i = 0; i < m->n; i++) {
			m->at[i].key = v.map->at[i].key;
			m->at[i].value = unary(a, ctx, v.map->at[i].value);
		}
		return value_map(m);
	case V_PAT:
		return value_pat(pat_map(a, unary, ctx, v.pat));
	default:
		return v;
	}
}

static struct value build_unary(const struct call *c)
{
	return unary(c->arena, c->row->aux, c->args[0]);
}

/* --- Whole numbers --- */

enum whole { DIV, MOD, QUOT, REM, GCD, LCM };

static int64_t whole(struct arena *a, enum whole op, int64_t x, int64_t y)
{
	int64_t g;

	if (op == GCD)
		return rat_gcd(x, y);
	if (op == LCM) {
		g = rat_gcd(x, y);
		return g ? (int64_t)((uint64_t)(x / g) * (uint64_t)y) : 0;
	}
	if (y == 0)
		arena_escape(a, ST_EVAL, "this divides by zero");
	if (y == -1)
		return op == DIV || op == QUOT ? (int64_t)(0 - (uint64_t)x) : 0;
	switch (op) {
	case DIV:
		return x / y - (x % y != 0 && (x < 0) != (y < 0));
	case MOD:
		return x % y + (x % y != 0 && (x < 0) != (y < 0) ? y : 0);
	case QUOT:
		return x / y;
	default:
		return x % y;
	}
}

static struct value whole_values(struct arena *a, const void *ctx,
				 struct value x, struct value y)
{
	return value_int(whole(a, *(const enum whole *)ctx, value_to_int(x),
			       value_to_int(y)));
}

static struct value build_whole(const struct call *c)
{
	if (c->args[0].kind == V_PAT)
		return value_pat(pat_app(c->arena, FROM_BOTH, whole_values,
					 c->row->aux, arg_pat(c, 0),
					 arg_pat(c, 1)));
	return whole_values(c->arena, c->row->aux, c->args[0], c->args[1]);
}

static struct value build_even(const struct call *c)
{
	return value_bool((arg_int(c, 0) & 1) == 0);
}

static struct value build_odd(const struct call *c)
{
	return value_bool((arg_int(c, 0) & 1) != 0);
}

static struct value power(struct arena *a, struct value x, int64_t n)
{
	struct value r = x;
	bool any = false;

	for (; n > 0; n >>= 1) {
		if (n & 1) {
			r = any ? value_op(a, OP_MUL, r, x) : x;
			any = true;
		}
		x = value_op(a, OP_MUL, x, x);
	}
	if (!any)
		r = x.kind == V_INT   ? value_int(1)
		    : x.kind == V_RAT ? value_rat(RAT_ONE)
		    : x.kind == V_MAP ? x
				      : (struct value){.kind = x.kind, .f = 1};
	return r;
}

static struct value power_values(struct arena *a, const void *ctx,
				 struct value x, struct value y)
{
	int64_t n = value_to_int(y);
	const enum unary recip = RECIP;

	(void)ctx;
	if (n < 0)
		return unary(a, &recip, power(a, x, -n));
	return power(a, x, n);
}

static struct value plain_of(struct arena *a, struct value v)
{
	if (v.kind != V_PAT)
		return v;
	if (!v.pat->pure)
		arena_escape(a, ST_EVAL, "the exponent must be a plain number");
	return *v.pat->pure;
}

static struct value build_power(const struct call *c)
{
	struct value n = plain_of(c->arena, c->args[1]);

	if (c->args[0].kind == V_PAT)
		return value_pat(pat_app(c->arena, FROM_LEFT, power_values,
					 NULL, arg_pat(c, 0),
					 pat_pure(c->arena, n)));
	return power_values(c->arena, NULL, c->args[0], n);
}

static struct value build_subtract(const struct call *c)
{
	if (c->args[0].kind == V_PAT)
		return value_pat(pat_op(c->arena, FROM_BOTH, OP_SUB,
					arg_pat(c, 1), arg_pat(c, 0)));
	return value_op(c->arena, OP_SUB, c->args[1], c->args[0]);
}

/* --- From one kind to another --- */

struct conversion {
	enum value_kind kind;
	double (*round)(double);
};

static struct value convert(struct arena *a, const void *ctx, struct value v)
{
	const struct conversion *to = ctx;

	if (to->round && v.kind != V_INT)
		v = v.kind == V_RAT && to->round == floor
			? value_int(rat_floor(v.r))
		    : v.kind == V_RAT && to->round == ceil
			? value_int(rat_ceil(v.r))
			: value_int(value_to_int(
			      value_float(to->round(value_to_double(v)))));
	if (to->kind == V_MAP)
		return value_map(
		    map_one(a,
			    &control_table[v.kind == V_INT ? CONTROL_ID_n
							   : CONTROL_ID_speed],
			    v.kind == V_INT ? v : value_as(v, V_FLOAT)));
	return to->kind == V_NONE ? v : value_as(v, to->kind);
}

struct rounding {
	double (*round)(double);
};

static struct value build_convert(const struct call *c)
{
	const struct rounding *how = c->row->aux;
	struct conversion *to = ARENA_NEW(c->arena, struct conversion);
	struct value v = c->args[0];

	to->kind = c->kind;
	to->round = how ? how->round : NULL;
	if (v.kind == V_PAT)
		return value_pat(pat_map(c->arena, convert, to, v.pat));
	v = convert(c->arena, to, v);
	return c->shape == SHAPE_PATTERN ? value_pat(pat_pure(c->arena, v)) : v;
}

static struct value build_pi(const struct call *c)
{
	struct conversion to = {c->kind, NULL};
	struct value v = convert(c->arena, &to, value_float(acos(-1)));

	return c->shape == SHAPE_PATTERN ? value_pat(pat_pure(c->arena, v)) : v;
}

/* --- Comparing --- */

enum compare { EQ, NE, LT, LE, GT, GE };

static struct value build_compare(const struct call *c)
{
	enum compare op = *(const enum compare *)c->row->aux;
	struct value x = c->args[0], y = c->args[1];

	if (x.kind == V_PAT || x.kind == V_FN)
		arena_escape(c->arena, ST_EVAL,
			     "%s: patterns can't be compared as a whole",
			     c->row->name);
	if (op == EQ || op == NE)
		return value_bool(value_eq(x, y) == (op == EQ));
	return value_bool(op == LT   ? value_cmp(x, y) < 0
			  : op == LE ? value_cmp(x, y) <= 0
			  : op == GT ? value_cmp(x, y) > 0
				     : value_cmp(x, y) >= 0);
}

static struct value min_values(struct arena *a, const void *ctx, struct value x,
			       struct value y)
{
	(void)a;
	(void)ctx;
	return value_cmp(x, y) <= 0 ? x : y;
}

static struct value max_values(struct arena *a, const void *ctx, struct value x,
			       struct value y)
{
	(void)a;
	(void)ctx;
	return value_cmp(x, y) <= 0 ? y : x;
}

static struct value build_min_max(const struct call *c)
{
	pat_app_fn *fn = c->row->aux ? max_values : min_values;

	if (c->args[0].kind == V_PAT)
		return value_pat(pat_app(c->arena, FROM_BOTH, fn, NULL,
					 arg_pat(c, 0), arg_pat(c, 1)));
	return fn(c->arena, NULL, c->args[0], c->args[1]);
}

/* --- True and False --- */

static struct value build_true(const struct call *c)
{
	(void)c;
	return value_bool(true);
}

static struct value build_false(const struct call *c)
{
	(void)c;
	return value_bool(false);
}

static struct value build_not(const struct call *c)
{
	return value_bool(!value_to_bool(c->args[0]));
}

static struct value build_and(const struct call *c)
{
	return value_bool(value_to_bool(c->args[0]) &&
			  value_to_bool(c->args[1]));
}

static struct value build_or(const struct call *c)
{
	return value_bool(value_to_bool(c->args[0]) ||
			  value_to_bool(c->args[1]));
}

#define OP(type, op)                                                           \
	&(const enum type)                                                     \
	{                                                                      \
		op                                                             \
	}
#define ROUND(how)                                                             \
	&(const struct rounding)                                               \
	{                                                                      \
		how                                                            \
	}
#define UNARY(name, class, op, summary, example, events)                       \
	{                                                                      \
		name, "", class " a => a -> a", build_unary, summary, example, \
		    events, 0, OP(unary, op)                                   \
	}
#define WHOLE(name, op, summary, example, events)                              \
	{                                                                      \
		name, "", "Integral a => a -> a -> a", build_whole, summary,   \
		    example, events, 0, OP(whole, op)                          \
	}
#define CONVERT(name, from, to, how, summary, example, events)                 \
	{                                                                      \
		name, "", "(" from " a, " to " b) => a -> b", build_convert,   \
		    summary, example, events, 0, how                           \
	}
#define COMPARE(name, class, op, summary)                                      \
	{                                                                      \
		name, "", class " a => a -> a -> Bool", build_compare,         \
		    summary, "n (if 1 " name " 2 then 1 else 0)", "",          \
		    FN_NOT_A_PATTERN, OP(compare, op)                          \
	}

static const struct fn_row rows[] = {
    UNARY("abs", "Num", ABS, "Without the minus.", "n (abs \"-1 2\")",
	  "0 1/2 {\"n\":1.0}; 1/2 1 {\"n\":2.0}"),
    UNARY("signum", "Num", SIGNUM, "-1, 0 or 1.", "n (signum \"-3 2\")",
	  "0 1/2 {\"n\":-1.0}; 1/2 1 {\"n\":1.0}"),
    UNARY("negate", "Num", NEGATE, "The negative.", "n (negate \"1 2\")",
	  "0 1/2 {\"n\":-1.0}; 1/2 1 {\"n\":-2.0}"),
    UNARY("recip", "Fractional", RECIP, "One divided by it.",
	  "speed (recip \"2 4\")",
	  "0 1/2 {\"speed\":0.5}; 1/2 1 {\"speed\":0.25}"),
    UNARY("sqrt", "Floating", SQRT, "The square root.", "n (sqrt \"4 9\")",
	  "0 1/2 {\"n\":2.0}; 1/2 1 {\"n\":3.0}"),
    UNARY("exp", "Floating", EXP, "e to the power of it.", "n (exp \"0 1\")",
	  "0 1/2 {\"n\":1.0}; 1/2 1 {\"n\":2.71828}"),
    UNARY("log", "Floating", LOG, "The natural logarithm.", "n (log \"1 2\")",
	  "0 1/2 {\"n\":0.0}; 1/2 1 {\"n\":0.693147}"),
    UNARY("sin", "Floating", SIN, "The sine of an angle in radians.",
	  "n (sin \"0 1\")", "0 1/2 {\"n\":0.0}; 1/2 1 {\"n\":0.841471}"),
    UNARY("cos", "Floating", COS, "The cosine of an angle in radians.",
	  "n (cos \"0 1\")", "0 1/2 {\"n\":1.0}; 1/2 1 {\"n\":0.540302}"),
    UNARY("tan", "Floating", TAN, "The tangent of an angle in radians.",
	  "n (tan \"0 1\")", "0 1/2 {\"n\":0.0}; 1/2 1 {\"n\":1.55741}"),
    UNARY("asin", "Floating", ASIN, "The angle with this sine.",
	  "n (asin \"0 1\")", "0 1/2 {\"n\":0.0}; 1/2 1 {\"n\":1.5708}"),
    UNARY("acos", "Floating", ACOS, "The angle with this cosine.",
	  "n (acos \"0 1\")", "0 1/2 {\"n\":1.5708}; 1/2 1 {\"n\":0.0}"),
    UNARY("atan", "Floating", ATAN, "The angle with this tangent.",
	  "n (atan \"0 1\")", "0 1/2 {\"n\":0.0}; 1/2 1 {\"n\":0.785398}"),
    UNARY("sinh", "Floating", SINH, "The hyperbolic sine.", "n (sinh \"0 1\")",
	  "0 1/2 {\"n\":0.0}; 1/2 1 {\"n\":1.1752}"),
    UNARY("cosh", "Floating", COSH, "The hyperbolic cosine.",
	  "n (cosh \"0 1\")", "0 1/2 {\"n\":1.0}; 1/2 1 {\"n\":1.54308}"),
    UNARY("tanh", "Floating", TANH, "The hyperbolic tangent.",
	  "n (tanh \"0 1\")", "0 1/2 {\"n\":0.0}; 1/2 1 {\"n\":0.761594}"),
    UNARY("succ", "Enum", SUCC, "The next one.", "n (succ <$> \"0 1\")",
	  "0 1/2 {\"n\":1.0}; 1/2 1 {\"n\":2.0}"),
    UNARY("pred", "Enum", PRED, "The one before.", "n (pred <$> \"0 1\")",
	  "0 1/2 {\"n\":-1.0}; 1/2 1 {\"n\":0.0}"),
    {"pi", "", "Floating a => a", build_pi, "3.14159...", "n pi",
     "0 1 {\"n\":3.14159}", 0, NULL},
    WHOLE("div", DIV, "Divides, rounded down.",
	  "n (fromIntegral <$> (`div` 2) <$> (\"5 7\" :: Pattern Int))",
	  "0 1/2 {\"n\":2.0}; 1/2 1 {\"n\":3.0}"),
    WHOLE("mod", MOD, "The rest of div, of the divisor's sign.",
	  "n (fromIntegral <$> (`mod` 3) <$> (\"5 7\" :: Pattern Int))",
	  "0 1/2 {\"n\":2.0}; 1/2 1 {\"n\":1.0}"),
    WHOLE("quot", QUOT, "Divides, rounded towards zero.",
	  "n (fromIntegral <$> (`quot` 2) <$> (\"5 7\" :: Pattern Int))",
	  "0 1/2 {\"n\":2.0}; 1/2 1 {\"n\":3.0}"),
    WHOLE("rem", REM, "The rest of quot.",
	  "n (fromIntegral <$> (`rem` 3) <$> (\"5 7\" :: Pattern Int))",
	  "0 1/2 {\"n\":2.0}; 1/2 1 {\"n\":1.0}"),
    WHOLE("gcd", GCD, "The greatest common divisor.",
	  "n (fromIntegral (gcd 12 18))", "0 1 {\"n\":6.0}"),
    WHOLE("lcm", LCM, "The least common multiple.",
	  "n (fromIntegral (lcm 4 6))", "0 1 {\"n\":12.0}"),
    {"even", "", "Integral a => a -> Bool", build_even, "Divisible by two.",
     "n (if even 2 then 1 else 0)", "", FN_NOT_A_PATTERN, NULL},
    {"odd", "", "Integral a => a -> Bool", build_odd, "Not divisible by two.",
     "n (if odd 2 then 1 else 0)", "", FN_NOT_A_PATTERN, NULL},
    {"^", "", "(Num a, Integral b) => a -> b -> a", build_power,
     "To the power of a whole number.", "n (\"2 3\" ^ 2)",
     "0 1/2 {\"n\":4.0}; 1/2 1 {\"n\":9.0}", 0, NULL},
    {"^^", "", "(Fractional a, Integral b) => a -> b -> a", build_power,
     "To the power of a whole number, which may be negative.",
     "n (\"2 4\" ^^ (-1))", "0 1/2 {\"n\":0.5}; 1/2 1 {\"n\":0.25}", 0, NULL},
    {"subtract", "", "Num a => a -> a -> a", build_subtract,
     "The second less the first.", "n (subtract 1 \"1 2\")",
     "0 1/2 {\"n\":0.0}; 1/2 1 {\"n\":1.0}", 0, NULL},
    CONVERT("fromIntegral", "Integral", "Num", NULL,
	    "A whole number as a number of another type.",
	    "n (fromIntegral <$> irand 8)", "~0 1 {\"n\":4.0}"),
    CONVERT("fromInteger", "Integral", "Num", NULL,
	    "A whole number as a number of another type.", "n (fromInteger 3)",
	    "0 1 {\"n\":3.0}"),
    CONVERT("realToFrac", "Real", "Fractional", NULL,
	    "A number as a number of another type.",
	    "n (realToFrac <$> (\"0.5\" :: Pattern Double))",
	    "0 1 {\"n\":0.5}"),
    CONVERT("fromRational", "Real", "Fractional", NULL,
	    "A fraction as a number of another type.",
	    "n (fromRational <$> (\"1%4\" :: Pattern Rational))",
	    "0 1 {\"n\":0.25}"),
    {"toRational", "", "Real a => a -> Rational", build_convert,
     "A number as an exact fraction.", "fast (toRational <$> \"2\") $ s \"bd\"",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"bd\"}", 0, NULL},
    CONVERT("floor", "RealFrac", "Integral", ROUND(floor), "Rounds down.",
	    "n (fromIntegral <$> (floor <$> (\"1.5 -1.5\" :: Pattern Double)))",
	    "0 1/2 {\"n\":1.0}; 1/2 1 {\"n\":-2.0}"),
    CONVERT("ceiling", "RealFrac", "Integral", ROUND(ceil), "Rounds up.",
	    "n (fromIntegral <$> (ceiling <$> (\"1.5 -1.5\" :: Pattern "
	    "Double)))",
	    "0 1/2 {\"n\":2.0}; 1/2 1 {\"n\":-1.0}"),
    CONVERT("round", "RealFrac", "Integral", ROUND(rint),
	    "Rounds to the nearest, halves to the even one.",
	    "n (fromIntegral <$> (round <$> (\"1.5 2.5\" :: Pattern Double)))",
	    "0 1/2 {\"n\":2.0}; 1/2 1 {\"n\":2.0}"),
    CONVERT("truncate", "RealFrac", "Integral", ROUND(trunc),
	    "Rounds towards zero.",
	    "n (fromIntegral <$> (truncate <$> (\"1.5 -1.5\" :: Pattern "
	    "Double)))",
	    "0 1/2 {\"n\":1.0}; 1/2 1 {\"n\":-1.0}"),
    COMPARE("==", "Eq", EQ, "Equal."),
    COMPARE("/=", "Eq", NE, "Not equal."),
    COMPARE("<", "Ord", LT, "Less."),
    COMPARE("<=", "Ord", LE, "Less or equal."),
    COMPARE(">", "Ord", GT, "Greater."),
    COMPARE(">=", "Ord", GE, "Greater or equal."),
    {"min", "", "Ord a => a -> a -> a", build_min_max, "The lesser of two.",
     "n (min \"1 5\" \"3\")", "0 1/2 {\"n\":1.0}; 1/2 1 {\"n\":3.0}", 0, NULL},
    {"max", "", "Ord a => a -> a -> a", build_min_max, "The greater of two.",
     "n (max \"1 5\" \"3\")", "0 1/2 {\"n\":3.0}; 1/2 1 {\"n\":5.0}", 0, ""},
    {"True", "otherwise", "Bool", build_true, "True.",
     "n (if True then 1 else 0)", "", FN_NOT_A_PATTERN, NULL},
    {"False", "", "Bool", build_false, "False.", "n (if False then 1 else 0)",
     "", FN_NOT_A_PATTERN, NULL},
    {"not", "", "Bool -> Bool", build_not, "False for True.",
     "n (if not False then 1 else 0)", "", FN_NOT_A_PATTERN, NULL},
    {"&&", "", "Bool -> Bool -> Bool", build_and, "Both are true.",
     "n (if True && False then 1 else 0)", "", FN_NOT_A_PATTERN, NULL},
    {"||", "", "Bool -> Bool -> Bool", build_or, "One is true.",
     "n (if True || False then 1 else 0)", "", FN_NOT_A_PATTERN, NULL},
};

const struct fn_family fn_family_number = {"number", "Numbers", rows,
					   sizeof(rows) / sizeof(rows[0])};
