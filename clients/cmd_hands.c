/* Hands on the sound: hush, unhush, undo, redo, panic, tempo, quit. */
#include "clients/phonon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include "osc-spec/protocol.h"

static void show_refusal(lo_message m)
{
	const char *hint = answer_string(m, 2);

	fprintf(stderr, "phonon: %s%s%s\n", answer_string(m, 1),
		*hint ? ": " : "", hint);
}

int command_ask(struct connection *c, const char *request, lo_message m,
		void (*show)(lo_message answer))
{
	char path[128];
	int status = 0;

	m = connection_ask(c, request, m, path, sizeof(path), &status);
	if (!m)
		return status;
	if (strcmp(path, "/fail") == 0) {
		show_refusal(m);
		status = EX_DATAERR;
	} else {
		status = 0;
		if (show)
			show(m);
	}
	lo_message_free(m);
	return status;
}

static int do_it(struct connection *c, const char *request, lo_message m)
{
	return command_ask(c, request, m, NULL);
}

int cmd_hush(struct connection *c, int argc, char **argv)
{
	const char *slot = NULL;
	char *end = NULL;
	float fade = 0;
	lo_message m;

	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--fade") == 0 && i + 1 < argc) {
			fade = strtof(argv[++i], &end);
			if (end == argv[i] || *end)
				return command_usage("hush");
		} else if (argv[i][0] != '-' && !slot) {
			slot = argv[i];
		} else {
			return command_usage("hush");
		}
	m = lo_message_new();
	if (slot)
		lo_message_add_string(m, slot);
	if (end)
		lo_message_add_float(m, fade);
	return do_it(c, OSC_HUSH, m);
}

int cmd_unhush(struct connection *c, int argc, char **argv)
{
	lo_message m;

	if (argc > 2)
		return command_usage("unhush");
	m = lo_message_new();
	if (argc == 2)
		lo_message_add_string(m, argv[1]);
	return do_it(c, OSC_UNHUSH, m);
}

static int go(struct connection *c, const char *request, const char *way,
	      int argc, char **argv)
{
	char path[128];
	int status = 0;
	lo_message m;
	char *end;
	long steps = argc > 1 ? strtol(argv[1], &end, 10) : 1;

	if (argc > 2 || (argc == 2 &&
			 (*end || end == argv[1] || steps < 1 || steps > 1000)))
		return command_usage(argv[0]);
	m = lo_message_new();
	lo_message_add_int32(m, (int32_t)steps);
	m = connection_ask(c, request, m, path, sizeof(path), &status);
	if (!m)
		return status;
	status = strcmp(path, "/fail") == 0 ? EX_DATAERR : 0;
	if (status)
		show_refusal(m);
	else
		printf("%d %s\n", (int)answer_number(m, 1), way);
	lo_message_free(m);
	return status;
}

int cmd_undo(struct connection *c, int argc, char **argv)
{
	return go(c, OSC_PHONON_UNDO, "back", argc, argv);
}

int cmd_redo(struct connection *c, int argc, char **argv)
{
	return go(c, OSC_PHONON_REDO, "on again", argc, argv);
}

int cmd_panic(struct connection *c, int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		return command_usage("panic");
	return do_it(c, OSC_PANIC, lo_message_new());
}

int cmd_quit(struct connection *c, int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		return command_usage("quit");
	return do_it(c, OSC_QUIT, lo_message_new());
}

static int show_tempo(struct connection *c)
{
	char path[128];
	int status = 0;
	lo_message m = connection_ask(c, OSC_TEMPO, lo_message_new(), path,
				      sizeof(path), &status);

	if (!m)
		return status;
	printf("%.6g cycles a second, %.6g beats a minute (4 a cycle), cycle "
	       "%.3f\n",
	       answer_number(m, 0), answer_number(m, 1), answer_number(m, 2));
	lo_message_free(m);
	return 0;
}

int cmd_tempo(struct connection *c, int argc, char **argv)
{
	lo_message m;
	char *end;
	float value;

	if (argc == 1)
		return show_tempo(c);
	value = strtof(argv[1], &end);
	if (argc > 3 || end == argv[1] || (*end && strcmp(end, "bpm") != 0))
		return command_usage("tempo");
	m = lo_message_new();
	lo_message_add_float(m, value);
	if (argc == 3 || *end)
		lo_message_add_string(m, argc == 3 ? argv[2] : end);
	return do_it(c, OSC_TEMPO, m);
}
