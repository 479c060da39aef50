/* The IPC shim of a server in the test's own process. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/alloc.h"
#include "net/net.h"
#include "net/shim_frame.h"
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

#define ASKED(want) CU_ASSERT_STRING_EQUAL(fake_engine_log(), want)

static void ipc_send(int s, const struct ipc_message *m)
{
	struct strbuf wire;

	strbuf_init(&wire);
	ipc_write(&wire, m);
	client_write(&h, s, wire.text, wire.len);
	strbuf_finish(&wire);
}

static void ipc_code(int s, const char *text)
{
	ipc_send(s, &(struct ipc_message){.variant = IPC_UPDATE_GRAPH,
					  .text = text,
					  .len = strlen(text)});
}

/* The variants that came, as digits; 'x' when the connection is closed. */
static const char *ipc_read(int s)
{
	static char text[64];
	unsigned char bytes[512];
	struct ipc_reader r;
	struct ipc_message m;
	const char *why;
	size_t used, n_text = 0;
	ssize_t n;

	harness_turn(&h);
	ipc_reader_init(&r);
	n = recv(s, bytes, sizeof(bytes), MSG_DONTWAIT);
	for (size_t at = 0; n > 0; at += used) {
		if (ipc_feed(&r, bytes + at, (size_t)n - at, &used, &m, &why) !=
		    IPC_WHOLE)
			break;
		text[n_text++] = (char)('0' + m.variant);
	}
	if (n == 0)
		text[n_text++] = 'x';
	text[n_text] = '\0';
	ipc_reader_finish(&r);
	return text;
}

static void test_shim_order(void)
{
	int s;

	begin(VIA_UDP);
	s = harness_connect_ipc(&h);
	ipc_code(s, "a");
	ipc_code(s, "b");
	ipc_send(s, &(struct ipc_message){.variant = IPC_HUSH});
	ipc_send(s, &(struct ipc_message){.variant = IPC_SET_TEMPO, .cps = 1});
	ipc_code(s, "c");
	ipc_send(s, &(struct ipc_message){.variant = IPC_PANIC});
	ASKED("eval ipc a 1 0 newest; eval ipc b 1 0 newest; hush ipc - -1 0; "
	      "tempo 1 0 0; eval ipc c 1 0 newest; panic");
	CU_ASSERT_EQUAL(fake_engine_waiting(), 1);
	close(s);
	end();
}

static void test_shim_messages(void)
{
	int early, late;

	begin(VIA_UDP);
	early = harness_connect_ipc(&h);
	CU_ASSERT_STRING_EQUAL(ipc_read(early), "");
	net_ready(h.net);
	CU_ASSERT_STRING_EQUAL(ipc_read(early), "4");
	late = harness_connect_ipc(&h);
	CU_ASSERT_STRING_EQUAL(ipc_read(late), "4");
	net_underrun(h.net, 3);
	CU_ASSERT_STRING_EQUAL(ipc_read(early), "5");
	CU_ASSERT_STRING_EQUAL(ipc_read(late), "5");
	ipc_send(late, &(struct ipc_message){.variant = IPC_SHUTDOWN});
	CU_ASSERT_EQUAL(h.quits, 1);
	net_close(h.net);
	{
		char bytes[16];

		CU_ASSERT_EQUAL(recv(early, bytes, sizeof(bytes), 0), 8);
		CU_ASSERT(!memcmp(bytes, "\4\0\0\0\6\0\0\0", 8));
	}
	close(early);
	close(late);
	close(fd);
	ev_loop_destroy(h.loop);
	rmdir(h.folder);
}

static void test_shim_malformed(void)
{
	int bad, good;

	begin(VIA_UDP);
	good = harness_connect_ipc(&h);
	bad = harness_connect_ipc(&h);
	client_write(&h, bad, "\4\0\0\0\11\0\0\0", 8);
	CU_ASSERT_STRING_EQUAL(ipc_read(bad), "x");
	ipc_send(good, &(struct ipc_message){.variant = IPC_HUSH});
	ASKED("hush ipc - -1 0");
	close(bad);
	close(good);
	end();
}

static CU_TestInfo tests[] = {
    {"of waiting graphs the newest plays, order is kept", test_shim_order},
    {"the shim says Ready, Underrun and Shutdown", test_shim_messages},
    {"a malformed frame closes one IPC client", test_shim_malformed},
    CU_TEST_INFO_NULL,
};

const struct suite suite_shim = {"net/shim", tests};
