#include "tests/support/json.h"

#include <stdlib.h>
#include <string.h>

struct reader {
	const char *at;
	bool bad;
};

static struct json *value(struct reader *r);

static void blanks(struct reader *r)
{
	while (*r->at && strchr(" \t\r\n", *r->at))
		r->at++;
}

static bool take(struct reader *r, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(r->at, word, n) != 0)
		return false;
	r->at += n;
	return true;
}

static size_t put_utf8(char *to, unsigned long c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xc0 | c >> 6);
		to[1] = (char)(0x80 | (c & 63));
		return 2;
	}
	to[0] = (char)(0xe0 | c >> 12);
	to[1] = (char)(0x80 | (c >> 6 & 63));
	to[2] = (char)(0x80 | (c & 63));
	return 3;
}

static char *string(struct reader *r)
{
	static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
	char *s = calloc(1, strlen(r->at) + 1), hex[5] = "";
	size_t n = 0;

	for (r->at++; s && *r->at && *r->at != '"'; r->at++) {
		const char *special;

		if (*r->at != '\\') {
			s[n++] = *r->at;
			continue;
		}
		r->at++;
		if (*r->at == 'u' && strlen(r->at) > 4) {
			memcpy(hex, r->at + 1, 4);
			n += put_utf8(s + n, strtoul(hex, NULL, 16));
			r->at += 4;
			continue;
		}
		special = *r->at ? strchr(from, *r->at) : NULL;
		s[n++] = special ? to[special - from] : *r->at;
	}
	r->bad |= *r->at != '"';
	r->at += *r->at == '"';
	return s ? realloc(s, n + 1) : NULL;
}

static void children(struct reader *r, struct json *j, char end)
{
	struct json **link = &j->first;

	r->at++;
	blanks(r);
	while (!r->bad && *r->at != end) {
		char *key = NULL;

		if (j->kind == JSON_OBJECT) {
			key = *r->at == '"' ? string(r) : NULL;
			blanks(r);
			r->bad |= !key || !take(r, ":");
		}
		*link = value(r);
		if (!*link) {
			free(key);
			break;
		}
		(*link)->key = key;
		link = &(*link)->next;
		j->n++;
		blanks(r);
		if (!take(r, ","))
			r->bad |= *r->at != end;
		blanks(r);
	}
	r->at += *r->at == end;
}

static void number(struct reader *r, struct json *j)
{
	char *end;

	j->number = strtod(r->at, &end);
	j->integer = strtoll(r->at, NULL, 10);
	for (const char *c = r->at; c < end; c++)
		j->fraction |= *c == '.' || *c == 'e' || *c == 'E';
	r->bad |= end == r->at;
	r->at = end;
}

static struct json *value(struct reader *r)
{
	struct json *j = calloc(1, sizeof(*j));

	blanks(r);
	if (!j)
		return NULL;
	if (*r->at == '{' || *r->at == '[') {
		j->kind = *r->at == '{' ? JSON_OBJECT : JSON_ARRAY;
		children(r, j, *r->at == '{' ? '}' : ']');
	} else if (*r->at == '"') {
		j->kind = JSON_STRING;
		j->text = string(r);
	} else if (take(r, "null")) {
		j->kind = JSON_NULL;
	} else if ((j->truth = take(r, "true")) || take(r, "false")) {
		j->kind = JSON_BOOL;
	} else {
		j->kind = JSON_NUMBER;
		number(r, j);
	}
	return j;
}

struct json *json_read(const char *text)
{
	struct reader r = {text, false};
	struct json *j = value(&r);

	if (r.bad) {
		json_free(j);
		return NULL;
	}
	return j;
}

void json_free(struct json *j)
{
	while (j) {
		struct json *next = j->next;

		json_free(j->first);
		free((char *)j->key);
		free((char *)j->text);
		free(j);
		j = next;
	}
}

const struct json *json_get(const struct json *j, const char *key)
{
	if (j)
		for (j = j->first; j; j = j->next)
			if (j->key && strcmp(j->key, key) == 0)
				return j;
	return NULL;
}

const char *json_text(const struct json *j, const char *key)
{
	const struct json *m = json_get(j, key);

	return m && m->kind == JSON_STRING && m->text ? m->text : "";
}
