#include "engine/outgoing.h"

#include "dsp/graph.h"

#include <string.h>
#include "base/alloc.h"
#include "sample/sample.h"

void outgoing_finish(struct outgoing *o)
{
	mem_free(o->at);
	memset(o, 0, sizeof(*o));
}

struct message *outgoing_add(struct outgoing *o)
{
	size_t cap = o->cap ? 2 * o->cap : 256;
	struct message *more;

	if (o->n == o->cap) {
		more = mem_grow(o->at, cap * sizeof(*more));
		if (!more) {
			o->failed = true;
			return NULL;
		}
		o->at = more;
		o->cap = cap;
	}
	return memset(&o->at[o->n++], 0, sizeof(*o->at));
}

void outgoing_open(struct outgoing *o)
{
	o->opened = o->n;
}

/* Groups that find no place in the list go one by one: still in order. */
void outgoing_close(struct outgoing *o)
{
	if (o->n - o->opened < 2 || o->n_groups == OUTGOING_GROUPS)
		return;
	o->group[o->n_groups].first = o->opened;
	o->group[o->n_groups++].end = o->n;
}

/* Messages from o->sent on that may go now, given the room. */
static size_t next_batch(const struct outgoing *o, size_t group, size_t room)
{
	size_t end = o->n, n;

	if (group < o->n_groups && o->group[group].first == o->sent) {
		n = o->group[group].end - o->sent;
		return n <= room ? n : 0;
	}
	if (group < o->n_groups)
		end = o->group[group].first;
	n = end - o->sent;
	return n < room ? n : room;
}

static void forget_sent(struct outgoing *o, size_t groups)
{
	o->n_groups -= groups;
	memmove(o->group, o->group + groups, o->n_groups * sizeof(o->group[0]));
	if (o->sent == o->n)
		o->sent = o->n = 0;
}

bool outgoing_flush(struct outgoing *o, struct ring *inbox)
{
	size_t group = 0, n;

	while (o->sent < o->n) {
		n = next_batch(o, group, ring_room(inbox));
		if (n == 0 || !ring_push(inbox, o->at + o->sent, n))
			break;
		o->sent += n;
		if (group < o->n_groups && o->group[group].end == o->sent)
			group++;
	}
	forget_sent(o, group);
	return o->n == 0;
}

/* It won't be sent: nobody will read its sample. */
static void forget_voice(struct message *m)
{
	if (m->kind == MSG_VOICE && m->voice.owner)
		m->voice.owner->users--;
	if (m->kind == MSG_NOTE)
		graph_free(m->note.graph);
}

void outgoing_forget(struct outgoing *o, uint16_t slot)
{
	size_t to = o->sent;

	if (o->n_groups > 0)
		return; /* a swap waits: its voices are needed in order */
	for (size_t i = o->sent; i < o->n; i++) {
		struct message *m = &o->at[i];

		if ((m->kind == MSG_VOICE || m->kind == MSG_NOTE) &&
		    (slot == SLOT_ALL || m->slot == slot))
			forget_voice(m);
		else
			o->at[to++] = *m;
	}
	o->n = to;
}

void outgoing_cut(struct outgoing *o, size_t from)
{
	for (size_t i = from; i < o->n; i++)
		forget_voice(&o->at[i]);
	o->n = from;
	while (o->n_groups > 0 && o->group[o->n_groups - 1].end > from)
		o->n_groups--;
}
