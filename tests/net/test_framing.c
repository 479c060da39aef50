#include <stdlib.h>
#include <string.h>
#include "net/framing.h"
#include "tests/support/suite.h"

/* Feed bytes in pieces of `step`; the frames, each in brackets, into to. */
static enum frame_event feed_all(struct frame_reader *r, const void *bytes,
				 size_t n, size_t step, struct strbuf *to)
{
	const unsigned char *p = bytes;
	const char *why = NULL;
	size_t used, left;

	for (; n; p += step, n -= step) {
		const unsigned char *q = p;

		if (step > n)
			step = n;
		for (left = step;;) {
			enum frame_event ev =
			    frame_feed(r, q, left, &used, &why);

			if (ev == FRAME_BAD) {
				CU_ASSERT_PTR_NOT_NULL(why);
				return ev;
			}
			if (ev == FRAME_MORE)
				break;
			strbuf_putc(to, '[');
			strbuf_add(to, r->frame.text, r->frame.len);
			strbuf_putc(to, ']');
			q += used;
			left -= used;
		}
	}
	return FRAME_MORE;
}

static void check_frames(const void *bytes, size_t n, enum framing framing,
			 const void *want, size_t n_want)
{
	for (size_t step = 1; step <= n; step++) {
		struct frame_reader r;
		struct strbuf got;

		strbuf_init(&got);
		frame_reader_init(&r, FRAME_MAX);
		CU_ASSERT_EQUAL(feed_all(&r, bytes, n, step, &got), FRAME_MORE);
		CU_ASSERT_EQUAL(r.framing, framing);
		CU_ASSERT_EQUAL(got.len, n_want);
		CU_ASSERT(got.len == n_want && !memcmp(got.text, want, n_want));
		frame_reader_finish(&r);
		strbuf_finish(&got);
	}
}

static enum frame_event feed_once(const void *bytes, size_t n, size_t limit)
{
	struct frame_reader r;
	struct strbuf got;
	enum frame_event ev;

	strbuf_init(&got);
	frame_reader_init(&r, limit);
	ev = feed_all(&r, bytes, n, n, &got);
	frame_reader_finish(&r);
	strbuf_finish(&got);
	return ev;
}

static void test_length(void)
{
	check_frames("\0\0\0\4/abc\0\0\0\2xy", 14, FRAMING_LENGTH, "[/abc][xy]",
		     10);
	check_frames("\0\0\0\0\0\0\0\3abc", 11, FRAMING_LENGTH, "[abc]", 5);
}

static void test_slip(void)
{
	check_frames("\300/abc\300\300xy\300", 10, FRAMING_SLIP, "[/abc][xy]",
		     10);
	check_frames("/abc\300#bundle\300", 13, FRAMING_SLIP, "[/abc][#bundle]",
		     15);
	check_frames("\300a\333\334b\333\335c\300", 9, FRAMING_SLIP,
		     "[a\300b\333c]", 7);
}

static void test_broken(void)
{
	CU_ASSERT_EQUAL(feed_once("\300a\333x", 4, FRAME_MAX), FRAME_BAD);
	CU_ASSERT_EQUAL(feed_once("\6\0\0\0abcd", 8, FRAME_MAX), FRAME_BAD);
	CU_ASSERT_EQUAL(feed_once("\377\377\377\377", 4, FRAME_MAX), FRAME_BAD);
	CU_ASSERT_EQUAL(feed_once("hello world\n", 12, FRAME_MAX), FRAME_BAD);
}

static void test_limit(void)
{
	CU_ASSERT_EQUAL(feed_once("\0\0\0\10abcdefgh", 12, 8), FRAME_MORE);
	CU_ASSERT_EQUAL(feed_once("\0\0\0\11abcdefghi", 13, 8), FRAME_BAD);
	CU_ASSERT_EQUAL(feed_once("\300abcdefgh\300", 10, 8), FRAME_MORE);
	CU_ASSERT_EQUAL(feed_once("\300abcdefghi\300", 11, 8), FRAME_BAD);
}

static void test_no_early_memory(void)
{
	struct frame_reader r;
	size_t used;
	const char *why;

	frame_reader_init(&r, FRAME_MAX);
	CU_ASSERT_EQUAL(frame_feed(&r, (const unsigned char *)"\0\20\0\0ab", 6,
				   &used, &why),
			FRAME_MORE);
	CU_ASSERT(r.frame.cap < 1024);
	frame_reader_finish(&r);
}

static void test_round_trip(void)
{
	unsigned char all[256];
	struct strbuf wire, got;
	struct frame_reader r;

	for (int i = 0; i < 256; i++)
		all[i] = (unsigned char)i;
	for (int f = FRAMING_SLIP; f <= FRAMING_LENGTH; f++) {
		strbuf_init(&wire);
		strbuf_init(&got);
		frame_reader_init(&r, FRAME_MAX);
		frame_write(&wire, (enum framing)f, all, sizeof(all));
		feed_all(&r, wire.text, wire.len, 7, &got);
		CU_ASSERT_EQUAL((int)r.framing, f);
		CU_ASSERT_EQUAL(got.len, sizeof(all) + 2);
		CU_ASSERT(got.len > 256 &&
			  !memcmp(got.text + 1, all, sizeof(all)));
		frame_reader_finish(&r);
		strbuf_finish(&wire);
		strbuf_finish(&got);
	}
}

static CU_TestInfo tests[] = {
    {"int32 lengths delimit packets, however they are cut", test_length},
    {"SLIP delimits packets, however they are cut", test_slip},
    {"a stream that breaks its framing is refused", test_broken},
    {"a packet over the limit is refused", test_limit},
    {"a claimed length takes no memory before the bytes come",
     test_no_early_memory},
    {"every byte survives both framings", test_round_trip},
    CU_TEST_INFO_NULL,
};

const struct suite suite_framing = {"framing", tests};
