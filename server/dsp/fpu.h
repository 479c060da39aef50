/* How the processor treats numbers too small for their format: as zero, while
 * sound is made, for they cost hundreds of cycles each. */
#ifndef DSP_FPU_H
#define DSP_FPU_H

#include <stdint.h>
#include "rt/rt.h"

#if defined(__SSE2__)
#include <xmmintrin.h>

/* Returns what fpu_restore() wants to have back. */
RT static inline uint64_t fpu_flush_denormals(void)
{
	unsigned old = _mm_getcsr();

	_mm_setcsr(old | 0x8040); /* FTZ, DAZ */
	return old;
}

RT static inline void fpu_restore(uint64_t old)
{
	_mm_setcsr((unsigned)old);
}

#elif defined(__aarch64__)

RT static inline uint64_t fpu_flush_denormals(void)
{
	uint64_t old;

	__asm__ volatile("mrs %0, fpcr" : "=r"(old));
	__asm__ volatile("msr fpcr, %0" : : "r"(old | (1u << 24)));
	return old;
}

RT static inline void fpu_restore(uint64_t old)
{
	__asm__ volatile("msr fpcr, %0" : : "r"(old));
}

#else

RT static inline uint64_t fpu_flush_denormals(void)
{
	return 0;
}

RT static inline void fpu_restore(uint64_t old)
{
	(void)old;
}

#endif

#endif
