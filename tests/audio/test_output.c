#include "config.h"
#include "audio/output.h"
#include "base/wall.h"
#include "tests/support/suite.h"

#include <poll.h>
#include <time.h>

static bool next_event(struct output *o, struct output_event *e)
{
	struct pollfd p = {.fd = output_event_fd(o), .events = POLLIN};

	while (!output_poll(o, e))
		if (poll(&p, 1, 5000) <= 0)
			return false;
	return true;
}

/* Waits for time to pass: it is what is measured. */
static void null_device(void)
{
	struct output_options options = {.null_only = true,
					 .quiet_priority = true};
	struct output *o = output_new(&options);
	struct dsp *d = dsp_new(48000);
	struct output_event e;
	struct output_figures f;
	struct timespec nap = {0, 300000000};
	uint64_t frame, heard, frame2, heard2;
	char warning[200];

	CU_ASSERT_FATAL(next_event(o, &e));
	CU_ASSERT_EQUAL(e.kind, OUTPUT_OPENED);
	CU_ASSERT_EQUAL(e.state.rate_hz, 48000);
	CU_ASSERT_EQUAL(output_start(o, d, warning), ST_OK);
	nanosleep(&nap, NULL);
	CU_ASSERT(output_time(o, &frame, &heard));
	nanosleep(&nap, NULL);
	CU_ASSERT(output_time(o, &frame2, &heard2));
	output_figures(o, &f);
	CU_ASSERT(f.running);
	CU_ASSERT_DOUBLE_EQUAL((double)(frame2 - frame) / 48000,
			       (double)(int64_t)(heard2 - heard) / 0x1p32,
			       0.02);
	CU_ASSERT((double)(int64_t)(wall_ntp() - heard2) / 0x1p32 < 0.5);
	output_stop(o);
	output_free(o);
	dsp_free(d);
}

static CU_TestInfo tests[] = {
    {"the null device plays at the right speed", null_device},
    CU_TEST_INFO_NULL,
};

const struct suite suite_output = {"audio/output", tests};
