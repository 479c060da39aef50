#include "engine/clock.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>

static void no_jump(void)
{
	struct clock c;
	double before, tempo[] = {0.3, 2, 0.001, 7.9, 0.5625};
	uint64_t frame = 0;

	clock_init(&c, 48000, 0.5625);
	for (int i = 0; i < 1000; i++) {
		frame += 1 + (uint64_t)i * 977 % 100003;
		before = clock_cycle_double(&c, frame);
		clock_set_tempo(&c, frame, tempo[i % 5], i % 3 == 0 ? 5000 : 0);
		CU_ASSERT_DOUBLE_EQUAL(clock_cycle_double(&c, frame), before,
				       1e-9);
	}
}

static void there_and_back(void)
{
	struct clock c;

	clock_init(&c, 44100, 0.5625);
	clock_set_tempo(&c, 100000, 1.3, 44100);
	clock_set_tempo(&c, 300000, 0.4, 0);
	for (uint64_t f = 0; f < 900000; f += 1237)
		CU_ASSERT_EQUAL(clock_frame(&c, clock_cycle(&c, f)), f);
}

static void ramp(void)
{
	struct clock c;

	clock_init(&c, 1000, 1);
	clock_set_tempo(&c, 1000, 2, 1000);
	CU_ASSERT_DOUBLE_EQUAL(clock_cycle_double(&c, 2000), 2.5, 1e-9);
	CU_ASSERT_DOUBLE_EQUAL(clock_cps(&c, 1500), 1.5, 1e-9);
	CU_ASSERT_DOUBLE_EQUAL(clock_cycle_double(&c, 3000), 4.5, 1e-9);
}

static void jumps(void)
{
	struct clock c;

	clock_init(&c, 1000, 1);
	clock_set_cycle(&c, 5500, rat_int(2));
	CU_ASSERT(rat_eq(clock_cycle(&c, 5500), rat_int(2)));
	CU_ASSERT_EQUAL(clock_frame(&c, rat_int(3)), 6500);
	clock_move(&c, 6000, -0.25);
	CU_ASSERT_DOUBLE_EQUAL(clock_cycle_double(&c, 6000), 2.25, 1e-9);
}

static void same_tempo(void)
{
	struct clock c;

	clock_init(&c, 48000, 0.5);
	for (uint64_t f = 0; f < 100; f++)
		clock_set_tempo(&c, f, 0.5, 0);
	CU_ASSERT_EQUAL(c.n, 1);
}

/* A device that is 100 ppm fast, read with 2 ms of jitter. */
static void loop_filter(void)
{
	struct clock c;
	uint64_t epoch = 3900000000ull << 32, frame = 0, error;
	unsigned random = 1;

	clock_init(&c, 48000, 0.5);
	for (; frame < 48000 * 120; frame += 480) {
		double s = (double)frame / 48004.8;

		random = random * 1103515245 + 12345;
		s += 0.002 * ((random >> 16 & 0x7fff) / 32768.0 - 0.5);
		clock_sync(&c, frame, epoch + (uint64_t)(s * 0x1p32));
	}
	error = clock_ntp(&c, frame) -
		(epoch + (uint64_t)((double)frame / 48004.8 * 0x1p32));
	CU_ASSERT(fabs((double)(int64_t)error / 0x1p32) < 0.0003);
	CU_ASSERT(
	    llabs((long long)(clock_frame_at_ntp(&c, clock_ntp(&c, frame)) -
			      frame)) <= 1);
}

static CU_TestInfo tests[] = {
    {"a change of tempo never moves the position", no_jump},
    {"a frame's cycle is the cycle's frame", there_and_back},
    {"a ramp goes evenly from one tempo to the other", ramp},
    {"the position can be set and moved", jumps},
    {"a tempo that is there already changes nothing", same_tempo},
    {"the loop finds the device's speed through jitter", loop_filter},
    CU_TEST_INFO_NULL,
};

const struct suite suite_clock = {"engine/clock", tests};
