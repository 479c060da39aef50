/* The list of the function families, in the order of the reference. */
#include "pattern/family.h"
#include "pattern/fn.h"

const struct fn_family *const fn_families[] = {
    &fn_family_time,	&fn_family_cycle,     &fn_family_rhythm,
    &fn_family_cat,	&fn_family_weave,     &fn_family_cond,
    &fn_family_within,	&fn_family_euclid,    &fn_family_struct,
    &fn_family_match,	&fn_family_rearrange, &fn_family_join,
    &fn_family_step,	&fn_family_random,    &fn_family_chance,
    &fn_family_shuffle, &fn_family_markov,    &fn_family_signal,
    &fn_family_harmony, &fn_family_arp,	      NULL,
};
