/* The frames of the IPC socket: a little-endian u32 length, then bincode with
 * fixed-size integers. No sockets here. [control] */
#ifndef NET_SHIM_FRAME_H
#define NET_SHIM_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/strbuf.h"

#define IPC_DEFAULT_PATH "/tmp/phonon.sock"

enum ipc_variant {
	IPC_UPDATE_GRAPH,
	IPC_HUSH,
	IPC_PANIC,
	IPC_SET_TEMPO,
	IPC_READY,
	IPC_UNDERRUN,
	IPC_SHUTDOWN,
};

enum {
	IPC_FRAME_MAX = 100000000,
	/* A text of more is read and thrown away, with an error. */
	IPC_TEXT_MAX = 1 << 20,
};

struct ipc_message {
	enum ipc_variant variant;
	const char *text; /* UPDATE_GRAPH, in the reader; not terminated */
	size_t len;
	bool too_long;	/* UPDATE_GRAPH of more than IPC_TEXT_MAX */
	float cps;	/* SET_TEMPO */
	uint64_t count; /* UNDERRUN */
};

struct ipc_reader {
	struct strbuf frame;
	unsigned char head[4];
	unsigned n_head;
	uint32_t want; /* bytes of the frame */
	uint32_t keep; /* of which so many are kept, */
	uint32_t skip; /* and so many are left to throw away */
	bool whole;
};

enum ipc_event { IPC_MORE, IPC_WHOLE, IPC_BAD };

void ipc_reader_init(struct ipc_reader *r);
void ipc_reader_finish(struct ipc_reader *r);
/* As frame_feed(). IPC_BAD: the connection breaks the format, *why says how. */
enum ipc_event ipc_feed(struct ipc_reader *r, const unsigned char *data,
			size_t n, size_t *used, struct ipc_message *to,
			const char **why);
/* Append a frame. */
void ipc_write(struct strbuf *to, const struct ipc_message *m);
/* Is it well-formed UTF-8? */
bool ipc_is_utf8(const char *s, size_t n);

#endif
