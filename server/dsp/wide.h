/* Loops in two builds: for every processor of the architecture, and for those
 * with vectors of eight floats. The loader takes one at start; both give the
 * same samples, as nothing is contracted or reordered in either. Only for static
 * functions: clang 14 gives those of other files a name that none of them
 * finds. */
#ifndef DSP_WIDE_H
#define DSP_WIDE_H

#ifdef DSP_CLONES /* by configure */
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

/* A function that such loops call: a part of theirs, in either build. Without
 * it the compiler may leave it outside, in the narrow build alone. */
#define WIDE_PART inline __attribute__((always_inline))

#endif
