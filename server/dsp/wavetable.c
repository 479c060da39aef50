#include "dsp/wavetable.h"

struct wavetable wavetables[WAVEFORMS][WAVETABLE_BUCKETS];
