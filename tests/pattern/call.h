/* Rows of the function library, called as the language calls them. */
#ifndef TESTS_PATTERN_CALL_H
#define TESTS_PATTERN_CALL_H

#include <CUnit/CUnit.h>
#include "pattern/fn.h"
#include "tests/pattern/show.h"

static inline struct value call_row(const char *name, enum value_kind kind,
				    const struct value *args)
{
	struct call c = {.arena = show_arena(),
			 .args = args,
			 .row = fn_find(name),
			 .kind = kind};

	CU_ASSERT_PTR_NOT_NULL_FATAL(c.row);
	return c.row->build(&c);
}

/* CALL("rolledBy", V_NONE, value_rat(...), value_pat(p)) */
#define CALL(name, kind, ...)                                                  \
	call_row((name), (kind), (const struct value[]){__VA_ARGS__})

#endif
