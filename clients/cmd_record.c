/* Recordings of the server. */
#include "clients/phonon.h"

#include <stdio.h>
#include <string.h>
#include "osc-spec/protocol.h"

/* Where it goes, and how long it became. */
static void show(lo_message answer)
{
	printf("%s", answer_string(answer, 1));
	if (lo_message_get_argc(answer) > 2)
		printf(": %.2f s", answer_number(answer, 2));
	putchar('\n');
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
	return command_ask(c, OSC_PHONON_RECORD_START, m, show);
}

int cmd_record(struct connection *c, int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "start") == 0)
		return start(c, argc, argv);
	if (argc == 2 && strcmp(argv[1], "stop") == 0)
		return command_ask(c, OSC_PHONON_RECORD_STOP, lo_message_new(),
				   show);
	return command_usage("record");
}
