#include "dsp/hermite.h"

#include <string.h>

typedef float v4 __attribute__((vector_size(16)));
typedef int32_t i4 __attribute__((vector_size(16)));
typedef uint32_t u4 __attribute__((vector_size(16)));
typedef int64_t l2 __attribute__((vector_size(16)));

/* Four positions, one a lane, and their distance from the frame below. */
struct lanes {
	int64_t at[4];
	v4 x;
};

RT static inline v4 load(const float *p)
{
	v4 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

RT static inline void store(float *p, v4 v)
{
	memcpy(p, &v, sizeof(v));
}

RT static inline struct lanes lanes_at(int64_t pos, int64_t step)
{
	struct lanes l;
	l2 low = {pos, pos + step};
	l2 high = low + 2 * step;
	i4 fraction = __builtin_shufflevector((i4)low, (i4)high, 0, 2, 4, 6);

	for (int i = 0; i < 4; i++)
		l.at[i] = (pos + i * step) >> 32;
	/* The upper 24 bits: as many as a float holds. */
	fraction = (i4)((u4)fraction >> 8);
	l.x = __builtin_convertvector(fraction, v4) * 0x1p-24f;
	return l;
}

/* The curve through y1 and y2 whose slopes there are those of their
 * neighbours' chords (Catmull-Rom), x of the way from y1 to y2. */
RT static inline v4 cubic(v4 x, v4 y0, v4 y1, v4 y2, v4 y3)
{
	v4 c1 = 0.5f * (y2 - y0);
	v4 c2 = y0 - 2.5f * y1 + 2.0f * y2 - 0.5f * y3;
	v4 c3 = 0.5f * (y3 - y0) + 1.5f * (y1 - y2);

	return ((c3 * x + c2) * x + c1) * x + y1;
}

/* Four rows of four neighbours each: turn them, then one lane a frame. */
RT static inline v4 cubic_rows(v4 x, v4 a, v4 b, v4 c, v4 d)
{
	v4 ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5);
	v4 ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
	v4 cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5);
	v4 cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);

	return cubic(x, __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5),
		     __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7),
		     __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5),
		     __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7));
}

RT static inline v4 mono4(const float *frames, struct lanes l)
{
	const float *f = frames - 1;

	return cubic_rows(l.x, load(f + l.at[0]), load(f + l.at[1]),
			  load(f + l.at[2]), load(f + l.at[3]));
}

RT void hermite_mono(const float *frames, int64_t pos, int64_t step, float *to,
		     int n)
{
	int i = 0;

	for (; i + 4 <= n; i += 4, pos += 4 * step)
		store(to + i, mono4(frames, lanes_at(pos, step)));
	for (; i < n; i++, pos += step)
		to[i] = mono4(frames, lanes_at(pos, 0))[0];
}

struct pair4 {
	v4 left, right;
};

RT static inline struct pair4 stereo4(const float *frames, struct lanes l)
{
	v4 left[4], right[4];

	for (int i = 0; i < 4; i++) {
		const float *f = frames + 2 * (l.at[i] - 1);
		v4 a = load(f), b = load(f + 4);

		left[i] = __builtin_shufflevector(a, b, 0, 2, 4, 6);
		right[i] = __builtin_shufflevector(a, b, 1, 3, 5, 7);
	}
	return (struct pair4){
	    cubic_rows(l.x, left[0], left[1], left[2], left[3]),
	    cubic_rows(l.x, right[0], right[1], right[2], right[3])};
}

RT void hermite_stereo(const float *frames, int64_t pos, int64_t step,
		       float *left, float *right, int n)
{
	int i = 0;

	for (; i + 4 <= n; i += 4, pos += 4 * step) {
		struct pair4 y = stereo4(frames, lanes_at(pos, step));

		store(left + i, y.left);
		store(right + i, y.right);
	}
	for (; i < n; i++, pos += step) {
		struct pair4 y = stereo4(frames, lanes_at(pos, 0));

		left[i] = y.left[0];
		right[i] = y.right[0];
	}
}
