/* Help, the man page and the nearest name, all made from the tables. */
#include "clients/phonon.h"

#include <string.h>
#include <sysexits.h>
#include "config.h"

enum { LONGEST = 16, NEAR = 2 };

const struct command *usage_find(const char *name)
{
	for (const struct command *c = commands; c->name; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

void usage_command(FILE *to, const struct command *command)
{
	fprintf(to, "usage: phonon [OPTIONS] %s %s\n%s\n", command->name,
		command->arguments, command->summary);
}

int command_usage(const char *name)
{
	usage_command(stderr, usage_find(name));
	return EX_USAGE;
}

void usage_all(FILE *to)
{
	fputs("usage: phonon [OPTIONS] COMMAND ...\n\nCommands:\n", to);
	for (const struct command *c = commands; c->name; c++)
		fprintf(to, "  %-8s %s\n           %s\n", c->name, c->arguments,
			c->summary);
	fputs("\nOptions:\n", to);
	for (const struct common_option *o = common_options; o->name; o++)
		fprintf(to, "  %s %-*s %s\n", o->name,
			18 - (int)strlen(o->name),
			o->argument ? o->argument : "", o->summary);
	fputs("\nFirst steps: start the server with `phonon-audio`, then\n"
	      "  phonon send -e 'd1 $ s \"bd sn\"'\n"
	      "and look things up: phonon help every\n",
	      to);
}

/* --- The man page --- */

/* A minus is a hyphen in roff unless it is escaped. */
static void roff(FILE *to, const char *text)
{
	for (; *text; text++) {
		if (*text == '-' || *text == '\\')
			putc('\\', to);
		putc(*text, to);
	}
}

static void entry(FILE *to, const char *name, const char *argument,
		  const char *summary)
{
	fputs(".TP\n.B ", to);
	roff(to, name);
	putc(' ', to);
	roff(to, argument ? argument : "");
	fputs("\n", to);
	roff(to, summary);
	fputs(".\n", to);
}

void usage_man(FILE *to)
{
	fputs(".TH PHONON 1 \"\" \"phonon " PACKAGE_VERSION "\"\n"
	      ".SH NAME\nphonon \\- talk to the live\\-coding sound server\n"
	      ".SH SYNOPSIS\n.B phonon\n[options] command ...\n"
	      ".SH DESCRIPTION\nSends code to a running phonon\\-audio, shows "
	      "its mistakes in their place, and has a hand on what plays.\n"
	      ".SH COMMANDS\n",
	      to);
	for (const struct command *c = commands; c->name; c++)
		entry(to, c->name, c->arguments, c->summary);
	fputs(".SH OPTIONS\n", to);
	for (const struct common_option *o = common_options; o->name; o++)
		entry(to, o->name, o->argument, o->summary);
	fputs(".SH EXIT STATUS\n0 when all went well, 64 for a wrong command "
	      "line, 65 for code with mistakes, 66 for a file that can't be "
	      "read, 68 for a host that is not known, 69 when no server "
	      "answers, 73 for a file that can't be written.\n"
	      ".SH ENVIRONMENT\n.TP\n.B PHONON_HOST\nhost, or host:port, of "
	      "the server.\n"
	      ".SH EXAMPLES\n.nf\nphonon send \\-e 'd1 $ s \"bd sn\"'\n"
	      "phonon tempo 120 bpm\nphonon hush d1\n"
	      "phonon render song.phonon \\-o song.wav \\-\\-cycles 16\n.fi\n"
	      ".SH SEE ALSO\n.BR phonon\\-audio (1)\n",
	      to);
}

/* --- Nearest names --- */

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* Levenshtein distance, one row; far for long words. */
static int distance(const char *a, const char *b)
{
	int row[LONGEST + 1], n = (int)strlen(b);

	if (strlen(a) > LONGEST || n > LONGEST)
		return LONGEST;
	for (int j = 0; j <= n; j++)
		row[j] = j;
	for (int i = 1; *a; a++, i++) {
		int diagonal = row[0];

		row[0] = i;
		for (int j = 1; j <= n; j++) {
			int up = row[j];

			row[j] = least(least(up, row[j - 1]) + 1,
				       diagonal + (*a != b[j - 1]));
			diagonal = up;
		}
	}
	return row[n];
}

void usage_unknown(const char *name)
{
	const struct command *best = NULL;
	size_t len = strlen(name);

	for (const struct command *c = commands; c->name; c++)
		if ((len > 1 && strncmp(name, c->name, len) == 0) ||
		    (distance(name, c->name) <= NEAR &&
		     (!best ||
		      distance(name, c->name) < distance(name, best->name))))
			best = c;
	fprintf(stderr, "phonon: there is no command %s", name);
	if (best)
		fprintf(stderr, ": did you mean %s?\n", best->name);
	else
		fputs("; phonon --help lists them\n", stderr);
}
