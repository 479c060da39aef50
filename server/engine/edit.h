/* A transaction in the making: player.c chooses its frame and offers what comes
 * of it, edit.c does what its changes ask for. [control] */
#ifndef ENGINE_EDIT_H
#define ENGINE_EDIT_H

#include "engine/player.h"

enum {
	CLOCK_OPS = 64,
};

/* A movement of the clock that a transaction asks for. */
struct clock_op {
	enum { OP_TEMPO, OP_CYCLE, OP_MOVE } kind;
	double number;
	double ramp_s;
	struct rat cycle;
};

struct release {
	uint16_t strip;
	float seconds;
};

struct edit {
	struct engine *e;
	struct scope *scope;
	struct code *code;
	uint64_t from; /* the frame, or the first it may be */
	bool exact;    /* `from` is the frame */
	bool firm;     /* and nothing may move it any more */
	struct clock_op op[CLOCK_OPS];
	size_t n_ops;
	bool skip, jump;
	struct release release[SLOTS_MAX];
	size_t n_releases;
};

/* Stop what sounds in the strip; seconds < 0: as the release rule has it. */
void edit_release(struct edit *d, uint16_t strip, double seconds);
void edit_op(struct edit *d, struct clock_op op);
/* All that d->code says. undo: see struct change. */
void edit_code(struct edit *d, int undo);
/* target NULL: all slots of the scope. fade_s < 0: 0.2 s. */
void edit_hush(struct edit *d, const char *target, double fade_s);
void edit_unhush(struct edit *d, const char *target);
/* what: solo, unsolo, mute, unmute. */
void edit_strip(struct edit *d, enum action_kind what, const char *target);
/* Who asked was told that it will be done, as the slot might have come: say it
 * where there is none. */
void edit_look_for(struct edit *d, const char *target);

#endif
