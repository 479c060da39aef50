/* Expressions against TidalCycles' own answers, where they are at hand: each
 * recorded case goes through the events tool. Fragments of one event are joined
 * before answers are compared. */
#define _POSIX_C_SOURCE 200809L

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/rational.h"
#include "tests/support/json.h"
#include "tests/support/suite.h"

struct piece {
	struct rat time[4]; /* whole, part; whole 0 0 where there is none */
	bool analog, used;
	const struct json *value;
};

struct pieces {
	struct piece *at;
	size_t n;
};

/* --- One answer and the other --- */

static bool same_json(const struct json *x, const struct json *y)
{
	if (x->kind != y->kind || x->n != y->n)
		return false;
	switch (x->kind) {
	case JSON_BOOL:
		return x->truth == y->truth;
	case JSON_NUMBER:
		return x->fraction == y->fraction &&
		       fabs(x->number - y->number) <=
			   1e-9 + 1e-6 * fabs(y->number);
	case JSON_STRING:
		return strcmp(x->text, y->text) == 0;
	default:
		break;
	}
	for (x = x->first, y = y->first; x && y; x = x->next, y = y->next)
		if ((x->key && strcmp(x->key, y->key) != 0) || !same_json(x, y))
			return false;
	return true;
}

static void read_span(const struct json *list, struct rat to[2])
{
	long long v[4] = {0, 1, 0, 1};
	const struct json *j = list->first;

	for (int i = 0; i < 4 && j; i++, j = j->next)
		v[i] = j->integer;
	to[0] = rat_make(v[0], v[1]);
	to[1] = rat_make(v[2], v[3]);
}

static bool same_whole(const struct piece *x, const struct piece *y)
{
	return x->analog == y->analog && rat_eq(x->time[0], y->time[0]) &&
	       rat_eq(x->time[1], y->time[1]) && same_json(x->value, y->value);
}

/* Into the first piece that this one touches. */
static bool join(struct pieces *p, const struct piece *x)
{
	for (size_t i = 0; i < p->n && !x->analog; i++) {
		struct piece *to = &p->at[i];

		if (!same_whole(to, x))
			continue;
		if (rat_eq(to->time[3], x->time[2])) {
			to->time[3] = x->time[3];
			return true;
		}
	}
	return false;
}

static struct pieces pieces_of(const struct json *events)
{
	struct pieces p = {calloc(events->n + 1, sizeof(*p.at)), 0};

	for (const struct json *j = events->first; j; j = j->next) {
		const struct json *whole = json_get(j, "whole");
		struct piece x = {.analog = whole->kind == JSON_NULL,
				  .value = json_get(j, "value")};

		read_span(whole, x.time);
		read_span(json_get(j, "part"), x.time + 2);
		if (!join(&p, &x))
			p.at[p.n++] = x;
	}
	return p;
}

/* Equal as multisets. */
static bool same_pieces(struct pieces *x, struct pieces *y)
{
	bool ok = x->n == y->n;

	for (size_t i = 0; ok && i < x->n; i++) {
		size_t k = 0;

		while (k < y->n &&
		       (y->at[k].used || !same_whole(&x->at[i], &y->at[k]) ||
			!rat_eq(x->at[i].time[2], y->at[k].time[2]) ||
			!rat_eq(x->at[i].time[3], y->at[k].time[3])))
			k++;
		ok = k < y->n;
		if (ok)
			y->at[k].used = true;
	}
	return ok;
}

/* Where Tidal breaks off, silence is as good. */
static bool same_answer(const struct json *theirs, const struct json *ours)
{
	const struct json *events = json_get(ours, "events");
	const char *error = json_text(theirs, "error");
	struct pieces x, y;
	bool ok;

	if (*error)
		return !events || (strcmp(error, "eval") == 0 && !events->n);
	if (!events)
		return false;
	x = pieces_of(json_get(theirs, "events"));
	y = pieces_of(events);
	ok = same_pieces(&x, &y);
	free(x.at);
	free(y.at);
	return ok;
}

/* --- The cases --- */

static void ask(FILE *to, const struct json *c)
{
	const struct json *cycles = json_get(c, "cycles");
	const struct json *step = json_get(c, "qstep");
	struct rat t[2];

	read_span(cycles, t);
	fprintf(to, "%s\t%s%s\t%lld/%lld\t%lld/%lld", json_text(c, "id"),
		strncmp(json_text(c, "group"), "mini", 4) == 0 ? "m" : "",
		json_text(c, "type"), (long long)t[0].num, (long long)t[0].den,
		(long long)t[1].num, (long long)t[1].den);
	if (step)
		fprintf(to, "\tqstep=%lld/%lld", step->first->integer,
			step->first->next->integer);
	if (*json_text(c, "state"))
		fprintf(to, "\tstate=%s", json_text(c, "state"));
	putc('\t', to);
	for (const char *p = json_text(c, "expr"); *p; p++)
		putc(*p == '\n' || *p == '\t' ? ' ' : *p, to);
	putc('\n', to);
}

static void compare(const struct json *theirs, const char *line, int *failed)
{
	struct json *ours = json_read(line);

	CU_ASSERT_FATAL(ours != NULL);
	CU_ASSERT_STRING_EQUAL(json_text(ours, "id"), json_text(theirs, "id"));
	if (!same_answer(theirs, ours)) {
		printf("     %s %s: %s\n", json_text(theirs, "id"),
		       json_text(theirs, "expr"),
		       *json_text(ours, "message") ? json_text(ours, "message")
						   : "other events");
		++*failed;
	}
	json_free(ours);
}

/* text's lines, each as JSON; it is cut up. */
static size_t read_cases(char *text, struct json **to, size_t most)
{
	size_t n = 0;
	char *rest;

	for (char *line = strtok_r(text, "\n", &rest); line && n < most;
	     line = strtok_r(NULL, "\n", &rest))
		to[n++] = json_read(line);
	return n;
}

static FILE *answers(const char *path)
{
	char command[600];

	snprintf(command, sizeof(command), "./phonon-audio --events --batch %s",
		 path);
	return popen(command, "r");
}

enum { MOST_CASES = 20000 };

static void run(char *text, const char *path, int file)
{
	static struct json *cases[MOST_CASES];
	size_t n = read_cases(text, cases, MOST_CASES), i = 0, cap = 0;
	FILE *f = fdopen(file, "w");
	char *line = NULL;
	int failed = 0;

	for (size_t k = 0; k < n; k++)
		ask(f, cases[k]);
	fclose(f);
	f = answers(path);
	CU_ASSERT_FATAL(f != NULL);
	for (; i < n && getline(&line, &cap, f) > 0; i++)
		compare(cases[i], line, &failed);
	CU_ASSERT_EQUAL(pclose(f), 0);
	CU_ASSERT_EQUAL(i, n);
	CU_ASSERT_EQUAL(failed, 0);
	free(line);
	for (size_t k = 0; k < n; k++)
		json_free(cases[k]);
}

static void all_cases(void)
{
	char path[] = "/tmp/phonon-corpus-XXXXXX", name[1200];
	const char *folder = suite_conformance();
	char *text;
	int file;

	if (!folder) {
		suite_skip("no recorded answers at ../shared/conformance");
		return;
	}
	snprintf(name, sizeof(name), "%s/tidal/public.jsonl", folder);
	text = suite_read_file(name, NULL);
	file = mkstemp(path);
	CU_ASSERT_FATAL(text && file >= 0);
	run(text, path, file);
	unlink(path);
	free(text);
}

static CU_TestInfo tests[] = {
    {"an expression means what it means in TidalCycles", all_cases},
    CU_TEST_INFO_NULL,
};

int main(int argc, char **argv)
{
	static const struct suite suite = {"corpus", tests};
	static const struct suite *const suites[] = {&suite, NULL};

	return suite_main(argc, argv, suites);
}
