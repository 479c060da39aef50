/* The clock on the wall. */
#ifndef BASE_WALL_H
#define BASE_WALL_H

#include <stdint.h>

/* Now, in seconds since 1900 as a 32.32 fixed-point number, as in NTP and OSC.
 * [any] */
uint64_t wall_ntp(void);

#endif
