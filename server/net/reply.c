#include "net/reply.h"

#include <string.h>
#include "base/alloc.h"
#include "base/log.h"
#include "net/state.h"

static void pad(struct strbuf *to, size_t start)
{
	static const char zeros[4];

	strbuf_add(to, zeros, 4 - (to->len - start) % 4);
}

static void add_string(struct strbuf *to, const char *s)
{
	size_t start = to->len;

	strbuf_puts(to, s);
	pad(to, start);
}

static void add_u32(struct strbuf *to, uint32_t x)
{
	unsigned char b[4] = {(unsigned char)(x >> 24),
			      (unsigned char)(x >> 16), (unsigned char)(x >> 8),
			      (unsigned char)x};

	strbuf_add(to, (const char *)b, 4);
}

static void add_u64(struct strbuf *to, uint64_t x)
{
	add_u32(to, (uint32_t)(x >> 32));
	add_u32(to, (uint32_t)x);
}

static void add_float(struct strbuf *to, float f)
{
	uint32_t bits;

	memcpy(&bits, &f, sizeof(bits));
	add_u32(to, bits);
}

static void add_double(struct strbuf *to, double d)
{
	uint64_t bits;

	memcpy(&bits, &d, sizeof(bits));
	add_u64(to, bits);
}

void reply_vbuild(struct strbuf *to, const char *address, const char *types,
		  va_list ap)
{
	size_t start;

	add_string(to, address);
	start = to->len;
	strbuf_putc(to, ',');
	strbuf_puts(to, types);
	pad(to, start);
	for (; *types; types++) {
		if (*types == 'i')
			add_u32(to, (uint32_t)va_arg(ap, int32_t));
		else if (*types == 'h' || *types == 't')
			add_u64(to, va_arg(ap, uint64_t));
		else if (*types == 'f')
			add_float(to, (float)va_arg(ap, double));
		else if (*types == 'd')
			add_double(to, va_arg(ap, double));
		else
			add_string(to, va_arg(ap, const char *));
	}
}

void reply_build(struct strbuf *to, const char *address, const char *types, ...)
{
	va_list ap;

	va_start(ap, types);
	reply_vbuild(to, address, types, ap);
	va_end(ap);
}

static void send_to(struct peer *p, bool droppable, const char *address,
		    const char *types, va_list ap)
{
	struct strbuf packet;

	strbuf_init(&packet);
	reply_vbuild(&packet, address, types, ap);
	if (!packet.failed)
		peer_send(p, packet.text, packet.len, droppable);
	strbuf_finish(&packet);
}

void reply_to(struct peer *p, bool droppable, const char *address,
	      const char *types, ...)
{
	va_list ap;

	va_start(ap, types);
	send_to(p, droppable, address, types, ap);
	va_end(ap);
}

void reply_with(struct request *rq, const char *address, const char *types, ...)
{
	va_list ap;

	va_start(ap, types);
	send_to(rq->peer, false, address, types, ap);
	va_end(ap);
}

void reply_done(struct request *rq, const char *types, ...)
{
	struct strbuf packet, rest;
	va_list ap;
	size_t head;

	/* "s" + types: the request's address, then what the caller has. */
	strbuf_init(&packet);
	strbuf_init(&rest);
	va_start(ap, types);
	reply_vbuild(&rest, "/", types, ap);
	va_end(ap);
	head = 4 + ((strlen(types) + 2 + 3) & ~(size_t)3);
	add_string(&packet, "/done");
	strbuf_puts(&packet, ",s");
	strbuf_puts(&packet, types);
	pad(&packet, 8);
	add_string(&packet, rq->m->address);
	if (!rest.failed)
		strbuf_add(&packet, rest.text + head, rest.len - head);
	if (!packet.failed && !rest.failed)
		peer_send(rq->peer, packet.text, packet.len, false);
	strbuf_finish(&rest);
	strbuf_finish(&packet);
}

void reply_list_init(struct reply_list *l)
{
	strbuf_init(&l->types);
	strbuf_init(&l->values);
	strbuf_putc(&l->types, ',');
}

void reply_list_text(struct reply_list *l, const char *text)
{
	strbuf_putc(&l->types, 's');
	add_string(&l->values, text);
}

void reply_list_int(struct reply_list *l, int32_t n)
{
	strbuf_putc(&l->types, 'i');
	add_u32(&l->values, (uint32_t)n);
}

void reply_list_float(struct reply_list *l, double x)
{
	strbuf_putc(&l->types, 'f');
	add_float(&l->values, (float)x);
}

void reply_list_send(struct request *rq, const char *address,
		     struct reply_list *l)
{
	struct strbuf packet;

	strbuf_init(&packet);
	add_string(&packet, address);
	add_string(&packet, strbuf_str(&l->types));
	strbuf_add(&packet, l->values.text, l->values.len);
	if (!packet.failed && !l->types.failed && !l->values.failed)
		peer_send(rq->peer, packet.text, packet.len, false);
	strbuf_finish(&packet);
	strbuf_finish(&l->types);
	strbuf_finish(&l->values);
}

void reply_fail(struct request *rq, const char *why, const char *hint)
{
	rq->net->failures++;
	if (!rq->net->quiet)
		log_debug("%s: %s: %s", rq->peer->where, rq->m->address, why);
	if (hint && *hint)
		reply_with(rq, "/fail", "sss", rq->m->address, why, hint);
	else
		reply_with(rq, "/fail", "ss", rq->m->address, why);
}

void reply_all(struct net *net, unsigned topic, const char *address,
	       const char *types, ...)
{
	struct strbuf packet;
	va_list ap;

	strbuf_init(&packet);
	va_start(ap, types);
	reply_vbuild(&packet, address, types, ap);
	va_end(ap);
	if (!packet.failed)
		peer_broadcast(net, (enum topic)topic, packet.text, packet.len);
	strbuf_finish(&packet);
}

void reply_status(struct request *rq, int status, const char *not_found)
{
	switch (status) {
	case ST_OK:
		reply_done(rq, "");
		break;
	case ST_NOTFOUND:
		reply_fail(rq, not_found, NULL);
		break;
	case ST_NOMEM:
		reply_fail(rq, "the server has no memory left", NULL);
		break;
	case ST_FULL:
		reply_fail(rq, "too much is under way: try again", NULL);
		break;
	default:
		reply_fail(rq, "this can't be done now", NULL);
	}
}
