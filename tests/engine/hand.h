/* The tests' own compile_text(): see hand.c. And a bench to play on: an engine
 * and its dsp, driven by hand. */
#ifndef TESTS_ENGINE_HAND_H
#define TESTS_ENGINE_HAND_H

#include "dsp/dsp.h"
#include "engine/engine.h"

enum { HAND_HEAVY_FROM = 8, HAND_RATE = 48000 };

struct hand_player {
	struct engine *e;
	float *out; /* all that was rendered, stereo */
	size_t frames, room;
	char said[512]; /* the last message of the engine */
	char all_said[2048];
	int n_said;
	/* Of the last eval. */
	bool done, accepted;
	uint64_t generation, frame;
	double cycle;
	size_t n_warnings;
	char warning[256], error[256];
};

/* Samples: click (64 frames of 0.5), long (1 s). */
void hand_start(struct hand_player *h, bool offline);
void hand_finish(struct hand_player *h);
/* Queue the text; at frame `frame`, or now when it is 0. */
void hand_eval(struct hand_player *h, const char *text, enum eval_mode mode,
	       uint64_t frame);
/* So many steps back, or on where it is below 0. */
void hand_undo(struct hand_player *h, int steps);
/* Step and render until that many frames in all are there. */
void hand_run(struct hand_player *h, size_t frames);
/* Run, block by block, until the last text is answered. */
void hand_wait(struct hand_player *h);
/* The frames at which sound begins after silence, without the master's delay;
 * how many there are (at most max). */
size_t hand_onsets(const struct hand_player *h, uint64_t *at, size_t max);

#endif
