/* Running a graph: nodes in their order, a run of frames at a time. */
#include "dsp/graph_world.h"

#include <math.h>
#include <string.h>
#include "dsp/approx.h"
#include "dsp/level.h"
#include "dsp/world.h"

/* A bus that others hear carries no more: a number that one of them makes of
 * it is still one. */
static const float bus_limit = 1e8f;
/* A slot that is louder ran away: 48 dB above full scale. */
static const float slot_limit = 256;
static const double hold_s = 1;

/* --- Patterns' values --- */

/* As much of the way as x, 0 to 1, without a bend at either end. */
RT static inline float eased(float x)
{
	return x * x * (3 - 2 * x);
}

RT void graph_set(struct graph *g, const struct set_points *s, bool waits)
{
	struct cell *c;

	if (s->pattern >= g->spec.n_patterns || s->n == 0 || s->n > SET_POINTS)
		return;
	c = &g->cells[s->pattern];
	memcpy(c->point, s->value, s->n * sizeof(*c->point));
	c->n = s->n;
	c->every = s->every ? s->every : 1;
	c->line = s->line;
	c->at = 0;
	c->step = 0;
	c->soft = s->soft || (c->soft && (waits || s->line));
	if (c->line) {
		c->left = c->every;
		c->step = (c->point[0] - c->value) / (float)c->every;
		return;
	}
	c->value = c->point[c->at++];
	c->left = c->every;
}

/* The next point is reached. */
RT static void cell_next(struct cell *c)
{
	if (!c->line) {
		c->value = c->point[c->at++];
		c->left = c->every;
		return;
	}
	c->value = c->point[c->at++];
	c->step = 0;
	c->left = c->every;
	if (c->at < c->n)
		c->step = (c->point[c->at] - c->value) / (float)c->every;
}

RT static float cell_glide(const struct cell *c, uint32_t left, uint32_t len)
{
	return c->glide * eased((float)left / (float)len);
}

RT static void glide(struct cell *c, uint32_t n, uint32_t len)
{
	for (uint32_t i = 0; i < n; i++) {
		c->glide_left -= c->glide_left > 0;
		c->buffer[i] += cell_glide(c, c->glide_left, len);
	}
}

/* A glide begins from what the old graph's pattern is. */
RT static void begin_glide(struct graph *g, uint32_t pattern)
{
	struct cell *c = &g->cells[pattern], *old;

	c->soft = false;
	if (!g->old || g->next.was[pattern] < 0)
		return;
	old = &g->old->cells[g->next.was[pattern]];
	c->glide = old->value - c->value;
	if (old->glide_left)
		c->glide += cell_glide(old, old->glide_left, g->fade_len);
	c->glide_left = c->glide != 0 ? g->fade_len : 0;
}

RT static void cell_run(struct cell *c, uint32_t n)
{
	c->moves = c->glide_left || (c->at < c->n && (c->line || c->left < n));
	if (!c->moves) {
		if (c->at < c->n)
			c->left -= n;
		if (c->at < c->n && c->left == 0)
			cell_next(c);
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		c->buffer[i] = c->value;
		if (c->at >= c->n)
			continue;
		c->value += c->step;
		if (--c->left == 0)
			cell_next(c);
	}
}

RT static void run_cells(struct graph *g, uint32_t n)
{
	for (uint32_t i = 0; i < g->spec.n_patterns; i++) {
		cell_run(&g->cells[i], n);
		if (g->cells[i].glide_left)
			glide(&g->cells[i], n, g->fade_len);
	}
}

/* --- Inputs --- */

RT static struct signal bus_signal(struct graph *g, struct dsp *d,
				   const struct graph_ref *r, uint32_t at)
{
	uint16_t place = g->buses[r->index];

	if (place >= BUSES_MAX)
		return (struct signal){g->silence, 0};
	return (struct signal){d->board[!d->board_now][place][r->channel] + at,
			       1};
}

RT static struct signal played_signal(struct graph *g, struct dsp *d,
				      const struct graph_ref *r, uint32_t at)
{
	uint16_t strip = g->played[r->index];

	if (strip >= SLOTS_MAX || !d->strip[strip].live)
		return (struct signal){g->silence, 0};
	return (struct signal){d->strip[strip].now[r->channel] + at, 1};
}

RT struct signal graph_signal(struct graph *g, struct dsp *d,
			      const struct graph_ref *r, uint32_t at)
{
	struct cell *c;

	switch (r->from) {
	case GRAPH_NUMBER:
		return (struct signal){&r->value, 0};
	case GRAPH_NODE:
		return (struct signal){g->units[r->index].u.out[r->channel], 1};
	case GRAPH_PATTERN:
		c = &g->cells[r->index];
		if (c->moves)
			return (struct signal){c->buffer, 1};
		return (struct signal){&c->value, 0};
	case GRAPH_PLAYED:
		return played_signal(g, d, r, at);
	case GRAPH_BUS:
		return bus_signal(g, d, r, at);
	case GRAPH_NOTE:
		return (struct signal){&g->note[r->index], 0};
	}
	return (struct signal){g->silence, 0};
}

RT static void find_inputs(struct graph *g, struct dsp *d, uint32_t at,
			   uint32_t n)
{
	for (uint32_t i = 0; i < g->spec.n_patterns; i++)
		if (g->cells[i].soft)
			begin_glide(g, i);
	run_cells(g, n);
	if (g->old)
		run_cells(g->old, n);
	for (uint32_t i = 0; i < g->n_dynamics; i++)
		*g->dynamics[i].to =
		    graph_signal(g, d, &g->dynamics[i].ref, at);
}

/* --- Fades --- */

/* What the old graph fed there: what goes on is read in the new one. */
RT static struct signal old_signal(struct graph *g, struct dsp *d,
				   const struct graph_ref *r, uint32_t at)
{
	if (r->from == GRAPH_NODE && g->next.new_of[r->index] >= 0) {
		struct unit *u = &g->units[g->next.new_of[r->index]];

		return (struct signal){u->u.out[r->channel], 1};
	}
	return graph_signal(g->old, d, r, at);
}

RT static void run_ghost(struct graph *g, struct dsp *d, uint32_t unit,
			 uint32_t at, uint32_t n)
{
	struct unit *u = &g->old->units[unit];

	for (uint32_t i = 0; i < u->n_in; i++)
		u->u.in[i] =
		    old_signal(g, d, &g->old->spec.refs[u->first_in + i], at);
	u->u.row->run(&u->u, (int)n);
}

/* to[] = the fade's mix of from (old) and new. */
RT static void mix_fade(const struct graph *g, struct fade *f,
			struct signal new, uint32_t n)
{
	const float len = (float)g->fade_len;
	uint32_t past = g->fade_len - g->fade_left;

	for (uint32_t i = 0; i < n; i++) {
		float x = lesser((float)(past + i + 1) / len, 1);
		float in, out;

		x = f->law == FADE_LINE ? x : eased(x);
		in = x;
		out = 1 - x;
		if (f->law == FADE_EQUAL_POWER) {
			in = approx_sin_quarter(in);
			out = approx_sin_quarter(out);
		}
		f->mix[i] = in * new.at[(int)i * new.step] +
			    out * f->from.at[(int)i * f->from.step];
	}
}

RT static struct signal fade_in(struct graph *g, struct dsp *d, struct fade *f,
				struct signal new, uint32_t at, uint32_t n)
{
	f->from = old_signal(g, d, &f->old, at);
	mix_fade(g, f, new, n);
	return (struct signal){f->mix, 1};
}

RT static void run_units(struct graph *g, uint32_t n)
{
	for (uint32_t i = 0; i < g->spec.n_nodes; i++)
		g->units[i].u.row->run(&g->units[i].u, (int)n);
}

RT static void run_turn(struct graph *g, struct dsp *d, const struct turn *t,
			uint32_t at, uint32_t n)
{
	struct unit *u = &g->units[t->unit];
	struct signal saved[UGEN_INPUTS];

	if (t->n_fades)
		memcpy(saved, u->u.in, sizeof(saved));
	for (uint32_t i = 0; i < t->n_fades; i++) {
		struct fade *f = &g->next.fades[t->fade + i];

		u->u.in[f->in] = fade_in(g, d, f, saved[f->in], at, n);
	}
	u->u.row->run(&u->u, (int)n);
	if (t->n_fades)
		memcpy(u->u.in, saved, sizeof(saved));
}

RT static void run_fading(struct graph *g, struct dsp *d, uint32_t at,
			  uint32_t n)
{
	for (uint32_t i = 0; i < g->next.n_turns; i++) {
		const struct turn *t = &g->next.turns[i];

		if (t->ghost)
			run_ghost(g, d, t->unit, at, n);
		else
			run_turn(g, d, t, at, n);
	}
}

/* --- Outputs --- */

RT static void reset_unit(struct unit *u)
{
	memset(u->u.state, 0, u->u.row->state_bytes);
	if (u->u.memory)
		memset(u->u.memory, 0, u->u.n_memory * sizeof(float));
	if (u->u.row->start)
		u->u.row->start(&u->u);
}

RT void graph_reset(struct graph *g)
{
	for (uint32_t i = 0; i < g->spec.n_nodes; i++)
		reset_unit(&g->units[i]);
}

/* What a reply calls it: a slot's strip, or a bus's place behind those. */
RT static uint16_t root_called(const struct graph *g, uint32_t root)
{
	uint16_t place = g->root_place[root];

	if (g->spec.roots[root].slot || place >= BUSES_MAX)
		return place;
	return SLOTS_MAX + place;
}

RT static void reset_units(struct graph *g, uint32_t root)
{
	for (uint32_t i = 0; i < g->spec.n_nodes; i++)
		if (g->units[i].root == root)
			reset_unit(&g->units[i]);
}

/* A slot or bus has lost its mind: its units begin anew. */
RT static void reset_root(struct graph *g, struct dsp *d, uint32_t root)
{
	reset_units(g, root);
	counter_add(&d->bad_numbers, 1);
	reply_send(d, RPL_BAD_NUMBER, root_called(g, root), 0, d->now);
}

/* It begins anew after a while, and so do the buses that are as loud, which
 * may well be what drove it. */
RT static void hold_root(struct graph *g, struct dsp *d, uint32_t root)
{
	uint16_t place = g->root_place[root];

	reset_units(g, root);
	g->hold[root] = (uint32_t)(hold_s * g->spec.rate_hz);
	if (!g->spec.roots[root].slot && place < BUSES_MAX)
		for (int turn = 0; turn < 2; turn++)
			memset(d->board[turn][place], 0,
			       sizeof(d->board[turn][place]));
}

RT static bool is_held(struct graph *g, uint32_t root, uint32_t n)
{
	uint32_t left = g->hold[root];

	g->hold[root] -= left < n ? left : n;
	return left > 0;
}

RT static float level_of(struct signal x, uint32_t n)
{
	return level_of_bits(level_bits(x.at, x.step ? (int)n : 1));
}

RT static void run_away(struct graph *g, struct dsp *d, uint32_t slot,
			uint32_t n)
{
	for (uint32_t i = 0; i < g->spec.n_roots; i++)
		if (i == slot || (g->spec.roots[i].heard && !g->hold[i] &&
				  level_of(g->out[i][0], n) > slot_limit))
			hold_root(g, d, i);
	reply_send(d, RPL_RAN_AWAY, root_called(g, slot), 0, d->now);
}

RT static bool is_sane(struct signal x, uint32_t n)
{
	return level_sane(level_bits(x.at, x.step ? (int)n : 1));
}

RT static void add_to_strip(struct dsp *d, uint16_t strip, struct signal out[2],
			    uint32_t at, uint32_t n)
{
	struct strip *s = world_wake(d, strip);
	float *to[CHANNELS] = {strip_left(s, at), strip_right(s, at)};

	s->live = s->watched = true;
	for (int c = 0; c < CHANNELS; c++) {
		for (uint32_t i = 0; i < n; i++)
			to[c][i] += out[c].at[(int)i * out[c].step];
		offset_watch(&s->offset[c], out[c].at, out[c].step, n);
	}
}

RT static void write_bus(struct dsp *d, uint16_t place, struct signal out[2],
			 uint32_t at, uint32_t n)
{
	d->board_live[d->board_now][place] = true;
	for (int c = 0; c < CHANNELS; c++) {
		float *to = d->board[d->board_now][place][c] + at;

		for (uint32_t i = 0; i < n; i++)
			to[i] = greater(
			    -bus_limit,
			    lesser(bus_limit, out[c].at[(int)i * out[c].step]));
	}
}

/* What a graph that closes still gives. */
RT static void close_out(const struct graph *g, struct signal out[2],
			 float to[2][BLOCK_FRAMES], uint32_t n)
{
	float step = 1 / (float)g->fade_len;

	for (int c = 0; c < 2; c++) {
		for (uint32_t i = 0; i < n; i++) {
			float left = (float)g->fade_left - (float)(i + 1);

			to[c][i] = out[c].at[(int)i * out[c].step] *
				   greater(0, left * step);
		}
		out[c] = (struct signal){to[c], 1};
	}
}

RT static void put_root(struct graph *g, struct dsp *d, uint32_t root,
			struct signal out[2], uint32_t at, uint32_t n)
{
	const struct graph_root *r = &g->spec.roots[root];
	uint16_t place = g->root_place[root];

	float faded[2][BLOCK_FRAMES];

	if (!is_sane(out[0], n) || !is_sane(out[1], n)) {
		reset_root(g, d, root);
		return;
	}
	if (is_held(g, root, n))
		return;
	if (r->slot && (level_of(out[0], n) > slot_limit ||
			level_of(out[1], n) > slot_limit)) {
		run_away(g, d, root, n);
		return;
	}
	if (g->closing)
		close_out(g, out, faded, n);
	if (r->slot && place < SLOTS_MAX)
		add_to_strip(d, place, out, at, n);
	else if (!r->slot && place < BUSES_MAX)
		write_bus(d, place, out, at, n);
}

RT static void put_roots(struct graph *g, struct dsp *d, uint32_t at,
			 uint32_t n)
{
	struct succession *s = &g->next;
	uint32_t fade = s->root_fade;

	for (uint32_t i = 0; i < g->spec.n_roots; i++) {
		struct signal out[2] = {g->out[i][0], g->out[i][1]};

		for (; g->old && fade < s->n_fades &&
		       (s->fades[fade].unit - g->spec.n_nodes) / 2 == i;
		     fade++) {
			struct fade *f = &s->fades[fade];
			int c = (int)((f->unit - g->spec.n_nodes) & 1);

			out[c] = fade_in(g, d, f, out[c], at, n);
		}
		put_root(g, d, i, out, at, n);
	}
}

/* Slots and buses that are no more fade to silence. */
RT static void put_gone(struct graph *g, struct dsp *d, uint32_t at, uint32_t n)
{
	static const float nothing = 0;

	for (uint32_t i = 0; i < g->next.n_gone; i++) {
		struct gone *gone = &g->next.gone[i];
		struct fade f[2] = {{.old = gone->out[0]},
				    {.old = gone->out[1]}};
		struct signal out[2];

		for (int c = 0; c < 2; c++)
			out[c] = fade_in(g, d, &f[c],
					 (struct signal){&nothing, 0}, at, n);
		if (!is_sane(out[0], n) || !is_sane(out[1], n))
			continue;
		if (!gone->slot)
			write_bus(d, gone->place, out, at, n);
		else if (gone->place < SLOTS_MAX)
			add_to_strip(d, gone->place, out, at, n);
	}
}

RT void graph_run(struct graph *g, struct dsp *d, uint32_t at, uint32_t n)
{
	if (g->muted)
		return;
	find_inputs(g, d, at, n);
	if (g->old) {
		run_fading(g, d, at, n);
		put_roots(g, d, at, n);
		put_gone(g, d, at, n);
		g->fade_left -= g->fade_left < n ? g->fade_left : n;
		return;
	}
	run_units(g, n);
	put_roots(g, d, at, n);
	if (g->closing)
		g->fade_left -= g->fade_left < n ? g->fade_left : n;
}

RT void graph_wait(struct graph *g, uint32_t n)
{
	for (uint32_t i = 0; i < g->spec.n_patterns; i++)
		cell_run(&g->cells[i], n);
}

RT void graph_close(struct graph *g)
{
	g->closes = g->closing = true;
	g->fade_left = g->fade_len;
}

RT void graph_run_note(struct graph *g, struct dsp *d, uint32_t at, uint32_t n,
		       struct signal out[2])
{
	find_inputs(g, d, at, n);
	run_units(g, n);
	out[0] = g->out[0][0];
	out[1] = g->out[0][1];
}

/* --- Handover --- */

RT static void take_state(struct unit *to, struct unit *from, bool memory)
{
	memcpy(to->u.state, from->u.state, to->u.row->state_bytes);
	to->u.seed = from->u.seed;
	if (memory) {
		float *mine = to->u.memory;
		void *block = to->block;

		to->u.memory = from->u.memory;
		to->block = from->block;
		from->u.memory = mine;
		from->block = block;
	}
}

RT void graph_take_over(struct graph *g, struct graph *old)
{
	if (!old || !g->next.old_of)
		return;
	for (uint32_t i = 0; i < g->spec.n_nodes; i++)
		if (g->next.old_of[i] >= 0)
			take_state(&g->units[i], &old->units[g->next.old_of[i]],
				   g->next.takes_memory[i]);
	g->old = old;
	g->fade_left = g->next.n_fades || g->next.n_gone ? g->fade_len : 0;
}

RT struct graph *graph_end_fade(struct graph *g)
{
	struct graph *old = g->old;

	g->old = NULL;
	g->fade_left = 0;
	return old;
}
