/* What each message does. */
#include <math.h>
#include <string.h>
#include "dsp/world.h"

static const double strip_ramp_s = 0.02;
static const double steal_s = 0.003;
static const double panic_s = 0.001;

RT static uint32_t frames_of(const struct dsp *d, double seconds)
{
	return (uint32_t)fmax(1, fmin(seconds * d->rate_hz, 0x1p30));
}

/* Whether a MSG_CLEAR took this message back. */
RT static bool is_cleared(const struct dsp *d, const struct message *m)
{
	if (m->kind != MSG_VOICE && m->kind != MSG_RELEASE &&
	    m->kind != MSG_NOTE)
		return false;
	return m->sequence < d->cleared ||
	       (m->slot < SLOTS_MAX && m->sequence < d->strip[m->slot].cleared);
}

/* Whether this voice's turn came in a generation that is not its own. */
RT static bool is_foreign(const struct dsp *d, const struct message *m)
{
	return (m->kind == MSG_VOICE || m->kind == MSG_NOTE) && m->generation &&
	       m->generation != d->strip[m->slot].generation;
}

/* --- Voices --- */

RT static bool is_cut_by(const struct voice *v, const struct voice_start *s)
{
	if (v->stolen || v->orbit != s->orbit)
		return false;
	if (s->cut > 0)
		return v->cut == s->cut || v->cut == -s->cut;
	return (v->cut == s->cut || v->cut == -s->cut) &&
	       v->cut_id == s->cut_id;
}

RT static void cut(struct dsp *d, const struct voice_start *s)
{
	const uint32_t most = frames_of(d, 0.001);

	for (uint32_t i = 0; i < d->pool.n_active; i++) {
		struct voice *v = pool_at(&d->pool, i);

		if (is_cut_by(v, s))
			voice_fade(v, v->cut_fade < most ? v->cut_fade : most);
	}
}

/* A place for one more voice: NULL when so many were stolen in the last
 * milliseconds that there is none. */
RT static struct voice *place(struct dsp *d)
{
	struct voice *v;

	if (pool_count(&d->pool) == VOICES_MAX) {
		if (!d->pool.n_free)
			return NULL;
		v = pool_quietest(&d->pool);
		pool_steal(&d->pool, v, frames_of(d, steal_s));
		counter_add(&d->stolen, 1);
		reply_send(d, RPL_STOLEN, v->slot, 0, d->now);
	}
	return pool_add(&d->pool);
}

/* What a message brought goes home when it is not to be used. */
RT static void send_home(struct dsp *d, const struct message *m)
{
	if (m->kind == MSG_VOICE)
		reply_ended(d, m->voice.owner);
	else if (m->kind == MSG_NOTE)
		reply_graph(d, m->note.graph);
	else if (m->kind == MSG_GRAPH)
		reply_graph(d, m->graph);
}

RT static void lose(struct dsp *d, const struct message *m)
{
	send_home(d, m);
	counter_add(&d->dropped, 1);
	reply_send(d, RPL_QUEUE_FULL, m->slot, m->generation, m->at_frame);
}

RT static void start(struct dsp *d, const struct message *m)
{
	struct strip *s = &d->strip[m->slot];
	struct voice *v;

	if (m->voice.cut)
		cut(d, &m->voice);
	v = place(d);
	if (!v) {
		lose(d, m);
		return;
	}
	voice_start(v, &m->voice, m->slot, d->rate_hz);
	s->voices++;
}

/* Seconds < 0: each voice by its own rule. */
RT static void release(struct dsp *d, uint16_t slot, double seconds)
{
	for (uint32_t i = 0; i < d->pool.n_active; i++) {
		struct voice *v = pool_at(&d->pool, i);

		if (slot == SLOT_ALL || v->slot == slot)
			voice_fade(v, seconds < 0
					  ? voice_release_frames(v, d->rate_hz)
					  : frames_of(d, seconds));
	}
	notes_release(d, slot, seconds);
}

/* --- The rest --- */

RT static void swap(struct dsp *d, const struct message *m, uint64_t frame)
{
	struct strip *s;

	if (m->slot >= SLOTS_MAX) {
		d->graph_generation[m->slot - SLOTS_MAX] = m->generation;
		return;
	}
	s = &d->strip[m->slot];
	if (s->generation != m->generation)
		for (uint32_t i = 0; i < d->pool.n_active; i++) {
			struct voice *v = pool_at(&d->pool, i);

			if (v->loop && v->slot == m->slot)
				voice_fade(v,
					   voice_release_frames(v, d->rate_hz));
		}
	s->generation = m->generation;
	reply_send(d, RPL_SWAPPED, m->slot, m->generation, frame);
}

RT static void clear(struct dsp *d, uint16_t slot, uint64_t sequence)
{
	if (slot == SLOT_ALL)
		d->cleared = sequence;
	else
		d->strip[slot].cleared = sequence;
	d->purge = true;
}

RT void apply_master(struct dsp *d, uint32_t to)
{
	float *gain = d->master_gain + LIMITER_LATENCY + d->master_done;
	uint32_t n = to - d->master_done;

	for (uint32_t i = 0; i < n; i++)
		gain[i] = 1;
	ramp_apply(&d->master, gain, n);
	d->master_done = to;
}

RT static void set_master(struct dsp *d, uint32_t at, float gain, float seconds)
{
	apply_master(d, at);
	ramp_to(&d->master, gain, frames_of(d, seconds));
}

RT static void set_strip(struct dsp *d, const struct message *m, uint32_t at)
{
	struct strip *s = world_wake(d, m->slot);

	s->inner = m->strip.inner;
	s->mix = m->strip.mix;
	s->owner = m->strip.owner;
	strip_set(s, at, m->strip.gain, m->strip.pan, m->strip.mute,
		  frames_of(d, m->strip.seconds > 0 ? (double)m->strip.seconds
						    : strip_ramp_s));
}

RT static void set_mix(struct dsp *d, const struct message *m, uint32_t at)
{
	uint64_t bit = (uint64_t)1 << m->slot;

	if (!(d->awake & bit))
		mix_begin(&d->mix[m->slot]);
	d->awake |= bit;
	mix_set(&d->mix[m->slot], at, &m->mix, frames_of(d, strip_ramp_s));
}

/* --- Graphs --- */

/* The graph of a place that came last. */
RT static struct graph *newest(struct graph *g)
{
	while (g && g->later)
		g = g->later;
	return g;
}

/* While a fade lasts the next graph waits, or the silence. */
RT static bool must_wait(struct graph *now, const struct message *m)
{
	struct graph *last = newest(now);

	if (!last || (last == now && !now->old && !now->closes))
		return false;
	if (m->graph)
		last->later = m->graph;
	else
		last->closes = true;
	return true;
}

RT static void swap_graph(struct dsp *d, const struct message *m,
			  uint64_t frame)
{
	struct graph **at = &d->graph[m->slot - SLOTS_MAX], *old = *at;

	d->graph_generation[m->slot - SLOTS_MAX] = m->generation;
	reply_send(d, RPL_SWAPPED, m->slot, m->generation, frame);
	if (m->graph)
		m->graph->generation = m->generation;
	if (must_wait(old, m))
		return;
	if (!m->graph && old && !old->muted) {
		graph_close(old);
		return;
	}
	if (m->graph && old && !old->muted)
		graph_take_over(m->graph, old);
	*at = m->graph;
	if (old && (!m->graph || m->graph->old != old))
		reply_graph(d, old);
}

RT static void set(struct dsp *d, const struct message *m)
{
	struct graph *g = d->graph[m->slot - SLOTS_MAX];

	if (d->graph_generation[m->slot - SLOTS_MAX] != m->generation)
		return;
	if (newest(g))
		graph_set(newest(g), &m->set, newest(g) != g);
}

/* Graphs are as at their birth, and silent until they are swapped. */
RT static void silence_graphs(struct dsp *d)
{
	for (int i = 0; i < GRAPHS_MAX; i++) {
		struct graph *g = d->graph[i], *later;

		for (; g && g->later; g = later) {
			later = g->later;
			g->later = NULL;
			reply_graph(d, graph_end_fade(g));
			reply_graph(d, g);
		}
		d->graph[i] = g;
		if (!g)
			continue;
		reply_graph(d, graph_end_fade(g));
		graph_reset(g);
		g->muted = true;
	}
	memset(d->board, 0, sizeof(d->board));
}

/* All voices stop here; what is already mixed but not out fades. */
RT static void panic(struct dsp *d, uint32_t at, uint64_t sequence)
{
	uint32_t frames = frames_of(d, panic_s);

	while (d->pool.n_active) {
		struct voice *v = pool_at(&d->pool, d->pool.n_active - 1);

		d->strip[v->slot].voices--;
		reply_ended(d, v->owner);
		pool_remove(&d->pool, d->pool.n_active - 1);
	}
	notes_end(d);
	silence_graphs(d);
	for (uint16_t i = 0; (i = world_awake(d, i)) < SLOTS_MAX; i++)
		if (d->strip[i].live || d->strip[i].was_live)
			strip_panic(&d->strip[i], at, frames);
	for (uint64_t left = d->awake; left; left &= left - 1)
		mix_panic(&d->mix[__builtin_ctzll(left)], at, frames);
	limiter_panic(&d->limiter, (int)at, frames);
	clear(d, SLOT_ALL, sequence);
}

/* --- The queue --- */

RT static void apply(struct dsp *d, const struct message *m, uint32_t at)
{
	switch (m->kind) {
	case MSG_VOICE:
		start(d, m);
		break;
	case MSG_NOTE:
		note_start(d, m);
		break;
	case MSG_GRAPH:
		swap_graph(d, m, d->now + at);
		break;
	case MSG_SET:
		set(d, m);
		break;
	case MSG_SWAP:
		swap(d, m, d->now + at);
		break;
	case MSG_RELEASE:
		release(d, m->slot, m->release.seconds);
		break;
	case MSG_CLEAR:
		clear(d, m->slot, m->sequence);
		break;
	case MSG_STRIP:
		set_strip(d, m, at);
		break;
	case MSG_MIX:
		set_mix(d, m, at);
		break;
	case MSG_MASTER:
		set_master(d, at, m->master.gain, m->master.seconds);
		break;
	case MSG_PANIC:
		panic(d, at, m->sequence);
		break;
	}
}

RT static void say_late(struct dsp *d, const struct message *m, uint64_t by)
{
	counter_add(&d->late, 1);
	reply_send(d, RPL_LATE, m->slot, m->generation, by);
}

RT void apply_due(struct dsp *d, uint32_t at)
{
	const uint64_t frame = d->now + at;
	const struct message *m;

	while ((m = queue_first(&d->queue)) && m->at_frame <= frame) {
		if (is_cleared(d, m) || is_foreign(d, m)) {
			send_home(d, m);
		} else {
			if (m->at_frame < frame)
				say_late(d, m, frame - m->at_frame);
			apply(d, m, at);
		}
		queue_remove_first(&d->queue);
	}
}

RT uint32_t apply_next(const struct dsp *d)
{
	const struct message *m = queue_first(&d->queue);

	if (!m || m->at_frame >= d->now + BLOCK_FRAMES)
		return BLOCK_FRAMES;
	return (uint32_t)(m->at_frame - d->now);
}

/* A voice that can't start any more: taken back, or of a generation that is
 * over (those of a slot grow). */
RT static bool is_over(void *ctx, const struct message *m)
{
	struct dsp *d = ctx;
	bool over = is_cleared(d, m);

	if (!over && is_foreign(d, m))
		over =
		    (int32_t)(d->strip[m->slot].generation - m->generation) > 0;
	if (over)
		send_home(d, m);
	return over;
}

RT void apply_purge(struct dsp *d)
{
	if (d->purge)
		queue_purge(&d->queue, is_over, d);
	d->purge = false;
}

/* --- The inbox --- */

RT static bool set_possible(const struct set_points *s)
{
	float sum = 0;

	if (s->n == 0 || s->n > SET_POINTS)
		return false;
	for (int i = 0; i < s->n; i++)
		sum += s->value[i];
	return isfinite(sum);
}

RT static bool is_possible(const struct message *m)
{
	bool slot = m->slot < SLOTS_MAX;
	bool graph = m->slot >= SLOTS_MAX && m->slot < SLOTS_MAX + GRAPHS_MAX;

	switch (m->kind) {
	case MSG_NOTE:
		return slot && note_possible(&m->note);
	case MSG_GRAPH:
		return graph;
	case MSG_SET:
		return graph && set_possible(&m->set);
	case MSG_VOICE:
		return slot && voice_possible(&m->voice);
	case MSG_SWAP:
		return slot || graph;
	case MSG_RELEASE:
		return (slot || m->slot == SLOT_ALL) &&
		       isfinite(m->release.seconds);
	case MSG_CLEAR:
		return slot || m->slot == SLOT_ALL;
	case MSG_STRIP:
		return slot && m->strip.mix < MIXES_MAX &&
		       isfinite(m->strip.gain + m->strip.pan);
	case MSG_MIX:
		return m->slot < MIXES_MAX && m->mix.shape < MIX_SHAPES &&
		       isfinite(m->mix.gain + m->mix.pan + m->mix.share);
	case MSG_MASTER:
		return isfinite(m->master.gain + m->master.seconds);
	}
	return m->kind == MSG_PANIC;
}

/* Into the queue; when that is full, what is over must leave first, once a
 * block. */
RT static void enqueue(struct dsp *d, const struct message *m, bool *purged)
{
	if (queue_add(&d->queue, m))
		return;
	if (!*purged) {
		*purged = true;
		queue_purge(&d->queue, is_over, d);
		if (queue_add(&d->queue, m))
			return;
	}
	lose(d, m);
}

RT void apply_inbox(struct dsp *d)
{
	size_t n = ring_count(&d->inbox), room = reply_room(d);
	bool purged = false;
	struct message m;

	for (n = n < room ? n : room; n > 0 && ring_pop(&d->inbox, &m, 1);
	     n--) {
		if (m.at_frame == STAMP_NOW)
			m.at_frame = d->now;
		if (!is_possible(&m))
			lose(d, &m);
		else if (m.kind == MSG_PANIC && m.at_frame <= d->now)
			panic(d, 0, d->queue.sequence);
		else
			enqueue(d, &m, &purged);
	}
}
