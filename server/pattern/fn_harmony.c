/* Scales, note names, and words of notes and samples. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "pattern/family.h"
#include "pattern/node.h"
#include "pattern/number.h"
#include "pattern/ops.h"
#include "pattern/param.h"
#include "pattern/scale.h"

/* --- Degrees of a scale --- */

/* The notes of a scale, and where the octave begins anew. */
struct steps {
	struct arena *arena;
	const struct list *notes;
	int64_t octave;
	enum value_kind kind;
};

static struct value degree(struct arena *a, const struct steps *s, int64_t x)
{
	int64_t n = (int64_t)s->notes->n, i, octave;
	struct value v;

	if (n == 0)
		arena_escape(a, ST_EVAL, "a scale without notes");
	i = floor_mod(x, n);
	octave = (x - i) / n * s->octave;
	v = number_as(s->notes->at[i], s->kind);
	if (v.kind == V_NOTE || v.kind == V_FLOAT) {
		v.f += (double)octave;
		return v;
	}
	return value_op(a, OP_ADD, v, number_of_int(a, v.kind, octave));
}

static struct value degree_map(struct arena *a, const void *ctx, struct value v)
{
	return degree(a, ctx, value_to_int(v));
}

/* toScale, toScale' */
static struct value to_scale(const struct call *c, int64_t octave, int notes)
{
	struct steps s = {NULL, arg_list(c, notes), octave, c->kind};

	if (s.notes->n == 0)
		return value_pat(pat_silence());
	return value_pat(pat_map(c->arena, degree_map,
				 arena_copy(c->arena, &s, sizeof(s)),
				 arg_pat(c, notes + 1)));
}

static struct value build_to_scale(const struct call *c)
{
	return to_scale(c, 12, 0);
}

static struct value build_to_scale_octave(const struct call *c)
{
	return to_scale(c, arg_int(c, 0), 1);
}

/* --- Scales by name --- */

static const struct list *notes_of(struct arena *a, const struct scale *s,
				   enum value_kind kind)
{
	struct list *l = list_new(a, s ? s->n : 1);

	l->at[0] = number_of_int(a, kind, 0);
	for (size_t i = 0; s && i < s->n; i++)
		l->at[i] = number_of_double(a, kind, s->notes[i]);
	return l;
}

/* How a name becomes notes: from a table (NULL: the one of scale.h), then
 * through a function of lists (or NULL). */
struct naming {
	const struct list *table;
	const struct fn *change;
	enum value_kind kind;
};

static const struct list *look_up(struct arena *a, const struct naming *m,
				  const char *name)
{
	if (!m->table)
		return notes_of(a, scale_find(name), m->kind);
	for (size_t i = 0; i < m->table->n; i++) {
		const struct value *pair = m->table->at[i].list->at;

		if (pair[0].kind == V_STR && strcmp(pair[0].s, name) == 0)
			return pair[1].list;
	}
	return notes_of(a, NULL, m->kind);
}

/* Of neighbours that are equal only the first; as in Tidal what follows such a
 * pair is compared with it no more. */
static const struct list *without_doubles(struct arena *a, const struct list *l)
{
	struct list *to = list_new(a, l->n);
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		to->at[n++] = l->at[i];
		if (i + 1 < l->n && value_eq(l->at[i], l->at[i + 1]))
			i++;
	}
	to->n = n;
	return to;
}

static struct steps name_steps(struct arena *a, const struct naming *m,
			       struct value name)
{
	struct steps s = {.octave = 12, .kind = m->kind};

	s.notes = look_up(a, m, name.kind == V_STR ? name.s : "");
	if (m->change) {
		struct list *l = list_new(a, s.notes->n);
		struct value v;

		for (size_t i = 0; i < l->n; i++)
			l->at[i] = number_as(s.notes->at[i], m->kind);
		v = fn_call(a, m->change, value_list(l));
		s.notes = without_doubles(a, v.kind == V_LIST ? v.list
							      : list_new(a, 0));
	}
	return s;
}

static struct value named_app(struct arena *a, const void *ctx, struct value x,
			      struct value name)
{
	struct steps s = name_steps(a, ctx, name);

	return degree(a, &s, value_to_int(x));
}

/* One scale for all: degrees are changed in place, and cut where the pattern
 * of its name, one event a cycle, would cut them. */
struct scaled {
	struct pattern pattern;
	const struct pattern *in;
	struct steps steps;
};

static void scaled_run(struct query *q, const struct pattern *p, struct span s,
		       struct events *out)
{
	const struct scaled *n = (const void *)p;
	size_t from = out->n;

	pat_query(q, n->in, s, out);
	for (size_t i = from; i < out->n; i++)
		out->at[i].value =
		    degree(q->arena, &n->steps, value_to_int(out->at[i].value));
	events_cut_cycles(q, out, from);
}

static const struct pattern *
scaled_new(struct arena *a, const struct steps *steps, const struct pattern *in)
{
	struct scaled *n = ARENA_NEW(a, struct scaled);

	n->pattern.run = scaled_run;
	n->pattern.steps = in->steps;
	n->in = in;
	n->steps = *steps;
	return &n->pattern;
}

static const struct pattern *named_scale(struct arena *a, struct naming m,
					 const struct pattern *name,
					 const struct pattern *in)
{
	struct steps steps;

	if (!name->pure)
		return pat_app(a, FROM_LEFT, named_app,
			       arena_copy(a, &m, sizeof(m)), in, name);
	steps = name_steps(a, &m, *name->pure);
	return scaled_new(a, &steps, in);
}

static struct value build_scale(const struct call *c)
{
	struct naming m = {NULL, NULL, c->kind};

	return value_pat(
	    named_scale(c->arena, m, arg_pat(c, 0), arg_pat(c, 1)));
}

static struct value build_get_scale(const struct call *c)
{
	struct naming m = {arg_list(c, 0), NULL, c->kind};

	return value_pat(
	    named_scale(c->arena, m, arg_pat(c, 1), arg_pat(c, 2)));
}

static struct value build_scale_with(const struct call *c)
{
	struct naming m = {NULL, arg_fn(c, 1), c->kind};

	return value_pat(
	    named_scale(c->arena, m, arg_pat(c, 0), arg_pat(c, 2)));
}

static struct value build_scale_with_list(const struct call *c)
{
	const struct list *fns = arg_list(c, 1);
	const struct pattern **p =
	    ARENA_ARRAY(c->arena, const struct pattern *, fns->n);

	for (size_t i = 0; i < fns->n; i++) {
		struct naming m = {NULL, fns->at[i].fn, c->kind};

		p[i] = named_scale(c->arena, m, arg_pat(c, 0), arg_pat(c, 2));
	}
	return value_pat(pat_slowcat(c->arena, fns->n, p));
}

static struct value build_scale_table(const struct call *c)
{
	struct list *l = list_new(c->arena, scale_count);

	for (size_t i = 0; i < scale_count; i++)
		l->at[i] = value_pair(
		    c->arena, value_str(scale_table[i].name),
		    value_list(notes_of(c->arena, &scale_table[i], c->kind)));
	return value_list(l);
}

/* --- Changing the degrees of a scale --- */

static const int raise = 1, lower = -1;

/* Move the degrees from..to. As in Tidal a start outside of the scale is its
 * last degree, and an end before the start is the end of the scale. */
static struct value move_degrees(const struct call *c, int64_t from, int64_t to,
				 const struct list *in)
{
	int by = *(const int *)c->row->aux;
	int64_t last = (int64_t)in->n - 1;
	struct list *l = list_new(c->arena, in->n);

	if (last < 0)
		arena_escape(c->arena, ST_EVAL, "%s: the scale has no notes",
			     c->row->name);
	if (from < 0 || from > last)
		from = last;
	if (to < from)
		to = last;
	for (int64_t i = 0; i <= last; i++) {
		struct value v = number_as(in->at[i], c->kind);

		if (i >= from && i <= to)
			v = value_op(c->arena, OP_ADD, v,
				     number_of_int(c->arena, v.kind, by));
		l->at[i] = v;
	}
	return value_list(l);
}

static struct value build_move_degree(const struct call *c)
{
	int64_t n = arg_int(c, 0);

	return move_degrees(c, n, n, arg_list(c, 1));
}

static struct value build_move_degrees(const struct call *c)
{
	return move_degrees(c, arg_int(c, 0), arg_int(c, 1), arg_list(c, 2));
}

/* --- Chromatic runs --- */

struct chromatic {
	struct value steps;
};

static const struct pattern *chromatic_notes(struct arena *a, const void *ctx,
					     struct value v)
{
	struct value n = ((const struct chromatic *)ctx)->steps;
	struct value to = value_op(a, OP_ADD, v, n);
	const struct list *up;
	struct list *down;

	if (value_to_double(n) >= 0)
		return pat_of_list(a, number_range(a, v, to));
	up = number_range(a, to, v);
	down = list_new(a, up->n);
	for (size_t i = 0; i < up->n; i++)
		down->at[i] = up->at[up->n - 1 - i];
	return pat_of_list(a, down);
}

static const struct pattern *chromatic_op(struct arena *a, struct value n,
					  const struct pattern *in)
{
	return pat_bind(a, JOIN_SQUEEZE, chromatic_notes,
			arena_copy(a, &n, sizeof(n)), in);
}

static const struct param_op chromaticise = {chromatic_op, PARAM_JOIN};

/* --- Note names --- */

/* "c", "gs4", "ef" ...: what doesn't begin as a note is 0. */
static int64_t note_number(const char *s)
{
	static const char letters[] = "cdefgab";
	static const int semitones[] = {0, 2, 4, 5, 7, 9, 11};
	const char *at = *s ? strchr(letters, *s) : NULL;
	int64_t n;

	if (!at)
		return 0;
	n = semitones[at - letters];
	for (s++; *s == 's' || *s == 'f' || *s == 'n'; s++)
		n += *s == 's' ? 1 : *s == 'f' ? -1 : 0;
	if (*s < '0' || *s > '9')
		return n;
	return n + (strtol(s, NULL, 10) - 5) * 12;
}

static struct value note_map(struct arena *a, const void *ctx, struct value v)
{
	return number_of_int(a, *(const enum value_kind *)ctx,
			     v.kind == V_STR ? note_number(v.s) : 0);
}

static struct value build_from_note(const struct call *c)
{
	return value_pat(pat_map(
	    c->arena, note_map, arena_copy(c->arena, &c->kind, sizeof(c->kind)),
	    arg_pat(c, 0)));
}

/* --- Samples by name and number --- */

static struct value name_and_number(struct arena *a, const void *ctx,
				    struct value name, struct value n)
{
	(void)ctx;
	return value_str(arena_printf(a, "%s:%lld",
				      name.kind == V_STR ? name.s : "",
				      (long long)value_to_int(n)));
}

static struct value number_and_name(struct arena *a, const void *ctx,
				    struct value n, struct value name)
{
	return name_and_number(a, ctx, name, n);
}

static struct value build_pick(const struct call *c)
{
	return name_and_number(c->arena, NULL, value_str(arg_str(c, 0)),
			       value_int(arg_int(c, 1)));
}

static struct value build_samples(const struct call *c)
{
	return value_pat(pat_app(c->arena, FROM_BOTH, name_and_number, NULL,
				 arg_pat(c, 0), arg_pat(c, 1)));
}

static struct value build_samples_by_number(const struct call *c)
{
	return value_pat(pat_app(c->arena, FROM_BOTH, number_and_name, NULL,
				 arg_pat(c, 1), arg_pat(c, 0)));
}

/* --- The rows --- */

static const struct fn_row rows[] = {
    {"scale", "",
     "(Fractional a) => Pattern String -> Pattern Int -> Pattern a",
     build_scale, "The notes of a named scale from its degrees, 0 the root.",
     "n (scale \"minor\" \"0 2 4 7\") # s \"superpiano\"",
     "0 1/4 {\"n\":0.0,\"s\":\"superpiano\"}; 1/4 1/2 "
     "{\"n\":3.0,\"s\":\"superpiano\"}; 1/2 3/4 "
     "{\"n\":7.0,\"s\":\"superpiano\"}; 3/4 1 "
     "{\"n\":12.0,\"s\":\"superpiano\"}",
     0, NULL},
    {"getScale", "",
     "(Fractional a) => [(String, [a])] -> Pattern String -> Pattern Int -> "
     "Pattern a",
     build_get_scale, "Scale, with a table of scales of one's own.",
     "n (getScale [(\"mine\", [0, 3, 7])] \"mine\" \"0 1 2 3\")",
     "0 1/4 {\"n\":0.0}; 1/4 1/2 {\"n\":3.0}; 1/2 3/4 {\"n\":7.0}; 3/4 1 "
     "{\"n\":12.0}",
     0, NULL},
    {"scaleWith", "",
     "(Eq a, Fractional a) => Pattern String -> ([a] -> [a]) -> Pattern Int "
     "-> Pattern a",
     build_scale_with, "Scale, with its notes changed by a function.",
     "n (scaleWith \"major\" (raiseDegree 3) \"0 .. 4\")",
     "0 1/5 {\"n\":0.0}; 1/5 2/5 {\"n\":2.0}; 2/5 3/5 {\"n\":4.0}; 3/5 4/5 "
     "{\"n\":6.0}; 4/5 1 {\"n\":7.0}",
     0, NULL},
    {"scaleWithList", "",
     "(Eq a, Fractional a) => Pattern String -> [[a] -> [a]] -> Pattern Int "
     "-> Pattern a",
     build_scale_with_list, "ScaleWith, with another function each cycle.",
     "n (scaleWithList \"major\" [raiseDegree 3, id] \"0 .. 4\")",
     "0 1/5 {\"n\":0.0}; 1/5 2/5 {\"n\":2.0}; 2/5 3/5 {\"n\":4.0}; 3/5 4/5 "
     "{\"n\":6.0}; 4/5 1 {\"n\":7.0}",
     0, NULL},
    {"scaleTable", "", "(Fractional a) => [(String, [a])]", build_scale_table,
     "All scales with their notes, as a list.",
     "n (getScale ((\"mine\", [0, 3, 7]) : scaleTable) \"minor\" \"0 1 2\")",
     "", FN_NOT_A_PATTERN, NULL},
    {"raiseDegree", "", "(Fractional a) => Int -> [a] -> [a]",
     build_move_degree, "A scale with one degree a semitone higher.",
     "n (scaleWith \"major\" (raiseDegree 3) \"0 .. 4\")", "", FN_NOT_A_PATTERN,
     &raise},
    {"lowerDegree", "", "(Fractional a) => Int -> [a] -> [a]",
     build_move_degree, "A scale with one degree a semitone lower.",
     "n (scaleWith \"major\" (lowerDegree 2) \"0 .. 4\")", "", FN_NOT_A_PATTERN,
     &lower},
    {"raiseDegrees", "", "(Fractional a) => Int -> Int -> [a] -> [a]",
     build_move_degrees, "A scale with a range of degrees a semitone higher.",
     "n (scaleWith \"major\" (raiseDegrees 1 3) \"0 .. 4\")", "",
     FN_NOT_A_PATTERN, &raise},
    {"lowerDegrees", "", "(Fractional a) => Int -> Int -> [a] -> [a]",
     build_move_degrees, "A scale with a range of degrees a semitone lower.",
     "n (scaleWith \"major\" (lowerDegrees 1 3) \"0 .. 4\")", "",
     FN_NOT_A_PATTERN, &lower},
    {"toScale", "", "(Num a) => [a] -> Pattern Int -> Pattern a",
     build_to_scale, "Degrees of a scale that is given as a list.",
     "n (toScale [0, 2, 7] \"0 1 2 3\")",
     "0 1/4 {\"n\":0.0}; 1/4 1/2 {\"n\":2.0}; 1/2 3/4 {\"n\":7.0}; 3/4 1 "
     "{\"n\":12.0}",
     0, NULL},
    {"toScale'", "", "(Num a) => Int -> [a] -> Pattern Int -> Pattern a",
     build_to_scale_octave,
     "ToScale for scales that repeat after another interval than 12.",
     "n (toScale' 24 [0, 7, 16] \"0 1 2 3\")",
     "0 1/4 {\"n\":0.0}; 1/4 1/2 {\"n\":7.0}; 1/2 3/4 {\"n\":16.0}; 3/4 1 "
     "{\"n\":24.0}",
     0, NULL},
    {"chromaticiseBy", "chromaticizeBy",
     "(Num a, Enum a, Ord a) => Pattern a -> Pattern a -> Pattern a",
     build_param, "Run on from each note by so many semitones.",
     "n (chromaticiseBy \"2\" \"0 4\")",
     "0 1/6 {\"n\":0.0}; 1/6 1/3 {\"n\":1.0}; 1/3 1/2 {\"n\":2.0}; 1/2 2/3 "
     "{\"n\":4.0}; 2/3 5/6 {\"n\":5.0}; 5/6 1 {\"n\":6.0}",
     0, &chromaticise},
    {"fromNote", "", "(Num a) => Pattern String -> Pattern a", build_from_note,
     "Numbers of notes from their names, c5 is 0.", "n (fromNote \"c e gs4\")",
     "0 1/3 {\"n\":0.0}; 1/3 2/3 {\"n\":4.0}; 2/3 1 {\"n\":-4.0}", 0, NULL},
    {"samples", "", "Pattern String -> Pattern Int -> Pattern String",
     build_samples, "Names of samples with numbers.",
     "s (samples \"drum*2\" \"0 1\")",
     "0 1/2 {\"n\":0.0,\"s\":\"drum\"}; 1/2 1 {\"n\":1.0,\"s\":\"drum\"}", 0,
     NULL},
    {"samples'", "", "Pattern String -> Pattern Int -> Pattern String",
     build_samples_by_number, "Samples, with the numbers asked first.",
     "s (samples' \"drum*2\" \"0 1\")",
     "0 1/2 {\"n\":0.0,\"s\":\"drum\"}; 1/2 1 {\"n\":1.0,\"s\":\"drum\"}", 0,
     NULL},
    {"pick", "", "String -> Int -> String", build_pick,
     "The name of a sample with a number.", "s (pure (pick \"drum\" 3))", "",
     FN_NOT_A_PATTERN, NULL},
};

const struct fn_family fn_family_harmony = {"harmony", "Scales and notes", rows,
					    sizeof(rows) / sizeof(rows[0])};
