#include <stdlib.h>
#include <string.h>
#include "net/framing.h"
#include "net/parts.h"
#include "net/peer.h"
#include "tests/support/suite.h"

static struct peer *peer;
static struct strbuf text;

static void begin(void)
{
	peer = peer_new(NULL, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(peer);
	strbuf_init(&text);
}

static void end(void)
{
	peer_unref(peer);
	strbuf_finish(&text);
}

static void test_any_order(void)
{
	begin();
	CU_ASSERT_EQUAL(parts_add(peer, 1, 2, 3, "c", &text), ST_OK);
	CU_ASSERT_EQUAL(parts_add(peer, 2, 0, 2, "x", &text), ST_OK);
	CU_ASSERT_EQUAL(parts_add(peer, 1, 0, 3, "a", &text), ST_OK);
	CU_ASSERT_EQUAL(parts_add(peer, 1, 0, 3, "a", &text), ST_OK);
	CU_ASSERT_EQUAL(parts_add(peer, 1, 1, 3, "b", &text), ST_CLOSED);
	CU_ASSERT_STRING_EQUAL(strbuf_str(&text), "abc");
	strbuf_reset(&text);
	CU_ASSERT_EQUAL(parts_add(peer, 2, 1, 2, "y", &text), ST_CLOSED);
	CU_ASSERT_STRING_EQUAL(strbuf_str(&text), "xy");
	CU_ASSERT_PTR_NULL(peer->parts);
	end();
}

static void test_impossible(void)
{
	begin();
	CU_ASSERT_EQUAL(parts_add(peer, 1, 0, 0, "", &text), ST_INVALID);
	CU_ASSERT_EQUAL(parts_add(peer, 1, -1, 2, "", &text), ST_INVALID);
	CU_ASSERT_EQUAL(parts_add(peer, 1, 2, 2, "", &text), ST_INVALID);
	CU_ASSERT_EQUAL(parts_add(peer, 1, 0, INT64_MAX, "", &text),
			ST_INVALID);
	end();
}

static void test_too_long(void)
{
	char *half = malloc(FRAME_MAX);

	memset(half, 'x', FRAME_MAX - 1);
	half[FRAME_MAX - 1] = '\0';
	begin();
	CU_ASSERT_EQUAL(parts_add(peer, 1, 0, 3, half, &text), ST_OK);
	CU_ASSERT_EQUAL(parts_add(peer, 1, 1, 3, half, &text), ST_LIMIT);
	CU_ASSERT_PTR_NULL(peer->parts);
	end();
	free(half);
}

static void test_many(void)
{
	begin();
	for (int i = 0; i < 3 * PEER_PARTS; i++)
		CU_ASSERT_EQUAL(parts_add(peer, i, 0, 2, "a", &text), ST_OK);
	/* The first was forgotten: its second part does not complete it. */
	CU_ASSERT_EQUAL(parts_add(peer, 0, 1, 2, "b", &text), ST_OK);
	CU_ASSERT_EQUAL(parts_add(peer, 3 * PEER_PARTS - 1, 1, 2, "b", &text),
			ST_CLOSED);
	end();
}

static CU_TestInfo tests[] = {
    {"parts come together in any order, texts side by side", test_any_order},
    {"numbers that can't be are refused", test_impossible},
    {"a text that gets too long is refused and forgotten", test_too_long},
    {"of many unfinished texts the oldest is forgotten", test_many},
    CU_TEST_INFO_NULL,
};

const struct suite suite_parts = {"parts", tests};
