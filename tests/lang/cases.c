#define _POSIX_C_SOURCE 200809L

#include "tests/lang/cases.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "compile/compile.h"
#include "pattern/core.h"
#include "pattern/render.h"
#include "tests/support/suite.h"

enum { MOST_ENTRIES = 64, MOST_FILES = 64 };

/* A scope that takes over what programs define. */
struct scope {
	struct scope_entry entries[MOST_ENTRIES];
	size_t n;
};

static char *copy(const char *s, size_t n)
{
	char *to = malloc(n + 1);

	if (!to)
		exit(70);
	memcpy(to, s, n);
	to[n] = '\0';
	return to;
}

static void scope_take(struct scope *s, const struct program *p)
{
	for (size_t i = 0; i < p->n_defines; i++) {
		const struct scope_entry *e = &p->defines[i];
		size_t at = 0;

		while (at < s->n && strcmp(s->entries[at].name, e->name) != 0)
			at++;
		if (at == MOST_ENTRIES)
			exit(70);
		if (at < s->n) {
			free((char *)s->entries[at].name);
			free((char *)s->entries[at].text);
		} else {
			s->n++;
		}
		s->entries[at] =
		    (struct scope_entry){.name = copy(e->name, strlen(e->name)),
					 .text = copy(e->text, e->len),
					 .len = e->len,
					 .signal = e->signal};
	}
}

static void scope_finish(struct scope *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free((char *)s->entries[i].name);
		free((char *)s->entries[i].text);
	}
}

/* --- Answers --- */

struct question {
	struct query query;
	const struct pattern *pattern;
	struct events events;
};

static void ask(void *ctx)
{
	struct question *q = ctx;

	q->events = pat_events(&q->query, q->pattern, SPAN(RAT_ZERO, RAT_ONE));
	events_defragment(&q->events);
}

static void say_time(struct strbuf *to, struct rat r)
{
	strbuf_printf(to, r.den == 1 ? "%lld " : "%lld/%lld ", (long long)r.num,
		      (long long)r.den);
}

static void say_events(struct strbuf *to, const struct pattern *p)
{
	struct arena a;
	struct question q = {.query.arena = &a, .pattern = p};

	arena_init(&a, 16 << 20);
	a.step_limit = 1000000;
	if (arena_run(&a, ask, &q) != ST_OK) {
		strbuf_printf(to, " escapes: %s", a.why);
		q.events.n = 0;
	}
	for (size_t i = 0; i < q.events.n; i++) {
		const struct event *e = &q.events.at[i];
		struct span whole = event_whole_or_part(e);

		strbuf_puts(to, i ? "; " : " ");
		say_time(to, whole.begin);
		say_time(to, whole.end);
		value_json(to, e->value);
	}
	arena_finish(&a);
}

static void say_action(struct strbuf *to, const struct action *a)
{
	static const char *const names[] = {
	    "play",   "remove", "once",	  "transition",	  "all",
	    "tempo",  "hush",	"unhush", "panic",	  "solo",
	    "unsolo", "mute",	"unmute", "reset cycles", "set cycle",
	    "nudge",  "outmix",
	};

	strbuf_puts(to, names[a->kind]);
	if (a->target)
		strbuf_printf(to, " %s", a->target);
	if (a->kind == ACT_TEMPO || a->kind == ACT_NUDGE ||
	    a->kind == ACT_OUTMIX)
		strbuf_printf(to, " %g", a->number);
	if (a->kind == ACT_SET_CYCLE)
		strbuf_printf(to, " %lld/%lld", (long long)a->time.num,
			      (long long)a->time.den);
	if (a->pattern) {
		strbuf_putc(to, ':');
		say_events(to, a->pattern);
	}
	strbuf_putc(to, '\n');
}

static void say_diag(struct strbuf *to, const struct diag *d)
{
	strbuf_printf(to, "%d:%d-%d:%d %s%s", d->line, d->column, d->end_line,
		      d->end_column, d->warning ? "warning: " : "", d->message);
	if (d->hint && *d->hint)
		strbuf_printf(to, " (%s)", d->hint);
	strbuf_putc(to, '\n');
}

static void say_program(struct strbuf *to, const struct program *p)
{
	for (const struct diag *d = p->diags.first; d; d = d->next)
		say_diag(to, d);
	/* A whole scope has no `all` but its own. */
	for (size_t i = 0; i < p->n_actions; i++)
		if (p->actions[i].kind != ACT_ALL || p->actions[i].fn)
			say_action(to, &p->actions[i]);
}

void case_answer(const char *text, bool replace, struct strbuf *to)
{
	struct scope scope = {0};

	for (;;) {
		const char *end = strstr(text, "\n+++\n");
		size_t n = end ? (size_t)(end - text) : strlen(text);
		struct scope_view view = {.entries = scope.entries,
					  .n = scope.n};
		struct program *p;

		if (compile_text(&view, text, n,
				 replace ? EVAL_REPLACE : EVAL_MERGE, NULL,
				 &p) != ST_OK) {
			strbuf_puts(to, "no memory\n");
			break;
		}
		if (!end)
			say_program(to, p);
		else if (p->diags.errors)
			strbuf_puts(to, "an earlier text is wrong\n");
		scope_take(&scope, p);
		program_free(p);
		if (!end)
			break;
		text = end + 5;
	}
	scope_finish(&scope);
}

/* --- Files --- */

static void show(const char *name, const char *text, const char *answer)
{
	printf("=== %s\n%s\n---\n%s", name, text, answer);
}

static void run_case(const char *file, const char *name, const char *text,
		     const char *want, bool replace)
{
	struct strbuf got;

	strbuf_init(&got);
	case_answer(text, replace, &got);
	if (getenv("SHOW")) {
		show(name, text, strbuf_str(&got));
	} else if (strcmp(strbuf_str(&got), want) != 0) {
		printf("%s: %s\n%s\n--- wanted\n%s--- got\n%s", file, name,
		       text, want, strbuf_str(&got));
		CU_FAIL("a program yields something else");
	}
	strbuf_finish(&got);
}

/* Cut a file at its marks, in place. */
static int run_file(const char *file, char *all, bool replace)
{
	char *name = all, *text, *want, *next;
	int n = 0;

	for (; name && strncmp(name, "=== ", 4) == 0; name = next, n++) {
		char saved = '\0';

		name += 4;
		text = strchr(name, '\n');
		want = text ? strstr(text, "\n---\n") : NULL;
		if (!want)
			break;
		*text++ = '\0';
		*want = '\0';
		want += 5;
		next = strncmp(want, "=== ", 4) == 0 ? want
						     : strstr(want, "\n=== ");
		if (next && next != want)
			next++;
		if (next) {
			saved = *next;
			*next = '\0';
		}
		run_case(file, name, text > want ? "" : text, want, replace);
		if (next)
			*next = saved;
	}
	if (name && *name) {
		printf("%s: no case begins at: %.40s\n", file, name);
		CU_FAIL("a file of cases can't be read");
	}
	return n;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int cases_run(const char *folder, bool replace)
{
	char *names[MOST_FILES], path[1024];
	int n = 0, cases = 0;
	struct dirent *e;
	DIR *d = opendir(suite_source(folder));

	if (!d) {
		CU_FAIL("the folder of the cases is missing");
		return 0;
	}
	while ((e = readdir(d)) && n < MOST_FILES)
		if (strstr(e->d_name, ".cases"))
			names[n++] = copy(e->d_name, strlen(e->d_name));
	closedir(d);
	qsort(names, (size_t)n, sizeof(names[0]), by_name);
	for (int i = 0; i < n; i++) {
		char *text;

		snprintf(path, sizeof(path), "%s/%s", suite_source(folder),
			 names[i]);
		text = suite_read_file(path, NULL);
		if (getenv("SHOW"))
			printf("##### %s\n", names[i]);
		if (text)
			cases += run_file(names[i], text, replace);
		free(text);
		free(names[i]);
	}
	return cases;
}
