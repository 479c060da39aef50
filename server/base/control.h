/* Control names: the keys of an event's map (`s`, `gain`, `cutoff` ...). */
#ifndef BASE_CONTROL_H
#define BASE_CONTROL_H

#include "base/arena.h"

enum control_kind {
	CONTROL_FLOAT,
	CONTROL_NOTE,
	CONTROL_INT,
	CONTROL_STRING,
	CONTROL_BOOL,
	CONTROL_RATIONAL,
	CONTROL_BLOB,
};

/* Compared by address where both come from the table, else by name: use
 * control_cmp(). */
struct control {
	const char *name;
	enum control_kind kind;
	const char *aliases; /* separated by blanks */
	int id;		     /* enum control_id, or -1: one that a user made */
	/* For the reference and help; "" where there is nothing to say. */
	const char *summary, *unit, *range, *initial;
};

enum control_id {
#define CONTROL(name, ...) CONTROL_ID_##name,
#include "base/control.def"
#undef CONTROL
	CONTROL_COUNT
};

/* Indexed by id; sorted by name. */
extern const struct control control_table[CONTROL_COUNT];

/* By its own name or an alias; NULL when there is none. */
const struct control *control_find(const char *name);
/* By its own name only. */
const struct control *control_named(const char *name);
/* The table's row of that name, or a new one in the arena (pF "foo"). */
const struct control *control_make(struct arena *a, const char *name,
				   enum control_kind kind);
/* Order of the names, as strcmp. */
int control_cmp_names(const struct control *a, const struct control *b);

static inline int control_cmp(const struct control *a, const struct control *b)
{
	if (a == b)
		return 0;
	if ((a->id | b->id) >= 0)
		return (a->id > b->id) - (a->id < b->id);
	return control_cmp_names(a, b);
}

#endif
