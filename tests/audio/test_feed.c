#include "audio/feed.h"
#include "dsp/block.h"
#include "tests/support/suite.h"

#include <math.h>
#include <string.h>

enum { RATE = 48000, HARDWARE = 256, FRAMES = 1 << 17 };

static struct feed feed;
static float out[2 * FRAMES];
static float one[80];

/* A click of 64 frames each 1,024. */
static struct dsp *clicking(void)
{
	struct dsp *d = dsp_new(RATE);

	for (int i = 0; i < 80; i++)
		one[i] = 0.25f;
	for (uint64_t at = 1024; at < FRAMES; at += 1024) {
		struct message m = {.at_frame = at, .kind = MSG_VOICE};

		m.voice.frames = one + 8;
		m.voice.n_frames = 64;
		m.voice.channels = 1;
		m.voice.end = 64;
		m.voice.rate = m.voice.end_rate = 1;
		m.voice.len_frames = 64;
		m.voice.gain_left = m.voice.gain_right = m.voice.gate = 1;
		ring_push(dsp_inbox(d), &m, 1);
	}
	return d;
}

static struct dsp *start(void)
{
	struct dsp *d = clicking();

	feed_init(&feed, RATE, 0.03);
	feed_restart(&feed, d);
	atomic_store(&feed.live, true);
	atomic_store(&feed.hardware, HARDWARE);
	return d;
}

static void finish(struct dsp *d)
{
	feed_finish(&feed);
	dsp_free(d);
}

static void fill(void)
{
	while (feed_fill(&feed))
		;
}

/* Clicks that are off the grid by more than a frame, in the calm between two
 * spells of underruns: right behind one those that it missed sound late. */
static int off_grid(uint32_t latency, int *n)
{
	int bad = 0;

	*n = 0;
	for (int i = 8; i < FRAMES - 8; i++) {
		if (out[2 * i] < 0.1f || out[2 * i - 6] > 0.001f ||
		    out[2 * i + 8] < 0.1f)
			continue;
		if (i / 200 % 50 < 16)
			continue;
		(*n)++;
		bad += (i - (int)latency) % 1024 > 2;
		i += 64;
	}
	return bad;
}

static void target(void)
{
	struct dsp *d = start();

	fill();
	CU_ASSERT_EQUAL(ring_count(&feed.ring), HARDWARE);
	for (int i = 0; i + HARDWARE <= FRAMES; i += HARDWARE) {
		feed_pull(&feed, out + 2 * i, HARDWARE, 0, false);
		fill();
	}
	CU_ASSERT_EQUAL(atomic_load(&feed.underruns), 0);
	CU_ASSERT_EQUAL(feed_target(&feed), HARDWARE);
	finish(d);
}

/* The synth thread misses its turn now and then: clicks are lost, but those
 * that sound are where they belong. */
static void late(void)
{
	struct dsp *d = start();
	uint32_t latency = dsp_latency(d);
	int n, round = 0;

	fill();
	for (int i = 0; i + 200 <= FRAMES; i += 200) {
		feed_pull(&feed, out + 2 * i, 200, 0, false);
		if (++round % 50 > 6)
			fill();
	}
	CU_ASSERT(atomic_load(&feed.underruns) > 5);
	CU_ASSERT_EQUAL(atomic_load(&feed.excused), 0);
	CU_ASSERT_EQUAL(off_grid(latency, &n), 0);
	CU_ASSERT(n > 50);
	finish(d);
}

/* One underrun; the driver owns up to it `when` callbacks later. */
static void excused(void)
{
	for (int when = -6; when < 7; when++) {
		struct dsp *d = start();
		bool near = when > -FEED_NEAR && when <= FEED_NEAR;

		fill();
		for (int i = 0; i < 40; i++) {
			feed_pull(&feed, out, HARDWARE, 0, i == 20 + when);
			if (i != 19)
				fill();
		}
		CU_ASSERT(atomic_load(&feed.missed) > 0);
		CU_ASSERT_EQUAL(atomic_load(&feed.driver_underruns), 1);
		CU_ASSERT_EQUAL(atomic_load(&feed.excused), near);
		CU_ASSERT_EQUAL(atomic_load(&feed.underruns), !near);
		finish(d);
	}
}

static void grows(void)
{
	struct dsp *d = start();
	uint32_t before, grown;

	fill();
	before = feed_target(&feed);
	for (int i = 0; i < 100; i++) {
		for (int k = 0; k < 8; k++)
			feed_pull(&feed, out, HARDWARE, 0, false);
		fill();
		fill();
	}
	grown = feed_target(&feed);
	CU_ASSERT(grown > before && grown <= 0.03 * RATE);
	for (int i = 0; i < 11 * RATE; i += HARDWARE) {
		feed_pull(&feed, out, HARDWARE, 0, false);
		fill();
	}
	CU_ASSERT_EQUAL(feed_target(&feed), grown - BLOCK_FRAMES);
	finish(d);
}

static void fades(void)
{
	struct dsp *d = start();
	float step = 0;

	fill();
	memset(out, 0, sizeof(out));
	for (int i = 0; i + 96 <= FRAMES; i += 96) {
		feed_pull(&feed, out + 2 * i, 96, 0, false);
		if (i % 1000 < 700)
			fill();
	}
	/* In a click that is under way; its own edges are 0.25 high. */
	for (int i = 1; i < FRAMES; i++)
		if (out[2 * i - 2] > 0.001f && out[2 * i - 2] < 0.2f)
			step = fmaxf(step, fabsf(out[2 * i] - out[2 * i - 2]));
	CU_ASSERT(step < 0.26f);
	finish(d);
}

static void panic(void)
{
	struct dsp *d = start();

	fill();
	for (int i = 0; i < 1024; i += HARDWARE) {
		feed_pull(&feed, out + 2 * i, HARDWARE, 0, false);
		fill();
	}
	atomic_fetch_add(&feed.panics, 1);
	feed_pull(&feed, out, HARDWARE, 0, false);
	for (int i = 49; i < HARDWARE; i++)
		CU_ASSERT(out[2 * i] == 0);
	finish(d);
}

static void tap(void)
{
	struct dsp *d = start();
	struct ring ring;
	struct sound_block b;
	uint64_t next = 0;

	ring_init(&ring, sizeof(b), 4096);
	atomic_store(&feed.tap, &ring);
	fill();
	for (int i = 0; i < 40960; i += HARDWARE) {
		feed_pull(&feed, out + 2 * i, HARDWARE, 0, false);
		fill();
	}
	while (ring_pop(&ring, &b, 1) == 1) {
		CU_ASSERT_EQUAL(b.frame, next);
		if (next + BLOCK_FRAMES <= 40960)
			CU_ASSERT_EQUAL(memcmp(b.samples, out + 2 * next,
					       sizeof(b.samples)),
					0);
		next += BLOCK_FRAMES;
	}
	CU_ASSERT(next >= 40960);
	ring_finish(&ring);
	finish(d);
}

/* Before each block of the mix those of the strips that make it. */
static void tap_stems(void)
{
	struct dsp *d = start();
	struct ring ring;
	struct message m = {.kind = MSG_STRIP};
	struct sound_block b, sum = {.frame = 0};
	int apart = 0, stems = 0;

	m.strip.gain = 1;
	m.strip.owner = 5;
	ring_push(dsp_inbox(d), &m, 1);

	ring_init(&ring, sizeof(b), 4096);
	atomic_store(&feed.tap_stems, true);
	atomic_store(&feed.tap, &ring);
	fill();
	for (int i = 0; i < 40960; i += HARDWARE) {
		feed_pull(&feed, out + 2 * i, HARDWARE, 0, false);
		fill();
	}
	while (ring_pop(&ring, &b, 1) == 1) {
		for (int i = 0; i < 2 * BLOCK_FRAMES; i++)
			if (b.owner == OWNER_MIX)
				apart += b.samples[i] != sum.samples[i];
			else
				sum.samples[i] += b.samples[i];
		stems += b.owner != OWNER_MIX;
		if (b.owner == OWNER_MIX)
			memset(&sum, 0, sizeof(sum));
	}
	CU_ASSERT_EQUAL(apart, 0);
	CU_ASSERT(stems > 10);
	ring_finish(&ring);
	finish(d);
}

static CU_TestInfo tests[] = {
    {"the ring is filled to one hardware buffer", target},
    {"an underrun costs sound, never time", late},
    {"an underrun is the driver's where it lost time near it", excused},
    {"the target grows by underruns and shrinks in calm", grows},
    {"an underrun fades what there is", fades},
    {"a panic is silent within a millisecond", panic},
    {"the tap hears every block as the device does", tap},
    {"the tap hears the stems of every block", tap_stems},
    CU_TEST_INFO_NULL,
};

const struct suite suite_feed = {"audio/feed", tests};
