#include <stdlib.h>
#include <string.h>
#include "net/method.h"
#include "tests/support/suite.h"

#define EACH_ROW(row)                                                          \
	for (int f_ = 0; method_families[f_]; f_++)                            \
		for (const struct method *row = method_families[f_]->rows;     \
		     row < method_families[f_]->rows + method_families[f_]->n; \
		     row++)

static void test_complete(void)
{
	EACH_ROW(row)
	{
		CU_ASSERT_EQUAL(row->address[0], '/');
		CU_ASSERT_PTR_NOT_NULL(row->call);
		CU_ASSERT(strlen(row->summary) > 10);
		CU_ASSERT(strlen(row->reply) > 3);
		CU_ASSERT_EQUAL(strspn(row->forms, "sint|"),
				strlen(row->forms));
		CU_ASSERT_PTR_EQUAL(method_find(row->address), row);
	}
}

/* The example's type tags are its first word. */
static void test_examples(void)
{
	EACH_ROW(row)
	{
		char types[16] = "";
		size_t n = strcspn(row->example, " ");

		CU_ASSERT(n < sizeof(types));
		memcpy(types, row->example, n);
		CU_ASSERT_TRUE(method_takes(row, types));
	}
}

static void test_forms(void)
{
	const struct method *code = method_find("/phonon/code");
	const struct method *ping = method_find("/phonon/ping");

	CU_ASSERT_TRUE(method_takes(code, "s"));
	CU_ASSERT_TRUE(method_takes(code, "Si"));
	CU_ASSERT_TRUE(method_takes(code, "sTss"));
	CU_ASSERT_TRUE(method_takes(code, "shsf"));
	CU_ASSERT_FALSE(method_takes(code, ""));
	CU_ASSERT_FALSE(method_takes(code, "i"));
	CU_ASSERT_FALSE(method_takes(code, "sissi"));
	CU_ASSERT_TRUE(method_takes(ping, "it"));
	CU_ASSERT_FALSE(method_takes(ping, "ii"));
}

static void test_reference(void)
{
	struct strbuf reference, header;

	strbuf_init(&reference);
	strbuf_init(&header);
	method_reference(&reference);
	method_header(&header);
	EACH_ROW(row)
	{
		CU_ASSERT_PTR_NOT_NULL(
		    strstr(strbuf_str(&reference), row->summary));
		CU_ASSERT_PTR_NOT_NULL(
		    strstr(strbuf_str(&header), row->address));
	}
	strbuf_finish(&reference);
	strbuf_finish(&header);
}

static void check_file(const char *path, void (*make)(struct strbuf *to))
{
	char *text = suite_read_file(suite_source(path), NULL);
	struct strbuf want;

	strbuf_init(&want);
	make(&want);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	CU_ASSERT_STRING_EQUAL(text, strbuf_str(&want));
	strbuf_finish(&want);
	free(text);
}

static void test_generated(void)
{
	check_file("osc-spec/reference.md", method_reference);
	check_file("osc-spec/protocol.h", method_header);
}

static CU_TestInfo tests[] = {
    {"every row is complete and found by its address", test_complete},
    {"every row takes the arguments of its example", test_examples},
    {"forms say which type tags a method takes", test_forms},
    {"the reference and the header have every row", test_reference},
    {"the files in osc-spec are those that the tables give", test_generated},
    CU_TEST_INFO_NULL,
};

const struct suite suite_method = {"method", tests};
