#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/alloc.h"
#include "base/wall.h"
#include "net/framing.h"
#include "net/net.h"
#include "net/reply.h"
#include "net/shim_frame.h"
#include "net/state.h"
#include "tests/net/client.h"
#include "tests/net/fake_engine.h"
#include "tests/support/suite.h"

static struct harness h;
static int fd;
static enum via via;

static void begin(enum via how)
{
	via = how;
	fd = harness_begin(&h, how);
}

static void end(void)
{
	harness_end(&h, fd);
}

#define SEND(...) client_send(&h, fd, via, __VA_ARGS__)
#define ANSWER(want) CU_ASSERT_STRING_EQUAL(client_read(&h, fd, via), want)
#define ASKED(want) CU_ASSERT_STRING_EQUAL(fake_engine_log(), want)

static bool answer_has(const char *part)
{
	return strstr(client_read(&h, fd, via), part);
}

/* --- Requests over every transport --- */

static void test_transports(void)
{
	for (int how = VIA_UDP; how <= VIA_UNIX; how++) {
		begin((enum via)how);
		SEND("/sync", "i", 42);
		ANSWER("/synced,i|42\n");
		SEND("/tempo", "fs", 120.0, "bpm");
		ANSWER("/done,sf|/tempo|0.5\n");
		ASKED("tempo 0.5 0 0");
		SEND("/tempo", "");
		ANSWER("/tempo.reply,ffd|0.5|120|12.25\n");
		SEND("/version", "");
		CU_ASSERT_TRUE(answer_has("/version.reply,siisss|phonon"));
		SEND("/status", "");
		CU_ASSERT_TRUE(answer_has("/status.reply,iiiiiffdd|1|3|"));
		SEND("/phonon/ping", "it", 9, UINT64_C(5));
		ANSWER("/phonon/pong,itttdf|9|t|t|t|12.25|0.5\n");
		end();
	}
}

static void test_code(void)
{
	begin(VIA_TCP);
	SEND("/phonon/code", "si", "d1 $ s \"bd\"", 5);
	ASKED("eval main d1 $ s \"bd\" 0 0");
	ANSWER("");
	fake_engine_answer(NULL);
	ANSWER("/done,siidsi|/phonon/code|5|7|1.5|d1 d2|0\n");
	SEND("/eval", "s", "nonsense");
	fake_engine_answer("what is this");
	ANSWER("/fail,ssiiiiisii|/eval|what is this|0|2|3|2|5|a hint|1|1\n");
	end();
}

static void test_modes(void)
{
	begin(VIA_UDP);
	SEND("/phonon/code", "siss", "x", 1, "replace", "cycle");
	ASKED("eval main x 1 1");
	SEND("/phonon/code", "sisf", "x", 2, "merge", 4.0);
	ASKED("eval main x 0 2");
	SEND("/phonon/code", "siss", "x", 3, "check", "8");
	ASKED("eval main x 2 2");
	SEND("/phonon/code", "sis", "x", 4, "wrong");
	CU_ASSERT_TRUE(
	    answer_has("/fail,ssiiiiisii|/phonon/code|unknown mode|"));
	SEND("/phonon/code", "si", "d1 $ s \"\xff\"", 44);
	CU_ASSERT_TRUE(answer_has("|the text is not UTF-8|44|1|1|"));
	SEND("/phonon/code", "siss", "x", 4, "merge", "soon");
	CU_ASSERT_TRUE(answer_has("unknown time"));
	SEND("/phonon/code", "sisi", "x", 4, "merge", -1);
	CU_ASSERT_TRUE(answer_has("unknown time"));
	ASKED("");
	end();
}

static void test_ids(void)
{
	begin(VIA_UDP);
	SEND("/phonon/code", "si", "x", 5);
	SEND("/phonon/code", "si", "x", 5);
	ASKED("eval main x 0 0");
	fake_engine_answer(NULL);
	ANSWER("/done,siidsi|/phonon/code|5|7|1.5|d1 d2|0\n"
	       "/done,siidsi|/phonon/code|5|7|1.5|d1 d2|0\n");
	SEND("/phonon/code", "si", "x", 5);
	ANSWER("/done,siidsi|/phonon/code|5|7|1.5|d1 d2|0\n");
	ASKED("");
	SEND("/phonon/code", "si", "x", 6);
	ASKED("eval main x 0 0");
	fake_engine_answer("no");
	CU_ASSERT_TRUE(answer_has("/fail,"));
	SEND("/phonon/code", "si", "x", 6);
	CU_ASSERT_TRUE(answer_has("|no|6|2|3|"));
	end();
}

static void test_id_0(void)
{
	begin(VIA_UDP);
	SEND("/phonon/code", "sis", "x", 0, "replace");
	ASKED("eval main x 1 0");
	fake_engine_answer(NULL);
	SEND("/phonon/code", "sis", "y", 0, "replace");
	ASKED("eval main y 1 0");
	fake_engine_answer(NULL);
	ANSWER("/done,siidsi|/phonon/code|0|7|1.5|d1 d2|0\n"
	       "/done,siidsi|/phonon/code|0|7|1.5|d1 d2|0\n");
	end();
}

static void test_ids_of_others(void)
{
	int other;

	begin(VIA_TCP);
	SEND("/phonon/code", "si", "x", 5);
	fake_engine_answer(NULL);
	fake_engine_log();
	other = harness_connect(&h, VIA_TCP);
	client_send(&h, other, VIA_TCP, "/phonon/code", "si", "y", 5);
	ASKED("eval main y 0 0");
	close(other);
	end();
}

static void test_parts(void)
{
	begin(VIA_UDP);
	SEND("/phonon/code/part", "iiis", 3, 1, 2, "two");
	ANSWER("/done,siii|/phonon/code/part|3|1|2\n");
	SEND("/phonon/code/part", "iiis", 3, 0, 2, "one ");
	ASKED("eval main one two 0 0");
	fake_engine_answer(NULL);
	ANSWER("/done,siidsi|/phonon/code|3|7|1.5|d1 d2|0\n");
	SEND("/phonon/code/part", "iiis", 4, 7, 2, "x");
	CU_ASSERT_TRUE(answer_has("no such part"));
	end();
}

/* --- Order --- */

static void test_order(void)
{
	begin(VIA_TCP);
	SEND("/phonon/code", "si", "x", 1);
	SEND("/mute", "s", "d1");
	SEND("/sync", "i", 3);
	ASKED("eval main x 0 0");
	ANSWER("");
	fake_engine_answer(NULL);
	ASKED("strip 11 main d1 0");
	ANSWER("/done,siidsi|/phonon/code|1|7|1.5|d1 d2|0\n"
	       "/done,s|/mute\n/synced,i|3\n");
	end();
}

static void test_hands(void)
{
	begin(VIA_UDP);
	SEND("/hush", "");
	SEND("/hush", "sf", "d1", 1.5);
	SEND("/hush", "f", 0.5);
	SEND("/unhush", "s", "d1");
	SEND("/mute", "s", "d2");
	SEND("/panic", "");
	SEND("/tempo/nudge", "f", 0.5);
	ASKED("hush main - -1 0; hush main d1 1.5 0; hush main - 0.5 0; "
	      "unhush main d1 0; strip 11 main d2 0; panic; nudge 0.5 0");
	client_read(&h, fd, via);
	SEND("/hush", "s", "nosuch");
	ANSWER("/fail,ss|/hush|no such slot\n");
	end();
}

/* --- Refusals --- */

static void test_unknown(void)
{
	begin(VIA_UDP);
	SEND("/phonon/cod", "s", "x");
	CU_ASSERT_TRUE(answer_has(
	    "/fail,sss|/phonon/cod|unknown command|did you mean /phonon/code"));
	for (int i = 0; i < 20; i++)
		SEND("/nonsense", "");
	{
		const char *p = client_read(&h, fd, via);
		int n = 0;

		while ((p = strstr(p, "/fail"))) {
			p++;
			n++;
		}
		CU_ASSERT_EQUAL(n, PEER_UNKNOWN - 1);
	}
	end();
}

static void test_wrong_arguments(void)
{
	begin(VIA_UDP);
	SEND("/phonon/code", "i", 1);
	CU_ASSERT_TRUE(answer_has("wrong arguments: got ,i, expected code"));
	SEND("/tempo", "f", 120.0);
	CU_ASSERT_TRUE(answer_has("did you mean 120 bpm"));
	SEND("/tempo", "f", 0.0);
	CU_ASSERT_TRUE(answer_has("/fail,ss|/tempo|a tempo is more than 0"));
	SEND("/tempo", "fs", 1.0, "mph");
	CU_ASSERT_TRUE(answer_has("unknown unit"));
	SEND("/tempo", "f", (double)NAN);
	CU_ASSERT_TRUE(answer_has("/fail,ss|/tempo|argument 1 is NaN"));
	ASKED("");
	end();
}

static void test_array(void)
{
	begin(VIA_UDP);
	client_write(&h, fd, "/hush\0\0\0,[s]\0\0\0\0d1\0", 20);
	CU_ASSERT_TRUE(answer_has("/fail,ss|/hush|arrays"));
	ASKED("");
	end();
}

static void test_conductor(void)
{
	begin(VIA_UDP);
	SEND("/sync", "i", 1);
	h.net->udp_peers->conductor = false;
	client_read(&h, fd, via);
	SEND("/quit", "");
	CU_ASSERT_TRUE(answer_has("/fail,sss|/quit|only a conductor"));
	CU_ASSERT_EQUAL(h.quits, 0);
	h.net->udp_peers->conductor = true;
	SEND("/quit", "");
	ANSWER("/done,s|/quit\n");
	CU_ASSERT_EQUAL(h.quits, 1);
	end();
}

/* --- Bundles --- */

static void add_bundle(struct strbuf *to, uint64_t ntp)
{
	strbuf_add(to, "#bundle", 8);
	for (int i = 7; i >= 0; i--)
		strbuf_putc(to, (char)(ntp >> 8 * i & 0xff));
}

static void add_element(struct strbuf *to, const char *address,
			const char *types, const char *text)
{
	struct strbuf m;

	strbuf_init(&m);
	reply_build(&m, address, types, text);
	frame_write(to, FRAMING_LENGTH, m.text, m.len);
	strbuf_finish(&m);
}

static void test_bundle_ahead(void)
{
	struct strbuf b;

	begin(VIA_UDP);
	strbuf_init(&b);
	add_bundle(&b, wall_ntp() + (UINT64_C(3600) << 32));
	add_element(&b, "/phonon/code", "s", "x");
	add_element(&b, "/hush", "s", "d1");
	add_element(&b, "/mute", "s", "d2");
	add_element(&b, "/phonon/get", "s", "d2");
	client_write(&h, fd, b.text, b.len);
	ASKED("[; eval main x 0 3; hush main d1 -1 1; strip 11 main d2 1; ]");
	CU_ASSERT_EQUAL(h.net->n_later, 1);
	client_read(&h, fd, via);
	SEND("/clearSched", "");
	ASKED("clear");
	CU_ASSERT_EQUAL(h.net->n_later, 0);
	strbuf_finish(&b);
	end();
}

static void test_bundle_late(void)
{
	struct strbuf b;

	begin(VIA_UDP);
	strbuf_init(&b);
	add_bundle(&b, wall_ntp() - (UINT64_C(2) << 32));
	add_element(&b, "/hush", "s", "d1");
	add_element(&b, "/hush", "s", "d2");
	client_write(&h, fd, b.text, b.len);
	ASKED("[; hush main d1 -1 0; hush main d2 -1 0; ]");
	{
		const char *got = client_read(&h, fd, via);

		CU_ASSERT_PTR_EQUAL(strstr(got, "/late,sd|/hush|2"), got);
		CU_ASSERT_PTR_NOT_NULL(
		    strstr(got, "\n/done,s|/hush\n/done,s|/hush\n"));
	}
	CU_ASSERT_EQUAL(h.net->late, 2);
	strbuf_finish(&b);
	end();
}

static void test_bundle_broken(void)
{
	struct strbuf b;

	begin(VIA_UDP);
	strbuf_init(&b);
	add_bundle(&b, 1);
	add_element(&b, "/hush", "s", "d1");
	strbuf_add(&b, "\0\0\0\4oops", 8);
	client_write(&h, fd, b.text, b.len);
	ASKED("");
	CU_ASSERT_TRUE(answer_has("nothing of this bundle was done"));
	strbuf_finish(&b);
	end();
}

/* --- Streams --- */

static void test_slip(void)
{
	char got[64];
	ssize_t n;

	begin(VIA_TCP);
	client_write(&h, fd, "\300/sync\0\0\0,i\0\0\0\0\0\7\300", 18);
	n = recv(fd, got, sizeof(got), MSG_DONTWAIT);
	CU_ASSERT_EQUAL(n, 18);
	CU_ASSERT(n == 18 &&
		  !memcmp(got, "\300/synced\0,i\0\0\0\0\0\7\300", 18));
	end();
}

static void test_slow(void)
{
	static const char bytes[] = "\0\0\0\20/sync\0\0\0,i\0\0\0\0\0\11";

	begin(VIA_UNIX);
	for (size_t i = 0; i < 20; i++)
		client_write(&h, fd, bytes + i, 1);
	ANSWER("/synced,i|9\n");
	end();
}

static void test_half_closed(void)
{
	begin(VIA_TCP);
	SEND("/phonon/code", "si", "x", 1);
	shutdown(fd, SHUT_WR);
	ANSWER("");
	fake_engine_answer(NULL);
	ANSWER("/done,siidsi|/phonon/code|1|7|1.5|d1 d2|0\nclosed\n");
	end();
}

static void test_gone(void)
{
	begin(VIA_TCP);
	SEND("/phonon/code", "si", "x", 1);
	close(fd);
	harness_turn(&h);
	fake_engine_answer(NULL);
	CU_ASSERT_EQUAL(h.net->n_conns, 0);
	fd = harness_connect(&h, VIA_TCP);
	SEND("/sync", "i", 1);
	ANSWER("/synced,i|1\n");
	end();
}

static void test_violation(void)
{
	int other;

	begin(VIA_TCP);
	other = harness_connect(&h, VIA_TCP);
	client_write(&h, fd, "\6\0\0\0/hush\0\0\0", 12);
	CU_ASSERT_TRUE(answer_has("/fail,ss||a packet claims"));
	client_send(&h, other, VIA_TCP, "/sync", "i", 1);
	CU_ASSERT_STRING_EQUAL(client_read(&h, other, VIA_TCP),
			       "/synced,i|1\n");
	close(other);
	end();
}

/* Who asks and never reads: the server stops reading him, nothing grows, and
 * all the answers come once he reads. */
static void test_reader_asleep(void)
{
	struct strbuf wire, m;
	size_t sent = 0, asked = 0, answered = 0;

	begin(VIA_UNIX);
	strbuf_init(&wire);
	strbuf_init(&m);
	reply_build(&m, "/phonon/help", "");
	for (int i = 0; i < 4000; i++, asked++)
		frame_write(&wire, FRAMING_LENGTH, m.text, m.len);
	for (int i = 0; i < 2000 && answered < asked; i++) {
		ssize_t n = send(fd, wire.text + sent, wire.len - sent,
				 MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n > 0)
			sent += (size_t)n;
		harness_turn(&h);
		CU_ASSERT(h.net->conns != NULL);
		if (i < 50)
			continue;
		for (const char *p = client_read(&h, fd, via);
		     (p = strstr(p, "/phonon/help.reply")); p++)
			answered++;
	}
	CU_ASSERT_EQUAL(sent, wire.len);
	CU_ASSERT(answered > 0);
	strbuf_finish(&m);
	strbuf_finish(&wire);
	end();
}

/* --- Long answers over UDP --- */

static void test_long_answer(void)
{
	begin(VIA_UDP);
	SEND("/phonon/help", "");
	ANSWER(client_read(&h, fd, via)); /* one datagram or parts: drained */
	{
		struct strbuf big;

		strbuf_init(&big);
		for (int i = 0; i < 3000; i++)
			strbuf_putc(&big, 'x');
		reply_to(h.net->udp_peers, false, "/big", "s",
			 strbuf_str(&big));
		strbuf_finish(&big);
	}
	ANSWER("/phonon/part,iiib|1|0|3|blob 1160\n"
	       "/phonon/part,iiib|1|1|3|blob 1160\n"
	       "/phonon/part,iiib|1|2|3|blob 696\n");
	end();
}

static void test_notify(void)
{
	begin(VIA_UDP);
	SEND("/phonon/notify", "is", 1, "tempo code");
	CU_ASSERT_TRUE(answer_has("/done,sii|/phonon/notify"));
	SEND("/tempo", "f", 0.5);
	ANSWER("/done,sf|/tempo|0.5\n/phonon/tempo,ff|0.5|120\n");
	SEND("/notify", "i", 0);
	client_read(&h, fd, via);
	SEND("/tempo", "f", 0.75);
	ANSWER("/done,sf|/tempo|0.75\n");
	SEND("/notify", "is", 1, "gossip");
	CU_ASSERT_TRUE(answer_has("unknown topic"));
	end();
}

/* --- Addresses --- */

static void test_rights(void)
{
	struct stat st;

	begin(VIA_UDP);
	CU_ASSERT_EQUAL(stat(h.ipc_path, &st), 0);
	CU_ASSERT_EQUAL(st.st_mode & 0777, 0600);
	CU_ASSERT_EQUAL(stat(h.unix_path, &st), 0);
	CU_ASSERT_EQUAL(st.st_mode & 0777, 0600);
	end();
	CU_ASSERT_NOT_EQUAL(stat(h.ipc_path, &st), 0);
}

static enum status open_second(const char *ipc, const char *bind, int port,
			       char why[NET_WHY])
{
	struct net_options o = {.loop = h.loop,
				.ipc_path = ipc,
				.no_ipc = !ipc,
				.no_unix = true,
				.udp_port = port,
				.bind = bind};
	struct net *net;
	enum status st = net_open(&net, &o, why);

	if (st == ST_OK)
		net_close(net);
	return st;
}

static void test_busy(void)
{
	char why[NET_WHY], port[16];
	struct stat st;

	begin(VIA_UDP);
	CU_ASSERT_EQUAL(open_second(NULL, NULL, h.net->udp[0].port, why),
			ST_BUSY);
	snprintf(port, sizeof(port), "%d", h.net->udp[0].port);
	CU_ASSERT_PTR_NOT_NULL(strstr(why, port));
	CU_ASSERT_EQUAL(open_second(h.ipc_path, NULL, 0, why), ST_BUSY);
	CU_ASSERT_EQUAL(stat(h.ipc_path, &st), 0);
	CU_ASSERT_EQUAL(open_second(NULL, "0.0.0.0", 0, why), ST_DENIED);
	CU_ASSERT_PTR_NOT_NULL(strstr(why, "--insecure"));
	CU_ASSERT_EQUAL(open_second(NULL, "nowhere", 0, why), ST_INVALID);
	CU_ASSERT_PTR_NOT_NULL(strstr(why, "in numbers"));
	end();
}

static void test_stale(void)
{
	char why[NET_WHY], path[100];
	FILE *f;

	begin(VIA_UDP);
	/* A socket file whose server is gone. */
	snprintf(path, sizeof(path), "%s/stale", h.folder);
	CU_ASSERT_EQUAL(rename(h.ipc_path, path), 0);
	close(h.net->ipc.fd);
	ev_io_stop(h.loop, &h.net->ipc.io);
	h.net->ipc.fd = -1;
	mem_free(h.net->ipc.path);
	h.net->ipc.path = NULL;
	CU_ASSERT_EQUAL(open_second(path, NULL, 0, why), ST_OK);
	/* What is not a socket stays. */
	f = fopen(path, "w");
	fclose(f);
	CU_ASSERT_EQUAL(open_second(path, NULL, 0, why), ST_DENIED);
	CU_ASSERT_EQUAL(unlink(path), 0);
	end();
}

static CU_TestInfo tests[] = {
    {"requests are answered over UDP, TCP and the Unix socket",
     test_transports},
    {"code is evaluated and answered with its id or its errors", test_code},
    {"modes and times of code reach the engine", test_modes},
    {"an id that was there is answered from memory", test_ids},
    {"0 is no id: every text with it is done", test_id_0},
    {"two connections may use the same id", test_ids_of_others},
    {"a text in parts is evaluated once it is whole", test_parts},
    {"what follows a text is done after it", test_order},
    {"hush, unhush and mute reach the engine", test_hands},
    {"unknown addresses get a suggestion, but no flood", test_unknown},
    {"wrong arguments are refused with what was expected",
     test_wrong_arguments},
    {"arrays are refused", test_array},
    {"only conductors quit", test_conductor},
    {"a bundle with a time ahead is placed or kept", test_bundle_ahead},
    {"a late bundle is done at once and its sender told once",
     test_bundle_late},
    {"nothing of a broken bundle is done", test_bundle_broken},
    {"SLIP is answered in SLIP", test_slip},
    {"a sender may be slow", test_slow},
    {"a half-closed connection gets its answers", test_half_closed},
    {"a client that went leaves nothing behind", test_gone},
    {"a framing violation closes one connection", test_violation},
    {"a client that never reads is not read from", test_reader_asleep},
    {"long answers over UDP come in parts", test_long_answer},
    {"subscribers hear of changes", test_notify},
    {"the sockets are private and removed at the end", test_rights},
    {"what is taken is not taken over", test_busy},
    {"a dead socket is replaced, anything else is not", test_stale},
    CU_TEST_INFO_NULL,
};

const struct suite suite_net = {"net", tests};
