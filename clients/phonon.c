/* phonon: talk to the server from a terminal. */
#include "clients/phonon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include "config.h"

static const struct command commands[] = {
    {"send", "FILE | -e CODE | -", "play code; errors are shown in their place",
     cmd_send},
    {"hush", "[SLOT] [--fade SECONDS]", "silence; the code stays", cmd_hush},
    {"unhush", "[SLOT]", "what was hushed plays again", cmd_unhush},
    {"panic", "", "everything silent at once, for everybody", cmd_panic},
    {"tempo", "[CPS | BPM bpm]", "show or set the tempo", cmd_tempo},
    {"status", "[--json]", "what the server is doing", cmd_status},
    {"render",
     "FILE [-o] OUT.wav [--cycles N | --seconds S] [--rate R] [--stems] "
     "[--samples DIR]",
     "turn a program into a sound file", cmd_render},
    {"events", "-e CODE [--from T] [--to T] [--json] | --batch FILE",
     "show the events of an expression", cmd_events},
    {"help", "[NAME]", "what a function, control or message means", cmd_help},
    {"doctor", "", "find out why there is no sound, and what mends it",
     cmd_doctor},
    {"quit", "", "end the server", cmd_quit},
};

enum { COMMANDS = sizeof(commands) / sizeof(*commands) };

int command_usage(const char *name)
{
	for (int i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			fprintf(stderr, "usage: phonon [OPTIONS] %s %s\n", name,
				commands[i].arguments);
	return EX_USAGE;
}

const char *audio_program(void)
{
	static char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 8);
	char *slash;

	if (n > 0) {
		path[n] = '\0';
		slash = strrchr(path, '/');
		if (slash && slash - path + 15 < (long)sizeof(path)) {
			strcpy(slash + 1, "phonon-audio");
			if (access(path, X_OK) == 0)
				return path;
		}
	}
	return "phonon-audio";
}

static void help(FILE *to)
{
	fputs("usage: phonon [--host HOST] [--port PORT] [--tcp] [--timeout "
	      "SECONDS] COMMAND ...\n\n",
	      to);
	for (int i = 0; i < COMMANDS; i++)
		fprintf(to, "  %-8s %s\n           %s\n", commands[i].name,
			commands[i].arguments, commands[i].summary);
	fputs(
	    "\nThe server is looked for at $PHONON_HOST, else localhost, port "
	    "7770, over UDP.\n",
	    to);
}

/* An option of the whole program at argv[i]; how many words it took, 0 when it
 * is none, -1 when it lacks its value. */
static int take_option(struct connection *c, int argc, char **argv, int i)
{
	const char *value = i + 1 < argc ? argv[i + 1] : NULL;

	if (strcmp(argv[i], "--tcp") == 0) {
		c->tcp = true;
		return 1;
	}
	if (strcmp(argv[i], "--host") == 0) {
		c->host = value;
	} else if (strcmp(argv[i], "--port") == 0) {
		c->port = value;
	} else if (strcmp(argv[i], "--timeout") == 0) {
		c->patience_s = value ? atof(value) : 0;
		if (value && c->patience_s <= 0)
			value = NULL;
	} else {
		return 0;
	}
	return value ? 2 : -1;
}

/* Take the options of the whole program out of argv, wherever they stand
 * before a "--"; the rest moves together. -1 on a mistake. */
static int take_options(struct connection *c, int argc, char **argv)
{
	int kept = 1, i = 1;

	while (i < argc) {
		int n = take_option(c, argc, argv, i);

		if (n < 0) {
			fprintf(stderr, "phonon: %s needs a value\n", argv[i]);
			return -1;
		}
		if (n == 0 && strcmp(argv[i], "-e") == 0 && i + 1 < argc)
			argv[kept++] = argv[i++];
		if (n == 0)
			argv[kept++] = argv[i++];
		i += n;
	}
	argv[kept] = NULL;
	return kept;
}

int main(int argc, char **argv)
{
	struct connection c;
	int status;

	connection_init(&c);
	argc = take_options(&c, argc, argv);
	if (argc < 0)
		return EX_USAGE;
	if (argc < 2) {
		help(stderr);
		return EX_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		help(stdout);
		return 0;
	}
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-v")) {
		puts("phonon " PACKAGE_VERSION);
		return 0;
	}
	for (int i = 0; i < COMMANDS; i++)
		if (strcmp(argv[1], commands[i].name) == 0) {
			status = commands[i].run(&c, argc - 1, argv + 1);
			connection_close(&c);
			return status;
		}
	fprintf(stderr,
		"phonon: no command '%s'. `phonon --help` lists them.\n",
		argv[1]);
	return EX_USAGE;
}
