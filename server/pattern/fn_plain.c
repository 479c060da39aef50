/* Functions that take plain values where the ones without the underscore take
 * patterns. */
#include "pattern/family.h"
#include "pattern/number.h"
#include "pattern/param.h"

/* The row named by aux, which does the same with what is pure. */
static struct value build_other(const struct call *c)
{
	struct call other = *c;

	other.row = fn_find(c->row->aux);
	return other.row->build(&other);
}

static struct value build_every(const struct call *c)
{
	struct transform_fn t = transform_of_fn(arg_fn(c, 1));
	const struct transform_fn *kept = arena_copy(c->arena, &t, sizeof(t));

	return value_pat(
	    pat_keep_steps(c->arena, arg_pat(c, 2),
			   pat_every(c->arena, arg_int(c, 0), &kept->transform,
				     arg_pat(c, 2))));
}

static struct value build_ratio(const struct call *c)
{
	int64_t den = arg_int(c, 1);

	if (den == 0)
		arena_escape(c->arena, ST_EVAL, "a ratio with 0 below");
	return number_result(
	    c, number_of_rat(c->arena, c->kind, rat_make(arg_int(c, 0), den)));
}

static const struct fn_row rows[] = {
    {"%", "", "(Integral a, Fractional b) => a -> a -> b", build_ratio,
     "An exact ratio of whole numbers.", "rotL (1 % 4) $ s \"bd sn\"", "",
     FN_NOT_A_PATTERN, NULL},
    {"_fast", "", "Time -> Pattern a -> Pattern a", build_other,
     "Fast with a plain number.", "_fast 2 $ s \"bd sn\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 3/4 {\"s\":\"bd\"}; "
     "3/4 1 {\"s\":\"sn\"}",
     0, "fast"},
    {"_slow", "", "Time -> Pattern a -> Pattern a", build_other,
     "Slow with a plain number.", "_slow 2 $ s \"bd sn\"", "0 1 {\"s\":\"bd\"}",
     0, "slow"},
    {"_segment", "", "Time -> Pattern a -> Pattern a", build_other,
     "Segment with a plain number.", "_segment 4 $ n saw",
     "0 1/4 {\"n\":0.0}; 1/4 1/2 {\"n\":0.25}; 1/2 3/4 {\"n\":0.5}; 3/4 1 "
     "{\"n\":0.75}",
     0, "segment"},
    {"_euclid", "", "Int -> Int -> Pattern a -> Pattern a", build_other,
     "Euclid with plain numbers.", "_euclid 3 8 $ s \"bd\"",
     "0 1/8 {\"s\":\"bd\"}; 3/8 1/2 {\"s\":\"bd\"}; 3/4 7/8 {\"s\":\"bd\"}", 0,
     "euclid"},
    {"_ply", "", "Rational -> Pattern a -> Pattern a", build_other,
     "Ply with a plain number.", "_ply 2 $ s \"bd sn\"",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"bd\"}; 1/2 3/4 {\"s\":\"sn\"}; "
     "3/4 1 {\"s\":\"sn\"}",
     0, "ply"},
    {"_linger", "", "Time -> Pattern a -> Pattern a", build_other,
     "Linger with a plain number.", "_linger 0.5 $ s \"bd sn\"",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"bd\"}", 0, "linger"},
    {"_iter", "", "Int -> Pattern a -> Pattern a", build_other,
     "Iter with a plain number.", "_iter 4 $ n \"0 1 2 3\"",
     "0 1/4 {\"n\":0.0}; 1/4 1/2 {\"n\":1.0}; 1/2 3/4 {\"n\":2.0}; 3/4 1 "
     "{\"n\":3.0}",
     0, "iter"},
    {"_degradeBy", "", "Double -> Pattern a -> Pattern a", build_other,
     "DegradeBy with a plain number.", "_degradeBy 0.3 $ s \"hh*8\"",
     "0 1/8 {\"s\":\"hh\"}; 1/8 1/4 {\"s\":\"hh\"}; 1/4 3/8 {\"s\":\"hh\"}; "
     "3/8 1/2 {\"s\":\"hh\"}; 7/8 1 {\"s\":\"hh\"}",
     0, "degradeBy"},
    {"_every", "", "Int -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a",
     build_every, "Every with a plain number.", "_every 2 rev $ s \"bd sn\"",
     "0 1/2 {\"s\":\"sn\"}; 1/2 1 {\"s\":\"bd\"}", 0, NULL},
};

const struct fn_family fn_family_plain = {"plain", "Plain arguments", rows,
					  sizeof(rows) / sizeof(rows[0])};
