#include "tests/support/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <CUnit/TestRun.h>

enum { NAME_MAX_LENGTH = 160 };

struct outcome {
	int passed, failed, skipped;
	bool skip;
	char why[NAME_MAX_LENGTH];
};

static struct outcome outcome;

void suite_skip(const char *why)
{
	outcome.skip = true;
	snprintf(outcome.why, sizeof(outcome.why), "%s", why);
}

const char *suite_source(const char *path)
{
	static char full[1024];
	const char *top = getenv("top_srcdir");

	snprintf(full, sizeof(full), "%s/%s", top ? top : ".", path);
	return full;
}

const char *suite_conformance(void)
{
	static char path[1024];
	struct stat st;

	snprintf(path, sizeof(path), "%s",
		 suite_source("../shared/conformance"));
	return stat(path, &st) == 0 ? path : NULL;
}

char *suite_read_file(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	char *text = NULL;
	long n;

	if (!f)
		return NULL;
	if (fseek(f, 0, SEEK_END) == 0 && (n = ftell(f)) >= 0) {
		rewind(f);
		text = calloc(1, (size_t)n + 1);
		if (text && fread(text, 1, (size_t)n, f) != (size_t)n) {
			free(text);
			text = NULL;
		} else if (len) {
			*len = (size_t)n;
		}
	}
	fclose(f);
	return text;
}

static bool wanted(int argc, char **argv, const char *suite, const char *test)
{
	for (int i = 1; i < argc; i++)
		if (strstr(suite, argv[i]) || strstr(test, argv[i]))
			return true;
	return argc < 2;
}

static void print_failures(const char *suite, const char *test)
{
	for (CU_pFailureRecord f = CU_get_failure_list(); f; f = f->pNext)
		printf("FAIL %s: %s\n     %s:%u: %s\n", suite, test,
		       f->strFileName ? f->strFileName : "?", f->uiLineNumber,
		       f->strCondition ? f->strCondition : "");
}

static void run_one(CU_pSuite suite, CU_pTest test)
{
	outcome.skip = false;
	CU_run_test(suite, test);
	if (CU_get_number_of_failures() > 0) {
		outcome.failed++;
		print_failures(suite->pName, test->pName);
	} else if (outcome.skip) {
		outcome.skipped++;
		printf("SKIP %s: %s: %s\n", suite->pName, test->pName,
		       outcome.why);
	} else {
		outcome.passed++;
	}
	fflush(stdout);
}

static void run_suite(int argc, char **argv, const struct suite *s)
{
	CU_pSuite suite = CU_add_suite(s->name, NULL, NULL);

	if (!suite)
		exit(70);
	for (CU_TestInfo *t = s->tests; t->pName; t++) {
		CU_pTest test = CU_add_test(suite, t->pName, t->pTestFunc);

		if (!test)
			exit(70);
		if (wanted(argc, argv, s->name, t->pName))
			run_one(suite, test);
	}
}

int suite_main(int argc, char **argv, const struct suite *const *suites)
{
	const char *slash = strrchr(argv[0], '/');

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 70;
	CU_set_error_action(CUEA_IGNORE);
	for (; *suites; suites++)
		run_suite(argc, argv, *suites);
	CU_cleanup_registry();
	printf("%s: %d passed, %d failed", slash ? slash + 1 : argv[0],
	       outcome.passed, outcome.failed);
	if (outcome.skipped)
		printf(", %d skipped", outcome.skipped);
	puts("");
	return outcome.failed > 0;
}
