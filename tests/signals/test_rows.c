/* What every row must hold to when it plays in a program. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "dsp/ugen.h"
#include "tests/signals/stage.h"
#include "tests/support/suite.h"

enum { RATE = 48000, TIMES = 100, PIECE = 7 * 64 };

static void each_row(void (*check)(const struct ugen_row *row))
{
	for (int f = 0; ugen_families[f]; f++)
		for (size_t i = 0; i < ugen_families[f]->n; i++)
			if (!(ugen_families[f]->rows[i].flags & UGEN_HIDDEN))
				check(&ugen_families[f]->rows[i]);
}

static bool say(bool good, const struct ugen_row *row, const char *what)
{
	if (!good)
		printf("     %s: %s\n", row->name, what);
	return good;
}

static size_t differ(const struct show *a, const struct show *b)
{
	size_t i = 0;

	while (i < a->n && a->left[i] == b->left[i] &&
	       a->right[i] == b->right[i])
		i++;
	return i;
}

/* The row's example; where that plays samples, which are not here, the row
 * behind a sawtooth that beats, with its initial values. */
static void text_of(const struct ugen_row *row, char *to, size_t size)
{
	if ((strstr(row->example, " s \"") || strstr(row->example, "(s \"")))
		snprintf(to, size,
			 "out: saw 110 * (square 3 + 1) * 0.2 # %s%s\n",
			 row->name, row->inputs > 1 ? " (noise * 0.3)" : "");
	else
		snprintf(to, size, "%s", row->example);
}

/* Evaluated a hundred times while it sounds. */
static void same(const struct ugen_row *row)
{
	struct show once, often;
	char text[500];

	text_of(row, text, sizeof(text));
	show_open(&once, RATE);
	show_open(&often, RATE);
	show_eval(&once, text);
	for (int k = 0; k < TIMES; k++) {
		show_eval(&often, text);
		show_run(&once, PIECE);
		show_run(&often, PIECE);
	}
	CU_ASSERT(say(once.refused + often.refused == 0, row, "refused"));
	CU_ASSERT(say(show_rms(&once, 0, once.n) > 1e-4, row, "silent"));
	CU_ASSERT(say(differ(&once, &often) == once.n, row,
		      "not as if evaluated once"));
	if (differ(&once, &often) < once.n)
		printf("     from frame %zu on\n", differ(&once, &often));
	show_close(&once);
	show_close(&often);
}

static void test_same(void)
{
	each_row(same);
}

/* --- Every setting turned while it sounds --- */

static double bend(const struct show *s, size_t from, size_t to)
{
	double most = 0;

	for (size_t i = from + 2; i < to; i++) {
		double l =
		    (double)s->left[i] - 2.0 * s->left[i - 1] + s->left[i - 2];
		double r = (double)s->right[i] - 2.0 * s->right[i - 1] +
			   s->right[i - 2];

		most = fmax(most, fmax(fabs(l), fabs(r)));
	}
	return most;
}

/* A fifth more than its initial value, or as near as its range lets. */
static bool another(const struct ugen_param *p, double *from, double *to)
{
	bool hz = strcmp(p->unit, "Hz") == 0 && p->initial >= 500;

	*from = hz ? 400 : isnan(p->initial) ? 0.5 : (double)p->initial;
	*to = *from == 0 ? 0.2 : *from * 1.2;
	if (*to > (double)p->most)
		*to = *from * 0.8;
	return *to >= (double)p->least && *to <= (double)p->most;
}

/* A sine through the effect bends as sharply as that of each setting does. */
static void turned(const struct ugen_row *row, const struct ugen_param *p)
{
	struct show s;
	char text[300];
	double value[2], own, here;
	size_t at = 24000 / 64 * 64;

	if (!another(p, &value[0], &value[1]))
		return;
	show_open(&s, RATE);
	for (int i = 0; i < 2; i++) {
		snprintf(text, sizeof(text),
			 "d1 $ ((sine 150 * 0.5) # %s%s%s :%s %g) * 0.2",
			 row->name, row->inputs > 1 ? " (sine 3)" : "",
			 row->inputs > 2 ? " (sine 5)" : "", p->name, value[i]);
		show_eval(&s, text);
		show_run(&s, i ? 2 * at : at);
	}
	own = fmax(bend(&s, at / 2, at - 64), bend(&s, s.n - at / 2, s.n));
	here = bend(&s, at - 64, s.n - at / 2);
	CU_ASSERT(say(s.refused == 0, row, "refused"));
	CU_ASSERT(say(here < 3 * own + 2e-4, row, p->name));
	if (here >= 3 * own + 2e-4)
		printf("     a bend of %g, of itself %g\n", here, own);
	show_close(&s);
}

static void turn_each(const struct ugen_row *row)
{
	for (int i = 0; row->inputs > 0 && i < row->n_params; i++) {
		const struct ugen_param *p = &row->params[i];

		/* `range` says both or none. */
		if (!p->items && !p->lift && !isnan(p->initial))
			turned(row, p);
	}
}

static void test_turned(void)
{
	each_row(turn_each);
}

static CU_TestInfo tests[] = {
    {"each setting of each effect is turned without an edge", test_turned},
    {"each row's example, evaluated a hundred times, sounds as evaluated once",
     test_same},
    CU_TEST_INFO_NULL,
};

const struct suite suite_rows = {"rows", tests};
