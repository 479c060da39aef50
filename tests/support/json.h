/* A small JSON reader for tests that compare with recorded answers. */
#ifndef TESTS_JSON_H
#define TESTS_JSON_H

#include <stdbool.h>
#include <stddef.h>

enum json_kind {
	JSON_NULL,
	JSON_BOOL,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT,
};

struct json {
	enum json_kind kind;
	const char *key; /* in an object */
	bool truth;
	bool fraction; /* a number with a point or exponent */
	double number;
	long long integer; /* where it has none */
	const char *text;  /* JSON_STRING */
	struct json *first, *next;
	size_t n; /* children */
};

/* The first value in the text, or NULL. Free it with json_free(). */
struct json *json_read(const char *text);
void json_free(struct json *j);
/* A member of an object, or NULL. */
const struct json *json_get(const struct json *j, const char *key);
/* A member's text, "" when it has none. */
const char *json_text(const struct json *j, const char *key);

#endif
