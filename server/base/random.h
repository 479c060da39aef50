/* Tidal's random numbers: a function of time, the same on every machine.
 * Matches TidalCycles 1.10 (xorwise, timeToRand). [any thread] */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stdint.h>
#include "base/rational.h"

int64_t random_xorwise(int64_t x);
/* The seed of a moment, exact or given as a double. */
int64_t random_seed(struct rat time);
int64_t random_seed_double(double time);
/* 0 <= x < 1. */
double random_at(struct rat time);
double random_at_double(double time);
/* n numbers of one moment (shuffle, randrun): at time 0 those of 9999999. */
void random_many(double time, double *to, int n);
double random_of_seed(int64_t seed);

#endif
