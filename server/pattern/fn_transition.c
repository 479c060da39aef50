/* From one pattern of a slot to the next. A transition is a function of the
 * moment and of the slot's patterns, the newest first; the slot plays what it
 * gives from then on. Semantics are TidalCycles'. */
#include "base/random.h"
#include "pattern/controls.h"
#include "pattern/family.h"
#include "pattern/param.h"

#include <math.h>

/* The history: the new pattern and the one before. */
struct change {
	struct arena *a;
	struct rat now;
	size_t n;
	const struct pattern *to, *from; /* NULL where there is none */
	const struct list *all;
};

/* Its last two arguments are the moment and the history. */
static struct change change_args(const struct call *c, int i)
{
	const struct list *l = arg_list(c, i + 1);
	struct change ch = {.a = c->arena, .now = arg_rat(c, i), .all = l};

	ch.n = l->n;
	ch.to = l->n ? value_to_pat(c->arena, l->at[0]) : pat_silence();
	ch.from = l->n > 1 ? value_to_pat(c->arena, l->at[1]) : NULL;
	return ch;
}

/* --- Events by when they begin --- */

struct when_node {
	struct pattern pattern;
	const struct pattern *in;
	struct rat from, until;
	bool open;  /* until is no end */
	bool start; /* from is no begin */
};

static void run_between(struct query *q, const struct pattern *p, struct span s,
			struct events *out)
{
	const struct when_node *w = (const struct when_node *)p;
	size_t i = out->n, n = i;

	pat_query(q, w->in, s, out);
	for (; i < out->n; i++) {
		struct rat begin = event_whole_or_part(&out->at[i]).begin;

		if ((w->start || rat_le(w->from, begin)) &&
		    (w->open || rat_lt(begin, w->until)))
			out->at[n++] = out->at[i];
	}
	out->n = n;
}

static struct when_node *when_node(struct arena *a, const struct pattern *p)
{
	struct when_node *w = ARENA_NEW(a, struct when_node);

	w->pattern.run = run_between;
	w->pattern.steps = p->steps;
	w->in = p;
	w->open = w->start = true;
	return w;
}

static const struct pattern *since(struct arena *a, struct rat from,
				   const struct pattern *p)
{
	struct when_node *w = when_node(a, p);

	w->from = from;
	w->start = false;
	return &w->pattern;
}

static const struct pattern *before(struct arena *a, struct rat until,
				    const struct pattern *p)
{
	struct when_node *w = when_node(a, p);

	w->until = until;
	w->open = false;
	return &w->pattern;
}

static const struct pattern *between(struct arena *a, struct rat from,
				     struct rat until, const struct pattern *p)
{
	return before(a, until, since(a, from, p));
}

/* --- Curves that begin at a moment --- */

/* 0 to 1 over the first cycle. */
static double ramp(struct rat t)
{
	double x = rat_to_double(t);

	return x < 0 ? 0 : x > 1 ? 1 : x;
}

static double down(struct rat t)
{
	return 1 - ramp(t);
}

static double equal_power_down(struct rat t)
{
	return sqrt(sin(acos(-1) / 2 * down(t)));
}

static double equal_power_up(struct rat t)
{
	return sqrt(cos(acos(-1) / 2 * down(t)));
}

typedef double curve_fn(struct rat t);

struct curve {
	curve_fn *fn;
};

static struct value curve_at(struct arena *a, const void *ctx, struct span s)
{
	const struct curve *c = ctx;

	(void)a;
	return value_float(c->fn(s.begin));
}

static const struct pattern *curve(struct arena *a, curve_fn *fn,
				   struct rat now, struct rat cycles)
{
	struct curve *c = ARENA_NEW(a, struct curve);

	c->fn = fn;
	return pat_late(a, now,
			pat_slow(a, cycles, pat_signal(a, curve_at, c)));
}

/* --- Fades --- */

static bool keep_event(struct query *q, const void *ctx, struct event *e)
{
	(void)q;
	return random_at(event_whole_or_part(e).begin) >= *(const double *)ctx;
}

static const struct pattern *thin(struct arena *a, const void *ctx,
				  struct value v)
{
	double *amount = ARENA_NEW(a, double);

	*amount = value_to_double(v);
	return pat_map_events(a, keep_event, amount, ctx);
}

/* Fewer and fewer events from a moment on, or (curve: down) more and more. */
static const struct pattern *fade(struct arena *a, curve_fn *fn, struct rat now,
				  struct rat cycles, const struct pattern *p)
{
	return param_join(a, JOIN_INNER, thin, p, curve(a, fn, now, cycles));
}

static const struct pattern *with_gain(struct arena *a, curve_fn *fn,
				       struct rat now, struct rat cycles,
				       const struct pattern *p)
{
	return pat_control_by(a, OP_MUL, p, CONTROL_ID_gain,
			      curve(a, fn, now, cycles));
}

/* --- The transitions --- */

static const struct pattern *xfade_in(const struct change *ch, struct rat t)
{
	if (!ch->from)
		return ch->to;
	return pat_overlay(
	    ch->a, with_gain(ch->a, equal_power_up, ch->now, t, ch->to),
	    with_gain(ch->a, equal_power_down, ch->now, t, ch->from));
}

static const struct pattern *clutch_in(const struct change *ch, struct rat t)
{
	if (!ch->from)
		return ch->to;
	return pat_overlay(ch->a, fade(ch->a, ramp, ch->now, t, ch->from),
			   fade(ch->a, down, ch->now, t, ch->to));
}

/* The old pattern through `out` for a while, the new one through `in`. */
struct washing {
	const struct pattern *(*out)(struct arena *a, const void *ctx,
				     const struct pattern *p);
	const void *out_ctx;
	const struct pattern *(*in)(struct arena *a, const void *ctx,
				    const struct pattern *p);
	const void *in_ctx;
	struct rat delay, dur_in, dur_out;
};

static const struct pattern *wash(const struct change *ch,
				  const struct washing *w)
{
	struct arena *a = ch->a;
	struct rat begin = rat_add(ch->now, w->delay);
	struct rat turn = rat_add(begin, w->dur_in);
	struct rat end = rat_add(turn, w->dur_out);
	const struct pattern *parts[4];

	if (!ch->from)
		return ch->to;
	parts[0] = before(a, begin, ch->from);
	parts[1] = between(a, begin, turn, w->out(a, w->out_ctx, ch->from));
	parts[2] = between(a, turn, end, w->in(a, w->in_ctx, ch->to));
	parts[3] = since(a, end, ch->to);
	return pat_stack(a, 4, parts);
}

static const struct pattern *unchanged(struct arena *a, const void *ctx,
				       const struct pattern *p)
{
	(void)a;
	(void)ctx;
	return p;
}

static const struct pattern *through_fn(struct arena *a, const void *ctx,
					const struct pattern *p)
{
	return fn_on_pat(a, ctx, p);
}

static const struct pattern *
wash_in(const struct change *ch,
	const struct pattern *(*out)(struct arena *a, const void *ctx,
				     const struct pattern *p),
	const void *ctx, struct rat t)
{
	struct washing w = {out, ctx, unchanged, NULL, RAT_ZERO, t, RAT_ZERO};

	return wash(ch, &w);
}

static const struct pattern *jump_in(const struct change *ch, struct rat after)
{
	struct washing w = {unchanged, NULL,	 unchanged, NULL,
			    after,     RAT_ZERO, RAT_ZERO};

	return wash(ch, &w);
}

/* n whole cycles after the one that plays. */
static const struct pattern *jump_in_whole(const struct change *ch, int64_t n)
{
	struct rat next = rat_sub(rat_next_sam(ch->now), ch->now);

	return jump_in(ch, rat_add(next, rat_int(n)));
}

static const struct pattern *stut_bind(struct arena *a, const void *ctx,
				       struct value v)
{
	return pat_stut(a, 8, 0.2, value_to_rat(v), ctx);
}

struct tension {
	struct rat now, cycles;
};

static struct value to_rat(struct arena *a, const void *ctx, struct value v)
{
	(void)a;
	(void)ctx;
	return value_rat(rat_from_double(v.f));
}

static const struct pattern *tension(struct arena *a, const void *ctx,
				     const struct pattern *p)
{
	const struct tension *t = ctx;
	const struct pattern *times =
	    pat_map(a, to_rat, NULL, curve(a, down, t->now, t->cycles));

	return param_join(a, JOIN_INNER, stut_bind, p, times);
}

static const struct pattern *anticipate_in(const struct change *ch,
					   struct rat cycles)
{
	struct tension *t = ARENA_NEW(ch->a, struct tension);

	t->now = ch->now;
	t->cycles = cycles;
	return wash_in(ch, tension, t, cycles);
}

/* --- interpolate: numbers move from the old to the new --- */

static struct value mix_numbers(struct value to, struct value from, double x)
{
	double y;

	if (!value_is_number(to) || !value_is_number(from) ||
	    to.kind == V_RAT || from.kind == V_RAT ||
	    (to.kind == V_INT && from.kind == V_NOTE) ||
	    (to.kind == V_NOTE && from.kind == V_INT))
		return to;
	y = value_to_double(to) * x + value_to_double(from) * (1 - x);
	if (to.kind == V_INT && from.kind == V_INT)
		return value_int((int64_t)floor(y));
	if (to.kind == V_NOTE || from.kind == V_NOTE)
		return value_note(y);
	return value_float(y);
}

static struct value mix_maps(struct arena *a, const void *ctx,
			     struct value both, struct value by)
{
	const struct map *from = both.list->at[0].map;
	const struct map *to = both.list->at[1].map;
	struct map *m = map_new(a, from->n + to->n);
	size_t i = 0, j = 0, n = 0;

	(void)ctx;
	while (i < from->n || j < to->n) {
		int c = i == from->n ? 1
			: j == to->n
			    ? -1
			    : control_cmp(from->at[i].key, to->at[j].key);
		struct map_entry *e = &m->at[n++];

		*e = c < 0 ? from->at[i] : to->at[j];
		if (c == 0)
			e->value =
			    mix_numbers(e->value, from->at[i].value, by.f);
		i += c <= 0;
		j += c >= 0;
	}
	m->n = n;
	return value_map(m);
}

static const struct pattern *interpolate_in(const struct change *ch,
					    struct rat cycles)
{
	struct arena *a = ch->a;

	if (!ch->from)
		return ch->to;
	return pat_app(a, FROM_LEFT, mix_maps, NULL,
		       param_pair(a, FROM_RIGHT, ch->from, ch->to),
		       curve(a, ramp, ch->now, cycles));
}

/* --- Rows by shape --- */

/* now, history; and a length of its own that is not asked for. */
struct timed {
	const struct pattern *(*fn)(const struct change *ch, struct rat t);
	struct rat cycles;
};

static struct value build_at_once(const struct call *c)
{
	const struct timed *t = c->row->aux;
	struct change ch = change_args(c, 0);

	return value_pat(t->fn(&ch, t->cycles));
}

static struct value build_in(const struct call *c)
{
	const struct timed *t = c->row->aux;
	struct change ch = change_args(c, 1);

	return value_pat(t->fn(&ch, arg_rat(c, 0)));
}

static const struct timed op_xfade = {xfade_in, {2, 1}},
			  op_clutch = {clutch_in, {2, 1}},
			  op_interpolate = {interpolate_in, {4, 1}},
			  op_anticipate = {anticipate_in, {8, 1}},
			  op_jump = {jump_in, {0, 1}};

static struct value build_wash(const struct call *c)
{
	struct change ch = change_args(c, 5);
	struct washing w = {through_fn,	  arg_fn(c, 0),	 through_fn,
			    arg_fn(c, 1), arg_rat(c, 2), arg_rat(c, 3),
			    arg_rat(c, 4)};

	return value_pat(wash(&ch, &w));
}

static struct value build_wash_in(const struct call *c)
{
	struct change ch = change_args(c, 2);

	return value_pat(wash_in(&ch, through_fn, arg_fn(c, 0), arg_rat(c, 1)));
}

static struct value build_jump_in(const struct call *c)
{
	struct change ch = change_args(c, 1);

	return value_pat(jump_in_whole(&ch, arg_int(c, 0)));
}

static struct value jump_mod(const struct call *c, const struct change *ch,
			     int64_t plus)
{
	int64_t n = arg_int(c, 0);
	int64_t rest = int_mod(c->arena, rat_floor(ch->now), n);

	return value_pat(jump_in_whole(ch, n - 1 - rest + plus));
}

static struct value build_jump_mod(const struct call *c)
{
	struct change ch = change_args(c, 1);

	return jump_mod(c, &ch, 0);
}

static struct value build_jump_mod_plus(const struct call *c)
{
	struct change ch = change_args(c, 2);

	return jump_mod(c, &ch, arg_int(c, 1));
}

static struct rat after_waiting(struct rat now, struct rat t)
{
	return rat_next_sam(rat_sub(rat_add(now, t), RAT_ONE));
}

static struct value build_wait(const struct call *c)
{
	struct change ch = change_args(c, 1);

	return value_pat(
	    since(c->arena, after_waiting(ch.now, arg_rat(c, 0)), ch.to));
}

static struct value build_wait_then(const struct call *c)
{
	struct change ch = change_args(c, 2);
	struct rat t = arg_rat(c, 1);
	struct value v;

	if (!ch.n)
		return value_pat(pat_silence());
	v = fn_call(c->arena, arg_fn(c, 0), value_rat(rat_add(ch.now, t)));
	v = fn_call(c->arena, v.fn, value_list(ch.all));
	return value_pat(since(c->arena, after_waiting(ch.now, t), v.pat));
}

static struct value build_mortal(const struct call *c)
{
	struct change ch = change_args(c, 2);
	struct rat end = rat_add(ch.now, arg_rat(c, 0));
	const struct pattern *fading =
	    fade(c->arena, ramp, end, arg_rat(c, 1), ch.to);

	return value_pat(pat_overlay(c->arena, before(c->arena, end, ch.to),
				     since(c->arena, end, fading)));
}

static struct value build_mortal_overlay(const struct call *c)
{
	struct change ch = change_args(c, 1);
	struct rat t = arg_rat(c, 0), begin;
	int64_t rest;

	if (!ch.n)
		return value_pat(pat_silence());
	rest = int_mod(c->arena, rat_floor(ch.now), rat_floor(t));
	begin = rat_add(rat_sam(rat_sub(ch.now, rat_int(rest))), rat_sam(t));
	return value_pat(pat_overlay(
	    c->arena, ch.from ? ch.from : pat_silence(),
	    pat_play_for(c->arena, SPAN(begin, rat_add(begin, t)), ch.to)));
}

static struct value build_histpan(const struct call *c)
{
	struct change ch = change_args(c, 1);
	int64_t most = arg_int(c, 0);
	size_t n = most < 0 ? 0 : (uint64_t)most < ch.n ? (size_t)most : ch.n;
	const struct pattern **p =
	    ARENA_ARRAY(c->arena, const struct pattern *, n + 1);

	for (size_t i = 0; i < n; i++)
		p[i] = pat_control_op(c->arena, OP_SET,
				      value_to_pat(c->arena, ch.all->at[i]),
				      CONTROL_ID_pan, (double)i / (double)n);
	return value_pat(pat_stack(c->arena, n, p));
}

/* --- Rows --- */

#define HISTORY "Time -> [ControlPattern] -> ControlPattern"
#define ANY_HISTORY "Time -> [Pattern a] -> Pattern a"
#define EXAMPLE(text) text " 0 [s \"new*2\", s \"old*2\"]"

static const struct fn_row rows[] = {
    {"xfade", "", HISTORY, build_at_once,
     "Fade from the old pattern to the new one, over two cycles.",
     EXAMPLE("xfade"),
     "0 1/2 {\"gain\":1.0,\"s\":\"old\"}; 0 1/2 "
     "{\"gain\":7.82511e-09,\"s\":\"new\"}; 1/2 1 "
     "{\"gain\":0.618614,\"s\":\"new\"}; 1/2 1 "
     "{\"gain\":0.961187,\"s\":\"old\"}",
     0, &op_xfade},
    {"xfadeIn", "", "Time -> " HISTORY, build_in,
     "Fade from the old pattern to the new one, over a number of cycles.",
     EXAMPLE("xfadeIn 2"),
     "0 1/2 {\"gain\":1.0,\"s\":\"old\"}; 0 1/2 "
     "{\"gain\":7.82511e-09,\"s\":\"new\"}; 1/2 1 "
     "{\"gain\":0.618614,\"s\":\"new\"}; 1/2 1 "
     "{\"gain\":0.961187,\"s\":\"old\"}",
     0, &op_xfade},
    {"histpan", "", "Int -> " HISTORY, build_histpan,
     "The last patterns of the slot side by side, from left to right.",
     EXAMPLE("histpan 2"),
     "0 1/2 {\"pan\":0.0,\"s\":\"new\"}; 0 1/2 {\"pan\":0.5,\"s\":\"old\"}; "
     "1/2 1 {\"pan\":0.0,\"s\":\"new\"}; 1/2 1 {\"pan\":0.5,\"s\":\"old\"}",
     0, NULL},
    {"wait", "", "Time -> " HISTORY, build_wait,
     "Silence for a number of cycles, then the new pattern.", EXAMPLE("wait 1"),
     "", 0, NULL},
    {"waitT", "", "(" HISTORY ") -> Time -> " HISTORY, build_wait_then,
     "Silence for a number of cycles, then a transition.",
     EXAMPLE("waitT (xfadeIn 2) 1"), "", 0, NULL},
    {"jump", "", HISTORY, build_at_once, "The new pattern at once.",
     EXAMPLE("jump"), "0 1/2 {\"s\":\"new\"}; 1/2 1 {\"s\":\"new\"}", 0,
     &op_jump},
    {"jumpIn", "", "Int -> " HISTORY, build_in,
     "The new pattern after a number of cycles.", EXAMPLE("jumpIn 1"),
     "0 1/2 {\"s\":\"old\"}; 1/2 1 {\"s\":\"old\"}", 0, &op_jump},
    {"jumpIn'", "", "Int -> " HISTORY, build_jump_in,
     "The new pattern at a cycle's begin, after a number of cycles.",
     EXAMPLE("jumpIn' 1"), "0 1/2 {\"s\":\"old\"}; 1/2 1 {\"s\":\"old\"}", 0,
     NULL},
    {"jumpMod", "", "Int -> " HISTORY, build_jump_mod,
     "The new pattern at the next cycle that is a multiple of the number.",
     EXAMPLE("jumpMod 4"), "0 1/2 {\"s\":\"old\"}; 1/2 1 {\"s\":\"old\"}", 0,
     NULL},
    {"jumpMod'", "", "Int -> Int -> " HISTORY, build_jump_mod_plus,
     "jumpMod, later by a number of cycles.", EXAMPLE("jumpMod' 4 1"),
     "0 1/2 {\"s\":\"old\"}; 1/2 1 {\"s\":\"old\"}", 0, NULL},
    {"mortal", "", "Time -> Time -> " HISTORY, build_mortal,
     "Play the new pattern for a while, then thin it out to silence.",
     EXAMPLE("mortal 1 1"), "0 1/2 {\"s\":\"new\"}; 1/2 1 {\"s\":\"new\"}",
     FN_QUERY_DEPENDENT, NULL},
    {"mortalOverlay", "", "Time -> " ANY_HISTORY, build_mortal_overlay,
     "Play the new pattern on top of the old one for a number of cycles.",
     EXAMPLE("mortalOverlay 1"), "0 1/2 {\"s\":\"old\"}; 1/2 1 {\"s\":\"old\"}",
     0, NULL},
    {"interpolate", "", HISTORY, build_at_once,
     "Move the numbers of the old pattern to those of the new, over four "
     "cycles.",
     EXAMPLE("interpolate"), "0 1/2 {\"s\":\"new\"}; 1/2 1 {\"s\":\"new\"}", 0,
     &op_interpolate},
    {"interpolateIn", "", "Time -> " HISTORY, build_in,
     "Move the numbers of the old pattern to those of the new.",
     EXAMPLE("interpolateIn 2"), "0 1/2 {\"s\":\"new\"}; 1/2 1 {\"s\":\"new\"}",
     0, &op_interpolate},
    {"clutch", "", ANY_HISTORY, build_at_once,
     "Drop more and more events of the old pattern and fewer of the new, over "
     "two cycles.",
     EXAMPLE("clutch"), "0 1/2 {\"s\":\"old\"}; 1/2 1 {\"s\":\"old\"}",
     FN_QUERY_DEPENDENT, &op_clutch},
    {"clutchIn", "", "Time -> " ANY_HISTORY, build_in,
     "clutch, over a number of cycles.", EXAMPLE("clutchIn 2"),
     "0 1/2 {\"s\":\"old\"}; 1/2 1 {\"s\":\"old\"}", FN_QUERY_DEPENDENT,
     &op_clutch},
    {"anticipate", "", HISTORY, build_at_once,
     "Build up tension with echoes, then drop into the new pattern, over eight "
     "cycles.",
     EXAMPLE("anticipate"),
     "0 1/2 {\"gain\":0.3,\"s\":\"old\"}; 0 1/2 {\"gain\":0.4,\"s\":\"old\"}; "
     "0 1/2 {\"gain\":0.5,\"s\":\"old\"}; 0 1/2 {\"gain\":0.6,\"s\":\"old\"}; "
     "0 1/2 {\"gain\":0.7,\"s\":\"old\"}; 0 1/2 {\"gain\":0.8,\"s\":\"old\"}; "
     "0 1/2 {\"gain\":0.9,\"s\":\"old\"}; 0 1/2 {\"s\":\"old\"}; 1/2 1 "
     "{\"gain\":0.3,\"s\":\"old\"}; 1/2 1 {\"gain\":0.4,\"s\":\"old\"}; 1/2 1 "
     "{\"gain\":0.5,\"s\":\"old\"}; 1/2 1 {\"gain\":0.6,\"s\":\"old\"}; 1/2 1 "
     "{\"gain\":0.7,\"s\":\"old\"}; 1/2 1 {\"gain\":0.8,\"s\":\"old\"}; 1/2 1 "
     "{\"gain\":0.9,\"s\":\"old\"}; 1/2 1 {\"s\":\"old\"}",
     FN_QUERY_DEPENDENT, &op_anticipate},
    {"anticipateIn", "", "Time -> " HISTORY, build_in,
     "anticipate, over a number of cycles.", EXAMPLE("anticipateIn 2"),
     "0 1/2 {\"gain\":0.3,\"s\":\"old\"}; 0 1/2 {\"gain\":0.4,\"s\":\"old\"}; "
     "0 1/2 {\"gain\":0.5,\"s\":\"old\"}; 0 1/2 {\"gain\":0.6,\"s\":\"old\"}; "
     "0 1/2 {\"gain\":0.7,\"s\":\"old\"}; 0 1/2 {\"gain\":0.8,\"s\":\"old\"}; "
     "0 1/2 {\"gain\":0.9,\"s\":\"old\"}; 0 1/2 {\"s\":\"old\"}; 1/2 1 "
     "{\"gain\":0.3,\"s\":\"old\"}; 1/2 1 {\"gain\":0.4,\"s\":\"old\"}; 1/2 1 "
     "{\"gain\":0.5,\"s\":\"old\"}; 1/2 1 {\"gain\":0.6,\"s\":\"old\"}; 1/2 1 "
     "{\"gain\":0.7,\"s\":\"old\"}; 1/2 1 {\"gain\":0.8,\"s\":\"old\"}; 1/2 1 "
     "{\"gain\":0.9,\"s\":\"old\"}; 1/2 1 {\"s\":\"old\"}",
     FN_QUERY_DEPENDENT, &op_anticipate},
    {"wash", "",
     "(Pattern a -> Pattern a) -> (Pattern a -> Pattern a) -> Time -> Time -> "
     "Time -> " ANY_HISTORY,
     build_wash,
     "The old pattern through a function, then the new one through another; "
     "delay, length of the first, length of the second.",
     EXAMPLE("wash (fast 2) rev 0 1 1"),
     "0 1/4 {\"s\":\"old\"}; 1/4 1/2 {\"s\":\"old\"}; 1/2 3/4 {\"s\":\"old\"}; "
     "3/4 1 {\"s\":\"old\"}",
     0, NULL},
    {"washIn", "", "(Pattern a -> Pattern a) -> Time -> " ANY_HISTORY,
     build_wash_in,
     "The old pattern through a function for some cycles, then the new one.",
     EXAMPLE("washIn (fast 2) 1"),
     "0 1/4 {\"s\":\"old\"}; 1/4 1/2 {\"s\":\"old\"}; 1/2 3/4 {\"s\":\"old\"}; "
     "3/4 1 {\"s\":\"old\"}",
     0, NULL},
};

const struct fn_family fn_family_transition = {
    "transition", "Transitions", rows, sizeof(rows) / sizeof(rows[0])};
