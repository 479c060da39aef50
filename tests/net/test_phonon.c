/* The client, in a process of its own, against a running server. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "tests/net/live.h"
#include "tests/support/suite.h"

static struct live server;

static void begin(const char *const *options)
{
	CU_ASSERT_FATAL(live_start(&server, options));
}

static void end(void)
{
	CU_ASSERT_EQUAL(live_stop(&server), 0);
}

static char said[16384];

/* Run `phonon WORDS`, as a shell reads them; its exit status. What it said is
 * in `said`. */
static int phonon(const char *words)
{
	char command[2048];
	size_t n;
	FILE *f;
	int status;

	snprintf(command, sizeof(command), "./phonon --port %d %s 2>&1",
		 server.port, words);
	f = popen(command, "r");
	n = f ? fread(said, 1, sizeof(said) - 1, f) : 0;
	said[n] = '\0';
	status = f ? pclose(f) : -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define SAID(text) CU_ASSERT_PTR_NOT_NULL(strstr(said, text))

static void test_carets(void)
{
	begin(NULL);
	CU_ASSERT_EQUAL(phonon("send -e 'd1 $\ts \"\u65e5\u00e9\" # spede 2'"),
			65);
	/* A tab stays one, a wide character has two columns. */
	SAID("\n        \t          ^^^^^\n");
	CU_ASSERT_EQUAL(phonon("send -e 'd1 $ s \"bd\"\nd2 $ s \"bd' -"), 64);
	CU_ASSERT_EQUAL(phonon("send -e 'd1 $ s \"bd\"\nd2 $ s \"bd'"), 65);
	SAID("code:2:8: ");
	SAID("\n           ^\n");
	end();
}

static void test_hints(void)
{
	begin(NULL);
	CU_ASSERT_EQUAL(phonon("tempo 120"), 65);
	SAID("did you mean 120 bpm");
	CU_ASSERT_EQUAL(phonon("tempo 120 bpm"), 0);
	CU_ASSERT_EQUAL(phonon("hush --fade soon"), 64);
	CU_ASSERT_EQUAL(phonon("hush --fade 0.1"), 0);
	CU_ASSERT_EQUAL(phonon("hush d7"), 65);
	end();
}

/* Names of controls' values are no samples. */
static void test_warnings(void)
{
	begin(NULL);
	phonon("send -e 'd1 $ s \"nosuch\" # vowel \"a\" # unit \"c\"'");
	SAID("there is no sample nosuch");
	SAID("no voice hears `vowel`");
	CU_ASSERT_PTR_NULL(strstr(said, "no sample a"));
	CU_ASSERT_PTR_NULL(strstr(said, "no sample c"));
	/* Also one that the text makes up. */
	phonon("send -e 'd1 $ s (pure \"madeup\")'");
	SAID("there is no sample madeup");
	end();
}

static void test_addresses(void)
{
	static const char *const v4[] = {"--bind", "127.0.0.1", NULL};
	char words[64];

	begin(v4);
	CU_ASSERT_EQUAL(phonon("tempo"), 0);
	snprintf(words, sizeof(words), "--port %d --tcp tempo",
		 server.tcp_port);
	CU_ASSERT_EQUAL(phonon(words), 0);
	snprintf(words, sizeof(words), "--host 127.0.0.1:%d tempo",
		 server.port);
	CU_ASSERT_EQUAL(phonon(words), 0);
	end();
	CU_ASSERT_EQUAL(phonon("tempo"), 69);
	SAID("Start one with `phonon-audio`");
}

/* In parts both ways: a text of many datagrams, an answer of two. */
static void test_long(void)
{
	enum { NAME = 240, FOLDERS = 4 };
	char folder[40] = "/tmp/phonon-long-XXXXXX", words[80];
	char path[FOLDERS * (NAME + 1) + 80];
	const char *const record[] = {"--record", path, NULL};
	size_t n;
	FILE *f;

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	n = (size_t)snprintf(path, sizeof(path), "%s", folder);
	for (int i = 0; i < FOLDERS; i++) {
		path[n++] = '/';
		memset(path + n, 'x', NAME);
		path[n += NAME] = '\0';
		CU_ASSERT_EQUAL(mkdir(path, 0700), 0);
	}
	strcpy(path + n, "/a.wav");
	begin(record);
	CU_ASSERT_EQUAL(phonon("status"), 0);
	SAID("/a.wav");
	SAID("uptime_s");
	snprintf(words, sizeof(words), "%s/long", folder);
	f = fopen(words, "w");
	CU_ASSERT_PTR_NOT_NULL_FATAL(f);
	for (int i = 0; i < 10000; i++)
		fprintf(f, "-- line %d of a long text\n", i);
	fputs("d1 $ s \"bd\"\n", f);
	fclose(f);
	snprintf(words, sizeof(words), "send %s/long", folder);
	CU_ASSERT_EQUAL(phonon(words), 0);
	SAID("d1 from cycle");
	end();
	snprintf(words, sizeof(words), "rm -rf %s", folder);
	CU_ASSERT_EQUAL(system(words), 0);
}

static void test_help(void)
{
	CU_ASSERT_EQUAL(phonon("help"), 0);
	SAID("usage: phonon [OPTIONS] COMMAND");
	CU_ASSERT_EQUAL(phonon("help send"), 0);
	SAID("usage: phonon [OPTIONS] send FILE");
	CU_ASSERT_EQUAL(phonon("help hush"), 0);
	SAID("[--fade SECONDS]");
	SAID("(a statement)");
	CU_ASSERT_EQUAL(phonon("help every"), 0);
	SAID("every :: ");
	CU_ASSERT_EQUAL(phonon("help evry"), 69);
	SAID("did you mean every");
}

static void test_doctor(void)
{
	begin(NULL);
	CU_ASSERT_EQUAL(setenv("PHONON_SAMPLE_PATH", "/nowhere:.:", 1), 0);
	CU_ASSERT_EQUAL(phonon("doctor"), 69);
	SAID("$PHONON_SAMPLE_PATH has /nowhere, which can't be read");
	SAID("ok       $PHONON_SAMPLE_PATH has .\n");
	SAID("a server answers");
	unsetenv("PHONON_SAMPLE_PATH");
	end();
}

static CU_TestInfo tests[] = {
    {"carets stand under what they mean", test_carets},
    {"a refusal comes with its hint", test_hints},
    {"only sounds are missed as samples", test_warnings},
    {"help knows commands as well as names", test_help},
    {"the doctor looks into each folder of samples", test_doctor},
    {"each address of a host is tried", test_addresses},
    {"texts and answers may be long", test_long},
    CU_TEST_INFO_NULL,
};

extern const struct suite suite_phonon;
const struct suite suite_phonon = {"phonon", tests};
