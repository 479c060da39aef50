/* Changes: an accepted text, a hush, a tempo ... each is one transaction with
 * one frame from which on it holds. [control] */
#ifndef ENGINE_PLAYER_H
#define ENGINE_PLAYER_H

#include "engine/state.h"

enum change_kind {
	CHANGE_CODE,
	CHANGE_HUSH,
	CHANGE_UNHUSH,
	CHANGE_TEMPO,
	CHANGE_CYCLE,
	CHANGE_NUDGE, /* by `number` seconds */
	CHANGE_STRIP, /* mute, solo ...: `strip` */
	CHANGE_MIXER, /* `control` becomes `number` */
	CHANGE_PANIC,
	CHANGE_REFRESH, /* queue everything anew */
};

enum change_when { WHEN_NOW, WHEN_FRAME, WHEN_CYCLE, WHEN_NTP };

struct change {
	struct change *next;
	struct change *with; /* made with it, at the same frame: its own `when`
				doesn't count. Owned */
	enum change_kind kind;
	enum change_when when;
	uint64_t frame, ntp; /* WHEN_FRAME, WHEN_NTP */
	struct rat cycle;    /* WHEN_CYCLE; CHANGE_CYCLE: the new position is
				`number` */
	struct scope *scope;
	struct code *code; /* CHANGE_CODE: held */
	char *target; /* HUSH, UNHUSH, STRIP: a slot, or NULL: all of scope;
			 MIXER: a slot, or NULL: the scope itself */
	enum action_kind strip;
	enum mixer_control control;
	double fade_s;	       /* HUSH; < 0: the default */
	double number, ramp_s; /* TEMPO: cycles a second */
	int undo; /* CHANGE_CODE: it goes so many steps back, or on; 0: it is
		     new */
};

struct changed {
	uint64_t frame; /* since when it holds: known, or about */
	uint32_t swap;	/* a generation whose RPL_SWAPPED tells `frame` to the
			   frame; 0: it is known */
};

/* A zeroed one; NULL without memory. */
struct change *change_new(enum change_kind kind, struct scope *scope);
void change_free(struct change *c);
/* The frame it is for as things stand; for WHEN_NOW the next to be
 * rendered. */
uint64_t change_frame(const struct engine *e, const struct change *c);

/* Make it and those with it. Never fails half-way: what finds no memory is left
 * out and said. */
struct changed player_make(struct engine *e, const struct change *c);
/* Keep it (it is the engine's then) until its time comes. */
void player_plan(struct engine *e, struct change *c);
/* Make what was planned and is due. */
void player_step(struct engine *e);
void player_forget_plans(struct engine *e);

/* Strips that a text's new slots could have. */
size_t player_free_strips(const struct engine *e);
/* Slots that the text adds to the scope. */
size_t player_new_slots(const struct scope *s, const struct program *p);
/* Silence at once: voices, queue, tails; every slot is hushed. */
void player_panic(struct engine *e);
/* Slots that have played their one cycle go. */
void player_end_once(struct engine *e);

#endif
