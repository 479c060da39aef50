/* Samples on their way from the disk: asked for when code or an event mentions
 * them, decoded in the loader thread. [control] */
#ifndef ENGINE_LOADER_H
#define ENGINE_LOADER_H

#include "engine/worker.h"
#include "sample/bank.h"

struct loader {
	struct banks *banks;
	struct worker worker;
	bool here; /* offline: decoded in the caller's thread, at once */
};

/* The indexed folders: the library of a server. */
enum status loader_start(struct loader *l, const char *const *dirs, size_t n,
			 size_t budget, bool here, struct wake *wake);
void loader_finish(struct loader *l);
/* See that s gets ready. True when it is (or never will be: SAMPLE_FAILED).
 * When too many are under way it is dropped: ask again. */
bool loader_ask(struct loader *l, struct sample *s);
/* Take what was loaded; how many. */
int loader_step(struct loader *l);

/* A sample as code names it, "bd" or "bd:3"; NULL: there is none. */
struct sample *loader_find(struct loader *l, const char *name);
/* Before a text that names it plays: a folder that was added since the start is
 * found, a file that could not be read is tried once more. */
void loader_look_again(struct loader *l, const char *name);
/* "did you mean ...", or "". */
void loader_hint(const struct loader *l, const char *name, char *to,
		 size_t size);

#endif
