/* Time: cycles to frames through the tempo history, frames to wall clock
 * through a delay-locked loop. No thread of its own, no clock of the machine:
 * who owns it tells it what it needs. [control] */
#ifndef ENGINE_CLOCK_H
#define ENGINE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include "base/rational.h"

enum { CLOCK_HISTORY = 64 };

#define CLOCK_CPS_START 0.5625
#define CLOCK_CPS_MAX 8.0

/* From `frame` on the position is whole + frac and moves by
 * (cps + slope * t) / rate cycles a frame, t frames later. */
struct clock_segment {
	uint64_t frame;
	int64_t whole;
	double frac; /* in [0, 1) */
	double cps, slope;
	bool jump; /* the position jumped here (set, nudged) */
};

/* Frames to wall clock: `frame` is heard at `ntp`, a frame takes `s_frame`. */
struct clock_wall {
	bool known;
	uint64_t frame, ntp;
	double s_frame;
	double age_s; /* since the loop was (re)started */
};

struct clock {
	double rate_hz;
	int n;
	struct clock_segment at[CLOCK_HISTORY]; /* by frame, ascending */
	struct clock_wall wall;
};

void clock_init(struct clock *c, double rate_hz, double cps);
/* Frame 0 of a new count is the position that `frame` had: another rate. */
void clock_restart(struct clock *c, uint64_t frame, double rate_hz);

/* Position of a frame. */
struct rat clock_cycle(const struct clock *c, uint64_t frame);
double clock_cycle_double(const struct clock *c, uint64_t frame);
/* The nearest frame of a position; of one before the last jump, where it would
 * have been had the tempo after the jump been there always; never below 0. */
uint64_t clock_frame(const struct clock *c, struct rat cycle);
double clock_cps(const struct clock *c, uint64_t frame);
/* Whether the position is another at `frame` than the frame before leads to. */
bool clock_jumps(const struct clock *c, uint64_t frame);

/* Changes from `frame` on (what was planned for later is forgotten). The
 * position at `frame` stays as it was. ramp_frames 0: at once. A tempo that is
 * there already changes nothing. */
void clock_set_tempo(struct clock *c, uint64_t frame, double cps,
		     uint64_t ramp_frames);
void clock_set_cycle(struct clock *c, uint64_t frame, struct rat cycle);
/* The position moves by `cycles` at `frame`. */
void clock_move(struct clock *c, uint64_t frame, double cycles);

/* Frame `frame` is heard at `ntp` (32.32 fixed point, seconds since 1900), as
 * far as the output knows: readings jitter, the loop smooths them. */
void clock_sync(struct clock *c, uint64_t frame, uint64_t ntp);
/* Both ways; 0 before the first clock_sync(). A time before frame 0 gives 0. */
uint64_t clock_ntp(const struct clock *c, uint64_t frame);
uint64_t clock_frame_at_ntp(const struct clock *c, uint64_t ntp);

#endif
