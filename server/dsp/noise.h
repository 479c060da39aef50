/* White noise as a function of a seed and a count: the same however it is cut
 * into runs, and the compiler makes vectors of it. */
#ifndef DSP_NOISE_H
#define DSP_NOISE_H

#include <stdint.h>
#include "rt/rt.h"

struct noise_key {
	uint32_t a, b;
};

RT static inline uint32_t noise_mix(uint32_t x)
{
	x ^= x >> 16;
	x *= 0x7feb352du;
	x ^= x >> 15;
	x *= 0x846ca68bu;
	return x ^ x >> 16;
}

/* Of a unit's seed; `lap` tells apart what one unit needs several of. */
RT static inline struct noise_key noise_key(uint64_t seed, uint32_t lap)
{
	struct noise_key k;

	k.a = noise_mix((uint32_t)seed + lap * 0x9e3779b9u);
	k.b = noise_mix((uint32_t)(seed >> 32) ^ k.a ^ 0x85ebca6bu);
	return k;
}

RT static inline uint32_t noise_bits(struct noise_key k, uint32_t count)
{
	uint32_t x = count + k.a;

	x ^= x >> 16;
	x = (x * 0x7feb352du) ^ k.b;
	x ^= x >> 15;
	x *= 0x846ca68bu;
	return x ^ x >> 16;
}

/* -1 <= x < 1, all equally likely. */
RT static inline float noise_at(struct noise_key k, uint32_t count)
{
	return (float)(int32_t)noise_bits(k, count) * 0x1p-31f;
}

#endif
