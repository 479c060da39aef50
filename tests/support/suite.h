/* What every test program is made of: suites in CUnit's table form, one file a
 * suite, named after the file it tests. */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <CUnit/CUnit.h>
#include <stdbool.h>

/* A test's name is a sentence. */
struct suite {
	const char *name;
	CU_TestInfo *tests; /* ends with CU_TEST_INFO_NULL */
};

/* Run the suites (ends with NULL) whose suite or test names contain one of the
 * program's arguments, all without arguments. Prints each failure, and at last
 * "NAME: N passed, N failed, N skipped". Returns main's exit status. */
int suite_main(int argc, char **argv, const struct suite *const *suites);

/* Leave the test as skipped, with why printed. Return after calling it. */
void suite_skip(const char *why);

/* The text of a file, NUL-terminated, to be freed; NULL when there is none. */
char *suite_read_file(const char *path, size_t *len);
/* A path below the source tree (top_srcdir), in a static buffer. */
const char *suite_source(const char *path);
/* Folder of the shared conformance data, or NULL where it is missing. */
const char *suite_conformance(void);

#endif
