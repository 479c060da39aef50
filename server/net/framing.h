/* Packets in a byte stream. The first byte that arrives decides how: C0, '/' or
 * '#' is SLIP (OSC 1.1), all else a big-endian int32 length before each packet
 * (OSC 1.0). [control] */
#ifndef NET_FRAMING_H
#define NET_FRAMING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/strbuf.h"

enum framing { FRAMING_UNKNOWN, FRAMING_SLIP, FRAMING_LENGTH };

enum { FRAME_MAX = 1 << 20 };

struct frame_reader {
	enum framing framing;
	size_t limit;	     /* of one frame, in bytes */
	struct strbuf frame; /* grows as bytes arrive, never ahead of them */
	uint32_t want;	     /* FRAMING_LENGTH: length of this frame */
	unsigned head;	     /* bytes of the length that have arrived */
	bool escaped;	     /* SLIP: the last byte was an ESC */
	bool whole;	     /* the frame was handed out */
};

enum frame_event {
	FRAME_MORE,  /* all bytes are used up, no frame yet */
	FRAME_WHOLE, /* `frame` is one packet, valid until the next call */
	FRAME_BAD,   /* the stream breaks its framing: close it */
};

void frame_reader_init(struct frame_reader *r, size_t limit);
void frame_reader_finish(struct frame_reader *r);
/* Take bytes, at most n and at most to the end of one frame; *used says how
 * many. On FRAME_BAD, *why is a line for the sender. */
enum frame_event frame_feed(struct frame_reader *r, const unsigned char *data,
			    size_t n, size_t *used, const char **why);
/* Append a packet as the other side expects it; an unknown framing is taken
 * for FRAMING_LENGTH. */
void frame_write(struct strbuf *to, enum framing framing, const void *packet,
		 size_t n);

#endif
