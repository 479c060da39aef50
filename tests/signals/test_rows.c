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

static CU_TestInfo tests[] = {
    {"each row's example, evaluated a hundred times, sounds as evaluated once",
     test_same},
    CU_TEST_INFO_NULL,
};

const struct suite suite_rows = {"rows", tests};
