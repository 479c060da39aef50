/* Every program in the documentation does what it says: compiles, and can be
 * asked for its events. */
#include "compile/compile.h"
#include "engine/unheard.h"
#include "pattern/core.h"
#include "tests/support/suite.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CYCLES = 8 };

struct question {
	struct query query;
	const struct pattern *pattern;
	size_t events;
	char unheard[64]; /* a sound or control that nobody would hear */
};

/* A bank of the kit, or an instrument of the text. */
static bool is_heard(const char *sound)
{
	char path[128];

	snprintf(path, sizeof(path), "samples/kit/%.*s",
		 (int)strcspn(sound, ":"), sound);
	return *sound == '~' || access(path, F_OK) == 0;
}

static void listen(struct question *q, const struct map *m)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct control *key = m->at[i].key;
		const struct value *v = &m->at[i].value;

		if (key->id == CONTROL_ID_s && v->kind == V_STR &&
		    !is_heard(v->s))
			snprintf(q->unheard, sizeof(q->unheard), "%s", v->s);
		if (key->id >= 0 && unheard_instead((enum control_id)key->id))
			snprintf(q->unheard, sizeof(q->unheard), "%s",
				 key->name);
	}
}

static void ask(void *ctx)
{
	struct question *q = ctx;
	struct span s = SPAN(rat_int(0), rat_int(CYCLES));

	struct events events = pat_events(&q->query, q->pattern, s);

	q->events = events.n;
	for (size_t i = 0; i < events.n; i++)
		if (events.at[i].value.kind == V_MAP)
			listen(q, events.at[i].value.map);
}

/* The number of events of p in the first cycles; -1 when it escaped. */
static long count_events(const struct pattern *p)
{
	struct arena a;
	struct question q = {.query = {.arena = &a, .event_limit = 100000},
			     .pattern = p};
	enum status st;

	arena_init(&a, 64 << 20);
	a.step_limit = 10000000;
	st = arena_run(&a, ask, &q);
	arena_finish(&a);
	if (*q.unheard)
		printf("nobody hears %s\n", q.unheard);
	CU_ASSERT_STRING_EQUAL(q.unheard, "");
	return st == ST_OK ? (long)q.events : -1;
}

static int lines; /* of programs that were run */

/* False: some of it is overwritten by the rest. */
static bool run_program(const char *page, int line, const char *text,
			size_t len)
{
	bool whole = true;
	struct scope_view scope = {0};
	struct program *p;

	CU_ASSERT_EQUAL_FATAL(compile_text(&scope, text, len, EVAL_MERGE,
					   &compile_limits_default, &p),
			      ST_OK);
	for (struct diag *d = p->diags.first; d; d = d->next)
		if (d->warning)
			whole &= !strstr(d->message, "stands in this text");
		else
			printf("%s:%d: %s (%s)\n", page, line + d->line,
			       d->message, d->hint);
	CU_ASSERT_EQUAL(p->diags.errors, 0);
	CU_ASSERT(p->n_actions + p->n_defines > 0);
	for (size_t i = 0; i < p->n_actions; i++)
		if (p->actions[i].signal) {
			CU_ASSERT(p->signals->spec->n_roots > 0);
		} else if (p->actions[i].kind == ACT_SLOT) {
			long n = count_events(p->actions[i].pattern);

			if (n < 1)
				printf("%s:%d: %s gives %ld events\n", page,
				       line, p->actions[i].target, n);
			CU_ASSERT(n >= 1);
		}
	program_free(p);
	return whole;
}

/* Lines that are sent one after the other, each for itself. */
static void run_lines(const char *page, int line, const char *text,
		      const char *end)
{
	for (const char *next; text < end; text = next, line++) {
		next = memchr(text, '\n', (size_t)(end - text));
		next = next ? next + 1 : end;
		if (next - text > 1)
			run_program(page, line, text, (size_t)(next - text));
	}
}

static int count_lines(const char *text, const char *end)
{
	int n = 0;

	for (; text < end; text++)
		n += *text == '\n' && text[-1] != '\n';
	return n;
}

/* The fenced blocks marked as programs, one after the other. */
static int run_page(const char *page)
{
	static const char open[] = "\n```phonon\n", close[] = "\n```";
	char *text = suite_read_file(suite_source(page), NULL), *at = text;
	int line = 1, programs = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	for (char *from; (from = strstr(at, open)); programs++) {
		char *body = from + strlen(open), *end = strstr(body, close);

		CU_ASSERT_PTR_NOT_NULL_FATAL(end);
		for (; at < body; at++)
			line += *at == '\n';
		lines += count_lines(body, end + 1);
		if (!run_program(page, line - 1, body,
				 (size_t)(end - body) + 1))
			run_lines(page, line - 1, body, end + 1);
	}
	free(text);
	return programs;
}

static void language(void)
{
	lines = 0;
	CU_ASSERT(run_page("docs/language.md") > 20);
	CU_ASSERT(lines >= 200);
	CU_ASSERT(run_page("docs/from-tidal.md") >= 3);
	CU_ASSERT(run_page("docs/from-strudel.md") >= 1);
	CU_ASSERT(run_page("docs/mixer.md") >= 1);
	CU_ASSERT(run_page("docs/signals.md") > 12);
}

static void sets(void)
{
	static const char *const files[] = {"samples/demo.phonon",
					    "samples/signals.phonon"};

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		size_t len;
		char *text = suite_read_file(suite_source(files[i]), &len);

		CU_ASSERT_PTR_NOT_NULL_FATAL(text);
		CU_ASSERT(run_program(files[i], 0, text, len));
		free(text);
	}
}

static CU_TestInfo tests[] = {
    {"every program of the language's tutorial plays", language},
    {"the sets that come with it play", sets},
    CU_TEST_INFO_NULL,
};

const struct suite suite_language = {"docs/language", tests};
