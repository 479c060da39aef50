/* Controls of SuperDirt's effects that no voice hears: what a text that uses
 * them is warned of. */
#ifndef ENGINE_UNHEARD_H
#define ENGINE_UNHEARD_H

#include <stdbool.h>
#include "base/control.h"
#include "base/strbuf.h"
#include "pattern/value.h"

/* Which of them were met. Zeroed at first. */
struct unheard {
	bool met[CONTROL_COUNT];
};

/* What to write instead of a control that no voice hears, "" where no effect
 * does the same; NULL: voices hear it, or it is of no sound. [any] */
const char *unheard_instead(enum control_id id);
/* Remember those that an event's controls name. [any] */
void unheard_note(struct unheard *u, const struct map *controls);
/* Their names, as `crush`, `room`, and what to write instead; both stay empty
 * when none was met. [any] */
void unheard_say(const struct unheard *u, struct strbuf *names,
		 struct strbuf *instead);

#endif
