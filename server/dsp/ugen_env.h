/* What the envelopes share: straight lines of so many frames. */
#ifndef DSP_UGEN_ENV_H
#define DSP_UGEN_ENV_H

#include "dsp/ugen_family.h"

/* A line towards a level; a place on it depends on the frames that are left
 * and on nothing that adds up. */
struct slope {
	float to, step; /* a frame */
	uint32_t left;	/* frames before it is there */
};

/* Frames of a time; at least 0, at most a day's worth. */
RT static inline uint32_t slope_frames(float seconds, float rate_hz)
{
	float frames = seconds * rate_hz + 0.5f;

	return frames > 0 ? (uint32_t)(frames < 4e9f ? frames : 4e9f) : 0;
}

RT static inline float slope_level(const struct slope *s)
{
	return s->to - s->step * (float)s->left;
}

RT static inline void slope_begin(struct slope *s, float from, float to,
				  uint32_t frames)
{
	s->to = to;
	s->left = frames;
	s->step = frames ? (to - from) / (float)frames : 0;
}

/* Up to n frames of it; how many there were. */
RT static inline int slope_run(struct slope *s, float *restrict out, int n)
{
	int32_t left;
	float to = s->to, step = s->step;

	n = s->left < (uint32_t)n ? (int)s->left : n;
	left = (int32_t)(s->left < 0x7fffffff ? s->left : 0x7fffffff);
	for (int i = 0; i < n; i++)
		out[i] = to - step * (float)(left - i);
	s->left -= (uint32_t)n;
	return n;
}

/* From frame i, how many frames the gate stays as it is there. */
RT static inline int gate_stays(struct signal gate, int i, int n)
{
	bool open = gate.at[i * gate.step] > 0;
	int k = i + 1;

	if (!gate.step)
		return n - i;
	while (k < n && (gate.at[k] > 0) == open)
		k++;
	return k - i;
}

/* The state of an envelope with a gate; zero at birth. */
struct env {
	struct slope slope;
	uint32_t stage;
	float level; /* of the frame before; of sustain */
	bool open;
};

/* In: gate, attack, decay, sustain, release. State: a struct env. */
RT void env_adsr_run(struct ugen *u, int n);

#endif
