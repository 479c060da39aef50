#include "pattern/plain.h"

#include <string.h>

static struct list *list_new_of(struct arena *a, size_t n,
				const struct value *at, bool tuple)
{
	struct list *l = arena_alloc(a, sizeof(*l) + n * sizeof(l->at[0]));

	l->n = n;
	l->tuple = tuple;
	if (n)
		memcpy(l->at, at, n * sizeof(l->at[0]));
	return l;
}

/* UTF-8 of one character; its length. */
static size_t put_char(char *to, uint32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xC0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xE0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 0x3F));
		to[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	to[0] = (char)(0xF0 | (c >> 18 & 7));
	to[1] = (char)(0x80 | (c >> 12 & 0x3F));
	to[2] = (char)(0x80 | (c >> 6 & 0x3F));
	to[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

static size_t get_char(const unsigned char *s, uint32_t *c)
{
	size_t n = *s < 0x80 ? 1 : *s >= 0xF0 ? 4 : *s >= 0xE0 ? 3 : 2;

	*c = n == 1 ? *s : *s & (0x7Fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xC0) != 0x80) {
			*c = *s;
			return 1;
		}
		*c = *c << 6 | (s[i] & 0x3F);
	}
	return n;
}

struct value list_of(struct arena *a, size_t n, const struct value *at)
{
	char *s;
	size_t len = 0;

	for (size_t i = 0; i < n; i++)
		if (at[i].kind != V_CHAR)
			return value_list(list_new_of(a, n, at, false));
	if (n == 0)
		return value_list(list_new_of(a, 0, at, false));
	s = arena_alloc(a, n * 4 + 1);
	for (size_t i = 0; i < n; i++)
		len += put_char(s + len, at[i].c);
	s[len] = '\0';
	return value_str(s);
}

static const struct list *characters(struct arena *a, const char *s)
{
	size_t len = strlen(s);
	struct list *l = arena_alloc(a, sizeof(*l) + len * sizeof(l->at[0]));
	uint32_t c;

	l->n = 0;
	l->tuple = false;
	while (*s) {
		s += get_char((const unsigned char *)s, &c);
		l->at[l->n++] = value_char(c);
	}
	return l;
}

const struct list *as_list(struct arena *a, struct value v)
{
	if (v.kind == V_STR)
		return characters(a, v.s);
	if (v.kind != V_LIST)
		arena_escape(a, ST_EVAL, "a list was expected");
	return v.list;
}

struct value list_map(struct arena *a, const struct fn *f, struct value l)
{
	const struct list *from = as_list(a, l);
	struct value *to = ARENA_ARRAY(a, struct value, from->n);

	/* A pair is mapped over its second part. */
	for (size_t i = 0; i < from->n; i++)
		to[i] = from->tuple && from->n == 2 && i == 0
			    ? from->at[i]
			    : fn_call(a, f, from->at[i]);
	if (from->tuple)
		return value_list(list_new_of(a, from->n, to, true));
	return list_of(a, from->n, to);
}

struct value list_append(struct arena *a, struct value x, struct value y)
{
	const struct list *l, *r;
	struct value *to;

	if (x.kind == V_STR && y.kind == V_STR)
		return value_str(arena_printf(a, "%s%s", x.s, y.s));
	l = as_list(a, x);
	r = as_list(a, y);
	to = ARENA_ARRAY(a, struct value, l->n + r->n);
	if (l->n)
		memcpy(to, l->at, l->n * sizeof(*to));
	if (r->n)
		memcpy(to + l->n, r->at, r->n * sizeof(*to));
	return list_of(a, l->n + r->n, to);
}

struct value list_concat(struct arena *a, struct value lists)
{
	const struct list *l = as_list(a, lists);
	const struct list **part = ARENA_ARRAY(a, const struct list *, l->n);
	struct value *to;
	size_t n = 0, at = 0;

	for (size_t i = 0; i < l->n; i++) {
		part[i] = as_list(a, l->at[i]);
		n += part[i]->n;
	}
	to = ARENA_ARRAY(a, struct value, n);
	for (size_t i = 0; i < l->n; i++)
		for (size_t k = 0; k < part[i]->n; k++)
			to[at++] = part[i]->at[k];
	return list_of(a, n, to);
}

struct value tuple_2(struct arena *a, struct value x, struct value y)
{
	struct value pair[2] = {x, y};

	return value_list(list_new_of(a, 2, pair, true));
}

struct value just(struct arena *a, struct value v)
{
	return value_list(list_new_of(a, 1, &v, true));
}

struct value nothing(struct arena *a)
{
	return value_list(list_new_of(a, 0, NULL, true));
}

struct value fn_call_2(struct arena *a, const struct fn *f, struct value x,
		       struct value y)
{
	struct value half = fn_call(a, f, x);

	if (half.kind != V_FN)
		arena_escape(a, ST_EVAL,
			     "a function of two arguments was expected");
	return fn_call(a, half.fn, y);
}
