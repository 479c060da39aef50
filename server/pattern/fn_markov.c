/* Markov chains, and permutations of lengths. */
#include <math.h>
#include <stdlib.h>
#include "base/random.h"
#include "pattern/family.h"
#include "pattern/number.h"
#include "pattern/param.h"

/* --- Markov chains --- */

/* A row of the matrix: the running sums of its weights. */
struct state {
	size_t n;
	double *sum;
	double total; /* the largest of them */
};

struct chain {
	int64_t n, first;
	size_t n_states;
	struct state *states;
};

static struct state state_of(struct arena *a, const struct list *row)
{
	struct state s = {.n = row->n};
	double sum = 0;

	s.sum = ARENA_ARRAY(a, double, row->n);
	for (size_t i = 0; i < row->n; i++) {
		sum += value_to_double(row->at[i]);
		s.sum[i] = sum;
		s.total = i ? fmax(s.total, sum) : sum;
	}
	return s;
}

static struct chain *chain_new(struct arena *a, int64_t n, int64_t first,
			       const struct list *matrix)
{
	struct chain *m = ARENA_NEW(a, struct chain);

	if (n > 100000)
		arena_escape(a, ST_EVAL, "more than 100000 random steps");
	m->n = n;
	m->first = first;
	m->n_states = matrix->n;
	m->states = ARENA_ARRAY(a, struct state, matrix->n);
	for (size_t i = 0; i < matrix->n; i++)
		m->states[i] = state_of(a, matrix->at[i].list);
	return m;
}

/* The state with the least sum that is not below `at`; of equal sums, which
 * weights of 0 make, the last. */
static int64_t state_at(const struct state *s, double at)
{
	size_t best = s->n;

	for (size_t i = 0; i < s->n; i++)
		if (s->sum[i] >= at &&
		    (best == s->n || s->sum[i] <= s->sum[best]))
			best = i;
	return best == s->n ? 0 : (int64_t)best;
}

static int64_t next_state(struct arena *a, const struct chain *m, int64_t x,
			  struct rat seed)
{
	if (x < 0 || (size_t)x >= m->n_states)
		arena_escape(a, ST_EVAL,
			     "the Markov matrix has no row for state %lld",
			     (long long)x);
	if (m->states[x].n == 0)
		arena_escape(a, ST_EVAL,
			     "row %lld of the Markov matrix is "
			     "empty",
			     (long long)x);
	arena_step(a);
	return state_at(&m->states[x], random_at(seed) * m->states[x].total);
}

static const struct list *chain_run(struct arena *a, const struct chain *m,
				    struct rat seed)
{
	struct list *l = list_new(a, m->n < 0 ? 0 : (size_t)m->n);
	struct rat delta = rat_make(1, m->n);
	int64_t x = m->first;

	for (size_t i = 0; i < l->n; i++) {
		l->at[i] = value_int(x);
		if (i + 1 == l->n)
			break;
		seed = rat_add(seed, delta);
		x = next_state(a, m, x, seed);
	}
	return l;
}

static struct value build_run_markov(const struct call *c)
{
	struct chain *m =
	    chain_new(c->arena, arg_int(c, 0), arg_int(c, 2), arg_list(c, 1));

	return value_list(chain_run(c->arena, m, arg_rat(c, 3)));
}

static const struct pattern *markov_cycle(struct arena *a, const void *ctx,
					  int64_t cycle)
{
	return pat_of_list(a, chain_run(a, ctx, rat_int(cycle)));
}

static const struct pattern *markov_bind(struct arena *a, const void *ctx,
					 struct value n_first)
{
	const struct value *v = n_first.list->at;
	int64_t n = value_to_int(v[0]);
	struct chain *m = chain_new(a, n, value_to_int(v[1]), ctx);

	return pat_with_steps(a, rat_int(n), pat_by_cycle(a, markov_cycle, m));
}

static struct value build_markov_pat(const struct call *c)
{
	return value_pat(param_2(c->arena, markov_bind, arg_list(c, 2),
				 arg_pat(c, 0), arg_pat(c, 1)));
}

/* --- permstep --- */

/* One way to give each of the things a number of steps. */
struct way {
	double uneven; /* how far from equal shares */
	size_t i;      /* the order they were found in */
	int *count;
};

struct ways {
	struct arena *arena;
	const struct list *things;
	struct way *at;
	size_t n;
	double average;
};

static int way_cmp(const void *x, const void *y)
{
	const struct way *a = x, *b = y;

	if (a->uneven != b->uneven)
		return a->uneven < b->uneven ? -1 : 1;
	return (a->i > b->i) - (a->i < b->i);
}

/* The number of ways to write total as a sum of n positive numbers. */
static double ways_count(int64_t n, int64_t total)
{
	double count = 1;

	for (int64_t i = 1; i < n; i++)
		count = count * (double)(total - i) / (double)i;
	return n == 1 ? 1 : total < n ? 0 : round(count);
}

static void add_way(struct ways *w, const int *count)
{
	struct way *to = &w->at[w->n];
	size_t n = w->things->n;

	*to = (struct way){.i = w->n};
	to->count = arena_copy(w->arena, count, n * sizeof(*count));
	for (size_t i = 0; i < n; i++)
		to->uneven += fabs(w->average - count[i]);
	w->n++;
}

/* All ways to share out `left` from thing i on. */
static void find_ways(struct ways *w, int *count, size_t i, int64_t left)
{
	int64_t rest = (int64_t)(w->things->n - i) - 1;

	arena_step(w->arena);
	if (rest == 0) {
		count[i] = (int)left;
		add_way(w, count);
		return;
	}
	for (int64_t x = 1; x <= left - rest; x++) {
		count[i] = (int)x;
		find_ways(w, count, i + 1, left - x);
	}
}

static const struct ways *ways_new(struct arena *a, const struct list *things,
				   int64_t total)
{
	struct ways *w = ARENA_NEW(a, struct ways);
	double n = ways_count((int64_t)things->n, total);

	w->arena = a;
	w->things = things;
	if (things->n == 0)
		return w;
	if (n > 100000 || total > 100000)
		arena_escape(a, ST_EVAL,
			     "permstep: these steps have more than 100000 "
			     "orders");
	w->at = ARENA_ARRAY(a, struct way, (size_t)n);
	w->average = (double)total / (double)things->n;
	find_ways(w, ARENA_ARRAY(a, int, things->n), 0, total);
	qsort(w->at, w->n, sizeof(*w->at), way_cmp);
	return w;
}

static const struct pattern *permstep_bind(struct arena *a, const void *ctx,
					   struct value v)
{
	const struct ways *w = ctx;
	double at = floor(value_to_double(v) * ((double)w->n - 1));
	const struct way *way;
	struct list *l;
	size_t n = 0, k = 0;

	if (!(at >= 0 && at < (double)w->n))
		arena_escape(a, ST_EVAL,
			     "permstep needs a list, at least as many steps, "
			     "and a pattern of numbers from 0 to 1");
	way = &w->at[(size_t)at];
	for (size_t i = 0; i < w->things->n; i++)
		n += way->count[i] < 0 ? 0 : (size_t)way->count[i];
	l = list_new(a, n);
	for (size_t i = 0; i < w->things->n; i++)
		for (int j = 0; j < way->count[i]; j++)
			l->at[k++] = w->things->at[i];
	return pat_of_list(a, l);
}

static struct value build_permstep(const struct call *c)
{
	struct arena *a = c->arena;
	const struct list *from = arg_list(c, 1);
	struct list *things = list_new(a, from->n);

	for (size_t i = 0; i < from->n; i++)
		things->at[i] = number_as(from->at[i], c->kind);
	return value_pat(pat_bind(a, JOIN_MIX, permstep_bind,
				  ways_new(a, things, arg_int(c, 0)),
				  pat_segment(a, RAT_ONE, arg_pat(c, 2))));
}

/* --- The rows --- */

static const struct fn_row rows[] = {
    {"markovPat", "", "Pattern Int -> Pattern Int -> [[Double]] -> Pattern Int",
     build_markov_pat,
     "N steps a cycle that walk at random by a matrix of chances.",
     "n (fromIntegral <$> markovPat 4 0 [[1, 3], [2, 1]]) # s \"drum\"",
     "0 1/4 {\"n\":0.0,\"s\":\"drum\"}; 1/4 1/2 {\"n\":1.0,\"s\":\"drum\"}; "
     "1/2 3/4 {\"n\":0.0,\"s\":\"drum\"}; 3/4 1 {\"n\":0.0,\"s\":\"drum\"}",
     0, NULL},
    {"runMarkov", "", "Int -> [[Double]] -> Int -> Time -> [Int]",
     build_run_markov, "N states of a random walk, as a list.",
     "n (fromIntegral <$> listToPat (runMarkov 4 [[1, 3], [2, 1]] 0 0))", "",
     FN_NOT_A_PATTERN, NULL},
    {"permstep", "", "(RealFrac b) => Int -> [a] -> Pattern b -> Pattern a",
     build_permstep,
     "Share n steps out to a list, evenly at 0, most unevenly at 1.",
     "s (permstep 8 [\"bd\", \"sn\", \"hh\"] \"0.5\")",
     "0 1/8 {\"s\":\"bd\"}; 1/8 1/4 {\"s\":\"bd\"}; 1/4 3/8 {\"s\":\"bd\"}; "
     "3/8 1/2 {\"s\":\"bd\"}; 1/2 5/8 {\"s\":\"sn\"}; 5/8 3/4 {\"s\":\"hh\"}; "
     "3/4 7/8 {\"s\":\"hh\"}; 7/8 1 {\"s\":\"hh\"}",
     0, NULL},
};

const struct fn_family fn_family_markov = {"markov", "Random walks", rows,
					   sizeof(rows) / sizeof(rows[0])};
