#include "dsp/dsp.h"

#include <string.h>
#include "dsp/fpu.h"
#include "dsp/level.h"
#include "dsp/world.h"

struct ring *dsp_inbox(struct dsp *d)
{
	return &d->inbox;
}

struct ring *dsp_outbox(struct dsp *d)
{
	return &d->outbox;
}

RT uint64_t dsp_frame(const struct dsp *d)
{
	return counter_get(&d->frame);
}

RT uint32_t dsp_latency(const struct dsp *d)
{
	(void)d;
	return LIMITER_LATENCY;
}

void dsp_figures(struct dsp *d, struct dsp_figures *to)
{
	to->voices = (uint32_t)counter_get(&d->voices);
	to->queued = (uint32_t)counter_get(&d->queued);
	to->stolen = counter_get(&d->stolen);
	to->late = counter_get(&d->late);
	to->dropped = counter_get(&d->dropped);
	to->bad_numbers = counter_get(&d->bad_numbers);
	to->peak = peak_take(&d->peak);
}

RT static void say_bad_number(struct dsp *d, uint16_t slot)
{
	counter_add(&d->bad_numbers, 1);
	reply_send(d, RPL_BAD_NUMBER, slot, 0, d->now);
}

/* All voices, from frame `from` of the block to frame `to`. */
RT static void play(struct dsp *d, uint32_t from, uint32_t to)
{
	for (uint32_t i = 0; i < d->pool.n_active; i++) {
		struct voice *v = pool_at(&d->pool, i);
		struct strip *s = &d->strip[v->slot];

		/* Memory is slower than the sum: ask for it two voices ago. */
		if (i + 2 < d->pool.n_active)
			voice_prefetch(pool_at(&d->pool, i + 2),
				       (int)(to - from));
		s->live = true;
		voice_render(v, strip_left(s, from), strip_right(s, from),
			     (int)(to - from));
	}
	notes_run(d, from, to - from);
	for (int i = 0; i < GRAPHS_MAX; i++) {
		struct graph *g = d->graph[i];

		if (g)
			graph_run(g, d, from, to - from);
		for (; g && g->later; g = g->later)
			graph_wait(g->later, to - from);
	}
}

/* Take home the voices that are done. */
RT static void collect(struct dsp *d)
{
	for (uint32_t i = 0; i < d->pool.n_active;) {
		struct voice *v = pool_at(&d->pool, i);

		voice_end_block(v);
		if (v->bad)
			say_bad_number(d, v->slot);
		if (!voice_done(v)) {
			i++;
			continue;
		}
		d->strip[v->slot].voices--;
		reply_ended(d, v->owner);
		pool_remove(&d->pool, i);
	}
}

RT static void mix(struct dsp *d, float sum[CHANNELS][BLOCK_FRAMES])
{
	for (int slot = 0; slot < SLOTS_MAX; slot++) {
		struct strip *s = &d->strip[slot];

		if (!strip_end(s))
			say_bad_number(d, (uint16_t)slot);
		if (!s->live || s->inner)
			continue;
		for (int c = 0; c < CHANNELS; c++)
			for (int i = 0; i < BLOCK_FRAMES; i++)
				sum[c][i] += s->now[c][i];
	}
	apply_master(d, BLOCK_FRAMES);
	for (int c = 0; c < CHANNELS; c++)
		for (int i = 0; i < BLOCK_FRAMES; i++)
			sum[c][i] *= d->master_gain[i];
}

/* What was written two blocks ago is over. */
RT static void turn_board(struct dsp *d)
{
	d->board_now = !d->board_now;
	for (int i = 0; i < BUSES_MAX; i++) {
		if (!d->board_live[d->board_now][i])
			continue;
		d->board_live[d->board_now][i] = false;
		memset(d->board[d->board_now][i], 0,
		       sizeof(d->board[d->board_now][i]));
	}
}

/* A fade is over: the old graph goes home, what waits has its turn. */
RT static void end_fade(struct dsp *d, struct graph **at)
{
	struct graph *g = *at, *next = g->later;

	reply_graph(d, graph_end_fade(g));
	if (g->closes && !g->closing) {
		graph_close(g);
		return;
	}
	if (!g->closes && !next)
		return;
	g->later = NULL;
	*at = next;
	if (next && !g->closes && !g->muted)
		graph_take_over(next, g);
	if (!next || next->old != g)
		reply_graph(d, g);
}

RT static void end_fades(struct dsp *d)
{
	for (int i = 0; i < GRAPHS_MAX; i++)
		if (d->graph[i] && d->graph[i]->fade_left == 0 &&
		    (d->graph[i]->old || d->graph[i]->later ||
		     d->graph[i]->closes))
			end_fade(d, &d->graph[i]);
}

RT static void begin(struct dsp *d)
{
	turn_board(d);
	reply_owed(d);
	d->master_done = 0;
	for (int i = 0; i < SLOTS_MAX; i++)
		strip_begin(&d->strip[i]);
	apply_inbox(d);
}

RT static void end(struct dsp *d)
{
	collect(d);
	notes_collect(d);
	end_fades(d);
	apply_purge(d);
	d->now += BLOCK_FRAMES;
	counter_set(&d->frame, d->now);
	counter_set(&d->voices, pool_count(&d->pool));
	counter_set(&d->queued, d->queue.n);
}

RT void dsp_block(struct dsp *d, float *out)
{
	float sum[CHANNELS][BLOCK_FRAMES] = {{0}};
	uint64_t fpu = fpu_flush_denormals();

	begin(d);
	for (uint32_t at = 0, next; at < BLOCK_FRAMES; at = next) {
		apply_due(d, at);
		next = apply_next(d);
		play(d, at, next);
	}
	mix(d, sum);
	limiter_block(&d->limiter, sum[LEFT], sum[RIGHT], out);
	peak_raise(&d->peak, level_of_bits(level_bits(out, 2 * BLOCK_FRAMES)));
	end(d);
	fpu_restore(fpu);
}

/* A strip's block comes out as late as the master does: one block. */
RT static void stem(const struct strip *s, float *to)
{
	for (int i = 0; i < BLOCK_FRAMES; i++)
		for (int c = 0; c < CHANNELS; c++)
			to[2 * i + c] = s->was_live ? s->before[c][i] : 0;
}

RT void dsp_block_stems(struct dsp *d, float *out, const uint16_t *slots,
			float *const *stems, int n)
{
	dsp_block(d, out);
	for (int i = 0; i < n; i++)
		stem(&d->strip[slots[i]], stems[i]);
}

RT void dsp_skip(struct dsp *d, uint64_t n)
{
	uint64_t whole = (d->skip_rest + n) / BLOCK_FRAMES * BLOCK_FRAMES;

	d->skip_rest = d->skip_rest + n - whole;
	for (uint32_t i = 0; i < d->pool.n_active; i++)
		voice_skip(pool_at(&d->pool, i), whole);
	notes_skip(d, whole);
	d->now += whole;
	counter_set(&d->frame, d->now);
}
