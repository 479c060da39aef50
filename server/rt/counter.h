/* Figures that one thread counts and any may read. */
#ifndef RT_COUNTER_H
#define RT_COUNTER_H

#include <stdatomic.h>
#include <stdint.h>
#include "rt/rt.h"

struct counter {
	_Atomic uint64_t n;
};

/* Only one thread adds. [its owner] */
RT static inline void counter_add(struct counter *c, uint64_t n)
{
	atomic_store_explicit(
	    &c->n, atomic_load_explicit(&c->n, memory_order_relaxed) + n,
	    memory_order_relaxed);
}

RT static inline void counter_set(struct counter *c, uint64_t n)
{
	atomic_store_explicit(&c->n, n, memory_order_relaxed);
}

/* [any] */
RT static inline uint64_t counter_get(const struct counter *c)
{
	return atomic_load_explicit(&c->n, memory_order_relaxed);
}

/* The largest of non-negative numbers since somebody last took it. */
struct peak {
	_Atomic uint32_t bits; /* of the float: they compare as it does */
};

/* [its owner] */
RT static inline void peak_raise(struct peak *p, float level)
{
	union {
		float f;
		uint32_t bits;
	} x = {level};
	uint32_t old = atomic_load_explicit(&p->bits, memory_order_relaxed);

	/* Beside one taker this ends after two rounds. */
	while (x.bits > old && !atomic_compare_exchange_weak_explicit(
				   &p->bits, &old, x.bits, memory_order_relaxed,
				   memory_order_relaxed))
		;
}

/* [any] */
RT static inline float peak_take(struct peak *p)
{
	union {
		uint32_t bits;
		float f;
	} x = {atomic_exchange_explicit(&p->bits, 0, memory_order_relaxed)};

	return x.f;
}

#endif
