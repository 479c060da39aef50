/* Code to the server, and its answer to the person: what plays from when, or
 * every mistake in its line, with a caret. */
#include "clients/phonon.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>
#include "osc-spec/protocol.h"

/* Longer texts go in parts: a datagram of this size passes any network. */
enum { PART = 8192, TEXT_MAX = 1 << 20 };
/* A datagram may get lost: it is sent so often, each time with a part of the
 * patience. The server does what has an id once. */
enum { TRIES = 3 };

/* A file, or standard input for "-", NUL-terminated; NULL: said why. */
static char *read_text(const char *path, int *exit_status)
{
	FILE *f = strcmp(path, "-") ? fopen(path, "r") : stdin;
	char *text = f ? malloc(TEXT_MAX + 1) : NULL;
	size_t n = text ? fread(text, 1, TEXT_MAX + 1, f) : 0;

	if (!text || (f && ferror(f))) {
		fprintf(stderr, "phonon: can't read %s: %s\n", path,
			strerror(errno));
		*exit_status = EX_NOINPUT;
	} else if (n > TEXT_MAX) {
		fprintf(stderr, "phonon: %s is longer than 1 MiB\n", path);
		*exit_status = EX_DATAERR;
	} else {
		text[n] = '\0';
		if (f != stdin)
			fclose(f);
		return text;
	}
	free(text);
	if (f && f != stdin)
		fclose(f);
	return NULL;
}

/* Line number `line` of the text, without its end; its length in *n. */
static const char *line_of(const char *text, int line, int *n)
{
	while (line > 1 && (text = strchr(text, '\n'))) {
		text++;
		line--;
	}
	if (!text)
		text = "";
	*n = (int)strcspn(text, "\n");
	return text;
}

/* The next character of the line: its bytes, and in *columns how many the
 * terminal gives it (a combining mark none, a CJK character two). */
static size_t next_character(const char *s, size_t n, int *columns)
{
	mbstate_t state = {0};
	wchar_t c;
	size_t len = mbrtowc(&c, s, n, &state);

	*columns = 1;
	if (len == 0 || len > n)
		return 1;
	*columns = wcwidth(c);
	if (*columns < 0)
		*columns = 1;
	return len;
}

/* Blanks (tabs where the line has them) below the characters before `column`,
 * carets below those of the span. */
static void point(const char *line, int n, int column, int end_column)
{
	size_t len;
	int at = 1, columns, marks = 0;

	setlocale(LC_CTYPE, "C.UTF-8");
	fputs("    ", stderr);
	for (int i = 0; i < n && at < end_column; i += (int)len, at++) {
		len = next_character(line + i, (size_t)(n - i), &columns);
		if (at < column && line[i] == '\t')
			fputc('\t', stderr);
		else
			for (; columns > 0; columns--, marks += at >= column)
				fputc(at < column ? ' ' : '^', stderr);
	}
	fputs(marks ? "\n" : "^\n", stderr);
}

/* Of a line that is too long for a screen: what stands around the column, which
 * moves with it. */
static const char *around(const char *line, int *n, int *column)
{
	enum { BEFORE = 60, WIDE = 160 };
	int skipped = 0, bytes = 0;

	for (; bytes < *n && skipped < *column - BEFORE; bytes++)
		skipped += ((unsigned char)line[bytes] & 0xC0) != 0x80;
	while (bytes < *n && ((unsigned char)line[bytes] & 0xC0) == 0x80)
		bytes++;
	*column -= skipped;
	*n -= bytes;
	line += bytes;
	if (*n > WIDE)
		for (*n = WIDE; ((unsigned char)line[*n] & 0xC0) == 0x80;)
			--*n;
	return line;
}

/* /fail request message id line column end_line end_column hint number of */
static void show_error(lo_message m, const char *name, const char *text)
{
	int line = (int)answer_number(m, 3), column = (int)answer_number(m, 4);
	int end_line = (int)answer_number(m, 5), n;
	int end_column = (int)answer_number(m, 6);
	const char *found = line_of(text, line, &n),
		   *hint = answer_string(m, 7);

	fprintf(stderr, "%s:%d:%d: %s\n", name, line, column,
		answer_string(m, 1));
	if (line < 1)
		return;
	if (end_line != line)
		end_column = n + 1;
	end_column -= column;
	found = around(found, &n, &column);
	end_column += column;
	fprintf(stderr, "    %.*s\n", n, found);
	point(found, n, column, end_column > column ? end_column : column + 1);
	if (*hint)
		fprintf(stderr, "    %s\n", hint);
}

/* /done request id generation cycle slots warnings text ... */
static void show_done(lo_message m)
{
	const char *slots = answer_string(m, 4);

	for (int i = 6; i < lo_message_get_argc(m); i++)
		fprintf(stderr, "warning: %s\n", answer_string(m, i));
	if (*slots)
		printf("%s from cycle %.3f\n", slots, answer_number(m, 3));
}

static lo_message make_part(const char *text, int id, int i, int count)
{
	char part[PART + 1];
	lo_message m = lo_message_new();

	snprintf(part, sizeof(part), "%s", text + (size_t)i * PART);
	lo_message_add_int32(m, id);
	lo_message_add_int32(m, i);
	lo_message_add_int32(m, count);
	lo_message_add_string(m, part);
	return m;
}

/* Whether the server says that it has a part. */
static bool is_kept(lo_message m, const char *path, int id, int i)
{
	return !strcmp(path, "/done") &&
	       !strcmp(answer_string(m, 0), OSC_PHONON_CODE_PART) &&
	       (int)answer_number(m, 1) == id && (int)answer_number(m, 2) == i;
}

/* Until the server has the part; at most a share of the patience. */
static bool wait_kept(struct connection *c, int id, int i)
{
	char path[128];
	lo_message m;
	bool kept = false;

	while (!kept && (m = connection_wait(c, c->patience_s / TRIES, path,
					     sizeof(path)))) {
		kept = is_kept(m, path, id, i);
		lo_message_free(m);
	}
	return kept;
}

/* All parts but the last, one after the other: no buffer on the way has to hold
 * them all. */
static bool send_parts(struct connection *c, const char *text, int id,
		       int count, int *status)
{
	for (int i = 0; i < count - 1; i++)
		for (int tries = 0; tries < TRIES; tries++) {
			lo_message m = make_part(text, id, i, count);

			if (!connection_send(c, OSC_PHONON_CODE_PART, m,
					     status))
				return false;
			if (wait_kept(c, id, i))
				break;
		}
	return true;
}

static int parts_of(const struct connection *c, const char *text)
{
	size_t n = strlen(text);

	return c->tcp || n <= PART ? 1 : (int)((n + PART - 1) / PART);
}

/* The text, or its last part. */
static bool send_last(struct connection *c, const char *text, int id,
		      int *status)
{
	int count = parts_of(c, text);
	lo_message m;

	if (count > 1) {
		m = make_part(text, id, count - 1, count);
		return connection_send(c, OSC_PHONON_CODE_PART, m, status);
	}
	m = lo_message_new();
	lo_message_add_string(m, text);
	lo_message_add_int32(m, id);
	return connection_send(c, OSC_PHONON_CODE, m, status);
}

/* Whether an answer is the last one to this text; *failed when it is bad. */
static bool take_answer(lo_message m, const char *path, int id,
			const char *name, const char *text, bool *failed)
{
	const char *request = answer_string(m, 0);

	if (strcmp(request, OSC_PHONON_CODE) != 0 &&
	    strcmp(request, OSC_PHONON_CODE_PART) != 0)
		return false;
	if (strcmp(path, "/fail") == 0 && lo_message_get_argc(m) < 10) {
		fprintf(stderr, "phonon: %s\n", answer_string(m, 1));
		return *failed = true;
	}
	if (strcmp(path, "/fail") == 0) {
		if ((int)answer_number(m, 2) != id)
			return false;
		*failed = true;
		show_error(m, name, text);
		return answer_number(m, 8) >= answer_number(m, 9);
	}
	if (strcmp(path, "/done") != 0 ||
	    strcmp(request, OSC_PHONON_CODE) != 0 ||
	    (int)answer_number(m, 1) != id)
		return false;
	show_done(m);
	return true;
}

/* The next answer; over UDP the text is sent again while none comes. */
static lo_message next_answer(struct connection *c, const char *text, int id,
			      char *path, size_t size, int *status)
{
	lo_message m;

	for (int i = 1; i < TRIES && !c->tcp; i++) {
		m = connection_wait(c, c->patience_s / TRIES, path, size);
		if (m || errno != ETIMEDOUT)
			return m ? m
				 : connection_receive(c, path, size, status);
		if (!send_last(c, text, id, status))
			return NULL;
	}
	return connection_receive(c, path, size, status);
}

static int play(struct connection *c, const char *name, const char *text)
{
	int status = 0, id;
	bool failed = false;
	char path[128];
	struct timespec t;
	lo_message m;

	clock_gettime(CLOCK_REALTIME, &t);
	id = (int)((unsigned)(t.tv_nsec ^ t.tv_sec ^ getpid() << 12) >> 1);
	if (!send_parts(c, text, id, parts_of(c, text), &status) ||
	    !send_last(c, text, id, &status))
		return status;
	while ((m = next_answer(c, text, id, path, sizeof(path), &status))) {
		bool last = take_answer(m, path, id, name, text, &failed);

		lo_message_free(m);
		if (last)
			return failed ? EX_DATAERR : 0;
	}
	return failed ? EX_DATAERR : status;
}

int cmd_send(struct connection *c, int argc, char **argv)
{
	int status = 0;
	char *text;

	if (argc == 3 && strcmp(argv[1], "-e") == 0)
		return play(c, "code", argv[2]);
	if (argc != 2 || (argv[1][0] == '-' && argv[1][1]))
		return command_usage("send");
	text = read_text(argv[1], &status);
	if (!text)
		return status;
	status = play(c, argv[1], text);
	free(text);
	return status;
}
