/* Who keeps a program alive: accepted texts, and the patterns made of them.
 * Counted references, [control] only. */
#ifndef ENGINE_CODE_H
#define ENGINE_CODE_H

#include "compile/compile.h"

/* An accepted text. */
struct code {
	struct program *program;
	unsigned refs;
	uint64_t generation; /* of the engine */
};

/* Takes the program over; one reference. NULL without memory (the program is
 * freed then). */
struct code *code_new(struct program *program);
void code_hold(struct code *c);
/* NULL is allowed, here and in play_drop(). */
void code_drop(struct code *c);

/* A pattern and all that it stands on. */
struct play {
	const struct pattern *pattern; /* of control maps */
	struct code *code;
	unsigned refs;
	struct arena arena; /* what the engine built around it */
	struct play **base; /* what it was built from */
	size_t n_base;
};

/* A pattern of a program as it stands there. One reference; NULL without
 * memory. */
struct play *play_new(struct code *code, const struct pattern *p);
/* One cycle of p, the one that `from` lies in, moved so that it begins at
 * `from`. */
struct play *play_cycle(struct code *code, const struct pattern *p,
			struct rat from);
/* `fn` of code over `base`: an ACT_ALL over one, or with a `now` an
 * ACT_TRANSITION over [new, old ...]. NULL with the reason in why where it has
 * no answer within its budget. */
struct play *play_build(struct code *code, const struct fn *fn,
			const struct rat *now, struct play *const *base,
			size_t n_base, char why[192]);
struct play *play_hold(struct play *p);
void play_drop(struct play *p);

#endif
