/* Marks of the synth thread. A function with RT on its declaration may run
 * there: it never allocates, frees, locks, waits, logs or touches a file, its
 * loops are bounded by what is known before the block starts, and it calls
 * only functions that carry RT too. */
#ifndef RT_RT_H
#define RT_RT_H

#define RT

/* The block of synthesis: stamps are honoured to the frame, but blocks begin at
 * multiples of this of the absolute frame. */
enum { BLOCK_FRAMES = 64 };

#endif
