#include "engine/player.h"

#include "base/alloc.h"

/* Planned changes are made this long before they hold: longer than the control
 * thread sleeps. */
#define LEAD_S 0.025

struct change *change_new(enum change_kind kind, struct scope *scope)
{
	struct change *c = mem_new(sizeof(*c));

	if (c) {
		c->kind = kind;
		c->scope = scope;
	}
	return c;
}

void change_free(struct change *c)
{
	struct change *with;

	for (; c; c = with) {
		with = c->with;
		code_drop(c->code);
		mem_free(c->target);
		mem_free(c);
	}
}

uint64_t change_frame(const struct engine *e, const struct change *c)
{
	uint64_t now = dsp_frame(e->dsp), frame = now;

	if (now < e->last_change)
		now = e->last_change;
	switch (c->when) {
	case WHEN_NOW:
		break;
	case WHEN_FRAME:
		frame = c->frame;
		break;
	case WHEN_CYCLE:
		frame = clock_frame(&e->clock, c->cycle);
		break;
	case WHEN_NTP:
		frame = clock_frame_at_ntp(&e->clock, c->ntp);
		break;
	}
	return frame > now ? frame : now;
}

void player_plan(struct engine *e, struct change *c)
{
	struct change **link = &e->changes;

	while (*link)
		link = &(*link)->next;
	c->next = NULL;
	*link = c;
}

/* The plan whose time comes first; of equals, the one that was made first. */
static struct change **first_plan(struct engine *e, uint64_t *frame)
{
	struct change **best = NULL;
	uint64_t at;

	for (struct change **link = &e->changes; *link; link = &(*link)->next) {
		at = change_frame(e, *link);
		if (!best || at < *frame) {
			best = link;
			*frame = at;
		}
	}
	return best;
}

void player_step(struct engine *e)
{
	uint64_t lead = (uint64_t)(LEAD_S * e->clock.rate_hz), frame = 0;
	struct change **link, *c;

	while ((link = first_plan(e, &frame)) &&
	       frame <= dsp_frame(e->dsp) + lead) {
		c = *link;
		*link = c->next;
		player_make(e, c);
		change_free(c);
	}
}

void player_forget_plans(struct engine *e)
{
	while (e->changes) {
		struct change *c = e->changes;

		e->changes = c->next;
		change_free(c);
	}
}
