/* The mixer tree and recordings, as the network has them. */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "net/pattern.h"
#include "net/state.h"
#include "net/tree.h"
#include "tests/net/client.h"
#include "tests/net/fake_engine.h"
#include "tests/support/suite.h"

static struct harness h;
static int fd;

static void begin(void)
{
	fd = harness_begin(&h, VIA_TCP);
}

static void end(void)
{
	harness_end(&h, fd);
}

#define SEND(...) client_send(&h, fd, VIA_TCP, __VA_ARGS__)
#define ANSWER(want) CU_ASSERT_STRING_EQUAL(client_read(&h, fd, VIA_TCP), want)
#define ASKED(want) CU_ASSERT_STRING_EQUAL(fake_engine_log(), want)

static void test_patterns(void)
{
	static const struct {
		const char *pattern, *yes, *no;
	} cases[] = {
	    {"d1", "d1", "d2"},		 {"d?", "d7", "d"},
	    {"d*", "d", "e1"},		 {"*", "", NULL},
	    {"*1", "d1", "d12"},	 {"d[1-4]", "d4", "d5"},
	    {"d[!1-4]", "d5", "d2"},	 {"d[13]", "d3", "d2"},
	    {"{d1,d2}", "d2", "d3"},	 {"{d,dr}1", "dr1", "dx1"},
	    {"d{1,12}", "d12", "d2"},	 {"a*b*c", "aXbYc", "aXbY"},
	    {"[a-c]*[!z]", "bxy", "bz"}, {"d[", "never", "d"},
	    {"d{1", "never", "d1"},	 {"{}d", "d", "e"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (strcmp(cases[i].yes, "never") != 0)
			CU_ASSERT_TRUE(
			    pattern_matches(cases[i].pattern, cases[i].yes));
		if (cases[i].no)
			CU_ASSERT_FALSE(
			    pattern_matches(cases[i].pattern, cases[i].no));
	}
	/* Far too much to look for: it ends, and soon. */
	CU_ASSERT_FALSE(pattern_matches("*a*a*a*a*a*a*a*a*a*a*a*b",
					"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
}

static void test_addresses(void)
{
	static const char *const none[] = {"/phonon/main",
					   "/phonon//gain",
					   "/phonon/main/d1/gain/x",
					   "/phonon/main/d1/volume",
					   "/tempo",
					   "/phonon/main//gain",
					   "/phonon/main/d1/",
					   "/phonon/record/start"};

	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		CU_ASSERT_PTR_NULL(tree_find(none[i]));
	CU_ASSERT_PTR_EQUAL(tree_find("/phonon/a/b/solo"),
			    method_find("/phonon/<scope>/<slot>/solo"));
	CU_ASSERT_PTR_EQUAL(tree_find("/phonon/*/pan"),
			    method_find("/phonon/<scope>/pan"));
	CU_ASSERT_PTR_NOT_NULL(tree_find("/phonon/main/{d1,d2}/g*"));
}

static void test_set_and_ask(void)
{
	begin();
	SEND("/phonon/main/d1/gain", "f", 0.5);
	ANSWER("/done,si|/phonon/main/d1/gain|1\n");
	ASKED("mixer main d1 gain 0.5 0");
	SEND("/phonon/main/d1/gain", "");
	ANSWER("/phonon/main/d1/gain.reply,f|0.5\n");
	SEND("/phonon/main/mute", "i", 1);
	ANSWER("/done,si|/phonon/main/mute|1\n");
	ASKED("mixer main - mute 1 0");
	SEND("/phonon/main/mute", "");
	ANSWER("/phonon/main/mute.reply,i|1\n");
	SEND("/phonon/main/d2/pan", "i", -1);
	ASKED("mixer main d2 pan -1 0");
	client_read(&h, fd, VIA_TCP);
	end();
}

static void test_refusals(void)
{
	begin();
	SEND("/phonon/main/d3/gain", "f", 0.5);
	ANSWER(
	    "/fail,sss|/phonon/main/d3/gain|there is no slot d3 in main|there "
	    "are d1, d2\n");
	SEND("/phonon/mian/gain", "");
	ANSWER("/fail,sss|/phonon/mian/gain|there is no scope mian|did you "
	       "mean main?\n");
	SEND("/phonon/main/d1/gain", "f", 5.0);
	ANSWER("/fail,ss|/phonon/main/d1/gain|gain goes from 0 to 4\n");
	SEND("/phonon/main/d1/mute", "i", 7);
	ANSWER("/fail,ss|/phonon/main/d1/mute|mute is 0 or 1\n");
	SEND("/phonon/main/d1/volume", "f", 0.5);
	ANSWER("/fail,sss|/phonon/main/d1/volume|unknown command|a strip has "
	       "gain, pan, mute and solo\n");
	SEND("/phonon/main/d1/gain", "s", "loud");
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(client_read(&h, fd, VIA_TCP), "wrong arguments"));
	SEND("/phonon/main/e*/gain", "f", 0.5);
	ANSWER("/fail,ss|/phonon/main/e*/gain|this pattern means no strip\n");
	ASKED("");
	/* Nothing else takes patterns. */
	SEND("/pan*c", "");
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(client_read(&h, fd, VIA_TCP), "unknown command"));
	ASKED("");
	end();
}

static void test_many(void)
{
	begin();
	SEND("/phonon/main/d*/gain", "f", 0.25);
	ANSWER("/done,si|/phonon/main/d*/gain|2\n");
	ASKED("[; mixer main d1 gain 0.25 0; mixer main d2 gain 0.25 0; ]");
	SEND("/phonon/main/{d1,d2}/gain", "");
	ANSWER("/phonon/main/{d1,d2}/gain.reply,sfsf|/phonon/main/d1/gain|0.25|"
	       "/phonon/main/d2/gain|0.25\n");
	SEND("/phonon/m*/d[1]/*o*", "");
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(client_read(&h, fd, VIA_TCP), "/phonon/main/d1/solo|"));
	/* One that can't be: none is set. */
	SEND("/phonon/main/d?/{gain,pan}", "f", 2.0);
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(client_read(&h, fd, VIA_TCP), "pan goes from -1 to 1"));
	ASKED("");
	end();
}

static void test_meter(void)
{
	begin();
	SEND("/phonon/notify", "is", 1, "meter");
	CU_ASSERT_PTR_NOT_NULL(strstr(client_read(&h, fd, VIA_TCP), "/done"));
	usleep(80000);
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(client_read(&h, fd, VIA_TCP),
		   "/phonon/meter,sffff|main|0.5|0.25|0.125|0.0625\n"));
	end();
}

/* --- Recordings --- */

static char recorded[64];

static enum status record(void *ctx, const char *name, bool stems,
			  char why[NET_WHY])
{
	(void)ctx;
	snprintf(recorded, sizeof(recorded), "%s %d", name, stems);
	if (strcmp(name, "refused") != 0)
		return ST_OK;
	snprintf(why, NET_WHY, "because");
	return ST_INVALID;
}

static enum status record_stop(void *ctx, char why[NET_WHY])
{
	(void)ctx;
	(void)why;
	return ST_OK;
}

static void test_record(void)
{
	begin();
	SEND("/phonon/record/stop", "");
	ANSWER("/fail,ss|/phonon/record/stop|this server has no recordings\n");
	h.net->o.record = record;
	h.net->o.record_stop = record_stop;
	SEND("/phonon/record/start", "ss", "a.wav", "stems");
	ANSWER("");
	CU_ASSERT_STRING_EQUAL(recorded, "a.wav 1");
	net_recording_begun(h.net, "/x/a.wav", NULL);
	ANSWER("/done,ss|/phonon/record/start|/x/a.wav\n");
	SEND("/phonon/record/stop", "");
	ANSWER("");
	net_recording_ended(h.net, "/x/a.wav", 2.5, NULL);
	ANSWER("/done,ssd|/phonon/record/stop|/x/a.wav|2.5\n");
	SEND("/phonon/record/start", "s", "refused");
	ANSWER("/fail,ss|/phonon/record/start|because\n");
	SEND("/phonon/record/start", "s", "b");
	ANSWER("");
	net_recording_begun(h.net, "/x/b.wav", "no room");
	ANSWER("/fail,ss|/phonon/record/start|no room\n");
	SEND("/phonon/record/start", "ss", "a", "all");
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(client_read(&h, fd, VIA_TCP), "unknown mode"));
	/* Who waits for an answer may go first. */
	SEND("/phonon/record/start", "s", "c");
	end();
	CU_ASSERT_STRING_EQUAL(recorded, "c 0");
}

static CU_TestInfo tests[] = {
    {"patterns match as OSC 1.0 has them", test_patterns},
    {"addresses of the mixer tree are told from others", test_addresses},
    {"a strip is set and asked for", test_set_and_ask},
    {"what can't be set is refused with a reason", test_refusals},
    {"a pattern means many strips", test_many},
    {"subscribers see the meters", test_meter},
    {"recordings are answered when they began and ended", test_record},
    CU_TEST_INFO_NULL,
};

const struct suite suite_net_mixer = {"net/mixer", tests};
