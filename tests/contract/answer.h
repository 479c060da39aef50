/* Answers of patterns in a form that can be compared: each part of an event
 * within one cycle, fragments joined. */
#ifndef TESTS_CONTRACT_ANSWER_H
#define TESTS_CONTRACT_ANSWER_H

#include "base/strbuf.h"
#include "pattern/core.h"
#include "pattern/fn.h"

struct piece {
	struct span whole, part;
	const char *value; /* as text */
	bool analog;
};

struct answer {
	struct piece *at;
	size_t n, cap;
	enum status status;
	const char *why; /* after an escape */
	bool analog;	 /* there was something continuous; it is left out */
	bool outside;	 /* something stood outside the query or its whole */
};

/* What p says about s, asked at once. All in the arena. */
struct answer answer_to(struct arena *a, const struct pattern *p,
			struct span s);
/* Both together, as one answer. */
struct answer answer_join(struct arena *a, const struct answer *x,
			  const struct answer *y);
/* Cut at cycle borders, fragments joined, sorted. */
void answer_settle(struct arena *a, struct answer *x);
bool answer_equal(const struct answer *x, const struct answer *y);
/* All of it moved in time. */
void answer_shift(struct answer *x, struct rat by);
/* "begin end value; ..." for messages. */
const char *answer_text(struct arena *a, const struct answer *x);

/* An expression as a pattern of the first type that it can be of, controls
 * before numbers; NULL when it does not compile (why). */
const struct pattern *expression(struct arena *a, const char *text,
				 const char **why);
/* What a row's `events` says: all events of cycle 0, fragments joined, as
 * "begin end value" (of the whole, in JSON) joined by "; ", a continuous piece
 * with "~" before it; in the order of their times and then of their text. */
const char *row_events(struct arena *a, const struct pattern *p);

#endif
