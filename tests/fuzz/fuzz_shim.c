/* As the stream of packets: the same however it is cut, and what is written is
 * what is read. */
#include <stdlib.h>
#include <string.h>
#include "net/shim_frame.h"
#include "tests/fuzz/targets.h"

struct outcome {
	struct strbuf messages; /* as ipc_write() writes them */
	size_t n;
	bool bad;
};

static void keep(struct outcome *o, const struct ipc_message *m)
{
	o->n++;
	if (m->variant == IPC_UPDATE_GRAPH && m->too_long)
		return;
	if (m->variant == IPC_UPDATE_GRAPH)
		MUST(ipc_is_utf8(m->text, m->len));
	ipc_write(&o->messages, m);
}

static struct outcome feed(const uint8_t *data, size_t n, size_t piece)
{
	struct outcome o = {0};
	struct ipc_reader r;
	struct ipc_message m;
	const char *why = NULL;
	size_t used;

	ipc_reader_init(&r);
	for (size_t at = 0; at < n && !o.bad; at += used) {
		size_t len = n - at < piece ? n - at : piece;
		enum ipc_event e =
		    ipc_feed(&r, data + at, len, &used, &m, &why);

		MUST(used <= len);
		MUST(used > 0 || e != IPC_MORE);
		if (e == IPC_WHOLE)
			keep(&o, &m);
		o.bad = e == IPC_BAD;
		MUST(!o.bad || why);
	}
	ipc_reader_finish(&r);
	return o;
}

static void must_be_same(const struct outcome *x, const struct outcome *y)
{
	MUST(x->messages.len == y->messages.len);
	MUST(x->messages.len == 0 ||
	     memcmp(x->messages.text, y->messages.text, x->messages.len) == 0);
}

int fuzz_shim(const uint8_t *data, size_t n)
{
	struct outcome whole, pieces, again;

	if (n == 0)
		return 0;
	whole = feed(data + 1, n - 1, n);
	pieces = feed(data + 1, n - 1, 1 + data[0] % 16);
	MUST(whole.n == pieces.n);
	MUST(whole.bad == pieces.bad);
	must_be_same(&whole, &pieces);
	again = feed((const uint8_t *)strbuf_str(&whole.messages),
		     whole.messages.len, whole.messages.len + 1);
	MUST(!again.bad);
	must_be_same(&whole, &again);
	strbuf_finish(&whole.messages);
	strbuf_finish(&pieces.messages);
	strbuf_finish(&again.messages);
	return 0;
}
