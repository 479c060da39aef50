/* The mini-notation against TidalCycles' own answers, where they are at
 * hand. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pattern/core.h"
#include "pattern/mini.h"
#include "tests/support/json.h"
#include "tests/support/suite.h"

static enum mini_type type_of(char letter)
{
	switch (letter) {
	case 'D':
		return MINI_DOUBLE;
	case 'N':
		return MINI_NOTE;
	case 'I':
		return MINI_INT;
	case 'R':
		return MINI_RATIONAL;
	case 'B':
		return MINI_BOOL;
	case 'X':
		return MINI_CHAR;
	default:
		return MINI_STRING;
	}
}

/* --- Ours against theirs --- */

static struct rat rat_at(const struct json *list, size_t i)
{
	const struct json *j = list->first;

	while (i-- && j)
		j = j->next;
	return j && j->next ? rat_make(j->integer, j->next->integer) : RAT_ZERO;
}

static struct span span_of(const struct json *list)
{
	return SPAN(rat_at(list, 0), rat_at(list, 2));
}

static bool same_number(double x, double y)
{
	return fabs(x - y) <= 1e-9 + 1e-6 * fabs(y);
}

static bool same_value(struct value v, const struct json *j)
{
	char letter[5] = "";
	const struct json *r = json_get(j, "r");

	switch (v.kind) {
	case V_FLOAT:
	case V_NOTE:
		return j->kind == JSON_NUMBER && j->fraction &&
		       same_number(v.f, j->number);
	case V_INT:
		return j->kind == JSON_NUMBER && !j->fraction &&
		       v.i == j->integer;
	case V_RAT:
		return r && rat_eq(v.r, rat_at(r, 0));
	case V_STR:
		return j->kind == JSON_STRING && strcmp(v.s, j->text) == 0;
	case V_CHAR:
		letter[0] = (char)v.c;
		return j->kind == JSON_STRING && strcmp(letter, j->text) == 0;
	case V_BOOL:
		return j->kind == JSON_BOOL && v.b == j->truth;
	default:
		return false;
	}
}

static bool same_event(const struct event *e, const struct json *j)
{
	const struct json *whole = json_get(j, "whole");

	if (e->analog != (whole->kind == JSON_NULL))
		return false;
	if (!e->analog && !span_eq(e->whole, span_of(whole)))
		return false;
	return span_eq(e->part, span_of(json_get(j, "part"))) &&
	       same_value(e->value, json_get(j, "value"));
}

/* Equal as multisets. */
static bool same_events(const struct events *ours, const struct json *theirs)
{
	bool *used;
	bool ok = ours->n == theirs->n;

	used = calloc(ours->n + 1, sizeof(*used));
	for (const struct json *j = theirs->first; ok && j; j = j->next) {
		size_t i = 0;

		while (i < ours->n && (used[i] || !same_event(&ours->at[i], j)))
			i++;
		ok = i < ours->n;
		if (ok)
			used[i] = true;
	}
	free(used);
	return ok;
}

static bool same_steps(struct rat ours, const struct json *theirs)
{
	if (!theirs || theirs->kind == JSON_NULL)
		return ours.den == 0;
	return rat_eq(ours, rat_at(theirs, 0));
}

/* --- A case --- */

struct a_case {
	const struct json *record;
	struct arena arena;
	struct diag_list errors;
	const struct pattern *p;
	struct events events;
};

static void run_case(void *ctx)
{
	struct a_case *c = ctx;
	const char *text = json_text(c->record, "expr");
	struct query q = {.arena = &c->arena, .event_limit = 100000};

	diag_init(&c->errors, &c->arena, text, strlen(text));
	c->p = mini_parse(&c->arena, type_of(*json_text(c->record, "type")),
			  text, strlen(text), 0, &c->errors);
	if (c->p)
		c->events = pat_events(&q, c->p,
				       span_of(json_get(c->record, "cycles")));
}

static bool rejected(struct a_case *c, enum status st)
{
	if (strcmp(json_text(c->record, "error"), "syntax") == 0)
		return st == ST_OK && !c->p && c->errors.errors == 1 &&
		       *c->errors.first->message &&
		       c->errors.first->column >= 1;
	return st == ST_EVAL;
}

static bool case_holds(const struct json *record)
{
	struct a_case c = {.record = record};
	enum status st;
	bool ok;

	arena_init(&c.arena, 0);
	st = arena_run(&c.arena, run_case, &c);
	if (*json_text(record, "error"))
		ok = rejected(&c, st);
	else
		ok = st == ST_OK && c.p &&
		     same_steps(c.p->steps, json_get(record, "steps")) &&
		     same_events(&c.events, json_get(record, "events"));
	if (!ok)
		printf("     %s %s \"%s\": %s\n", json_text(record, "id"),
		       json_text(record, "type"), json_text(record, "expr"),
		       st != ST_OK	 ? c.arena.why
		       : c.errors.errors ? c.errors.first->message
					 : "other events or steps");
	arena_finish(&c.arena);
	return ok;
}

static void run_group(const char *group)
{
	const char *folder = suite_conformance();
	char path[1200];
	char *text, *line, *rest;
	int run = 0, failed = 0;

	if (!folder) {
		suite_skip("no recorded answers at ../shared/conformance");
		return;
	}
	snprintf(path, sizeof(path), "%s/tidal/public.jsonl", folder);
	text = suite_read_file(path, NULL);
	CU_ASSERT_FATAL(text != NULL);
	for (line = strtok_r(text, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest)) {
		struct json *j = json_read(line);

		CU_ASSERT_FATAL(j != NULL);
		if (strcmp(json_text(j, "group"), group) == 0) {
			run++;
			failed += !case_holds(j);
		}
		json_free(j);
	}
	free(text);
	CU_ASSERT(run > 0);
	CU_ASSERT_EQUAL(failed, 0);
}

static void notation(void)
{
	run_group("mini");
}

static void mistakes(void)
{
	run_group("mini_error");
}

static CU_TestInfo tests[] = {
    {"the mini-notation means what it means in Tidal", notation},
    {"what Tidal rejects is rejected with its place", mistakes},
    CU_TEST_INFO_NULL,
};

const struct suite suite_corpus = {"corpus", tests};
