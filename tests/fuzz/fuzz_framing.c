/* A stream gives the same packets however it is cut, and what is written is
 * what is read. */
#include <string.h>
#include "net/framing.h"
#include "tests/fuzz/targets.h"

enum { LIMIT = 4096 };

struct outcome {
	struct strbuf frames; /* each with its length before it */
	size_t n;
	bool bad;
	enum framing framing;
};

static void keep(struct outcome *o, const struct strbuf *frame)
{
	MUST(frame->len <= LIMIT);
	strbuf_add(&o->frames, (const char *)&frame->len, sizeof(frame->len));
	strbuf_add(&o->frames, strbuf_str(frame), frame->len);
	o->n++;
}

static struct outcome feed(const uint8_t *data, size_t n, size_t piece)
{
	struct outcome o = {0};
	struct frame_reader r;
	const char *why = NULL;
	size_t used;

	frame_reader_init(&r, LIMIT);
	for (size_t at = 0; at < n && !o.bad; at += used) {
		size_t len = n - at < piece ? n - at : piece;
		enum frame_event e =
		    frame_feed(&r, data + at, len, &used, &why);

		MUST(used <= len);
		MUST(used > 0 || e != FRAME_MORE);
		if (e == FRAME_WHOLE)
			keep(&o, &r.frame);
		o.bad = e == FRAME_BAD;
		MUST(!o.bad || why);
	}
	o.framing = r.framing;
	frame_reader_finish(&r);
	return o;
}

/* The packets of o, written one after the other. */
static void write_again(const struct outcome *o, struct strbuf *to)
{
	size_t len;

	for (size_t at = 0; at < o->frames.len; at += len) {
		memcpy(&len, o->frames.text + at, sizeof(len));
		at += sizeof(len);
		frame_write(to, o->framing, o->frames.text + at, len);
	}
}

static void must_be_same(const struct outcome *x, const struct outcome *y)
{
	MUST(x->n == y->n);
	MUST(x->frames.len == y->frames.len);
	MUST(x->frames.len == 0 ||
	     memcmp(x->frames.text, y->frames.text, x->frames.len) == 0);
}

int fuzz_framing(const uint8_t *data, size_t n)
{
	struct outcome whole, pieces, again;
	struct strbuf out;

	if (n == 0)
		return 0;
	whole = feed(data + 1, n - 1, n);
	pieces = feed(data + 1, n - 1, 1 + data[0] % 16);
	must_be_same(&whole, &pieces);
	MUST(whole.bad == pieces.bad);
	strbuf_init(&out);
	write_again(&whole, &out);
	again = feed((const uint8_t *)strbuf_str(&out), out.len, n);
	must_be_same(&whole, &again);
	strbuf_finish(&out);
	strbuf_finish(&whole.frames);
	strbuf_finish(&pieces.frames);
	strbuf_finish(&again.frames);
	return 0;
}
