#include "engine/stage.h"

#include "base/alloc.h"
#include "engine/board.h"
#include "engine/stage_graph.h"

#define FADE_S 0.02

static int free_place(const struct engine *e)
{
	for (int i = 0; i < GRAPHS_MAX; i++)
		if (!e->stage_taken[i])
			return i;
	return -1;
}
static struct stage *want_stage(struct engine *e, struct scope *s)
{
	int place = s->stage ? 0 : free_place(e);

	if (s->stage)
		return s->stage;
	if (place < 0) {
		engine_say(e, s, NULL,
			   "there is no room for signals of %d "
			   "scopes",
			   GRAPHS_MAX + 1);
		return NULL;
	}
	s->stage = mem_new(sizeof(*s->stage));
	if (!s->stage)
		return NULL;
	s->stage->place = (uint16_t)place;
	e->stage_taken[place] = true;
	return s->stage;
}

void stage_again(struct engine *e, struct scope *s)
{
	struct stage *st = s->stage;
	struct graph *g;

	if (!st || !st->signals)
		return;
	g = stage_graph(e, s, st->signals->spec, st->signals->played);
	if (!g)
		return;
	if (st->graph && !st->silenced)
		graph_succeed(g, st->graph);
	graph_free(st->fresh);
	st->fresh = g;
	st->dirty = true;
}

bool stage_set(struct engine *e, struct scope *s, struct code *code)
{
	const struct signals *signals = code->program->signals;
	struct stage *st = want_stage(e, s);
	size_t n = (size_t)signals->spec->n_patterns + 1;
	bool *broken = mem_array(n, sizeof(bool));
	struct known_value *known = mem_array(n, sizeof(*known));
	struct graph *g =
	    st && broken && known
		? stage_graph(e, s, signals->spec, signals->played)
		: NULL;

	if (!g) {
		mem_free(broken);
		mem_free(known);
		engine_say(e, s, NULL,
			   "the machine has no memory for these "
			   "signals");
		return false;
	}
	if (st->graph && !st->silenced)
		graph_succeed(g, st->graph);
	st->silenced = false;
	graph_free(st->fresh);
	st->fresh = g;
	mem_free(st->broken);
	st->broken = broken;
	mem_free(st->known);
	st->known = known;
	code_hold(code);
	code_drop(st->code);
	st->code = code;
	st->signals = signals;
	st->dirty = true;
	board_leave(e, s, signals);
	return true;
}

void stage_renew(struct engine *e, struct scope *s)
{
	struct stage *st = s->stage;

	if (!st || !st->signals)
		return;
	graph_free(st->fresh);
	st->fresh = stage_graph(e, s, st->signals->spec, st->signals->played);
	st->silenced = false;
	st->dirty = true;
}

void stage_free(struct engine *e, struct scope *s)
{
	struct stage *st = s->stage;

	if (!st)
		return;
	e->stage_taken[st->place] = false;
	board_leave(e, s, NULL);
	graph_free(st->fresh);
	code_drop(st->code);
	mem_free(st->broken);
	mem_free(st->known);
	mem_free(st);
	s->stage = NULL;
}

void stage_ended(struct engine *e, struct graph *g)
{
	for (struct scope *s = e->scopes; s; s = s->next)
		if (s->stage && s->stage->graph == g)
			s->stage->graph = NULL;
	graph_free(g);
}

bool stage_waits(const struct engine *e, const struct stage *st)
{
	uint64_t fade = (uint64_t)(2 * FADE_S * e->clock.rate_hz);

	return st->faded > dsp_frame(e->dsp) + fade;
}

void stage_settle(struct engine *e, struct scope *s, uint64_t frame)
{
	struct stage *st = s->stage;

	if (st->fresh) {
		st->graph = st->fresh;
		st->faded = frame + (uint64_t)(FADE_S * e->clock.rate_hz) +
			    2 * BLOCK_FRAMES;
	}
	st->fresh = NULL;
	st->dirty = false;
}
