#include "engine/board.h"

#include <stdio.h>
#include <string.h>
#include "base/alloc.h"
#include "engine/stage.h"

/* Longer than any note that may still hear a bus. */
#define IDLE_S 12

static struct board_place *free_place(struct engine *e)
{
	uint64_t now = dsp_frame(e->dsp);
	uint64_t idle = (uint64_t)(IDLE_S * e->clock.rate_hz);

	for (int i = 0; i < BUSES_MAX; i++)
		if (!e->board[i].name)
			return &e->board[i];
	for (int i = 0; i < BUSES_MAX; i++)
		if (e->board[i].idle_from && e->board[i].idle_from + idle < now)
			return &e->board[i];
	return NULL;
}

struct board_place *board_find(struct engine *e, const struct scope *s,
			       const char *bus)
{
	for (int i = 0; i < BUSES_MAX; i++) {
		struct board_place *p = &e->board[i];

		if (p->scope == s && p->name && strcmp(p->name, bus) == 0)
			return p;
	}
	return NULL;
}

uint16_t board_take(struct engine *e, const struct scope *s, const char *bus)
{
	struct board_place *p = board_find(e, s, bus);

	if (p) {
		p->idle_from = 0;
		return (uint16_t)(p - e->board);
	}
	p = free_place(e);
	if (!p) {
		engine_say(e, s, NULL,
			   "too many buses hear themselves: %s is silent", bus);
		return NO_PLACE;
	}
	mem_free(p->name);
	*p = (struct board_place){.name = mem_str(bus), .scope = s};
	return p->name ? (uint16_t)(p - e->board) : NO_PLACE;
}

static bool plays_bus(const struct scope *s, const char *bus)
{
	const struct graph_spec *spec =
	    s->stage && s->stage->signals ? s->stage->signals->spec : NULL;

	for (uint32_t i = 0; spec && i < spec->n_roots; i++)
		if (!spec->roots[i].slot &&
		    strcmp(spec->roots[i].name, bus) == 0)
			return true;
	return false;
}

uint16_t board_foreign(struct engine *e, const struct scope *s,
		       const char *name)
{
	const char *bus = strstr(name, ".~") + 1;
	char owner[64];
	struct scope *other;
	struct board_place *p;
	uint16_t place;

	snprintf(owner, sizeof(owner), "%.*s", (int)(bus - 1 - name), name);
	other = engine_find_scope(e, owner);
	if (!other) {
		engine_say(e, s, NULL,
			   "%s is silent: nobody is called %s (evaluate this "
			   "again when somebody is)",
			   name, owner);
		return NO_PLACE;
	}
	if (!plays_bus(other, bus) && other != s)
		engine_say(e, s, NULL,
			   "%s is silent until %s plays something that is "
			   "made of %s",
			   name, owner, bus);
	p = board_find(e, other, bus);
	if (p && p->foreign)
		return (uint16_t)(p - e->board);
	place = board_take(e, other, bus);
	if (place == NO_PLACE)
		return place;
	e->board[place].foreign = true;
	if (other != s)
		stage_again(e, other);
	return place;
}

static bool names_bus(const struct graph_spec *spec, const char *bus)
{
	for (uint32_t i = 0; i < spec->n_buses; i++)
		if (strcmp(spec->buses[i], bus) == 0)
			return true;
	for (uint32_t i = 0; i < spec->n_roots; i++)
		if (spec->roots[i].heard &&
		    strcmp(spec->roots[i].name, bus) == 0)
			return true;
	return false;
}

static bool is_named(const struct signals *signals, const char *bus)
{
	if (names_bus(signals->spec, bus))
		return true;
	for (size_t i = 0; i < signals->n_instruments; i++)
		if (names_bus(signals->instruments[i].spec, bus))
			return true;
	return false;
}

void board_leave(struct engine *e, const struct scope *s,
		 const struct signals *signals)
{
	for (int i = 0; i < BUSES_MAX; i++) {
		struct board_place *p = &e->board[i];

		if (!p->name || p->scope != s || p->foreign ||
		    (signals && is_named(signals, p->name)))
			continue;
		if (!p->idle_from)
			p->idle_from = dsp_frame(e->dsp) + 1;
		if (!signals)
			p->scope = NULL;
	}
}
