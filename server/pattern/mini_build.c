#include "pattern/mini_tree.h"

#include <math.h>
#include <string.h>
#include "base/random.h"
#include "pattern/chord.h"
#include "pattern/context.h"
#include "pattern/family.h"
#include "pattern/flat.h"
#include "pattern/node.h"

/* --- Places --- */

/* Line and column as Tidal's parser counts them: characters, and a tab goes to
 * the next multiple of eight. */
static void place_of(const struct mini *m, size_t pos, int *line, int *column)
{
	*line = 1;
	*column = (int)pos + 1;
	if (m->plain)
		return;
	*column = 1;
	for (size_t i = 0; i < pos && i < m->len; i++) {
		unsigned char c = (unsigned char)m->s[i];

		if (c == '\n') {
			(*line)++;
			*column = 1;
		} else if (c == '\t') {
			*column += 8 - (*column - 1) % 8;
		} else if ((c & 0xc0) != 0x80) {
			(*column)++;
		}
	}
}

static const struct context *context_of(const struct mini *m,
					const struct tpat *t)
{
	struct text_span at = {m->at + t->from, m->at + t->to};
	int line, column, end_line, end_column;

	if (!t->placed)
		return NULL;
	place_of(m, t->from, &line, &column);
	place_of(m, t->to, &end_line, &end_column);
	return context_at(m->arena, at, line, column, end_line, end_column);
}

static enum value_kind kind_of(int type)
{
	static const enum value_kind kinds[] = {
	    [MINI_DOUBLE] = V_FLOAT, [MINI_NOTE] = V_NOTE,
	    [MINI_INT] = V_INT,	     [MINI_RATIONAL] = V_RAT,
	    [MINI_STRING] = V_STR,   [MINI_BOOL] = V_BOOL,
	    [MINI_CHAR] = V_CHAR,    [MINI_FREQUENCY] = V_FLOAT,
	    [MINI_MODIFIER] = V_LIST};

	return kinds[type];
}

/* --- Sequences --- */

struct sized {
	size_t n, cap;
	struct rat total;
	struct rat *weight;
	const struct pattern **p;
};

static size_t count_steps(struct mini *m, const struct tpat *seq)
{
	size_t n = 0;

	for (size_t i = 0; i < seq->n; i++) {
		const struct tpat *t = seq->list[i];

		n += t->kind != T_REPEAT ? 1
		     : t->count > 0	 ? (size_t)t->count
					 : 0;
		if (n > MINI_STEPS)
			arena_escape(m->arena, ST_EVAL,
				     "a sequence has at most %d steps",
				     MINI_STEPS);
	}
	return n;
}

static void add_step(struct sized *s, struct rat weight,
		     const struct pattern *p)
{
	s->weight[s->n] = weight;
	s->p[s->n++] = p;
	s->total = rat_add(s->total, weight);
}

/* The steps of a sequence with their weights, repeats written out. */
static struct sized resolve_steps(struct mini *m, const struct tpat *seq)
{
	size_t n = count_steps(m, seq);
	struct sized s = {.total = RAT_ZERO};

	s.weight = ARENA_ARRAY(m->arena, struct rat, n + 1);
	s.p = ARENA_ARRAY(m->arena, const struct pattern *, n + 1);
	for (size_t i = 0; i < seq->n; i++) {
		const struct tpat *t = seq->list[i];

		arena_step(m->arena);
		if (t->kind == T_ELONGATE) {
			add_step(&s, t->weight, mini_build(m, t->a));
		} else if (t->kind == T_REPEAT) {
			const struct pattern *p =
			    t->count > 0 ? mini_build(m, t->a) : NULL;

			for (int64_t k = 0; k < t->count; k++)
				add_step(&s, RAT_ONE, p);
		} else {
			add_step(&s, RAT_ONE, mini_build(m, t));
		}
	}
	return s;
}

/* A sequence with its size; anything else counts as one step. */
static const struct pattern *build_sized(struct mini *m, const struct tpat *t,
					 struct rat *size)
{
	struct sized s;

	*size = RAT_ONE;
	if (t->kind != T_SEQ)
		return mini_build(m, t);
	s = resolve_steps(m, t);
	*size = s.total;
	if (s.n == 0)
		return pat_with_steps(m->arena, RAT_ZERO, pat_silence());
	return pat_timecat(m->arena, s.n, s.weight, s.p);
}

static const struct pattern **build_list(struct mini *m, const struct tpat *t)
{
	const struct pattern **p =
	    ARENA_ARRAY(m->arena, const struct pattern *, t->n + 1);

	for (size_t i = 0; i < t->n; i++)
		p[i] = mini_build(m, t->list[i]);
	return p;
}

/* --- Rates --- */

static const struct pattern *bind_fast(struct arena *a, const void *ctx,
				       struct value v)
{
	return pat_fast(a, v.r, ctx);
}

static const struct pattern *bind_slow(struct arena *a, const void *ctx,
				       struct value v)
{
	return pat_slow(a, v.r, ctx);
}

static const struct pattern *fast_by(struct arena *a, const struct pattern *by,
				     const struct pattern *p)
{
	return pat_with_steps(a, p->steps, pat_param(a, bind_fast, p, by));
}

static struct value divide(struct arena *a, const void *ctx, struct value v)
{
	(void)a;
	return value_rat(rat_div(v.r, *(const struct rat *)ctx));
}

static const struct pattern *build_poly(struct mini *m, const struct tpat *t)
{
	struct arena *a = m->arena;
	const struct pattern **p =
	    ARENA_ARRAY(a, const struct pattern *, t->n + 1);
	struct rat *size = ARENA_ARRAY(a, struct rat, t->n + 1);
	const struct pattern *rate;

	for (size_t i = 0; i < t->n; i++) {
		p[i] = build_sized(m, t->list[i], &size[i]);
		if (!size[i].num)
			arena_escape(a, ST_EVAL,
				     "there is nothing in these brackets: %s",
				     t->b && !t->b->placed ? "<>" : "{}");
	}
	rate = t->b ? mini_build(m, t->b) : pat_pure(a, value_rat(size[0]));
	for (size_t i = 0; i < t->n; i++)
		p[i] = fast_by(a, pat_map(a, divide, &size[i], rate), p[i]);
	return pat_stack(a, t->n, p);
}

/* --- Chance --- */

struct chance {
	struct rat shift; /* of the random numbers, for this construct */
	double amount;
	size_t n;
	const struct pattern **choices;
};

static struct chance *chance_new(struct mini *m, const struct tpat *t)
{
	struct chance *c = ARENA_NEW(m->arena, struct chance);

	c->shift = rat_make(t->seed, 10000);
	c->amount = t->amount;
	return c;
}

static bool survives(const void *ctx, struct rat begin)
{
	const struct chance *c = ctx;

	return random_at(rat_add(begin, c->shift)) >= c->amount;
}

static struct value pick(struct arena *a, const void *ctx, struct span s)
{
	const struct chance *c = ctx;
	double r = random_at(rat_add(s.begin, c->shift));

	(void)a;
	return value_pat(c->choices[(size_t)(r * (double)c->n)]);
}

static const struct pattern *build_choice(struct mini *m, const struct tpat *t)
{
	struct arena *a = m->arena;
	struct chance *c = chance_new(m, t);

	c->n = t->n;
	c->choices = build_list(m, t);
	return pat_bind(a, JOIN_MIX, NULL, NULL,
			pat_segment(a, RAT_ONE, pat_signal(a, pick, c)));
}

/* --- Ranges --- */

/* How many steps Haskell's [a ..b] has: fractions go up to half a step beyond
 * the end. */
static size_t run_length(struct arena *a, struct value x, struct value y)
{
	double n;

	if (x.kind == V_INT)
		n = (double)y.i - (double)x.i + 1;
	else if (x.kind == V_CHAR)
		n = (double)y.c - (double)x.c + 1;
	else if (x.kind == V_RAT)
		n = (double)rat_floor(rat_add(rat_sub(y.r, x.r), RAT(1, 2))) +
		    1;
	else
		n = floor(y.f + 0.5 - x.f) + 1;
	if (!(n <= MINI_STEPS))
		arena_escape(a, ST_EVAL, "a range has at most %d steps",
			     MINI_STEPS);
	return n < 1 ? 0 : (size_t)n;
}

static struct value run_value(struct value x, size_t i)
{
	switch (x.kind) {
	case V_INT:
		return value_int(x.i + (int64_t)i);
	case V_CHAR:
		return value_char(x.c + (uint32_t)i);
	case V_RAT:
		return value_rat(rat_add(x.r, rat_int((int64_t)i)));
	default:
		x.f += (double)i;
		return x;
	}
}

static bool counts(struct value v)
{
	return value_is_number(v) || v.kind == V_CHAR;
}

static struct value enumerate(struct arena *a, const void *ctx, struct value x,
			      struct value y)
{
	bool down = counts(x) && value_cmp(x, y) > 0;
	struct value low = down ? y : x;
	size_t n = counts(x) ? run_length(a, low, down ? x : y) : 2;
	const struct pattern **p =
	    ARENA_ARRAY(a, const struct pattern *, n + 1);

	(void)ctx;
	for (size_t i = 0; i < n; i++) {
		struct value v = counts(x) ? run_value(low, i) : i ? y : x;

		arena_step(a);
		p[down ? n - 1 - i : i] = pat_pure(a, v);
	}
	return value_pat(pat_fastcat(a, n, p));
}

static const struct pattern *build_range(struct mini *m, const struct tpat *t)
{
	const struct pattern *from = mini_build(m, t->a);
	const struct pattern *to = mini_build(m, t->b);

	return pat_bind(
	    m->arena, JOIN_MIX, NULL, NULL,
	    pat_app(m->arena, FROM_BOTH, enumerate, NULL, from, to));
}

/* --- Chords --- */

struct chord_ctx {
	const struct pattern *name;
	const struct pattern **turns;
	size_t n;
	bool hz; /* notes are frequencies */
};

/* A chord on its way: the notes so far and how many modifiers are applied. */
struct chord_state {
	const struct chord_ctx *ctx;
	size_t at;
	struct value root;
	size_t n;
	const double *notes; /* with the root added */
};

static double root_note(const struct chord_state *s)
{
	if (s->ctx->hz && s->root.kind == V_FLOAT)
		return 12 * log2(s->root.f / 440) + 9;
	return value_to_double(s->root);
}

static struct value chord_note(const struct chord_state *s, double note)
{
	if (s->ctx->hz)
		return value_note(note);
	if (s->root.kind == V_INT)
		return value_int((int64_t)note);
	return s->root.kind == V_NOTE ? value_note(note) : value_float(note);
}

static struct value chord_done(struct arena *a, const struct chord_state *s)
{
	struct list *l = arena_alloc(a, sizeof(*l) + s->n * sizeof(l->at[0]));

	*l = (struct list){.n = s->n};
	for (size_t i = 0; i < s->n; i++)
		l->at[i] = chord_note(s, s->notes[i]);
	return value_list(l);
}

static const struct pattern *bind_turn(struct arena *a, const void *ctx,
				       struct value v);

static const struct pattern *chord_next(struct arena *a,
					const struct chord_state *s)
{
	if (s->at == s->ctx->n)
		return pat_pure(a, chord_done(a, s));
	return pat_bind(a, JOIN_MIX, bind_turn, s, s->ctx->turns[s->at]);
}

static const struct pattern *bind_turn(struct arena *a, const void *ctx,
				       struct value v)
{
	struct chord_state *s = arena_copy(a, ctx, sizeof(*s));
	double *notes = ARENA_ARRAY(a, double, CHORD_MAX);

	if (s->n)
		memcpy(notes, s->notes, s->n * sizeof(*notes));
	for (size_t i = 0; i < v.list->n; i++) {
		int64_t code = v.list->at[i].i;
		struct chord_modifier turn = {(enum chord_turn)(code & 3),
					      (int)(code >> 2)};

		s->n = chord_modify(notes, s->n, turn);
	}
	s->notes = notes;
	s->at++;
	return chord_next(a, s);
}

static const struct pattern *bind_name(struct arena *a, const void *ctx,
				       struct value v)
{
	struct chord_state *s = arena_copy(a, ctx, sizeof(*s));
	const struct chord_row *row = chord_find(v.s);
	double *notes = ARENA_ARRAY(a, double, 8);
	double root = root_note(s);

	s->n = row ? (size_t)row->n : 1;
	for (size_t i = 0; i < s->n; i++)
		notes[i] = root + (row ? row->notes[i] : 0);
	s->notes = notes;
	return chord_next(a, s);
}

static const struct pattern *bind_root(struct arena *a, const void *ctx,
				       struct value v)
{
	const struct chord_ctx *c = ctx;
	struct chord_state *s = ARENA_NEW(a, struct chord_state);

	s->ctx = c;
	s->root = v;
	return pat_bind(a, JOIN_MIX, bind_name, s, c->name);
}

static void uncollect_run(struct query *q, const struct pattern *p,
			  struct span s, struct events *out);

struct uncollect_node {
	struct pattern pattern;
	const struct pattern *in;
};

/* Each event of a list as events of its values; the i-th has the i-th place of
 * the list's context. */
const struct pattern *pat_uncollect(struct arena *a, const struct pattern *p)
{
	struct pattern *flat = flat_uncollect(a, p);
	struct uncollect_node *n;

	if (flat) {
		flat->steps = p->steps;
		return flat;
	}
	n = NODE_NEW(a, struct uncollect_node, uncollect_run);
	n->in = p;
	n->pattern.steps = p->steps;
	return &n->pattern;
}

static void uncollect_run(struct query *q, const struct pattern *p,
			  struct span s, struct events *out)
{
	const struct uncollect_node *n = (const struct uncollect_node *)p;
	struct events lists = events_none();

	pat_query(q, n->in, s, &lists);
	for (size_t i = 0; i < lists.n; i++) {
		const struct event *l = &lists.at[i];

		if (l->value.kind != V_LIST)
			continue;
		for (size_t j = 0; j < l->value.list->n; j++) {
			struct event *e = events_add(q, out);

			arena_step(q->arena);
			*e = *l;
			e->value = l->value.list->at[j];
			e->context = context_leaf(l->context, j);
		}
	}
	events_drop(q, &lists);
}

static const struct pattern *build_chord(struct mini *m, const struct tpat *t)
{
	struct arena *a = m->arena;
	struct chord_ctx *c = ARENA_NEW(a, struct chord_ctx);
	const struct pattern *notes = mini_build(m, t->a);

	c->name = mini_build(m, t->b);
	c->turns = build_list(m, t);
	c->n = t->n;
	c->hz = t->type == MINI_FREQUENCY;
	return pat_uncollect(a, pat_bind(a, JOIN_MIX, bind_root, c, notes));
}

/* --- All of it --- */

static const struct pattern *build_euclid(struct mini *m, const struct tpat *t)
{
	const struct pattern *n = mini_build(m, t->b);
	const struct pattern *k = mini_build(m, t->c);
	const struct pattern *from =
	    t->d ? mini_build(m, t->d) : pat_pure(m->arena, value_int(0));
	const struct pattern *p = mini_build(m, t->a);

	return t->type == MINI_BOOL
		   ? pat_euclid_off_bool(m->arena, n, k, from, p)
		   : pat_euclid_off(m->arena, n, k, from, p);
}

static const struct pattern *build_atom(struct mini *m, const struct tpat *t)
{
	return pat_pure_at(m->arena, t->value, context_of(m, t));
}

const struct pattern *mini_build(struct mini *m, const struct tpat *t)
{
	struct arena *a = m->arena;
	struct rat size;

	arena_step(a);
	switch (t->kind) {
	case T_ATOM:
		return build_atom(m, t);
	case T_FAST:
		return fast_by(a, mini_build(m, t->b), mini_build(m, t->a));
	case T_SLOW:
		return pat_param(a, bind_slow, mini_build(m, t->a),
				 mini_build(m, t->b));
	case T_DEGRADE:
		return pat_filter_begin(a, survives, chance_new(m, t),
					mini_build(m, t->a));
	case T_CHOOSE:
		return build_choice(m, t);
	case T_EUCLID:
		return build_euclid(m, t);
	case T_STACK:
		return pat_stack(a, t->n, build_list(m, t));
	case T_POLY:
		return build_poly(m, t);
	case T_SEQ:
		return build_sized(m, t, &size);
	case T_RANGE:
		return build_range(m, t);
	case T_VAR:
		return pat_state(a, t->name, kind_of(t->type));
	case T_CHORD:
		return build_chord(m, t);
	case T_FOOT:
		arena_escape(a, ST_EVAL,
			     "a '.' with nothing behind it has no meaning");
	case T_SILENCE:
	case T_ELONGATE:
	case T_REPEAT:
		break;
	}
	return pat_silence();
}
