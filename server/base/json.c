#include "base/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Length of the UTF-8 character at s, 0 when there is none. */
static int utf8_length(const unsigned char *s)
{
	static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
	int n = s[0] < 0x80		? 1
		: (s[0] & 0xE0) == 0xC0 ? 2
		: (s[0] & 0xF0) == 0xE0 ? 3
		: (s[0] & 0xF8) == 0xF0 ? 4
					: 0;
	unsigned c;

	if (n < 2)
		return n;
	c = s[0] & (0x7Fu >> n);
	for (int i = 1; i < n; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3Fu);
	}
	if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
		return 0;
	return n;
}

static void escape(struct strbuf *b, unsigned char c)
{
	static const char plain[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
	const char *p = strchr(plain, c);

	if (p && c)
		strbuf_printf(b, "\\%c", letter[p - plain]);
	else if (c < 0x20 || c == 0x7F)
		strbuf_printf(b, "\\u%04x", c);
	else
		strbuf_putc(b, (char)c);
}

void json_string(struct strbuf *b, const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	strbuf_putc(b, '"');
	while (*p) {
		int n = utf8_length(p);

		if (n == 1)
			escape(b, *p);
		else if (n)
			strbuf_add(b, (const char *)p, (size_t)n);
		else
			strbuf_puts(b, "\xEF\xBF\xBD");
		p += n ? n : 1;
	}
	strbuf_putc(b, '"');
}

void json_double(struct strbuf *b, double x)
{
	char text[40];

	if (isnan(x) || isinf(x)) {
		strbuf_puts(b, isnan(x) ? "\"NaN\""
			       : x > 0	? "\"Infinity\""
					: "\"-Infinity\"");
		return;
	}
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, x);
		if (strtod(text, NULL) == x)
			break;
	}
	strbuf_puts(b, text);
	if (!strpbrk(text, ".e"))
		strbuf_puts(b, ".0");
}

void json_int(struct strbuf *b, int64_t i)
{
	strbuf_printf(b, "%" PRId64, i);
}
