/* Approximations for inner loops that the compiler makes vectors of: no calls,
 * no branches. The error is that against the exact function. */
#ifndef DSP_APPROX_H
#define DSP_APPROX_H

#include <stdint.h>
#include <string.h>
#include "rt/rt.h"

/* The lesser and the greater of two: the standard's are calls. The second where
 * the first is no number. */
RT static inline float lesser(float a, float b)
{
	return a < b ? a : b;
}

RT static inline float greater(float a, float b)
{
	return a > b ? a : b;
}

/* The nearest integer, for |x| < 2^22. */
RT static inline float approx_round(float x)
{
	return (x + 12582912.0f) - 12582912.0f;
}

/* floor(x); beyond +-2^22 x itself. */
RT static inline float approx_floor(float x)
{
	float y = x > -4194304 ? x : -4194304, near;

	y = y < 4194304 ? y : 4194304;
	near = approx_round(y);
	return near - (near > y ? 1.0f : 0.0f) + (x - y);
}

/* 2^x; x is clamped to -126..126. Relative error under 4e-7. */
RT static inline float approx_exp2(float x)
{
	float whole, f, y;
	int32_t bits;

	x = x > -126 ? x : -126;
	x = x < 126 ? x : 126;
	whole = approx_round(x);
	f = x - whole;
	y = 1 +
	    f * (0.693147181f +
		 f * (0.240226507f +
		      f * (0.0555041087f +
			   f * (0.00961812911f +
				f * (0.00133335581f + f * 0.000154035304f)))));
	bits = ((int32_t)whole + 127) * (1 << 23);
	memcpy(&f, &bits, sizeof(f));
	return y * f;
}

/* log2(x) for x > 0 (below 1e-37: of 1e-37). Error under 3e-7 and a rounding.
 */
RT static inline float approx_log2(float x)
{
	int32_t bits, exponent;
	float m, s, s2;

	x = x > 1e-37f ? x : 1e-37f;
	memcpy(&bits, &x, sizeof(bits));
	exponent = (bits - 0x3f3504f3) >> 23;
	bits -= exponent * (1 << 23);
	memcpy(&m, &bits, sizeof(m)); /* 0.7071..1.4142 */
	s = (m - 1) / (m + 1);
	s2 = s * s;
	return (float)exponent +
	       s * (2.88539008f +
		    s2 * (0.961796694f +
			  s2 * (0.577078016f + s2 * 0.412198583f)));
}

/* exp(x). Relative error under 4e-7 and |x| roundings. */
RT static inline float approx_exp(float x)
{
	return approx_exp2(x * 1.44269504f);
}

/* sin(pi / 2 * x) for -1 <= x <= 1. Error under 1e-7. */
RT static inline float approx_sin_quarter(float x)
{
	float y = x * x;

	return x *
	       (1.57079633f +
		y * (-0.645964098f +
		     y * (0.0796926262f +
			  y * (-0.00468175414f +
			       y * (0.000160441185f - y * 3.59884324e-06f)))));
}

/* tan(pi x) for 0 <= x < 0.5. Relative error under 1e-6. */
RT static inline float approx_tan_pi(float x)
{
	return approx_sin_quarter(2 * x) / approx_sin_quarter(1 - 2 * x);
}

#endif
