#include <stdlib.h>
#include <string.h>
#include "net/shim_frame.h"
#include "tests/support/suite.h"

/* One frame, fed in pieces of `step`. */
static enum ipc_event feed(struct ipc_reader *r, const void *bytes, size_t n,
			   size_t step, struct ipc_message *m)
{
	const unsigned char *p = bytes;
	const char *why = NULL;
	size_t used;

	for (; n; p += used, n -= used) {
		enum ipc_event ev =
		    ipc_feed(r, p, step < n ? step : n, &used, m, &why);

		if (ev == IPC_BAD)
			CU_ASSERT_PTR_NOT_NULL(why);
		if (ev != IPC_MORE)
			return ev;
	}
	return IPC_MORE;
}

static enum ipc_event read_frame(const void *bytes, size_t n)
{
	struct ipc_reader r;
	struct ipc_message m;
	enum ipc_event ev;

	ipc_reader_init(&r);
	ev = feed(&r, bytes, n, n, &m);
	ipc_reader_finish(&r);
	return ev;
}

#define READ(literal) read_frame(literal, sizeof(literal) - 1)

static void test_example(void)
{
	static const unsigned char frame[] = {
	    0x18, 0,   0,   0,	 0,   0,   0,	0,   0x0c, 0,
	    0,	  0,   0,   0,	 0,   0,   'o', 'u', 't',  ' ',
	    '$',  ' ', 's', ' ', '"', 'b', 'd', '"'};

	for (size_t step = 1; step <= sizeof(frame); step++) {
		struct ipc_reader r;
		struct ipc_message m;

		ipc_reader_init(&r);
		CU_ASSERT_EQUAL(feed(&r, frame, sizeof(frame), step, &m),
				IPC_WHOLE);
		CU_ASSERT_EQUAL(m.variant, IPC_UPDATE_GRAPH);
		CU_ASSERT_EQUAL(m.len, 12);
		CU_ASSERT(m.len == 12 && !memcmp(m.text, "out $ s \"bd\"", 12));
		ipc_reader_finish(&r);
	}
}

static void test_variants(void)
{
	static const struct ipc_message all[] = {
	    {.variant = IPC_UPDATE_GRAPH, .text = "x", .len = 1},
	    {.variant = IPC_HUSH},
	    {.variant = IPC_PANIC},
	    {.variant = IPC_SET_TEMPO, .cps = 0.5625f},
	    {.variant = IPC_READY},
	    {.variant = IPC_UNDERRUN, .count = UINT64_C(1) << 40},
	    {.variant = IPC_SHUTDOWN}};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct ipc_reader r;
		struct ipc_message m;
		struct strbuf wire;

		strbuf_init(&wire);
		ipc_reader_init(&r);
		ipc_write(&wire, &all[i]);
		CU_ASSERT_EQUAL(feed(&r, wire.text, wire.len, 3, &m),
				IPC_WHOLE);
		CU_ASSERT_EQUAL(m.variant, all[i].variant);
		CU_ASSERT_EQUAL(m.cps, all[i].cps);
		CU_ASSERT_EQUAL(m.count, all[i].count);
		CU_ASSERT_EQUAL(m.len, all[i].len);
		ipc_reader_finish(&r);
		strbuf_finish(&wire);
	}
}

static void test_wrong(void)
{
	CU_ASSERT_EQUAL(READ("\0\0\0\0"), IPC_BAD);
	CU_ASSERT_EQUAL(READ("\2\0\0\0ab"), IPC_BAD);
	CU_ASSERT_EQUAL(READ("\4\0\0\0\7\0\0\0"), IPC_BAD);
	CU_ASSERT_EQUAL(READ("\4\0\0\0\377\377\377\377"), IPC_BAD);
	CU_ASSERT_EQUAL(READ("\1\341\365\5"), IPC_BAD);
	CU_ASSERT_EQUAL(READ("\377\377\377\377"), IPC_BAD);
	CU_ASSERT_EQUAL(READ("\4\0\0\0\3\0\0\0"), IPC_BAD);
	CU_ASSERT_EQUAL(READ("\4\0\0\0\0\0\0\0"), IPC_BAD);
	CU_ASSERT_EQUAL(READ("\15\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0a"), IPC_BAD);
	CU_ASSERT_EQUAL(READ("\15\0\0\0\0\0\0\0\1\0\0\0\0\0\0\377\377"),
			IPC_BAD);
	CU_ASSERT_EQUAL(READ("\15\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\377"), IPC_BAD);
}

static void test_trailing(void)
{
	CU_ASSERT_EQUAL(READ("\6\0\0\0\1\0\0\0xy"), IPC_WHOLE);
	CU_ASSERT_EQUAL(READ("\16\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0ab"), IPC_WHOLE);
}

/* A text over the limit: counted, not kept, and the next frame is read. */
static void test_long(void)
{
	size_t n = 3 * (size_t)IPC_TEXT_MAX;
	struct ipc_message m = {.variant = IPC_UPDATE_GRAPH, .len = n};
	struct strbuf wire;
	struct ipc_reader r;
	char *text = malloc(n);
	size_t used;
	const char *why;

	memset(text, 'x', n);
	m.text = text;
	strbuf_init(&wire);
	ipc_reader_init(&r);
	ipc_write(&wire, &m);
	ipc_write(&wire, &(struct ipc_message){.variant = IPC_HUSH});
	CU_ASSERT_EQUAL(
	    ipc_feed(&r, (unsigned char *)wire.text, wire.len, &used, &m, &why),
	    IPC_WHOLE);
	CU_ASSERT_TRUE(m.too_long);
	CU_ASSERT_EQUAL(m.len, n);
	CU_ASSERT(r.frame.cap <= 4 * (size_t)IPC_TEXT_MAX);
	CU_ASSERT_EQUAL(ipc_feed(&r, (unsigned char *)wire.text + used,
				 wire.len - used, &used, &m, &why),
			IPC_WHOLE);
	CU_ASSERT_EQUAL(m.variant, IPC_HUSH);
	ipc_reader_finish(&r);
	strbuf_finish(&wire);
	free(text);
}

static void test_utf8(void)
{
	static const char *const good[] = {"", "abc", "\303\244",
					   "\342\202\254", "\360\237\245\201"};
	static const char *const bad[] = {"\200",
					  "\303",
					  "\303a",
					  "\300\200",
					  "\340\200\200",
					  "\355\240\200",
					  "\360\200\200\200",
					  "\364\220\200\200",
					  "\377"};

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		CU_ASSERT_TRUE(ipc_is_utf8(good[i], strlen(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		CU_ASSERT_FALSE(ipc_is_utf8(bad[i], strlen(bad[i])));
}

static CU_TestInfo tests[] = {
    {"the documented frame is read, however it is cut", test_example},
    {"every variant survives writing and reading", test_variants},
    {"wrong variants, lengths and texts are refused", test_wrong},
    {"bytes behind a payload are left alone, as bincode does", test_trailing},
    {"a text over the limit is skipped, the next frame is read", test_long},
    {"UTF-8 is told from what is not", test_utf8},
    CU_TEST_INFO_NULL,
};

const struct suite suite_shim_frame = {"shim_frame", tests};
