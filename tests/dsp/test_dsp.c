#include "base/alloc.h"
#include "tests/dsp/rig.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct message swap_to(uint32_t generation, uint64_t at)
{
	return (struct message){
	    .kind = MSG_SWAP, .generation = generation, .at_frame = at};
}

/* A click of one frame's level at a stamp, in a generation of slot 0. */
static struct message click(const struct rig *r, uint32_t generation,
			    uint64_t at)
{
	struct message m = rig_voice(r, at);

	m.generation = generation;
	m.voice.len_frames = 16;
	m.voice.fade_out = 0;
	return m;
}

static bool sounds_at(const struct rig *r, uint32_t at)
{
	return fabsf(r->left[at + 8]) > 1e-6f;
}

static void swaps(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m[8] = {
	    click(r, 1, 200), click(r, 1, 300), click(r, 1, 400),
	    click(r, 2, 200), click(r, 2, 400), swap_to(1, 100),
	    swap_to(2, 300),  click(r, 0, 500),
	};

	rig_send_many(r, m, 8);
	m[0] = click(r, 2, 300);
	rig_send(r, m);
	rig_run(r, 640);
	CU_ASSERT_EQUAL(r->replies[RPL_SWAPPED], 2);
	CU_ASSERT_EQUAL(r->last[RPL_SWAPPED].frame, 300);
	CU_ASSERT_EQUAL(r->last[RPL_SWAPPED].generation, 2);
	CU_ASSERT(sounds_at(r, 200));
	CU_ASSERT_DOUBLE_EQUAL(r->left[208], 0.5, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(r->left[308], 0.5, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(r->left[408], 0.5, 1e-6);
	CU_ASSERT(sounds_at(r, 500));
	/* Heard or not, each sample comes home. */
	CU_ASSERT_EQUAL(r->replies[RPL_VOICE_ENDED], 7);
	rig_free(r);
}

/* For `now`: nothing of the new program is played late, nothing of the old
 * one after it. */
static void swap_now(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m[4] = {swap_to(1, 64), click(r, 1, 130),
			       click(r, 1, 230)};

	rig_send_many(r, m, 3);
	rig_run(r, 64);
	m[0] = swap_to(2, STAMP_NOW);
	m[1] = click(r, 2, 90);
	m[2] = click(r, 2, 150);
	rig_send_many(r, m, 3);
	rig_run(r, 320);
	CU_ASSERT_EQUAL(r->last[RPL_SWAPPED].frame, 128);
	CU_ASSERT_EQUAL(rig_onset(r), 151);
	CU_ASSERT_FALSE(sounds_at(r, 230));
	CU_ASSERT_EQUAL(r->replies[RPL_LATE], 0);
	rig_free(r);
}

/* All swaps of one push have one frame, however much comes with them. */
static void atomic_swaps(void)
{
	static struct message m[4096];
	struct rig *r = rig_new(0.0001f);
	uint64_t frame = 0;
	struct reply reply;
	int n = 0, apart = 0;
	float out[2 * BLOCK_FRAMES];

	for (int i = 0; i < 4096; i++) {
		m[i] = click(r, 1, 5000);
		m[i].slot = (uint16_t)(i % 200);
		if (i % 40 == 0)
			m[i] = swap_to(1, STAMP_NOW);
		m[i].slot = (uint16_t)(i % 200);
	}
	rig_send_many(r, m, 4096);
	dsp_block(r->d, out);
	while (ring_pop(dsp_outbox(r->d), &reply, 1))
		if (reply.kind == RPL_SWAPPED) {
			apart += n++ && reply.frame != frame;
			frame = reply.frame;
		}
	CU_ASSERT_EQUAL(n, 103);
	CU_ASSERT_EQUAL(apart, 0);
	CU_ASSERT_EQUAL(frame, 64);
	rig_free(r);
}

/* What sounds goes on; only a voice that goes round is let go. */
static void swap_and_sound(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m = rig_voice(r, 64), s = swap_to(5, 1000);

	m.voice.gain_right = 0;
	rig_send(r, &m);
	m.voice.gain_right = 1;
	m.voice.gain_left = 0;
	m.voice.loop = true;
	rig_send(r, &m);
	rig_send(r, &s);
	rig_run(r, RIG_FILE - 1000);
	CU_ASSERT_EQUAL(r->left[10000], 0.5f);
	CU_ASSERT_EQUAL(r->right[999], 0.5f);
	CU_ASSERT(r->right[1000 + RIG_FILE / 5] < 1e-5f);
	rig_free(r);
}

static void clears(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m = click(r, 0, 200),
		       clear = {.kind = MSG_CLEAR, .slot = 0, .at_frame = 100};

	rig_send(r, &m);
	m.slot = 1;
	m.at_frame = 300;
	rig_send(r, &m);
	rig_send(r, &clear);
	rig_run(r, 128);
	/* What comes after a clear sounds. */
	m.slot = 0;
	m.at_frame = 400;
	rig_send(r, &m);
	rig_run(r, 512);
	CU_ASSERT_FALSE(sounds_at(r, 200));
	CU_ASSERT(sounds_at(r, 300));
	CU_ASSERT(sounds_at(r, 400));
	CU_ASSERT_EQUAL(r->replies[RPL_VOICE_ENDED], 3);
	rig_free(r);
}

static void late(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m = click(r, 0, 70);
	struct dsp_figures f;

	rig_run(r, 128);
	rig_send(r, &m);
	rig_run(r, 128);
	CU_ASSERT_EQUAL(rig_onset(r), 193);
	CU_ASSERT_EQUAL(r->replies[RPL_LATE], 1);
	CU_ASSERT_EQUAL(r->last[RPL_LATE].frame, 192 - 70);
	dsp_figures(r->d, &f);
	CU_ASSERT_EQUAL(f.late, 1);
	rig_free(r);
}

/* Voices that find no room are lost and said so; a swap still gets in. */
static void full(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m = click(r, 0, 1000000), s = swap_to(3, STAMP_NOW);
	struct dsp_figures f;

	for (int k = 0; k < 3; k++) {
		for (int i = 0; i < 8000; i++)
			rig_send(r, &m);
		rig_run(r, 64);
	}
	dsp_figures(r->d, &f);
	CU_ASSERT_EQUAL(f.queued, QUEUE_MAX);
	CU_ASSERT_EQUAL(f.dropped, 24000 - QUEUE_MAX);
	CU_ASSERT_EQUAL(r->replies[RPL_VOICE_ENDED], 24000 - QUEUE_MAX);
	rig_send(r, &s);
	rig_run(r, 64);
	CU_ASSERT_EQUAL(r->last[RPL_SWAPPED].generation, 3);
	s = (struct message){.kind = MSG_PANIC};
	rig_send(r, &s);
	rig_run(r, 256);
	CU_ASSERT_EQUAL(r->replies[RPL_VOICE_ENDED], 24000);
	rig_free(r);
}

static void panics(void)
{
	struct rig *r = rig_new(0.2f);
	struct message m = rig_voice(r, 64), panic = {.kind = MSG_PANIC};
	uint32_t at, heard;

	rig_send(r, &m);
	m.at_frame = 3000;
	rig_send(r, &m);
	rig_run(r, 640);
	rig_send(r, &panic);
	rig_run(r, 6400);
	/* Counted as it leaves, with the master's delay in it. */
	heard = (uint32_t)dsp_frame(r->d) - 6400 - dsp_latency(r->d);
	at = rig_end(r);
	CU_ASSERT(at >= heard && at < heard + 48);
	CU_ASSERT(rig_step(r, 100, r->n) < 0.2 / 40);
	CU_ASSERT_EQUAL(r->replies[RPL_VOICE_ENDED], 2);
	/* And the next voice sounds. */
	m.at_frame = STAMP_NOW;
	rig_send(r, &m);
	rig_run(r, 640);
	CU_ASSERT_EQUAL(r->left[r->n - 1], 0.2f);
	rig_free(r);
}

static void releases(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m = rig_voice(r, 64), release = {.kind = MSG_RELEASE};

	rig_send(r, &m);
	m.slot = 1;
	m.voice.gate = 0.5f;
	rig_send(r, &m);
	release.at_frame = 1000;
	release.release.seconds = 0.05f;
	rig_send(r, &release);
	rig_run(r, 6400);
	CU_ASSERT_EQUAL(r->left[999], 0.75f);
	CU_ASSERT_DOUBLE_EQUAL(r->left[1000 + 1200], 0.25 + 0.25, 1e-3);
	CU_ASSERT_EQUAL(r->left[1000 + 2401], 0.25f);
	rig_free(r);
}

/* An underrun costs sound, never time. */
static void skips(void)
{
	struct rig *r = rig_new(0);
	struct message m = rig_voice(r, 64);
	uint32_t before;

	for (int i = 0; i < RIG_FILE; i++)
		r->file[i] = (float)i / RIG_FILE;
	rig_send(r, &m);
	m = click(r, 0, 1000);
	m.slot = 1;
	rig_send(r, &m);
	rig_run(r, 640);
	before = r->n;
	dsp_skip(r->d, 500);
	dsp_skip(r->d, 500);
	CU_ASSERT_EQUAL(dsp_frame(r->d), 64 + 640 + 960);
	rig_run(r, 640);
	CU_ASSERT_EQUAL(r->replies[RPL_LATE], 1);
	/* The master's delay keeps a block from before. */
	CU_ASSERT_DOUBLE_EQUAL(r->left[before + 64 + 100] * RIG_FILE,
			       640 + 960 + 100, 0.1);
	rig_free(r);
}

static void stems(void)
{
	struct rig *r = rig_new(0.125f);
	struct message m = rig_voice(r, 100);
	float out[2 * BLOCK_FRAMES], sum[2 * BLOCK_FRAMES];
	int apart = 0, silent = 0;
	uint32_t seen = 0;

	for (uint16_t slot = 3; slot < 5; slot++) {
		struct message s = {.kind = MSG_STRIP, .slot = slot};

		s.strip.gain = 1;
		s.strip.mix = slot == 3 ? 0 : 7;
		s.strip.owner = slot;
		rig_send(r, &s);
	}
	m.slot = 3;
	rig_send(r, &m);
	m.slot = 4;
	m.at_frame = 333;
	m.voice.gate = 0.5f;
	rig_send(r, &m);
	for (int i = 0; i < 20; i++) {
		uint64_t frame = dsp_frame(r->d);
		struct sound_block b;
		uint32_t strip = 0;

		dsp_block(r->d, out);
		memset(sum, 0, sizeof(sum));
		silent += 2 * BLOCK_FRAMES;
		while (dsp_stem(r->d, &strip, &b)) {
			CU_ASSERT_EQUAL(b.frame, frame);
			seen |= 1u << b.owner;
			for (int k = 0; k < 2 * BLOCK_FRAMES; k++) {
				sum[k] += b.samples[k];
				silent -= b.owner == 4 && b.samples[k] != 0;
			}
		}
		for (int k = 0; k < 2 * BLOCK_FRAMES; k++)
			apart += out[k] != sum[k];
	}
	CU_ASSERT_EQUAL(apart, 0);
	CU_ASSERT_EQUAL(seen, 1u << 3 | 1u << 4);
	CU_ASSERT_EQUAL(silent, 2 * (333 + 1));
	rig_free(r);
}

static void nonsense(void)
{
	struct rig *r = rig_new(0.5f);
	struct message bad[12];
	struct dsp_figures f;

	for (int i = 0; i < 12; i++)
		bad[i] = rig_voice(r, 64);
	bad[0].voice.rate = NAN;
	bad[1].voice.begin = bad[1].voice.end;
	bad[2].voice.len_frames = 0;
	bad[3].voice.channels = 3;
	bad[4].voice.frames = NULL;
	bad[5].slot = SLOTS_MAX;
	bad[6].voice.n_frames = 0;
	bad[7].voice.gate = INFINITY;
	bad[8].kind = 99;
	bad[9] = (struct message){.kind = MSG_STRIP, .strip = {.gain = NAN}};
	bad[10] =
	    (struct message){.kind = MSG_MASTER, .master = {.gain = INFINITY}};
	bad[11] = (struct message){.kind = MSG_SWAP, .slot = SLOT_ALL};
	rig_send_many(r, bad, 12);
	rig_run(r, 640);
	dsp_figures(r->d, &f);
	CU_ASSERT_EQUAL(f.dropped, 12);
	CU_ASSERT_EQUAL(f.voices, 0);
	CU_ASSERT_EQUAL(r->replies[RPL_VOICE_ENDED], 8);
	CU_ASSERT_EQUAL(rig_onset(r), r->n);
	rig_free(r);
}

static void no_memory(void)
{
	struct dsp *d = NULL;
	long after;

	for (after = 0; after < 100 && !d; after++) {
		mem_fail_after(after);
		d = dsp_new(48000);
		mem_fail_after(-1);
	}
	CU_ASSERT_PTR_NOT_NULL(d);
	CU_ASSERT(after > 4);
	dsp_free(d);
}

static CU_TestInfo tests[] = {
    {"a swap parts old and new at its frame", swaps},
    {"a swap now plays nothing late", swap_now},
    {"the swaps of one push have one frame", atomic_swaps},
    {"a swap lets go of loops alone", swap_and_sound},
    {"a clear takes back what came before it", clears},
    {"a late voice begins at once and is counted", late},
    {"a full queue says what it lost", full},
    {"panic is silence in a millisecond", panics},
    {"a release ends the voices of its slot", releases},
    {"what an underrun skips is skipped in every voice", skips},
    {"stems add up to the whole, at the same frames", stems},
    {"messages that make no sense are counted, not played", nonsense},
    {"a machine without memory gets no world", no_memory},
    CU_TEST_INFO_NULL,
};

const struct suite suite_dsp = {"dsp/dsp", tests};
