/* A text in the queue of request.c: its samples, its warnings, and the change
 * that it becomes. [control] */
#ifndef ENGINE_TEXT_H
#define ENGINE_TEXT_H

#include "engine/player.h"

enum { WARNINGS_MAX = 32 };

enum request_state { WAITING, COMPILING, LOADING, SWAPPING };

/* Or a change that waits behind texts. */
struct request {
	struct request *next;
	enum request_state state;
	struct change *change; /* until it is made */
	uint32_t bundle;       /* 0: it stands alone */
	bool is_change, newest_only;
	struct scope *scope;
	char *author, *text;
	struct eval_request eval;
	struct request *leader; /* whose change holds this one's */
	struct job *job;
	struct program *program; /* the code's, once there is one */
	struct code *code;	 /* without mistakes */
	int64_t deadline_ns;
	uint32_t swap;
	struct eval_result result;
	char *warnings[WARNINGS_MAX];
	const char **slots;
	uint64_t serial; /* undo: of the history that was looked at */
	int steps;	 /* that it goes */
};

bool text_sets_position(const struct program *p);
/* Once for each text, before it asks. NULL: a text without a program. */
void text_look_for_samples(struct engine *e, const struct program *p);
/* A line for its answer; beyond WARNINGS_MAX there are none. */
void text_warn(struct request *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Ask for what the text mentions; true when all of it is there. */
bool text_ask_samples(struct engine *e, const struct request *r);
/* Warn of what is missing, or not there yet. */
void text_warn_of_samples(struct engine *e, struct request *r);
/* Fill in result.slots. Without memory there are none. */
void text_list_slots(struct request *r);
/* There are strips for the slots that it adds; else it gets an error. */
bool text_has_room(struct engine *e, struct request *r);
/* The job that takes the scope back (or on again). NULL without memory, or with
 * the reason in result.refusal. */
struct job *text_undo(struct engine *e, struct request *r, struct rat now);
/* An undo, and something else happened to the scope since text_undo(). */
bool text_is_overtaken(const struct request *r);
/* What the compiled text is to do, and when. NULL without memory. */
struct change *text_change(struct engine *e, const struct request *r);

#endif
