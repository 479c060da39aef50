/* What the machine itself makes of real time: a thread of the highest priority
 * that does nothing but wake in time for each buffer of 64 frames. */
#ifndef TESTS_BENCH_WAKES_H
#define TESTS_BENCH_WAKES_H

void wakes_start(void);
/* Ends it, and prints how often it came more than a buffer late. */
void wakes_print(void);

#endif
