/* What the server is doing. */
#include "clients/phonon.h"

#include <stdio.h>
#include <string.h>
#include "osc-spec/protocol.h"

/* The figures are one flat JSON object: a line for each of its members. */
static void show(const char *json)
{
	for (const char *p = json; (p = strchr(p, '"'));) {
		const char *end = strchr(p + 1, '"'), *value, *stop;
		int quoted;

		if (!end || end[1] != ':')
			return;
		value = end + 2;
		quoted = *value == '"';
		stop = quoted ? strchr(value + 1, '"')
			      : value + strcspn(value, ",}");
		if (!stop)
			return;
		printf("%-16.*s %.*s\n", (int)(end - p - 1), p + 1,
		       (int)(stop - value - quoted), value + quoted);
		p = stop + quoted;
	}
}

int cmd_status(struct connection *c, int argc, char **argv)
{
	bool json = argc == 2 && strcmp(argv[1], "--json") == 0;
	char path[128];
	int status = 0;
	lo_message m;

	if (argc > 1 && !json)
		return command_usage("status");
	m = connection_ask(c, OSC_PHONON_STATUS, lo_message_new(), path,
			   sizeof(path), &status);
	if (!m)
		return status;
	if (json)
		puts(answer_string(m, 0));
	else
		show(answer_string(m, 0));
	lo_message_free(m);
	return 0;
}
