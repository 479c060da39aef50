#include "tests/signals/stage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "dsp/dsp.h"

void show_open(struct show *s, double rate_hz)
{
	struct engine_options o = {.rate_hz = rate_hz, .offline = true};

	*s = (struct show){.engine = engine_new(&o)};
}

void show_close(struct show *s)
{
	engine_free(s->engine);
	free(s->left);
	free(s->right);
}

static void done(void *ctx, const struct eval_result *r)
{
	struct show *s = ctx;

	s->refused += !r->accepted;
}

void show_eval(struct show *s, const char *text)
{
	struct eval_request r = {.scope = "main",
				 .text = text,
				 .len = strlen(text),
				 .mode = EVAL_MERGE,
				 .done = done,
				 .ctx = s};

	if (engine_eval(s->engine, &r, false) != ST_OK)
		s->refused++;
}

void show_run(struct show *s, size_t frames)
{
	float block[2 * BLOCK_FRAMES];

	for (; frames > 0; frames -= BLOCK_FRAMES) {
		engine_step(s->engine);
		dsp_block(engine_dsp(s->engine), block);
		if (s->n + BLOCK_FRAMES > s->cap) {
			s->cap = 2 * s->cap + 65536;
			s->left = realloc(s->left, s->cap * sizeof(float));
			s->right = realloc(s->right, s->cap * sizeof(float));
		}
		for (int i = 0; i < BLOCK_FRAMES; i++) {
			s->left[s->n] = block[2 * i];
			s->right[s->n++] = block[2 * i + 1];
		}
	}
}

double show_step(const struct show *s, size_t from, size_t to)
{
	double most = 0;

	for (size_t i = from + 1; i < to; i++)
		most = fmax(most, fabs((double)s->left[i] - s->left[i - 1]));
	return most;
}

double show_rms(const struct show *s, size_t from, size_t to)
{
	double sum = 0;

	for (size_t i = from; i < to; i++)
		sum += (double)s->left[i] * s->left[i];
	return sqrt(sum / (double)(to - from));
}

double show_amplitude(const struct show *s, size_t from, size_t to,
		      double cycles_a_frame)
{
	double re = 0, im = 0;

	for (size_t i = from; i < to; i++) {
		double t = 6.283185307179586 * cycles_a_frame * (double)i;

		re += s->left[i] * cos(t);
		im += s->left[i] * sin(t);
	}
	return 2 * sqrt(re * re + im * im) / (double)(to - from);
}
