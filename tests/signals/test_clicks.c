/* Random programs and random edits: whatever is sent while it sounds, the
 * sound never moves more sharply than either program does by itself. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/signals/stage.h"
#include "tests/support/suite.h"

enum { RATE = 48000, BUSES = 3, SLOTS = 2, CHAIN = 4, EDITS = 5, TEXT = 2000 };

/* --- Programs --- */

/* Sounds without edges of their own, so that one of an edit stands out: no
 * limiter, and delays whose time stays. */
static const char *const sources[] = {
    "sine %d",
    "sine %d * (sine 3 * 0.3 + 0.7)",
    "fm %d 60 0.5",
    "pm %d (sine 40) 0.5",
    "sine %d + sine 60 * 0.5",
    "sine (sine 2 * 20 + %d)",
    "sine %d * \"0.5\"",
    "additive %d \"1 0.5\"",
};

static const char *const effects[] = {
    "lpf %d 1",
    "lpf (sine 2 * 50 + %d) 2",
    "hpf %d 0.8",
    "bpf %d 1",
    "notch %d 1",
    "rlpf %d 2",
    "svf_lp %d 0.5",
    "bq_bp %d 1",
    "moog %d 0.5",
    "resonz %d 4",
    "eq %d 6 1 800 -6 1 2000 3 1",
    "allpass 0.%d",
    "comb %d 0.5",
    "delay 0.03 0.5 0.%d",
    "delay (sine 0.5 * 0.002 + 0.02) 0.5 0.4",
    "pingpong 0.02 0.4 0.%d",
    "multitap 0.06 4 0.%d",
    "tapedelay 0.04 0.%d",
    "reverb 0.%d 0.5 0.3",
    "plate 10 2 0.7 0.%d",
    "lush 0.%d",
    "reverb_stereo 0.%d 1",
    "convolve 0.%d",
    "distort 2 0.%d",
    "ring %d",
    "tremolo 3 0.%d",
    "vibrato 4 0.%d",
    "phaser 0.5 0.%d 0.3 4",
    "flanger 0.5 0.%d 0.3",
    "chorus 0.5 0.%d 0.5",
    "fchorus 0.%d 0.5 0.5",
    "pan2 0.%d",
    "widener 0.%d",
    "amp 0.%d",
    "compressor -20 4 0.02 0.%d",
    "formant %d 1090 2440 60 80 100 * 0.3",
    "lag 0.00%d",
};

struct chain {
	int source, at, number; /* source: below 0 a bus */
	int n, effect[CHAIN], value[CHAIN];
	bool on;
};

struct piece {
	struct chain bus[BUSES], slot[SLOTS];
	char letter; /* that the names of buses begin with */
};

static unsigned dice(unsigned *seed, unsigned n)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (unsigned)(((unsigned long long)*seed * n) >> 32);
}

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static void roll_effect(unsigned *seed, struct chain *c, int i)
{
	c->effect[i] = (int)dice(seed, COUNT(effects));
	c->value[i] = (int)dice(seed, 600) + 100;
}

static void roll_source(unsigned *seed, struct chain *c, int bus)
{
	c->source = (int)dice(seed, COUNT(sources));
	c->number = (int)dice(seed, 200) + 60;
	c->at = 0;
	if (bus > 0 && dice(seed, 2)) {
		c->source = -1;
		c->at = (int)dice(seed, (unsigned)bus);
	}
}

static void roll_chain(unsigned *seed, struct chain *c, int bus)
{
	memset(c, 0, sizeof(*c));
	roll_source(seed, c, bus);
	c->n = (int)dice(seed, 3);
	for (int i = 0; i < c->n; i++)
		roll_effect(seed, c, i);
	c->on = true;
}

static void roll_program(unsigned *seed, struct piece *p)
{
	p->letter = 'a';
	for (int i = 0; i < BUSES; i++)
		roll_chain(seed, &p->bus[i], i);
	for (int i = 0; i < SLOTS; i++)
		roll_chain(seed, &p->slot[i], BUSES);
	p->slot[1].on = dice(seed, 2);
}

static void put_out(struct chain *c, int i)
{
	c->n--;
	for (; i < c->n; i++) {
		c->effect[i] = c->effect[i + 1];
		c->value[i] = c->value[i + 1];
	}
}

static void put_in(unsigned *seed, struct chain *c, int i)
{
	for (int k = c->n; k > i; k--) {
		c->effect[k] = c->effect[k - 1];
		c->value[k] = c->value[k - 1];
	}
	c->n++;
	roll_effect(seed, c, i);
}

static void edit_chain(unsigned *seed, struct chain *c, int bus)
{
	switch (dice(seed, 6)) {
	case 0:
		c->number = (int)dice(seed, 200) + 60;
		break;
	case 1:
		roll_source(seed, c, bus);
		break;
	case 2:
		if (c->n > 0)
			put_out(c, (int)dice(seed, (unsigned)c->n));
		break;
	case 3:
		if (c->n < CHAIN)
			put_in(seed, c, (int)dice(seed, (unsigned)c->n + 1));
		break;
	case 4:
		if (c->n > 0)
			c->value[dice(seed, (unsigned)c->n)] =
			    (int)dice(seed, 600) + 100;
		break;
	case 5:
		if (c->n > 0)
			roll_effect(seed, c, (int)dice(seed, (unsigned)c->n));
		break;
	}
}

static void edit(unsigned *seed, struct piece *p)
{
	unsigned which = dice(seed, BUSES + SLOTS + 2);

	if (which < BUSES)
		edit_chain(seed, &p->bus[which], (int)which);
	else if (which < BUSES + SLOTS)
		edit_chain(seed, &p->slot[which - BUSES], BUSES);
	else if (which == BUSES + SLOTS)
		p->letter = p->letter == 'a' ? 'b' : 'a';
	else
		p->slot[1].on = !p->slot[1].on;
}

static void say_chain(const struct piece *p, const struct chain *c, char *to,
		      size_t size)
{
	size_t n = 0;

	if (c->source < 0)
		n += (size_t)snprintf(to, size, "~%c%d", p->letter, c->at);
	else
		n += (size_t)snprintf(to, size, sources[c->source], c->number);
	for (int i = 0; i < c->n; i++) {
		n += (size_t)snprintf(to + n, size - n, " # ");
		n += (size_t)snprintf(to + n, size - n, effects[c->effect[i]],
				      c->value[i]);
	}
}

static void say_program(const struct piece *p, char *to, size_t size)
{
	char line[600];
	size_t n = 0;

	for (int i = 0; i < BUSES; i++) {
		say_chain(p, &p->bus[i], line, sizeof(line));
		n += (size_t)snprintf(to + n, size - n, "~%c%d: %s\n",
				      p->letter, i, line);
	}
	for (int i = 0; i < SLOTS; i++) {
		say_chain(p, &p->slot[i], line, sizeof(line));
		n += (size_t)snprintf(to + n, size - n, "d%d $ (%s) * %s\n",
				      i + 1, line, p->slot[i].on ? "0.1" : "0");
	}
}

/* --- What is heard --- */

/* The sharpest bend: the largest second difference. */
static double bend(const struct show *s, size_t from, size_t to)
{
	double most = 0;

	for (size_t i = from + 2; i < to; i++) {
		most = fmax(most, fabs((double)s->left[i] -
				       2.0 * s->left[i - 1] + s->left[i - 2]));
		most =
		    fmax(most, fabs((double)s->right[i] -
				    2.0 * s->right[i - 1] + s->right[i - 2]));
	}
	return most;
}

static double peak(const struct show *s, size_t from, size_t to)
{
	double most = 0;

	for (size_t i = from; i < to; i++)
		most = fmax(most, fmax(fabsf(s->left[i]), fabsf(s->right[i])));
	return most;
}

static bool run_case(unsigned seed)
{
	struct piece p;
	struct show s;
	char before[TEXT], after[TEXT];
	bool good = true;

	roll_program(&seed, &p);
	say_program(&p, before, sizeof(before));
	show_open(&s, RATE);
	show_eval(&s, before);
	show_run(&s, 24000 / 64 * 64);
	for (int k = 0; k < EDITS; k++) {
		size_t at = s.n;
		double own, level, here;

		for (unsigned i = dice(&seed, 2) + 1; i > 0; i--)
			edit(&seed, &p);
		say_program(&p, after, sizeof(after));
		show_eval(&s, after);
		/* Now and then another one before the fade is over. */
		if (dice(&seed, 4) == 0) {
			show_run(&s, 64 * (dice(&seed, 20) + 1));
			edit(&seed, &p);
			say_program(&p, after, sizeof(after));
			show_eval(&s, after);
		}
		show_run(&s, 24000 / 64 * 64);
		own = fmax(bend(&s, at - 9600, at - 64),
			   bend(&s, s.n - 9600, s.n));
		/* Also of what an edit between the two lets be heard. */
		level = peak(&s, at - 9600, s.n);
		here = bend(&s, at - 64, at + 6000);
		if (here > 3 * own + level * 0.005 + 1e-5) {
			good = false;
			printf("bend %g, own %g, level %g\n%s->\n%s\n", here,
			       own, level, before, after);
		}
		strcpy(before, after);
	}
	CU_ASSERT_EQUAL(s.refused, 0);
	if (s.refused)
		printf("refused: %s\n", after);
	show_close(&s);
	return good;
}

static void test_random(void)
{
	const char *n = getenv("CLICKS"); /* how many, for a long run */

	for (unsigned i = 1; i <= (n ? (unsigned)atoi(n) : 40); i++)
		CU_ASSERT(run_case(i));
}

static CU_TestInfo tests[] = {
    {"random edits of random programs never click", test_random},
    CU_TEST_INFO_NULL,
};

const struct suite suite_clicks = {"clicks", tests};
