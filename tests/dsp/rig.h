/* A synth world to try things on: messages in, sound and replies out. Sound is
 * kept as the strips made it: frame i of `left` is absolute frame i, the
 * master's delay taken off. */
#ifndef TESTS_DSP_RIG_H
#define TESTS_DSP_RIG_H

#include "dsp/dsp.h"

enum { RIG_FRAMES = 1 << 16, RIG_FILE = 1 << 14, RIG_GUARD = 4 };

struct rig {
	struct dsp *d;
	uint32_t n; /* frames rendered */
	float left[RIG_FRAMES], right[RIG_FRAMES];
	uint32_t replies[RPL_KINDS]; /* by kind */
	struct reply last[RPL_KINDS];
	float memory[RIG_FILE + 2 * RIG_GUARD];
	float *file;
};

/* A file of `value`s, a world at 48 kHz. */
struct rig *rig_new(float value);
void rig_free(struct rig *r);
/* The whole file on slot 0, at its pitch, at full level to both sides. */
struct message rig_voice(const struct rig *r, uint64_t at_frame);
void rig_send(struct rig *r, const struct message *m);
void rig_send_many(struct rig *r, const struct message *m, size_t n);
/* Render so many frames (rounded up to blocks). */
void rig_run(struct rig *r, uint32_t frames);
/* The first frame above 1e-6, or n. */
uint32_t rig_onset(const struct rig *r);
/* The last frame above 1e-6. */
uint32_t rig_end(const struct rig *r);
/* The largest step between neighbours in frames from..to. */
float rig_step(const struct rig *r, uint32_t from, uint32_t to);

#endif
