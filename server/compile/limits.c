#include "compile/compile.h"

const struct compile_limits compile_limits_default = {
    .text_bytes = 1 << 20,
    .nesting = 200,
    .arena_bytes = 64 << 20,
    .steps = 20000000,
    .statements = 2000,
};
