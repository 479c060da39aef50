#include "clients/common/parts.h"

#include <lo/lo.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS_MAX = 4096 };

struct parts {
	int number, count, missing;
	unsigned char **at; /* count of them; NULL: missing */
	size_t *len, total;
	unsigned char *whole;
};

void parts_free(struct parts *p)
{
	if (!p)
		return;
	for (int i = 0; p->at && i < p->count; i++)
		free(p->at[i]);
	free(p->at);
	free(p->len);
	free(p->whole);
	free(p);
}

static struct parts *new_parts(int number, int count)
{
	struct parts *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	p->number = number;
	p->count = p->missing = count;
	p->at = calloc((size_t)count, sizeof(*p->at));
	p->len = calloc((size_t)count, sizeof(*p->len));
	if (p->at && p->len)
		return p;
	parts_free(p);
	return NULL;
}

static void keep(struct parts *p, int index, lo_blob bytes)
{
	size_t n = lo_blob_datasize(bytes);

	if (p->at[index] || !(p->at[index] = malloc(n + 1)))
		return;
	memcpy(p->at[index], lo_blob_dataptr(bytes), n);
	p->len[index] = n;
	p->total += n;
	p->missing--;
}

static const unsigned char *join(struct parts *p, size_t *n)
{
	unsigned char *to;

	if (p->missing || p->whole || !(p->whole = malloc(p->total + 1)))
		return NULL;
	to = p->whole;
	for (int i = 0; i < p->count; to += p->len[i++])
		memcpy(to, p->at[i], p->len[i]);
	*n = p->total;
	return p->whole;
}

/* Argument i of the message, an int32 in the machine's order. */
static int number(lo_message m, int i)
{
	int32_t x;

	memcpy(&x, lo_message_get_argv(m)[i], sizeof(x));
	return x;
}

static const unsigned char *take(struct parts **p, lo_message m, size_t *n)
{
	int index = number(m, 1), count = number(m, 2);

	if (index < 0 || index >= count || count > PARTS_MAX)
		return NULL;
	if (!*p || (*p)->number != number(m, 0) || (*p)->count != count) {
		parts_free(*p);
		*p = new_parts(number(m, 0), count);
	}
	if (!*p)
		return NULL;
	keep(*p, index, (lo_blob)lo_message_get_argv(m)[3]);
	return join(*p, n);
}

const unsigned char *parts_take(struct parts **p, const unsigned char *packet,
				size_t *n)
{
	int result = 0;
	const unsigned char *whole = NULL;
	lo_message m =
	    lo_message_deserialise((void *)(uintptr_t)packet, *n, &result);

	if (!m)
		return NULL;
	if (!strcmp(lo_message_get_types(m), "iiib"))
		whole = take(p, m, n);
	lo_message_free(m);
	return whole;
}
