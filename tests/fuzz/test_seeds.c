/* Every seed of every target, and whatever once went wrong, which is kept among
 * them. */
#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/fuzz/targets.h"
#include "tests/support/suite.h"

/* Bytes behind which nothing stands, so that a sanitizer sees one too many. */
static void feed(int (*target)(const uint8_t *, size_t), const char *path)
{
	size_t n = 0;
	char *text = suite_read_file(path, &n);
	uint8_t *exact = malloc(n ? n : 1);

	CU_ASSERT_PTR_NOT_NULL(text);
	CU_ASSERT_PTR_NOT_NULL(exact);
	if (text && exact) {
		memcpy(exact, text, n);
		CU_ASSERT_EQUAL(target(exact, n), 0);
	}
	free(exact);
	free(text);
}

static void replay(const char *name, int (*target)(const uint8_t *, size_t))
{
	char folder[512], path[1024];
	struct dirent *entry;
	int n = 0;
	DIR *dir;

	snprintf(folder, sizeof(folder), "tests/fuzz/seeds/%s", name);
	snprintf(folder, sizeof(folder), "%s", suite_source(folder));
	dir = opendir(folder);
	CU_ASSERT_PTR_NOT_NULL(dir);
	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		feed(target, path);
		n++;
	}
	if (dir)
		closedir(dir);
	CU_ASSERT(n > 0);
}

static void test_packet(void)
{
	replay("packet", fuzz_packet);
}

static void test_framing(void)
{
	replay("framing", fuzz_framing);
}

static void test_shim(void)
{
	replay("shim", fuzz_shim);
}

static void test_mini(void)
{
	replay("mini", fuzz_mini);
}

static void test_program(void)
{
	replay("program", fuzz_program);
}

static CU_TestInfo tests[] = {
    {"seeds of OSC packets are read or refused", test_packet},
    {"seeds of OSC streams give the same packets however cut", test_framing},
    {"seeds of the IPC stream give the same messages however cut", test_shim},
    {"seeds of mini-notation are parsed or refused, and play", test_mini},
    {"seeds of programs are compiled or refused, and play", test_program},
    CU_TEST_INFO_NULL};

const struct suite suite_seeds = {"seeds", tests};
