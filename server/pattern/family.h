/* What one family of functions offers the others: transformations that exist
 * as rows too, for patterns and functions of C. */
#ifndef PATTERN_FAMILY_H
#define PATTERN_FAMILY_H

#include "pattern/core.h"
#include "pattern/fn.h"

/* A transformation of patterns: a function of the language or of C. */
struct transform {
	const struct pattern *(*apply)(struct arena *a,
				       const struct transform *t,
				       const struct pattern *p);
};
struct transform_fn {
	struct transform transform;
	const struct fn *fn;
};
/* A function of the language as a transform, in the caller's memory. */
struct transform_fn transform_of_fn(const struct fn *f);

static inline const struct pattern *transform_apply(struct arena *a,
						    const struct transform *t,
						    const struct pattern *p)
{
	return t->apply(a, t, p);
}

/* Events of p in s moved earlier by `by`: p is asked at s + by. */
void query_early(struct query *q, const struct pattern *p, struct rat by,
		 struct span s, struct events *out);

/* yes in the cycles (whole: at the query's begins) where test() holds, else no;
 * queries are cut at cycle borders. Steps and pure are those of `no`. */
typedef bool when_test(struct arena *a, const void *ctx, struct rat begin);
const struct pattern *pat_when(struct arena *a, when_test *test,
			       const void *ctx, const struct pattern *yes,
			       const struct pattern *no);
const struct pattern *pat_every(struct arena *a, int64_t n,
				const struct transform *t,
				const struct pattern *p);

const struct pattern *pat_within(struct arena *a, struct span zone,
				 const struct transform *t,
				 const struct pattern *p);
const struct pattern *pat_inside(struct arena *a, struct rat n,
				 const struct transform *t,
				 const struct pattern *p);
/* The pattern's `by ~> p` for a pattern of times. */
const struct pattern *pat_late_by(struct arena *a, const struct pattern *by,
				  const struct pattern *p);
const struct pattern *pat_loop_first(struct arena *a, const struct pattern *p);
/* Without the silence at the ends of each cycle. */
const struct pattern *pat_stretch(struct arena *a, const struct pattern *p);
/* p only where it lies in span. */
const struct pattern *pat_play_for(struct arena *a, struct span span,
				   const struct pattern *p);
const struct pattern *pat_superimpose(struct arena *a,
				      const struct transform *t,
				      const struct pattern *p);
const struct pattern *pat_spread_chords(struct arena *a,
					const struct pattern *p);
/* yes where b is true, no where it is false, nothing elsewhere. */
const struct pattern *pat_sew(struct arena *a, const struct pattern *b,
			      const struct pattern *yes,
			      const struct pattern *no);
const struct pattern *pat_mask(struct arena *a, const struct pattern *b,
			       const struct pattern *p);
const struct pattern *pat_struct(struct arena *a, const struct pattern *b,
				 const struct pattern *p);
const struct pattern *pat_inv(struct arena *a, const struct pattern *b);
const struct pattern *pat_bools(struct arena *a, size_t n, const bool *v);
/* n hits among k steps, rotated by `from`: p at the hits; or, for booleans, p
 * where there is a hit and its opposite elsewhere. */
const struct pattern *pat_euclid_off(struct arena *a, const struct pattern *n,
				     const struct pattern *k,
				     const struct pattern *from,
				     const struct pattern *p);
const struct pattern *pat_euclid_off_bool(struct arena *a,
					  const struct pattern *n,
					  const struct pattern *k,
					  const struct pattern *from,
					  const struct pattern *p);
/* compress into a part of any cycle (Tidal's compressArcTo). */
const struct pattern *pat_compress_to(struct arena *a, struct span to,
				      const struct pattern *p);

/* A number of parts of each sample, in its place. */
const struct pattern *pat_chop(struct arena *a, int64_t n,
			       const struct pattern *p);
/* The whole pattern n times a cycle, each time the next part of each sample. */
const struct pattern *pat_striate(struct arena *a, int64_t n,
				  const struct pattern *p);
/* p faster, the speed of its sounds too. */
const struct pattern *pat_hurry(struct arena *a, const struct pattern *by,
				const struct pattern *p);
/* n copies of p, the first unchanged, time apart. */
const struct pattern *pat_stut(struct arena *a, int64_t n, double feedback,
			       struct rat time, const struct pattern *p);

extern const struct fn_family fn_family_time, fn_family_cycle, fn_family_rhythm,
    fn_family_cat, fn_family_weave, fn_family_cond, fn_family_within,
    fn_family_euclid, fn_family_struct, fn_family_match, fn_family_rearrange,
    fn_family_join, fn_family_step, fn_family_random, fn_family_chance,
    fn_family_shuffle, fn_family_markov, fn_family_signal, fn_family_harmony,
    fn_family_arp, fn_family_params, fn_family_params_bus, fn_family_stateful,
    fn_family_state, fn_family_trigger, fn_family_sample, fn_family_fit,
    fn_family_layer, fn_family_transition, fn_family_simple, fn_family_text,
    fn_family_plain;

extern const struct fn_family fn_family_ops, fn_family_number,
    fn_family_function, fn_family_list;

#endif
