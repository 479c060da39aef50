#include "net/shim_frame.h"

#include <string.h>

enum { KEEP_BYTES = 1 << 16, TEXT_HEAD = 12 };

void ipc_reader_init(struct ipc_reader *r)
{
	*r = (struct ipc_reader){0};
}

void ipc_reader_finish(struct ipc_reader *r)
{
	strbuf_finish(&r->frame);
}

static uint32_t read_u32(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[1] << 8 | p[0];
}

static uint64_t read_u64(const char *s)
{
	return (uint64_t)read_u32(s + 4) << 32 | read_u32(s);
}

/* Bytes of the sequence that begins with c, 0 when none does. */
static size_t utf8_length(unsigned char c)
{
	if (c < 0x80)
		return 1;
	if (c >= 0xc2 && c < 0xe0)
		return 2;
	if (c >= 0xe0 && c < 0xf0)
		return 3;
	return c >= 0xf0 && c < 0xf5 ? 4 : 0;
}

/* The second byte rules out overlong forms, surrogates, and what is beyond the
 * last character. */
static bool second_fits(unsigned char first, unsigned char second)
{
	switch (first) {
	case 0xe0:
		return second >= 0xa0;
	case 0xed:
		return second < 0xa0;
	case 0xf0:
		return second >= 0x90;
	case 0xf4:
		return second < 0x90;
	}
	return true;
}

bool ipc_is_utf8(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t len;

	for (size_t i = 0; i < n; i += len) {
		len = utf8_length(p[i]);
		if (!len || len > n - i)
			return false;
		for (size_t k = 1; k < len; k++)
			if ((p[i + k] & 0xc0) != 0x80)
				return false;
		if (len > 1 && !second_fits(p[i], p[i + 1]))
			return false;
	}
	return true;
}

static enum ipc_event bad(const char **why, const char *text)
{
	*why = text;
	return IPC_BAD;
}

static enum ipc_event decode_text(const struct ipc_reader *r,
				  struct ipc_message *to, const char **why)
{
	const char *p = r->frame.text;
	uint64_t len;

	if (r->frame.len < TEXT_HEAD)
		return bad(why, "an UpdateGraph without a whole length");
	len = read_u64(p + 4);
	if (len > r->want - TEXT_HEAD)
		return bad(why, "an UpdateGraph whose text is longer than its "
				"frame");
	to->len = (size_t)len;
	to->too_long = len > IPC_TEXT_MAX;
	if (to->too_long)
		return IPC_WHOLE;
	to->text = p + TEXT_HEAD;
	if (!ipc_is_utf8(to->text, to->len))
		return bad(why, "an UpdateGraph that is not UTF-8");
	return IPC_WHOLE;
}

/* What may stand behind a payload is left alone, as bincode does. */
static enum ipc_event decode(const struct ipc_reader *r, struct ipc_message *to,
			     const char **why)
{
	uint32_t bits;

	*to = (struct ipc_message){0};
	if (r->frame.len < 4)
		return bad(why, "a frame without a variant");
	if (read_u32(r->frame.text) > IPC_SHUTDOWN)
		return bad(why, "an unknown variant");
	to->variant = (enum ipc_variant)read_u32(r->frame.text);
	switch (to->variant) {
	case IPC_UPDATE_GRAPH:
		return decode_text(r, to, why);
	case IPC_SET_TEMPO:
		if (r->frame.len < 8)
			return bad(why, "a SetTempo without a number");
		bits = read_u32(r->frame.text + 4);
		memcpy(&to->cps, &bits, sizeof(to->cps));
		return IPC_WHOLE;
	case IPC_UNDERRUN:
		if (r->frame.len < 12)
			return bad(why, "an Underrun without a count");
		to->count = read_u64(r->frame.text + 4);
		return IPC_WHOLE;
	default:
		return IPC_WHOLE;
	}
}

static void next_frame(struct ipc_reader *r)
{
	if (r->frame.cap > KEEP_BYTES)
		strbuf_finish(&r->frame);
	else
		strbuf_reset(&r->frame);
	r->n_head = 0;
	r->whole = false;
}

static enum ipc_event read_head(struct ipc_reader *r, unsigned char c,
				const char **why)
{
	r->head[r->n_head++] = c;
	if (r->n_head < 4)
		return IPC_MORE;
	r->want = read_u32((const char *)r->head);
	if (r->want > IPC_FRAME_MAX)
		return bad(why, "a frame of more than 100,000,000 bytes");
	if (r->want < 4)
		return bad(why, "a frame without a variant");
	r->keep = r->want;
	if (r->keep > IPC_TEXT_MAX + TEXT_HEAD)
		r->keep = IPC_TEXT_MAX + TEXT_HEAD;
	r->skip = r->want - r->keep;
	return IPC_MORE;
}

/* Bytes of the frame: its beginning is kept, what is beyond the longest text is
 * only counted. */
static size_t read_body(struct ipc_reader *r, const unsigned char *data,
			size_t n)
{
	size_t take = r->keep - r->frame.len;

	if (!take) {
		take = n < r->skip ? n : r->skip;
		r->skip -= (uint32_t)take;
		return take;
	}
	if (take > n)
		take = n;
	strbuf_add(&r->frame, (const char *)data, take);
	return take;
}

enum ipc_event ipc_feed(struct ipc_reader *r, const unsigned char *data,
			size_t n, size_t *used, struct ipc_message *to,
			const char **why)
{
	enum ipc_event ev;

	if (r->whole)
		next_frame(r);
	for (*used = 0; *used < n;) {
		if (r->n_head < 4) {
			ev = read_head(r, data[(*used)++], why);
			if (ev != IPC_MORE)
				return ev;
			continue;
		}
		*used += read_body(r, data + *used, n - *used);
		if (r->frame.failed)
			return bad(why, "no memory for a frame of this size");
		if (!r->skip && r->frame.len == r->keep) {
			r->whole = true;
			return decode(r, to, why);
		}
	}
	return IPC_MORE;
}

static void add_le(struct strbuf *to, uint64_t x, int bytes)
{
	for (int i = 0; i < bytes; i++)
		strbuf_putc(to, (char)(x >> 8 * i & 0xff));
}

void ipc_write(struct strbuf *to, const struct ipc_message *m)
{
	uint32_t bits;

	switch (m->variant) {
	case IPC_UPDATE_GRAPH:
		add_le(to, TEXT_HEAD + m->len, 4);
		add_le(to, m->variant, 4);
		add_le(to, m->len, 8);
		strbuf_add(to, m->text, m->len);
		break;
	case IPC_SET_TEMPO:
		memcpy(&bits, &m->cps, sizeof(bits));
		add_le(to, 8, 4);
		add_le(to, m->variant, 4);
		add_le(to, bits, 4);
		break;
	case IPC_UNDERRUN:
		add_le(to, 12, 4);
		add_le(to, m->variant, 4);
		add_le(to, m->count, 8);
		break;
	default:
		add_le(to, 4, 4);
		add_le(to, m->variant, 4);
	}
}
