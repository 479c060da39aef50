/* Scopes: a player's set of slots, and the statements in force in it.
 * [control] */
#ifndef ENGINE_SCOPE_H
#define ENGINE_SCOPE_H

#include "engine/memory.h"
#include "dsp/message.h"
#include "engine/code.h"
#include "engine/history.h"
#include "engine/mixer.h"

enum { SLOT_HISTORY = 8 };

struct stage;

/* Something that plays: what a text calls d1, o1, p "name" ... */
struct slot {
	struct slot *next;   /* of its scope, in order of strips */
	struct scope *scope; /* that it belongs to */
	char *name;	     /* canonical: "d1" */
	uint16_t strip;	     /* its place in dsp/ */
	int orbit;	     /* of events that name none: d1 is 0 */
	uint32_t generation; /* of its queued voices */
	struct play *raw;    /* as the code says, transitions included */
	struct play *all;    /* raw with the scope's `all` on it, or NULL */
	/* What the code said before, newest first: for transitions. */
	struct play *history[SLOT_HISTORY];
	size_t n_history;
	bool hushed;
	float fade_s; /* of a signal that is hushed: until it is silent */
	struct mixer_strip mixer;
	uint32_t owner; /* of what it sounds, in recordings */
	bool broken;	/* broke its budget: silent until it is replaced */
	bool dirty;	/* what it plays is not what its queue holds */
	bool gone;	/* removed: goes when its end is sent */
	bool signal;	/* plays a root of its scope's graph: no pattern */
	bool inner;	/* plays for the graph to hear */
	int instrument; /* inner: of the stage's instruments, or -1 */
	bool once;	/* plays in [from, until) and is gone then */
	struct rat from, until;
	struct rat began; /* the cycle at which its code took over */
	struct memory memory;
	unsigned bad_numbers, loud;
};

/* A statement in force; its text is the code's. */
struct entry {
	struct scope_entry entry;
	struct code *code;
};

/* The strip of a slot that is no more: it has it again when it comes back. */
struct kept_strip {
	char *name;
	struct mixer_strip mixer;
};

struct scope {
	struct scope *next;
	char *name;
	struct slot *slots;
	size_t n_slots;
	struct entry *entries;
	size_t n_entries, cap_entries;
	struct code *all_code; /* NULL: no `all` */
	const struct fn *all;
	char *all_text; /* the statement, as it was written */
	struct mixer_strip mixer;
	struct kept_strip *kept;
	size_t n_kept;
	enum outmix outmix;
	bool has_mix;
	uint8_t mix; /* its place in dsp/ */
	struct mix_setting mix_sent;
	bool strips_moved; /* those of its slots are not what dsp/ knows */
	struct history history;
	struct stage *stage; /* its signals; NULL: it never had any */
	char **told;	     /* samples whose absence was said */
	size_t n_told;
};

/* NULL without memory. */
struct scope *scope_new(const char *name);
void scope_free(struct scope *s);

struct slot *scope_slot(const struct scope *s, const char *name);
/* A new slot, silent, at the end of the list. NULL without memory. */
struct slot *scope_add_slot(struct scope *s, const char *name, uint16_t strip);
void scope_remove_slot(struct scope *s, struct slot *slot);

/* Put the definition in force in place of the one of that name. */
enum status scope_define(struct scope *s, const struct scope_entry *entry,
			 struct code *code);
void scope_undefine(struct scope *s, const char *name);
void scope_undefine_all(struct scope *s);
const struct entry *scope_entry(const struct scope *s, const char *name);

/* What the slot plays: raw, or with `all` on it; NULL: nothing. */
const struct pattern *slot_pattern(const struct slot *s);
/* Takes p over (NULL: nothing); it is no longer broken or hushed. */
void slot_play(struct slot *s, struct play *p);
/* p is the newest of the slot's history; holds it itself. */
void slot_remember(struct slot *s, struct play *p);
void slot_forget(struct slot *s);
/* (Re)build what `all` makes of raw. False with why. */
bool slot_apply_all(struct slot *s, char why[192]);

/* True the first time for each name. */
bool scope_tell_once(struct scope *s, const char *sample);

#endif
