#include "config.h"

#include "options.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/nearest.h"
#include "net/net.h"

enum option_kind {
	OPT_FLAG,      /* bool */
	OPT_PORT,      /* int */
	OPT_TEXT,      /* const char * */
	OPT_NUMBER,    /* double, least to most */
	OPT_WHOLE,     /* the same without fractions */
	OPT_MS,	       /* double, in ms, or with "s" or "ms" behind it */
	OPT_LIST,      /* struct option_list, one or more words */
	OPT_MODE,      /* no argument; what to do is in `most` */
	OPT_MODE_TEXT, /* the same, with a text */
	OPT_REST,      /* a mode that takes all that follows */
};

struct option_row {
	char letter; /* 0: none */
	const char *name;
	enum option_kind kind;
	size_t at;	    /* offset in struct options */
	double least, most; /* of a number; most: OPT_MODE's mode */
	const char *argument;
	const char *group; /* where a new group begins */
	const char *summary;
};

#define AT(member) offsetof(struct options, member)

static const struct option_row rows[] = {
    {'u', "udp-port", OPT_PORT, AT(udp_port), 0, 65535, "PORT", "Network",
     "UDP port (7770), and the TCP port unless -t says otherwise; 0: any free "
     "one"},
    {'t', "tcp-port", OPT_PORT, AT(tcp_port), 0, 65535, "PORT", NULL,
     "TCP port (7770); 0: any free one"},
    {0, "bind", OPT_TEXT, AT(bind), 0, 0, "ADDRESS", NULL,
     "listen on this address instead of 127.0.0.1 and ::1; beyond this "
     "machine only with --insecure"},
    {0, "insecure", OPT_FLAG, AT(insecure), 0, 0, NULL, NULL,
     "let whoever reaches the address play"},
    {0, "ipc", OPT_TEXT, AT(ipc), 0, 0, "PATH", NULL,
     "the IPC socket (/tmp/phonon.sock, or $PHONON_SOCK)"},
    {0, "unix", OPT_TEXT, AT(unix_path), 0, 0, "PATH", NULL,
     "the OSC socket ($XDG_RUNTIME_DIR/phonon/osc.sock)"},
    {0, "no-shutdown", OPT_FLAG, AT(no_shutdown), 0, 0, NULL, NULL,
     "refuse /quit and Shutdown: only a signal ends the server"},
    {'H', "device", OPT_TEXT, AT(device), 0, 0, "NAME", "Sound",
     "sound device, by a part of its name"},
    {0, "list-devices", OPT_MODE, 0, 0, RUN_LIST_DEVICES, NULL, NULL,
     "print the sound devices"},
    {'S', "rate", OPT_NUMBER, AT(rate_hz), 8000, 384000, "HZ", NULL,
     "sample rate (the device's own; 48000 for --render)"},
    {'Z', "frames", OPT_WHOLE, AT(frames), 16, 8192, "N", NULL,
     "hardware buffer in frames (the device's choice)"},
    {0, "latency", OPT_MS, AT(latency_ms), 1, 1000, "MS", NULL,
     "the same as a time: the buffer that comes nearest"},
    {0, "latency-max", OPT_MS, AT(latency_max_ms), 1, 1000, "MS", NULL,
     "how far the buffer may grow after underruns (30)"},
    {0, "look-ahead", OPT_MS, AT(look_ahead_ms), 20, 2000, "MS", NULL,
     "how far ahead patterns are queried (100)"},
    {0, "null", OPT_FLAG, AT(null_device), 0, 0, NULL, NULL,
     "play into nothing, at the right speed"},
    {0, "record", OPT_TEXT, AT(record), 0, 0, "FILE", NULL,
     "record the sound (WAV; FLAC by the file's ending), with --stems also a "
     "file for each slot"},
    {0, "recordings", OPT_TEXT, AT(recordings), 0, 0, "DIR", NULL,
     "folder for /phonon/record/start (~/.local/share/phonon/recordings)"},
    {0, "samples", OPT_LIST, AT(samples), 0, 0, "DIR...", NULL,
     "folders of sample folders, before those of $PHONON_SAMPLE_PATH, of "
     "~/.local/share/phonon/samples and the installed kit"},
    {0, "render", OPT_MODE_TEXT, AT(render), 0, RUN_RENDER, "FILE",
     "Without sound card and sockets", "render a program into a sound file"},
    {'o', "out", OPT_TEXT, AT(out), 0, 0, "OUT.wav", NULL,
     "the file that --render writes"},
    {0, "cycles", OPT_NUMBER, AT(cycles), 1e-6, 1e6, "N", NULL,
     "render so many cycles (8)"},
    {0, "seconds", OPT_NUMBER, AT(seconds), 1e-3, 1e6, "S", NULL,
     "render so many seconds"},
    {0, "stems", OPT_FLAG, AT(stems), 0, 0, NULL, NULL,
     "a file for each slot besides the mix, also of --record"},
    {0, "events", OPT_REST, 0, 0, RUN_EVENTS, "...", NULL,
     "print the events of a pattern: --events -e CODE --from 0 --to 4 "
     "[--json], or --events --batch FILE"},
    {0, "explain", OPT_MODE_TEXT, AT(explain), 0, RUN_EXPLAIN, "NAME", NULL,
     "what a function, a control, an OSC method or an option means"},
    {'V', "verbosity", OPT_WHOLE, AT(verbosity), -2, 2, "N", "Other",
     "-2 nothing, -1 errors, 0 warnings too, 1 what happens (the default), "
     "2 every failure of a client"},
    {'v', "version", OPT_MODE, 0, 0, RUN_VERSION, NULL, NULL,
     "print the version"},
    {'h', "help", OPT_MODE, 0, 0, RUN_HELP, NULL, NULL, "print this"},
    {0, "man", OPT_MODE, 0, 0, RUN_MAN, NULL, NULL, "print the man page"},
};

enum { N_ROWS = sizeof(rows) / sizeof(*rows), WORD = 1 };

static bool takes_argument(const struct option_row *row)
{
	return row->argument && row->kind != OPT_REST;
}

/* --- Reading --- */

static void complain(const char *fmt, const char *a, const char *b)
{
	fputs("phonon-audio: ", stderr);
	fprintf(stderr, fmt, a, b);
	fputs("; phonon-audio --help lists the options\n", stderr);
}

static bool read_number(const struct option_row *row, const char *text,
			double *to)
{
	const char *unit;
	char *end, range[64];
	double x = strtod(text, &end);

	unit = end;
	if (row->kind == OPT_MS && !strcmp(unit, "s"))
		x *= 1000;
	if (row->kind == OPT_MS && (!strcmp(unit, "s") || !strcmp(unit, "ms")))
		unit = "";
	if (end != text && !*unit && x >= row->least && x <= row->most) {
		*to = x;
		return true;
	}
	snprintf(range, sizeof(range), "%s needs a number from %g to %g",
		 row->name, row->least, row->most);
	complain("--%s, not \"%s\"", range, text);
	return false;
}

static bool read_whole(const struct option_row *row, const char *text,
		       double *to)
{
	if (!read_number(row, text, to))
		return false;
	if (*to == floor(*to))
		return true;
	complain("--%s needs a whole number, not \"%s\"", row->name, text);
	return false;
}

static bool read_port(const struct option_row *row, const char *text, int *to)
{
	double port;

	if (!read_whole(row, text, &port))
		return false;
	*to = (int)port;
	return true;
}

static bool add_word(const struct option_row *row, struct option_list *list,
		     const char *word)
{
	if (list->n == OPTION_LIST_MAX) {
		complain("--%s was given too often (%s)", row->name, word);
		return false;
	}
	list->at[list->n++] = word;
	return true;
}

static bool apply(struct options *o, const struct option_row *row,
		  const char *text)
{
	char *at = (char *)o + row->at;

	switch (row->kind) {
	case OPT_FLAG:
		*(bool *)at = true;
		return true;
	case OPT_PORT:
		return read_port(row, text, (int *)at);
	case OPT_WHOLE:
		return read_whole(row, text, (double *)at);
	case OPT_NUMBER:
	case OPT_MS:
		return read_number(row, text, (double *)at);
	case OPT_LIST:
		return add_word(row, (struct option_list *)at, text);
	case OPT_MODE_TEXT:
		*(const char **)at = text;
		o->mode = (enum run_mode)row->most;
		return true;
	case OPT_TEXT:
		*(const char **)at = text;
		return true;
	case OPT_REST:
	case OPT_MODE:
		o->mode = (enum run_mode)row->most;
		return true;
	}
	return false;
}

static void unknown(const char *word)
{
	struct nearest near;
	char hint[200];

	nearest_init(&near, word + strspn(word, "-"));
	for (int i = 0; i < N_ROWS; i++)
		nearest_offer(&near, rows[i].name);
	nearest_hint(&near, hint, sizeof(hint));
	complain(*hint ? "there is no option %s: %s" : "there is no option %s",
		 word, hint);
}

/* What getopt_long() wants to know: '-' hands words over in their order, ':'
 * tells a missing argument from an unknown option. */
static void describe(char *letters, struct option *names)
{
	*letters++ = '-';
	*letters++ = ':';
	for (int i = 0; i < N_ROWS; i++) {
		names[i] = (struct option){.name = rows[i].name,
					   .has_arg = takes_argument(&rows[i])
							  ? required_argument
							  : no_argument,
					   .val = 256 + i};
		if (!rows[i].letter)
			continue;
		*letters++ = rows[i].letter;
		if (takes_argument(&rows[i]))
			*letters++ = ':';
	}
	*letters = '\0';
	names[N_ROWS] = (struct option){0};
}

static const struct option_row *row_of(int code)
{
	if (code >= 256)
		return &rows[code - 256];
	for (int i = 0; i < N_ROWS; i++)
		if (rows[i].letter && rows[i].letter == code)
			return &rows[i];
	return NULL;
}

/* A word that is no option belongs to the list before it. */
static bool word(struct options *o, const struct option_row *last,
		 const char *text)
{
	if (last && last->kind == OPT_LIST)
		return apply(o, last, text);
	complain("what is \"%s\" for?%s", text, "");
	return false;
}

static bool read_all(struct options *o, int argc, char **argv)
{
	char letters[2 * N_ROWS + 3];
	struct option names[N_ROWS + 1];
	const struct option_row *row = NULL;
	int code;

	describe(letters, names);
	opterr = 0;
	optind = 1;
	while ((code = getopt_long(argc, argv, letters, names, NULL)) != -1) {
		if (code == '?') {
			unknown(optind > 1 ? argv[optind - 1] : "");
			return false;
		}
		if (code == ':') {
			complain("%s needs an argument%s", argv[optind - 1],
				 "");
			return false;
		}
		if (code == WORD) {
			if (!word(o, row, optarg))
				return false;
			continue;
		}
		row = row_of(code);
		if (!row || !apply(o, row, optarg))
			return false;
		if (row->at == AT(tcp_port))
			o->tcp_port_given = true;
		if (row->kind == OPT_REST)
			break;
	}
	o->rest = argv + optind;
	o->n_rest = argc - optind;
	/* Behind "--". */
	return o->mode == RUN_EVENTS || !o->n_rest ||
	       word(o, NULL, argv[optind]);
}

static bool check(const struct options *o)
{
	if (o->mode == RUN_RENDER && !o->out) {
		complain("--render needs the file to write: -o %s%s", "OUT.wav",
			 "");
		return false;
	}
	if (o->cycles > 0 && o->seconds > 0) {
		complain("--cycles and --seconds%s%s", " exclude each other",
			 "");
		return false;
	}
	return true;
}

bool options_read(struct options *o, int argc, char **argv)
{
	*o = (struct options){.udp_port = NET_DEFAULT_PORT,
			      .tcp_port = NET_DEFAULT_PORT,
			      .look_ahead_ms = 100,
			      .verbosity = 1};
	if (!read_all(o, argc, argv) || !check(o))
		return false;
	if (!o->tcp_port_given)
		o->tcp_port = o->udp_port;
	if (!o->ipc)
		o->ipc = getenv("PHONON_SOCK");
	if (o->ipc && !*o->ipc)
		o->ipc = NULL;
	return true;
}

/* --- Telling --- */

static void add_name(struct strbuf *to, const struct option_row *row)
{
	if (row->letter)
		strbuf_printf(to, "-%c, ", row->letter);
	strbuf_printf(to, "--%s", row->name);
	if (row->argument)
		strbuf_printf(to, " %s", row->argument);
}

/* Text from column `indent` on, broken before column 78. */
static void add_wrapped(struct strbuf *to, const char *text, int indent)
{
	int column = indent;

	while (*text) {
		int n = (int)strcspn(text, " ");

		if (column > indent && column + 1 + n > 78) {
			strbuf_printf(to, "\n%*s", indent, "");
			column = indent;
		} else if (column > indent) {
			strbuf_putc(to, ' ');
			column++;
		}
		strbuf_add(to, text, (size_t)n);
		column += n;
		text += n + (text[n] == ' ');
	}
	strbuf_putc(to, '\n');
}

void options_help(struct strbuf *to)
{
	strbuf_puts(to, "phonon-audio: a live-coding sound server. Send it "
			"code with `phonon send`.\n");
	for (int i = 0; i < N_ROWS; i++) {
		size_t start;

		if (rows[i].group)
			strbuf_printf(to, "\n%s:\n", rows[i].group);
		start = to->len;
		strbuf_puts(to, "  ");
		add_name(to, &rows[i]);
		if (to->len - start > 24)
			strbuf_printf(to, "\n%*s", 26, "");
		else
			strbuf_printf(to, "%*s", (int)(26 - (to->len - start)),
				      "");
		add_wrapped(to, rows[i].summary, 26);
	}
}

/* A minus is a hyphen in roff unless it is escaped. */
static void add_roff(struct strbuf *to, const char *text)
{
	for (; *text; text++) {
		if (*text == '-' || *text == '\\')
			strbuf_putc(to, '\\');
		strbuf_putc(to, *text);
	}
}

void options_man(struct strbuf *to)
{
	struct strbuf name;

	strbuf_puts(to,
		    ".TH PHONON\\-AUDIO 1 \"\" \"phonon " PACKAGE_VERSION
		    "\"\n.SH NAME\nphonon\\-audio \\- live\\-coding sound "
		    "server\n.SH SYNOPSIS\n.B phonon\\-audio\n[options]\n"
		    ".SH DESCRIPTION\nTakes code over the network (OSC on "
		    "UDP, TCP and a Unix socket, and the IPC socket), plays "
		    "its patterns, and replaces a program at the current "
		    "position of the cycle without moving the beat.\n");
	strbuf_init(&name);
	for (int i = 0; i < N_ROWS; i++) {
		if (rows[i].group)
			strbuf_printf(to, ".SH %s\n", rows[i].group);
		strbuf_reset(&name);
		add_name(&name, &rows[i]);
		strbuf_puts(to, ".TP\n.B ");
		add_roff(to, strbuf_str(&name));
		strbuf_putc(to, '\n');
		add_roff(to, rows[i].summary);
		strbuf_puts(to, ".\n");
	}
	strbuf_finish(&name);
	strbuf_puts(to, ".SH EXIT STATUS\n0 when all went well, 64 for wrong "
			"options, 65 for code with mistakes, 66 for a file "
			"that can't be read, 73 for one that can't be written, "
			"75 when a port or socket is taken.\n"
			".SH ENVIRONMENT\nPHONON_SAMPLE_PATH, PHONON_SOCK, "
			"XDG_DATA_HOME, XDG_RUNTIME_DIR.\n"
			".SH SEE ALSO\n.BR phonon (1)\n");
}

bool options_explain(struct strbuf *to, const char *name)
{
	for (int i = 0; i < N_ROWS; i++) {
		bool letter = name[0] == '-' && name[1] == rows[i].letter &&
			      rows[i].letter && !name[2];

		if (!letter &&
		    (strncmp(name, "--", 2) || strcmp(name + 2, rows[i].name)))
			continue;
		add_name(to, &rows[i]);
		strbuf_printf(to, "\n\n%s\n", rows[i].summary);
		return true;
	}
	return false;
}
