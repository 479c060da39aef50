#include "config.h"
#include "engine/clock.h"

#include <math.h>
#include <string.h>

/* Fractions of a second in an NTP time. */
#define NTP_SECOND 4294967296.0

void clock_init(struct clock *c, double rate_hz, double cps)
{
	memset(c, 0, sizeof(*c));
	c->rate_hz = rate_hz;
	c->n = 1;
	c->at[0].cps = cps;
}

static const struct clock_segment *segment_of_frame(const struct clock *c,
						    uint64_t frame)
{
	int i = c->n - 1;

	while (i > 0 && c->at[i].frame > frame)
		i--;
	return &c->at[i];
}

/* Cycles since the segment's start. */
static double travelled(const struct clock *c, const struct clock_segment *s,
			double frames)
{
	return (s->cps + 0.5 * s->slope * frames) * frames / c->rate_hz;
}

static void position(const struct clock *c, uint64_t frame, int64_t *whole,
		     double *frac)
{
	const struct clock_segment *s = segment_of_frame(c, frame);
	double to =
	    s->frac + travelled(c, s, (double)(int64_t)(frame - s->frame));
	double low = floor(to);

	*whole = s->whole + (int64_t)low;
	*frac = to - low;
}

struct rat clock_cycle(const struct clock *c, uint64_t frame)
{
	int64_t whole;
	double frac;

	position(c, frame, &whole, &frac);
	/* Finer than a frame at any tempo, and small enough to reckon with. */
	return rat_add(rat_int(whole),
		       rat_make((int64_t)llrint(frac * 0x1p32), 1LL << 32));
}

double clock_cycle_double(const struct clock *c, uint64_t frame)
{
	int64_t whole;
	double frac;

	position(c, frame, &whole, &frac);
	return (double)whole + frac;
}

double clock_cps(const struct clock *c, uint64_t frame)
{
	const struct clock_segment *s = segment_of_frame(c, frame);

	return s->cps + s->slope * (double)(int64_t)(frame - s->frame);
}

bool clock_jumps(const struct clock *c, uint64_t frame)
{
	const struct clock_segment *s = segment_of_frame(c, frame);

	return s->jump && s->frame == frame;
}

/* Cycles from the segment's start to a position, in two parts that keep their
 * precision however late it is. */
static double ahead(const struct clock_segment *s, struct rat cycle)
{
	return (double)(rat_floor(cycle) - s->whole) +
	       (rat_to_double(rat_frac(cycle)) - s->frac);
}

static double frames_for(const struct clock *c, const struct clock_segment *s,
			 double cycles)
{
	double root;

	if (s->slope == 0)
		return cycles * c->rate_hz / s->cps;
	root = s->cps * s->cps + 2 * s->slope * c->rate_hz * cycles;
	return (sqrt(root > 0 ? root : 0) - s->cps) / s->slope;
}

uint64_t clock_frame(const struct clock *c, struct rat cycle)
{
	const struct clock_segment *s = &c->at[c->n - 1];
	double frames;

	while (s > c->at && !s->jump && ahead(s, cycle) < 0)
		s--;
	frames = round(frames_for(c, s, ahead(s, cycle)));
	if (frames < 0 && -frames > (double)s->frame)
		return 0;
	if (frames > 0x1p62)
		return UINT64_MAX / 4;
	return s->frame + (uint64_t)(int64_t)frames;
}

/* A fresh last segment at `frame`, with position and tempo as they were. */
static struct clock_segment *cut(struct clock *c, uint64_t frame)
{
	struct clock_segment s = {.frame = frame, .cps = clock_cps(c, frame)};

	position(c, frame, &s.whole, &s.frac);
	while (c->n > 1 && c->at[c->n - 1].frame > frame)
		c->n--;
	if (c->at[c->n - 1].frame == frame) {
		s.jump = c->at[c->n - 1].jump;
		c->n--;
	}
	if (c->n == CLOCK_HISTORY)
		memmove(c->at, c->at + 1, sizeof(s) * (size_t)--c->n);
	c->at[c->n] = s;
	return &c->at[c->n++];
}

static bool is_steady(const struct clock *c, uint64_t frame, double cps)
{
	const struct clock_segment *last = &c->at[c->n - 1];

	return last->frame <= frame && last->slope == 0 && last->cps == cps;
}

void clock_set_tempo(struct clock *c, uint64_t frame, double cps,
		     uint64_t ramp_frames)
{
	struct clock_segment *s;

	if (is_steady(c, frame, cps))
		return;
	s = cut(c, frame);
	if (ramp_frames > 0) {
		s->slope = (cps - s->cps) / (double)ramp_frames;
		s = cut(c, frame + ramp_frames);
	}
	s->cps = cps;
	s->slope = 0;
}

void clock_set_cycle(struct clock *c, uint64_t frame, struct rat cycle)
{
	struct clock_segment *s = cut(c, frame);

	s->whole = rat_floor(cycle);
	s->frac = rat_to_double(rat_frac(cycle));
	s->jump = true;
}

void clock_move(struct clock *c, uint64_t frame, double cycles)
{
	struct clock_segment *s = cut(c, frame);
	double to = s->frac + cycles, low = floor(to);

	s->whole += (int64_t)low;
	s->frac = to - low;
	s->jump = true;
}

void clock_restart(struct clock *c, uint64_t frame, double rate_hz)
{
	struct clock_segment s = {.cps = c->at[c->n - 1].cps};

	position(c, frame, &s.whole, &s.frac);
	c->at[0] = s;
	c->n = 1;
	c->rate_hz = rate_hz;
	c->wall.known = false;
}

/* --- Wall clock --- */

static double seconds_between(uint64_t from, uint64_t to)
{
	return (double)(int64_t)(to - from) / NTP_SECOND;
}

static void restart_wall(struct clock *c, uint64_t frame, uint64_t ntp)
{
	c->wall = (struct clock_wall){.known = true,
				      .frame = frame,
				      .ntp = ntp,
				      .s_frame = 1 / c->rate_hz};
}

/* A second-order loop (F. Adriaensen, "Using a DLL to filter time"): wide for
 * the first seconds, then narrow. */
void clock_sync(struct clock *c, uint64_t frame, uint64_t ntp)
{
	struct clock_wall *w = &c->wall;
	double frames, error, pass, nominal = 1 / c->rate_hz;

	if (!w->known || frame < w->frame) {
		restart_wall(c, frame, ntp);
		return;
	}
	frames = (double)(frame - w->frame);
	if (frames == 0)
		return;
	error = seconds_between(clock_ntp(c, frame), ntp);
	if (fabs(error) > 0.05) {
		restart_wall(c, frame, ntp);
		return;
	}
	pass = 2 * M_PI * frames * w->s_frame * (w->age_s < 5 ? 0.5 : 0.05);
	if (pass > 0.5)
		pass = 0.5;
	w->ntp = clock_ntp(c, frame) +
		 (uint64_t)(int64_t)(M_SQRT2 * pass * error * NTP_SECOND);
	w->age_s += frames * w->s_frame;
	w->frame = frame;
	w->s_frame += pass * pass * error / frames;
	w->s_frame = fmin(fmax(w->s_frame, 0.999 * nominal), 1.001 * nominal);
}

uint64_t clock_ntp(const struct clock *c, uint64_t frame)
{
	const struct clock_wall *w = &c->wall;
	double s = (double)(int64_t)(frame - w->frame) * w->s_frame;

	return w->known ? w->ntp + (uint64_t)(int64_t)(s * NTP_SECOND) : 0;
}

uint64_t clock_frame_at_ntp(const struct clock *c, uint64_t ntp)
{
	const struct clock_wall *w = &c->wall;
	double frames =
	    w->known ? seconds_between(w->ntp, ntp) / w->s_frame : 0;

	if (!w->known || (frames < 0 && -frames > (double)w->frame))
		return 0;
	return w->frame + (uint64_t)(int64_t)llrint(frames);
}
