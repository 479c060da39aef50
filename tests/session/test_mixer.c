/* The mixer, and how a scope's slots are summed, as a performer hears them. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "engine/mixer.h"
#include "tests/session/session.h"
#include "tests/support/suite.h"

static bool set(struct hand_player *h, const char *slot,
		enum mixer_control control, double value)
{
	return mixer_set(h->e, "main", slot, control, value, 0) == ST_OK;
}

static double get(struct hand_player *h, const char *slot,
		  enum mixer_control control)
{
	double x = NAN;

	mixer_get(h->e, "main", slot, control, &x);
	return x;
}

static const char two[] = "d1 $ s \"click*8\" # pan 0\n"
			  "d2 $ s \"click*8\" # pan 1";

static void stays(void)
{
	struct hand_player h;
	double full;

	session_start(&h);
	session_say(&h, two);
	session_run(&h, 1);
	full = session_peak(&h, LEFT, 0, 1);
	CU_ASSERT(set(&h, "d1", MIXER_GAIN, 0.5));
	session_run(&h, 2);
	CU_ASSERT_DOUBLE_EQUAL(session_peak(&h, LEFT, 1.1, 2), full / 2, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(session_peak(&h, RIGHT, 1.1, 2), full, 1e-6);
	/* New code for the slot, for others, and the whole scope anew. */
	session_say(&h, "d1 $ s \"click*16\" # pan 0");
	session_say(&h, "d3 $ silence");
	session_replace(&h, two);
	session_run(&h, 3);
	CU_ASSERT_DOUBLE_EQUAL(session_peak(&h, LEFT, 2.1, 3), full / 2, 1e-6);
	CU_ASSERT_DOUBLE_EQUAL(get(&h, "d1", MIXER_GAIN), 0.5, 0);
	/* Gone for a while. */
	session_replace(&h, "d2 $ s \"click*8\" # pan 1");
	session_run(&h, 3.2);
	CU_ASSERT(isnan(get(&h, "d1", MIXER_GAIN)));
	session_replace(&h, two);
	CU_ASSERT_DOUBLE_EQUAL(get(&h, "d1", MIXER_GAIN), 0.5, 0);
	/* A signal in the same slot. */
	session_say(&h, "d1 $ sine 100 * 0.1");
	session_run(&h, 4);
	CU_ASSERT_DOUBLE_EQUAL(session_peak(&h, LEFT, 3.4, 4), 0.05, 1e-3);
	CU_ASSERT(set(&h, NULL, MIXER_GAIN, 0.5));
	session_run(&h, 5);
	CU_ASSERT_DOUBLE_EQUAL(session_peak(&h, LEFT, 4.1, 5), 0.025, 1e-3);
	CU_ASSERT_DOUBLE_EQUAL(session_peak(&h, RIGHT, 4.1, 5),
			       full / 2 + 0.0125, 0.0125);
	hand_finish(&h);
}

/* Statements, messages and the mixer are hands on the same buttons. */
static void one_state(void)
{
	struct hand_player h;

	session_start(&h);
	session_say(&h, two);
	session_say(&h, "mute 1");
	CU_ASSERT_EQUAL(get(&h, "d1", MIXER_MUTE), 1);
	CU_ASSERT(set(&h, "d1", MIXER_MUTE, 0));
	CU_ASSERT(set(&h, "d2", MIXER_SOLO, 1));
	session_run(&h, 1);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 0.2, 1), 0);
	session_say(&h, "unsolo 2");
	CU_ASSERT_EQUAL(get(&h, "d2", MIXER_SOLO), 0);
	engine_strip(h.e, ACT_MUTE, "main", "d2", 0);
	CU_ASSERT_EQUAL(get(&h, "d2", MIXER_MUTE), 1);
	session_run(&h, 2);
	CU_ASSERT(session_count(&h, LEFT, 1.2, 2) > 0);
	CU_ASSERT_EQUAL(session_count(&h, RIGHT, 1.2, 2), 0);
	CU_ASSERT(set(&h, NULL, MIXER_MUTE, 1));
	session_run(&h, 3);
	CU_ASSERT_EQUAL(session_count(&h, LEFT, 2.2, 3), 0);
	hand_finish(&h);
}

static void refused(void)
{
	struct hand_player h;
	double x;

	session_start(&h);
	session_say(&h, two);
	CU_ASSERT_EQUAL(mixer_set(h.e, "main", "d7", MIXER_GAIN, 1, 0),
			ST_NOTFOUND);
	CU_ASSERT_EQUAL(mixer_set(h.e, "nobody", NULL, MIXER_GAIN, 1, 0),
			ST_NOTFOUND);
	CU_ASSERT_EQUAL(mixer_set(h.e, "main", "d1", MIXER_GAIN, 4.1, 0),
			ST_INVALID);
	CU_ASSERT_EQUAL(mixer_set(h.e, "main", "d1", MIXER_GAIN, -0.1, 0),
			ST_INVALID);
	CU_ASSERT_EQUAL(mixer_set(h.e, "main", "d1", MIXER_PAN, 1.1, 0),
			ST_INVALID);
	CU_ASSERT_EQUAL(mixer_set(h.e, "main", "d1", MIXER_MUTE, 0.5, 0),
			ST_INVALID);
	CU_ASSERT_EQUAL(mixer_set(h.e, "main", "d1", MIXER_GAIN, NAN, 0),
			ST_INVALID);
	CU_ASSERT_EQUAL(mixer_get(h.e, "main", "d7", MIXER_GAIN, &x),
			ST_NOTFOUND);
	hand_finish(&h);
}

/* --- Scopes --- */

static void say_as(struct hand_player *h, const char *scope, const char *text)
{
	struct eval_request r = {
	    .scope = scope, .text = text, .len = strlen(text)};

	CU_ASSERT_EQUAL(engine_eval(h->e, &r, false), ST_OK);
}

static const char right[] = "d1 $ sine 100 * 0.2 # pan 1";

/* Somebody else on the left, whatever they do. */
static void apart(void)
{
	struct hand_player alone, h;
	double most = 0;

	session_start(&alone);
	session_start(&h);
	say_as(&alone, "ipc", right);
	say_as(&h, "ipc", right);
	say_as(&h, "main",
	       "outmix: gain\nd1 $ saw 50 * 1.9 # pan (-1)\n"
	       "d2 $ s \"click*16\" # gain 3 # pan 0");
	session_run(&alone, 2);
	session_run(&h, 2);
	CU_ASSERT_DOUBLE_EQUAL(session_peak(&alone, RIGHT, 1, 2), 0.2, 1e-3);
	CU_ASSERT(session_peak(&h, LEFT, 1, 2) > 0.5);
	for (size_t i = 0; i < h.frames; i++)
		most = fmax(most, fabs((double)h.out[2 * i + 1] -
				       (double)alone.out[2 * i + 1]));
	CU_ASSERT(most < 1e-6);
	hand_finish(&alone);
	hand_finish(&h);
}

static void scopes(void)
{
	struct hand_player h;

	session_start(&h);
	session_say(&h, "d1 $ sine 100 * 0.2 # pan (-1)");
	say_as(&h, "ipc", right);
	CU_ASSERT(set(&h, NULL, MIXER_SOLO, 1));
	session_run(&h, 1);
	CU_ASSERT(session_peak(&h, LEFT, 0.5, 1) > 0.19);
	CU_ASSERT(session_peak(&h, RIGHT, 0.5, 1) < 1e-6);
	CU_ASSERT(set(&h, NULL, MIXER_SOLO, 0));
	CU_ASSERT_EQUAL(mixer_set(h.e, "ipc", NULL, MIXER_GAIN, 0.5, 0), ST_OK);
	session_run(&h, 2);
	CU_ASSERT_DOUBLE_EQUAL(session_peak(&h, LEFT, 1.5, 2), 0.2, 1e-3);
	CU_ASSERT_DOUBLE_EQUAL(session_peak(&h, RIGHT, 1.5, 2), 0.1, 1e-3);
	/* The device comes back with another rate: all is as it was. */
	CU_ASSERT_EQUAL(engine_set_rate(h.e, 44100), ST_OK);
	session_run(&h, 4);
	CU_ASSERT_DOUBLE_EQUAL(session_peak(&h, LEFT, 3, 4), 0.2, 1e-3);
	CU_ASSERT_DOUBLE_EQUAL(session_peak(&h, RIGHT, 3, 4), 0.1, 1e-3);
	hand_finish(&h);
}

/* --- outmix --- */

static const char signals[] = "d1 $ sine 100 * 0.2\n"
			      "d2 $ sine 100 * 0.2";

/* The peak that `text` comes to after a second of `signals`. */
static double level(const char *text)
{
	struct hand_player h;
	double peak, step = 0;

	session_start(&h);
	session_say(&h, signals);
	session_run(&h, 1);
	CU_ASSERT(session_say(&h, text));
	session_run(&h, 2);
	peak = session_peak(&h, LEFT, 1.2, 2);
	/* However it changes, it goes there smoothly. */
	for (size_t i = (size_t)(0.5 * HAND_RATE) + 1; i < h.frames; i++)
		step =
		    fmax(step, fabs((double)h.out[2 * i] - h.out[2 * i - 2]));
	CU_ASSERT(step < 0.0145);
	hand_finish(&h);
	return peak;
}

static void outmix(void)
{
	CU_ASSERT_DOUBLE_EQUAL(level("outmix: none"), 0.4, 1e-3);
	CU_ASSERT_DOUBLE_EQUAL(level("outmix: gain"), 0.2, 1e-3);
	CU_ASSERT_DOUBLE_EQUAL(level("outmix: sqrt"), 0.4 / sqrt(2), 1e-3);
	CU_ASSERT_DOUBLE_EQUAL(level("outmix: tanh"), tanh(0.4), 1e-3);
	CU_ASSERT_DOUBLE_EQUAL(level("outmix: hard"), 0.4, 1e-3);
	CU_ASSERT_DOUBLE_EQUAL(level("outmix: gain\nd3 $ sine 100 * 0.2"), 0.2,
			       1e-3);
	CU_ASSERT_DOUBLE_EQUAL(level("outmix: sqrt\nmute 2"), 0.2, 1e-3);
	CU_ASSERT_DOUBLE_EQUAL(level("outmix: gain\nhush 2"), 0.2, 1e-3);
	CU_ASSERT_DOUBLE_EQUAL(level("outmix: gain\nd2 $ silence"), 0.2, 1e-3);
}

/* A slot more does not change the level of those that are there. */
static void none_adds(void)
{
	struct hand_player one, both;
	double most = 0;

	session_start(&one);
	session_start(&both);
	session_say(&one, two);
	session_say(&both, two);
	session_run(&one, 4);
	session_run(&both, 1);
	session_say(&both,
		    "d3 $ s \"click*32\" # pan 1\nd4 $ saw 50 * 0.1 # pan 1");
	session_say(&both, "d4 $ silence");
	session_run(&both, 4);
	for (size_t i = 0; i < one.frames; i++)
		most = fmax(most, fabs((double)one.out[2 * i] -
				       (double)both.out[2 * i]));
	CU_ASSERT(most < 1e-7); /* a pan to the right leaves as much */
	hand_finish(&one);
	hand_finish(&both);
}

/* --- DC --- */

static double mean(const struct hand_player *h, double from, double to)
{
	size_t a = (size_t)(from * HAND_RATE), b = (size_t)(to * HAND_RATE);
	double sum = 0;

	for (size_t i = a; i < b; i++)
		sum += (double)h->out[2 * i];
	return sum / (double)(b - a);
}

static void offset(void)
{
	struct hand_player h;
	double step = 0;

	session_start(&h);
	session_say(&h, "d1 $ sine 100 * 0.2 + 0.3");
	session_run(&h, 5);
	CU_ASSERT_DOUBLE_EQUAL(mean(&h, 0.5, 0.9), 0.3, 1e-3);
	CU_ASSERT_DOUBLE_EQUAL(mean(&h, 4, 5), 0, 1e-3);
	for (size_t i = HAND_RATE; i < h.frames; i++)
		step =
		    fmax(step, fabs((double)h.out[2 * i] - h.out[2 * i - 2]));
	CU_ASSERT(step < 0.2 * 2 * 3.1416 * 100 / HAND_RATE + 1e-4);
	CU_ASSERT_DOUBLE_EQUAL(session_peak(&h, LEFT, 4, 5), 0.2, 2e-3);
	/* Gone: it is silent soon, without a tail that stays. */
	session_say(&h, "d1 $ silence");
	session_run(&h, 9);
	CU_ASSERT_EQUAL(session_peak(&h, LEFT, 8.5, 9), 0);
	hand_finish(&h);
}

/* Said again while DC is taken away, the same text changes no bit. */
static void again(void)
{
	static const char text[] = "~l: sine 0.7\n"
				   "d1 $ (sine 100 * 0.2 + 0.3) * (~l + 2) / 3";
	struct hand_player once, often;

	session_start(&once);
	session_start(&often);
	session_say(&once, text);
	session_say(&often, text);
	session_run(&once, 4);
	for (int i = 1; i <= 40; i++) {
		session_run(&often, 0.0973 * i);
		session_say(&often, text);
	}
	session_run(&often, 4);
	CU_ASSERT_EQUAL(
	    memcmp(once.out, often.out, 2 * sizeof(float) * once.frames), 0);
	hand_finish(&once);
	hand_finish(&often);
}

/* Without DC, no bit changes by it: the loudest low tone. */
static void no_offset(void)
{
	struct hand_player h;
	int differ = 0;

	session_start(&h);
	session_say(&h, "cps: 1\nd1 $ square 20 * 0.9 # lpf 200\n"
			"d2 $ saw 30 * 0.05");
	session_run(&h, 4);
	for (int i = 0; i < HAND_RATE; i++)
		differ += h.out[2 * (HAND_RATE + i)] == 0;
	CU_ASSERT(differ < 10);
	CU_ASSERT_DOUBLE_EQUAL(mean(&h, 2, 3), 0, 2e-3);
	hand_finish(&h);
}

/* --- What goes wrong in one --- */

/* Of a sine on the left, in the second second. */
static double amplitude(const struct hand_player *h, double hz)
{
	double re = 0, im = 0;

	for (int i = HAND_RATE; i < 2 * HAND_RATE; i++) {
		double t = 2 * 3.14159265358979 * hz * i / HAND_RATE;

		re += (double)h->out[2 * i] * cos(t);
		im += (double)h->out[2 * i] * sin(t);
	}
	return 2 * sqrt(re * re + im * im) / HAND_RATE;
}

static void contained(void)
{
	struct hand_player alone, h;
	int changed = 0;

	session_start(&alone);
	session_start(&h);
	session_say(&alone, "d1 $ s \"click*8\" # pan 0");
	session_say(&h, "d1 $ s \"click*8\" # pan 0\n"
			"d2 $ (sine 100 * 1e30 * 1e30)");
	session_run(&alone, 2);
	session_run(&h, 2);
	CU_ASSERT_PTR_NOT_NULL(strstr(h.said, "d2"));
	for (size_t i = 0; i < h.frames; i++)
		changed += alone.out[2 * i] != h.out[2 * i];
	CU_ASSERT_EQUAL(changed, 0);
	hand_finish(&alone);
	hand_finish(&h);
}

/* Feedback that grows: it is held down, named, and the other slot plays on. */
static void runaway(void)
{
	struct hand_player alone, h;
	double quiet, beside;

	session_start(&alone);
	session_start(&h);
	session_say(&alone, "d1 $ sine 100 * 0.5");
	session_say(&h, "~fb: sine 3000 * 0.1 + ~fb * 1.5\n"
			"d1 $ sine 100 * 0.5\nd2 $ ~fb");
	session_run(&alone, 2);
	session_run(&h, 2);
	CU_ASSERT(strstr(h.said, "d2 is far too loud") ||
		  strstr(h.said, "d2 ran away"));
	quiet = amplitude(&alone, 100);
	beside = amplitude(&h, 100);
	printf("     runaway feedback presses its neighbour down by %.1f dB\n",
	       20 * log10(quiet / beside));
	CU_ASSERT(beside > 0.5 * quiet);
	hand_finish(&alone);
	hand_finish(&h);
}

/* A bus that others hear is named too. */
static void bad_bus(void)
{
	struct hand_player h;

	session_start(&h);
	session_say(&h, "~fb: sine 300 * 1e30 * 1e30 + ~fb * 0.5\n"
			"d1 $ s \"click*8\"\nd2 $ ~fb * 0.1");
	session_run(&h, 1);
	CU_ASSERT_PTR_NOT_NULL(strstr(h.all_said, "~fb made a number"));
	CU_ASSERT_PTR_NULL(strstr(h.all_said, "d1 made a number"));
	hand_finish(&h);
}

static CU_TestInfo tests[] = {
    {"what is set in the mixer stays when code changes", stays},
    {"statements, messages and the mixer share one state", one_state},
    {"values out of range and unknown names are refused", refused},
    {"one scope far too loud leaves another alone", apart},
    {"scopes have strips, which stay at another rate", scopes},
    {"outmix sums as its formulas say, and changes smoothly", outmix},
    {"a slot more does not change the others", none_adds},
    {"DC goes away after a second, without a click", offset},
    {"a loud low tone is no DC", no_offset},
    {"the same text again changes nothing, DC or not", again},
    {"numbers that are none stay in their slot", contained},
    {"runaway feedback leaves the other slots their level", runaway},
    {"a bus that goes mad is called by its name", bad_bus},
    CU_TEST_INFO_NULL,
};

const struct suite suite_mixer = {"session/mixer", tests};
