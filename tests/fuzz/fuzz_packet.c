#include <string.h>
#include "net/packet.h"
#include "tests/fuzz/targets.h"

struct seen {
	int calls, of;
};

/* All that a method may read of a message. */
static void read_message(void *ctx, struct osc_message *m, uint64_t ntp,
			 int index, int of)
{
	struct seen *seen = ctx;
	volatile double sum = (double)ntp;

	MUST(index == seen->calls++);
	MUST(seen->of == 0 || seen->of == of);
	seen->of = of;
	MUST(m->address[0] == '/');
	MUST((int)strlen(m->types) == m->argc);
	for (int i = 0; i < m->argc; i++) {
		if (osc_is_number(m->types[i]))
			sum = osc_number(m, i) + (double)osc_integer(m, i);
		else if (m->types[i] == 't')
			sum = (double)osc_time(m, i);
		else if (m->types[i] == 's' || m->types[i] == 'S')
			sum = (double)strlen(osc_string(m, i));
	}
	(void)sum;
}

int fuzz_packet(const uint8_t *data, size_t n)
{
	struct seen seen = {0};
	struct packet_error wrong = {0};

	if (packet_read(data, n, read_message, &seen, &wrong) == ST_OK) {
		MUST(seen.calls == seen.of);
	} else {
		MUST(seen.calls == 0);
		MUST(wrong.why[0]);
		MUST(memchr(wrong.why, 0, sizeof(wrong.why)));
		MUST(memchr(wrong.address, 0, sizeof(wrong.address)));
	}
	return 0;
}
