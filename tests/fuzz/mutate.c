/* Mutations that know the grammar: half of them put generated statements and
 * expressions where the text has its lines and words, the rest is libFuzzer's.
 */
#include <string.h>
#include "base/strbuf.h"
#include "tests/support/generate.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t n, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t n, size_t max,
			       unsigned seed);

static unsigned next(unsigned *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* A place behind a byte out of `after`, the first from anywhere on. */
static size_t place(const uint8_t *data, size_t n, const char *after,
		    unsigned at)
{
	for (size_t i = 0; i < n; i++) {
		size_t k = (at + i) % n;

		if (data[k] && strchr(after, data[k]))
			return k + 1;
	}
	return n;
}

static size_t splice(uint8_t *data, size_t n, size_t max, size_t from,
		     size_t to, const struct strbuf *with)
{
	if (n - (to - from) + with->len > max)
		return n;
	memmove(data + from + with->len, data + to, n - to);
	memcpy(data + from, strbuf_str(with), with->len);
	return n - (to - from) + with->len;
}

/* Something in place of what stands between two words or lines. */
static size_t put(uint8_t *data, size_t n, size_t max, unsigned *seed)
{
	struct strbuf text;
	size_t from, to;
	bool line = next(seed) % 3 == 0;
	const char *after = line ? "\n" : " $#([,\"";

	strbuf_init(&text);
	if (line) {
		generate_program(&text, next(seed));
	} else {
		strbuf_putc(&text, '(');
		generate_expression(&text, next(seed), (int)(next(seed) % 4));
		strbuf_puts(&text, ") ");
	}
	from = to = place(data, n, after, next(seed));
	if (next(seed) % 2)
		to = place(data, n, after, next(seed));
	if (to < from)
		to = from;
	n = splice(data, n, max, from, to, &text);
	strbuf_finish(&text);
	return n;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t n, size_t max,
			       unsigned seed)
{
	if (next(&seed) % 2)
		return LLVMFuzzerMutate(data, n, max);
	return put(data, n, max, &seed);
}
