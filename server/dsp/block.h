/* A block as it was rendered, for who listens besides the device. Frames that
 * an underrun skipped are in none: the next block's `frame` tells. */
#ifndef DSP_BLOCK_H
#define DSP_BLOCK_H

#include <stdint.h>
#include "rt/rt.h"

enum { OWNER_MIX = 0 };

struct sound_block {
	uint64_t frame;
	uint32_t owner; /* OWNER_MIX: what leaves; else of MSG_STRIP: the sound
			   of one slot, as it is in the mix */
	float samples[2 * BLOCK_FRAMES]; /* interleaved stereo */
};

#endif
