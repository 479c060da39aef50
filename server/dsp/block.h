/* A block as it was rendered, for who listens besides the device. Frames that
 * an underrun skipped are in none: the next block's `frame` tells. */
#ifndef DSP_BLOCK_H
#define DSP_BLOCK_H

#include <stdint.h>
#include "rt/rt.h"

struct sound_block {
	uint64_t frame;
	float samples[2 * BLOCK_FRAMES]; /* interleaved stereo */
};

#endif
