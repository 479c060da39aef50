/* The signals of a scope, as the graph that plays them. Private to compile/. */
#ifndef COMPILE_SIGNALS_H
#define COMPILE_SIGNALS_H

#include "compile/compile.h"
#include "compile/sig.h"

struct signal_slot {
	const char *name; /* a slot's; "~bass" of an instrument */
	const struct sig *sig;
};

/* One graph of all slots; `voices` are buses that events play as instruments.
 * Escapes. */
const struct signals *signals_build(struct arena *a, double rate_hz,
				    const struct signal_slot *slots, size_t n,
				    const struct signal_slot *voices,
				    size_t n_voices);

#endif
