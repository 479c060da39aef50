/* What a frame of each unit generator costs by itself (one core, runs of 64
 * frames, parameters constant), beside a loop that only copies. Arguments: the
 * names of rows; without: all. -m before them: parameters that move. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/support/ugen_run.h"
#include "tests/bench/timing.h"

enum { FRAMES = 1 << 11, TURNS = 20, PLAYS = 16 };

static float wire[UGEN_INPUTS][FRAMES], out[2][UGEN_RUN];

static int moving; /* as signals, which stay what they are */

RT static void copy_run(struct ugen *u, int n)
{
	for (int i = 0; i < n; i++)
		u->out[0][i] = u->in[0].at[i];
}

static const struct ugen_row bare = {
    .name = "(bare copy)", .aliases = "", .inputs = 1, .run = copy_run};

/* Noise at the audio inputs, an open gate, initial values. */
static int lay(const struct ugen_row *row, struct signal *in)
{
	int audio = row->inputs + (row->flags & UGEN_VARIADIC ? 1 : 0);
	int n = ugen_inputs(row, audio),
	    first = ugen_param_input(row, audio, 0);

	for (int i = 0; i < n; i++)
		in[i] = (struct signal){wire[i], i < first};
	for (int i = 0; i < first; i++)
		for (int f = 0; f < FRAMES; f++)
			wire[i][f] = (float)(rand() % 2001 - 1000) * 1e-3f;
	if (row->flags & UGEN_GATED) {
		wire[first - 1][0] = 1;
		in[first - 1].step = 0;
	}
	if (row->flags & UGEN_VARIADIC) {
		wire[0][0] = (float)audio;
		in[0].step = 0;
	}
	for (int p = 0; p < row->n_params; p++) {
		const struct ugen_param *param = &row->params[p];
		int at = ugen_param_input(row, audio, p);

		for (int k = 0; k <= param->items; k++)
			wire[at + k][0] = param->items && k == 0
					      ? (float)param->items
					      : ugen_initial(param);
		if (!moving || param->items)
			continue;
		for (int i = 0; i < FRAMES; i++)
			wire[at][i] = wire[at][0];
		in[at].step = 1;
	}
	return audio;
}

/* All frames once. */
static void play(struct ugen *u, const struct signal *in, int n_in)
{
	for (int at = 0; at < FRAMES; at += UGEN_RUN) {
		for (int i = 0; i < n_in; i++)
			u->in[i] = (struct signal){in[i].at + at * in[i].step,
						   in[i].step};
		u->row->run(u, UGEN_RUN);
	}
}

static double time_row(const struct ugen_row *row)
{
	struct signal in[UGEN_INPUTS];
	int audio = lay(row, in), n_in = ugen_inputs(row, audio);
	double best = 1;
	struct ugen u;

	if (!ugen_open(&u, row, 48000, audio, in))
		return NAN;
	u.out[0] = out[0];
	u.out[1] = out[1];
	memcpy(u.in, in, sizeof(*in) * (size_t)n_in);
	if (row->start)
		row->start(&u);
	for (int t = 0; t < TURNS; t++) {
		double start = cpu_seconds();

		for (int k = 0; k < PLAYS; k++)
			play(&u, in, n_in);
		start = cpu_seconds() - start;
		best = start < best ? start : best;
	}
	ugen_close(&u);
	return best * 1e9 / FRAMES / PLAYS;
}

static int asked(const char *name, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(name, argv[i]) == 0)
			return 1;
	return argc < 2;
}

int main(int argc, char **argv)
{
	moving = argc > 1 && strcmp(argv[1], "-m") == 0;
	argc -= moving;
	argv += moving;
	printf("ugens: %-24s %8.2f ns a frame\n", bare.name, time_row(&bare));
	for (int f = 0; ugen_families[f]; f++)
		for (size_t i = 0; i < ugen_families[f]->n; i++) {
			const struct ugen_row *row = &ugen_families[f]->rows[i];

			if (asked(row->name, argc, argv))
				printf("ugens: %-24s %8.2f ns a frame\n",
				       row->name, time_row(row));
		}
	return 0;
}
