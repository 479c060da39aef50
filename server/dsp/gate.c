#include "dsp/gate.h"

#include <math.h>

/* 0.5 - 0.5 cos(pi x) for x of 0 to 1, as the square of a sine (its Taylor
 * series: good to 4e-6 of full scale at the end of the range). */
RT static inline float raised_cosine(float x)
{
	float a = 1.57079633f * x, q = a * a;
	float s = a * (1 - q * (0.166666667f -
				q * (8.33333333e-3f -
				     q * (1.98412698e-4f - q * 2.7557e-6f))));

	return s * s;
}

RT float gate_fade(const struct voice *v, uint32_t ahead)
{
	if (ahead >= v->fade_left)
		return 0;
	return v->fade_from * raised_cosine((float)(v->fade_left - ahead) /
					    (float)v->fade_len);
}

RT static inline float slope(const struct voice *v, uint32_t age)
{
	if (age < v->rise)
		return raised_cosine((float)age / (float)v->rise);
	if (age >= v->open)
		return 0;
	if (age > v->open - v->fall)
		return raised_cosine((float)(v->open - age) / (float)v->fall);
	return 1;
}

/* How far a segment went after x of its time: SuperCollider's curves. */
RT static inline float bent(float x, float curve)
{
	if (fabsf(curve) < 1e-3f)
		return x;
	return (1 - expf(curve * x)) / (1 - expf(curve));
}

RT static inline float envelope(const struct voice *v, uint32_t age)
{
	float t = (float)age, end = v->attack + v->hold;

	if (t < v->attack)
		return bent(t / v->attack, v->curve);
	if (t < end)
		return 1;
	if (t >= end + v->release)
		return 0;
	return 1 - bent((t - end) / v->release, v->curve);
}

RT void gate_fill(const struct voice *v, uint32_t age, float *to, int n)
{
	if (age >= v->rise && age + (uint32_t)n <= v->open - v->fall)
		for (int i = 0; i < n; i++)
			to[i] = v->gate;
	else
		for (int i = 0; i < n; i++)
			to[i] = v->gate * slope(v, age + (uint32_t)i);
	if (v->envelope)
		for (int i = 0; i < n; i++)
			to[i] *= envelope(v, age + (uint32_t)i);
	if (v->fade_len)
		for (int i = 0; i < n; i++)
			to[i] *= gate_fade(v, (uint32_t)i);
}
