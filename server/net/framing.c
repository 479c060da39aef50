#include "net/framing.h"

#include <string.h>

enum { END = 0xc0, ESC = 0xdb, ESC_END = 0xdc, ESC_ESC = 0xdd };
enum { KEEP_BYTES = 1 << 16 }; /* a larger buffer goes back after its frame */

void frame_reader_init(struct frame_reader *r, size_t limit)
{
	*r = (struct frame_reader){.limit = limit};
}

void frame_reader_finish(struct frame_reader *r)
{
	strbuf_finish(&r->frame);
}

static void next_frame(struct frame_reader *r)
{
	if (r->frame.cap > KEEP_BYTES)
		strbuf_finish(&r->frame);
	else
		strbuf_reset(&r->frame);
	r->whole = false;
	r->head = 0;
	r->want = 0;
}

static enum framing guess(unsigned char first)
{
	return first == END || first == '/' || first == '#' ? FRAMING_SLIP
							    : FRAMING_LENGTH;
}

/* How many of the next bytes stand for themselves. */
static size_t plain_run(const unsigned char *p, size_t n)
{
	size_t i = 0;

	while (i < n && p[i] != END && p[i] != ESC)
		i++;
	return i;
}

static enum frame_event keep(struct frame_reader *r, const void *p, size_t n,
			     const char **why)
{
	if (r->frame.len + n > r->limit) {
		*why = "a packet is larger than this server takes";
		return FRAME_BAD;
	}
	strbuf_add(&r->frame, (const char *)p, n);
	if (r->frame.failed) {
		*why = "no memory for a packet of this size";
		return FRAME_BAD;
	}
	return FRAME_MORE;
}

static enum frame_event unescape(struct frame_reader *r, unsigned char c,
				 const char **why)
{
	unsigned char plain = c == ESC_END ? END : ESC;

	r->escaped = false;
	if (c != ESC_END && c != ESC_ESC) {
		*why = "SLIP: an escape (DB) is followed by neither DC nor DD";
		return FRAME_BAD;
	}
	return keep(r, &plain, 1, why);
}

static enum frame_event feed_slip(struct frame_reader *r,
				  const unsigned char *data, size_t n,
				  size_t *used, const char **why)
{
	size_t run;
	enum frame_event ev = FRAME_MORE;

	for (*used = 0; *used < n && ev == FRAME_MORE;) {
		const unsigned char *p = data + *used;

		if (r->escaped) {
			ev = unescape(r, *p, why);
			++*used;
			continue;
		}
		run = plain_run(p, n - *used);
		if (run) {
			ev = keep(r, p, run, why);
			*used += run;
			continue;
		}
		++*used;
		if (*p == ESC) {
			r->escaped = true;
		} else if (r->frame.len) {
			r->whole = true;
			ev = FRAME_WHOLE;
		}
	}
	return ev;
}

static enum frame_event read_head(struct frame_reader *r, unsigned char c,
				  const char **why)
{
	r->want = r->want << 8 | c;
	if (++r->head == 4 && r->want > r->limit) {
		*why = "a packet claims to be larger than this server takes "
		       "(is the framing an int32 length or SLIP?)";
		return FRAME_BAD;
	}
	if (r->head == 4 && r->want == 0)
		next_frame(r);
	return FRAME_MORE;
}

static enum frame_event feed_length(struct frame_reader *r,
				    const unsigned char *data, size_t n,
				    size_t *used, const char **why)
{
	enum frame_event ev = FRAME_MORE;
	size_t take;

	for (*used = 0; *used < n && ev == FRAME_MORE;) {
		if (r->head < 4) {
			ev = read_head(r, data[(*used)++], why);
			continue;
		}
		take = r->want - r->frame.len;
		if (take > n - *used)
			take = n - *used;
		ev = keep(r, data + *used, take, why);
		*used += take;
		if (ev == FRAME_MORE && r->frame.len == r->want) {
			r->whole = true;
			ev = FRAME_WHOLE;
		}
	}
	return ev;
}

enum frame_event frame_feed(struct frame_reader *r, const unsigned char *data,
			    size_t n, size_t *used, const char **why)
{
	*used = 0;
	if (r->whole)
		next_frame(r);
	if (!n)
		return FRAME_MORE;
	if (r->framing == FRAMING_UNKNOWN)
		r->framing = guess(data[0]);
	return r->framing == FRAMING_SLIP ? feed_slip(r, data, n, used, why)
					  : feed_length(r, data, n, used, why);
}

static void write_slip(struct strbuf *to, const unsigned char *p, size_t n)
{
	static const char esc_end[] = {(char)ESC, (char)ESC_END};
	static const char esc_esc[] = {(char)ESC, (char)ESC_ESC};

	strbuf_putc(to, (char)END);
	for (size_t i = 0, run; i < n; i += run ? run : 1) {
		run = plain_run(p + i, n - i);
		if (run)
			strbuf_add(to, (const char *)p + i, run);
		else
			strbuf_add(to, p[i] == END ? esc_end : esc_esc, 2);
	}
	strbuf_putc(to, (char)END);
}

void frame_write(struct strbuf *to, enum framing framing, const void *packet,
		 size_t n)
{
	unsigned char head[4] = {(unsigned char)(n >> 24),
				 (unsigned char)(n >> 16),
				 (unsigned char)(n >> 8), (unsigned char)n};

	if (framing == FRAMING_SLIP) {
		write_slip(to, packet, n);
		return;
	}
	strbuf_add(to, (const char *)head, 4);
	strbuf_add(to, packet, n);
}
