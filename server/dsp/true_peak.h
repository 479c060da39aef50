/* How far a signal goes between its samples: polyphase interpolation as in
 * ITU-R BS.1770, annex 2, at four times the rate, and at eight times where that
 * comes near full scale. The filters (least squares up to 0.435 of the
 * rate) never read more than is there; they read 0.1 dB too little up to 0.4 of
 * the rate, 1 dB at 0.45. */
#ifndef DSP_TRUE_PEAK_H
#define DSP_TRUE_PEAK_H

#include "rt/rt.h"

enum {
	TRUE_PEAK_TAPS = 20,
	TRUE_PEAK_AHEAD = TRUE_PEAK_TAPS / 2, /* samples behind a gap */
	TRUE_PEAK_RUN = 16,
};

/* A gap is at most so many times as loud as the loudest sample around it. */
#define TRUE_PEAK_MOST 2.27f

/* x: TRUE_PEAK_RUN + TRUE_PEAK_TAPS - 1 samples. Raises gap[i] to the largest
 * magnitude between x[i + 9] and x[i + 10]. */
RT void true_peak_run(const float *x, float gap[TRUE_PEAK_RUN]);

#endif
