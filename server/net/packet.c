#include "net/packet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/alloc.h"

enum { TAGS_MAX = 4096 };

static enum status bad(struct packet_error *wrong, const char *why)
{
	snprintf(wrong->why, sizeof(wrong->why), "%s", why);
	return ST_INVALID;
}

/* Length of an OSC string with its padding, 0 when it does not end in n. */
static size_t padded_string(const char *s, size_t n)
{
	const char *nul = memchr(s, '\0', n);
	size_t len;

	if (!nul)
		return 0;
	len = ((size_t)(nul - s) + 4) & ~(size_t)3;
	return len <= n ? len : 0;
}

static void keep_address(struct packet_error *wrong, const char *s, size_t n)
{
	size_t i = 0;

	for (; i < n && i < sizeof(wrong->address) - 1 && s[i]; i++)
		wrong->address[i] = s[i] > ' ' && s[i] < 127 ? s[i] : '?';
	wrong->address[i] = '\0';
}

/* Type tags that liblo reads, arrays apart. */
static enum status check_tags(const char *tags, struct packet_error *wrong)
{
	for (; *tags; tags++) {
		if (*tags == '[' || *tags == ']')
			return bad(wrong, "arrays are not taken: send their "
					  "elements one after the other");
		if (!strchr("ifshbtdScmTFNI", *tags)) {
			snprintf(wrong->why, sizeof(wrong->why),
				 "unknown type tag '%c'",
				 *tags > ' ' && *tags < 127 ? *tags : '?');
			return ST_INVALID;
		}
	}
	return ST_OK;
}

/* The message with ",tags" in the place of what stood there. */
static enum status rewrite(struct osc_message *m, const char *data, size_t head,
			   const char *tags, const char *rest, size_t n_rest,
			   struct packet_error *wrong)
{
	size_t n_tags = (strlen(tags) + 1 + 4) & ~(size_t)3;
	char *copy = mem_new(head + n_tags + n_rest);
	int result = 0;

	if (!copy)
		return bad(wrong, "no memory for this message");
	memcpy(copy, data, head);
	copy[head] = ',';
	memcpy(copy + head + 1, tags, strlen(tags));
	memcpy(copy + head + n_tags, rest, n_rest);
	m->lo = lo_message_deserialise(copy, head + n_tags + n_rest, &result);
	mem_free(copy);
	m->without_tags = true;
	if (!m->lo)
		return bad(wrong, "the type tags are missing: send for "
				  "instance ,s before a text");
	return ST_OK;
}

static enum status read_tagless(struct osc_message *m, const char *data,
				size_t n, size_t head,
				struct packet_error *wrong)
{
	size_t len = padded_string(data + head, n - head);

	if (head == n)
		return rewrite(m, data, head, "", "", 0, wrong);
	if (!len || !data[head] || len > TAGS_MAX ||
	    check_tags(data + head, wrong) != ST_OK)
		return bad(wrong, "the type tags are missing: send for "
				  "instance ,s before a text");
	return rewrite(m, data, head, data + head, data + head + len,
		       n - head - len, wrong);
}

static enum status read_tagged(struct osc_message *m, const char *data,
			       size_t n, size_t head,
			       struct packet_error *wrong)
{
	int result = 0;

	if (!padded_string(data + head, n - head))
		return bad(wrong, "the type tags do not end");
	if (check_tags(data + head + 1, wrong) != ST_OK)
		return ST_INVALID;
	m->lo = lo_message_deserialise((void *)data, n, &result);
	if (!m->lo)
		return bad(wrong, "the arguments do not fit the type tags: "
				  "the packet is cut short or has bytes "
				  "left over");
	return ST_OK;
}

static enum status check_numbers(const struct osc_message *m,
				 struct packet_error *wrong)
{
	for (int i = 0; i < m->argc; i++) {
		char type = m->types[i];

		if ((type != 'f' && type != 'd') || isfinite(osc_number(m, i)))
			continue;
		snprintf(wrong->why, sizeof(wrong->why),
			 "argument %d is %s, not a number", i + 1,
			 isnan(osc_number(m, i)) ? "NaN" : "infinite");
		return ST_INVALID;
	}
	return ST_OK;
}

enum status osc_message_read(struct osc_message *m, const void *packet,
			     size_t n, struct packet_error *wrong)
{
	const char *data = packet;
	size_t head;
	enum status st;

	*m = (struct osc_message){0};
	*wrong = (struct packet_error){0};
	if (n)
		keep_address(wrong, data, n);
	if (n < 4 || n % 4 || data[0] != '/')
		return bad(wrong, n % 4 || !n
				      ? "an OSC packet is some times 4 bytes"
				      : "an OSC message begins with /");
	head = padded_string(data, n);
	if (!head)
		return bad(wrong, "the address does not end");
	st = head < n && data[head] == ','
		 ? read_tagged(m, data, n, head, wrong)
		 : read_tagless(m, data, n, head, wrong);
	if (st != ST_OK)
		return st;
	m->address = data;
	m->types = lo_message_get_types(m->lo);
	m->argc = lo_message_get_argc(m->lo);
	m->argv = lo_message_get_argv(m->lo);
	st = check_numbers(m, wrong);
	if (st != ST_OK)
		osc_message_finish(m);
	return st;
}

void osc_message_finish(struct osc_message *m)
{
	if (m->lo)
		lo_message_free(m->lo);
	m->lo = NULL;
}

const char *osc_text(const struct osc_message *m, int i)
{
	return (const char *)m->argv[i];
}

bool osc_is_number(char type)
{
	return type && strchr("ihfdTF", type);
}

double osc_number(const struct osc_message *m, int i)
{
	int32_t i32;
	int64_t i64;
	float f;
	double d;

	switch (m->types[i]) {
	case 'i':
		memcpy(&i32, m->argv[i], sizeof(i32));
		return i32;
	case 'h':
		memcpy(&i64, m->argv[i], sizeof(i64));
		return (double)i64;
	case 'f':
		memcpy(&f, m->argv[i], sizeof(f));
		return f;
	case 'd':
		memcpy(&d, m->argv[i], sizeof(d));
		return d;
	}
	return m->types[i] == 'T';
}

int64_t osc_integer(const struct osc_message *m, int i)
{
	int64_t i64;
	double d;

	if (m->types[i] == 'h') {
		memcpy(&i64, m->argv[i], sizeof(i64));
		return i64;
	}
	d = osc_number(m, i);
	if (d >= 9.2e18)
		return INT64_MAX;
	return d <= -9.2e18 ? INT64_MIN : (int64_t)d;
}

const char *osc_string(const struct osc_message *m, int i)
{
	return (const char *)m->argv[i];
}

uint64_t osc_time(const struct osc_message *m, int i)
{
	uint32_t tag[2];

	memcpy(tag, m->argv[i], sizeof(tag));
	return (uint64_t)tag[0] << 32 | tag[1];
}

/* --- Bundles --- */

struct walk {
	struct packet_error *wrong;
	void (*fn)(void *ctx, struct osc_message *m, uint64_t ntp, int index,
		   int of); /* NULL: only look */
	void *ctx;
	int index, of;
};

static uint32_t read_u32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

static bool is_bundle(const void *data, size_t n)
{
	return n >= 8 && memcmp(data, "#bundle", 8) == 0;
}

static enum status walk_message(struct walk *w, const void *data, size_t n,
				uint64_t ntp)
{
	struct osc_message m;
	enum status st;

	if (w->index == PACKET_MESSAGES)
		return bad(w->wrong, "a bundle holds at most 1024 messages: "
				     "send several");
	st = osc_message_read(&m, data, n, w->wrong);
	if (st != ST_OK)
		return st;
	if (w->fn)
		w->fn(w->ctx, &m, ntp, w->index, w->of);
	w->index++;
	osc_message_finish(&m);
	return ST_OK;
}

static enum status walk_bundle(struct walk *w, const unsigned char *data,
			       size_t n, uint64_t ntp, int depth);

static enum status walk_element(struct walk *w, const unsigned char *data,
				size_t n, uint64_t ntp, int depth)
{
	return is_bundle(data, n) ? walk_bundle(w, data, n, ntp, depth + 1)
				  : walk_message(w, data, n, ntp);
}

static enum status walk_bundle(struct walk *w, const unsigned char *data,
			       size_t n, uint64_t ntp, int depth)
{
	uint64_t tag;
	size_t len;

	*w->wrong = (struct packet_error){.address = "#bundle"};
	if (depth >= PACKET_DEPTH)
		return bad(w->wrong, "bundles stand too deep in bundles");
	if (n < 16)
		return bad(w->wrong, "the bundle has no whole time tag");
	tag = (uint64_t)read_u32(data + 8) << 32 | read_u32(data + 12);
	if (tag > PACKET_NOW)
		ntp = tag;
	for (data += 16, n -= 16; n; data += 4 + len, n -= 4 + len) {
		len = n < 4 ? 0 : read_u32(data);
		if (n < 4 || len > n - 4)
			return bad(w->wrong, "an element of the bundle is "
					     "longer than the bundle");
		if (walk_element(w, data + 4, len, ntp, depth) != ST_OK)
			return ST_INVALID;
	}
	return ST_OK;
}

enum status packet_read(const void *data, size_t n,
			void (*fn)(void *ctx, struct osc_message *m,
				   uint64_t ntp, int index, int of),
			void *ctx, struct packet_error *wrong)
{
	struct walk look = {.wrong = wrong};
	struct walk act = {.wrong = wrong, .fn = fn, .ctx = ctx, .of = 1};

	if (!is_bundle(data, n))
		return walk_message(&act, data, n, 0);
	if (walk_bundle(&look, data, n, 0, 0) != ST_OK) {
		wrong->within = true;
		return ST_INVALID;
	}
	act.of = look.index;
	return walk_bundle(&act, data, n, 0, 0);
}
