/* Memory that runs out at any allocation of an evaluation: the text is refused
 * or taken, never half of it, and what played plays on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/alloc.h"
#include "tests/session/session.h"
#include "tests/support/suite.h"

static const char *const texts[] = {
    "d1 $ every 2 rev $ jux (hurry 2) $ s \"click*2 soft\" # n \"0 .. 3\"",
    "let f x = x # pan 1\nlet y = \"click(3,8)\"\nd1 $ f $ s y\nd2 $ f $ s y",
    "~lfo: sine 2\n~tone: saw \"110 220\" # lpf (~lfo * 200 + 500) 0.8\n"
    "out: (~tone * 0.1 # lpf 900) # pan 1",
    "~kick: s \"click*4\" # pan 1\nout: ~kick # delay 0.1 0.5 0.5",
    "~bass: saw 110 # adsr 0.01 0.1 0.5 0.1\nd1 $ s \"~bass(3,8)\" # note 3 # "
    "pan 1",
    "xfadeIn 1 2 $ s \"click*8\" # pan 1",
    "all (# speed 1)\nonce $ s \"soft*2\" # pan 1\nmute 2",
};

enum { TEXTS = sizeof(texts) / sizeof(*texts), EACH = 200, STRIDE = 17 };

/* What became of a text. */
struct answer {
	bool came, accepted, why;
};

static void take(void *ctx, const struct eval_result *r)
{
	struct answer *a = ctx;

	a->came = true;
	a->accepted = r->accepted;
	/* Neither a program nor a refusal says that there is no memory. */
	a->why = !r->program || r->refusal || r->program->diags.errors;
}

/* Evaluate while the allocation after the next `after` fails, and all behind
 * it. False when there were not so many. */
static bool starve(struct hand_player *h, const char *text, long after)
{
	struct answer answer = {false, false, false};
	struct eval_request r = {.scope = "main",
				 .text = text,
				 .len = strlen(text),
				 .mode = EVAL_MERGE,
				 .done = take,
				 .ctx = &answer};
	unsigned long before = mem_count();
	enum status st;

	mem_fail_after(after);
	st = engine_eval(h->e, &r, false);
	for (int i = 0; i < 100 && st == ST_OK && !answer.came; i++)
		engine_step(h->e);
	mem_fail_after(-1);
	CU_ASSERT(st == ST_NOMEM ||
		  (answer.came && (answer.accepted || answer.why)));
	return mem_count() - before > (unsigned long)after;
}

static bool session_survives(const char *text, long after)
{
	struct hand_player h;
	bool enough;

	session_start(&h);
	CU_ASSERT(session_say(&h, "d9 $ s \"click*4\" # pan 0"));
	session_run(&h, 0.5);
	enough = starve(&h, text, after);
	session_run(&h, 2);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 0.01, 1.99), 7);
	/* And nothing is left behind that a new text would trip over. */
	CU_ASSERT(session_say(&h, "hush\nd9 $ s \"click*8\" # pan 0"));
	session_run(&h, 4.5);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 3.51, 4.49), 7);
	hand_finish(&h);
	return enough;
}

static void any_allocation(void)
{
	for (int i = 0; i < TEXTS; i++) {
		long after = 0;

		while (session_survives(texts[i], after))
			after += after < EACH ? 1 : STRIDE;
	}
}

/* The same while it plays: what can't be asked for is missed, no more. */
static void while_it_plays(void)
{
	for (long after = 0; after < 40; after++) {
		struct hand_player h;

		session_start(&h);
		CU_ASSERT(session_say(
		    &h, "~lfo: sine 1\n"
			"d9 $ s \"click*8\" # pan 0\n"
			"d1 $ every 2 (jux rev) $ s \"click*4\" # pan 1\n"
			"out: (saw \"110 220\" # lpf (~lfo * 99 + 500)) * 0"));
		session_run(&h, 1);
		mem_fail_after(after);
		session_run(&h, 2);
		mem_fail_after(-1);
		session_run(&h, 4);
		CU_ASSERT_EQUAL(session_count(&h, LEFT, 0.01, 0.99), 7);
		CU_ASSERT_EQUAL(session_count(&h, LEFT, 2.51, 3.99), 11);
		CU_ASSERT(session_count(&h, RIGHT, 2.51, 3.99) > 0);
		hand_finish(&h);
	}
}

static bool starts(long after, bool offline)
{
	const struct engine_options o = {.rate_hz = HAND_RATE,
					 .offline = offline};
	unsigned long before = mem_count();
	struct engine *e;

	mem_fail_after(after);
	e = engine_new(&o);
	mem_fail_after(-1);
	CU_ASSERT(e || mem_count() - before > (unsigned long)after);
	if (e)
		engine_free(e);
	return e;
}

static void at_the_start(void)
{
	for (int offline = 0; offline < 2; offline++) {
		long after = 0;

		while (after < 1000 && !starts(after, offline))
			after++;
		CU_ASSERT(after > 0 && after < 1000);
	}
}

static CU_TestInfo tests[] = {
    {"an engine starts with all its memory or not at all", at_the_start},
    {"memory that runs out while patterns play costs what it was for, no more",
     while_it_plays},
    {"memory that runs out during an evaluation costs nothing that plays",
     any_allocation},
    CU_TEST_INFO_NULL};

const struct suite suite_memory = {"memory", tests};
