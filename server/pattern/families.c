/* The list of the function families, in the order of the reference. */
#include "pattern/fn.h"

const struct fn_family *const fn_families[] = {
    NULL,
};
