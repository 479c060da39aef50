#include "tests/dsp/rig.h"

#include <math.h>
#include <stdlib.h>

struct rig *rig_new(float value)
{
	struct rig *r = calloc(1, sizeof(*r));

	if (!r || !(r->d = dsp_new(48000)))
		abort();
	r->file = r->memory + RIG_GUARD;
	for (int i = 0; i < RIG_FILE + 2 * RIG_GUARD; i++)
		r->memory[i] = value;
	/* The master's delay: its silence is not part of the record. */
	for (uint32_t i = 0; i < dsp_latency(r->d); i += BLOCK_FRAMES) {
		float out[2 * BLOCK_FRAMES];

		dsp_block(r->d, out);
	}
	return r;
}

void rig_free(struct rig *r)
{
	dsp_free(r->d);
	free(r);
}

struct message rig_voice(const struct rig *r, uint64_t at_frame)
{
	return (struct message){
	    .at_frame = at_frame,
	    .kind = MSG_VOICE,
	    .voice = {.frames = r->file,
		      .owner = (struct sample *)r,
		      .n_frames = RIG_FILE,
		      .channels = 1,
		      .end = RIG_FILE,
		      .rate = 1,
		      .end_rate = 1,
		      .len_frames = RIG_FILE,
		      .fade_out = 0.001f,
		      .gain_left = 1,
		      .gain_right = 1,
		      .gate = 1},
	};
}

void rig_send(struct rig *r, const struct message *m)
{
	rig_send_many(r, m, 1);
}

void rig_send_many(struct rig *r, const struct message *m, size_t n)
{
	if (!ring_push(dsp_inbox(r->d), m, n))
		abort();
}

void rig_run(struct rig *r, uint32_t frames)
{
	float out[2 * BLOCK_FRAMES];
	struct reply reply;

	for (uint32_t at = 0; at < frames; at += BLOCK_FRAMES) {
		dsp_block(r->d, out);
		for (int i = 0; i < BLOCK_FRAMES && r->n < RIG_FRAMES; i++) {
			r->left[r->n] = out[2 * i];
			r->right[r->n++] = out[2 * i + 1];
		}
		while (ring_pop(dsp_outbox(r->d), &reply, 1)) {
			r->replies[reply.kind]++;
			r->last[reply.kind] = reply;
		}
	}
}

uint32_t rig_onset(const struct rig *r)
{
	uint32_t i = 0;

	while (i < r->n && fabsf(r->left[i]) + fabsf(r->right[i]) < 1e-6f)
		i++;
	return i;
}

uint32_t rig_end(const struct rig *r)
{
	uint32_t i = r->n;

	while (i > 0 && fabsf(r->left[i - 1]) + fabsf(r->right[i - 1]) < 1e-6f)
		i--;
	return i ? i - 1 : 0;
}

float rig_step(const struct rig *r, uint32_t from, uint32_t to)
{
	float most = 0;

	for (uint32_t i = from + 1; i < to; i++)
		most = fmaxf(most, fmaxf(fabsf(r->left[i] - r->left[i - 1]),
					 fabsf(r->right[i] - r->right[i - 1])));
	return most;
}
