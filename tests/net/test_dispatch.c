#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "net/net.h"
#include "net/state.h"
#include "tests/net/client.h"
#include "tests/net/fake_engine.h"
#include "tests/support/suite.h"

static struct harness h;
static int fd;

static void begin(enum via via)
{
	fd = harness_begin(&h, via);
}

static void end(void)
{
	harness_end(&h, fd);
}

/* A request that is ours is answered each time, however wrong it is. */
static void test_malformed(void)
{
	const char *p;
	int n = 0;

	begin(VIA_UDP);
	for (int i = 0; i < 20; i++)
		client_send(&h, fd, VIA_UDP, "/tempo", "f", (double)NAN);
	for (p = client_read(&h, fd, VIA_UDP); (p = strstr(p, "/fail")); p++)
		n++;
	CU_ASSERT_EQUAL(n, 20);
	end();
}

static void test_complete_anywhere(void)
{
	begin(VIA_UDP);
	client_send(&h, fd, VIA_UDP, "/phonon/complete", "shh", "ev", INT64_MIN,
		    INT64_MAX);
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(client_read(&h, fd, VIA_UDP), "/phonon/complete.reply"));
	end();
}

/* What came after a text keeps its place before the next one's. */
static void test_order_of_many(void)
{
	begin(VIA_TCP);
	for (int i = 0; i < 3; i++) {
		client_send(&h, fd, VIA_TCP, "/phonon/code", "si", "x", i);
		client_send(&h, fd, VIA_TCP, "/sync", "i", i);
	}
	for (int i = 0; i < 3; i++) {
		char want[80];

		fake_engine_answer(NULL);
		snprintf(want, sizeof(want), "/synced,i|%d\n", i);
		CU_ASSERT_PTR_NOT_NULL(
		    strstr(client_read(&h, fd, VIA_TCP), want));
	}
	end();
}

static CU_TestInfo tests[] = {
    {"no malformed request goes without an answer", test_malformed},
    {"no place is too far for completion", test_complete_anywhere},
    {"what lies between texts is done between them", test_order_of_many},
    CU_TEST_INFO_NULL,
};

extern const struct suite suite_dispatch;
const struct suite suite_dispatch = {"dispatch", tests};
