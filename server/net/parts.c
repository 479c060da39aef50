#include "net/parts.h"

#include <string.h>
#include <ev.h>
#include "base/alloc.h"
#include "net/framing.h"
#include "net/peer.h"

/* One text under way. */
struct part {
	struct part *next;
	int64_t id;
	double since; /* ev_time() */
	size_t count, missing, bytes;
	char **texts; /* count of them; NULL: missing */
};

static void free_part(struct part *t)
{
	for (size_t i = 0; t->texts && i < t->count; i++)
		mem_free(t->texts[i]);
	mem_free(t->texts);
	mem_free(t);
}

static void unlink_part(struct peer *p, struct part *t)
{
	struct part **at = &p->parts;

	while (*at != t)
		at = &(*at)->next;
	*at = t->next;
	free_part(t);
}

void parts_drop(struct peer *p)
{
	while (p->parts)
		unlink_part(p, p->parts);
}

static struct part *new_part(struct peer *p, int64_t id, size_t count)
{
	struct part *t = mem_new(sizeof(*t));

	if (!t)
		return NULL;
	*t = (struct part){.next = p->parts,
			   .id = id,
			   .since = ev_time(),
			   .count = count,
			   .missing = count,
			   .texts = mem_array(count, sizeof(char *))};
	if (!t->texts) {
		mem_free(t);
		return NULL;
	}
	p->parts = t;
	return t;
}

/* Forget what was never finished; the oldest goes when there are too many. */
static void tidy(struct peer *p)
{
	double oldest = ev_time() - PARTS_SECONDS;
	struct part *t, *next, *last = NULL;
	int n = 0;

	for (t = p->parts; t; t = next) {
		next = t->next;
		if (t->since < oldest) {
			unlink_part(p, t);
			continue;
		}
		last = t;
		n++;
	}
	if (n >= PEER_PARTS)
		unlink_part(p, last);
}

static struct part *find_part(struct peer *p, int64_t id, size_t count)
{
	struct part *t = p->parts;

	while (t && t->id != id)
		t = t->next;
	if (t && t->count != count) {
		unlink_part(p, t);
		t = NULL;
	}
	if (t)
		return t;
	tidy(p);
	return new_part(p, id, count);
}

static void join(struct peer *p, struct part *t, struct strbuf *to)
{
	for (size_t i = 0; i < t->count; i++)
		strbuf_puts(to, t->texts[i]);
	unlink_part(p, t);
}

enum status parts_add(struct peer *p, int64_t id, int64_t index, int64_t count,
		      const char *text, struct strbuf *to)
{
	struct part *t;

	if (count < 1 || count > PARTS_MAX || index < 0 || index >= count)
		return ST_INVALID;
	t = find_part(p, id, (size_t)count);
	if (!t)
		return ST_NOMEM;
	if (t->texts[index])
		return ST_OK;
	if (t->bytes + strlen(text) > FRAME_MAX) {
		unlink_part(p, t);
		return ST_LIMIT;
	}
	t->texts[index] = mem_str(text);
	if (!t->texts[index])
		return ST_NOMEM;
	t->bytes += strlen(text);
	if (--t->missing)
		return ST_OK;
	join(p, t, to);
	return to->failed ? ST_NOMEM : ST_CLOSED;
}
