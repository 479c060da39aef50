/* Texts that come in parts: /phonon/code/part. [control] */
#ifndef NET_PARTS_H
#define NET_PARTS_H

#include <stdint.h>
#include "base/status.h"
#include "base/strbuf.h"

struct peer;

enum { PARTS_MAX = 4096, PARTS_SECONDS = 60 };

/* Keep part `index` (from 0) of `count`. ST_OK: more are missing; ST_CLOSED:
 * that was the last one missing, the text is in `to` and the parts are gone.
 * Else nothing is kept: ST_INVALID (numbers that can't be), ST_LIMIT (the text
 * gets too long), ST_NOMEM. */
enum status parts_add(struct peer *p, int64_t id, int64_t index, int64_t count,
		      const char *text, struct strbuf *to);
void parts_drop(struct peer *p);

#endif
