/* phonon: talk to the server from a terminal. */
#include "clients/phonon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include "config.h"

const struct command commands[] = {
    {"send", "FILE | -e CODE | -", "play code; errors are shown in their place",
     cmd_send},
    {"hush", "[SLOT] [--fade SECONDS]", "silence; the code stays", cmd_hush},
    {"unhush", "[SLOT]", "what was hushed plays again", cmd_unhush},
    {"undo", "[STEPS]", "the slots are as they were before the last text",
     cmd_undo},
    {"redo", "[STEPS]", "what was undone is done again", cmd_redo},
    {"panic", "", "everything silent at once, for everybody", cmd_panic},
    {"tempo", "[CPS | BPM bpm]", "show or set the tempo", cmd_tempo},
    {"record", "start NAME [--stems] | stop",
     "record into the server's folder for recordings (NAME.wav or .flac)",
     cmd_record},
    {"status", "[--json]", "what the server is doing", cmd_status},
    {"render",
     "FILE [-o] OUT.wav [--cycles N | --seconds S] [--rate R] [--stems] "
     "[--samples DIR]",
     "turn a program into a sound file", cmd_render},
    {"events", "-e CODE [--from T] [--to T] [--json] | --batch FILE",
     "show the events of an expression", cmd_events},
    {"help", "[NAME]", "what a function, control, message or command means",
     cmd_help},
    {"doctor", "", "find out why there is no sound, and what mends it",
     cmd_doctor},
    {"quit", "", "end the server", cmd_quit},
    {NULL, NULL, NULL, NULL},
};

const struct common_option common_options[] = {
    {"--host", "HOST", "the server's machine ($PHONON_HOST, or localhost)"},
    {"--port", "PORT", "its port (7770)"},
    {"--tcp", NULL, "speak TCP, not UDP"},
    {"--timeout", "SECONDS", "how long to wait for an answer (3)"},
    {NULL, NULL, NULL},
};

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

static bool set_port(struct connection *c, const char *value)
{
	char *end;
	long port = strtol(value, &end, 10);

	c->port = value;
	return end != value && !*end && port > 0 && port <= 65535;
}

static bool set_timeout(struct connection *c, const char *value)
{
	char *end;

	c->patience_s = strtod(value, &end);
	return end != value && !*end && c->patience_s > 0 &&
	       c->patience_s <= 86400;
}

static const struct common_option *find_option(const char *name)
{
	for (const struct common_option *o = common_options; o->name; o++)
		if (strcmp(o->name, name) == 0)
			return o;
	return NULL;
}

/* An option of the whole program at argv[i]; how many words it took, 0 when it
 * is none, -1 when it lacks its value. */
static int take_option(struct connection *c, int argc, char **argv, int i)
{
	static char none[] = "";
	const struct common_option *o = find_option(argv[i]);
	char *value = i + 1 < argc ? argv[i + 1] : none;
	bool good = *value;

	if (!o)
		return 0;
	if (!o->argument) {
		c->tcp = true;
		return 1;
	}
	if (strcmp(o->name, "--host") == 0)
		connection_set_host(c, value);
	else if (strcmp(o->name, "--port") == 0)
		good = set_port(c, value);
	else
		good = set_timeout(c, value);
	if (good)
		return 2;
	fprintf(stderr,
		*value ? "phonon: %s %s: that is no %s\n"
		       : "phonon: %s%s needs its %s\n",
		o->name, value, o->argument);
	return -1;
}

/* Take the options of the whole program out of argv, wherever they stand
 * before a "--"; the rest moves together. -1 on a mistake. */
static int take_options(struct connection *c, int argc, char **argv)
{
	int kept = 1, i = 1;

	while (i < argc) {
		int n = take_option(c, argc, argv, i);

		if (n < 0)
			return -1;
		if (n == 0 && strcmp(argv[i], "-e") == 0 && i + 1 < argc)
			argv[kept++] = argv[i++];
		if (n == 0)
			argv[kept++] = argv[i++];
		i += n;
	}
	argv[kept] = NULL;
	return kept;
}

static int run(struct connection *c, int argc, char **argv)
{
	const struct command *command = usage_find(argv[1]);
	int status;

	if (!command) {
		usage_unknown(argv[1]);
		return EX_USAGE;
	}
	if (argc == 3 &&
	    (!strcmp(argv[2], "--help") || !strcmp(argv[2], "-h"))) {
		usage_command(stdout, command);
		return 0;
	}
	status = command->run(c, argc - 1, argv + 1);
	connection_close(c);
	return status;
}

int main(int argc, char **argv)
{
	struct connection c;

	connection_init(&c);
	argc = take_options(&c, argc, argv);
	if (argc < 0)
		return EX_USAGE;
	if (argc < 2) {
		usage_all(stderr);
		return EX_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
		usage_all(stdout);
	else if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-v"))
		puts("phonon " PACKAGE_VERSION);
	else if (!strcmp(argv[1], "--man"))
		usage_man(stdout);
	else
		return run(&c, argc, argv);
	return 0;
}
