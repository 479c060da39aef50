#include "pattern/render.h"

#include <stdlib.h>
#include <string.h>
#include "base/alloc.h"
#include "base/json.h"

static void rat_json(struct strbuf *b, struct rat r)
{
	json_int(b, r.num);
	strbuf_putc(b, ',');
	json_int(b, r.den);
}

void span_json(struct strbuf *b, struct span s)
{
	strbuf_putc(b, '[');
	rat_json(b, s.begin);
	strbuf_putc(b, ',');
	rat_json(b, s.end);
	strbuf_putc(b, ']');
}

static void char_json(struct strbuf *b, uint32_t c)
{
	char s[5] = {0};

	if (c < 0x80) {
		s[0] = (char)c;
	} else if (c < 0x800) {
		s[0] = (char)(0xc0 | c >> 6);
		s[1] = (char)(0x80 | (c & 63));
	} else if (c < 0x10000) {
		s[0] = (char)(0xe0 | c >> 12);
		s[1] = (char)(0x80 | (c >> 6 & 63));
		s[2] = (char)(0x80 | (c & 63));
	} else {
		s[0] = (char)(0xf0 | (c >> 18 & 7));
		s[1] = (char)(0x80 | (c >> 12 & 63));
		s[2] = (char)(0x80 | (c >> 6 & 63));
		s[3] = (char)(0x80 | (c & 63));
	}
	json_string(b, s);
}

static void map_json(struct strbuf *b, const struct map *m)
{
	strbuf_putc(b, '{');
	for (size_t i = 0; i < m->n; i++) {
		if (i)
			strbuf_putc(b, ',');
		json_string(b, m->at[i].key->name);
		strbuf_putc(b, ':');
		value_json(b, m->at[i].value);
	}
	strbuf_putc(b, '}');
}

static void list_json(struct strbuf *b, const struct list *l)
{
	strbuf_putc(b, '[');
	for (size_t i = 0; i < l->n; i++) {
		if (i)
			strbuf_putc(b, ',');
		value_json(b, l->at[i]);
	}
	strbuf_putc(b, ']');
}

static void blob_json(struct strbuf *b, const struct blob *x)
{
	strbuf_puts(b, "{\"blob\":[");
	for (size_t i = 0; i < x->n; i++) {
		if (i)
			strbuf_putc(b, ',');
		json_int(b, x->at[i]);
	}
	strbuf_puts(b, "]}");
}

void value_json(struct strbuf *b, struct value v)
{
	switch (v.kind) {
	case V_FLOAT:
	case V_NOTE:
		json_double(b, v.f);
		break;
	case V_INT:
		json_int(b, v.i);
		break;
	case V_RAT:
		strbuf_puts(b, "{\"r\":[");
		rat_json(b, v.r);
		strbuf_puts(b, "]}");
		break;
	case V_STR:
		json_string(b, v.s);
		break;
	case V_BOOL:
		strbuf_puts(b, v.b ? "true" : "false");
		break;
	case V_CHAR:
		char_json(b, v.c);
		break;
	case V_MAP:
		map_json(b, v.map);
		break;
	case V_LIST:
		list_json(b, v.list);
		break;
	case V_BLOB:
		blob_json(b, v.blob);
		break;
	default:
		strbuf_puts(b, "null");
		break;
	}
}

static struct value as_type(struct value v, char type)
{
	switch (type) {
	case 'D':
		return value_as(v, V_FLOAT);
	case 'N':
		return value_as(v, V_NOTE);
	case 'I':
		return value_as(v, V_INT);
	case 'R':
		return value_as(v, V_RAT);
	default:
		return v;
	}
}

void event_json(struct strbuf *b, const struct event *e, char type)
{
	strbuf_puts(b, "{\"whole\":");
	if (e->analog)
		strbuf_puts(b, "null");
	else
		span_json(b, e->whole);
	strbuf_puts(b, ",\"part\":");
	span_json(b, e->part);
	strbuf_puts(b, ",\"value\":");
	value_json(b, as_type(e->value, type));
	strbuf_putc(b, '}');
}

/* An event's place in the order, and where its text is in a buffer. */
struct placed {
	const struct event *e;
	size_t from, len;
	const struct strbuf *text;
};

static int cmp_span(struct span a, struct span b)
{
	int c = rat_cmp(a.begin, b.begin);

	return c ? c : rat_cmp(a.end, b.end);
}

static int cmp_placed(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;
	int c = cmp_span(a->e->part, b->e->part);
	size_t n = a->len < b->len ? a->len : b->len;

	if (!c)
		c = b->e->analog - a->e->analog;
	if (!c && !a->e->analog)
		c = cmp_span(a->e->whole, b->e->whole);
	if (!c)
		c = memcmp(a->text->text + a->from, b->text->text + b->from, n);
	return c ? c : (a->len > b->len) - (a->len < b->len);
}

void events_json(struct strbuf *b, const struct events *e, char type)
{
	struct placed *at = mem_array(e->n, sizeof(*at));
	struct strbuf text;

	if (!at) {
		b->failed = true;
		return;
	}
	strbuf_init(&text);
	for (size_t i = 0; i < e->n; i++) {
		at[i] = (struct placed){&e->at[i], text.len, 0, &text};
		event_json(&text, &e->at[i], type);
		at[i].len = text.len - at[i].from;
	}
	if (text.failed) {
		b->failed = true;
	} else {
		qsort(at, e->n, sizeof(*at), cmp_placed);
		strbuf_putc(b, '[');
		for (size_t i = 0; i < e->n; i++) {
			if (i)
				strbuf_putc(b, ',');
			strbuf_add(b, text.text + at[i].from, at[i].len);
		}
		strbuf_putc(b, ']');
	}
	strbuf_finish(&text);
	mem_free(at);
}
