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
	return 2 * LIMITER_LATENCY;
}

void dsp_figures(struct dsp *d, struct dsp_figures *to)
{
	to->voices = (uint32_t)counter_get(&d->voices);
	to->queued = (uint32_t)counter_get(&d->queued);
	to->stolen = counter_get(&d->stolen);
	to->late = counter_get(&d->late);
	to->dropped = counter_get(&d->dropped);
	to->bad_numbers = counter_get(&d->bad_numbers);
	to->limited = counter_get(&d->limited);
	to->peak = peak_take(&d->peak);
}

RT static void say_loud(struct dsp *d, uint16_t slot)
{
	reply_send(d, RPL_LOUD, slot, 0, d->now);
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
		struct strip *s = world_wake(d, v->slot);

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

RT static void end_strips(struct dsp *d)
{
	for (uint16_t i = 0; (i = world_awake(d, i)) < SLOTS_MAX; i++) {
		struct strip *s = &d->strip[i];
		enum strip_news news = strip_end(s, &d->pace);

		if (news == STRIP_BAD)
			say_bad_number(d, i);
		else if (news == STRIP_LOUD)
			say_loud(d, i);
		if (!s->live || s->inner)
			continue;
		if (!(d->awake >> s->mix & 1))
			mix_begin(&d->mix[s->mix]);
		d->awake |= (uint64_t)1 << s->mix;
	}
}

RT static void add_strips(struct dsp *d)
{
	for (uint16_t i = 0; (i = world_awake(d, i)) < SLOTS_MAX; i++)
		if (d->strip[i].live && !d->strip[i].inner)
			mix_add(&d->mix[d->strip[i].mix], &d->strip[i]);
}

/* The mixes that are awake, after their limiters. True: what there is, was all
 * in one mix in this block and the one before, and left alone by its limiter:
 * the master has nothing to look for. */
RT static bool sum_mixes(struct dsp *d, float sum[CHANNELS][BLOCK_FRAMES])
{
	uint64_t all = d->awake;
	bool lone = all == d->was_awake && !(all & (all - 1)), clear = true;
	bool works = false;

	for (uint64_t left = d->awake; left; left &= left - 1) {
		int i = __builtin_ctzll(left);
		struct mix *m = &d->mix[i];

		mix_end(m, d->rate_hz);
		clear = m->clear >= 2;
		works |= m->clear == 0;
		for (int c = 0; c < CHANNELS; c++)
			for (int k = 0; k < BLOCK_FRAMES; k++)
				sum[c][k] += m->sum[c][k];
		if (!mix_is_awake(m))
			d->awake &= ~((uint64_t)1 << i);
	}
	d->was_awake = all;
	if (works)
		counter_add(&d->limited, BLOCK_FRAMES);
	return lone && clear && d->master.target <= 1;
}

RT static void mix(struct dsp *d, float sum[CHANNELS][BLOCK_FRAMES])
{
	uint64_t limited = counter_get(&d->limited);
	bool known;

	end_strips(d);
	for (uint64_t left = d->awake; left; left &= left - 1)
		mix_ready(&d->mix[__builtin_ctzll(left)]);
	add_strips(d);
	known = sum_mixes(d, sum);
	apply_master(d, BLOCK_FRAMES);
	for (int c = 0; c < CHANNELS; c++)
		for (int i = 0; i < BLOCK_FRAMES; i++)
			sum[c][i] *= d->master_gain[i];
	memcpy(d->master_gain, d->master_gain + BLOCK_FRAMES,
	       LIMITER_LATENCY * sizeof(float));
	if (!limiter_block(&d->limiter, sum, known))
		counter_set(&d->limited, limited + BLOCK_FRAMES);
}

/* What was written two blocks ago is over. Most buses are never written: they
 * are looked at by eights. */
RT static void turn_board(struct dsp *d)
{
	bool *live;
	uint64_t eight;

	_Static_assert(BUSES_MAX % sizeof(eight) == 0, "whole eights");
	d->board_now = !d->board_now;
	live = d->board_live[d->board_now];
	for (size_t i = 0; i < BUSES_MAX; i += sizeof(eight)) {
		memcpy(&eight, live + i, sizeof(eight));
		for (size_t k = i; eight && k < i + sizeof(eight); k++) {
			if (!live[k])
				continue;
			live[k] = false;
			memset(d->board[d->board_now][k], 0,
			       sizeof(d->board[d->board_now][k]));
		}
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
	for (uint16_t i = 0; (i = world_awake(d, i)) < SLOTS_MAX; i++)
		strip_begin(&d->strip[i]);
	for (uint64_t left = d->awake; left; left &= left - 1)
		mix_begin(&d->mix[__builtin_ctzll(left)]);
	apply_inbox(d);
}

RT static void rest(struct dsp *d)
{
	for (uint16_t i = 0; (i = world_awake(d, i)) < SLOTS_MAX; i++)
		if (strip_rests(&d->strip[i]))
			d->strips_awake[i / 64] &= ~((uint64_t)1 << i % 64);
}

RT static void end(struct dsp *d)
{
	rest(d);
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
	for (int i = 0; i < BLOCK_FRAMES; i++)
		for (int c = 0; c < CHANNELS; c++)
			out[2 * i + c] = sum[c][i];
	peak_raise(&d->peak, level_of_bits(level_bits(out, 2 * BLOCK_FRAMES)));
	end(d);
	fpu_restore(fpu);
}

RT static bool is_stem(const struct strip *s)
{
	return s->was_live && !s->inner && s->was_owner != OWNER_MIX;
}

/* A strip's block comes out as late as the master does: one block. */
RT bool dsp_stem(const struct dsp *d, uint32_t *strip, struct sound_block *to)
{
	const struct strip *s;

	for (*strip = world_awake(d, (uint16_t)*strip);
	     *strip < SLOTS_MAX && !is_stem(&d->strip[*strip]);)
		*strip = world_awake(d, (uint16_t)(*strip + 1));
	if (*strip == SLOTS_MAX)
		return false;
	s = &d->strip[(*strip)++];
	to->frame = d->now - BLOCK_FRAMES;
	to->owner = s->was_owner;
	for (int i = 0; i < BLOCK_FRAMES; i++)
		for (int c = 0; c < CHANNELS; c++)
			to->samples[2 * i + c] = s->before[c][i];
	return true;
}

static float number_of(const struct counter *c)
{
	union {
		uint32_t bits;
		float f;
	} x = {(uint32_t)counter_get(c)};

	return x.f;
}

void dsp_meter(const struct dsp *d, uint32_t mix, float peak[2], float rms[2])
{
	const struct meter *m = &d->mix[mix].meter;

	for (int c = 0; c < CHANNELS; c++) {
		peak[c] = number_of(&m->bits[c]);
		rms[c] = number_of(&m->bits[CHANNELS + c]);
	}
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
