/* What the families of unit generators share. */
#ifndef DSP_UGEN_FAMILY_H
#define DSP_UGEN_FAMILY_H

#include "dsp/ugen.h"

#define UGEN_FAMILY(name_, title_, rows_)                                      \
	{                                                                      \
		name_, title_, rows_, sizeof(rows_) / sizeof(*(rows_))         \
	}

/* A parameter that is a plain number. */
#define UGEN_PARAM(name_, unit_, least_, most_, initial_, summary_)            \
	{                                                                      \
		.name = name_, .unit = unit_, .least = least_, .most = most_,  \
		.initial = initial_, .summary = summary_                       \
	}

/* The parameters of a row. */
#define UGEN_PARAMS(list_)                                                     \
	.params = list_, .n_params = sizeof(list_) / sizeof(*(list_))

/* Input i of the unit at frame f. */
RT static inline float ugen_in(const struct ugen *u, int i, int f)
{
	return u->in[i].at[f * u->in[i].step];
}

/* Input i as a row of frames: where it stands, or the constant spread over
 * room (as many as UGEN_RUN), so that inner loops have one form. */
RT static inline const float *ugen_spread(const struct ugen *u, int i, int n,
					  float *room)
{
	if (u->in[i].step)
		return u->in[i].at;
	for (int f = 0; f < n; f++)
		room[f] = u->in[i].at[0];
	return room;
}

RT static inline float ugen_clamp(float x, float least, float most)
{
	x = x > least ? x : least;
	return x < most ? x : most;
}

#endif
