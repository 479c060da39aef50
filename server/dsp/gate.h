/* The slopes of a voice: SuperDirt's gate (raised cosines), attack and release,
 * and the fade of a voice that was stopped. */
#ifndef DSP_GATE_H
#define DSP_GATE_H

#include "dsp/voice.h"

/* to[i] = all gains after shape at frame age + i of the voice. */
RT void gate_fill(const struct voice *v, uint32_t age, float *to, int n);
/* The fade alone, `ahead` frames from here. */
RT float gate_fade(const struct voice *v, uint32_t ahead);

#endif
