/* Recordings of the server. */
#include "clients/phonon.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include "osc-spec/protocol.h"

/* Ask, and show where it goes, or the server's reason when it refuses. */
static int ask(struct connection *c, const char *request, lo_message m)
{
	char path[128];
	int status = 0;

	m = connection_ask(c, request, m, path, sizeof(path), &status);
	if (!m)
		return status;
	if (strcmp(path, "/fail") == 0) {
		fprintf(stderr, "phonon: %s\n", answer_string(m, 1));
		status = EX_DATAERR;
	} else {
		printf("%s", answer_string(m, 1));
		if (lo_message_get_argc(m) > 2)
			printf(": %.2f s", answer_number(m, 2));
		putchar('\n');
		status = 0;
	}
	lo_message_free(m);
	return status;
}

static int start(struct connection *c, int argc, char **argv)
{
	const char *name = NULL, *mode = "mix";
	lo_message m;

	for (int i = 2; i < argc; i++)
		if (strcmp(argv[i], "--stems") == 0)
			mode = "stems";
		else if (argv[i][0] != '-' && !name)
			name = argv[i];
		else
			return command_usage("record");
	if (!name)
		return command_usage("record");
	m = lo_message_new();
	lo_message_add_string(m, name);
	lo_message_add_string(m, mode);
	return ask(c, OSC_PHONON_RECORD_START, m);
}

int cmd_record(struct connection *c, int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "start") == 0)
		return start(c, argc, argv);
	if (argc == 2 && strcmp(argv[1], "stop") == 0)
		return ask(c, OSC_PHONON_RECORD_STOP, lo_message_new());
	return command_usage("record");
}
