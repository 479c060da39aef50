#include "config.h"

#include "offline.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/alloc.h"
#include "base/log.h"
#include "engine/render.h"
#include "options.h"
#include "paths.h"

enum {
	EX_OK = 0,
	EX_DATAERR = 65,
	EX_NOINPUT = 66,
	EX_SOFTWARE = 70,
	EX_CANTCREAT = 73,
	TEXT_MAX = 1 << 20
};

static const double default_cycles = 8;

struct source {
	const char *name;
	struct strbuf text;
};

static bool read_source(struct source *s)
{
	bool is_stdin = !strcmp(s->name, "-");
	FILE *f = is_stdin ? stdin : fopen(s->name, "rb");
	char piece[4096];
	bool well;
	size_t n;

	if (!f)
		return false;
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0 &&
	       s->text.len <= TEXT_MAX)
		strbuf_add(&s->text, piece, n);
	well = !ferror(f) && !s->text.failed;
	if (!is_stdin)
		fclose(f);
	return well;
}

/* --- Mistakes --- */

static bool begins_character(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

/* The line, and a caret below the column; tabs stay tabs, so both agree. */
static void print_place(const char *text, int line, int column, int end_column)
{
	const char *at = text;
	int n, passed = 1;

	while (line-- > 1 && (at = strchr(at, '\n')))
		at++;
	if (!at)
		return;
	n = (int)strcspn(at, "\r\n");
	fprintf(stderr, "  %.*s\n  ", n, at);
	for (; n-- > 0 && passed < column; at++) {
		fputc(*at == '\t' ? '\t' : ' ', stderr);
		while (n > 0 && !begins_character(at[1])) {
			at++;
			n--;
		}
		passed++;
	}
	fputc('^', stderr);
	for (int i = column + 1; i < end_column; i++)
		fputc('~', stderr);
	fputc('\n', stderr);
}

static void print_diag(const struct source *s, const struct diag *d)
{
	fprintf(stderr, "%s:%d:%d: %s%s\n", s->name, d->line, d->column,
		d->warning ? "warning: " : "", d->message);
	print_place(strbuf_str(&s->text), d->line, d->column,
		    d->end_line == d->line ? d->end_column : 0);
	if (d->hint && *d->hint)
		fprintf(stderr, "  %s\n", d->hint);
}

static void on_done(void *ctx, const struct eval_result *r)
{
	const struct source *s = ctx;

	if (r->program)
		for (const struct diag *d = r->program->diags.first; d;
		     d = d->next)
			print_diag(s, d);
	for (size_t i = 0; i < r->n_warnings; i++)
		fprintf(stderr, "%s: warning: %s\n", s->name, r->warnings[i]);
}

static void on_message(void *ctx, const char *scope, const char *slot,
		       const char *text)
{
	const struct source *s = ctx;

	(void)scope;
	(void)slot;
	fprintf(stderr, "%s: warning: %s\n", s->name, text);
}

/* --- Figures --- */

static double decibels(double x)
{
	return 20 * log10(fmax(x, 1e-10));
}

static void print_result(const struct options *o, const struct render_result *r)
{
	printf("%s: %.2f s, peak %.1f dB, RMS %.1f dB, ", o->out, r->seconds,
	       decibels(r->peak), decibels(r->rms));
	if (r->limited_s > 0)
		printf("clipping held off for %.2f s by the limiter",
		       r->limited_s);
	else
		printf("no clipping");
	if (r->n_stems)
		printf(", %zu stems", r->n_stems);
	if (r->work_s > 0)
		printf(", %.0f times real time", r->seconds / r->work_s);
	putchar('\n');
	if (r->silent)
		fprintf(stderr, "%s: warning: it is silent\n", o->out);
}

static int exit_status(enum status st, const char *why)
{
	switch (st) {
	case ST_OK:
		return EX_OK;
	case ST_INVALID:
		return EX_DATAERR;
	case ST_IO:
		log_error("%s", why);
		return EX_CANTCREAT;
	default:
		log_error("the program can't be rendered%s%s", *why ? ": " : "",
			  why);
		return EX_SOFTWARE;
	}
}

static int render_source(const struct options *o, struct source *s)
{
	struct paths paths;
	struct render_result result = {0};
	char why[256] = "";
	struct render_options ro = {.text = strbuf_str(&s->text),
				    .len = s->text.len,
				    .cycles = o->cycles,
				    .seconds = o->seconds,
				    .path = o->out,
				    .stems = o->stems,
				    .rate_hz = o->rate_hz,
				    .done = on_done,
				    .message = on_message,
				    .ctx = s};
	enum status st;

	if (ro.cycles <= 0 && ro.seconds <= 0)
		ro.cycles = default_cycles;
	paths_samples(&paths, o->samples.at, o->samples.n);
	ro.sample_dirs = paths.at;
	ro.n_sample_dirs = paths.n;
	st = render(&ro, &result, why);
	if (st == ST_OK)
		print_result(o, &result);
	return exit_status(st, why);
}

int offline_main(const struct options *o)
{
	struct source s = {.name = o->render};
	int status = EX_NOINPUT;

	strbuf_init(&s.text);
	if (read_source(&s))
		status = render_source(o, &s);
	else
		log_error("%s can't be read: %s", s.name, strerror(errno));
	strbuf_finish(&s.text);
	return status;
}
