/* Rhythm within the beat: swing, repetitions and echoes of events. */
#include <string.h>
#include "base/random.h"
#include "pattern/family.h"
#include "pattern/node.h"
#include "pattern/param.h"

/* --- Swing --- */

struct transform_late {
	struct transform transform;
	const struct pattern *by;
};

static const struct pattern *
apply_late(struct arena *a, const struct transform *t, const struct pattern *p)
{
	return pat_late_by(a, ((const struct transform_late *)t)->by, p);
}

static const struct pattern *
second_half(struct arena *a, const struct transform *t, const struct pattern *p)
{
	return pat_within(a, SPAN(RAT(1, 2), RAT_ONE), t, p);
}

struct swing {
	struct transform half; /* shifts the second halves */
	struct transform_late late;
	const struct pattern *in;
};

static const struct pattern *
apply_half(struct arena *a, const struct transform *t, const struct pattern *p)
{
	const struct swing *s = (const struct swing *)t;

	return second_half(a, &s->late.transform, p);
}

static const struct pattern *bind_swing(struct arena *a, const void *ctx,
					struct value v)
{
	const struct swing *s = ctx;

	return pat_inside(a, value_to_rat(v), &s->half, s->in);
}

static struct value swing(struct arena *a, const struct pattern *by,
			  const struct pattern *n, const struct pattern *p)
{
	struct swing *s = ARENA_NEW(a, struct swing);

	s->half.apply = apply_half;
	s->late.transform.apply = apply_late;
	s->late.by = by;
	s->in = p;
	return value_pat(param_join(a, JOIN_INNER, bind_swing, s, n));
}

static struct value build_swing_by(const struct call *c)
{
	return swing(c->arena, arg_pat(c, 0), arg_pat(c, 1), arg_pat(c, 2));
}

static struct value build_swing(const struct call *c)
{
	return swing(c->arena, pat_pure(c->arena, value_rat(RAT(1, 3))),
		     arg_pat(c, 0), arg_pat(c, 1));
}

/* --- Within each event --- */

/* Pieces of each event's length, [from, from + n * len) of it: what a squeezed
 * cycle of the event's value alone comes to. */
struct pieces {
	struct pattern pattern;
	const struct pattern *in, *join;
	struct rat from, len;
	int64_t n;
};

/* A squeezed pattern counts its cycles from the event's place in its cycle, so
 * only where the cycle's begin falls on that grid is the event's begin one. */
static bool on_grid(const struct event *e, struct rat step)
{
	struct rat sam = rat_sam(e->whole.begin);

	return sam.num == 0 || rat_div(sam, step).den == 1;
}

static void add_pieces(struct query *q, const struct pieces *n,
		       const struct event *e, struct rat len,
		       struct events *out)
{
	struct rat step = rat_mul(len, n->len);
	struct event to = *e;

	to.whole.begin = rat_add(e->whole.begin, rat_mul(len, n->from));
	for (int64_t i = 0; i < n->n; i++) {
		to.whole.end =
		    i + 1 < n->n ? rat_add(to.whole.begin, step) : e->whole.end;
		if (span_intersect(to.whole, e->part, &to.part))
			*events_add(q, out) = to;
		else if (rat_le(e->part.end, to.whole.begin))
			break;
		to.whole.begin = to.whole.end;
	}
}

static void run_pieces(struct query *q, const struct pattern *p, struct span s,
		       struct events *out)
{
	const struct pieces *n = (const struct pieces *)p;
	struct events in = events_none();
	size_t i, from = out->n;

	pat_query(q, n->in, s, &in);
	for (i = 0; i < in.n; i++) {
		const struct event *e = &in.at[i];
		struct rat len = rat_sub(e->whole.end, e->whole.begin);

		if (e->analog || len.num <= 0 ||
		    !on_grid(e, n->n > 1 ? rat_mul(len, n->len) : len))
			break;
		add_pieces(q, n, e, len, out);
	}
	if (i < in.n) {
		out->n = from;
		pat_query(q, n->join, s, out);
	}
	events_drop(q, &in);
}

static const struct pattern *pieces(struct arena *a, const struct pattern *in,
				    const struct pattern *join, struct rat from,
				    struct rat len, int64_t n)
{
	struct pieces *p = NODE_NEW(a, struct pieces, run_pieces);

	p->pattern.steps = in->steps;
	p->in = in;
	p->join = join;
	p->from = from;
	p->len = len;
	p->n = n;
	return &p->pattern;
}

static const struct pattern *bind_ply(struct arena *a, const void *ctx,
				      struct value v)
{
	return pat_fast(a, *(const struct rat *)ctx, pat_pure(a, v));
}

static const struct pattern *do_ply(struct arena *a, struct value v,
				    const struct pattern *p)
{
	struct rat n = value_to_rat(v);
	const struct pattern *join = pat_bind(a, JOIN_SQUEEZE, bind_ply,
					      arena_copy(a, &n, sizeof(n)), p);

	if (n.den != 1 || n.num <= 0)
		return join;
	return pieces(a, p, join, RAT_ZERO, rat_inv(n), n.num);
}

static const struct pattern *bind_press(struct arena *a, const void *ctx,
					struct value v)
{
	return pat_compress_to(a, SPAN(*(const struct rat *)ctx, RAT_ONE),
			       pat_pure(a, v));
}

static const struct pattern *press(struct arena *a, struct rat by,
				   const struct pattern *p)
{
	const struct pattern *join = pat_bind(
	    a, JOIN_SQUEEZE, bind_press, arena_copy(a, &by, sizeof(by)), p);

	if (by.num < 0 || !rat_lt(by, RAT_ONE))
		return join;
	return pieces(a, p, join, by, rat_sub(RAT_ONE, by), 1);
}

static const struct pattern *do_press_by(struct arena *a, struct value v,
					 const struct pattern *p)
{
	return press(a, value_to_rat(v), p);
}

static const struct pattern *do_press(struct arena *a, const struct pattern *p)
{
	return press(a, RAT(1, 2), p);
}

static const struct param_op op_ply = {do_ply, PARAM_KEEP_STEPS};
static const struct param_op op_press_by = {do_press_by, PARAM_KEEP_STEPS};
static const struct param_0_op op_press = {do_press};

static const struct pattern *do_ply_with(struct arena *a, struct value v,
					 const struct fn *f,
					 const struct pattern *p)
{
	const struct pattern *all = p;

	for (double n = value_to_double(v); n > 1; n--)
		all = pat_overlay(a, p, fn_on_pat(a, f, all));
	return pat_spread_chords(a, all);
}

static const struct param_with_op op_ply_with = {do_ply_with, PARAM_JOIN};

/* --- Echoes --- */

static struct value build_stutter(const struct call *c)
{
	struct arena *a = c->arena;
	int64_t n = arg_int(c, 0);
	struct rat by = arg_rat(c, 1);
	const struct pattern *p = arg_pat(c, 2), **all;

	if (n < 0)
		n = 0;
	if (n > 1000000)
		arena_escape(a, ST_EVAL,
			     "stutter: more than 1000000 repetitions");
	all = arena_alloc(a, ((size_t)n + 1) * sizeof(struct pattern *));
	for (int64_t i = 0; i < n; i++)
		all[i] = pat_late(a, rat_mul(by, rat_int(i)), p);
	return value_pat(pat_stack(a, (size_t)n, all));
}

struct echo {
	const struct fn *f;
	const struct pattern *in;
};

static const struct pattern *bind_echo(struct arena *a, const void *ctx,
				       struct value v)
{
	const struct echo *e = ctx;
	int64_t n = value_to_int(v.list->at[0]);
	struct rat by = value_to_rat(v.list->at[1]);
	const struct pattern *all = e->in;

	for (; n > 1; n--)
		all = pat_overlay(a, fn_on_pat(a, e->f, pat_late(a, by, all)),
				  e->in);
	return all;
}

static struct value build_echo_with(const struct call *c)
{
	struct echo *e = ARENA_NEW(c->arena, struct echo);

	e->f = arg_fn(c, 2);
	e->in = arg_pat(c, 3);
	return value_pat(param_2_join(c->arena, FROM_LEFT, bind_echo, e,
				      arg_pat(c, 0), arg_pat(c, 1)));
}

/* --- Chosen places of a grid --- */

static const struct pattern *bind_beat(struct arena *a, const void *ctx,
				       struct value v)
{
	return pat_compress(a, *(const struct span *)ctx, pat_pure(a, v));
}

static const struct pattern *do_beat(struct arena *a, struct value v,
				     const struct pattern *p)
{
	struct rat of = value_to_rat(v.list->at[1]), at;
	struct span s;

	rat_quotient(a, RAT_ONE, of);
	at = rat_mod(value_to_rat(v.list->at[0]), of);
	s.begin = rat_div(at, of);
	s.end = rat_min(RAT_ONE, rat_div(rat_add(at, RAT_ONE), of));
	return pat_bind(a, JOIN_INNER, bind_beat, arena_copy(a, &s, sizeof(s)),
			p);
}

static const struct param_op op_beat = {do_beat, PARAM_SHORT};

/* --- Each event moved by an amount of its own --- */

struct moved {
	struct pattern pattern;
	const struct pattern *in;
	/* How much later an event is played; never more than most, nor less
	 * than -most. */
	struct rat (*later)(const struct moved *m, struct rat onset);
	struct rat amount, most;
	const signed char *grid; /* sixteen hundredths of a sixteenth */
};

static void run_moved(struct query *q, const struct pattern *p, struct span s,
		      struct events *out)
{
	const struct moved *m = (const struct moved *)p;
	size_t from = out->n, to = from;

	pat_query(q, m->in,
		  SPAN(rat_sub(s.begin, m->most), rat_add(s.end, m->most)),
		  out);
	for (size_t i = from; i < out->n; i++) {
		struct event e = out->at[i];

		if (!e.analog)
			event_shift(&e, m->later(m, e.whole.begin));
		if (span_intersect(e.part, s, &e.part))
			out->at[to++] = e;
	}
	out->n = to;
}

static const struct pattern *
moved(struct arena *a, const struct pattern *in,
      struct rat (*later)(const struct moved *, struct rat), struct rat amount,
      struct rat most, const signed char *grid)
{
	struct moved *m = ARENA_NEW(a, struct moved);

	m->pattern.run = run_moved;
	m->pattern.steps = in->steps;
	m->in = in;
	m->later = later;
	m->amount = amount;
	m->most = most.num < 0 ? rat_neg(most) : most;
	m->grid = grid;
	return &m->pattern;
}

/* A number of the onset alone, so that a chord stays together. */
static struct rat later_by_chance(const struct moved *m, struct rat onset)
{
	double x = random_at(rat_add(onset, RAT(7, 11)));

	return rat_mul(m->amount, rat_make((int64_t)(x * 256), 256));
}

static const struct pattern *do_humanize(struct arena *a, struct value v,
					 const struct pattern *p)
{
	struct rat amount = rat_simplest(value_to_double(v));

	return moved(a, p, later_by_chance, amount, amount, NULL);
}

static const struct param_op op_humanize = {do_humanize, PARAM_KEEP_STEPS};

/* How much later each sixteenth of a bar of four is played, in hundredths of a
 * sixteenth. */
struct groove {
	const char *names; /* separated by blanks */
	signed char later[16];
};

static const struct groove grooves[] = {
    {"mpc mpc_swing", {0, 16, 0, 16, 0, 16, 0, 16, 0, 16, 0, 16, 0, 16, 0, 16}},
    {"hiphop lazy_hiphop",
     {0, 22, 6, 26, 18, 24, 6, 26, 0, 22, 6, 26, 18, 24, 6, 26}},
    {"reggae reggae_one_drop one_drop",
     {0, 0, 14, 8, 4, 0, 14, 8, 6, 0, 14, 8, 4, 0, 14, 8}},
    {"jazz jazz_swing",
     {0, 0, 66, 33, 0, 0, 66, 33, 0, 0, 66, 33, 0, 0, 66, 33}},
    {"drunken drunk",
     {0, 30, -12, 24, 34, -8, 18, 40, -14, 28, 10, -18, 38, 6, 26, 44}},
};

static bool has_word(const char *words, const char *name)
{
	size_t n = strlen(name);

	for (const char *w = words; n && (w = strstr(w, name)); w += n)
		if ((w == words || w[-1] == ' ') && (!w[n] || w[n] == ' '))
			return true;
	return false;
}

static const struct groove *groove_find(struct arena *a, const char *name)
{
	for (size_t i = 0; i < sizeof(grooves) / sizeof(grooves[0]); i++)
		if (has_word(grooves[i].names, name))
			return &grooves[i];
	arena_escape(a, ST_EVAL,
		     "groove: no preset is called \"%s\"; there are mpc, "
		     "hiphop, reggae, jazz and drunken",
		     name);
}

static struct rat later_by_grid(const struct moved *m, struct rat onset)
{
	struct rat sixteenths = rat_mul(rat_frac(onset), RAT(16, 1));
	int64_t i = rat_floor(rat_add(sixteenths, RAT(1, 2)));

	return rat_mul(m->amount, RAT(m->grid[i & 15], 1600));
}

struct groove_call {
	struct rat amount;
	const struct pattern *in;
};

static const struct pattern *groove(struct arena *a, const char *name,
				    struct rat amount, const struct pattern *p)
{
	const struct groove *g = groove_find(a, name);

	return moved(a, p, later_by_grid, amount, rat_mul(amount, RAT(1, 16)),
		     g->later);
}

static const struct pattern *do_groove(struct arena *a, struct value v,
				       const struct pattern *p)
{
	return groove(a, v.kind == V_STR ? v.s : "", RAT_ONE, p);
}

static const struct pattern *do_groove_by(struct arena *a, struct value v,
					  const struct pattern *p)
{
	struct value name = v.list->at[1];
	double amount = value_to_double(v.list->at[0]);

	return groove(a, name.kind == V_STR ? name.s : "", rat_simplest(amount),
		      p);
}

static const struct param_op op_groove = {do_groove, PARAM_KEEP_STEPS};
static const struct param_op op_groove_by = {do_groove_by, PARAM_SHORT};

#define ON_PATTERN "Pattern a -> Pattern a"
#define WITH_FUNCTION "(Pattern a -> Pattern a) -> Pattern a -> Pattern a"

static const struct fn_row rows[] = {
    {"swingBy", "", "Pattern Time -> Pattern Time -> " ON_PATTERN,
     build_swing_by,
     "Cut the cycle in parts and play the second half of each later.",
     "swingBy (1/3) 4 $ s \"hh*8\"",
     "-1/24 1/12 {\"s\":\"hh\"}; 0 1/8 {\"s\":\"hh\"}; 5/24 1/3 "
     "{\"s\":\"hh\"}; 1/4 3/8 {\"s\":\"hh\"}; 11/24 7/12 {\"s\":\"hh\"}; 1/2 "
     "5/8 {\"s\":\"hh\"}; 17/24 5/6 {\"s\":\"hh\"}; 3/4 7/8 {\"s\":\"hh\"}; "
     "23/24 13/12 {\"s\":\"hh\"}",
     0, NULL},
    {"swing", "", "Pattern Time -> " ON_PATTERN, build_swing,
     "swingBy with a third of a part: a shuffle.", "swing 4 $ s \"hh*8\"",
     "-1/24 1/12 {\"s\":\"hh\"}; 0 1/8 {\"s\":\"hh\"}; 5/24 1/3 "
     "{\"s\":\"hh\"}; 1/4 3/8 {\"s\":\"hh\"}; 11/24 7/12 {\"s\":\"hh\"}; 1/2 "
     "5/8 {\"s\":\"hh\"}; 17/24 5/6 {\"s\":\"hh\"}; 3/4 7/8 {\"s\":\"hh\"}; "
     "23/24 13/12 {\"s\":\"hh\"}",
     0, NULL},
    {"ply", "", "Pattern Rational -> " ON_PATTERN, build_param,
     "Repeat each event a number of times within its own length.",
     "ply 3 $ s \"bd ~ sn cp\"",
     "0 1/12 {\"s\":\"bd\"}; 1/12 1/6 {\"s\":\"bd\"}; 1/6 1/4 {\"s\":\"bd\"}; "
     "1/2 7/12 {\"s\":\"sn\"}; 7/12 2/3 {\"s\":\"sn\"}; 2/3 3/4 "
     "{\"s\":\"sn\"}; 3/4 5/6 {\"s\":\"cp\"}; 5/6 11/12 {\"s\":\"cp\"}; 11/12 "
     "1 {\"s\":\"cp\"}",
     0, &op_ply},
    {"plyWith", "", "(Ord t, Num t) => Pattern t -> " WITH_FUNCTION,
     build_param_with,
     "ply, with a function applied once more to each repetition.",
     "plyWith 3 (|* gain 0.8) $ s \"bd sn\" # gain 1",
     "0 1/6 {\"gain\":1.0,\"s\":\"bd\"}; 1/6 1/3 {\"gain\":0.8,\"s\":\"bd\"}; "
     "1/3 1/2 {\"gain\":0.64,\"s\":\"bd\"}; 1/2 2/3 "
     "{\"gain\":1.0,\"s\":\"sn\"}; 2/3 5/6 {\"gain\":0.8,\"s\":\"sn\"}; 5/6 1 "
     "{\"gain\":0.64,\"s\":\"sn\"}",
     0, &op_ply_with},
    {"press", "", ON_PATTERN, build_param_0,
     "Push each event into the second half of its length.",
     "press $ s \"bd sn\"", "1/4 1/2 {\"s\":\"bd\"}; 3/4 1 {\"s\":\"sn\"}", 0,
     &op_press},
    {"pressBy", "", "Pattern Time -> " ON_PATTERN, build_param,
     "Push each event to a fraction of its length.",
     "pressBy 0.25 $ s \"bd sn\"",
     "1/8 1/2 {\"s\":\"bd\"}; 5/8 1 {\"s\":\"sn\"}", 0, &op_press_by},
    {"stutter", "", "(Integral i) => i -> Time -> " ON_PATTERN, build_stutter,
     "Repeat everything a number of times, a fixed time apart.",
     "stutter 3 (1/8) $ s \"bd sn\"",
     "-3/8 1/8 {\"s\":\"sn\"}; -1/4 1/4 {\"s\":\"sn\"}; 0 1/2 {\"s\":\"bd\"}; "
     "1/8 5/8 {\"s\":\"bd\"}; 1/4 3/4 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"sn\"}; "
     "5/8 9/8 {\"s\":\"sn\"}; 3/4 5/4 {\"s\":\"sn\"}",
     0, NULL},
    {"echoWith", "stutWith stut'",
     "Pattern Int -> Pattern Time -> " WITH_FUNCTION, build_echo_with,
     "Echoes, each with a function applied once more.",
     "echoWith 3 0.125 (|* gain 0.5) $ s \"bd\" # gain 1",
     "-7/8 1/8 {\"gain\":0.5,\"s\":\"bd\"}; -3/4 1/4 "
     "{\"gain\":0.25,\"s\":\"bd\"}; 0 1 {\"gain\":1.0,\"s\":\"bd\"}; 1/8 9/8 "
     "{\"gain\":0.5,\"s\":\"bd\"}; 1/4 5/4 {\"gain\":0.25,\"s\":\"bd\"}",
     0, NULL},
    {"beat", "", "Pattern Time -> Pattern Time -> " ON_PATTERN, build_param_2,
     "Play a pattern at chosen steps of a grid.", "beat \"0 2.5\" 4 $ s \"bd\"",
     "0 1/4 {\"s\":\"bd\"}; 5/8 7/8 {\"s\":\"bd\"}", 0, &op_beat},
    {"humanize", "", "Pattern Double -> " ON_PATTERN, build_param,
     "Play each event later by chance, by at most so many cycles.",
     "humanize 0.01 $ s \"bd sn hh cp\"",
     "-3187/12800 13/12800 {\"s\":\"cp\"}; 3/800 203/800 {\"s\":\"bd\"}; "
     "6569/25600 12969/25600 {\"s\":\"sn\"}; 521/1024 777/1024 {\"s\":\"hh\"}; "
     "3869/5120 5149/5120 {\"s\":\"cp\"}",
     0, &op_humanize},
    {"groove", "", "Pattern String -> " ON_PATTERN, build_param,
     "Move the sixteenths of the bar: mpc, hiphop, reggae, jazz, drunken.",
     "groove \"jazz\" $ s \"hh*8\"",
     "-67/800 33/800 {\"s\":\"hh\"}; 0 1/8 {\"s\":\"hh\"}; 133/800 233/800 "
     "{\"s\":\"hh\"}; 1/4 3/8 {\"s\":\"hh\"}; 333/800 433/800 {\"s\":\"hh\"}; "
     "1/2 5/8 {\"s\":\"hh\"}; 533/800 633/800 {\"s\":\"hh\"}; 3/4 7/8 "
     "{\"s\":\"hh\"}; 733/800 833/800 {\"s\":\"hh\"}",
     0, &op_groove},
    {"grooveBy", "", "Pattern Double -> Pattern String -> " ON_PATTERN,
     build_param_2, "groove by an amount: 0 is straight, 1 the preset.",
     "grooveBy 0.5 \"jazz\" $ s \"hh*8\"",
     "-167/1600 33/1600 {\"s\":\"hh\"}; 0 1/8 {\"s\":\"hh\"}; 233/1600 "
     "433/1600 {\"s\":\"hh\"}; 1/4 3/8 {\"s\":\"hh\"}; 633/1600 833/1600 "
     "{\"s\":\"hh\"}; 1/2 5/8 {\"s\":\"hh\"}; 1033/1600 1233/1600 "
     "{\"s\":\"hh\"}; 3/4 7/8 {\"s\":\"hh\"}; 1433/1600 1633/1600 "
     "{\"s\":\"hh\"}",
     0, &op_groove_by},
};

const struct fn_family fn_family_rhythm = {"rhythm", "Rhythm", rows,
					   sizeof(rows) / sizeof(rows[0])};
