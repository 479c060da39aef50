/* Reading a sample at any rate: 4-point, 3rd-order Hermite interpolation, four
 * frames at once. A position is frames of the file as a 32.32 fixed-point
 * number: sums of such numbers are exact, so a block that is cut in two gives
 * the same samples as a whole one. */
#ifndef DSP_HERMITE_H
#define DSP_HERMITE_H

#include <stdint.h>
#include "rt/rt.h"

/* to[i] = frames at position pos + i * step, 0 <= i < n. From one frame before
 * the smallest position to two behind the largest must be readable. */
RT void hermite_mono(const float *frames, int64_t pos, int64_t step, float *to,
		     int n);
/* The same for interleaved stereo. */
RT void hermite_stereo(const float *frames, int64_t pos, int64_t step,
		       float *left, float *right, int n);

#endif
