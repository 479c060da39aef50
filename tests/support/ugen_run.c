#include "tests/support/ugen_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "dsp/wavetable.h"

static size_t memory_of(const struct ugen_row *row, double rate_hz, int audio,
			const struct signal *in)
{
	float params[UGEN_INPUTS] = {0};

	if (!row->memory_floats)
		return 0;
	for (int p = 0; p < row->n_params; p++) {
		struct signal s = in[ugen_param_input(row, audio, p)];

		params[p] = s.step ? row->params[p].most : s.at[0];
	}
	return row->memory_floats(rate_hz, params);
}

static int next_run(int cut, unsigned *seed)
{
	if (cut != CUT_MIXED)
		return cut;
	*seed = *seed * 1664525 + 1013904223;
	return 1 + (int)(*seed >> 26);
}

struct wires {
	float in[UGEN_INPUTS][UGEN_RUN], out[2][UGEN_RUN];
};

static void feed(struct ugen *u, struct wires *w, const struct signal *in,
		 int n_in, int at, int n)
{
	for (int i = 0; i < n_in; i++) {
		u->in[i].step = in[i].step;
		u->in[i].at = w->in[i];
		for (int f = 0; f < UGEN_RUN; f++)
			w->in[i][f] = f < n ? in[i].at[(at + f) * in[i].step]
					    : (float)(f % 7) * 100 - 300;
		if (!in[i].step)
			w->in[i][0] = in[i].at[0];
	}
}

bool ugen_open(struct ugen *u, const struct ugen_row *row, double rate_hz,
	       int audio, const struct signal *in)
{
	size_t n = memory_of(row, rate_hz, audio, in);

	memset(u, 0, sizeof(*u));
	u->row = row;
	u->rate_hz = (float)rate_hz;
	u->seed = 12345;
	u->n_memory = n;
	u->state = aligned_alloc(64, UGEN_STATE_MOST);
	u->memory =
	    n ? aligned_alloc(64, (n * sizeof(float) + 63) / 64 * 64) : NULL;
	if (wavetable_init() != ST_OK || !u->state || (n && !u->memory))
		return false;
	memset(u->state, 0, UGEN_STATE_MOST);
	if (n)
		memset(u->memory, 0, n * sizeof(float));
	return true;
}

void ugen_close(struct ugen *u)
{
	free(u->state);
	free(u->memory);
}

bool ugen_play_inputs(const struct ugen_row *row, double rate_hz, int audio,
		      const struct signal *in, int cut, int n,
		      float *const out[2])
{
	int n_in = ugen_inputs(row, audio);
	unsigned seed = 1;
	struct wires w;
	struct ugen u;

	if (!ugen_open(&u, row, rate_hz, audio, in))
		return false;
	u.out[0] = w.out[0];
	u.out[1] = row->flags & UGEN_STEREO_OUT ? w.out[1] : NULL;
	for (int at = 0; at < n;) {
		int k = next_run(cut, &seed);

		k = k < n - at ? k : n - at;
		feed(&u, &w, in, n_in, at, k);
		if (at == 0 && row->start)
			row->start(&u);
		row->run(&u, k);
		memcpy(out[0] + at, w.out[0], (size_t)k * sizeof(float));
		if (out[1] && u.out[1])
			memcpy(out[1] + at, w.out[1],
			       (size_t)k * sizeof(float));
		at += k;
	}
	ugen_close(&u);
	return true;
}

float ugen_initial(const struct ugen_param *p)
{
	if (!isnan(p->initial))
		return p->initial;
	return fminf(fmaxf(1, p->least), p->most);
}

bool ugen_play(const char *name, double rate_hz, const float *params,
	       const float *const *x, const float *gate, float *out, int n)
{
	static const float one = 1, zero = 0;
	const struct ugen_row *row = ugen_find(name);
	float *const to[2] = {out, NULL};
	struct signal in[UGEN_INPUTS];
	float room[UGEN_INPUTS];
	int at = 0;

	if (!row)
		return false;
	room[at] = (float)row->inputs;
	if (row->flags & UGEN_VARIADIC)
		in[at] = (struct signal){&room[at], 0}, at++;
	for (int i = 0; i < row->inputs; i++)
		for (int c = 0; c <= !!(row->flags & UGEN_STEREO_IN); c++)
			in[at++] = x && x[i] ? (struct signal){x[i], 1}
					     : (struct signal){&zero, 0};
	if (row->flags & UGEN_GATED)
		in[at++] =
		    gate ? (struct signal){gate, 1} : (struct signal){&one, 0};
	for (int p = 0; p < row->n_params; p++)
		for (int k = 0; k <= row->params[p].items; k++, at++) {
			room[at] = params ? *params++
				   : row->params[p].items && k == 0
				       ? (float)row->params[p].items
				       : ugen_initial(&row->params[p]);
			in[at] = (struct signal){&room[at], 0};
		}
	return ugen_play_inputs(row, rate_hz, row->inputs, in, UGEN_RUN, n, to);
}

double ugen_gain(const char *name, double rate_hz, const float *params,
		 double hz)
{
	int n = 1 << 16, half = n / 2;
	double w = round(hz / rate_hz * half) / half * 2 * M_PI;
	float *x = calloc((size_t)n, sizeof(*x));
	float *y = calloc((size_t)n, sizeof(*y));
	const float *in[] = {x, x, x};
	double re = 0, im = 0;

	for (int i = 0; i < n; i++)
		x[i] = (float)(0.01 * sin(w * i));
	ugen_play(name, rate_hz, params, in, NULL, y, n);
	for (int i = half; i < n; i++) {
		re += (double)y[i] * sin(w * i);
		im += (double)y[i] * cos(w * i);
	}
	free(x);
	free(y);
	return hypot(re, im) / (0.005 * half);
}
