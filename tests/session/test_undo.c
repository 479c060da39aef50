#include <stdio.h>
#include <string.h>
#include "tests/session/session.h"
#include "tests/support/suite.h"

#define IS(slot, text) CU_ASSERT_STRING_EQUAL(session_text(&h, slot), text)

static void back_and_on(void)
{
	struct hand_player h;

	session_start(&h);
	CU_ASSERT_FALSE(session_undo(&h, 1));
	CU_ASSERT_STRING_EQUAL(h.error, "there is nothing to undo");
	CU_ASSERT_FALSE(session_undo(&h, -1));
	CU_ASSERT_STRING_EQUAL(h.error, "there is nothing to do again");
	CU_ASSERT(session_say(&h, "d1 $ s \"click*4\" # pan 0"));
	session_run(&h, 1);
	CU_ASSERT(
	    session_say(&h, "d1 $ s \"click*8\" # pan 1\nd2 $ s \"soft\""));
	session_run(&h, 2);
	CU_ASSERT(session_undo(&h, 1));
	IS("d1", "d1 $ s \"click*4\" # pan 0");
	IS("d2", "nothing");
	session_run(&h, 3);
	CU_ASSERT(session_undo(&h, -1));
	IS("d1", "d1 $ s \"click*8\" # pan 1");
	IS("d2", "d2 $ s \"soft\"");
	session_run(&h, 4);
	CU_ASSERT(session_undo(&h, 5));
	IS("d1", "nothing");
	session_run(&h, 5);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 0.01, 0.99), 3);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 1.01, 1.99), 7);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 2.01, 2.99), 3);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 2.01, 2.99), 0);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 3.01, 3.99), 7);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 4.01, 4.99), 0);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 4.01, 4.99), 0);
	CU_ASSERT(session_undo(&h, -5));
	IS("d2", "d2 $ s \"soft\"");
	CU_ASSERT_FALSE(session_undo(&h, -1));
	hand_finish(&h);
}

static void new_text_forgets(void)
{
	struct hand_player h;

	session_start(&h);
	session_say(&h, "d1 $ s \"click\"");
	session_say(&h, "d1 $ s \"soft\"");
	CU_ASSERT(session_undo(&h, 1));
	CU_ASSERT(session_say(&h, "d2 $ s \"soft\""));
	CU_ASSERT_FALSE(session_undo(&h, -1));
	CU_ASSERT(session_undo(&h, 1));
	IS("d1", "d1 $ s \"click\"");
	IS("d2", "nothing");
	/* What changes no statement is no step, what fails even less. */
	session_say(&h, "mute 1");
	session_say(&h, "d1 $ s \"click\"");
	CU_ASSERT_FALSE(session_say(&h, "d1 $ s \"click"));
	CU_ASSERT(session_undo(&h, -1));
	IS("d2", "d2 $ s \"soft\"");
	hand_finish(&h);
}

/* Names, and what is made of them. */
static void definitions(void)
{
	struct hand_player h;

	session_start(&h);
	CU_ASSERT(session_say(&h, "let x = \"click*2\"\nd1 $ s x # pan 0"));
	session_run(&h, 1);
	CU_ASSERT(session_say(&h, "let x = \"click*8\""));
	session_run(&h, 2);
	CU_ASSERT(session_undo(&h, 1));
	session_run(&h, 3);
	CU_ASSERT(session_say(&h, "d1 $ s \"click*16\" # pan 0\n"
				  "let rev x = fast 4 x"));
	CU_ASSERT(session_say(&h, "d1 $ rev $ s \"click*2\" # pan 0"));
	session_run(&h, 4);
	CU_ASSERT(session_undo(&h, 2));
	IS("rev", "nothing");
	IS("x", "let x = \"click*2\"");
	session_run(&h, 5);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 0.01, 0.99), 1);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 1.01, 1.99), 7);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 2.01, 2.99), 1);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 3.01, 3.99), 7);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 4.01, 4.99), 1);
	hand_finish(&h);
}

static void whole_scopes(void)
{
	struct hand_player h;

	session_start(&h);
	CU_ASSERT(session_replace(&h, "let x = \"click*4\"\nd1 $ s x # pan 0\n"
				      "all $ (# speed 2)"));
	CU_ASSERT(session_replace(&h, "~a: s \"click*8\" # pan 0.5"));
	IS("d1", "nothing");
	IS("x", "nothing");
	CU_ASSERT_STRING_NOT_EQUAL(session_text(&h, "out"), "nothing");
	session_run(&h, 1);
	CU_ASSERT(session_replace(&h, "d2 $ s \"click\" # pan 1"));
	IS("out", "nothing");
	IS("~a", "nothing");
	session_run(&h, 2);
	CU_ASSERT(session_undo(&h, 1));
	session_run(&h, 3);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 0.01, 0.99), 7);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 1.01, 1.99), 0);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 2.01, 2.99), 7);
	CU_ASSERT_DOUBLE_EQUAL(session_peak(&h, LEFT, 0.01, 0.99),
			       session_peak(&h, LEFT, 2.01, 2.99), 1e-6);
	CU_ASSERT(session_undo(&h, 1));
	IS("x", "let x = \"click*4\"");
	IS("out", "nothing");
	CU_ASSERT(session_undo(&h, 1));
	IS("x", "nothing");
	CU_ASSERT(session_undo(&h, -3));
	IS("d2", "d2 $ s \"click\" # pan 1");
	hand_finish(&h);
}

static void all(void)
{
	struct hand_player h;

	session_start(&h);
	session_say(&h, "d1 $ s \"click*4\" # pan 0");
	session_say(&h, "all $ (# pan 1)");
	session_run(&h, 1);
	CU_ASSERT(session_undo(&h, 1));
	session_run(&h, 2);
	CU_ASSERT(session_undo(&h, -1));
	session_run(&h, 3);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 0.01, 0.99), 3);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 1.01, 1.99), 3);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 2.01, 2.99), 3);
	hand_finish(&h);
}

/* Only what differs is evaluated: a long sound of another slot goes on. */
static void only_differences(void)
{
	struct hand_player h;

	session_start(&h);
	session_say(&h, "d1 $ slow 8 $ s \"long\" # pan 0 # speed 0.25");
	session_say(&h, "~l: sine 200 * 0.1\nd3 $ ~l");
	session_run(&h, 0.5);
	session_say(&h, "d2 $ s \"click*4\" # pan 1");
	session_run(&h, 1);
	CU_ASSERT(session_undo(&h, 1));
	session_run(&h, 2);
	CU_ASSERT(session_peak(&h, LEFT, 1.1, 2) > 0.2);
	CU_ASSERT(session_undo(&h, 1));
	session_run(&h, 3);
	CU_ASSERT(session_peak(&h, RIGHT, 2.2, 3) < 1e-3);
	CU_ASSERT(session_peak(&h, LEFT, 2.2, 3) > 0.1);
	CU_ASSERT(session_undo(&h, -2));
	session_run(&h, 4);
	CU_ASSERT(session_count(&h, RIGHT, 3.2, 4) > 2);
	hand_finish(&h);
}

static void transitions(void)
{
	struct hand_player h;

	session_start(&h);
	session_say(&h, "d1 $ s \"click*4\" # pan 0");
	session_say(&h, "xfade 1 $ s \"click*8\" # pan 1");
	session_run(&h, 1);
	CU_ASSERT(session_undo(&h, 1));
	session_run(&h, 2);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 1.01, 2), 0);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 1.01, 1.99), 3);
	CU_ASSERT(session_undo(&h, -1));
	session_run(&h, 3);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 2.01, 2.99), 7);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 2.01, 2.99), 0);
	hand_finish(&h);
}

static void long_history(void)
{
	struct hand_player h;
	char text[64];

	session_start(&h);
	for (int i = 0; i < 400; i++) {
		snprintf(text, sizeof(text), "d1 $ s \"click*%d\"", i + 1);
		CU_ASSERT(session_say(&h, text));
		if (i % 8 == 0)
			hand_run(&h, h.frames + 64);
	}
	for (int i = 0; i < 100; i++)
		CU_ASSERT(session_undo(&h, 1));
	IS("d1", "d1 $ s \"click*300\"");
	CU_ASSERT(session_undo(&h, 1000));
	IS("d1", "d1 $ s \"click*144\"");
	CU_ASSERT(session_undo(&h, -1000));
	IS("d1", "d1 $ s \"click*400\"");
	hand_finish(&h);
}

/* Long texts push the old ones out, but one step always is there. */
static void bytes(void)
{
	static char text[900000];
	struct hand_player h;
	int n = 0;

	session_start(&h);
	for (int i = 0; i < 12; i++) {
		int len = sprintf(text, "d1 $ s \"click*%d\"", i + 1);

		memset(text + len, ' ', sizeof(text) - 1 - (size_t)len);
		memcpy(text + sizeof(text) - 6, "# n 1", 6);
		CU_ASSERT(session_say(&h, text));
	}
	while (session_undo(&h, 1))
		n++;
	CU_ASSERT(n >= 1 && n < 12);
	hand_finish(&h);
}

static CU_TestInfo tests[] = {
    {"a step back, and on again", back_and_on},
    {"a new text takes the place of what was undone", new_text_forgets},
    {"definitions are undone, and what is made of them", definitions},
    {"a text that became the whole scope is undone", whole_scopes},
    {"all is undone", all},
    {"what no step touched plays on", only_differences},
    {"a transition is undone", transitions},
    {"a hundred steps and more are kept", long_history},
    {"long texts are kept within bounds", bytes},
    CU_TEST_INFO_NULL};

const struct suite suite_undo = {"undo", tests};
