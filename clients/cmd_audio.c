/* What phonon-audio does without sound card and sockets: the client hands the
 * words over to it. */
#include "clients/phonon.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

enum { WORDS = 64 };

struct words {
	const char *at[WORDS];
	int n;
};

static void add(struct words *w, const char *word)
{
	if (w->n < WORDS - 1)
		w->at[w->n++] = word;
}

/* Become phonon-audio; returns only when that fails. */
static int become(struct words *w)
{
	const char *program = audio_program();

	w->at[w->n] = NULL;
	execvp(program, (char *const *)w->at);
	fprintf(stderr,
		"phonon: %s can't be started: %s\n"
		"It belongs beside this program, or into a folder of PATH.\n",
		program, strerror(errno));
	return EX_UNAVAILABLE;
}

int cmd_render(struct connection *c, int argc, char **argv)
{
	struct words w = {.at = {"phonon-audio", "--render"}, .n = 2};
	const char *file = NULL, *out = NULL;

	(void)c;
	for (int i = 1; i < argc; i++) {
		int valued = !strcmp(argv[i], "--cycles") ||
			     !strcmp(argv[i], "--seconds") ||
			     !strcmp(argv[i], "--samples") ||
			     !strcmp(argv[i], "--rate") ||
			     !strcmp(argv[i], "-o");

		if (valued && i + 1 >= argc)
			return command_usage("render");
		if (!strcmp(argv[i], "-o")) {
			out = argv[++i];
		} else if (!strcmp(argv[i], "--stems")) {
			continue;
		} else if (valued) {
			i++;
		} else if (argv[i][0] == '-' && argv[i][1]) {
			fprintf(stderr, "phonon: unknown option %s\n", argv[i]);
			return command_usage("render");
		} else if (!file) {
			file = argv[i];
		} else if (!out) {
			out = argv[i];
		} else {
			return command_usage("render");
		}
	}
	if (!file || !out)
		return command_usage("render");
	add(&w, file);
	add(&w, "-o");
	add(&w, out);
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--stems")) {
			add(&w, argv[i]);
		} else if (!strcmp(argv[i], "--rate")) {
			add(&w, "-S");
			add(&w, argv[++i]);
		} else if (!strncmp(argv[i], "--", 2)) {
			add(&w, argv[i]);
			add(&w, argv[++i]);
		} else if (!strcmp(argv[i], "-o")) {
			i++;
		}
	return become(&w);
}

static int hand_over(const char *option, int argc, char **argv)
{
	struct words w = {.at = {"phonon-audio", option}, .n = 2};

	for (int i = 1; i < argc; i++)
		add(&w, argv[i]);
	return become(&w);
}

int cmd_events(struct connection *c, int argc, char **argv)
{
	(void)c;
	return argc < 2 ? command_usage("events")
			: hand_over("--events", argc, argv);
}

/* Commands that are statements of the language too. */
static bool is_statement(const char *name)
{
	static const char *const words[] = {"hush", "unhush", "panic", "tempo"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcmp(words[i], name))
			return true;
	return false;
}

int cmd_help(struct connection *c, int argc, char **argv)
{
	const struct command *own = argc == 2 ? usage_find(argv[1]) : NULL;

	(void)c;
	if (argc > 2)
		return command_usage("help");
	if (argc < 2) {
		usage_all(stdout);
		return 0;
	}
	if (!own)
		return hand_over("--explain", argc, argv);
	usage_command(stdout, own);
	if (!is_statement(own->name))
		return 0;
	putchar('\n');
	fflush(stdout);
	return hand_over("--explain", argc, argv);
}
