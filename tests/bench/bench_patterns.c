/* Speed of pattern queries: nine lines as performers write them, 1,000 cycles
 * each, by one query a cycle and by 16. Prints medians of five rounds, and the
 * events a second of compiled TidalCycles 1.10 (GHC 9.0.2 -O2), as they were
 * recorded on another machine of this kind, beside them.
 *
 *   bench-patterns [NUMBER]    all of them, or that one
 *   bench-patterns --texts     the patterns, one a line
 *   bench-patterns --figures   number, queries a cycle, events a second */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "compile/compile.h"
#include "pattern/core.h"
#include "tests/bench/timing.h"

enum { ROUNDS = 5, CYCLES = 1000 };

static const struct line {
	const char *text;
	double tidal[2]; /* events a second, by one query a cycle and by 16 */
} lines[] = {
    {"s \"bd*2 [~ sn] hh*4 cp\"", {467494, 215415}},
    {"s \"bd(<3 5>,8,<0 2>) , hh*8? , ~ cp\" # n \"<0 1 2>\"", {139045, 73963}},
    {"every 3 (hurry 2) $ jux rev $ n \"0 .. 7\" # s \"superpiano\" # pan "
     "sine",
     {137116, 128824}},
    {"jux rev $ chop 8 $ loopAt 2 $ s \"break\" # cut 1", {160905, 89538}},
    {"sometimesBy 0.3 (# speed 2) $ degradeBy 0.2 $ s \"hh*16\" # gain (range "
     "0.6 1 $ fast 4 saw) # pan rand",
     {142037, 127254}},
    {"stut 4 0.6 (1/8) $ off 0.125 (|+ n 12) $ n (scale \"minor\" \"0 .. 7\" "
     "+ \"<0 2 5>\") # s \"superpiano\" # gain 1",
     {77930, 63995}},
    {"arp \"<up down diverge>\" $ rolledBy \"<0.25 -0.25>\" $ note "
     "\"<c'maj'5 e'min7'ii a'min9'o>*4\" # s \"superpiano\"",
     {201093, 150302}},
    {"shuffle 8 $ chunk 4 (hurry 2) $ ply \"<1 [2 3]>\" $ every 2 (0.25 <~) $ "
     "n \"0 .. 7\" # s \"drum\"",
     {43567, 34969}},
    {"stack [s \"bd*4\", s \"~ cp\", s \"hh*8\" # gain (range 0.7 1 saw), n "
     "(\"<0 3 5 7>\" + \"0 [~ 12] 7 ~\") # s \"superpiano\", striate 4 $ s "
     "\"bev\"] # room 0.2",
     {289276, 143632}},
};

/* One round of a line. */
struct round {
	const struct pattern *pattern;
	struct arena *arena;
	int cuts;	      /* queries a cycle */
	size_t events, bytes; /* of all queries */
	size_t most;	      /* bytes of one query */
};

static void run(void *ctx)
{
	struct round *r = ctx;
	struct query q = {.arena = r->arena};

	for (int i = 0; i < CYCLES * r->cuts; i++) {
		struct span s =
		    SPAN(rat_make(i, r->cuts), rat_make(i + 1, r->cuts));
		struct events e = events_none();

		pat_query(&q, r->pattern, s, &e);
		r->events += e.n;
		r->bytes +=
		    r->arena->used - (size_t)(r->arena->end - r->arena->next);
		if (r->arena->used > r->most)
			r->most = r->arena->used;
		arena_reset(r->arena);
	}
}

static void print(int number, const struct line *line, const struct round *r,
		  double seconds, bool bare)
{
	double per_second = (double)r->events / seconds;

	if (bare)
		printf("%d %d %.0f\n", number, r->cuts, per_second);
	else
		printf("pattern %d, %2d a cycle: %7zu events, %6.1f ms, %6.0f "
		       "ns and %4zu bytes an event, %5.1f times Tidal, arena "
		       "%zu KiB\n",
		       number, r->cuts, r->events, seconds * 1e3,
		       1e9 / per_second, r->bytes / r->events,
		       per_second / line->tidal[r->cuts > 1], r->most / 1024);
}

static void measure(int number, const struct line *line,
		    const struct pattern *p, int which, bool bare)
{
	struct round r = {.pattern = p, .cuts = which ? 16 : 1};
	double seconds[ROUNDS];
	struct arena a;

	arena_init(&a, 0);
	r.arena = &a;
	for (int i = 0; i < ROUNDS; i++) {
		double from = cpu_seconds();

		r.events = r.bytes = 0;
		if (arena_run(&a, run, &r) != ST_OK) {
			printf("pattern %d: %s\n", number, a.why);
			return;
		}
		seconds[i] = cpu_seconds() - from;
	}
	arena_finish(&a);
	print(number, line, &r, median(seconds, ROUNDS), bare);
}

struct compilation {
	struct arena *arena;
	const char *text;
	struct diag_list errors;
	const struct pattern *pattern;
};

static void compile(void *ctx)
{
	struct compilation *c = ctx;
	size_t len = strlen(c->text);

	diag_init(&c->errors, c->arena, c->text, len);
	c->pattern =
	    compile_expression(c->arena, 'C', false, c->text, len, &c->errors);
}

static bool time_line(int number, const struct line *line, bool bare)
{
	struct arena a;
	struct compilation c = {&a, line->text, {0}, NULL};
	bool compiles;

	arena_init(&a, 0);
	compiles = arena_run(&a, compile, &c) == ST_OK && c.pattern;
	if (compiles) {
		measure(number, line, c.pattern, 0, bare);
		measure(number, line, c.pattern, 1, bare);
	} else {
		printf("pattern %d does not compile\n", number);
	}
	arena_finish(&a);
	return compiles;
}

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";
	bool texts = strcmp(how, "--texts") == 0;
	bool bare = strcmp(how, "--figures") == 0;
	int failed = 0, only = atoi(how);

	for (int i = 0; i < (int)(sizeof(lines) / sizeof(*lines)); i++) {
		if (texts)
			puts(lines[i].text);
		else if ((!only || only == i + 1) &&
			 !time_line(i + 1, &lines[i], bare))
			failed = 1;
	}
	return failed;
}
