#include "config.h"

#include "events.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/strbuf.h"
#include "base/json.h"
#include "compile/compile.h"
#include "pattern/core.h"
#include "pattern/mini.h"
#include "pattern/render.h"
#include "pattern/stateful.h"

enum { EX_OK = 0, EX_USAGE = 64, EX_DATAERR = 65, EX_NOINPUT = 66 };

enum state_kind { STATE_NONE, STATE_MAP, STATE_TRIGGER };

/* One question. */
struct request {
	const char *id; /* NULL: an answer for people */
	const char *text;
	char type;
	bool mini, json;
	struct span span;
	struct rat step; /* den 0: one query */
	enum state_kind state;

	struct arena *arena;
	struct diag_list errors;
	struct events events;
};

/* --- The state that patterns may read --- */

struct state {
	struct arena *arena;
	struct map_entry at[256];
	size_t n;
};

static void put(struct state *s, const char *name, enum control_kind kind,
		struct value v)
{
	s->at[s->n++] =
	    (struct map_entry){control_make(s->arena, name, kind), v};
}

static struct value mini(struct arena *a, enum mini_type type, const char *s)
{
	struct diag_list none;

	diag_init(&none, a, s, strlen(s));
	return value_pat(mini_parse(a, type, s, strlen(s), 0, &none));
}

static int by_key(const void *a, const void *b)
{
	return control_cmp(((const struct map_entry *)a)->key,
			   ((const struct map_entry *)b)->key);
}

static const struct map *state_done(struct state *s)
{
	struct map *m = map_new(s->arena, s->n);

	qsort(s->at, s->n, sizeof(s->at[0]), by_key);
	memcpy(m->at, s->at, s->n * sizeof(s->at[0]));
	return m;
}

static const struct map *make_state(struct arena *a, enum state_kind kind)
{
	struct state s = {.arena = a};

	if (kind == STATE_NONE)
		return NULL;
	put(&s, "_cps", CONTROL_FLOAT, value_float(0.5625));
	if (kind == STATE_TRIGGER) {
		put(&s, "_t_pattern", CONTROL_RATIONAL, value_rat(RAT(19, 8)));
		return state_done(&s);
	}
	put(&s, "hello", CONTROL_STRING, mini(a, MINI_STRING, "<bd [sn cp]>"));
	put(&s, "num", CONTROL_FLOAT, mini(a, MINI_DOUBLE, "1 2.5"));
	put(&s, "int", CONTROL_INT, mini(a, MINI_INT, "<3 5>"));
	put(&s, "tune", CONTROL_NOTE, mini(a, MINI_NOTE, "0 4 7"));
	put(&s, "flag", CONTROL_BOOL, mini(a, MINI_BOOL, "t f t"));
	put(&s, "ratio", CONTROL_RATIONAL, mini(a, MINI_RATIONAL, "1%4 1%8"));
	put(&s, "patstr", CONTROL_STRING, value_str("bd [sn cp]"));
	put(&s, "plain", CONTROL_FLOAT, value_float(0.75));
	for (int i = 0; i < 128; i++)
		put(&s, arena_printf(a, "%d", i), CONTROL_FLOAT,
		    value_float(i / 128.0));
	return state_done(&s);
}

/* --- Answering --- */

static void add_events(struct request *r, const struct events *more)
{
	struct events *all = &r->events;
	size_t n = all->n + more->n;
	struct event *at;

	if (!all->n || !more->n) {
		*all = all->n ? *all : *more;
		return;
	}
	if (n > all->cap) {
		at = arena_alloc(r->arena, 2 * n * sizeof(*at));
		memcpy(at, all->at, all->n * sizeof(*at));
		all->at = at;
		all->cap = 2 * n;
	}
	memcpy(all->at + all->n, more->at, more->n * sizeof(*at));
	all->n = n;
}

/* Controls that count are resolved as while playing: query by query. */
static void ask(struct request *r, const struct pattern *p,
		const struct map **state, struct span s)
{
	struct query q = {.arena = r->arena, .state = *state};
	struct events e = pat_events(&q, p, s);

	events_resolve_state(r->arena, state, &e);
	add_events(r, &e);
}

static void answer(void *ctx)
{
	struct request *r = ctx;
	const struct pattern *p = compile_expression(
	    r->arena, r->type, r->mini, r->text, strlen(r->text), &r->errors);
	const struct map *state;
	struct rat at = r->span.begin;

	if (!p)
		return;
	state = make_state(r->arena, r->state);
	if (!r->step.den) {
		ask(r, p, &state, r->span);
		return;
	}
	while (rat_lt(at, r->span.end)) {
		struct rat next = rat_min(rat_add(at, r->step), r->span.end);

		ask(r, p, &state, SPAN(at, next));
		at = next;
	}
}

static void print_error(struct strbuf *out, const char *kind,
			const char *message)
{
	strbuf_printf(out, "\"error\":\"%s\",\"message\":", kind);
	json_string(out, message);
	strbuf_puts(out, "}\n");
}

static void print_json(struct request *r, enum status st, struct strbuf *out)
{
	strbuf_putc(out, '{');
	if (r->id) {
		strbuf_puts(out, "\"id\":");
		json_string(out, r->id);
		strbuf_putc(out, ',');
	}
	if (st != ST_OK) {
		print_error(out, st == ST_NOMEM ? "memory" : "eval",
			    r->arena->why);
	} else if (r->errors.errors) {
		const struct diag *d = r->errors.first;

		while (d->warning)
			d = d->next;
		print_error(out, "syntax", d->message);
	} else {
		strbuf_puts(out, "\"events\":");
		events_json(out, &r->events, r->type);
		strbuf_puts(out, "}\n");
	}
}

/* The line with the mistake, and a caret below it. */
static void print_diag(const struct request *r, const struct diag *d,
		       struct strbuf *out)
{
	const char *line = r->text;
	size_t len;

	for (int i = 1; i < d->line; i++)
		line += strcspn(line, "\n") + 1;
	len = strcspn(line, "\n");
	strbuf_printf(out, "%d:%d: %s%s\n  %.*s\n  %*s^", d->line, d->column,
		      d->warning ? "warning: " : "", d->message, (int)len, line,
		      d->column - 1, "");
	for (int i = d->column + 1; d->end_line == d->line && i < d->end_column;
	     i++)
		strbuf_putc(out, '~');
	strbuf_putc(out, '\n');
	if (d->hint && *d->hint)
		strbuf_printf(out, "  %s\n", d->hint);
}

static int compare_events(const void *a, const void *b)
{
	const struct event *x = a, *y = b;
	int c = rat_cmp(x->part.begin, y->part.begin);

	return c ? c : rat_cmp(x->part.end, y->part.end);
}

static void print_rat(struct strbuf *out, struct rat r)
{
	strbuf_printf(out, r.den == 1 ? "%lld" : "%lld/%lld", (long long)r.num,
		      (long long)r.den);
}

/* (0>1)-2: what is asked for of an event stands in brackets. */
static void print_time(struct strbuf *out, const struct event *e)
{
	bool before, after;

	if (e->analog) {
		strbuf_putc(out, '~');
		print_rat(out, e->part.begin);
		strbuf_putc(out, '>');
		print_rat(out, e->part.end);
		strbuf_putc(out, '~');
		return;
	}
	before = rat_lt(e->whole.begin, e->part.begin);
	after = rat_lt(e->part.end, e->whole.end);
	if (before) {
		print_rat(out, e->whole.begin);
		strbuf_putc(out, '-');
	}
	strbuf_putc(out, '(');
	print_rat(out, e->part.begin);
	strbuf_putc(out, '>');
	print_rat(out, e->part.end);
	strbuf_putc(out, ')');
	if (after) {
		strbuf_putc(out, '-');
		print_rat(out, e->whole.end);
	}
}

static void print_value(struct strbuf *out, struct value v)
{
	if (v.kind == V_MAP) {
		for (size_t i = 0; i < v.map->n; i++) {
			strbuf_printf(out, "%s%s: ", i ? ", " : "",
				      v.map->at[i].key->name);
			print_value(out, v.map->at[i].value);
		}
	} else if (v.kind == V_RAT) {
		print_rat(out, v.r);
	} else if (v.kind == V_FLOAT || v.kind == V_NOTE) {
		strbuf_printf(out, v.kind == V_NOTE ? "%.6gn" : "%.6gf", v.f);
	} else {
		value_json(out, v);
	}
}

static void print_people(struct request *r, enum status st, struct strbuf *out)
{
	for (const struct diag *d = r->errors.first; d; d = d->next)
		print_diag(r, d, out);
	if (st != ST_OK)
		strbuf_printf(out, "%s\n", r->arena->why);
	if (r->events.n)
		qsort(r->events.at, r->events.n, sizeof(r->events.at[0]),
		      compare_events);
	for (size_t i = 0; i < r->events.n; i++) {
		print_time(out, &r->events.at[i]);
		strbuf_puts(out, "|");
		print_value(out, r->events.at[i].value);
		strbuf_putc(out, '\n');
	}
}

static bool answer_to(struct request *r, struct arena *a, struct strbuf *out)
{
	enum status st;
	bool good;

	arena_reset(a);
	r->arena = a;
	a->step_limit = compile_limits_default.steps;
	r->events = events_none();
	diag_init(&r->errors, a, r->text, strlen(r->text));
	st = arena_run(a, answer, r);
	good = st == ST_OK && !r->errors.errors;
	if (r->json)
		print_json(r, st, out);
	else
		print_people(r, st, out);
	return good;
}

/* --- Arguments and batch files --- */

static bool read_rat(const char *s, struct rat *to)
{
	char *end;
	long long num, den = 1;

	errno = 0;
	num = strtoll(s, &end, 10);
	if (end == s)
		return false;
	if (*end == '.') {
		*to = rat_simplest(strtod(s, &end));
		return *end == '\0';
	}
	if (*end == '/' || *end == '%')
		den = strtoll(end + 1, &end, 10);
	*to = rat_make(num, den);
	return *end == '\0' && den > 0 && errno == 0;
}

static bool read_type(struct request *r, const char *s)
{
	r->mini = *s == 'm';
	if (r->mini)
		s++;
	r->type = *s;
	return *s && strchr("CDNISBRX", *s) && !s[1];
}

static bool read_state(struct request *r, const char *s)
{
	r->state = strcmp(s, "map") == 0       ? STATE_MAP
		   : strcmp(s, "trigger") == 0 ? STATE_TRIGGER
					       : STATE_NONE;
	return r->state != STATE_NONE;
}

static char *field(char **line)
{
	char *start = *line;

	if (!start)
		return NULL;
	*line = strchr(start, '\t');
	if (*line)
		*(*line)++ = '\0';
	return start;
}

/* id, type, from, to, [qstep=n/d], [state=map|trigger], expression */
static bool read_case(char *line, struct request *r)
{
	char *f[4];

	*r = (struct request){.json = true};
	for (int i = 0; i < 4; i++)
		if (!(f[i] = field(&line)))
			return false;
	r->id = f[0];
	if (!line || !read_type(r, f[1]) || !read_rat(f[2], &r->span.begin) ||
	    !read_rat(f[3], &r->span.end))
		return false;
	while (strncmp(line, "qstep=", 6) == 0 ||
	       strncmp(line, "state=", 6) == 0) {
		char *option = field(&line);

		if (!line || (option[0] == 'q' ? !read_rat(option + 6, &r->step)
					       : !read_state(r, option + 6)))
			return false;
	}
	r->text = line;
	return r->step.den == 0 || r->step.num > 0;
}

static int batch(FILE *in)
{
	struct strbuf out;
	struct arena arena;
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	int status = EX_OK, number = 0;

	strbuf_init(&out);
	arena_init(&arena, compile_limits_default.arena_bytes);
	while ((n = getline(&line, &cap, in)) >= 0) {
		struct request r;

		number++;
		if (n && line[n - 1] == '\n')
			line[--n] = '\0';
		if (n == 0)
			continue;
		if (!read_case(line, &r)) {
			fprintf(stderr,
				"line %d: not `id, type, from, to, "
				"expression`, separated by tabs\n",
				number);
			status = EX_DATAERR;
			continue;
		}
		answer_to(&r, &arena, &out);
		fwrite(strbuf_str(&out), 1, out.len, stdout);
		strbuf_reset(&out);
	}
	free(line);
	arena_finish(&arena);
	strbuf_finish(&out);
	return status;
}

static int batch_file(const char *path)
{
	FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
	int status;

	if (!in) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return EX_NOINPUT;
	}
	status = batch(in);
	if (in != stdin)
		fclose(in);
	return status;
}

static int one(struct request *r)
{
	struct strbuf out;
	struct arena arena;
	bool good;

	strbuf_init(&out);
	arena_init(&arena, compile_limits_default.arena_bytes);
	good = answer_to(r, &arena, &out);
	fputs(strbuf_str(&out), good || r->json ? stdout : stderr);
	arena_finish(&arena);
	strbuf_finish(&out);
	return good ? EX_OK : EX_DATAERR;
}

static int usage(const char *wrong)
{
	if (wrong)
		fprintf(stderr, "phonon-audio --events: `%s`?\n", wrong);
	fputs("usage: phonon-audio --events -e EXPRESSION [--from CYCLE] "
	      "[--to CYCLE]\n"
	      "           [--type C|D|N|I|R|S|B|X] [--qstep CYCLES] "
	      "[--state map|trigger] [--json]\n"
	      "       phonon-audio --events --batch FILE\n",
	      stderr);
	return EX_USAGE;
}

static bool option(struct request *r, const char *name, const char *value)
{
	if (strcmp(name, "-e") == 0) {
		r->text = value;
		return true;
	}
	if (strcmp(name, "--from") == 0)
		return read_rat(value, &r->span.begin);
	if (strcmp(name, "--to") == 0)
		return read_rat(value, &r->span.end);
	if (strcmp(name, "--type") == 0)
		return read_type(r, value);
	if (strcmp(name, "--qstep") == 0)
		return read_rat(value, &r->step) && r->step.num > 0;
	return strcmp(name, "--state") == 0 && read_state(r, value);
}

int events_main(int argc, char **argv)
{
	struct request r = {.type = 'C', .span = {RAT_ZERO, RAT_ZERO}};
	bool to = false;

	for (int i = 0; i < argc; i++) {
		if (strcmp(argv[i], "--json") == 0) {
			r.json = true;
			continue;
		}
		if (i + 1 == argc)
			return usage(argv[i]);
		if (strcmp(argv[i], "--batch") == 0)
			return batch_file(argv[i + 1]);
		if (!option(&r, argv[i], argv[i + 1]))
			return usage(argv[i]);
		to |= strcmp(argv[i], "--to") == 0;
		i++;
	}
	if (!r.text)
		return usage(NULL);
	if (!to)
		r.span.end = rat_add(r.span.begin, RAT_ONE);
	return one(&r);
}
