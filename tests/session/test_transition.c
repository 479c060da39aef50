#include <math.h>
#include <stdio.h>
#include "tests/session/session.h"
#include "tests/support/suite.h"

/* The transition is said at cycle 2.5: the old pattern is click*4 left, the new
 * click*8 right. */
static void go(struct hand_player *h, const char *transition)
{
	char text[128];

	session_start(h);
	CU_ASSERT(session_say(h, "d1 $ s \"click*4\" # pan 0"));
	session_run(h, 2.5);
	snprintf(text, sizeof(text), "%s $ s \"click*8\" # pan 1", transition);
	if (!session_say(h, text))
		printf("%s: %s\n", text, h->error);
	CU_ASSERT(h->accepted);
}

struct turn {
	const char *text;
	double old_until, new_from; /* cycles */
	size_t n_old;		    /* in all */
};

static void check_turn(const struct turn *t)
{
	struct hand_player h;
	size_t n_new = (size_t)((16 - t->new_from) * 8), old, new;

	go(&h, t->text);
	session_run(&h, 16.1);
	/* The last second of it is another cycle. */
	old = session_count(&h, LEFT, 0, 15.99);
	new = session_count(&h, RIGHT, 0, 15.99);
	if (old != t->n_old || new != n_new)
		printf("%s: %zu old events, %zu new; wanted %zu and %zu\n",
		       t->text, old, new, t->n_old, n_new);
	CU_ASSERT_EQUAL(old, t->n_old);
	CU_ASSERT_EQUAL(new, n_new);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 0, t->new_from - 0.01), 0);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, t->old_until + 0.01, 15.99), 0);
	hand_finish(&h);
}

static void turns(void)
{
	static const struct turn at[] = {
	    {"jump 1", 2.5, 2.5, 10},
	    {"jumpIn 1 2", 4.5, 4.5, 18},
	    {"jumpIn' 1 2", 5, 5, 20},
	    {"jumpMod 1 4", 4, 4, 16},
	    {"jumpMod 1 8", 8, 8, 32},
	    {"jumpMod' 1 4 1", 5, 5, 20},
	    {"wait 1 2", 2.5, 4, 10},
	    /* Silent up to the next cycle's begin, then old until 4.5. */
	    {"waitT 1 (jump) 2", 4.5, 4.5, 12},
	    {"wash 1 id id 1 2 1", 5.5, 5.5, 22},
	    {"wash 1 (fast 2) id 1 2 1", 5.5, 5.5, 30},
	    {"washIn 1 id 2", 4.5, 4.5, 18},
	};

	for (size_t i = 0; i < sizeof(at) / sizeof(*at); i++)
		check_turn(&at[i]);
}

/* Echoes of the old one, nearer and nearer, then the new one. */
static void check_anticipate(const char *text, double cycles)
{
	struct hand_player h;
	size_t first, last;

	go(&h, text);
	session_run(&h, 12);
	first = session_count(&h, LEFT, 1, 2);
	last = session_count(&h, LEFT, 1.5 + cycles, 2.49 + cycles);
	CU_ASSERT(last > first);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 0, 2.49 + cycles), 0);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 2.52 + cycles, 12), 0);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 2.49 + cycles, 3.49 + cycles),
			8);
	hand_finish(&h);
}

static void anticipations(void)
{
	check_anticipate("anticipateIn 1 2", 2);
	check_anticipate("anticipate 1", 8);
}

static double peak(const struct hand_player *h, int side, double at)
{
	return session_peak(h, side, at - 0.02, at + 0.1);
}

/* Equal power: gain is SuperDirt's, by its fourth power. */
static void check_fade(const char *text, double cycles)
{
	struct hand_player h;
	double full;

	go(&h, text);
	session_run(&h, 14);
	full = peak(&h, LEFT, 1);
	for (double at = 3; at < 2.5 + cycles; at++) {
		double x = (at - 2.5) / cycles * acos(-1) / 2;
		double out = pow(sqrt(cos(x)), 4), in = pow(sqrt(sin(x)), 4);

		CU_ASSERT_DOUBLE_EQUAL(peak(&h, LEFT, at) / full, out, 0.02);
		CU_ASSERT_DOUBLE_EQUAL(peak(&h, RIGHT, at) / full, in, 0.02);
	}
	CU_ASSERT(session_peak(&h, LEFT, 2.6 + cycles, 14) < 1e-4);
	CU_ASSERT_DOUBLE_EQUAL(peak(&h, RIGHT, 12), full, 1e-3);
	hand_finish(&h);
}

static void fades(void)
{
	check_fade("xfade 1", 4);
	check_fade("xfadeIn 1 4", 4);
	check_fade("xfadeIn 1 8", 8);
}

static void check_clutch(const char *text, double cycles)
{
	struct hand_player h;
	size_t old = 0, new = 0;

	go(&h, text);
	session_run(&h, 14);
	for (double at = 2.51; at < 2.4 + cycles; at += 1) {
		old += session_count(&h, LEFT, at, at + 0.99);
		new += session_count(&h, RIGHT, at, at + 0.99);
	}
	CU_ASSERT(old > 0 && old < 4 * cycles);
	CU_ASSERT(new > 0 && new < 8 * cycles);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 2.51 + cycles, 14), 0);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 12.01, 13.01), 8);
	hand_finish(&h);
}

static void clutches(void)
{
	check_clutch("clutch 1", 2);
	check_clutch("clutchIn 1 8", 8);
}

static void interpolate(void)
{
	struct hand_player h;
	double first, last;

	session_start(&h);
	CU_ASSERT(session_say(&h, "d1 $ s \"click*4\" # gain 1 # pan 0"));
	session_run(&h, 2);
	CU_ASSERT(session_say(
	    &h, "interpolateIn 1 4 $ s \"click*4\" # gain 0.5 # pan 0"));
	session_run(&h, 8);
	first = peak(&h, LEFT, 1);
	last = pow(0.5, 4) * first;
	CU_ASSERT_DOUBLE_EQUAL(peak(&h, LEFT, 4), pow(0.75, 4) * first,
			       0.01 * first);
	CU_ASSERT_DOUBLE_EQUAL(peak(&h, LEFT, 7), last, 0.01 * first);
	hand_finish(&h);
}

static void mortal(void)
{
	struct hand_player h;

	go(&h, "mortal 1 2 4");
	session_run(&h, 12);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 2.51, 12), 0);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 2.51, 4.49), 15);
	CU_ASSERT(session_count(&h, RIGHT, 4.49, 8.49) < 32);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 8.51, 12), 0);
	hand_finish(&h);
}

static void histpan(void)
{
	struct hand_player h;

	session_start(&h);
	CU_ASSERT(session_say(&h, "d1 $ s \"click*4\""));
	session_run(&h, 1);
	CU_ASSERT(session_say(&h, "histpan 1 2 $ s \"click*8\""));
	session_run(&h, 3);
	/* The new one left, the old one in the middle. */
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 1.01, 2.01), 8);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 1.01, 2.01), 4);
	hand_finish(&h);
}

static void trigger(void)
{
	struct hand_player h;
	double at[MOST_ONSETS];

	session_start(&h);
	session_run(&h, 2.3);
	CU_ASSERT(session_say(&h, "d1 $ trigger $ s \"click*2\" # pan 0\n"
				  "d2 $ qtrigger $ s \"<click ~>\" # pan 1"));
	if (!h.accepted)
		printf("trigger: %s\n", h.error);
	session_run(&h, 6);
	CU_ASSERT_FATAL(session_onsets(&h, LEFT, 0, 6, at) > 5);
	CU_ASSERT_DOUBLE_EQUAL(at[0], 2.3, 0.01);
	CU_ASSERT_DOUBLE_EQUAL(at[1], 2.8, 0.01);
	CU_ASSERT_FATAL(session_onsets(&h, RIGHT, 0, 6, at) > 0);
	CU_ASSERT_DOUBLE_EQUAL(at[0], 3, 0.01);
	CU_ASSERT_DOUBLE_EQUAL(at[1], 5, 0.01);
	hand_finish(&h);
}

/* An overlay for two cycles, from the next whole number of them on. */
static void for_id(void)
{
	struct hand_player h;

	go(&h, "forId 1 2");
	CU_ASSERT_STRING_EQUAL(session_text(&h, "d1"),
			       "d1 $ s \"click*4\" # pan 0");
	session_run(&h, 8);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 0, 7.99), 32);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 3.99, 5.99), 16);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 0, 7.99), 16);
	/* It was no pattern of the slot's own. */
	CU_ASSERT(session_say(&h, "jumpIn 1 1 $ s \"click\" # pan 1"));
	session_run(&h, 11);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 8, 8.99), 4);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 9.01, 11), 0);
	hand_finish(&h);
}

/* A signal ends where a transition begins, however it goes on. */
static void from_signal(void)
{
	struct hand_player h;

	session_start(&h);
	CU_ASSERT(session_say(&h, "d1 $ s \"click*4\""));
	session_run(&h, 1);
	CU_ASSERT(session_say(&h, "d1 $ sine 400 * 0.1\nd2 $ sine 500 * 0"));
	session_run(&h, 2);
	CU_ASSERT(session_peak(&h, LEFT, 1.2, 2) > 0.09);
	CU_ASSERT(session_say(&h, "jumpIn 1 1 $ s \"click*4\" # pan 1"));
	session_run(&h, 4);
	CU_ASSERT(session_peak(&h, LEFT, 2.1, 4) < 1e-4);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 2.1, 2.99), 0);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 3.01, 4), 3);
	hand_finish(&h);
}

/* Once it is over, a transition's slot is one like all others. */
static void after(void)
{
	struct hand_player h;

	go(&h, "xfadeIn 1 1");
	session_run(&h, 5);
	CU_ASSERT_STRING_EQUAL(session_text(&h, "d1"),
			       "p 1 $ s \"click*8\" # pan 1");
	CU_ASSERT(session_say(&h, "clutchIn 1 1 $ s \"click*4\" # pan 0"));
	session_run(&h, 8);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 6.1, 8), 0);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 7.01, 7.99), 3);
	/* A slot that was empty. */
	CU_ASSERT(session_say(&h, "xfadeIn \"new\" 1 $ s \"click*4\" # pan 1"));
	session_run(&h, 11);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 10.01, 10.99), 3);
	hand_finish(&h);
}

static CU_TestInfo tests[] = {
    {"jumps, waits and washes turn at Tidal's time", turns},
    {"anticipate echoes, then turns", anticipations},
    {"xfade fades both with equal power", fades},
    {"clutch changes event by event", clutches},
    {"interpolate moves numbers", interpolate},
    {"mortal plays, thins out and ends", mortal},
    {"histpan plays the last patterns side by side", histpan},
    {"trigger and qtrigger begin when they are evaluated", trigger},
    {"forId plays over what is there and leaves it", for_id},
    {"a transition from a signal begins with silence", from_signal},
    {"a slot plays on after its transition", after},
    CU_TEST_INFO_NULL};

const struct suite suite_transition = {"transitions", tests};
