/* The trapezoidal state-variable filter (A. Simper, V. Zavalishin): a cutoff
 * and a damping, and an output that mixes input, band and low. It stays stable
 * when they move at every frame. Where they stand still it goes four frames at
 * a step: the same filter, with a fourth of the waiting. */
#ifndef DSP_SVF_H
#define DSP_SVF_H

#include "dsp/approx.h"
#include "dsp/ugen_family.h"

typedef float svf_v4 __attribute__((vector_size(16)));
typedef double svf_v2 __attribute__((vector_size(16)));

enum { SVF_GROUP = 4, SVF_PARAMS = 3 };

/* What a filter is at each frame of a run. out = dry * in + band * v1 + low *
 * v2, where v1 is the band at a peak of 1 / damping. */
struct svf_curve {
	float g[UGEN_RUN];	 /* tan(pi cutoff / rate) */
	float damping[UGEN_RUN]; /* 1 / q */
	float dry[UGEN_RUN], band[UGEN_RUN], low[UGEN_RUN];
};

/* Four frames of a still filter as matrices. */
struct svf_still {
	svf_v2 next[2];	    /* the state after, by each of the state */
	svf_v2 by_in[4];    /* ... by each frame in */
	svf_v4 of_state[2]; /* the four frames out, by each of the state */
	svf_v4 of_in[4];    /* ... by each frame in */
};

struct svf {
	struct svf_still still;
	svf_v2 s;	       /* at the start of the group */
	svf_v4 x;	       /* what came in since, else 0 */
	float g, damping;      /* what `still` was made of */
	float key[SVF_PARAMS]; /* the parameters that `still` was made for */
	uint32_t phase;	       /* frames since the start of the group */
	uint32_t made;
};

/* Frames [0, n) of what the filter is, from its parameters: input `at` and
 * those after it. */
typedef void svf_fill(const struct ugen *u, int at, int n,
		      struct svf_curve *to);

/* n frames from x (of UGEN_RUN) to out by the n_params parameters at input
 * `at`. out may be x. */
RT void svf_run(struct svf *f, const struct ugen *u, int at, int n_params,
		svf_fill *fill, const float *x, float *out, int n);

/* tan(pi hz / rate) for a frequency that is kept between 1 Hz and 0.49 of the
 * rate. */
RT static inline float svf_g(float hz, float rate_hz)
{
	return approx_tan_pi(ugen_clamp(hz / rate_hz, 1 / rate_hz, 0.49f));
}

#endif
