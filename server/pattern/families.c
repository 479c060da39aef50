/* The list of the function families, in the order of the reference. */
#include "pattern/family.h"
#include "pattern/fn.h"

const struct fn_family *const fn_families[] = {
    &fn_family_time,	   &fn_family_cycle,	  &fn_family_rhythm,
    &fn_family_cat,	   &fn_family_weave,	  &fn_family_cond,
    &fn_family_within,	   &fn_family_euclid,	  &fn_family_struct,
    &fn_family_match,	   &fn_family_rearrange,  &fn_family_join,
    &fn_family_step,	   &fn_family_random,	  &fn_family_chance,
    &fn_family_shuffle,	   &fn_family_markov,	  &fn_family_signal,
    &fn_family_harmony,	   &fn_family_arp,	  &fn_family_params,
    &fn_family_params_bus, &fn_family_stateful,	  &fn_family_state,
    &fn_family_trigger,	   &fn_family_sample,	  &fn_family_fit,
    &fn_family_layer,	   &fn_family_transition, &fn_family_simple,
    &fn_family_text,	   &fn_family_plain,	  NULL,
};
