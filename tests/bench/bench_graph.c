/* What graphs cost: 256 voices of saw # rlpf # adsr as a share of one core at
 * 48 kHz, beside a bare loop of as many two-pole filters in the same run; and
 * how long a program of 200 units takes to compile. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/strbuf.h"
#include "compile/compile.h"
#include "dsp/dsp.h"
#include "dsp/graph.h"
#include "rt/ring.h"
#include "tests/bench/timing.h"

enum { VOICES = 256, BLOCKS = 750, ROUNDS = 7, COMPILES = 50, SWAPS = 200 };

static struct program *compile(const char *text)
{
	struct program *p;

	if (compile_text(NULL, text, strlen(text), EVAL_REPLACE, NULL, &p) !=
		ST_OK ||
	    p->diags.errors || !p->signals) {
		fprintf(stderr, "bench-graph: the program is refused\n");
		exit(70);
	}
	return p;
}

static void voices(struct strbuf *text)
{
	strbuf_printf(text, "out: 0.002 * (");
	for (int i = 0; i < VOICES; i++)
		strbuf_printf(text,
			      "%s(saw %d.5 # rlpf %d 2 # adsr 0.01 0.1 0.5 "
			      "0.2)",
			      i ? " + " : "", 55 + i, 400 + 10 * i);
	strbuf_printf(text, ")\n");
}

/* Seconds that BLOCKS blocks of the program take, the least of some. */
static double play(const struct program *p)
{
	static uint16_t strip[1], none[1];
	struct graph_places places = {strip, none, none};
	struct dsp *d = dsp_new(48000);
	struct message m = {.kind = MSG_GRAPH, .slot = SLOTS_MAX};
	float block[2 * BLOCK_FRAMES];
	double best = 1e9;

	m.graph = graph_new(p->signals->spec, &places);
	ring_push(dsp_inbox(d), &m, 1);
	for (int r = 0; r < ROUNDS; r++) {
		double begin = cpu_seconds();

		for (int i = 0; i < BLOCKS; i++)
			dsp_block(d, block);
		begin = cpu_seconds() - begin;
		best = begin < best ? begin : best;
	}
	dsp_free(d);
	return best;
}

/* As many filters of two poles, by themselves. */
static double bare(void)
{
	static float x[BLOCK_FRAMES], z[VOICES][2];
	double best = 1e9;
	float sum = 0;

	for (int r = 0; r < ROUNDS; r++) {
		double begin = cpu_seconds();

		for (int b = 0; b < BLOCKS; b++)
			for (int v = 0; v < VOICES; v++) {
				float p = z[v][0], q = z[v][1];

				for (int i = 0; i < BLOCK_FRAMES; i++) {
					float y = x[i] + p;

					p = 1.8f * y + q + 1e-3f;
					q = -0.9f * y;
					sum += y;
				}
				z[v][0] = p;
				z[v][1] = q;
			}
		begin = cpu_seconds() - begin;
		best = begin < best ? begin : best;
	}
	return sum != sum ? 0 : best;
}

/* The dearest block, in seconds, while one program takes the other's place
 * again and again. */
static double swaps(const struct program *p, const struct program *q)
{
	static uint16_t strip[1], none[1];
	struct graph_places places = {strip, none, none};
	struct dsp *d = dsp_new(48000);
	const struct graph *last = NULL;
	float block[2 * BLOCK_FRAMES];
	double worst = 0;

	for (int i = 0; i < SWAPS; i++) {
		struct message m = {.kind = MSG_GRAPH, .slot = SLOTS_MAX};
		struct reply r;

		m.graph = graph_new((i & 1 ? q : p)->signals->spec, &places);
		if (last)
			graph_succeed(m.graph, last);
		last = m.graph;
		ring_push(dsp_inbox(d), &m, 1);
		for (int b = 0; b < 20; b++) {
			double begin = cpu_seconds();

			dsp_block(d, block);
			begin = cpu_seconds() - begin;
			worst = begin > worst && i > 1 ? begin : worst;
			while (ring_pop(dsp_outbox(d), &r, 1))
				if (r.kind == RPL_GRAPH_ENDED)
					graph_free(r.graph);
		}
	}
	dsp_free(d);
	return worst;
}

static void buses(struct strbuf *text, int cutoff)
{
	for (int i = 0; i < 25; i++)
		strbuf_printf(text,
			      "~b%d: saw (%d + sine 3 * 5) # lpf %d 2 * 0.1 # "
			      "adsr 0.01 0.1%s\n",
			      i, 100 + i, cutoff,
			      cutoff > 800 && i % 5 == 0 ? " # hpf 50 1" : "");
	strbuf_printf(text, "out: ~b0");
	for (int i = 1; i < 25; i++)
		strbuf_printf(text, " + ~b%d", i);
	strbuf_printf(text, " # reverb 0.5 0.5\nd2 $ ~b3 # delay 0.2 0.5\n");
}

static double compile_seconds(const char *text)
{
	double best = 1e9;

	for (int i = 0; i < COMPILES; i++) {
		double begin = cpu_seconds();

		program_free(compile(text));
		begin = cpu_seconds() - begin;
		best = begin < best ? begin : best;
	}
	return best;
}

int main(void)
{
	struct strbuf text;
	struct program *p, *q;
	double frames = (double)BLOCKS * BLOCK_FRAMES, took, loop = bare();

	strbuf_init(&text);
	voices(&text);
	p = compile(strbuf_str(&text));
	took = play(p);
	printf(
	    "256 x saw # rlpf # adsr (%u units): %.1f %% of one core at 48 "
	    "kHz, %.2f ns a voice a frame, %.2f times a bare loop of as many "
	    "filters\n",
	    p->signals->spec->n_nodes, 100 * took / (frames / 48000),
	    1e9 * took / frames / VOICES, took / loop);
	program_free(p);
	strbuf_finish(&text);
	strbuf_init(&text);
	buses(&text, 800);
	p = compile(strbuf_str(&text));
	printf("compile of %u units: %.0f us\n", p->signals->spec->n_nodes,
	       1e6 * compile_seconds(strbuf_str(&text)));
	strbuf_finish(&text);
	strbuf_init(&text);
	buses(&text, 1100);
	q = compile(strbuf_str(&text));
	printf("swap of %u units, all fading: the dearest of %d blocks takes "
	       "%.0f us of the %.0f us of 64 frames\n",
	       q->signals->spec->n_nodes, SWAPS * 20, 1e6 * swaps(p, q),
	       1e6 * 64 / 48000);
	program_free(q);
	program_free(p);
	strbuf_finish(&text);
	return 0;
}
