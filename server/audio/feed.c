#include "audio/feed.h"

#include <math.h>
#include <string.h>
#include "audio/output.h"

enum status feed_init(struct feed *f, double rate_hz, double latency_max_s)
{
	memset(f, 0, sizeof(*f));
	f->rate_hz = rate_hz;
	f->latency_max_s = latency_max_s;
	return ring_init(&f->ring, 2 * sizeof(float),
			 (size_t)(FEED_SECONDS * rate_hz));
}

void feed_finish(struct feed *f)
{
	ring_finish(&f->ring);
}

void feed_restart(struct feed *f, struct dsp *dsp)
{
	float drop[2 * BLOCK_FRAMES];

	while (ring_pop(&f->ring, drop, BLOCK_FRAMES) > 0)
		;
	f->dsp = dsp;
	f->start = dsp_frame(dsp);
	f->calm_since = f->start;
	f->calm_s = FEED_SHRINK_S;
	f->shrank = false;
	f->fade_in = 0;
	f->mute = 0;
	f->level = 1;
	f->last[0] = f->last[1] = 0;
	f->underruns_seen = atomic_load(&f->underruns);
	f->doubtful = f->since_own = 0;
	f->since_driver = FEED_NEAR;
	f->panics_seen = atomic_load(&f->panics);
	atomic_store(&f->asked, 0);
	atomic_store(&f->missed, 0);
	atomic_store(&f->repaid, 0);
	atomic_store(&f->skipped, 0);
	atomic_store(&f->stamp_ntp, 0);
	atomic_store(&f->extra, 0);
}

/* --- The synth thread's end --- */

static uint32_t largest_extra(const struct feed *f)
{
	uint32_t hardware = atomic_load(&f->hardware);
	uint32_t most = (uint32_t)(f->latency_max_s * f->rate_hz);
	uint32_t least = hardware;

	if (most < 2 * hardware)
		most = 2 * hardware;
	return most > least ? most - least : 0;
}

uint32_t feed_target(const struct feed *f)
{
	return atomic_load(&f->hardware) + atomic_load(&f->extra);
}

/* More after an underrun of ours, less after a while without: a longer one
 * where less was too little. What the driver lost is lost already. */
static void adapt(struct feed *f)
{
	uint64_t underruns = atomic_load(&f->underruns);
	uint64_t now = dsp_frame(f->dsp);
	uint64_t calm = (uint64_t)(f->calm_s * f->rate_hz);
	uint32_t extra = atomic_load(&f->extra), most = largest_extra(f);

	if (underruns != f->underruns_seen) {
		f->underruns_seen = underruns;
		if (f->shrank && now - f->calm_since < calm)
			f->calm_s = fmin(2 * f->calm_s, FEED_SHRINK_MAX_S);
		f->shrank = false;
		f->calm_since = now;
		extra += atomic_load(&f->hardware);
	} else if (extra > 0 && now - f->calm_since > calm) {
		f->shrank = true;
		f->calm_since = now;
		extra -= extra < BLOCK_FRAMES ? extra : BLOCK_FRAMES;
	}
	atomic_store(&f->extra, extra < most ? extra : most);
}

/* Time that passed without sound: whole blocks of it. */
static void catch_up(struct feed *f)
{
	uint64_t skipped = atomic_load(&f->skipped);
	uint64_t behind =
	    atomic_load(&f->missed) - atomic_load(&f->repaid) - skipped;

	behind -= behind % BLOCK_FRAMES;
	if (behind == 0)
		return;
	dsp_skip(f->dsp, behind);
	atomic_store(&f->skipped, skipped + behind);
}

static void copy_stems(struct feed *f, struct ring *tap)
{
	struct sound_block stem;
	uint32_t strip = 0;

	while (dsp_stem(f->dsp, &strip, &stem))
		ring_push(tap, &stem, 1);
}

static void copy_to_tap(struct feed *f, const struct sound_block *b)
{
	struct ring *tap;

	atomic_store(&f->tapping, true);
	tap = atomic_load(&f->tap);
	if (tap && atomic_load(&f->tap_stems))
		copy_stems(f, tap);
	if (tap)
		ring_push(tap, b, 1);
	atomic_store(&f->tapping, false);
}

bool feed_fill(struct feed *f)
{
	struct sound_block b;

	adapt(f);
	if (ring_count(&f->ring) >= feed_target(f) ||
	    ring_room(&f->ring) < BLOCK_FRAMES)
		return false;
	catch_up(f);
	b.frame = dsp_frame(f->dsp);
	b.owner = OWNER_MIX;
	dsp_block(f->dsp, b.samples);
	ring_push(&f->ring, b.samples, BLOCK_FRAMES);
	copy_to_tap(f, &b);
	return true;
}

/* --- The callback's end --- */

static uint32_t ramp_frames(const struct feed *f)
{
	return (uint32_t)(f->rate_hz / 1000) + 1;
}

/* Odd frames between what was missed and what was skipped: drop them, so that
 * frames come when they are due again. */
static void repay(struct feed *f, uint32_t n)
{
	uint64_t lag = atomic_load(&f->missed) - atomic_load(&f->repaid) -
		       atomic_load(&f->skipped);
	float drop[2 * BLOCK_FRAMES];

	if (lag == 0 || lag >= BLOCK_FRAMES || ring_count(&f->ring) < n + lag)
		return;
	ring_pop(&f->ring, drop, (size_t)lag);
	atomic_fetch_add(&f->repaid, lag);
}

/* From the last frame that there was to silence. */
static void fade_away(struct feed *f, float *to, uint32_t n)
{
	uint32_t ramp = ramp_frames(f);

	for (uint32_t i = 0; i < n; i++) {
		float level = i < ramp ? 1 - (float)(i + 1) / (float)ramp : 0;

		to[2 * i] = level * f->last[0];
		to[2 * i + 1] = level * f->last[1];
	}
	f->last[0] = f->last[1] = 0;
	f->fade_in = ramp;
}

static void fade_in(struct feed *f, float *to, uint32_t n)
{
	uint32_t ramp = ramp_frames(f);

	for (uint32_t i = 0; i < n && f->fade_in > 0; i++, f->fade_in--) {
		float level = 1 - (float)f->fade_in / (float)ramp;

		to[2 * i] *= level;
		to[2 * i + 1] *= level;
	}
}

/* What was rendered before the panic passes unheard: the ring, and the block
 * that was being rendered. */
static void see_panic(struct feed *f, uint32_t n)
{
	unsigned panics = atomic_load(&f->panics);

	if (panics == f->panics_seen)
		return;
	f->panics_seen = panics;
	f->mute = (uint32_t)ring_count(&f->ring) + 2 * BLOCK_FRAMES;
	if (f->mute < n)
		f->mute = n;
}

static void mute(struct feed *f, float *to, uint32_t n)
{
	float step = 1 / (float)ramp_frames(f);

	for (uint32_t i = 0; i < n; i++) {
		if (f->mute > 0) {
			f->mute--;
			f->level -= f->level > step ? step : f->level;
		} else if (f->level < 1) {
			f->level += step;
			f->level = f->level > 1 ? 1 : f->level;
		} else {
			return;
		}
		to[2 * i] *= f->level;
		to[2 * i + 1] *= f->level;
	}
}

static void leave_stamp(struct feed *f, uint64_t heard_ntp)
{
	uint64_t n = atomic_load(&f->stamp_sequence);

	if (heard_ntp == 0)
		return;
	atomic_store(&f->stamp_sequence, n + 1);
	atomic_store(&f->stamp_frame, f->start + atomic_load(&f->asked));
	atomic_store(&f->stamp_ntp, heard_ntp);
	atomic_store(&f->stamp_sequence, n + 2);
}

static void underrun(struct feed *f, float *to, uint32_t n)
{
	fade_away(f, to, n);
	atomic_fetch_add(&f->missed, n);
	if (f->since_driver < FEED_NEAR)
		atomic_fetch_add(&f->excused, 1);
	else if (f->doubtful++ == 0)
		f->since_own = 0;
}

/* A driver that lost its time says so in this callback or in one of the next:
 * then an empty ring was its doing. */
static void judge(struct feed *f, bool driver_underrun)
{
	if (driver_underrun) {
		atomic_fetch_add(&f->driver_underruns, 1);
		f->since_driver = 0;
	} else if (f->since_driver < FEED_NEAR) {
		f->since_driver++;
	}
	if (f->doubtful == 0)
		return;
	if (f->since_driver < FEED_NEAR)
		atomic_fetch_add(&f->excused, f->doubtful);
	else if (++f->since_own < FEED_NEAR)
		return;
	else
		atomic_fetch_add(&f->underruns, f->doubtful);
	f->doubtful = 0;
}

void feed_pull(struct feed *f, float *to, uint32_t n, uint64_t heard_ntp,
	       bool driver_underrun)
{
	uint32_t got;

	if (atomic_load(&f->hardware) != n)
		atomic_store(&f->hardware, n);
	judge(f, driver_underrun);
	if (!atomic_load(&f->live)) {
		memset(to, 0, sizeof(float) * 2 * n);
		return;
	}
	see_panic(f, n);
	repay(f, n);
	leave_stamp(f, heard_ntp);
	got = (uint32_t)ring_pop(&f->ring, to, n);
	fade_in(f, to, got);
	if (got > 0) {
		f->last[0] = to[2 * got - 2];
		f->last[1] = to[2 * got - 1];
	}
	if (got < n)
		underrun(f, to + 2 * got, n - got);
	mute(f, to, n);
	atomic_fetch_add(&f->asked, n);
}
