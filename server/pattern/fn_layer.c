/* A pattern layered with copies of itself that are later, softer, elsewhere or
 * changed by a function: echo, stut, jux, ghost, spin and relatives. Semantics
 * are TidalCycles'. */
#include "pattern/controls.h"
#include "pattern/family.h"
#include "pattern/param.h"

static struct value stack_of(struct arena *a, const struct pattern *x,
			     const struct pattern *y)
{
	const struct pattern *both[] = {x, y};

	return value_pat(pat_stack(a, 2, both));
}

static const struct pattern *with_pan(struct arena *a, enum value_op op,
				      const struct pattern *p, double x)
{
	return pat_control_op(a, op, p, CONTROL_ID_pan, x);
}

/* --- echo and stut --- */

/* Room for n copies. */
static const struct pattern **copies_new(struct arena *a, int64_t n)
{
	if (n > 100000)
		arena_escape(a, ST_EVAL, "at most 100000 copies, not %lld",
			     (long long)n);
	return ARENA_ARRAY(a, const struct pattern *, (size_t)n);
}

/* p times cycles later, its gain multiplied. */
static const struct pattern *copy_of(struct arena *a, const struct pattern *p,
				     struct rat time, double gain)
{
	return pat_late(a, time,
			pat_control_op(a, OP_MUL, p, CONTROL_ID_gain, gain));
}

/* Tidal nests each copy in the next, so the last copy comes first. */
static const struct pattern *echo(struct arena *a, const void *ctx,
				  struct value v)
{
	int64_t n = v.list->at[0].i;
	struct rat time = value_to_rat(v.list->at[1]);
	double feedback = value_to_double(v.list->at[2]), gain = 1;
	const struct pattern **copies;

	if (n <= 1)
		return ctx;
	copies = copies_new(a, n);
	copies[n - 1] = ctx;
	for (int64_t i = 1; i < n; i++) {
		arena_step(a);
		gain *= feedback;
		copies[n - 1 - i] =
		    copy_of(a, ctx, rat_mul(time, rat_int(i)), gain);
	}
	return pat_stack(a, (size_t)n, copies);
}

static const struct pattern *stut(struct arena *a, const void *ctx,
				  struct value v)
{
	int64_t n = v.list->at[0].i;
	double feedback = value_to_double(v.list->at[1]);
	struct rat time = value_to_rat(v.list->at[2]);
	const struct pattern **copies;

	if (n <= 1)
		return ctx;
	copies = copies_new(a, n);
	copies[0] = ctx;
	for (int64_t i = 1; i < n; i++) {
		double part = (double)(n - i) / (double)n;

		arena_step(a);
		copies[i] = copy_of(a, ctx, rat_mul(time, rat_int(i)),
				    part * (1 - feedback) + feedback);
	}
	return pat_stack(a, (size_t)n, copies);
}

static struct value build_copies(const struct call *c, pat_bind_fn *fn)
{
	const struct pattern *p = arg_pat(c, 3);

	return value_pat(pat_keep_steps(c->arena, p,
					param_3(c->arena, fn, p, arg_pat(c, 0),
						arg_pat(c, 1), arg_pat(c, 2))));
}

static struct value build_echo(const struct call *c)
{
	return build_copies(c, echo);
}

static struct value build_stut(const struct call *c)
{
	return build_copies(c, stut);
}

const struct pattern *pat_stut(struct arena *a, int64_t n, double feedback,
			       struct rat time, const struct pattern *p)
{
	struct list *l = arena_alloc(a, sizeof(*l) + 3 * sizeof(l->at[0]));

	l->n = 3;
	l->tuple = true;
	l->at[0] = value_int(n);
	l->at[1] = value_float(feedback);
	l->at[2] = value_rat(time);
	return stut(a, p, value_list(l));
}

/* --- jux: a changed copy on the other side --- */

static struct value half_of(struct arena *a, const void *ctx, struct value v)
{
	(void)a;
	(void)ctx;
	return value_float(value_to_double(v) / 2);
}

static struct value jux_by(const struct call *c, const struct pattern *by,
			   const struct fn *f, const struct pattern *p)
{
	struct arena *a = c->arena;
	const struct pattern *half = pat_map(a, half_of, NULL, by);
	const struct pattern *middle = with_pan(a, OP_ADD, p, 0.5);
	const struct pattern *left =
	    pat_control_by(a, OP_SUB, middle, CONTROL_ID_pan, half);
	const struct pattern *right =
	    pat_control_by(a, OP_ADD, middle, CONTROL_ID_pan, half);

	right = fn_on_pat(a, f, right);
	return value_pat(pat_keep_steps(a, p, stack_of(a, left, right).pat));
}

static struct value build_jux(const struct call *c)
{
	return jux_by(c, pat_pure(c->arena, value_float(1)), arg_fn(c, 0),
		      arg_pat(c, 1));
}

static struct value build_jux_by(const struct call *c)
{
	return jux_by(c, arg_pat(c, 0), arg_fn(c, 1), arg_pat(c, 2));
}

static struct value build_jux4(const struct call *c)
{
	const struct pattern *p = arg_pat(c, 1);

	return stack_of(c->arena, with_pan(c->arena, OP_SET, p, 5.0 / 8),
			fn_on_pat(c->arena, arg_fn(c, 0),
				  with_pan(c->arena, OP_SET, p, 1.0 / 8)));
}

static const struct pattern *cut_at(struct arena *a, const struct pattern *p,
				    double pan, int cut)
{
	return pat_control_op(a, OP_SET, with_pan(a, OP_SET, p, pan),
			      CONTROL_ID_cut, cut);
}

static struct value build_juxcut(const struct call *c)
{
	const struct pattern *p = arg_pat(c, 1);

	return stack_of(
	    c->arena, cut_at(c->arena, p, 0, -1),
	    fn_on_pat(c->arena, arg_fn(c, 0), cut_at(c->arena, p, 1, -2)));
}

/* A copy for each function, from left to right. */
static struct value spread_out(const struct call *c, bool cut)
{
	struct arena *a = c->arena;
	const struct list *fns = arg_list(c, 0);
	const struct pattern *in = arg_pat(c, 1);
	const struct pattern **copies =
	    ARENA_ARRAY(a, const struct pattern *, fns->n + 1);

	for (size_t i = 0; i < fns->n; i++) {
		const struct pattern *p = fn_on_pat(a, fns->at[i].fn, in);

		if (cut)
			p = pat_control_op(a, OP_ADD, p, CONTROL_ID_cut,
					   1 - (double)i);
		copies[i] = with_pan(a, cut ? OP_SET : OP_ADD, p,
				     (double)i / (double)fns->n);
	}
	return value_pat(pat_stack(a, fns->n, copies));
}

static struct value build_jux_list(const struct call *c)
{
	return spread_out(c, false);
}

static struct value build_juxcut_list(const struct call *c)
{
	return spread_out(c, true);
}

/* --- ghost: soft copies between the beats --- */

static const struct pattern *superimpose(struct arena *a, struct rat time,
					 const struct fn *f,
					 const struct pattern *p)
{
	const struct pattern *ghost = pat_late(a, time, fn_on_pat(a, f, p));

	return stack_of(a, p, ghost).pat;
}

static struct value ghost(const struct call *c, struct rat time,
			  const struct fn *f, const struct pattern *p)
{
	p = superimpose(c->arena, rat_mul(time, RAT(3, 2)), f, p);
	return value_pat(superimpose(c->arena, rat_mul(time, RAT(5, 2)), f, p));
}

static struct value softer(struct arena *a, const struct fn *f, struct value v)
{
	const struct pattern *p = v.pat;

	(void)f;
	p = pat_op(a, FROM_BOTH, OP_MUL, p,
		   pat_control_pure(a, CONTROL_ID_speed, 1.25));
	p = pat_control_op(a, OP_SET, p, CONTROL_ID_end, 0.2);
	return value_pat(pat_op(a, FROM_BOTH, OP_MUL, p,
				pat_control_pure(a, CONTROL_ID_gain, 0.7)));
}

static const struct fn softer_fn = {softer};

static struct value build_ghost(const struct call *c)
{
	return ghost(c, RAT(1, 8), &softer_fn, arg_pat(c, 0));
}

static struct value build_ghost_by(const struct call *c)
{
	return ghost(c, arg_rat(c, 0), &softer_fn, arg_pat(c, 1));
}

static struct value build_ghost_with(const struct call *c)
{
	return ghost(c, arg_rat(c, 0), arg_fn(c, 1), arg_pat(c, 2));
}

/* --- spin: copies around the listener --- */

static const struct pattern *spin(struct arena *a, struct value v,
				  const struct pattern *p)
{
	const struct pattern **copies;

	if (v.i <= 0)
		return pat_no_steps(a, pat_silence());
	copies = copies_new(a, v.i);
	for (int64_t i = 0; i < v.i; i++) {
		struct rat by = rat_make(i, v.i);

		arena_step(a);
		copies[i] =
		    with_pan(a, OP_SET, pat_early(a, by, p), rat_to_double(by));
	}
	return pat_stack(a, (size_t)v.i, copies);
}

static const struct param_op op_spin = {spin, PARAM_SHORT};

/* --- staccato --- */

static struct value build_staccato(const struct call *c)
{
	return value_pat(pat_control(
	    c->arena, &control_table[CONTROL_ID_legato], arg_pat(c, 0)));
}

/* --- Rows --- */

#define CONTROLS "ControlPattern -> ControlPattern"
#define FN_CONTROLS "(" CONTROLS ") -> " CONTROLS

static const struct fn_row rows[] = {
    {"echo", "",
     "Pattern Integer -> Pattern Rational -> Pattern Double -> " CONTROLS,
     build_echo,
     "Echoes: how many times in all, the time between, how much softer each.",
     "echo 2 0.25 0.5 $ s \"bd\" # gain 1",
     "-3/4 1/4 {\"gain\":0.5,\"s\":\"bd\"}; 0 1 {\"gain\":1.0,\"s\":\"bd\"}; "
     "1/4 5/4 {\"gain\":0.5,\"s\":\"bd\"}",
     0, NULL},
    {"stut", "",
     "Pattern Integer -> Pattern Double -> Pattern Rational -> " CONTROLS,
     build_stut,
     "Echoes: how many times in all, the softest part, the time between.",
     "stut 2 0.5 0.25 $ s \"bd\"",
     "-3/4 1/4 {\"gain\":0.75,\"s\":\"bd\"}; 0 1 {\"s\":\"bd\"}; 1/4 5/4 "
     "{\"gain\":0.75,\"s\":\"bd\"}",
     0, NULL},
    {"jux", "", FN_CONTROLS, build_jux,
     "Play a changed copy on the right, the pattern itself on the left.",
     "jux rev $ s \"bd sn\"",
     "0 1/2 {\"pan\":0.0,\"s\":\"bd\"}; 0 1/2 {\"pan\":1.0,\"s\":\"sn\"}; 1/2 "
     "1 {\"pan\":0.0,\"s\":\"sn\"}; 1/2 1 {\"pan\":1.0,\"s\":\"bd\"}",
     0, NULL},
    {"juxBy", "", "Pattern Double -> " FN_CONTROLS, build_jux_by,
     "jux, with the sides as far apart as the number says.",
     "juxBy 0.5 rev $ s \"bd sn\"",
     "0 1/2 {\"pan\":0.25,\"s\":\"bd\"}; 0 1/2 {\"pan\":0.75,\"s\":\"sn\"}; "
     "1/2 1 {\"pan\":0.25,\"s\":\"sn\"}; 1/2 1 {\"pan\":0.75,\"s\":\"bd\"}",
     0, NULL},
    {"jux'", "", "[ControlPattern -> ControlPattern] -> " CONTROLS,
     build_jux_list, "A copy for each function of a list, from left to right.",
     "jux' [rev, id] $ s \"bd sn\"",
     "0 1/2 {\"pan\":0.0,\"s\":\"sn\"}; 0 1/2 {\"pan\":0.5,\"s\":\"bd\"}; 1/2 "
     "1 {\"pan\":0.0,\"s\":\"bd\"}; 1/2 1 {\"pan\":0.5,\"s\":\"sn\"}",
     0, NULL},
    {"jux4", "", FN_CONTROLS, build_jux4, "jux for four speakers in a circle.",
     "jux4 rev $ s \"bd sn\"",
     "0 1/2 {\"pan\":0.125,\"s\":\"sn\"}; 0 1/2 {\"pan\":0.625,\"s\":\"bd\"}; "
     "1/2 1 {\"pan\":0.125,\"s\":\"bd\"}; 1/2 1 {\"pan\":0.625,\"s\":\"sn\"}",
     0, NULL},
    {"juxcut", "", FN_CONTROLS, build_juxcut,
     "jux, each side in a cut group of its own.", "juxcut rev $ s \"bd sn\"",
     "0 1/2 {\"cut\":-1,\"pan\":0.0,\"s\":\"bd\"}; 0 1/2 "
     "{\"cut\":-2,\"pan\":1.0,\"s\":\"sn\"}; 1/2 1 "
     "{\"cut\":-1,\"pan\":0.0,\"s\":\"sn\"}; 1/2 1 "
     "{\"cut\":-2,\"pan\":1.0,\"s\":\"bd\"}",
     0, NULL},
    {"juxcut'", "", "[ControlPattern -> ControlPattern] -> " CONTROLS,
     build_juxcut_list,
     "A copy for each function of a list, from left to right, each in a cut "
     "group of its own.",
     "juxcut' [rev, id] $ s \"bd sn\"",
     "0 1/2 {\"cut\":0,\"pan\":0.5,\"s\":\"bd\"}; 0 1/2 "
     "{\"cut\":1,\"pan\":0.0,\"s\":\"sn\"}; 1/2 1 "
     "{\"cut\":0,\"pan\":0.5,\"s\":\"sn\"}; 1/2 1 "
     "{\"cut\":1,\"pan\":0.0,\"s\":\"bd\"}",
     0, NULL},
    {"ghost", "", CONTROLS, build_ghost,
     "Add soft, short, higher copies after each event.", "ghost $ s \"~ sn\"",
     "-5/16 3/16 {\"end\":0.2,\"gain\":0.7,\"s\":\"sn\",\"speed\":1.25}; -3/16 "
     "5/16 {\"end\":0.2,\"gain\":0.7,\"s\":\"sn\",\"speed\":1.25}; 0 5/16 "
     "{\"end\":0.2,\"gain\":0.49,\"s\":\"sn\",\"speed\":1.5625}; 5/16 1/2 "
     "{\"end\":0.2,\"gain\":0.49,\"s\":\"sn\",\"speed\":1.5625}; 1/2 1 "
     "{\"s\":\"sn\"}; 11/16 19/16 "
     "{\"end\":0.2,\"gain\":0.7,\"s\":\"sn\",\"speed\":1.25}; 13/16 21/16 "
     "{\"end\":0.2,\"gain\":0.7,\"s\":\"sn\",\"speed\":1.25}",
     0, NULL},
    {"ghost'", "", "Time -> " CONTROLS, build_ghost_by,
     "ghost, with the copies as late as the time says.",
     "ghost' 0.125 $ s \"~ sn\"",
     "-5/16 3/16 {\"end\":0.2,\"gain\":0.7,\"s\":\"sn\",\"speed\":1.25}; -3/16 "
     "5/16 {\"end\":0.2,\"gain\":0.7,\"s\":\"sn\",\"speed\":1.25}; 0 5/16 "
     "{\"end\":0.2,\"gain\":0.49,\"s\":\"sn\",\"speed\":1.5625}; 5/16 1/2 "
     "{\"end\":0.2,\"gain\":0.49,\"s\":\"sn\",\"speed\":1.5625}; 1/2 1 "
     "{\"s\":\"sn\"}; 11/16 19/16 "
     "{\"end\":0.2,\"gain\":0.7,\"s\":\"sn\",\"speed\":1.25}; 13/16 21/16 "
     "{\"end\":0.2,\"gain\":0.7,\"s\":\"sn\",\"speed\":1.25}",
     0, NULL},
    {"ghostWith", "ghost''",
     "Time -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a",
     build_ghost_with, "ghost, with the copies changed by a function.",
     "ghostWith 0.125 (|* gain 0.6) $ s \"~ sn\" # gain 1",
     "-5/16 3/16 {\"gain\":0.6,\"s\":\"sn\"}; -3/16 5/16 "
     "{\"gain\":0.6,\"s\":\"sn\"}; 0 1/2 {\"gain\":0.36,\"s\":\"sn\"}; 1/2 1 "
     "{\"gain\":1.0,\"s\":\"sn\"}; 11/16 19/16 {\"gain\":0.6,\"s\":\"sn\"}; "
     "13/16 21/16 {\"gain\":0.6,\"s\":\"sn\"}",
     0, NULL},
    {"spin", "", "Pattern Int -> " CONTROLS, build_param,
     "Copies around the listener, each further ahead in the pattern.",
     "spin 2 $ s \"bd sn\"",
     "0 1/2 {\"pan\":0.0,\"s\":\"bd\"}; 0 1/2 {\"pan\":0.5,\"s\":\"sn\"}; 1/2 "
     "1 {\"pan\":0.0,\"s\":\"sn\"}; 1/2 1 {\"pan\":0.5,\"s\":\"bd\"}",
     0, &op_spin},
    {"staccato", "", "Pattern Double -> ControlPattern", build_staccato,
     "Shorten sounds to this part of their event.",
     "s \"bd sn\" # staccato 0.5",
     "0 1/2 {\"legato\":0.5,\"s\":\"bd\"}; 1/2 1 {\"legato\":0.5,\"s\":\"sn\"}",
     0, NULL},
};

const struct fn_family fn_family_layer = {"layer", "Copies in time and space",
					  rows, sizeof(rows) / sizeof(rows[0])};
