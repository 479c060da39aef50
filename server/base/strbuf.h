/* A string that grows. An append that finds no memory sets `failed` and is
 * dropped; the text stays valid. [any thread but synth and callback] */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include <stdbool.h>
#include <stddef.h>

struct strbuf {
	char *text; /* NUL-terminated once anything was added, else NULL */
	size_t len, cap;
	bool failed;
};

void strbuf_init(struct strbuf *b);
void strbuf_finish(struct strbuf *b);
void strbuf_reset(struct strbuf *b);
void strbuf_add(struct strbuf *b, const char *s, size_t n);
void strbuf_puts(struct strbuf *b, const char *s);
void strbuf_putc(struct strbuf *b, char c);
void strbuf_printf(struct strbuf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The text, "" when empty. Valid until the next call. */
const char *strbuf_str(const struct strbuf *b);

#endif
