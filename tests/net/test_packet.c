#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "net/packet.h"
#include "net/reply.h"
#include "tests/support/suite.h"

/* What came out of a packet, as text. */
static char seen[512];

static void note(void *ctx, struct osc_message *m, uint64_t ntp, int index,
		 int of)
{
	size_t at = strlen(seen);

	(void)ctx;
	snprintf(seen + at, sizeof(seen) - at, "%s,%s@%llu %d/%d;", m->address,
		 m->types, (unsigned long long)ntp, index, of);
}

static struct packet_error wrong;

static enum status read_packet(const void *bytes, size_t n)
{
	/* A copy of exactly n bytes, so that a sanitizer sees a byte more. */
	void *copy = calloc(1, n ? n : 1);
	enum status st;

	memcpy(copy, bytes, n);
	seen[0] = '\0';
	st = packet_read(copy, n, note, NULL, &wrong);
	free(copy);
	return st;
}

#define READ(literal) read_packet(literal, sizeof(literal) - 1)

static void test_message(void)
{
	CU_ASSERT_EQUAL(READ("/a\0\0,si\0hi\0\0\0\0\0\7"), ST_OK);
	CU_ASSERT_STRING_EQUAL(seen, "/a,si@0 0/1;");
}

static void test_tagless(void)
{
	CU_ASSERT_EQUAL(READ("/hush\0\0\0"), ST_OK);
	CU_ASSERT_STRING_EQUAL(seen, "/hush,@0 0/1;");
	CU_ASSERT_EQUAL(READ("/a\0\0s\0\0\0text\0\0\0\0"), ST_OK);
	CU_ASSERT_STRING_EQUAL(seen, "/a,s@0 0/1;");
	CU_ASSERT_EQUAL(READ("/a\0\0\0\0\0\1"), ST_INVALID);
	CU_ASSERT_PTR_NOT_NULL(strstr(wrong.why, "type tags"));
}

static void test_malformed(void)
{
	CU_ASSERT_EQUAL(READ(""), ST_INVALID);
	CU_ASSERT_EQUAL(READ("/a\0"), ST_INVALID);
	CU_ASSERT_EQUAL(READ("abcd"), ST_INVALID);
	CU_ASSERT_EQUAL(READ("/abc"), ST_INVALID);
	CU_ASSERT_EQUAL(READ("/a\0\0,si"), ST_INVALID);
	CU_ASSERT_EQUAL(READ("/a\0\0,i\0\0"), ST_INVALID);
	CU_ASSERT_EQUAL(READ("/a\0\0,i\0\0\0\0\0\1\0\0\0\2"), ST_INVALID);
	CU_ASSERT_EQUAL(READ("/a\0\0,s\0\0text"), ST_INVALID);
	CU_ASSERT_EQUAL(READ("/a\0\0,b\0\0\177\377\377\377"), ST_INVALID);
	CU_ASSERT_EQUAL(READ("/a\0\0,q\0\0\0\0\0\1"), ST_INVALID);
	CU_ASSERT_STRING_EQUAL(wrong.address, "/a");
}

static void test_arrays(void)
{
	CU_ASSERT_EQUAL(READ("/a\0\0,[i]\0\0\0\0\0\0\0\1"), ST_INVALID);
	CU_ASSERT_PTR_NOT_NULL(strstr(wrong.why, "arrays"));
}

static void test_not_numbers(void)
{
	struct strbuf packet;

	strbuf_init(&packet);
	reply_build(&packet, "/tempo", "f", (double)NAN);
	CU_ASSERT_EQUAL(read_packet(packet.text, packet.len), ST_INVALID);
	strbuf_reset(&packet);
	reply_build(&packet, "/tempo", "sd", "x", (double)INFINITY);
	CU_ASSERT_EQUAL(read_packet(packet.text, packet.len), ST_INVALID);
	CU_ASSERT_PTR_NOT_NULL(strstr(wrong.why, "argument 2"));
	strbuf_finish(&packet);
}

#define BUNDLE(tag) "#bundle\0" tag
#define NOW "\0\0\0\0\0\0\0\1"
#define MESSAGE "\0\0\0\10/a\0\0,\0\0\0"

static void test_bundles(void)
{
	CU_ASSERT_EQUAL(READ(BUNDLE(NOW)), ST_OK);
	CU_ASSERT_STRING_EQUAL(seen, "");
	CU_ASSERT_EQUAL(READ(BUNDLE(NOW) MESSAGE MESSAGE), ST_OK);
	CU_ASSERT_STRING_EQUAL(seen, "/a,@0 0/2;/a,@0 1/2;");
	CU_ASSERT_EQUAL(READ(BUNDLE("\0\0\0\1\0\0\0\0") MESSAGE), ST_OK);
	CU_ASSERT_STRING_EQUAL(seen, "/a,@4294967296 0/1;");
}

static void test_nested(void)
{
	CU_ASSERT_EQUAL(READ(BUNDLE("\0\0\0\1\0\0\0\0") MESSAGE
			     "\0\0\0\34" BUNDLE(NOW) MESSAGE),
			ST_OK);
	CU_ASSERT_STRING_EQUAL(seen, "/a,@4294967296 0/2;/a,@4294967296 1/2;");
}

/* A bundle in a bundle in a bundle ... */
static void test_deep(void)
{
	struct strbuf in, out;

	strbuf_init(&in);
	strbuf_add(&in, BUNDLE(NOW), 16);
	for (int i = 0; i < 100; i++) {
		unsigned char head[4] = {0, 0, (unsigned char)(in.len >> 8),
					 (unsigned char)in.len};

		strbuf_init(&out);
		strbuf_add(&out, BUNDLE(NOW), 16);
		strbuf_add(&out, (char *)head, 4);
		strbuf_add(&out, in.text, in.len);
		strbuf_finish(&in);
		in = out;
	}
	CU_ASSERT_EQUAL(read_packet(in.text, in.len), ST_INVALID);
	CU_ASSERT_PTR_NOT_NULL(strstr(wrong.why, "deep"));
	strbuf_finish(&in);
}

static void count(void *ctx, struct osc_message *m, uint64_t ntp, int index,
		  int of)
{
	(void)m;
	(void)ntp;
	(void)index;
	(void)of;
	++*(int *)ctx;
}

static void test_crowded(void)
{
	struct packet_error why;
	struct strbuf b;
	int n = 0;

	strbuf_init(&b);
	strbuf_add(&b, BUNDLE(NOW), 16);
	for (int i = 0; i < PACKET_MESSAGES; i++)
		strbuf_add(&b, "\0\0\0\10/a\0\0,\0\0\0", 12);
	CU_ASSERT_EQUAL(packet_read(b.text, b.len, count, &n, &why), ST_OK);
	CU_ASSERT_EQUAL(n, PACKET_MESSAGES);
	strbuf_add(&b, "\0\0\0\10/a\0\0,\0\0\0", 12);
	n = 0;
	CU_ASSERT_EQUAL(packet_read(b.text, b.len, count, &n, &why),
			ST_INVALID);
	CU_ASSERT_EQUAL(n, 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(why.why, "1024"));
	strbuf_finish(&b);
}

static void test_atomic(void)
{
	CU_ASSERT_EQUAL(READ(BUNDLE(NOW) MESSAGE "\0\0\0\10bad\0,\0\0\0"),
			ST_INVALID);
	CU_ASSERT_STRING_EQUAL(seen, "");
	CU_ASSERT_TRUE(wrong.within);
	CU_ASSERT_EQUAL(READ(BUNDLE(NOW) MESSAGE "\0\0\1\0/a\0\0"), ST_INVALID);
	CU_ASSERT_EQUAL(READ(BUNDLE(NOW) MESSAGE "\0\0"), ST_INVALID);
	CU_ASSERT_EQUAL(READ(BUNDLE("\0\0\0")), ST_INVALID);
	CU_ASSERT_STRING_EQUAL(seen, "");
}

static void check_number(const char *types, double want)
{
	struct strbuf packet;
	struct osc_message m;

	strbuf_init(&packet);
	if (*types == 'i')
		reply_build(&packet, "/x", types, (int32_t)want);
	else if (*types == 'h')
		reply_build(&packet, "/x", types, (uint64_t)(int64_t)want);
	else
		reply_build(&packet, "/x", types, want);
	CU_ASSERT_EQUAL(osc_message_read(&m, packet.text, packet.len, &wrong),
			ST_OK);
	CU_ASSERT_EQUAL(osc_number(&m, 0), want);
	CU_ASSERT_EQUAL(osc_integer(&m, 0), (int64_t)want);
	osc_message_finish(&m);
	strbuf_finish(&packet);
}

static void test_numbers(void)
{
	check_number("i", -3);
	check_number("h", -5e15);
	check_number("f", 1.5);
	check_number("d", -2.75);
}

static CU_TestInfo tests[] = {
    {"a message comes out with its arguments", test_message},
    {"missing type tags are supplied where they can be", test_tagless},
    {"malformed messages are refused with a reason", test_malformed},
    {"arrays are refused by name", test_arrays},
    {"NaN and infinity are refused", test_not_numbers},
    {"a bundle gives its messages in order, with its time", test_bundles},
    {"a bundle within takes the time of the outer one", test_nested},
    {"bundles in bundles end at a depth", test_deep},
    {"a bundle has so many messages and no more", test_crowded},
    {"nothing of a bundle with a broken element is done", test_atomic},
    {"numbers of every width coerce", test_numbers},
    CU_TEST_INFO_NULL,
};

const struct suite suite_packet = {"packet", tests};
