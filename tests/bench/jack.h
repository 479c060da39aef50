/* A JACK server of the benches' own: Debian's jackd2 with its dummy driver, 48
 * kHz in buffers of 64 frames. */
#ifndef TESTS_BENCH_JACK_H
#define TESTS_BENCH_JACK_H

#include <stdbool.h>
#include <sys/types.h>

enum { JACK_FRAMES = 64 };

/* Starts it and points $JACK_DEFAULT_SERVER at it. 0: there is no jackd. */
pid_t jack_start(void);
void jack_stop(pid_t pid);

#endif
