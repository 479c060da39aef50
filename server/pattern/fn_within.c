/* A part of each cycle: functions that apply another one within it. */
#include "pattern/family.h"
#include "pattern/node.h"
#include "pattern/param.h"

struct zone {
	struct span span; /* of the cycle's phase */
	bool outside;
};

static bool zone_has(const struct span *z, struct rat onset)
{
	struct rat t = rat_frac(onset);

	return !rat_lt(t, z->begin) && rat_lt(t, z->end);
}

static bool in_zone(struct query *q, const void *ctx, struct event *e)
{
	const struct zone *z = ctx;
	bool in = zone_has(&z->span, event_whole_or_part(e).begin);

	(void)q;
	return in != z->outside;
}

static const struct pattern *filtered(struct arena *a, struct span zone,
				      bool outside, const struct pattern *p)
{
	struct zone z = {zone, outside};
	const struct pattern *to =
	    pat_map_events(a, in_zone, arena_copy(a, &z, sizeof(z)), p);

	return pat_keep_steps(a, p, to);
}

static const struct pattern *within(struct arena *a, struct span zone,
				    const struct pattern *changed,
				    const struct pattern *p)
{
	const struct pattern *both[] = {filtered(a, zone, false, changed),
					filtered(a, zone, true, p)};

	return pat_stack(a, 2, both);
}

const struct pattern *pat_within(struct arena *a, struct span zone,
				 const struct transform *t,
				 const struct pattern *p)
{
	return within(a, zone, transform_apply(a, t, p), p);
}

static struct span arg_zone(const struct call *c)
{
	const struct list *l = arg_list(c, 0);

	return SPAN(value_to_rat(l->at[0]), value_to_rat(l->at[1]));
}

static struct value build_within(const struct call *c)
{
	const struct pattern *p = arg_pat(c, 2);

	return value_pat(within(c->arena, arg_zone(c),
				fn_on_pat(c->arena, arg_fn(c, 1), p), p));
}

static struct value build_within_prime(const struct call *c)
{
	struct arena *a = c->arena;
	struct span zone = arg_zone(c);
	const struct pattern *p = arg_pat(c, 2), *part;

	if (rat_eq(zone.begin, zone.end))
		arena_escape(a, ST_EVAL,
			     "within': the part of the cycle is empty");
	part = fn_on_pat(a, arg_fn(c, 1), pat_zoom(a, zone, p));
	return value_pat(within(a, zone, pat_compress(a, zone, part), p));
}

static struct value build_rev_arc(const struct call *c)
{
	const struct pattern *p = arg_pat(c, 1);

	return value_pat(
	    within(c->arena, arg_zone(c), pat_rev(c->arena, p), p));
}

/* --- Another part in each cycle --- */

struct chunk {
	struct pattern pattern;
	const struct pattern *in, *changed;
	int64_t n;
};

/* Keep what was added from `from` on and begins inside (outside) the zone. */
static void keep_zone(struct events *out, size_t from, const struct span *zone,
		      bool inside)
{
	size_t to = from;

	for (size_t i = from; i < out->n; i++) {
		struct event *e = &out->at[i];

		if (zone_has(zone, event_whole_or_part(e).begin) == inside)
			out->at[to++] = *e;
	}
	out->n = to;
}

static void run_chunk(struct query *q, const struct pattern *p, struct span s,
		      struct events *out)
{
	const struct chunk *k = (const struct chunk *)p;

	struct cut cut = cut_start(s);
	struct span part;

	while (cut_next(&cut, &part)) {
		int64_t cycle = rat_floor(part.begin);
		int64_t i = int_mod(q->arena, cycle, k->n);
		int64_t own = (cycle - i) / k->n;
		struct rat by = rat_int(own - cycle);
		struct span zone =
		    SPAN(rat_make(i, k->n), rat_make(i + 1, k->n));
		size_t from = out->n;

		query_early(q, k->changed, by, part, out);
		keep_zone(out, from, &zone, true);
		from = out->n;
		query_early(q, k->in, by, part, out);
		keep_zone(out, from, &zone, false);
	}
}

static const struct pattern *chunk(struct arena *a, int64_t n,
				   const struct pattern *changed,
				   const struct pattern *p)
{
	struct chunk *k;

	if (n == 0)
		return pat_silence();
	if (n == 1)
		return within(a, SPAN(RAT_ZERO, RAT_ONE), changed, p);
	k = ARENA_NEW(a, struct chunk);
	k->pattern.run = run_chunk;
	k->in = p;
	k->changed = changed;
	k->n = n;
	return &k->pattern;
}

struct chunk_back {
	int64_t n;
	const struct pattern *changed, *in;
};

static const struct pattern *bind_chunk_back(struct arena *a, const void *ctx,
					     struct value v)
{
	const struct chunk_back *k = ctx;
	int64_t i = v.i;

	return within(a, SPAN(rat_make(i, k->n), rat_make(i + 1, k->n)),
		      k->changed, k->in);
}

/* Counts n-1 .. 0, one a cycle; the joined parts are cut to their cycle. */
static const struct pattern *chunk_back(struct arena *a, int64_t n,
					const struct pattern *changed,
					const struct pattern *p)
{
	struct chunk_back *k = ARENA_NEW(a, struct chunk_back);
	const struct pattern **count, *numbers;

	if (n > 1000000)
		arena_escape(a, ST_EVAL, "chunk: more than 1000000 parts");
	count = arena_alloc(a, (size_t)n * sizeof(struct pattern *));
	for (int64_t i = 0; i < n; i++)
		count[i] = pat_pure(a, value_int(i));
	k->n = n;
	k->changed = changed;
	k->in = p;
	numbers = pat_rev(a, pat_fastcat(a, (size_t)n, count));
	return pat_bind(a, JOIN_MIX, bind_chunk_back, k,
			pat_slow(a, rat_int(n), numbers));
}

static const struct pattern *either_chunk(struct arena *a, int64_t n,
					  const struct fn *f,
					  const struct pattern *p)
{
	const struct pattern *changed = fn_on_pat(a, f, p);

	if (n == INT64_MIN)
		n++;
	return n < 0 ? chunk_back(a, -n, changed, p) : chunk(a, n, changed, p);
}

static const struct pattern *do_chunk(struct arena *a, struct value v,
				      const struct fn *f,
				      const struct pattern *p)
{
	return either_chunk(a, value_to_int(v), f, p);
}

static const struct pattern *do_chunk_prime(struct arena *a, struct value v,
					    const struct fn *f,
					    const struct pattern *p)
{
	return either_chunk(a, -value_to_int(v), f, p);
}

static const struct param_with_op op_chunk = {do_chunk, PARAM_JOIN};
static const struct param_with_op op_chunk_prime = {do_chunk_prime, PARAM_JOIN};

#define WITH_FUNCTION "(Pattern a -> Pattern a) -> Pattern a -> Pattern a"

static const struct fn_row rows[] = {
    {"within", "", "(Time, Time) -> " WITH_FUNCTION, build_within,
     "Apply a function to a part of each cycle.",
     "within (0, 0.5) (fast 2) $ s \"bd sn cp hh\"",
     "0 1/8 {\"s\":\"bd\"}; 1/8 1/4 {\"s\":\"sn\"}; 1/4 3/8 {\"s\":\"cp\"}; "
     "3/8 1/2 {\"s\":\"hh\"}; 1/2 3/4 {\"s\":\"cp\"}; 3/4 1 {\"s\":\"hh\"}",
     0, NULL},
    {"withinArc", "", "Arc -> " WITH_FUNCTION, build_within,
     "within, with the part written as an Arc.",
     "withinArc (Arc 0 0.5) (fast 2) $ s \"bd sn cp hh\"",
     "0 1/8 {\"s\":\"bd\"}; 1/8 1/4 {\"s\":\"sn\"}; 1/4 3/8 {\"s\":\"cp\"}; "
     "3/8 1/2 {\"s\":\"hh\"}; 1/2 3/4 {\"s\":\"cp\"}; 3/4 1 {\"s\":\"hh\"}",
     0, NULL},
    {"within'", "", "(Time, Time) -> " WITH_FUNCTION, build_within_prime,
     "Apply a function to a part of each cycle as if it were a whole one.",
     "within' (0, 0.5) (fast 2) $ s \"bd sn cp hh\"",
     "0 1/8 {\"s\":\"bd\"}; 1/8 1/4 {\"s\":\"sn\"}; 1/4 3/8 {\"s\":\"bd\"}; "
     "3/8 1/2 {\"s\":\"sn\"}; 1/2 3/4 {\"s\":\"cp\"}; 3/4 1 {\"s\":\"hh\"}",
     0, NULL},
    {"revArc", "", "(Time, Time) -> Pattern a -> Pattern a", build_rev_arc,
     "Play a part of each cycle from its reverse.",
     "revArc (0.25, 0.75) $ s \"bd sn cp hh\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"cp\"}; 1/2 3/4 {\"s\":\"sn\"}; "
     "3/4 1 {\"s\":\"hh\"}",
     0, NULL},
    {"chunk", "", "Pattern Int -> " WITH_FUNCTION, build_param_with,
     "Apply a function to one part of the cycle, the next in each cycle.",
     "chunk 4 (# speed 2) $ s \"bd sn cp hh\"",
     "0 1/4 {\"s\":\"bd\",\"speed\":2.0}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 3/4 "
     "{\"s\":\"cp\"}; 3/4 1 {\"s\":\"hh\"}",
     0, &op_chunk},
    {"chunk'", "", "(Integral a1) => Pattern a1 -> " WITH_FUNCTION,
     build_param_with, "chunk from the last part to the first.",
     "chunk' 4 (# speed 2) $ s \"bd sn cp hh\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 3/4 {\"s\":\"cp\"}; "
     "3/4 1 {\"s\":\"hh\",\"speed\":2.0}",
     0, &op_chunk_prime},
};

const struct fn_family fn_family_within = {
    "within", "A part of each cycle", rows, sizeof(rows) / sizeof(rows[0])};
