#include "config.h"

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
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

/* Who can't be accepted waits, and keeps nobody busy meanwhile. */
static void test_no_files(void)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct rlimit before, few;
	int late;

	begin(VIA_TCP);
	late = socket(AF_INET, SOCK_STREAM, 0);
	to.sin_port = htons((uint16_t)h.net->tcp[0].port);
	getrlimit(RLIMIT_NOFILE, &before);
	few = before;
	few.rlim_cur = 3;
	setrlimit(RLIMIT_NOFILE, &few);
	CU_ASSERT_EQUAL(connect(late, (struct sockaddr *)&to, sizeof(to)), 0);
	ev_run(h.loop, EVRUN_NOWAIT);
	CU_ASSERT_TRUE(h.net->tcp[0].rests);
	CU_ASSERT_EQUAL(h.net->n_conns, 1);
	setrlimit(RLIMIT_NOFILE, &before);
	for (int i = 0; i < 100 && h.net->n_conns < 2; i++) {
		usleep(1000);
		ev_run(h.loop, EVRUN_NOWAIT);
	}
	CU_ASSERT_EQUAL(h.net->n_conns, 2);
	close(late);
	end();
}

static CU_TestInfo tests[] = {
    {"without files left, a client waits and nobody turns", test_no_files},
    CU_TEST_INFO_NULL,
};

extern const struct suite suite_listen;
const struct suite suite_listen = {"listen", tests};
